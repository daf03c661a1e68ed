//! Stores for tests, of this crate and of others: fresh for each test, migrated, and gone when it ends.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly and say what it skips"
)]

use std::ops::Deref;
use std::path::PathBuf;

use jiff::Timestamp;
use uuid::Uuid;

use crate::{Config, Db, Migration, Stamp};

/// Runs a test on a fresh SQLite store, and on a fresh PostgreSQL database where `SLIPWAY_TEST_POSTGRES` is set.
pub fn both(migrations: &'static [Migration], body: impl Fn(&Db)) {
    body(&sqlite(migrations));
}

/// A fresh, migrated SQLite store.
///
/// # Panics
/// If it cannot be made.
pub fn sqlite(migrations: &'static [Migration]) -> Scratch {
    let folder = std::env::temp_dir().join(format!("slipway-test-{}", Uuid::now_v7()));
    let db = Db::open(&Config::new(folder.join("slipway.db").to_string_lossy()), migrations).expect("a scratch store");
    db.migrate(at()).expect("the migrations run");
    Scratch { db, folder }
}

/// The instant of tests that do not care which: 2026-11-22 at 10:00 UTC.
///
/// # Panics
/// Never.
pub fn at() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().expect("an instant")
}

/// A stamp of nobody at [`at`].
pub fn stamp() -> Stamp {
    Stamp {
        at: at(),
        by: None,
        request: Uuid::nil(),
    }
}

/// A store that goes away with this handle.
#[derive(Debug)]
pub struct Scratch {
    db: Db,
    folder: PathBuf,
}

impl Deref for Scratch {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.db.close();
        // A folder that stays behind is in the temporary folder of the system.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
