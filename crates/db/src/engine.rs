//! What a transaction asks of an engine. Each engine's folder has the one implementation.

use crate::row::Row;
use crate::statement::Dialect;
use crate::{Error, Value};

/// A statement as it goes to one engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) name: &'static str,
    pub(crate) sql: &'a str,
}

/// Whether a statement that returns rows may also write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    Read,
    Write,
}

/// What is done with each row; an error ends the statement.
pub(crate) type Each<'e> = &'e mut dyn FnMut(&Row<'_>) -> Result<(), Error>;

/// An open transaction.
pub(crate) trait Engine {
    fn dialect(&self) -> Dialect;

    /// Runs a statement that returns rows. `each` may run other statements.
    fn rows(&self, text: Text<'_>, params: &[Value], intent: Intent, each: Each<'_>) -> Result<(), Error>;

    /// As `rows` with [`Intent::Read`], but never holds more than a few hundred rows in memory.
    fn stream(&self, text: Text<'_>, params: &[Value], each: Each<'_>) -> Result<(), Error>;

    /// Runs a statement that returns no rows; answers how many it changed.
    fn execute(&self, text: Text<'_>, params: &[Value]) -> Result<u64, Error>;

    /// Puts many rows into a table; answers how many.
    fn load(&self, text: Text<'_>, rows: &[Vec<Value>]) -> Result<u64, Error>;

    /// Lets the engine parse and plan a statement without running it.
    fn check(&self, text: Text<'_>) -> Result<(), Error>;

    /// Opens a point to which `undo` can go back. They nest.
    fn savepoint(&self) -> Result<(), Error>;

    /// Forgets the last savepoint and keeps what was done since.
    fn release(&self) -> Result<(), Error>;

    /// Goes back to the last savepoint and forgets it.
    fn undo(&self) -> Result<(), Error>;
}
