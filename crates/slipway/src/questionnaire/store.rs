//! SQL of forms in their versions. The questionnaires themselves are entries.

use slipway_core::id::Id;
use slipway_core::kind::Questionnaire;
use slipway_db::{Error, ReadTx, Row, WriteTx, params, statements};

statements! {
    ADD_VERSION = "insert into questionnaire_version (questionnaire, version, form) values ($1, $2, $3)";
    NEWEST = "select v.version, v.form, q.title from questionnaire_version v join questionnaire q on q.id = v.questionnaire \
              where v.questionnaire = $1 order by v.version desc limit 1";
    VERSION = "select v.version, v.form, q.title from questionnaire_version v join questionnaire q on q.id = v.questionnaire \
               where v.questionnaire = $1 and v.version = $2";
    BY_TITLE = "select id from questionnaire where lower(title) = lower($1) and deleted_at is null";
    OFFERED = "select q.id, q.title, c.name from questionnaire q join questionnaire_category c on c.id = q.category \
               where q.active and q.deleted_at is null order by c.folded, q.folded";
}

/// A version as it is kept.
#[derive(Debug, Clone)]
pub struct VersionRow {
    pub version: i64,
    pub form: String,
    /// What the questionnaire is called now.
    pub title: String,
}

pub fn add_version(tx: &WriteTx<'_>, id: Id<Questionnaire>, version: i64, form: &str) -> Result<(), Error> {
    tx.execute(ADD_VERSION, params![id, version, form]).map(drop)
}

pub fn newest(tx: &ReadTx<'_>, id: Id<Questionnaire>) -> Result<Option<VersionRow>, Error> {
    tx.query_opt(NEWEST, params![id], row)
}

pub fn version(tx: &ReadTx<'_>, id: Id<Questionnaire>, version: i64) -> Result<Option<VersionRow>, Error> {
    tx.query_opt(VERSION, params![id, version], row)
}

fn row(row: &Row<'_>) -> Result<VersionRow, Error> {
    Ok(VersionRow {
        version: row.get(0)?,
        form: row.get(1)?,
        title: row.get(2)?,
    })
}

/// The questionnaire of a title.
pub fn by_title(tx: &ReadTx<'_>, title: &str) -> Result<Option<Id<Questionnaire>>, Error> {
    tx.query_opt(BY_TITLE, params![title], |row| row.get(0))
}

/// Those that may be answered: id, title and category, in the order of categories.
pub fn offered(tx: &ReadTx<'_>) -> Result<Vec<(Id<Questionnaire>, String, String)>, Error> {
    tx.query(OFFERED, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}
