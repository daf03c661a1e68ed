//! The repository as the checks see it: which paths there are, and what the text files say. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::{fs, io};

/// Folders that are made, not written.
const MADE: &[&str] = &[
    ".git",
    ".venv",
    "target",
    "node_modules",
    "dist",
    "shots",
    "slipway-data",
];

/// Paths relative to the root, with `/` between the parts.
#[derive(Debug, Default)]
pub struct Repo {
    paths: BTreeSet<String>,
    texts: BTreeMap<String, String>,
}

/// Something that is not as it should be, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    pub path: String,
    /// From 1; 0 if the whole file is meant.
    pub line: usize,
    pub text: String,
}

impl Complaint {
    pub fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            text: text.into(),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.text),
            line => write!(f, "{}:{line}: {}", self.path, self.text),
        }
    }
}

impl Repo {
    /// Reads the files below `root`.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut repo = Self::default();
        repo.visit(root, "")?;
        Ok(repo)
    }

    fn visit(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() && !MADE.contains(&name.as_str()) {
                self.visit(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() {
                self.add(path, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    /// Notes a file and its folders; what is not UTF-8 has a path and no text.
    fn add(&mut self, path: String, content: Vec<u8>) {
        for (end, _) in path.match_indices('/') {
            self.paths.extend(path.get(..end).map(str::to_owned));
        }
        self.paths.insert(path.clone());
        if let Ok(text) = String::from_utf8(content) {
            self.texts.insert(path, text);
        }
    }

    /// Whether there is a file or folder of this path.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path.trim_end_matches('/'))
    }

    /// Whether a file of this name stands in some folder.
    pub fn has_named(&self, name: &str) -> bool {
        self.paths
            .iter()
            .any(|path| path.strip_suffix(name).is_some_and(|folder| folder.ends_with('/')))
    }

    /// Whether some path fits `pattern`, in which `*` stands for anything within one part.
    pub fn has_like(&self, pattern: &str) -> bool {
        self.paths.iter().any(|path| fits(path, pattern))
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Every text file.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text files below a folder with one of these endings.
    pub fn below(&self, folder: &str, endings: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        self.texts()
            .filter(move |(path, _)| path.starts_with(folder) && endings.iter().any(|ending| path.ends_with(ending)))
    }

    /// A repository of sample files, for tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut repo = Self::default();
        for (path, text) in files {
            repo.add((*path).to_owned(), text.as_bytes().to_vec());
        }
        repo
    }
}

fn fits(path: &str, pattern: &str) -> bool {
    let (parts, wanted): (Vec<_>, Vec<_>) = (path.split('/').collect(), pattern.split('/').collect());
    parts.len() == wanted.len() && parts.iter().zip(wanted).all(|(part, wanted)| part_fits(part, wanted))
}

fn part_fits(part: &str, wanted: &str) -> bool {
    match wanted.split_once('*') {
        None => part == wanted,
        Some((start, end)) => part.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
    }
}

/// The number of the line that a byte stands on, from 1.
pub fn line_of(text: &str, place: usize) -> usize {
    text.get(..place).map_or(1, |before| before.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_paths_too() {
        let repo = Repo::of(&[("docs/howto/add-a-field.md", "")]);
        assert!(repo.has("docs/howto/") && repo.has("docs"));
        assert!(!repo.has("docs/adr"));
    }

    #[test]
    fn a_star_stays_within_its_part() {
        let repo = Repo::of(&[("crates/db/migrations/0001_people.sqlite.sql", "")]);
        assert!(repo.has_like("crates/db/migrations/0001_*.sql"));
        assert!(!repo.has_like("crates/*.sql"));
    }

    #[test]
    fn lines_are_counted_from_one() {
        assert_eq!([line_of("a\nb", 0), line_of("a\nb", 2)], [1, 2]);
    }
}
