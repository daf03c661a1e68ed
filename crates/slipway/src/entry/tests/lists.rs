//! Lists: pages, order, filters, and queries that are not understood.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use serde_json::{Value, json};

use crate::account::kinds::{CONTRACTS, LOCATIONS, UNITS};
use crate::edge::Fault;
use crate::entry::kind::Kind;
use crate::entry::query;
use crate::entry::testing::{World, on_both_engines, pairs, wrong};

fn page(world: &World, kind: &'static Kind, asked: &Value) -> Result<query::Page, Fault> {
    let asked = asked.as_object().unwrap().clone();
    world.look(move |look| query::page(look, kind, &query::asked(kind, &asked)?))
}

fn names(page: &query::Page) -> Vec<&str> {
    page.entries
        .iter()
        .map(|entry| entry.values["name"].as_str().unwrap())
        .collect()
}

fn units(world: &World) {
    for (name, active) in [
        ("São Paulo", true),
        ("alpha 50%", true),
        ("Ávila", false),
        ("Zeta", true),
        ("beta", true),
    ] {
        world.create(&UNITS, json!({"name": name, "active": active})).unwrap();
    }
}

#[test]
fn pages_follow_each_other_in_both_directions() {
    on_both_engines(|world| {
        units(world);
        for (sort, expected) in [
            ("name", ["alpha 50%", "Ávila", "beta", "São Paulo", "Zeta"]),
            ("-name", ["Zeta", "São Paulo", "beta", "Ávila", "alpha 50%"]),
            ("created_at", ["São Paulo", "alpha 50%", "Ávila", "Zeta", "beta"]),
            ("-created_at", ["beta", "Zeta", "Ávila", "alpha 50%", "São Paulo"]),
        ] {
            let mut found = Vec::new();
            let mut asked = json!({"sort": sort, "limit": "2", "count": "exact"});
            loop {
                let page = page(world, &UNITS, &asked).unwrap();
                assert_eq!(page.total, Some(5));
                found.extend(names(&page).into_iter().map(str::to_owned));
                let Some(next) = page.next else { break };
                asked["cursor"] = json!(next);
            }
            assert_eq!(found, expected, "{sort}");
        }
    });
}

#[test]
fn lists_narrow_by_words_flags_and_references() {
    on_both_engines(|world| {
        units(world);
        let found = |asked: Value| names(&page(world, &UNITS, &asked).unwrap()).join(", ");
        assert_eq!(found(json!({"q": "sao"})), "São Paulo");
        assert_eq!(found(json!({"q": "ÁVI"})), "Ávila");
        assert_eq!(found(json!({"q": "50%"})), "alpha 50%");
        assert_eq!(found(json!({"q": "_"})), "");
        assert_eq!(found(json!({"active": "false"})), "Ávila");
        let location = world.create(&LOCATIONS, world.sample(&LOCATIONS)).unwrap();
        let by_unit = page(world, &LOCATIONS, &json!({"unit": location.values["unit"]})).unwrap();
        assert_eq!(by_unit.entries.len(), 1);
        let by_other = page(
            world,
            &LOCATIONS,
            &json!({"unit": uuid::Uuid::from_u128(9).to_string()}),
        )
        .unwrap();
        assert!(by_other.entries.is_empty());
        world.create(&CONTRACTS, world.sample(&CONTRACTS)).unwrap();
        let by_contract = page(world, &UNITS, &json!({"contract": world.some("contract").to_string()})).unwrap();
        assert_eq!(names(&by_contract), ["first Data centre GR"]);
    });
}

#[test]
fn a_query_that_is_not_understood_is_refused() {
    on_both_engines(|world| {
        units(world);
        let cursor = page(world, &UNITS, &json!({"limit": "1"})).unwrap().next.unwrap();
        for (asked, place, code) in [
            (json!({"limit": "0"}), "/query/limit", "out_of_range"),
            (json!({"limit": "201"}), "/query/limit", "out_of_range"),
            (json!({"sort": "zone"}), "/query/sort", "not_a_choice"),
            (json!({"parnet": "x"}), "/query/parnet", "unknown_field"),
            (json!({"parent": "x"}), "/query/parent", "not_an_id"),
            (json!({"cursor": "x"}), "/query/cursor", "not_a_cursor"),
            (
                json!({"cursor": cursor, "sort": "-name"}),
                "/query/cursor",
                "not_a_cursor",
            ),
            (json!({"count": "some"}), "/query/count", "not_a_choice"),
        ] {
            assert_eq!(wrong(page(world, &UNITS, &asked)), pairs(&[(place, code)]), "{asked}");
        }
    });
}
