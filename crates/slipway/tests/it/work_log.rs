//! The work log and scheduled activities over HTTP, on both stores.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{World, each};

/// The first entry of a list of reference data with this name.
fn named(world: &World, path: &str, name: &str) -> String {
    let list = world.admin.get(&format!("/api/v1/{path}?limit=200")).expect(200).json();
    let found = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {path}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn occurrence(world: &World) -> Value {
    json!({
        "category": named(world, "occurrence_categories", "Update"),
        "origin": named(world, "occurrence_origins", "Telephone"),
        "minutes": 90, "description": "Nodes drained", "occurrence": "Rack by rack,\nno pod lost", "contact": "Rita",
    })
}

fn plan(world: &World) -> Value {
    json!({
        "activity_group": world.id("activity_group"), "guidelines": "Drain the nodes", "at": "2026-12-10T20:00",
        "zone": "America/Sao_Paulo", "estimated_minutes": 45,
    })
}

fn last_event(world: &World, release: &str) -> Value {
    let history = world.ada.get(&format!("{release}/history")).expect(200).json();
    assert_eq!(history["verified"], true, "R26");
    history["items"].as_array().unwrap().last().unwrap().clone()
}

#[test]
fn an_occurrence_has_seven_fields_and_is_one_event() {
    each(|world| {
        let release = world.release();
        let log = format!("{release}/occurrences");
        let made = world.ada.post(&log, &occurrence(world)).expect(201).json();
        assert_eq!(
            (&made["minutes"], &made["registered_by"], &made["description"]),
            (&json!(90), &json!(world.id("ada.account")), &json!("Nodes drained")),
            "F052"
        );
        assert_eq!(made["occurrence"], "Rack by rack,\nno pod lost");
        let event = last_event(world, &release);
        assert_eq!(
            (&event["kind"], &event["seq"]),
            (&json!("occurrence_added"), &json!(2)),
            "one event: R26"
        );
        let bare = world.ada.post(&log, &json!({})).expect(422);
        let expected = [
            "/category",
            "/origin",
            "/minutes",
            "/description",
            "/occurrence",
            "/contact",
        ];
        assert_eq!(bare.pointers(), expected, "F052: all are named at once");
        let mut wrong = occurrence(world);
        for field in ["category", "origin"] {
            wrong[field] = json!("01939a5e-7c00-7000-8000-000000000001");
        }
        assert_eq!(
            world.ada.post(&log, &wrong).expect(422).pointers(),
            ["/category", "/origin"]
        );
        let negative = json!({"minutes": -1});
        let mut wrong = occurrence(world);
        wrong["minutes"] = negative["minutes"].clone();
        assert_eq!(world.ada.post(&log, &wrong).expect(422).pointers(), ["/minutes"]);
        let counts = world.ada.get(&release).json()["counts"].clone();
        assert_eq!((&counts["occurrences"], &counts["activities"]), (&json!(1), &json!(0)));
    });
}

#[test]
fn a_text_is_an_execution_record_and_so_is_the_note_of_whoever_leaves_a_task() {
    each(|world| {
        let release = world.release();
        let text = "Began with rack 2\nat noon";
        let made = world
            .ada
            .post(&format!("{release}/execution_records"), &json!({"occurrence": text}))
            .expect(201)
            .json();
        assert_eq!(
            made["category"],
            named(world, "occurrence_categories", "Execution"),
            "F 2.6"
        );
        assert_eq!(made["origin"], named(world, "occurrence_origins", "System"), "F 2.6");
        assert_eq!(
            (&made["minutes"], &made["description"]),
            (&json!(0), &json!("Began with rack 2"))
        );
        world.wait(SignedDuration::from_secs(1));
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let advance = json!({"outcome": "advance", "note": "Handed to the night shift"});
        world.act(&world.ada, &release, "advance", &advance).expect(200);
        let log = world.ada.get(&format!("{release}/occurrences")).expect(200).json();
        let items = log["items"].as_array().unwrap();
        let told: Vec<&str> = items.iter().map(|item| item["occurrence"].as_str().unwrap()).collect();
        assert_eq!(told, [text, "Handed to the night shift"], "F051: in the order of time");
        let event = last_event(world, &release);
        assert_eq!(
            (&event["kind"], &event["seq"]),
            (&json!("advanced"), &json!(4)),
            "the note is no event of its own"
        );
    });
}

#[test]
fn the_work_log_goes_on_until_the_release_is_closed() {
    each(|world| {
        let release = world.release();
        let log = format!("{release}/occurrences");
        let key = world.ada.with("idempotency-key", "log-1");
        let first = key.post(&log, &occurrence(world)).expect(201).json();
        let again = key.post(&log, &occurrence(world)).expect(201).json();
        assert_eq!(first["id"], again["id"], "sent twice, written once");
        world
            .ada
            .post(&format!("{log}?dry_run=true"), &occurrence(world))
            .expect(200);
        let stale = world.ada.if_match("\"1\"").post(&log, &occurrence(world)).expect(412);
        assert_eq!(stale.code(), "record.changed", "taken, although not needed");
        assert_eq!(world.ada.get(&log).json()["items"].as_array().unwrap().len(), 1);
        world.sam.post(&log, &occurrence(world)).expect(404);
        world.vera.post(&log, &occurrence(world)).expect(403);
        let cancel = json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not needed"});
        world.act(&world.ada, &release, "advance", &cancel).expect(200);
        let closed = world.ada.post(&log, &occurrence(world)).expect(409);
        assert_eq!(closed.code(), "release.not_open", "F 4.5");
    });
}

#[test]
fn pages_of_the_work_log_neither_lose_nor_repeat_an_entry() {
    each(|world| {
        let release = world.release();
        let log = format!("{release}/occurrences");
        for n in 0..5 {
            let mut body = occurrence(world);
            body["description"] = json!(format!("Entry {n}"));
            world.ada.post(&log, &body).expect(201);
            // Some of the same instant, some not: the order is one all the same.
            world.wait(SignedDuration::from_secs(n % 2));
        }
        let mut told = Vec::new();
        let mut next = Some(String::new());
        while let Some(cursor) = next {
            let page = world.ada.get(&format!("{log}?limit=2{cursor}")).expect(200).json();
            let items = page["items"].as_array().unwrap().clone();
            told.extend(
                items
                    .iter()
                    .map(|item| item["description"].as_str().unwrap().to_owned()),
            );
            next = page["next"].as_str().map(|cursor| format!("&cursor={cursor}"));
        }
        told.sort();
        assert_eq!(told, ["Entry 0", "Entry 1", "Entry 2", "Entry 3", "Entry 4"]);
        world.ada.get(&format!("{log}?cursor=x")).expect(422);
    });
}

#[test]
fn a_category_that_is_used_stays() {
    each(|world| {
        let release = world.release();
        world
            .ada
            .post(&format!("{release}/occurrences"), &occurrence(world))
            .expect(201);
        let category = named(world, "occurrence_categories", "Update");
        let place = format!("/api/v1/occurrence_categories/{category}");
        let refused = world.admin.with("if-match", "*").delete(&place).expect(409);
        assert_eq!(refused.code(), "record.in_use");
    });
}

#[test]
fn an_activity_is_scheduled_executed_and_over() {
    each(|world| {
        let release = world.release();
        let list = format!("{release}/activities");
        let made = world.ada.post(&list, &plan(world)).expect(201);
        let place = made.header("location").to_owned();
        let made = made.json();
        assert_eq!(
            (&made["situation"], &made["starts_at"], &made["estimated_minutes"]),
            (&json!("scheduled"), &json!("2026-12-10T23:00:00Z"), &json!(45)),
            "O22"
        );
        assert_eq!(
            last_event(world, &release)["kind"],
            "activity_scheduled",
            "B199: in the log of the release"
        );
        let begun = json!({"situation": "in_execution", "details": "Draining", "at": "2026-12-10T20:05"});
        let begun = world.ada.patch(&place, &begun).expect(200).json();
        assert_eq!(
            begun["began_at"], "2026-12-10T23:05:00Z",
            "a wall time where the activity is due"
        );
        let early = json!({"situation": "executed", "at": "2026-12-10T23:00:00Z"});
        assert_eq!(world.ada.patch(&place, &early).expect(422).pointers(), ["/at"]);
        let silent = json!({"situation": "suspended"});
        assert_eq!(
            world.ada.patch(&place, &silent).expect(422).pointers(),
            ["/suspension_reason"]
        );
        let reason = named(world, "activity_suspension_reasons", "Waiting for an approval");
        let held = json!({"situation": "suspended", "suspension_reason": reason, "details": "from the board"});
        let held = world.ada.patch(&place, &held).expect(200).json();
        assert_eq!(
            (&held["suspension_reason"], &held["situation"]),
            (&json!(reason), &json!("suspended"))
        );
        let done = json!({"situation": "executed", "details": "All drained", "at": "2026-12-11T00:00:00Z"});
        let done = world.ada.patch(&place, &done).expect(200).json();
        assert_eq!(
            (&done["situation"], &done["suspension_reason"]),
            (&json!("executed"), &Value::Null),
            "F180"
        );
        let more = json!({"situation": "in_execution", "at": "2026-12-11T00:00:00Z"});
        assert_eq!(world.ada.patch(&place, &more).expect(409).code(), "activity.over");
        assert_eq!(
            world.ada.get(&place).expect(200).json()["reported_by"],
            world.id("ada.account")
        );
        world.sam.patch(&place, &more).expect(404);
    });
}

#[test]
fn a_bad_schedule_is_told_field_by_field() {
    each(|world| {
        let release = world.release();
        let list = format!("{release}/activities");
        let bare = world.ada.post(&list, &json!({})).expect(422);
        assert_eq!(bare.pointers(), ["/activity_group", "/at", "/estimated_minutes"], "O22");
        for (field, value, pointer) in [
            ("estimated_minutes", json!(0), "/estimated_minutes"),
            ("at", json!("2026-11-22T23:59"), "/at"),
            ("zone", json!("Sao Paulo"), "/zone"),
            (
                "activity_group",
                json!("01939a5e-7c00-7000-8000-000000000001"),
                "/activity_group",
            ),
        ] {
            let mut body = plan(world);
            body[field] = value;
            assert_eq!(world.ada.post(&list, &body).expect(422).pointers(), [pointer], "B198");
        }
        let mut today = plan(world);
        today["at"] = json!("2026-11-23T00:00");
        world.ada.post(&list, &today).expect(201);
    });
}

#[test]
fn the_calendar_lists_a_period_of_the_releases_one_may_see() {
    each(|world| {
        let release = world.release();
        for at in ["2026-12-10T20:00", "2026-12-11T20:00", "2027-02-01T20:00"] {
            let mut body = plan(world);
            body["at"] = json!(at);
            world.ada.post(&format!("{release}/activities"), &body).expect(201);
        }
        let period = "/api/v1/activities?from=2026-12-01T00:00:00Z&to=2027-01-01T00:00:00Z";
        let found = |path: &str| world.ada.get(path).expect(200).json();
        let due: Vec<Value> = found(period)["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["at"].clone())
            .collect();
        assert_eq!(
            due,
            [json!("2026-12-10T20:00"), json!("2026-12-11T20:00")],
            "in the order of time"
        );
        let first = found(&format!("{period}&limit=1"));
        let cursor = first["next"].as_str().unwrap();
        let second = found(&format!("{period}&limit=1&cursor={cursor}"));
        assert_eq!(
            (&second["items"][0]["at"], &second["next"]),
            (&json!("2026-12-11T20:00"), &Value::Null)
        );
        let none = found(&format!("{period}&activity_group=01939a5e-7c00-7000-8000-000000000001"));
        assert_eq!(none["items"], json!([]));
        assert_eq!(found(&format!("{period}&situation=executed"))["items"], json!([]));
        let strangers = world.sam.get(period).expect(200).json();
        assert_eq!(strangers["items"], json!([]), "R19");
        world.ada.get("/api/v1/activities?situation=late").expect(422);
    });
}

#[test]
fn a_phase_with_an_activity_group_schedules_one_that_follows_it() {
    each(|world| {
        let mut registration = world.registration();
        registration["deployment"]["activity_group"] = json!(world.id("activity_group"));
        let made = world.ada.post("/api/v1/releases", &registration).expect(201);
        let release = made.header("location").to_owned();
        let list = format!("{release}/activities");
        let activities = || {
            world.ada.get(&list).expect(200).json()["items"]
                .as_array()
                .unwrap()
                .clone()
        };
        let planned = activities();
        assert_eq!(planned.len(), 1, "B197");
        assert_eq!(
            (
                &planned[0]["at"],
                &planned[0]["estimated_minutes"],
                &planned[0]["phase"]
            ),
            (&json!("2026-12-04T20:00"), &json!(180), &json!("deployment")),
            "B197"
        );
        assert_eq!(last_event(world, &release)["seq"], 1, "within the event of the release");
        let edit = |patch: &Value| {
            let etag = world.ada.get(&release).etag();
            world.ada.if_match(&etag).patch(&release, patch).expect(200)
        };
        edit(&json!({"deployment": {"start": "2026-12-05T20:00", "end": "2026-12-05T22:00"}}));
        let moved = activities();
        assert_eq!(
            (moved.len(), &moved[0]["at"]),
            (1, &json!("2026-12-05T20:00")),
            "B197: later saves update it"
        );
        edit(&json!({"title": "Payments 4.3"}));
        assert_eq!(activities(), moved, "what does not concern it leaves it");
        edit(&json!({"deployment": {"activity_group": null}}));
        assert_eq!(activities()[0]["situation"], "canceled", "no group, nobody to do it");
        edit(&json!({"deployment": {"activity_group": world.id("activity_group")}}));
        let again = activities();
        let mut situations: Vec<&str> = again.iter().map(|one| one["situation"].as_str().unwrap()).collect();
        situations.sort_unstable();
        assert_eq!(situations, ["canceled", "scheduled"]);
    });
}

#[test]
fn canceling_a_release_ends_what_was_still_to_be_done() {
    each(|world| {
        let release = world.release();
        let list = format!("{release}/activities");
        let done = world
            .ada
            .post(&list, &plan(world))
            .expect(201)
            .header("location")
            .to_owned();
        let executed = json!({"situation": "executed", "at": "2026-11-23T12:00:00Z"});
        world.ada.patch(&done, &executed).expect(200);
        world.ada.post(&list, &plan(world)).expect(201);
        let cancel = json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not needed"});
        world.act(&world.ada, &release, "advance", &cancel).expect(200);
        let items = world.ada.get(&list).expect(200).json()["items"].clone();
        let mut situations: Vec<&str> = items
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["situation"].as_str().unwrap())
            .collect();
        situations.sort_unstable();
        assert_eq!(situations, ["canceled", "executed"], "R14");
        let event = last_event(world, &release);
        let fields: Vec<&str> = event["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["field"].as_str().unwrap())
            .collect();
        assert_eq!(event["kind"], "canceled");
        assert!(
            fields.iter().any(|field| field.starts_with("activities/")),
            "in the same event: {fields:?}"
        );
    });
}

#[test]
fn a_solved_release_leaves_nothing_scheduled_behind_either() {
    each(|world| {
        let release = world.release();
        let list = format!("{release}/activities");
        let begun = world.ada.post(&list, &plan(world)).expect(201);
        let report = json!({"situation": "in_execution", "at": "2026-11-23T12:00:00Z", "details": "Half way"});
        world.ada.patch(begun.header("location"), &report).expect(200);
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let solved = json!({
            "outcome": "solved", "release_date": "2026-11-23", "solution_category": world.id("solution"), "closure": "Live",
        });
        world.act(&world.ada, &release, "advance", &solved).expect(200);
        let left = world.ada.get(&list).expect(200).json()["items"][0].clone();
        assert_eq!(
            (&left["situation"], &left["details"], &left["situation_since"]),
            (&json!("canceled"), &json!("Half way"), &json!("2026-11-23T12:00:00Z")),
            "what was said of it stays"
        );
        let event = last_event(world, &release);
        let ended = event["changes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|change| change["field"].as_str().unwrap().starts_with("activities/"));
        assert_eq!(
            (&event["kind"], &ended.unwrap()["new"]["situation"]),
            (&json!("closed"), &json!("canceled")),
            "in the same event"
        );
        let page = world.ada.get("/releases/1/activities").expect(200).text();
        assert!(page.contains("Ended with the release"), "a note says why");
    });
}

#[test]
fn files_of_an_execution_are_files_of_the_release_too() {
    each(|world| {
        let release = world.release();
        let made = world
            .ada
            .post(&format!("{release}/activities"), &plan(world))
            .expect(201);
        let (place, id) = (made.header("location").to_owned(), made.json()["id"].clone());
        let proof: &[(&str, &[u8])] = &[
            ("name=\"description\"", b"Signed"),
            ("name=\"file\"; filename=\"drained.txt\"", b"All drained"),
        ];
        let file = world.ada.upload(&format!("{place}/attachments"), proof).expect(201);
        let address = file.header("location").to_owned();
        assert_eq!(
            (&file.json()["activity"], &file.json()["kind"]),
            (&id, &json!("attachment")),
            "F 2.8"
        );
        let event = last_event(world, &release);
        assert_eq!(
            (&event["kind"], &event["changes"][0]["new"]["activity"]),
            (&json!("file_added"), &id),
            "one event of the release"
        );
        world
            .ada
            .upload(&format!("{release}/attachments"), &proof[1..])
            .expect(201);
        let count = |list: String| {
            world.ada.get(&list).expect(200).json()["items"]
                .as_array()
                .unwrap()
                .len()
        };
        assert_eq!(count(format!("{place}/attachments")), 1);
        assert_eq!(count(format!("{release}/attachments")), 2, "and no counter differs");
        let page = world.ada.get(&place.replace("/api/v1", "")).expect(200).text();
        assert!(
            page.contains("drained.txt") && page.contains("Signed"),
            "on the page of the activity"
        );
        let other = world.release();
        let elsewhere = place.replace(&release, &other);
        world.ada.upload(&format!("{elsewhere}/attachments"), proof).expect(422);
        world.ada.get(&format!("{elsewhere}/attachments")).expect(404);
        world.sam.upload(&format!("{place}/attachments"), proof).expect(404);
        world.ada.with("if-match", "*").delete(&address).expect(204);
        assert_eq!(count(format!("{place}/attachments")), 0, "B205");
    });
}

#[test]
fn the_people_of_an_activity_group_hear_what_is_planned_for_them() {
    each(|world| {
        let group = format!("/api/v1/activity_groups/{}", world.id("activity_group"));
        let before = world.admin.get(&group).expect(200);
        let people = json!({"group": world.id("hands"), "start": "2026-11-01"});
        world.admin.if_match(&before.etag()).patch(&group, &people).expect(200);
        let mut registration = world.registration();
        registration["deployment"]["activity_group"] = json!(world.id("activity_group"));
        let made = world.ada.post("/api/v1/releases", &registration).expect(201);
        let release = made.header("location").to_owned();
        let kinds = || -> Vec<String> {
            let told = world.eva.get("/api/v1/notifications").expect(200).json();
            let items = told["items"].as_array().unwrap().clone();
            items
                .iter()
                .map(|item| item["kind"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(kinds(), ["activity_scheduled"], "O22");
        world.wait(SignedDuration::from_secs(1));
        let etag = world.ada.get(&release).etag();
        let later = json!({"deployment": {"start": "2026-12-05T20:00", "end": "2026-12-05T22:00"}});
        world.ada.if_match(&etag).patch(&release, &later).expect(200);
        assert_eq!(kinds(), ["activity_changed", "activity_scheduled"]);
        let news = world.eva.get("/api/v1/notifications").expect(200).json()["items"][0].clone();
        assert_eq!(
            news["text"],
            "Ada Lovelace changed the activity of Operations, now due 5 Dec 2026 20:00, release REL-1: Payments 4.2"
        );
        world.wait(SignedDuration::from_secs(1));
        let made = world
            .ada
            .post(&format!("{release}/activities"), &plan(world))
            .expect(201)
            .json();
        assert_eq!(kinds()[0], "activity_scheduled", "F180");
        let report = json!({"situation": "in_execution", "at": "2026-11-23T12:00:00Z"});
        let place = format!("{release}/activities/{}", made["id"].as_str().unwrap());
        world.ada.patch(&place, &report).expect(200);
        assert_eq!(kinds().len(), 3, "a report is no news to those who make it");
        world.wait(SignedDuration::from_secs(1));
        let cancel = json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not needed"});
        world.act(&world.ada, &release, "advance", &cancel).expect(200);
        assert_eq!(kinds()[..2], ["activity_ended", "activity_ended"], "R14");
        assert_eq!(
            world.ada.get("/api/v1/notifications").json()["waiting"],
            0,
            "nobody tells themselves"
        );
        let removal = world
            .admin
            .with("if-match", "*")
            .delete(&format!("/api/v1/groups/{}", world.id("hands")));
        assert_eq!(removal.expect(409).code(), "record.in_use");
    });
}
