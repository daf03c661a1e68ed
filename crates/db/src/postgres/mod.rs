//! A store on a PostgreSQL server, shared by as many processes as like to: a few threads with a connection each.

mod connect;
mod convert;
mod fault;
mod migrate;
mod script;
mod statements;
mod tx;
mod worker;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use jiff::Timestamp;

use self::connect::Connector;
use crate::Error;
use crate::db::{Backend, Config, OpenError};
use crate::lane::{Lane, Queued, Work};
use crate::migrate::{MigrateError, Migration};
use crate::stats::{Counters, Stats};

/// The threads of a store and the queue that leads to them.
pub(crate) struct Postgres {
    connector: Connector,
    queue: Lane<Queued>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    counters: Arc<Counters>,
}

/// Room for waiting work; what comes on top is refused at once.
const QUEUE: usize = 4096;

impl Postgres {
    /// True if the address of a store leads to a server.
    pub(crate) fn is_meant_by(url: &str) -> bool {
        url.starts_with("postgres://") || url.starts_with("postgresql://")
    }

    pub(crate) fn open(config: &Config, migrations: &'static [Migration]) -> Result<Self, OpenError> {
        let connector = Connector::new(config)?;
        on_own_thread(&connector, move |connector| {
            let mut client = connector.connect().map_err(|source| OpenError::Postgres {
                source: Arc::new(source),
            })?;
            migrate::pending(&mut client, migrations)?;
            Ok::<_, OpenError>(())
        })
        .map_err(|source| OpenError::Thread { source })??;

        let counters = Arc::new(Counters::default());
        let (queue, waiting) = Lane::bounded(QUEUE);
        let n_threads = config.n_connections.unwrap_or(8).max(1);
        let threads = worker::start(&connector, n_threads, waiting, &counters)?;
        Ok(Self {
            connector,
            queue,
            threads: Mutex::new(threads),
            counters,
        })
    }
}

impl Backend for Postgres {
    fn send(&self, work: Box<dyn Work>) -> Result<(), Error> {
        self.queue.send(Queued::new(work))
    }

    fn pending(&self, known: &'static [Migration]) -> Result<Vec<&'static str>, MigrateError> {
        on_own_thread(&self.connector, move |connector| {
            let mut client = connector.connect().map_err(migrate::journal)?;
            Ok(migrate::pending(&mut client, known)?
                .iter()
                .map(|migration| migration.name)
                .collect())
        })
        .map_err(|source| MigrateError::Journal {
            source: Arc::new(source),
        })?
    }

    fn migrate(&self, known: &'static [Migration], at: Timestamp) -> Result<Vec<&'static str>, MigrateError> {
        on_own_thread(&self.connector, move |connector| {
            let mut client = connector.connect().map_err(migrate::journal)?;
            migrate::apply(&mut client, known, at)
        })
        .map_err(|source| MigrateError::Journal {
            source: Arc::new(source),
        })?
    }

    fn stats(&self) -> Stats {
        self.counters.snapshot()
    }

    fn close(&self) {
        self.queue.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // The last handle may be dropped by a closure, that is, on one of these threads; it cannot wait for itself.
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store had panicked");
            }
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.close();
    }
}

/// The client brings an async runtime of its own, which cannot be started inside another one: the caller may be in one.
fn on_own_thread<T: Send + 'static>(
    connector: &Connector,
    work: impl FnOnce(&Connector) -> T + Send + 'static,
) -> Result<T, std::io::Error> {
    let connector = connector.clone();
    let thread = thread::Builder::new()
        .name("store-once".to_owned())
        .spawn(move || work(&connector))?;
    thread.join().map_err(|_| std::io::Error::other("the thread panicked"))
}
