//! What a store promises, on both engines: SQLite always, PostgreSQL if `SLIPWAY_TEST_POSTGRES` names a server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::doc_markdown,
    reason = "a test may fail loudly, and PostgreSQL and SQLite are names"
)]

mod collisions;
mod grouping;
mod limits;
mod migrations;
mod opening;
mod select;
mod support;
mod transactions;
mod values;
