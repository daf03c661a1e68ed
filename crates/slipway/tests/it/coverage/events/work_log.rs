//! The work log, scheduled activities and versions of a release.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Case, Ready, as_form, fields};
use crate::support::World;

const PROOF: &[(&str, &[u8])] = &[("name=\"file\"; filename=\"drained.txt\"", b"All drained")];

/// A fresh release: its path in the API, that of its pages, and its `ETag`.
fn fresh(world: &World) -> (String, String, String) {
    let path = world.release();
    let etag = world.ada.get(&path).expect(200).etag();
    (path.clone(), path.replace("/api/v1", ""), etag)
}

fn post(world: &World, path: &str, body: &Value) -> Ready {
    Ready::api(&world.ada, Method::POST, path, body)
}

fn form(world: &World, path: &str, body: &Value) -> Ready {
    Ready::form(&world.ada, path, &as_form(body))
}

fn first(world: &World, path: &str) -> Value {
    world.admin.get(&format!("/api/v1/{path}")).expect(200).json()["items"][0]["id"].clone()
}

fn occurrence(world: &World) -> Value {
    json!({
        "category": first(world, "occurrence_categories"), "origin": first(world, "occurrence_origins"), "minutes": 90,
        "description": "Nodes drained", "occurrence": "Rack by rack", "contact": "Rita",
    })
}

fn plan(world: &World) -> Value {
    json!({
        "activity_group": world.id("activity_group"), "at": "2026-12-10T20:00", "estimated_minutes": 45,
    })
}

/// The path of a scheduled activity in the API.
fn scheduled(world: &World, release: &str) -> String {
    let made = world
        .ada
        .post(&format!("{release}/activities"), &plan(world))
        .expect(201);
    made.header("location").to_owned()
}

fn executed() -> Value {
    json!({"situation": "executed", "at": "2026-12-10T21:00"})
}

pub fn cases() -> Vec<Case> {
    let mut cases = log();
    cases.extend(activities());
    cases.extend(versions());
    cases
}

fn log() -> Vec<Case> {
    let text = || json!({"occurrence": "Began with rack 2"});
    vec![
        Case::new("POST /api/v1/releases/{number}/occurrences", |world| {
            post(world, &format!("{}/occurrences", fresh(world).0), &occurrence(world))
        }),
        Case::new("POST /releases/{number}/occurrences", |world| {
            form(world, &format!("{}/occurrences", fresh(world).1), &occurrence(world))
        }),
        Case::new("POST /api/v1/releases/{number}/execution_records", move |world| {
            post(world, &format!("{}/execution_records", fresh(world).0), &text())
        }),
        Case::new("POST /releases/{number}/execution_records", move |world| {
            form(world, &format!("{}/execution_records", fresh(world).1), &text())
        }),
    ]
}

fn activities() -> Vec<Case> {
    vec![
        Case::new("POST /api/v1/releases/{number}/activities", |world| {
            post(world, &format!("{}/activities", fresh(world).0), &plan(world))
        }),
        Case::new("POST /releases/{number}/activities", |world| {
            form(world, &format!("{}/activities", fresh(world).1), &plan(world))
        }),
        Case::new("PATCH /api/v1/releases/{number}/activities/{id}", |world| {
            let place = scheduled(world, &fresh(world).0);
            Ready::api(&world.ada, Method::PATCH, place, &executed())
        }),
        Case::new("POST /releases/{number}/activities/{id}", |world| {
            let place = scheduled(world, &fresh(world).0);
            form(world, &place.replace("/api/v1", ""), &executed())
        }),
        Case::new("POST /api/v1/releases/{number}/activities/{id}/attachments", |world| {
            let place = scheduled(world, &fresh(world).0);
            Ready::upload(&world.ada, format!("{place}/attachments"), PROOF)
        }),
        Case::new("POST /releases/{number}/activities/{id}/attachments", |world| {
            let place = scheduled(world, &fresh(world).0).replace("/api/v1", "");
            let client = world.ada.with("sec-fetch-site", "same-origin");
            Ready::upload(&client, format!("{place}/attachments"), PROOF)
        }),
    ]
}

fn versions() -> Vec<Case> {
    let mark = || json!({"version": 1, "label": "As agreed"});
    vec![
        Case::new("POST /api/v1/releases/{number}/restore_points", move |world| {
            post(world, &format!("{}/restore_points", fresh(world).0), &mark())
        }),
        Case::new("POST /releases/{number}/versions", move |world| {
            let (_, page, etag) = fresh(world);
            let mut typed = as_form(&mark());
            typed.push(("revision".to_owned(), etag.trim_matches('"').to_owned()));
            Ready::form(&world.ada, format!("{page}/versions"), &typed)
        }),
        Case::new("POST /api/v1/releases/{number}/restore", |world| {
            let (path, _, etag) = fresh(world);
            let client = world.ada.if_match(&etag);
            Ready::api(&client, Method::POST, format!("{path}/restore"), &json!({"version": 1}))
        }),
        Case::new("POST /releases/{number}/versions/{version}/restore", |world| {
            let (_, page, etag) = fresh(world);
            let typed = fields(&[("revision", etag.trim_matches('"'))]);
            Ready::form(&world.ada, format!("{page}/versions/1/restore"), &typed)
        }),
    ]
}
