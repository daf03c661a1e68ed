//! Cuts a condition into tokens, each with its column.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use super::error::{ConditionError, Problem};

/// The longest condition, in characters.
const MAX_LENGTH: usize = 1000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Text(String),
    Number(i64),
    Sign(&'static str),
    End,
}

/// A token and the column where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub token: Token,
    pub column: usize,
}

/// All tokens of `source`, the last being [`Token::End`].
pub(super) fn lexemes(source: &str) -> Result<Vec<Lexeme>, ConditionError> {
    if source.chars().count() > MAX_LENGTH {
        return Err(ConditionError {
            column: MAX_LENGTH + 1,
            problem: Problem::TooLong { limit: MAX_LENGTH },
        });
    }
    let mut lexer = Lexer {
        rest: source.chars().peekable(),
        column: 1,
    };
    let mut lexemes = Vec::new();
    loop {
        let lexeme = lexer.lexeme()?;
        let last = lexeme.token == Token::End;
        lexemes.push(lexeme);
        if last {
            return Ok(lexemes);
        }
    }
}

struct Lexer<'s> {
    rest: Peekable<Chars<'s>>,
    column: usize,
}

impl Lexer<'_> {
    fn lexeme(&mut self) -> Result<Lexeme, ConditionError> {
        self.take_while(char::is_whitespace);
        let column = self.column;
        let token = match self.rest.peek().copied() {
            None => Ok(Token::End),
            Some(quote @ ('"' | '\'')) => self.text(quote),
            Some(char) if char.is_ascii_digit() || char == '-' => self.number(),
            Some(char) if char.is_alphabetic() || char == '_' => Ok(Token::Word(
                self.take_while(|char| char.is_alphanumeric() || char == '_'),
            )),
            Some(char) => self.sign(char),
        };
        match token {
            Ok(token) => Ok(Lexeme { token, column }),
            Err(problem) => Err(ConditionError { column, problem }),
        }
    }

    fn text(&mut self, quote: char) -> Result<Token, Problem> {
        self.next();
        let text = self.take_while(|char| char != quote);
        self.next().map(|_| Token::Text(text)).ok_or(Problem::UnclosedText)
    }

    fn number(&mut self) -> Result<Token, Problem> {
        let sign = if self.take('-') { "-" } else { "" };
        let digits = self.take_while(|char| char.is_ascii_digit());
        if digits.is_empty() {
            return Err(Problem::StrangeCharacter('-'));
        }
        format!("{sign}{digits}")
            .parse()
            .map(Token::Number)
            .map_err(|_| Problem::LargeNumber)
    }

    fn sign(&mut self, first: char) -> Result<Token, Problem> {
        self.next();
        let followed_by_equals = matches!(first, '=' | '!' | '<' | '>') && self.take('=');
        Ok(Token::Sign(match (first, followed_by_equals) {
            ('=', true) => "==",
            ('!', true) => "!=",
            ('<', true) => "<=",
            ('>', true) => ">=",
            ('<', false) => "<",
            ('>', false) => ">",
            ('(', _) => "(",
            (')', _) => ")",
            (',', _) => ",",
            _ => return Err(Problem::StrangeCharacter(first)),
        }))
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(char) = self.rest.next_if(|char| belongs(*char)) {
            self.column += 1;
            taken.push(char);
        }
        taken
    }

    fn take(&mut self, char: char) -> bool {
        let taken = self.rest.next_if_eq(&char).is_some();
        self.column += usize::from(taken);
        taken
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        self.column += usize::from(next.is_some());
        next
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "{word:?}"),
            Self::Text(text) => write!(f, "the text {text:?}"),
            Self::Number(number) => write!(f, "the number {number}"),
            Self::Sign(sign) => write!(f, "\"{sign}\""),
            Self::End => f.write_str("the end"),
        }
    }
}
