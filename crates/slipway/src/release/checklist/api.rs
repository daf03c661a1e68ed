//! Questionnaires of a release over HTTP: `spec/api.md`, "Releases".

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::policy::ReleaseAction;

use super::{command, query, read};
use crate::edge::{Call, Fault, Operation, Reply, Routes, idempotency, reader, urls};
use crate::release::{gate, query as releases};

const TAG: &str = "Releases";

pub fn routes() -> Routes {
    let operation = |name: &'static str, summary: &'static str| Operation::new(name, TAG, summary);
    Routes::new()
        .api(
            Method::GET,
            "/releases/{number}/questionnaires",
            operation(
                "release_questionnaires",
                "Answered questionnaires, the latest first, and what the tasks still ask for",
            )
            .answers(200, list_schema()),
            list,
        )
        .api(
            Method::POST,
            "/releases/{number}/questionnaires",
            operation(
                "release_questionnaire_answer",
                "Answer a questionnaire, and confirm it with the right to",
            )
            .body(reader::schema_of(read::first))
            .answers(201, set_schema()),
            answer,
        )
        .api(
            Method::GET,
            "/releases/{number}/questionnaires/{id}",
            operation("release_questionnaire_get", "One answered questionnaire").answers(200, set_schema()),
            get,
        )
        .api(
            Method::PUT,
            "/releases/{number}/questionnaires/{id}",
            operation(
                "release_questionnaire_change",
                "Answer again, confirm, or take a confirmation back",
            )
            .body(reader::schema_of(read::again))
            .answers(200, set_schema()),
            change,
        )
        .gated(gate::any_of(&[ReleaseAction::Link]))
}

fn set_schema() -> Value {
    let id = || json!({"type": "string", "format": "uuid"});
    let person = json!({"type": ["object", "null"], "properties": {"id": id(), "name": {"type": "string"}}});
    let instant = json!({"type": ["string", "null"], "format": "date-time"});
    json!({
        "type": "object",
        "properties": {
            "id": id(), "questionnaire": id(), "title": {"type": "string"}, "version": {"type": "integer"},
            "task": {"type": ["string", "null"]}, "run": {"type": "integer"},
            "answers": {"type": "object", "additionalProperties": true}, "confirmed": {"type": "boolean"},
            "confirmed_at": instant, "confirmed_by": person, "created_at": instant, "created_by": person,
            "updated_at": instant, "updated_by": person, "revision": {"type": "integer"},
        },
    })
}

fn list_schema() -> Value {
    let lack = json!({"enum": ["unanswered", "unconfirmed", null]});
    let demand = json!({
        "type": "object",
        "properties": {
            "questionnaire": {"type": ["string", "null"], "format": "uuid"}, "title": {"type": "string"},
            "task": {"type": "string"}, "required": {"type": "boolean"}, "lack": lack,
        },
    });
    json!({
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": set_schema()},
            "next": {"type": ["string", "null"]},
            "demands": {"type": "array", "items": demand},
        },
    })
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let stored = releases::visible(look, number)?;
            let flow = app
                .flows()
                .version(look.tx, stored.release.flow, stored.release.flow_version)?;
            let checklists = query::of_release(look.tx, &stored.release, &flow)?;
            let sets = query::sets(look.tx, &stored.release)?;
            let items: Vec<Value> = sets.iter().map(query::to_json).collect::<Result<_, Fault>>()?;
            let demands = query::demands_to_json(&checklists, stored.release.run);
            Ok(Reply::json(json!({"items": items, "next": null, "demands": demands})).etag(stored.revision))
        })
        .await
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let (number, id) = (call.parsed("number")?, call.parsed("id")?);
    call.app
        .look(&call.caller, move |look| {
            let stored = releases::visible(look, number)?;
            let set = query::set(look.tx, &stored.release, id)?;
            Ok(Reply::json(query::to_json(&set)?).etag(stored.revision))
        })
        .await
}

async fn answer(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition();
    let sent = reader::read(&call.json()?, read::first)?;
    idempotency::answer(&call, move |act| {
        let (set, revision) = command::answer(act, number, precondition, &sent)?;
        let location = format!("{}/questionnaires/{}", urls::api_release(number), set.id);
        Ok(Reply::created(location, query::to_json(&set)?).etag(revision))
    })
    .await
}

async fn change(call: Call) -> Result<Reply, Fault> {
    let at = (call.parsed("number")?, call.parsed("id")?);
    let precondition = call.precondition();
    let sent = reader::read(&call.json()?, read::again)?;
    idempotency::answer(&call, move |act| {
        let (set, revision) = command::change(act, at, precondition, &sent)?;
        Ok(Reply::json(query::to_json(&set)?).etag(revision))
    })
    .await
}
