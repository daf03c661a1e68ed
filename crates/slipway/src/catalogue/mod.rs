//! What releases are registered from: portfolios with their models, justifications, categories, mail templates, and
//! the parameters of the installation. Flows are a noun of their own.

pub mod kinds;
pub mod parameter;
pub mod query;
mod screen;
pub mod template;
#[cfg(test)]
mod tests;

pub use kinds::KINDS;

use crate::edge::Routes;

/// The addresses of this noun, those of its entries aside.
pub fn routes() -> Routes {
    parameter::api::routes()
        .and(parameter::screen::routes())
        .and(screen::routes())
}
