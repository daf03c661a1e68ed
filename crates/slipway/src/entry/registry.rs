//! Which kinds there are, and what else entries need of nouns. The one file of this room that names any.

use std::collections::BTreeMap;

use slipway_db::{Error, ReadTx};

use super::control::{Links, Rows};
use super::kind::{Field, Kind, Target};
use crate::account::kinds as people;
use crate::catalogue::parameter::{self, Key};
use crate::{calendar, catalogue, cmdb, notice, questionnaire};

/// Kinds that stand together on the administration page.
#[derive(Debug)]
pub struct Shelf {
    /// The middle of its title's key.
    pub name: &'static str,
    pub kinds: &'static [&'static Kind],
}

/// Every kind, in the order of the administration page.
pub const SHELVES: &[Shelf] = &[
    Shelf {
        name: "people",
        kinds: people::KINDS,
    },
    Shelf {
        name: "time",
        kinds: calendar::KINDS,
    },
    Shelf {
        name: "catalogue",
        kinds: catalogue::KINDS,
    },
    Shelf {
        name: "questionnaires",
        kinds: questionnaire::KINDS,
    },
    Shelf {
        name: "notices",
        kinds: notice::KINDS,
    },
    Shelf {
        name: "cmdb",
        kinds: cmdb::KINDS,
    },
];

/// A flow is referred to by entries and kept by a noun of its own.
/// Known to people by its description; the name is that of the process in its file.
pub const FLOW: Target = Target {
    label: "coalesce(nullif(t.description, ''), t.name)",
    ..Target::named("flow", "flows", "flow")
};

/// Every kind.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    SHELVES.iter().flat_map(|shelf| shelf.kinds.iter().copied())
}

/// The kind of a name, as the history and references say it.
pub fn named(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.target.name == name)
}

/// Everything a field can refer to: the kinds themselves, and records that are no entries, like flows.
pub fn targets() -> Vec<Target> {
    let mut found: BTreeMap<&'static str, Target> = kinds().map(|kind| (kind.target.name, kind.target)).collect();
    for reference in kinds().flat_map(|kind| references(kind.fields)) {
        found.entry(reference.target.name).or_insert(reference.target);
    }
    found.into_values().collect()
}

/// A field that refers to something.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// The outer field.
    pub field: &'static str,
    pub target: Target,
    pub through: Through,
}

/// Where a reference is kept.
#[derive(Debug, Clone, Copy)]
pub enum Through {
    /// A column of its own table.
    Column(&'static str),
    /// A table of pairs.
    Pairs(Links),
    /// A column of a table of rows.
    Rows(Rows, &'static str),
    /// A column of its own table that holds the tag.
    Tag(&'static str),
}

/// Every reference of these fields.
pub fn references(fields: &'static [Field]) -> Vec<Reference> {
    fields.iter().flat_map(of_field).collect()
}

fn of_field(field: &'static Field) -> Vec<Reference> {
    let refers = |target, through| Reference {
        field: field.name,
        target,
        through,
    };
    let own = field
        .control
        .target()
        .map(|target| refers(target, Through::Column(field.column)));
    let pairs = field
        .control
        .links()
        .map(|links| refers(links.target, Through::Pairs(links)));
    let inner = field.control.group().map(references).unwrap_or_default();
    let inner = inner.into_iter().map(|inner| refers(inner.target, inner.through));
    let rows = field.control.rows().into_iter().flat_map(|rows| {
        let in_row = move |row: &'static Field| Some((row.control.target()?, Through::Rows(rows, row.column)));
        rows.fields.iter().filter_map(in_row)
    });
    let rows = rows.map(|(target, through)| refers(target, through));
    let tag = field
        .control
        .tag()
        .map(|target| refers(target, Through::Tag(field.column)));
    own.into_iter()
        .chain(tag)
        .chain(pairs)
        .chain(inner)
        .chain(rows)
        .collect()
}

/// Whether any field refers to entries of this target by their tag.
pub fn is_tagged(target: Target) -> bool {
    let by_tag = |reference: &Reference| matches!(reference.through, Through::Tag(_));
    kinds()
        .flat_map(|kind| references(kind.fields))
        .any(|reference| reference.target.name == target.name && by_tag(&reference))
}

/// How many rows a list has where the address does not say it (parameter 131).
pub fn rows_per_page(tx: &ReadTx<'_>) -> Result<i64, Error> {
    Ok(parameter::integer_of(tx, Key::RowsPerPage)?.unwrap_or(50))
}
