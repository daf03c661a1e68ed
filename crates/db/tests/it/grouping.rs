//! SQLite's writer: many transactions in one commit, and none that feels the failure of its neighbour.

use std::pin::Pin;
use std::sync::mpsc::{Sender, channel};

use slipway_db::{Config, Db, Error, Sql, params, testing};
use uuid::Uuid;

use crate::support::{INSERT_LOAN, LIBRARY, Work, add_shelf, send, shelf_names, wait};

/// Adds one shelf.
fn shelf(name: impl Into<String>) -> Work {
    let name = name.into();
    Box::new(move |tx| add_shelf(tx, &name).map(drop))
}

/// Holds the writer until all of the works wait behind it, then lets them go; answers their results in order.
fn behind_a_slow_one(db: &Db, works: Vec<Work>) -> Vec<Result<(), Error>> {
    let gate = Gate::before(db);
    let waiting: Vec<_> = works
        .into_iter()
        .map(|mut work| send(db.keep_house(testing::at(), move |tx| work(tx))).unwrap())
        .collect();
    gate.open();
    waiting.into_iter().map(wait).collect()
}

/// Keeps the writer busy, alone in its group, until it is opened.
struct Gate {
    opened: Sender<()>,
    held: Pin<Box<dyn Future<Output = Result<(), Error>>>>,
}

impl Gate {
    fn before(db: &Db) -> Self {
        let (arrive, arrived) = channel();
        let (opened, open) = channel();
        let db = db.clone();
        let at_the_gate = async move {
            db.keep_house(testing::at(), move |_| {
                arrive.send(()).map_err(|_| Error::Panicked)?;
                open.recv().map_err(|_| Error::Panicked)
            })
            .await
        };
        let held = send(at_the_gate).unwrap();
        arrived.recv().unwrap();
        Self { opened, held }
    }

    fn open(self) {
        self.opened.send(()).unwrap();
        wait(self.held).unwrap();
    }
}

#[test]
fn all_that_waits_is_kept_by_one_commit() {
    let db = testing::sqlite(LIBRARY);
    let before = db.stats();
    let results = behind_a_slow_one(
        &db,
        (0..100).map(|number| shelf(format!("shelf {number:03}"))).collect(),
    );
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(shelf_names(&db).len(), 100);
    let after = db.stats();
    assert_eq!(after.n_transactions - before.n_transactions, 101);
    assert_eq!(
        after.n_commits - before.n_commits,
        2,
        "one for the one at the gate, one for all the others"
    );
}

#[test]
fn a_group_is_no_larger_than_asked() {
    let folder = testing::Folder::new();
    let db = Db::open(
        &Config {
            max_group: 1,
            ..folder.config()
        },
        LIBRARY,
    )
    .unwrap();
    db.migrate(testing::at()).unwrap();
    let before = db.stats();
    let results = behind_a_slow_one(&db, vec![shelf("atlases"), shelf("novels"), shelf("poems")]);
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(db.stats().n_commits - before.n_commits, 4);
}

#[test]
fn a_failure_does_not_hurt_the_neighbours() {
    let db = testing::sqlite(LIBRARY);
    let refused: Work = Box::new(|tx| {
        add_shelf(tx, "refused")?;
        Err(Error::NotOne {
            statement: "refused",
            found: 0,
        })
    });
    let panicking: Work = Box::new(|tx| {
        add_shelf(tx, "panicked")?;
        panic!("as tests do")
    });
    let results = behind_a_slow_one(
        &db,
        vec![shelf("atlases"), refused, shelf("atlases"), panicking, shelf("novels")],
    );
    assert!(results[0].is_ok());
    assert!(matches!(
        results[1],
        Err(Error::NotOne {
            statement: "refused",
            ..
        })
    ));
    assert!(matches!(results[2], Err(Error::Unique { .. })));
    assert!(matches!(results[3], Err(Error::Panicked)));
    assert!(results[4].is_ok());
    assert_eq!(shelf_names(&db), ["atlases", "novels"]);
}

#[test]
fn one_that_ends_the_transaction_under_its_neighbours_fails_alone() {
    let db = testing::sqlite(LIBRARY);
    let before = db.stats();
    let vandal: Work = Box::new(|tx| tx.execute(Sql::new("vandal", "rollback"), params![]).map(drop));
    let results = behind_a_slow_one(&db, vec![shelf("atlases"), vandal, shelf("novels")]);
    assert!(results[0].is_ok());
    assert!(results[1].is_err(), "its work is not kept");
    assert!(results[2].is_ok());
    assert_eq!(shelf_names(&db), ["atlases", "novels"]);
    assert!(db.stats().n_reruns > before.n_reruns, "the first one ran again");
}

#[test]
fn a_foreign_key_that_speaks_at_the_commit_hurts_only_its_own() {
    let db = testing::sqlite(LIBRARY);
    let dangling: Work = Box::new(|tx| {
        tx.execute(INSERT_LOAN, params![Uuid::now_v7(), Uuid::now_v7()])
            .map(drop)
    });
    let results = behind_a_slow_one(&db, vec![shelf("atlases"), dangling, shelf("novels")]);
    assert!(results[0].is_ok());
    assert!(matches!(results[1], Err(Error::ForeignKey { .. })), "{:?}", results[1]);
    assert!(results[2].is_ok());
    assert_eq!(shelf_names(&db), ["atlases", "novels"]);
}

#[test]
fn a_full_disk_fails_who_needs_room_and_passes_when_there_is_room_again() {
    let db = testing::sqlite(LIBRARY);
    let cap = |n_pages: u32| -> Work {
        let text: &'static str = Box::leak(format!("pragma max_page_count = {n_pages}").into_boxed_str());
        Box::new(move |tx| tx.returning(Sql::new("cap", text), params![], |_| Ok(())).map(drop))
    };
    let large = || shelf("x".repeat(1_000_000));
    let results = behind_a_slow_one(&db, vec![cap(60), shelf("atlases"), large(), shelf("novels")]);
    assert!(results[1].is_ok(), "{results:?}");
    assert!(matches!(results[2], Err(Error::Full { .. })), "{:?}", results[2]);
    assert!(results[3].is_ok(), "{results:?}");
    let results = behind_a_slow_one(&db, vec![cap(1_000_000), large()]);
    assert!(results[1].is_ok(), "{results:?}");
    assert_eq!(shelf_names(&db).len(), 3);
    assert!(!db.stats().halted);
}

#[test]
fn a_caller_who_went_away_before_its_turn_is_not_served() {
    let db = testing::sqlite(LIBRARY);
    let gate = Gate::before(&db);
    let gone = send(db.keep_house(testing::at(), |tx| add_shelf(tx, "atlases"))).unwrap();
    drop(gone);
    gate.open();
    db.keep_house_blocking(testing::at(), |tx| add_shelf(tx, "novels"))
        .unwrap();
    assert_eq!(shelf_names(&db), ["novels"]);
}
