//! Entries: records of reference data (units, groups, calendars, justifications …) kept by description. A kind says
//! what its table and fields are and which rules it has of its own; reading, keeping, listing, history, API and pages
//! are here, once. Records with a life of their own (releases, flows) are hand-written nouns.

pub mod api;
pub mod bulk;
pub mod choices;
pub mod command;
pub mod control;
pub mod kind;
mod links;
pub mod lists;
pub mod query;
mod reading;
pub mod registry;
mod schema;
pub mod screen;
pub mod sheet;
pub mod sql;
pub mod store;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod usage;
pub mod value;

pub use control::Control;
pub use kind::{ACTIVE, Field, Kind, Target};
