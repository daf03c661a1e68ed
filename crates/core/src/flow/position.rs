//! Where a release stands in its flow: the places of its tokens, and their compact text for the store.

use std::collections::BTreeSet;
use std::fmt;

use thiserror::Error;

use super::element::{BadId, EdgeId, TaskId};

/// Where a token of a release rests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// On an open task.
    Task(TaskId),
    /// On an edge into a parallel gateway, waiting for the other branches.
    Join(EdgeId),
}

/// Where all tokens of a release rest; nowhere when its flow has ended.
///
/// A set and not a multiset, since a flow in which two tokens could meet is refused when it is read.
///
/// ```
/// use slipway_core::flow::Position;
///
/// let position = Position::from_text("Review+Test+>to_join").unwrap();
/// assert_eq!(position.tasks().map(|task| task.as_str()).collect::<Vec<_>>(), ["Review", "Test"]);
/// assert_eq!(position.to_text(), "Review+Test+>to_join");
/// assert_eq!(Position::default().to_text(), "-");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    tokens: BTreeSet<Token>,
}

/// A text that is no position.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadPosition {
    /// A part of it is no id.
    #[error(transparent)]
    Id(#[from] BadId),
    /// A token is named twice.
    #[error("the position names {0} twice")]
    Repeated(Token),
}

/// The text of the position in which a flow has ended.
const NOWHERE: &str = "-";

impl Position {
    /// The open tasks, in the order of their ids.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskId> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Task(task) => Some(task),
            Token::Join(_) => None,
        })
    }

    /// All tokens, tasks first.
    pub fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter()
    }

    /// Whether this task is open.
    pub fn is_on(&self, task: &TaskId) -> bool {
        self.tasks().any(|open| open == task)
    }

    /// Whether the flow has ended.
    pub fn is_ended(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The text for the store: the tokens in order, joined by `+`, edges marked by `>`; `-` when the flow has ended.
    pub fn to_text(&self) -> String {
        if self.is_ended() {
            return NOWHERE.to_owned();
        }
        self.tokens.iter().map(Token::to_string).collect::<Vec<_>>().join("+")
    }

    /// Reads what [`Position::to_text`] wrote.
    pub fn from_text(text: &str) -> Result<Self, BadPosition> {
        let mut position = Self::default();
        if text == NOWHERE {
            return Ok(position);
        }
        for part in text.split('+') {
            let token = match part.strip_prefix('>') {
                Some(edge) => Token::Join(edge.parse()?),
                None => Token::Task(part.parse()?),
            };
            if !position.tokens.insert(token.clone()) {
                return Err(BadPosition::Repeated(token));
            }
        }
        Ok(position)
    }
}

impl FromIterator<Token> for Position {
    fn from_iter<T: IntoIterator<Item = Token>>(tokens: T) -> Self {
        Self {
            tokens: tokens.into_iter().collect(),
        }
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(task) => task.fmt(f),
            Self::Join(edge) => write!(f, ">{edge}"),
        }
    }
}
