//! Where the pages of entries are.

use uuid::Uuid;

use crate::edge::urls;
use crate::entry::kind::{Kind, Target};
use crate::entry::registry::{self, FLOW};

/// The list of a kind.
pub fn list(kind: &Kind) -> String {
    kind.home.map_or_else(|| format!("{}/{}", urls::ADMIN, kind.target.path), str::to_owned)
}

/// An entry.
pub fn one(kind: &Kind, id: Uuid) -> String {
    format!("{}/{id}", list(kind))
}

pub fn edit(kind: &Kind, id: Uuid) -> String {
    format!("{}/{id}/edit", list(kind))
}

pub fn delete(kind: &Kind, id: Uuid) -> String {
    format!("{}/{id}/delete", list(kind))
}

/// The empty form; of a kind whose entries belong to another's, inside that one.
pub fn new(kind: &Kind, whole: Option<(&Kind, Uuid)>) -> String {
    match whole {
        Some((whole, id)) => format!("{}/{}/new", one(whole, id), kind.target.path),
        None => format!("{}/new", list(kind)),
    }
}

/// Type-ahead over what a field can refer to.
pub fn lookup(target: Target) -> String {
    format!("/lookup/{}", target.path)
}

/// The page of something a field refers to, when it has one.
pub fn referred(target: Target, id: Uuid) -> String {
    if target.name == FLOW.name {
        return format!("{}/{id}", urls::FLOWS);
    }
    registry::named(target.name).map_or_else(String::new, |kind| one(kind, id))
}

/// The page of entries that belong to another kind's.
pub fn whole_of(kind: &Kind) -> Option<&'static Kind> {
    let field = kind.field(kind.within?)?;
    match field.control {
        crate::entry::Control::Reference(target) => registry::named(target.name),
        _ => None,
    }
}
