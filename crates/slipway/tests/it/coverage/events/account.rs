//! What people change about themselves, the first start, and parameters.

use axum::http::Method;
use serde_json::{Value, json};
use slipway::catalogue::parameter::PARAMETERS;
use slipway_core::actor::TokenScope;

use super::{Case, Ready, fields};
use crate::support::{Client, World};

const PASSWORD: &str = "correct horse battery";

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("POST /setup", |world| {
            let form = fields(&[("password", PASSWORD), ("again", PASSWORD)]);
            Ready::form(&world.nobody, "/setup", &form)
        }),
        Case::new("POST /api/v1/tokens", |world| {
            let wish = json!({"name": "pipeline", "scope": "read"});
            Ready::api(&world.ada, Method::POST, "/api/v1/tokens", &wish)
        }),
        Case::new("DELETE /api/v1/tokens/{id}", |world| {
            let (id, etag) = token(world);
            let client = world.ada.if_match(&etag);
            Ready::api(&client, Method::DELETE, format!("/api/v1/tokens/{id}"), &Value::Null)
        }),
        Case::new("POST /me/tokens", |world| {
            Ready::form(
                &world.ada,
                "/me/tokens",
                &fields(&[("name", "mine"), ("scope", "read"), ("days", "30")]),
            )
        }),
        Case::new("POST /me/tokens/{id}/revoke", |world| {
            Ready::form(&world.ada, format!("/me/tokens/{}/revoke", token(world).0), &[])
        }),
        Case::new("POST /me", |world| {
            Ready::form(
                &world.ada,
                "/me",
                &fields(&[("language", "es"), ("zone", "Europe/Madrid")]),
            )
        }),
        Case::new("POST /preferences", |world| {
            Ready::form(&world.ada, "/preferences", &fields(&[("language", "pt-BR")]))
        }),
        Case::new("POST /me/password", |world| {
            let form = fields(&[
                ("old", PASSWORD),
                ("password", "another long one"),
                ("again", "another long one"),
            ]);
            Ready::form(&with_password(world), "/me/password", &form)
        }),
        Case::new("PUT /api/v1/parameters/{key}", |world| {
            let path = parameter("/api/v1");
            let client = world.admin.if_match(&world.admin.get(&path).expect(200).etag());
            Ready::api(&client, Method::PUT, path, &json!({"value": 25}))
        }),
        Case::new("POST /admin/parameters/{key}", |world| {
            let etag = world.admin.get(&parameter("/api/v1")).expect(200).etag();
            let form = fields(&[("value", "30"), ("_revision", etag.trim_matches('"'))]);
            Ready::form(&world.admin, parameter("/admin"), &form)
        }),
    ]
}

fn parameter(base: &str) -> String {
    let rows = PARAMETERS.iter().find(|parameter| parameter.name == "rows_per_page");
    format!("{base}/parameters/{}", rows.unwrap().name)
}

/// A token of Ada's: its id and its `ETag`.
fn token(world: &World) -> (String, String) {
    let made = world
        .ada
        .post("/api/v1/tokens", &json!({"name": "old", "scope": "read"}))
        .expect(201);
    (made.json()["id"].as_str().unwrap().to_owned(), made.etag())
}

/// Eva, who has a password from now on.
fn with_password(world: &World) -> Client {
    let account = format!("/api/v1/users/{}", world.id("eva.account"));
    let etag = world.admin.get(&account).expect(200).etag();
    let patch = json!({"password": PASSWORD});
    world.admin.if_match(&etag).patch(&account, &patch).expect(200);
    world.client("eva", TokenScope::Write)
}
