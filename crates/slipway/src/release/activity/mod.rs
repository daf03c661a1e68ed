//! Scheduled activities: who does what for a release when, and how it went (`functional.md` 2.8, O22). The rules are
//! `slipway_core::activity`; here they meet the store, the API, the release's pages and the calendar.

pub mod api;
pub mod command;
pub mod period;
pub mod phases;
pub mod read;
pub mod screen;
pub mod store;
pub mod tell;

pub use phases::close_open;

use crate::edge::Routes;

/// The addresses of activities.
pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
