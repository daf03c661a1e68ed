//! Which paths a source names, in `use` items and in the code itself, resolved to where they lead.

use std::collections::BTreeMap;

use super::{Source, is_word};
use crate::repo::line_of;

/// A path as the whole crate would write it: `["crate", "release", "store"]`, `["axum", "body"]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub line: usize,
    pub path: Vec<String>,
}

impl Named {
    /// Whether the path is `prefix` or leads into it.
    pub fn leads_to(&self, prefix: &str) -> bool {
        let wanted: Vec<&str> = prefix.split("::").collect();
        self.path.len() >= wanted.len() && self.path.iter().zip(wanted).all(|(part, wanted)| part == wanted)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Colons,
    Other(char),
}

/// Everything that the module of this path (`["release", "api"]`; the crate's root is empty) names.
pub fn named(source: &Source, module: &[String]) -> Vec<Named> {
    let tokens = tokens(&source.code);
    let imports = imports(&tokens);
    let aliases: BTreeMap<&str, &[String]> = imports
        .iter()
        .map(|import| (import.alias.as_str(), import.path.as_slice()))
        .collect();
    let line = |place| line_of(&source.code, place);
    let imported = imports.iter().map(|import| Named {
        line: line(import.place),
        path: resolved(&import.path, module, &BTreeMap::new()),
    });
    let inline = inline(&tokens).into_iter().map(|(place, path)| Named {
        line: line(place),
        path: resolved(&path, module, &aliases),
    });
    let mut named: Vec<Named> = imported.chain(inline).collect();
    named.sort();
    named.dedup();
    named
}

fn tokens(code: &str) -> Vec<(usize, Token<'_>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let (token, length) = if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            (Token::Word(rest.get(..length).unwrap_or_default()), length)
        } else if rest.starts_with("::") {
            (Token::Colons, 2)
        } else {
            (Token::Other(first), first.len_utf8())
        };
        if !first.is_whitespace() {
            tokens.push((at, token));
        }
        at += length;
    }
    tokens
}

struct Import {
    place: usize,
    path: Vec<String>,
    alias: String,
}

fn imports(tokens: &[(usize, Token<'_>)]) -> Vec<Import> {
    let mut imports = Vec::new();
    let begins = tokens
        .iter()
        .enumerate()
        .filter(|(_, (_, token))| *token == Token::Word("use"));
    for (index, _) in begins {
        let rest = tokens.get(index + 1..).unwrap_or_default();
        // `use<'a>` is a bound.
        if !matches!(rest.first(), Some((_, Token::Other('<')))) {
            tree(rest, &[], &mut imports);
        }
    }
    imports
}

/// Reads one use tree and answers how many tokens it took.
fn tree(tokens: &[(usize, Token<'_>)], prefix: &[String], imports: &mut Vec<Import>) -> usize {
    let mut path = prefix.to_vec();
    let mut alias = None;
    let mut at = 0;
    let place = tokens.first().map_or(0, |(place, _)| *place);
    while let Some((_, token)) = tokens.get(at) {
        match token {
            Token::Word("as") => {
                alias = tokens.get(at + 1).and_then(|(_, token)| {
                    if let Token::Word(word) = token {
                        Some(*word)
                    } else {
                        None
                    }
                });
                at += 2;
            }
            Token::Word("self") if !path.is_empty() => at += 1,
            Token::Word(word) => {
                path.push((*word).to_owned());
                at += 1;
            }
            Token::Colons | Token::Other('*') => at += 1,
            Token::Other('{') => return at + 1 + group(tokens.get(at + 1..).unwrap_or_default(), &path, imports),
            Token::Other(_) => break,
        }
    }
    if let Some(last) = path.last() {
        let alias = alias.unwrap_or(last).to_owned();
        imports.push(Import { place, path, alias });
    }
    at
}

fn group(tokens: &[(usize, Token<'_>)], prefix: &[String], imports: &mut Vec<Import>) -> usize {
    let mut at = 0;
    while let Some((_, token)) = tokens.get(at) {
        match token {
            Token::Other('}') => return at + 1,
            Token::Other(',') => at += 1,
            Token::Word(_) | Token::Colons | Token::Other(_) => {
                at += tree(tokens.get(at..).unwrap_or_default(), prefix, imports).max(1);
            }
        }
    }
    at
}

/// Paths of at least two parts in the code itself.
fn inline(tokens: &[(usize, Token<'_>)]) -> Vec<(usize, Vec<String>)> {
    let mut paths = Vec::new();
    let mut at = 0;
    let mut before = Token::Other(';');
    while let Some((place, token)) = tokens.get(at) {
        match token {
            Token::Word("use") => at = end_of_use(tokens, at),
            Token::Word(_) if !matches!(before, Token::Colons | Token::Other('.')) => {
                let path = path_from(tokens.get(at..).unwrap_or_default());
                at += 2 * path.len() - 1;
                if path.len() > 1 {
                    paths.push((*place, path));
                }
            }
            Token::Word(_) | Token::Colons | Token::Other(_) => at += 1,
        }
        before = at
            .checked_sub(1)
            .and_then(|last| tokens.get(last))
            .map_or(before, |(_, token)| *token);
    }
    paths
}

fn end_of_use(tokens: &[(usize, Token<'_>)], from: usize) -> usize {
    let rest = tokens.iter().enumerate().skip(from + 1);
    let end = rest
        .into_iter()
        .find(|(_, (_, token))| matches!(token, Token::Other(';' | '>')));
    end.map_or(tokens.len(), |(index, _)| index)
}

fn path_from(tokens: &[(usize, Token<'_>)]) -> Vec<String> {
    let mut path = Vec::new();
    let mut wants_word = true;
    for (_, token) in tokens {
        match (token, wants_word) {
            (Token::Word(word), true) => path.push((*word).to_owned()),
            (Token::Colons, false) => {}
            _ => break,
        }
        wants_word = !wants_word;
    }
    path
}

fn resolved(path: &[String], module: &[String], aliases: &BTreeMap<&str, &[String]>) -> Vec<String> {
    let Some((first, rest)) = path.split_first() else {
        return Vec::new();
    };
    match first.as_str() {
        "super" => {
            let (_, parent) = module
                .split_last()
                .map_or((None, module), |(last, parent)| (Some(last), parent));
            // `super::super` climbs once more.
            if rest.first().is_some_and(|next| next == "super") {
                resolved(rest, parent, aliases)
            } else {
                within(parent, rest)
            }
        }
        "self" => within(module, rest),
        first => match aliases.get(first) {
            Some(full) if full.first().is_some_and(|whole| whole != first) || full.len() > 1 => {
                let whole: Vec<String> = full.iter().chain(rest).cloned().collect();
                resolved(&whole, module, &BTreeMap::new())
            }
            Some(_) | None => path.to_vec(),
        },
    }
}

fn within(module: &[String], rest: &[String]) -> Vec<String> {
    std::iter::once("crate".to_owned())
        .chain(module.iter().cloned())
        .chain(rest.iter().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::read;

    fn all(text: &str) -> Vec<String> {
        let module = ["release".to_owned(), "command".to_owned()];
        named(&read(text), &module)
            .into_iter()
            .map(|named| format!("{} {}", named.line, named.path.join("::")))
            .collect()
    }

    #[test]
    fn trees_are_unfolded() {
        let text = "use super::store::{self, Stored as Kept};\nuse crate::{account, edge::{Fault, page::*}};";
        let expected = [
            "1 crate::release::store",
            "1 crate::release::store::Stored",
            "2 crate::account",
            "2 crate::edge::Fault",
            "2 crate::edge::page",
        ];
        assert_eq!(all(text), expected);
    }

    #[test]
    fn code_is_read_through_its_imports() {
        let text =
            "use crate::account;\nfn f() { account::store::has(1); super::query::g(); Ok::<u8, ()>(axum::body::Body) }";
        let expected = [
            "1 crate::account",
            "2 axum::body::Body",
            "2 crate::account::store::has",
            "2 crate::release::query::g",
        ];
        assert_eq!(all(text), expected);
    }

    #[test]
    fn two_supers_climb_twice() {
        assert_eq!(all("use super::super::audit;"), ["1 crate::audit"]);
    }

    #[test]
    fn methods_and_bounds_are_no_paths() {
        assert!(all("fn f() -> impl Fn() + use<'a> { self.a.b(c) }").is_empty());
    }

    #[test]
    fn a_prefix_ends_at_a_part() {
        let named = Named {
            line: 1,
            path: vec!["crate".to_owned(), "edges".to_owned()],
        };
        assert!(named.leads_to("crate::edges") && !named.leads_to("crate::edge"));
    }
}
