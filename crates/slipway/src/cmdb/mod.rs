//! The CMDB: what is managed (items of types, in groups, with every state they ever had), what depends on what, and what
//! suffers when something fails. The pure graph is `slipway_core::cmdb`.

pub mod exchange;
pub mod graph;
pub mod item;
pub mod kinds;
pub mod query;
pub mod relationship;
pub mod screen;
pub mod seed;

pub use kinds::KINDS;

use slipway_core::actor::Reach;

use crate::edge::Routes;
use crate::entry::command;

/// The addresses of this noun, those of its entries aside.
pub fn routes() -> Routes {
    item::api::routes()
        .and(graph::api::routes())
        .and(relationship::api::routes())
        .and(screen::routes())
        .and(exchange::routes())
        .gated(command::gate(&item::ITEMS, Reach::Save))
}
