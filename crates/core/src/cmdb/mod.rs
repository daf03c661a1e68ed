//! Configuration items and what depends on what: the graph of relationships and the questions asked of it.
//! Where items are kept, and what a person may see of them, is not known here.

pub mod exchange;
pub mod graph;
pub mod impact;
pub mod packed;
pub mod relation;

#[cfg(test)]
mod tests;

pub use graph::{Graph, Node};
pub use impact::{Direction, Hit, Paths, Reached, Walker, Way, merged};
pub use relation::{Failure, Link};
