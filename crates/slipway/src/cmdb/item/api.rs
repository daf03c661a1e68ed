//! The versions of items over HTTP (`spec/api.md`, "CMDB"). Items themselves are read and written as every entry is.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::version::{self, Version};
use super::{ITEMS, command};
use crate::act::{FieldChange, Look};
use crate::audit;
use crate::edge::{Call, Code, Fault, Operation, Reader, Reply, Routes, idempotency, reader};
use crate::entry::query;

pub const TAG: &str = "CMDB";

pub fn routes() -> Routes {
    let version = || json!({"type": "object"});
    Routes::new()
        .api(
            Method::GET,
            "/cis/{id}/versions",
            Operation::new("item_versions", TAG, "Every state an item had, the latest first").answers(200, version()),
            versions,
        )
        .api(
            Method::GET,
            "/cis/{id}/versions/{version}",
            Operation::new("item_version", TAG, "An item as it stood").answers(200, version()),
            one,
        )
        .api(
            Method::GET,
            "/cis/{id}/versions/{version}/diff/{n}",
            Operation::new("item_diff", TAG, "What differs between two states").answers(200, version()),
            diff,
        )
        .api(
            Method::GET,
            "/cis/{id}/history",
            Operation::new("item_history", TAG, "Every event, in order").answers(200, version()),
            history,
        )
        .api(
            Method::POST,
            "/cis/{id}/restore_points",
            Operation::new(
                "item_restore_point",
                TAG,
                "Mark the present state as one to come back to",
            )
            .body(reader::schema_of(read_point))
            .if_match()
            .answers(201, version()),
            mark,
        )
        .api(
            Method::POST,
            "/cis/{id}/restore",
            Operation::new("item_restore", TAG, "Bring an earlier state back as a new one")
                .body(reader::schema_of(read_restore))
                .if_match()
                .answers(200, version()),
            restore,
        )
}

fn read_point(reader: &Reader<'_>) -> Option<String> {
    reader.line("name", 120)
}

fn read_restore(reader: &Reader<'_>) -> i64 {
    reader.demand("version");
    reader.integer("version", 1..=i64::MAX).unwrap_or_default()
}

fn to_json(version: &Version) -> Value {
    json!({
        "version": version.number,
        "label": version.label(),
        "since": version.since.to_string(),
        "until": version.until.map(|until| until.to_string()),
        "by": version.author,
        "restore_point": version.restore_point,
    })
}

/// The state of a version; an item that is not to be seen has none.
pub fn known(look: &Look<'_>, item: Uuid, number: i64) -> Result<Version, Fault> {
    query::one(look, &ITEMS, item)?;
    version::one(look.tx, item, number)?.ok_or_else(|| Fault::new(Code::NotFound))
}

async fn versions(call: Call) -> Result<Reply, Fault> {
    let item = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| {
            query::one(look, &ITEMS, item)?;
            let items: Vec<Value> = version::of_item(look.tx, item)?.iter().map(to_json).collect();
            Ok(Reply::json(json!({"items": items, "next": null})))
        })
        .await
}

async fn one(call: Call) -> Result<Reply, Fault> {
    let (item, number) = (call.parsed("id")?, call.parsed("version")?);
    call.app
        .look(&call.caller, move |look| {
            let version = known(look, item, number)?;
            let mut document = to_json(&version);
            if let Some(fields) = document.as_object_mut() {
                fields.insert("record".to_owned(), Value::Object(version.values));
            }
            Ok(Reply::json(document))
        })
        .await
}

async fn diff(call: Call) -> Result<Reply, Fault> {
    let (item, from, to) = (call.parsed("id")?, call.parsed("version")?, call.parsed("n")?);
    call.app
        .look(&call.caller, move |look| {
            let (from, to) = (known(look, item, from)?, known(look, item, to)?);
            let changes: Vec<Value> = version::differences(&from.values, &to.values)
                .iter()
                .map(FieldChange::to_json)
                .collect();
            Ok(Reply::json(
                json!({"from": to_json(&from), "to": to_json(&to), "changes": changes}),
            ))
        })
        .await
}

async fn history(call: Call) -> Result<Reply, Fault> {
    let item = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| {
            query::one(look, &ITEMS, item)?;
            let events = audit::store::history(look.tx, command::subject(item))?;
            let items: Vec<Value> = events.iter().map(audit::Event::to_json).collect();
            Ok(Reply::json(
                json!({"items": items, "next": null, "verified": audit::verify::chain(&events).is_ok()}),
            ))
        })
        .await
}

async fn mark(call: Call) -> Result<Reply, Fault> {
    let (item, precondition) = (call.parsed::<Uuid>("id")?, call.precondition().required()?);
    let name = reader::read(&call.json()?, read_point)?;
    idempotency::answer(&call, move |act| {
        let name = name.clone().unwrap_or_else(|| act.at.to_string());
        let marked = command::mark(act, item, precondition, &name)?;
        let place = format!("/api/v1/cis/{item}/versions/{}", marked.number);
        let revision = query::one(&act.look(), &ITEMS, item)?.revision;
        Ok(Reply::created(place, to_json(&marked)).etag(revision))
    })
    .await
}

async fn restore(call: Call) -> Result<Reply, Fault> {
    let (item, precondition) = (call.parsed::<Uuid>("id")?, call.precondition().required()?);
    let number = reader::read(&call.json()?, read_restore)?;
    idempotency::answer(&call, move |act| {
        let entry = command::restore(act, item, precondition, number)?;
        Ok(Reply::json(entry.to_json(&ITEMS)).etag(entry.revision))
    })
    .await
}
