//! Flows: a file, its versions, what is set on it.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::Method;
use serde_json::{Value, json};

use super::{Case, Ready, fields};
use crate::support::World;

static N_FLOWS: AtomicU32 = AtomicU32::new(0);

/// A flow that nobody has brought in yet.
fn file() -> String {
    let number = N_FLOWS.fetch_add(1, Ordering::Relaxed);
    version_of(&format!("hotfix-{number}"), "Hot fix")
}

fn version_of(key: &str, name: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="{key}" name="{name}">
    <startEvent id="s"/>
    <sequenceFlow id="begin" sourceRef="s" targetRef="Fix"/>
    <userTask id="Fix" name="Fix it"/>
    <sequenceFlow id="finish" sourceRef="Fix" targetRef="e"/>
    <endEvent id="e"/>
  </process>
</definitions>"#
    )
}

/// A flow: its id, its key and its `ETag`.
fn made(world: &World) -> (String, String, String) {
    let answer = world.admin.post("/api/v1/flows", &json!({"xml": file()})).expect(201);
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    (text("id"), text("name"), answer.etag())
}

fn seen(etag: &str) -> &str {
    etag.trim_matches('"')
}

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("POST /api/v1/flows", |world| {
            Ready::api(&world.admin, Method::POST, "/api/v1/flows", &json!({"xml": file()}))
        }),
        Case::new("PATCH /api/v1/flows/{id}", |world| {
            let (id, _, etag) = made(world);
            let patch = json!({"description": "For emergencies"});
            Ready::api(
                &world.admin.if_match(&etag),
                Method::PATCH,
                format!("/api/v1/flows/{id}"),
                &patch,
            )
        }),
        Case::new("DELETE /api/v1/flows/{id}", |world| {
            let (id, _, etag) = made(world);
            Ready::api(
                &world.admin.if_match(&etag),
                Method::DELETE,
                format!("/api/v1/flows/{id}"),
                &Value::Null,
            )
        }),
        Case::new("POST /api/v1/flows/{id}/versions", |world| {
            let (id, key, etag) = made(world);
            let body = json!({"xml": version_of(&key, "Hot fix, second")});
            let path = format!("/api/v1/flows/{id}/versions");
            Ready::api(&world.admin.if_match(&etag), Method::POST, path, &body)
        }),
        Case::new("POST /admin/flows/new", |world| {
            Ready::form(
                &world.admin,
                "/admin/flows/new",
                &fields(&[("xml", &file()), ("description", "")]),
            )
        }),
        Case::new("POST /admin/flows/{id}/edit", |world| {
            let (id, _, etag) = made(world);
            let form = fields(&[
                ("_revision", seen(&etag)),
                ("description", "Other words"),
                ("active", "true"),
            ]);
            Ready::form(&world.admin, format!("/admin/flows/{id}/edit"), &form)
        }),
        Case::new("POST /admin/flows/{id}/delete", |world| {
            let (id, _, etag) = made(world);
            Ready::form(
                &world.admin,
                format!("/admin/flows/{id}/delete"),
                &fields(&[("_revision", seen(&etag))]),
            )
        }),
        Case::new("POST /admin/flows/{id}/versions/new", |world| {
            let (id, key, etag) = made(world);
            let form = fields(&[
                ("_revision", seen(&etag)),
                ("xml", &version_of(&key, "Hot fix, second")),
            ]);
            Ready::form(&world.admin, format!("/admin/flows/{id}/versions/new"), &form)
        }),
    ]
}
