//! What the `OpenAPI` document says of entries: schemas of answers, from the same fields that make them.
//! Schemas of bodies come from the reading itself (`sheet::body_schema`).

use serde_json::{Map, Value, json};

use super::control::{Control, Document};
use super::kind::{Field, Kind};
use super::value::SITUATIONS;
use crate::edge::reader;

/// JSON Schema of one entry as the API shows it.
pub fn of(kind: &Kind) -> Value {
    let mut properties = Map::new();
    properties.insert("id".to_owned(), json!({"type": "string", "format": "uuid"}));
    properties.extend(fields(kind.fields));
    properties.insert("active".to_owned(), json!({"type": "boolean"}));
    for verb in ["created", "updated"] {
        properties.insert(
            format!("{verb}_at"),
            json!({"type": ["string", "null"], "format": "date-time"}),
        );
        let by = json!({"type": ["object", "null"], "properties": {"id": {"type": ["string", "null"], "format": "uuid"}, "name": {"type": "string"}}});
        properties.insert(format!("{verb}_by"), by);
    }
    json!({"type": "object", "properties": properties})
}

/// JSON Schema of a page of entries.
pub fn list_of(kind: &Kind) -> Value {
    json!({
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": of(kind)},
            "next": {"type": ["string", "null"]},
            "total": {"type": "integer"},
        },
    })
}

fn fields(list: &'static [Field]) -> Map<String, Value> {
    let shown = list.iter().filter(|field| !matches!(field.control, Control::Secret(_)));
    shown
        .map(|field| (field.name.to_owned(), control(field.control)))
        .collect()
}

fn control(control: Control) -> Value {
    match control {
        Control::Line { max } | Control::Text { max } => json!({"type": ["string", "null"], "maxLength": max}),
        Control::Icon | Control::Tag(_) => json!({"type": ["string", "null"]}),
        Control::Email => json!({"type": ["string", "null"], "format": "email"}),
        Control::Zone => json!({"type": ["string", "null"], "examples": ["America/Sao_Paulo"]}),
        Control::Reference(_) => json!({"type": ["string", "null"], "format": "uuid"}),
        Control::Number { min, max } => json!({"type": ["number", "null"], "minimum": min, "maximum": max}),
        Control::Date => json!({"type": ["string", "null"], "format": "date"}),
        Control::WallTime => json!({"type": ["string", "null"], "examples": ["2026-12-01T09:00"]}),
        Control::Time => json!({"type": "string", "examples": ["08:00"]}),
        Control::Flag { .. } => json!({"type": "boolean"}),
        Control::Choice { words, .. } => json!({"enum": words}),
        Control::Situation => json!({"enum": SITUATIONS}),
        Control::Words { .. } => json!({"type": "array", "items": {"type": "string"}}),
        Control::Matrix(rows) => {
            let rows = rows().into_iter().map(|row| {
                (
                    row.name.to_owned(),
                    json!({"type": "array", "items": {"enum": row.words}}),
                )
            });
            json!({"type": "object", "properties": rows.collect::<Map<_, _>>()})
        }
        Control::Group(inner) => json!({"type": "object", "properties": fields(inner)}),
        Control::Links(_) => json!({"type": "array", "items": {"type": "string", "format": "uuid"}}),
        Control::Rows(rows) => json!({"type": "array", "items": {"type": "object", "properties": fields(rows.fields)}}),
        Control::Offered(offered) => json!({"type": ["string", "null"], "maxLength": offered.max}),
        Control::Document(document) => document_schema(document),
        Control::Scalar { .. } => json!({"type": ["string", "number", "boolean", "null"]}),
        Control::Attributes(_) => json!({"type": "object"}),
        Control::Settled(words) => json!({"type": ["string", "null"], "examples": words}),
        Control::Secret(_) => json!({"type": "null"}),
        Control::Computed(computed) => serde_json::from_str(computed.schema).unwrap_or(Value::Null),
    }
}

/// A document is shown as it is read.
fn document_schema(document: Document) -> Value {
    const FIELD: &str = "document";
    let mut schema = reader::schema_of(|reader| (document.read)(reader, FIELD));
    schema
        .pointer_mut(&format!("/properties/{FIELD}"))
        .map_or(Value::Null, Value::take)
}
