//! The main job: registered from a model, captured, walked through Release, Run, Test and Homologation, closed; and
//! what the way refuses.

use std::cell::RefCell;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{World, each};

fn solved(world: &World) -> Value {
    json!({
        "outcome": "solved", "release_date": "2026-12-04", "solution_category": world.id("solution"),
        "closure": "Delivered as planned.",
    })
}

/// Ada captures the task and leaves it with an outcome.
#[track_caller]
fn step(world: &World, release: &str, body: &Value) -> Value {
    world.act(&world.ada, release, "capture", &json!({})).expect(200);
    world.wait(SignedDuration::from_mins(5));
    world.act(&world.ada, release, "advance", body).expect(200).json()
}

#[test]
fn a_release_is_registered_worked_through_and_closed_with_the_same_history_on_both_engines() {
    let histories = RefCell::new(Vec::new());
    each(|world| {
        let made = world.ada.post("/api/v1/releases", &world.registration()).expect(201);
        let release = made.header("location").to_owned();
        let body = made.json();
        assert_eq!(release, "/api/v1/releases/1", "F002");
        assert_eq!(
            (&body["number"], &body["status"], &body["task"]["id"]),
            (&json!(1), &json!("in_execution"), &json!("Release")),
            "F002"
        );
        assert_eq!(body["priority"], 2, "high and medium: F009");
        assert_eq!(
            body["deadline"], "2026-12-05T02:00:00Z",
            "the latest end of the two phases: R6"
        );
        assert_eq!(body["sections"]["closure"], "incomplete", "F018");
        let advance = json!({"outcome": "advance"});
        assert_eq!(step(world, &release, &advance)["task"]["id"], "Run", "F044");
        assert_eq!(step(world, &release, &advance)["task"]["id"], "Test", "F044");
        assert_eq!(step(world, &release, &advance)["task"]["id"], "Homologation", "F044");
        let closed = step(world, &release, &solved(world));
        assert_eq!(
            (&closed["state"], &closed["status"], &closed["task"]),
            (&json!("closed"), &json!("solved"), &Value::Null),
            "F045"
        );
        assert_eq!(closed["closure"]["closed_by"], world.id("ada.account"), "F049");
        assert_eq!(closed["sections"]["closure"], "complete", "F018");
        let history = world.ada.get(&format!("{release}/history")).expect(200).json();
        assert_eq!(history["verified"], true, "R26");
        histories.borrow_mut().push(told(&history));
    });
    let histories = histories.into_inner();
    let kinds: Vec<&str> = histories[0].iter().map(|(kind, _)| kind.as_str()).collect();
    let expected = [
        "registered",
        "captured",
        "advanced",
        "captured",
        "advanced",
        "captured",
        "advanced",
        "captured",
        "closed",
    ];
    assert_eq!(kinds, expected, "one event a command: R26");
    for history in &histories {
        assert_eq!(history, &histories[0], "both engines tell the same");
    }
}

/// A history without what differs by chance: ids.
fn told(history: &Value) -> Vec<(String, Vec<String>)> {
    let events = history["items"].as_array().unwrap();
    events
        .iter()
        .map(|event| {
            let fields = event["changes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|change| change["field"].as_str().unwrap().to_owned());
            (event["kind"].as_str().unwrap().to_owned(), fields.collect())
        })
        .collect()
}

#[test]
fn every_version_is_the_record_as_it_stood() {
    each(|world| {
        let release = world.release();
        let etag = world.ada.get(&release).etag();
        world
            .ada
            .if_match(&etag)
            .patch(&release, &json!({"title": "Payments 4.3"}))
            .expect(200);
        let version = |number: u32| {
            world
                .ada
                .get(&format!("{release}/versions/{number}"))
                .expect(200)
                .json()["record"]["title"]
                .clone()
        };
        assert_eq!(
            (version(1), version(2)),
            (json!("Payments 4.2"), json!("Payments 4.3")),
            "B193"
        );
        world.ada.get(&format!("{release}/versions/3")).expect(404);
    });
}

#[test]
fn an_edit_stores_old_and_new_and_nothing_else() {
    each(|world| {
        let release = world.release();
        let etag = world.ada.get(&release).etag();
        let edited = world
            .ada
            .if_match(&etag)
            .patch(&release, &json!({"impact": "low", "urgency": "low", "version": null}))
            .expect(200);
        assert_eq!(
            (&edited.json()["priority"], &edited.json()["version"]),
            (&json!(5), &Value::Null),
            "F009, B208"
        );
        let history = world.ada.get(&format!("{release}/history")).json();
        let mut changes: Vec<Value> = history["items"][1]["changes"].as_array().unwrap().clone();
        changes.sort_by_key(|change| change["field"].to_string());
        assert_eq!(
            changes,
            [
                json!({"field": "impact", "old": "high", "new": "low"}),
                json!({"field": "priority", "old": 2, "new": 5}),
                json!({"field": "urgency", "old": "medium", "new": "low"}),
                json!({"field": "version", "old": "4.2.0", "new": null}),
            ],
            "F013, B192"
        );
        let description = world.ada.get(&release).json()["description"].clone();
        assert_eq!(description, "A <b>bold</b> step,\nin two lines", "B196: byte for byte");
    });
}

#[test]
fn nobody_advances_what_they_have_not_captured() {
    each(|world| {
        let release = world.release();
        let refused = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(409);
        assert_eq!(refused.code(), "release.not_captured", "O09");
        world.act(&world.admin, &release, "capture", &json!({})).expect(200);
        let held = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(409);
        assert_eq!(held.code(), "release.held");
        let held = world.act(&world.ada, &release, "capture", &json!({})).expect(409);
        assert_eq!(
            (held.code().as_str(), held.json()["holder"].is_string()),
            ("release.held", true),
            "F042: it names the holder"
        );
        assert!(
            held.json()["detail"].as_str().unwrap().contains("Administrator"),
            "{}",
            held.text()
        );
        let taken = world
            .act(&world.ada, &release, "capture", &json!({"take_over": true}))
            .expect(200)
            .json();
        assert_eq!(taken["task"]["responsible"], world.id("ada.account"), "B057, R13");
        let again = world.act(&world.ada, &release, "capture", &json!({})).expect(409);
        assert_eq!(again.code(), "release.already_yours", "B058");
    });
}

#[test]
fn homologation_demands_what_it_decides_on() {
    each(|world| {
        let release = world.release();
        for _ in 0..3 {
            step(world, &release, &json!({"outcome": "advance"}));
        }
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let bare = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "solved"}))
            .expect(422);
        assert_eq!(
            bare.pointers(),
            ["/release_date", "/solution_category", "/closure"],
            "F045"
        );
        let bare = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "not_solved"}))
            .expect(422);
        assert_eq!(bare.pointers(), ["/closure"], "F046");
        let undecided = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(409);
        assert_eq!(undecided.code(), "release.no_way", "homologation is a decision: B052");
        let back = world
            .act(
                &world.ada,
                &release,
                "advance",
                &json!({"outcome": "not_solved", "closure": "It times out."}),
            )
            .expect(200);
        assert_eq!(
            (&back.json()["task"]["id"], &back.json()["status"]),
            (&json!("Release"), &json!("not_solved")),
            "F046"
        );
        let on = step(world, &release, &json!({"outcome": "advance"}));
        assert_eq!(
            (&on["task"]["id"], &on["status"]),
            (&json!("Run"), &json!("in_execution")),
            "state table 4.3"
        );
    });
}

#[test]
fn solved_with_keep_stays_and_with_advance_ends() {
    each(|world| {
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let mut kept = solved(world);
        kept.as_object_mut().unwrap().remove("outcome");
        kept["status"] = json!("solved");
        let body = world.act(&world.ada, &release, "situation", &kept).expect(200).json();
        assert_eq!(
            (&body["status"], &body["state"], &body["task"]["id"]),
            (&json!("solved"), &json!("open"), &json!("Release")),
            "F048"
        );
        let ended = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(200)
            .json();
        assert_eq!(
            (&ended["status"], &ended["state"]),
            (&json!("solved"), &json!("closed")),
            "F048"
        );
    });
}

#[test]
fn a_canceled_release_closes_with_advance_and_stays_with_keep() {
    each(|world| {
        let words = json!({"solution_category": world.id("solution"), "closure": "Not wanted any more."});
        let kept = world.release();
        let mut body = words.clone();
        body["status"] = json!("canceled");
        assert_eq!(
            world.act(&world.ada, &kept, "situation", &body).expect(200).json()["state"],
            "open",
            "F071"
        );
        let etag = world.ada.get(&kept).etag();
        let edit = world
            .ada
            .if_match(&etag)
            .patch(&kept, &json!({"title": "New"}))
            .expect(409);
        assert_eq!(edit.code(), "release.canceled");
        let ended = world.release();
        let mut body = words;
        body["outcome"] = json!("canceled");
        let closed = world.act(&world.ada, &ended, "advance", &body).expect(200).json();
        assert_eq!(
            (&closed["status"], &closed["state"]),
            (&json!("canceled"), &json!("closed")),
            "F070, B091"
        );
        for (verb, body) in [
            ("capture", json!({})),
            ("advance", json!({"outcome": "advance"})),
            ("situation", json!({"status": "in_execution"})),
        ] {
            assert_eq!(
                world.act(&world.ada, &ended, verb, &body).expect(409).code(),
                "release.not_open",
                "B082: {verb}"
            );
        }
    });
}

#[test]
fn contract_and_planned_start_are_locked_after_the_first_task() {
    each(|world| {
        let release = world.release();
        let patch = json!({"planning": {"start": "2026-12-01T10:00"}});
        let etag = world.ada.get(&release).etag();
        world.ada.if_match(&etag).patch(&release, &patch).expect(200);
        step(world, &release, &json!({"outcome": "advance"}));
        let etag = world.ada.get(&release).etag();
        let locked = world
            .ada
            .if_match(&etag)
            .patch(&release, &json!({"planning": {"start": "2026-12-01T11:00"}}))
            .expect(409);
        assert_eq!(
            (locked.code().as_str(), locked.pointers()),
            ("release.field_locked", vec!["/planning/start".to_owned()]),
            "R10"
        );
        world
            .ada
            .if_match(&etag)
            .patch(&release, &json!({"planning": {"end": "2026-12-03T19:00"}}))
            .expect(200);
    });
}

#[test]
fn delay_is_wall_clock_time_past_the_deadline_and_frozen_at_closing() {
    each(|world| {
        let release = world.release();
        assert_eq!(world.ada.get(&release).json()["delay_minutes"], 0);
        world.wait(SignedDuration::from_hours(24 * 14));
        let late = world.ada.get(&release).json()["delay_minutes"].as_i64().unwrap();
        assert_eq!(late, 2 * 24 * 60 + 10 * 60, "from 5 Dec 02:00 to 7 Dec 12:00: R6");
        let found = world.ada.get("/api/v1/releases?delayed=true").json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        world.act(&world.ada, &release, "advance", &solved(world)).expect(200);
        world.wait(SignedDuration::from_hours(100));
        assert_eq!(world.ada.get(&release).json()["delay_minutes"], late, "B113");
    });
}

#[test]
fn a_model_may_demand_a_change_first() {
    each(|world| {
        let path = format!("/api/v1/models/{}", world.id("model"));
        let etag = world.admin.get(&path).expect(200).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&path, &json!({"requires_change": true}))
            .expect(200);
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let refused = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(409);
        assert_eq!(refused.code(), "release.change_required", "R8");
        let actions = world.ada.get(&format!("{release}/actions")).json();
        let advance = actions["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|action| action["action"] == "advance")
            .unwrap();
        assert_eq!(
            advance["blockers"][0]["code"], "release.change_required",
            "the action says what the refusal says"
        );
    });
}

#[test]
fn a_retired_model_is_not_offered_and_its_releases_go_on() {
    each(|world| {
        let release = world.release();
        let path = format!("/api/v1/models/{}", world.id("model"));
        let etag = world.admin.get(&path).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&path, &json!({"status": "retired"}))
            .expect(200);
        let refused = world.ada.post("/api/v1/releases", &world.registration()).expect(422);
        assert_eq!(refused.pointers(), ["/model"], "F142");
        assert_eq!(
            step(world, &release, &json!({"outcome": "advance"}))["task"]["id"],
            "Run",
            "F142"
        );
    });
}

#[test]
fn the_creation_mail_is_queued_once_if_ticked_and_never_if_not() {
    each(|world| {
        let count = |world: &World| {
            let sql = slipway_db::Sql::new("test.mails", "select count(*) from mail_outbox");
            world
                .app
                .db()
                .read_blocking(move |tx| tx.query_one(sql, &[], |row| row.get::<i64>(0)))
                .unwrap()
        };
        world.release();
        assert_eq!(count(world), 1, "F011: requester and contact are the same address");
        let mut quiet = world.registration();
        quiet["notify"] = json!({"creation": false});
        world.ada.post("/api/v1/releases", &quiet).expect(201);
        assert_eq!(count(world), 1, "F011");
        let mut other = world.registration();
        other["contact"]["email"] = json!("contact@example.org");
        world.ada.post("/api/v1/releases", &other).expect(201);
        assert_eq!(count(world), 3, "R18: the contact too, when it is another address");
    });
}

#[test]
fn a_new_executor_group_takes_the_open_task_over() {
    each(|world| {
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let etag = world.ada.get(&release).etag();
        let moved = world
            .ada
            .if_match(&etag)
            .patch(&release, &json!({"executor_group": world.id("hands")}))
            .expect(200)
            .json();
        assert_eq!(moved["task"]["group"], world.id("hands"), "B060");
        assert_eq!(
            moved["task"]["responsible"],
            Value::Null,
            "B062: Ada is not one of them"
        );
        world.act(&world.eva, &release, "capture", &json!({})).expect(200);
    });
}

#[test]
fn links_that_lead_nowhere_are_named_one_by_one() {
    each(|world| {
        let mut body = world.registration();
        body["changes"] = json!([]);
        body["cis"] = json!([]);
        world.ada.post("/api/v1/releases", &body).expect(201);
        body["changes"] = json!([12, "x"]);
        body["cis"] = json!([world.id("ada.account")]);
        let refused = world.ada.post("/api/v1/releases", &body).expect(422).json();
        assert_eq!(refused["errors"][0]["pointer"], "/changes/1", "{refused}");
        body["changes"] = json!([12]);
        let refused = world.ada.post("/api/v1/releases", &body).expect(422).json();
        let pointers: Vec<&str> = refused["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["pointer"].as_str().unwrap())
            .collect();
        assert_eq!(pointers, ["/changes/0", "/cis/0"]);
    });
}

#[test]
fn a_search_ends_at_its_limit_and_says_so() {
    each(|world| {
        for _ in 0..3 {
            world.release();
        }
        let says = "more than 2 releases";
        assert!(
            !world.ada.get("/releases").expect(200).text().contains(says),
            "no limit, no word of it"
        );
        let limit = |most: i64| {
            let admin = world.admin.if_match("*");
            let path = "/api/v1/parameters/search_limit";
            admin
                .json(axum::http::Method::PUT, path, &json!({"value": most}))
                .expect(200);
        };
        limit(2);
        let page = world.ada.get("/releases").expect(200).text();
        assert_eq!(page.matches("<tr data-row=").count(), 2, "O73");
        assert!(page.contains(says) && !page.contains("rel=\"next\""), "{page}");
        limit(3);
        let page = world.ada.get("/releases").expect(200).text();
        assert_eq!(page.matches("<tr data-row=").count(), 3);
        assert!(!page.contains("more than"), "all of them are there");
    });
}

#[test]
fn the_desk_pages_by_key_and_counts_what_may_be_seen() {
    each(|world| {
        for _ in 0..5 {
            world.release();
        }
        let numbers = |page: &Value| -> Vec<i64> {
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["number"].as_i64().unwrap())
                .collect()
        };
        for (sort, expected) in [
            ("number", [1, 2, 3, 4, 5]),
            ("-number", [5, 4, 3, 2, 1]),
            ("priority,number", [1, 2, 3, 4, 5]),
            ("-deadline", [5, 4, 3, 2, 1]),
            ("title", [1, 2, 3, 4, 5]),
            ("-created_at,number", [1, 2, 3, 4, 5]),
            ("priority,-deadline,title,-number", [5, 4, 3, 2, 1]),
        ] {
            let mut seen = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = world
                    .ada
                    .get(&format!("/api/v1/releases?limit=2&sort={sort}&count=exact{cursor}"))
                    .expect(200)
                    .json();
                assert_eq!(page["total"], 5);
                seen.extend(numbers(&page));
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(seen, expected, "{sort}");
        }
        assert_eq!(
            numbers(&world.ada.get("/api/v1/releases?q=paym%C3%89nts").json()).len(),
            5,
            "case and accents do not count"
        );
        assert_eq!(numbers(&world.ada.get("/api/v1/releases?q=REL-3").json()), [3], "F021");
        let nothing = world.sam.get("/api/v1/releases?count=exact").expect(200).json();
        assert_eq!(
            (numbers(&nothing).len(), &nothing["total"]),
            (0, &json!(0)),
            "F031: counts included"
        );
        assert_eq!(
            numbers(&world.rita.get("/api/v1/releases").expect(200).json()).len(),
            5,
            "the requester sees their own"
        );
    });
}
