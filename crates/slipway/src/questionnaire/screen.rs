//! Pages.
use crate::edge::Routes;
pub fn routes() -> Routes { Routes::new() }
