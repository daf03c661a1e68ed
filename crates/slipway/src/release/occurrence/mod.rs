//! The work log of a release: who did what, how long it took, whom they spoke to (`functional.md` 2.6, F051, F052).
//! Entries are only ever added (B191); each is one event in the release's history.

pub mod api;
pub mod command;
pub mod query;
pub mod read;
pub mod screen;
pub mod store;

use crate::edge::Routes;

/// The addresses of the work log.
pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
