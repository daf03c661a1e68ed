//! Reference data: every kind is created, changed and deleted from the sample of its description.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::Method;
use serde_json::{Value, json};
use slipway::entry::kind::Kind;
use slipway::entry::{Control, registry};

use super::{Case, Ready, as_form, n_events};
use crate::support::World;

static N_WORDS: AtomicU32 = AtomicU32::new(0);

/// A word that no record has yet.
fn word() -> String {
    format!("W{}", N_WORDS.fetch_add(1, Ordering::Relaxed))
}

pub fn cases() -> Vec<Case> {
    registry::kinds().flat_map(of_kind).collect()
}

fn of_kind(kind: &'static Kind) -> Vec<Case> {
    let api = format!("/api/v1/{}", kind.target.path);
    let pages = kind
        .home
        .map_or_else(|| format!("/admin/{}", kind.target.path), str::to_owned);
    let (new_api, new_page) = whole(kind).map_or_else(
        || (api.clone(), format!("{pages}/new")),
        |whole| {
            let within = whole
                .home
                .map_or_else(|| format!("/admin/{}", whole.target.path), str::to_owned);
            (
                format!("/api/v1/{}/{{id}}/{}", whole.target.path, kind.target.path),
                format!("{within}/{{id}}/{}/new", kind.target.path),
            )
        },
    );
    let mut cases = vec![
        Case::new(format!("POST {new_api}"), {
            let path = new_api.clone();
            move |world| {
                let (id, body) = new_body(world, kind);
                Ready::api(&world.admin, Method::POST, path.replace("{id}", &id), &body)
            }
        }),
        Case::new(format!("PATCH {api}/{{id}}"), move |world| {
            let (path, etag) = made(world, kind);
            let patch = json!({kind.title: word()});
            Ready::api(&world.admin.if_match(&etag), Method::PATCH, path, &patch)
        }),
        Case::new(format!("DELETE {api}/{{id}}"), move |world| {
            let (path, etag) = lone(world, kind);
            Ready::api(&world.admin.if_match(&etag), Method::DELETE, path, &Value::Null)
        }),
        Case::new(format!("POST {new_page}"), move |world| {
            let (id, body) = new_body(world, kind);
            Ready::form(&world.admin, new_page.replace("{id}", &id), &as_form(&body))
        }),
        Case::new(format!("POST {pages}/{{id}}/edit"), {
            let pages = pages.clone();
            move |world| {
                let (_, mut body) = new_body(world, kind);
                let (path, etag) = created(world, kind, &body);
                body[kind.title] = json!(word());
                let mut form = as_form(&body);
                form.push(("_revision".to_owned(), etag.trim_matches('"').to_owned()));
                Ready::form(&world.admin, format!("{pages}/{}/edit", last(&path)), &form)
            }
        }),
        Case::new(format!("POST {pages}/{{id}}/delete"), move |world| {
            let (path, etag) = lone(world, kind);
            let form = [("_revision".to_owned(), etag.trim_matches('"').to_owned())];
            Ready::form(&world.admin, format!("{pages}/{}/delete", last(&path)), &form)
        }),
    ];
    cases.extend(kind.parts.iter().map(|field| {
        Case::new(format!("PUT {api}/{{id}}/{field}"), move |world| {
            let (path, etag) = made(world, kind);
            let path = format!("{path}/{field}");
            Ready::api(&world.admin.if_match(&etag), Method::PUT, path, &json!([]))
        })
    }));
    cases
}

/// The kind whose entries a kind's are created in.
fn whole(kind: &'static Kind) -> Option<&'static Kind> {
    registry::named(kind.field(kind.within?)?.control.target()?.name)
}

/// A body that nothing is wrong with, and the id of what it is created in.
fn new_body(world: &World, kind: &'static Kind) -> (String, Value) {
    let mut body: Value = serde_json::from_str(kind.sample).unwrap();
    fill(world, &mut body);
    for (_, field) in kind.taken {
        body[*field] = json!(word());
    }
    // A link that both sides show changes both records: told below.
    for field in kind
        .fields
        .iter()
        .filter(|field| matches!(field.control, Control::Links(_)))
    {
        body[field.name] = json!([]);
    }
    // Without characteristics, a type has no attributes either.
    for field in kind.fields {
        if matches!(field.control, Control::Attributes(_)) {
            body[field.name] = json!({});
        }
    }
    let id = kind
        .within
        .map(|field| body[field].as_str().unwrap().to_owned())
        .unwrap_or_default();
    (id, body)
}

/// Puts records where the sample refers to some.
fn fill(world: &World, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix('@') {
                *text = if name == "flow" {
                    world.id("flow")
                } else if let Some(name) = name.strip_suffix(".tag") {
                    let (path, _) = made(world, registry::named(name).unwrap());
                    world.admin.get(&path).expect(200).json()["tag"]
                        .as_str()
                        .unwrap()
                        .to_owned()
                } else {
                    last(&made(world, registry::named(name).unwrap()).0).to_owned()
                };
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill(world, item)),
        Value::Object(object) => object.values_mut().for_each(|inner| fill(world, inner)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A new entry: its path in the API and its `ETag`.
fn made(world: &World, kind: &'static Kind) -> (String, String) {
    let (_, body) = new_body(world, kind);
    created(world, kind, &body)
}

fn created(world: &World, kind: &'static Kind, body: &Value) -> (String, String) {
    let place = whole(kind).map_or_else(String::new, |whole| {
        format!(
            "/{}/{}",
            whole.target.path,
            body[kind.within.unwrap()].as_str().unwrap()
        )
    });
    let answer = world
        .admin
        .post(&format!("/api/v1{place}/{}", kind.target.path), body)
        .expect(201);
    (answer.header("location").to_owned(), answer.etag())
}

/// A new entry that nothing belongs to, so that it can be deleted.
fn lone(world: &World, kind: &'static Kind) -> (String, String) {
    let (path, etag) = made(world, kind);
    if !kind.parts.contains(&"members") {
        return (path, etag);
    }
    let emptied = world
        .admin
        .if_match(&etag)
        .patch(&path, &json!({"members": []}))
        .expect(200);
    (path, emptied.etag())
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

#[test]
fn a_link_that_two_records_show_leaves_one_event_on_each() {
    let world = World::on_sqlite();
    let contract = registry::named("contract").unwrap();
    let made = |name: &str| last(&made(&world, registry::named(name).unwrap()).0).to_owned();
    let (group, unit) = (made("group"), made("unit"));
    let (_, mut body) = new_body(&world, contract);
    body["groups"] = json!([group]);
    body["units"] = json!([unit]);
    let before = n_events(&world);
    created(&world, contract, &body);
    assert_eq!(n_events(&world) - before, 3, "the contract, the group and the unit");
    for (path, id) in [("groups", &group), ("units", &unit)] {
        let etag = world.admin.get(&format!("/api/v1/{path}/{id}")).expect(200).etag();
        assert_eq!(etag, "\"2\"", "what was seen of {path} before is stale");
    }
}
