//! An open transaction on a SQLite connection.

use rusqlite::{CachedStatement, Connection, Error as SqliteError};

use super::convert::Bound;
use super::fault;
use crate::engine::{Each, Engine, Intent, Text};
use crate::row::Row;
use crate::statement::Dialect;
use crate::{Error, Value};

/// Borrows a connection on which a transaction was begun.
pub(super) struct Tx<'c> {
    connection: &'c Connection,
}

impl<'c> Tx<'c> {
    pub(super) fn on(connection: &'c Connection) -> Self {
        Self { connection }
    }

    fn prepare(&self, text: Text<'_>, params: &[Value]) -> Result<CachedStatement<'c>, Error> {
        let mut statement = self
            .connection
            .prepare_cached(text.sql)
            .map_err(|err| self.fault(text, err))?;
        bind(&mut statement, params).map_err(|err| self.fault(text, err))?;
        Ok(statement)
    }

    fn fault(&self, text: Text<'_>, err: SqliteError) -> Error {
        fault::of_statement(self.connection, text.name, err)
    }

    fn batch(&self, sql: &'static str) -> Result<(), Error> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.raw_execute())
            .map_err(|err| fault::of_statement(self.connection, sql, err))?;
        Ok(())
    }
}

/// Binds by the number in a placeholder's name.
/// SQLite takes `$2` for a name and numbers names by their first appearance, so binding by position would swap values.
fn bind(statement: &mut CachedStatement<'_>, params: &[Value]) -> Result<(), SqliteError> {
    let n_places = statement.parameter_count();
    for place in 1..=n_places {
        let name = statement.parameter_name(place).unwrap_or_default();
        let value = name
            .strip_prefix('$')
            .and_then(|digits| digits.parse::<usize>().ok())
            .and_then(|number| params.get(number.checked_sub(1)?))
            .ok_or_else(|| SqliteError::InvalidParameterName(name.to_owned()))?;
        statement.raw_bind_parameter(place, Bound(value))?;
    }
    if n_places == params.len() {
        Ok(())
    } else {
        Err(SqliteError::InvalidParameterCount(params.len(), n_places))
    }
}

impl Engine for Tx<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn rows(&self, text: Text<'_>, params: &[Value], intent: Intent, each: Each<'_>) -> Result<(), Error> {
        let mut statement = self.prepare(text, params)?;
        if intent == Intent::Read && !statement.readonly() {
            return Err(Error::NotARead { statement: text.name });
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|err| self.fault(text, err))? {
            each(&Row::new(row, text.name))?;
        }
        Ok(())
    }

    fn stream(&self, text: Text<'_>, params: &[Value], each: Each<'_>) -> Result<(), Error> {
        self.rows(text, params, Intent::Read, each)
    }

    fn execute(&self, text: Text<'_>, params: &[Value]) -> Result<u64, Error> {
        let mut statement = self.prepare(text, params)?;
        let n_changed = statement.raw_execute().map_err(|err| self.fault(text, err))?;
        // SQLite keeps the count of the statement before if this one changes no rows, as `create table` does not.
        Ok(if statement.readonly() { 0 } else { n_changed as u64 })
    }

    fn load(&self, text: Text<'_>, rows: &[Vec<Value>]) -> Result<u64, Error> {
        rows.iter().map(|row| self.execute(text, row)).sum()
    }

    fn check(&self, text: Text<'_>) -> Result<(), Error> {
        self.connection
            .prepare_cached(text.sql)
            .map(drop)
            .map_err(|err| self.fault(text, err))
    }

    fn savepoint(&self) -> Result<(), Error> {
        self.batch("savepoint attempt")
    }

    fn release(&self) -> Result<(), Error> {
        self.batch("release attempt")
    }

    fn undo(&self) -> Result<(), Error> {
        self.batch("rollback to attempt")?;
        self.batch("release attempt")
    }
}
