//! What is done to configuration items besides what is done to every entry, and relationships.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::Method;
use serde_json::{Value, json};

use super::{Case, Ready, as_form};
use crate::cmdb::{change, id_of, item};
use crate::support::World;

static N_ITEMS: AtomicU32 = AtomicU32::new(0);

/// An item that no other has the identification of: its path in the API.
fn fresh(world: &World) -> String {
    item(world, &format!("X-{}", N_ITEMS.fetch_add(1, Ordering::Relaxed)))
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

fn etag(world: &World, path: &str) -> String {
    world.admin.get(path).expect(200).etag()
}

fn wish(world: &World) -> Value {
    json!({
        "from": id(&fresh(world)), "to": id(&fresh(world)),
        "type": id_of(&world.admin, "relationship_types", "name", "depends on"),
    })
}

/// A relationship that holds: its path in the API.
fn related(world: &World) -> String {
    let made = world.admin.post("/api/v1/relationships", &wish(world)).expect(201);
    made.header("location").to_owned()
}

/// An item that was changed since its first version.
fn edited(world: &World) -> String {
    let path = fresh(world);
    change(&world.admin, &path, &json!({"family": "Linux"})).expect(200);
    path
}

/// A form of an item's pages, with the state that was seen.
fn form(world: &World, end: &str, body: &Value) -> Ready {
    let path = edited(world);
    let mut typed = as_form(body);
    typed.push(("_revision".to_owned(), etag(world, &path).trim_matches('"').to_owned()));
    Ready::form(&world.admin, format!("/cis/{}/{end}", id(&path)), &typed)
}

fn post(world: &World, end: &str, body: &Value) -> Ready {
    let path = edited(world);
    let client = world.admin.if_match(&etag(world, &path));
    Ready::api(&client, Method::POST, format!("{path}/{end}"), body)
}

pub fn cases() -> Vec<Case> {
    let mut cases = relationships();
    let (point, past) = (|| json!({"name": "Before"}), || json!({"version": 1}));
    cases.extend([
        Case::new("POST /api/v1/cis/{id}/restore_points", move |world| {
            post(world, "restore_points", &point())
        }),
        Case::new("POST /cis/{id}/restore_points", move |world| {
            form(world, "restore_points", &point())
        }),
        Case::new("POST /api/v1/cis/{id}/restore", move |world| {
            post(world, "restore", &past())
        }),
        Case::new("POST /cis/{id}/restore", move |world| form(world, "restore", &past())),
    ]);
    cases
}

fn relationships() -> Vec<Case> {
    vec![
        Case::new("POST /api/v1/relationships", |world| {
            Ready::api(&world.admin, Method::POST, "/api/v1/relationships", &wish(world))
        }),
        Case::new("DELETE /api/v1/relationships/{id}", |world| {
            let path = related(world);
            let client = world.admin.if_match(&etag(world, &path));
            Ready::api(&client, Method::DELETE, path, &Value::Null)
        }),
        Case::new("POST /cis/{id}/related", |world| {
            let wish = wish(world);
            let (from, to, kind) = (&wish["from"], &wish["to"], wish["type"].as_str().unwrap());
            let typed = as_form(&json!({"relation": format!("out.{kind}"), "other": to}));
            Ready::form(&world.admin, format!("/cis/{}/related", from.as_str().unwrap()), &typed)
        }),
        Case::new("POST /cis/{id}/related/{relationship}/end", |world| {
            let path = related(world);
            let answer = world.admin.get(&path).expect(200);
            let from = answer.json()["from"].as_str().unwrap().to_owned();
            let typed = as_form(&json!({"_revision": answer.etag().trim_matches('"')}));
            Ready::form(&world.admin, format!("/cis/{from}/related/{}/end", id(&path)), &typed)
        }),
    ]
}
