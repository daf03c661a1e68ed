//! The language of conditions on edges: comparisons of the outcome and the release's fields with constants (B072).
//! It has no variables, calls, loops or arithmetic, so it cannot reach the host and always ends.

mod error;
mod field;
mod lex;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use error::{ConditionError, Problem};
pub use field::Field;
pub(super) use field::{Shown, Value};

use super::facts::{Facts, Outcome};

/// A condition whose every comparison fits the type of its field.
///
/// ```
/// use slipway_core::flow::Condition;
///
/// Condition::parse(r#"outcome == "solved" or (outcome == "advance" and priority <= 2)"#).unwrap();
/// let error = Condition::parse(r#"outcome == "sovled""#).unwrap_err();
/// assert_eq!(error.column, 12);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    source: String,
    root: Node,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Is {
        field: Field,
        comparison: Comparison,
        with: Value,
    },
    In {
        field: Field,
        list: BTreeSet<Value>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Condition {
    /// Reads a condition and checks it against the types of the fields; the error says where and why.
    pub fn parse(source: &str) -> Result<Self, ConditionError> {
        let root = parse::parse(source)?;
        Ok(Self {
            source: source.to_owned(),
            root,
        })
    }

    /// The condition as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it is true when a task of a release like `facts` is left with `outcome`.
    pub fn holds(&self, outcome: Outcome, facts: &Facts) -> bool {
        self.holds_at(&|field| field.value(outcome, facts))
    }

    /// How many comparisons it makes at most: what asking it costs.
    pub(super) fn n_comparisons(&self) -> usize {
        self.root.n_comparisons()
    }

    /// Whether it is true in the situation that `value_of` describes.
    pub(super) fn holds_at(&self, value_of: &dyn Fn(Field) -> Value) -> bool {
        self.root.holds(value_of)
    }
}

impl Node {
    fn holds(&self, value_of: &dyn Fn(Field) -> Value) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(value_of)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(value_of)),
            Self::Not(part) => !part.holds(value_of),
            Self::Is {
                field,
                comparison,
                with,
            } => comparison.holds(&value_of(*field), with),
            Self::In { field, list } => list.contains(&value_of(*field)),
        }
    }

    fn n_comparisons(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::n_comparisons).sum(),
            Self::Not(part) => part.n_comparisons(),
            Self::Is { .. } | Self::In { .. } => 1,
        }
    }

    fn literals(&self, found: &mut BTreeMap<Field, BTreeSet<Value>>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.literals(found)),
            Self::Not(part) => part.literals(found),
            Self::Is { field, with, .. } => {
                found.entry(*field).or_default().insert(with.clone());
            }
            Self::In { field, list } => found.entry(*field).or_default().extend(list.iter().cloned()),
        }
    }
}

impl Comparison {
    fn holds(self, found: &Value, with: &Value) -> bool {
        match self {
            Self::Equal => found == with,
            Self::Unequal => found != with,
            Self::Less => found < with,
            Self::LessOrEqual => found <= with,
            Self::Greater => found > with,
            Self::GreaterOrEqual => found >= with,
        }
    }
}

/// The fields that `conditions` ask for, each with enough values to meet every combination of answers they can give.
pub(super) fn worth_trying<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> BTreeMap<Field, Vec<Value>> {
    let mut literals = BTreeMap::new();
    for condition in conditions {
        condition.root.literals(&mut literals);
    }
    literals
        .into_iter()
        .map(|(field, literals)| (field, field.worth_trying(&literals)))
        .collect()
}
