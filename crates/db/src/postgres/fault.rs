//! What PostgreSQL's errors mean to a store.

use std::sync::Arc;

use postgres::error::SqlState;

use crate::{Cause, Error};

/// The error of a statement, or of a commit.
pub(super) fn of_statement(statement: &'static str, err: postgres::Error) -> Error {
    if is_loss(&err) {
        return Error::unavailable_by("the connection to the server was lost", cause(err));
    }
    match err.code() {
        Some(&SqlState::UNIQUE_VIOLATION) => Error::Unique {
            statement,
            constraint: constraint(&err),
        },
        Some(&SqlState::FOREIGN_KEY_VIOLATION) => Error::ForeignKey { statement },
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => Error::Contended { statement },
        Some(&SqlState::READ_ONLY_SQL_TRANSACTION) => Error::NotARead { statement },
        Some(&SqlState::QUERY_CANCELED) => Error::TooLong { statement },
        Some(&SqlState::DISK_FULL) => Error::Full { source: cause(err) },
        Some(&SqlState::LOCK_NOT_AVAILABLE) => Error::unavailable_by("a lock was not given in time", cause(err)),
        Some(state) if is_servers_trouble(state) => Error::unavailable_by("the server cannot go on", cause(err)),
        _ => Error::Refused {
            statement,
            source: cause(err),
        },
    }
}

/// The error of reaching the server.
pub(super) fn of_connection(err: postgres::Error) -> Error {
    Error::unavailable_by("the server cannot be reached", cause(err))
}

/// True if the connection is gone, and with it everything that was not committed.
pub(super) fn is_loss(err: &postgres::Error) -> bool {
    match err.code() {
        Some(state) => ["08", "57P"].iter().any(|class| state.code().starts_with(class)),
        None => {
            err.is_closed() || std::error::Error::source(err).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        }
    }
}

/// Classes 53 (resources), 58 (system) and XX (internal).
fn is_servers_trouble(state: &SqlState) -> bool {
    ["53", "58", "XX"].iter().any(|class| state.code().starts_with(class))
}

fn constraint(err: &postgres::Error) -> String {
    err.as_db_error()
        .and_then(|err| err.constraint())
        .unwrap_or_default()
        .to_owned()
}

/// What the server said, without its detail: that quotes the row, and values of people have no place in a log.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({state})")]
struct Reply {
    state: String,
    message: String,
}

fn cause(err: postgres::Error) -> Cause {
    match err.as_db_error() {
        Some(reply) => Arc::new(Reply {
            state: reply.code().code().to_owned(),
            message: reply.message().to_owned(),
        }),
        None => Arc::new(err),
    }
}
