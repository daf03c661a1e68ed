//! Reads the tokens of a condition into a tree and checks each comparison against the type of its field.
//!
//! ```text
//! any        = all { "or" all }
//! all        = one { "and" one }
//! one        = "not" one | "(" any ")" | field [ sign constant | "in" "(" constant { "," constant } ")" ]
//! ```
//! A field alone is a comparison with `true`.

use std::collections::BTreeSet;

use super::error::{ConditionError, Problem};
use super::field::{Field, Kind, Value};
use super::lex::{Lexeme, Token, lexemes};
use super::{Comparison, Node};
use crate::word::UnknownWord;

/// How deep `not` and parentheses may lie inside each other.
const MAX_DEPTH: usize = 32;

pub(super) fn parse(source: &str) -> Result<Node, ConditionError> {
    let mut parser = Parser {
        rest: lexemes(source)?.into_iter(),
        depth: 0,
    };
    let root = parser.any()?;
    match parser.next() {
        Lexeme { token: Token::End, .. } => Ok(root),
        other => Err(unexpected("\"and\", \"or\" or the end", &other)),
    }
}

struct Parser {
    rest: std::vec::IntoIter<Lexeme>,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Node, ConditionError> {
        let mut parts = vec![self.all()?];
        while self.take_word("or") {
            parts.push(self.all()?);
        }
        Ok(single_or(parts, Node::Any))
    }

    fn all(&mut self) -> Result<Node, ConditionError> {
        let mut parts = vec![self.one()?];
        while self.take_word("and") {
            parts.push(self.one()?);
        }
        Ok(single_or(parts, Node::All))
    }

    fn one(&mut self) -> Result<Node, ConditionError> {
        let first = self.next();
        match &first.token {
            Token::Word(word) if word == "not" => {
                self.deeper(first.column, |parser| Ok(Node::Not(Box::new(parser.one()?))))
            }
            Token::Sign("(") => self.deeper(first.column, |parser| {
                let inner = parser.any()?;
                parser.expect(")", "\"and\", \"or\" or \")\"").map(|()| inner)
            }),
            Token::Word(word) => {
                let field = word
                    .parse()
                    .map_err(|unknown| at(first.column, Problem::UnknownField(unknown)))?;
                self.comparison(field, first.column)
            }
            Token::Text(_) | Token::Number(_) | Token::Sign(_) | Token::End => {
                Err(unexpected("a field, \"not\" or \"(\"", &first))
            }
        }
    }

    fn comparison(&mut self, field: Field, column: usize) -> Result<Node, ConditionError> {
        if self.take_word("in") {
            return Ok(Node::In {
                field,
                list: self.list(field)?,
            });
        }
        let Some(Lexeme {
            token: Token::Sign(sign),
            column: sign_column,
        }) = self.peek().cloned()
        else {
            return truth_of(field, column);
        };
        let Some(comparison) = Comparison::of(sign) else {
            return truth_of(field, column);
        };
        self.next();
        let with = self.constant(field)?;
        if comparison.needs_order() && !matches!(field.kind(), Kind::Degree(_) | Kind::Integer(..)) {
            return Err(at(sign_column, Problem::NoOrder { field }));
        }
        Ok(Node::Is {
            field,
            comparison,
            with,
        })
    }

    fn list(&mut self, field: Field) -> Result<BTreeSet<Value>, ConditionError> {
        self.expect("(", "\"(\"")?;
        let mut list = BTreeSet::from([self.constant(field)?]);
        loop {
            let next = self.next();
            match next.token {
                Token::Sign(",") => list.insert(self.constant(field)?),
                Token::Sign(")") => return Ok(list),
                Token::Word(_) | Token::Text(_) | Token::Number(_) | Token::Sign(_) | Token::End => {
                    return Err(unexpected("\",\" or \")\"", &next));
                }
            };
        }
    }

    fn constant(&mut self, field: Field) -> Result<Value, ConditionError> {
        let found = self.next();
        if found.token == Token::End {
            return Err(unexpected(expected_by(field.kind()), &found));
        }
        value_for(field, &found.token).map_err(|problem| at(found.column, problem))
    }

    fn deeper<T>(
        &mut self,
        column: usize,
        inside: impl FnOnce(&mut Self) -> Result<T, ConditionError>,
    ) -> Result<T, ConditionError> {
        if self.depth == MAX_DEPTH {
            return Err(at(column, Problem::TooDeep { limit: MAX_DEPTH }));
        }
        self.depth += 1;
        let read = inside(self);
        self.depth -= 1;
        read
    }

    fn expect(&mut self, sign: &'static str, expected: &'static str) -> Result<(), ConditionError> {
        let found = self.next();
        if found.token == Token::Sign(sign) {
            Ok(())
        } else {
            Err(unexpected(expected, &found))
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Lexeme { token: Token::Word(next), .. }) if next == word);
        if found {
            self.next();
        }
        found
    }

    fn peek(&self) -> Option<&Lexeme> {
        self.rest.as_slice().first()
    }

    /// The next token; the end again and again once it was met.
    fn next(&mut self) -> Lexeme {
        match self.rest.as_slice() {
            [end] => end.clone(),
            _ => self.rest.next().unwrap_or(Lexeme {
                token: Token::End,
                column: 1,
            }),
        }
    }
}

impl Comparison {
    fn of(sign: &str) -> Option<Self> {
        match sign {
            "==" => Some(Self::Equal),
            "!=" => Some(Self::Unequal),
            "<" => Some(Self::Less),
            "<=" => Some(Self::LessOrEqual),
            ">" => Some(Self::Greater),
            ">=" => Some(Self::GreaterOrEqual),
            _ => None,
        }
    }

    fn needs_order(self) -> bool {
        match self {
            Self::Equal | Self::Unequal => false,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => true,
        }
    }
}

fn truth_of(field: Field, column: usize) -> Result<Node, ConditionError> {
    match field.kind() {
        Kind::Boolean => Ok(Node::Is {
            field,
            comparison: Comparison::Equal,
            with: Value::Boolean(true),
        }),
        kind @ (Kind::Choice(_) | Kind::Degree(_) | Kind::Integer(..) | Kind::Text) => {
            let expected = expected_by(kind);
            Err(at(
                column,
                Problem::OtherType {
                    field,
                    expected,
                    found: "nothing".to_owned(),
                },
            ))
        }
    }
}

fn value_for(field: Field, found: &Token) -> Result<Value, Problem> {
    match (field.kind(), found) {
        (Kind::Choice(known) | Kind::Degree(known), Token::Text(word)) => {
            let place = known.iter().position(|one| one == word).map(Value::Word);
            place.ok_or_else(|| Problem::UnknownWord {
                field,
                word: UnknownWord {
                    word: word.clone(),
                    known,
                },
            })
        }
        (Kind::Text, Token::Text(text)) => Ok(Value::Text(text.clone())),
        (Kind::Integer(least, most), Token::Number(number)) if (least..=most).contains(number) => {
            Ok(Value::Integer(*number))
        }
        (Kind::Integer(least, most), Token::Number(_)) => Err(Problem::OutOfRange { field, least, most }),
        (Kind::Boolean, Token::Word(word)) if word == "true" || word == "false" => Ok(Value::Boolean(word == "true")),
        (kind, _) => Err(Problem::OtherType {
            field,
            expected: expected_by(kind),
            found: found.to_string(),
        }),
    }
}

fn expected_by(kind: Kind) -> &'static str {
    match kind {
        Kind::Choice(_) | Kind::Degree(_) => "one of its words in quotes",
        Kind::Text => "a text in quotes",
        Kind::Integer(..) => "a number",
        Kind::Boolean => "true or false",
    }
}

fn single_or(mut parts: Vec<Node>, many: impl FnOnce(Vec<Node>) -> Node) -> Node {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            parts.extend(last);
            many(parts)
        }
    }
}

fn unexpected(expected: &'static str, found: &Lexeme) -> ConditionError {
    at(
        found.column,
        Problem::Unexpected {
            expected,
            found: found.token.to_string(),
        },
    )
}

fn at(column: usize, problem: Problem) -> ConditionError {
    ConditionError { column, problem }
}
