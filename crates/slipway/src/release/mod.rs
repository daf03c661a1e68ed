//! Releases: registered from a model, worked through a flow, closed. The rules are `slipway_core::release`;
//! here they meet the store, the API and the pages. What a release is linked to joins in later rooms.

pub mod activity;
pub mod addition;
pub mod api;
pub mod attachment;
pub mod bulk;
pub mod checklist;
pub mod command;
pub mod counts;
pub mod filter;
mod gate;
mod keep;
pub mod mail;
pub mod measures;
pub mod occurrence;
pub mod offer;
pub mod order;
pub mod probe;
pub mod query;
pub mod read;
pub mod refusal;
pub mod remind;
pub mod screen;
pub mod show;
pub mod store;
pub mod tell;
pub mod versions;
pub mod wish;

use crate::act::Subject;
use crate::edge::Routes;

/// The kind of a release in histories.
pub const KIND: &str = "release";

/// The subject of a release's history.
pub fn subject(id: slipway_core::id::Id<slipway_core::kind::Release>) -> Subject {
    Subject {
        kind: KIND,
        id: id.uuid(),
    }
}

pub fn routes() -> Routes {
    api::routes()
        .and(attachment::routes())
        .and(checklist::routes())
        .and(occurrence::routes())
        .and(activity::routes())
        .and(versions::routes())
        .and(screen::routes())
}
