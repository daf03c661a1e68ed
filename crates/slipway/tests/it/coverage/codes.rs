//! Every code of a refusal, visited by what causes it. The list of codes is the list of these cases.

use axum::http::Method;
use serde_json::{Value, json};
use slipway::edge::{Code, Fault};
use slipway_core::flow::RELEASE_STANDARD;

use crate::support::{Answer, Client, World};

/// Codes whose cause is a story of its own, and the file that tells it.
const STORIES: &[(Code, &str)] = &[
    (Code::Host, "connections.rs"),
    (Code::UriTooLong, "connections.rs"),
    (Code::HeadersTooLarge, "connections.rs"),
    (Code::TooSlow, "connections.rs"),
    (Code::ReleaseNeedsAnswers, "questionnaires.rs"),
    (Code::ActivityOver, "work_log.rs"),
    (Code::ReleaseSuspended, "life.rs"),
    (Code::ReleaseNotClosed, "life.rs"),
    (Code::ReleaseNotSuspended, "life.rs"),
    (Code::ReleaseBegun, "life.rs"),
    (Code::ReleaseNotShared, "life.rs"),
    (Code::MailNotFailed, "mails.rs"),
    (Code::FileSpoilt, "files/swept.rs"),
    (Code::ImportOver, "imports.rs"),
    (Code::ItemLocked, "cmdb.rs"),
    (Code::ItemNeedsChange, "cmdb.rs"),
];

/// Codes that nothing here causes, and why. This list may only shrink.
const UNTOLD: &[(Code, &str)] = &[
    (
        Code::Internal,
        "no request causes it; a panic is told in `edge/serve/tests.rs`",
    ),
    (
        Code::Full,
        "the disk of a store is not filled by a test; how it is told is below",
    ),
];

type Cause = fn(&World) -> Answer;

const CASES: &[(Code, Cause)] = &[
    (Code::Unreadable, |world| sent(&world.ada, "application/json", "{")),
    (Code::NotLoggedIn, |world| world.nobody.get("/api/v1/me")),
    (Code::WrongPassword, |world| log_in(world, "nobody")),
    (Code::Forbidden, |world| act(world, &world.vera, "capture", &json!({}))),
    (Code::NotConcerned, |world| {
        act(world, &world.eva, "capture", &json!({}))
    }),
    (Code::Scope, |world| {
        let asked = json!({"name": "reader", "scope": "read"});
        let token = world.admin.post("/api/v1/tokens", &asked).expect(201).json()["token"].clone();
        let reader = Client {
            token: token.as_str().map(str::to_owned),
            ..world.nobody.clone()
        };
        reader.post("/api/v1/units", &json!({"name": "New"}))
    }),
    (Code::RequesterOnly, |world| {
        set_flow(world, &world.id("requester_flow"));
        act(world, &world.admin, "capture", &json!({}))
    }),
    (Code::Forged, |world| {
        let foreign = world
            .nobody
            .with("cookie", "sid=1")
            .with("sec-fetch-site", "cross-site");
        foreign.post("/api/v1/releases", &json!({}))
    }),
    (Code::NotFound, |world| world.ada.get("/api/v1/releases/4711")),
    (Code::Method, |world| world.ada.delete("/api/v1/me")),
    (Code::InUse, |world| {
        world
            .admin
            .if_match("*")
            .delete(&format!("/api/v1/units/{}", world.id("unit")))
    }),
    (Code::ReleaseClosed, |world| {
        let release = world.release();
        world
            .act(&world.ada, &release, "advance", &ending(world, "outcome", "canceled"))
            .expect(200);
        world.act(&world.ada, &release, "capture", &json!({}))
    }),
    (Code::ReleaseCanceled, |world| {
        let release = world.release();
        world
            .act(&world.ada, &release, "situation", &ending(world, "status", "canceled"))
            .expect(200);
        world.ada.if_match("*").patch(&release, &json!({"title": "New"}))
    }),
    (Code::ReleaseHeld, |world| {
        world.act(&world.admin, &captured(world), "capture", &json!({}))
    }),
    (Code::ReleaseFree, |world| {
        world.ada.get(&format!("{}/actions", world.release()))
    }),
    (Code::ReleaseYours, |world| {
        world.act(&world.ada, &captured(world), "capture", &json!({}))
    }),
    (Code::ReleaseNotCaptured, |world| {
        act(world, &world.ada, "advance", &json!({"outcome": "advance"}))
    }),
    (Code::ReleaseTaskNotOpen, |world| {
        world.act(
            &world.ada,
            &captured(world),
            "advance",
            &json!({"outcome": "advance", "task": "Test"}),
        )
    }),
    (Code::ReleaseTaskUnclear, |world| {
        set_flow(world, &brought_in(world, FORKED));
        act(world, &world.ada, "capture", &json!({}))
    }),
    (Code::ReleaseNeedsChange, |world| {
        set_model(world, &json!({"requires_change": true}));
        world.act(&world.ada, &captured(world), "advance", &json!({"outcome": "advance"}))
    }),
    (Code::ReleaseNoWay, |world| {
        world.act(
            &world.ada,
            &captured(world),
            "advance",
            &ending(world, "outcome", "not_solved"),
        )
    }),
    (Code::ReleaseStatusFixed, |world| {
        set_flow(world, &brought_in(world, FIXED));
        world.act(
            &world.ada,
            &captured(world),
            "situation",
            &ending(world, "status", "solved"),
        )
    }),
    (Code::ReleaseLocked, |world| {
        let release = captured(world);
        world
            .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
            .expect(200);
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let earlier = json!({"planning": {"start": "2026-12-01T08:00"}});
        world.ada.if_match("*").patch(&release, &earlier)
    }),
    (Code::ReleaseAttached, |world| {
        let release = world.release();
        let file = [("name=\"file\"; filename=\"plan.txt\"", b"Plan".as_slice())];
        world.ada.upload(&format!("{release}/attachments"), &file).expect(201);
        world.admin.if_match("*").delete(&release)
    }),
    (Code::ReleaseNotDelegable, |world| {
        set_flow(world, &brought_in(world, KEPT));
        world.act(
            &world.ada,
            &captured(world),
            "delegate",
            &json!({"group": world.id("team")}),
        )
    }),
    (Code::FlowExists, |world| {
        world.admin.post("/api/v1/flows", &json!({"xml": RELEASE_STANDARD}))
    }),
    (Code::FlowOther, |world| {
        let path = format!("/api/v1/flows/{}/versions", world.id("flow"));
        world.admin.if_match("*").post(&path, &json!({"xml": FORKED}))
    }),
    (Code::FlowRefused, |world| {
        world.admin.post("/api/v1/flows", &json!({"xml": "<flow/>"}))
    }),
    (Code::FileForbidden, |world| {
        let path = format!("{}/attachments", world.release());
        world
            .ada
            .upload(&path, &[("name=\"file\"; filename=\"setup.exe\"", b"MZ")])
    }),
    (Code::AlreadySetUp, |world| {
        let form = [("password", "a long enough one"), ("again", "a long enough one")];
        world.nobody.form("/setup", &form).expect(303);
        world.nobody.with("accept", "application/json").form("/setup", &form)
    }),
    (Code::Stale, |world| {
        world
            .ada
            .if_match("\"4711\"")
            .patch(&world.release(), &json!({"title": "New"}))
    }),
    (Code::TooLarge, |world| {
        sent(&world.ada, "application/json", &"[".repeat(5 << 20))
    }),
    (Code::MediaType, |world| sent(&world.ada, "text/plain", "{}")),
    (Code::Invalid, |world| world.ada.post("/api/v1/releases", &json!({}))),
    (Code::KeyReused, |world| {
        let client = world.ada.with("idempotency-key", "once");
        client.post("/api/v1/releases", &world.registration()).expect(201);
        let mut other = world.registration();
        other["title"] = json!("Something else");
        client.post("/api/v1/releases", &other)
    }),
    (Code::NoPrecondition, |world| {
        world.ada.patch(&world.release(), &json!({"title": "New"}))
    }),
    (Code::TooMany, |world| {
        let mut answers = (0..100).map(|_| log_in(world, "admin"));
        answers.find(|answer| answer.status != 401).expect("guessing ends")
    }),
    // Nothing loads the graph in a world where no jobs run.
    (Code::GraphLoading, |world| {
        let item = crate::cmdb::item(world, "SRV-1");
        world.admin.get(&format!("{item}/impact"))
    }),
    (Code::Unavailable, |world| {
        world.app.db().close();
        world.ada.get("/api/v1/me")
    }),
];

/// Two tasks at once.
const FORKED: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="forked" name="Forked">
<startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="F"/><parallelGateway id="F"/>
<sequenceFlow id="b" sourceRef="F" targetRef="One"/><userTask id="One" name="One"/>
<sequenceFlow id="c" sourceRef="F" targetRef="Two"/><userTask id="Two" name="Two"/>
<sequenceFlow id="d" sourceRef="One" targetRef="J"/><sequenceFlow id="e" sourceRef="Two" targetRef="J"/>
<parallelGateway id="J"/><sequenceFlow id="f" sourceRef="J" targetRef="end"/><endEvent id="end"/></process></definitions>"#;

/// A task on which the status stays as it is.
const FIXED: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:slipway="urn:slipway:flow:1">
<process id="fixed" name="Fixed"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="One"/>
<userTask id="One" name="One"><extensionElements><slipway:task allowsChangeOfStatus="false"/></extensionElements></userTask>
<sequenceFlow id="b" sourceRef="One" targetRef="end"/><endEvent id="end"/></process></definitions>"#;

/// A task that stays with those it belongs to.
const KEPT: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:slipway="urn:slipway:flow:1">
<process id="kept" name="Kept"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="One"/>
<userTask id="One" name="One"><extensionElements><slipway:task allowsDelegation="false"/></extensionElements></userTask>
<sequenceFlow id="b" sourceRef="One" targetRef="end"/><endEvent id="end"/></process></definitions>"#;

fn sent(client: &Client, media: &str, body: &str) -> Answer {
    client.send(Method::POST, "/api/v1/releases", Some(media), body.as_bytes().to_vec())
}

fn log_in(world: &World, login: &str) -> Answer {
    world
        .nobody
        .post("/api/v1/sessions", &json!({"login": login, "password": "wrong"}))
}

/// Does something to a fresh release.
fn act(world: &World, client: &Client, verb: &str, body: &Value) -> Answer {
    world.act(client, &world.release(), verb, body)
}

fn captured(world: &World) -> String {
    let release = world.release();
    world.act(&world.ada, &release, "capture", &json!({})).expect(200);
    release
}

/// What ends a release, said in the field of the command.
fn ending(world: &World, field: &str, word: &str) -> Value {
    json!({field: word, "solution_category": world.id("solution"), "closure": "As it is.", "release_date": "2026-12-05"})
}

fn set_model(world: &World, patch: &Value) {
    let path = format!("/api/v1/models/{}", world.id("model"));
    world.admin.if_match("*").patch(&path, patch).expect(200);
}

/// Lets the model run another flow, on which the team may do everything that these cases need.
fn set_flow(world: &World, flow: &str) {
    set_model(world, &json!({"flow": flow}));
    let team = format!("/api/v1/groups/{}", world.id("team"));
    let permissions =
        json!({"flow_permissions": [{"flow": flow, "actions": ["create", "execute", "delegate", "cancel"]}]});
    world.admin.if_match("*").patch(&team, &permissions).expect(200);
}

fn brought_in(world: &World, xml: &str) -> String {
    let made = world.admin.post("/api/v1/flows", &json!({"xml": xml})).expect(201);
    made.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn every_code_has_its_cause() {
    let told = |code: &Code| CASES.iter().any(|(one, _)| one == code);
    let elsewhere = |code: &Code| STORIES.iter().chain(UNTOLD).any(|(one, _)| one == code);
    let missing: Vec<&Code> = Code::ALL
        .iter()
        .filter(|code| !told(code) && !elsewhere(code))
        .collect();
    assert!(
        missing.is_empty(),
        "tell what causes them, in coverage/codes.rs: {missing:?}"
    );
}

#[test]
fn every_story_names_its_code() {
    for (code, file) in STORIES {
        let story = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/it")
            .join(file);
        let text = std::fs::read_to_string(story).unwrap();
        let names = text.contains(code.slug()) || text.contains(&format!("Code::{code:?}"));
        assert!(names, "{file} does not tell of {code:?}");
    }
}

#[test]
fn every_code_is_told_by_what_causes_it() {
    for (code, cause) in CASES {
        let world = World::on_sqlite();
        let answer = cause(&world);
        let told = format!("\"code\":\"{}\"", code.slug());
        assert!(
            answer.text().contains(&told),
            "{code:?}: {} {}",
            answer.status,
            answer.text()
        );
        // Whom a task could be taken over from is told among the actions, not by a refusal.
        if *code != Code::ReleaseFree {
            assert_eq!(answer.status, code.status(), "{code:?}");
        }
    }
}

#[test]
fn what_the_store_says_is_told_by_its_code() {
    let cause = || std::sync::Arc::new(std::io::Error::other("no room")) as slipway_db::Cause;
    for (error, code) in [
        (slipway_db::Error::Full { source: cause() }, Code::Full),
        (slipway_db::Error::Panicked, Code::Internal),
        (slipway_db::Error::TooLong { statement: "LIST" }, Code::Unavailable),
    ] {
        assert_eq!(Fault::from(error).code, code);
    }
}
