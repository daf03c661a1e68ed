//! The way of an upload, the same for API and page: asked whether it may be, received, given its place, attached.

use slipway_core::file::{FileKind, FilePhase};
use slipway_core::id::Id;
use slipway_core::kind::Activity;
use slipway_core::policy::ReleaseAction;

use super::command;
use crate::edge::{Call, Fault, Reply, idempotency};
use crate::file::Attachment;
use crate::file::attachment::About;
use crate::file::disk::Disk;
use crate::file::query::{self, Limits};
use crate::file::receive::{Broken, Received, receive};
use crate::release::addition;

/// What a file is when nothing is said of it.
pub fn usual(kind: FileKind, phase: FilePhase) -> About {
    About {
        description: None,
        kind,
        phase,
        activity: None,
    }
}

/// What a file of an activity's execution is when nothing is said of it.
pub fn of_activity(id: Id<Activity>) -> About {
    About {
        activity: Some(id),
        ..usual(FileKind::Attachment, FilePhase::None)
    }
}

/// Receives the form of a call, if the caller may add files to the release at all.
pub async fn received(call: &Call, number: i64) -> Result<Received, Broken> {
    let limits = limits(call, number).await.map_err(|fault| Broken {
        fields: serde_json::Value::Null,
        fault,
    })?;
    receive(call, &limits).await
}

async fn limits(call: &Call, number: i64) -> Result<Limits, Fault> {
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            addition::admitted(look, &app, number, ReleaseAction::Note)?;
            query::limits(look)
        })
        .await
}

/// Attaches what was received; `answer` says what comes back.
pub async fn attached(
    call: &Call,
    number: i64,
    (received, usual): (Received, About),
    answer: fn(i64, &Attachment, i64) -> Reply,
) -> Result<Reply, Fault> {
    let (sent, about) = received.read(&usual)?;
    let mut call = call.clone();
    call.body = sent.fingerprint(&about);
    let new = if call.is_dry_run() {
        sent.rehearsed(about)
    } else {
        sent.settled(Disk::at(&call.app.config().files), about).await?
    };
    let precondition = call.precondition();
    idempotency::answer(&call, move |act| {
        let (attachment, revision) = command::add(act, number, precondition, &new)?;
        Ok(answer(number, &attachment, revision))
    })
    .await
}
