//! How lists of a kind can be ordered and narrowed: fragments of SQL from its description, kept for good.

use slipway_db as db;

use super::control::{Control, Links};
use super::kind::{Field, Kind};
use super::sql::leaked;
use super::value::{self, SITUATIONS};
use crate::edge::Reader;

/// One way to order a list, ties broken by id.
#[derive(Debug)]
pub struct Sort {
    pub word: &'static str,
    /// The field the order is by; none for the folded title and for the order of creation.
    pub field: Option<&'static Field>,
    pub up: Direction,
    pub down: Direction,
}

#[derive(Debug)]
pub struct Direction {
    pub order: &'static str,
    pub after: &'static str,
}

/// The order of creation, which is the order of ids.
pub const CREATED: &str = "created_at";

/// By name, by the kind's own fields, and by creation.
pub fn sorts(kind: &'static Kind) -> Vec<Sort> {
    let fields = kind.sorts.iter().filter_map(|name| kind.field(name));
    let by_field = fields.map(|field| sort(field.name, Some(field), &format!("t.{}", field.column)));
    let created = Sort {
        word: CREATED,
        field: None,
        up: Direction {
            order: "t.id",
            after: "t.id > $",
        },
        down: Direction {
            order: "t.id desc",
            after: "t.id < $",
        },
    };
    std::iter::once(sort("name", None, "t.folded"))
        .chain(by_field)
        .chain([created])
        .collect()
}

fn sort(word: &'static str, field: Option<&'static Field>, column: &str) -> Sort {
    Sort {
        word,
        field,
        up: Direction {
            order: leaked(format!("{column}, t.id")),
            after: leaked(format!("({column}, t.id) > ($, $)")),
        },
        down: Direction {
            order: leaked(format!("{column} desc, t.id desc")),
            after: leaked(format!("({column}, t.id) < ($, $)")),
        },
    }
}

/// One way to narrow a list.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    pub name: &'static str,
    pub by: By,
    pub fragment: &'static str,
}

/// What the asked value is.
#[derive(Debug, Clone, Copy)]
pub enum By {
    Id,
    Flag,
    Situation,
    Words(&'static [&'static str]),
    Tag,
}

impl Filter {
    /// The value a query asks for.
    pub fn read(&self, query: &Reader<'_>) -> Option<db::Value> {
        Some(match self.by {
            By::Id => db::Value::Id(query.optional_id::<()>(self.name)?.uuid()),
            By::Flag => db::Value::Bool(query.flag(self.name)?),
            By::Words(words) => db::Value::Text(query.word(self.name, words)?.to_owned()),
            By::Tag => db::Value::Text(query.line(self.name, 64)?),
            By::Situation => value::cell(Control::Situation, &query.word(self.name, SITUATIONS)?.into()),
        })
    }
}

/// Lists narrow by references, links, words and flags: by everything that is one of few.
pub fn filter(field: &'static Field) -> Option<Filter> {
    let by_column = |by| Filter {
        name: field.name,
        by,
        fragment: leaked(format!("t.{} = $", field.column)),
    };
    match field.control {
        Control::Reference(_) => Some(by_column(By::Id)),
        Control::Flag { .. } => Some(by_column(By::Flag)),
        Control::Situation => Some(by_column(By::Situation)),
        Control::Choice { words, .. } | Control::Settled(words) => Some(by_column(By::Words(words))),
        Control::Tag(_) => Some(by_column(By::Tag)),
        Control::Links(links) => Some(by_link(links)),
        Control::Line { .. }
        | Control::Icon
        | Control::Text { .. }
        | Control::Email
        | Control::Zone
        | Control::Number { .. }
        | Control::Date
        | Control::WallTime
        | Control::Time
        | Control::Words { .. }
        | Control::Matrix(_)
        | Control::Group(_)
        | Control::Rows(_)
        | Control::Offered(_)
        | Control::Document(_)
        | Control::Secret(_)
        | Control::Scalar { .. }
        | Control::Attributes(_)
        | Control::Computed(_) => None,
    }
}

/// `?contract=` keeps the groups that are linked to it.
fn by_link(links: Links) -> Filter {
    let Links {
        table,
        own,
        other,
        target,
        ..
    } = links;
    let fragment = format!("exists (select 1 from {table} l where l.{own} = t.id and l.{other} = $)");
    Filter {
        name: target.name,
        by: By::Id,
        fragment: leaked(fragment),
    }
}
