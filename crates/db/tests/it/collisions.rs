//! PostgreSQL: transactions that collide or lose their connection are run again, whole, and nobody notices.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use slipway_db::{Error, Sql, params, testing};
use uuid::Uuid;

use crate::support::{LIBRARY, RENAME_SHELF, SHELF_NAMES, Work, add_shelf, shelf_names, write};

/// Counts the runs of a closure and lets the first run of each of two meet at a barrier between their two halves.
#[derive(Clone)]
struct Meeting {
    barrier: Arc<Barrier>,
    n_runs: Arc<AtomicU32>,
}

impl Meeting {
    fn of_two() -> Self {
        Self {
            barrier: Arc::new(Barrier::new(2)),
            n_runs: Arc::new(AtomicU32::new(0)),
        }
    }

    /// Counts a run; the first two of all runs wait for each other.
    fn meet(&self) {
        if self.n_runs.fetch_add(1, Ordering::SeqCst) < 2 {
            self.barrier.wait();
        }
    }

    fn n_runs(&self) -> u32 {
        self.n_runs.load(Ordering::SeqCst)
    }
}

/// Runs two writing closures at the same time.
fn at_once(db: &testing::Scratch, works: [Work; 2]) -> Vec<Result<(), Error>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = works
            .into_iter()
            .map(|work| scope.spawn(move || write(db, work)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn two_that_lock_each_other_out_both_succeed() {
    testing::on_postgres(LIBRARY, |db| {
        let [first, second] = ["first", "second"].map(|name| write(db, move |tx| add_shelf(tx, name)).unwrap());
        let meeting = Meeting::of_two();
        let lock_both = |one: Uuid, other: Uuid| -> Work {
            let meeting = meeting.clone();
            Box::new(move |tx| {
                tx.execute(RENAME_SHELF, params![one, format!("one {one}")])?;
                meeting.meet();
                tx.execute(RENAME_SHELF, params![other, format!("other {other}")])
                    .map(drop)
            })
        };
        let before = db.stats();
        let results = at_once(db, [lock_both(first, second), lock_both(second, first)]);
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert!(meeting.n_runs() >= 3, "a deadlock made at least one of them run again");
        assert!(db.stats().n_reruns > before.n_reruns);
    });
}

#[test]
fn two_that_each_rely_on_what_the_other_changes_both_succeed_one_after_the_other() {
    let serializable = Sql::new("isolation", "set transaction isolation level serializable");
    testing::on_postgres(LIBRARY, |db| {
        let meeting = Meeting::of_two();
        // Each adds a shelf named after how many there are: run one after the other, the names differ.
        let add_numbered = |prefix: &'static str| -> Work {
            let meeting = meeting.clone();
            Box::new(move |tx| {
                tx.execute(serializable, params![])?;
                let n_shelves = tx.query(SHELF_NAMES, params![], |row| row.get::<String>(0))?.len();
                meeting.meet();
                add_shelf(tx, &format!("{prefix} {n_shelves}")).map(drop)
            })
        };
        let results = at_once(db, [add_numbered("a"), add_numbered("b")]);
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!(
            meeting.n_runs(),
            3,
            "the server let one win and told the other to start again"
        );
        let names = shelf_names(db);
        assert!(names == ["a 0", "b 1"] || names == ["a 1", "b 0"], "{names:?}");
    });
}

/// A statement that the server answers with "could not serialize".
const COLLIDE: Sql = Sql::new("collide", "do $$ begin raise exception using errcode = '40001'; end $$");

#[test]
fn one_that_always_collides_is_given_up_after_ten_runs() {
    testing::on_postgres(LIBRARY, |db| {
        let n_runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&n_runs);
        let hopeless = write(db, move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            add_shelf(tx, "atlases")?;
            tx.execute(COLLIDE, params![])
        });
        assert!(
            matches!(hopeless, Err(Error::Contended { statement: "collide" })),
            "{hopeless:?}"
        );
        assert_eq!(n_runs.load(Ordering::SeqCst), 10);
        assert!(shelf_names(db).is_empty());
    });
}

#[test]
fn a_collision_that_the_closure_passes_over_is_still_run_again() {
    testing::on_postgres(LIBRARY, |db| {
        let n_runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&n_runs);
        write(db, move |tx| {
            add_shelf(tx, "atlases")?;
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                let _ = tx.attempt(|| tx.execute(COLLIDE, params![]));
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(n_runs.load(Ordering::SeqCst), 2);
        assert_eq!(shelf_names(db), ["atlases"]);
    });
}

/// Makes the server end the connection on which it is run.
const END_CONNECTION: Sql = Sql::new("end", "select pg_terminate_backend(pg_backend_pid())");

#[test]
fn a_connection_that_breaks_before_the_commit_is_replaced_and_the_closure_run_again() {
    testing::on_postgres(LIBRARY, |db| {
        let n_runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&n_runs);
        write(db, move |tx| {
            add_shelf(tx, "atlases")?;
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                tx.query(END_CONNECTION, params![], |row| row.get::<bool>(0))?;
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(n_runs.load(Ordering::SeqCst), 2);
        assert_eq!(shelf_names(db), ["atlases"]);
    });
}

#[test]
fn connections_that_broke_while_idle_are_replaced_without_anyone_noticing() {
    let end_others = Sql::new(
        "end others",
        "select pg_terminate_backend(pid) from pg_stat_activity
         where pid <> pg_backend_pid() and datname = current_database()",
    );
    testing::on_postgres(LIBRARY, move |db| {
        for _ in 0..8 {
            shelf_names(db);
        }
        db.read_blocking(move |tx| tx.query(end_others, params![], |row| row.get::<bool>(0)))
            .unwrap();
        for number in 0..8 {
            write(db, move |tx| add_shelf(tx, &format!("shelf {number}"))).unwrap();
        }
        assert_eq!(shelf_names(db).len(), 8);
    });
}

#[test]
fn a_reader_that_always_loses_its_connection_hears_that_the_store_is_unavailable() {
    testing::on_postgres(LIBRARY, |db| {
        let lost = db.read_blocking(|tx| tx.query(END_CONNECTION, params![], |row| row.get::<bool>(0)));
        assert!(matches!(lost, Err(Error::Unavailable { .. })), "{lost:?}");
        assert!(shelf_names(db).is_empty(), "and the store lives on");
    });
}
