//! Where the pages of entries are, and the way there.

use uuid::Uuid;

use super::list::head_of;
use super::names::Names;
use super::words;
use crate::edge::page::Crumb;
use crate::edge::{Texts, urls};
use crate::entry::kind::{Kind, Target, id_in};
use crate::entry::registry::{self, FLOW};
use crate::entry::store::Entry;

/// The list of a kind.
pub fn list(kind: &Kind) -> String {
    kind.home
        .map_or_else(|| format!("{}/{}", urls::ADMIN, kind.target.path), str::to_owned)
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
    format!("{}/lookup/{}", urls::ADMIN, target.path)
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
    registry::named(kind.field(kind.within?)?.control.target()?.name)
}

/// The way to an entry: its list, what it belongs to, itself, and what is done to it.
pub fn crumbs(t: Texts, kind: &'static Kind, names: &Names, entry: Option<&Entry>, doing: Option<&str>) -> Vec<Crumb> {
    let mut crumbs = match whole_of(kind) {
        None if kind.home.is_none() => vec![
            Crumb::to(urls::ADMIN, t.text("rail-administration")),
            Crumb::to(list(kind), words::plural(t, kind.target)),
        ],
        None => vec![Crumb::to(list(kind), words::plural(t, kind.target))],
        Some(whole) => {
            let id = entry.and_then(|entry| id_in(&entry.values, kind.within?));
            let one = id.map(|id| Crumb::to(one(whole, id), names.name(whole.target, id)));
            [Crumb::to(list(whole), words::plural(t, whole.target))]
                .into_iter()
                .chain(one)
                .collect()
        }
    };
    match (entry, doing) {
        (Some(entry), Some(doing)) => {
            crumbs.push(Crumb::to(one(kind, entry.id), head_of(kind, entry)));
            crumbs.push(Crumb::here(t.text(doing)));
        }
        (Some(entry), None) => crumbs.push(Crumb::here(head_of(kind, entry))),
        (None, doing) => crumbs.push(Crumb::here(doing.map(|doing| t.text(doing)).unwrap_or_default())),
    }
    crumbs
}
