//! What is attached to a release, in a reader's words: fields of its history that are named `room/id` (see
//! `addition.rs`), and the events that wrote them. A room that has no sentence of its own is told by its texts.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::told::Teller;
use super::{names, words};
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
        Some("occurrences") => vec![
            told.said("description"),
            told.said("occurrence_category"),
            told.said("occurrence_origin"),
            told.span(),
        ],
        Some("attachments") => vec![
            told.said("name"),
            told.file_kind(),
            told.size(),
            told.said("description"),
        ],
        Some("activities") => vec![
            told.said("activity_group"),
            told.due(),
            told.situation(),
            told.said("suspension_reason"),
            told.said("details"),
        ],
        Some("questionnaires") => vec![told.said("title"), told.confirmation()],
        _ => fields.keys().map(|name| told.said(name)).collect(),
    };
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    said.join(" · ")
}

/// What happened, and the tone it is told in; none for events of the release itself.
pub fn event(teller: &Teller<'_>, kind: &str, changes: &[Value]) -> Option<(String, &'static str)> {
    let side = |name: &str| changes.iter().find_map(|change| change.get(name)?.as_object());
    let nothing = Map::new();
    let fields = side("new").or_else(|| side("old")).unwrap_or(&nothing);
    let told = Told { teller, fields };
    let t = teller.t;
    Some(match kind {
        "file_added" => (t.with("event-file-added", "name", told.said("name")), ""),
        "file_removed" => (t.with("event-file-removed", "name", told.said("name")), ""),
        "occurrence_added" => (t.with("event-occurrence-added", "what", told.said("description")), ""),
        "activity_scheduled" => (told.activity("event-activity-scheduled"), ""),
        "activity_reported" => (told.activity("event-activity-reported"), told.tone()),
        "baseline_set" => (baseline(t, changes)?, "ok"),
        "restored" => {
            let version = changed(changes, "restored")?.get("new")?.as_i64()?;
            (t.with("event-restored", "n", version), "hold")
        }
        "questionnaire_answered" => (t.with("event-questionnaire-answered", "title", told.said("title")), ""),
        "questionnaire_changed" => (t.with("event-questionnaire-changed", "title", told.said("title")), ""),
        "questionnaire_confirmed" => (
            t.with("event-questionnaire-confirmed", "title", told.said("title")),
            "ok",
        ),
        "questionnaire_unconfirmed" => (
            t.with("event-questionnaire-unconfirmed", "title", told.said("title")),
            "hold",
        ),
        _ => return None,
    })
}

fn changed<'a>(changes: &'a [Value], field: &str) -> Option<&'a Value> {
    let is_it = |change: &&Value| change.get("field").and_then(Value::as_str) == Some(field);
    changes.iter().find(is_it)
}

/// Which version was marked, and what it is called.
fn baseline(t: Texts, changes: &[Value]) -> Option<String> {
    let change = changes.first()?;
    let (_, version) = parts(change.get("field")?.as_str()?)?;
    let label = change.get("new")?.as_str()?;
    let values = [("n".into(), version.to_owned()), ("label".into(), label.to_owned())];
    Some(t.filled("event-baseline-set", &values))
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

    /// A field in words: names in the place of ids, and nothing in the place of an id that has no name.
    fn said(&self, name: &str) -> String {
        let text = self.raw(name);
        if names::referred(name).is_none() && text.parse::<Uuid>().is_ok() {
            return String::new();
        }
        match self.fields.get(name) {
            Some(value) if !text.is_empty() => self.teller.value(name, value),
            Some(_) | None => String::new(),
        }
    }

    fn span(&self) -> String {
        let minutes = self.fields.get("minutes").and_then(Value::as_u64).unwrap_or(0);
        if minutes == 0 {
            String::new()
        } else {
            words::span(self.teller.t, minutes)
        }
    }

    /// When an activity is due, where it is.
    fn due(&self) -> String {
        let zone = self.raw("zone");
        let at = self.raw("at").parse().map(|at| words::wall(self.teller.t, at));
        format!("{} {zone}", at.unwrap_or_default())
    }

    fn file_kind(&self) -> String {
        words::word(self.teller.t, "file-kind", self.raw("kind"))
    }

    fn confirmation(&self) -> String {
        let is_confirmed = !self.raw("confirmed_by").is_empty();
        let state = if is_confirmed { "confirmed" } else { "unconfirmed" };
        self.teller.t.text(&format!("checklist-state-{state}"))
    }

    fn size(&self) -> String {
        let n_bytes = self.fields.get("size").and_then(Value::as_u64);
        n_bytes
            .map(|n_bytes| words::size(self.teller.t, n_bytes))
            .unwrap_or_default()
    }

    fn situation(&self) -> String {
        words::word(self.teller.t, "activity", self.raw("situation"))
    }

    fn activity(&self, key: &str) -> String {
        let values = [
            ("group".into(), self.said("activity_group")),
            ("when".into(), self.due()),
            ("situation".into(), self.situation()),
        ];
        self.teller.t.filled(key, &values)
    }

    fn tone(&self) -> &'static str {
        match self.raw("situation") {
            "in_execution" => "run",
            "suspended" => "hold",
            "executed" => "ok",
            _ => "",
        }
    }
}
