//! What `docs/operations.md` must not leave out: every setting, every command, every metric.

use std::collections::BTreeSet;

use crate::repo::{Complaint, Repo};
use crate::rust;

const DOCUMENT: &str = "docs/operations.md";
const CONFIG: &str = "crates/slipway/src/config.rs";
const CLI: &str = "crates/slipway/src/cli/mod.rs";

pub fn check(repo: &Repo) -> Vec<Complaint> {
    let document = repo.text(DOCUMENT).unwrap_or_default();
    let settings = settings(repo)
        .into_iter()
        .map(|name| (format!("`{name}`"), "the setting"));
    let commands = commands(repo)
        .into_iter()
        .map(|name| (format!("`slipway {name}"), "the command"));
    let metrics = metrics(repo)
        .into_iter()
        .map(|name| (format!("`{name}`"), "the metric"));
    let missing = settings
        .chain(commands)
        .chain(metrics)
        .filter(|(words, _)| !document.contains(words));
    missing
        .map(|(words, what)| Complaint::new(DOCUMENT, 0, format!("leaves out {what} {}", words.replace('`', ""))))
        .collect()
}

/// The fields of `Config`.
fn settings(repo: &Repo) -> Vec<&str> {
    let body = body(repo.text(CONFIG).unwrap_or_default(), "pub struct Config {");
    body.lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next())
        .collect()
}

/// The variants of `Command`, as they are typed.
fn commands(repo: &Repo) -> Vec<String> {
    let code = rust::read(repo.text(CLI).unwrap_or_default()).code;
    let body = body(&code, "enum Command {");
    let lines = body
        .lines()
        .filter(|line| line.starts_with("    ") && line.trim_start().starts_with(char::is_uppercase));
    lines
        .filter_map(|line| line.trim().split([',', '(', ' ', '{']).next())
        .map(str::to_lowercase)
        .collect()
}

/// What stands between a line and the next one that closes it.
fn body<'a>(text: &'a str, opening: &str) -> &'a str {
    text.split_once(opening)
        .map_or("", |(_, rest)| rest.split("\n}").next().unwrap_or_default())
}

/// The names that counters and gauges are given.
fn metrics(repo: &Repo) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, text) in repo.below("crates/slipway/src/", &[".rs"]) {
        let source = rust::read(text);
        for call in ["counter!(", "gauge!(", "histogram!("] {
            for place in source.calls(call) {
                let arguments = source.arguments(place + call.len() - 1);
                names.extend(
                    arguments
                        .first()
                        .and_then(|argument| argument.literal)
                        .map(str::to_owned),
                );
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_leave_nothing_out() {
        let files = [
            (
                CONFIG,
                "pub struct Config {\n    /// Where.\n    pub listen: String,\n    pub zone: Option<String>,\n}\n",
            ),
            (
                CLI,
                "enum Command {\n    /// Run.\n    Serve,\n    Migrate {\n        check: bool,\n    },\n    Token(Args),\n}\n",
            ),
            (
                "crates/slipway/src/edge/serve.rs",
                "fn f() { metrics::counter!(\"http_panics_total\").increment(1) }",
            ),
            (DOCUMENT, "`listen` `slipway serve` `slipway token LOGIN`"),
        ];
        let told: Vec<String> = check(&Repo::of(&files))
            .into_iter()
            .map(|complaint| complaint.text)
            .collect();
        let expected = [
            "leaves out the setting zone",
            "leaves out the command slipway migrate",
            "leaves out the metric http_panics_total",
        ];
        assert_eq!(told, expected);
    }
}
