//! Versions over HTTP: the list, the record as it stood, what differs between two, baselines and restoring.

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::policy::ReleaseAction;

use super::{command, query};
use crate::act::Look;
use crate::audit::{self, Event};
use crate::edge::page::Frame;
use crate::edge::{Call, Code, Fault, Operation, Reply, Routes, idempotency, reader, urls};
use crate::release::screen::told::{self, Teller};
use crate::release::{command as releases, gate, query as release, store::Stored, subject};

const TAG: &str = "Releases";

pub fn routes() -> Routes {
    let object = || json!({"type": "object"});
    Routes::new()
        .api(
            Method::GET,
            "/releases/{number}/versions",
            Operation::new("release_versions", TAG, "The versions, one an event").answers(200, object()),
            list,
        )
        .api(
            Method::GET,
            "/releases/{number}/versions/{version}",
            Operation::new("release_version", TAG, "The record as it stood").answers(200, object()),
            one,
        )
        .api(
            Method::GET,
            "/releases/{number}/versions/{version}/diff/{other}",
            Operation::new(
                "release_version_diff",
                TAG,
                "What differs from one version to another, in the reader's words too",
            )
            .answers(200, object()),
            diff,
        )
        .api(
            Method::POST,
            "/releases/{number}/restore_points",
            Operation::new("release_restore_point", TAG, "Mark a version as a baseline")
                .body(reader::schema_of(command::read_mark))
                .answers(201, object()),
            mark,
        )
        .gated(gate::any_of(&[ReleaseAction::Note]))
        .api(
            Method::POST,
            "/releases/{number}/restore",
            Operation::new("release_restore", TAG, "Bring the fields of an earlier version back")
                .body(reader::schema_of(command::read_version))
                .if_match()
                .answers(200, json!({"$ref": "#/components/schemas/Release"})),
            restore,
        )
        .gated(gate::any_of(&[ReleaseAction::Edit]))
}

fn history(look: &Look<'_>, number: i64) -> Result<(Stored, Vec<Event>), Fault> {
    let stored = release::visible(look, number)?;
    let events = audit::store::history(look.tx, subject(stored.release.id))?;
    Ok((stored, events))
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    call.app
        .look(&call.caller, move |look| {
            let (stored, events) = history(look, number)?;
            let labels = query::baselines(&events);
            let version = |event: &Event| {
                json!({
                    "version": event.seq, "at": event.at.to_string(), "by": event.actor_name, "kind": event.kind,
                    "baseline": labels.get(&event.seq),
                })
            };
            let items: Vec<Value> = events.iter().map(version).collect();
            Ok(Reply::json(json!({"items": items, "next": null})).etag(stored.revision))
        })
        .await
}

async fn one(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let version: i64 = call.parsed("version")?;
    call.app
        .look(&call.caller, move |look| {
            let (_, events) = history(look, number)?;
            let state = query::state(&events, version)?;
            let event = events.iter().find(|event| event.seq == version);
            let event = event.ok_or_else(|| Fault::new(Code::NotFound))?;
            Ok(Reply::json(json!({
                "version": version, "at": event.at.to_string(), "by": event.actor_name,
                "baseline": query::baselines(&events).get(&version), "record": state,
            })))
        })
        .await
}

async fn diff(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let (from, to): (i64, i64) = (call.parsed("version")?, call.parsed("other")?);
    let asking = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let (stored, events) = history(look, number)?;
            let changes = query::between(&events, from, to)?;
            let around = release::surroundings(look, &asking.app, &stored.release)?;
            let names = told::wanted_in(&changes).found(look.tx)?;
            let frame = Frame::of(&asking, look, String::new());
            let teller = Teller {
                t: look.texts(),
                frame: &frame,
                names: &names,
                flow: &around.flow,
            };
            let changes: Vec<Value> = changes
                .iter()
                .map(|change| {
                    json!({
                        "field": change.field, "old": change.old, "new": change.new,
                        "label": told::label(teller.t, &change.field),
                        "old_text": teller.value(&change.field, &change.old),
                        "new_text": teller.value(&change.field, &change.new),
                    })
                })
                .collect();
            Ok(Reply::json(json!({"from": from, "to": to, "changes": changes})))
        })
        .await
}

async fn mark(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition();
    let body = call.json()?;
    idempotency::answer(&call, move |act| {
        let read = || reader::read(&body, command::read_mark);
        let (mark, revision) = command::mark(act, number, precondition, read)?;
        let place = format!("{}/versions/{}", urls::api_release(number), mark.version);
        let body = json!({"version": mark.version, "label": mark.label});
        Ok(Reply::created(place, body).etag(revision))
    })
    .await
}

async fn restore(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition().required()?;
    let body = call.json()?;
    idempotency::answer(&call, move |act| {
        let read = || reader::read(&body, command::read_version);
        let done = command::restore(act, number, precondition, read)?;
        let look = act.look();
        let body = releases::answer(&done, look.texts(), act.at);
        Ok(Reply::json(body).etag(done.stored.revision))
    })
    .await
}
