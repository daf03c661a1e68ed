//! Releases over HTTP: `spec/api.md`, "Releases". Parses, calls the command or query, writes the answer. What a release
//! goes through besides its tasks is `life`, the same for many at once `bulk`.

mod bulk;
mod life;

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::policy::{self, ReleaseAction};

use super::filter::{self, Listed, Total};
use super::read::wishes;
use super::screen::paper;
use super::wish::Wish;
use super::{command, gate, probe, query, read, show, store, subject};
use crate::act::{Act, Look};
use crate::app::App;
use crate::audit;
use crate::edge::{Call, Fault, Operation, Precondition, Reader, Reply, Routes, idempotency, reader, urls};

const TAG: &str = "Releases";

pub fn routes() -> Routes {
    let release = || json!({"$ref": "#/components/schemas/Release"});
    let list = || json!({"type": "object"});
    let registration = reader::schema_of(read::registration);
    let edit = reader::schema_of(read::sheet);
    Routes::new()
        .api(
            Method::GET,
            "/releases",
            Operation::new("release_list", TAG, "The desk and the advanced search")
                .query(filter::PARAMETERS)
                .answers(200, list()),
            find,
        )
        .api(
            Method::POST,
            "/releases",
            Operation::new("release_register", TAG, "Register a release from a model")
                .body(registration)
                .answers(201, release()),
            register,
        )
        .gated(gate::register)
        .api(
            Method::GET,
            "/releases/{number}",
            Operation::new("release_get", TAG, "One release; with .pdf after its number, as PDF")
                .answers(200, release()),
            get,
        )
        .api(
            Method::PATCH,
            "/releases/{number}",
            Operation::new("release_edit", TAG, "Change fields (JSON merge patch)")
                .body(edit)
                .if_match()
                .answers(200, release()),
            patch,
        )
        .gated(gate::any_of(&[ReleaseAction::Edit]))
        .api(
            Method::GET,
            "/releases/{number}/actions",
            Operation::new("release_actions", TAG, "What can be done now, and why the rest cannot")
                .answers(200, list()),
            actions,
        )
        .api(
            Method::POST,
            "/releases/{number}/capture",
            Operation::new("release_capture", TAG, "Become responsible for the task")
                .body(reader::schema_of(wishes::capture))
                .if_match()
                .answers(200, release()),
            |call| perform(call, wishes::capture),
        )
        .gated(gate::any_of(&[ReleaseAction::Capture]))
        .api(
            Method::POST,
            "/releases/{number}/advance",
            Operation::new("release_advance", TAG, "Save and forward the flow")
                .body(reader::schema_of(wishes::advance))
                .if_match()
                .answers(200, release()),
            |call| perform(call, wishes::advance),
        )
        // Which of the two it is stands in the body.
        .gated(gate::any_of(&[ReleaseAction::Cancel, ReleaseAction::Advance]))
        .api(
            Method::POST,
            "/releases/{number}/situation",
            Operation::new("release_situation", TAG, "Set the situation and keep the task")
                .body(reader::schema_of(wishes::situation))
                .if_match()
                .answers(200, release()),
            |call| perform(call, wishes::situation),
        )
        .gated(gate::any_of(&[ReleaseAction::SetSituation]))
        .api(
            Method::GET,
            "/releases/{number}/history",
            Operation::new("release_history", TAG, "Every event, in order").answers(200, list()),
            history,
        )
        .api(
            Method::GET,
            "/releases/{number}/flow",
            Operation::new("release_flow", TAG, "The flow version, its tokens and the path walked")
                .answers(200, list()),
            flow,
        )
        .and(life::routes())
        .and(bulk::routes())
}

async fn find(call: Call) -> Result<Reply, Fault> {
    let filter = filter::from_query(&call.query)?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let scope = policy::releases_seen_by(look.actor());
            let page = filter::page(look.tx, &scope, &filter, look.at)?;
            let items = page
                .rows
                .iter()
                .map(|row| row_to_json(look, &app, row))
                .collect::<Result<Vec<_>, Fault>>()?;
            let mut document = json!({"items": items, "next": page.next});
            if let (Total::Exactly(total), true, Some(fields)) = (page.total, filter.exact, document.as_object_mut()) {
                fields.insert("total".to_owned(), total.into());
            }
            Ok(Reply::json(document))
        })
        .await
}

fn row_to_json(look: &Look<'_>, app: &App, row: &Listed) -> Result<Value, Fault> {
    let task = row.task.as_ref().map(|node| {
        let flow = app.flows().version(look.tx, row.flow, row.flow_version)?;
        let name = node.parse().ok().and_then(|id| flow.task(&id).map(|task| task.name(look.language.tag()).to_owned()));
        Ok::<Value, Fault>(json!({"id": node, "name": name, "group": row.ids.executor_group.to_string(), "responsible": row.ids.responsible.map(|id| id.to_string())}))
    });
    let is_suspended = row.status == slipway_core::flow::Status::Suspended;
    let [impact, urgency, risk] = &row.levels;
    Ok(json!({
        "id": row.ids.id.to_string(),
        "number": row.number,
        "title": row.title,
        "version": row.version,
        "requester": row.ids.requester.to_string(),
        "portfolio": row.ids.portfolio.to_string(),
        "model": row.ids.model.to_string(),
        "contract": row.ids.contract.to_string(),
        "executor_group": row.ids.executor_group.to_string(),
        "category": row.category,
        "impact": impact,
        "urgency": urgency,
        "risk": risk,
        "priority": row.priority,
        "status": row.status.as_str(),
        "state": row.state,
        "task": task.transpose()?,
        "term_minutes": row.term_minutes,
        "deadline": (!is_suspended).then(|| row.deadline.to_string()),
        "delay_minutes": delay(row, look.at),
        "planned_start": row.planned_start.to_string(),
        "planned_end": row.planned_end.to_string(),
        "closed_at": row.closed_at.map(|at| at.to_string()),
        "created_at": row.created_at.to_string(),
        "updated_at": row.updated_at.to_string(),
        "revision": row.revision,
    }))
}

/// The delay of a row, by the rule of the record (R6).
pub fn delay(row: &Listed, now: jiff::Timestamp) -> Option<u64> {
    let until = row.closed_at.unwrap_or(now);
    (row.status != slipway_core::flow::Status::Suspended)
        .then(|| slipway_core::clock::delay_minutes(row.deadline, until))
}

async fn register(call: Call) -> Result<Reply, Fault> {
    let body = call.json()?;
    let asked = reader::read(&body, read::registration)?;
    idempotency::answer(&call, move |act| {
        let done = command::register(act, &asked)?;
        let number = done.stored.release.number;
        Ok(Reply::created(urls::api_release(number), shown(act, &done)).etag(done.stored.revision))
    })
    .await
}

fn shown(act: &Act<'_>, done: &command::Done) -> Value {
    command::answer(done, act.look().texts(), act.at)
}

async fn get(call: Call) -> Result<Reply, Fault> {
    if let Some(number) = paper::asked(&call) {
        return paper::answer(&call, number).await;
    }
    let number = call.parsed("number")?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            let around = query::surroundings(look, &app, &stored.release)?;
            Ok(Reply::json(show::body(&stored, &around, look.language, look.at)).etag(stored.revision))
        })
        .await
}

async fn patch(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition().required()?;
    let patch = call.json()?;
    if !patch.is_object() {
        return Err(Fault::invalid(vec![crate::edge::FieldError::new("", "not_an_object")]));
    }
    carried_out(&call, number, precondition, Wish::Patch(patch)).await
}

/// Reads a command and does it.
pub async fn perform(call: Call, reading: fn(&Reader<'_>) -> Wish) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition().required()?;
    let wish = reader::read(&call.json()?, reading)?;
    carried_out(&call, number, precondition, wish).await
}

async fn carried_out(call: &Call, number: i64, precondition: Precondition, wish: Wish) -> Result<Reply, Fault> {
    idempotency::answer(call, move |act| {
        let done = command::carry_out(act, number, precondition, &wish)?;
        Ok(Reply::json(shown(act, &done)).etag(done.stored.revision))
    })
    .await
}

async fn actions(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            let around = query::surroundings(look, &app, &stored.release)?;
            let actions: Vec<Value> = probe::all(look, &stored, &around)
                .iter()
                .map(|possible| possible.to_json(look.texts()))
                .collect();
            Ok(Reply::json(json!({"items": actions, "next": null})).etag(stored.revision))
        })
        .await
}

async fn history(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            let events = audit::store::history(look.tx, subject(stored.release.id))?;
            let items: Vec<Value> = events.iter().map(audit::Event::to_json).collect();
            Ok(Reply::json(
                json!({"items": items, "next": null, "verified": audit::verify::chain(&events).is_ok()}),
            ))
        })
        .await
}

async fn flow(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            let release = &stored.release;
            let flow = app.flows().version(look.tx, release.flow, release.flow_version)?;
            let tokens: Vec<String> = release.position.tokens().map(ToString::to_string).collect();
            let steps: Vec<Value> = store::steps(look.tx, release.id)?
                .into_iter()
                .map(|step| {
                    json!({
                        "run": step.run, "task": step.node, "group": step.group_name, "opened_at": step.opened_at.to_string(),
                        "captured_at": step.captured_at.map(|at| at.to_string()),
                        "completed_at": step.completed_at.map(|at| at.to_string()), "outcome": step.outcome, "person": step.person,
                    })
                })
                .collect();
            Ok(Reply::json(json!({
                "flow": release.flow.to_string(),
                "key": flow.key(),
                "name": flow.name(look.language.tag()),
                "version": release.flow_version,
                "run": release.run,
                "tokens": tokens,
                "path": store::edges(look.tx, release)?,
                "steps": steps,
            })))
        })
        .await
}
