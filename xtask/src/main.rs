//! What keeps the repository in order: `tidy` tells what is out of place, `docs` writes the documents that are made.
//! Nothing here is part of the product.

mod dead;
mod directions;
mod documents;
mod errors;
mod habits;
mod locales;
mod operations;
mod repo;
mod rust;
mod store;

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitCode};

use repo::{Complaint, Repo};

const USAGE: &str = "usage: cargo run -p xtask -- tidy | docs";

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let done = match asked.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["tidy"] => tidy(),
        ["docs"] => docs(),
        _ => say(USAGE).map(|()| ExitCode::from(2)),
    };
    done.unwrap_or_else(|error| {
        // Nobody is left to be told when standard error is closed.
        let _ = writeln!(io::stderr(), "xtask: {error}");
        ExitCode::FAILURE
    })
}

/// Tells everything that is out of place; fails if there is anything.
fn tidy() -> io::Result<ExitCode> {
    let repo = Repo::read(root())?;
    for warning in habits::warnings(&repo).into_iter().chain(dead::warnings(&repo)) {
        say(&format!("note: {warning}"))?;
    }
    let complaints = complaints(&repo);
    for complaint in &complaints {
        say(&complaint.to_string())?;
    }
    say(&format!(
        "tidy: {} files, {} out of place",
        repo.texts().count(),
        complaints.len()
    ))?;
    Ok(if complaints.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Writes the documents that are made of sources.
fn docs() -> io::Result<ExitCode> {
    let repo = Repo::read(root())?;
    std::fs::write(root().join(errors::DOCUMENT), errors::document(&repo))?;
    say(&format!("wrote {}", errors::DOCUMENT))?;
    rules()
}

/// The tables of rights and of states are written by the tests that hold them, since only the rules know them.
fn rules() -> io::Result<ExitCode> {
    let written = Command::new(env!("CARGO"))
        .args([
            "test",
            "--quiet",
            "--package",
            "slipway-core",
            "--lib",
            "the_document_of_",
        ])
        .env("SLIPWAY_WRITE_DOCS", "1")
        .current_dir(root())
        .status()?;
    if !written.success() {
        return Ok(ExitCode::FAILURE);
    }
    say("wrote docs/rights.md and docs/states.md")?;
    Ok(ExitCode::SUCCESS)
}

fn complaints(repo: &Repo) -> Vec<Complaint> {
    let checks = [
        dead::check,
        directions::check,
        habits::check,
        store::check,
        locales::check,
        documents::check,
        errors::check,
        operations::check,
    ];
    let mut complaints: Vec<Complaint> = checks.iter().flat_map(|check| check(repo)).collect();
    complaints.sort();
    complaints
}

/// The root of the repository, wherever the program is started.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let repo = Repo::read(root()).unwrap();
        assert!(repo.has("Cargo.toml"), "this is the repository");
        let told: Vec<String> = complaints(&repo).iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "\n{}", told.join("\n"));
    }
}
