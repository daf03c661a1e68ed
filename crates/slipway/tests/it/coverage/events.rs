//! Every command leaves exactly one event (R26): each changing route is called as it is meant, through API and pages,
//! and the history is counted before and after. What a route answers otherwise is told in the stories.

mod account;
mod checklists;
mod cmdb;
mod entries;
mod files;
mod flows;
mod imports;
mod life;
mod mails;
mod releases;
mod work_log;

use axum::http::Method;
use serde_json::Value;
use slipway::wiring;
use slipway_db::{Error, params};

use crate::support::{Client, World, multipart};

slipway_db::statements! {
    COUNT = "select count(*) from event";
}

/// Changing methods that change no record, and why. This list may only shrink.
const WITHOUT_EVENT: &[(&str, &str)] = &[
    ("POST /api/v1/sessions", "a session is no record"),
    ("DELETE /api/v1/sessions/current", "a session is no record"),
    ("POST /login", "a session is no record"),
    ("POST /logout", "a session is no record"),
    (
        "POST /admin/questionnaires/import",
        "it fills the builder, and saving there keeps it",
    ),
    ("POST /api/v1/calendars/{id}/working_time", "it reckons"),
    (
        "POST /api/v1/notifications/{id}/seen",
        "what one reader has read is no history",
    ),
    (
        "POST /api/v1/notifications/{id}/confirm",
        "the receipt itself is what is kept",
    ),
    ("POST /notices/seen", "what one reader has read is no history"),
    ("POST /notices/{id}/seen", "what one reader has read is no history"),
    ("POST /notices/{id}/open", "what one reader has read is no history"),
    ("POST /notices/{id}/confirm", "the receipt itself is what is kept"),
];

/// A route and how it is called: the preparing is done when it is made, and is not counted.
pub struct Case {
    route: String,
    ready: Box<dyn Fn(&World) -> Ready>,
}

impl Case {
    pub fn new(route: impl Into<String>, ready: impl Fn(&World) -> Ready + 'static) -> Case {
        Case {
            route: route.into(),
            ready: Box::new(ready),
        }
    }
}

/// A call that only has to be sent.
pub struct Ready {
    client: Client,
    method: Method,
    path: String,
    media: &'static str,
    body: Vec<u8>,
}

impl Ready {
    /// A call of the API, with whatever `If-Match` the client has.
    pub fn api(client: &Client, method: Method, path: impl Into<String>, body: &Value) -> Ready {
        Ready {
            client: client.clone(),
            method,
            path: path.into(),
            media: "application/json",
            body: body.to_string().into_bytes(),
        }
    }

    /// A form with files.
    pub fn upload(client: &Client, path: impl Into<String>, parts: &[(&str, &[u8])]) -> Ready {
        Ready {
            client: client.clone(),
            method: Method::POST,
            path: path.into(),
            media: "multipart/form-data; boundary=xyz",
            body: multipart(parts),
        }
    }

    /// A form as a page sends it.
    pub fn form(client: &Client, path: impl Into<String>, fields: &[(String, String)]) -> Ready {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        Ready {
            client: client.with("sec-fetch-site", "same-origin"),
            method: Method::POST,
            path: path.into(),
            media: "application/x-www-form-urlencoded",
            body: body.finish().into_bytes(),
        }
    }
}

/// Fields of a form, by name.
pub fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// A body of the API as the fields of a form that say the same.
pub fn as_form(body: &Value) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    spread(&mut fields, "", body);
    fields
}

fn spread(fields: &mut Vec<(String, String)>, place: &str, value: &Value) {
    let below = |name: &str| {
        if place.is_empty() {
            name.to_owned()
        } else {
            format!("{place}.{name}")
        }
    };
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(name, inner)| spread(fields, &below(name), inner)),
        Value::Array(rows) => {
            for (index, row) in rows.iter().enumerate() {
                if row.is_object() {
                    spread(fields, &below(&index.to_string()), row);
                } else {
                    spread(fields, &format!("{place}[]"), row);
                }
            }
        }
        Value::String(text) => fields.push((place.to_owned(), text.clone())),
        Value::Null => fields.push((place.to_owned(), String::new())),
        Value::Bool(_) | Value::Number(_) => fields.push((place.to_owned(), value.to_string())),
    }
}

fn n_events(world: &World) -> i64 {
    let counted: Result<i64, Error> = world
        .app
        .db()
        .read_blocking(|tx| tx.query_one(COUNT, params![], |row| row.get(0)));
    counted.unwrap()
}

fn cases() -> Vec<Case> {
    let mut cases = account::cases();
    cases.extend(entries::cases());
    cases.extend(flows::cases());
    cases.extend(mails::cases());
    cases.extend(releases::cases());
    cases.extend(checklists::cases());
    cases.extend(cmdb::cases());
    cases.extend(files::cases());
    cases.extend(imports::cases());
    cases.extend(life::cases());
    cases.extend(work_log::cases());
    cases
}

#[test]
fn every_changing_route_has_its_case() {
    let routes = wiring::routes().list;
    let changing: Vec<String> = routes
        .iter()
        .filter(|route| !route.method.is_safe())
        .map(|route| format!("{route:?}"))
        .collect();
    let told: Vec<String> = cases().into_iter().map(|case| case.route).collect();
    let excepted = |route: &String| WITHOUT_EVENT.iter().any(|(known, _)| known == route);
    let untold: Vec<_> = changing
        .iter()
        .filter(|route| !told.contains(route) && !excepted(route))
        .collect();
    assert!(
        untold.is_empty(),
        "tell how to call them, in coverage/events/: {untold:#?}"
    );
    let gone: Vec<_> = told.iter().filter(|route| !changing.contains(route)).collect();
    assert!(gone.is_empty(), "there are no such routes: {gone:#?}");
    let excess = WITHOUT_EVENT
        .iter()
        .find(|(route, _)| told.contains(&(*route).to_owned()));
    assert!(excess.is_none(), "told and excepted: {excess:?}");
}

#[test]
fn every_command_leaves_exactly_one_event() {
    let world = World::on_sqlite();
    let mut wrong = Vec::new();
    for case in cases() {
        let ready = (case.ready)(&world);
        let before = n_events(&world);
        let answer = ready
            .client
            .send(ready.method, &ready.path, Some(ready.media), ready.body);
        let n_left = n_events(&world) - before;
        let status = answer.status.as_u16();
        if !(200..400).contains(&status) || n_left != 1 {
            let text: String = answer.text().chars().take(2_000).collect();
            wrong.push(format!(
                "{} left {n_left} events and answered {status}: {text}",
                case.route
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
