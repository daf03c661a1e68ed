//! What describes a kind of entry: its table, its fields, and hooks for the rules of its own.
//! Descriptions only: `sheet` reads by them, `store` writes by them, `api` and `screen` show by them.

use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use serde_json::{Map, Value};
use slipway_core::actor::Area;
use uuid::Uuid;

use super::store::Entry;
use crate::act::{Act, Look};
use crate::app::App;
use crate::edge::{Fault, FieldError};

/// The fields of one record, in the order they are shown.
pub type Values = Map<String, Value>;

/// What a field can refer to: rows with an id, a label and a logical end.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The kind's name in history, locale keys and messages: `working_day`.
    pub name: &'static str,
    /// Its collection in addresses: `working_days`.
    pub path: &'static str,
    pub table: &'static str,
    /// SQL over the row `t`: what people call it.
    pub label: &'static str,
    /// SQL over the row `t`: whether it may be chosen for new uses.
    pub active: &'static str,
}

impl Target {
    /// A table whose rows are known by their name.
    pub const fn named(name: &'static str, path: &'static str, table: &'static str) -> Target {
        Target {
            name,
            path,
            table,
            label: "t.name",
            active: "t.active",
        }
    }
}

/// A kind of entry.
pub struct Kind {
    pub target: Target,
    /// The menu item whose rights it takes to see and keep it.
    pub area: Area,
    pub fields: &'static [Field],
    /// The field people know an entry by.
    pub title: &'static str,
    /// Further fields that `q` searches.
    pub searched: &'static [&'static str],
    /// SQL over the row `t` with one value, the folded words between `%`: what `q` looks at.
    pub search: &'static str,
    /// The fields a list shows beside the title.
    pub columns: &'static [&'static str],
    /// Its picture on the administration page.
    pub icon: &'static str,
    /// Where its pages are, when a noun draws list and entry itself.
    pub home: Option<&'static str>,
    /// Further pages of an entry: the end of the address and the text's key.
    pub links: &'static [(&'static str, &'static str)],
    /// Required fields a list can be sorted by, besides `name` and `created_at`.
    pub sorts: &'static [&'static str],
    /// Unique indexes, each with the field that is told about it.
    pub taken: &'static [(&'static str, &'static str)],
    /// The reference under whose address entries are created: models belong to `/portfolios/{id}`.
    pub within: Option<&'static str>,
    /// Fields with an address of their own, `/groups/{id}/members`.
    pub parts: &'static [&'static str],
    /// Rules over several fields. Sees whatever could be read, and may settle values into their one written form.
    pub check: fn(&Checking<'_>, &mut Values) -> Result<(), Fault>,
    /// Who may not do this although the area's right is there, for an entry as it stands.
    pub guard: fn(&Look<'_>, &Entry, Intent) -> Result<(), Fault>,
    /// A body as JSON, for documentation and tests; `"@unit"` stands for the id of a unit.
    pub sample: &'static str,
}

/// What is about to happen to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    Change,
    Remove,
}

impl Kind {
    /// A kind without rules of its own; descriptions start from it.
    pub const PLAIN: Kind = Kind {
        target: Target::named("", "", ""),
        area: Area::Directory,
        fields: &[],
        title: "name",
        searched: &[],
        search: "t.folded like $ escape '\\'",
        columns: &[],
        icon: "list",
        home: None,
        links: &[],
        sorts: &[],
        taken: &[],
        within: None,
        parts: &[],
        check: |_, _| Ok(()),
        guard: |_, _, _| Ok(()),
        sample: "{}",
    };

    /// The field of a name, of the outermost fields.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether the field is the one that says in which collection an entry is.
    pub fn is_within(&self, field: &Field) -> bool {
        self.within == Some(field.name)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Kind").field(&self.target.name).finish()
    }
}

/// One field of a kind, of an inner object or of a row.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    /// Where it is kept; fields without a column of their own ignore it.
    pub column: &'static str,
    pub control: Control,
    pub need: Need,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Optional,
    Required,
}

impl Field {
    pub const fn optional(name: &'static str, control: Control) -> Field {
        Field {
            name,
            column: name,
            control,
            need: Need::Optional,
        }
    }

    pub const fn required(name: &'static str, control: Control) -> Field {
        Field {
            name,
            column: name,
            control,
            need: Need::Required,
        }
    }

    /// Kept in a column of another name: `start` is a word of SQL.
    pub const fn in_column(self, column: &'static str) -> Field {
        Field { column, ..self }
    }

    /// Whether nobody writes the field.
    pub fn is_read_only(&self) -> bool {
        matches!(self.control, Control::Computed(_))
    }

    /// Whether the field is a column of the kind's own table.
    pub fn is_column(&self) -> bool {
        match self.control {
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
            | Control::Time
            | Control::Flag { .. }
            | Control::Choice { .. }
            | Control::Situation
            | Control::Words { .. }
            | Control::Matrix(_) => true,
        }
    }
}

/// Whether an entry may be chosen for new uses.
pub const ACTIVE: Field = Field::optional("active", Control::Flag { otherwise: true });

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
    /// Something that is written and never read again.
    Secret(Secret),
    /// Worked out from the other fields.
    Computed(Computed),
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

/// What a kind's own rules may look at.
#[derive(Debug)]
pub struct Checking<'a> {
    pub look: &'a Look<'a>,
    pub id: Uuid,
    /// The fields as they stand; none on creation.
    pub before: Option<&'a Values>,
    /// What was found wrong so far by these rules; what was wrong in reading is null in the values.
    pub errors: &'a RefCell<Vec<FieldError>>,
}

impl Checking<'_> {
    /// Records that something is wrong at a JSON pointer.
    pub fn refuse(&self, error: FieldError) {
        self.errors.borrow_mut().push(error);
    }

    /// Whether a field differs from what is kept, or is new.
    pub fn changes(&self, values: &Values, field: &str) -> bool {
        self.before.is_none_or(|before| before.get(field) != values.get(field))
    }
}

/// The id in a reference, when there is one.
pub fn id_in(values: &Values, field: &str) -> Option<Uuid> {
    values.get(field)?.as_str()?.parse().ok()
}
