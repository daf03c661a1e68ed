//! What a flow must be beyond its single elements: a graph that holds together, and a game that always ends.

mod graph;
mod moves;
mod positions;
mod structure;

pub(super) use moves::Decisions;
pub(super) use positions::{positions, ways_to_decide};
pub(super) use structure::structure;
