//! What a field that refers to other entries offers: all of it where there is little, type-ahead where there is much;
//! and which entry somebody meant who typed its name without picking it.

use serde_json::{Value, json};
use slipway_db::{Error, ReadTx, Select};
use uuid::Uuid;

use crate::act::Look;
use crate::edge::Fault;
use crate::entry::fold::{fold, pattern};
use crate::entry::kind::{Control, Field, Kind, Target};
use crate::entry::{registry, sql, store};

/// From here on a list is not offered whole.
pub const MANY: usize = 200;
/// What type-ahead answers at most.
const OFFERED: u32 = 20;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: Uuid,
    pub label: String,
}

/// Everything that may be chosen of a target, by name; none when it is too much to offer.
pub fn all(tx: &ReadTx<'_>, target: Target) -> Result<Option<Vec<Offer>>, Error> {
    let found = found(tx, target, None, u32::try_from(MANY + 1).unwrap_or(u32::MAX))?;
    Ok((found.len() <= MANY).then_some(found))
}

fn found(tx: &ReadTx<'_>, target: Target, words: Option<&str>, limit: u32) -> Result<Vec<Offer>, Error> {
    let Some(known) = sql::about_target(target.name) else { return Ok(Vec::new()) };
    let mut select = Select::narrowing(known.choices);
    let search = registry::named(target.name).map(|kind| kind.search);
    if let (Some(words), Some(search)) = (words, search) {
        select = select.filter(search, pattern(words));
    }
    let read = |row: &slipway_db::Row<'_>| Ok(Offer { id: row.get(0)?, label: row.get(1)? });
    let mut options = match search {
        // The folded title is the order on both engines; what has none is little and is put in order here.
        Some(_) => select.order("t.folded, t.id").limit(limit).all(tx, read)?,
        None => select.all(tx, read)?,
    };
    if search.is_none() {
        let words = fold(words.unwrap_or_default());
        options.retain(|option| fold(&option.label).contains(words.trim()));
        options.sort_by_cached_key(|option| fold(&option.label));
        options.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(options)
}

/// Type-ahead: `[{id, label, hint}]`. Names of what may be chosen are no secret to anybody who may log in.
pub fn lookup(look: &Look<'_>, target: Target, words: &str) -> Result<Value, Fault> {
    let options = found(look.tx, target, Some(words), OFFERED)?;
    Ok(options.into_iter().map(|option| json!({"id": option.id, "label": option.label, "hint": ""})).collect())
}

/// The one entry whose name somebody typed; none when there is none or more than one.
fn meant(tx: &ReadTx<'_>, target: Target, typed: &str) -> Result<Option<Uuid>, Error> {
    let options = found(tx, target, Some(typed), OFFERED)?;
    let mut exact = options.iter().filter(|option| fold(&option.label) == fold(typed.trim()));
    Ok(match (exact.next(), exact.next(), options.as_slice()) {
        (Some(one), None, _) | (None, _, [one]) => Some(one.id),
        _ => None,
    })
}

/// Puts ids in the place of typed names. A name that is no entry's stays as it was typed, to be refused at its field.
pub fn resolve(tx: &ReadTx<'_>, kind: &Kind, body: &mut Value) -> Result<(), Error> {
    resolve_fields(tx, kind.fields, body)
}

fn resolve_fields(tx: &ReadTx<'_>, fields: &'static [Field], body: &mut Value) -> Result<(), Error> {
    for field in fields {
        match field.control {
            Control::Reference(target) => resolve_reference(tx, field.name, target, body)?,
            Control::Links(links) => resolve_addition(tx, field.name, links.target, body)?,
            Control::Group(inner) => body.get_mut(field.name).map_or(Ok(()), |group| resolve_fields(tx, inner, group))?,
            Control::Rows(rows) => {
                let listed = body.get_mut(field.name).and_then(Value::as_array_mut);
                listed.into_iter().flatten().try_for_each(|row| resolve_fields(tx, rows.fields, row))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn taken(body: &mut Value, name: &str) -> Option<String> {
    body.as_object_mut()?.remove(name)?.as_str().map(str::to_owned)
}

/// `unit` is what was picked, `unit_text` what stands in the field: they agree, or the text says what is meant.
fn resolve_reference(tx: &ReadTx<'_>, name: &str, target: Target, body: &mut Value) -> Result<(), Error> {
    let Some(typed) = taken(body, &format!("{name}_text")) else { return Ok(()) };
    let picked = body.get(name).and_then(Value::as_str).and_then(|id| id.parse::<Uuid>().ok());
    let resolved = settled(tx, target, picked, &typed)?;
    if let Some(object) = body.as_object_mut() {
        object.insert(name.to_owned(), resolved.into());
    }
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
    Ok(meant(tx, target, typed)?.map_or_else(|| typed.trim().to_owned(), |id| id.to_string()))
}

/// One more entry for a list of links.
fn resolve_addition(tx: &ReadTx<'_>, name: &str, target: Target, body: &mut Value) -> Result<(), Error> {
    let picked = taken(body, &format!("{name}_more")).and_then(|id| id.parse().ok());
    let Some(typed) = taken(body, &format!("{name}_more_text")) else { return Ok(()) };
    let more = settled(tx, target, picked, &typed)?;
    let Some(object) = body.as_object_mut().filter(|_| !more.is_empty()) else { return Ok(()) };
    let listed = object.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    listed.as_array_mut().into_iter().for_each(|listed| listed.push(more.clone().into()));
    Ok(())
}
