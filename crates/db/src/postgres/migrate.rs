//! Applying migrations to a server that others may be migrating at the same time.
//!
//! Each statement is one transaction that first locks a row, then looks which statement is next, runs it and notes it.
//! So two servers that start at once share the work, and one that is killed leaves exactly what its note says.
//! Advisory locks and large transactions of definitions would not run on every engine that speaks PostgreSQL.

use std::sync::Arc;

use jiff::Timestamp;
use postgres::error::SqlState;
use postgres::{Client, Transaction};

use super::script;
use crate::Cause;
use crate::migrate::{Applied, MigrateError, Migration, remaining};
use crate::statement::Dialect;

/// Row 0 is no migration but the lock.
const JOURNAL: &str = "create table if not exists schema_migration (
    version bigint primary key,
    name text not null,
    digest text not null,
    n_statements bigint not null,
    applied_at timestamptz
);
insert into schema_migration (version, name, digest, n_statements) values (0, 'lock', '', 0) on conflict do nothing";

/// What is not applied yet, or why the database must not be touched.
pub(super) fn pending(client: &mut Client, known: &'static [Migration]) -> Result<&'static [Migration], MigrateError> {
    let journal_exists = client
        .query_one("select count(*) from information_schema.tables where table_name = 'schema_migration' and table_schema = current_schema()", &[])
        .and_then(|row| row.try_get::<_, i64>(0))
        .map_err(journal)?
        > 0;
    let applied = if journal_exists {
        applied(client).map_err(journal)?
    } else {
        Vec::new()
    };
    remaining(&applied, known, Dialect::Postgres)
}

/// Applies what is pending and answers the names of those that this call finished.
pub(super) fn apply(
    client: &mut Client,
    known: &'static [Migration],
    at: Timestamp,
) -> Result<Vec<&'static str>, MigrateError> {
    // A long rebuild by another server is waited for.
    patiently(|| {
        client
            .batch_execute("set lock_timeout = 0; set statement_timeout = 0")
            .map_err(journal)
    })?;
    patiently(|| client.batch_execute(JOURNAL).map_err(journal))?;
    let mut finished = Vec::new();
    while let Some(step) = patiently(|| run_next(client, known, at))? {
        if step.is_last {
            finished.push(step.migration.name);
        }
    }
    Ok(finished)
}

/// One statement that was run.
struct Step {
    migration: &'static Migration,
    is_last: bool,
}

/// Runs the next statement, whoever ran the one before; `None` if there is nothing left to do.
fn run_next(client: &mut Client, known: &'static [Migration], at: Timestamp) -> Result<Option<Step>, MigrateError> {
    let mut tx = client.transaction().map_err(journal)?;
    tx.execute("select version from schema_migration where version = 0 for update", &[])
        .map_err(journal)?;
    let applied = applied(&mut tx).map_err(journal)?;
    let Some(migration) = remaining(&applied, known, Dialect::Postgres)?.first() else {
        return Ok(None);
    };
    let n_done = applied.last().and_then(|last| last.stopped_after).unwrap_or(0);
    let statements = script::statements(migration.postgres);
    if let Some(statement) = statements.get(n_done) {
        tx.batch_execute(statement).map_err(|source| MigrateError::Failed {
            version: migration.version,
            name: migration.name,
            statement: n_done + 1,
            source: Arc::new(source),
        })?;
    }
    let is_last = n_done + 1 >= statements.len();
    note(&mut tx, migration, n_done + 1, is_last.then_some(at)).map_err(journal)?;
    tx.commit().map_err(journal)?;
    Ok(Some(Step { migration, is_last }))
}

fn note(
    tx: &mut Transaction<'_>,
    migration: &Migration,
    n_done: usize,
    applied_at: Option<Timestamp>,
) -> Result<(), postgres::Error> {
    let n_done = i64::try_from(n_done).unwrap_or(i64::MAX);
    tx.execute(
        "insert into schema_migration (version, name, digest, n_statements, applied_at) values ($1, $2, $3, $4, $5)
         on conflict (version) do update set n_statements = excluded.n_statements, applied_at = excluded.applied_at",
        &[
            &migration.version,
            &migration.name,
            &migration.digest(Dialect::Postgres),
            &n_done,
            &applied_at,
        ],
    )?;
    Ok(())
}

fn applied(client: &mut impl postgres::GenericClient) -> Result<Vec<Applied>, postgres::Error> {
    let rows = client.query(
        "select version, digest, n_statements, applied_at from schema_migration where version > 0 order by version",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            let n_statements = usize::try_from(row.try_get::<_, i64>(2)?).unwrap_or(0);
            let complete = row.try_get::<_, Option<Timestamp>>(3)?.is_some();
            Ok(Applied {
                version: row.try_get(0)?,
                digest: row.try_get(1)?,
                stopped_after: (!complete).then_some(n_statements),
            })
        })
        .collect()
}

/// Repeats what collided with another server that migrates.
fn patiently<T>(mut work: impl FnMut() -> Result<T, MigrateError>) -> Result<T, MigrateError> {
    let mut n_collisions = 0;
    loop {
        match work() {
            Err(err) if n_collisions < MOST_COLLISIONS && is_collision(&err) => n_collisions += 1,
            end => return end,
        }
    }
}

const MOST_COLLISIONS: u32 = 20;

/// Two servers that create the same table at once get a unique violation in the catalogue, although it says
/// `if not exists`.
fn is_collision(err: &MigrateError) -> bool {
    let (MigrateError::Journal { source } | MigrateError::Failed { source, .. }) = err else {
        return false;
    };
    let state = source.downcast_ref::<postgres::Error>().and_then(postgres::Error::code);
    match state {
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => true,
        Some(&SqlState::UNIQUE_VIOLATION | &SqlState::DUPLICATE_TABLE) => matches!(err, MigrateError::Journal { .. }),
        _ => false,
    }
}

pub(super) fn journal(source: postgres::Error) -> MigrateError {
    let source: Cause = Arc::new(source);
    MigrateError::Journal { source }
}
