//! What a field of an entry can hold. Each place that treats controls apart names all of them, so that a new one cannot
//! be forgotten anywhere.

use std::future::Future;
use std::pin::Pin;

use serde_json::Value;
use slipway_db::{Error, ReadTx};
use uuid::Uuid;

use super::kind::{Field, Target, Values};
use crate::act::Act;
use crate::app::App;
use crate::edge::{Fault, Reader, Texts};

/// What a field holds, and so how it is read, kept and shown.
#[derive(Debug, Clone, Copy)]
pub enum Control {
    /// Text on one line.
    Line {
        max: usize,
    },
    /// The name of a picture.
    Icon,
    /// Text on several lines.
    Text {
        max: usize,
    },
    Email,
    /// A zone of the IANA database.
    Zone,
    /// One entry of another kind.
    Reference(Target),
    /// A number with a fraction.
    Number {
        min: i32,
        max: i32,
    },
    Date,
    /// A day and a time on the wall clock, `2026-12-01T09:00`; the zone is a field beside it.
    WallTime,
    /// A civil time, `08:00`; `24:00` ends a day.
    Time,
    Flag {
        otherwise: bool,
    },
    /// One of these words.
    Choice {
        words: &'static [&'static str],
        otherwise: Option<&'static str>,
    },
    /// `active` or `inactive`: the column `active` in words.
    Situation,
    /// A list of words.
    Words {
        word: Word,
        max: usize,
    },
    /// For each of some rows, words from a closed set of its own: rights of a profile.
    Matrix(fn() -> Vec<MatrixRow>),
    /// An inner object whose fields are columns of the same table.
    Group(&'static [Field]),
    /// Entries of another kind, through a table of pairs.
    Links(Links),
    /// Inner objects in order, in a table of their own.
    Rows(Rows),
    /// A word that is picked from a list only the store has.
    Offered(Offered),
    /// Something with a shape of its own, kept as JSON; its noun draws the form.
    Document(Document),
    /// Something that is written and never read again.
    Secret(Secret),
    /// Worked out from the other fields.
    Computed(Computed),
    /// An entry of another kind by its `tag`, the word that the API and import files use for it.
    Tag(Target),
    /// A text, a number or a flag: which of them, the kind's own rules say.
    Scalar {
        max: usize,
    },
    /// Values by tag, whose names and types depend on the entry itself: the kind's own rules read them.
    Attributes(Describe),
    /// One of these words, which the kind's own rules settle and nobody writes.
    Settled(&'static [&'static str]),
}

impl Control {
    /// Whether it is kept in a column of the table that the field belongs to.
    pub fn is_column(self) -> bool {
        match self {
            Control::Group(_) | Control::Links(_) | Control::Rows(_) | Control::Secret(_) | Control::Computed(_) => {
                false
            }
            Control::Line { .. }
            | Control::Icon
            | Control::Text { .. }
            | Control::Email
            | Control::Zone
            | Control::Reference(_)
            | Control::Number { .. }
            | Control::Date
            | Control::WallTime
            | Control::Time
            | Control::Flag { .. }
            | Control::Choice { .. }
            | Control::Situation
            | Control::Words { .. }
            | Control::Offered(_)
            | Control::Document(_)
            | Control::Matrix(_)
            | Control::Tag(_)
            | Control::Scalar { .. }
            | Control::Attributes(_)
            | Control::Settled(_) => true,
        }
    }

    /// What a reference leads to.
    pub fn target(self) -> Option<Target> {
        if let Control::Reference(target) = self {
            Some(target)
        } else {
            None
        }
    }

    /// Whose tag it holds.
    pub fn tag(self) -> Option<Target> {
        if let Control::Tag(target) = self {
            Some(target)
        } else {
            None
        }
    }

    /// Whether it is kept in other tables, as a list.
    pub fn is_list(self) -> bool {
        self.links().is_some() || self.rows().is_some()
    }

    pub fn links(self) -> Option<Links> {
        if let Control::Links(links) = self {
            Some(links)
        } else {
            None
        }
    }

    pub fn rows(self) -> Option<Rows> {
        if let Control::Rows(rows) = self {
            Some(rows)
        } else {
            None
        }
    }

    pub fn secret(self) -> Option<Secret> {
        if let Control::Secret(secret) = self {
            Some(secret)
        } else {
            None
        }
    }

    pub fn group(self) -> Option<&'static [Field]> {
        if let Control::Group(inner) = self {
            Some(inner)
        } else {
            None
        }
    }
}

/// What the attributes of an entry are, by its other fields.
pub type Describe = fn(&ReadTx<'_>, &Values) -> Result<Vec<Described>, Error>;

/// One attribute as forms and pages meet it.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    pub tag: String,
    pub name: String,
    /// What is said under it: the unit of measure.
    pub hint: String,
    pub required: bool,
    pub holds: Holds,
}

/// What an attribute holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Holds {
    Text,
    LongText,
    Integer,
    Number,
    Boolean,
    Date,
    Choice(Vec<String>),
}

/// What a list of words consists of.
#[derive(Debug, Clone, Copy)]
pub enum Word {
    Email,
    Choice(&'static [&'static str]),
}

/// One row of a matrix: its name and the words that can be ticked in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixRow {
    pub name: &'static str,
    pub words: &'static [&'static str],
}

/// Pairs of entries.
#[derive(Debug, Clone, Copy)]
pub struct Links {
    pub table: &'static str,
    /// The column of the entry that the field belongs to.
    pub own: &'static str,
    /// The column of the entry it is linked to.
    pub other: &'static str,
    pub target: Target,
    /// The field of the other kind that shows the same pairs, when it has one: a change is then told in both histories.
    pub mirror: Option<&'static str>,
}

/// Reads the words there are now, each with its label.
pub type Words = fn(&ReadTx<'_>, Texts) -> Result<Vec<(String, String)>, Error>;

/// A word from a list that is not closed: what is kept may have left the list since.
#[derive(Debug, Clone, Copy)]
pub struct Offered {
    pub max: usize,
    pub words: Words,
}

/// A value that only its noun understands.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// Reads the field of this name into the one form in which it is kept.
    pub read: fn(&Reader<'_>, &str) -> Value,
    /// What lists and histories say of it, in a few words.
    pub told: fn(Texts, &Value) -> String,
}

/// Inner objects.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    pub table: &'static str,
    /// The column of the entry the rows belong to.
    pub own: &'static str,
    pub fields: &'static [Field],
    /// The field that no two rows may share.
    pub key: Option<&'static str>,
    pub max: usize,
}

/// A value that leaves only as `"***"`.
#[derive(Debug, Clone, Copy)]
pub struct Secret {
    pub min: usize,
    pub max: usize,
    /// Slow on purpose; never called inside a transaction.
    pub hash: fn(App, String) -> Hashing,
    /// What else has to happen when the secret changes.
    pub kept: fn(&Act<'_>, Uuid) -> Result<(), Fault>,
}

/// A hash that is being made.
pub type Hashing = Pin<Box<dyn Future<Output = Result<String, Fault>> + Send>>;

/// A field nobody writes.
#[derive(Debug, Clone, Copy)]
pub struct Computed {
    pub from: fn(&Values) -> Value,
    /// JSON Schema of it, as JSON.
    pub schema: &'static str,
}
