//! The transactions of `advance` without HTTP: as many tasks call the same command in this process.
//! It runs as a process of its own, since the disk of a process can be slowed down only at its start.

use std::path::PathBuf;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use clap::Args;
use slipway::account;
use slipway::act::new_uuid;
use slipway::app::{App, machine_clock};
use slipway::config::Config;
use slipway::edge::{Caller, Credential, Fault, Language, Precondition, endpoint};
use slipway::release::command;
use slipway::wiring;
use slipway_core::flow::Outcome;
use slipway_core::release::command::Taking;
use slipway_core::release::{Advance, Command};
use slipway_db::Db;

use crate::Failure;
use crate::disk::Disk;
use crate::server::Store;
use crate::walk::{Verb, Walked, Worker, walk};

/// What the process that does it is told.
#[derive(Debug, Args)]
pub struct Asked {
    #[arg(long)]
    store: String,
    #[arg(long)]
    token: String,
    #[arg(long)]
    releases: i64,
    #[arg(long)]
    workers: usize,
    #[arg(long)]
    delay_microseconds: u64,
    /// The numbers shared with the library that counts flushes
    #[arg(long)]
    disk: PathBuf,
}

/// Starts the process and reads what it found.
pub fn walked(
    store: &Store,
    (disk, delay): (&Disk, Duration),
    (n_releases, n_workers): (i64, usize),
) -> Result<Walked, Failure> {
    let mut process = Process::new(std::env::current_exe()?);
    process
        .arg("direct")
        .args(["--store", &store.url(), "--token", &store.token()?]);
    process.args([
        "--releases",
        &n_releases.to_string(),
        "--workers",
        &n_workers.to_string(),
    ]);
    process.args(["--delay-microseconds", &delay.as_micros().to_string()]);
    process.arg("--disk").arg(disk.control_path());
    disk.carry(&mut process);
    let done = process.stderr(Stdio::inherit()).output()?;
    if !done.status.success() {
        return Err("the process without HTTP failed".into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

/// What that process does.
pub async fn run(asked: &Asked) -> Result<(), Failure> {
    let db = Db::open(&slipway_db::Config::new(&asked.store), wiring::MIGRATIONS)?;
    let app = App::new(db, Config::default(), machine_clock(), account::query::identify);
    let worker = || Direct {
        app: app.clone(),
        credential: credential(&asked.token),
    };
    let workers = (0..asked.workers).map(|_| worker()).collect();
    let walked = walk(
        workers,
        asked.releases,
        &Disk::under(&asked.disk)?,
        Duration::from_micros(asked.delay_microseconds),
    )
    .await?;
    app.db().close();
    Ok(serde_json::to_writer(std::io::stdout().lock(), &walked)?)
}

fn credential(token: &str) -> Option<Credential> {
    let (public, secret) = token.strip_prefix("slip_")?.split_once('_')?;
    Some(Credential::Token {
        public: public.to_owned(),
        digest: endpoint::digest(secret),
    })
}

/// A worker who calls the command itself.
struct Direct {
    app: App,
    credential: Option<Credential>,
}

impl Worker for Direct {
    async fn perform(&mut self, verb: Verb, number: i64, revision: i64) -> Result<i64, Failure> {
        let at = self.app.now();
        let caller = Caller {
            credential: self.credential.clone(),
            at,
            request: new_uuid(at),
            language: Language::English,
        };
        let command = match verb {
            Verb::Capture => Command::Capture {
                task: None,
                taking: Taking::Free,
            },
            Verb::Advance => Command::Advance(advance()),
        };
        let done = self
            .app
            .act(&caller, move |act| {
                command::perform(act, number, Precondition::Revision(revision), &command)
            })
            .await;
        Ok(done.map_err(|fault| told(&fault))?.stored.revision)
    }
}

fn advance() -> Advance {
    Advance {
        task: None,
        outcome: Outcome::Advance,
        release_date: None,
        solution_category: None,
        closure: None,
        note: None,
    }
}

fn told(fault: &Fault) -> String {
    fault.detail(slipway::edge::Texts::default())
}
