//! Names that somebody typed without picking them from a list: ids are put in their place where they are clear.

use serde_json::Value;
use slipway_db::{Error, ReadTx};
use uuid::Uuid;

use crate::edge::form;
use crate::entry::kind::{Field, Kind, Target};
use crate::entry::{choices, store};

/// Puts ids in the place of typed names. A name that is no entry's stays as it was typed, to be refused at its field.
pub fn resolve(tx: &ReadTx<'_>, kind: &Kind, body: &mut Value) -> Result<(), Error> {
    resolve_fields(tx, kind.fields, body)
}

fn resolve_fields(tx: &ReadTx<'_>, fields: &'static [Field], body: &mut Value) -> Result<(), Error> {
    for field in fields {
        if let Some(target) = field.control.target() {
            resolve_reference(tx, field.name, target, body)?;
        }
        if let Some(links) = field.control.links() {
            resolve_addition(tx, field.name, links.target, body)?;
        }
        if let (Some(inner), Some(group)) = (field.control.group(), body.get_mut(field.name)) {
            resolve_fields(tx, inner, group)?;
        }
        if let Some(rows) = field.control.rows() {
            let listed = body.get_mut(field.name).and_then(Value::as_array_mut);
            listed
                .into_iter()
                .flatten()
                .try_for_each(|row| resolve_fields(tx, rows.fields, row))?;
        }
    }
    Ok(())
}

/// `unit` is what was picked, `unit_text` what stands in the field: they agree, or the text says what is meant.
fn resolve_reference(tx: &ReadTx<'_>, name: &str, target: Target, body: &mut Value) -> Result<(), Error> {
    let Some(typed) = form::take(body, &format!("{name}_text")) else {
        return Ok(());
    };
    let picked = body
        .get(name)
        .and_then(Value::as_str)
        .and_then(|id| id.parse::<Uuid>().ok());
    let resolved = settled(tx, target, picked, &typed)?;
    form::put(body, name, resolved);
    Ok(())
}

fn settled(tx: &ReadTx<'_>, target: Target, picked: Option<Uuid>, typed: &str) -> Result<String, Error> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    if let Some(id) = picked {
        let label = store::labels(tx, target, [id])?.remove(&id);
        if label.is_some_and(|label| label.text.trim() == typed.trim()) {
            return Ok(id.to_string());
        }
    }
    Ok(choices::meant(tx, target, typed)?.map_or_else(|| typed.trim().to_owned(), |id| id.to_string()))
}

/// One more entry for a list of links.
fn resolve_addition(tx: &ReadTx<'_>, name: &str, target: Target, body: &mut Value) -> Result<(), Error> {
    let picked = form::take(body, &format!("{name}_more")).and_then(|id| id.parse().ok());
    let Some(typed) = form::take(body, &format!("{name}_more_text")) else {
        return Ok(());
    };
    let more = settled(tx, target, picked, &typed)?;
    let Some(object) = body.as_object_mut().filter(|_| !more.is_empty()) else {
        return Ok(());
    };
    let listed = object.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    listed
        .as_array_mut()
        .into_iter()
        .for_each(|listed| listed.push(more.clone().into()));
    Ok(())
}
