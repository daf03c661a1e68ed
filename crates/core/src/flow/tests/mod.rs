//! Tests of flows as a whole; those of conditions lie beside them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod builds;
mod drawings;
mod games;
mod generated;
mod outline;
mod refused_files;
mod refused_games;
mod refused_graphs;
mod shipped;
mod sketch;
