//! Statements, rows and transactions on SQLite and PostgreSQL.
//!
//! A store writes one SQL text with `$1`, `$2`, … and runs it in a closure: [`Db::read`] lends a [`ReadTx`],
//! [`Db::write`] a [`WriteTx`]. No noun of the domain and no HTTP belongs here.

#![allow(clippy::doc_markdown, reason = "PostgreSQL and SQLite are names, not code")]

mod db;
mod engine;
mod error;
mod lane;
mod memory;
mod migrate;
mod postgres;
mod row;
mod select;
mod sqlite;
mod statement;
mod stats;
pub mod testing;
mod tx;
mod value;

pub use db::{Config, Db, OpenError};
pub use error::{Cause, Error};
pub use memory::Memory;
pub use migrate::{MigrateError, Migration};
pub use row::Row;
pub use select::{Direction, Select, SortKey};
pub use statement::Sql;
pub use stats::Stats;
pub use tx::{ReadTx, Stamp, WriteTx};
pub use value::{FromValue, Kind, Misfit, ToValue, Typed, Value};
