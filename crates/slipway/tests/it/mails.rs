//! Mails on their way: queued with the event, sent after the commit, tried again, given up, sent again (R18, B153–B166).

use jiff::SignedDuration;
use serde_json::{Value, json};
use slipway_db::testing;

use crate::support::World;
use crate::support::smtp::{PostOffice, Received, Step};

/// Tells a story with a mail server on the loopback, on both engines.
fn each(story: impl Fn(&mut World, &PostOffice)) {
    let office = PostOffice::open();
    let scratch = testing::sqlite(slipway::wiring::MIGRATIONS);
    story(&mut World::posting(scratch, Some(office.url())), &office);
    match testing::postgres(slipway::wiring::MIGRATIONS) {
        Some(scratch) => {
            let office = PostOffice::open();
            story(&mut World::posting(scratch, Some(office.url())), &office);
        }
        None => eprintln!("PostgreSQL skipped: SLIPWAY_TEST_POSTGRES is not set"),
    }
}

fn outbox(world: &World, query: &str) -> Vec<Value> {
    let list = world
        .admin
        .get(&format!("/api/v1/mail_outbox{query}"))
        .expect(200)
        .json();
    list["items"].as_array().unwrap().clone()
}

fn recipients(received: &[Received]) -> Vec<&str> {
    let mut all: Vec<&str> = received.iter().map(|mail| mail.to.as_str()).collect();
    all.sort_unstable();
    all
}

fn set(world: &World, parameter: &str, value: &Value) {
    let path = format!("/api/v1/parameters/{parameter}");
    world
        .admin
        .if_match("*")
        .json(axum::http::Method::PUT, &path, &json!({"value": value}))
        .expect(200);
}

fn edit_group(world: &World, group: &str, patch: &Value) {
    let path = format!("/api/v1/groups/{}", world.id(group));
    world.admin.if_match("*").patch(&path, patch).expect(200);
}

#[test]
fn a_registration_is_mailed_to_the_requester_as_html_and_text() {
    each(|world, office| {
        world.release();
        let waiting = outbox(world, "?state=queued");
        assert_eq!(waiting.len(), 1, "contact and requester are one address: R18");
        assert!(office.received().is_empty(), "nothing is sent inside of the act: B159");
        world.deliver();
        let received = office.received();
        assert_eq!(recipients(&received), ["rita@example.org"], "B153");
        let mail = &received[0];
        assert_eq!(mail.header("Subject"), "Release 1 registered: Payments 4.2");
        assert_eq!(mail.header("From"), "Slipway <slipway@localhost>");
        let id = waiting[0]["id"].as_str().unwrap();
        assert_eq!(mail.header("Message-ID"), format!("<{id}@localhost>"));
        assert!(mail.raw.contains("multipart/alternative"));
        let (html, text) = (mail.part("text/html"), mail.part("text/plain"));
        assert!(
            html.contains("A &lt;b&gt;bold&lt;/b&gt; step,<br>"),
            "values are text: B162 {html}"
        );
        assert!(text.contains("A <b>bold</b> step,\nin two lines"), "{text}");
        assert!(
            text.contains("Open the release (http://127.0.0.1:8080/releases/1)"),
            "{text}"
        );
        let sent = &outbox(world, "?state=sent")[0];
        assert_eq!((&sent["attempts"], &sent["last_error"]), (&json!(1), &Value::Null));
        world.deliver();
        assert_eq!(office.received().len(), 1, "a sent mail is not sent again");
    });
}

#[test]
fn sent_mails_leave_after_their_retention_and_others_stay() {
    each(|world, _| {
        world.release();
        world.deliver();
        assert_eq!(outbox(world, "?state=sent").len(), 1);
        world.release();
        set(world, "mail_retention_days", &json!(30));
        let sweep = |world: &World| {
            let turn = slipway::mail::sweep::run(world.app.clone());
            world.runtime().block_on(turn).unwrap();
        };
        world.wait(SignedDuration::from_hours(24 * 30 - 1));
        sweep(world);
        assert_eq!(outbox(world, "?state=sent").len(), 1, "a month is not over");
        world.wait(SignedDuration::from_hours(2));
        sweep(world);
        assert!(outbox(world, "?state=sent").is_empty(), "the retention is over");
        world.wait(SignedDuration::from_hours(24 * 365));
        sweep(world);
        assert_eq!(outbox(world, "?state=queued").len(), 1, "what waits is never forgotten");
    });
}

#[test]
fn one_mail_an_address_and_the_group_in_charge_gets_its_own() {
    each(|world, office| {
        let members = json!([{"employee": world.id("ada"), "receives_mail": true}, {"employee": world.id("eva"), "receives_mail": false}]);
        edit_group(
            world,
            "team",
            &json!({"members": members, "email": ["team@example.org", "RITA@example.org"]}),
        );
        let mut asked = world.registration();
        asked["contact"]["email"] = json!("contact@example.org");
        world.ada.post("/api/v1/releases", &asked).expect(201);
        world.deliver();
        let received = office.received();
        assert_eq!(
            recipients(&received),
            [
                "ada@example.org",
                "contact@example.org",
                "rita@example.org",
                "team@example.org"
            ],
            "contact: B154; list and ticked members: B157; one an address: R18"
        );
        let to = |address: &str| received.iter().find(|mail| mail.to == address).unwrap();
        assert!(to("rita@example.org").header("Subject").contains("registered"));
        assert!(
            to("team@example.org").header("Subject").contains("In execution"),
            "the actions' template: F 3.7"
        );
    });
}

#[test]
fn redirecting_tells_the_group_that_is_in_charge_now() {
    each(|world, office| {
        edit_group(world, "hands", &json!({"email": ["hands@example.org"]}));
        edit_group(world, "team", &json!({"email": ["team@example.org"]}));
        let release = world.release();
        world.deliver();
        let before = office.received().len();
        let etag = world.ada.get(&release).etag();
        let patch = json!({"executor_group": world.id("hands"), "notify": {"creation": true, "any_change": false, "closing": true}});
        world.ada.if_match(&etag).patch(&release, &patch).expect(200);
        world.deliver();
        assert_eq!(
            recipients(&office.received()[before..]),
            ["hands@example.org"],
            "B157, and the box: B164"
        );
    });
}

#[test]
fn a_box_that_is_not_ticked_sends_nothing_unless_the_group_demands_it() {
    each(|world, office| {
        let mut asked = world.registration();
        asked["notify"] = json!({"creation": false, "any_change": false, "closing": false});
        let made = world.ada.post("/api/v1/releases", &asked).expect(201);
        let release = made.header("location").to_owned();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        assert!(outbox(world, "").is_empty(), "F011, B164");
        edit_group(
            world,
            "team",
            &json!({"mandatory_mail": {"creation": true, "actions": false, "closing": false}}),
        );
        world.ada.post("/api/v1/releases", &asked).expect(201);
        world.deliver();
        assert_eq!(
            recipients(&office.received()),
            ["rita@example.org"],
            "the group's word: F 1.2"
        );
    });
}

#[test]
fn closing_sends_one_mail_and_it_is_the_closing_one() {
    each(|world, office| {
        let release = world.release();
        for _ in 0..3 {
            world.act(&world.ada, &release, "capture", &json!({})).expect(200);
            world
                .act(&world.ada, &release, "advance", &json!({"outcome": "advance"}))
                .expect(200);
        }
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        world.deliver();
        let before = office.received().len();
        assert_eq!(before, 8, "one mail an event");
        let solved = json!({"outcome": "solved", "release_date": "2026-12-04", "solution_category": world.id("solution"), "closure": "Done."});
        world.act(&world.ada, &release, "advance", &solved).expect(200);
        world.deliver();
        let after = &office.received()[before..];
        assert_eq!(after.len(), 1, "B158");
        assert_eq!(
            after[0].header("Subject"),
            "Release 1 closed, Solved: Payments 4.2",
            "F049, B163"
        );
    });
}

#[test]
fn a_mail_that_is_refused_for_now_is_tried_again_and_is_the_same_mail() {
    each(|world, office| {
        world.release();
        office.then(&[Step::Refuse("451 later"), Step::RefuseText("452 full"), Step::HangUp]);
        world.deliver();
        let waiting = &outbox(world, "?state=queued")[0];
        assert_eq!(waiting["attempts"], 1);
        assert!(waiting["last_error"].as_str().unwrap().contains("later"), "{waiting}");
        world.deliver();
        assert_eq!(outbox(world, "?state=queued")[0]["attempts"], 1, "not before its time");
        for (pause, attempts) in [(6, 2), (330, 3)] {
            world.wait(SignedDuration::from_secs(pause));
            world.deliver();
            assert_eq!(outbox(world, "?state=queued")[0]["attempts"], attempts);
        }
        world.wait(SignedDuration::from_mins(33));
        world.deliver();
        assert_eq!(outbox(world, "?state=sent")[0]["attempts"], 4);
        let ids: Vec<String> = office.received().iter().map(|mail| mail.header("Message-ID")).collect();
        assert_eq!(ids.len(), 2, "once before the server hung up, once after");
        assert_eq!(ids[0], ids[1], "the reader's server recognises the second copy: G8");
    });
}

#[test]
fn a_mail_is_given_up_after_its_last_attempt_and_sent_again_by_hand() {
    each(|world, office| {
        world.release();
        office.then(&[Step::Refuse("451 later"); 10]);
        for _ in 0..10 {
            world.deliver();
            world.wait(SignedDuration::from_hours(27));
        }
        let failed = outbox(world, "?state=failed")[0].clone();
        assert_eq!(failed["attempts"], 10, "{failed}");
        let path = format!("/api/v1/mail_outbox/{}", failed["id"].as_str().unwrap());
        let page = world.admin.get("/admin/mails?state=failed").expect(200).text();
        assert!(page.contains("Payments 4.2") && page.contains("later"), "visible: B159");
        world.vera.post(&format!("{path}/retry"), &json!({})).expect(403);
        let again = world
            .admin
            .post(&format!("{path}/retry"), &json!({}))
            .expect(200)
            .json();
        assert_eq!((&again["state"], &again["attempts"]), (&json!("queued"), &json!(0)));
        let twice = world.admin.post(&format!("{path}/retry"), &json!({})).expect(409);
        assert_eq!(twice.code(), "mail.not_failed");
        world.deliver();
        assert_eq!(world.admin.get(&path).expect(200).json()["state"], "sent");
        assert_eq!(office.received().len(), 1);
    });
}

#[test]
fn a_mail_that_is_refused_for_good_is_given_up_at_once_and_holds_nobody_up() {
    each(|world, office| {
        let mut asked = world.registration();
        asked["contact"]["email"] = json!("contact@example.org");
        world.ada.post("/api/v1/releases", &asked).expect(201);
        office.then(&[Step::Refuse("550 no such user")]);
        world.deliver();
        assert_eq!(outbox(world, "?state=failed").len(), 1);
        assert_eq!(office.received().len(), 1, "the other address has its mail");
        let answer = world.admin.post("/api/v1/mail_outbox/retry", &json!({})).expect(200);
        assert_eq!(answer.json(), json!({"queued": 1}));
        office.then(&[Step::Refuse("535 who are you")]);
        world.deliver();
        assert_eq!(
            outbox(world, "?state=queued").len(),
            1,
            "that is about us, not about the mail"
        );
    });
}

#[test]
fn the_switch_stops_queuing_and_sending() {
    each(|world, office| {
        world.release();
        set(world, "mail_switched_off", &json!(true));
        world.release();
        world.deliver();
        assert!(office.received().is_empty(), "F160, B155, B156");
        assert_eq!(outbox(world, "").len(), 1, "nothing is queued while it is on");
        let page = world.admin.get("/admin/mails").expect(200).text();
        assert!(page.contains("switched off"));
        set(world, "mail_switched_off", &json!(false));
        world.deliver();
        assert_eq!(office.received().len(), 1);
        set(world, "mail_requester", &json!(false));
        world
            .act(&world.ada, "/api/v1/releases/1", "capture", &json!({}))
            .expect(200);
        assert!(outbox(world, "?state=queued").is_empty(), "parameter 31");
    });
}

#[test]
fn what_is_rolled_back_leaves_no_mail_and_what_is_committed_wakes_the_sender() {
    each(|world, _| {
        let asked = world.registration();
        world.ada.post("/api/v1/releases?dry_run=true", &asked).expect(200);
        assert!(outbox(world, "").is_empty());
        let woken = |world: &World| {
            let moment = std::time::Duration::from_millis(1);
            world.runtime().block_on(async {
                tokio::time::timeout(moment, world.app.mail_waits().notified())
                    .await
                    .is_ok()
            })
        };
        assert!(!woken(world), "nothing was left in the outbox");
        world.release();
        assert!(woken(world));
    });
}

#[test]
fn a_title_cannot_become_another_header() {
    each(|world, office| {
        let mut asked = world.registration();
        asked["title"] = json!("a\r\nBcc: everybody@example.org");
        let refused = world.ada.post("/api/v1/releases", &asked).expect(422);
        assert_eq!(refused.pointers(), ["/title"]);
        asked["title"] = json!("\u{2028}<img src=x onerror=alert(1)> \u{202e}title ${CLOSURE}");
        world.ada.post("/api/v1/releases", &asked).expect(201);
        world.deliver();
        let mail = &office.received()[0];
        assert_eq!(mail.raw.matches("\r\nSubject:").count(), 1);
        assert!(!mail.raw.contains("\r\nBcc:"));
        assert!(!mail.part("text/html").contains("<img"), "{}", mail.part("text/html"));
        assert!(
            mail.part("text/plain").contains("${CLOSURE}"),
            "a value is not read again"
        );
    });
}

#[test]
fn the_outbox_is_for_those_with_the_right() {
    each(|world, _| {
        world.release();
        for client in [&world.vera, &world.sam, &world.rita] {
            client.get("/api/v1/mail_outbox").expect(403);
            client.get("/admin/mails").expect(403);
        }
        let all = world
            .admin
            .get("/api/v1/mail_outbox?limit=1&count=exact")
            .expect(200)
            .json();
        assert_eq!((&all["total"], &all["next"]), (&json!(1), &Value::Null));
        world.release();
        let first = world.admin.get("/api/v1/mail_outbox?limit=1").expect(200).json();
        let next = first["next"].as_str().unwrap();
        let second = world
            .admin
            .get(&format!("/api/v1/mail_outbox?limit=1&cursor={next}"))
            .expect(200)
            .json();
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
        assert_eq!(second["next"], Value::Null);
        let refused = world.admin.get("/api/v1/mail_outbox?state=lost&cursor=x").expect(422);
        assert_eq!(refused.pointers(), ["/query/state", "/query/cursor"]);
    });
}

#[test]
fn what_died_with_a_process_is_sent_by_the_next() {
    each(|world, office| {
        world.release();
        let (now, lease) = (world.app.now(), SignedDuration::from_mins(3));
        let taken = world.runtime().block_on(world.app.db().keep_house(now, move |tx| {
            slipway::mail::store::lease(tx, now + lease, 8).map_err(slipway::edge::Fault::from)
        }));
        assert_eq!(taken.unwrap().len(), 1);
        world.deliver();
        assert!(office.received().is_empty(), "another server may be sending it");
        world.wait(lease);
        world.deliver();
        assert_eq!(office.received().len(), 1);
    });
}
