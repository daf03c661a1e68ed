//! People: who they are (kinds), how they log in, what they may do, what they set for themselves.

pub mod api;
pub mod command;
pub mod kinds;
pub mod password;
pub mod query;
pub mod screen;
pub mod store;

use crate::edge::Routes;

/// The addresses of this noun, those of its entries aside.
pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
