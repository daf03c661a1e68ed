//! Versions of a release over HTTP, on both stores: rebuilt, compared, marked and brought back.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};

use crate::support::{Answer, World, each};

fn edit(world: &World, release: &str, patch: &Value) -> Answer {
    let etag = world.ada.get(release).expect(200).etag();
    world.ada.if_match(&etag).patch(release, patch)
}

fn restore(world: &World, release: &str, version: i64) -> Answer {
    world.act(&world.ada, release, "restore", &json!({"version": version}))
}

fn events(world: &World, release: &str) -> Vec<Value> {
    let history = world.ada.get(&format!("{release}/history")).expect(200).json();
    assert_eq!(history["verified"], true, "R26");
    history["items"].as_array().unwrap().clone()
}

/// What people fill in and restoring brings back, as the API answers it, in the names of histories.
const SHEET: &[&str] = &[
    "requester",
    "contract",
    "executor_group",
    "title",
    "description",
    "version",
    "impact",
    "urgency",
    "risk",
    "release_date",
    "contact.name",
    "contact.email",
    "contact.phone",
    "contact.extension",
    "contact.unit",
    "contact.location",
    "contact.notes",
    "notify.creation",
    "notify.any_change",
    "notify.closing",
    "planning.start",
    "planning.end",
    "planning.zone",
    "planning.activity_group",
    "planning.notes",
    "deployment.start",
    "deployment.end",
    "deployment.zone",
    "deployment.activity_group",
    "deployment.notes",
];

fn sheet(release: &Value) -> Map<String, Value> {
    let at = |name: &str| name.split('.').fold(release, |tree, part| &tree[part]).clone();
    SHEET.iter().map(|name| ((*name).to_owned(), at(name))).collect()
}

#[test]
fn two_versions_are_compared_with_names_in_the_reader_s_language() {
    each(|world| {
        let release = world.release();
        edit(
            world,
            &release,
            &json!({"impact": "low", "executor_group": world.id("hands")}),
        )
        .expect(200);
        edit(world, &release, &json!({"title": "Payments 4.3"})).expect(403);
        let diff = |language: &str| {
            let reader = world.ada.with("accept-language", language);
            let found = reader.get(&format!("{release}/versions/1/diff/2")).expect(200).json();
            let changes = found["changes"].as_array().unwrap().clone();
            let of = |name: &str| changes.iter().find(|change| change["field"] == name).cloned().unwrap();
            (
                of("executor_group"),
                of("impact"),
                changes.iter().any(|change| change["field"] == "title"),
            )
        };
        let (group, impact, has_title) = diff("en");
        assert_eq!(
            (&group["old_text"], &group["new_text"]),
            (&json!("Release team"), &json!("hands")),
            "names"
        );
        assert_eq!(group["new"], world.id("hands"), "and ids");
        assert_eq!(
            (&impact["label"], &impact["old_text"], &impact["new_text"]),
            (&json!("Impact"), &json!("High"), &json!("Low"))
        );
        assert!(!has_title, "what is the same is left out");
        let (_, impact, _) = diff("pt-BR");
        assert_eq!(
            (&impact["label"], &impact["new_text"]),
            (&json!("Impacto"), &json!("Baixo"))
        );
        let same = world
            .ada
            .get(&format!("{release}/versions/2/diff/2"))
            .expect(200)
            .json();
        assert_eq!(same["changes"], json!([]));
        world.ada.get(&format!("{release}/versions/1/diff/9")).expect(404);
        world.sam.get(&format!("{release}/versions/1/diff/2")).expect(404);
    });
}

#[test]
fn a_baseline_is_an_event_and_changes_no_field() {
    each(|world| {
        let release = world.release();
        edit(world, &release, &json!({"title": "Payments 4.3"})).expect(200);
        let points = format!("{release}/restore_points");
        world
            .ada
            .post(&points, &json!({"version": 1, "label": "As agreed"}))
            .expect(201);
        let versions = world.ada.get(&format!("{release}/versions")).expect(200).json();
        let labels: Vec<&Value> = versions["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["baseline"])
            .collect();
        assert_eq!(labels, [&json!("As agreed"), &Value::Null, &Value::Null], "B195");
        let event = events(world, &release).pop().unwrap();
        assert_eq!(event["kind"], "baseline_set");
        assert_eq!(
            event["changes"],
            json!([{"field": "baselines/1", "old": null, "new": "As agreed"}])
        );
        world
            .ada
            .post(&points, &json!({"version": 1, "label": "As approved"}))
            .expect(201);
        let event = events(world, &release).pop().unwrap();
        assert_eq!(
            event["changes"][0]["old"], "As agreed",
            "another label is told with the one before"
        );
        assert_eq!(
            world.ada.post(&points, &json!({})).expect(422).pointers(),
            ["/version", "/label"]
        );
        world
            .ada
            .post(&points, &json!({"version": 9, "label": "Nothing"}))
            .expect(404);
        world
            .vera
            .post(&points, &json!({"version": 1, "label": "Mine"}))
            .expect(403);
    });
}

#[test]
fn restoring_is_an_edit_with_an_event_of_its_own() {
    each(|world| {
        let release = world.release();
        let before = sheet(&world.ada.get(&release).json());
        edit(
            world,
            &release,
            &json!({"title": "Payments 4.3", "impact": "low", "description": null}),
        )
        .expect(200);
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let back = restore(world, &release, 1).expect(200).json();
        assert_eq!(sheet(&back), before, "B195");
        assert_eq!(back["priority"], 2, "what follows from the fields follows");
        assert_eq!(
            back["task"]["responsible"],
            world.id("ada.account"),
            "only the fields of the sheet"
        );
        let event = events(world, &release).pop().unwrap();
        assert_eq!(
            (&event["kind"], &event["seq"]),
            (&json!("restored"), &json!(4)),
            "B195: audited, a new version"
        );
        let restored = event["changes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|change| change["field"] == "restored");
        assert_eq!(
            (&restored.unwrap()["old"], &restored.unwrap()["new"]),
            (&json!(3), &json!(1))
        );
        let stale = world
            .ada
            .if_match("\"1\"")
            .post(&format!("{release}/restore"), &json!({"version": 1}));
        stale.expect(412);
        world
            .ada
            .post(&format!("{release}/restore"), &json!({"version": 1}))
            .expect(428);
        restore(world, &release, 9).expect(404);
        world
            .act(&world.vera, &release, "restore", &json!({"version": 1}))
            .expect(403);
    });
}

#[test]
fn what_is_locked_or_gone_is_not_restored_and_says_so() {
    each(|world| {
        let release = world.release();
        edit(world, &release, &json!({"planning": {"start": "2026-12-02T09:00"}})).expect(200);
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(200);
        let locked = restore(world, &release, 1).expect(409);
        assert_eq!(locked.code(), "release.field_locked", "R10");
        assert_eq!(locked.pointers(), ["/planning/start"]);
        restore(world, &release, 2).expect(200);
        let cancel = json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not needed"});
        world.act(&world.ada, &release, "advance", &cancel).expect(200);
        assert_eq!(restore(world, &release, 2).expect(409).code(), "release.not_open");
        let other = world.release();
        world.group("For a day", "DAY", &["ada"], &["execute"]);
        let group = world.id("For a day");
        edit(world, &other, &json!({"executor_group": group})).expect(200);
        edit(world, &other, &json!({"executor_group": world.id("team")})).expect(200);
        let place = format!("/api/v1/groups/{group}");
        world
            .admin
            .with("if-match", "*")
            .patch(&place, &json!({"members": [], "contracts": []}))
            .expect(200);
        world.admin.with("if-match", "*").delete(&place).expect(204);
        let gone = restore(world, &other, 2).expect(422);
        assert_eq!(
            gone.pointers(),
            ["/executor_group"],
            "a group that is not there any more"
        );
    });
}

/// What somebody does to a release.
#[derive(Debug, Clone)]
enum Step {
    Patch(Value),
    Log,
    Mark(u8),
    Capture,
    Restore(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let level = prop::sample::select(vec!["low", "medium", "high"]);
    let text = prop::option::of("[a-zA-Z<>&ãé ]{0,20}[a-z]");
    let step = prop_oneof![
        4 => ("[A-Z][a-z <>&\u{e9}]{0,30}[a-z]", text.clone(), level.clone()).prop_map(|(title, version, impact)| {
            Step::Patch(json!({"title": title, "version": version, "impact": impact}))
        }),
        2 => (text.clone(), level, any::<bool>()).prop_map(|(notes, urgency, flag)| {
            Step::Patch(json!({"urgency": urgency, "contact": {"notes": notes}, "notify": {"closing": flag}}))
        }),
        2 => (1_u8..28, 0_u8..24, text).prop_map(|(day, hour, notes)| {
            let start = format!("2026-12-{day:02}T{hour:02}:30");
            Step::Patch(json!({"deployment": {"start": start, "end": "2026-12-31T10:00", "notes": notes}}))
        }),
        1 => Just(Step::Log),
        1 => any::<u8>().prop_map(Step::Mark),
        1 => Just(Step::Capture),
        2 => any::<u8>().prop_map(Step::Restore),
    ];
    prop::collection::vec(step, 1..10)
}

fn take(world: &World, release: &str, step: &Step, n_versions: i64) {
    let one_of = |pick: u8| 1 + i64::from(pick) % n_versions;
    match step {
        Step::Patch(patch) => drop(edit(world, release, patch).expect(200)),
        Step::Log => {
            let record = json!({"occurrence": "Something was done"});
            world
                .ada
                .post(&format!("{release}/execution_records"), &record)
                .expect(201);
        }
        Step::Mark(pick) => {
            let mark = json!({"version": one_of(*pick), "label": "Marked"});
            world.ada.post(&format!("{release}/restore_points"), &mark).expect(201);
        }
        Step::Capture => {
            let answer = world.act(&world.ada, release, "capture", &json!({}));
            assert!([200, 409].contains(&answer.status.as_u16()), "{}", answer.text());
        }
        Step::Restore(pick) => drop(restore(world, release, one_of(*pick)).expect(200)),
    }
}

/// Every version rebuilds the record as it stood; restoring one leaves no difference to it in the fields of the form.
fn versions_hold(world: &World, steps: &[Step], pick: u8) -> Result<(), TestCaseError> {
    let release = world.release();
    let mut stood = vec![sheet(&world.ada.get(&release).json())];
    for step in steps {
        let n_versions = i64::try_from(stood.len()).unwrap();
        take(world, &release, step, n_versions);
        let now = world.ada.get(&release).expect(200).json();
        if now["revision"].as_i64() > Some(n_versions) {
            stood.push(sheet(&now));
        }
    }
    for (index, expected) in stood.iter().enumerate() {
        let version = world
            .ada
            .get(&format!("{release}/versions/{}", index + 1))
            .expect(200)
            .json();
        let rebuilt = version["record"].as_object().unwrap();
        for (field, value) in expected {
            prop_assert_eq!(
                rebuilt.get(field).unwrap_or(&Value::Null),
                value,
                "version {}: {}",
                index + 1,
                field
            );
        }
    }
    let n_versions = i64::try_from(stood.len()).unwrap();
    let version = 1 + i64::from(pick) % n_versions;
    restore(world, &release, version).expect(200);
    let diff = world
        .ada
        .get(&format!("{release}/versions/{version}/diff/{}", n_versions + 1))
        .expect(200)
        .json();
    for change in diff["changes"].as_array().unwrap() {
        let field = change["field"].as_str().unwrap();
        prop_assert!(!SHEET.contains(&field), "{field} differs after restoring: {change}");
    }
    Ok(())
}

#[test]
fn versions_rebuild_every_state_and_restoring_leaves_no_difference() {
    let world = World::on_sqlite();
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let told = TestRunner::new(config).run(&(steps(), any::<u8>()), |(steps, pick)| {
        versions_hold(&world, &steps, pick)
    });
    told.unwrap();
}
