//! Questionnaires: forms that are built here, kept in versions and answered on releases. What a form can ask and when
//! an answer fits is `slipway_core::questionnaire`; the answers belong to the release.

pub mod asking;
pub mod document;
pub mod draft;
pub mod kinds;
pub mod query;
pub mod screen;
pub mod standard;
pub mod store;

pub use kinds::KINDS;

use crate::edge::Routes;

/// The addresses of this noun, those of its entries aside.
pub fn routes() -> Routes {
    screen::routes()
}
