//! Texts in three languages: the same keys, the same placeholders, none missing and none that nothing says.

use std::collections::{BTreeMap, BTreeSet};

use crate::errors;
use crate::repo::{Complaint, Repo, line_of};
use crate::rust::{self, Source, is_word};

/// The first is the one that the others are held against.
const LANGUAGES: &[&str] = &["en", "pt-BR", "es"];

/// Beginnings of keys that no format string shows, because the beginning itself is a value, and the file that has it.
/// Keys made by `format!("month-{}", …)` are found by themselves.
const COMPUTED: &[(&str, &str)] = &[
    ("category-", "crates/slipway/src/release/mail/filling.rs"),
    ("file-kind-", "crates/slipway/src/release/screen/attachments.rs"),
    ("activity-", "crates/slipway/src/release/activity/screen/shown.rs"),
    ("event-", "crates/slipway/src/release/screen/told.rs"),
    ("said-", "crates/slipway/src/release/screen/verb.rs"),
    ("verb-", "crates/slipway/src/release/screen/verb.rs"),
    ("seed-activity-suspension-", "crates/slipway/src/seed.rs"),
    ("level-", "crates/slipway/src/release/mail/filling.rs"),
    ("status-", "crates/slipway/src/release/mail/filling.rs"),
    ("situation-", "crates/slipway/src/release/screen/situation.rs"),
    ("seed-activity-group-", "crates/slipway/src/seed.rs"),
    ("seed-occurrence-", "crates/slipway/src/seed.rs"),
    ("seed-origin-", "crates/slipway/src/seed.rs"),
    ("seed-solution-", "crates/slipway/src/seed.rs"),
];

/// One text: where it stands, and the placeholders it names.
#[derive(Debug, Default)]
struct Text {
    line: usize,
    placeholders: BTreeSet<String>,
}

/// The texts of one language by key.
type Texts = BTreeMap<String, (String, Text)>;

pub fn check(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let languages: Vec<(&str, Texts)> = LANGUAGES
        .iter()
        .map(|language| (*language, texts(repo, language, &mut complaints)))
        .collect();
    let Some(((_, first), others)) = languages.split_first() else {
        return complaints;
    };
    for (language, other) in others {
        complaints.extend(unequal(first, LANGUAGES.first().unwrap_or(&""), other, language));
    }
    let used = used(repo);
    complaints.extend(untold(first, &used));
    complaints.extend(unsaid(first, repo, &used));
    complaints.extend(stale_prefixes(repo));
    complaints
}

/// Reads the files of a language; a key that stands twice is told.
fn texts(repo: &Repo, language: &str, complaints: &mut Vec<Complaint>) -> Texts {
    let mut found = Texts::new();
    for (path, content) in repo.below(&format!("locales/{language}/"), &[".ftl"]) {
        for (key, text) in messages(content) {
            let line = text.line;
            if let Some((other, _)) = found.insert(key.clone(), (path.to_owned(), text)) {
                complaints.push(Complaint::new(path, line, format!("`{key}` stands in {other} already")));
            }
        }
    }
    found
}

/// The messages of a Fluent file. Indented lines belong to the message above them.
fn messages(content: &str) -> Vec<(String, Text)> {
    let mut found: Vec<(String, Text)> = Vec::new();
    for (index, line) in content.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some((key, _)) = line.split_once('=').filter(|_| begins) {
            found.push((
                key.trim().to_owned(),
                Text {
                    line: index + 1,
                    placeholders: BTreeSet::new(),
                },
            ));
        }
        if let Some((_, text)) = found.last_mut() {
            text.placeholders.extend(placeholders(line));
        }
    }
    found
}

fn placeholders(line: &str) -> impl Iterator<Item = String> {
    line.match_indices('$').filter_map(|(place, _)| {
        let inside = line.get(..place)?.trim_end().ends_with(['{', '(', ',']);
        let rest = line.get(place + 1..)?;
        let end = rest.find(|c| !is_word(c) && c != '-').unwrap_or(rest.len());
        rest.get(..end)
            .filter(|name| inside && !name.is_empty())
            .map(str::to_owned)
    })
}

fn unequal(first: &Texts, first_language: &str, other: &Texts, language: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (key, (path, text)) in first {
        match other.get(key) {
            None => complaints.push(Complaint::new(
                path,
                text.line,
                format!("`{key}` has no text in {language}"),
            )),
            Some((path, translated)) if translated.placeholders != text.placeholders => {
                let said = format!(
                    "`{key}` names {:?}, in {first_language} {:?}",
                    translated.placeholders, text.placeholders
                );
                complaints.push(Complaint::new(path, translated.line, said));
            }
            Some(_) => {}
        }
    }
    let extra = other.iter().filter(|(key, _)| !first.contains_key(*key));
    complaints.extend(extra.map(|(key, (path, text))| {
        Complaint::new(path, text.line, format!("`{key}` has no text in {first_language}"))
    }));
    complaints
}

/// The keys that sources and templates ask for by name.
fn used(repo: &Repo) -> BTreeMap<String, (String, usize)> {
    let mut used = BTreeMap::new();
    let mut note = |key: &str, path: &str, line: usize| {
        used.entry(key.to_owned()).or_insert_with(|| (path.to_owned(), line));
    };
    for (path, text) in repo
        .below("crates/slipway/src/", &[".rs"])
        .filter(|(path, _)| !path.contains("tests"))
    {
        let source = rust::read(text);
        for (key, place) in asked(&source) {
            note(&key, path, line_of(text, place));
        }
    }
    for (path, text) in repo.below("crates/slipway/src/", &[".html"]) {
        let text = without_comments(text);
        for (key, place) in asked_in_template(&text) {
            note(key, path, line_of(&text, place));
        }
    }
    for slug in errors::codes(repo).iter().map(errors::Code::key) {
        for end in ["", "-detail", "-help"] {
            note(&format!("fault-{slug}{end}"), errors::SOURCE, 0);
        }
    }
    used
}

/// What Rust code asks for: texts by their key, and the codes of field errors.
fn asked(source: &Source) -> Vec<(String, usize)> {
    let texts = [(".text(", 1), (".with(", 3), (".filled(", 2)]
        .into_iter()
        .flat_map(|(call, n_arguments)| {
            let keys = literals(source, call, 0, Some(n_arguments));
            keys.filter(|(_, place)| is_of_texts(source, *place))
                .map(|(key, place)| (key.to_owned(), place))
        });
    let errors = [("FieldError::new(", None), (".refuse(", Some(2))]
        .into_iter()
        .flat_map(|(call, n_arguments)| {
            literals(source, call, 1, n_arguments)
                .map(|(code, place)| (format!("field-{}", code.replace('_', "-")), place))
        });
    texts.chain(errors).collect()
}

/// The literal that each such call has as its argument of this index, when it has that many.
fn literals<'a>(
    source: &'a Source,
    call: &'static str,
    index: usize,
    n_arguments: Option<usize>,
) -> impl Iterator<Item = (&'a str, usize)> {
    source.calls(call).filter_map(move |place| {
        let arguments = source.arguments(place + call.len() - 1);
        let is_meant = n_arguments.is_none_or(|n| n == arguments.len());
        let literal = arguments.get(index)?.literal.filter(|_| is_meant)?;
        Some((literal, place))
    })
}

/// Whether what stands before the dot are texts: `t`, `texts`, `texts()`, `Texts(language)`. Forms have a `text` too.
fn is_of_texts(source: &Source, place: usize) -> bool {
    let before = source.code.get(..place).unwrap_or_default().trim_end();
    let called = before
        .strip_suffix(')')
        .and_then(|before| before.rsplit_once('('))
        .map_or(before, |(name, _)| name);
    let name = called.rsplit(|c| !is_word(c)).next().unwrap_or_default();
    matches!(name, "t" | "texts" | "Texts")
}

/// What a template asks for: `t.text("key")`, `t.with("key", …)`.
fn asked_in_template(text: &str) -> Vec<(&str, usize)> {
    let calls = [".text(\"", ".with(\"", ".filled(\""];
    let places = calls
        .iter()
        .flat_map(|call| text.match_indices(call).map(|(place, call)| place + call.len()));
    places
        .filter_map(|place| Some((text.get(place..)?.split('"').next()?, place)))
        .collect()
}

/// A template with `{# … #}` blanked, line ends kept.
fn without_comments(template: &str) -> String {
    let mut parts = template.split("{#");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (comment, rest) = part.split_once("#}").unwrap_or((part, ""));
        kept.extend(comment.chars().filter(|c| *c == '\n'));
        kept.push_str(rest);
    }
    kept
}

fn untold(texts: &Texts, used: &BTreeMap<String, (String, usize)>) -> Vec<Complaint> {
    let missing = used.iter().filter(|(key, _)| !texts.contains_key(*key));
    missing
        .map(|(key, (path, line))| Complaint::new(path, *line, format!("`{key}` has no text")))
        .collect()
}

/// Texts that no source asks for, names as a word of its own, or puts together.
fn unsaid(texts: &Texts, repo: &Repo, used: &BTreeMap<String, (String, usize)>) -> Vec<Complaint> {
    let (words, made) = (words(repo), made(repo));
    let is_made = |key: &str| {
        let by_format = made
            .iter()
            .any(|(start, end)| key.starts_with(start) && key.ends_with(end));
        by_format || COMPUTED.iter().any(|(start, _)| key.starts_with(start))
    };
    let is_said = |key: &String| used.contains_key(key) || words.contains(key.as_str()) || is_made(key);
    let unsaid = texts.iter().filter(|(key, _)| !is_said(key));
    unsaid
        .map(|(key, (path, text))| Complaint::new(path, text.line, format!("nothing says `{key}`")))
        .collect()
}

/// How keys begin and end that format strings make: `"fault-{key}-help"`.
fn made(repo: &Repo) -> BTreeSet<(String, String)> {
    let sources = repo
        .below("crates/slipway/src/", &[".rs"])
        .map(|(_, text)| rust::read(text));
    let literals = sources.flat_map(|source| source.literals).map(|literal| literal.text);
    let is_key = |part: &str| {
        part.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    literals
        .filter_map(|text| {
            let (start, rest) = text.split_once('{')?;
            let (_, end) = rest.rsplit_once('}')?;
            let begins = start.len() > 1 && start.ends_with('-') && is_key(start);
            (begins && is_key(end)).then(|| (start.to_owned(), end.to_owned()))
        })
        .collect()
}

/// Every string of sources and templates that could be a key: tables of labels name keys without asking for them.
fn words(repo: &Repo) -> BTreeSet<&str> {
    let files = repo.below("crates/slipway/src/", &[".rs", ".html"]);
    files
        .flat_map(|(_, text)| text.split(['"', '\'', '?', '&', '=']))
        .filter(|word| !word.is_empty() && word.len() < 64)
        .collect()
}

/// A beginning that its file no longer has lets dead texts live.
fn stale_prefixes(repo: &Repo) -> Vec<Complaint> {
    let has = |start: &str, path: &str| {
        repo.text(path)
            .is_none_or(|text| text.contains(&format!("\"{}\"", start.trim_end_matches('-'))))
    };
    let stale = COMPUTED.iter().filter(|(start, path)| !has(start, path));
    stale
        .map(|(start, path)| {
            Complaint::new(
                path,
                0,
                format!("makes no keys with `{start}`: see xtask/src/locales/mod.rs"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests;
