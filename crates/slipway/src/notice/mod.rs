//! What people are told inside of Slipway: the bell with what concerns them, and notices of the installation for their
//! period (F 2.17, F161). Ringing the bell is the ground's (`work::bell`), who hears it the word of other nouns.

pub mod api;
pub mod banner;
pub mod command;
pub mod kinds;
pub mod publish;
pub mod query;
mod screen;
pub mod store;

pub use kinds::KINDS;

use crate::edge::Routes;

/// The addresses of this noun, those of its entries aside.
pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
