//! The form of an entry: drawn, sent, and drawn again with everything that was typed when it was refused.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::actor::Reach;
use slipway_core::policy::{self, Upkeep};
use uuid::Uuid;

use super::drawing::Drawing;
use super::form::{Input, InputKind, errors_of};
use super::list::head_of;
use super::names::Names;
use super::place::{self, crumbs};
use super::posted::Posted;
use super::shown::Showing;
use super::words;
use crate::act::Look;
use crate::edge::form::Errors;
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts};
use crate::entry::kind::{Kind, Values};
use crate::entry::sheet::Draft;
use crate::entry::store::Entry;
use crate::entry::{command, query};

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
            let body = suggested(kind, &asked, look)?;
            page::html(&form_view(
                kind,
                &asked,
                look,
                &Drawn {
                    purpose,
                    body: &body,
                    fault: None,
                },
            )?)
        })
        .await
}

/// What a new entry begins with: the fields that the address names, and what follows from them.
fn suggested(kind: &'static Kind, call: &Call, look: &Look<'_>) -> Result<Values, Fault> {
    let named = call.query.iter().filter(|(name, _)| kind.field(name).is_some());
    let named: Values = named.map(|(name, value)| (name.clone(), value.clone())).collect();
    let body = (kind.inherit)(look, Value::Object(named))?;
    Ok(body.as_object().cloned().unwrap_or_default())
}

pub async fn edit(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| {
            command::gate(kind, Reach::Save)(look, &asked)?;
            let entry = query::one(look, kind, id)?;
            let drawn = Drawn {
                purpose: Purpose::Change(id),
                body: &entry.values,
                fault: None,
            };
            page::html(&form_view(kind, &asked, look, &drawn)?)
        })
        .await
}

fn form_view(kind: &'static Kind, call: &Call, look: &Look<'_>, drawn: &Drawn<'_>) -> Result<FormPage, Fault> {
    policy::may_keep(
        look.actor(),
        Upkeep {
            area: kind.area,
            reach: Reach::Save,
        },
    )?;
    let t = look.texts();
    let (entry, whole) = match drawn.purpose {
        Purpose::New(whole) => (None, whole),
        Purpose::Change(id) => (Some(query::one(look, kind, id)?), None),
    };
    let kept = entry.as_ref().map(|entry| &entry.values);
    let names = Names::of(look.tx, kind.fields, kept.into_iter().chain([drawn.body]))?;
    let drawing = Drawing {
        t,
        tx: look.tx,
        kind,
        names: &names,
    };
    let inputs = drawing.inputs(drawn.body, entry.is_none())?;
    let errors = drawn
        .fault
        .map(|fault| errors_of(t, kind, &inputs, fault))
        .unwrap_or_default();
    let whole = place::whole_of(kind).zip(whole);
    let name = kind.target.name.replace('_', "-");
    let title = entry
        .as_ref()
        .map_or_else(|| t.text(&format!("entry-{name}-new")), |entry| head_of(kind, entry));
    let stale = drawn
        .fault
        .filter(|fault| fault.code == Code::Stale)
        .zip(entry.as_ref());
    let (who, meanwhile) = stale
        .map(|(fault, entry)| differences(&drawing, fault, entry, drawn.body))
        .unwrap_or_default();
    let doing = if entry.is_some() { "entry-edit" } else { "entry-new" };
    Ok(FormPage {
        page: Frame::of(call, look, title.clone()).crumbs(crumbs(t, kind, &names, entry.as_ref(), Some(doing))),
        action: entry
            .as_ref()
            .map_or_else(|| place::new(kind, whole), |entry| place::edit(kind, entry.id)),
        draft: format!(
            "{name}-{}",
            entry
                .as_ref()
                .map_or_else(|| "new".to_owned(), |entry| entry.id.to_string())
        ),
        revision: entry
            .as_ref()
            .map(|entry| entry.revision.to_string())
            .unwrap_or_default(),
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
fn differences(
    drawing: &Drawing<'_>,
    fault: &Fault,
    entry: &Entry,
    typed: &Values,
) -> (String, Vec<(String, String, String)>) {
    let since = fault
        .members
        .get("since")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let who = since
        .last()
        .and_then(|event| event.pointer("/actor/name")?.as_str())
        .unwrap_or_default()
        .to_owned();
    let changed = since
        .iter()
        .filter_map(|event| event.get("changes")?.as_array())
        .flatten();
    let changed: Vec<&str> = changed.filter_map(|change| change.get("field")?.as_str()).collect();
    let showing = Showing {
        t: drawing.t,
        kind: drawing.kind,
        names: drawing.names,
    };
    let fields = drawing.kind.fields.iter().filter(|field| changed.contains(&field.name));
    let told = fields.map(|field| {
        let label = words::label(drawing.t, drawing.kind, &[field.name]);
        (
            label,
            showing.field(field, typed).plain(),
            showing.field(field, &entry.values).plain(),
        )
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
    let made = call
        .app
        .act(&call.caller, move |act| command::create(act, kind, &draft))
        .await;
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
    let saved = call
        .app
        .act(&call.caller, move |act| {
            command::amend(act, kind, id, precondition, &draft)
        })
        .await;
    settled(kind, &call, purpose, posted, saved).await
}

/// The entry's page when it was kept; the form again, with everything that was typed, when it was not.
async fn settled(
    kind: &'static Kind,
    call: &Call,
    purpose: Purpose,
    posted: Posted,
    done: Result<Entry, Fault>,
) -> Result<Reply, Fault> {
    match done {
        Ok(entry) => Ok(Reply::see_other(format!(
            "{}?said=said-saved",
            place::one(kind, entry.id)
        ))),
        Err(fault) if matches!(fault.code, Code::Invalid | Code::Stale) => {
            again(kind, call, purpose, &posted.body, Some(fault)).await
        }
        Err(fault) => Err(fault),
    }
}

async fn again(
    kind: &'static Kind,
    call: &Call,
    purpose: Purpose,
    body: &Value,
    fault: Option<Fault>,
) -> Result<Reply, Fault> {
    let status = fault
        .as_ref()
        .and_then(|fault| StatusCode::from_u16(fault.code.status()).ok())
        .unwrap_or(StatusCode::OK);
    let (asked, body) = (call.clone(), body.as_object().cloned().unwrap_or_default());
    call.app
        .look(&call.caller, move |look| {
            let drawn = Drawn {
                purpose,
                body: &body,
                fault: fault.as_ref(),
            };
            page::html_with(status, &form_view(kind, &asked, look, &drawn)?)
        })
        .await
}
