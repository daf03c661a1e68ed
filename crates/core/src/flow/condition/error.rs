//! Why a condition is refused, and at which column.

use thiserror::Error;

use super::field::Field;
use crate::word::UnknownWord;

/// A condition that cannot be read, with the first thing wrong in it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("column {column}: {problem}")]
pub struct ConditionError {
    /// Where, in characters from 1.
    pub column: usize,
    /// What.
    pub problem: Problem,
}

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// More characters than a condition may have.
    #[error("the condition is longer than {limit} characters")]
    TooLong {
        /// The most there may be.
        limit: usize,
    },
    /// `not` and parentheses inside each other deeper than a condition may go.
    #[error("\"not\" and parentheses lie deeper than {limit} inside each other")]
    TooDeep {
        /// The deepest there may be.
        limit: usize,
    },
    /// A character that begins nothing.
    #[error("{0:?} means nothing here")]
    StrangeCharacter(char),
    /// A quoted text without its closing quote.
    #[error("the text that begins here has no closing quote")]
    UnclosedText,
    /// A number too large to be any field's value.
    #[error("the number is too large")]
    LargeNumber,
    /// Something else than what must come next.
    #[error("{expected} is expected, and {found} is found")]
    Unexpected {
        /// What could stand here.
        expected: &'static str,
        /// What does.
        found: String,
    },
    /// A name that no field has.
    #[error("there is no such field: {0}")]
    UnknownField(UnknownWord),
    /// A constant of another type than the field.
    #[error("{field} is compared with {expected}, not with {found}")]
    OtherType {
        /// The field on the left.
        field: Field,
        /// What it can be compared with.
        expected: &'static str,
        /// What stands on the right.
        found: String,
    },
    /// A word that the field can never hold.
    #[error("{field} is never that: {word}")]
    UnknownWord {
        /// The field on the left.
        field: Field,
        /// The word on the right, and those it could be.
        word: UnknownWord,
    },
    /// A number that the field can never hold.
    #[error("{field} lies between {least} and {most}")]
    OutOfRange {
        /// The field on the left.
        field: Field,
        /// The least it can be.
        least: i64,
        /// The most it can be.
        most: i64,
    },
    /// `<`, `<=`, `>` or `>=` on a field whose values have no order.
    #[error("the values of {field} have no order: only ==, != and in compare it")]
    NoOrder {
        /// The field on the left.
        field: Field,
    },
}
