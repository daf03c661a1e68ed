//! An item: its fields in columns, its characteristics, what is part of it, and its history.

use askama::Template;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::head::{Head, told};
use crate::act::Look;
use crate::audit;
use crate::cmdb::item::{ITEMS, attributes, command, version};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::entry::kind::Values;
use crate::entry::query;
use crate::entry::screen::{Names, Showing, Shown, label, sides};

#[derive(Debug, Template)]
#[template(path = "cmdb/screen/item.html")]
struct ItemPage {
    t: Texts,
    page: Frame,
    head: Head,
    facts: Vec<(String, Shown)>,
    attributes: Vec<(String, String)>,
    warranties: Option<Shown>,
    warranties_label: String,
    children: Vec<Child>,
    all_children: String,
    events: Vec<EventShown>,
    is_verified: bool,
}

#[derive(Debug)]
struct Child {
    href: String,
    name: String,
    identification: String,
}

/// An event as the shared timeline macro reads it.
#[derive(Debug)]
struct EventShown {
    what: String,
    who: String,
    at: Moment,
    tone: &'static str,
    said: String,
    changes: Vec<ChangeShown>,
}

/// One changed field, as the shared macro of differences reads it.
#[derive(Debug)]
pub struct ChangeShown {
    pub field: String,
    pub old: String,
    pub new: String,
}

/// What has a section of its own, or stands in the head.
const ELSEWHERE: &[&str] = &["name", "attributes", "warranties"];
/// How many children the page shows; the list has the rest.
const CHILDREN: &str = "20";

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| page::html(&view(look, &asked, id)?))
        .await
}

fn view(look: &Look<'_>, call: &Call, id: Uuid) -> Result<ItemPage, Fault> {
    let told = told(look, call, id, "")?;
    let t = look.texts();
    let values = &told.entry.values;
    let history = audit::store::history(look.tx, command::subject(id))?;
    let said: Vec<Values> = history.iter().flat_map(sides).collect();
    let names = Names::of(look.tx, ITEMS.fields, said.iter().chain([values]))?;
    let showing = Showing {
        t,
        kind: &ITEMS,
        names: &names,
    };
    let fields = ITEMS.fields.iter().filter(|field| !ELSEWHERE.contains(&field.name));
    let facts = fields.map(|field| (label(t, &ITEMS, &[field.name]), showing.field(field, values)));
    let warranties = ITEMS
        .field("warranties")
        .map(|field| showing.field(field, values))
        .filter(|shown| *shown != Shown::Nothing);
    let page = told.page;
    let events = history.iter().rev().map(|event| event_shown(&showing, &page, event));
    Ok(ItemPage {
        facts: facts.filter(|(_, shown)| *shown != Shown::Nothing).collect(),
        attributes: attributes_shown(look, values)?,
        warranties,
        warranties_label: label(t, &ITEMS, &["warranties"]),
        children: children(look, id)?,
        all_children: format!("{}?parent={id}", urls::CMDB),
        events: events.collect(),
        is_verified: audit::verify::chain(&history).is_ok(),
        head: told.head,
        page,
        t,
    })
}

/// The characteristics of the type with the item's values, in the order of their names.
fn attributes_shown(look: &Look<'_>, values: &Values) -> Result<Vec<(String, String)>, Fault> {
    let held = values.get("attributes").and_then(Value::as_object);
    let shown = attributes::describe(look.tx, values)?
        .into_iter()
        .filter_map(|described| {
            let value = held?.get(&described.tag)?;
            let text = plain(look.texts(), value);
            let with_unit = format!("{text} {}", described.hint);
            Some((described.name, with_unit.trim_end().to_owned()))
        });
    Ok(shown.collect())
}

/// A value as people read it.
pub fn plain(t: Texts, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => t.text(if *yes { "entry-yes" } else { "entry-no" }),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn children(look: &Look<'_>, id: Uuid) -> Result<Vec<Child>, Fault> {
    let asked = [("parent", id.to_string()), ("limit", CHILDREN.to_owned())];
    let asked: Map<String, Value> = asked
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let found = query::page(look, &ITEMS, &query::asked(&ITEMS, &asked)?)?;
    let child = |entry: &crate::entry::store::Entry| Child {
        href: urls::item(entry.id),
        name: super::head::text(entry, "name").to_owned(),
        identification: super::head::text(entry, "identification").to_owned(),
    };
    Ok(found.entries.iter().map(child).collect())
}

fn event_shown(showing: &Showing<'_>, page: &Frame, event: &audit::Event) -> EventShown {
    let t = showing.t;
    let [old, new] = sides(event);
    EventShown {
        what: t.text(&format!("entry-event-{}", event.kind.replace('_', "-"))),
        who: event.actor_name.clone(),
        at: page.moment(event.at),
        tone: match event.kind.as_str() {
            "created" => "ok",
            "deleted" => "bad",
            "restored" | "restore_point" => "run",
            _ => "",
        },
        said: event.note.clone().unwrap_or_default(),
        changes: differences(showing, &old, &new),
    }
}

/// What differs between two states, in words, attribute by attribute.
pub fn differences(showing: &Showing<'_>, old: &Values, new: &Values) -> Vec<ChangeShown> {
    let shown = |name: &str, value: &Value| {
        let values = Values::from_iter([(name.to_owned(), value.clone())]);
        let field = ITEMS.field(name);
        field.map_or_else(
            || plain(showing.t, value),
            |field| showing.field(field, &values).plain(),
        )
    };
    let changes = version::differences(old, new).into_iter().map(|change| ChangeShown {
        field: match change.field.strip_prefix("attributes.") {
            Some(tag) => tag.to_owned(),
            None if ITEMS.field(&change.field).is_none() => showing.t.text("entry-event-restore-point"),
            None => label(showing.t, &ITEMS, &[&change.field]),
        },
        old: shown(&change.field, &change.old),
        new: shown(&change.field, &change.new),
    });
    changes.filter(|change| change.old != change.new).collect()
}
