//! `slipway import` and `slipway export`: files of the CMDB at the machine, with the report that the API gives.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use slipway_core::cmdb::exchange::{Format, Import};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{Failure, progress, say, store};
use crate::act::new_uuid;
use crate::app::App;
use crate::cmdb::exchange::columns::Mapping;
use crate::cmdb::exchange::command::{Sent, Wish};
use crate::cmdb::exchange::run::{self, Ended};
use crate::cmdb::exchange::store::Job;
use crate::cmdb::exchange::{export, rows};
use crate::config::Config;
use crate::edge::{Fault, Texts};

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Create and update configuration items; a row is found by its identification
    #[command(after_help = "Example: slipway import cis servers.csv --create-missing --map 'Serial No=serial_number'")]
    Cis(ImportArgs),
    /// Relate configuration items by their identifications
    #[command(after_help = "Example: slipway import relationships depends.csv")]
    Relationships(ImportArgs),
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// CSV with a header row, or JSON lines
    file: PathBuf,
    /// What the file is written in; told by its name when absent
    #[arg(long, value_enum)]
    format: Option<FileFormat>,
    /// Make unknown types, groups and characteristics; else such rows are refused
    #[arg(long)]
    create_missing: bool,
    /// Judge every row and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Which field a column is, several times: `Serial No=serial_number`; `Colour=` leaves it out
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// Go on with an import that stopped, behind the rows it has accounted for
    #[arg(long, value_name = "ID")]
    resume: Option<Uuid>,
}

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Write the whole CMDB into a file; an import into an empty store gives the same again
    #[command(after_help = "Example: slipway export cmdb cmdb.jsonl")]
    Cmdb(ExportArgs),
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Where to; `-` is standard output
    file: PathBuf,
    /// What it is written in; told by its name when absent
    #[arg(long, value_enum)]
    format: Option<FileFormat>,
    /// An instant like 2026-12-01T13:00:00Z: the items and relationships of then
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<Timestamp>,
}

/// What a file is written in.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FileFormat {
    Csv,
    Jsonl,
}

fn format(asked: Option<FileFormat>, file: &Path) -> Format {
    match asked {
        Some(FileFormat::Csv) => Format::Csv,
        Some(FileFormat::Jsonl) => Format::JsonLines,
        None => rows::format_by_name(&file.to_string_lossy()),
    }
}

/// Imports a file, and prints what became of its rows.
pub fn import(config: Config, command: ImportCommand) -> Result<(), Failure> {
    let (import, args) = match command {
        ImportCommand::Cis(args) => (Import::Items, args),
        ImportCommand::Relationships(args) => (Import::Relationships, args),
    };
    let mapping = mapping(&args.map)?;
    let file = File::open(&args.file).map_err(|error| unreadable(&args.file, &error))?;
    let n_bytes = file.metadata()?.len();
    let runtime = Runtime::new()?;
    let app = store::ready(config, &runtime)?;
    let sent = Sent {
        id: new_uuid(app.now()),
        import,
        format: format(args.format, &args.file),
        name: args
            .file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        n_bytes: i64::try_from(n_bytes).unwrap_or(i64::MAX),
    };
    let wish = Wish {
        mapping,
        creates_missing: args.create_missing,
        is_rehearsal: args.dry_run,
    };
    let job = match args.resume {
        Some(id) => runtime.block_on(run::resume_at_machine(&app, id))?,
        None => runtime.block_on(run::begin_at_machine(&app, sent, wish))?,
    };
    // Whoever has to go on with it later needs its id.
    writeln!(io::stderr().lock(), "import {}", job.id)?;
    let bar = progress::bar(n_bytes, "bytes");
    let watching = bar.clone();
    let ended = runtime.block_on(run::run(&app, &job, file, |_, done| {
        watching.set_position(done.unsigned_abs());
    }))?;
    bar.finish_and_clear();
    let told = told(&app, &runtime, &job, &ended);
    app.db().close();
    told
}

fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::Refused(format!("cannot read {}: {error}", file.display()))
}

fn mapping(pairs: &[String]) -> Result<Mapping, Failure> {
    let pair = |pair: &String| {
        let (column, field) = pair
            .split_once('=')
            .ok_or_else(|| Failure::Usage(format!("{pair}: COLUMN=FIELD is expected")))?;
        Ok((column.trim().to_owned(), field.trim().to_owned()))
    };
    pairs.iter().map(pair).collect()
}

/// The report: counts, then a line for each refusal.
fn told(app: &App, runtime: &Runtime, job: &Job, ended: &Ended) -> Result<(), Failure> {
    let texts = Texts::default();
    if let Ended::Failed(key) = ended {
        return Err(Failure::Found(format!(
            "the import stopped: {}; go on with --resume {}",
            texts.text(key),
            job.id
        )));
    }
    let id = job.id;
    let found = runtime.block_on(app.db().read(move |tx| run::report(tx, id)))?;
    let tally = found.tally;
    say(&format!(
        "{} rows: {} created, {} updated, {} unchanged, {} refused",
        tally.rows(),
        tally.created,
        tally.updated,
        tally.unchanged,
        tally.refused
    ))?;
    let mut after = run::FIRST;
    loop {
        let page = runtime.block_on(app.db().read(move |tx| run::refusals(tx, id, after)))?;
        let Some((_, last)) = page.last() else { return Ok(()) };
        after = *last;
        for (refusal, _) in &page {
            let column = if refusal.column.is_empty() {
                String::new()
            } else {
                format!(" {}:", refusal.column)
            };
            say(&format!(
                "line {}:{column} {}",
                refusal.line,
                texts.filled(&refusal.key, &refusal.args)
            ))?;
        }
    }
}

/// Writes everything into a file. One that breaks off leaves none under its name.
pub fn export(config: Config, command: ExportCommand) -> Result<(), Failure> {
    let ExportCommand::Cmdb(args) = command;
    let runtime = Runtime::new()?;
    let app = store::ready(config, &runtime)?;
    let wish = export::Wish {
        format: format(args.format, &args.file),
        as_of: args.as_of,
    };
    let is_standard = args.file == Path::new("-");
    let mut name = args.file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = args.file.with_file_name(name);
    let wheel = progress::wheel("writing the CMDB");
    let into = part.clone();
    let written = runtime.block_on(app.db().read_within(export::HOURS, move |tx| {
        if is_standard {
            return export::write(tx, wish, &mut io::stdout().lock());
        }
        let mut file = File::create(&into).map_err(Fault::internal)?;
        let n_written = export::write(tx, wish, &mut file)?;
        file.sync_all().map_err(Fault::internal)?;
        Ok::<_, Fault>(n_written)
    }));
    wheel.finish_and_clear();
    app.db().close();
    let n_written = match written {
        Ok(n_written) => n_written,
        Err(fault) => {
            // What is half written is of no use to anybody.
            let _ = fs::remove_file(&part);
            return Err(fault.into());
        }
    };
    if is_standard {
        return Ok(());
    }
    fs::rename(&part, &args.file)?;
    say(&format!("wrote {n_written} records"))
}
