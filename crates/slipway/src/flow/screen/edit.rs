//! What is set on a flow: its description, whether models may choose it, whether its releases may be reopened.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Value, json};
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;
use slipway_core::policy;

use super::show::{field_name, in_words};
use crate::act::Look;
use crate::edge::form::{self, Errors, Form};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::flow::store::FlowRow;
use crate::flow::{SAVE, command, query};

#[derive(Debug, Template)]
#[template(path = "flow/screen/edit.html")]
pub struct EditPage {
    t: Texts,
    page: Frame,
    flow: FlowRow,
    form: Form,
    /// Who changed the flow while the form was open, or empty …
    who: String,
    /// … and what: field, as typed, as it stands.
    meanwhile: Vec<(String, String, String)>,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let flow = query::one(look, id)?;
            let body = Value::Object(command::fields(&flow));
            page::html(&view(&shown, look, flow, &body, None)?)
        })
        .await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let id: Id<FlowKind> = call.parsed("id")?;
    let mut body = call.form();
    let seen = super::seen(&body);
    form::take(&mut body, "_revision");
    let patch = settings(&body);
    let saved = call.app.act(&call.caller, move |act| {
        policy::may_keep(act.actor(), SAVE)?;
        command::amend(act, id, seen.required()?, &patch)
    });
    match saved.await {
        Ok(flow) => Ok(Reply::see_other(format!("{}?said=said-saved", urls::flow(flow.id)))),
        Err(fault) if matches!(fault.code, Code::Invalid | Code::Stale) => again(&call, id, body, fault).await,
        Err(fault) => Err(fault),
    }
}

/// What the form says of the settings. A description that was emptied is gone.
fn settings(body: &Value) -> Value {
    let description = form::text_at(body, "description").trim();
    json!({
        "description": Some(description).filter(|text| !text.is_empty()),
        "active": form::text_at(body, "active") == "true",
        "allows_reopening": form::text_at(body, "allows_reopening") == "true",
    })
}

async fn again(call: &Call, id: Id<FlowKind>, body: Value, fault: Fault) -> Result<Reply, Fault> {
    let status = StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let flow = query::one(look, id)?;
            page::html_with(status, &view(&shown, look, flow, &body, Some(&fault))?)
        })
        .await
}

fn view(call: &Call, look: &Look<'_>, flow: FlowRow, body: &Value, fault: Option<&Fault>) -> Result<EditPage, Fault> {
    policy::may_keep(look.actor(), SAVE)?;
    let t = look.texts();
    let stale = fault.filter(|fault| fault.code == Code::Stale);
    let wrong = fault.filter(|fault| fault.code != Code::Stale);
    let errors = wrong
        .map(|fault| Errors::of_fault(fault, t).labelled(|field| Some(field_name(t, field))))
        .unwrap_or_default();
    let meanwhile = stale
        .map(|fault| differences(t, fault, &flow, body))
        .unwrap_or_default();
    let doing = t.text("entry-edit");
    Ok(EditPage {
        page: Frame::of(call, look, format!("{doing} · {}", flow.name)).crumbs(super::crumbs(
            t,
            Some(&flow),
            Some(doing),
        )),
        form: Form::over(body).with_errors(errors),
        who: stale.map(changed_by).unwrap_or_default(),
        meanwhile,
        flow,
        t,
    })
}

/// Who changed the record last, as a stale precondition tells it.
pub fn changed_by(stale: &Fault) -> String {
    let since = stale
        .members
        .get("since")
        .and_then(Value::as_array)
        .and_then(|events| events.last());
    let name = since.and_then(|event| event.pointer("/actor/name")?.as_str());
    name.unwrap_or_default().to_owned()
}

/// The fields that were changed meanwhile and are otherwise in the form: saving again decides for what was typed.
fn differences(t: Texts, fault: &Fault, flow: &FlowRow, body: &Value) -> Vec<(String, String, String)> {
    let since = fault
        .members
        .get("since")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let changes = since
        .iter()
        .filter_map(|event| event.get("changes")?.as_array())
        .flatten();
    let changed: Vec<&str> = changes.filter_map(|change| change.get("field")?.as_str()).collect();
    let (typed, stands) = (settings(body), command::fields(flow));
    let fields = typed
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(field, _)| changed.contains(&field.as_str()));
    let told = fields.filter_map(|(field, yours)| {
        let theirs = stands.get(field)?;
        (yours != theirs).then(|| (field_name(t, field), in_words(t, yours), in_words(t, theirs)))
    });
    told.collect()
}

#[cfg(test)]
impl EditPage {
    pub fn sample(language: crate::edge::Language) -> EditPage {
        let (t, flow) = (Texts(language), super::tests::flow());
        let body = Value::Object(command::fields(&flow));
        let fault = Fault::invalid(vec![
            crate::edge::FieldError::new("/description", "too_long")
                .with("max", 1000)
                .with("length", 1001),
        ]);
        let errors = Errors::of_fault(&fault, t).labelled(|field| Some(field_name(t, field)));
        let form = Form::over(&body).with_errors(errors);
        EditPage {
            page: Frame::sample(language),
            flow,
            form,
            who: String::new(),
            meanwhile: Vec::new(),
            t,
        }
    }

    /// Drawn again because somebody was quicker.
    pub fn stale(language: crate::edge::Language) -> EditPage {
        let (t, flow) = (Texts(language), super::tests::flow());
        let event = json!({"actor": {"name": "Bruno Lima"}, "changes": [{"field": "active", "old": true, "new": false}, {"field": "version"}]});
        let fault = Fault::new(Code::Stale).member("since", vec![event]);
        let body = json!({"description": "Mine", "active": "false", "allows_reopening": "false"});
        EditPage {
            form: Form::over(&body),
            who: changed_by(&fault),
            meanwhile: differences(t, &fault, &flow, &body),
            ..EditPage::sample(language)
        }
    }
}
