//! What a flow must be beyond its single elements: a graph that holds together, and a game that always ends.

mod graph;
mod moves;
mod positions;
mod structure;

pub(super) use positions::positions;
pub(super) use structure::structure;
