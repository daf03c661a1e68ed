//! Settings over HTTP.

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::actor::Area;
use slipway_core::policy;

use super::store::{self, Kept};
use super::{PARAMETERS, Parameter};
use crate::act::{Act, FieldChange, Happening, Look};
use crate::edge::{Call, Code, Fault, Operation, Precondition, Reply, Routes, idempotency, reader};

const TAG: &str = "Catalogue";

pub fn routes() -> Routes {
    let one = json!({"type": "object", "required": ["key", "value", "default", "type"]});
    let list =
        json!({"type": "object", "properties": {"items": {"type": "array", "items": one}, "next": {"type": "null"}}});
    let body = json!({"type": "object", "properties": {"value": {"type": ["boolean", "integer", "string", "array", "null"]}}, "additionalProperties": false});
    let set_one = Operation::new(
        "parameter_set",
        TAG,
        "Set a parameter; an absent value is the default again",
    );
    Routes::new()
        .api(
            Method::GET,
            "/parameters",
            Operation::new("parameter_list", TAG, "List parameters").answers(200, list),
            listed,
        )
        .api(
            Method::GET,
            "/parameters/{key}",
            Operation::new("parameter_get", TAG, "One parameter").answers(200, one.clone()),
            get,
        )
        .api(
            Method::PUT,
            "/parameters/{key}",
            set_one.body(body).if_match().answers(200, one),
            set,
        )
        .gated(super::gate)
}

/// A setting as the API shows it, with its revision; 0 when nobody has set it yet.
pub fn shown(look: &Look<'_>, parameter: &Parameter) -> Result<(Value, i64), Fault> {
    let kept = store::kept(look.tx, parameter)?;
    let (value, revision) = kept.map_or_else(|| (parameter.usual(), 0), |kept| (kept.value, kept.revision));
    let document = json!({
        "key": parameter.name,
        "value": value,
        "default": parameter.usual(),
        "type": parameter.type_word(),
        "number": parameter.number,
    });
    Ok((document, revision))
}

/// Sets a setting to a value that was read for it.
pub fn set_to(act: &Act<'_>, parameter: &Parameter, value: Value, precondition: Precondition) -> Result<(), Fault> {
    let permit = policy::may_keep(act.actor(), super::SAVE)?;
    let before = store::kept(act.tx(), parameter)?;
    let (old, revision) = before.map_or_else(|| (parameter.usual(), 0), |kept| (kept.value, kept.revision));
    act.check(precondition, store::subject(parameter), revision)?;
    if old == value {
        act.tx().recorded();
        return Ok(());
    }
    let change = FieldChange {
        field: parameter.name.to_owned(),
        old,
        new: value.clone(),
    };
    let revision = act.record(
        store::subject(parameter),
        &Happening {
            kind: "edited".into(),
            changes: vec![change],
            note: None,
        },
    )?;
    Ok(store::keep(act.tx(), &permit, parameter, &Kept { value, revision })?)
}

async fn listed(call: Call) -> Result<Reply, Fault> {
    call.app
        .look(&call.caller, |look| {
            policy::may_search(look.actor(), Area::Parameter)?;
            let items = PARAMETERS
                .iter()
                .map(|parameter| Ok(shown(look, parameter)?.0))
                .collect::<Result<Vec<_>, Fault>>()?;
            Ok(Reply::json(json!({"items": items, "next": null})))
        })
        .await
}

fn named(call: &Call) -> Result<&'static Parameter, Fault> {
    Parameter::named(call.param("key")).ok_or_else(|| Fault::new(Code::NotFound))
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let parameter = named(&call)?;
    call.app
        .look(&call.caller, move |look| {
            policy::may_search(look.actor(), Area::Parameter)?;
            let (document, revision) = shown(look, parameter)?;
            Ok(Reply::json(document).etag(revision))
        })
        .await
}

async fn set(call: Call) -> Result<Reply, Fault> {
    let (parameter, precondition) = (named(&call)?, call.precondition().required()?);
    let value = reader::read(&call.json()?, |reader| parameter.read(reader))?;
    idempotency::answer(&call, move |act| {
        set_to(act, parameter, value.clone(), precondition)?;
        let (document, revision) = shown(&act.look(), parameter)?;
        Ok(Reply::json(document).etag(revision))
    })
    .await
}
