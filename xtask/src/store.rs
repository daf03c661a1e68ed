//! What two engines ask of the repository: every migration for both, and hardly a statement with two texts.

use std::collections::BTreeMap;

use crate::repo::{Complaint, Repo, line_of};
use crate::rust;

const MIGRATIONS: &str = "crates/db/migrations/";
const WIRING: &str = "crates/slipway/src/wiring.rs";
const ENGINES: &[&str] = &["sqlite", "postgres"];

/// At most one statement in this many has a text of its own for an engine.
const ONE_IN: usize = 20;

pub fn check(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = unpaired(repo);
    complaints.extend(unapplied(repo));
    complaints.extend(too_many_texts(repo));
    complaints
}

/// The migrations by name, each with the engines it is written for.
fn migrations(repo: &Repo) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, _) in repo.below(MIGRATIONS, &[".sql"]) {
        let name = path.strip_prefix(MIGRATIONS).and_then(|name| name.strip_suffix(".sql"));
        if let Some((name, engine)) = name.and_then(|name| name.rsplit_once('.')) {
            found.entry(name).or_default().push(engine);
        }
    }
    found
}

/// Migrations that one engine lacks, and numbers that are left out or given twice.
fn unpaired(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (index, (name, engines)) in migrations(repo).into_iter().enumerate() {
        let here = format!("{MIGRATIONS}{name}");
        for engine in ENGINES.iter().filter(|engine| !engines.contains(engine)) {
            complaints.push(Complaint::new(&here, 0, format!("has no text for {engine}")));
        }
        if !name.starts_with(&format!("{:04}_", index + 1)) {
            complaints.push(Complaint::new(
                &here,
                0,
                format!(
                    "migrations are numbered one after the other: {:04} comes next",
                    index + 1
                ),
            ));
        }
    }
    complaints
}

/// Migrations that `wiring.rs` does not list.
fn unapplied(repo: &Repo) -> Vec<Complaint> {
    let wiring = repo.text(WIRING).unwrap_or_default();
    let missing = migrations(repo)
        .into_keys()
        .filter(|name| !wiring.contains(&format!("\"{name}\"")));
    missing
        .map(|name| Complaint::new(&format!("{MIGRATIONS}{name}"), 0, format!("is not listed in {WIRING}")))
        .collect()
}

fn too_many_texts(repo: &Repo) -> Vec<Complaint> {
    let (mut n_statements, mut seconds) = (0, Vec::new());
    let application = repo.below("crates/slipway/src/", &[".rs"]);
    for (path, text) in application {
        let source = rust::read(text);
        n_statements += source.calls("Sql::new(").count();
        n_statements += listed(&source);
        let places = [".with_postgres(", ".with_sqlite("]
            .into_iter()
            .flat_map(|call| source.calls(call).collect::<Vec<_>>());
        seconds.extend(places.map(|place| (path, line_of(text, place))));
    }
    if seconds.len() * ONE_IN <= n_statements {
        return Vec::new();
    }
    let said = format!(
        "{} of {n_statements} statements have two texts, more than one in {ONE_IN}",
        seconds.len()
    );
    seconds
        .into_iter()
        .map(|(path, line)| Complaint::new(path, line, said.clone()))
        .collect()
}

/// How many statements the `statements!` blocks of a file list.
fn listed(source: &rust::Source) -> usize {
    let blocks = source
        .calls("statements! {")
        .filter_map(|place| source.inside(place + "statements! ".len()));
    // Strings are blanked, so that each `=` is one statement's.
    blocks.map(|(_, code)| code.matches('=').count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_every_migration() {
        let repo = Repo::of(&[
            ("crates/db/migrations/0001_people.sqlite.sql", ""),
            ("crates/db/migrations/0001_people.postgres.sql", ""),
            ("crates/db/migrations/0003_release.sqlite.sql", ""),
            (WIRING, "migration!(1, \"0001_people\"),"),
        ]);
        let told: Vec<String> = check(&repo).iter().map(ToString::to_string).collect();
        let expected = [
            "crates/db/migrations/0003_release: has no text for postgres",
            "crates/db/migrations/0003_release: migrations are numbered one after the other: 0002 comes next",
            "crates/db/migrations/0003_release: is not listed in crates/slipway/src/wiring.rs",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn one_statement_in_twenty_may_have_two_texts() {
        let one = "A = \"select 1 where a = $1\";\n";
        let with = |n: usize| {
            format!(
                "statements! {{\n{}}}\nconst B: Sql = Sql::new(\"b\", \"c\").with_postgres(\"d\");",
                one.repeat(n)
            )
        };
        let told = |n: usize| check(&Repo::of(&[("crates/slipway/src/search/store.rs", &with(n))]));
        assert!(told(19).is_empty());
        assert_eq!(told(18).len(), 1);
    }
}
