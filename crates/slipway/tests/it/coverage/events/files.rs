//! Files of a release: attached, added to a phase, taken away.

use axum::http::Method;
use serde_json::json;

use super::{Case, Ready};
use crate::support::World;

const FILE: &[(&str, &[u8])] = &[("name=\"file\"; filename=\"notes.txt\"", b"Notes")];

/// The path of a file that is attached to a fresh release, in the API.
fn attached(world: &World) -> String {
    let release = world.release();
    let made = world.ada.upload(&format!("{release}/attachments"), FILE).expect(201);
    made.header("location").to_owned()
}

fn in_api(route: &str, room: &'static str) -> Case {
    Case::new(route, move |world| {
        Ready::upload(&world.ada, format!("{}/{room}", world.release()), FILE)
    })
}

pub fn cases() -> Vec<Case> {
    vec![
        in_api("POST /api/v1/releases/{number}/attachments", "attachments"),
        in_api(
            "POST /api/v1/releases/{number}/planning/documents",
            "planning/documents",
        ),
        in_api(
            "POST /api/v1/releases/{number}/deployment/documents",
            "deployment/documents",
        ),
        Case::new("DELETE /api/v1/releases/{number}/attachments/{id}", |world| {
            Ready::api(&world.ada, Method::DELETE, attached(world), &json!({}))
        }),
        Case::new("POST /releases/{number}/attachments", |world| {
            let client = world.ada.with("sec-fetch-site", "same-origin");
            let path = world.release().replace("/api/v1", "");
            Ready::upload(&client, format!("{path}/attachments"), FILE)
        }),
        Case::new("POST /releases/{number}/attachments/{id}/remove", |world| {
            let path = attached(world).replace("/api/v1", "");
            Ready::form(&world.ada, format!("{path}/remove"), &[])
        }),
    ]
}
