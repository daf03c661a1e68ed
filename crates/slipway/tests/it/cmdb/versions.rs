//! Every state an item had can be read again: as of an instant, by its number, and as the present.

use jiff::{SignedDuration, Timestamp};
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

/// A sequence that looks random and is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Random edits of two items, each state kept by a naive oracle; then every instant is asked again, of the items and of
/// the list.
#[test]
fn what_was_is_read_as_an_oracle_remembers_it() {
    each(|world| {
        for seed in 1..=4 {
            let mut dice = Dice(seed);
            let (mut before, born) = (world.app.now(), seed * 10);
            let paths = [
                item(world, &format!("V-{born}")),
                item(world, &format!("V-{}", born + 1)),
            ];
            let groups =
                ["New items", "In test", "In operation"].map(|name| id_of(&world.admin, "ci_groups", "name", name));
            let mut remembered: Vec<(Timestamp, Vec<Value>)> = Vec::new();
            for _ in 0..12 {
                before = world.app.now();
                let states = paths.iter().map(|path| bare(world.admin.get(path).json())).collect();
                remembered.push((before, states));
                world.wait(SignedDuration::from_secs(1 + i64::try_from(dice.roll(60)).unwrap()));
                let patch = match dice.roll(4) {
                    0 => json!({"version": dice.roll(3).to_string()}),
                    1 => json!({"group": groups[usize::try_from(dice.roll(3)).unwrap()]}),
                    2 => {
                        json!({"criticality": ["low", "high"][usize::try_from(dice.roll(2)).unwrap()], "family": null})
                    }
                    _ => {
                        json!({"warranties": [{"provider": "P", "start": "2026-01-01", "end": format!("2027-01-0{}", 1 + dice.roll(9))}]})
                    }
                };
                change(&world.admin, &paths[usize::try_from(dice.roll(2)).unwrap()], &patch).expect(200);
            }
            for (at, states) in &remembered {
                for (path, expected) in paths.iter().zip(states) {
                    assert_eq!(state(world, path, *at).as_ref(), Some(expected), "{path} at {at}");
                }
                let in_test = |item: &Value| item["stage"] == "homologation";
                let expected = states.iter().filter(|item| in_test(item)).count();
                let query = format!("/api/v1/cis?stage=homologation&q=v-{seed}&count=exact&as_of={at}");
                let listed = world.admin.get(&query).expect(200).json();
                assert_eq!(listed["total"], expected, "the list at {at}");
                assert_eq!(listed["items"].as_array().unwrap().len(), expected);
            }
            let (first, _) = remembered[0];
            assert!(before > first);
            assert_eq!(
                state(world, &paths[0], first - SignedDuration::from_hours(9_000)),
                None,
                "not there yet"
            );
        }
    });
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
