//! Registering a release: the form in its sections, redrawn whenever a choice fills other fields, and sent once, however
//! often its button is pressed (O01, F001–F012).

use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};
use slipway_core::policy;

use super::doing;
use super::fields::{Desk, Fields, Filling, ModelSettled};
use crate::act::Look;
use crate::edge::form::{Errors, put, take};
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts, endpoint, idempotency, reader, urls};
use crate::release::offer::{self, OfferedModel};
use crate::release::{command, read};

#[derive(Debug, Template)]
#[template(path = "release/screen/register.html")]
pub struct RegisterPage {
    pub t: Texts,
    pub page: Frame,
    pub fields: Fields,
    /// Makes a form that is sent twice one release.
    pub key: String,
    pub action: &'static str,
    pub cancel: &'static str,
}

/// The form as it begins: for oneself, with what an address already says (`?model=…`).
pub async fn show(call: Call) -> Result<Reply, Fault> {
    let mut tree = Value::Object(call.query.clone());
    for own in ["said", "lang", "warned"] {
        take(&mut tree, own);
    }
    answer(&call, tree, Start::Empty, None).await
}

/// Where a drawn form comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Nothing was typed: the person is offered as requester.
    Empty,
    /// It was sent, for its dependent fields or to be saved.
    Sent(Filling),
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let mut tree = call.form();
    if take(&mut tree, "step").is_some() {
        return answer(&call, tree, Start::Sent(Filling::Over), None).await;
    }
    match register(&call, tree.clone()).await {
        Ok(reply) => Ok(reply),
        Err(fault) if fault.code == Code::KeyReused || doing::is_for_the_form(&fault) => {
            answer(&call, tree, Start::Sent(Filling::Blanks), Some(fault)).await
        }
        Err(fault) => Err(fault),
    }
}

/// Registers once per key of the form.
async fn register(call: &Call, mut tree: Value) -> Result<Reply, Fault> {
    let mut keyed = call.clone();
    if let Some(key) = take(&mut tree, "key").and_then(|key| HeaderValue::from_str(&key).ok()) {
        keyed.headers.insert("idempotency-key", key);
    }
    let zone = call.app.zone().clone();
    idempotency::answer(&keyed, move |act| {
        let look = act.look();
        let mut desk = Desk {
            look: &look,
            zone: &zone,
            filling: Filling::Blanks,
            errors: Errors::default(),
        };
        let mut body = tree.clone();
        desk.settle(&mut body)?;
        desk.settle_model(&mut body, &offer::models(&look)?)?;
        let asked = reader::read(&body, read::registration)?;
        let done = command::register(act, &asked)?;
        Ok(doing::done(
            done.stored.release.number,
            "said-registered",
            &done.warnings,
        ))
    })
    .await
}

async fn answer(call: &Call, tree: Value, start: Start, fault: Option<Fault>) -> Result<Reply, Fault> {
    let (shown, key) = (call.clone(), endpoint::new_secret()?);
    let (errors, status) = fault.map_or((Errors::default(), StatusCode::OK), |fault| told(&fault, call.texts()));
    call.app
        .look(&call.caller, move |look| {
            policy::may_register_any(look.actor())?;
            let mut tree = tree.clone();
            take(&mut tree, "key");
            if start == Start::Empty {
                begin(&mut tree, &look.actor().employee.to_string());
            }
            let filling = if let Start::Sent(filling) = start {
                filling
            } else {
                Filling::Over
            };
            let mut desk = Desk {
                look,
                zone: shown.app.zone(),
                filling,
                errors: Errors::default(),
            };
            let settled = desk.settle(&mut tree)?;
            let offered = offer::models(look)?;
            let model = desk.settle_model(&mut tree, &offered)?;
            desk.add_errors(&errors);
            let fields = desk.fields(&tree, settled, model.model.as_ref())?;
            let fields = with_tiles(fields, &model, &offered, look.texts());
            page::html_with(status, &view(&shown, look, fields, key.clone()))
        })
        .await
}

fn begin(tree: &mut Value, employee: &str) {
    if !tree.is_object() {
        *tree = Value::Object(Map::new());
    }
    if tree.get("requester").is_none() {
        put(tree, "requester", employee);
    }
}

fn with_tiles(fields: Fields, model: &ModelSettled, offered: &[OfferedModel], t: Texts) -> Fields {
    let (portfolios, models) = model.tiles(t, offered);
    Fields {
        portfolios,
        models,
        preset_for: model.id.clone(),
        ..fields
    }
}

/// A form whose key was used for something else is one that was sent, gone back to and changed.
fn told(fault: &Fault, t: Texts) -> (Errors, StatusCode) {
    if fault.code != Code::KeyReused {
        return doing::told_on_form(fault, t);
    }
    let mut errors = Errors::default();
    errors.add("", t.text("release-sent-before"));
    (errors, StatusCode::UNPROCESSABLE_ENTITY)
}

fn view(call: &Call, look: &Look<'_>, fields: Fields, key: String) -> RegisterPage {
    let t = look.texts();
    let title = t.text("release-register-title");
    let crumbs = [
        Crumb::to(urls::RELEASES, t.text("rail-releases")),
        Crumb::here(title.clone()),
    ];
    RegisterPage {
        page: Frame::of(call, look, title).crumbs(crumbs),
        fields,
        key,
        action: urls::RELEASES,
        cancel: urls::RELEASES,
        t,
    }
}

#[cfg(test)]
impl RegisterPage {
    pub fn sample(language: crate::edge::Language) -> RegisterPage {
        let t = Texts(language);
        RegisterPage {
            page: Frame::sample(language),
            fields: Fields::sample(t),
            key: "key".to_owned(),
            action: urls::RELEASES,
            cancel: urls::RELEASES,
            t,
        }
    }
}
