//! The OpenAPI 3.1 document, made of the same list of routes that the router is made of and of the same readers
//! that read the bodies. Nothing here is written by hand twice.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::fault::Code;
use super::route::{Access, Matching, Route, Routes};
use super::text::Texts;

/// The document of a list of routes.
pub fn build(routes: &Routes) -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in routes.list.iter().filter(|route| route.operation.is_some()) {
        let method = route.method.as_str().to_lowercase();
        paths.entry(&route.path).or_default().insert(method, operation(route));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Slipway",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Release management with a CMDB",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A personal token, `slip_…`"},
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-sid"},
            },
            "schemas": {"Problem": problem(), "Release": {"type": "object", "additionalProperties": true}},
        },
        "security": [{"token": []}, {"session": []}],
    })
}

fn operation(route: &Route) -> Value {
    let Some(about) = &route.operation else {
        return Value::Null;
    };
    let mut parameters: Vec<Value> = path_parameters(&route.path);
    parameters.extend(about.query.iter().map(|(name, text)| {
        json!({"name": name, "in": "query", "required": false, "description": text, "schema": {"type": "string"}})
    }));
    if about.matching == Matching::Required {
        parameters.push(
            json!({"name": "If-Match", "in": "header", "required": true, "schema": {"type": "string"},
            "description": "The ETag of the record as it was read"}),
        );
    }
    let writes = route.method.as_str() != "GET";
    if writes {
        parameters.push(
            json!({"name": "dry_run", "in": "query", "required": false, "schema": {"type": "boolean"},
            "description": "Check everything, write nothing, report the effect"}),
        );
    }
    if route.method.as_str() == "POST" {
        parameters.push(json!({"name": "Idempotency-Key", "in": "header", "required": false,
            "schema": {"type": "string", "maxLength": 255}, "description": "The same key and body answer as the first time, for 24 hours"}));
    }
    let mut operation = json!({
        "operationId": about.name,
        "tags": [about.tag],
        "summary": about.summary,
        "parameters": parameters,
        "responses": responses(route),
    });
    if let Some(fields) = operation.as_object_mut() {
        if let Some(schema) = &about.body {
            let files = about.files.iter().map(|media| (*media, &*FILE));
            let content: BTreeMap<&str, Value> = std::iter::once((about.media, schema))
                .chain(files)
                .map(|(media, schema)| (media, json!({"schema": schema})))
                .collect();
            fields.insert("requestBody".to_owned(), json!({"required": true, "content": content}));
        }
        if route.access == Access::Public {
            fields.insert("security".to_owned(), json!([]));
        }
    }
    operation
}

/// A body that is a file: any bytes.
static FILE: LazyLock<Value> = LazyLock::new(|| json!({"type": "string", "format": "binary"}));

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.split('}').next());
    names
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect()
}

fn responses(route: &Route) -> Value {
    let Some(about) = &route.operation else {
        return Value::Null;
    };
    let mut responses = Map::new();
    let success = match &about.answer {
        Some(schema) => json!({"description": "Done", "content": {"application/json": {"schema": schema}}}),
        None => json!({"description": "Done"}),
    };
    responses.insert(about.status.to_string(), success);
    if route.method.as_str() != "GET" {
        responses
            .entry("200")
            .or_insert_with(|| json!({"description": "A dry run, or the answer given before"}));
    }
    for status in [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 423, 428, 429, 503] {
        responses.insert(
            status.to_string(),
            json!({"description": reason(status), "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}),
        );
    }
    Value::Object(responses)
}

fn reason(status: u16) -> &'static str {
    match status {
        400 => "Unreadable",
        401 => "Not logged in",
        403 => "The right is missing",
        404 => "Unknown, or not visible to the caller",
        405 => "No such method here",
        409 => "The record's state refuses this",
        412 => "The record was changed since it was read",
        413 => "The body is too large",
        415 => "The body's media type is not read here",
        422 => "Readable, but fields are missing or wrong",
        423 => "Frozen by a change freeze",
        428 => "If-Match is required",
        429 => "Too many requests",
        _ => "Try again later",
    }
}

fn problem() -> Value {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.slug()).collect();
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "code": {"type": "string", "examples": codes},
            "request_id": {"type": "string", "format": "uuid"},
            "errors": {"type": "array", "items": {"type": "object", "properties": {
                "pointer": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"},
            }}},
        },
    })
}

/// One operation as the readable page shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    /// Name, where it goes, whether it must be there, what it means.
    pub parameters: Vec<(String, &'static str, bool, String)>,
    /// The schema of the body, as JSON, or empty.
    pub body: String,
    pub status: u16,
}

/// The operations by tag, for the readable page.
pub fn shown(routes: &Routes) -> Vec<(&'static str, Vec<Shown>)> {
    let mut tags: Vec<(&'static str, Vec<Shown>)> = Vec::new();
    for route in &routes.list {
        let Some(about) = &route.operation else { continue };
        let path = path_parameters(&route.path);
        let mut parameters: Vec<_> = path
            .iter()
            .filter_map(|parameter| parameter.get("name")?.as_str())
            .map(|name| (name.to_owned(), "path", true, String::new()))
            .collect();
        parameters.extend(
            about
                .query
                .iter()
                .map(|(name, text)| ((*name).to_owned(), "query", false, (*text).to_owned())),
        );
        if about.matching == Matching::Required {
            parameters.push(("If-Match".to_owned(), "header", true, String::new()));
        }
        let shown = Shown {
            id: about.name.to_string(),
            method: route.method.to_string(),
            path: route.path.to_string(),
            summary: about.summary.to_string(),
            parameters,
            body: about
                .body
                .as_ref()
                .and_then(|schema| serde_json::to_string_pretty(schema).ok())
                .unwrap_or_default(),
            status: about.status,
        };
        match tags.iter_mut().find(|(tag, _)| *tag == about.tag) {
            Some((_, operations)) => operations.push(shown),
            None => tags.push((about.tag, vec![shown])),
        }
    }
    tags
}

/// The codes with their texts, for the error pages and `docs/errors.md`.
pub fn error_text(slug: &str, texts: Texts) -> Option<(u16, String, String)> {
    let code = Code::ALL.iter().find(|code| code.slug() == slug)?;
    let key = super::fault::key(*code);
    Some((
        code.status(),
        texts.text(&format!("fault-{key}")),
        texts.text(&format!("fault-{key}-help")),
    ))
}
