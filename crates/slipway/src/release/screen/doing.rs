//! What the pages that do something to a release have in common: which release and which state of it they were made
//! for, how the form is sent, and how a refusal comes back to it with everything that was typed.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::flow::TaskId;

use super::fields;
use super::record::{self, Told};
use super::words::{self, StateShown};
use crate::edge::form::{Choice, Errors, Form, select, take};
use crate::edge::page;
use crate::edge::{Call, Code, Fault, Precondition, Reader, Reply, Texts, reader, urls};
use crate::release::command::{self, Done};
use crate::release::wish::Wish;

/// The release a page does something to.
#[derive(Debug, Clone, Default)]
pub struct Doing {
    pub number: String,
    pub title: String,
    pub states: Vec<StateShown>,
    /// Back without doing it.
    pub href: String,
    /// Where the form goes.
    pub action: String,
    /// The state the person saw (B209).
    pub revision: i64,
    /// Which task it is about, where several are open; else none to choose from.
    pub tasks: Vec<Choice>,
    pub form: Form,
    /// Why it cannot be done now; nothing when it can.
    pub reason: String,
}

impl Doing {
    /// For a release as it stands, with what is typed so far.
    pub fn of(told: &Told<'_>, part: &str, form: Form) -> Doing {
        let release = told.release();
        Doing {
            number: told.number(),
            title: release.sheet.title.clone(),
            states: words::states(told.look.texts(), release.status, release.is_closed()),
            href: urls::release(release.number),
            action: urls::release_part(release.number, part),
            revision: told.stored.revision,
            tasks: tasks(told, form.value("task")),
            form,
            reason: String::new(),
        }
    }
}

/// The open tasks to choose from; a single one needs no choice.
fn tasks(told: &Told<'_>, chosen: &str) -> Vec<Choice> {
    if told.release().tasks.len() < 2 {
        return Vec::new();
    }
    let language = told.look.language.tag();
    let name = |id: &TaskId| {
        told.around
            .flow
            .task(id)
            .map_or(id.as_str(), |task| task.name(language))
            .to_owned()
    };
    let open = told.release().tasks.iter();
    select(
        open.map(|task| Choice::new(task.node.as_str(), name(&task.node)).hint(told.responsible(task)))
            .collect(),
        chosen,
    )
}

/// The task that a form or an address means.
pub fn meant_task(told: &Told<'_>, form: &Form) -> Option<TaskId> {
    form.value("task")
        .parse()
        .ok()
        .filter(|id| told.release().task(Some(id)).is_some())
}

/// Sends a form: does the command to the release as the person saw it.
pub async fn perform(call: &Call, mut form: Value, reading: fn(&Reader<'_>) -> Wish) -> Result<Done, Fault> {
    let number: i64 = call.parsed("number")?;
    let precondition = seen(&mut form);
    let wish = reader::read(&form, reading)?;
    call.app
        .act(&call.caller, move |act| {
            command::carry_out(act, number, precondition, &wish)
        })
        .await
}

/// The state the person saw. A form without one has seen nothing, so nothing it says is taken over a newer state.
pub fn seen(form: &mut Value) -> Precondition {
    let revision = take(form, "revision").and_then(|text| text.parse().ok());
    revision.map_or(Precondition::Unknown, Precondition::Revision)
}

/// Back to the release, which says what was done and what to know about it.
pub fn done(number: i64, said: &str, warnings: &[&str]) -> Reply {
    let warned = if warnings.is_empty() {
        String::new()
    } else {
        format!("&warned={}", warnings.join(","))
    };
    Reply::see_other(format!("{}?said={said}{warned}", urls::release(number)))
}

/// Draws the page of something to do to the release of the address: as it stands, or with what refused it.
pub async fn drawn<P, V>(call: &Call, fault: Option<Fault>, view: V) -> Result<Reply, Fault>
where
    P: Template,
    V: Fn(&Told<'_>, &Call, Errors) -> Result<P, Fault> + Clone + Send + Sync + 'static,
{
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    let (errors, status) = fault.map_or((Errors::default(), StatusCode::OK), |fault| {
        told_on_form(&fault, call.texts())
    });
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            page::html_with(status, &view(&told, &shown, errors.clone())?)
        })
        .await
}

/// Whether a refusal belongs to the form: told on it again, with what was typed. Anything else is a page of its own.
pub fn is_for_the_form(fault: &Fault) -> bool {
    matches!(fault.code.status(), 409 | 412 | 422)
}

/// How a refusal is told on the form, and with which status.
pub fn told_on_form(fault: &Fault, t: Texts) -> (Errors, StatusCode) {
    let status = StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    if fault.code != Code::Stale {
        return (
            Errors::of_fault(fault, t).labelled(|field| fields::labelled(t, field)),
            status,
        );
    }
    let mut errors = Errors::default();
    errors.add("", t.with("release-changed-meanwhile", "name", who_changed(fault)));
    (errors, status)
}

/// Who was faster: the actor of the last event the person has not seen.
fn who_changed(fault: &Fault) -> String {
    let since = fault.members.get("since").and_then(Value::as_array);
    let name = since.and_then(|events| events.last()?.get("actor")?.get("name")?.as_str());
    name.unwrap_or_default().to_owned()
}

#[cfg(test)]
impl Doing {
    pub fn sample(t: Texts, part: &str) -> Doing {
        let mut errors = Errors::default();
        errors.add("closure", "Say why");
        Doing {
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            states: words::states(t, slipway_core::flow::Status::InExecution, false),
            href: urls::release(1284),
            action: urls::release_part(1284, part),
            revision: 7,
            tasks: vec![Choice::new("Run", "Run"), Choice::new("Test", "Test")],
            form: Form::default().with_errors(errors),
            reason: String::new(),
        }
    }
}
