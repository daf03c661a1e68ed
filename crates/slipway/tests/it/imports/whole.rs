//! The whole CMDB out of one installation and into an empty one: the same comes out of that.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{CSV, LINES, counts, export, import};
use crate::cmdb::{body, change, id_of};
use crate::support::{World, each};

/// Items with everything that a file has to carry: attributes with defaults that were taken away, parents made after their
/// children, warranties, references, texts with quotes and formulas, groups with slashes.
fn furnish(world: &World) {
    let admin = &world.admin;
    let made = |path: &str, body: Value| -> String {
        let made = admin.post(&format!("/api/v1/{path}"), &body).expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let ram = made(
        "characteristics",
        json!({"name": "Memory", "tag": "ram", "type": "integer", "default": 8, "minimum": 1}),
    );
    let note = made(
        "characteristics",
        json!({"name": "Note", "tag": "note", "type": "long_text"}),
    );
    let blade = made(
        "ci_types",
        json!({"name": "Blade", "tag": "blade", "category": "hardware", "characteristics": [ram, note]}),
    );
    let production = id_of(admin, "ci_groups", "name", "Production");
    let rack = made("ci_groups", json!({"name": "Rack 7/8", "parent": production}));
    made("ci_groups", json!({"name": "Elsewhere", "description": "No stage"}));
    made(
        "relationship_types",
        json!({"name": "is fed by", "reverse_name": "feeds", "impact": "both"}),
    );
    let item = |identification: &str, fields: Value| -> String {
        let mut body = json!({"identification": identification, "name": "x", "type": blade, "group": rack});
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        made("cis", body)
    };
    let child = item(
        "child",
        json!({"attributes": {"ram": null, "note": "=1+1\nsecond \"line\""}, "status": "in_stock"}),
    );
    let inner = item(
        "inner",
        json!({"unit": world.id("unit"), "owner_group": world.id("team"), "cost_per_hour": 12.5}),
    );
    let outer = item(
        "outer",
        json!({"warranties": [{"provider": "P, Q", "start": "2026-01-01", "end": "2027-01-01"}]}),
    );
    for (id, parent) in [(&child, &inner), (&inner, &outer)] {
        change(admin, &format!("/api/v1/cis/{id}"), &json!({"parent": parent})).expect(200);
    }
    for (from, kind, to) in [(&child, "is fed by", &outer), (&inner, "depends on", &child)] {
        let kind = id_of(admin, "relationship_types", "name", kind);
        admin
            .post("/api/v1/relationships", &json!({"from": from, "to": to, "type": kind}))
            .expect(201);
    }
}

/// Records without an order that ids decide.
fn sorted(mut records: Vec<Value>) -> Vec<String> {
    records.iter_mut().for_each(Value::sort_all_objects);
    let mut lines: Vec<String> = records.iter().map(Value::to_string).collect();
    lines.sort();
    lines
}

#[test]
fn everything_comes_back_in_an_empty_installation() {
    for (format, media) in [("jsonl", LINES), ("csv", CSV)] {
        let full = World::on_sqlite();
        furnish(&full);
        let file = full
            .admin
            .get(&format!("/api/v1/exports/cmdb?format={format}"))
            .expect(200)
            .body;
        let expected = sorted(export(&full));
        drop(full);
        each(|world| {
            let rehearsed = import(world, "cis?dry_run=true", media, file.clone());
            let report = import(world, "cis", media, file.clone());
            assert_eq!(report["refusals"], json!([]), "{format}");
            assert_eq!(counts(&rehearsed), counts(&report), "a rehearsal of everything");
            assert_eq!(sorted(export(world)), expected, "{format}");
            let again = import(world, "relationships", media, file.clone());
            assert_eq!(
                counts(&again)[2],
                again["rows"].as_i64().unwrap(),
                "all unchanged: {again}"
            );
        });
    }
}

#[test]
fn an_export_can_be_of_then() {
    each(|world| {
        let admin = &world.admin;
        let made = admin
            .post("/api/v1/cis", &body(world, "old-name", "New items"))
            .expect(201);
        let other = admin
            .post("/api/v1/cis", &body(world, "other", "New items"))
            .expect(201)
            .json();
        let kind = id_of(admin, "relationship_types", "name", "uses");
        let pair = json!({"from": made.json()["id"], "to": other["id"], "type": kind});
        let pair = admin.post("/api/v1/relationships", &pair).expect(201);
        world.wait(SignedDuration::from_mins(5));
        let then = "2026-11-23T12:01:00Z";
        change(
            &world.admin,
            made.header("location"),
            &json!({"identification": "new-name"}),
        )
        .expect(200);
        world
            .admin
            .if_match(&pair.etag())
            .delete(pair.header("location"))
            .expect(204);
        let text = world
            .admin
            .get(&format!("/api/v1/exports/cmdb?as_of={then}"))
            .expect(200)
            .text();
        let of = |record: &str| -> Vec<Value> {
            let all = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            all.filter(|found| found["record"] == record).collect()
        };
        let names: BTreeSet<String> = of("ci").iter().map(|item| item["identification"].to_string()).collect();
        assert_eq!(
            names,
            BTreeSet::from(["\"old-name\"".to_owned(), "\"other\"".to_owned()])
        );
        let expected = json!({"from": "old-name", "to": "other", "type": "uses", "record": "relationship"});
        assert_eq!(of("relationship"), [expected]);
        let now = export(world);
        assert!(
            !now.iter().any(|record| record["record"] == "relationship"),
            "it has ended since"
        );
    });
}
