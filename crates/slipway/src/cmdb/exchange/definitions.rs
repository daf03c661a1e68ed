//! Rows that describe what items and relationships are made of: a whole export begins with them. They refer to each other
//! by tag, name and path, and are kept by the commands of all entries.

use serde_json::{Map, Value, json};
use slipway_core::cmdb::exchange::Record;
use slipway_db::{params, statements};
use uuid::Uuid;

use super::apply::Did;
use super::columns::DEFINITION;
use super::names::{Missing, Names, path_of, segments};
use crate::cmdb::kinds::{
    CHARACTERISTICS, ITEM_GROUPS, ITEM_STATUSES, ITEM_TYPES, RELATIONSHIP_TYPE, RELATIONSHIP_TYPES,
};
use crate::edge::{Fault, FieldError};
use crate::entry::choices::{Called, called};
use crate::entry::command::{self, Manner};
use crate::entry::kind::Kind;
use crate::entry::sheet::Draft;
use crate::entry::store;

statements! {
    CHARACTERISTIC = "select id from characteristic where tag = $1 and deleted_at is null";
    TYPE = "select id from item_type where tag = $1 and deleted_at is null";
    STATUS = "select id from item_status where tag = $1 and deleted_at is null";
}

/// The kind that a record of definitions is of; none of items and relationships.
pub fn kind(record: Record) -> Option<&'static Kind> {
    match record {
        Record::Characteristic => Some(&CHARACTERISTICS),
        Record::Type => Some(&ITEM_TYPES),
        Record::Status => Some(&ITEM_STATUSES),
        Record::Group => Some(&ITEM_GROUPS),
        Record::RelationshipType => Some(&RELATIONSHIP_TYPES),
        Record::Item | Record::Relationship => None,
    }
}

/// Keeps one definition.
pub fn define(names: &Names<'_>, record: Record, fields: &Map<String, Value>) -> Result<Did, Fault> {
    let did = defined(names, record, fields);
    names.act.tx().memory().forget();
    did
}

fn defined(names: &Names<'_>, record: Record, fields: &Map<String, Value>) -> Result<Did, Fault> {
    let wrong = |code| Fault::invalid(vec![FieldError::new(format!("/{DEFINITION}"), code)]);
    let Some(kind) = kind(record) else {
        return Err(wrong("unknown_field"));
    };
    let body = fields.get(DEFINITION).and_then(Value::as_object);
    let body = body.ok_or_else(|| wrong("not_an_object"))?;
    let (body, known) = match record {
        Record::Group => group(names, body)?,
        Record::Type => (with_characteristics(names, body)?, tagged(names, TYPE, body)?),
        Record::Characteristic => (body.clone(), tagged(names, CHARACTERISTIC, body)?),
        Record::Status => (body.clone(), tagged(names, STATUS, body)?),
        Record::RelationshipType => (body.clone(), named(names, body)?),
        Record::Item | Record::Relationship => return Err(wrong("unknown_field")),
    };
    keep(names, kind, known, Value::Object(body))
}

fn keep(names: &Names<'_>, kind: &'static Kind, known: Option<Uuid>, body: Value) -> Result<Did, Fault> {
    let (act, draft) = (names.act, Draft::plain(body));
    let before = known.map(|id| store::one(act.tx(), kind, id)).transpose()?.flatten();
    let Some(before) = before else {
        command::create(act, kind, &draft)?;
        return Ok(Did::Created);
    };
    let Some(amended) = command::amended(act, kind, &before, &draft)? else {
        return Ok(Did::Unchanged);
    };
    let permit = command::may_save(act, kind)?;
    command::put(act, &permit, (kind, &before), amended, &Manner::default())?;
    Ok(Did::Updated)
}

fn tagged(names: &Names<'_>, sql: slipway_db::Sql, body: &Map<String, Value>) -> Result<Option<Uuid>, Fault> {
    let tag = body.get("tag").and_then(Value::as_str).unwrap_or_default();
    Ok(names.act.tx().query(sql, params![tag], |row| row.get(0))?.pop())
}

fn named(names: &Names<'_>, body: &Map<String, Value>) -> Result<Option<Uuid>, Fault> {
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    Ok(match called(names.act.tx(), RELATIONSHIP_TYPE, name)? {
        Called::One(id) => Some(id),
        Called::Nothing | Called::Several => None,
    })
}

/// The characteristics of a type by their tags.
fn with_characteristics(names: &Names<'_>, body: &Map<String, Value>) -> Result<Map<String, Value>, Fault> {
    let mut body = body.clone();
    let tags = body.get("characteristics").and_then(Value::as_array).cloned();
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    for tag in tags.iter().flatten().filter_map(Value::as_str) {
        let found: Vec<Uuid> = names.act.tx().query(CHARACTERISTIC, params![tag], |row| row.get(0))?;
        match found.first() {
            Some(id) => ids.push(*id),
            None => errors.push(FieldError::new("/definition/characteristics", "unknown_name").with("name", tag)),
        }
    }
    if !errors.is_empty() {
        return Err(Fault::invalid(errors));
    }
    if tags.is_some() {
        body.insert("characteristics".to_owned(), json!(ids));
    }
    Ok(body)
}

/// A group by its path: the last name is its own, those before lead to the group it is in.
fn group(names: &Names<'_>, body: &Map<String, Value>) -> Result<(Map<String, Value>, Option<Uuid>), Fault> {
    let mut body = body.clone();
    let path = body.remove("path");
    let path = path.as_ref().and_then(Value::as_str).unwrap_or_default();
    let missing = || Fault::invalid(vec![FieldError::new("/definition/path", "required")]);
    let all = segments(path);
    let (own, above) = all.split_last().ok_or_else(missing)?;
    // A group that is not there is what the row is about; only those above it have to be.
    let strict = Names {
        missing: Missing::Refuse,
        ..*names
    };
    let known = strict.group(path)?.ok();
    if !above.is_empty() {
        let above = path_of(above.iter().map(String::as_str));
        let parent = names.group(&above)?.map_err(|error| Fault::invalid(vec![error]))?;
        body.insert("parent".to_owned(), json!(parent));
    }
    body.insert("name".to_owned(), json!(own));
    Ok((body, known))
}
