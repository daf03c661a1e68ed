//! Holds, shares, runs, models and deadlines of a release over HTTP, and its end in the waste-paper basket.

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::policy::ReleaseAction;
use slipway_core::release::Command;

use super::{TAG, perform};
use crate::edge::{Call, Fault, Operation, Reader, Reply, Routes, idempotency, reader};
use crate::release::read::wishes;
use crate::release::store::life::{Done, Held, Run};
use crate::release::wish::Wish;
use crate::release::{command, gate, query, store};

pub fn routes() -> Routes {
    let list = || json!({"type": "object"});
    VERBS
        .iter()
        .fold(Routes::new(), |routes, verb| {
            let operation = Operation::new(verb.operation, TAG, verb.about)
                .body(reader::schema_of(verb.reading))
                .if_match()
                .answers(200, json!({"$ref": "#/components/schemas/Release"}));
            let reading = verb.reading;
            routes
                .api(Method::POST, verb.path, operation, move |call| perform(call, reading))
                .gated(gate::any_of(verb.action))
        })
        .api(
            Method::DELETE,
            "/releases/{number}",
            Operation::new("release_delete", TAG, "Delete a release that was registered by mistake")
                .if_match()
                .answers(204, Value::Null),
            delete,
        )
        .gated(gate::any_of(&[ReleaseAction::Delete]))
        .api(
            Method::GET,
            "/releases/{number}/suspensions",
            Operation::new("release_suspensions", TAG, "Every hold, in order").answers(200, list()),
            suspensions,
        )
        .api(
            Method::GET,
            "/releases/{number}/runs",
            Operation::new("release_runs", TAG, "The runs that ended and were reopened, in order").answers(200, list()),
            runs,
        )
}

/// A verb with a path of its own.
struct Verb {
    path: &'static str,
    operation: &'static str,
    about: &'static str,
    /// What it takes, for the gate.
    action: &'static [ReleaseAction],
    reading: fn(&Reader<'_>) -> Wish,
}

const VERBS: &[Verb] = &[
    Verb {
        path: "/releases/{number}/suspend",
        operation: "release_suspend",
        about: "Put it on hold",
        action: &[ReleaseAction::Suspend],
        reading: wishes::suspend,
    },
    Verb {
        path: "/releases/{number}/reactivate",
        operation: "release_reactivate",
        about: "Leave the hold",
        action: &[ReleaseAction::Reactivate],
        reading: wishes::reactivate,
    },
    Verb {
        path: "/releases/{number}/delegate",
        operation: "release_delegate",
        about: "Share the task with a group or a person",
        action: &[ReleaseAction::Delegate],
        reading: wishes::delegate,
    },
    Verb {
        path: "/releases/{number}/withdraw",
        operation: "release_withdraw",
        about: "Take the sharing of the task back",
        action: &[ReleaseAction::Withdraw],
        reading: wishes::withdraw,
    },
    Verb {
        path: "/releases/{number}/reopen",
        operation: "release_reopen",
        about: "Set a closed release to work again, as its next run",
        action: &[ReleaseAction::Reopen],
        reading: wishes::reopen,
    },
    Verb {
        path: "/releases/{number}/reclassify",
        operation: "release_reclassify",
        about: "Move it to another model, while it stands on its first task",
        action: &[ReleaseAction::Reclassify],
        reading: wishes::reclassify,
    },
    Verb {
        path: "/releases/{number}/change_deadline",
        operation: "release_change_deadline",
        about: "Promise another deadline",
        action: &[ReleaseAction::ChangeDeadline],
        reading: wishes::change_deadline,
    },
];

async fn delete(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let precondition = call.precondition().required()?;
    idempotency::answer(&call, move |act| {
        command::carry_out(act, number, precondition, &Wish::Plain(Command::Delete))?;
        Ok(Reply::nothing())
    })
    .await
}

async fn suspensions(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            let holds = store::life::suspensions(look.tx, stored.release.id)?;
            let items: Vec<Value> = holds.iter().map(hold_to_json).collect();
            Ok(Reply::json(json!({"items": items, "next": null})))
        })
        .await
}

fn hold_to_json(hold: &Held) -> Value {
    json!({
        "justification": hold.justification.to_string(),
        "complement": hold.complement,
        "status_before": hold.status_before,
        "suspended_at": hold.suspended.at.to_string(),
        "suspended_by": person(&hold.suspended),
        "reactivated_at": hold.reactivated.as_ref().map(|done| done.at.to_string()),
        "reactivated_by": hold.reactivated.as_ref().map(person),
        "held_minutes": hold.held_minutes,
    })
}

fn person(done: &Done) -> Value {
    json!({"id": done.by.to_string(), "name": done.name})
}

async fn runs(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            let runs = store::life::runs(look.tx, stored.release.id)?;
            let items: Vec<Value> = runs.iter().map(run_to_json).collect();
            Ok(Reply::json(
                json!({"items": items, "next": null, "run": stored.release.run}),
            ))
        })
        .await
}

fn run_to_json(run: &Run) -> Value {
    json!({
        "run": run.run,
        "status": run.status,
        "solution_category": run.solution_category.map(|id| id.to_string()),
        "text": run.closure,
        "closed_at": run.closed.at.to_string(),
        "closed_by": person(&run.closed),
        "reopened_at": run.reopened.at.to_string(),
        "reopened_by": person(&run.reopened),
        "reason": run.reason,
    })
}
