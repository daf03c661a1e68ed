//! One entry: seen with its history, and deleted. Its form is in `edit`.

use askama::Template;
use serde_json::Value;
use slipway_core::actor::Reach;
use slipway_core::policy::{self, Upkeep};
use uuid::Uuid;

use super::list::head_of;
use super::names::Names;
use super::place::{self, crumbs};
use super::posted::Posted;
use super::shown::{Showing, Shown};
use super::words;
use crate::act::Look;
use crate::audit;
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Texts};
use crate::entry::kind::{Kind, Values, id_in};
use crate::entry::{command, query, usage};

#[derive(Debug, Template)]
#[template(path = "entry/screen/show.html")]
struct ShowPage {
    t: Texts,
    page: Frame,
    title: String,
    kind: String,
    facts: Vec<(String, Shown)>,
    parts: Vec<(String, Shown)>,
    edit: String,
    delete: String,
    deleted: Option<Moment>,
    links: Vec<(String, String)>,
    events: Vec<EventShown>,
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

#[derive(Debug)]
struct ChangeShown {
    field: String,
    old: String,
    new: String,
}

pub async fn show(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| {
            page::html(&show_view(kind, &asked, look, id)?)
        })
        .await
}

fn show_view(kind: &'static Kind, call: &Call, look: &Look<'_>, id: Uuid) -> Result<ShowPage, Fault> {
    let entry = query::one(look, kind, id)?;
    let t = look.texts();
    let history = audit::store::history(look.tx, command::subject(kind, id))?;
    let told: Vec<Values> = history.iter().flat_map(sides).collect();
    let names = Names::of(look.tx, kind.fields, told.iter().chain([&entry.values]))?;
    let showing = Showing { t, kind, names: &names };
    let all = kind.fields.iter().map(|field| {
        (
            words::label(t, kind, &[field.name]),
            showing.field(field, &entry.values),
        )
    });
    let (parts, facts) = all
        .filter(|(_, shown)| *shown != Shown::Nothing)
        .partition(|(_, shown)| matches!(shown, Shown::Table { .. }));
    let may = |reach| entry.deleted_at.is_none() && look.actor().rights.reach(kind.area, reach);
    let title = head_of(kind, &entry);
    let page = Frame::of(call, look, format!("{title} · {}", words::singular(t, kind.target)));
    let events = history
        .iter()
        .rev()
        .map(|event| event_shown(&showing, &page, event))
        .collect();
    Ok(ShowPage {
        kind: words::singular(t, kind.target),
        facts,
        parts,
        edit: if may(Reach::Save) {
            place::edit(kind, id)
        } else {
            String::new()
        },
        delete: if may(Reach::Delete) {
            place::delete(kind, id)
        } else {
            String::new()
        },
        deleted: entry.deleted_at.map(|at| page.moment(at)),
        links: kind
            .links
            .iter()
            .map(|(end, key)| (format!("{}/{end}", place::one(kind, id)), t.text(key)))
            .collect(),
        events,
        page: page.crumbs(crumbs(t, kind, &names, Some(&entry), None)),
        title,
        t,
    })
}

/// What an event says of fields, as values before and after.
pub fn sides(event: &audit::Event) -> [Values; 2] {
    let changes = event.changes();
    let side = |side: &str| {
        let said = changes
            .iter()
            .filter_map(|change| Some((change.get("field")?.as_str()?.to_owned(), change.get(side)?.clone())));
        said.collect()
    };
    [side("old"), side("new")]
}

fn event_shown(showing: &Showing<'_>, page: &Frame, event: &audit::Event) -> EventShown {
    let t = showing.t;
    let key = format!("entry-event-{}", event.kind.replace('_', "-"));
    let changes = event.changes();
    EventShown {
        what: if t.knows(&key) {
            t.text(&key)
        } else {
            event.kind.clone()
        },
        who: event.actor_name.clone(),
        at: page.moment(event.at),
        tone: match event.kind.as_str() {
            "created" => "ok",
            "deleted" => "bad",
            _ => "",
        },
        said: event.note.clone().unwrap_or_default(),
        changes: changes
            .iter()
            .filter_map(|change| change_shown(showing, change))
            .collect(),
    }
}

fn change_shown(showing: &Showing<'_>, change: &Value) -> Option<ChangeShown> {
    let name = change.get("field")?.as_str()?;
    let side = |side: &str| {
        let value = change.get(side).cloned().unwrap_or(Value::Null);
        let values = Values::from_iter([(name.to_owned(), value.clone())]);
        let shown = showing
            .kind
            .field(name)
            .map(|field| showing.field(field, &values).plain());
        shown
            .filter(|text| !text.is_empty())
            .or_else(|| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    Some(ChangeShown {
        field: words::label(showing.t, showing.kind, &[name]),
        old: side("old"),
        new: side("new"),
    })
}

#[derive(Debug, Template)]
#[template(path = "entry/screen/delete.html")]
struct DeletePage {
    t: Texts,
    page: Frame,
    title: String,
    kind: String,
    action: String,
    revision: i64,
    /// Who still uses it, with how many: it cannot be deleted then.
    users: Vec<(String, String)>,
    cancel: String,
}

pub async fn ask(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| {
            page::html(&delete_view(kind, &asked, look, id)?)
        })
        .await
}

fn delete_view(kind: &'static Kind, call: &Call, look: &Look<'_>, id: Uuid) -> Result<DeletePage, Fault> {
    policy::may_keep(
        look.actor(),
        Upkeep {
            area: kind.area,
            reach: Reach::Delete,
        },
    )?;
    let entry = query::one(look, kind, id)?;
    let t = look.texts();
    let names = Names::of(look.tx, kind.fields, [&entry.values])?;
    let plural = |name: &str| t.text(&format!("entry-{}-plural", name.replace('_', "-")));
    let users = usage::of(look.tx, kind, id)?
        .into_iter()
        .map(|(user, n_users)| (plural(user), page::number(n_users, t)));
    let title = head_of(kind, &entry);
    Ok(DeletePage {
        page: Frame::of(call, look, title.clone()).crumbs(crumbs(t, kind, &names, Some(&entry), Some("entry-delete"))),
        kind: words::singular(t, kind.target),
        action: place::delete(kind, id),
        revision: entry.revision,
        users: users.collect(),
        cancel: place::one(kind, id),
        title,
        t,
    })
}

pub async fn delete(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let id = call.parsed::<Uuid>("id")?;
    let precondition = Posted::of(kind, call.form()).precondition.required()?;
    call.app
        .act(&call.caller, move |act| {
            let entry = query::one(&act.look(), kind, id)?;
            command::remove(act, kind, id, precondition)?;
            let whole = place::whole_of(kind).zip(id_in(&entry.values, kind.within.unwrap_or_default()));
            Ok(whole.map_or_else(|| place::list(kind), |(whole, id)| place::one(whole, id)))
        })
        .await
        .map(|list| Reply::see_other(format!("{list}?said=said-deleted")))
}
