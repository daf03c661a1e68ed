//! Texts about entries: labels of fields, words of choices, names of kinds. A kind's own key goes before the one that
//! all kinds share, so that a unit's `zone` can be explained otherwise than a calendar's.

use crate::edge::Texts;
use crate::entry::kind::{Kind, Target};

/// The kind's name, for one of it.
pub fn singular(t: Texts, target: Target) -> String {
    t.text(&key(&[target.name]))
}

/// The kind's name, for several.
pub fn plural(t: Texts, target: Target) -> String {
    t.text(&key(&[target.name, "plural"]))
}

/// What a field is called; inner fields have the path of both.
pub fn label(t: Texts, kind: &Kind, path: &[&str]) -> String {
    own_or_shared(t, kind, path, "").unwrap_or_else(|| t.text(&own(kind, path)))
}

/// What is said under a field, or nothing.
pub fn hint(t: Texts, kind: &Kind, path: &[&str]) -> String {
    own_or_shared(t, kind, path, "-hint").unwrap_or_default()
}

/// How a word of a closed set reads.
pub fn word(t: Texts, kind: &Kind, path: &[&str], word: &str) -> String {
    let own = key(&[&[kind.target.name], path, &[word]].concat());
    if t.knows(&own) {
        t.text(&own)
    } else {
        t.text(&key(&["word", word]))
    }
}

pub fn yes_or_no(t: Texts, yes: bool) -> String {
    t.text(if yes { "entry-yes" } else { "entry-no" })
}

fn own_or_shared(t: Texts, kind: &Kind, path: &[&str], end: &str) -> Option<String> {
    let shared = key(&["field", path.last()?]);
    let keys = [own(kind, path), shared].map(|key| format!("{key}{end}"));
    keys.into_iter().find(|key| t.knows(key)).map(|key| t.text(&key))
}

fn own(kind: &Kind, path: &[&str]) -> String {
    key(&[&[kind.target.name], path].concat())
}

fn key(parts: &[&str]) -> String {
    format!("entry-{}", parts.join("-").replace('_', "-"))
}
