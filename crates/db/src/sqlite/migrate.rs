//! Applying migrations to a file: each in one transaction, with its row in the journal.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::fallible_iterator::FallibleIterator as _;

use crate::migrate::{Applied, MigrateError, Migration, remaining};
use crate::statement::Dialect;

const JOURNAL: &str = "create table if not exists schema_migration (
    version integer primary key,
    name text not null,
    digest text not null,
    applied_at integer not null
) strict";

/// What is not applied yet, or why the file must not be touched.
pub(super) fn pending(
    connection: &Connection,
    known: &'static [Migration],
) -> Result<&'static [Migration], MigrateError> {
    let applied = applied(connection).map_err(journal)?;
    remaining(&applied, known, Dialect::Sqlite)
}

/// Applies what is pending and answers its names.
pub(super) fn apply(
    connection: &mut Connection,
    known: &'static [Migration],
    at: Timestamp,
) -> Result<Vec<&'static str>, MigrateError> {
    let pending = pending(connection, known)?;
    connection.execute_batch(JOURNAL).map_err(journal)?;
    // Rebuilding a table drops the old one, which must not take with it the rows that refer to it.
    connection.execute_batch("pragma foreign_keys = off").map_err(journal)?;
    let end = pending
        .iter()
        .try_for_each(|migration| apply_one(connection, migration, at));
    connection.execute_batch("pragma foreign_keys = on").map_err(journal)?;
    connection.flush_prepared_statement_cache();
    end.map(|()| pending.iter().map(|migration| migration.name).collect())
}

fn apply_one(connection: &mut Connection, migration: &'static Migration, at: Timestamp) -> Result<(), MigrateError> {
    let tx = connection.transaction().map_err(journal)?;
    run_statements(&tx, migration)?;
    refuse_dangling(&tx, migration)?;
    tx.execute(
        "insert into schema_migration (version, name, digest, applied_at) values (?1, ?2, ?3, ?4)",
        (
            migration.version,
            migration.name,
            migration.digest(Dialect::Sqlite),
            at.as_microsecond(),
        ),
    )
    .map_err(journal)?;
    tx.commit().map_err(journal)
}

fn run_statements(connection: &Connection, migration: &'static Migration) -> Result<(), MigrateError> {
    let mut batch = rusqlite::Batch::new(connection, migration.sqlite);
    let mut number = 0;
    let failed = |statement: usize, source: rusqlite::Error| MigrateError::Failed {
        version: migration.version,
        name: migration.name,
        statement,
        source: Arc::new(source),
    };
    while let Some(mut statement) = batch.next().map_err(|err| failed(number + 1, err))? {
        number += 1;
        let mut rows = statement.raw_query();
        while rows.next().map_err(|err| failed(number, err))?.is_some() {}
    }
    Ok(())
}

fn refuse_dangling(connection: &Connection, migration: &'static Migration) -> Result<(), MigrateError> {
    let mut check = connection.prepare("pragma foreign_key_check").map_err(journal)?;
    let mut rows = check.query([]).map_err(journal)?;
    match rows.next().map_err(journal)? {
        None => Ok(()),
        Some(row) => Err(MigrateError::Dangling {
            version: migration.version,
            name: migration.name,
            table: row.get(0).map_err(journal)?,
        }),
    }
}

fn applied(connection: &Connection) -> Result<Vec<Applied>, rusqlite::Error> {
    let known = "select count(*) from sqlite_schema where type = 'table' and name = 'schema_migration'";
    if connection.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare("select version, digest from schema_migration order by version")?;
    let rows = statement.query_map([], |row| {
        Ok(Applied {
            version: row.get(0)?,
            digest: row.get(1)?,
            stopped_after: None,
        })
    })?;
    rows.collect()
}

fn journal(source: rusqlite::Error) -> MigrateError {
    MigrateError::Journal {
        source: Arc::new(source),
    }
}
