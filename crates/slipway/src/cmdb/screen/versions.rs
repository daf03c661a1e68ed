//! The states an item had: the list, any two beside each other, restore points, and bringing one back (F150, F 6.7).

use askama::Template;
use serde_json::Value;
use slipway_core::actor::Reach;
use uuid::Uuid;

use super::head::{Head, told};
use super::item::{ChangeShown, differences};
use crate::act::Look;
use crate::cmdb::item::version::{self, Version};
use crate::cmdb::item::{ITEMS, command};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Fault, Precondition, Reply, Texts, urls};
use crate::entry::screen::{Names, Showing};

#[derive(Debug, Template)]
#[template(path = "cmdb/screen/versions.html")]
struct VersionsPage {
    t: Texts,
    page: Frame,
    head: Head,
    rows: Vec<Row>,
    /// The two that are compared: their labels and what differs.
    compared: Option<(String, String, Vec<ChangeShown>)>,
    may_save: bool,
    revision: i64,
    action: String,
    mark: String,
    restore: String,
}

#[derive(Debug)]
struct Row {
    number: i64,
    label: String,
    since: Moment,
    who: String,
    restore_point: String,
    is_present: bool,
    is_from: bool,
    is_to: bool,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| page::html(&view(look, &asked, id)?))
        .await
}

fn view(look: &Look<'_>, call: &Call, id: Uuid) -> Result<VersionsPage, Fault> {
    let told = told(look, call, id, "versions")?;
    let versions = version::of_item(look.tx, id)?;
    let number = |name: &str| call.asked(name).and_then(|number| number.parse::<i64>().ok());
    let (from, to) = (number("from"), number("to"));
    let find = |number: Option<i64>| versions.iter().find(|version| Some(version.number) == number);
    let compared = find(from)
        .zip(find(to))
        .map(|(from, to)| compared(look, from, to))
        .transpose()?;
    let latest = versions.first().map_or(1, |version| version.number);
    let row = |version: &Version| Row {
        number: version.number,
        label: version.label(),
        since: told.page.moment(version.since),
        who: version.author.clone(),
        restore_point: version.restore_point.clone().unwrap_or_default(),
        is_present: version.number == latest,
        is_from: version.number == from.unwrap_or(latest - 1),
        is_to: version.number == to.unwrap_or(latest),
    };
    Ok(VersionsPage {
        t: look.texts(),
        rows: versions.iter().map(row).collect(),
        compared,
        may_save: told.entry.deleted_at.is_none() && look.actor().rights.reach(ITEMS.area, Reach::Save),
        revision: told.entry.revision,
        action: urls::item_part(id, "versions"),
        mark: urls::item_part(id, "restore_points"),
        restore: urls::item_part(id, "restore"),
        head: told.head,
        page: told.page,
    })
}

fn compared(look: &Look<'_>, from: &Version, to: &Version) -> Result<(String, String, Vec<ChangeShown>), Fault> {
    let names = Names::of(look.tx, ITEMS.fields, [&from.values, &to.values])?;
    let showing = Showing {
        t: look.texts(),
        kind: &ITEMS,
        names: &names,
    };
    let changes = differences(&showing, &from.values, &to.values);
    Ok((from.label(), to.label(), changes))
}

/// A field of a posted form.
fn typed(call: &Call, name: &str) -> String {
    let form = call.form();
    form.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn precondition(call: &Call) -> Result<Precondition, Fault> {
    let revision = typed(call, "_revision").parse().ok();
    revision.map_or(Precondition::Absent, Precondition::Revision).required()
}

pub async fn mark(call: Call) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed::<Uuid>("id")?, precondition(&call)?);
    let name: String = typed(&call, "name")
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect();
    call.app
        .act(&call.caller, move |act| {
            let name = if name.trim().is_empty() {
                act.at.to_string()
            } else {
                name.trim().to_owned()
            };
            command::mark(act, id, precondition, &name)
        })
        .await?;
    Ok(back(id))
}

pub async fn restore(call: Call) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed::<Uuid>("id")?, precondition(&call)?);
    let number = typed(&call, "version").parse().unwrap_or(0);
    call.app
        .act(&call.caller, move |act| command::restore(act, id, precondition, number))
        .await?;
    Ok(back(id))
}

fn back(id: Uuid) -> Reply {
    Reply::see_other(format!("{}?said=said-saved", urls::item_part(id, "versions")))
}
