//! What generated volume has to be: by the rules, repeatable, and added to what is there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::sync::Arc;

use jiff::Timestamp;
use slipway_core::release::Release;
use slipway_db::testing::{self, Scratch};
use tokio::runtime::Runtime;

use super::{Made, Volume, fill, open_percent};
use crate::account;
use crate::app::App;
use crate::audit::verify;
use crate::config::Config;
use crate::release::store;
use crate::{seed, wiring};

struct Filled {
    scratch: Scratch,
    app: App,
    runtime: Runtime,
}

impl Filled {
    fn on(scratch: Scratch) -> Filled {
        let now: Timestamp = "2026-11-23T15:00:00Z".parse().unwrap();
        let app = App::new(
            (*scratch).clone(),
            Config::default(),
            Arc::new(move || now),
            account::query::identify,
        );
        let runtime = Runtime::new().unwrap();
        runtime.block_on(seed::install(&app, None)).unwrap();
        Filled { scratch, app, runtime }
    }

    fn fill(&self, n_releases: u64, seed: u64) -> Made {
        let volume = Volume {
            n_releases,
            seed,
            until: "2026-11-23".parse().unwrap(),
        };
        self.runtime.block_on(fill(&self.app, volume, |_| ())).unwrap()
    }

    fn releases(&self) -> Vec<Release> {
        let found = self.scratch.read_blocking(|tx| {
            let mut found = Vec::new();
            while let Some(stored) = store::by_number(tx, i64::try_from(found.len()).unwrap() + 1)? {
                found.push(stored.release);
            }
            Ok::<_, slipway_db::Error>(found)
        });
        found.unwrap()
    }
}

/// What two stores have in common: everything but the ids of people and catalogue.
fn told(release: &Release) -> (i64, String, &'static str, u8, Timestamp, String) {
    let sheet = &release.sheet;
    (
        release.number,
        sheet.title.clone(),
        release.status.as_str(),
        release.priority.number(),
        release.updated.0,
        release.position.to_text(),
    )
}

#[test]
fn volume_is_the_same_for_the_same_seed_and_holds_on_both_engines() {
    let mut seen: Vec<Vec<_>> = Vec::new();
    let engines = [
        Some(testing::sqlite(wiring::MIGRATIONS)),
        testing::postgres(wiring::MIGRATIONS),
    ];
    for scratch in engines.into_iter().flatten() {
        let filled = Filled::on(scratch);
        let made = filled.fill(300, 7);
        assert_eq!((made.first, made.last), (1, 300));
        let releases = filled.releases();
        assert_eq!(releases.len(), 300);
        assert_eq!(
            releases.iter().filter(|release| !release.is_closed()).count() as u64,
            made.n_open
        );
        assert!(
            (20..80).contains(&made.n_open),
            "about 15 in a hundred are open: {made:?}"
        );
        assert!(
            releases.is_sorted_by_key(|release| release.created.0),
            "numbers rise with time"
        );
        let until: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
        assert!(
            releases.iter().all(|release| release.updated.0 <= until),
            "nothing has happened in the future"
        );
        let verdict = filled
            .scratch
            .read_blocking(|tx| verify::all(tx, &wiring::tails(), || {}));
        let verdict = verdict.unwrap();
        assert_eq!(verdict.broken, []);
        seen.push(releases.iter().map(told).collect());
    }
    let again = Filled::on(testing::sqlite(wiring::MIGRATIONS));
    again.fill(300, 7);
    seen.push(again.releases().iter().map(told).collect());
    assert!(
        seen.windows(2).all(|pair| pair[0] == pair[1]),
        "the same seed makes the same releases"
    );
}

#[test]
fn running_twice_adds_more_and_other_seeds_make_others() {
    let filled = Filled::on(testing::sqlite(wiring::MIGRATIONS));
    let (first, second) = (filled.fill(40, 1), filled.fill(40, 1));
    assert_eq!((first.last, second.first, second.last), (40, 41, 80));
    let releases = filled.releases();
    let titles = |from: usize| {
        releases[from..from + 40]
            .iter()
            .map(|release| release.sheet.title.clone())
            .collect::<Vec<_>>()
    };
    assert_ne!(
        titles(0),
        titles(40),
        "the second run makes other releases than the first"
    );
    let other = Filled::on(testing::sqlite(wiring::MIGRATIONS));
    other.fill(40, 2);
    assert_ne!(
        titles(0),
        other
            .releases()
            .iter()
            .map(|release| release.sheet.title.clone())
            .collect::<Vec<_>>()
    );
}

#[test]
fn fifteen_in_a_hundred_are_open_and_most_of_the_newest() {
    let n_open: u64 = (0..10_000).map(|index| open_percent(index, 10_000)).sum();
    assert!((1_400..1_600).contains(&(n_open / 100)), "{n_open}");
    assert_eq!((open_percent(0, 10_000), open_percent(9_999, 10_000)), (0, 89));
}
