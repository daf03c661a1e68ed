//! Which schema a store has and which it should have. The SQL of the steps lives in `migrations/`.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::Cause;
use crate::statement::Dialect;

/// One step of the schema, forward only. Once released, its texts never change.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// From 1, without gaps.
    pub version: i64,
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Migration {
    pub(crate) fn text(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }

    /// What identifies the text that was applied.
    pub(crate) fn digest(&self, dialect: Dialect) -> String {
        digest(self.text(dialect))
    }
}

/// SHA-256 in hexadecimal; line ends do not count, since a checkout may change them.
pub(crate) fn digest(text: &str) -> String {
    let mut sha = Sha256::new();
    for line in text.lines() {
        sha.update(line.as_bytes());
        sha.update(b"\n");
    }
    sha.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Why the schema of a store cannot be used or brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error(
        "the store has schema {found}, this program knows up to {known}: start a newer program, or restore a backup"
    )]
    Newer { found: i64, known: i64 },
    #[error(
        "migration {version} ({name}) was applied with another text than this program has: it is not the same product, or its files were edited"
    )]
    Changed { version: i64, name: String },
    #[error("migration {version} ({name}) failed at statement {statement}; nothing of that statement was kept")]
    Failed {
        version: i64,
        name: &'static str,
        statement: usize,
        source: Cause,
    },
    #[error("migration {version} ({name}) leaves rows that refer to nothing in table {table}; nothing of it was kept")]
    Dangling {
        version: i64,
        name: &'static str,
        table: String,
    },
    #[error("the list of applied migrations cannot be read or written")]
    Journal { source: Cause },
    #[error("the store is closed")]
    Closed,
}

/// A migration that the store says was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) version: i64,
    pub(crate) digest: String,
    /// How many statements were run, if it stopped half-way; `None` if it is complete.
    pub(crate) stopped_after: Option<usize>,
}

/// The migrations that remain, or why this program must not touch the store.
pub(crate) fn remaining<'m>(
    applied: &[Applied],
    known: &'m [Migration],
    dialect: Dialect,
) -> Result<&'m [Migration], MigrateError> {
    for (position, applied) in applied.iter().enumerate() {
        let Some(migration) = known
            .get(position)
            .filter(|migration| migration.version == applied.version)
        else {
            let known = known.last().map_or(0, |last| last.version);
            return Err(MigrateError::Newer {
                found: applied.version,
                known,
            });
        };
        if migration.digest(dialect) != applied.digest {
            return Err(MigrateError::Changed {
                version: migration.version,
                name: migration.name.to_owned(),
            });
        }
    }
    let n_complete = applied.iter().filter(|applied| applied.stopped_after.is_none()).count();
    Ok(known.get(n_complete..).unwrap_or_default())
}
