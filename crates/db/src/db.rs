//! The store as the application holds it: open, read, write, migrate, close.
//! What happens on the threads behind it is the business of the engines' folders.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::engine::Engine;
use crate::lane::{Access, Answer, Task, Verdict, Work};
use crate::migrate::{MigrateError, Migration};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::stats::Stats;
use crate::tx::Guard;
use crate::{Cause, Error, ReadTx, Stamp, WriteTx};

/// Where the store is and how much it may take.
#[derive(Clone)]
pub struct Config {
    /// A path, or `sqlite:` and a path, or `postgres://user:password@host/name`.
    pub url: String,
    /// Connections that read (SQLite) or connections in all (PostgreSQL); `None` is 2 or 8.
    pub n_connections: Option<usize>,
    /// How many waiting write transactions share one commit (SQLite); 1 gives each its own flush to disk.
    pub max_group: usize,
    /// How long a read transaction may take before it is cut off.
    pub read_limit: Duration,
    /// A PEM file with more certificate authorities to trust (PostgreSQL with `sslmode=require`).
    pub authorities: Option<PathBuf>,
}

impl Config {
    /// The settings that fit a server.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            n_connections: None,
            max_group: 256,
            read_limit: Duration::from_secs(5),
            authorities: None,
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            url,
            n_connections,
            max_group,
            read_limit,
            authorities,
        } = self;
        f.debug_struct("Config")
            .field("url", &without_password(url))
            .field("n_connections", n_connections)
            .field("max_group", max_group)
            .field("read_limit", read_limit)
            .field("authorities", authorities)
            .finish()
    }
}

/// Why the store could not be opened, in words for the person who starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the store address {url:?} is neither a path nor a postgres:// address")]
    Address { url: String },
    #[error("SQLite {found} has a bug that can corrupt the store; 3.51.3 or newer is needed")]
    OldSqlite { found: String },
    #[error("another process has {} open; stop it, or give this one another store", path.display())]
    InUse { path: PathBuf },
    #[error("cannot use {}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("cannot open {}", path.display())]
    Sqlite { path: PathBuf, source: Cause },
    #[error("the file system of {} does not support write-ahead logging; a local disk does", path.display())]
    NoLog { path: PathBuf },
    #[error("cannot reach PostgreSQL")]
    Postgres { source: Cause },
    #[error(
        "{host} is another machine: add sslmode=require to the store address, or sslmode=disable to send all in clear"
    )]
    ClearText { host: String },
    #[error("cannot read the certificate authorities in {}", path.display())]
    Authorities { path: PathBuf, source: Cause },
    #[error("cannot start a thread for the store")]
    Thread { source: std::io::Error },
    #[error(transparent)]
    Schema(#[from] MigrateError),
}

/// A handle to the store. Clones share it; the last one to go closes it.
#[derive(Clone)]
pub struct Db {
    backend: Arc<dyn Backend>,
    migrations: &'static [Migration],
    read_limit: Duration,
}

/// The threads behind a store.
pub(crate) trait Backend: Send + Sync {
    fn send(&self, work: Box<dyn Work>) -> Result<(), Error>;
    fn pending(&self, known: &'static [Migration]) -> Result<Vec<&'static str>, MigrateError>;
    fn migrate(&self, known: &'static [Migration], at: Timestamp) -> Result<Vec<&'static str>, MigrateError>;
    fn stats(&self) -> Stats;
    fn close(&self);
}

impl Db {
    /// Opens the store and checks that its schema is none that this program does not know. Does not migrate.
    ///
    /// `migrations` are in the order in which they are to be applied.
    pub fn open(config: &Config, migrations: &'static [Migration]) -> Result<Self, OpenError> {
        let backend: Arc<dyn Backend> = if Postgres::is_meant_by(&config.url) {
            Arc::new(Postgres::open(config, migrations)?)
        } else {
            Arc::new(Sqlite::open(config, migrations)?)
        };
        Ok(Self {
            backend,
            migrations,
            read_limit: config.read_limit,
        })
    }

    /// Runs `work` in a read transaction; everything it reads is of one moment.
    /// `work` may be run again after a lost connection, hence must not change what it captured.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.read_within(self.read_limit, work).await
    }

    /// As [`Db::read`], with another limit than the configured one: exports and reports.
    pub async fn read_within<T, E, F>(&self, limit: Duration, work: F) -> Result<T, E>
    where
        F: FnMut(&ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.backend.send(reading(limit, work, Answer::Async(answer)))?;
        answered.await.unwrap_or_else(|_| Err(E::from(gone())))
    }

    /// Runs `work` in a write transaction. `Ok` means that what it wrote is on disk; after `Err` nothing of it is left.
    /// `work` may be run again after a collision, hence must not change what it captured.
    ///
    /// A debug build refuses to keep changed rows if nothing called [`WriteTx::recorded`].
    pub async fn write<T, E, F>(&self, stamp: Stamp, work: F) -> Result<T, E>
    where
        F: FnMut(&WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.backend
            .send(writing(stamp, Guard::History, work, Answer::Async(answer)))?;
        answered.await.unwrap_or_else(|_| Err(E::from(gone())))
    }

    /// As [`Db::write`] for rows that are no record's history: sessions, marks of the outbox, leases, expiry.
    pub async fn keep_house<T, E, F>(&self, at: Timestamp, work: F) -> Result<T, E>
    where
        F: FnMut(&WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.backend.send(writing(
            housekeeper(at),
            Guard::Housekeeping,
            work,
            Answer::Async(answer),
        ))?;
        answered.await.unwrap_or_else(|_| Err(E::from(gone())))
    }

    /// [`Db::read`] for the command line and tests: blocks the thread.
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = sync_channel(1);
        self.backend
            .send(reading(self.read_limit, work, Answer::Blocking(answer)))?;
        answered.recv().unwrap_or_else(|_| Err(E::from(gone())))
    }

    /// [`Db::write`] for the command line and tests: blocks the thread.
    pub fn write_blocking<T, E, F>(&self, stamp: Stamp, work: F) -> Result<T, E>
    where
        F: FnMut(&WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = sync_channel(1);
        self.backend
            .send(writing(stamp, Guard::History, work, Answer::Blocking(answer)))?;
        answered.recv().unwrap_or_else(|_| Err(E::from(gone())))
    }

    /// [`Db::keep_house`] for the command line and tests: blocks the thread.
    pub fn keep_house_blocking<T, E, F>(&self, at: Timestamp, work: F) -> Result<T, E>
    where
        F: FnMut(&WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = sync_channel(1);
        self.backend.send(writing(
            housekeeper(at),
            Guard::Housekeeping,
            work,
            Answer::Blocking(answer),
        ))?;
        answered.recv().unwrap_or_else(|_| Err(E::from(gone())))
    }

    /// The names of the migrations that are not applied yet. Blocks the thread.
    pub fn pending_migrations(&self) -> Result<Vec<&'static str>, MigrateError> {
        self.backend.pending(self.migrations)
    }

    /// Applies what is pending and answers its names. Blocks the thread; may be called while other servers do the same.
    pub fn migrate(&self, at: Timestamp) -> Result<Vec<&'static str>, MigrateError> {
        self.backend.migrate(self.migrations, at)
    }

    /// What the store has done since it was opened.
    pub fn stats(&self) -> Stats {
        self.backend.stats()
    }

    /// Finishes what waits, refuses what comes, and lets go of the store. Blocks the thread until all is on disk.
    pub fn close(&self) {
        self.backend.close();
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db").finish_non_exhaustive()
    }
}

fn reading<T, E, F>(limit: Duration, mut work: F, answer: Answer<Result<T, E>>) -> Box<dyn Work>
where
    F: FnMut(&ReadTx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let run = move |engine: &dyn Engine| -> (Result<T, E>, Verdict) {
        let tx = ReadTx::begin(engine, Some(limit));
        let result = work(&tx);
        tx.conclude(result)
    };
    Task::boxed(run, Access::Read(limit), answer)
}

fn writing<T, E, F>(stamp: Stamp, guard: Guard, mut work: F, answer: Answer<Result<T, E>>) -> Box<dyn Work>
where
    F: FnMut(&WriteTx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let run = move |engine: &dyn Engine| -> (Result<T, E>, Verdict) {
        let tx = WriteTx::begin(engine, stamp, guard);
        let result = work(&tx);
        tx.conclude(result)
    };
    Task::boxed(run, Access::Write, answer)
}

/// Housekeeping is nobody's act and answers no request.
fn housekeeper(at: Timestamp) -> Stamp {
    Stamp {
        at,
        by: None,
        request: Uuid::nil(),
    }
}

fn gone() -> Error {
    Error::unavailable("the store is closed")
}

/// The address of a store for messages and logs: its password is nobody's business.
pub(crate) fn without_password(url: &str) -> String {
    let hidden = || {
        let (scheme, rest) = url.split_once("://")?;
        let (account, rest) = rest.rsplit_once('@')?;
        let (user, _) = account.split_once(':')?;
        Some(format!("{scheme}://{user}:…@{rest}"))
    };
    hidden().unwrap_or_else(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Config, without_password};

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(
            without_password("postgres://ada:se:s@me@harbour/slipway"),
            "postgres://ada:…@harbour/slipway"
        );
        assert!(!format!("{:?}", Config::new("postgres://ada:sesame@harbour/slipway")).contains("sesame"));
    }

    #[test]
    fn an_address_without_a_password_is_shown_as_it_is() {
        for url in [
            "/srv/slipway.db",
            "postgres://ada@harbour/slipway",
            "postgres:///slipway?host=/run/postgresql",
        ] {
            assert_eq!(without_password(url), url);
        }
    }
}
