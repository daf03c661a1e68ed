//! Releases held and at work again, shared, reopened, moved, deleted, many at once.

use axum::http::Method;
use serde_json::{Value, json};

use super::releases::{fresh, page, verb};
use super::{Case, Ready, fields};
use crate::support::World;

/// A release after something was done to it: its path in the API, that of its pages, and its `ETag`.
fn after(world: &World, done: &str, body: &Value) -> (String, String, String) {
    let (path, page, etag) = fresh(world);
    let answer = world.ada.if_match(&etag).post(&format!("{path}/{done}"), body);
    (path, page, answer.expect(200).etag())
}

fn hold(world: &World) -> Value {
    json!({"justification": world.id("justification")})
}

fn held(world: &World) -> (String, String, String) {
    after(world, "suspend", &hold(world))
}

fn shared(world: &World) -> (String, String, String) {
    after(world, "delegate", &json!({"group": world.id("hands")}))
}

fn closed(world: &World) -> (String, String, String) {
    let body = json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not needed"});
    after(world, "advance", &body)
}

/// A model of another category than the one releases are registered from.
fn other_model(world: &World) -> String {
    let models = world
        .admin
        .get(&format!("/api/v1/portfolios/{}/models", world.id("portfolio")))
        .expect(200)
        .json();
    let mut others = models["items"].as_array().unwrap().iter();
    let other = others.find(|model| model["category"] == "major").unwrap();
    other["id"].as_str().unwrap().to_owned()
}

fn many(world: &World) -> Value {
    let (path, _, etag) = fresh(world);
    let number: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    json!({"action": "suspend", "body": hold(world), "items": [{"number": number, "if_match": etag}]})
}

pub fn cases() -> Vec<Case> {
    let deadline = json!({"deadline": "2027-01-15T12:00:00Z", "justification": "Agreed"});
    let mut cases = vec![
        Case::new("POST /api/v1/releases/{number}/suspend", |world| {
            verb(world, &fresh(world), "suspend", &hold(world))
        }),
        Case::new("POST /api/v1/releases/{number}/reactivate", |world| {
            verb(world, &held(world), "reactivate", &json!({}))
        }),
        Case::new("POST /api/v1/releases/{number}/delegate", |world| {
            verb(world, &fresh(world), "delegate", &json!({"group": world.id("hands")}))
        }),
        Case::new("POST /api/v1/releases/{number}/withdraw", |world| {
            verb(world, &shared(world), "withdraw", &json!({}))
        }),
        Case::new("POST /api/v1/releases/{number}/reopen", |world| {
            verb(world, &closed(world), "reopen", &json!({"reason": "Again"}))
        }),
        Case::new("POST /api/v1/releases/{number}/reclassify", |world| {
            let body = json!({"model": other_model(world)});
            verb(world, &fresh(world), "reclassify", &body)
        }),
        Case::new("POST /api/v1/releases/{number}/change_deadline", move |world| {
            verb(world, &fresh(world), "change_deadline", &deadline)
        }),
        Case::new("DELETE /api/v1/releases/{number}", |world| {
            let (path, _, etag) = fresh(world);
            Ready::api(&world.admin.if_match(&etag), Method::DELETE, path, &Value::Null)
        }),
        Case::new("POST /api/v1/releases/bulk", |world| {
            Ready::api(&world.ada, Method::POST, "/api/v1/releases/bulk", &many(world))
        }),
    ];
    cases.extend(pages());
    cases
}

fn pages() -> Vec<Case> {
    vec![
        Case::new("POST /releases/{number}/suspend", |world| {
            let typed = world.id("justification");
            page(world, &fresh(world), "suspend", &[("justification", &typed)])
        }),
        Case::new("POST /releases/{number}/reactivate", |world| {
            page(world, &held(world), "reactivate", &[])
        }),
        Case::new("POST /releases/{number}/delegate", |world| {
            page(world, &fresh(world), "delegate", &[("group", &world.id("hands"))])
        }),
        Case::new("POST /releases/{number}/withdraw", |world| {
            page(world, &shared(world), "withdraw", &[])
        }),
        Case::new("POST /releases/{number}/reopen", |world| {
            page(world, &closed(world), "reopen", &[("reason", "Again")])
        }),
        Case::new("POST /releases/{number}/reclassify", |world| {
            page(world, &fresh(world), "reclassify", &[("model", &other_model(world))])
        }),
        Case::new("POST /releases/{number}/change_deadline", |world| {
            let typed = [("deadline", "2027-01-15T18:00"), ("justification", "Agreed")];
            page(world, &fresh(world), "change_deadline", &typed)
        }),
        Case::new("POST /releases/{number}/delete", |world| {
            let (_, page, etag) = fresh(world);
            let form = fields(&[("revision", etag.trim_matches('"'))]);
            Ready::form(&world.admin, format!("{page}/delete"), &form)
        }),
        Case::new("POST /releases/mass", |world| {
            let (path, _, etag) = fresh(world);
            let pick = format!("{}.{}", path.rsplit('/').next().unwrap(), etag.trim_matches('"'));
            let justification = world.id("justification");
            let form = fields(&[
                ("action", "suspend"),
                ("step", "go"),
                ("pick[]", &pick),
                ("justification", &justification),
            ]);
            Ready::form(&world.ada, "/releases/mass", &form)
        }),
    ]
}
