//! SQL of files and of what they are attached to.

use slipway_core::id::Id;
use slipway_core::kind::Attachment as Attached;
use slipway_db::{Error, ReadTx, Row, WriteTx, params, statements};

use super::attachment::{About, Attachment};
use super::disk::Digest;
use crate::act::Subject;

statements! {
    KEEP_FILE = "insert into stored_file (digest, size, stored_at) values ($1, $2, $3) on conflict (digest) do nothing";
    FORGET_FILE = "delete from stored_file where digest = $1";
    IS_KEPT = "select size from stored_file where digest = $1";
    FILES_AFTER = "select digest, size from stored_file where digest > $1 order by digest limit $2";
    USERS = "select record_kind, record_id, name from attachment where digest = $1 order by added_at, id";
    INSERT = "insert into attachment (id, record_kind, record_id, digest, name, description, kind, phase, added_at, added_by, activity) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    REMOVE = "update attachment set deleted_at = $2, deleted_by = $3 where id = $1 and deleted_at is null";
    COUNT = "select count(*) from attachment where record_kind = $1 and record_id = $2 and deleted_at is null";
    OF_RECORD = "select a.id, a.name, a.digest, f.size, a.description, a.kind, a.phase, a.added_at, a.added_by, e.name, a.deleted_at, a.activity \
                 from attachment a join stored_file f on f.digest = a.digest \
                 join account c on c.id = a.added_by join employee e on e.id = c.employee \
                 where a.record_kind = $1 and a.record_id = $2 and a.deleted_at is null order by a.added_at, a.id";
    ONE = "select a.id, a.name, a.digest, f.size, a.description, a.kind, a.phase, a.added_at, a.added_by, e.name, a.deleted_at, a.activity \
           from attachment a join stored_file f on f.digest = a.digest \
           join account c on c.id = a.added_by join employee e on e.id = c.employee \
           where a.record_kind = $1 and a.record_id = $2 and a.id = $3";
}

/// A file that the store names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub digest: Digest,
    pub n_bytes: i64,
}

/// Names a file as kept; answers false when it was named already. Whoever else names it at the same time waits here.
pub fn keep_file(tx: &WriteTx<'_>, kept: Kept) -> Result<bool, Error> {
    let values = params![kept.digest.0.as_slice(), kept.n_bytes, tx.at()];
    Ok(tx.execute(KEEP_FILE, values)? == 1)
}

/// Takes a name back that was given in the same transaction.
pub fn forget_file(tx: &WriteTx<'_>, digest: Digest) -> Result<(), Error> {
    tx.execute(FORGET_FILE, params![digest.0.as_slice()]).map(drop)
}

/// Whether the store names a file.
pub fn is_kept(tx: &ReadTx<'_>, digest: Digest) -> Result<bool, Error> {
    let found = tx.query_opt(IS_KEPT, params![digest.0.as_slice()], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// The files that the store names, a page in the order of their digests.
pub fn files_after(tx: &ReadTx<'_>, after: &[u8], n_rows: i64) -> Result<Vec<Kept>, Error> {
    tx.query(FILES_AFTER, params![after, n_rows], |row| {
        Ok(Kept {
            digest: row.convert(0, |bytes: Vec<u8>| Digest::of_row(&bytes))?,
            n_bytes: row.get(1)?,
        })
    })
}

/// The records that a file is attached to, each with the name it has there.
pub fn users(tx: &ReadTx<'_>, digest: Digest) -> Result<Vec<(String, uuid::Uuid, String)>, Error> {
    tx.query(USERS, params![digest.0.as_slice()], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

pub fn insert(tx: &WriteTx<'_>, record: Subject, attachment: &Attachment) -> Result<(), Error> {
    let values = params![
        attachment.id,
        record.kind,
        record.id,
        attachment.digest.0.as_slice(),
        attachment.name,
        attachment.about.description,
        attachment.about.kind.as_str(),
        attachment.about.phase.as_str(),
        attachment.added_at,
        attachment.added_by,
        attachment.about.activity
    ];
    tx.execute(INSERT, values).map(drop)
}

/// Marks an attachment as deleted; answers how many that was.
pub fn remove(tx: &WriteTx<'_>, id: Id<Attached>, by: Id<slipway_core::kind::Account>) -> Result<u64, Error> {
    tx.execute(REMOVE, params![id, tx.at(), by])
}

/// How many files are attached to a record.
pub fn count(tx: &ReadTx<'_>, record: Subject) -> Result<i64, Error> {
    tx.query_one(COUNT, params![record.kind, record.id], |row| row.get(0))
}

/// The files attached to a record, the oldest first.
pub fn of_record(tx: &ReadTx<'_>, record: Subject) -> Result<Vec<Attachment>, Error> {
    tx.query(OF_RECORD, params![record.kind, record.id], attachment)
}

/// One file that is or was attached to a record.
pub fn one(tx: &ReadTx<'_>, record: Subject, id: Id<Attached>) -> Result<Option<Attachment>, Error> {
    tx.query_opt(ONE, params![record.kind, record.id, id], attachment)
}

fn attachment(row: &Row<'_>) -> Result<Attachment, Error> {
    Ok(Attachment {
        id: row.get(0)?,
        name: row.get(1)?,
        digest: row.convert(2, |bytes: Vec<u8>| Digest::of_row(&bytes))?,
        n_bytes: row.get(3)?,
        about: About {
            description: row.get(4)?,
            kind: row.parse(5)?,
            phase: row.parse(6)?,
            activity: row.get(11)?,
        },
        added_at: row.get(7)?,
        added_by: row.get(8)?,
        added_by_name: row.get(9)?,
        deleted_at: row.get(10)?,
    })
}
