//! Reads Rust sources as far as the checks need it: code without comments and tests, string literals, calls.
//! A reader of tokens, not a parser: what it cannot see (macros that make paths) is out of reach of the checks.

pub mod paths;
mod scan;

pub use scan::{Literal, read};

/// One source file with everything blanked that is not code of the program itself. Offsets are those of the file.
#[derive(Debug)]
pub struct Source {
    /// Comments, the insides of strings, and items under `#[cfg(test)]` are spaces.
    pub code: String,
    /// The string literals outside comments and test items, in order.
    pub literals: Vec<Literal>,
}

/// One argument of a call.
#[derive(Debug, PartialEq, Eq)]
pub struct Argument<'a> {
    /// Its code, trimmed, with blanked strings.
    pub code: &'a str,
    /// What it says, when it is one string literal and nothing else.
    pub literal: Option<&'a str>,
}

impl Source {
    /// The places where `call`, which ends with its opening parenthesis, stands in the code.
    pub fn calls<'a>(&'a self, call: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code
            .match_indices(call)
            .map(|(place, _)| place)
            .filter(move |place| {
                !call.starts_with(is_word) || !self.code.get(..*place).is_some_and(|before| before.ends_with(is_word))
            })
    }

    /// The code between the parentheses of a call that opens at `open`, and the offset it begins at.
    pub fn inside(&self, open: usize) -> Option<(usize, &str)> {
        let rest = self.code.get(open..)?;
        let mut depth = 0_usize;
        for (place, c) in rest.char_indices() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if depth == 0 {
                return Some((open + 1, rest.get(1..place)?));
            }
        }
        None
    }

    /// The arguments of the call that opens at `open`.
    pub fn arguments(&self, open: usize) -> Vec<Argument<'_>> {
        let Some((from, inside)) = self.inside(open) else {
            return Vec::new();
        };
        let mut arguments = Vec::new();
        let (mut depth, mut begin) = (0_usize, 0);
        for (place, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    arguments.extend(self.argument(from + begin, from + place));
                    begin = place + 1;
                }
                _ => {}
            }
        }
        arguments
    }

    fn argument(&self, from: usize, to: usize) -> Option<Argument<'_>> {
        let code = self.code.get(from..to)?;
        let lead = code.len() - code.trim_start().len();
        let code = code.trim();
        let whole = |literal: &&Literal| literal.place == from + lead && literal.length == code.len();
        let literal = self.literals.iter().find(whole).map(|literal| literal.text.as_str());
        (!code.is_empty()).then_some(Argument { code, literal })
    }
}

/// Whether a character may stand in an identifier.
pub fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_told_apart() {
        let source = read(r#"fn f() { t.with("key, with a comma", "name", [1, 2]) }"#);
        let open = source.calls(".with(").next().unwrap() + ".with".len();
        let arguments = source.arguments(open);
        let literals: Vec<_> = arguments.iter().map(|argument| argument.literal).collect();
        assert_eq!(literals, [Some("key, with a comma"), Some("name"), None]);
    }

    #[test]
    fn a_longer_name_is_another_call() {
        let source = read("fn f() { reprintln!(1); println!(2); }");
        assert_eq!(source.calls("println!(").count(), 1);
    }

    #[test]
    fn a_call_that_never_closes_has_no_arguments() {
        let source = read("fn f() { g(1, 2");
        assert!(source.arguments(source.calls("g(").next().unwrap() + 1).is_empty());
    }
}
