//! Documents that can go stale: every path, command, setting and metric that one names must exist.
//! And what no file may name: hosts of package registries, folders of somebody's machine.

use crate::repo::{Complaint, Repo};

/// Where a path may begin when a document leaves out the first folders.
const BASES: &[&str] = &[
    "",
    "crates/slipway/src/",
    "crates/core/src/",
    "crates/db/src/",
    "crates/",
    "docs/",
    "xtask/src/",
];

/// Endings that make a word in code marks the name of a file.
const ENDINGS: &[&str] = &[
    ".rs", ".md", ".toml", ".html", ".ftl", ".sql", ".ts", ".mjs", ".css", ".bpmn", ".json", ".png",
];

/// Files that only a running program or a build has.
const MADE: &[&str] = &[
    "slipway.toml",
    "openapi.json",
    "manifest.json",
    "package.json",
    "mod.rs",
    "tests.rs",
];

const MADE_FOLDERS: &[&str] = &["target", "web/dist", "dist", "slipway-data", "browser/shots", "shots"];

pub fn check(repo: &Repo) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (path, text) in repo.below("", &[".md"]) {
        for (line, span) in spans(text) {
            complaints.extend(untrue(repo, path, span).map(|said| Complaint::new(path, line, said)));
        }
    }
    for (path, text) in repo.texts().filter(|(path, _)| *path != "Cargo.lock") {
        for (index, line) in text.lines().enumerate() {
            complaints.extend(foreign(line).map(|said| Complaint::new(path, index + 1, said)));
        }
    }
    complaints
}

/// What stands between single code marks, and where links lead, each with its line. Fenced blocks are left out.
fn spans(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut is_fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            found.extend(line.split('`').skip(1).step_by(2).map(|span| (index + 1, span)));
            let links = line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split([')', '#']).next());
            found.extend(
                links
                    .filter(|link| !link.is_empty() && !link.contains("://"))
                    .map(|link| (index + 1, link)),
            );
        }
    }
    found
}

/// What is not so about a word in code marks.
fn untrue(repo: &Repo, document: &str, span: &str) -> Option<String> {
    let mut words = span.split(' ');
    match (words.next(), words.next()) {
        (Some("make"), Some(target)) => {
            let makefile = repo.text("Makefile").unwrap_or_default();
            let is_target = makefile.lines().any(|line| line.starts_with(&format!("{target}:")));
            (!is_target).then(|| format!("the Makefile has no target `{target}`"))
        }
        (Some("slipway"), Some(command)) => {
            (!is_command(repo, command)).then(|| format!("there is no command `slipway {command}`"))
        }
        (Some(setting), None) if setting.starts_with("SLIPWAY_") => {
            (!is_setting(repo, setting)).then(|| format!("nothing reads `{setting}`"))
        }
        (Some(metric), None) if is_metric(metric) => {
            (!is_written(repo, metric)).then(|| format!("nothing counts `{metric}`"))
        }
        (Some(path), None) if is_path(repo, path) => {
            (!exists(repo, document, path)).then(|| format!("there is no `{path}`"))
        }
        _ => None,
    }
}

/// Whether the command line has this command or a flag stands in its place.
fn is_command(repo: &Repo, command: &str) -> bool {
    let source = repo.text("crates/slipway/src/cli/mod.rs").unwrap_or_default();
    let mut letters = command.chars();
    let variant: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    let is_variant = |line: &str| {
        line.trim_start()
            .strip_prefix(&variant)
            .is_some_and(|rest| rest.starts_with([',', '(', ' ']))
    };
    command.starts_with('-') || source.lines().any(is_variant)
}

/// A field of the settings, or a variable that some source or script names.
fn is_setting(repo: &Repo, setting: &str) -> bool {
    let setting = setting.split('=').next().unwrap_or(setting);
    let field = format!("pub {}:", setting.trim_start_matches("SLIPWAY_").to_lowercase());
    let is_field = repo
        .text("crates/slipway/src/config.rs")
        .is_some_and(|config| config.contains(&field));
    is_field
        || repo
            .texts()
            .any(|(path, text)| !has_ending(path, ".md") && text.contains(setting))
}

fn is_metric(word: &str) -> bool {
    let crates = ["slipway_core", "slipway_db"];
    word.starts_with("slipway_") && word.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !crates.contains(&word)
}

fn is_written(repo: &Repo, word: &str) -> bool {
    let quoted = format!("\"{word}\"");
    repo.below("crates/", &[".rs"]).any(|(_, text)| text.contains(&quoted))
}

fn has_ending(path: &str, ending: &str) -> bool {
    path.get(path.len().saturating_sub(ending.len())..) == Some(ending)
}

/// A word that means a file or folder of the repository: not an address, not a media type.
fn is_path(repo: &Repo, word: &str) -> bool {
    let is_plain = word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-*{},".contains(c));
    if !is_plain || word.starts_with(['/', '.']) && !word.starts_with(".ci/") && !word.starts_with(".config/") {
        return false;
    }
    // `NNNN` stands for a number to be chosen.
    let is_made =
        word.contains("NNNN") || MADE.contains(&word) || MADE_FOLDERS.iter().any(|folder| word.starts_with(folder));
    let has_ending = ENDINGS.iter().any(|ending| has_ending(word, ending));
    let has_root = word.split_once('/').is_some_and(|(first, _)| repo.has(first));
    !is_made && (has_ending || has_root)
}

fn exists(repo: &Repo, document: &str, path: &str) -> bool {
    let folder = document
        .rsplit_once('/')
        .map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let places = BASES.iter().copied().chain([folder.as_str()]);
    let wanted = unfolded(path);
    wanted
        .iter()
        .all(|path| places.clone().any(|base| found(repo, &format!("{base}{path}"))))
}

fn found(repo: &Repo, path: &str) -> bool {
    if path.contains('*') {
        repo.has_like(path)
    } else {
        repo.has(path) || repo.has_named(path)
    }
}

/// `a.{b,c}.d` is `a.b.d` and `a.c.d`.
fn unfolded(path: &str) -> Vec<String> {
    match path
        .split_once('{')
        .and_then(|(start, rest)| Some((start, rest.split_once('}')?)))
    {
        Some((start, (words, end))) => words.split(',').map(|word| format!("{start}{word}{end}")).collect(),
        None => vec![path.to_owned()],
    }
}

/// Hosts and folders, cut in two so that this file does not name them.
const REGISTRIES: &[(&str, &str)] = &[
    ("registry.npmjs", ".org"),
    ("npmjs", ".com"),
    ("crates", ".io"),
    ("pypi", ".org"),
    ("pythonhosted", ".org"),
    ("deb.debian", ".org"),
    ("archive.ubuntu", ".com"),
    ("rust-lang", ".org"),
    ("proxy.golang", ".org"),
];
const MACHINES: &[(&str, &str)] = &[
    ("/wor", "k/"),
    ("/ho", "me/"),
    ("/ro", "ot/"),
    ("/Use", "rs/"),
    ("C:\\Use", "rs"),
];

fn foreign(line: &str) -> Option<String> {
    let host = REGISTRIES
        .iter()
        .map(|(start, end)| format!("{start}{end}"))
        .find(|host| line.contains(host.as_str()));
    if let Some(host) = host {
        return Some(format!("names the host of a registry, {host}"));
    }
    let folder = MACHINES
        .iter()
        .map(|(start, end)| format!("{start}{end}"))
        .find(|folder| names_from_the_root(line, folder))?;
    Some(format!("names a folder of one machine, {folder}"))
}

/// Whether the folder stands there as a path of its own and not as the end of another.
fn names_from_the_root(line: &str, folder: &str) -> bool {
    let mut places = line
        .match_indices(folder)
        .map(|(place, _)| line.get(..place).unwrap_or_default());
    places.any(|before| !before.ends_with(|c: char| c.is_alphanumeric() || "_-.}*".contains(c)))
}

#[cfg(test)]
mod tests;
