//! Many at once: one capture wins, no update is lost, a repeated request is answered and not repeated.

use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::support::{Answer, Client, World, each};

/// Sends the same request from many clients that all wait for each other.
fn all_at_once(world: &World, clients: Vec<Client>, method: &Method, path: &str, body: &Value) -> Vec<Answer> {
    let barrier = Arc::new(Barrier::new(clients.len()));
    world.runtime().block_on(async {
        let mut running = tokio::task::JoinSet::new();
        for client in clients {
            let (barrier, method, path, body) =
                (Arc::clone(&barrier), method.clone(), path.to_owned(), body.to_string());
            running.spawn(async move {
                barrier.wait().await;
                client
                    .call(method, &path, Some("application/json"), body.into_bytes())
                    .await
            });
        }
        running.join_all().await
    })
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status.as_u16() == status).count()
}

#[test]
fn of_64_who_capture_one_task_exactly_one_wins() {
    each(|world| {
        for n in 0..64 {
            let login = format!("p{n:02}");
            let profile = world.admin.get("/api/v1/profiles?q=Release").json()["items"][0]["id"]
                .as_str()
                .unwrap()
                .to_owned();
            world.person(&login, &format!("Person {n}"), &profile);
        }
        let people: Vec<String> = (0..64).map(|n| format!("p{n:02}")).collect();
        let names: Vec<&str> = people.iter().map(String::as_str).collect();
        world.group("crowd", "CRW", &names, &["execute"]);
        let clients: Vec<Client> = people
            .iter()
            .map(|login| world.client(login, slipway_core::actor::TokenScope::Write))
            .collect();
        let mut registration = world.registration();
        registration["executor_group"] = json!(world.id("crowd"));
        for round in 0..50 {
            let release = world
                .ada
                .post("/api/v1/releases", &registration)
                .expect(201)
                .header("location")
                .to_owned();
            let seen: Vec<Client> = clients.iter().map(|client| client.if_match("\"1\"")).collect();
            let answers = all_at_once(world, seen, &Method::POST, &format!("{release}/capture"), &json!({}));
            let codes: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
            assert_eq!(
                (count(&answers, 200), count(&answers, 409)),
                (1, 63),
                "G5, round {round}: {codes:?}"
            );
        }
    });
}

#[test]
fn of_64_who_edit_what_they_saw_exactly_one_is_not_too_late() {
    each(|world| {
        let release = world.release();
        let clients = vec![world.ada.if_match("\"1\""); 64];
        let answers = all_at_once(world, clients, &Method::PATCH, &release, &json!({"title": "Mine"}));
        assert_eq!((count(&answers, 200), count(&answers, 412)), (1, 63), "G6");
        let late = answers.iter().find(|answer| answer.status == 412).unwrap().json();
        assert_eq!(
            late["since"][0]["changes"][0]["field"], "title",
            "the answer tells what happened: B209"
        );
        let bare = world.ada.patch(&release, &json!({"title": "Mine"})).expect(428);
        assert_eq!(bare.code(), "request.precondition_required", "G6");
        world
            .ada
            .if_match("W/\"2\"")
            .patch(&release, &json!({"title": "Mine"}))
            .expect(412);
        world
            .ada
            .if_match("*")
            .patch(&release, &json!({"title": "Any"}))
            .expect(200);
    });
}

#[test]
fn a_registration_that_is_sent_again_registers_once() {
    each(|world| {
        let client = world.ada.with("idempotency-key", "0192-a");
        let answers = all_at_once(
            world,
            vec![client.clone(); 32],
            &Method::POST,
            "/api/v1/releases",
            &world.registration(),
        );
        let again = client.post("/api/v1/releases", &world.registration());
        assert_eq!(
            count(&answers, 201),
            32,
            "G7: {:?}",
            answers.iter().map(|answer| answer.status).collect::<Vec<_>>()
        );
        for answer in answers.iter().chain([&again]) {
            assert_eq!(
                (&answer.body, answer.header("location"), answer.etag()),
                (&again.body, "/api/v1/releases/1", "\"1\"".to_owned())
            );
        }
        let mut other = world.registration();
        other["title"] = json!("Something else");
        assert_eq!(
            client.post("/api/v1/releases", &other).expect(422).code(),
            "idempotency.key_reused",
            "G7"
        );
        world
            .admin
            .with("idempotency-key", "0192-a")
            .post("/api/v1/releases", &other)
            .expect(201);
        let total = world.admin.get("/api/v1/releases?count=exact").json()["total"].clone();
        assert_eq!(total, 2, "another person has keys of their own: G7");
        world.wait(jiff::SignedDuration::from_hours(25));
        client.post("/api/v1/releases", &other).expect(201);
    });
}

#[test]
fn a_dry_run_says_what_would_be_and_writes_nothing() {
    each(|world| {
        let rehearsed = world
            .ada
            .post("/api/v1/releases?dry_run=true", &world.registration())
            .expect(200)
            .json();
        assert_eq!(
            (&rehearsed["status"], &rehearsed["effect"]["title"]),
            (&json!(201), &json!("Payments 4.2"))
        );
        let mut wrong = world.registration();
        wrong["title"] = Value::Null;
        world.ada.post("/api/v1/releases?dry_run=true", &wrong).expect(422);
        assert_eq!(world.admin.get("/api/v1/releases?count=exact").json()["total"], 0);
        assert_eq!(world.release(), "/api/v1/releases/1", "not even a number is gone");
    });
}
