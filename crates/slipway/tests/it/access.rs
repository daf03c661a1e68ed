//! Who gets in, and what they find there.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use slipway_db::{Error, params};

use crate::support::{World, each};

#[test]
fn a_stranger_cannot_tell_a_hidden_release_from_one_that_never_was() {
    each(|world| {
        let release = world.release();
        let hidden = world.sam.get(&release).expect(404).json();
        let absent = world.sam.get("/api/v1/releases/4711").expect(404).json();
        for field in ["title", "status", "detail", "code"] {
            assert_eq!(hidden[field], absent[field], "F031: {field}");
        }
        for (verb, body) in [
            ("capture", json!({})),
            ("advance", json!({"outcome": "advance"})),
            ("situation", json!({"status": "solved"})),
        ] {
            assert_eq!(world.act(&world.sam, &release, verb, &body).status, 404, "{verb}");
        }
        world
            .sam
            .if_match("*")
            .patch(&release, &json!({"title": "x"}))
            .expect(404);
        for part in ["actions", "history", "versions", "versions/1", "flow"] {
            world.sam.get(&format!("{release}/{part}")).expect(404);
        }
        world.sam.get("/releases/1").expect(404);
    });
}

#[test]
fn who_may_only_read_reads_and_nothing_more() {
    each(|world| {
        let release = world.release();
        world.vera.get(&release).expect(200);
        for (verb, body) in [
            ("capture", json!({})),
            ("advance", json!({"outcome": "advance"})),
            ("situation", json!({"status": "solved"})),
        ] {
            let refused = world.act(&world.vera, &release, verb, &body).expect(403);
            assert_eq!(refused.code(), "access.forbidden", "B011, B016: {verb}");
        }
        world.vera.post("/api/v1/releases", &world.registration()).expect(403);
        world.sam.post("/api/v1/releases", &world.registration()).expect(403);
        let actions = world.vera.get(&format!("{release}/actions")).expect(200).json();
        for action in actions["items"].as_array().unwrap() {
            assert_eq!(action["allowed"], false, "{action}");
            assert!(!action["blockers"][0]["message"].as_str().unwrap().is_empty());
        }
    });
}

#[test]
fn a_task_of_the_requester_refuses_others() {
    each(|world| {
        let flow = world.id("requester_flow");
        let path = format!("/api/v1/models/{}", world.id("model"));
        let etag = world.admin.get(&path).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&path, &json!({"flow": flow}))
            .expect(200);
        let team = format!("/api/v1/groups/{}", world.id("team"));
        let before = world.admin.get(&team);
        let patch = json!({"flow_permissions": [{"flow": flow, "actions": ["create", "execute", "cancel"]}]});
        world.admin.if_match(&before.etag()).patch(&team, &patch).expect(200);
        let mut body = world.registration();
        body["requester"] = json!(world.id("ada"));
        let release = world
            .ada
            .post("/api/v1/releases", &body)
            .expect(201)
            .header("location")
            .to_owned();
        let refused = world.act(&world.admin, &release, "capture", &json!({})).expect(403);
        assert_eq!(refused.code(), "access.requester_only", "F054");
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
    });
}

#[test]
fn sessions_open_close_and_end_by_themselves() {
    each(|world| {
        let password = json!({"login": "ada", "password": "correct horse battery"});
        let account = format!("/api/v1/users/{}", world.id("ada.account"));
        let etag = world.admin.get(&account).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&account, &json!({"password": "correct horse battery"}))
            .expect(200);
        let refused = |login: &str| {
            world
                .nobody
                .post("/api/v1/sessions", &json!({"login": login, "password": "wrong"}))
                .expect(401)
                .json()
        };
        let (known, unknown) = (refused("ada"), refused("nobody"));
        assert_eq!(
            (&known["code"], &known["detail"]),
            (&unknown["code"], &unknown["detail"]),
            "G32"
        );
        let opened = world.nobody.post("/api/v1/sessions", &password).expect(201);
        let cookie = opened.header("set-cookie").to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
        let session = world.nobody.with("cookie", cookie.split(';').next().unwrap());
        assert_eq!(session.get("/api/v1/me").expect(200).json()["login"], "ada");
        session.post("/api/v1/releases", &world.registration()).expect(403);
        session
            .with("sec-fetch-site", "cross-site")
            .post("/api/v1/releases", &world.registration())
            .expect(403);
        session
            .with("sec-fetch-site", "same-origin")
            .post("/api/v1/releases", &world.registration())
            .expect(201);
        world.wait(jiff::SignedDuration::from_mins(31));
        session.get("/api/v1/me").expect(401);
        let opened = world.nobody.post("/api/v1/sessions", &password).expect(201);
        let session = world
            .nobody
            .with("cookie", opened.header("set-cookie").split(';').next().unwrap());
        let left = session
            .with("sec-fetch-site", "same-origin")
            .delete("/api/v1/sessions/current")
            .expect(204);
        assert!(left.header("clear-site-data").contains("cookies"));
        session.get("/api/v1/me").expect(401);
    });
}

slipway_db::statements! {
    SEEN_AT = "select max(seen_at) from session";
}

fn seen_at(world: &World) -> Timestamp {
    let seen: Result<Timestamp, Error> = world
        .app
        .db()
        .read_blocking(|tx| tx.query_one(SEEN_AT, params![], |row| row.get(0)));
    seen.unwrap()
}

#[test]
fn a_session_that_is_used_lives_on_and_one_that_is_not_ends() {
    each(|world| {
        let account = format!("/api/v1/users/{}", world.id("ada.account"));
        let (login, password) = ("ada", "correct horse battery");
        let patch = json!({"password": password});
        let etag = world.admin.get(&account).etag();
        world.admin.if_match(&etag).patch(&account, &patch).expect(200);
        let opened = world
            .nobody
            .post("/api/v1/sessions", &json!({"login": login, "password": password}))
            .expect(201);
        let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
        let session = world
            .nobody
            .with("cookie", cookie)
            .with("sec-fetch-site", "same-origin");
        for n_minutes in [20, 40, 60] {
            world.wait(SignedDuration::from_mins(20));
            session.get("/api/v1/me").expect(200);
            // Nobody waits for the sign of life, so that it may come a little after the answer.
            let due = world.app.now();
            let given = || world.runtime().block_on(async { tokio::task::yield_now().await });
            let is_given = (0..1_000_000).any(|_| {
                given();
                seen_at(world) == due
            });
            assert!(is_given, "after {n_minutes} minutes");
        }
        world.wait(SignedDuration::from_mins(29));
        let body = json!({"name": "kept alive by writing", "scope": "read"});
        session.post("/api/v1/tokens", &body).expect(201);
        assert_eq!(seen_at(world), world.app.now(), "in the transaction itself");
        world.wait(SignedDuration::from_mins(29));
        session.get("/api/v1/me").expect(200);
        world.wait(SignedDuration::from_hours(12));
        session.get("/api/v1/me").expect(401);
    });
}

#[test]
fn tokens_reach_as_far_as_their_scope_and_are_shown_once() {
    each(|world| {
        let made = world
            .admin
            .post("/api/v1/tokens", &json!({"name": "pipeline", "scope": "read"}))
            .expect(201);
        let text = made.json()["token"].as_str().unwrap().to_owned();
        assert!(text.starts_with("slip_"));
        let reader = crate::support::Client {
            token: Some(text.clone()),
            ..world.nobody.clone()
        };
        reader.get("/api/v1/units").expect(200);
        assert_eq!(
            reader.post("/api/v1/units", &json!({"name": "New"})).expect(403).code(),
            "access.scope"
        );
        assert!(!world.admin.get("/api/v1/tokens").expect(200).text().contains(&text));
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/tokens/{id}");
        world.ada.get(&path).expect(404);
        world.admin.if_match(&made.etag()).delete(&path).expect(204);
        reader.get("/api/v1/units").expect(401);
    });
}

#[test]
fn one_administrator_is_set_up_once() {
    let world = World::on_sqlite();
    let page = world.nobody.get("/setup").expect(200).text();
    assert!(page.contains("name=\"password\""));
    world
        .nobody
        .form("/setup", &[("password", "short"), ("again", "short")])
        .expect(422);
    let done = world
        .nobody
        .form(
            "/setup",
            &[("password", "a long enough one"), ("again", "a long enough one")],
        )
        .expect(303);
    assert!(done.header("set-cookie").starts_with("sid="));
    world.nobody.get("/setup").expect(409);
    world
        .nobody
        .form("/login", &[("login", "admin"), ("password", "a long enough one")])
        .expect(303);
    world
        .nobody
        .form("/login", &[("login", "admin"), ("password", "wrong")])
        .expect(401);
}
