//! What a release goes through besides its tasks: held and at work again, shared, reopened, moved, deleted, many at once;
//! and what each of it refuses.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Client, World, each};

fn canceled(world: &World) -> Value {
    json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not needed"})
}

fn hold(world: &World) -> Value {
    json!({"justification": world.id("justification"), "complement": "Parts are late"})
}

#[track_caller]
fn body(client: &Client, release: &str) -> Value {
    client.get(release).expect(200).json()
}

#[track_caller]
fn pointers(answer: &crate::support::Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| {
            format!(
                "{} {}",
                error["pointer"].as_str().unwrap(),
                error["code"].as_str().unwrap()
            )
        })
        .collect()
}

/// The kinds of a release's history, which must hold together.
#[track_caller]
fn kinds(world: &World, release: &str) -> Vec<String> {
    let history = body(&world.ada, &format!("{release}/history"));
    assert_eq!(history["verified"], true, "R26");
    let events = history["items"].as_array().unwrap().iter();
    events.map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_hold_hides_the_deadline_gives_its_time_back_and_restores_the_status() {
    each(|world| {
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let refused = json!({"status": "not_solved", "closure": "The test failed"});
        world.act(&world.ada, &release, "situation", &refused).expect(200);
        let before = body(&world.ada, &release);

        let held = world
            .act(&world.ada, &release, "suspend", &hold(world))
            .expect(200)
            .json();
        assert_eq!(
            (&held["status"], &held["deadline"], &held["delay_minutes"]),
            (&json!("suspended"), &Value::Null, &Value::Null),
            "R7"
        );
        assert_eq!(held["suspension"]["status_before"], "not_solved");
        assert_eq!(held["suspension"]["complement"], "Parts are late", "F061");
        let row = body(&world.ada, "/api/v1/releases")["items"][0].clone();
        assert_eq!(
            (&row["deadline"], &row["delay_minutes"]),
            (&Value::Null, &Value::Null),
            "B168"
        );

        // From Monday 09:00 to 12:00 in the calendar's zone: three hours of working time.
        world.wait(SignedDuration::from_hours(3));
        let again = world
            .act(&world.ada, &release, "reactivate", &json!({}))
            .expect(200)
            .json();
        assert_eq!(again["status"], "not_solved", "F063, B077");
        assert_eq!(
            (&again["suspended_minutes"], &again["suspension"]),
            (&json!(180), &Value::Null),
            "R7"
        );
        assert_ne!(again["deadline"], before["deadline"], "B107: the deadline moved");
        assert_eq!(again["planned_end"], before["planned_end"], "and the plan did not");

        let etag = world.ada.get(&release).etag();
        let edited = world
            .ada
            .if_match(&etag)
            .patch(&release, &json!({"title": "Payments 4.3"}))
            .expect(200)
            .json();
        assert_eq!(edited["deadline"], again["deadline"], "B109");

        let holds = body(&world.ada, &format!("{release}/suspensions"));
        assert_eq!(holds["items"][0]["held_minutes"], 180);
        assert_eq!(
            kinds(world, &release),
            [
                "registered",
                "captured",
                "situation_set",
                "suspended",
                "reactivated",
                "edited"
            ],
            "one event a command"
        );
    });
}

#[test]
fn a_model_that_keeps_the_deadline_keeps_it() {
    each(|world| {
        let model = format!("/api/v1/models/{}", world.id("model"));
        let etag = world.admin.get(&model).expect(200).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&model, &json!({"suspension_policy": "keep_deadline"}))
            .expect(200);
        let release = world.release();
        let before = body(&world.ada, &release)["deadline"].clone();
        world.act(&world.ada, &release, "suspend", &hold(world)).expect(200);
        world.wait(SignedDuration::from_hours(3));
        let after = world
            .act(&world.ada, &release, "reactivate", &json!({}))
            .expect(200)
            .json();
        assert_eq!(
            (&after["deadline"], &after["suspended_minutes"]),
            (&before, &json!(180)),
            "R7"
        );
    });
}

#[test]
fn a_hold_refuses_what_it_must_and_lets_the_rest_go_on() {
    each(|world| {
        let release = world.release();
        world.act(&world.ada, &release, "suspend", &hold(world)).expect(200);
        for (verb, body) in [
            ("capture", json!({})),
            ("advance", json!({"outcome": "advance"})),
            ("advance", canceled(world)),
            ("situation", json!({"status": "in_execution"})),
            ("suspend", hold(world)),
            ("reopen", json!({"reason": "Again"})),
            (
                "change_deadline",
                json!({"deadline": "2027-01-15T12:00:00Z", "justification": "Agreed"}),
            ),
        ] {
            let code = world.act(&world.ada, &release, verb, &body).expect(409).json()["code"].clone();
            let expected = if verb == "reopen" {
                "release.not_closed"
            } else {
                "release.suspended"
            };
            assert_eq!(code, expected, "{verb}: R7, B083, B084");
        }
        let etag = world.ada.get(&release).etag();
        world
            .ada
            .if_match(&etag)
            .patch(&release, &json!({"title": "No"}))
            .expect(409);
        world
            .act(&world.ada, &release, "delegate", &json!({"group": world.id("hands")}))
            .expect(200);
        assert_eq!(body(&world.ada, &release)["status"], "suspended");
        world.act(&world.eva, &release, "reactivate", &json!({})).expect(403);
        world.act(&world.ada, &release, "reactivate", &json!({})).expect(200);
        let code = world
            .act(&world.ada, &release, "reactivate", &json!({}))
            .expect(409)
            .json()["code"]
            .clone();
        assert_eq!(code, "release.not_suspended", "B076");
    });
}

#[test]
fn only_an_active_justification_for_suspending_suspends() {
    each(|world| {
        let release = world.release();
        let make = |description: &str, situation: &str, suspends: bool| {
            world.create(
                "/api/v1/justifications",
                &json!({"description": description, "situation": situation, "suspends": suspends}),
            )
        };
        let inactive = make("Closed reason", "inactive", true);
        let other = make("For something else", "active", false);
        for (asked, expected) in [
            (json!({}), "/justification required"),
            (
                json!({"justification": inactive}),
                "/justification justification_not_active",
            ),
            (
                json!({"justification": other}),
                "/justification justification_not_suspending",
            ),
            (
                json!({"justification": world.id("unit")}),
                "/justification unknown_reference",
            ),
        ] {
            let answer = world.act(&world.ada, &release, "suspend", &asked).expect(422);
            assert_eq!(pointers(&answer), [expected], "F060, F146");
        }
        let answer = world
            .act(
                &world.ada,
                &release,
                "suspend",
                &json!({"complement": 7, "reason": "x"}),
            )
            .expect(422);
        assert_eq!(
            pointers(&answer),
            [
                "/justification required",
                "/complement not_text",
                "/reason unknown_field"
            ],
            "all fields are named at once"
        );
        assert_eq!(
            body(&world.ada, &release)["status"],
            "in_execution",
            "nothing is written"
        );
    });
}

#[test]
fn the_switch_of_a_group_suspends_whatever_the_flow_says() {
    each(|world| {
        let release = world.release();
        world.act(&world.eva, &release, "suspend", &hold(world)).expect(403);
        let hands = format!("/api/v1/groups/{}", world.id("hands"));
        let etag = world.admin.get(&hands).expect(200).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&hands, &json!({"suspend_reactivate": true}))
            .expect(200);
        world.act(&world.eva, &release, "suspend", &hold(world)).expect(200);
        world.act(&world.eva, &release, "reactivate", &json!({})).expect(200);
    });
}

#[test]
fn a_task_is_shared_with_one_and_whoever_it_is_sees_it_and_may_do_it() {
    each(|world| {
        let release = world.release();
        world.sam.get(&release).expect(404);
        for (asked, expected) in [
            (json!({}), vec!["/group group_or_user", "/user group_or_user"]),
            (
                json!({"group": world.id("team"), "user": world.id("sam.account")}),
                vec!["/group group_or_user", "/user group_or_user"],
            ),
            (
                json!({"group": world.id("team"), "make_responsible": true}),
                vec!["/make_responsible only_for_a_user"],
            ),
            (json!({"user": world.id("unit")}), vec!["/user unknown_reference"]),
        ] {
            let answer = world.act(&world.ada, &release, "delegate", &asked).expect(422);
            assert_eq!(pointers(&answer), expected, "F053");
        }
        let shared = json!({"user": world.id("sam.account"), "justification": "He knows the ledger"});
        world.act(&world.eva, &release, "delegate", &shared).expect(403);
        let body_after = world.act(&world.ada, &release, "delegate", &shared).expect(200).json();
        assert_eq!(
            body_after["task"]["shared_with"],
            json!([{"user": world.id("sam.account")}]),
            "F053"
        );
        assert_eq!(
            body_after["task"]["responsible"],
            Value::Null,
            "R12: the responsible stays"
        );

        let desk = body(&world.sam, "/api/v1/releases?assigned=shared_with_me");
        assert_eq!(desk["items"].as_array().unwrap().len(), 1, "B065: on the desk");
        world
            .act(&world.sam, &release, "advance", &json!({"outcome": "advance"}))
            .expect(200);
        world.sam.get(&release).expect(404);

        world
            .act(&world.ada, &release, "delegate", &json!({"group": world.id("hands")}))
            .expect(200);
        let again = json!({"user": world.id("sam.account"), "make_responsible": true});
        let body_after = world.act(&world.ada, &release, "delegate", &again).expect(200).json();
        assert_eq!(
            body_after["task"]["shared_with"],
            json!([{"user": world.id("sam.account")}]),
            "B066"
        );
        assert_eq!(body_after["task"]["responsible"], world.id("sam.account"), "R12");
        let back = world
            .act(&world.sam, &release, "withdraw", &json!({}))
            .expect(200)
            .json();
        assert_eq!(back["task"]["shared_with"], json!([]), "undone by the responsible");
        let code = world
            .act(&world.ada, &release, "withdraw", &json!({}))
            .expect(409)
            .json()["code"]
            .clone();
        assert_eq!(code, "release.not_shared");
    });
}

#[test]
fn the_group_it_was_registered_for_watches_to_the_end() {
    each(|world| {
        let group = json!({
            "name": "Watchers", "acronym": "WAT", "members": [{"employee": world.id("sam")}, {"employee": world.id("ada")}],
            "contracts": [world.id("contract")], "flow_permissions": [],
        });
        let watchers = world.create("/api/v1/groups", &group);
        let mut asked = world.registration();
        asked["executor_group"] = json!(watchers);
        let made = world.ada.post("/api/v1/releases", &asked).expect(201);
        let release = made.header("location").to_owned();
        let etag = world.ada.get(&release).etag();
        let moved = json!({"executor_group": world.id("team")});
        world.ada.if_match(&etag).patch(&release, &moved).expect(200);
        world.sam.get(&release).expect(200);
        let found = body(&world.sam, "/api/v1/releases");
        assert_eq!(
            found["items"].as_array().unwrap().len(),
            1,
            "B063: lists follow the same rule"
        );
        world.act(&world.sam, &release, "capture", &json!({})).expect(403);
    });
}

#[test]
fn a_closed_release_is_reopened_as_its_next_run() {
    each(|world| {
        let release = world.release();
        let early = world
            .act(&world.ada, &release, "reopen", &json!({"reason": "Again"}))
            .expect(409);
        assert_eq!(early.json()["code"], "release.not_closed", "B078");
        world.act(&world.ada, &release, "advance", &canceled(world)).expect(200);
        let answer = world.act(&world.ada, &release, "reopen", &json!({})).expect(422);
        assert_eq!(pointers(&answer), ["/reason required"], "R15");
        world
            .act(&world.eva, &release, "reopen", &json!({"reason": "Again"}))
            .expect(403);

        let opened = world
            .act(&world.ada, &release, "reopen", &json!({"reason": "Needed after all"}))
            .expect(200)
            .json();
        assert_eq!(
            (
                &opened["status"],
                &opened["state"],
                &opened["task"]["id"],
                &opened["run"],
                &opened["reopen_count"]
            ),
            (
                &json!("reopened"),
                &json!("open"),
                &json!("Release"),
                &json!(2),
                &json!(1)
            ),
            "F081, B079"
        );
        assert_eq!(opened["task"]["responsible"], Value::Null, "F081");
        let closure = &opened["closure"];
        assert_eq!(
            (&closure["text"], &closure["solution_category"], &closure["closed_at"]),
            (&Value::Null, &Value::Null, &Value::Null),
            "R15, B080"
        );
        let runs = body(&world.ada, &format!("{release}/runs"));
        assert_eq!(
            (&runs["items"][0]["text"], &runs["items"][0]["reason"]),
            (&json!("Not needed"), &json!("Needed after all")),
            "lineage"
        );

        // Once the plan has passed, a new end is asked, and it must lie ahead.
        world.act(&world.ada, &release, "advance", &canceled(world)).expect(200);
        world.wait(SignedDuration::from_hours(24 * 30));
        let answer = world
            .act(&world.ada, &release, "reopen", &json!({"reason": "Again"}))
            .expect(422);
        assert_eq!(pointers(&answer), ["/planned_end required"], "R15");
        let past = json!({"reason": "Again", "planned_end": "2026-12-10T12:00:00Z"});
        assert_eq!(
            pointers(&world.act(&world.ada, &release, "reopen", &past).expect(422)),
            ["/planned_end in_the_past"]
        );
        let ahead = json!({"reason": "Again", "planned_end": "2027-02-01T12:00:00Z"});
        let opened = world.act(&world.ada, &release, "reopen", &ahead).expect(200).json();
        assert_eq!(
            (&opened["planned_end"], &opened["deadline"]),
            (&ahead["planned_end"], &ahead["planned_end"]),
            "B080"
        );
        assert_eq!(opened["reopen_count"], 2, "B079");
        assert_eq!(
            kinds(world, &release),
            ["registered", "canceled", "reopened", "canceled", "reopened"]
        );
    });
}

#[test]
fn another_model_brings_its_flow_group_and_category_while_nothing_is_left_behind() {
    each(|world| {
        let portfolio = world.id("portfolio");
        let models = body(&world.admin, &format!("/api/v1/portfolios/{portfolio}/models"));
        let other = models["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|model| model["category"] == "major")
            .cloned()
            .unwrap();
        let release = world.release();
        let same = world
            .act(&world.ada, &release, "reclassify", &json!({"model": world.id("model")}))
            .expect(422);
        assert_eq!(pointers(&same), ["/model same_model"]);
        let unknown = world
            .act(&world.ada, &release, "reclassify", &json!({"model": world.id("unit")}))
            .expect(422);
        assert_eq!(pointers(&unknown), ["/model unknown_reference"]);
        let moved = world
            .act(&world.ada, &release, "reclassify", &json!({"model": other["id"]}))
            .expect(200)
            .json();
        assert_eq!(
            (&moved["model"], &moved["category"], &moved["task"]["id"]),
            (&other["id"], &json!("major"), &json!("Release")),
            "O21"
        );
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(200);
        let late = world
            .act(&world.ada, &release, "reclassify", &json!({"model": world.id("model")}))
            .expect(409);
        assert_eq!(late.json()["code"], "release.begun", "only on the first task");
        let path = |release: &str| body(&world.ada, &format!("{release}/flow"))["path"].clone();
        let mut asked = world.registration();
        asked["model"] = other["id"].clone();
        let fresh = world
            .ada
            .post("/api/v1/releases", &asked)
            .expect(201)
            .header("location")
            .to_owned();
        world.act(&world.ada, &fresh, "capture", &json!({})).expect(200);
        world
            .act(&world.ada, &fresh, "advance", &json!({"outcome": "advance"}))
            .expect(200);
        assert_eq!(
            path(&release),
            path(&fresh),
            "nothing of the flow before is left on the way"
        );
        assert_eq!(
            kinds(world, &release),
            ["registered", "reclassified", "captured", "advanced"]
        );
    });
}

#[test]
fn a_changed_deadline_is_the_planned_end_and_lies_ahead() {
    each(|world| {
        let release = world.release();
        let answer = world
            .act(&world.ada, &release, "change_deadline", &json!({}))
            .expect(422);
        assert_eq!(pointers(&answer), ["/deadline required", "/justification required"]);
        let past = json!({"deadline": "2026-11-01T12:00:00Z", "justification": "Agreed"});
        world.act(&world.ada, &release, "change_deadline", &past).expect(422);
        let asked = json!({"deadline": "2026-12-11T15:00:00Z", "justification": "Agreed"});
        world.act(&world.eva, &release, "change_deadline", &asked).expect(403);
        let changed = world
            .act(&world.ada, &release, "change_deadline", &asked)
            .expect(200)
            .json();
        assert_eq!(
            (&changed["deadline"], &changed["planned_end"]),
            (&asked["deadline"], &asked["deadline"]),
            "R6: one deadline"
        );
        assert_eq!(
            changed["deployment"]["end"], "2026-12-11T12:00",
            "in the zone of the phase"
        );
    });
}

#[test]
fn a_release_registered_by_mistake_is_deleted_and_its_number_is_gone() {
    each(|world| {
        let release = world.release();
        let etag = world.ada.get(&release).etag();
        world.admin.delete(&release).expect(428);
        let refused = world.ada.if_match(&etag).delete(&release).expect(403);
        assert_eq!(
            refused.code(),
            "access.forbidden",
            "deleting is a right of its own: B096"
        );
        world.admin.if_match(&etag).delete(&release).expect(204);
        world.ada.get(&release).expect(404);
        assert_eq!(body(&world.ada, "/api/v1/releases")["items"], json!([]), "F015");
        let audited = body(&world.admin, &format!("{release}/history"));
        assert_eq!(
            audited["items"].as_array().unwrap().last().unwrap()["kind"],
            "deleted",
            "B096, R27"
        );
        world
            .admin
            .with("if-match", "*")
            .post(&format!("{release}/capture"), &json!({}))
            .expect(404);
        assert_eq!(
            world.release(),
            "/api/v1/releases/2",
            "R25: a number is never given twice"
        );
    });
}

#[test]
fn one_action_on_many_is_told_row_by_row() {
    each(|world| {
        let (one, other) = (world.release(), world.release());
        world.act(&world.ada, &other, "suspend", &hold(world)).expect(200);
        let etag = |release: &str| world.ada.get(release).etag();
        let asked = json!({"action": "suspend", "body": hold(world), "items": [
            {"number": 1, "if_match": etag(&one)}, {"number": 2, "if_match": etag(&other)},
            {"number": 3, "if_match": "*"}, {"number": 1},
        ]});
        let dry = world
            .ada
            .post("/api/v1/releases/bulk?dry_run=true", &asked)
            .expect(200)
            .json();
        assert_eq!(dry["effect"]["results"][0]["status"], 200);
        assert_eq!(
            body(&world.ada, &one)["status"],
            "in_execution",
            "a dry run writes nothing"
        );
        let events = kinds(world, &other).len();
        let results = world.ada.post("/api/v1/releases/bulk", &asked).expect(200).json()["results"].clone();
        let told: Vec<(i64, i64, Value)> = results
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                (
                    row["number"].as_i64().unwrap(),
                    row["status"].as_i64().unwrap(),
                    row["problem"]["code"].clone(),
                )
            })
            .collect();
        let expected = [
            (1, 200, Value::Null),
            (2, 409, json!("release.suspended")),
            (3, 404, json!("record.not_found")),
            (1, 428, json!("request.precondition_required")),
        ];
        assert_eq!(told, expected);
        assert_eq!(kinds(world, &one), ["registered", "suspended"], "one event each");
        assert_eq!(kinds(world, &other).len(), events, "a refused row leaves nothing");
    });
}

#[test]
fn closing_measures_how_long_it_took_without_what_it_was_suspended() {
    each(|world| {
        let release = world.release();
        let closure = || body(&world.ada, &release)["closure"].clone();
        world.wait(SignedDuration::from_hours(1));
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        assert_eq!(
            closure()["attendance_minutes"],
            Value::Null,
            "nothing is measured before the end"
        );
        // The planned start: Tuesday, the first of December, nine in São Paulo.
        world.wait(SignedDuration::from_hours(8 * 24));
        world.act(&world.ada, &release, "suspend", &hold(world)).expect(200);
        world.wait(SignedDuration::from_mins(30));
        world.act(&world.ada, &release, "reactivate", &json!({})).expect(200);
        world.wait(SignedDuration::from_mins(30));
        let cancel = json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not needed"});
        world.act(&world.ada, &release, "advance", &cancel).expect(200);
        let taken = closure();
        assert_eq!(
            (
                &taken["attendance_minutes"],
                &taken["capture_minutes"],
                &taken["delay_minutes"]
            ),
            (&json!(90), &json!(60), &json!(0)),
            "B115, B116: from nine to eleven, half an hour of it suspended"
        );
        let again = json!({"reason": "Needed after all"});
        world.act(&world.ada, &release, "reopen", &again).expect(200);
        assert_eq!(closure()["attendance_minutes"], Value::Null, "R15");
    });
}

#[test]
fn many_are_edited_with_one_patch_each_for_itself() {
    each(|world| {
        let (one, other) = (world.release(), world.release());
        world.act(&world.ada, &other, "suspend", &hold(world)).expect(200);
        let etag = |release: &str| world.ada.get(release).etag();
        let items = json!([{"number": 1, "if_match": etag(&one)}, {"number": 2, "if_match": etag(&other)}]);
        let edit = |patch: Value| {
            world.ada.post(
                "/api/v1/releases/bulk",
                &json!({"action": "edit", "body": patch, "items": items}),
            )
        };
        let wrong = edit(json!({"impact": "huge"})).expect(200).json();
        assert_eq!(wrong["results"][0]["status"], 422);
        assert_eq!(wrong["results"][0]["problem"]["errors"][0]["pointer"], "/impact");
        let done = edit(json!({"version": "4.3.0", "impact": "low"})).expect(200).json();
        let statuses: Vec<&Value> = done["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["status"])
            .collect();
        assert_eq!(
            statuses,
            [&json!(200), &json!(409)],
            "R7: a suspended one is not edited"
        );
        let after = body(&world.ada, &one);
        assert_eq!(
            (&after["version"], &after["impact"], &after["title"]),
            (&json!("4.3.0"), &json!("low"), &json!("Payments 4.2")),
            "what is not named stays"
        );
        assert_eq!(kinds(world, &one), ["registered", "edited"], "one event each");
        for nothing in [json!({}), json!("version")] {
            assert_eq!(edit(nothing).expect(422).pointers(), ["/body"]);
        }
    });
}

#[test]
fn many_at_once_are_read_as_strictly_as_one() {
    each(|world| {
        let items: Vec<Value> = (1..=201)
            .map(|number| json!({"number": number, "if_match": "*"}))
            .collect();
        let answer = world
            .ada
            .post(
                "/api/v1/releases/bulk",
                &json!({"action": "reactivate", "items": items}),
            )
            .expect(422);
        assert_eq!(pointers(&answer), ["/items too_many"]);
        let answer = world
            .ada
            .post(
                "/api/v1/releases/bulk",
                &json!({"action": "suspend", "body": {"why": 1}, "items": [], "more": 1}),
            )
            .expect(422);
        assert_eq!(
            pointers(&answer),
            [
                "/items required",
                "/more unknown_field",
                "/body/justification required",
                "/body/why unknown_field"
            ]
        );
        let answer = world
            .ada
            .post(
                "/api/v1/releases/bulk",
                &json!({"action": "explode", "items": [{"number": 1}]}),
            )
            .expect(422);
        assert_eq!(pointers(&answer), ["/action not_a_choice"]);
    });
}

#[test]
fn the_offered_actions_are_those_of_the_state() {
    each(|world| {
        let release = world.release();
        let allowed = |client: &Client| -> Vec<String> {
            let actions = body(client, &format!("{release}/actions"));
            let allowed = actions["items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|action| action["allowed"] == true);
            allowed
                .map(|action| action["action"].as_str().unwrap().to_owned())
                .collect()
        };
        let life = |names: &[String]| -> Vec<String> {
            let life = [
                "suspend",
                "reactivate",
                "delegate",
                "withdraw",
                "reopen",
                "reclassify",
                "change_deadline",
                "delete",
                "capture",
            ];
            names
                .iter()
                .filter(|name| life.contains(&name.as_str()))
                .cloned()
                .collect()
        };
        assert_eq!(
            life(&allowed(&world.ada)),
            ["capture", "suspend", "delegate", "reclassify", "change_deadline"],
            "4.4"
        );
        assert_eq!(life(&allowed(&world.vera)), [""; 0], "who may not, is offered nothing");
        world.act(&world.ada, &release, "suspend", &hold(world)).expect(200);
        assert_eq!(allowed(&world.ada), ["reactivate", "delegate"], "4.4");
        world.act(&world.ada, &release, "reactivate", &json!({})).expect(200);
        world.act(&world.ada, &release, "advance", &canceled(world)).expect(200);
        assert_eq!(allowed(&world.ada), ["reopen"], "4.4");
    });
}
