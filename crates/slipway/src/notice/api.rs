//! The bell over HTTP: everybody's own notices.

use axum::http::Method;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::banner;
use super::command::{self, Mark};
use super::query::{self, Notice, Says};
use crate::edge::{Call, Fault, Operation, Reply, Routes, Texts};

const TAG: &str = "Notices and mail";

pub fn routes() -> Routes {
    let operation = |name, summary| Operation::new(name, TAG, summary);
    let list = json!({"type": "object", "properties": {"items": {"type": "array", "items": schema()}, "next": {"type": ["string", "null"]}, "waiting": {"type": "integer"}}});
    Routes::new()
        .api(
            Method::GET,
            "/notifications",
            operation("notification_list", "What the caller is told, the newest first")
                .query(PARAMETERS)
                .answers(200, list),
            listed,
        )
        .api(
            Method::GET,
            "/notifications/{id}",
            operation("notification_get", "One notice of the caller's").answers(200, schema()),
            get,
        )
        .api(
            Method::POST,
            "/notifications/{id}/seen",
            operation("notification_see", "Mark a notice as seen").answers(200, schema()),
            |call| marked(call, Mark::Seen),
        )
        .api(
            Method::POST,
            "/notifications/{id}/confirm",
            operation("notification_confirm", "Confirm a notice").answers(200, schema()),
            |call| marked(call, Mark::Confirmed),
        )
}

const PARAMETERS: &[(&str, &str)] = &[
    (
        "open",
        "true: only what is not seen, or not confirmed although it has to be; a page may then be short",
    ),
    ("limit", "1 to 200, 50 unless said"),
    ("cursor", "The `next` of the page before"),
];

fn schema() -> Value {
    let instant = json!({"type": ["string", "null"], "format": "date-time"});
    json!({"type": "object", "properties": {
        "id": {"type": "string", "format": "uuid"},
        "kind": {"type": "string"},
        "state": {"enum": ["not_viewed", "viewed", "needs_confirmation", "confirmed"]},
        "text": {"type": "string"},
        "short_description": {"type": ["string", "null"]},
        "description": {"type": ["string", "null"]},
        "link": {"type": ["string", "null"]},
        "confirmation_required": {"type": "boolean"},
        "at": instant, "until": instant, "seen_at": instant, "confirmed_at": instant,
    }})
}

fn shown(notice: &Notice, t: Texts, zone: &TimeZone) -> Value {
    let (short, description, link) = match &notice.says {
        Says::Words { link, .. } => (None, None, Some(link)),
        Says::Text { short, description, .. } => {
            (Some(short).filter(|short| !short.is_empty()), Some(description), None)
        }
    };
    json!({
        "id": notice.id,
        "kind": notice.kind.replace('-', "_"),
        "state": notice.state(),
        "text": notice.headline(t, zone),
        "short_description": short,
        "description": description,
        "link": link,
        "confirmation_required": notice.confirmation_required,
        "at": notice.at.to_string(),
        "until": notice.until.map(|at| at.to_string()),
        "seen_at": notice.seen_at.map(|at| at.to_string()),
        "confirmed_at": notice.confirmed_at.map(|at| at.to_string()),
    })
}

async fn listed(call: Call) -> Result<Reply, Fault> {
    let asked = query::asked(&call.query)?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let zone = look.person.zone.as_ref().unwrap_or(app.zone());
            let page = query::page(look, &asked)?;
            let items: Vec<Value> = page
                .notices
                .iter()
                .map(|notice| shown(notice, look.texts(), zone))
                .collect();
            Ok(Reply::json(
                json!({"items": items, "next": page.next, "waiting": banner::waiting(look)?.n_unread}),
            ))
        })
        .await
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let zone = look.person.zone.as_ref().unwrap_or(app.zone());
            Ok(Reply::json(shown(&query::one(look, id)?, look.texts(), zone)))
        })
        .await
}

async fn marked(call: Call, mark: Mark) -> Result<Reply, Fault> {
    command::mark(&call, call.parsed("id")?, mark).await?;
    get(call).await
}
