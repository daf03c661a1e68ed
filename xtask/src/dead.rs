//! Public items that nothing uses. The compiler sees those of one crate; `pub` hides them from it, and a function that
//! was to be called and is not is a feature that does not work.

use std::collections::BTreeMap;

use crate::repo::{Complaint, Repo, line_of};
use crate::rust::{self, is_word};

const DECLARES: &[&str] = &[
    "pub fn ",
    "pub const fn ",
    "pub async fn ",
    "pub const ",
    "pub static ",
    "pub struct ",
    "pub enum ",
];

/// Every public item of the application that is named nowhere but where it is declared.
pub fn check(repo: &Repo) -> Vec<Complaint> {
    unused(repo).into_iter().filter(is_application).collect()
}

/// The same of `core` and `db`, which may be ahead of the application: a rule or a door that nothing asks for yet.
pub fn warnings(repo: &Repo) -> Vec<Complaint> {
    unused(repo)
        .into_iter()
        .filter(|complaint| !is_application(complaint))
        .collect()
}

fn is_application(complaint: &Complaint) -> bool {
    complaint.path.starts_with("crates/slipway/")
}

fn unused(repo: &Repo) -> Vec<Complaint> {
    let sources: Vec<(&str, String)> = repo
        .below("crates/", &[".rs"])
        .filter(|(path, _)| path.contains("/src/") && is_program(path))
        .map(|(path, text)| (path, rust::read(text).code))
        .collect();
    let named = named(repo, &sources);
    let is_unused = |name: &str| named.get(name).copied().unwrap_or_default() < 2;
    let mut complaints = Vec::new();
    for (path, code) in &sources {
        let unused = declared(code).into_iter().filter(|(_, name)| is_unused(name));
        complaints.extend(
            unused.map(|(place, name)| Complaint::new(path, line_of(code, place), format!("nothing uses `{name}`"))),
        );
    }
    complaints
}

/// Test files name what they test, which does not make it used. Stores for tests are made to be used by tests.
fn is_program(path: &str) -> bool {
    !path
        .split('/')
        .any(|part| matches!(part, "tests" | "tests.rs" | "testing" | "testing.rs"))
}

fn declared(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (place, start) in DECLARES.iter().flat_map(|start| code.match_indices(start)) {
        let rest = code.get(place + start.len()..).unwrap_or_default();
        let name = rest.split(|c| !is_word(c)).next().unwrap_or_default();
        if !matches!(name, "" | "fn" | "_") {
            found.push((place, name));
        }
    }
    found
}

/// How often each word stands in the code of the program, of the measurements and of the templates.
fn named<'a>(repo: &'a Repo, sources: &'a [(&str, String)]) -> BTreeMap<&'a str, usize> {
    let own = sources.iter().map(|(_, code)| code.as_str());
    let others = repo
        .below("bench/", &[".rs"])
        .chain(repo.below("crates/", &[".html"]))
        .map(|(_, text)| text);
    let mut counts = BTreeMap::new();
    for word in own.chain(others).flat_map(|code| code.split(|c| !is_word(c))) {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        check(&Repo::of(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_nothing_calls_is_told() {
        let files = [
            (
                "crates/slipway/src/account/store.rs",
                "pub fn open() {}\npub fn touch() {}\n/// Not by `touch`.\nfn f() { open() }",
            ),
            ("crates/slipway/src/account/tests.rs", "fn g() { touch() }"),
        ];
        assert_eq!(
            told(&files),
            ["crates/slipway/src/account/store.rs:2: nothing uses `touch`"]
        );
    }

    #[test]
    fn rules_may_be_ahead_of_the_application() {
        let files = [("crates/core/src/clock/deadline.rs", "pub fn business_day_deadline() {}")];
        assert!(told(&files).is_empty());
        assert_eq!(warnings(&Repo::of(&files)).len(), 1);
    }

    #[test]
    fn templates_use_functions_too() {
        let files = [
            ("crates/slipway/src/edge/page.rs", "pub fn initials() {}"),
            ("crates/slipway/src/edge/page/frame.html", "{{ person.initials() }}"),
        ];
        assert!(told(&files).is_empty());
    }
}
