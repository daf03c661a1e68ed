//! The front page of the CMDB: search, the tree of groups, the types with their counts, and the items found.

use std::collections::BTreeSet;

use askama::Template;
use serde_json::{Map, Value};
use slipway_core::actor::Reach;
use uuid::Uuid;

use super::head::stage_word;
use crate::act::Look;
use crate::cmdb::graph::query::{About, about};
use crate::cmdb::item::{CRITICALITIES, ITEMS};
use crate::cmdb::kinds::{ITEM_STATUS, STAGES};
use crate::cmdb::query::{self, Group};
use crate::edge::form::{Choice, Errors};
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::entry::query as entries;
use crate::entry::registry::rows_per_page;
use crate::entry::screen::{icon, new_place, word};
use crate::entry::{choices, query::Page};

#[derive(Debug, Template)]
#[template(path = "cmdb/screen/list.html")]
struct ListPage {
    t: Texts,
    page: Frame,
    new: String,
    imports: &'static str,
    filter: Filter,
    groups: Vec<Node>,
    types: Vec<Node>,
    rows: Vec<Row>,
    total: String,
    first: String,
    next: String,
    is_narrowed: bool,
    here: &'static str,
}

/// The form above the list.
#[derive(Debug)]
struct Filter {
    errors: Errors,
    q: String,
    /// What the form sends along: the group and the type that were picked beside it.
    kept: Vec<(&'static str, String)>,
    /// Whether what is in the groups below counts too.
    below: Vec<Choice>,
    stages: Vec<Choice>,
    statuses: Vec<Choice>,
    criticalities: Vec<Choice>,
}

/// A group or a type to narrow the list by.
#[derive(Debug)]
struct Node {
    href: String,
    icon: &'static str,
    label: String,
    n: String,
    current: bool,
    /// How deep it is in its tree: `0` to `4`.
    level: usize,
}

#[derive(Debug)]
struct Row {
    href: String,
    icon: &'static str,
    name: String,
    identification: String,
    type_name: String,
    group: String,
    stage: String,
    status: String,
    criticality: String,
    owner: String,
}

/// The filters that the form and the trees set.
const NARROWING: &[&str] = &[
    "q",
    "type",
    "group",
    "stage",
    "status",
    "criticality",
    "owner",
    "parent",
    "subtree",
];

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&view(look, &asked)?))
        .await
}

fn view(look: &Look<'_>, call: &Call) -> Result<ListPage, Fault> {
    let t = look.texts();
    let found = found(look, call)?;
    let ids: Vec<Uuid> = found.entries.iter().map(|entry| entry.id).collect();
    let mut known = about(look.tx, ids.iter().copied())?;
    let rows = ids.iter().filter_map(|id| known.remove(id)).map(|about| row(t, about));
    let may_save = look.actor().rights.reach(ITEMS.area, Reach::Save);
    let title = t.text("rail-cmdb");
    Ok(ListPage {
        rows: rows.collect(),
        new: if may_save {
            new_place(&ITEMS, None)
        } else {
            String::new()
        },
        imports: urls::IMPORTS,
        filter: filter(look, call)?,
        groups: tree(&query::groups(look.tx)?, call, t),
        types: types(look, call, t)?,
        total: page::number(found.total.unwrap_or(0), t),
        first: if call.asked("cursor").is_some() {
            address(call, &[])
        } else {
            String::new()
        },
        next: found
            .next
            .map(|cursor| address(call, &[("cursor", &cursor)]))
            .unwrap_or_default(),
        is_narrowed: NARROWING.iter().any(|name| call.asked(name).is_some()),
        here: urls::CMDB,
        page: Frame::of(call, look, title.clone()).crumbs([Crumb::here(title)]),
        t,
    })
}

/// The items that the address asks for. A group is taken with everything below it, unless the address says otherwise.
fn found(look: &Look<'_>, call: &Call) -> Result<Page, Fault> {
    let mut asked: Map<String, Value> = NARROWING
        .iter()
        .chain(&["cursor", "sort", "as_of"])
        .filter_map(|name| Some(((*name).to_owned(), call.asked(name)?.into())))
        .collect();
    asked.entry("subtree").or_insert("true".into());
    asked.insert("count".to_owned(), "exact".into());
    asked.insert("limit".to_owned(), rows_per_page(look.tx)?.to_string().into());
    entries::page(look, &ITEMS, &entries::asked(&ITEMS, &asked)?)
}

/// The list with other filters, from its first row on; an empty value takes a filter out.
fn address(call: &Call, changes: &[(&str, &str)]) -> String {
    let changed = |name: &str| {
        changes
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, value)| *value)
    };
    let kept = NARROWING
        .iter()
        .map(|name| (*name, changed(name).or_else(|| call.asked(name)).unwrap_or_default()));
    let added = changes.iter().copied().filter(|(name, _)| !NARROWING.contains(name));
    let words: Vec<String> = kept
        .chain(added)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", urls::escaped(value)))
        .collect();
    if words.is_empty() {
        urls::CMDB.to_owned()
    } else {
        format!("{}?{}", urls::CMDB, words.join("&"))
    }
}

fn row(t: Texts, about: About) -> Row {
    Row {
        href: urls::item(about.item),
        icon: icon(about.icon.as_deref()),
        stage: stage_word(t, about.stage.as_deref()),
        criticality: word(t, &ITEMS, &["criticality"], &about.criticality),
        name: about.name,
        identification: about.identification,
        type_name: about.type_name,
        group: about.group,
        status: about.status_name,
        owner: about.owner.unwrap_or_default(),
    }
}

fn filter(look: &Look<'_>, call: &Call) -> Result<Filter, Fault> {
    let t = look.texts();
    let chosen = |name: &str, options: Vec<(String, String)>| -> Vec<Choice> {
        let asked = call.asked(name).unwrap_or_default();
        let none = Choice {
            selected: asked.is_empty(),
            ..Choice::new("", t.text("cmdb-any"))
        };
        let options = options.into_iter().map(|(value, label)| Choice {
            selected: value == asked,
            ..Choice::new(value, label)
        });
        std::iter::once(none).chain(options).collect()
    };
    let words = |field: &str, words: &[&str]| {
        let told = |known: &&str| ((*known).to_owned(), word(t, &ITEMS, &[field], known));
        words.iter().map(told).collect::<Vec<_>>()
    };
    let kept = ["type", "group", "owner", "parent"];
    let is_flat = call.asked("subtree") == Some("false");
    Ok(Filter {
        errors: Errors::default(),
        q: call.asked("q").unwrap_or_default().to_owned(),
        kept: kept
            .into_iter()
            .filter_map(|name| Some((name, call.asked(name)?.to_owned())))
            .collect(),
        below: vec![
            Choice {
                selected: !is_flat,
                ..Choice::new("", t.text("cmdb-below-with"))
            },
            Choice {
                selected: is_flat,
                ..Choice::new("false", t.text("cmdb-below-without"))
            },
        ],
        stages: chosen("stage", words("stage", STAGES)),
        statuses: chosen("status", choices::tags(look.tx, ITEM_STATUS)?),
        criticalities: chosen("criticality", words("criticality", CRITICALITIES)),
    })
}

/// The roots, and below the group that was picked everything that leads to it and what is directly inside.
fn tree(groups: &[Group], call: &Call, t: Texts) -> Vec<Node> {
    let picked: Option<Uuid> = call.asked("group").and_then(|id| id.parse().ok());
    let parent_of = |id: Uuid| {
        groups
            .iter()
            .find(|group| group.id == id)
            .and_then(|group| group.parent)
    };
    let mut open = BTreeSet::new();
    let mut here = picked;
    while let Some(id) = here.filter(|id| open.insert(*id)) {
        here = parent_of(id);
    }
    let mut nodes = Vec::new();
    grow(groups, None, 0, &mut |group, level| {
        let is_current = picked == Some(group.id);
        let id = group.id.to_string();
        nodes.push(Node {
            href: address(call, &[("group", if is_current { "" } else { &id })]),
            icon: "folder",
            label: group.name.clone(),
            n: page::number(group.items, t),
            current: is_current,
            level: level.min(4),
        });
        open.contains(&group.id)
    });
    nodes
}

/// Visits the groups inside another in order, and what is inside those for which `visit` says so.
fn grow(groups: &[Group], parent: Option<Uuid>, level: usize, visit: &mut impl FnMut(&Group, usize) -> bool) {
    for group in groups.iter().filter(|group| group.parent == parent) {
        if visit(group, level) {
            grow(groups, Some(group.id), level + 1, visit);
        }
    }
}

fn types(look: &Look<'_>, call: &Call, t: Texts) -> Result<Vec<Node>, Fault> {
    let picked = call.asked("type").unwrap_or_default();
    let types = query::types(look.tx)?.into_iter().map(|item_type| {
        let id = item_type.id.to_string();
        Node {
            href: address(call, &[("type", if id == picked { "" } else { &id })]),
            icon: icon(item_type.icon.as_deref()),
            label: item_type.name,
            n: page::number(item_type.items, t),
            current: id == picked,
            level: 0,
        }
    });
    Ok(types.collect())
}
