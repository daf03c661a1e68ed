//! SQL of imports: how far each has come, and every row that it refused.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;
use slipway_core::cmdb::exchange::{Format, Import, Progress};
use slipway_db::{Error, ReadTx, Row, Sql, WriteTx, params, statements};
use uuid::Uuid;

use super::apply::{Refusal, Tally};
use super::columns::Mapping;

statements! {
    INSERT = "insert into import_job (id, import, format, state, rehearsal, create_missing, file_name, n_bytes, mapping, account, author, \
        started_at, done_bytes, created, updated, unchanged, refused, digest, revision) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, 0, 0, 0, $13, $14)";
    ONE = "select id, import, format, state, rehearsal, create_missing, file_name, n_bytes, mapping, account, author, started_at, ended_at, \
        done_bytes, created, updated, unchanged, refused, digest, failure, revision from import_job where id = $1";
    RECENT = "select id, import, format, state, rehearsal, create_missing, file_name, n_bytes, mapping, account, author, started_at, ended_at, \
        done_bytes, created, updated, unchanged, refused, digest, failure, revision from import_job order by started_at desc, id desc limit 20";
    REVISIONS = "select id, revision from import_job";
    /// From the first row on.
    START = "update import_job set state = 'running', rehearsal = $3, create_missing = $4, mapping = $5, revision = $6, started_at = $7, \
        ended_at = null, done_bytes = 0, created = 0, updated = 0, unchanged = 0, refused = 0, digest = $8, failure = null, leased_until = null \
        where id = $1 and revision = $2 and state <> 'running'";
    /// From where it stopped.
    RESUME = "update import_job set state = 'running', revision = $3, ended_at = null, failure = null, leased_until = null \
        where id = $1 and revision = $2 and state <> 'done'";
    REWIND = "update import_job set done_bytes = 0, created = 0, updated = 0, unchanged = 0, refused = 0, digest = $2 where id = $1";
    FORGET_REFUSALS = "delete from import_refusal where job = $1";
    WAITING = "select id from import_job where state = 'running' and account is not null and (leased_until is null or leased_until <= $1) \
        order by started_at, id";
    LEASE = "update import_job set leased_until = $2 where id = $1 and state = 'running' and (leased_until is null or leased_until <= $3)";
    /// Only where nobody else has gone on meanwhile.
    ADVANCE = "update import_job set done_bytes = $3, created = created + $4, updated = updated + $5, unchanged = unchanged + $6, \
        refused = refused + $7, digest = $8, leased_until = $9 \
        where id = $1 and state = 'running' and created + updated + unchanged + refused = $2";
    END = "update import_job set state = $2, failure = $3, ended_at = $4, revision = $5, leased_until = null where id = $1 and state = 'running'";
    KEEP_REFUSAL = "insert into import_refusal (job, line, position, column_name, reason, args) values ($1, $2, $3, $4, $5, $6)";
    REFUSALS = "select line, column_name, reason, args, position from import_refusal where job = $1 and (line, position) > ($2, $3) \
        order by line, position limit $4";
    /// Files that nobody needs any more.
    OVER = "select id from import_job where state = 'done' and not rehearsal or started_at < $1";
}

/// As `KEEP_REFUSAL`, for many at once.
pub const LOAD_REFUSALS: Sql = KEEP_REFUSAL
    .with_postgres("copy import_refusal (job, line, position, column_name, reason, args) from stdin binary");

/// An import as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub id: Uuid,
    pub import: Import,
    pub format: Format,
    pub state: Progress,
    pub is_rehearsal: bool,
    pub creates_missing: bool,
    pub file_name: String,
    pub n_bytes: i64,
    pub mapping: Mapping,
    /// None of one that was begun at the machine.
    pub account: Option<Uuid>,
    pub author: String,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub done_bytes: i64,
    pub tally: Tally,
    /// What tells the rows so far from any others.
    pub digest: Vec<u8>,
    /// The key of the text that says why it failed.
    pub failure: Option<String>,
    pub revision: i64,
}

fn read(row: &Row<'_>) -> Result<Job, Error> {
    Ok(Job {
        id: row.get(0)?,
        import: row.parse(1)?,
        format: row.parse(2)?,
        state: row.parse(3)?,
        is_rehearsal: row.get(4)?,
        creates_missing: row.get(5)?,
        file_name: row.get(6)?,
        n_bytes: row.get(7)?,
        mapping: row.convert(8, |text: String| serde_json::from_str(&text).ok())?,
        account: row.get(9)?,
        author: row.get(10)?,
        started_at: row.get(11)?,
        ended_at: row.get(12)?,
        done_bytes: row.get(13)?,
        tally: Tally {
            created: row.get(14)?,
            updated: row.get(15)?,
            unchanged: row.get(16)?,
            refused: row.get(17)?,
        },
        digest: row.get(18)?,
        failure: row.get(19)?,
        revision: row.get(20)?,
    })
}

fn written(mapping: &Mapping) -> String {
    serde_json::to_string(mapping).unwrap_or_default()
}

pub fn insert(tx: &WriteTx<'_>, job: &Job) -> Result<(), Error> {
    let cells = params![
        job.id,
        job.import.as_str(),
        job.format.as_str(),
        job.state.as_str(),
        job.is_rehearsal,
        job.creates_missing,
        job.file_name,
        job.n_bytes,
        written(&job.mapping),
        job.account,
        job.author,
        job.started_at,
        job.digest,
        job.revision
    ];
    tx.execute(INSERT, cells).map(drop)
}

pub fn one(tx: &ReadTx<'_>, id: Uuid) -> Result<Option<Job>, Error> {
    tx.query_opt(ONE, params![id], read)
}

/// The latest imports.
pub fn recent(tx: &ReadTx<'_>) -> Result<Vec<Job>, Error> {
    tx.query(RECENT, params![], read)
}

/// Begins an import anew, as `job` says; false when somebody changed it meanwhile or it is going on.
pub fn start(tx: &WriteTx<'_>, job: &Job, revision: i64) -> Result<bool, Error> {
    tx.execute(FORGET_REFUSALS, params![job.id])?;
    let cells = params![
        job.id,
        job.revision,
        job.is_rehearsal,
        job.creates_missing,
        written(&job.mapping),
        revision,
        job.started_at,
        job.digest
    ];
    Ok(tx.execute(START, cells)? > 0)
}

/// Lets an import go on where it stopped.
pub fn resume(tx: &WriteTx<'_>, job: &Job, revision: i64) -> Result<bool, Error> {
    Ok(tx.execute(RESUME, params![job.id, job.revision, revision])? > 0)
}

/// Forgets how far a rehearsal had come.
pub fn rewind(tx: &WriteTx<'_>, id: Uuid, digest: &[u8]) -> Result<(), Error> {
    tx.execute(FORGET_REFUSALS, params![id])?;
    tx.execute(REWIND, params![id, digest]).map(drop)
}

/// Imports that nobody is at.
pub fn waiting(tx: &ReadTx<'_>, now: Timestamp) -> Result<Vec<Uuid>, Error> {
    tx.query(WAITING, params![now], |row| row.get(0))
}

/// Takes an import that nobody is at; false when somebody was faster.
pub fn lease(tx: &WriteTx<'_>, id: Uuid, (now, until): (Timestamp, Timestamp)) -> Result<bool, Error> {
    Ok(tx.execute(LEASE, params![id, until, now])? > 0)
}

/// A step of an import.
#[derive(Debug)]
pub struct Step<'a> {
    pub job: Uuid,
    /// How many rows were accounted for before.
    pub position: i64,
    pub done_bytes: i64,
    pub tally: Tally,
    pub digest: [u8; 32],
    pub leased_until: Timestamp,
    pub refusals: &'a [Refusal],
}

/// Keeps what became of a batch; false when somebody else has gone on with the import.
pub fn advance(tx: &WriteTx<'_>, step: &Step<'_>) -> Result<bool, Error> {
    let Tally {
        created,
        updated,
        unchanged,
        refused,
    } = step.tally;
    let cells = params![
        step.job,
        step.position,
        step.done_bytes,
        created,
        updated,
        unchanged,
        refused,
        step.digest,
        step.leased_until
    ];
    if tx.execute(ADVANCE, cells)? == 0 {
        return Ok(false);
    }
    let rows: Vec<Vec<slipway_db::Value>> = (0_i64..)
        .zip(step.refusals)
        .map(|(index, refusal)| {
            let line = i64::try_from(refusal.line).unwrap_or(i64::MAX);
            let args = serde_json::to_string(&refusal.args).unwrap_or_default();
            params![step.job, line, index, refusal.column, refusal.key, args].to_vec()
        })
        .collect();
    tx.load(LOAD_REFUSALS, &rows)?;
    Ok(true)
}

/// Ends an import, for good or with the reason why it cannot go on.
pub fn end(
    tx: &WriteTx<'_>,
    job: Uuid,
    (state, failure): (Progress, Option<&str>),
    (at, revision): (Timestamp, i64),
) -> Result<bool, Error> {
    let cells = params![job, state.as_str(), failure, at, revision];
    Ok(tx.execute(END, cells)? > 0)
}

/// Where a reader of refusals has come to: the line and the place within its batch.
pub type Place = (i64, i64);

/// The refusals behind a place, in the order of their lines.
pub fn refusals(
    tx: &ReadTx<'_>,
    job: Uuid,
    (line, position): Place,
    most: i64,
) -> Result<Vec<(Refusal, Place)>, Error> {
    tx.query(REFUSALS, params![job, line, position, most], |row| {
        let line: i64 = row.get(0)?;
        let refusal = Refusal {
            line: line.unsigned_abs(),
            column: row.get(1)?,
            key: row.get(2)?,
            args: row.convert(3, |text: String| args(&text))?,
        };
        Ok((refusal, (line, row.get(4)?)))
    })
}

fn args(text: &str) -> Option<Vec<(Cow<'static, str>, String)>> {
    let pairs: Value = serde_json::from_str(text).ok()?;
    let pair = |pair: &Value| {
        let text = |index: usize| pair.get(index).and_then(Value::as_str).map(str::to_owned);
        Some((Cow::Owned(text(0)?), text(1)?))
    };
    pairs.as_array()?.iter().map(pair).collect()
}

/// Imports whose files nobody needs any more.
pub fn over(tx: &ReadTx<'_>, before: Timestamp) -> Result<Vec<Uuid>, Error> {
    tx.query(OVER, params![before], |row| row.get(0))
}
