//! The calculator over HTTP.

use axum::http::Method;
use serde_json::json;
use slipway_core::id::Id;
use slipway_core::kind;

use super::reckon::{self, Question};
use crate::act::Look;
use crate::edge::{Call, Code, Fault, Operation, Reply, Routes, reader};
use crate::entry::store;

pub fn routes() -> Routes {
    let answer = json!({
        "type": "object",
        "properties": {"minutes": {"type": "integer"}, "deadline": {"type": ["string", "null"], "format": "date-time"}},
    });
    let operation = Operation::new(
        "calendar_working_time",
        "People, access, working time",
        "Working minutes between two instants, or the deadline after minutes",
    );
    let operation = operation.body(reader::schema_of(Question::read)).answers(200, answer);
    Routes::new().api(Method::POST, "/calendars/{id}/working_time", operation, working_time)
}

async fn working_time(call: Call) -> Result<Reply, Fault> {
    let id: Id<kind::Calendar> = call.parsed("id")?;
    let question = reader::read(&call.json()?, Question::read)?;
    call.app
        .look(&call.caller, move |look| {
            exists(look, id)?;
            Ok(Reply::json(reckon::answer(look, id, &question)?.to_json()))
        })
        .await
}

/// Everybody may reckon with a calendar, without a right to see it kept; a deleted one is gone.
fn exists(look: &Look<'_>, id: Id<kind::Calendar>) -> Result<(), Fault> {
    let found =
        store::one(look.tx, &super::kinds::CALENDARS, id.uuid())?.filter(|calendar| calendar.deleted_at.is_none());
    found.map(drop).ok_or_else(|| Fault::new(Code::NotFound))
}
