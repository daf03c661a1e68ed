//! What releases are registered from: portfolios with their models, justifications, categories, mail templates, and
//! the parameters of the installation. Flows are a noun of their own.

pub mod kinds;
pub mod parameter;
pub mod query;
pub mod template;

pub use kinds::KINDS;

use crate::edge::Routes;
use crate::entry;

pub fn routes() -> Routes {
    entry::api::routes(KINDS).and(parameter::api::routes())
}
