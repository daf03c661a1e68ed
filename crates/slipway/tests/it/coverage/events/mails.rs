//! Mails that were given up and are sent again.

use axum::http::Method;
use serde_json::json;
use slipway::edge::Fault;
use slipway::mail::store::{self, Outcome};

use super::{Case, Ready};
use crate::support::World;

/// A mail that was given up; answers its id.
fn failed(world: &World) -> String {
    world.release();
    let at = world.app.now();
    let taken = world.runtime().block_on(world.app.db().keep_house(at, move |tx| {
        let taken = store::lease(tx, at, 1)?;
        let given_up = Outcome::GivenUp {
            error: "550 no such user".to_owned(),
        };
        taken.iter().try_for_each(|mail| store::mark(tx, mail.id, &given_up))?;
        Ok::<_, Fault>(taken)
    }));
    taken.unwrap()[0].id.to_string()
}

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("POST /api/v1/mail_outbox/{id}/retry", |world| {
            let path = format!("/api/v1/mail_outbox/{}/retry", failed(world));
            Ready::api(&world.admin, Method::POST, path, &json!({}))
        }),
        Case::new("POST /api/v1/mail_outbox/retry", |world| {
            failed(world);
            Ready::api(&world.admin, Method::POST, "/api/v1/mail_outbox/retry", &json!({}))
        }),
        Case::new("POST /admin/mails/{id}/retry", |world| {
            Ready::form(&world.admin, format!("/admin/mails/{}/retry", failed(world)), &[])
        }),
        Case::new("POST /admin/mails/retry", |world| {
            failed(world);
            Ready::form(&world.admin, "/admin/mails/retry", &[])
        }),
    ]
}
