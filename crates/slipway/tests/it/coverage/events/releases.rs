//! Releases: registered, changed, taken, moved on.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Case, Ready, as_form, fields};
use crate::support::World;

/// A fresh release: its path in the API, that of its pages, and its `ETag`.
pub fn fresh(world: &World) -> (String, String, String) {
    let path = world.release();
    let etag = world.ada.get(&path).expect(200).etag();
    (path.clone(), path.replace("/api/v1", ""), etag)
}

/// The same, captured.
fn captured(world: &World) -> (String, String, String) {
    let (path, page, etag) = fresh(world);
    let taken = world
        .ada
        .if_match(&etag)
        .post(&format!("{path}/capture"), &json!({}))
        .expect(200);
    (path, page, taken.etag())
}

/// Something done over the API.
pub fn verb(world: &World, (path, _, etag): &(String, String, String), verb: &str, body: &Value) -> Ready {
    Ready::api(&world.ada.if_match(etag), Method::POST, format!("{path}/{verb}"), body)
}

/// The same on its page.
pub fn page(world: &World, (_, page, etag): &(String, String, String), part: &str, typed: &[(&str, &str)]) -> Ready {
    let mut form = fields(typed);
    form.push(("revision".to_owned(), etag.trim_matches('"').to_owned()));
    Ready::form(&world.ada, format!("{page}/{part}"), &form)
}

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("POST /api/v1/releases", |world| {
            Ready::api(&world.ada, Method::POST, "/api/v1/releases", &world.registration())
        }),
        Case::new("PATCH /api/v1/releases/{number}", |world| {
            let (path, _, etag) = fresh(world);
            Ready::api(
                &world.ada.if_match(&etag),
                Method::PATCH,
                path,
                &json!({"title": "Payments 4.3"}),
            )
        }),
        Case::new("POST /api/v1/releases/{number}/capture", |world| {
            verb(world, &fresh(world), "capture", &json!({}))
        }),
        Case::new("POST /api/v1/releases/{number}/advance", |world| {
            verb(world, &captured(world), "advance", &json!({"outcome": "advance"}))
        }),
        Case::new("POST /api/v1/releases/{number}/situation", |world| {
            verb(world, &captured(world), "situation", &canceled(world))
        }),
        Case::new("POST /releases", |world| {
            Ready::form(&world.ada, "/releases", &registration(world))
        }),
        Case::new("POST /releases/{number}/edit", |world| {
            let (_, page, etag) = fresh(world);
            let mut form = registration(world);
            form.retain(|(name, _)| !["title", "portfolio", "model", "preset_for"].contains(&name.as_str()));
            form.extend(fields(&[
                ("title", "Payments 4.3"),
                ("revision", etag.trim_matches('"')),
            ]));
            Ready::form(&world.ada, format!("{page}/edit"), &form)
        }),
        Case::new("POST /releases/{number}/capture", |world| {
            page(world, &fresh(world), "capture", &[])
        }),
        Case::new("POST /releases/{number}/advance", |world| {
            page(world, &captured(world), "advance", &[("outcome", "advance")])
        }),
        Case::new("POST /releases/{number}/situation", |world| {
            let mut form = as_form(&canceled(world));
            let (_, page, etag) = captured(world);
            form.push(("revision".to_owned(), etag.trim_matches('"').to_owned()));
            Ready::form(&world.ada, format!("{page}/situation"), &form)
        }),
    ]
}

fn canceled(world: &World) -> Value {
    json!({"status": "canceled", "solution_category": world.id("solution"), "closure": "Not wanted any more."})
}

/// What the form of registering sends.
fn registration(world: &World) -> Vec<(String, String)> {
    let mut form = as_form(&world.registration());
    form.extend(fields(&[
        ("portfolio", &world.id("portfolio")),
        ("preset_for", &world.id("model")),
        ("filled_for", &world.id("rita")),
    ]));
    form
}
