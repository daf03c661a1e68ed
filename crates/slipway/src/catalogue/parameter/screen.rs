//! The page of settings: each with its own small form, so that saving one does not touch another.

use askama::Template;
use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use slipway_core::actor::{Area, Reach};
use slipway_core::policy;

use super::api::{set_to, shown};
use super::{Holds, PARAMETERS, Parameter};
use crate::act::Look;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Precondition, Reply, Routes, Texts, reader, urls};

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, urls::PARAMETERS, list)
        .page(Method::POST, format!("{}/{{key}}", urls::PARAMETERS), save)
        .gated(super::gate)
}

#[derive(Debug, Template)]
#[template(path = "catalogue/parameter/screen.html")]
struct ParametersPage {
    t: Texts,
    page: Frame,
    may_save: bool,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    action: String,
    name: &'static str,
    label: String,
    hint: String,
    usual: String,
    revision: i64,
    is_flag: bool,
    is_number: bool,
    checked: bool,
    value: String,
    /// What is wrong with what was typed, or empty.
    error: String,
}

/// A setting that was refused: which, what was typed, why.
struct Refused {
    name: &'static str,
    typed: String,
    error: String,
}

async fn list(call: Call) -> Result<Reply, Fault> {
    drawn(&call, None).await
}

async fn drawn(call: &Call, refused: Option<Refused>) -> Result<Reply, Fault> {
    let asked = call.clone();
    let status = if refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    call.app
        .look(&call.caller, move |look| {
            page::html_with(status, &view(&asked, look, refused.as_ref())?)
        })
        .await
}

fn view(call: &Call, look: &Look<'_>, refused: Option<&Refused>) -> Result<ParametersPage, Fault> {
    policy::may_search(look.actor(), Area::Parameter)?;
    let t = look.texts();
    let title = t.text("entry-parameters");
    Ok(ParametersPage {
        page: Frame::of(call, look, title.clone()).crumbs([
            Crumb::to(urls::ADMIN, t.text("rail-administration")),
            Crumb::here(title),
        ]),
        may_save: look.actor().rights.reach(Area::Parameter, Reach::Save),
        rows: PARAMETERS
            .iter()
            .map(|parameter| row(look, t, parameter, refused))
            .collect::<Result<_, Fault>>()?,
        t,
    })
}

fn row(look: &Look<'_>, t: Texts, parameter: &'static Parameter, refused: Option<&Refused>) -> Result<Row, Fault> {
    let (document, revision) = shown(look, parameter)?;
    let value = document.get("value").unwrap_or(&Value::Null);
    let refused = refused.filter(|refused| refused.name == parameter.name);
    let key = format!("entry-parameter-{}", parameter.name.replace('_', "-"));
    Ok(Row {
        action: format!("{}/{}", urls::PARAMETERS, parameter.name),
        name: parameter.name,
        label: t.text(&key),
        hint: t.text(&format!("{key}-hint")),
        usual: t.with("entry-parameter-default", "value", told(t, &parameter.usual())),
        revision,
        is_flag: matches!(parameter.holds, Holds::Flag(_)),
        is_number: matches!(parameter.holds, Holds::Integer { .. }),
        checked: value.as_bool().unwrap_or(false),
        value: refused.map_or_else(|| typed(value), |refused| refused.typed.clone()),
        error: refused.map(|refused| refused.error.clone()).unwrap_or_default(),
    })
}

/// A value as it is typed.
fn typed(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        Value::Null | Value::Bool(_) | Value::Object(_) => String::new(),
    }
}

/// A value as it is read.
fn told(t: Texts, value: &Value) -> String {
    match value {
        Value::Bool(true) => t.text("entry-yes"),
        Value::Bool(false) => t.text("entry-no"),
        Value::Null => t.text("entry-parameter-none"),
        Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => typed(value),
    }
}

async fn save(call: Call) -> Result<Reply, Fault> {
    let parameter = Parameter::named(call.param("key")).ok_or_else(|| Fault::new(Code::NotFound))?;
    let form = call.form();
    let text = |name: &str| form.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let precondition = text("_revision")
        .parse()
        .map_or(Precondition::Absent, Precondition::Revision)
        .required()?;
    let body: Map<String, Value> = [("value".to_owned(), json!(text("value")))].into_iter().collect();
    match reader::read(&Value::Object(body), |reader| parameter.read(reader)) {
        Ok(value) => {
            call.app
                .act(&call.caller, move |act| {
                    set_to(act, parameter, value.clone(), precondition)
                })
                .await?;
            Ok(Reply::see_other(format!(
                "{}?said=said-saved#{}",
                urls::PARAMETERS,
                parameter.name
            )))
        }
        Err(fault) => {
            let error = fault
                .errors
                .first()
                .map(|error| error.message(call.texts()))
                .unwrap_or_default();
            drawn(
                &call,
                Some(Refused {
                    name: parameter.name,
                    typed: text("value"),
                    error,
                }),
            )
            .await
        }
    }
}
