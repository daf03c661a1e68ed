//! The bell, notices of the installation, reminders of deadlines.

use jiff::SignedDuration;
use serde_json::{Value, json};
use slipway_db::{Sql, params};

use crate::support::{Client, World, each};

fn told(client: &Client) -> Vec<Value> {
    let list = client.get("/api/v1/notifications").expect(200).json();
    list["items"].as_array().unwrap().clone()
}

fn kinds(client: &Client) -> Vec<String> {
    told(client)
        .iter()
        .map(|notice| notice["kind"].as_str().unwrap().to_owned())
        .collect()
}

fn queued(world: &World, recipient: &str) -> Vec<String> {
    let list = world
        .admin
        .get(&format!("/api/v1/mail_outbox?q={recipient}"))
        .expect(200)
        .json();
    let items = list["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|mail| mail["subject"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn who_loses_a_task_is_told_by_bell_and_mail() {
    each(|world| {
        let team = format!("/api/v1/groups/{}", world.id("team"));
        let members = json!([{"employee": world.id("ada")}, {"employee": world.id("eva")}]);
        world
            .admin
            .if_match("*")
            .patch(&team, &json!({"members": members}))
            .expect(200);
        let release = world.release();
        assert_eq!(kinds(&world.eva), ["group_task"], "a new task for the group: B157");
        assert!(
            told(&world.ada).is_empty(),
            "nobody is told of what they did themselves"
        );
        world.act(&world.eva, &release, "capture", &json!({})).expect(200);
        world.wait(SignedDuration::from_mins(1));
        world
            .act(&world.ada, &release, "capture", &json!({"take_over": true}))
            .expect(200);
        assert_eq!(kinds(&world.eva), ["taken_over", "group_task"], "the newest first");
        let news = &told(&world.eva)[0];
        assert_eq!(
            (&news["kind"], &news["state"], &news["link"]),
            (&json!("taken_over"), &json!("not_viewed"), &json!("/releases/1")),
            "R13"
        );
        assert_eq!(
            news["text"],
            "Ada Lovelace took over your task of release REL-1: Payments 4.2"
        );
        assert_eq!(
            queued(world, "eva@example.org"),
            [news["text"].as_str().unwrap()],
            "B165"
        );
        let page = world.eva.get("/notices").expect(200).text();
        assert!(
            page.contains("id=\"bell\"") && page.contains("<span class=\"n\">2</span>"),
            "the number at the bell"
        );
        let path = format!("/api/v1/notifications/{}", news["id"].as_str().unwrap());
        world.ada.post(&format!("{path}/seen"), &json!({})).expect(404);
        let seen = world.eva.post(&format!("{path}/seen"), &json!({})).expect(200).json();
        assert_eq!(seen["state"], "viewed");
        let confirmed = world
            .eva
            .post(&format!("{path}/confirm"), &json!({}))
            .expect(200)
            .json();
        assert_eq!(confirmed["state"], "confirmed");
        assert_eq!(world.eva.get("/api/v1/notifications").json()["waiting"], 1);
        let portuguese = world.eva.with("accept-language", "pt-BR").get(&path).expect(200).json();
        assert!(portuguese["text"].as_str().unwrap().contains("assumiu"), "{portuguese}");
        let id = told(&world.eva)[1]["id"].as_str().unwrap().to_owned();
        let opened = world.eva.form(&format!("/notices/{id}/open"), &[]).expect(303);
        assert_eq!(opened.header("location"), "/releases/1");
        assert_eq!(
            world.eva.get("/api/v1/notifications?open=true").json()["items"],
            json!([])
        );
    });
}

#[test]
fn a_group_that_takes_a_release_over_is_told_and_whoever_had_the_task_too() {
    each(|world| {
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        let etag = world.admin.get(&release).etag();
        let patch = json!({"executor_group": world.id("hands")});
        world.admin.if_match(&etag).patch(&release, &patch).expect(200);
        assert_eq!(kinds(&world.eva), ["group_task"]);
        assert_eq!(kinds(&world.ada), ["redirected"], "B060–B062");
    });
}

/// It stands on every page until its reader has confirmed it there.
fn banner_of(world: &World, notice: &Value) {
    let says = "Maintenance &#60;b&#62;tonight";
    for path in ["/", "/releases", "/me"] {
        assert!(world.vera.get(path).expect(200).text().contains(says), "F161: {path}");
        assert!(!world.sam.get(path).expect(200).text().contains(says), "nobody else");
    }
    let place = format!("/notices/{}", notice["id"].as_str().unwrap());
    let seen = world
        .vera
        .form(&format!("{place}/seen"), &[("back", "//elsewhere")])
        .expect(303);
    assert_eq!(seen.header("location"), "/", "never to another server");
    assert!(
        world.vera.get("/releases").expect(200).text().contains(says),
        "seen is not confirmed"
    );
    let back = [("back", "/releases?q=pay")];
    let done = world.vera.form(&format!("{place}/confirm"), &back).expect(303);
    assert_eq!(done.header("location"), "/releases?q=pay");
    assert!(!world.vera.get("/releases").expect(200).text().contains(says));
}

fn announcement(world: &World) -> Value {
    json!({
        "title": "Maintenance <b>tonight</b>", "process": "general", "status": "active", "start": "2026-11-23T10:00", "end": "2026-11-23T18:00",
        "zone": "America/Sao_Paulo", "groups": [world.id("hands")], "users": [world.id("rita.account")],
        "short_description": "From ten to six", "description": "The database is moved.", "confirmation_required": true, "notify_by_mail": true,
    })
}

#[test]
fn a_notice_of_the_installation_is_shown_in_its_period_confirmed_and_gone() {
    each(|world| {
        let made = world
            .admin
            .post("/api/v1/system_notifications", &announcement(world))
            .expect(201);
        assert!(told(&world.eva).is_empty(), "ten in São Paulo is an hour away");
        world.wait(SignedDuration::from_hours(1));
        for client in [&world.eva, &world.vera, &world.rita] {
            assert_eq!(kinds(client), ["announcement"], "F161");
        }
        assert!(
            told(&world.sam).is_empty() && told(&world.ada).is_empty(),
            "nobody else"
        );
        let notice = &told(&world.eva)[0];
        assert_eq!(
            (&notice["until"], &notice["state"]),
            (&json!("2026-11-23T21:00:00Z"), &json!("not_viewed"))
        );
        let path = format!("/api/v1/notifications/{}", notice["id"].as_str().unwrap());
        world.ada.post(&format!("{path}/confirm"), &json!({})).expect(404);
        banner_of(world, notice);
        let seen = world.eva.post(&format!("{path}/seen"), &json!({})).expect(200).json();
        assert_eq!(seen["state"], "needs_confirmation");
        let dry = world
            .eva
            .post(&format!("{path}/confirm?dry_run=true"), &json!({}))
            .expect(200)
            .json();
        assert_eq!(dry["state"], "needs_confirmation", "a dry run writes nothing");
        let confirmed = world
            .eva
            .post(&format!("{path}/confirm"), &json!({}))
            .expect(200)
            .json();
        assert_eq!(confirmed["state"], "confirmed");
        assert_eq!(told(&world.rita)[0]["state"], "not_viewed", "each for themselves");
        let page = world.rita.get("/notices").expect(200).text();
        assert!(
            page.contains("Maintenance &#60;b&#62;tonight") && page.contains("/confirm"),
            "{page}"
        );
        let ended = json!({"status": "inactive"});
        world
            .admin
            .if_match(&made.etag())
            .patch(made.header("location"), &ended)
            .expect(200);
        assert!(told(&world.vera).is_empty());
        world
            .admin
            .if_match("*")
            .patch(made.header("location"), &json!({"status": "active"}))
            .expect(200);
        assert_eq!(kinds(&world.vera), ["announcement"]);
        world.wait(SignedDuration::from_hours(8));
        assert!(told(&world.vera).is_empty(), "its period is over");
    });
}

#[test]
fn a_notice_that_asks_for_it_is_mailed_once_to_each_recipient() {
    each(|world| {
        let publish = |world: &World| {
            world
                .runtime()
                .block_on(slipway::notice::publish::mail(world.app.clone()))
                .unwrap();
        };
        world
            .admin
            .post("/api/v1/system_notifications", &announcement(world))
            .expect(201);
        publish(world);
        assert!(queued(world, "Maintenance").is_empty(), "not before its period");
        world.wait(SignedDuration::from_hours(1));
        publish(world);
        publish(world);
        assert_eq!(queued(world, "Maintenance").len(), 3, "eva, vera and rita");
        let hands = format!("/api/v1/groups/{}", world.id("hands"));
        world
            .admin
            .if_match("*")
            .patch(&hands, &json!({"members": [{"employee": world.id("sam")}]}))
            .expect(200);
        publish(world);
        assert_eq!(queued(world, "sam@example.org").len(), 1, "who joins meanwhile");
    });
}

#[test]
fn a_notice_needs_a_period_and_somebody_to_mail() {
    each(|world| {
        let mut wrong = announcement(world);
        wrong["end"] = wrong["start"].clone();
        wrong["groups"] = json!([]);
        wrong["users"] = json!([]);
        let refused = world.admin.post("/api/v1/system_notifications", &wrong).expect(422);
        assert_eq!(refused.pointers(), ["/end", "/groups"], "P20");
        world
            .vera
            .post("/api/v1/system_notifications", &announcement(world))
            .expect(403);
    });
}

#[test]
fn deadlines_are_reminded_of_once_before_and_once_after() {
    each(|world| {
        let remind = |world: &World| {
            world
                .runtime()
                .block_on(slipway::release::remind::remind(world.app.clone()))
                .unwrap();
        };
        let release = world.release();
        world.act(&world.ada, &release, "capture", &json!({})).expect(200);
        remind(world);
        assert!(told(&world.ada).is_empty(), "twelve days before");
        world.wait(SignedDuration::from_hours(24 * 10 + 15));
        remind(world);
        remind(world);
        assert_eq!(kinds(&world.ada), ["deadline_near"], "B120");
        let text = told(&world.ada)[0]["text"].as_str().unwrap().to_owned();
        assert_eq!(text, "The deadline of release REL-1 is 4 Dec 2026 23:00: Payments 4.2");
        assert_eq!(queued(world, "ada@example.org"), [text]);
        assert!(told(&world.eva).is_empty());
        set_status(world, "suspended");
        world.wait(SignedDuration::from_hours(24));
        remind(world);
        assert_eq!(told(&world.ada).len(), 1, "not while it is suspended");
        set_status(world, "in_execution");
        remind(world);
        remind(world);
        assert_eq!(kinds(&world.ada), ["deadline_missed", "deadline_near"]);
    });
}

#[test]
fn without_a_responsible_the_group_is_reminded_and_both_reminders_can_be_switched_off() {
    each(|world| {
        let remind = |world: &World| {
            world
                .runtime()
                .block_on(slipway::release::remind::remind(world.app.clone()))
                .unwrap();
        };
        let set = |world: &World, key: &str, value: Value| {
            let path = format!("/api/v1/parameters/{key}");
            world
                .admin
                .if_match("*")
                .json(axum::http::Method::PUT, &path, &json!({"value": value}))
                .expect(200);
        };
        world.release();
        set(world, "reminder_lead_minutes", json!(0));
        set(world, "remind_overdue", json!(false));
        world.wait(SignedDuration::from_hours(24 * 10 + 15));
        remind(world);
        assert!(told(&world.ada).is_empty());
        set(world, "reminder_lead_minutes", json!(1_440));
        remind(world);
        assert_eq!(kinds(&world.ada), ["deadline_near"], "ada is in the group in charge");
        assert!(
            queued(world, "ada@example.org").is_empty(),
            "and is not ticked for its mail"
        );
        world.wait(SignedDuration::from_hours(24));
        remind(world);
        assert_eq!(kinds(&world.ada), ["deadline_near"]);
    });
}

fn set_status(world: &World, status: &'static str) {
    let sql = Sql::new("test.status", "update release set status = $1");
    let at = world.app.now();
    let set = world
        .app
        .db()
        .keep_house(at, move |tx| tx.execute(sql, params![status]));
    let changed: Result<u64, slipway_db::Error> = world.runtime().block_on(set);
    assert_eq!(changed.unwrap(), 1);
}

#[test]
fn a_template_is_previewed_with_a_real_release_in_each_language() {
    each(|world| {
        world.release();
        let templates = world
            .admin
            .get("/api/v1/mail_templates?q=creation&limit=200")
            .expect(200)
            .json();
        let id = templates["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/admin/mail_templates/{id}/preview");
        let page = world.admin.get(&path).expect(200).text();
        assert!(page.contains("Payments 4.2") && page.contains("${TITLE}"), "{page}");
        let portuguese = world
            .admin
            .get(&format!("{path}?language=pt-BR&release=1"))
            .expect(200)
            .text();
        assert!(portuguese.contains("registrada"), "{portuguese}");
        let none = world.admin.get(&format!("{path}?release=4711")).expect(200).text();
        assert!(!none.contains("Payments 4.2"));
        world.vera.get(&path).expect(403);
        let body = json!({"title": "x", "identifier": "x", "subject": "${NUMERO}", "body": "${TITLE} ${titel}", "process": "release", "language": "en"});
        let refused = world.admin.post("/api/v1/mail_templates", &body).expect(422);
        assert_eq!(refused.pointers(), ["/subject", "/body"], "R18");
    });
}
