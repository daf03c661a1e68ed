//! One entry: seen, made, changed, deleted.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::actor::Reach;
use slipway_core::policy::{self, Upkeep};
use uuid::Uuid;

use super::form::{Drawing, Errors, Input, InputKind};
use super::list::head_of;
use super::names::Names;
use super::posted::Posted;
use super::shown::{Showing, Shown};
use super::{place, words};
use crate::act::Look;
use crate::audit;
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::entry::kind::{Kind, Values};
use crate::entry::sheet::Draft;
use crate::entry::store::Entry;
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
    call.app.look(&call.caller, move |look| page::html(&show_view(kind, &asked, look, id)?)).await
}

fn show_view(kind: &'static Kind, call: &Call, look: &Look<'_>, id: Uuid) -> Result<ShowPage, Fault> {
    let entry = query::one(look, kind, id)?;
    let t = look.texts();
    let history = audit::store::history(look.tx, command::subject(kind, id))?;
    let told: Vec<Values> = history.iter().flat_map(sides).collect();
    let names = Names::of(look.tx, kind.fields, told.iter().chain([&entry.values]))?;
    let showing = Showing { t, kind, names: &names };
    let all = kind.fields.iter().map(|field| (words::label(t, kind, &[field.name]), showing.field(field, &entry.values)));
    let (parts, facts) = all.filter(|(_, shown)| *shown != Shown::Nothing).partition(|(_, shown)| matches!(shown, Shown::Table { .. }));
    let may = |reach| entry.deleted_at.is_none() && look.actor().rights.reach(kind.area, reach);
    let title = head_of(kind, &entry);
    let page = Frame::of(call, look, format!("{title} · {}", words::singular(t, kind.target)));
    let events = history.iter().rev().map(|event| event_shown(&showing, &page, event)).collect();
    Ok(ShowPage {
        kind: words::singular(t, kind.target),
        facts,
        parts,
        edit: if may(Reach::Save) { place::edit(kind, id) } else { String::new() },
        delete: if may(Reach::Delete) { place::delete(kind, id) } else { String::new() },
        deleted: entry.deleted_at.map(|at| page.moment(at)),
        links: kind.links.iter().map(|(end, key)| (format!("{}/{end}", place::one(kind, id)), t.text(key))).collect(),
        events,
        page: page.crumbs(crumbs(t, kind, &names, Some(&entry), None)),
        title,
        t,
    })
}

/// What an event says of fields, as values before and after.
fn sides(event: &audit::Event) -> Vec<Values> {
    let changes = event.changes();
    let side = |side: &str| {
        let said = changes.iter().filter_map(|change| Some((change.get("field")?.as_str()?.to_owned(), change.get(side)?.clone())));
        said.collect()
    };
    vec![side("old"), side("new")]
}

fn event_shown(showing: &Showing<'_>, page: &Frame, event: &audit::Event) -> EventShown {
    let t = showing.t;
    let key = format!("entry-event-{}", event.kind.replace('_', "-"));
    let changes = event.changes();
    EventShown {
        what: if t.knows(&key) { t.text(&key) } else { event.kind.clone() },
        who: event.actor_name.clone(),
        at: page.moment(event.at),
        tone: match event.kind.as_str() {
            "created" => "ok",
            "deleted" => "bad",
            _ => "",
        },
        said: event.note.clone().unwrap_or_default(),
        changes: changes.iter().filter_map(|change| change_shown(showing, change)).collect(),
    }
}

fn change_shown(showing: &Showing<'_>, change: &Value) -> Option<ChangeShown> {
    let name = change.get("field")?.as_str()?;
    let side = |side: &str| {
        let value = change.get(side).cloned().unwrap_or(Value::Null);
        let values = Values::from_iter([(name.to_owned(), value.clone())]);
        let shown = showing.kind.field(name).map(|field| showing.field(field, &values).plain());
        shown.filter(|text| !text.is_empty()).or_else(|| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    Some(ChangeShown { field: words::label(showing.t, showing.kind, &[name]), old: side("old"), new: side("new") })
}

/// The way to an entry: its list, what it belongs to, itself, and what is done to it.
fn crumbs(t: Texts, kind: &'static Kind, names: &Names, entry: Option<&Entry>, doing: Option<&str>) -> Vec<Crumb> {
    let mut crumbs = match place::whole_of(kind) {
        None if kind.home.is_none() => vec![
            Crumb::to(urls::ADMIN, t.text("rail-administration")),
            Crumb::to(place::list(kind), words::plural(t, kind.target)),
        ],
        None => vec![Crumb::to(place::list(kind), words::plural(t, kind.target))],
        Some(whole) => {
            let id = entry.and_then(|entry| super::super::kind::id_in(&entry.values, kind.within?));
            let one = id.map(|id| Crumb::to(place::one(whole, id), names.name(whole.target, id)));
            [Crumb::to(place::list(whole), words::plural(t, whole.target))].into_iter().chain(one).collect()
        }
    };
    match (entry, doing) {
        (Some(entry), Some(doing)) => {
            crumbs.push(Crumb::to(place::one(kind, entry.id), head_of(kind, entry)));
            crumbs.push(Crumb::here(t.text(doing)));
        }
        (Some(entry), None) => crumbs.push(Crumb::here(head_of(kind, entry))),
        (None, doing) => crumbs.push(Crumb::here(doing.map(|doing| t.text(doing)).unwrap_or_default())),
    }
    crumbs
}

#[derive(Debug, Template)]
#[template(path = "entry/screen/form.html")]
struct FormPage {
    t: Texts,
    page: Frame,
    title: String,
    action: String,
    draft: String,
    /// The revision the form was drawn from; empty for a new entry.
    revision: String,
    form: Form,
    /// What somebody else changed meanwhile: field, what was typed, what stands there now.
    meanwhile: Vec<(String, String, String)>,
    who: String,
    submit: String,
    cancel: String,
}

/// What the shared field macros ask for errors.
#[derive(Debug)]
struct Form {
    errors: Errors,
    inputs: Vec<Input>,
}

/// Which form.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    /// A new entry, of a kind whose entries belong to another's inside that one.
    New(Option<Uuid>),
    Change(Uuid),
}

impl Purpose {
    fn new(kind: &'static Kind, call: &Call) -> Result<Purpose, Fault> {
        let whole = place::whole_of(kind).map(|_| call.parsed::<Uuid>("id")).transpose()?;
        Ok(Purpose::New(whole))
    }
}

/// What the form is drawn with besides its kind.
struct Drawn<'a> {
    purpose: Purpose,
    body: &'a Values,
    /// What is wrong with what was typed.
    fault: Option<&'a Fault>,
}

pub async fn blank(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let purpose = Purpose::new(kind, &call)?;
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let body = Values::new();
            page::html(&form_view(kind, &asked, look, &Drawn { purpose, body: &body, fault: None })?)
        })
        .await
}

pub async fn edit(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| {
            let entry = query::one(look, kind, id)?;
            let drawn = Drawn { purpose: Purpose::Change(id), body: &entry.values, fault: None };
            page::html(&form_view(kind, &asked, look, &drawn)?)
        })
        .await
}

fn form_view(kind: &'static Kind, call: &Call, look: &Look<'_>, drawn: &Drawn<'_>) -> Result<FormPage, Fault> {
    policy::may_keep(look.actor(), Upkeep { area: kind.area, reach: Reach::Save })?;
    let t = look.texts();
    let (entry, whole) = match drawn.purpose {
        Purpose::New(whole) => (None, whole),
        Purpose::Change(id) => (Some(query::one(look, kind, id)?), None),
    };
    let kept = entry.as_ref().map(|entry| &entry.values);
    let names = Names::of(look.tx, kind.fields, kept.into_iter().chain([drawn.body]))?;
    let drawing = Drawing { t, tx: look.tx, kind, names: &names };
    let inputs = drawing.inputs(drawn.body, entry.is_none())?;
    let errors = drawn.fault.map(|fault| Errors::of_fault(t, kind, &inputs, fault)).unwrap_or_default();
    let whole = place::whole_of(kind).zip(whole);
    let name = kind.target.name.replace('_', "-");
    let title = entry.as_ref().map_or_else(|| t.text(&format!("entry-{name}-new")), |entry| head_of(kind, entry));
    let stale = drawn.fault.filter(|fault| fault.code == Code::Stale).zip(entry.as_ref());
    let (who, meanwhile) = stale.map(|(fault, entry)| differences(&drawing, fault, entry, drawn.body)).unwrap_or_default();
    let doing = if entry.is_some() { "entry-edit" } else { "entry-new" };
    Ok(FormPage {
        page: Frame::of(call, look, title.clone()).crumbs(crumbs(t, kind, &names, entry.as_ref(), Some(doing))),
        action: entry.as_ref().map_or_else(|| place::new(kind, whole), |entry| place::edit(kind, entry.id)),
        draft: format!("{name}-{}", entry.as_ref().map_or_else(|| "new".to_owned(), |entry| entry.id.to_string())),
        revision: entry.as_ref().map(|entry| entry.revision.to_string()).unwrap_or_default(),
        form: Form { errors, inputs },
        meanwhile,
        who,
        submit: t.text(if entry.is_some() { "action-save" } else { "entry-create" }),
        cancel: entry.as_ref().map_or_else(
            || whole.map_or_else(|| place::list(kind), |(whole, id)| place::one(whole, id)),
            |entry| place::one(kind, entry.id),
        ),
        title,
        t,
    })
}

/// Who changed what since the form was drawn, beside what was typed: saving again decides for what was typed.
fn differences(drawing: &Drawing<'_>, fault: &Fault, entry: &Entry, typed: &Values) -> (String, Vec<(String, String, String)>) {
    let since = fault.members.get("since").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let who = since.last().and_then(|event| event.pointer("/actor/name")?.as_str()).unwrap_or_default().to_owned();
    let changed = since.iter().filter_map(|event| event.get("changes")?.as_array()).flatten();
    let changed: Vec<&str> = changed.filter_map(|change| change.get("field")?.as_str()).collect();
    let showing = Showing { t: drawing.t, kind: drawing.kind, names: drawing.names };
    let fields = drawing.kind.fields.iter().filter(|field| changed.contains(&field.name));
    let told = fields.map(|field| {
        let label = words::label(drawing.t, drawing.kind, &[field.name]);
        (label, showing.field(field, typed).plain(), showing.field(field, &entry.values).plain())
    });
    (who, told.collect())
}

/// What a form says, with ids where names were typed.
async fn posted(kind: &'static Kind, call: &Call) -> Result<Posted, Fault> {
    let posted = Posted::of(kind, call.form());
    call.app
        .look(&call.caller, move |look| {
            let mut posted = posted.clone();
            posted.resolve(look.tx, kind)?;
            Ok(posted)
        })
        .await
}

pub async fn create(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let purpose = Purpose::new(kind, &call)?;
    let posted = posted(kind, &call).await?;
    if posted.is_redrawn {
        return again(kind, &call, purpose, &posted.body, None).await;
    }
    let mut body = posted.body.clone();
    if let (Some(field), Purpose::New(Some(whole)), Some(object)) = (kind.within, purpose, body.as_object_mut()) {
        object.insert(field.to_owned(), whole.to_string().into());
    }
    let draft = Draft::of(&call.app, kind, body).await?;
    let made = call.app.act(&call.caller, move |act| command::create(act, kind, &draft)).await;
    settled(kind, &call, purpose, posted, made).await
}

pub async fn save(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let id = call.parsed::<Uuid>("id")?;
    let purpose = Purpose::Change(id);
    let posted = posted(kind, &call).await?;
    if posted.is_redrawn {
        return again(kind, &call, purpose, &posted.body, None).await;
    }
    let precondition = posted.precondition.required()?;
    let draft = Draft::of(&call.app, kind, posted.body.clone()).await?;
    let saved = call.app.act(&call.caller, move |act| command::amend(act, kind, id, precondition, &draft)).await;
    settled(kind, &call, purpose, posted, saved).await
}

/// The entry's page when it was kept; the form again, with everything that was typed, when it was not.
async fn settled(kind: &'static Kind, call: &Call, purpose: Purpose, posted: Posted, done: Result<Entry, Fault>) -> Result<Reply, Fault> {
    match done {
        Ok(entry) => Ok(Reply::see_other(format!("{}?said=said-saved", place::one(kind, entry.id)))),
        Err(fault) if matches!(fault.code, Code::Invalid | Code::Stale) => again(kind, call, purpose, &posted.body, Some(fault)).await,
        Err(fault) => Err(fault),
    }
}

async fn again(kind: &'static Kind, call: &Call, purpose: Purpose, body: &Value, fault: Option<Fault>) -> Result<Reply, Fault> {
    let status = fault.as_ref().and_then(|fault| StatusCode::from_u16(fault.code.status()).ok()).unwrap_or(StatusCode::OK);
    let (asked, body) = (call.clone(), body.as_object().cloned().unwrap_or_default());
    call.app
        .look(&call.caller, move |look| {
            let drawn = Drawn { purpose, body: &body, fault: fault.as_ref() };
            page::html_with(status, &form_view(kind, &asked, look, &drawn)?)
        })
        .await
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
    call.app.look(&call.caller, move |look| page::html(&delete_view(kind, &asked, look, id)?)).await
}

fn delete_view(kind: &'static Kind, call: &Call, look: &Look<'_>, id: Uuid) -> Result<DeletePage, Fault> {
    policy::may_keep(look.actor(), Upkeep { area: kind.area, reach: Reach::Delete })?;
    let entry = query::one(look, kind, id)?;
    let t = look.texts();
    let names = Names::of(look.tx, kind.fields, [&entry.values])?;
    let plural = |name: &str| t.text(&format!("entry-{}-plural", name.replace('_', "-")));
    let users = usage::of(look.tx, kind, id)?.into_iter().map(|(user, n_users)| (plural(user), page::number(n_users, t)));
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
            let whole = place::whole_of(kind).zip(super::super::kind::id_in(&entry.values, kind.within.unwrap_or_default()));
            Ok(whole.map_or_else(|| place::list(kind), |(whole, id)| place::one(whole, id)))
        })
        .await
        .map(|list| Reply::see_other(format!("{list}?said=said-deleted")))
}
