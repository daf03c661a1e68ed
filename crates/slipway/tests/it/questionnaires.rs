//! Questionnaires: built, versioned, bound to tasks, answered on releases, confirmed; and what a task refuses without.

use axum::http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};
use slipway_core::flow::RELEASE_STANDARD;

use crate::support::{Answer, Client, World, each};

/// A questionnaire that asks for a number and a choice, and offers a text.
fn checklist(world: &World, title: &str) -> Value {
    json!({
        "title": title, "category": category(world),
        "groups": [{"title": "One <b>group</b>", "items": [
            {"kind": "text", "text": "Read <i>this</i> first"},
            {"kind": "question", "text": "How many <u>hosts</u>?", "type": "number", "required": true},
            {"kind": "question", "text": "Which way?", "type": "single_choice", "required": true, "choices": ["canary", "at once"]},
            {"kind": "question", "text": "Anything else?", "type": "long_text"},
        ]}],
    })
}

fn category(world: &World) -> Value {
    let found = world.admin.get("/api/v1/questionnaire_categories").expect(200).json();
    found["items"][0]["id"].clone()
}

fn good() -> Value {
    json!({"q1": 12, "q2": "canary"})
}

fn put(client: &Client, path: &str, body: &Value) -> Answer {
    client.json(Method::PUT, path, body)
}

/// Binds a questionnaire to a task of the world's model.
fn bind(world: &World, questionnaire: &str, task: &str) {
    let path = format!("/api/v1/models/{}", world.id("model"));
    let etag = world.admin.get(&path).expect(200).etag();
    let bound = json!({"questionnaires": [{"questionnaire": questionnaire, "task": task, "required": true}]});
    let kept = world.admin.if_match(&etag).patch(&path, &bound).expect(200).json();
    assert_eq!(kept["questionnaires"], bound["questionnaires"]);
}

fn kinds(world: &World, release: &str) -> Vec<String> {
    let history = world.ada.get(&format!("{release}/history")).expect(200).json();
    assert_eq!(history["verified"], true);
    let events = history["items"].as_array().unwrap().clone();
    events
        .iter()
        .map(|event| event["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_five_standard_questionnaires_are_there_from_the_first_start() {
    each(|world| {
        let found = world.admin.get("/api/v1/questionnaires").expect(200).json();
        let told: Vec<(String, u64)> = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                (
                    one["title"].as_str().unwrap().to_owned(),
                    one["question_count"].as_u64().unwrap(),
                )
            })
            .collect();
        let expected = [
            ("Build information", 4),
            ("CI test", 13),
            ("Deployment document", 10),
            ("Pilot deployment plan", 13),
            ("Service test", 7),
        ];
        assert_eq!(told, expected.map(|(title, n)| (title.to_owned(), n)), "B203");
    });
}

#[test]
fn a_task_waits_until_its_questionnaire_is_answered_and_confirmed() {
    each(|world| {
        let questionnaire = world.create("/api/v1/questionnaires", &checklist(world, "Ready?"));
        bind(world, &questionnaire, "Release");
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let refused = |lack: &str| {
            let answer = world
                .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
                .expect(409);
            assert_eq!(answer.code(), "release.questionnaires_missing", "F055");
            let missing = json!([{"questionnaire": questionnaire, "title": "Ready?", "lack": lack}]);
            assert_eq!(answer.json()["missing"], missing, "B088");
            assert!(
                answer.json()["detail"].as_str().unwrap().contains("Ready?"),
                "it is named"
            );
            let actions = world.ada.get(&format!("{release}/actions")).expect(200).json();
            let advance = actions["items"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["action"] == "advance");
            let blocker = advance.unwrap()["blockers"][0]["code"].clone();
            assert_eq!(blocker, "release.questionnaires_missing", "the button says why");
        };
        refused("unanswered");
        let path = format!("{release}/questionnaires");
        let asked = world.ada.get(&path).expect(200).json();
        let demand = json!({"questionnaire": questionnaire, "title": "Ready?", "task": "Release", "required": true, "lack": "unanswered"});
        assert_eq!((&asked["items"], &asked["demands"][0]), (&json!([]), &demand));
        let body = json!({"questionnaire": questionnaire, "answers": good()});
        let made = world.ada.post(&path, &body).expect(201);
        let set = made.header("location").to_owned();
        let told = made.json();
        assert_eq!(
            (&told["task"], &told["confirmed"], &told["answers"]["q1"]),
            (&json!("Release"), &json!(false), &json!(12.0))
        );
        refused("unconfirmed");
        // Confirming takes a right that Ada does not have (B202).
        put(&world.ada, &set, &json!({"confirmed": true})).expect(403);
        let confirmed = put(&world.admin, &set, &json!({"confirmed": true})).expect(200).json();
        assert_eq!(
            (&confirmed["confirmed"], &confirmed["answers"]),
            (&json!(true), &told["answers"]),
            "B202"
        );
        assert!(
            confirmed["confirmed_by"]["name"].is_string() && confirmed["confirmed_at"].is_string(),
            "who and when"
        );
        let counts = world.ada.get(&release).expect(200).json()["counts"].clone();
        assert_eq!(counts["questionnaires"], 1);
        let moved = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(200)
            .json();
        assert_eq!(moved["task"]["id"], "Run", "F055");
        assert_eq!(
            kinds(world, &release),
            [
                "registered",
                "captured",
                "questionnaire_answered",
                "questionnaire_confirmed",
                "advanced"
            ],
            "one event each"
        );
    });
}

#[test]
fn changing_confirmed_answers_takes_the_confirmation_away() {
    each(|world| {
        let questionnaire = world.create("/api/v1/questionnaires", &checklist(world, "Ready?"));
        let release = world.release();
        let path = format!("{release}/questionnaires");
        let body = json!({"questionnaire": questionnaire, "answers": good(), "confirmed": true});
        world.ada.post(&path, &body).expect(403);
        assert_eq!(kinds(world, &release), ["registered"], "nothing of it was kept");
        let set = world.admin.post(&path, &body).expect(201).header("location").to_owned();
        let changed = put(&world.ada, &set, &json!({"answers": {"q1": 13, "q2": "at once"}}))
            .expect(200)
            .json();
        assert_eq!(
            (&changed["confirmed"], &changed["answers"]["q1"]),
            (&json!(false), &json!(13.0))
        );
        assert_eq!(changed["updated_by"]["name"], "Ada Lovelace");
        // Said again, nothing happens.
        put(&world.ada, &set, &json!({"answers": {"q1": "13", "q2": "at once"}})).expect(200);
        put(&world.admin, &set, &json!({"confirmed": true})).expect(200);
        put(&world.ada, &set, &json!({"confirmed": false})).expect(403);
        put(&world.admin, &set, &json!({"confirmed": false})).expect(200);
        let expected = [
            "registered",
            "questionnaire_answered",
            "questionnaire_changed",
            "questionnaire_confirmed",
            "questionnaire_unconfirmed",
        ];
        assert_eq!(kinds(world, &release), expected);
    });
}

#[test]
fn solving_needs_every_answered_questionnaire_confirmed() {
    each(|world| {
        let questionnaire = world.create("/api/v1/questionnaires", &checklist(world, "By the way"));
        let release = world.release();
        let path = format!("{release}/questionnaires");
        let body = json!({"questionnaire": questionnaire, "answers": good()});
        let set = world.ada.post(&path, &body).expect(201).header("location").to_owned();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let solved = json!({
            "outcome": "solved", "release_date": "2026-12-04", "solution_category": world.id("solution"), "closure": "Done.",
        });
        let refused = world.act(&world.ada, &release, "advance", &solved).expect(409);
        assert_eq!(refused.code(), "release.questionnaires_missing", "B087");
        put(&world.admin, &set, &json!({"confirmed": true})).expect(200);
        let closed = world.act(&world.ada, &release, "advance", &solved).expect(200).json();
        assert_eq!(closed["state"], "closed", "B087");
        world.ada.post(&path, &body).expect(409);
        put(&world.ada, &set, &json!({"answers": {"q1": 1, "q2": "canary"}})).expect(409);
    });
}

#[test]
fn given_answers_keep_the_questions_they_answered() {
    each(|world| {
        let path = format!(
            "/api/v1/questionnaires/{}",
            world.create("/api/v1/questionnaires", &checklist(world, "Ready?"))
        );
        let questionnaire = path.rsplit('/').next().unwrap().to_owned();
        let release = world.release();
        let answers = format!("{release}/questionnaires");
        let first = world
            .ada
            .post(&answers, &json!({"questionnaire": questionnaire, "answers": good()}))
            .expect(201);
        let kept = world.admin.get(&path).expect(200);
        let ids: Vec<Value> = kept.json()["groups"][0]["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].clone())
            .collect();
        assert_eq!(ids, [Value::Null, json!("q1"), json!("q2"), json!("q3")]);
        let groups = json!([{"title": "Other", "items": [{"kind": "question", "text": "By when?", "type": "date", "required": true}]}]);
        let changed = world
            .admin
            .if_match(&kept.etag())
            .patch(&path, &json!({"groups": groups}))
            .expect(200);
        assert_eq!(
            changed.json()["groups"][0]["items"][0]["id"],
            "q4",
            "a name is not given again"
        );
        let old = put(
            &world.ada,
            first.header("location"),
            &json!({"answers": {"q1": 2, "q2": "at once"}}),
        )
        .expect(200)
        .json();
        world.wait(SignedDuration::from_mins(5));
        let new = json!({"questionnaire": questionnaire, "answers": {"q4": "2026-12-04"}});
        let new = world.ada.post(&answers, &new).expect(201).json();
        assert!(old["version"].as_i64() < new["version"].as_i64(), "{old} {new}");
        let listed = world.ada.get(&answers).expect(200).json();
        assert_eq!(listed["items"][0]["id"], new["id"], "the latest first: B201");
        // Renaming makes no version.
        let etag = world.admin.get(&path).expect(200).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&path, &json!({"title": "Renamed"}))
            .expect(200);
        let again = json!({"questionnaire": questionnaire, "answers": {"q4": "2026-12-05"}});
        assert_eq!(
            world.ada.post(&answers, &again).expect(201).json()["version"],
            new["version"]
        );
        let etag = world.admin.get(&path).expect(200).etag();
        assert_eq!(
            world.admin.if_match(&etag).delete(&path).expect(409).code(),
            "record.in_use"
        );
    });
}

#[test]
fn every_bad_answer_and_every_flaw_of_a_form_is_named_at_once() {
    each(|world| {
        let questionnaire = world.create("/api/v1/questionnaires", &checklist(world, "Ready?"));
        let release = world.release();
        let path = format!("{release}/questionnaires");
        let bad = json!({"q1": "many", "q2": "sideways", "q3": "\u{7}", "q9": 1});
        let refused = world
            .ada
            .post(&path, &json!({"questionnaire": questionnaire, "answers": bad}))
            .expect(422);
        let mut pointers = refused.pointers();
        pointers.sort();
        assert_eq!(pointers, ["/answers/q1", "/answers/q2", "/answers/q3", "/answers/q9"]);
        let empty = world.ada.post(&path, &json!({})).expect(422).pointers();
        assert_eq!(empty, ["/questionnaire", "/answers"]);
        let open = world
            .ada
            .post(&path, &json!({"questionnaire": questionnaire, "answers": {}}))
            .expect(422)
            .pointers();
        assert_eq!(open, ["/answers/q1", "/answers/q2"], "required ones");
        let unknown = json!({"questionnaire": "01939a5e-7c00-7000-8000-000000000001", "answers": {}});
        assert_eq!(
            world.ada.post(&path, &unknown).expect(422).pointers(),
            ["/questionnaire"]
        );
        let useless = json!({"title": "", "groups": [{"title": "", "items": [{"kind": "question", "text": "?", "type": "dance"}]}]});
        let mut pointers = world
            .admin
            .post("/api/v1/questionnaires", &useless)
            .expect(422)
            .pointers();
        pointers.sort();
        assert_eq!(
            pointers,
            ["/category", "/groups/0/items/0/type", "/groups/0/title", "/title"]
        );
        let choices = json!({"title": "T", "category": category(world), "groups": [{"title": "G", "items": [
            {"kind": "question", "text": "?", "type": "single_choice"}, {"kind": "question", "text": "?", "type": "date", "choices": ["a"]},
        ]}]});
        let refused = world.admin.post("/api/v1/questionnaires", &choices).expect(422);
        assert_eq!(
            refused.pointers(),
            ["/groups/0/items/0/choices", "/groups/0/items/1/choices"]
        );
        assert_eq!(kinds(world, &release), ["registered"], "nothing was kept");
        let path = format!("/api/v1/models/{}", world.id("model"));
        let etag = world.admin.get(&path).expect(200).etag();
        let twice = json!({"questionnaire": questionnaire, "task": "Test"});
        let bound = json!({"questionnaires": [twice, twice, {"questionnaire": questionnaire, "task": "Nowhere"}]});
        let refused = world.admin.if_match(&etag).patch(&path, &bound).expect(422);
        assert_eq!(
            refused.pointers(),
            ["/questionnaires/1/questionnaire", "/questionnaires/2/task"]
        );
    });
}

#[test]
fn what_a_flow_asks_for_is_obeyed_too() {
    each(|world| {
        let task = RELEASE_STANDARD.find("<slipway:task").unwrap();
        let (before, after) = RELEASE_STANDARD.split_at(task);
        let asks = r#"<slipway:questionnaire name="service TEST" required="true"/><slipway:questionnaire name="Not there" required="true"/>"#;
        let xml = format!("{before}{asks}{after}");
        let path = format!("/api/v1/flows/{}", world.id("flow"));
        let etag = world.admin.get(&path).expect(200).etag();
        let added = world
            .admin
            .if_match(&etag)
            .post(&format!("{path}/versions"), &json!({"xml": xml}));
        added.expect(201);
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let refused = world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(409)
            .json();
        let titles: Vec<&str> = refused["missing"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["title"].as_str().unwrap())
            .collect();
        assert_eq!(titles, ["service TEST", "Not there"], "R3");
        assert!(refused["missing"][0]["questionnaire"].is_string() && refused["missing"][1]["questionnaire"].is_null());
    });
}

#[test]
fn the_builder_works_without_a_script() {
    each(|world| {
        let (new, category) = ("/admin/questionnaires/new", category(world));
        let category = category.as_str().unwrap();
        let typed = [
            ("title", "Smoke <b>test</b>"),
            ("category", category),
            ("active", "true"),
            ("groups.0._row", "1"),
            ("groups.0.title", "Only"),
            ("groups.0.items.0.kind", "question"),
            ("groups.0.items.0.text", "First?"),
            ("groups.0.items.0.type", "single_choice"),
            ("groups.0.items.0.choices", "one\r\ntwo"),
            ("groups.0.items.1.kind", "question"),
            ("groups.0.items.1.text", "Second?"),
            ("groups.0.items.1.type", "yes_no"),
        ];
        let moved = world
            .admin
            .form(new, &[&typed[..], &[("_do", "up.0.1")]].concat())
            .expect(200)
            .text();
        assert!(
            moved.find("Second?").unwrap() < moved.find("First?").unwrap(),
            "F163: moved by a button"
        );
        assert!(
            moved.contains("Smoke &#60;b&#62;test") && !moved.contains("<b>test"),
            "typed text comes back as text"
        );
        let wrong: Vec<(&str, &str)> = typed
            .iter()
            .copied()
            .filter(|(name, _)| name.rsplit('.').next() != Some("text"))
            .collect();
        let again = world.admin.form(new, &wrong).expect(422).text();
        assert!(again.contains("groups.0.items.0.text-error") && again.contains("groups.0.items.1.text-error"));
        let kept = world.admin.form(new, &typed).expect(303).header("location").to_owned();
        let id = kept.split(['/', '?']).nth(3).unwrap();
        let shown = world
            .admin
            .get(&format!("/admin/questionnaires/{id}"))
            .expect(200)
            .text();
        assert!(shown.contains("Smoke") && !shown.contains("<b>test"));
        let preview = world
            .admin
            .get(&format!("/admin/questionnaires/{id}/preview"))
            .expect(200)
            .text();
        assert!(preview.contains("First?") && preview.contains("two"));
        let copy = world
            .admin
            .get(&format!("/admin/questionnaires/{id}/new"))
            .expect(200)
            .text();
        assert!(copy.contains("Copy of Smoke") && copy.contains("Second?"));
        let file = world
            .admin
            .get(&format!("/admin/questionnaires/{id}/export"))
            .expect(200);
        assert_eq!(file.json()["groups"][0]["items"][0]["choices"], json!(["one", "two"]));
        let part = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n{}\r\n--x--\r\n",
            file.text()
        );
        let browser = world.admin.with("sec-fetch-site", "same-origin");
        let import = |body: String| {
            let media = Some("multipart/form-data; boundary=x");
            browser.send(Method::POST, "/admin/questionnaires/import", media, body.into_bytes())
        };
        let brought = import(part.clone()).expect(200).text();
        assert!(brought.contains("Second?") && brought.contains(&format!("value=\"{category}\" selected")));
        import(part.replace("groups", "troops")).expect(422);
        world.vera.get(new).expect(403);
    });
}

#[test]
fn a_release_is_answered_on_its_pages() {
    each(|world| {
        let questionnaire = world.create("/api/v1/questionnaires", &checklist(world, "Ready <b>or not</b>"));
        bind(world, &questionnaire, "Release");
        world.release();
        let page = "/releases/1/questionnaires";
        let list = world.ada.get(page).expect(200).text();
        assert!(
            list.contains(&format!("/releases/1/questionnaires/new?questionnaire={questionnaire}")),
            "F106: chosen"
        );
        assert!(!list.contains("<b>or not"), "a title is text");
        let blank = world
            .ada
            .get(&format!("{page}/new?questionnaire={questionnaire}"))
            .expect(200)
            .text();
        assert!(blank.contains("answers.q1") && !blank.contains("<u>hosts") && !blank.contains("<i>this"));
        let typed = [
            ("questionnaire", questionnaire.as_str()),
            ("answers.q1", "a few"),
            ("answers.q3", "<script>x</script>"),
        ];
        let again = world.ada.form(page, &typed).expect(422).text();
        assert!(
            again.contains("answers.q1-error") && again.contains("answers.q2-error"),
            "all at once"
        );
        assert!(
            again.contains("value=\"a few\"") && !again.contains("<script>x"),
            "what was typed comes back as text"
        );
        let right = [
            ("questionnaire", questionnaire.as_str()),
            ("answers.q1", "12,5"),
            ("answers.q2", "canary"),
        ];
        world.ada.form(page, &right).expect(303);
        let set = world.ada.get("/api/v1/releases/1/questionnaires").expect(200).json()["items"][0].clone();
        assert_eq!(set["answers"]["q1"], 12.5);
        let one = format!("{page}/{}", set["id"].as_str().unwrap());
        let shown = world.ada.get(&one).expect(200).text();
        assert!(
            shown.contains("12.5") && !shown.contains(&format!("{one}/confirm")),
            "Ada may not confirm"
        );
        let confirmed = [("revision", "1"), ("confirmed", "true")];
        world.ada.form(&format!("{one}/confirm"), &confirmed).expect(403);
        world.admin.form(&format!("{one}/confirm"), &confirmed).expect(303);
        let stale = [("revision", "1"), ("answers.q1", "14"), ("answers.q2", "canary")];
        let refused = world.ada.form(&one, &stale).expect(412).text();
        assert!(refused.contains("value=\"14\""), "B209: what was typed is kept");
        let edit = world.ada.get(&format!("{one}/edit")).expect(200).text();
        assert!(
            edit.contains("value=\"12.5\"") && edit.contains("name=\"revision\" value=\"2\""),
            "edited again"
        );
        let fresh = [("revision", "2"), ("answers.q1", "14"), ("answers.q2", "canary")];
        world.ada.form(&one, &fresh).expect(303);
        let record = world.ada.get("/releases/1").expect(200).text();
        assert!(
            record.contains("href=\"/releases/1/questionnaires\""),
            "in the left menu"
        );
        assert_eq!(
            kinds(world, "/api/v1/releases/1"),
            [
                "registered",
                "questionnaire_answered",
                "questionnaire_confirmed",
                "questionnaire_changed"
            ]
        );
        world.sam.get(page).expect(404);
    });
}
