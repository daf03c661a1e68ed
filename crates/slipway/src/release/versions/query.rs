//! Versions read from a history: which there are, which are baselines, what differs between two, and the sheet of one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use slipway_core::release::{Release, Sheet};

use crate::act::FieldChange;
use crate::audit::{self, Event};
use crate::edge::form::put;
use crate::edge::{Code, Fault, reader};
use crate::release::read;

/// What the room of baselines is called in histories: `baselines/3`.
pub const BASELINES: &str = "baselines";

/// The labels of versions that were marked as baselines.
pub fn baselines(history: &[Event]) -> BTreeMap<i64, String> {
    let mut labels = BTreeMap::new();
    for change in history.iter().flat_map(Event::changes) {
        let field = change.get("field").and_then(Value::as_str).unwrap_or_default();
        let version = field
            .split_once('/')
            .filter(|(room, _)| *room == BASELINES)
            .and_then(|(_, version)| version.parse().ok());
        if let (Some(version), Some(label)) = (version, change.get("new").and_then(Value::as_str)) {
            labels.insert(version, label.to_owned());
        }
    }
    labels
}

/// The record as it stood; 404 for a version that there is not.
pub fn state(history: &[Event], version: i64) -> Result<Map<String, Value>, Fault> {
    if history.iter().any(|event| event.seq == version) {
        Ok(audit::state_after(history, version))
    } else {
        Err(Fault::new(Code::NotFound))
    }
}

/// What differs from one version to another, field by field.
pub fn between(history: &[Event], from: i64, to: i64) -> Result<Vec<FieldChange>, Fault> {
    Ok(FieldChange::between(&state(history, from)?, &state(history, to)?))
}

/// The sheet of a version: what restoring brings back. Refused with the fields that would not be taken any more.
pub fn sheet(release: &Release, version: &Map<String, Value>) -> Result<Sheet, Fault> {
    let mut tree = read::sheet_to_json(release);
    for name in sheet_fields(release) {
        put(&mut tree, &name, version.get(&name).cloned().unwrap_or(Value::Null));
    }
    reader::read(&tree, read::sheet)?.ok_or_else(|| Fault::new(Code::Invalid))
}

/// The fields of the sheet as histories name them: `title`, `contact.name`.
pub fn sheet_fields(release: &Release) -> Vec<String> {
    let tree = read::sheet_to_json(release);
    let mut names = Vec::new();
    for (name, value) in tree.as_object().into_iter().flatten() {
        match value.as_object() {
            Some(inner) => names.extend(inner.keys().map(|field| format!("{name}.{field}"))),
            None => names.push(name.clone()),
        }
    }
    names
}
