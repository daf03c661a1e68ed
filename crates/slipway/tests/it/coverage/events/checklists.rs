//! Questionnaires of a release: answered, answered again, confirmed.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Case, Ready, fields};
use crate::support::World;

/// A fresh release, and a questionnaire that may be left open throughout.
fn fresh(world: &World) -> (String, String) {
    (world.release(), world.id("questionnaire"))
}

/// The same, answered: the path of the answers in the API.
fn answered(world: &World) -> String {
    let (release, questionnaire) = fresh(world);
    let body = json!({"questionnaire": questionnaire, "answers": answers()});
    let made = world.ada.post(&format!("{release}/questionnaires"), &body).expect(201);
    made.header("location").to_owned()
}

/// Answers to whichever of the standard questionnaires comes first: "Build information", by its title.
fn answers() -> Value {
    json!({"q1": "Alpha"})
}

fn page_of(path: &str) -> String {
    path.replace("/api/v1", "")
}

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("POST /api/v1/releases/{number}/questionnaires", |world| {
            let (release, questionnaire) = fresh(world);
            let body = json!({"questionnaire": questionnaire, "answers": answers()});
            Ready::api(&world.ada, Method::POST, format!("{release}/questionnaires"), &body)
        }),
        Case::new("PUT /api/v1/releases/{number}/questionnaires/{id}", |world| {
            let body = json!({"answers": {"q1": "Beta"}});
            Ready::api(&world.ada, Method::PUT, answered(world), &body)
        }),
        Case::new("POST /releases/{number}/questionnaires", |world| {
            let (release, questionnaire) = fresh(world);
            let typed = fields(&[("questionnaire", &questionnaire), ("answers.q1", "Alpha")]);
            Ready::form(&world.ada, format!("{}/questionnaires", page_of(&release)), &typed)
        }),
        Case::new("POST /releases/{number}/questionnaires/{id}", |world| {
            let typed = fields(&[("revision", "1"), ("answers.q1", "Beta")]);
            Ready::form(&world.ada, page_of(&answered(world)), &typed)
        }),
        Case::new("POST /releases/{number}/questionnaires/{id}/confirm", |world| {
            let typed = fields(&[("revision", "1"), ("confirmed", "true")]);
            let path = format!("{}/confirm", page_of(&answered(world)));
            Ready::form(&world.admin, path, &typed)
        }),
    ]
}
