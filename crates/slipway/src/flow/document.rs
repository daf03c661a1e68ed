//! Flows and their versions as the API's documents.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use slipway_core::flow::{Bounds, Diagram, Flow, Goal, Line, Link, Shape, ShapeKind, Task, Way, When, Wording};

use super::command;
use super::store::{FlowRow, VersionRow};

/// A flow without its versions.
pub fn flow(row: &FlowRow) -> Map<String, Value> {
    let mut document = Map::from_iter([("id".to_owned(), Value::from(row.id.to_string()))]);
    document.extend(command::fields(row));
    document
}

/// A version without what is in its file.
pub fn version(row: &VersionRow) -> Map<String, Value> {
    let by = row
        .added_by
        .as_ref()
        .map(|(id, name)| json!({"id": id.to_string(), "name": name}));
    Map::from_iter([
        ("version".to_owned(), row.number.into()),
        ("added_at".to_owned(), row.added_at.to_string().into()),
        ("added_by".to_owned(), by.into()),
    ])
}

/// What is in the file of a version: tasks with their settings and ways, edges, drawing.
pub fn content(flow: &Flow, language: &str) -> Map<String, Value> {
    Map::from_iter([
        ("name".to_owned(), flow.key().into()),
        ("title".to_owned(), flow.name(language).into()),
        ("allows_reopening".to_owned(), flow.allows_reopening().into()),
        ("begins".to_owned(), flow.beginnings().iter().map(way).collect()),
        (
            "tasks".to_owned(),
            flow.tasks().map(|one| task(flow, one, language)).collect(),
        ),
        ("edges".to_owned(), flow.links().map(|link| edge(&link)).collect()),
        ("diagram".to_owned(), diagram(flow.diagram())),
    ])
}

fn task(flow: &Flow, task: &Task, language: &str) -> Value {
    let questionnaires = task
        .questionnaires
        .iter()
        .map(|one| json!({"name": one.name, "required": one.required}));
    json!({
        "id": task.id.as_str(),
        "name": task.name(language),
        "names": names(&task.wording),
        "documentation": task.documentation,
        "assignment": task.assignment.as_str(),
        "requester_only": task.requester_only,
        "allows_delegation": task.allows_delegation,
        "allows_change_of_status": task.allows_change_of_status,
        "counts_for_sla": task.counts_for_sla,
        "approval": task.approval,
        "outcomes": task.outcomes.iter().map(|outcome| outcome.as_str()).collect::<Vec<_>>(),
        "questionnaires": questionnaires.collect::<Vec<_>>(),
        "ways": flow.ways(&task.id).iter().map(way).collect::<Vec<_>>(),
    })
}

/// A name by language; `""` is for every language without a name of its own.
fn names(wording: &Wording) -> Value {
    let mut names: BTreeMap<&str, &str> = wording
        .translations
        .iter()
        .map(|(language, name)| (language.as_str(), name.as_str()))
        .collect();
    names.insert("", &wording.plain);
    json!(names)
}

fn way(way: &Way<'_>) -> Value {
    json!({
        "outcome": way.outcome.as_str(),
        "when": way.when.iter().map(when).collect::<Vec<_>>(),
        "to": way.to.iter().map(goal).collect::<Vec<_>>(),
    })
}

fn goal(goal: &Goal<'_>) -> Value {
    match goal {
        Goal::Task(task) => json!({"task": task.id.as_str()}),
        Goal::Join(gateway) => json!({"join": gateway.as_str()}),
        Goal::End { id, kind, .. } => json!({"end": id.as_str(), "kind": kind.as_str()}),
    }
}

/// `always`, `otherwise`, or the condition as the file writes it.
fn when(when: &When<'_>) -> String {
    match when {
        When::Always => "always".to_owned(),
        When::If(condition) => condition.source().to_owned(),
        When::Otherwise => "otherwise".to_owned(),
    }
}

fn edge(link: &Link<'_>) -> Value {
    json!({
        "id": link.id.as_str(),
        "from": link.from.as_str(),
        "to": link.to.as_str(),
        "names": names(link.name),
        "when": when(&link.when),
    })
}

fn diagram(diagram: &Diagram) -> Value {
    json!({
        "shapes": diagram.shapes.iter().map(shape).collect::<Vec<_>>(),
        "lines": diagram.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn shape(shape: &Shape) -> Value {
    let kind = match shape.kind {
        ShapeKind::Start => "start",
        ShapeKind::Task => "task",
        ShapeKind::Exclusive => "exclusive_gateway",
        ShapeKind::Parallel => "parallel_gateway",
        ShapeKind::End => "end",
    };
    let Bounds { x, y, width, height } = shape.bounds;
    json!({
        "node": shape.node.as_str(), "kind": kind, "names": names(&shape.label),
        "x": x, "y": y, "width": width, "height": height,
    })
}

fn line(line: &Line) -> Value {
    let points = line.points.iter().map(|point| json!([point.x, point.y]));
    json!({"edge": line.edge.as_str(), "names": names(&line.label), "points": points.collect::<Vec<_>>()})
}

/// JSON Schema of [`flow`].
pub fn flow_schema() -> Value {
    schema(&[
        ("id", json!({"type": "string", "format": "uuid"})),
        (
            "name",
            json!({"type": "string", "description": "The id of the process in its files"}),
        ),
        ("description", json!({"type": ["string", "null"]})),
        ("allows_reopening", json!({"type": "boolean"})),
        (
            "version",
            json!({"type": "integer", "description": "The newest, on which new releases run"}),
        ),
        ("active", json!({"type": "boolean"})),
    ])
}

/// JSON Schema of [`version`].
pub fn version_schema() -> Value {
    schema(&version_properties())
}

fn version_properties() -> Vec<(&'static str, Value)> {
    vec![
        ("version", json!({"type": "integer"})),
        ("added_at", json!({"type": "string", "format": "date-time"})),
        (
            "added_by",
            json!({"type": ["object", "null"], "description": "Null for what the program brought itself"}),
        ),
    ]
}

/// JSON Schema of [`version`] with its [`content`].
pub fn content_schema() -> Value {
    let mut properties = version_properties();
    properties.extend([
        ("name", json!({"type": "string"})),
        (
            "title",
            json!({"type": "string", "description": "The name that people read, in the caller's language"}),
        ),
        ("allows_reopening", json!({"type": "boolean"})),
        ("begins", json!({"type": "array", "items": {"type": "object"}})),
        ("tasks", json!({"type": "array", "items": {"type": "object"}})),
        ("edges", json!({"type": "array", "items": {"type": "object"}})),
        (
            "diagram",
            json!({"type": "object", "description": "Shapes and lines in pixels"}),
        ),
    ]);
    schema(&properties)
}

/// JSON Schema of a list of flows or versions.
pub fn list_schema(items: &Value) -> Value {
    schema(&[
        ("items", json!({"type": "array", "items": items})),
        ("next", json!({"type": ["string", "null"]})),
    ])
}

fn schema(properties: &[(&'static str, Value)]) -> Value {
    let required: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> = properties
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    json!({"type": "object", "properties": properties, "required": required})
}
