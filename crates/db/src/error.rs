//! What can go wrong between a store and its engine. What HTTP says about it is decided at the edge.

use std::sync::Arc;

use crate::Kind;

/// The engine's own error. Shared, since one failed commit is told to everyone in its group.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// Why a statement or a transaction did not succeed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Another row already has these values.
    ///
    /// `constraint` is the name of the unique index, the same on both engines if the migration says
    /// `create unique index NAME`; for a `unique (…)` or `primary key` inside `create table` it is the name that
    /// PostgreSQL gives by itself: `table_column_key`, `table_pkey`.
    #[error("{statement}: unique constraint {constraint} is violated")]
    Unique {
        statement: &'static str,
        constraint: String,
    },

    /// A row that this one refers to does not exist, or a row that others refer to was to be deleted.
    #[error("{statement}: a foreign key is violated")]
    ForeignKey { statement: &'static str },

    /// `query_one` found no row, or more than one.
    #[error("{statement}: expected one row, found {found}")]
    NotOne { statement: &'static str, found: usize },

    /// A cell does not hold what the code expects. The store and the code disagree; nobody did anything wrong.
    #[error("{statement}: column {column} should be {wanted}, found {found}")]
    Corrupt {
        statement: &'static str,
        column: usize,
        wanted: Kind,
        found: &'static str,
    },

    /// The engine refuses the statement: a mistake in its text, its parameters, or a check or not-null constraint.
    #[error("{statement}: the engine refuses the statement")]
    Refused { statement: &'static str, source: Cause },

    /// A statement that writes was given to a method that reads.
    #[error("{statement}: this statement writes; use `execute` or `returning` of a write transaction")]
    NotARead { statement: &'static str },

    /// A read transaction was cut off, since one that stays open lets the write-ahead log grow without end.
    #[error("{statement}: cut off, its transaction took longer than it may")]
    TooLong { statement: &'static str },

    /// The engine cannot be reached, is overloaded, or has stopped after a failed write. Worth asking again later.
    #[error("the database is unavailable: {reason}")]
    Unavailable {
        reason: &'static str,
        source: Option<Cause>,
    },

    /// No room left on the disk of the store. Nothing was written.
    #[error("the disk of the database is full")]
    Full { source: Cause },

    /// The transaction collided with another one at this statement and has to run again from the start, which
    /// [`crate::Db`] does by itself. A caller meets this error only after the tenth collision in a row.
    #[error("{statement}: the transaction collided with another one")]
    Contended { statement: &'static str },

    /// The closure went on as if nothing had happened after one of its statements failed.
    /// PostgreSQL would silently roll back; use [`crate::WriteTx::attempt`] where a failure is expected.
    #[error("{statement} failed and its transaction was to be committed all the same")]
    Swallowed { statement: &'static str },

    /// Rows were changed and no event says so. Only in debug builds: a mistake in the command.
    #[error("rows were changed without an event that says so: record one before the transaction ends")]
    Unrecorded,

    /// The closure panicked. What it had written was rolled back.
    #[error("the code inside the transaction panicked")]
    Panicked,
}

impl Error {
    pub(crate) fn unavailable(reason: &'static str) -> Self {
        Self::Unavailable { reason, source: None }
    }

    pub(crate) fn unavailable_by(reason: &'static str, source: Cause) -> Self {
        Self::Unavailable {
            reason,
            source: Some(source),
        }
    }
}
