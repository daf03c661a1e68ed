//! The thread that writes: takes what waits, commits it at once, then answers all.
//! One flush to disk for many transactions is what makes the store fast.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::fault;
use super::log::Log;
use super::tx::Tx;
use crate::Error;
use crate::db::OpenError;
use crate::engine::Engine;
use crate::lane::{Queued, Verdict, Work};
use crate::stats::Counters;

/// What the writer is asked to do.
pub(super) enum Order {
    Write(Queued),
    /// Something that needs the connection to itself, outside of any transaction.
    Alone(Box<dyn FnOnce(&mut Connection) + Send>),
}

pub(super) fn start(
    mut connection: Connection,
    orders: Receiver<Order>,
    max_group: usize,
    counters: Arc<Counters>,
) -> Result<JoinHandle<()>, OpenError> {
    let log = Log::watch(&mut connection, Arc::clone(&counters));
    let mut writer = Writer {
        connection,
        orders,
        max_group,
        counters,
        log,
        measured: None,
        halted: false,
    };
    thread::Builder::new()
        .name("store-write".to_owned())
        .spawn(move || writer.serve())
        .map_err(|source| OpenError::Thread { source })
}

struct Writer {
    connection: Connection,
    orders: Receiver<Order>,
    max_group: usize,
    counters: Arc<Counters>,
    log: Log,
    /// When the tables were last measured.
    measured: Option<Instant>,
    /// Set for good when the disk did not keep what it was told to keep.
    halted: bool,
}

type Group = Vec<Box<dyn Work>>;

impl Writer {
    fn serve(&mut self) {
        while let Some(order) = self.next() {
            let mut order = Some(order);
            let mut group = Group::new();
            while let Some(next) = order.take() {
                match next {
                    Order::Write(queued) => group.extend(queued.still_wanted()),
                    Order::Alone(work) => {
                        self.keep_all(std::mem::take(&mut group));
                        work(&mut self.connection);
                    }
                }
                if group.len() < self.max_group {
                    order = self.orders.try_recv().ok();
                }
            }
            self.keep_all(group);
            self.tidy(Log::checkpoint_if_due);
        }
        self.measure_if_due();
        self.tidy(Log::empty);
    }

    /// Waits for an order; `None` when the store closes. Empties the log when there is nothing to do for a while.
    fn next(&mut self) -> Option<Order> {
        while !self.log.is_empty() && !self.halted {
            match self.orders.recv_timeout(IDLE_AFTER) {
                Ok(order) => return Some(order),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    self.measure_if_due();
                    self.tidy(Log::empty);
                }
            }
        }
        self.orders.recv().ok()
    }

    /// Runs a group in as few transactions as it needs, which nearly always is one, and answers everyone in it.
    fn keep_all(&mut self, mut group: Group) {
        while !group.is_empty() {
            if self.halted {
                return settle_all(
                    group,
                    &Error::unavailable("the disk did not keep a write; restart the server"),
                );
            }
            if let Err(err) = self.begin() {
                return settle_all(group, &fault::of_transaction(err));
            }
            let (kept, waiting) = self.run_all(group);
            // Some errors of SQLite undo the whole transaction: all but the culprit, who has its answer, run again.
            group = if self.connection.is_autocommit() {
                kept
            } else {
                self.commit(kept)
            };
            group.extend(waiting);
        }
    }

    fn begin(&self) -> Result<(), rusqlite::Error> {
        if !self.connection.is_autocommit() {
            // The end of the transaction before failed.
            self.connection.execute_batch("rollback")?;
        }
        self.connection.execute_batch("begin immediate")
    }

    /// Runs one after the other, up to the end or up to one that ends the transaction under its neighbours.
    /// Answers those that failed; returns those to be kept, and those that have not run.
    fn run_all(&self, group: Group) -> (Group, Group) {
        let mut kept = Group::with_capacity(group.len());
        let mut waiting = group.into_iter();
        for mut work in waiting.by_ref() {
            match self.run(work.as_mut()) {
                Ok(Verdict::Keep) => kept.push(work),
                Ok(Verdict::Undo | Verdict::Rerun(_)) => work.settle(Ok(())),
                Err(err) => work.settle(Err(err)),
            }
            if self.connection.is_autocommit() {
                self.counters.reruns.add(kept.len() as u64);
                break;
            }
        }
        (kept, waiting.collect())
    }

    /// Runs one closure inside a savepoint, so that its neighbours do not feel its failure.
    fn run(&self, work: &mut dyn Work) -> Result<Verdict, Error> {
        let tx = Tx::on(&self.connection);
        tx.savepoint()?;
        let verdict = work.run(&tx);
        match verdict {
            // If the transaction is gone, this fails, and the closure's `Ok` is not passed on.
            Verdict::Keep => tx.release()?,
            Verdict::Undo | Verdict::Rerun(_) if self.connection.is_autocommit() => {}
            Verdict::Undo | Verdict::Rerun(_) => tx.undo()?,
        }
        Ok(verdict)
    }

    /// Commits and answers; returns those that have to run again.
    fn commit(&mut self, kept: Group) -> Group {
        let end = self
            .connection
            .execute_batch(if kept.is_empty() { "rollback" } else { "commit" });
        match end {
            Ok(()) if kept.is_empty() => {}
            Ok(()) => {
                self.counters.commits.add(1);
                self.counters.transactions.add(kept.len() as u64);
                for work in kept {
                    work.settle(Ok(()));
                }
            }
            // A deferred foreign key speaks only now and does not say whose it is.
            Err(err) if fault::is_constraint(&err) && kept.len() > 1 => self.keep_each(kept),
            Err(err) => {
                self.halt_if_disk_lies(&err);
                settle_all(kept, &fault::of_transaction(err));
            }
        }
        Group::new()
    }

    fn keep_each(&mut self, group: Group) {
        self.counters.reruns.add(group.len() as u64);
        for work in group {
            self.keep_all(vec![work]);
        }
    }

    fn tidy(&mut self, log: impl FnOnce(&mut Log, &Connection) -> Result<(), rusqlite::Error>) {
        if self.halted {
            return;
        }
        if let Err(err) = log(&mut self.log, &self.connection) {
            tracing::warn!(error = %err, "the write-ahead log could not be copied into the file");
            self.halt_if_disk_lies(&err);
        }
    }

    /// Lets SQLite look again at how its tables are filled, by which it chooses its indexes.
    fn measure_if_due(&mut self) {
        if self.halted
            || self
                .measured
                .is_some_and(|measured| measured.elapsed() < BETWEEN_MEASURES)
        {
            return;
        }
        self.measured = Some(Instant::now());
        if let Err(err) = self.connection.execute_batch("pragma optimize") {
            tracing::warn!(error = %err, "the tables could not be measured");
            self.halt_if_disk_lies(&err);
        }
    }

    /// After a flush that failed, nobody knows what is on the disk, and a later flush that succeeds proves nothing.
    fn halt_if_disk_lies(&mut self, err: &rusqlite::Error) {
        if fault::is_untrustworthy_disk(err) {
            self.halted = true;
            self.counters.halts.add(1);
            tracing::error!(error = %err, "the disk did not keep a write; no write is accepted until a restart");
        }
    }
}

const IDLE_AFTER: Duration = Duration::from_secs(1);
const BETWEEN_MEASURES: Duration = Duration::from_hours(24);

fn settle_all(group: Group, err: &Error) {
    for work in group {
        work.settle(Err(err.clone()));
    }
}
