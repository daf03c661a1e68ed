//! `slipway migrate` and `slipway verify`; opening the store for every command.

use std::path::Path;
use std::time::Duration;

use slipway_db::{Config as DbConfig, Db};
use tokio::runtime::Runtime;

use super::{Failure, progress, say};
use crate::account;
use crate::app::{App, machine_clock};
use crate::audit::verify::{self, Broken};
use crate::config::Config;
use crate::edge::Fault;
use crate::file::disk::Disk;
use crate::file::verify::{self as files, Spoiling, Spoilt};
use crate::{seed, wiring};

/// Reading every history takes as long as it takes.
const HOURS: Duration = Duration::from_hours(12);

/// Opens the store of the settings, and makes its file where there is none.
pub fn open(config: &Config) -> Result<Db, Failure> {
    let settings = DbConfig {
        max_group: config.commit_group,
        ..DbConfig::new(&config.database_url)
    };
    Ok(Db::open(&settings, wiring::MIGRATIONS)?)
}

/// Opens a store that is there: looking at one that is not must not make one.
fn open_existing(config: &Config) -> Result<Db, Failure> {
    let url = &config.database_url;
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    if !path.contains("://") && !Path::new(path).exists() {
        return Err(Failure::Found(format!("there is no store at {path}")));
    }
    open(config)
}

/// Opens the store, brings it to this version, and sets it up at its first start.
pub fn ready(config: Config, runtime: &Runtime) -> Result<App, Failure> {
    let db = open(&config)?;
    apply(&db)?;
    let app = App::new(db, config, machine_clock(), account::query::identify);
    let password = app.config().admin_password.clone();
    runtime.block_on(seed::install(&app, password.as_deref()))?;
    Ok(app)
}

/// Applies what is pending and answers its names.
pub fn apply(db: &Db) -> Result<Vec<&'static str>, Failure> {
    let wheel = progress::wheel("bringing the store to this version");
    let applied = db.migrate(machine_clock()());
    wheel.finish_and_clear();
    Ok(applied?)
}

/// Whether to change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrating {
    Check,
    Apply,
}

/// Tells what the store lacks, or brings it up to date.
pub fn migrate(config: &Config, migrating: Migrating) -> Result<(), Failure> {
    match migrating {
        Migrating::Check => {
            whole(&open_existing(config)?)?;
            say("the store is up to date")
        }
        Migrating::Apply => match apply(&open(config)?)?.as_slice() {
            [] => say("the store was up to date"),
            applied => say(&format!("applied {}", applied.join(", "))),
        },
    }
}

/// Refuses a store that lacks migrations.
fn whole(db: &Db) -> Result<(), Failure> {
    match db.pending_migrations()?.as_slice() {
        [] => Ok(()),
        pending => Err(Failure::Found(format!(
            "the store lacks {}: run `slipway migrate`",
            pending.join(", ")
        ))),
    }
}

/// Checks every history chain, each record's revision against its history, and every file against its digest.
pub fn verify(config: &Config) -> Result<(), Failure> {
    let db = open_existing(config)?;
    whole(&db)?;
    let runtime = Runtime::new()?;
    verify_histories(&db, &runtime)?;
    verify_files(&db, &Disk::at(&config.files), &runtime)
}

fn verify_histories(db: &Db, runtime: &Runtime) -> Result<(), Failure> {
    let wheel = progress::wheel("records checked:");
    let counting = wheel.clone();
    let verdict = runtime.block_on(db.read_within(HOURS, move |tx| {
        Ok::<_, Fault>(verify::all(tx, &wiring::tails(), || counting.inc(1))?)
    }));
    wheel.finish_and_clear();
    let verdict = verdict?;
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

fn verify_files(db: &Db, disk: &Disk, runtime: &Runtime) -> Result<(), Failure> {
    let wheel = progress::wheel("files checked:");
    let counting = wheel.clone();
    let verdict = runtime.block_on(files::all(db, disk, || counting.inc(1)));
    wheel.finish_and_clear();
    let verdict = verdict?;
    match verdict.first {
        Some(spoilt) => Err(Failure::Found(format!(
            "{} of {} files do not hold; first: {}",
            verdict.n_spoilt,
            verdict.n_files,
            told_of_file(disk, &spoilt)
        ))),
        None => say(&format!("{} files hold", verdict.n_files)),
    }
}

fn told_of_file(disk: &Disk, spoilt: &Spoilt) -> String {
    let what = match &spoilt.what {
        Spoiling::Missing => "is missing".to_owned(),
        Spoiling::Altered => "was altered".to_owned(),
        Spoiling::Unreadable(error) => format!("cannot be read ({error})"),
    };
    let users: Vec<String> = spoilt
        .users
        .iter()
        .map(|(kind, id, name)| format!("{name:?} of {kind} {id}"))
        .collect();
    format!("{} {what}: {}", disk.path(spoilt.digest).display(), users.join(", "))
}

fn told(broken: &Broken) -> String {
    let what = match broken.what {
        verify::Break::Sequence => "an event is missing or stands twice",
        verify::Break::Predecessor => "the event does not follow from the one before it",
        verify::Break::Content => "the event was altered",
        verify::Break::Unreadable => "it cannot be read as an event",
        verify::Break::Tail => "the record and the end of its history differ",
        verify::Break::History => "the record has no history",
        verify::Break::Kind => "there are no records of this kind",
    };
    format!(
        "{} {} event {}: {what}",
        broken.record_kind, broken.record_id, broken.seq
    )
}
