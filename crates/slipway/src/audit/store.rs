//! SQL of events and of the counters that numbers come from.

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use slipway_db::{self as db, Error, ReadTx, Row, Sql, WriteTx, params, statements};
use uuid::Uuid;

use super::Event;
use crate::act::{FieldChange, Happening, Subject};

statements! {
    HEAD = "select seq, digest from event where record_kind = $1 and record_id = $2 order by seq desc limit 1";
    INSERT = "insert into event (record_kind, record_id, seq, id, at, actor, actor_name, kind, changes, note, request_id, predecessor, digest) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    OF = "select record_kind, record_id, seq, id, at, actor, actor_name, kind, changes, note, request_id, predecessor, digest \
          from event where record_kind = $1 and record_id = $2 and seq > $3 order by seq";
    EVERYTHING = "select record_kind, record_id, seq, id, at, actor, actor_name, kind, changes, note, request_id, predecessor, digest \
                  from event order by record_kind, record_id, seq";
    COUNT = "select count(*) from event where record_kind = $1 and record_id = $2";
    FIRST_NUMBER = "insert into number_counter (kind, last) values ($1, 0) on conflict (kind) do nothing";
    NEXT_NUMBER = "update number_counter set last = last + 1 where kind = $1 returning last";
    LAST_OF_MANY = "update number_counter set last = last + $2 where kind = $1 returning last";
}

/// Who signs an event.
#[derive(Debug)]
pub struct Signature<'a> {
    pub event: Uuid,
    pub at: Timestamp,
    pub actor: Option<Uuid>,
    pub actor_name: &'a str,
    pub request: Uuid,
}

/// Appends an event to a record's history and answers its sequence number.
pub fn append(
    tx: &WriteTx<'_>,
    subject: Subject,
    happening: &Happening,
    signature: &Signature<'_>,
) -> Result<i64, Error> {
    let head = tx.query_opt(HEAD, params![subject.kind, subject.id], |row| {
        Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?))
    })?;
    let event = chained(subject, happening, signature, head.unwrap_or_else(nothing_before));
    match insert(tx, &event) {
        // Another act on this record was faster: this one begins anew and sees what that one did.
        Err(error @ Error::Unique { .. }) => {
            tx.collided(INSERT);
            Err(error)
        }
        done => done.map(|()| event.seq),
    }
}

/// What the first event of a record follows on.
fn nothing_before() -> (i64, Vec<u8>) {
    (0, vec![0; 32])
}

fn chained(
    subject: Subject,
    happening: &Happening,
    signature: &Signature<'_>,
    (last, predecessor): (i64, Vec<u8>),
) -> Event {
    let changes: Value = happening.changes.iter().map(FieldChange::to_json).collect();
    let mut event = Event {
        record_kind: subject.kind.to_owned(),
        record_id: subject.id,
        seq: last + 1,
        id: signature.event,
        at: signature.at,
        actor: signature.actor,
        actor_name: signature.actor_name.to_owned(),
        kind: happening.kind.to_string(),
        changes: changes.to_string(),
        note: happening.note.clone(),
        request: signature.request,
        predecessor,
        digest: Vec::new(),
    };
    event.digest = digest(&event).to_vec();
    event
}

/// Many events in one go.
pub const LOAD: Sql = INSERT.with_postgres(
    "copy event (record_kind, record_id, seq, id, at, actor, actor_name, kind, changes, note, request_id, predecessor, digest) \
     from stdin binary",
);

/// Begins the histories of records that have none, each with one event.
pub fn begin<'a>(
    tx: &WriteTx<'_>,
    events: &[(Subject, Happening)],
    sign: impl Fn() -> Signature<'a>,
) -> Result<(), Error> {
    let rows: Vec<Vec<db::Value>> = events
        .iter()
        .map(|(subject, happening)| cells(&chained(*subject, happening, &sign(), nothing_before())))
        .collect();
    tx.load(LOAD, &rows).map(drop)
}

/// Writes an event that was chained to its predecessor before: a whole history at once, of volume made for measurements.
pub fn insert(tx: &WriteTx<'_>, event: &Event) -> Result<(), Error> {
    tx.execute(INSERT, &cells(event)).map(drop)
}

fn cells(event: &Event) -> Vec<db::Value> {
    params![
        event.record_kind,
        event.record_id,
        event.seq,
        event.id,
        event.at,
        event.actor,
        event.actor_name,
        event.kind,
        event.changes,
        event.note,
        event.request,
        event.predecessor,
        event.digest
    ]
    .to_vec()
}

/// The digest of an event: SHA-256 over its predecessor's digest and each of its own fields with the field's length
/// before it, so that no two events share their bytes.
pub fn digest(event: &Event) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    field(&event.predecessor);
    field(event.record_kind.as_bytes());
    field(event.record_id.as_bytes());
    field(&event.seq.to_be_bytes());
    field(event.id.as_bytes());
    field(&event.at.as_microsecond().to_be_bytes());
    field(
        event
            .actor
            .as_ref()
            .map_or(&[][..], |actor| actor.as_bytes().as_slice()),
    );
    field(event.actor_name.as_bytes());
    field(event.kind.as_bytes());
    field(event.changes.as_bytes());
    field(
        event
            .note
            .as_deref()
            .map_or("-".to_owned(), |note| format!("+{note}"))
            .as_bytes(),
    );
    field(event.request.as_bytes());
    hash.finalize().into()
}

/// The whole history of a record, oldest first.
pub fn history(tx: &ReadTx<'_>, subject: Subject) -> Result<Vec<Event>, Error> {
    since(tx, subject, 0)
}

/// What happened to a record after an event.
pub fn since(tx: &ReadTx<'_>, subject: Subject, seq: i64) -> Result<Vec<Event>, Error> {
    tx.query(OF, params![subject.kind, subject.id, seq], read)
}

/// How many events a record has.
pub fn count(tx: &ReadTx<'_>, subject: Subject) -> Result<i64, Error> {
    tx.query_one(COUNT, params![subject.kind, subject.id], |row| row.get(0))
}

/// A row that cannot be read as an event.
#[derive(Debug, Clone)]
pub struct Unreadable {
    /// Kind, record and number as far as they can be read; a record that cannot is the nil id.
    pub place: (String, Uuid, i64),
    pub digest: Vec<u8>,
}

/// Every event there is, record by record, each record's from the first to the last.
pub fn each(
    tx: &ReadTx<'_>,
    mut visit: impl FnMut(Result<Event, Unreadable>) -> Result<(), Error>,
) -> Result<(), Error> {
    tx.for_each(EVERYTHING, params![], |row| match read(row) {
        Err(Error::Corrupt { .. }) => visit(Err(Unreadable {
            place: (
                row.get(0).unwrap_or_default(),
                row.get(1).unwrap_or_default(),
                row.get(2).unwrap_or_default(),
            ),
            digest: row.get(12).unwrap_or_default(),
        })),
        event => visit(Ok(event?)),
    })
}

fn read(row: &Row<'_>) -> Result<Event, Error> {
    Ok(Event {
        record_kind: row.get(0)?,
        record_id: row.get(1)?,
        seq: row.get(2)?,
        id: row.get(3)?,
        at: row.get(4)?,
        actor: row.get(5)?,
        actor_name: row.get(6)?,
        kind: row.get(7)?,
        changes: row.get(8)?,
        note: row.get(9)?,
        request: row.get(10)?,
        predecessor: row.get(11)?,
        digest: row.get(12)?,
    })
}

/// The next number of a kind.
pub fn next_number(tx: &WriteTx<'_>, kind: &str) -> Result<i64, Error> {
    tx.execute(FIRST_NUMBER, params![kind])?;
    tx.returning_one(NEXT_NUMBER, params![kind], |row| row.get(0))
}

/// Reserves so many numbers of a kind and answers the first.
pub fn reserve_numbers(tx: &WriteTx<'_>, kind: &str, n_numbers: i64) -> Result<i64, Error> {
    tx.execute(FIRST_NUMBER, params![kind])?;
    let last: i64 = tx.returning_one(LAST_OF_MANY, params![kind, n_numbers], |row| row.get(0))?;
    Ok(last - n_numbers + 1)
}
