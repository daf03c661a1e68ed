//! Relationships between items (F152, F 6.4): each begins and ends, and what was is still known.

pub mod api;
pub mod command;
pub mod query;

use crate::act::Subject;

/// What history calls a relationship.
pub const KIND: &str = "relationship";

/// Where the history of a relationship is.
pub fn subject(relationship: uuid::Uuid) -> Subject {
    Subject {
        kind: KIND,
        id: relationship,
    }
}
