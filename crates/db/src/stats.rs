//! Counters of a store, for the metrics page and the bench.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a store has done since it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Closures of `write` and `keep_house` whose changes were kept.
    pub n_transactions: u64,
    /// Commits of the engine. On SQLite one commit, and one flush to disk, can keep many transactions.
    pub n_commits: u64,
    /// Closures of `read` that ran to their end.
    pub n_reads: u64,
    /// Closures that were run again after a collision or a lost connection.
    pub n_reruns: u64,
    /// Checkpoints of the write-ahead log (SQLite).
    pub n_checkpoints: u64,
    /// True once a write could not be flushed to disk: from then on every write is refused.
    pub halted: bool,
}

/// The counters behind [`Stats`], shared by the threads.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) transactions: Counter,
    pub(crate) commits: Counter,
    pub(crate) reads: Counter,
    pub(crate) reruns: Counter,
    pub(crate) checkpoints: Counter,
    pub(crate) halts: Counter,
}

impl Counters {
    pub(crate) fn snapshot(&self) -> Stats {
        Stats {
            n_transactions: self.transactions.get(),
            n_commits: self.commits.get(),
            n_reads: self.reads.get(),
            n_reruns: self.reruns.get(),
            n_checkpoints: self.checkpoints.get(),
            halted: self.halts.get() > 0,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
