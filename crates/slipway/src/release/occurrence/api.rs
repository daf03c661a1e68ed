//! The work log over HTTP: `GET|POST /releases/{n}/occurrences`, and the simple execution record.

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::policy::ReleaseAction;

use super::store::Occurrence;
use super::{command, query, read};
use crate::edge::{Call, Fault, Operation, Reply, Routes, idempotency, reader, urls};
use crate::release::{self, gate};

const TAG: &str = "Releases";

pub fn routes() -> Routes {
    let object = || json!({"type": "object"});
    Routes::new()
        .api(
            Method::GET,
            "/releases/{number}/occurrences",
            Operation::new("release_occurrences", TAG, "The work log, in the order of time")
                .query(query::PARAMETERS)
                .answers(200, object()),
            list,
        )
        .api(
            Method::POST,
            "/releases/{number}/occurrences",
            Operation::new("release_occurrence_add", TAG, "Write into the work log")
                .body(reader::schema_of(read::wish))
                .answers(201, object()),
            add,
        )
        .api(
            Method::POST,
            "/releases/{number}/execution_records",
            Operation::new(
                "release_execution_record_add",
                TAG,
                "Write a text into the work log: category Execution, origin System, no minutes",
            )
            .body(reader::schema_of(read::record))
            .answers(201, object()),
            add_record,
        )
        .gated(gate::any_of(&[ReleaseAction::Note]))
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let asked = query::asked(&call.query)?;
    call.app
        .look(&call.caller, move |look| {
            let stored = release::query::visible(look, number)?;
            let page = query::page(look.tx, stored.release.id, &asked)?;
            let items: Vec<Value> = page.entries.iter().map(|listed| shown(&listed.occurrence)).collect();
            Ok(Reply::json(json!({"items": items, "next": page.next})).etag(stored.revision))
        })
        .await
}

async fn add(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition();
    let body = call.json()?;
    idempotency::answer(&call, move |act| {
        command::register(act, number, precondition, || reader::read(&body, read::wish))
            .map(|made| created(number, &made))
    })
    .await
}

async fn add_record(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition();
    let body = call.json()?;
    idempotency::answer(&call, move |act| {
        command::record(act, number, precondition, || reader::read(&body, read::record))
            .map(|made| created(number, &made))
    })
    .await
}

fn created(number: i64, (occurrence, revision): &(Occurrence, i64)) -> Reply {
    let list = format!("{}/occurrences", urls::api_release(number));
    Reply::created(list, shown(occurrence)).etag(*revision)
}

fn shown(one: &Occurrence) -> Value {
    json!({
        "id": one.id.to_string(),
        "category": one.category.to_string(),
        "origin": one.origin.to_string(),
        "minutes": one.minutes,
        "description": one.description,
        "occurrence": one.occurrence,
        "contact": one.contact,
        "registered_at": one.registered.0.to_string(),
        "registered_by": one.registered.1.to_string(),
    })
}
