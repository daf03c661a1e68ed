//! Every route, called by everybody: nobody gets in without a log-in, strangers find nothing, and nothing answers 5xx.

use axum::http::Method;
use serde_json::json;
use slipway::edge::Access;
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

fn call(world: &World, client: &Client, method: &Method, path: &str) -> u16 {
    let path = filled(world, path);
    let client = client.with("if-match", "*").with("sec-fetch-site", "same-origin");
    let answer = match method {
        &Method::GET | &Method::DELETE => client.send(method.clone(), &path, None, Vec::new()),
        _ if path.starts_with("/api/") => client.json(method.clone(), &path, &json!({})),
        _ => client.send(
            method.clone(),
            &path,
            Some("application/x-www-form-urlencoded"),
            b"x=1".to_vec(),
        ),
    };
    answer.status.as_u16()
}

#[test]
fn every_route_by_everybody() {
    let world = World::on_sqlite();
    world.release();
    for route in &wiring::routes().list {
        let what = format!("{route:?}");
        // Logging in and out by hand is told elsewhere; here it would end the callers' own sessions.
        let anonymous = call(&world, &world.nobody, &route.method, &route.path);
        if route.access == Access::LoggedIn {
            let is_page_read = !route.path.starts_with("/api/") && route.method == Method::GET;
            assert_eq!(anonymous, if is_page_read { 303 } else { 401 }, "{what} by nobody");
        }
        for (who, client) in [
            ("rita", &world.rita),
            ("sam", &world.sam),
            ("vera", &world.vera),
            ("eva", &world.eva),
            ("ada", &world.ada),
            ("admin", &world.admin),
        ] {
            let status = call(&world, client, &route.method, &route.path);
            assert!(status < 500, "{what} by {who}: {status}");
            let administers = ["/admin", "/portfolio"]
                .iter()
                .any(|place| route.path.starts_with(place));
            let writes = route.method != Method::GET;
            if who == "sam" && route.path.contains("{number}") {
                let absent = call(&world, client, &route.method, &route.path.replace("{number}", "4711"));
                assert_eq!(status, absent, "{what} by a stranger: as if it were not there");
                assert!(status == 404 || writes, "{what} by a stranger: {status}");
            }
            if (who == "rita" || who == "vera") && administers && writes {
                // Some forms are told first that they say nothing: refused they are in any case.
                assert!((400..500).contains(&status), "{what} by {who}: {status}");
            }
        }
    }
}
