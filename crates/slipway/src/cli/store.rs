//! `slipway migrate` and `slipway verify`; opening the store for every command.

use std::time::Duration;

use slipway_db::{Config as DbConfig, Db};
use tokio::runtime::Runtime;

use super::{Failure, say};
use crate::audit::verify::{self, Broken};
use crate::config::Config;
use crate::edge::Fault;
use crate::wiring;

/// Reading every history takes as long as it takes.
const HOURS: Duration = Duration::from_hours(12);

/// Opens the store of the settings.
pub fn open(config: &Config) -> Result<Db, Failure> {
    let settings = DbConfig {
        max_group: config.commit_group,
        ..DbConfig::new(&config.database_url)
    };
    Ok(Db::open(&settings, wiring::MIGRATIONS)?)
}

/// Whether to change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrating {
    Check,
    Apply,
}

/// Tells what the store lacks, or brings it up to date.
pub fn migrate(config: &Config, migrating: Migrating) -> Result<(), Failure> {
    let db = open(config)?;
    match migrating {
        Migrating::Check => match db.pending_migrations()?.as_slice() {
            [] => say("the store is up to date"),
            pending => Err(Failure::Found(format!(
                "the store lacks {}: run `slipway migrate`",
                pending.join(", ")
            ))),
        },
        Migrating::Apply => match db.migrate(crate::app::machine_clock()())?.as_slice() {
            [] => say("the store was up to date"),
            applied => say(&format!("applied {}", applied.join(", "))),
        },
    }
}

/// Checks every history chain, and each record's revision against its history.
pub fn verify(config: &Config) -> Result<(), Failure> {
    let db = open(config)?;
    let verdict = Runtime::new()?.block_on(db.read_within(HOURS, |tx| {
        let tails = wiring::tails();
        Ok::<_, Fault>(verify::all(tx, |last| tails.check(tx, last))?)
    }))?;
    if let Some(broken) = verdict.broken.first() {
        return Err(Failure::Found(format!(
            "{} of {} records do not hold; first: {}",
            verdict.broken.len(),
            verdict.n_records,
            told(broken)
        )));
    }
    say(&format!(
        "{} records with {} events hold",
        verdict.n_records, verdict.n_events
    ))
}

fn told(broken: &Broken) -> String {
    let what = match broken.what {
        verify::Break::Sequence => "an event is missing or stands twice",
        verify::Break::Predecessor => "the event does not follow from the one before it",
        verify::Break::Content => "the event was altered",
        verify::Break::Tail => "the record and the end of its history differ",
    };
    format!(
        "{} {} event {}: {what}",
        broken.record_kind, broken.record_id, broken.seq
    )
}
