//! The write-ahead log: how long it is, and when it is copied into the file.
//! Only the writer does so, since two connections that checkpoint at once are what corrupted files before 3.51.3.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::open::BUSY_TIMEOUT;
use crate::stats::Counters;

/// The log of one store.
pub(super) struct Log {
    /// Pages in the log after the last commit.
    n_pages: Arc<AtomicU64>,
    /// Pages in the log when it was last copied.
    n_copied: u64,
    counters: Arc<Counters>,
}

/// 4 MiB of log.
const PAGES_BETWEEN_COPIES: u64 = 1_000;
/// 64 MiB of log, the length to which it is cut back: past that, readers of old pages are waited for.
const TOO_MANY_PAGES: u64 = 16_384;
/// How long the writer waits for them.
const PATIENCE: Duration = Duration::from_millis(50);

impl Log {
    pub(super) fn watch(connection: &mut Connection, counters: Arc<Counters>) -> Self {
        let n_pages = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&n_pages);
        // The hook only counts: a copy inside of it would make the commit wait.
        let hooked = connection.wal_hook(Some(move |_: &mut Wal, n_pages: i32| {
            seen.store(u64::try_from(n_pages).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }));
        if let Err(err) = hooked {
            tracing::error!(error = %err, "the write-ahead log is not watched and will grow until the store closes");
        }
        Self {
            n_pages,
            n_copied: 0,
            counters,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.n_pages.load(Ordering::Relaxed) == 0
    }

    /// Copies each thousand pages. Readers go on meanwhile; the log starts over once none needs its pages.
    pub(super) fn checkpoint_if_due(&mut self, connection: &Connection) -> Result<(), rusqlite::Error> {
        let n_pages = self.n_pages.load(Ordering::Relaxed);
        if n_pages < self.n_copied {
            // It has started over.
            self.n_copied = 0;
        }
        if n_pages - self.n_copied < PAGES_BETWEEN_COPIES {
            return Ok(());
        }
        if n_pages > TOO_MANY_PAGES {
            return self.empty(connection);
        }
        self.copy(connection, "pragma wal_checkpoint(passive)")
    }

    /// Copies all pages and shortens the log to nothing, unless a reader still needs it.
    pub(super) fn empty(&mut self, connection: &Connection) -> Result<(), rusqlite::Error> {
        connection.busy_timeout(PATIENCE)?;
        let end = self.copy(connection, "pragma wal_checkpoint(truncate)");
        connection.busy_timeout(BUSY_TIMEOUT)?;
        end
    }

    fn copy(&mut self, connection: &Connection, pragma: &str) -> Result<(), rusqlite::Error> {
        // The second column is the number of pages in the log, copied or not.
        let n_pages = connection.query_row(pragma, [], |row| row.get::<_, i64>(1))?;
        self.n_copied = u64::try_from(n_pages).unwrap_or(0);
        self.n_pages.store(self.n_copied, Ordering::Relaxed);
        self.counters.checkpoints.add(1);
        Ok(())
    }
}
