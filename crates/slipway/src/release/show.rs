//! A release as the API answers it and as its history records it.

use serde_json::{Map, Value, json};
use slipway_core::flow::Flow;
use slipway_core::release::sections::{Demands, Section, is_complete};
use slipway_core::release::{OpenTask, Release, Share, Suspension, delay_minutes};

use super::query::Surroundings;
use super::read::sheet_to_json;
use super::store::Stored;
use crate::edge::Language;

/// The fields that the history of a release is written in: laid over each other, its events give them back (B193).
pub fn recorded(release: &Release) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Value::Object(sheet) = sheet_to_json(release) {
        fields = sheet;
    }
    // Inner objects are flattened, so that an event names the field that changed and not its neighbours.
    for name in ["contact", "notify", "planning", "deployment"] {
        if let Some(Value::Object(inner)) = fields.remove(name) {
            fields.extend(
                inner
                    .into_iter()
                    .map(|(field, value)| (format!("{name}.{field}"), value)),
            );
        }
    }
    let derived = json!({
        "number": release.number,
        "portfolio": release.portfolio.to_string(),
        "model": release.model.to_string(),
        "category": release.category.as_str(),
        "priority": release.priority.number(),
        "planned_start": release.timing.planned_start.to_string(),
        "planned_end": release.timing.planned_end.to_string(),
        "term_minutes": release.timing.term_minutes,
        "deadline": release.timing.deadline.to_string(),
        "calendar": release.calendar.to_string(),
        "flow": release.flow.to_string(),
        "flow_version": release.flow_version,
        "status": release.status.as_str(),
        "position": release.position.to_text(),
        "run": release.run,
        "tasks": release.tasks.iter().map(recorded_task).collect::<Value>(),
        "captured_at": release.captured_at.map(|at| at.to_string()),
        "solution_category": release.closing.solution_category.map(|id| id.to_string()),
        "closure": release.closing.text,
        "closed_at": release.closing.closed.map(|(at, _)| at.to_string()),
        "closed_by": release.closing.closed.map(|(_, by)| by.to_string()),
        "reopen_count": release.reopen_count,
        "suspended_at": release.suspension.as_ref().map(|hold| hold.since.0.to_string()),
        "suspended_by": release.suspension.as_ref().map(|hold| hold.since.1.to_string()),
        "justification": release.suspension.as_ref().map(|hold| hold.justification.to_string()),
        "complement": release.suspension.as_ref().and_then(|hold| hold.complement.clone()),
        "status_before": release.suspension.as_ref().map(|hold| hold.status_before.as_str()),
        "suspended_minutes": release.suspended_minutes,
        "extension_minutes": release.extension_minutes,
        "first_group": release.first_group.to_string(),
        "deleted_at": release.deleted_at.map(|at| at.to_string()),
    });
    if let Value::Object(derived) = derived {
        fields.extend(derived);
    }
    fields
}

fn recorded_task(task: &OpenTask) -> Value {
    json!({
        "id": task.id.to_string(),
        "task": task.node.as_str(),
        "group": task.group.to_string(),
        "responsible": task.responsible.map(|id| id.to_string()),
        "shared_with": shares(task),
    })
}

fn shares(task: &OpenTask) -> Value {
    task.shared_with
        .iter()
        .map(|share| match share {
            Share::Account(account) => json!({"user": account.to_string()}),
            Share::Group(group) => json!({"group": group.to_string()}),
        })
        .collect()
}

/// The release as the API answers it (`spec/api.md`, "Releases").
pub fn body(stored: &Stored, around: &Surroundings, language: Language, at: jiff::Timestamp) -> Value {
    let release = &stored.release;
    let mut body = sheet_to_json(release);
    let (closed_at, closed_by) = release.closing.closed.unzip();
    let demands = Demands {
        change: around.requires_change,
        description: around.requires_description,
    };
    let sections: Map<String, Value> = Section::ALL
        .iter()
        .map(|section| {
            let mark = if is_complete(*section, release, around.links, demands) {
                "complete"
            } else {
                "incomplete"
            };
            (section.as_str().to_owned(), mark.into())
        })
        .collect();
    let counts: Map<String, Value> = around
        .counts
        .each()
        .map(|(room, n)| (room.to_owned(), n.into()))
        .collect();
    let added = json!({
        "id": release.id.to_string(),
        "number": release.number,
        "portfolio": release.portfolio.to_string(),
        "model": release.model.to_string(),
        "category": release.category.as_str(),
        "priority": release.priority.number(),
        "status": release.status.as_str(),
        "state": if release.is_closed() { "closed" } else { "open" },
        "flow": release.flow.to_string(),
        "flow_version": release.flow_version,
        "calendar": release.calendar.to_string(),
        "task": release.tasks.first().map(|task| task_body(task, &around.flow, language)),
        "tasks": release.tasks.iter().map(|task| task_body(task, &around.flow, language)).collect::<Value>(),
        "term_minutes": release.timing.term_minutes,
        "deadline": shown_deadline(release),
        "delay_minutes": delay_minutes(release, at),
        "planned_start": release.timing.planned_start.to_string(),
        "planned_end": release.timing.planned_end.to_string(),
        "closure": {
            "solution_category": release.closing.solution_category.map(|id| id.to_string()),
            "text": release.closing.text,
            "closed_at": closed_at.map(|at| at.to_string()),
            "closed_by": closed_by.map(|by| by.to_string()),
            "attendance_minutes": around.measures.map(|found| found.attendance_minutes),
            "capture_minutes": around.measures.and_then(|found| found.capture_minutes),
            "delay_minutes": around.measures.map(|found| found.delay_minutes),
        },
        "reopen_count": release.reopen_count,
        "run": release.run,
        "suspension": release.suspension.as_ref().map(suspension),
        "suspended_minutes": release.suspended_minutes,
        "extension_minutes": release.extension_minutes,
        "first_group": release.first_group.to_string(),
        "deleted_at": release.deleted_at.map(|at| at.to_string()),
        "captured_at": release.captured_at.map(|at| at.to_string()),
        "sections": sections,
        "counts": counts,
        "created_at": release.created.0.to_string(),
        "created_by": release.created.1.to_string(),
        "updated_at": release.updated.0.to_string(),
        "updated_by": release.updated.1.to_string(),
        "revision": stored.revision,
    });
    if let (Some(fields), Value::Object(added)) = (body.as_object_mut(), added) {
        fields.extend(added);
    }
    body
}

fn suspension(hold: &Suspension) -> Value {
    json!({
        "justification": hold.justification.to_string(),
        "complement": hold.complement,
        "since": hold.since.0.to_string(),
        "by": hold.since.1.to_string(),
        "status_before": hold.status_before.as_str(),
    })
}

/// Blank while suspended (R7).
fn shown_deadline(release: &Release) -> Option<String> {
    (release.status != slipway_core::flow::Status::Suspended).then(|| release.timing.deadline.to_string())
}

fn task_body(task: &OpenTask, flow: &Flow, language: Language) -> Value {
    let name = flow
        .task(&task.node)
        .map_or(task.node.as_str(), |known| known.name(language.tag()));
    json!({
        "id": task.node.as_str(),
        "name": name,
        "group": task.group.to_string(),
        "responsible": task.responsible.map(|id| id.to_string()),
        "requester_only": task.requester_only,
        "shared_with": shares(task),
        "since": task.opened_at.to_string(),
    })
}
