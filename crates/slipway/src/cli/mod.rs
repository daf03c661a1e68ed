//! The command line (`spec/cli.md`): what each command is called and takes. What it does is in the files beside.

mod account;
mod exchange;
mod generate;
mod progress;
mod serve;
mod store;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Flags};
use crate::edge::{Fault, Texts};
use crate::operation;

/// Release management with a CMDB, in one binary.
#[derive(Debug, Parser)]
#[command(
    name = "slipway",
    version,
    about,
    after_help = "Example: slipway serve --listen 0.0.0.0:8080"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server; on an empty store, set it up first
    #[command(
        after_help = "Example: SLIPWAY_ADMIN_PASSWORD=… slipway serve --database sqlite:///var/lib/slipway/slipway.db"
    )]
    Serve,
    /// Run the server on a throw-away store with a fictitious company, and print its log-ins
    #[command(after_help = "Example: slipway demo --listen 127.0.0.1:9000")]
    Demo,
    /// Bring the store to this version
    #[command(after_help = "Example: slipway migrate --check")]
    Migrate {
        /// Only tell what is missing
        #[arg(long)]
        check: bool,
    },
    /// Keep log-ins from the machine
    #[command(subcommand, after_help = "Example: slipway user add ana")]
    User(account::UserCommand),
    /// Make a personal token for a log-in and print it
    #[command(after_help = "Example: slipway token ana --scope write")]
    Token(account::TokenArgs),
    /// Fill a store with realistic, reproducible volume
    #[command(after_help = "Example: slipway generate --releases 100000 --seed 1")]
    Generate(generate::GenerateArgs),
    /// Import a file of the CMDB, streamed; the report accounts for every row
    #[command(subcommand, after_help = "Example: slipway import cis servers.csv --dry-run")]
    Import(exchange::ImportCommand),
    /// Export the CMDB
    #[command(subcommand, after_help = "Example: slipway export cmdb cmdb.jsonl")]
    Export(exchange::ExportCommand),
    /// Check every history chain and every stored file; exit 1 and name the first that does not hold
    #[command(after_help = "Example: slipway verify --database sqlite://slipway-data/slipway.db")]
    Verify,
    /// Print the `OpenAPI` document
    #[command(after_help = "Example: slipway openapi > openapi.json")]
    Openapi,
}

/// Why a command failed, in one sentence for standard error.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    #[error(transparent)]
    Open(#[from] slipway_db::OpenError),
    #[error(transparent)]
    Migrate(#[from] slipway_db::MigrateError),
    #[error("cannot listen on {address}")]
    Listen { address: String, source: io::Error },
    #[error("cannot use the terminal or a file")]
    Io(#[from] io::Error),
    #[error("{sentence}")]
    Fault {
        sentence: String,
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Found(String),
    /// The only failure that is the command line's own.
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    fn code(&self) -> ExitCode {
        if matches!(self, Failure::Usage(_)) {
            ExitCode::from(2)
        } else {
            ExitCode::FAILURE
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        let texts = Texts::default();
        let wrong = fault
            .errors
            .iter()
            .map(|error| format!(" {}: {}", error.pointer, error.message(texts)));
        Failure::Fault {
            sentence: wrong.fold(fault.detail(texts), |sentence, wrong| sentence + &wrong),
            source: fault.source,
        }
    }
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    match dispatch(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure);
            failure.code()
        }
    }
}

fn dispatch(cli: Cli) -> Result<(), Failure> {
    let config = Config::load(&cli.flags)?;
    match cli.command {
        Command::Serve => serve::serve(config),
        Command::Demo => serve::demo(config, &cli.flags),
        Command::Migrate { check } => store::migrate(
            &config,
            if check {
                store::Migrating::Check
            } else {
                store::Migrating::Apply
            },
        ),
        Command::User(command) => account::user(config, command),
        Command::Token(args) => account::token(config, args),
        Command::Generate(args) => generate::generate(config, &args),
        Command::Import(command) => exchange::import(config, command),
        Command::Export(command) => exchange::export(config, command),
        Command::Verify => store::verify(&config),
        Command::Openapi => say(&serde_json::to_string_pretty(operation::document()).unwrap_or_default()),
    }
}

/// One line on standard output.
fn say(line: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout().lock(), "{line}")?)
}

/// The failure and what caused it, on one line of standard error.
fn complain(failure: &Failure) {
    let mut sentence = failure.to_string();
    let mut cause = failure.source();
    while let Some(told) = cause {
        sentence = format!("{sentence}: {told}");
        cause = told.source();
    }
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "slipway: {}", sentence.replace('\n', " "));
}
