//! What describes a kind of entry: its table, its fields, and hooks for the rules of its own. What a field can hold is
//! in `control`.
//! Descriptions only: `sheet` reads by them, `store` writes by them, `api` and `screen` show by them.

use std::cell::RefCell;
use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};
use slipway_core::actor::Area;
use slipway_db::{Error, ReadTx, Select, Sql};
use uuid::Uuid;

use super::control::Control;
use super::lists::Filter;
use super::store::Entry;
use crate::act::{Act, Look};
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
    /// Where its pages are, when they are not among those of the administration.
    pub home: Option<&'static str>,
    /// The pages that its noun draws itself.
    pub own: &'static [Page],
    /// Further pages of an entry: the end of the address and the text's key.
    pub links: &'static [(&'static str, &'static str)],
    /// Required fields a list can be sorted by, besides `name` and `created_at`.
    pub sorts: &'static [&'static str],
    /// Unique indexes, each with the field that is told about it.
    pub taken: &'static [(&'static str, &'static str)],
    /// The reference under whose address entries are created: models belong to `/portfolios/{id}`.
    pub within: Option<&'static str>,
    /// Ways to narrow a list besides those that the fields give.
    pub filters: &'static [Filter],
    /// Filters of fields that are trees, for `subtree=true`.
    pub widened: &'static [Filter],
    /// Where the states of the past are, of a kind that keeps them.
    pub past: Option<&'static Past>,
    /// Fields with an address of their own, `/groups/{id}/members`.
    pub parts: &'static [&'static str],
    /// Rules over several fields. Sees whatever could be read, and may settle values into their one written form.
    pub check: fn(&Checking<'_>, &mut Values) -> Result<(), Fault>,
    /// What a new entry takes over from elsewhere where its body does not say it.
    pub inherit: fn(&Look<'_>, Value) -> Result<Value, Fault>,
    /// What else is kept of each state of an entry.
    pub kept: fn(&Act<'_>, &Kept<'_>) -> Result<(), Fault>,
    /// Who may not do this although the area's right is there, for an entry as it stands.
    pub guard: fn(&Look<'_>, &Entry, Intent) -> Result<(), Fault>,
    /// A body as JSON, for documentation and tests; `"@unit"` stands for the id of a unit.
    pub sample: &'static str,
}

/// A page of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    List,
    Entry,
    /// New and changed entries alike.
    Form,
}

/// What is about to happen to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    Change,
    Remove,
}

/// A state of an entry, right after it was written.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    pub id: Uuid,
    pub revision: i64,
    /// The fields before; none on creation.
    pub before: Option<&'a Values>,
    /// The fields from now on; none of an entry that was deleted.
    pub after: Option<&'a Values>,
}

/// The states that entries had, in a table whose columns for filters and order are called as those of the present.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// The state of an entry at an instant.
    pub one: fn(&ReadTx<'_>, Uuid, Timestamp) -> Result<Option<Entry>, Error>,
    /// The entries of an instant, `$1`; filters follow.
    pub list: Sql,
    pub count: Sql,
    /// Reads such a list.
    pub listed: fn(&ReadTx<'_>, &Select) -> Result<Vec<Entry>, Error>,
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
        own: &[],
        links: &[],
        sorts: &[],
        taken: &[],
        within: None,
        parts: &[],
        filters: &[],
        widened: &[],
        past: None,
        check: |_, _| Ok(()),
        inherit: |_, body| Ok(body),
        kept: |_, _| Ok(()),
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

    /// The field's value among those that are kept.
    pub fn of(&self, values: &Values) -> Value {
        if let Control::Computed(computed) = self.control {
            return (computed.from)(values);
        }
        values.get(self.name).cloned().unwrap_or(Value::Null)
    }

    /// Whether nobody writes the field.
    pub fn is_read_only(&self) -> bool {
        matches!(self.control, Control::Computed(_) | Control::Settled(_))
    }

    /// Whether the field is a column of the kind's own table.
    pub fn is_column(&self) -> bool {
        self.control.is_column()
    }
}

/// Whether an entry may be chosen for new uses.
pub const ACTIVE: Field = Field::optional("active", Control::Flag { otherwise: true });

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
