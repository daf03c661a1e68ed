//! The outbox over HTTP.

use axum::http::Method;
use serde_json::{Value, json};

use super::store::Mail;
use super::{command, query};
use crate::edge::{Call, Fault, Operation, Reply, Routes, idempotency};

const TAG: &str = "Notices and mail";

pub fn routes() -> Routes {
    let operation = |name, summary| Operation::new(name, TAG, summary);
    let list = json!({"type": "object", "properties": {"items": {"type": "array", "items": schema()}, "next": {"type": ["string", "null"]}, "total": {"type": "integer"}}});
    let requeued = json!({"type": "object", "properties": {"queued": {"type": "integer"}}});
    Routes::new()
        .api(
            Method::GET,
            "/mail_outbox",
            operation("mail_list", "Mails, the newest first")
                .query(PARAMETERS)
                .answers(200, list),
            listed,
        )
        .api(
            Method::GET,
            "/mail_outbox/{id}",
            operation("mail_get", "One mail").answers(200, schema()),
            get,
        )
        .api(
            Method::POST,
            "/mail_outbox/{id}/retry",
            operation("mail_retry", "Send a mail again that was given up").answers(200, schema()),
            retry,
        )
        .api(
            Method::POST,
            "/mail_outbox/retry",
            operation("mail_retry_all", "Send every mail again that was given up").answers(200, requeued),
            retry_all,
        )
}

const PARAMETERS: &[(&str, &str)] = &[
    ("state", "queued, sent or failed"),
    ("q", "Words of recipient or subject"),
    ("limit", "1 to 200, 50 unless said"),
    ("cursor", "The `next` of the page before"),
    ("count", "exact adds `total`"),
];

fn schema() -> Value {
    let instant = json!({"type": ["string", "null"], "format": "date-time"});
    json!({"type": "object", "properties": {
        "id": {"type": "string", "format": "uuid"},
        "state": {"enum": query::STATES},
        "recipient": {"type": "string"},
        "language": {"type": "string"},
        "subject": {"type": "string"},
        "body": {"type": "string"},
        "record": {"type": "object", "properties": {"kind": {"type": "string"}, "id": {"type": "string", "format": "uuid"}}},
        "attempts": {"type": "integer"},
        "queued_at": instant, "next_attempt_at": instant, "sent_at": instant,
        "last_error": {"type": ["string", "null"]},
    }})
}

fn shown(mail: &Mail) -> Value {
    json!({
        "id": mail.id,
        "state": mail.state,
        "recipient": mail.recipient,
        "language": mail.language,
        "subject": mail.subject,
        "body": mail.body,
        "record": {"kind": mail.record_kind, "id": mail.record_id},
        "attempts": mail.n_attempts,
        "queued_at": mail.queued_at.to_string(),
        "next_attempt_at": mail.next_attempt_at.map(|at| at.to_string()),
        "sent_at": mail.sent_at.map(|at| at.to_string()),
        "last_error": mail.last_error,
    })
}

async fn listed(call: Call) -> Result<Reply, Fault> {
    let asked = query::asked(&call.query)?;
    call.app
        .look(&call.caller, move |look| {
            let page = query::page(look, &asked)?;
            let items: Vec<Value> = page.mails.iter().map(shown).collect();
            let mut document = json!({"items": items, "next": page.next});
            if let (Some(total), Some(fields)) = (page.total, document.as_object_mut()) {
                fields.insert("total".to_owned(), total.into());
            }
            Ok(Reply::json(document))
        })
        .await
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| Ok(Reply::json(shown(&query::one(look, id)?))))
        .await
}

async fn retry(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    idempotency::answer(&call, move |act| Ok(Reply::json(shown(&command::retry(act, id)?)))).await
}

async fn retry_all(call: Call) -> Result<Reply, Fault> {
    idempotency::answer(&call, |act| {
        Ok(Reply::json(json!({"queued": command::retry_all(act)?})))
    })
    .await
}
