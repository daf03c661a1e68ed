//! G12 on the history: what `slipway verify` walks names every tampering, by its record and its event, and accuses no
//! other record. Each tampering is undone by ending its transaction, so that all of them meet the same history.

mod ways;

use std::sync::Arc;

use axum::http::Method;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;
use slipway::audit::verify::{self, Verdict};
use slipway::audit::{self, Event};
use slipway::wiring;
use slipway_db::testing::{self, Scratch};
use slipway_db::{Error, Sql, params};

use self::ways::{Histories, Tampering, thrown};
use crate::support::World;

const ON_SQLITE: u32 = 1_000;
const ON_POSTGRES: u32 = 150;

const NO_MAILS: Sql = Sql::new("mails.delete", "delete from mail_outbox");

/// What ends a transaction that nothing may remain of.
#[derive(Debug)]
enum Undone {
    Seen(Verdict),
    Failed(Error),
}

impl From<Error> for Undone {
    fn from(error: Error) -> Undone {
        Undone::Failed(error)
    }
}

/// What `slipway verify` finds after a tampering, which does not stay.
fn verdict_on(world: &World, tampering: &Arc<Tampering>) -> Verdict {
    let tampered = Arc::clone(tampering);
    let undone = world.app.db().keep_house_blocking(world.app.now(), move |tx| {
        tampered.commit(tx)?;
        let verdict = verify::all(tx, &wiring::tails(), || {})?;
        Err::<(), Undone>(Undone::Seen(verdict))
    });
    match undone.unwrap_err() {
        Undone::Seen(verdict) => verdict,
        Undone::Failed(error) => panic!("{tampering:?}: {error}"),
    }
}

/// A company where something has happened.
fn company(scratch: Scratch) -> World {
    let world = World::on(scratch);
    let (planned, worked) = (world.release(), world.release());
    let done = |release: &str, verb: &str, body| world.act(&world.ada, release, verb, &body).expect(200);
    done(&worked, "capture", json!({}));
    done(&worked, "advance", json!({"outcome": "advance"}));
    done(
        &planned,
        "suspend",
        json!({"justification": world.id("justification"), "complement": "Não há luz"}),
    );
    done(&planned, "reactivate", json!({}));
    done(&planned, "delegate", json!({"group": world.id("hands")}));
    for rows in [25, 50] {
        let administrator = world.admin.with("if-match", "*");
        administrator
            .json(Method::PUT, "/api/v1/parameters/rows_per_page", &json!({"value": rows}))
            .expect(200);
    }
    // Mails refer to the events that they tell of; whoever takes an event away takes its mail away before.
    let emptied = world
        .app
        .db()
        .keep_house_blocking(world.app.now(), |tx| tx.execute(NO_MAILS, params![]));
    assert!(emptied.unwrap() > 0);
    world
}

fn every_tampering_is_named(scratch: Scratch, n_tamperings: u32) {
    let keeps_anything = scratch.is_sqlite();
    let world = company(scratch);
    let holds = verdict_on(&world, &Arc::default());
    assert_eq!(holds.broken, [], "before anything is done to it");
    let read = world.app.db().read_blocking(|tx| {
        let mut events = Vec::new();
        audit::store::each(tx, |event| {
            events.push(event.unwrap());
            Ok(())
        })?;
        Ok::<_, Error>(events)
    });
    let histories = Histories {
        events: read.unwrap(),
        keeps_anything,
    };
    let config = Config {
        cases: n_tamperings,
        failure_persistence: None,
        ..Config::default()
    };
    let ran =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)).run(&thrown(), |thrown| {
            let tampering = Arc::new(histories.tampering(&thrown));
            let verdict = verdict_on(&world, &tampering);
            prop_assert!(
                tampering.is_named(&verdict),
                "{:?}\nis not named by {:?}",
                tampering,
                verdict.broken
            );
            Ok(())
        });
    ran.unwrap();
    assert_eq!(
        verdict_on(&world, &Arc::default()).broken,
        [],
        "nothing of it has stayed"
    );
}

#[test]
fn a_thousand_tamperings_are_named() {
    every_tampering_is_named(testing::sqlite(wiring::MIGRATIONS), ON_SQLITE);
}

#[test]
fn tamperings_are_named_on_postgresql_as_well() {
    match testing::postgres(wiring::MIGRATIONS) {
        Some(scratch) => every_tampering_is_named(scratch, ON_POSTGRES),
        None => eprintln!("PostgreSQL skipped: SLIPWAY_TEST_POSTGRES is not set"),
    }
}

/// The negative control: without the records a chain that was cut short looks whole.
#[test]
fn a_chain_alone_misses_its_own_cut_tail() {
    let world = company(testing::sqlite(wiring::MIGRATIONS));
    let history = world
        .app
        .db()
        .read_blocking(|tx| {
            let mut releases = Vec::new();
            audit::store::each(tx, |event| {
                releases.extend(event.ok().filter(|event| event.record_kind == "release"));
                Ok(())
            })?;
            Ok::<_, Error>(releases)
        })
        .unwrap();
    let one: Vec<Event> = history
        .iter()
        .filter(|event| event.record_id == history[0].record_id)
        .cloned()
        .collect();
    assert!(one.len() > 2);
    assert_eq!(verify::chain(&one), Ok(()));
    assert_eq!(
        verify::chain(&one[..one.len() - 1]),
        Ok(()),
        "so that it takes the record to tell"
    );
    assert!(verify::chain(&one[1..]).is_err());
}
