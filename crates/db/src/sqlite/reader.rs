//! The threads that read. Each has a connection that cannot write and cuts off what takes too long.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::fault;
use super::open;
use super::tx::Tx;
use crate::Error;
use crate::db::OpenError;
use crate::lane::{Access, Queued, Work};
use crate::stats::Counters;

pub(super) fn start(
    path: &Path,
    n_threads: usize,
    queue: Receiver<Queued>,
    counters: &Arc<Counters>,
) -> Result<Vec<JoinHandle<()>>, OpenError> {
    let queue = Arc::new(Mutex::new(queue));
    let mut threads = Vec::with_capacity(n_threads);
    for number in 1..=n_threads {
        let mut reader = Reader::open(path, Arc::clone(counters))?;
        let queue = Arc::clone(&queue);
        let thread = thread::Builder::new()
            .name(format!("store-read-{number}"))
            .spawn(move || {
                while let Some(queued) = next(&queue) {
                    if let Some(work) = queued.still_wanted() {
                        reader.serve(work);
                    }
                }
            })
            .map_err(|source| OpenError::Thread { source })?;
        threads.push(thread);
    }
    Ok(threads)
}

/// Waits for work; `None` when the store closes.
fn next(queue: &Mutex<Receiver<Queued>>) -> Option<Queued> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

struct Reader {
    connection: Connection,
    alarm: Alarm,
    counters: Arc<Counters>,
}

impl Reader {
    fn open(path: &Path, counters: Arc<Counters>) -> Result<Self, OpenError> {
        let mut connection = open::reader(path)?;
        let alarm = Alarm::new();
        let ringing = alarm.clone();
        connection
            .progress_handler(STEPS_BETWEEN_LOOKS, Some(move || ringing.has_rung()))
            .map_err(|source| OpenError::Sqlite {
                path: path.to_owned(),
                source: Arc::new(source),
            })?;
        Ok(Self {
            connection,
            alarm,
            counters,
        })
    }

    fn serve(&mut self, mut work: Box<dyn Work>) {
        self.alarm.set(limit(work.access()));
        let end = self.run(work.as_mut());
        self.alarm.set(None);
        work.settle(end);
    }

    fn run(&self, work: &mut dyn Work) -> Result<(), Error> {
        if !self.connection.is_autocommit() {
            // The end of the transaction before failed.
            self.connection
                .execute_batch("rollback")
                .map_err(fault::of_transaction)?;
        }
        self.connection.execute_batch("begin").map_err(fault::of_transaction)?;
        work.run(&Tx::on(&self.connection));
        self.counters.reads.add(1);
        self.alarm.set(None);
        self.connection.execute_batch("rollback").map_err(fault::of_transaction)
    }
}

fn limit(access: Access) -> Option<Duration> {
    match access {
        Access::Read(limit) => Some(limit),
        Access::Write => None,
    }
}

/// Some ten microseconds of work: often enough to be exact, seldom enough to cost nothing.
const STEPS_BETWEEN_LOOKS: i32 = 4096;

/// Rings when a transaction is over its time. Microseconds since `base`; 0 means it is not set.
#[derive(Clone)]
struct Alarm {
    base: Instant,
    rings_at: Arc<AtomicU64>,
}

impl Alarm {
    fn new() -> Self {
        Self {
            base: Instant::now(),
            rings_at: Arc::new(AtomicU64::new(0)),
        }
    }

    fn set(&self, limit: Option<Duration>) {
        let rings_at = limit.map_or(0, |limit| micros(self.base.elapsed() + limit));
        self.rings_at.store(rings_at, Ordering::Relaxed);
    }

    fn has_rung(&self) -> bool {
        let rings_at = self.rings_at.load(Ordering::Relaxed);
        rings_at != 0 && micros(self.base.elapsed()) >= rings_at
    }
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}
