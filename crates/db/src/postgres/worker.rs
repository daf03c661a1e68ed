//! The threads that own a connection each: begin, run, commit, and run again what collided or lost its connection.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::connect::Connector;
use super::fault;
use super::tx::Session;
use crate::Error;
use crate::db::OpenError;
use crate::lane::{Access, Queued, Verdict, Work};
use crate::stats::Counters;

pub(super) fn start(
    connector: &Connector,
    n_threads: usize,
    queue: Receiver<Queued>,
    counters: &Arc<Counters>,
) -> Result<Vec<JoinHandle<()>>, OpenError> {
    let queue = Arc::new(Mutex::new(queue));
    let mut threads = Vec::with_capacity(n_threads);
    for number in 1..=n_threads {
        let mut worker = Worker {
            connector: connector.clone(),
            session: None,
            counters: Arc::clone(counters),
        };
        let queue = Arc::clone(&queue);
        let thread = thread::Builder::new()
            .name(format!("store-{number}"))
            .spawn(move || {
                while let Some(queued) = next(&queue) {
                    if let Some(work) = queued.still_wanted() {
                        worker.serve(work);
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

struct Worker {
    connector: Connector,
    session: Option<Session>,
    counters: Arc<Counters>,
}

/// How one run of a closure ended.
enum End {
    /// The closure's own result holds.
    Done,
    /// Nothing was kept, and another run may succeed.
    Again(Error),
    /// The closure's result does not hold.
    Failed(Error),
}

/// How often a closure is run before its caller is told to come back later.
const MOST_RUNS: u32 = 10;

impl Worker {
    fn serve(&mut self, mut work: Box<dyn Work>) {
        let end = self.run(work.as_mut());
        work.settle(end);
        // A read has its answer by now and need not wait for the server to hear that it is over.
        self.session.iter().for_each(Session::roll_back);
    }

    fn run(&mut self, work: &mut dyn Work) -> Result<(), Error> {
        let mut n_runs = 0;
        loop {
            n_runs += 1;
            match self.run_once(work) {
                End::Done => return Ok(()),
                End::Failed(err) => return Err(err),
                End::Again(err) if n_runs >= MOST_RUNS => return Err(err),
                End::Again(_) => {
                    self.counters.reruns.add(1);
                    wait_a_little(n_runs);
                }
            }
        }
    }

    fn run_once(&mut self, work: &mut dyn Work) -> End {
        let session = match self.session.take().filter(|session| !session.is_lost()) {
            Some(session) => session,
            None => match self.connector.connect() {
                Ok(client) => Session::new(client),
                Err(err) => return End::Failed(fault::of_connection(err)),
            },
        };
        let end = self.transact(&session, work);
        if !session.is_lost() {
            self.session = Some(session);
        }
        end
    }

    fn transact(&self, session: &Session, work: &mut dyn Work) -> End {
        if let Err(err) = session.begin(work.access()) {
            return if session.is_lost() {
                End::Again(err)
            } else {
                End::Failed(Error::unavailable_by(
                    "the server does not begin a transaction",
                    Arc::new(err),
                ))
            };
        }
        let verdict = work.run(session);
        if session.is_lost() {
            // Nothing was committed, whatever the closure made of the error.
            return End::Again(Error::unavailable("the connection to the server was lost"));
        }
        match (verdict, work.access()) {
            (Verdict::Keep, Access::Write) => self.commit(session),
            (Verdict::Keep, Access::Read(_)) => {
                self.counters.reads.add(1);
                End::Done
            }
            (Verdict::Undo, _) => End::Done,
            (Verdict::Rerun(statement), _) => {
                session.roll_back();
                End::Again(Error::Contended { statement })
            }
        }
    }

    fn commit(&self, session: &Session) -> End {
        match session.commit() {
            Ok(()) => {
                self.counters.commits.add(1);
                self.counters.transactions.add(1);
                End::Done
            }
            Err(err @ Error::Contended { .. }) => End::Again(err),
            // A connection that breaks now leaves open whether the server kept the changes, so they are not run again.
            Err(err) => End::Failed(err),
        }
    }
}

/// Waits longer after each collision, and not as long as the others that collided.
#[expect(
    clippy::disallowed_methods,
    reason = "a thread that owns a connection has nothing else to do meanwhile"
)]
fn wait_a_little(n_runs: u32) {
    let longest = 1_u64 << n_runs.min(7);
    let jitter = RandomState::new().hash_one(n_runs) % (longest * 1_000);
    thread::sleep(Duration::from_micros(longest * 500 + jitter));
}
