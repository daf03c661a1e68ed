//! The command line (`spec/cli.md`): what each command is called and takes. What it does is in the files beside.

mod account;
mod serve;
mod store;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Flags};
use crate::edge::Fault;
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
    /// Run the server on a throw-away store with a fictitious company
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
    /// Check every history chain; exit 1 and name the first record that does not hold
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
    #[error("cannot listen on {address}: {source}")]
    Listen { address: String, source: std::io::Error },
    #[error("cannot use the terminal or a file: {0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Found(String),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        let texts = crate::edge::Texts::default();
        let mut sentence = fault.detail(texts);
        for error in &fault.errors {
            sentence.push_str(&format!(" {}: {}", error.pointer, error.message(texts)));
        }
        Failure::Refused(sentence)
    }
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure);
            ExitCode::FAILURE
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
        Command::Verify => store::verify(&config),
        Command::Openapi => say(&serde_json::to_string_pretty(operation::document()).unwrap_or_default()),
    }
}

/// One line on standard output.
fn say(line: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

/// The failure and what caused it, on standard error.
fn complain(failure: &Failure) {
    let mut line = format!("slipway: {failure}");
    let mut source = std::error::Error::source(failure);
    while let Some(cause) = source {
        line.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
