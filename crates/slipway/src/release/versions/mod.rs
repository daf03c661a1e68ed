//! The versions of a release (B193–B195): the record after each of its events, compared, marked as a baseline and
//! restored. A version has the number of its event; it is rebuilt from the history and stored nowhere else.

pub mod api;
pub mod command;
pub mod query;
pub mod screen;

use crate::edge::Routes;

/// The addresses of versions.
pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
