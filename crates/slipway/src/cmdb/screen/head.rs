//! The head that every page of an item has, and the menu of its sides.

use slipway_core::actor::Reach;
use uuid::Uuid;

use crate::act::Look;
use crate::cmdb::graph::query::{About, about};
use crate::cmdb::item::ITEMS;
use crate::cmdb::query;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Texts, urls};
use crate::entry::query as entries;
use crate::entry::screen::{delete_place, edit_place, icon, word};
use crate::entry::store::Entry;

/// What stands above every side of an item.
#[derive(Debug)]
pub struct Head {
    pub title: String,
    pub identification: String,
    pub icon: &'static str,
    pub stage: String,
    pub status: String,
    /// Whether the status is an end.
    pub is_gone: bool,
    pub facts: Vec<(String, String)>,
    pub sides: Vec<Side>,
    pub edit: String,
    pub child: String,
    pub delete: String,
}

/// One side of an item.
#[derive(Debug)]
pub struct Side {
    pub href: String,
    pub icon: &'static str,
    pub label: String,
    /// A formatted number, or empty.
    pub n: String,
    pub current: bool,
}

/// The sides, in the order of the menu: the end of the address, the icon, the text.
const SIDES: &[(&str, &str, &str)] = &[
    ("", "server", "cmdb-general"),
    ("related", "link", "cmdb-related"),
    ("impact", "impact", "cmdb-impact"),
    ("map", "map", "cmdb-map"),
    ("versions", "history", "cmdb-versions"),
];

/// An item with what its head says.
pub struct Told {
    pub entry: Entry,
    pub head: Head,
    pub page: Frame,
}

/// Reads an item for the page of one of its sides.
pub fn told(look: &Look<'_>, call: &Call, id: Uuid, side: &str) -> Result<Told, Fault> {
    let entry = entries::one(look, &ITEMS, id)?;
    let t = look.texts();
    let about = about(look.tx, [id])?
        .remove(&id)
        .ok_or_else(|| Fault::new(Code::NotFound))?;
    let may = |reach| entry.deleted_at.is_none() && look.actor().rights.reach(ITEMS.area, reach);
    let if_may = |reach, href: String| if may(reach) { href } else { String::new() };
    let name = SIDES
        .iter()
        .find(|(end, ..)| *end == side)
        .map(|(.., key)| t.text(key))
        .unwrap_or_default();
    let page = Frame::of(call, look, format!("{} · {name}", about.name)).crumbs([
        Crumb::to(urls::CMDB, t.text("rail-cmdb")),
        Crumb::to(
            format!("{}?type={}", urls::CMDB, text(&entry, "type")),
            about.type_name.clone(),
        ),
        Crumb::here(about.identification.clone()),
    ]);
    let head = Head {
        icon: icon(about.icon.as_deref()),
        stage: stage_word(t, about.stage.as_deref()),
        status: about.status_name.clone(),
        is_gone: matches!(about.status.as_str(), "destroyed" | "deactivated"),
        facts: facts(t, &about),
        sides: sides(look, t, id, side)?,
        edit: if_may(Reach::Save, edit_place(&ITEMS, id)),
        child: if_may(Reach::Save, format!("{}/new?parent={id}", urls::CMDB)),
        delete: if_may(Reach::Delete, delete_place(&ITEMS, id)),
        identification: about.identification,
        title: about.name,
    };
    Ok(Told { entry, head, page })
}

/// The text of a field.
pub fn text<'e>(entry: &'e Entry, field: &str) -> &'e str {
    entry
        .values
        .get(field)
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
}

/// What a stage is called; nothing outside the life cycle.
pub fn stage_word(t: Texts, stage: Option<&str>) -> String {
    stage
        .map(|stage| word(t, &ITEMS, &["stage"], stage))
        .unwrap_or_default()
}

/// What is said of an item in a few words.
pub fn facts(t: Texts, about: &About) -> Vec<(String, String)> {
    let facts = [
        ("entry-item-identification", about.identification.clone()),
        ("entry-item-type", about.type_name.clone()),
        ("entry-item-group", about.group.clone()),
        (
            "entry-item-criticality",
            word(t, &ITEMS, &["criticality"], &about.criticality),
        ),
        ("entry-item-owner-group", about.owner.clone().unwrap_or_default()),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (t.text(key), value))
        .collect()
}

fn sides(look: &Look<'_>, t: Texts, id: Uuid, current: &str) -> Result<Vec<Side>, Fault> {
    let (n_related, n_versions) = (query::n_related(look.tx, id)?, query::n_versions(look.tx, id)?);
    let sides = SIDES.iter().map(|(end, icon, key)| Side {
        href: if end.is_empty() {
            urls::item(id)
        } else {
            urls::item_part(id, end)
        },
        icon,
        label: t.text(key),
        n: match *end {
            "related" => page::number(n_related, t),
            "versions" => page::number(n_versions, t),
            _ => String::new(),
        },
        current: *end == current,
    });
    Ok(sides.collect())
}
