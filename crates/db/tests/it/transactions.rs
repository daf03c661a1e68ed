//! What a transaction keeps, what it undoes, and what it calls the things that go wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use slipway_db::{Error, Sql, WriteTx, params, testing};
use uuid::Uuid;

use crate::support::{
    ENLARGE, INSERT_BOOK, INSERT_LOAN, INSERT_SHELF, LIBRARY, RENAME_SHELVES, SHELF_NAMES, TITLES, add_shelf,
    shelf_names, wait, write,
};

#[test]
fn a_closure_that_succeeds_is_kept_and_one_that_fails_is_not() {
    testing::both(LIBRARY, |db| {
        write(db, |tx| add_shelf(tx, "atlases")).unwrap();
        let refused = write(db, |tx| -> Result<(), Error> {
            add_shelf(tx, "novels")?;
            Err(Error::NotOne {
                statement: "a refusal of the command",
                found: 0,
            })
        });
        assert!(matches!(
            refused,
            Err(Error::NotOne {
                statement: "a refusal of the command",
                ..
            })
        ));
        assert_eq!(shelf_names(db), ["atlases"]);
    });
}

#[test]
fn a_writer_reads_what_it_wrote() {
    testing::both(LIBRARY, |db| {
        let seen = write(db, |tx| {
            add_shelf(tx, "atlases")?;
            tx.query(SHELF_NAMES, params![], |row| row.get::<String>(0))
        });
        assert_eq!(seen.unwrap(), ["atlases"]);
    });
}

#[test]
fn a_unique_violation_names_its_index_the_same_on_both_engines() {
    testing::both(LIBRARY, |db| {
        let id = write(db, |tx| add_shelf(tx, "atlases")).unwrap();
        let clash = |id: Uuid, name: &'static str, room: String| match write(db, move |tx| {
            tx.execute(INSERT_SHELF, params![id, name, room.clone(), 1_i64])
        }) {
            Err(Error::Unique { statement, constraint }) => (statement, constraint),
            other => panic!("{other:?}"),
        };
        let other = Uuid::now_v7;
        assert_eq!(
            clash(other(), "atlases", "r".into()),
            (INSERT_SHELF.name(), "shelf_name".into()),
            "a named index"
        );
        assert_eq!(clash(id, "novels", "r".into()).1, "shelf_pkey", "a primary key");
        assert_eq!(
            clash(other(), "novels", id.to_string()).1,
            "shelf_room_row_number_key",
            "a unique in the table"
        );
    });
}

#[test]
fn a_row_that_refers_to_nothing_is_a_foreign_key_error() {
    testing::both(LIBRARY, |db| {
        let orphan = write(db, |tx| {
            tx.execute(INSERT_BOOK, params![Uuid::now_v7(), Uuid::now_v7(), "Moby", 600_i64])
        });
        assert!(
            matches!(orphan, Err(Error::ForeignKey { statement }) if statement == INSERT_BOOK.name()),
            "{orphan:?}"
        );
    });
}

#[test]
fn a_foreign_key_that_waits_for_the_commit_still_undoes_everything() {
    testing::both(LIBRARY, |db| {
        let dangling = write(db, |tx| {
            add_shelf(tx, "atlases")?;
            tx.execute(INSERT_LOAN, params![Uuid::now_v7(), Uuid::now_v7()])
        });
        assert!(
            matches!(dangling, Err(Error::ForeignKey { statement: "commit" })),
            "{dangling:?}"
        );
        assert!(shelf_names(db).is_empty());
    });
}

#[test]
fn a_check_and_a_mistake_in_the_text_are_refused_with_the_cause() {
    testing::both(LIBRARY, |db| {
        let shelf = write(db, |tx| add_shelf(tx, "atlases")).unwrap();
        let empty = write(db, move |tx| {
            tx.execute(INSERT_BOOK, params![Uuid::now_v7(), shelf, "Nothing", 0_i64])
        });
        assert!(
            matches!(empty, Err(Error::Refused { statement, .. }) if statement == INSERT_BOOK.name()),
            "{empty:?}"
        );
        let cause = std::error::Error::source(&empty.unwrap_err()).unwrap().to_string();
        assert!(cause.to_lowercase().contains("check"), "it says what is wrong: {cause}");
        assert!(!cause.contains("Nothing"), "but not with which row: {cause}");
        let typo = Sql::new("typo", "selekt 1");
        let err = db
            .read_blocking(move |tx| tx.query(typo, params![], |row| row.get::<i64>(0)))
            .unwrap_err();
        assert_eq!(err.to_string(), "typo: the engine refuses the statement");
        assert!(std::error::Error::source(&err).is_some(), "the engine's own words");
    });
}

#[test]
fn one_row_is_neither_none_nor_two() {
    let nothing = Sql::new("nothing", "select 1 where 1 = 2");
    let two = Sql::new("two", "select 1 union all select 2");
    testing::both(LIBRARY, move |db| {
        let one = |sql| db.read_blocking(move |tx| tx.query_one(sql, params![], |row| row.get::<i64>(0)));
        let opt = |sql| db.read_blocking(move |tx| tx.query_opt(sql, params![], |row| row.get::<i64>(0)));
        assert!(matches!(one(nothing), Err(Error::NotOne { found: 0, .. })));
        assert!(matches!(one(two), Err(Error::NotOne { found: 2, .. })));
        assert_eq!(opt(nothing).unwrap(), None);
        assert!(matches!(
            opt(two),
            Err(Error::NotOne {
                statement: "two",
                found: 2
            })
        ));
    });
}

#[test]
fn writing_statements_answer_the_rows_they_return_and_how_many_they_changed() {
    testing::both(LIBRARY, |db| {
        let (n_renamed, n_pages) = write(db, |tx| {
            let shelf = add_shelf(tx, "atlases")?;
            add_shelf(tx, "novels")?;
            let book = Uuid::now_v7();
            tx.execute(INSERT_BOOK, params![book, shelf, "Moby", 600_i64])?;
            let n_renamed = tx.execute(RENAME_SHELVES, params![" and maps"])?;
            let n_pages = tx.returning_one(ENLARGE, params![book, 35_i64], |row| row.get::<i64>(0))?;
            assert_eq!(
                tx.returning_opt(ENLARGE, params![Uuid::nil(), 1_i64], |row| row.get::<i64>(0))?,
                None
            );
            Ok((n_renamed, n_pages))
        })
        .unwrap();
        assert_eq!((n_renamed, n_pages), (2, 635));
        assert_eq!(shelf_names(db), ["atlases and maps", "novels and maps"]);
    });
}

#[test]
fn an_attempt_that_fails_is_undone_alone() {
    testing::both(LIBRARY, |db| {
        let clash = write(db, |tx| {
            add_shelf(tx, "atlases")?;
            let clash = tx.attempt(|| {
                add_shelf(tx, "novels")?;
                add_shelf(tx, "atlases")
            });
            add_shelf(tx, "poems")?;
            Ok(clash.unwrap_err())
        });
        assert!(matches!(clash.unwrap(), Error::Unique { .. }));
        assert_eq!(shelf_names(db), ["atlases", "poems"]);
    });
}

#[test]
fn attempts_nest() {
    testing::both(LIBRARY, |db| {
        write(db, |tx| {
            tx.attempt(|| {
                add_shelf(tx, "atlases")?;
                let inner = tx.attempt(|| add_shelf(tx, "atlases"));
                assert!(inner.is_err());
                add_shelf(tx, "novels")
            })
        })
        .unwrap();
        assert_eq!(shelf_names(db), ["atlases", "novels"]);
    });
}

#[test]
fn a_failed_statement_that_is_passed_over_is_not_committed() {
    testing::both(LIBRARY, |db| {
        let passed_over = write(db, |tx| {
            add_shelf(tx, "atlases")?;
            let _ = add_shelf(tx, "atlases");
            Ok(())
        });
        let Err(Error::Swallowed { statement }) = passed_over else {
            panic!("{passed_over:?}")
        };
        assert_eq!(statement, INSERT_SHELF.name());
        assert!(shelf_names(db).is_empty());
    });
}

#[test]
#[cfg(debug_assertions)]
fn changed_rows_without_an_event_are_not_kept_in_a_debug_build() {
    testing::both(LIBRARY, |db| {
        let untold = db.write_blocking(testing::stamp(), |tx| add_shelf(tx, "atlases"));
        assert!(matches!(untold, Err(Error::Unrecorded)), "{untold:?}");
        let returned = Sql::new("r", "update shelf set name = name where $1 = $1 returning name");
        write(db, |tx| add_shelf(tx, "novels")).unwrap();
        let untold = db.write_blocking(testing::stamp(), move |tx| {
            tx.returning(returned, params![1_i64], |row| row.get::<String>(0))
        });
        assert!(matches!(untold, Err(Error::Unrecorded)), "{untold:?}");
        assert_eq!(shelf_names(db), ["novels"]);
    });
}

#[test]
fn a_write_that_changes_nothing_needs_no_event() {
    testing::both(LIBRARY, |db| {
        let n_changed = db.write_blocking(testing::stamp(), |tx| tx.execute(RENAME_SHELVES, params!["!"]));
        assert_eq!(n_changed.unwrap(), 0);
        let undone = db.write_blocking(testing::stamp(), |tx| {
            let _ = tx.attempt(|| -> Result<(), Error> {
                add_shelf(tx, "atlases")?;
                Err(Error::Panicked)
            });
            Ok::<_, Error>(())
        });
        undone.unwrap();
    });
}

#[test]
fn housekeeping_needs_no_event_and_knows_its_instant() {
    testing::both(LIBRARY, |db| {
        let at = db
            .keep_house_blocking(testing::at(), |tx| {
                add_shelf(tx, "sessions")?;
                Ok::<_, Error>(tx.at())
            })
            .unwrap();
        assert_eq!(at, testing::at());
        assert_eq!(shelf_names(db), ["sessions"]);
    });
}

#[test]
fn a_reader_cannot_write() {
    let insert = Sql::new(
        "sneak",
        "insert into shelf (id, name, room, row_number) values ($1, 'x', 'y', 1) returning name",
    );
    testing::both(LIBRARY, move |db| {
        let sneaked = db.read_blocking(move |tx| tx.query(insert, params![Uuid::nil()], |row| row.get::<String>(0)));
        assert!(
            matches!(sneaked, Err(Error::NotARead { statement: "sneak" })),
            "{sneaked:?}"
        );
        assert!(shelf_names(db).is_empty());
    });
}

#[test]
fn a_panic_is_an_error_and_the_thread_lives_on() {
    testing::both(LIBRARY, |db| {
        let panicked = write(db, |tx| -> Result<(), Error> {
            add_shelf(tx, "atlases")?;
            panic!("as tests do")
        });
        assert!(matches!(panicked, Err(Error::Panicked)));
        let panicked = db.read_blocking(|_| -> Result<(), Error> { panic!("as tests do") });
        assert!(matches!(panicked, Err(Error::Panicked)));
        write(db, |tx| add_shelf(tx, "novels")).unwrap();
        assert_eq!(shelf_names(db), ["novels"]);
    });
}

fn add_many_books(tx: &WriteTx<'_>, n_books: i64) -> Result<(), Error> {
    let shelf = add_shelf(tx, "series")?;
    for number in 0..n_books {
        tx.execute(
            INSERT_BOOK,
            params![Uuid::now_v7(), shelf, format!("volume {number:04}"), 100_i64],
        )?;
    }
    Ok(())
}

#[test]
fn a_stream_hands_over_every_row_and_other_statements_run_meanwhile() {
    testing::both(LIBRARY, |db| {
        write(db, |tx| add_many_books(tx, 600)).unwrap();
        let titles = db
            .read_blocking(|tx| {
                let mut titles = Vec::new();
                tx.for_each(TITLES, params![], |row| {
                    let shelves = tx.query(SHELF_NAMES, params![], |row| row.get::<String>(0))?;
                    titles.push(format!("{} {}", shelves[0], row.get::<String>(0)?));
                    Ok::<_, Error>(())
                })?;
                Ok::<_, Error>(titles)
            })
            .unwrap();
        assert_eq!(titles.len(), 600);
        assert_eq!(titles[599], "series volume 0599");
    });
}

#[test]
fn a_stream_ends_with_the_error_of_who_reads_it() {
    #[derive(Debug, PartialEq)]
    enum Stop {
        Enough(u32),
        Broken,
    }
    impl From<Error> for Stop {
        fn from(_: Error) -> Self {
            Self::Broken
        }
    }
    testing::both(LIBRARY, |db| {
        write(db, |tx| add_many_books(tx, 3)).unwrap();
        let stopped = db.read_blocking(|tx| {
            let mut n_seen = 0;
            tx.for_each(TITLES, params![], |_| {
                n_seen += 1;
                if n_seen == 2 { Err(Stop::Enough(n_seen)) } else { Ok(()) }
            })
        });
        assert_eq!(stopped, Err(Stop::Enough(2)));
    });
}

#[test]
fn everything_a_reader_sees_is_of_one_moment() {
    testing::both(LIBRARY, |db| {
        let other: slipway_db::Db = slipway_db::Db::clone(db);
        let seen = db
            .read_blocking(move |tx| {
                let before = tx.query(SHELF_NAMES, params![], |row| row.get::<String>(0))?;
                write(&other, |tx| add_shelf(tx, "atlases"))?;
                let after = tx.query(SHELF_NAMES, params![], |row| row.get::<String>(0))?;
                Ok::<_, Error>((before, after))
            })
            .unwrap();
        assert_eq!(seen, (vec![], vec![]));
        assert_eq!(shelf_names(db), ["atlases"]);
    });
}

#[test]
fn an_async_caller_gets_the_same() {
    testing::both(LIBRARY, |db| {
        wait(async {
            db.write(testing::stamp(), |tx| {
                add_shelf(tx, "atlases")?;
                tx.recorded();
                Ok::<_, Error>(())
            })
            .await
            .unwrap();
            db.keep_house(testing::at(), |tx| add_shelf(tx, "sessions"))
                .await
                .unwrap();
            let names = db
                .read(|tx| tx.query(SHELF_NAMES, params![], |row| row.get::<String>(0)))
                .await
                .unwrap();
            assert_eq!(names, ["atlases", "sessions"]);
        });
    });
}

#[test]
fn the_stamp_reaches_the_closure() {
    let stamp = slipway_db::Stamp {
        at: testing::at(),
        by: Some(Uuid::from_u128(7)),
        request: Uuid::from_u128(8),
    };
    testing::both(LIBRARY, move |db| {
        let seen = db
            .write_blocking(stamp, |tx| Ok::<_, Error>((tx.stamp(), tx.at())))
            .unwrap();
        assert_eq!(seen, (stamp, testing::at()));
    });
}

#[test]
fn counters_tell_what_was_done() {
    testing::both(LIBRARY, |db| {
        let before = db.stats();
        write(db, |tx| add_shelf(tx, "atlases")).unwrap();
        let n_runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&n_runs);
        db.read_blocking(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Error>(())
        })
        .unwrap();
        let after = db.stats();
        assert_eq!(after.n_transactions - before.n_transactions, 1);
        assert_eq!(after.n_commits - before.n_commits, 1);
        assert_eq!(after.n_reads - before.n_reads, 1);
        assert_eq!(n_runs.load(Ordering::Relaxed), 1);
        assert!(!after.halted);
    });
}
