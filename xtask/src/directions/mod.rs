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
mod tests;
