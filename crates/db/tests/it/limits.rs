//! What takes too long is cut off, what is too much is refused, and the log stays short.

use std::sync::{Arc, Barrier};
use std::time::Duration;

use slipway_db::{Config, Db, Error, Sql, params, testing};

use crate::support::{LIBRARY, add_shelf, send, shelf_names, wait, write};

/// Counts for longer than any test may run.
const ENDLESS: Sql = Sql::new(
    "endless",
    "with recursive count(n) as (select cast(1 as bigint) union all select n + 1 from count where n < 100000000000)
     select max(n) from count",
);

#[test]
fn a_read_that_takes_too_long_is_cut_off_and_the_next_one_is_not() {
    testing::both(LIBRARY, |db| {
        let hasty = Db::open(
            &Config {
                read_limit: Duration::from_millis(100),
                ..db_config(db)
            },
            LIBRARY,
        )
        .unwrap();
        let cut = hasty.read_blocking(|tx| tx.query(ENDLESS, params![], |row| row.get::<i64>(0)));
        assert!(matches!(cut, Err(Error::TooLong { statement: "endless" })), "{cut:?}");
        assert!(shelf_names(&hasty).is_empty());
    });
}

/// Frees a SQLite store for another handle, which must be the only one.
fn db_config(db: &testing::Scratch) -> Config {
    if db.is_sqlite() {
        db.close();
    }
    db.config()
}

#[test]
fn an_export_may_take_longer_than_other_reads() {
    testing::both(LIBRARY, |db| {
        let hasty = Db::open(
            &Config {
                read_limit: Duration::ZERO,
                ..db_config(db)
            },
            LIBRARY,
        )
        .unwrap();
        let one = Sql::new("one", "select 1");
        let cut = hasty.read_blocking(move |tx| tx.query_one(one, params![], |row| row.get::<i64>(0)));
        assert!(matches!(cut, Err(Error::TooLong { statement: "one" })), "{cut:?}");
        let export = hasty.read_within(Duration::from_mins(1), move |tx| {
            tx.query_one(one, params![], |row| row.get::<i64>(0))
        });
        assert_eq!(wait(export).unwrap(), 1);
    });
}

#[test]
fn more_work_than_can_wait_is_refused_at_once() {
    testing::both(LIBRARY, |db| {
        let narrow = Db::open(
            &Config {
                n_connections: Some(1),
                ..db_config(db)
            },
            LIBRARY,
        )
        .unwrap();
        let (arrived, release) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let barriers = (Arc::clone(&arrived), Arc::clone(&release));
        let slow = send(narrow.keep_house(testing::at(), move |_| {
            barriers.0.wait();
            barriers.1.wait();
            Ok::<_, Error>(())
        }))
        .unwrap();
        arrived.wait();
        let sent = (0..4_097).map(|_| send(narrow.keep_house(testing::at(), |_| Ok::<_, Error>(()))));
        let (waiting, refused): (Vec<_>, Vec<_>) = sent.partition(Result::is_ok);
        release.wait();
        assert_eq!((waiting.len(), refused.len()), (4_096, 1));
        let err = refused.into_iter().find_map(Result::err).unwrap().unwrap_err();
        assert!(
            matches!(
                err,
                Error::Unavailable {
                    reason: "too much work is waiting",
                    ..
                }
            ),
            "{err}"
        );
        wait(slow).unwrap();
        assert!(waiting.into_iter().flatten().all(|work| wait(work).is_ok()));
    });
}

#[test]
fn the_log_is_copied_into_the_file_while_writing_and_gone_after_closing() {
    let folder = testing::Folder::new();
    let db = Db::open(&folder.config(), LIBRARY).unwrap();
    db.migrate(testing::at()).unwrap();
    let before = db.stats();
    // About 5,000 pages, in transactions of about 250.
    for number in 0..20 {
        write(&db, move |tx| {
            add_shelf(tx, &format!("{number} {}", "x".repeat(500_000)))
        })
        .unwrap();
    }
    let n_checkpoints = db.stats().n_checkpoints - before.n_checkpoints;
    assert!(n_checkpoints >= 4, "{n_checkpoints} checkpoints");
    let log = folder.path().join("slipway.db-wal");
    let longest = 12 * 1024 * 1024;
    let length = std::fs::metadata(&log).unwrap().len();
    assert!(length < longest, "the log started over: {length}");
    db.close();
    assert!(!log.exists() || std::fs::metadata(&log).unwrap().len() == 0);
}
