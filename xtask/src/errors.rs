//! `docs/errors.md`: every code a request can be refused with, from the table in the source and its English texts.

use std::fmt::Write;

use crate::repo::{Complaint, Repo};

/// Where the table of codes is.
pub const SOURCE: &str = "crates/slipway/src/edge/fault.rs";
/// The document made of it.
pub const DOCUMENT: &str = "docs/errors.md";

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub slug: String,
    pub status: String,
    /// What the source says it means.
    pub meaning: String,
}

impl Code {
    /// The middle of its locale keys.
    pub fn key(&self) -> String {
        self.slug.replace(['.', '_'], "-")
    }
}

/// Reads the rows `Name = 409 "slug";` of the `codes!` table, each under its `///` lines.
pub fn codes(repo: &Repo) -> Vec<Code> {
    let table = repo
        .text(SOURCE)
        .and_then(|text| text.split_once("\ncodes! {"))
        .map_or("", |(_, table)| table);
    let mut codes = Vec::new();
    let mut meaning = Vec::new();
    for line in table.lines().map(str::trim).take_while(|line| *line != "}") {
        if let Some(words) = line.strip_prefix("///") {
            meaning.push(words.trim());
        } else if let Some(code) = row(line, &meaning.join(" ")) {
            codes.push(code);
            meaning.clear();
        }
    }
    codes
}

fn row(line: &str, meaning: &str) -> Option<Code> {
    let (_, rest) = line.split_once(" = ")?;
    let (status, slug) = rest.strip_suffix("\";")?.split_once(" \"")?;
    Some(Code {
        slug: slug.to_owned(),
        status: status.to_owned(),
        meaning: meaning.to_owned(),
    })
}

/// The document as it should be.
pub fn document(repo: &Repo) -> String {
    let mut text = String::from(HEAD);
    let mut codes = codes(repo);
    codes.sort_by(|one, other| (&one.status, &one.slug).cmp(&(&other.status, &other.slug)));
    for code in codes {
        let key = code.key();
        let title = english(repo, &format!("fault-{key}")).unwrap_or_default();
        let help = english(repo, &format!("fault-{key}-help")).unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} |",
            code.status,
            code.slug,
            cell(&title),
            cell(&without_sources(&code.meaning)),
            cell(&help)
        );
    }
    text
}

const HEAD: &str = "# Error codes

Made by `cargo run -p xtask -- docs` from the table in `crates/slipway/src/edge/fault.rs` and the English texts in `locales/en`.

A refused request is answered with a problem document (RFC 9457, `application/problem+json`).
Its `code` is one of these and never changes its meaning; its `type` is `/errors/` and the code, a page that the server itself answers.
`detail` says what was found this time, in the reader's language; `errors` names each wrong field by JSON pointer.

| Status | Code | Title | When | What to do |
|---|---|---|---|---|
";

/// A meaning without the rows of the specification that stand behind it in parentheses: `(F054)`, `(B017, B053)`.
fn without_sources(meaning: &str) -> String {
    let is_row = |word: &str| {
        let mut characters = word.chars();
        characters.next().is_some_and(|c| c.is_ascii_uppercase()) && characters.all(|c| c.is_ascii_digit())
    };
    let mut parts = meaning.split(" (");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((inside, rest)) if inside.split([' ', ',']).filter(|word| !word.is_empty()).all(is_row) => {
                kept.push_str(rest);
            }
            Some(_) | None => {
                kept.push_str(" (");
                kept.push_str(part);
            }
        }
    }
    kept
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The English text of a key, its lines joined.
fn english(repo: &Repo, key: &str) -> Option<String> {
    let begins = format!("{key} =");
    let (_, content) = repo
        .below("locales/en/", &[".ftl"])
        .find(|(_, content)| content.lines().any(|line| line.starts_with(&begins)))?;
    let mut lines = content.lines().skip_while(|line| !line.starts_with(&begins));
    let first = lines.next()?.strip_prefix(&begins)?.trim();
    let more = lines.take_while(|line| line.starts_with(' ')).map(str::trim);
    Some(
        std::iter::once(first)
            .chain(more)
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .to_owned(),
    )
}

/// The document must be what the table says now.
pub fn check(repo: &Repo) -> Vec<Complaint> {
    if codes(repo).is_empty() || repo.text(DOCUMENT) == Some(document(repo).as_str()) {
        return Vec::new();
    }
    vec![Complaint::new(
        DOCUMENT,
        0,
        "is not what the source says: run `cargo run -p xtask -- docs`",
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "macro_rules! codes { () => {} }\n\ncodes! {\n    /// The body is not JSON,\n    /// or not UTF-8.\n    \
                         Unreadable = 400 \"request.unreadable\";\n    /// Later.\n    TooMany = 429 \"request.too_many\";\n}\n\nfn f() {}\n";
    const TEXTS: &str =
        "fault-request-unreadable = Unreadable\nfault-request-unreadable-help =\n    Send JSON.\n    In UTF-8.\n";

    #[test]
    fn the_table_is_read_from_the_source() {
        let codes = codes(&Repo::of(&[(SOURCE, TABLE)]));
        let slugs: Vec<&str> = codes.iter().map(|code| code.slug.as_str()).collect();
        assert_eq!(slugs, ["request.unreadable", "request.too_many"]);
        assert_eq!(codes[0].meaning, "The body is not JSON, or not UTF-8.");
        assert_eq!(codes[1].key(), "request-too-many");
    }

    #[test]
    fn the_document_has_a_row_a_code() {
        let document = document(&Repo::of(&[(SOURCE, TABLE), ("locales/en/faults.ftl", TEXTS)]));
        let row =
            "| 400 | `request.unreadable` | Unreadable | The body is not JSON, or not UTF-8. | Send JSON. In UTF-8. |";
        assert!(document.contains(row), "{document}");
    }

    #[test]
    fn rows_of_the_specification_are_not_for_readers() {
        assert_eq!(without_sources("Not open (B017, B053)."), "Not open.");
        assert_eq!(without_sources("Gone (or hidden)."), "Gone (or hidden).");
    }

    #[test]
    fn a_stale_document_is_told() {
        let fresh = document(&Repo::of(&[(SOURCE, TABLE)]));
        assert!(check(&Repo::of(&[(SOURCE, TABLE), (DOCUMENT, &fresh)])).is_empty());
        let later = TABLE.replace("Later.", "Soon.");
        assert_eq!(check(&Repo::of(&[(SOURCE, &later), (DOCUMENT, &fresh)])).len(), 1);
    }
}
