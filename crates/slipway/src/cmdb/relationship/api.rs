//! Relationships over HTTP (`spec/api.md`, "CMDB").

use axum::http::Method;
use serde_json::{Map, Value, json};
use slipway_core::cmdb::Link;
use uuid::Uuid;

use super::command::{self, Wish};
use super::query::{self, Filter, Relationship};
use crate::cmdb::item::api::TAG;
use crate::edge::{Call, Fault, FieldError, Operation, Reader, Reply, Routes, idempotency, reader};

const LIST: &[(&str, &str)] = &[
    ("from", "Only those from this item"),
    ("to", "Only those to this item"),
    ("ci", "Only those with this item at either end"),
    ("type", "Only those of this type"),
    ("as_of", "An instant: those that held then"),
    ("limit", "Relationships a page, 1 to 200; 50 if absent"),
    ("cursor", "The `next` of the page before"),
    ("count", "`exact` adds `total`"),
];

pub fn routes() -> Routes {
    let relationship = || json!({"type": "object"});
    Routes::new()
        .api(
            Method::GET,
            "/relationships",
            Operation::new("relationship_list", TAG, "List relationships")
                .query(LIST)
                .answers(200, relationship()),
            list,
        )
        .api(
            Method::POST,
            "/relationships",
            Operation::new("relationship_create", TAG, "Relate two items")
                .body(reader::schema_of(read))
                .answers(201, relationship()),
            create,
        )
        .api(
            Method::GET,
            "/relationships/{id}",
            Operation::new("relationship_get", TAG, "One relationship").answers(200, relationship()),
            get,
        )
        .api(
            Method::DELETE,
            "/relationships/{id}",
            Operation::new("relationship_delete", TAG, "End a relationship")
                .if_match()
                .answers_nothing(),
            end,
        )
}

/// Reads `{from, to, type}`.
pub fn read(reader: &Reader<'_>) -> Wish {
    Wish {
        link: Link {
            from: reader.id::<()>("from").uuid(),
            to: reader.id::<()>("to").uuid(),
        },
        kind: reader.id::<()>("type").uuid(),
    }
}

fn to_json(relationship: &Relationship) -> Value {
    json!({
        "id": relationship.id,
        "from": relationship.from.item,
        "from_name": relationship.from.name,
        "to": relationship.to.item,
        "to_name": relationship.to.name,
        "type": relationship.kind,
        "type_name": relationship.name,
        "impact": relationship.impact.as_str(),
        "since": relationship.since.to_string(),
        "until": relationship.until.map(|until| until.to_string()),
    })
}

fn filter(query: &Map<String, Value>) -> Result<(Filter, bool), Fault> {
    let read = reader::read(&Value::Object(query.clone()), |reader| {
        reader.raw("lang");
        let id = |name: &str| reader.optional_id::<()>(name).map(slipway_core::id::Id::uuid);
        let limit = reader.integer("limit", 1..=200);
        let filter = Filter {
            from: id("from"),
            to: id("to"),
            item: id("ci"),
            kind: id("type"),
            as_of: reader.instant("as_of"),
            limit: limit.and_then(|limit| limit.try_into().ok()).unwrap_or(50),
            after: id("cursor"),
        };
        (filter, reader.word("count", &["exact"]).is_some())
    });
    read.map_err(|mut fault| {
        let place = |error: &mut FieldError| error.pointer = format!("/query{}", error.pointer);
        fault.errors.iter_mut().for_each(place);
        fault
    })
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let (filter, counts) = filter(&call.query)?;
    call.app
        .look(&call.caller, move |look| {
            let (found, next) = query::page(look, &filter)?;
            let items: Vec<Value> = found.iter().map(to_json).collect();
            let mut document = json!({"items": items, "next": next});
            if let (true, Some(fields)) = (counts, document.as_object_mut()) {
                fields.insert("total".to_owned(), query::count(look, &filter)?.into());
            }
            Ok(Reply::json(document))
        })
        .await
}

async fn create(call: Call) -> Result<Reply, Fault> {
    let wish = reader::read(&call.json()?, read)?;
    idempotency::answer(&call, move |act| {
        let made = command::relate(act, wish)?;
        let place = format!("/api/v1/relationships/{}", made.id);
        Ok(Reply::created(place, to_json(&made)).etag(made.revision))
    })
    .await
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed::<Uuid>("id")?;
    call.app
        .look(&call.caller, move |look| {
            let found = query::one(look, id)?;
            Ok(Reply::json(to_json(&found)).etag(found.revision))
        })
        .await
}

async fn end(call: Call) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed::<Uuid>("id")?, call.precondition().required()?);
    idempotency::answer(&call, move |act| {
        command::end(act, id, precondition)?;
        Ok(Reply::nothing())
    })
    .await
}
