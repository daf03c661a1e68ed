//! Working time as data: working days, calendars with exceptions, holidays, and the calculator over them.
//! The arithmetic is `slipway_core::clock`; nothing here adds up minutes.

mod api;
pub mod kinds;
pub mod query;
mod reckon;
mod screen;
#[cfg(test)]
mod tests;

pub use kinds::KINDS;

use crate::edge::Routes;

/// The addresses of this noun, those of its entries aside.
pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
