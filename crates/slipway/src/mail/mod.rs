//! The post office: what waits in the outbox is sent, and administrators see what became of it (R18, B159).
//! What a mail says and who gets one is the word of the nouns that queue it.

pub mod api;
pub mod command;
pub mod courier;
mod message;
pub mod query;
mod schedule;
mod screen;
pub mod store;
pub mod sweep;

use slipway_core::actor::{Area, Reach};
use slipway_core::policy::Upkeep;
use uuid::Uuid;

use crate::act::Subject;
use crate::edge::Routes;

/// What it takes to have mails sent again.
const RETRY: Upkeep = Upkeep {
    area: Area::Parameter,
    reach: Reach::Save,
};

pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}

/// The kind of a mail in histories.
pub const KIND: &str = "mail";

/// Where the history of a mail is: what people did about it.
fn subject(id: Uuid) -> Subject {
    Subject { kind: KIND, id }
}
