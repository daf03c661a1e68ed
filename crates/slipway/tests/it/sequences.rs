//! Random commands by random people on both stores: what people do over HTTP in whatever order keeps a release whole.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use crate::support::{Client, World, each};

/// What somebody tries: the path below the release, and the body.
fn tried(world: &World, what: usize) -> (&'static str, Value) {
    let ending = |outcome: &str| {
        json!({
            "outcome": outcome, "release_date": "2026-12-04", "solution_category": world.id("solution"),
            "closure": format!("{outcome}, and why"),
        })
    };
    let all = [
        ("capture", json!({})),
        ("capture", json!({"take_over": true})),
        ("advance", json!({"outcome": "advance"})),
        ("advance", ending("not_solved")),
        ("advance", ending("solved")),
        ("advance", ending("canceled")),
        (
            "situation",
            json!({"status": "not_solved", "closure": "The test failed"}),
        ),
        ("suspend", json!({"justification": world.id("justification")})),
        ("reactivate", json!({})),
        ("reactivate", json!({})),
        ("delegate", json!({"user": world.id("sam.account")})),
        (
            "delegate",
            json!({"user": world.id("eva.account"), "make_responsible": true}),
        ),
        ("delegate", json!({"group": world.id("hands")})),
        ("withdraw", json!({})),
        ("reopen", json!({"reason": "Again"})),
        (
            "change_deadline",
            json!({"deadline": "2026-12-20T12:00:00Z", "justification": "Agreed"}),
        ),
    ];
    all.into_iter().nth(what % N_TRIED).unwrap()
}

const N_TRIED: usize = 16;

fn person(world: &World, who: usize) -> &Client {
    [
        &world.ada,
        &world.ada,
        &world.admin,
        &world.eva,
        &world.sam,
        &world.rita,
    ][who % 6]
}

fn state(world: &World, release: &str) -> (Value, Vec<Value>) {
    let body = world.admin.get(release).expect(200).json();
    let history = world.admin.get(&format!("{release}/history")).expect(200).json();
    assert_eq!(history["verified"], true, "R26");
    (body, history["items"].as_array().unwrap().clone())
}

/// Whether a hold refuses it (R7).
fn waits(verb: &str) -> bool {
    !matches!(verb, "reactivate" | "delegate" | "withdraw")
}

/// One command, and what must hold whatever came of it.
fn step(world: &World, release: &str, (who, what): (usize, usize)) -> Result<(), TestCaseError> {
    let (before, events) = state(world, release);
    let (verb, body) = tried(world, what);
    let answer = person(world, who)
        .with("if-match", "*")
        .post(&format!("{release}/{verb}"), &body);
    let (after, events_after) = state(world, release);
    let status = answer.status.as_u16();
    prop_assert!(status < 500, "{verb}: {}", answer.text());
    if status == 200 {
        prop_assert_eq!(events_after.len(), events.len() + 1, "one event a command: {}", verb);
        prop_assert!(before["status"] != "suspended" || !waits(verb), "R7: {verb}");
        prop_assert!(before["state"] == "open" || verb == "reopen", "B082: {verb}");
    } else {
        prop_assert_eq!(&after, &before, "a refusal changes nothing: {}", verb);
        prop_assert_eq!(events_after.len(), events.len(), "{}", verb);
    }
    prop_assert_eq!(after["state"] == "closed", after["tasks"] == json!([]));
    prop_assert_eq!(after["status"] == "suspended", after["suspension"].is_object());
    prop_assert_eq!(after["status"] == "suspended", after["deadline"].is_null());
    Ok(())
}

/// The last version is the record, and the lists count what there is.
fn told_the_same(world: &World, release: &str) -> Result<(), TestCaseError> {
    let (body, events) = state(world, release);
    let last = &events.last().unwrap()["seq"];
    let version = world
        .admin
        .get(&format!("{release}/versions/{last}"))
        .expect(200)
        .json();
    let record = version["record"].as_object().cloned().unwrap_or_else(Map::new);
    for field in [
        "status",
        "run",
        "reopen_count",
        "suspended_minutes",
        "extension_minutes",
        "title",
        "planned_end",
    ] {
        prop_assert_eq!(&record[field], &body[field], "{}", field);
    }
    let nodes = |tasks: &Value, name: &str| -> Vec<Value> {
        tasks
            .as_array()
            .unwrap()
            .iter()
            .map(|task| task[name].clone())
            .collect()
    };
    prop_assert_eq!(nodes(&record["tasks"], "task"), nodes(&body["tasks"], "id"));
    prop_assert_eq!(
        nodes(&record["tasks"], "shared_with"),
        nodes(&body["tasks"], "shared_with")
    );
    let runs = world.admin.get(&format!("{release}/runs")).expect(200).json();
    let n_runs = runs["items"].as_array().unwrap().len();
    prop_assert_eq!(json!(n_runs), body["reopen_count"].clone(), "lineage");
    for state in ["open", "closed"] {
        let list = world
            .admin
            .get(&format!("/api/v1/releases?state={state}&count=exact&limit=200"))
            .expect(200)
            .json();
        prop_assert_eq!(
            &list["total"],
            &json!(list["items"].as_array().unwrap().len()),
            "counters equal the rows"
        );
    }
    Ok(())
}

#[test]
fn no_sequence_of_commands_breaks_a_release_on_either_store() {
    each(|world| {
        let world = &*world;
        let config = Config {
            cases: 6,
            failure_persistence: None,
            ..Config::default()
        };
        let commands = prop::collection::vec((0..6_usize, 0..N_TRIED), 10..24);
        TestRunner::new(config)
            .run(&commands, |commands| {
                let release = world.release();
                for command in commands {
                    step(world, &release, command)?;
                }
                told_the_same(world, &release)
            })
            .unwrap();
    });
}
