//! Cuts a Rust source into code, comments and strings, and blanks what is not code of the program.

use super::{Source, is_word};

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Where it begins, with prefix and quote.
    pub place: usize,
    /// How long it is, quotes included.
    pub length: usize,
    /// What stands between the quotes, escapes as they are written.
    pub text: String,
}

/// Reads a source file.
pub fn read(text: &str) -> Source {
    let mut scan = Scan {
        text,
        at: 0,
        code: String::with_capacity(text.len()),
        literals: Vec::new(),
    };
    while let Some(next) = scan.rest().chars().next() {
        scan.step(next);
    }
    let mut source = Source {
        code: scan.code,
        literals: scan.literals,
    };
    while let Some((from, to)) = test_item(&source) {
        source.code = blanked_between(&source.code, from, to);
        source.literals.retain(|literal| !(from..to).contains(&literal.place));
    }
    source
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    code: String,
    literals: Vec<Literal>,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self, next: char) {
        let rest = self.rest();
        if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            self.blank(length);
        } else if rest.starts_with("/*") {
            let length = block_comment(rest);
            self.blank(length);
        } else if let Some((before, inside, after)) = quoted(rest) {
            self.literal(before, inside, after);
        } else if let Some(length) = character(rest) {
            self.blank(length);
        } else if is_word(next) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            self.keep(length);
        } else {
            self.keep(next.len_utf8());
        }
    }

    fn keep(&mut self, length: usize) {
        self.code.extend(self.text.get(self.at..self.at + length));
        self.at += length;
    }

    fn blank(&mut self, length: usize) {
        let blanks = blank(self.text.get(self.at..self.at + length).unwrap_or_default());
        self.code.push_str(&blanks);
        self.at += length;
    }

    fn literal(&mut self, before: usize, inside: usize, after: usize) {
        let place = self.at;
        let text = self
            .text
            .get(place + before..place + before + inside)
            .unwrap_or_default()
            .to_owned();
        self.literals.push(Literal {
            place,
            length: before + inside + after,
            text,
        });
        self.keep(before);
        self.blank(inside);
        self.keep(after);
    }
}

/// As many spaces as there are bytes, so that offsets stay; line ends stay too.
fn blank(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

fn blanked_between(code: &str, from: usize, to: usize) -> String {
    let part = |from: usize, to: usize| code.get(from..to).unwrap_or_default();
    format!("{}{}{}", part(0, from), blank(part(from, to)), part(to, code.len()))
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The lengths of opening, inside and closing, when a string begins here.
fn quoted(text: &str) -> Option<(usize, usize, usize)> {
    let after_prefix = text.strip_prefix(['b', 'c']).unwrap_or(text);
    let after_raw = after_prefix.strip_prefix('r');
    let hashes = after_raw.map_or(0, |rest| rest.len() - rest.trim_start_matches('#').len());
    let rest = after_raw.unwrap_or(after_prefix).get(hashes..)?.strip_prefix('"')?;
    let before = text.len() - rest.len();
    let inside = if after_raw.is_some() {
        rest.find(&format!("\"{}", "#".repeat(hashes)))
    } else {
        end_of_escaped(rest)
    };
    let inside = inside.unwrap_or(rest.len());
    Some((before, inside, (1 + hashes).min(rest.len() - inside)))
}

fn end_of_escaped(text: &str) -> Option<usize> {
    let mut characters = text.char_indices();
    while let Some((place, c)) = characters.next() {
        match c {
            '"' => return Some(place),
            '\\' => {
                characters.next();
            }
            _ => {}
        }
    }
    None
}

/// The length of a character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\'')?;
    let mut characters = rest.char_indices();
    let (_, first) = characters.next()?;
    let end = if first == '\\' {
        characters.next()?;
        rest.get(2..)?.find('\'')? + 2
    } else {
        first.len_utf8()
    };
    rest.get(end..)?.starts_with('\'').then_some(end + 2)
}

/// The first item under `#[cfg(test)]`: from its attribute to its end.
fn test_item(source: &Source) -> Option<(usize, usize)> {
    const ATTRIBUTE: &str = "#[cfg(test)]";
    let from = source.code.find(ATTRIBUTE)?;
    let rest = source.code.get(from + ATTRIBUTE.len()..)?;
    let (end, c) = rest.char_indices().find(|(_, c)| matches!(c, ';' | '{'))?;
    let to = from + ATTRIBUTE.len() + end;
    let length = if c == '{' {
        source.inside(to).map_or(rest.len(), |(_, inside)| inside.len() + 2)
    } else {
        1
    };
    Some((from, (to + length).min(source.code.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let source = read("a /* b /* c */ d */ \"e\\\"f\" // g\nh r#\"i\"j\"# 'k' '\\n' &'l m");
        let code: Vec<_> = source.code.split_whitespace().collect();
        assert_eq!(code.join(" "), "a \" \" h r#\" \"# &'l m");
        let texts: Vec<_> = source.literals.iter().map(|literal| literal.text.as_str()).collect();
        assert_eq!(texts, ["e\\\"f", "i\"j"]);
    }

    #[test]
    fn offsets_stay_as_they_are() {
        let text = "let a = \"ação\"; // é\nlet b = 1;";
        let source = read(text);
        assert_eq!(source.code.len(), text.len());
        assert_eq!(source.code.find("let b"), text.find("let b"));
    }

    #[test]
    fn test_items_are_no_code_of_the_program() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { c(\"d\") } }\n#[cfg(test)]\nmod more;\nfn e() {}";
        let source = read(text);
        assert_eq!(source.code.split_whitespace().collect::<String>(), "fna(){}fne(){}");
        assert!(source.literals.is_empty());
    }

    #[test]
    fn an_attribute_in_a_string_is_no_attribute() {
        let source = read("const A: &str = \"#[cfg(test)]\"; fn b() {}");
        assert!(source.code.contains("fn b"));
    }
}
