//! What PostgreSQL's errors mean to a store.

use std::sync::Arc;

use postgres::error::SqlState;

use crate::Error;

/// The error of a statement, or of a commit.
pub(super) fn of_statement(statement: &'static str, err: postgres::Error) -> Error {
    let Some(state) = err.code().cloned() else {
        return without_state(statement, err);
    };
    match state {
        SqlState::UNIQUE_VIOLATION => Error::Unique {
            statement,
            constraint: constraint(&err),
        },
        SqlState::FOREIGN_KEY_VIOLATION => Error::ForeignKey { statement },
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Error::Contended { statement },
        SqlState::READ_ONLY_SQL_TRANSACTION => Error::NotARead { statement },
        SqlState::QUERY_CANCELED => Error::TooLong { statement },
        SqlState::DISK_FULL => Error::Full { source: Arc::new(err) },
        SqlState::LOCK_NOT_AVAILABLE => Error::unavailable_by("a lock was not given in time", err),
        _ if is_servers_trouble(&state) => Error::unavailable_by("the server cannot go on", err),
        _ => Error::Refused {
            statement,
            source: Arc::new(err),
        },
    }
}

/// The error of reaching the server.
pub(super) fn of_connection(err: postgres::Error) -> Error {
    Error::unavailable_by("the server cannot be reached", err)
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

/// An error that the client found by itself: a lost connection, or a value that it cannot send.
fn without_state(statement: &'static str, err: postgres::Error) -> Error {
    if is_loss(&err) {
        return Error::unavailable_by("the connection to the server was lost", err);
    }
    Error::Refused {
        statement,
        source: Arc::new(err),
    }
}

/// Classes 08 (connection), 53 (resources), 57P (shut down by an operator), 58 (system) and XX (internal).
fn is_servers_trouble(state: &SqlState) -> bool {
    ["08", "53", "57P", "58", "XX"]
        .iter()
        .any(|class| state.code().starts_with(class))
}

fn constraint(err: &postgres::Error) -> String {
    err.as_db_error()
        .and_then(|err| err.constraint())
        .unwrap_or_default()
        .to_owned()
}
