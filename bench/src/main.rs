//! The command line of the measurements: which are run, in what order, and the table they end in.
//! What each of them does, and why so, is told in `docs/performance.md`.

mod advance;
mod client;
mod clock;
mod desk;
mod direct;
mod disk;
mod import;
mod report;
mod server;
mod start;
mod upload;
mod walk;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::runtime::Runtime;

use crate::report::Finding;

/// What went wrong: a measurement that fails is repeated by a person, hence a sentence is enough.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Measures Slipway and prints a table.
#[derive(Debug, Parser)]
#[command(name = "slipway-bench")]
struct Cli {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Durable advances over HTTP by 64 clients, with commits shared and not
    Advance(advance::Size),
    /// The desk and the API's list at 10,000 and 100,000 releases
    Desk(desk::Size),
    /// From an empty store to the first answer, and memory at rest
    Start,
    /// A large file over HTTP: memory, and time against cp
    Upload(upload::Size),
    /// Items and relationships from CSV, against the same rows raw
    Import(import::Size),
    /// A million deadlines in working time
    Clock,
    /// All of them
    All,
    /// The transactions of `advance` without HTTP, in a process of their own
    #[command(hide = true)]
    Direct(direct::Asked),
}

fn main() -> ExitCode {
    match run(&Cli::parse().what) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to be told when standard error is closed.
            let _ = writeln!(std::io::stderr().lock(), "slipway-bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(what: &What) -> Result<(), Failure> {
    let runtime = Runtime::new()?;
    let findings = match what {
        What::Advance(size) => runtime.block_on(advance::measure(size))?,
        What::Desk(size) => runtime.block_on(desk::measure(size))?,
        What::Start => runtime.block_on(start::measure())?,
        What::Upload(size) => runtime.block_on(upload::measure(size))?,
        What::Import(size) => import::measure(size)?,
        What::Clock => clock::measure()?,
        What::All => all(&runtime)?,
        What::Direct(asked) => return runtime.block_on(direct::run(asked)),
    };
    report::print(&findings)
}

fn all(runtime: &Runtime) -> Result<Vec<Finding>, Failure> {
    let mut findings = runtime.block_on(advance::measure(&advance::Size::default()))?;
    findings.extend(runtime.block_on(desk::measure(&desk::Size::default()))?);
    findings.extend(runtime.block_on(start::measure())?);
    findings.extend(runtime.block_on(upload::measure(&upload::Size::default()))?);
    findings.extend(import::measure(&import::Size::default())?);
    findings.extend(clock::measure()?);
    Ok(findings)
}
