//! The history of a release in readable words: what happened, and each changed field with its label and its values, names
//! in the place of ids. What was recorded is `show::recorded`'s word.

use serde_json::{Map, Value};
use slipway_core::flow::Flow;
use uuid::Uuid;

use super::names::{self, Names, Wanted};
use super::rooms;
use super::words;
use crate::act::FieldChange;
use crate::audit::Event;
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Texts, urls};

/// An event, as the timeline macro draws it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventShown {
    pub what: String,
    pub who: String,
    pub at: Moment,
    /// `ok`, `bad`, `hold`, `run` or nothing.
    pub tone: &'static str,
    /// What the person wrote.
    pub said: String,
    pub changes: Vec<ChangeShown>,
    /// Whether its changed fields are all there is to say.
    pub is_edit: bool,
    /// The record as it stood afterwards.
    pub href: String,
    pub version: i64,
}

/// A field before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeShown {
    pub field: String,
    pub old: String,
    pub new: String,
}

/// Fields that say nothing to people, or only what another field says already.
const SILENT: &[&str] = &[
    "number",
    "position",
    "run",
    "planned_start",
    "planned_end",
    "flow_version",
    "restored",
    "suspended_at",
    "suspended_by",
    "status_before",
    "extension_minutes",
    "first_group",
];

/// Everything these events refer to.
pub fn wanted(events: &[Event]) -> Wanted {
    let mut wanted = Wanted::default();
    for change in events.iter().flat_map(Event::changes) {
        let field = change.get("field").and_then(Value::as_str).unwrap_or("").to_owned();
        for side in ["old", "new"] {
            want(&mut wanted, &field, change.get(side).unwrap_or(&Value::Null));
        }
    }
    wanted
}

/// Everything these changes refer to.
pub fn wanted_in(changes: &[FieldChange]) -> Wanted {
    let mut wanted = Wanted::default();
    for change in changes {
        want(&mut wanted, &change.field, &change.old);
        want(&mut wanted, &change.field, &change.new);
    }
    wanted
}

/// Everything a recorded state refers to.
pub fn wanted_by(state: &Map<String, Value>) -> Wanted {
    let mut wanted = Wanted::default();
    state.iter().for_each(|(field, value)| want(&mut wanted, field, value));
    wanted
}

fn want(wanted: &mut Wanted, field: &str, value: &Value) {
    match value {
        Value::String(text) => text.parse().into_iter().for_each(|id| wanted.field(field, id)),
        Value::Array(items) => items.iter().for_each(|item| want(wanted, field, item)),
        Value::Object(fields) => fields.iter().for_each(|(field, value)| want(wanted, field, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Says recorded things in a reader's words.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'a> {
    pub t: Texts,
    pub frame: &'a Frame,
    pub names: &'a Names,
    pub flow: &'a Flow,
}

impl Teller<'_> {
    /// Events, the newest first, each with its changed fields.
    pub fn history(&self, number: i64, events: &[Event]) -> Vec<EventShown> {
        events.iter().rev().map(|event| self.event(number, event)).collect()
    }

    fn event(&self, number: i64, event: &Event) -> EventShown {
        let changes = event.changes();
        let of = |name: &str| {
            changes
                .iter()
                .find(|change| change.get("field").and_then(Value::as_str) == Some(name))
        };
        let new = |name: &str| of(name).and_then(|change| change.get("new")).unwrap_or(&Value::Null);
        let old = |name: &str| of(name).and_then(|change| change.get("old")).unwrap_or(&Value::Null);
        let shown: Vec<ChangeShown> = changes.iter().filter_map(|change| self.change(change)).collect();
        let (what, tone) = match event.kind.as_str() {
            "registered" => (self.registered(new("portfolio"), new("model")), ""),
            "edited" => (self.edited(&shown), ""),
            "captured" => (
                self.t.with("event-captured", "task", self.task_names(new("tasks"))),
                "run",
            ),
            "taken_over" => (self.taken_over(old("tasks"), new("tasks")), "run"),
            "advanced" if new("status").as_str() == Some("not_solved") => (
                self.t.with("event-sent-back", "task", self.task_names(new("tasks"))),
                "bad",
            ),
            "advanced" => (
                self.t.with("event-advanced", "task", self.task_names(new("tasks"))),
                "ok",
            ),
            "closed" => (self.t.text("event-closed"), "ok"),
            "canceled" => (self.t.text("event-canceled"), "bad"),
            "situation_set" => (self.situation(new("status")), "hold"),
            "suspended" => (
                self.t.with(
                    "event-suspended",
                    "why",
                    self.value("justification", new("justification")),
                ),
                "hold",
            ),
            "delegated" => (self.delegated(new("tasks")), "run"),
            "reactivated" | "reopened" => (words::word(self.t, "event", &event.kind), "run"),
            "deleted" => (self.t.text("event-deleted"), "bad"),
            other => rooms::event(self, other, &changes).unwrap_or_else(|| (words::word(self.t, "event", other), "")),
        };
        EventShown {
            what,
            who: event.actor_name.clone(),
            at: self.frame.moment(event.at),
            tone,
            said: event.note.clone().unwrap_or_default(),
            changes: shown,
            is_edit: matches!(event.kind.as_str(), "edited" | "restored"),
            href: urls::release_part(number, &format!("versions/{}", event.seq)),
            version: event.seq,
        }
    }

    fn registered(&self, portfolio: &Value, model: &Value) -> String {
        let values = [
            ("portfolio".into(), self.value("portfolio", portfolio)),
            ("model".into(), self.value("model", model)),
        ];
        self.t.filled("event-registered", &values)
    }

    /// Names the changed fields as long as there are few.
    fn edited(&self, changes: &[ChangeShown]) -> String {
        match changes {
            [] => self.t.text("event-edited-nothing"),
            [_] | [_, _] | [_, _, _] => {
                let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
                self.t.with("event-edited", "fields", fields.join(", "))
            }
            more => self.t.with("event-edited-many", "n", more.len()),
        }
    }

    /// Nobody is named where it was shared with them already.
    fn delegated(&self, tasks: &Value) -> String {
        let shares = tasks.as_array().into_iter().flatten();
        let shares = shares.filter_map(|task| task.get("shared_with")?.as_array()).flatten();
        let ids = shares.filter_map(|share| share.get("user").or_else(|| share.get("group")).and_then(id_of));
        let names: Vec<String> = ids.map(|id| self.names.of(id)).collect();
        self.t.with("event-delegated", "name", names.join(", "))
    }

    fn taken_over(&self, old: &Value, new: &Value) -> String {
        let held = old
            .as_array()
            .into_iter()
            .flatten()
            .find_map(|task| id_of(task.get("responsible")?));
        let values = [
            ("task".into(), self.task_names(new)),
            ("name".into(), self.names.of_some(held)),
        ];
        self.t.filled("event-taken-over", &values)
    }

    /// A situation that was set again is no change of the field.
    fn situation(&self, status: &Value) -> String {
        match status.as_str() {
            Some(status) => self
                .t
                .with("event-situation-set", "status", words::word(self.t, "status", status)),
            None => self.t.text("event-situation-kept"),
        }
    }

    fn task_names(&self, tasks: &Value) -> String {
        let names = tasks
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|task| task.get("task")?.as_str());
        names.map(|node| self.task(node)).collect::<Vec<_>>().join(", ")
    }

    /// The name of a task of the flow.
    pub fn task(&self, node: &str) -> String {
        let known = node.parse().ok().and_then(|id| self.flow.task(&id));
        known.map_or(node, |task| task.name(self.t.0.tag())).to_owned()
    }

    /// What differs between two states, field by field.
    pub fn differences(&self, changes: &[FieldChange]) -> Vec<ChangeShown> {
        let told = changes.iter().filter(|change| !SILENT.contains(&change.field.as_str()));
        told.map(|change| ChangeShown {
            field: label(self.t, &change.field),
            old: self.value(&change.field, &change.old),
            new: self.value(&change.field, &change.new),
        })
        .collect()
    }

    fn change(&self, change: &Value) -> Option<ChangeShown> {
        let field = change.get("field")?.as_str().filter(|field| !SILENT.contains(field))?;
        let side = |name: &str| self.value(field, change.get(name).unwrap_or(&Value::Null));
        Some(ChangeShown {
            field: label(self.t, field),
            old: side("old"),
            new: side("new"),
        })
    }

    /// A recorded state, field by field, in the order of the form. What is empty is left out.
    pub fn state(&self, state: &Map<String, Value>) -> Vec<ChangeShown> {
        let told = state.iter().filter(|(field, _)| !SILENT.contains(&field.as_str()));
        told.map(|(field, value)| ChangeShown {
            field: label(self.t, field),
            old: String::new(),
            new: self.value(field, value),
        })
        .filter(|told| !told.new.is_empty())
        .collect()
    }

    /// The value of a recorded field; nothing where it is empty.
    pub fn value(&self, field: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Object(fields) => rooms::value(self, field, fields),
            Value::Bool(flag) => self.t.text(if *flag { "release-yes" } else { "release-no" }),
            Value::Array(tasks) => tasks
                .iter()
                .map(|task| self.open_task(task))
                .collect::<Vec<_>>()
                .join(", "),
            Value::Number(number) => self.number(field, number.as_i64().unwrap_or_default()),
            Value::String(text) => self.text(field, text),
        }
    }

    fn number(&self, field: &str, number: i64) -> String {
        match field {
            "term_minutes" | "suspended_minutes" | "extension_minutes" => words::working(self.t, number.unsigned_abs()),
            "priority" => format!("{number} {}", self.t.text(&format!("priority-{number}"))),
            _ => page::number(number, self.t),
        }
    }

    fn text(&self, field: &str, text: &str) -> String {
        if names::referred(field).is_some() {
            let name = text.parse().map(|id| self.names.of(id)).unwrap_or_default();
            return if name.is_empty() {
                self.t.text("release-unknown")
            } else {
                name
            };
        }
        match field {
            "impact" | "urgency" | "risk" => words::word(self.t, "level", text),
            "category" | "status" => words::word(self.t, field, text),
            "release_date" => text
                .parse()
                .map_or_else(|_| text.to_owned(), |day| words::day(self.t, day)),
            "planning.start" | "planning.end" | "deployment.start" | "deployment.end" => text
                .parse()
                .map_or_else(|_| text.to_owned(), |time| words::wall(self.t, time)),
            "deadline" | "captured_at" | "closed_at" | "suspended_at" | "deleted_at" => text
                .parse()
                .map_or_else(|_| text.to_owned(), |at| self.frame.moment(at).words),
            _ => text.to_owned(),
        }
    }

    /// `Run (Ana Souza)`.
    fn open_task(&self, task: &Value) -> String {
        let name = self.task(task.get("task").and_then(Value::as_str).unwrap_or(""));
        let responsible = self.names.of_some(task.get("responsible").and_then(id_of));
        if responsible.is_empty() {
            name
        } else {
            format!("{name} ({responsible})")
        }
    }
}

fn id_of(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

/// What a recorded field is called.
pub fn label(t: Texts, field: &str) -> String {
    if let Some(label) = rooms::label(t, field) {
        return label;
    }
    t.text(&format!("release-field-{}", field.replace(['.', '_', '/'], "-")))
}

/// One event of each sort, for the samples of views.
#[cfg(test)]
pub fn sample_events(at: &Moment) -> Vec<EventShown> {
    let change = ChangeShown {
        field: "Title".to_owned(),
        old: "Payments 4".to_owned(),
        new: String::new(),
    };
    let event = |version, what: &str, tone, changes: &[ChangeShown]| EventShown {
        what: what.to_owned(),
        who: "Ana Souza".to_owned(),
        at: at.clone(),
        tone,
        said: "As agreed".to_owned(),
        changes: changes.to_vec(),
        is_edit: !changes.is_empty(),
        href: urls::release_part(1284, "versions/2"),
        version,
    };
    vec![
        event(3, "Captured the task Run", "run", &[]),
        event(2, "Changed the title", "", &[change]),
    ]
}
