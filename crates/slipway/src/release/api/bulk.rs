//! One action on many releases (F189): each row is decided, refused and told for itself, one event each. All rows are
//! one transaction, so that the answer says what is there, also when it is asked for again with the same key.

use axum::http::Method;
use serde_json::{Value, json};

use super::TAG;
use crate::edge::{Call, Fault, Operation, Reply, Routes, idempotency, reader};
use crate::release::bulk;

pub fn routes() -> Routes {
    Routes::new().api(
        Method::POST,
        "/releases/bulk",
        Operation::new("release_bulk", TAG, "One action on up to 200 releases, each for itself")
            .body(reader::schema_of(bulk::read))
            .answers(200, json!({"type": "object"})),
        act,
    )
}

async fn act(call: Call) -> Result<Reply, Fault> {
    let asked = bulk::asked(&call.json()?)?;
    let (texts, instance) = (call.texts(), call.caller.request);
    idempotency::answer(&call, move |act| {
        let results: Vec<Value> = bulk::carry_out(act, &asked)?
            .iter()
            .map(|row| row.to_json(texts, instance))
            .collect();
        Ok(Reply::json(json!({"results": results})))
    })
    .await
}
