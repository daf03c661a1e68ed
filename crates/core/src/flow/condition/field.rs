//! The fields that conditions can name, their types, and the values worth trying when a gateway is proved.

use std::collections::BTreeSet;
use std::fmt;

use crate::flow::facts::{Facts, Level, Outcome, Status};
use crate::word::words;

words!(
    /// A name on the left of a comparison.
    Field {
        /// The outcome of the task just left; `advance` when the flow starts.
        Outcome = "outcome",
        /// [`Facts::status`].
        Status = "status",
        /// [`Facts::category`].
        Category = "category",
        /// [`Facts::impact`].
        Impact = "impact",
        /// [`Facts::urgency`].
        Urgency = "urgency",
        /// [`Facts::risk`].
        Risk = "risk",
        /// [`Facts::priority`].
        Priority = "priority",
        /// [`Facts::reopen_count`].
        ReopenCount = "reopen_count",
        /// [`Facts::has_change`].
        HasChange = "has_change",
        /// [`Facts::has_items`].
        HasItems = "has_items",
    }
);

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of these words, which mean nothing by their order.
    Choice(&'static [&'static str]),
    /// One of these words, from the least to the most.
    Degree(&'static [&'static str]),
    /// A whole number from the first to the second, both included.
    Integer(i64, i64),
    /// Any text.
    Text,
    /// True or false.
    Boolean,
}

/// What a field holds in one situation. Words of a closed list are their place in it, so that degrees compare.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::flow) enum Value {
    Word(usize),
    Integer(i64),
    Text(String),
    Boolean(bool),
}

impl Field {
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Outcome => Kind::Choice(Outcome::WORDS),
            Self::Status => Kind::Choice(Status::WORDS),
            Self::Category => Kind::Text,
            Self::Impact | Self::Urgency | Self::Risk => Kind::Degree(Level::WORDS),
            Self::Priority => Kind::Integer(1, 5),
            Self::ReopenCount => Kind::Integer(0, u32::MAX as i64),
            Self::HasChange | Self::HasItems => Kind::Boolean,
        }
    }

    /// The value that this field has when a task of a release like `facts` is left with `outcome`.
    pub(in crate::flow) fn value(self, outcome: Outcome, facts: &Facts) -> Value {
        match self {
            Self::Outcome => Value::Word(outcome as usize),
            Self::Status => Value::Word(facts.status as usize),
            Self::Category => Value::Text(facts.category.clone()),
            Self::Impact => Value::Word(facts.impact as usize),
            Self::Urgency => Value::Word(facts.urgency as usize),
            Self::Risk => Value::Word(facts.risk as usize),
            Self::Priority => Value::Integer(i64::from(facts.priority)),
            Self::ReopenCount => Value::Integer(i64::from(facts.reopen_count)),
            Self::HasChange => Value::Boolean(facts.has_change),
            Self::HasItems => Value::Boolean(facts.has_items),
        }
    }

    /// Values that stand for all values of this field as far as comparisons with `literals` can tell them apart:
    /// every word of a closed list; every literal text and one text that is none of them; every literal number
    /// and its two neighbours, because between two neighbouring literals no comparison changes its answer.
    pub(super) fn worth_trying(self, literals: &BTreeSet<Value>) -> Vec<Value> {
        match self.kind() {
            Kind::Choice(words) | Kind::Degree(words) => (0..words.len()).map(Value::Word).collect(),
            Kind::Boolean => vec![Value::Boolean(false), Value::Boolean(true)],
            Kind::Integer(least, most) => numbers_around(literals, least, most),
            Kind::Text => literals
                .iter()
                .cloned()
                .chain([Value::Text(other_text(literals))])
                .collect(),
        }
    }
}

/// A field with its value, as a sentence can show it: `status = reopened`.
#[derive(Debug, Clone, Copy)]
pub(in crate::flow) struct Shown<'v>(pub Field, pub &'v Value);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(field, value) = self;
        match (value, field.kind()) {
            (Value::Word(place), Kind::Choice(words) | Kind::Degree(words)) => {
                write!(f, "{field} = {}", words.get(*place).copied().unwrap_or_default())
            }
            (Value::Word(place), Kind::Integer(..) | Kind::Text | Kind::Boolean) => write!(f, "{field} = #{place}"),
            (Value::Integer(number), _) => write!(f, "{field} = {number}"),
            (Value::Text(text), _) => write!(f, "{field} = \"{text}\""),
            (Value::Boolean(truth), _) => write!(f, "{field} = {truth}"),
        }
    }
}

fn numbers_around(literals: &BTreeSet<Value>, least: i64, most: i64) -> Vec<Value> {
    let mut numbers = BTreeSet::from([least, most]);
    for literal in literals {
        if let Value::Integer(number) = literal {
            numbers.extend([number - 1, *number, number + 1]);
        }
    }
    numbers.range(least..=most).copied().map(Value::Integer).collect()
}

fn other_text(literals: &BTreeSet<Value>) -> String {
    let mut text = String::from("another");
    while literals.contains(&Value::Text(text.clone())) {
        text.push('_');
    }
    text
}
