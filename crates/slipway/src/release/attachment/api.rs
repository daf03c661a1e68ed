//! Files of a release over HTTP: `spec/api.md`, "Releases" and "The two phases".

use axum::http::{Method, header};
use serde_json::{Value, json};
use slipway_core::file::{FileKind, FilePhase};
use slipway_core::id::Id;
use slipway_core::kind::{Activity, Attachment as Attached};
use slipway_core::policy::ReleaseAction;

use super::{command, upload};
use crate::act::Look;
use crate::edge::{Call, Code, Fault, Operation, Precondition, Reply, Routes, idempotency, reader, urls};
use crate::file::attachment::About;
use crate::file::{self, Attachment, download};
use crate::release::store::Stored;
use crate::release::{activity, gate, query, subject};

const TAG: &str = "Releases";

/// The phases that documents belong to, as their paths name them.
const PHASES: [FilePhase; 2] = [FilePhase::Planning, FilePhase::Deployment];

pub fn routes() -> Routes {
    let one = || json!({"type": "object"});
    let routes = Routes::new()
        .api(
            Method::GET,
            "/releases/{number}/attachments",
            Operation::new("attachment_list", TAG, "The files of a release").answers(200, one()),
            list,
        )
        .api(
            Method::POST,
            "/releases/{number}/attachments",
            Operation::new("attachment_add", TAG, "Attach a file")
                .form(form())
                .answers(201, one()),
            |call| add(call, FileKind::Attachment, FilePhase::None),
        )
        .streams()
        .api(
            Method::GET,
            "/releases/{number}/attachments/{id}",
            Operation::new(
                "attachment_get",
                TAG,
                "The file itself; what is known of it when JSON is asked for",
            ),
            get,
        )
        .api(
            Method::DELETE,
            "/releases/{number}/attachments/{id}",
            Operation::new("attachment_remove", TAG, "Take a file away; the history keeps it").answers_nothing(),
            remove,
        );
    PHASES
        .into_iter()
        .fold(routes, documents)
        .and(of_activities())
        .gated(gate::any_of(&[ReleaseAction::Note]))
}

/// The files of an execution: those that name the activity (F 2.8).
fn of_activities() -> Routes {
    let path = "/releases/{number}/activities/{id}/attachments";
    Routes::new()
        .api(
            Method::GET,
            path,
            Operation::new("activity_attachment_list", TAG, "The files of an activity's execution")
                .answers(200, json!({"type": "object"})),
            list_of_activity,
        )
        .api(
            Method::POST,
            path,
            Operation::new(
                "activity_attachment_add",
                TAG,
                "Attach a file to an activity's execution",
            )
            .form(form())
            .answers(201, json!({"type": "object"})),
            add_to_activity,
        )
        .streams()
}

/// The documents of one phase: the files that name it.
fn documents(routes: Routes, phase: FilePhase) -> Routes {
    let word = phase.as_str();
    let path = format!("/releases/{{number}}/{word}/documents");
    routes
        .api(
            Method::GET,
            &path,
            Operation::new(format!("{word}_document_list"), TAG, "The documents of a phase")
                .answers(200, json!({"type": "object"})),
            move |call| list_of(call, phase),
        )
        .api(
            Method::POST,
            &path,
            Operation::new(format!("{word}_document_add"), TAG, "Add a document to a phase")
                .form(form())
                .answers(201, json!({"type": "object"})),
            move |call| add(call, FileKind::General, phase),
        )
        .streams()
}

/// The form of an upload: the file, and what is said of it.
fn form() -> Value {
    let usual = upload::usual(FileKind::Attachment, FilePhase::None);
    let mut schema = reader::schema_of(|reader| file::query::about(reader, &usual));
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("file".to_owned(), json!({"type": "string", "format": "binary"}));
    }
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("required".to_owned(), json!(["file"]));
    }
    schema
}

async fn list(call: Call) -> Result<Reply, Fault> {
    list_where(call, |_| true).await
}

async fn list_of(call: Call, phase: FilePhase) -> Result<Reply, Fault> {
    list_where(call, move |about| about.phase == phase).await
}

async fn list_of_activity(call: Call) -> Result<Reply, Fault> {
    let (number, id): (i64, Id<Activity>) = (call.parsed("number")?, call.parsed("id")?);
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            activity::store::one(look.tx, stored.release.id, id)?.ok_or_else(|| Fault::new(Code::NotFound))?;
            listed(look, &stored, |about| about.activity == Some(id))
        })
        .await
}

async fn list_where(call: Call, wanted: impl Fn(&About) -> bool + Send + 'static) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    call.app
        .look(&call.caller, move |look| {
            listed(look, &query::visible(look, number)?, &wanted)
        })
        .await
}

fn listed(look: &Look<'_>, stored: &Stored, wanted: impl Fn(&About) -> bool) -> Result<Reply, Fault> {
    let files = file::query::of_record(look, subject(stored.release.id))?;
    let items: Vec<Value> = files
        .iter()
        .filter(|file| wanted(&file.about))
        .map(Attachment::to_json)
        .collect();
    Ok(Reply::json(json!({"items": items, "next": null})))
}

async fn add(call: Call, kind: FileKind, phase: FilePhase) -> Result<Reply, Fault> {
    add_as(call, upload::usual(kind, phase)).await
}

async fn add_to_activity(call: Call) -> Result<Reply, Fault> {
    let usual = upload::of_activity(call.parsed("id")?);
    add_as(call, usual).await
}

async fn add_as(call: Call, usual: About) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let received = upload::received(&call, number).await?;
    upload::attached(&call, number, (received, usual), |number, attachment, revision| {
        let address = urls::api_release_part(number, &format!("attachments/{}", attachment.id));
        Reply::created(address, attachment.to_json()).etag(revision)
    })
    .await
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let attachment = found(&call).await?;
    let accept = call.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.starts_with("application/json")) {
        let etag = attachment.etag();
        return Ok(Reply::json(attachment.to_json()).with(header::ETAG, etag));
    }
    download::answer(&call, attachment).await
}

/// The attachment that a call names, if the caller sees the release.
pub(in crate::release) async fn found(call: &Call) -> Result<Attachment, Fault> {
    let number = call.parsed("number")?;
    let id: Id<Attached> = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            file::query::one(look, subject(stored.release.id), id)
        })
        .await
}

async fn remove(call: Call) -> Result<Reply, Fault> {
    let number = call.parsed("number")?;
    let id: Id<Attached> = call.parsed("id")?;
    let precondition = seen(&call).await?;
    idempotency::answer(&call, move |act| {
        command::remove(act, number, precondition, id)?;
        Ok(Reply::nothing())
    })
    .await
}

/// A client that has read the file knows its validator, not that of the release: a file never changes, so it holds.
async fn seen(call: &Call) -> Result<Precondition, Fault> {
    let precondition = call.precondition();
    if precondition != Precondition::Unknown {
        return Ok(precondition);
    }
    let sent = call.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    let etag = found(call).await?.etag();
    Ok(if sent == Some(&etag) {
        Precondition::Any
    } else {
        Precondition::Unknown
    })
}
