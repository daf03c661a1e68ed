//! Habits that no compiler holds: what a source file begins with, how long it is, what it does not contain.

use crate::repo::{Complaint, Repo, line_of};
use crate::rust::{self, Source, is_word};

/// Files this long are looked at again.
const LOOK_AGAIN: usize = 300;
/// Files this long are cut, or listed below.
const TOO_LONG: usize = 600;

/// Files that may be longer, and why cutting them would not help a reader.
const LONG: &[(&str, &str)] = &[
    (
        "crates/core/src/flow/tests/refusals.rs",
        "one table of refused flow files; each case is read on its own",
    ),
    ("crates/slipway/tests/it/flow.rs", "stories, each read on its own"),
    ("crates/slipway/tests/it/life.rs", "stories, each read on its own"),
];

/// Calls that must not stand in any source, with what to do instead.
const REFUSED: &[(&str, &str)] = &[
    ("todo!(", "leave out what is not there yet"),
    ("unimplemented!(", "leave out what is not there yet"),
    ("dbg!(", "write a test"),
];

/// Endings of type names that say nothing.
const EMPTY_WORDS: &[&str] = &["Manager", "Helper", "Util", "Utils", "Service", "Data", "Info", "Dto"];

const PRINTS: &[&str] = &["println!(", "eprintln!(", "print!(", "eprint!("];

/// Where printing is the point: the command line, and what a test says about an engine it skips.
/// A build script talks to cargo by printing.
const MAY_PRINT: &[&str] = &[
    "crates/slipway/src/cli/",
    "crates/slipway/build.rs",
    "crates/db/src/testing.rs",
];

pub fn check(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (path, text) in repo.below("", &[".rs"]) {
        let source = rust::read(text);
        complaints.extend(headless(path, text));
        complaints.extend(too_long(path, text));
        complaints.extend(refused(path, text, &source));
        complaints.extend(empty_names(path, &source));
        if !is_test(path) {
            complaints.extend(prints(path, &source));
            complaints.extend(flattened_errors(path, &source));
        }
    }
    complaints.extend(stale_list(repo));
    complaints
}

/// Files worth a second look; not wrong in themselves.
pub fn warnings(repo: &Repo) -> Vec<Complaint> {
    let long = repo
        .below("", &[".rs"])
        .filter(|(_, text)| text.lines().count() > LOOK_AGAIN);
    long.map(|(path, text)| Complaint::new(path, 0, format!("{} lines: look again", text.lines().count())))
        .collect()
}

/// Test files may print and flatten: only a developer reads what they say.
fn is_test(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "tests.rs"))
}

fn headless(path: &str, text: &str) -> Option<Complaint> {
    (!text.starts_with("//! ")).then(|| {
        Complaint::new(
            path,
            1,
            "a file opens with `//!`: its duty, and what does not belong in it",
        )
    })
}

fn too_long(path: &str, text: &str) -> Option<Complaint> {
    let n_lines = text.lines().count();
    let is_listed = LONG.iter().any(|(listed, _)| *listed == path);
    (n_lines > TOO_LONG && !is_listed)
        .then(|| Complaint::new(path, 0, format!("{n_lines} lines: cut it, at most {TOO_LONG}")))
}

fn stale_list(repo: &Repo) -> Vec<Complaint> {
    let is_short = |path: &str| repo.text(path).is_some_and(|text| text.lines().count() <= TOO_LONG);
    let stale = LONG.iter().filter(|(path, _)| is_short(path));
    stale
        .map(|(path, _)| {
            Complaint::new(
                path,
                0,
                "is no longer long: take it off the list in xtask/src/habits.rs",
            )
        })
        .collect()
}

/// Whether tests have it or the program: an ignored test is a test that cannot fail.
fn refused(path: &str, text: &str, source: &Source) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (call, instead) in REFUSED {
        let said = format!("no `{}`: {instead}", call.trim_end_matches('('));
        complaints.extend(
            source
                .calls(call)
                .map(|place| Complaint::new(path, line_of(text, place), said.clone())),
        );
    }
    let ignored = concat!("#[ign", "ore");
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with(ignored) {
            complaints.push(Complaint::new(
                path,
                index + 1,
                "an ignored test cannot fail: mend it or take it out",
            ));
        }
        if line.contains(concat!("TO", "DO")) || line.contains(concat!("FIX", "ME")) {
            complaints.push(Complaint::new(
                path,
                index + 1,
                "a note to oneself: do it, or open an issue",
            ));
        }
    }
    complaints
}

fn empty_names(path: &str, source: &Source) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for place in ["struct ", "enum ", "trait "]
        .into_iter()
        .flat_map(|word| source.calls(word))
    {
        let name = source
            .code
            .get(place..)
            .and_then(|rest| rest.split(|c| !is_word(c)).nth(1))
            .unwrap_or_default();
        if let Some(word) = EMPTY_WORDS.iter().find(|word| name.ends_with(*word) && name != **word) {
            let said = format!("`{name}`: `{word}` says nothing, find the word of the domain");
            complaints.push(Complaint::new(path, line_of(&source.code, place), said));
        }
    }
    complaints
}

fn prints(path: &str, source: &Source) -> Vec<Complaint> {
    if MAY_PRINT.iter().any(|place| path.starts_with(place)) {
        return Vec::new();
    }
    let places = PRINTS.iter().flat_map(|call| source.calls(call));
    places
        .map(|place| Complaint::new(path, line_of(&source.code, place), "only the command line prints"))
        .collect()
}

/// An error that becomes text loses its source and its values.
fn flattened_errors(path: &str, source: &Source) -> Vec<Complaint> {
    let call = "map_err(";
    let is_flattened = |place: &usize| {
        source
            .inside(place + call.len() - 1)
            .is_some_and(|(_, code)| flattens(code))
    };
    let places = source.calls(call).filter(is_flattened);
    places
        .map(|place| {
            Complaint::new(
                path,
                line_of(&source.code, place),
                "an error stays an error: no `to_string()` in `map_err`",
            )
        })
        .collect()
}

/// `|error| … error.to_string()` or `ToString::to_string`. What the error consists of may be told as text.
fn flattens(argument: &str) -> bool {
    let mut parts = argument.trim().splitn(3, '|');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(""), Some(parameter), Some(body)) => {
            let parameter = parameter.split(':').next().unwrap_or(parameter).trim();
            let call = format!("{parameter}.to_string()");
            let mut places = body
                .match_indices(&call)
                .map(|(place, _)| body.get(..place).unwrap_or_default());
            places.any(|before| !before.ends_with(|c: char| is_word(c) || c == '.'))
        }
        _ => argument.trim() == "ToString::to_string",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<String> {
        check(&Repo::of(&[(path, text)]))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_file_says_its_duty_first() {
        assert_eq!(told("a.rs", "use std::fmt;").len(), 1);
        assert!(told("a.rs", "//! Says nothing else.\nuse std::fmt;").is_empty());
    }

    #[test]
    fn long_files_are_cut() {
        let text = format!("//! Long.\n{}", "\n".repeat(TOO_LONG));
        assert_eq!(told("a.rs", &text), ["a.rs: 601 lines: cut it, at most 600"]);
        assert!(told(LONG[0].0, &text).is_empty());
        assert_eq!(
            told(LONG[0].0, "//! Short.").len(),
            1,
            "a list names nothing that is not so"
        );
    }

    #[test]
    fn medium_files_are_looked_at() {
        let repo = Repo::of(&[("a.rs", &"\n".repeat(LOOK_AGAIN + 1)), ("b.rs", "\n")]);
        assert_eq!(warnings(&repo).len(), 1);
    }

    #[test]
    fn nothing_is_left_for_later() {
        let text = format!(
            "//! A.\nfn f() {{ {}!() }}\n{}]\nfn g() {{}} // {} h",
            "todo",
            "#[ignore",
            ["TO", "DO"].concat()
        );
        assert_eq!(told("a.rs", &text).len(), 3);
    }

    #[test]
    fn names_say_something() {
        let told = told(
            "a.rs",
            "//! A.\npub struct ReleaseInfo { infos: u8 }\nenum Kind { Data }\nstruct DataRow;",
        );
        assert_eq!(
            told,
            ["a.rs:2: `ReleaseInfo`: `Info` says nothing, find the word of the domain"]
        );
    }

    #[test]
    fn only_the_command_line_prints() {
        let text = "//! A.\nfn f() { println!(\"a\") }";
        assert_eq!(
            told("crates/slipway/src/act.rs", text),
            ["crates/slipway/src/act.rs:2: only the command line prints"]
        );
        assert!(told("crates/slipway/src/cli/mod.rs", text).is_empty());
    }

    #[test]
    fn errors_stay_errors() {
        let text = "//! A.\nfn f() { a.map_err(|e| B(\n e.to_string()))?; c.to_string() }";
        assert_eq!(told("a.rs", text).len(), 1);
        assert_eq!(
            told("a.rs", "//! A.\nfn f() { a.map_err(ToString::to_string) }").len(),
            1
        );
        assert!(told("a.rs", "//! A.\nfn f() { a.map_err(B)?.to_string() }").is_empty());
        assert!(
            told(
                "a.rs",
                "//! A.\nfn f() { a.map_err(|all| C(all.iter().map(|one| one.to_string())))? }"
            )
            .is_empty()
        );
    }
}
