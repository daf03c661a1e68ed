//! The two doors to the store: a transaction that reads and one that also writes.
//! How a transaction begins and ends is the business of the engines' folders.

use std::cell::Cell;
use std::ops::Deref;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use uuid::Uuid;

use crate::engine::{Engine, Intent, Text};
use crate::lane::Verdict;
use crate::memory::Memory;
use crate::statement::Dialect;
use crate::{Error, Row, Sql, Value};

/// A read transaction: everything it reads is of one moment.
///
/// ```no_run
/// use slipway_db::{Error, ReadTx, Sql, params};
/// const VERSION: Sql = Sql::new("release.version", "select version from release where number = $1");
/// fn version(tx: &ReadTx<'_>, number: i64) -> Result<Option<String>, Error> {
///     tx.query_opt(VERSION, params![number], |row| row.get(0))
/// }
/// ```
pub struct ReadTx<'c> {
    engine: &'c dyn Engine,
    ends_at: Option<Instant>,
    failure: Cell<Option<Failure>>,
    memory: Memory,
}

/// The statement that made the transaction unfit for a commit.
#[derive(Debug, Clone, Copy)]
struct Failure {
    statement: &'static str,
    collision: bool,
}

impl<'c> ReadTx<'c> {
    pub(crate) fn begin(engine: &'c dyn Engine, limit: Option<Duration>) -> Self {
        Self {
            engine,
            ends_at: limit.map(|limit| Instant::now() + limit),
            failure: Cell::new(None),
            memory: Memory::default(),
        }
    }

    /// What this transaction remembers of its own answers.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// As [`ReadTx::query`], for what the transaction may remember: see [`Memory`].
    pub fn query_known<T: Clone + 'static>(
        &self,
        sql: Sql,
        params: &[Value],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.memory
            .recalled(sql.name(), params, || self.query(sql, params, map))
    }

    /// All rows of a statement, each read by `map`.
    pub fn query<T>(
        &self,
        sql: Sql,
        params: &[Value],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.collect(self.text(sql), params, Intent::Read, map)
    }

    /// The row of a statement that has exactly one, or [`Error::NotOne`].
    pub fn query_one<T>(
        &self,
        sql: Sql,
        params: &[Value],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        one(sql, self.query(sql, params, map)?)
    }

    /// The row of a statement that has at most one; more are [`Error::NotOne`].
    pub fn query_opt<T>(
        &self,
        sql: Sql,
        params: &[Value],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        at_most_one(sql, self.query(sql, params, map)?)
    }

    /// Hands over row by row, for exports that do not fit into memory; an error of `each` ends it.
    pub fn for_each<E: From<Error>>(
        &self,
        sql: Sql,
        params: &[Value],
        each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.stream(self.text(sql), params, each)
    }

    pub(crate) fn stream<E: From<Error>>(
        &self,
        text: Text<'_>,
        params: &[Value],
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = None;
        let end = self.run(text.name, || {
            self.engine.stream(text, params, &mut |row| {
                each(row).map_err(|err| {
                    stopped = Some(err);
                    // Only ends the statement; the caller gets the error that `each` gave.
                    Error::NotOne {
                        statement: text.name,
                        found: 0,
                    }
                })
            })
        });
        match stopped {
            Some(err) => Err(err),
            None => end.map_err(E::from),
        }
    }

    /// Lets the engine parse and plan a statement without running it: the test of every store's `ALL`.
    pub fn check(&self, sql: Sql) -> Result<(), Error> {
        let text = self.text(sql);
        self.run(text.name, || self.engine.check(text))
    }

    pub(crate) fn collect<T>(
        &self,
        text: Text<'_>,
        params: &[Value],
        intent: Intent,
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        self.run(text.name, || {
            self.engine.rows(text, params, intent, &mut |row| {
                found.push(map(row)?);
                Ok(())
            })
        })?;
        Ok(found)
    }

    /// Says how a transaction whose closure gave `result` has to end.
    pub(crate) fn conclude<T, E: From<Error>>(&self, result: Result<T, E>) -> (Result<T, E>, Verdict) {
        match (result, self.failure.get()) {
            (
                result,
                Some(Failure {
                    statement,
                    collision: true,
                }),
            ) => (result, Verdict::Rerun(statement)),
            (Ok(_), Some(Failure { statement, .. })) => (Err(E::from(Error::Swallowed { statement })), Verdict::Undo),
            (Ok(value), None) => (Ok(value), Verdict::Keep),
            (Err(err), _) => (Err(err), Verdict::Undo),
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    fn text(&self, sql: Sql) -> Text<'static> {
        Text {
            name: sql.name(),
            sql: sql.text(self.dialect()),
        }
    }

    /// Runs one statement, if there is time left, and remembers a failure that spoils the transaction.
    fn run<T>(&self, statement: &'static str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        if self.ends_at.is_some_and(|end| Instant::now() >= end) {
            return Err(Error::TooLong { statement });
        }
        work().inspect_err(|err| {
            if spoils(err) && self.failure.get().is_none() {
                let collision = matches!(err, Error::Contended { .. });
                self.failure.set(Some(Failure { statement, collision }));
            }
        })
    }
}

/// True for errors of the engine, after which PostgreSQL refuses every further statement of the transaction.
/// SQLite would go on; it is held to the same rule, so that what passes on one engine passes on the other.
fn spoils(err: &Error) -> bool {
    match err {
        Error::Unique { .. }
        | Error::ForeignKey { .. }
        | Error::Refused { .. }
        | Error::TooLong { .. }
        | Error::Unavailable { .. }
        | Error::Full { .. }
        | Error::Contended { .. } => true,
        Error::NotOne { .. }
        | Error::Corrupt { .. }
        | Error::NotARead { .. }
        | Error::Swallowed { .. }
        | Error::Unrecorded
        | Error::Panicked => false,
    }
}

fn one<T>(sql: Sql, found: Vec<T>) -> Result<T, Error> {
    at_most_one(sql, found)?.ok_or(Error::NotOne {
        statement: sql.name(),
        found: 0,
    })
}

fn at_most_one<T>(sql: Sql, mut found: Vec<T>) -> Result<Option<T>, Error> {
    match found.len() {
        0 | 1 => Ok(found.pop()),
        n_found => Err(Error::NotOne {
            statement: sql.name(),
            found: n_found,
        }),
    }
}

/// Who writes, when, and in answer to which request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The one instant of the request or job.
    pub at: Timestamp,
    /// The account that acts; `None` for the system itself.
    pub by: Option<Uuid>,
    /// The id of the request or job, which logs and history share.
    pub request: Uuid,
}

/// A write transaction: reads like a [`ReadTx`], changes rows, and knows who does so and when.
///
/// What it wrote is kept if the closure answers `Ok`, and undone if it answers `Err`.
pub struct WriteTx<'c> {
    read: ReadTx<'c>,
    stamp: Stamp,
    guard: Guard,
    changed: Cell<bool>,
    recorded: Cell<bool>,
}

/// Whether changed rows need an event that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// The rows belong to a record that has a history.
    History,
    /// Sessions, marks and leases: no record's history.
    Housekeeping,
}

impl<'c> WriteTx<'c> {
    pub(crate) fn begin(engine: &'c dyn Engine, stamp: Stamp, guard: Guard) -> Self {
        let read = ReadTx::begin(engine, None);
        Self {
            read,
            stamp,
            guard,
            changed: Cell::new(false),
            recorded: Cell::new(false),
        }
    }

    /// The one instant of the request or job.
    pub fn at(&self) -> Timestamp {
        self.stamp.at
    }

    /// Who writes, when, and in answer to which request.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// To be called by the act when the event that tells of this change has been written.
    pub fn recorded(&self) {
        self.recorded.set(true);
    }

    /// Runs a statement that returns no rows; answers how many it changed.
    pub fn execute(&self, sql: Sql, params: &[Value]) -> Result<u64, Error> {
        let text = self.read.text(sql);
        let n_changed = self.read.run(text.name, || self.read.engine.execute(text, params))?;
        self.note_changes(n_changed > 0);
        Ok(n_changed)
    }

    /// Puts many rows into a table at once; answers how many. On PostgreSQL the text is a `copy … from stdin binary`, on
    /// SQLite the `insert` of one row; the values of each row are those of the columns, in their order.
    pub fn load(&self, sql: Sql, rows: &[Vec<Value>]) -> Result<u64, Error> {
        let text = self.read.text(sql);
        let n_loaded = self.read.run(text.name, || self.read.engine.load(text, rows))?;
        self.note_changes(n_loaded > 0);
        Ok(n_loaded)
    }

    /// All rows that a writing statement returns.
    pub fn returning<T>(
        &self,
        sql: Sql,
        params: &[Value],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let found = self.read.collect(self.read.text(sql), params, Intent::Write, map)?;
        self.note_changes(!found.is_empty());
        Ok(found)
    }

    /// The row of a writing statement that returns exactly one, or [`Error::NotOne`].
    pub fn returning_one<T>(
        &self,
        sql: Sql,
        params: &[Value],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        one(sql, self.returning(sql, params, map)?)
    }

    /// The row of a writing statement that returns at most one; more are [`Error::NotOne`].
    pub fn returning_opt<T>(
        &self,
        sql: Sql,
        params: &[Value],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        at_most_one(sql, self.returning(sql, params, map)?)
    }

    /// Runs something that may fail and undoes it alone if it does; the transaction goes on with the error in hand.
    /// Without this, a failed statement spoils the whole transaction on both engines.
    pub fn attempt<T, E: From<Error>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let engine = self.read.engine;
        self.read.run("savepoint", || engine.savepoint())?;
        let changed_before = self.changed.get();
        let (result, verdict) = self.read.conclude(work());
        match verdict {
            Verdict::Keep => self.read.run("release", || engine.release())?,
            Verdict::Undo => {
                self.read.failure.set(None);
                self.changed.set(changed_before);
                self.read.run("undo", || engine.undo())?;
            }
            // The whole transaction has to begin anew; there is nothing to go back to.
            Verdict::Rerun(_) => {}
        }
        result
    }

    /// Says that this transaction collided with one that has meanwhile committed: whatever its closure answers, it is
    /// undone and run again, and finds then what the other one wrote. For collisions that only the caller can tell,
    /// such as a unique key that both computed from what they had read. Only PostgreSQL can meet any.
    pub fn collided(&self, sql: Sql) {
        self.read.failure.set(Some(Failure {
            statement: sql.name(),
            collision: true,
        }));
    }

    /// As [`ReadTx::conclude`], and refuses to keep changed rows of which no event tells.
    pub(crate) fn conclude<T, E: From<Error>>(&self, result: Result<T, E>) -> (Result<T, E>, Verdict) {
        let untold = self.guard == Guard::History && self.changed.get() && !self.recorded.get();
        match self.read.conclude(result) {
            (Ok(_), Verdict::Keep) if untold && cfg!(debug_assertions) => {
                (Err(E::from(Error::Unrecorded)), Verdict::Undo)
            }
            end => end,
        }
    }

    fn note_changes(&self, changed: bool) {
        self.changed.set(self.changed.get() || changed);
    }
}

impl<'c> Deref for WriteTx<'c> {
    type Target = ReadTx<'c>;

    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}

impl std::fmt::Debug for ReadTx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadTx")
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for WriteTx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WriteTx")
            .field("stamp", &self.stamp)
            .finish_non_exhaustive()
    }
}
