//! What SQLite's errors mean to a store.

use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, ffi};

use crate::Error;

/// The error of a statement.
pub(super) fn of_statement(connection: &Connection, statement: &'static str, err: rusqlite::Error) -> Error {
    match extended_code(&err) {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID) => {
            Error::Unique {
                statement,
                constraint: constraint_name(connection, &err),
            }
        }
        Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Error::ForeignKey { statement },
        _ => general(statement, err).unwrap_or_else(|err| Error::Refused {
            statement,
            source: Arc::new(err),
        }),
    }
}

/// The error of a commit, or of anything else that is not one statement of a store.
pub(super) fn of_transaction(err: rusqlite::Error) -> Error {
    if is_constraint(&err) {
        return Error::ForeignKey { statement: "commit" };
    }
    general("commit", err)
        .unwrap_or_else(|err| Error::unavailable_by("a transaction could not be begun or kept", Arc::new(err)))
}

/// True if the disk did not take what it was asked to keep, so that nothing it says from then on can be trusted.
pub(super) fn is_untrustworthy_disk(err: &rusqlite::Error) -> bool {
    matches!(
        extended_code(err),
        Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC | ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB)
    )
}

/// True if rows contradict each other, which deferred foreign keys tell only at the commit.
pub(super) fn is_constraint(err: &rusqlite::Error) -> bool {
    err.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

/// The errors that any statement can meet.
fn general(statement: &'static str, err: rusqlite::Error) -> Result<Error, rusqlite::Error> {
    match err.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => Ok(Error::TooLong { statement }),
        Some(ErrorCode::DiskFull) => Ok(Error::Full { source: Arc::new(err) }),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Ok(Error::unavailable_by("another process holds the store", Arc::new(err)))
        }
        Some(
            ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::OutOfMemory
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ReadOnly
            | ErrorCode::FileLockingProtocolFailed,
        ) => Ok(Error::unavailable_by(
            "the file of the store cannot be used",
            Arc::new(err),
        )),
        _ => Err(err),
    }
}

fn extended_code(err: &rusqlite::Error) -> Option<i32> {
    err.sqlite_error().map(|err| err.extended_code)
}

/// The name of the unique index behind a message such as `UNIQUE constraint failed: release.unit, release.number`,
/// which names columns only. An index that `create table` made has the name that PostgreSQL would give it.
fn constraint_name(connection: &Connection, err: &rusqlite::Error) -> String {
    let message = err.to_string();
    let columns = message.rsplit("failed: ").next().unwrap_or_default();
    if let Some(index) = columns.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let mut table = "";
    let mut names = Vec::new();
    for column in columns.split(", ") {
        let (owner, name) = column.split_once('.').unwrap_or(("", column));
        table = owner;
        names.push(name);
    }
    let is_primary = matches!(
        extended_code(err),
        Some(ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID)
    );
    if is_primary {
        return format!("{table}_pkey");
    }
    named_index(connection, table, &names).unwrap_or_else(|| format!("{table}_{}_key", names.join("_")))
}

/// The unique index that a `create index` made over exactly these columns.
fn named_index(connection: &Connection, table: &str, columns: &[&str]) -> Option<String> {
    let mut statement = connection
        .prepare_cached(
            "select list.name, (select group_concat(name, ',') from (select name from pragma_index_info(list.name) order by seqno))
             from pragma_index_list(?1) list where list.origin = 'c' and list.\"unique\" = 1",
        )
        .ok()?;
    let asked = columns.join(",");
    let mut rows = statement.query([table]).ok()?;
    while let Ok(Some(row)) = rows.next() {
        let covered: Option<String> = row.get(1).ok()?;
        if covered.as_deref() == Some(&asked) {
            return row.get(0).ok();
        }
    }
    None
}
