//! Which kinds there are. The one file of this room that names nouns; everything general goes through here.

use std::collections::BTreeMap;

use super::kind::{Control, Field, Kind, Links, Rows, Target};
use crate::{account, calendar, catalogue};

/// Kinds that stand together on the administration page.
#[derive(Debug)]
pub struct Shelf {
    /// The middle of its title's key.
    pub name: &'static str,
    pub kinds: &'static [&'static Kind],
}

/// Every kind, in the order of the administration page.
pub const SHELVES: &[Shelf] = &[
    Shelf { name: "people", kinds: account::kinds::KINDS },
    Shelf { name: "time", kinds: calendar::KINDS },
    Shelf { name: "catalogue", kinds: catalogue::KINDS },
];

/// A flow is referred to by entries and kept by a noun of its own.
pub const FLOW: Target = Target::named("flow", "flows", "flow");

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
    for (_, target, _) in kinds().flat_map(|kind| references(kind.fields)) {
        found.entry(target.name).or_insert(target);
    }
    found.into_values().collect()
}

/// How a kind refers to a target: the outer field, the target, and through what.
#[derive(Debug, Clone, Copy)]
pub enum Through {
    /// A column of its own table.
    Column(&'static str),
    /// A table of pairs.
    Pairs(Links),
    /// A column of a table of rows.
    Rows(Rows, &'static str),
}

/// Every reference of these fields.
pub fn references(fields: &'static [Field]) -> Vec<(&'static str, Target, Through)> {
    let mut found = Vec::new();
    for field in fields {
        match field.control {
            Control::Reference(target) => found.push((field.name, target, Through::Column(field.column))),
            Control::Links(links) => found.push((field.name, links.target, Through::Pairs(links))),
            Control::Group(inner) => found.extend(
                references(inner)
                    .into_iter()
                    .map(|(_, target, through)| (field.name, target, through)),
            ),
            Control::Rows(rows) => {
                let inner = rows.fields.iter().filter_map(|inner| match inner.control {
                    Control::Reference(target) => Some((field.name, target, Through::Rows(rows, inner.column))),
                    _ => None,
                });
                found.extend(inner);
            }
            _ => {}
        }
    }
    found
}
