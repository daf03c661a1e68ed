//! The thread that writes: takes what waits, commits it at once, then answers all.
//! One flush to disk for many transactions is what makes the store fast.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;

use super::fault;
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
    let log_pages = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&log_pages);
    // The hook only counts: a checkpoint inside of it would make the commit wait for it.
    let hooked = connection.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, n_pages: i32| {
        seen.store(u64::try_from(n_pages).unwrap_or(0), Ordering::Relaxed);
        Ok(())
    }));
    if let Err(err) = hooked {
        tracing::error!(error = %err, "the write-ahead log is not watched");
    }
    let mut writer = Writer {
        connection,
        orders,
        max_group,
        counters,
        log_pages,
        checked_at: 0,
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
    /// Pages in the write-ahead log after the last commit.
    log_pages: Arc<AtomicU64>,
    /// Pages in the log when it was last copied into the file.
    checked_at: u64,
    /// Set for good when the disk could not keep a commit.
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
                        self.keep(std::mem::take(&mut group));
                        work(&mut self.connection);
                    }
                }
                if group.len() < self.max_group {
                    order = self.orders.try_recv().ok();
                }
            }
            self.keep(group);
            self.checkpoint_if_due();
        }
        self.empty_log();
    }

    /// Waits for an order; `None` when the store closes. Empties the log when there is nothing to do for a while.
    fn next(&mut self) -> Option<Order> {
        if self.log_pages.load(Ordering::Relaxed) == 0 {
            return self.orders.recv().ok();
        }
        match self.orders.recv_timeout(IDLE_AFTER) {
            Ok(order) => Some(order),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                self.empty_log();
                self.orders.recv().ok()
            }
        }
    }

    /// Runs a group in one transaction and answers everyone in it.
    fn keep(&mut self, group: Group) {
        if group.is_empty() {
            return;
        }
        if self.halted {
            return settle_all(
                group,
                &Error::unavailable("a write could not be flushed to disk; restart the server"),
            );
        }
        if let Err(err) = self.connection.execute_batch("begin immediate") {
            return settle_all(group, &fault::of_transaction(err));
        }
        let mut kept = Group::with_capacity(group.len());
        let mut waiting = group.into_iter();
        for mut work in waiting.by_ref() {
            match self.run(work.as_mut()) {
                Ok(Verdict::Keep) => kept.push(work),
                Ok(Verdict::Undo | Verdict::Rerun) => work.settle(Ok(())),
                Err(err) => work.settle(Err(err)),
            }
            if self.connection.is_autocommit() {
                // Some errors of SQLite undo the whole transaction: all but the culprit run again.
                self.counters.reruns.add(kept.len() as u64);
                kept.extend(waiting);
                return self.keep(kept);
            }
        }
        self.commit(kept);
    }

    /// Runs one closure inside a savepoint, so that its neighbours do not feel its failure.
    fn run(&self, work: &mut dyn Work) -> Result<Verdict, Error> {
        let tx = Tx::on(&self.connection);
        tx.savepoint()?;
        let verdict = work.run(&tx);
        match verdict {
            // If the transaction is gone, this fails, and the closure's `Ok` is not passed on.
            Verdict::Keep => tx.release()?,
            Verdict::Undo | Verdict::Rerun if self.connection.is_autocommit() => {}
            Verdict::Undo | Verdict::Rerun => tx.undo()?,
        }
        Ok(verdict)
    }

    fn commit(&mut self, kept: Group) {
        if kept.is_empty() {
            if let Err(err) = self.connection.execute_batch("rollback") {
                tracing::error!(error = %err, "an empty transaction could not be ended");
            }
            return;
        }
        match self.connection.execute_batch("commit") {
            Ok(()) => {
                self.counters.commits.add(1);
                self.counters.transactions.add(kept.len() as u64);
                kept.into_iter().for_each(|work| work.settle(Ok(())));
            }
            Err(err) => self.commit_failed(kept, err),
        }
    }

    fn commit_failed(&mut self, kept: Group, err: rusqlite::Error) {
        if !self.connection.is_autocommit() {
            // A rollback that fails leaves the transaction open; the next `begin` then fails and says so.
            let _ = self.connection.execute_batch("rollback");
        }
        if fault::is_constraint(&err) && kept.len() > 1 {
            // A deferred foreign key speaks only now and does not say whose it is: each on its own.
            self.counters.reruns.add(kept.len() as u64);
            return kept.into_iter().for_each(|work| self.keep(vec![work]));
        }
        self.halt_if(fault::is_untrustworthy_disk(&err), &err);
        settle_all(kept, &fault::of_transaction(err));
    }

    fn halt_if(&mut self, untrustworthy: bool, err: &rusqlite::Error) {
        if untrustworthy {
            self.halted = true;
            self.counters.halts.add(1);
            tracing::error!(error = %err, "the disk did not keep a write; no further write is accepted until a restart");
        }
    }

    /// Copies the log into the file each thousand pages. Readers go on; the log starts over when they allow it.
    fn checkpoint_if_due(&mut self) {
        let n_pages = self.log_pages.load(Ordering::Relaxed);
        if n_pages < self.checked_at {
            self.checked_at = 0;
        }
        if n_pages - self.checked_at < PAGES_BETWEEN_CHECKPOINTS {
            return;
        }
        self.checked_at = n_pages;
        if n_pages > PAGES_TOO_MANY {
            self.empty_log()
        } else {
            self.checkpoint("pragma wal_checkpoint(passive)")
        }
    }

    /// Copies the whole log into the file and shortens it to nothing, unless a reader still needs it.
    fn empty_log(&mut self) {
        let patience = self.connection.busy_timeout(PATIENCE_WITH_READERS);
        self.checkpoint("pragma wal_checkpoint(truncate)");
        if patience
            .and_then(|()| self.connection.busy_timeout(BUSY_TIMEOUT))
            .is_err()
        {
            tracing::warn!("the busy timeout could not be set");
        }
    }

    fn checkpoint(&mut self, pragma: &'static str) {
        if self.halted {
            return;
        }
        let end = self
            .connection
            .query_row(pragma, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)));
        match end {
            Ok((0, 0)) => {
                self.counters.checkpoints.add(1);
                self.log_pages.store(0, Ordering::Relaxed);
                self.checked_at = 0;
            }
            Ok(_) => self.counters.checkpoints.add(1),
            Err(err) => {
                tracing::warn!(error = %err, "the write-ahead log could not be copied into the file");
                self.halt_if(fault::is_untrustworthy_disk(&err), &err);
            }
        }
    }
}

const IDLE_AFTER: Duration = Duration::from_secs(1);
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the writer waits for readers of old pages before it leaves the log as it is.
const PATIENCE_WITH_READERS: Duration = Duration::from_millis(50);
/// 4 MiB of log.
const PAGES_BETWEEN_CHECKPOINTS: u64 = 1_000;
/// 64 MiB of log, the size to which it is cut back.
const PAGES_TOO_MANY: u64 = 16_384;

fn settle_all(group: Group, err: &Error) {
    for work in group {
        work.settle(Err(err.clone()));
    }
}
