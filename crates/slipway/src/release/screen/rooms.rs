//! What is attached to a release, in a reader's words: fields of its history that are named `room/id` (see
//! `addition.rs`), and the events that wrote them. A room that has no sentence of its own is told by its texts.

use serde_json::{Map, Value};

use super::told::Teller;
use super::words;
use crate::edge::Texts;

/// Room and id of such a field.
fn parts(field: &str) -> Option<(&str, &str)> {
    field.split_once('/')
}

/// What such a field is called; none for a field of the release itself.
pub fn label(t: Texts, field: &str) -> Option<String> {
    let (room, id) = parts(field)?;
    Some(t.with(&format!("release-room-{}", room.replace('_', "-")), "id", id))
}

/// What such a field holds.
pub fn value(teller: &Teller<'_>, field: &str, fields: &Map<String, Value>) -> String {
    let told = Told { teller, fields };
    let said = match parts(field).map(|(room, _)| room) {
        Some("attachments") => vec![
            told.said("name"),
            told.file_kind(),
            told.size(),
            told.said("description"),
        ],
        _ => fields.keys().map(|name| told.said(name)).collect(),
    };
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    said.join(" · ")
}

/// What happened, and the tone it is told in; none for events of the release itself.
pub fn event(teller: &Teller<'_>, kind: &str, changes: &[Value]) -> Option<(String, &'static str)> {
    let side = |name: &str| changes.iter().find_map(|change| change.get(name)?.as_object());
    let fields = side("new").or_else(|| side("old"))?;
    let told = Told { teller, fields };
    let t = teller.t;
    Some(match kind {
        "file_added" => (t.with("event-file-added", "name", told.said("name")), ""),
        "file_removed" => (t.with("event-file-removed", "name", told.said("name")), ""),
        _ => return None,
    })
}

/// One attached thing as it was recorded.
struct Told<'a> {
    teller: &'a Teller<'a>,
    fields: &'a Map<String, Value>,
}

impl Told<'_> {
    fn raw(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A field in words.
    fn said(&self, name: &str) -> String {
        match self.fields.get(name) {
            Some(value) if !self.raw(name).is_empty() => self.teller.value(name, value),
            Some(_) | None => String::new(),
        }
    }

    fn file_kind(&self) -> String {
        words::word(self.teller.t, "file-kind", self.raw("kind"))
    }

    fn size(&self) -> String {
        let n_bytes = self.fields.get("size").and_then(Value::as_u64);
        n_bytes
            .map(|n_bytes| words::size(self.teller.t, n_bytes))
            .unwrap_or_default()
    }
}
