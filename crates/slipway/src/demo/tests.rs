//! What the demo has to show: every state that a release can be in today, with histories that hold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use slipway_core::cmdb::Direction;
use slipway_core::release::{Release, delay_minutes};
use slipway_db::{params, testing};
use tokio::runtime::Runtime;

use super::{LOG_INS, fill, founded_at};
use crate::account;
use crate::app::App;
use crate::audit::verify;
use crate::cmdb::graph::query::{Asked, by_store};
use crate::config::Config;
use crate::edge::Fault;
use crate::release::store;
use crate::{seed, wiring};

slipway_db::statements! {
    N_STAGES = "select count(distinct stage) from item";
    N_CHANGED = "select count(*) from item_version where number = 2";
    CORE = "select id from item where identification = 'SW-CORE-1'";
}

/// A filled store on a day, with its releases by number.
fn shown_on(day: &str) -> (testing::Scratch, Vec<Release>) {
    let scratch = testing::sqlite(wiring::MIGRATIONS);
    let now: Timestamp = day.parse().unwrap();
    let at = |instant: Timestamp| {
        App::new(
            (*scratch).clone(),
            Config::default(),
            Arc::new(move || instant),
            account::query::identify,
        )
    };
    Runtime::new().unwrap().block_on(async {
        seed::install(&at(founded_at(now)), None).await.unwrap();
        let log_ins = fill(&at(now)).await.unwrap();
        assert_eq!(log_ins[0].0, "helena", "the release manager comes first");
    });
    let releases = scratch.read_blocking(|tx| {
        let mut found = Vec::new();
        for number in 1.. {
            let Some(stored) = store::by_number(tx, number)? else {
                break;
            };
            found.push(stored.release);
        }
        Ok::<_, Fault>(found)
    });
    (scratch, releases.unwrap())
}

#[test]
fn a_demo_has_a_cmdb_in_every_stage_with_a_past_and_services_that_suffer() {
    let (scratch, _) = shown_on("2026-11-23T15:00:00Z");
    let counted = scratch.read_blocking(|tx| {
        let count = |statement| tx.query_one(statement, params![], |row| row.get::<i64>(0));
        let from = tx.query_one(CORE, params![], |row| row.get(0))?;
        let reached = by_store(
            tx,
            Asked {
                item: from,
                direction: Direction::Impacted,
                depth: None,
                as_of: None,
            },
        )?;
        Ok::<_, Fault>((count(N_STAGES)?, count(N_CHANGED)?, reached.len()))
    });
    let (n_stages, n_changed, n_reached) = counted.unwrap();
    assert_eq!(n_stages, 4);
    assert!(n_changed > 4, "{n_changed} items were changed since");
    assert!(n_reached > 30, "{n_reached} items hang on the core switch");
}

#[test]
fn a_demo_has_releases_on_every_task_and_in_every_status() {
    let (_scratch, releases) = shown_on("2026-11-23T15:00:00Z");
    let now = "2026-11-23T15:00:00Z".parse().unwrap();
    let is_late = |release: &Release| delay_minutes(release, now).is_some_and(|minutes| minutes > 0);
    let mut found = BTreeSet::new();
    for release in &releases {
        let task = release.tasks.first();
        let place = task.map_or("closed", |task| task.node.as_str());
        let holder = if task.is_some_and(|task| task.responsible.is_some()) {
            "held"
        } else {
            "free"
        };
        let time = if is_late(release) { "late" } else { "in time" };
        found.insert(format!("{place} {}", release.status));
        found.insert(format!("{place} {holder}"));
        found.insert(format!(
            "{} {time}",
            if release.is_closed() { "closed" } else { "open" }
        ));
        found.extend(
            task.filter(|task| task.requester_only)
                .map(|_| format!("{place} of the requester")),
        );
    }
    for wanted in [
        "Release in_execution",
        "Release held",
        "Release free",
        "Release not_solved",
        "Release of the requester",
        "Run held",
        "Run free",
        "Run canceled",
        "Test held",
        "Test free",
        "Test solved",
        "Test not_solved",
        "Homologation suspended",
        "Release reopened",
        "Homologation held",
        "Homologation free",
        "Close solved",
        "Close of the requester",
        "closed solved",
        "closed canceled",
        "closed late",
        "closed in time",
        "open late",
        "open in time",
    ] {
        assert!(found.contains(wanted), "no release is: {wanted}\n{found:#?}");
    }
    assert!(
        releases.is_sorted_by_key(|release| release.created.0),
        "numbers rise with time"
    );
    assert!(
        releases.iter().all(|release| release.updated.0 <= now),
        "nothing has happened in the future"
    );
}

#[test]
fn a_demo_can_be_filled_on_any_day_and_its_histories_hold() {
    // A Sunday, the day after a year's end, and a day in the week of a clock change in Lisbon.
    for day in ["2026-11-22T03:00:00Z", "2027-01-01T00:10:00Z", "2027-03-29T21:00:00Z"] {
        let (scratch, releases) = shown_on(day);
        assert!(releases.len() >= 40, "{day}");
        let verdict = scratch.read_blocking(|tx| verify::all(tx, &wiring::tails(), || {}));
        let verdict = verdict.unwrap();
        assert_eq!(verdict.broken, [], "{day}");
        assert!(verdict.n_events > 300, "{day}: {verdict:?}");
    }
}

#[test]
fn every_log_in_that_is_told_can_log_in() {
    let (scratch, _) = shown_on("2026-11-23T15:00:00Z");
    for (login, _) in LOG_INS.iter().filter(|(login, _)| *login != seed::ADMINISTRATOR) {
        let found = scratch.read_blocking(|tx| account::store::by_login(tx, login));
        let (_, hash) = found.unwrap().unwrap_or_else(|| panic!("nobody is called {login}"));
        assert!(hash.is_some(), "{login} has no password");
    }
}
