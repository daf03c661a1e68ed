//! SQL of answered questionnaires.

use jiff::Timestamp;
use slipway_core::flow::TaskId;
use slipway_core::id::Id;
use slipway_core::kind::{Account, AnswerSet, Questionnaire, Release};
use slipway_db::{Error, ReadTx, Row, WriteTx, params, statements};

macro_rules! sets {
    () => {
        "select s.id, s.questionnaire, s.version, q.title, s.task, s.run, s.answers, s.answered_at, s.answered_by, \
         e.name, s.edited_at, s.edited_by, f.name, s.confirmed_at, s.confirmed_by, g.name, s.revision \
         from release_answer_set s join questionnaire q on q.id = s.questionnaire \
         join account a on a.id = s.answered_by join employee e on e.id = a.employee \
         join account b on b.id = s.edited_by join employee f on f.id = b.employee \
         left join account c on c.id = s.confirmed_by left join employee g on g.id = c.employee "
    };
}

statements! {
    OF_RELEASE = concat!(sets!(), "where s.release = $1 order by s.answered_at desc, s.id desc");
    ONE = concat!(sets!(), "where s.release = $1 and s.id = $2");
    INSERT = "insert into release_answer_set (id, release, questionnaire, version, task, run, answers, answered_at, answered_by, \
              edited_at, edited_by, confirmed_at, confirmed_by, revision) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $9, $10, $11, $12)";
    SAVE = "update release_answer_set set answers = $3, edited_at = $4, edited_by = $5, confirmed_at = $6, confirmed_by = $7, \
            revision = $8 where id = $1 and revision = $2";
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub at: Timestamp,
    pub by: Id<Account>,
    pub name: String,
}

/// An answered questionnaire as it is kept.
#[derive(Debug, Clone)]
pub struct AnswerRow {
    pub id: Id<AnswerSet>,
    pub questionnaire: Id<Questionnaire>,
    /// The version of the form that the answers are to.
    pub version: i64,
    pub title: String,
    pub task: Option<TaskId>,
    pub run: i64,
    /// JSON: answers by the names of their questions.
    pub answers: String,
    pub answered: Signed,
    pub edited: Signed,
    pub confirmed: Option<Signed>,
    /// How often it was written.
    pub revision: i64,
}

/// The answers of a release, the latest first.
pub fn of_release(tx: &ReadTx<'_>, release: Id<Release>) -> Result<Vec<AnswerRow>, Error> {
    tx.query(OF_RELEASE, params![release], row)
}

pub fn one(tx: &ReadTx<'_>, release: Id<Release>, id: Id<AnswerSet>) -> Result<Option<AnswerRow>, Error> {
    tx.query_opt(ONE, params![release, id], row)
}

pub fn insert(tx: &WriteTx<'_>, release: Id<Release>, set: &AnswerRow) -> Result<(), Error> {
    let (confirmed_at, confirmed_by) = confirmation(set);
    let values = params![
        set.id,
        release,
        set.questionnaire,
        set.version,
        set.task.as_ref().map(TaskId::as_str),
        set.run,
        set.answers,
        set.answered.at,
        set.answered.by,
        confirmed_at,
        confirmed_by,
        set.revision
    ];
    tx.execute(INSERT, values).map(drop)
}

/// Writes changed answers over those of a revision. Answers how many rows that was.
pub fn save(tx: &WriteTx<'_>, seen: i64, set: &AnswerRow) -> Result<u64, Error> {
    let (confirmed_at, confirmed_by) = confirmation(set);
    let values = params![
        set.id,
        seen,
        set.answers,
        set.edited.at,
        set.edited.by,
        confirmed_at,
        confirmed_by,
        set.revision
    ];
    tx.execute(SAVE, values)
}

fn confirmation(set: &AnswerRow) -> (Option<Timestamp>, Option<Id<Account>>) {
    set.confirmed.as_ref().map(|signed| (signed.at, signed.by)).unzip()
}

fn row(row: &Row<'_>) -> Result<AnswerRow, Error> {
    let task: Option<String> = row.get(4)?;
    let confirmed_at: Option<Timestamp> = row.get(13)?;
    Ok(AnswerRow {
        id: row.get(0)?,
        questionnaire: row.get(1)?,
        version: row.get(2)?,
        title: row.get(3)?,
        task: task.map(|_| row.parse(4)).transpose()?,
        run: row.get(5)?,
        answers: row.get(6)?,
        answered: signed(row, 7)?,
        edited: signed(row, 10)?,
        confirmed: confirmed_at.map(|_| signed(row, 13)).transpose()?,
        revision: row.get(16)?,
    })
}

/// Three columns from `first`: when, who, and the person's name.
fn signed(row: &Row<'_>, first: usize) -> Result<Signed, Error> {
    Ok(Signed {
        at: row.get(first)?,
        by: row.get(first + 1)?,
        name: row.get(first + 2)?,
    })
}
