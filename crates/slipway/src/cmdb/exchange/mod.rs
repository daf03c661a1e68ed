//! Files of the CMDB: streamed in, row by row under the rules that hold for everybody, and out again as a whole.

pub mod api;
pub mod apply;
pub mod columns;
pub mod command;
pub mod csv;
pub mod definitions;
pub mod export;
pub mod guard;
pub mod lines;
pub mod names;
pub mod reading;
pub mod relationships;
pub mod rows;
pub mod run;
mod screen;
pub mod source;
pub mod spool;
pub mod store;

use crate::edge::Routes;

pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
