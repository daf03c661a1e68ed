//! Every state an item had can be read again: as of an instant, by its number, and as the present.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::{body, change, id_of, item};
use crate::support::{World, each};

/// An item at an instant, without what says when it was written.
fn state(world: &World, path: &str, at: Timestamp) -> Option<Value> {
    let answer = world.admin.get(&format!("{path}?as_of={at}"));
    (answer.status == 200).then(|| bare(answer.json()))
}

fn bare(mut item: Value) -> Value {
    for stamp in ["created_at", "created_by", "updated_at", "updated_by"] {
        item.as_object_mut().unwrap().remove(stamp);
    }
    item
}

/// What an item is changed to: which field, and to which of a few values.
fn patch(groups: &[String; 3], (what, value): (usize, usize)) -> Value {
    match what {
        0 => json!({"version": value.to_string()}),
        1 => json!({"group": groups[value]}),
        2 => json!({"criticality": (["low", "medium", "high"][value]), "family": null}),
        _ => {
            json!({"warranties": [{"provider": "P", "start": "2026-01-01", "end": format!("2027-01-0{}", 1 + value)}]})
        }
    }
}

/// An edit: of which item, to what, and how many seconds later.
type Edit = (usize, (usize, usize), i64);

/// Random edits of two items, each state kept by a naive oracle; then every instant is asked again, of the items and of
/// the list.
#[test]
fn what_was_is_read_as_an_oracle_remembers_it() {
    each(|world| {
        let (world, n_cases) = (&*world, Cell::new(0));
        let config = Config {
            cases: 5,
            failure_persistence: None,
            ..Config::default()
        };
        let edits = prop::collection::vec((0..2_usize, (0..4_usize, 0..3_usize), 1..60_i64), 3..14);
        TestRunner::new(config)
            .run(&edits, |edits| {
                n_cases.set(n_cases.get() + 1);
                remembered(world, &format!("v{}", n_cases.get()), &edits)
            })
            .unwrap();
    });
}

fn remembered(world: &World, word: &str, edits: &[Edit]) -> Result<(), TestCaseError> {
    let unborn = world.app.now();
    world.wait(SignedDuration::from_secs(1));
    let paths = [0, 1].map(|n| item(world, &format!("{word}-{n}")));
    let groups = ["New items", "In test", "In operation"].map(|name| id_of(&world.admin, "ci_groups", "name", name));
    let now = || -> Vec<Value> {
        paths
            .iter()
            .map(|path| bare(world.admin.get(path).expect(200).json()))
            .collect()
    };
    let mut oracle = vec![(world.app.now(), now())];
    for (which, what, seconds) in edits {
        world.wait(SignedDuration::from_secs(*seconds));
        change(&world.admin, &paths[*which], &patch(&groups, *what)).expect(200);
        oracle.push((world.app.now(), now()));
    }
    for (at, states) in &oracle {
        for (path, expected) in paths.iter().zip(states) {
            let found = state(world, path, *at);
            prop_assert_eq!(found.as_ref(), Some(expected), "{} at {}", path, at);
        }
        let expected = states.iter().filter(|item| item["stage"] == "homologation").count();
        let query = format!("/api/v1/cis?stage=homologation&q={word}-&count=exact&as_of={at}");
        let listed = world.admin.get(&query).expect(200).json();
        prop_assert_eq!(&listed["total"], &json!(expected), "the list at {}", at);
        prop_assert_eq!(listed["items"].as_array().unwrap().len(), expected);
    }
    prop_assert_eq!(state(world, &paths[0], unborn), None, "not there yet");
    Ok(())
}

#[test]
fn versions_are_compared_marked_and_brought_back() {
    each(|world| {
        let memory = json!({"name": "Memory", "tag": "memory", "type": "integer"});
        let disk = json!({"name": "Disk", "tag": "disk", "type": "text"});
        let characteristics = [memory, disk].map(|body| world.create("/api/v1/characteristics", &body));
        let kind = json!({"name": "Host", "tag": "host", "category": "hardware", "characteristics": characteristics});
        let mut body = body(world, "R-1", "New items");
        body["type"] = json!(world.create("/api/v1/ci_types", &kind));
        body["attributes"] = json!({"memory": 8});
        let path = world
            .admin
            .post("/api/v1/cis", &body)
            .expect(201)
            .header("location")
            .to_owned();
        let first = bare(world.admin.get(&path).json());
        let etag = world.admin.get(&path).etag();
        let point = world
            .admin
            .if_match(&etag)
            .post(&format!("{path}/restore_points"), &json!({"name": "Before"}))
            .expect(201)
            .json();
        assert_eq!(
            (&point["version"], &point["restore_point"]),
            (&json!(1), &json!("Before"))
        );
        world.wait(SignedDuration::from_mins(5));
        change(
            &world.admin,
            &path,
            &json!({"name": "Other", "attributes": {"memory": 16, "disk": "big"}}),
        )
        .expect(200);
        let diff = world.admin.get(&format!("{path}/versions/1/diff/2")).expect(200).json();
        let mut fields: Vec<&str> = diff["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["field"].as_str().unwrap())
            .collect();
        fields.sort_unstable();
        assert_eq!(fields, ["attributes.disk", "attributes.memory", "name"]);
        let etag = world.admin.get(&path).etag();
        world
            .admin
            .post(&format!("{path}/restore"), &json!({"version": 1}))
            .expect(428);
        world
            .admin
            .if_match(&etag)
            .post(&format!("{path}/restore"), &json!({"version": 9}))
            .expect(422);
        world
            .admin
            .if_match(&etag)
            .post(&format!("{path}/restore"), &json!({"version": 1}))
            .expect(200);
        assert_eq!(
            bare(world.admin.get(&path).json()),
            first,
            "as it was, attributes included"
        );
        let versions = world.admin.get(&format!("{path}/versions")).expect(200).json();
        let labels: Vec<&str> = versions["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|version| version["label"].as_str().unwrap())
            .collect();
        assert_eq!(labels, ["1.2", "1.1", "1.0"], "a restored state is a new version");
        assert_eq!(
            (&versions["items"][0]["until"], &versions["items"][2]["restore_point"]),
            (&Value::Null, &json!("Before"))
        );
        let history = world.admin.get(&format!("{path}/history")).expect(200).json();
        let kinds: Vec<&str> = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["created", "restore_point", "edited", "restored"]);
        world.admin.get(&format!("{path}/versions/7")).expect(404);
        world.rita.get(&format!("{path}/versions")).expect(403);
    });
}
