//! Holds `Cargo.toml` files and the paths that sources name against the table of directions.

mod table;

use std::collections::BTreeSet;

use self::table::{CRATES, EXCEPTIONS, GROUND, GROUND_ONLY, NOUNS, OUT_OF_REACH, PRIVATE, ROLES, TOGETHER};
use crate::repo::{Complaint, Repo};
use crate::rust::{self, paths, paths::Named};

const APPLICATION: &str = "crates/slipway/src/";

/// Everything that names what it must not know, and every exception that nothing needs any more.
pub fn check(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = built_with(repo);
    complaints.extend(out_of_reach(repo));
    let mut used = BTreeSet::new();
    for file in application(repo) {
        for named in &file.named {
            let Some(why) = refused(&file.module, named) else {
                continue;
            };
            match excepted(&file.path, named) {
                Some(index) => {
                    used.insert(index);
                }
                None => complaints.push(Complaint::new(&file.path, named.line, why)),
            }
        }
    }
    complaints.extend(unused(repo, &used));
    complaints
}

/// The sources of the program itself: test files may know whatever they test.
fn is_program(path: &str) -> bool {
    let is_test = |part: &str| matches!(part, "tests" | "tests.rs" | "testing" | "testing.rs");
    !path.split('/').any(is_test)
}

fn built_with(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (name, allowed) in CRATES {
        let path = format!("crates/{name}/Cargo.toml");
        let Some(text) = repo.text(&path) else { continue };
        for (line, dependency) in dependencies(text) {
            if !allowed.contains(&dependency) {
                complaints.push(Complaint::new(
                    &path,
                    line,
                    format!("`{name}` must not be built with {dependency}"),
                ));
            }
        }
    }
    complaints
}

/// The names under `[dependencies]`, each with its line.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let lines = manifest.lines().enumerate();
    let section = lines
        .skip_while(|(_, line)| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['));
    section
        .filter_map(|(index, line)| {
            let name = line.split(['=', '.']).next()?.trim();
            (!name.is_empty() && !name.starts_with('#')).then_some((index + 1, name))
        })
        .collect()
}

fn out_of_reach(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (name, forbidden) in OUT_OF_REACH {
        for (path, text) in repo
            .below(&format!("crates/{name}/src/"), &[".rs"])
            .filter(|(path, _)| is_program(path))
        {
            let module = module_of(path.strip_prefix(&format!("crates/{name}/src/")).unwrap_or(path));
            for named in paths::named(&rust::read(text), &module) {
                if let Some(what) = forbidden.iter().find(|what| named.leads_to(what)) {
                    complaints.push(Complaint::new(
                        path,
                        named.line,
                        format!("`{name}` must not know `{what}`"),
                    ));
                }
            }
        }
    }
    complaints
}

struct File {
    path: String,
    module: Vec<String>,
    named: Vec<Named>,
}

fn application(repo: &Repo) -> impl Iterator<Item = File> {
    repo.below(APPLICATION, &[".rs"])
        .filter(|(path, _)| is_program(path))
        .map(|(path, text)| {
            let module = module_of(path.strip_prefix(APPLICATION).unwrap_or(path));
            let named = paths::named(&rust::read(text), &module);
            File {
                path: path.to_owned(),
                module,
                named,
            }
        })
}

/// `release/api.rs` is `["release", "api"]`, `release/mod.rs` is `["release"]`, `lib.rs` is the root.
fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Why a module must not name this, if it must not.
fn refused(module: &[String], named: &Named) -> Option<String> {
    let (room, inner) = module.split_first()?;
    refused_by_role(room, inner, named)
        .or_else(|| refused_by_ground(room, named))
        .or_else(|| refused_by_room(room, named))
        .or_else(|| refused_by_store(room, inner, named))
}

fn is_noun(room: &str) -> bool {
    NOUNS.iter().any(|(noun, _)| *noun == room)
}

fn is_ground(room: &str) -> bool {
    GROUND.iter().any(|(ground, _)| *ground == room)
}

fn refused_by_role(room: &str, inner: &[String], named: &Named) -> Option<String> {
    if !is_noun(room) && room != "entry" {
        return None;
    }
    let (role, forbidden) = inner
        .iter()
        .find_map(|part| ROLES.iter().find(|(role, _)| role == part))?;
    let what = forbidden.iter().find(|what| named.leads_to(what))?;
    Some(format!("a `{role}` must not know `{what}`"))
}

fn refused_by_ground(room: &str, named: &Named) -> Option<String> {
    let (what, instead) = GROUND_ONLY.iter().find(|(what, _)| named.leads_to(what))?;
    (!is_ground(room)).then(|| format!("`{room}` must not know `{what}`: there is `{instead}`"))
}

fn refused_by_room(room: &str, named: &Named) -> Option<String> {
    let other = neighbour(room, named)?;
    if TOGETHER.contains(&room) {
        return None;
    }
    let Some(allowed) = allowed(room) else {
        return Some(format!("`{room}` has no row in xtask/src/directions/table.rs"));
    };
    let stands_on = is_noun(room) && is_ground(other);
    if !stands_on && !allowed.contains(&other) {
        return Some(format!("`{room}` must not know `{other}`"));
    }
    let part = named.path.get(2).map(String::as_str).unwrap_or_default();
    let is_private = is_noun(other) && PRIVATE.contains(&part);
    is_private.then(|| format!("`{room}` must not enter `{other}::{part}`: it is that noun's own"))
}

/// The row of a room.
fn allowed(room: &str) -> Option<&'static [&'static str]> {
    let mut rows = GROUND.iter().chain(NOUNS);
    rows.find(|(name, _)| *name == room).map(|(_, allowed)| *allowed)
}

/// A store reads and writes the tables of its own noun.
fn refused_by_store(room: &str, inner: &[String], named: &Named) -> Option<String> {
    let other = neighbour(room, named)?;
    let is_store = inner.iter().any(|part| part == "store");
    (is_store && is_noun(room) && is_noun(other)).then(|| format!("the store of `{room}` must not know `{other}`"))
}

/// The room that is named, when it is another one. Items of the crate's root are no room.
fn neighbour<'a>(room: &str, named: &'a Named) -> Option<&'a str> {
    let is_own_crate = named.path.first().is_some_and(|first| first == "crate");
    let other = named.path.get(1).filter(|_| is_own_crate)?;
    let is_room = other.starts_with(|c: char| c.is_ascii_lowercase());
    (is_room && other != room).then_some(other)
}

fn excepted(path: &str, named: &Named) -> Option<usize> {
    let file = path.strip_prefix(APPLICATION)?;
    EXCEPTIONS
        .iter()
        .position(|exception| exception.file == file && named.leads_to(exception.path))
}

fn unused(repo: &Repo, used: &BTreeSet<usize>) -> Vec<Complaint> {
    let is_known = |file: &str| repo.has(&format!("{APPLICATION}{file}"));
    EXCEPTIONS
        .iter()
        .enumerate()
        .filter(|(index, exception)| !used.contains(index) && is_known(exception.file))
        .map(|(_, exception)| {
            let text = format!(
                "the exception for `{}` ({}) is no longer needed",
                exception.path, exception.reason
            );
            Complaint::new(&format!("{APPLICATION}{}", exception.file), 0, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said about one file of this text.
    fn told(path: &str, text: &str) -> Vec<String> {
        check(&Repo::of(&[(path, text)]))
            .into_iter()
            .map(|complaint| complaint.text)
            .collect()
    }

    fn in_application(file: &str, text: &str) -> Vec<String> {
        told(&format!("{APPLICATION}{file}"), text)
    }

    #[test]
    fn core_is_built_with_nothing_that_does_io() {
        let manifest = "[dependencies]\njiff.workspace = true\ntokio = \"1\"\n[dev-dependencies]\nserde_json = \"1\"\n";
        assert_eq!(
            told("crates/core/Cargo.toml", manifest),
            ["`core` must not be built with tokio"]
        );
    }

    #[test]
    fn core_does_not_read_the_clock_or_files() {
        let text = "use jiff::Timestamp;\nfn f() { Timestamp::now(); std::fs::read(\"a\"); }";
        let expected = [
            "`core` must not know `jiff::Timestamp::now`",
            "`core` must not know `std::fs`",
        ];
        assert_eq!(told("crates/core/src/clock/mod.rs", text), expected);
    }

    #[test]
    fn db_knows_no_verb_of_the_domain() {
        let text = "use slipway_core::id::Id;\nuse slipway_core::release::Release;";
        assert_eq!(
            told("crates/db/src/value.rs", text),
            ["`db` must not know `slipway_core::release`"]
        );
    }

    #[test]
    fn the_edge_knows_no_noun() {
        let told = in_application("edge/call.rs", "use crate::release::query;");
        assert_eq!(told, ["`edge` must not know `release`"]);
    }

    #[test]
    fn nouns_ask_along_arrows_only() {
        assert!(in_application("release/command.rs", "use crate::catalogue::query;").is_empty());
        let told = in_application("catalogue/command.rs", "use crate::release::query;");
        assert_eq!(told, ["`catalogue` must not know `release`"]);
    }

    #[test]
    fn the_inner_rooms_of_a_noun_are_its_own() {
        let text = "use crate::account;\nfn f() { account::store::has_account(1) }";
        let expected = ["`release` must not enter `account::store`: it is that noun's own"];
        assert_eq!(in_application("release/command.rs", text), expected);
        assert!(in_application("account/command.rs", text).is_empty());
    }

    #[test]
    fn a_store_knows_neither_http_nor_other_nouns() {
        let text =
            "use crate::edge::Fault;\nuse crate::account::query;\nuse axum::body::Body;\nuse slipway_db::ReadTx;";
        let expected = [
            "a `store` must not know `axum`",
            "the store of `release` must not know `account`",
            "a `store` must not know `crate::edge`",
        ];
        let mut told = in_application("release/store.rs", text);
        told.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(told, expected);
    }

    #[test]
    fn commands_know_no_http_and_apis_no_sql() {
        assert_eq!(
            in_application("release/command.rs", "use axum::http::Method;"),
            ["a `command` must not know `axum`"]
        );
        assert_eq!(
            in_application("release/api.rs", "use slipway_db::Sql;"),
            ["a `api` must not know `slipway_db::Sql`"]
        );
        let deep = in_application("release/screen/desk.rs", "use slipway_db::Sql;");
        assert_eq!(deep, ["a `screen` must not know `slipway_db::Sql`"]);
    }

    #[test]
    fn nouns_do_not_write_history_past_the_act() {
        let told = in_application(
            "release/command.rs",
            "use crate::audit;\nfn f() { audit::store::append(1) }",
        );
        assert_eq!(
            told,
            ["`release` must not know `crate::audit::store::append`: there is `Act::record`"]
        );
    }

    #[test]
    fn a_noun_without_a_row_is_told() {
        let told = in_application("invoice/mod.rs", "use crate::edge::Routes;");
        assert_eq!(told, ["`invoice` has no row in xtask/src/directions/table.rs"]);
    }

    #[test]
    fn tests_may_know_what_they_test() {
        assert!(in_application("edge/serve/tests.rs", "use crate::release::query;").is_empty());
        assert!(in_application("edge/call.rs", "#[cfg(test)]\nmod tests { use crate::release::query; }").is_empty());
    }

    #[test]
    fn an_exception_that_nothing_needs_is_told() {
        let told = in_application("app.rs", "use crate::config::Config;");
        assert!(
            told.iter()
                .any(|text| text.starts_with("the exception for `crate::flow::Flows`")),
            "{told:?}"
        );
    }

    #[test]
    fn every_exception_has_its_reason() {
        assert!(
            EXCEPTIONS
                .iter()
                .all(|exception| exception.reason.split(' ').count() > 4)
        );
    }
}
