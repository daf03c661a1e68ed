//! Impact and map of an item over HTTP (`spec/api.md`, "CMDB").

use axum::http::Method;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map as Object, Value, json};
use slipway_core::cmdb::Direction;
use uuid::Uuid;

use super::query::{self, About, Asked, Edge, Impact, Step};
use crate::act::Look;
use crate::cmdb::item::api::TAG;
use crate::edge::{Call, Choice, Code, Fault, FieldError, Operation, Reader, Reply, Routes, reader};

/// What the `OpenAPI` document says of the query.
const IMPACT: &[(&str, &str)] = &[
    (
        "direction",
        "`impacted` (what suffers when it fails; the default), `causes` or `both`",
    ),
    ("depth", "How many relationships away; absent means all of them"),
    ("limit", "Items a page, 1 to 200; 50 if absent"),
    ("cursor", "The `next` of the page before"),
    ("paths", "`true` adds the shortest path to each"),
    ("as_of", "An instant: by the relationships of then"),
];
const MAP: &[(&str, &str)] = &[
    (
        "direction",
        "`both` (cause and effect; the default), `impacted` or `causes`",
    ),
    ("depth", "1 to 4; 2 if absent"),
    ("as_of", "An instant: by the relationships of then"),
];

pub fn routes() -> Routes {
    Routes::new()
        .api(
            Method::GET,
            "/cis/{id}/impact",
            Operation::new(
                "item_impact",
                TAG,
                "What suffers when an item fails, or makes it suffer",
            )
            .query(IMPACT)
            .answers(200, json!({"type": "object"})),
            impact,
        )
        .api(
            Method::GET,
            "/cis/{id}/map",
            Operation::new("item_map", TAG, "Nodes and edges around an item, for drawing")
                .query(MAP)
                .answers(200, json!({"type": "object"})),
            map,
        )
}

/// A question as its address says it.
struct Read {
    asked: Asked,
    limit: usize,
    after: Option<(u32, Uuid)>,
    paths: bool,
}

impl Choice for Direction {
    const WORDS: &'static [&'static str] = Direction::WORDS;
}

fn read_impact(item: Uuid, query: &Object<String, Value>) -> Result<Read, Fault> {
    read(query, |reader| {
        let after = reader.raw("cursor").map(opened);
        if after == Some(None) {
            reader.refuse("cursor", "not_a_cursor");
        }
        Read {
            asked: Asked {
                item,
                direction: reader.optional_choice("direction").unwrap_or(Direction::Impacted),
                depth: depth(reader, i64::from(u32::MAX)),
                as_of: reader.instant("as_of"),
            },
            limit: reader
                .integer("limit", 1..=200)
                .and_then(|limit| usize::try_from(limit).ok())
                .unwrap_or(50),
            after: after.flatten(),
            paths: reader.flag("paths").unwrap_or(false),
        }
    })
}

fn depth(reader: &Reader<'_>, most: i64) -> Option<u32> {
    reader.integer("depth", 1..=most)?.try_into().ok()
}

fn read_map(item: Uuid, query: &Object<String, Value>) -> Result<Asked, Fault> {
    read(query, |reader| Asked {
        item,
        direction: reader.optional_choice("direction").unwrap_or(Direction::Both),
        depth: depth(reader, 4).or(Some(2)),
        as_of: reader.instant("as_of"),
    })
}

/// Reads a query; what is wrong points into it.
fn read<T>(query: &Object<String, Value>, reading: impl FnOnce(&Reader<'_>) -> T) -> Result<T, Fault> {
    let read = reader::read(&Value::Object(query.clone()), |reader| {
        reader.raw("lang");
        reading(reader)
    });
    read.map_err(|mut fault| {
        let place = |error: &mut FieldError| error.pointer = format!("/query{}", error.pointer);
        fault.errors.iter_mut().for_each(place);
        fault
    })
}

fn opened(cursor: &Value) -> Option<(u32, Uuid)> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor.as_str()?).ok()?;
    serde_json::from_slice::<(u32, Uuid)>(&bytes).ok()
}

fn cursor(step: &Step) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!([step.distance, step.item]).to_string())
}

async fn impact(call: Call) -> Result<Reply, Fault> {
    let read = read_impact(call.parsed("id")?, &call.query)?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let impact = query::impact(look, &app, read.asked)?;
            impact_to_json(look, &impact, &read).map(Reply::json)
        })
        .await
}

fn impact_to_json(look: &Look<'_>, impact: &Impact, read: &Read) -> Result<Value, Fault> {
    let is_ahead = |step: &&Step| read.after.is_none_or(|after| (step.distance, step.item) > after);
    let ahead: Vec<&Step> = impact.steps.iter().filter(is_ahead).take(read.limit + 1).collect();
    let page = ahead.get(..read.limit.min(ahead.len())).unwrap_or_default();
    let next = page
        .last()
        .filter(|_| ahead.len() > read.limit)
        .map(|step| cursor(step));
    let about = query::about(look.tx, page.iter().map(|step| step.item))?;
    let items: Vec<Value> = page
        .iter()
        .map(|step| {
            let mut item = json!({"ci": step.item, "distance": step.distance, "via": step.via});
            if let (Some(fields), Some(about)) = (item.as_object_mut(), about.get(&step.item)) {
                fields.extend(about_to_json(about));
                if read.paths {
                    fields.insert("path".to_owned(), json!(impact.path(step)));
                }
            }
            item
        })
        .collect();
    let services: Vec<Value> = query::services(look.tx, impact)?
        .into_iter()
        .map(|service| {
            json!({"ci": service.item, "name": service.name, "type": service.item_type, "type_name": service.type_name})
        })
        .collect();
    Ok(json!({
        "total": impact.steps.len(),
        "items": items,
        "services": services,
        "truncated": page.len() < impact.steps.len(),
        "next": next,
    }))
}

fn about_to_json(about: &About) -> Object<String, Value> {
    let fields = json!({
        "identification": about.identification, "name": about.name, "type_name": about.type_name, "stage": about.stage,
        "status": about.status, "criticality": about.criticality, "group_name": about.group, "owner_name": about.owner,
    });
    fields.as_object().cloned().unwrap_or_default()
}

async fn map(call: Call) -> Result<Reply, Fault> {
    let asked = read_map(call.parsed("id")?, &call.query)?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            let map = query::map(look, &app, asked)?;
            let root = map.about.get(&asked.item).ok_or_else(|| Fault::new(Code::NotFound))?;
            let reached = map.steps.iter().filter_map(|step| {
                let way = match step.way {
                    slipway_core::cmdb::Way::Impacted => "impacted",
                    slipway_core::cmdb::Way::Causes => "causes",
                };
                Some(node(map.about.get(&step.item)?, step.distance, Some(way)))
            });
            let nodes: Vec<Value> = std::iter::once(node(root, 0, None)).chain(reached).collect();
            let edges: Vec<Value> = map.edges.iter().map(edge).collect();
            Ok(Reply::json(json!({
                "root": asked.item, "nodes": nodes, "edges": edges, "total": map.total,
                "truncated": map.steps.len() < map.total,
            })))
        })
        .await
}

fn node(about: &About, distance: u32, way: Option<&str>) -> Value {
    let mut node = json!({"ci": about.item, "distance": distance, "direction": way, "icon": about.icon});
    if let Some(fields) = node.as_object_mut() {
        fields.extend(about_to_json(about));
    }
    node
}

fn edge(edge: &Edge) -> Value {
    json!({
        "relationship": edge.relationship, "from": edge.from, "to": edge.to, "type": edge.type_name,
        "reverse_name": edge.reverse_name, "impact": edge.impact, "position": edge.position,
    })
}
