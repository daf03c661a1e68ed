//! The history that proves itself: one event a command, each chained to its predecessor on the same record (R26).
//! Events are never updated or deleted; there is no statement here that could.

pub mod store;
pub mod verify;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// One event as it was written.
#[derive(Debug, Clone)]
pub struct Event {
    pub record_kind: String,
    pub record_id: Uuid,
    /// Its place in the record's history; also the record's revision after it.
    pub seq: i64,
    pub id: Uuid,
    pub at: Timestamp,
    pub actor: Option<Uuid>,
    pub actor_name: String,
    pub kind: String,
    /// JSON: `[{field, old, new}]`.
    pub changes: String,
    pub note: Option<String>,
    pub request: Uuid,
    pub predecessor: Vec<u8>,
    pub digest: Vec<u8>,
}

impl Event {
    /// The changed fields. An event whose text is not JSON any more has none; `verify` names it.
    pub fn changes(&self) -> Vec<Value> {
        serde_json::from_str(&self.changes).unwrap_or_default()
    }

    /// The event as the API shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "seq": self.seq,
            "at": self.at.to_string(),
            "actor": {"id": self.actor.map(|id| id.to_string()), "name": self.actor_name},
            "kind": self.kind,
            "changes": self.changes(),
            "text": self.note,
            "request_id": self.request.to_string(),
            "digest": hex(&self.digest),
        })
    }
}

/// The record as it stood after an event: the changes of its history up to there, laid over each other (B193).
pub fn state_after(history: &[Event], seq: i64) -> Map<String, Value> {
    let mut state = Map::new();
    for change in history.iter().filter(|event| event.seq <= seq).flat_map(Event::changes) {
        let (Some(field), Some(new)) = (change.get("field").and_then(Value::as_str), change.get("new")) else {
            continue;
        };
        state.insert(field.to_owned(), new.clone());
    }
    state
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
