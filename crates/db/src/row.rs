//! One row of a result, read by column index.

use std::str::FromStr;

use crate::{Error, FromValue, Kind, Misfit, Value};

/// One row. Columns are read by their index, from 0, in the order of the statement's text.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    cells: &'r dyn Cells,
    statement: &'static str,
}

/// How an engine hands out the cells of a row.
pub(crate) trait Cells {
    /// The cell as a value of that kind, or a null of it.
    fn cell(&self, column: usize, kind: Kind) -> Result<Value, Misfit>;
}

impl<'r> Row<'r> {
    pub(crate) fn new(cells: &'r dyn Cells, statement: &'static str) -> Self {
        Self { cells, statement }
    }

    /// Reads a column. A null is an error unless `T` is an `Option`.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T, Error> {
        self.cells
            .cell(column, T::KIND)
            .and_then(T::from_value)
            .map_err(|misfit| self.corrupt::<T>(column, misfit))
    }

    /// Reads a text column into a type of the domain that parses from text: a status, a zone.
    pub fn parse<T: FromStr>(&self, column: usize) -> Result<T, Error> {
        self.convert(column, |text: String| text.parse().ok())
    }

    /// Reads a column of type `R` into a type of the domain; `None` means the value is not one of that type.
    pub fn convert<R: FromValue, T>(&self, column: usize, into: impl FnOnce(R) -> Option<T>) -> Result<T, Error> {
        into(self.get(column)?).ok_or_else(|| self.corrupt::<R>(column, Misfit("a value that its type refuses")))
    }

    fn corrupt<T: FromValue>(&self, column: usize, misfit: Misfit) -> Error {
        Error::Corrupt {
            statement: self.statement,
            column,
            wanted: T::KIND,
            found: misfit.0,
        }
    }
}

impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row")
            .field("statement", &self.statement)
            .finish_non_exhaustive()
    }
}
