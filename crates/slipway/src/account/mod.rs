//! People: who they are (kinds), how they log in, what they may do, what they set for themselves.

pub mod api;
pub mod command;
pub mod kinds;
pub mod password;
pub mod query;
pub mod screen;
pub mod store;

use crate::edge::Routes;
use crate::entry;

pub fn routes() -> Routes {
    entry::api::routes(kinds::KINDS).and(api::routes()).and(screen::routes())
}
