//! Activities over HTTP: of one release, and of a period over all that the caller may see.

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::activity::PhaseName;
use slipway_core::id::Id;
use slipway_core::kind;
use slipway_core::policy::{self, ReleaseAction};

use super::store::Listed;
use super::{command, period, read, store};
use crate::edge::{Call, Code, Fault, Operation, Reply, Routes, idempotency, reader, urls};
use crate::release::read::local;
use crate::release::{self, gate};

const TAG: &str = "Releases";

pub fn routes() -> Routes {
    let object = || json!({"type": "object"});
    let of_release = "/releases/{number}/activities";
    Routes::new()
        .api(
            Method::GET,
            of_release,
            Operation::new("release_activities", TAG, "What is scheduled for a release").answers(200, object()),
            list,
        )
        .api(
            Method::POST,
            of_release,
            Operation::new("release_activity_schedule", TAG, "Schedule an activity")
                .body(reader::schema_of(|reader| read::plan(reader, "UTC")))
                .answers(201, object()),
            schedule,
        )
        .api(
            Method::GET,
            "/releases/{number}/activities/{id}",
            Operation::new("release_activity", TAG, "One activity").answers(200, object()),
            one,
        )
        .api(
            Method::PATCH,
            "/releases/{number}/activities/{id}",
            Operation::new("release_activity_report", TAG, "Report the execution of an activity")
                .body(reader::schema_of(read::execution))
                .answers(200, object()),
            report,
        )
        .api(
            Method::GET,
            "/activities",
            Operation::new("activity_list", TAG, "The activities of a period, over all releases")
                .query(period::PARAMETERS)
                .answers(200, object()),
            in_period,
        )
        .gated(gate::any_of(&[ReleaseAction::Note]))
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    call.app
        .look(&call.caller, move |look| {
            let stored = release::query::visible(look, number)?;
            let found = store::of_release(look.tx, stored.release.id)?;
            let items: Vec<Value> = found.iter().map(shown).collect();
            Ok(Reply::json(json!({"items": items, "next": null})).etag(stored.revision))
        })
        .await
}

async fn one(call: Call) -> Result<Reply, Fault> {
    let (number, id): (i64, Id<kind::Activity>) = (call.parsed("number")?, call.parsed("id")?);
    call.app
        .look(&call.caller, move |look| {
            let stored = release::query::visible(look, number)?;
            let found = store::one(look.tx, stored.release.id, id)?;
            let listed = found.ok_or_else(|| Fault::new(Code::NotFound))?;
            Ok(Reply::json(shown(&listed)).etag(stored.revision))
        })
        .await
}

async fn schedule(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition();
    let body = call.json()?;
    idempotency::answer(&call, move |act| {
        let planned = |zone: &str| {
            let plan = reader::read(&body, |reader| read::plan(reader, zone))?;
            plan.ok_or_else(|| Fault::new(Code::Invalid))
        };
        let (made, revision) = command::schedule(act, number, precondition, planned)?;
        let place = format!("{}/activities/{}", urls::api_release(number), made.activity.id);
        Ok(Reply::created(place, shown(&made)).etag(revision))
    })
    .await
}

async fn report(call: Call) -> Result<Reply, Fault> {
    let (number, id): (i64, Id<kind::Activity>) = (call.parsed("number")?, call.parsed("id")?);
    let precondition = call.precondition();
    let body = call.json()?;
    idempotency::answer(&call, move |act| {
        let (made, revision) =
            command::report(act, (number, id), precondition, || reader::read(&body, read::execution))?;
        Ok(Reply::json(shown(&made)).etag(revision))
    })
    .await
}

async fn in_period(call: Call) -> Result<Reply, Fault> {
    let asked = period::asked(&call.query, call.caller.at)?;
    call.app
        .look(&call.caller, move |look| {
            let page = period::page(look.tx, &policy::releases_seen_by(look.actor()), &asked)?;
            let items: Vec<Value> = page.activities.iter().map(shown).collect();
            Ok(Reply::json(json!({"items": items, "next": page.next})))
        })
        .await
}

fn shown(listed: &Listed) -> Value {
    let activity = &listed.activity;
    let (plan, progress) = (&activity.plan, &activity.progress);
    let (reported_at, reported_by) = activity.reported.unzip();
    json!({
        "id": activity.id.to_string(),
        "release": listed.number,
        "activity_group": plan.activity_group.to_string(),
        "guidelines": plan.guidelines,
        "at": local(plan.starts()),
        "zone": plan.zone(),
        "starts_at": plan.starts_at().to_string(),
        "estimated_minutes": plan.minutes(),
        "phase": activity.phase.map(PhaseName::as_str),
        "situation": progress.situation.as_str(),
        "details": progress.details,
        "began_at": progress.began_at.map(|at| at.to_string()),
        "situation_since": progress.at.map(|at| at.to_string()),
        "suspension_reason": progress.suspension_reason.map(|id| id.to_string()),
        "scheduled_at": activity.scheduled.0.to_string(),
        "scheduled_by": activity.scheduled.1.to_string(),
        "reported_at": reported_at.map(|at| at.to_string()),
        "reported_by": reported_by.map(|by| by.to_string()),
    })
}
