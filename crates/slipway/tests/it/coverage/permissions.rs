//! Every route, called by everybody. The table of answers is a file that is reviewed like code; what must hold of every
//! row, whatever the file says, is asserted here: nobody gets in, a stranger finds nothing, a missing right is 403.

use std::fmt::Write as _;

use axum::http::Method;
use serde_json::{Value, json};
use slipway::edge::Access;
use slipway::edge::route::Route;
use slipway::entry::registry;
use slipway::wiring;

use crate::support::{Client, World};

/// The routes that are open to everybody. This list may only shrink.
const PUBLIC: &[&str] = &[
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /api/v1/openapi.json",
    "GET /api/docs",
    "GET /errors/{code}",
    "POST /api/v1/sessions",
    "GET /login",
    "POST /login",
    "GET /setup",
    "POST /setup",
];

#[test]
fn only_the_listed_routes_are_public() {
    let mut public: Vec<String> = wiring::routes()
        .list
        .iter()
        .filter(|route| route.access == Access::Public)
        .map(|route| format!("{route:?}"))
        .collect();
    let mut listed: Vec<&str> = PUBLIC.to_vec();
    public.sort();
    listed.sort_unstable();
    assert_eq!(public, listed);
}

/// A path with its parameters filled by something that exists.
fn filled(world: &World, path: &str) -> String {
    let number = path
        .replace("{number}", "1")
        .replace("{version}", "1")
        .replace("{other}", "1")
        .replace("{n}", "1")
        .replace("{file}", "1.bpmn")
        .replace("{code}", "record.not_found");
    let kind = number.split('/').find_map(|part| match part {
        "units" => Some("unit"),
        "groups" => Some("team"),
        "contracts" => Some("contract"),
        "calendars" => Some("calendar"),
        "portfolios" | "portfolio" => Some("portfolio"),
        "models" => Some("model"),
        "flows" => Some("flow"),
        "solution_categories" => Some("solution"),
        "justifications" => Some("justification"),
        "activity_groups" => Some("activity_group"),
        "questionnaires" => Some("questionnaire"),
        "employees" => Some("ada"),
        "users" => Some("ada.account"),
        _ => None,
    });
    let id = kind.map_or_else(
        || "01939a5e-7c00-7000-8000-000000000001".to_owned(),
        |kind| world.id(kind),
    );
    number
        .replace("{id}", &id)
        .replace("{kind}", "units")
        .replace("{key}", "rows_per_page")
}

/// A revision that no record has: who may change it is told so, and nothing changes for those who come after.
const UNSEEN: &str = "999999";

fn call(world: &World, client: &Client, method: &Method, path: &str) -> u16 {
    let path = filled(world, path);
    let client = client
        .with("if-match", format!("\"{UNSEEN}\""))
        .with("sec-fetch-site", "same-origin");
    let answer = match method {
        &Method::GET | &Method::DELETE => client.send(method.clone(), &path, None, Vec::new()),
        _ if path.starts_with("/api/") => client.json(method.clone(), &path, &json!({})),
        _ => client.send(
            method.clone(),
            &path,
            Some("application/x-www-form-urlencoded"),
            format!("_revision={UNSEEN}&revision={UNSEEN}").into_bytes(),
        ),
    };
    answer.status.as_u16()
}

/// The right on an area that a route of reference data needs; none where every person gets in.
fn needed(route: &Route) -> Option<(&'static str, &'static str)> {
    let path = route.path.trim_start_matches("/api/v1").trim_start_matches("/admin");
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next()?;
    let area = match first {
        "flows" => "flow",
        "parameters" => "parameter",
        // What belongs to the entries of another kind is of the same area in every case.
        _ => registry::kinds()
            .find(|kind| kind.target.path == first || kind.home == Some(&format!("/{first}")))?
            .area
            .as_str(),
    };
    if path.ends_with("/working_time") {
        return None;
    }
    let deletes = route.method == Method::DELETE || path.ends_with("/delete");
    let writes = !route.method.is_safe() || path.ends_with("/edit") || path.ends_with("/new");
    let reach = if deletes {
        "delete"
    } else if writes {
        "save"
    } else {
        "search"
    };
    Some((area, reach))
}

fn has(rights: &Value, (area, reach): (&str, &str)) -> bool {
    let held = rights[area].as_array();
    held.is_some_and(|held| held.iter().any(|word| word == reach))
}

/// Whether it changes one release.
fn is_of_a_release(route: &Route) -> bool {
    !route.method.is_safe() && route.path.contains("/releases/{number}")
}

#[test]
fn who_may_not_is_told_nothing_of_the_body() {
    let world = World::on_sqlite();
    world.release();
    let changing = |route: &&Route| is_of_a_release(route) || route.gate.is_some();
    let mut n_routes = 0;
    for route in wiring::routes().list.iter().filter(changing) {
        assert!(route.gate.is_some(), "{route:?} names no right");
        let path = filled(&world, &route.path);
        let bodies = [
            (None, ""),
            (Some("application/json"), "{\"title\": "),
            (Some("application/json"), "{\"colour\": \"red\"}"),
            (Some("application/x-www-form-urlencoded"), "colour=red"),
            (Some("multipart/form-data; boundary=xyz"), "--xy"),
        ];
        for (media, body) in bodies {
            let rita = world.rita.with("sec-fetch-site", "same-origin");
            let answer = rita.send(route.method.clone(), &path, media, body.as_bytes().to_vec());
            let status = answer.status.as_u16();
            assert!(
                matches!(status, 403 | 404),
                "{route:?} with {body:?}: {status} {}",
                answer.text()
            );
        }
        n_routes += 1;
    }
    assert!(n_routes > 100, "{n_routes}");
}

#[test]
fn every_route_by_everybody() {
    let world = World::on_sqlite();
    world.release();
    let people = [
        ("rita", &world.rita),
        ("sam", &world.sam),
        ("vera", &world.vera),
        ("eva", &world.eva),
        ("ada", &world.ada),
        ("admin", &world.admin),
    ];
    let rights = people.map(|(_, client)| client.get("/api/v1/me").expect(200).json()["rights"].clone());
    let mut table = Vec::new();
    for route in &wiring::routes().list {
        let what = format!("{route:?}");
        let anonymous = call(&world, &world.nobody, &route.method, &route.path);
        if route.access == Access::LoggedIn {
            let is_page_read = !route.path.starts_with("/api/") && route.method == Method::GET;
            assert_eq!(anonymous, if is_page_read { 303 } else { 401 }, "{what} by nobody");
        }
        let mut row = format!("{what:<64} {anonymous}");
        for ((who, client), rights) in people.iter().zip(&rights) {
            let status = call(&world, client, &route.method, &route.path);
            assert!(status < 500, "{what} by {who}: {status}");
            if *who == "sam" && route.path.contains("{number}") {
                assert_eq!(status, 404, "{what} by a stranger");
            }
            if *who == "rita" && is_of_a_release(route) {
                assert!(
                    matches!(status, 403 | 404),
                    "{what} by a requester without rights: {status}"
                );
            }
            if let Some(right) = needed(route) {
                assert_eq!(
                    status == 403,
                    !has(rights, right),
                    "{what} by {who}, {right:?}: {status}"
                );
            }
            write!(row, " {status}").unwrap();
        }
        table.push(row);
    }
    table.sort();
    let head = format!("{:<64} nobody rita sam vera eva ada admin", "");
    insta::assert_snapshot!("permissions", format!("{head}\n{}", table.join("\n")));
}
