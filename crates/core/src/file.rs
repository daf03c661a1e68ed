//! What a file may be called and what it is to the record it is attached to. Where its bytes lie, and who may have them,
//! is none of this file's business.

use std::fmt;

use crate::word::words;

words!(
    /// What a file is to its record (O37, O58, B204).
    FileKind {
        /// Any file.
        Attachment = "attachment",
        /// What belongs to the package: software, hardware, documentation.
        Package = "package",
        /// A legal document.
        Legal = "legal",
        /// A general document.
        General = "general",
        /// What people must learn.
        Training = "training",
    }
);

words!(
    /// The phase of a release that a document belongs to (O37).
    FilePhase {
        /// To none: a file of the record as a whole.
        None = "none",
        /// How it is prepared.
        Planning = "planning",
        /// How it is rolled out.
        Deployment = "deployment",
    }
);

/// The most characters of a file's name.
pub const NAME_CHARS: usize = 200;
/// The most bytes of a file's name: what file systems take.
pub const NAME_BYTES: usize = 255;
/// The most characters of what is said about a file.
pub const DESCRIPTION_CHARS: usize = 4_000;

/// What a file without a usable name is called.
const NAMELESS: &str = "file";

/// The name of a file as people may save it on any system: one name, no path, nothing that cannot be seen (B206).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Makes a name of whatever was sent. There is always one: a bad name is no reason to refuse a good file.
    ///
    /// ```
    /// use slipway_core::file::FileName;
    /// assert_eq!(FileName::of("../../etc/passwd").as_str(), "passwd");
    /// assert_eq!(FileName::of("a\r\nb.txt").as_str(), "a__b.txt");
    /// ```
    pub fn of(sent: &str) -> FileName {
        // Some browsers send the whole path; only its last part was ever meant.
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let seen: String = last
            .chars()
            .filter(|c| !is_unseen(*c))
            .map(|c| if is_harmful(c) { '_' } else { c })
            .collect();
        let name = shortened(without_end(seen.trim()));
        if name.is_empty() {
            return FileName(NAMELESS.to_owned());
        }
        FileName(if is_device(&name) { format!("_{name}") } else { name })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the last dot, in small letters; nothing without one.
    pub fn extension(&self) -> String {
        self.0
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_lowercase())
            .unwrap_or_default()
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Windows drops blanks and dots at the end, so that `a.exe.` would be another file than it says.
fn without_end(name: &str) -> &str {
    name.trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Marks that turn the direction of reading or take no room: `exe.gpj` could read as `jpg.exe`.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*')
}

/// Names that Windows takes for devices, with any extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_numbered = |prefix: &str| {
        let number = stem.strip_prefix(prefix).map(str::chars);
        number.is_some_and(|mut rest| matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None)))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || is_numbered("COM") || is_numbered("LPT")
}

/// Cuts the stem and keeps the extension, by which people and systems know what to open a file with.
fn shortened(name: &str) -> String {
    if fits(name) {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 10 => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let mut short = String::new();
    for c in stem.chars() {
        if !fits(&format!("{short}{c}{extension}")) {
            break;
        }
        short.push(c);
    }
    if extension.is_empty() {
        return without_end(&short).to_owned();
    }
    // A blank before the extension would be the mark of a cut that nobody can see.
    short.trim_end().to_owned() + &extension
}

/// Whether a name keeps to both limits, with room for the mark before the name of a device.
fn fits(name: &str) -> bool {
    name.len() < NAME_BYTES && name.chars().count() < NAME_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_sent_becomes_one_plain_name() {
        for (sent, kept) in [
            ("report.pdf", "report.pdf"),
            ("relatório – versão 2.pdf", "relatório – versão 2.pdf"),
            ("../../x", "x"),
            ("/etc/passwd", "passwd"),
            ("C:\\Users\\ana\\a.txt", "a.txt"),
            ("..\\..\\x", "x"),
            ("a\r\nSet-Cookie: b.txt", "a__Set-Cookie_ b.txt"),
            ("a\0b.txt", "a_b.txt"),
            ("a\"b<c>.txt", "a_b_c_.txt"),
            ("invoice\u{202E}fdp.exe", "invoicefdp.exe"),
            (" a.txt. . ", "a.txt"),
            ("con.txt", "_con.txt"),
            ("COM1", "_COM1"),
            ("lpt9.log", "_lpt9.log"),
            ("common.txt", "common.txt"),
            (".gitignore", ".gitignore"),
            ("", "file"),
            ("..", "file"),
            ("a/", "file"),
            ("\u{200B}", "file"),
        ] {
            assert_eq!(FileName::of(sent).as_str(), kept, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension_and_both_limits() {
        for letter in ["a", "ã", "漢", "🚀"] {
            let name = FileName::of(&format!("{}.tar", letter.repeat(5_000)));
            assert!(name.as_str().len() <= NAME_BYTES && name.as_str().chars().count() <= NAME_CHARS);
            assert_eq!(name.extension(), "tar");
        }
        let cut_at_a_dot = FileName::of(&format!("{}.exe.{}", "a".repeat(NAME_CHARS - 6), "b".repeat(11)));
        assert_eq!(cut_at_a_dot.extension(), "exe", "{cut_at_a_dot}");
        let dots_alone = FileName::of(&format!("{}{}", ".".repeat(NAME_CHARS), "b".repeat(11)));
        assert_eq!(dots_alone.as_str(), NAMELESS);
        let no_extension = FileName::of(&format!("a.{}", "b".repeat(5_000)));
        assert!(no_extension.as_str().chars().count() <= NAME_CHARS);
    }

    #[test]
    fn the_extension_is_what_the_system_will_go_by() {
        for (sent, extension) in [
            ("a.EXE", "exe"),
            ("a.exe.", "exe"),
            ("a.exe ", "exe"),
            ("a.exe\u{202E}", "exe"),
            ("a.txt.exe", "exe"),
            (".exe", "exe"),
            ("a", ""),
            ("a.", ""),
        ] {
            assert_eq!(FileName::of(sent).extension(), extension, "{sent:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_name_stays_what_it_is(sent in "\\PC{0,300}|[\\x00-\\x7f]{0,300}") {
            let once = FileName::of(&sent);
            let limits = once.as_str().len() <= NAME_BYTES && once.as_str().chars().count() <= NAME_CHARS;
            proptest::prop_assert!(limits && !once.as_str().contains(['/', '\\', '\0', '\r', '\n']));
            proptest::prop_assert_eq!(FileName::of(once.as_str()), once);
        }
    }
}
