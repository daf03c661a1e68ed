//! A store in one file: one thread that writes, a few that read, and nobody else.

mod convert;
mod fault;
mod log;
mod migrate;
mod open;
mod reader;
mod tx;
mod writer;

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use jiff::Timestamp;
use rusqlite::Connection;

use crate::Error;
use crate::db::{Backend, Config, OpenError};
use crate::lane::{Access, Lane, Queued, Work};
use crate::migrate::{MigrateError, Migration};
use crate::stats::{Counters, Stats};

use self::writer::Order;

/// The threads of a store and the queues that lead to them.
pub(crate) struct Sqlite {
    writes: Lane<Order>,
    reads: Lane<Queued>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    counters: Arc<Counters>,
    /// Held as long as the store is open; the operating system lets go of it when the process ends, however it ends.
    lock: Mutex<Option<File>>,
}

/// Room for waiting work; what comes on top is refused at once.
const QUEUE: usize = 4096;

impl Sqlite {
    pub(crate) fn open(config: &Config, migrations: &'static [Migration]) -> Result<Self, OpenError> {
        let path = open::path_of(&config.url)?;
        open::check_library()?;
        open::make_folder(&path)?;
        let lock = open::lock(&path)?;
        let connection = open::writer(&path)?;
        migrate::pending(&connection, migrations)?;

        let counters = Arc::new(Counters::default());
        let (writes, orders) = Lane::bounded(QUEUE);
        let (reads, queue) = Lane::bounded(QUEUE);
        let mut threads = reader::start(&path, config.n_connections.unwrap_or(2).max(1), queue, &counters)?;
        threads.push(writer::start(
            connection,
            orders,
            config.max_group.max(1),
            Arc::clone(&counters),
        )?);
        Ok(Self {
            writes,
            reads,
            threads: Mutex::new(threads),
            counters,
            lock: Mutex::new(Some(lock)),
        })
    }

    /// Runs something on the writing connection, outside of any transaction, and waits for it.
    fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, MigrateError> + Send + 'static,
    ) -> Result<T, MigrateError> {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        let order = Order::Alone(Box::new(move |connection| drop(answer.send(work(connection)))));
        self.writes.send(order).map_err(|_| MigrateError::Closed)?;
        answered.recv().map_err(|_| MigrateError::Closed)?
    }
}

impl Backend for Sqlite {
    fn send(&self, work: Box<dyn Work>) -> Result<(), Error> {
        match work.access() {
            Access::Read(_) => self.reads.send(Queued::new(work)),
            Access::Write => self.writes.send(Order::Write(Queued::new(work))),
        }
    }

    fn pending(&self, known: &'static [Migration]) -> Result<Vec<&'static str>, MigrateError> {
        self.alone(move |connection| {
            Ok(migrate::pending(connection, known)?
                .iter()
                .map(|migration| migration.name)
                .collect())
        })
    }

    fn migrate(&self, known: &'static [Migration], at: Timestamp) -> Result<Vec<&'static str>, MigrateError> {
        self.alone(move |connection| migrate::apply(connection, known, at))
    }

    fn stats(&self) -> Stats {
        self.counters.snapshot()
    }

    fn close(&self) {
        self.writes.close();
        self.reads.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // The last handle may be dropped by a closure, that is, on one of these threads; it cannot wait for itself.
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store had panicked");
            }
        }
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.close();
    }
}
