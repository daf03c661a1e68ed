//! Adding, changing and deleting flows. A file outside the executable subset never comes this far (R3), and a version,
//! once there, is never touched again, because releases run on it (B068).

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;
use slipway_core::policy;
use uuid::Uuid;

use super::store::{self, FlowRow};
use super::{DELETE, FlowFile, SAVE, document};
use crate::act::{Act, FieldChange, Happening, Subject};
use crate::audit;
use crate::edge::reader::{self, Reader};
use crate::edge::{Code, Fault, FieldError, Precondition};
use crate::entry::{registry, usage};

/// Where the history of a flow is.
pub fn subject(id: Id<FlowKind>) -> Subject {
    Subject {
        kind: "flow",
        id: id.uuid(),
    }
}

/// What people set on a flow; everything else comes from its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub description: Option<String>,
    /// Whether models may still choose it.
    pub active: bool,
    /// Whether its closed releases may be reopened by people whose groups do not permit it (F082).
    pub allows_reopening: bool,
}

/// The most characters of a description.
pub const MAX_DESCRIPTION: usize = 1000;

impl Settings {
    pub fn read(reader: &Reader<'_>) -> Settings {
        let flag = |name: &str| {
            reader.demand(name);
            reader.flag(name).unwrap_or_default()
        };
        Settings {
            description: reader.text("description", MAX_DESCRIPTION),
            active: flag("active"),
            allows_reopening: flag("allows_reopening"),
        }
    }

    fn of(row: &FlowRow) -> Value {
        json!({"description": row.description, "active": row.active, "allows_reopening": row.allows_reopening})
    }
}

/// Adds a flow from a file, which names it. Without a description it is described by the name that people read.
pub fn add(act: &Act<'_>, file: &FlowFile, description: Option<&str>) -> Result<FlowRow, Fault> {
    policy::may_keep(act.actor(), SAVE)?;
    let flow = file.flow();
    if store::by_name(act.tx(), flow.key())?.is_some() {
        return Err(Fault::new(Code::FlowExists).with("name", flow.key()));
    }
    let row = FlowRow {
        id: act.new_id(),
        name: flow.key().to_owned(),
        description: Some(description.unwrap_or_else(|| flow.name(act.language.tag())).to_owned()),
        allows_reopening: flow.allows_reopening(),
        current_version: 1,
        active: true,
        revision: 1,
    };
    store::insert(act.tx(), &row)?;
    store::insert_version(act.tx(), row.id, 1, file.xml(), by(act))?;
    record(act, "created", changes(&Map::new(), &row, Some(file)), row.id)?;
    Ok(row)
}

/// Adds a version; new releases run on it, running ones stay on theirs (B068).
pub fn add_version(
    act: &Act<'_>,
    id: Id<FlowKind>,
    precondition: Precondition,
    file: &FlowFile,
) -> Result<FlowRow, Fault> {
    policy::may_keep(act.actor(), SAVE)?;
    let before = standing(act, id, precondition)?;
    if file.flow().key() != before.name {
        return Err(Fault::new(Code::FlowOther)
            .with("expected", &before.name)
            .with("found", file.flow().key()));
    }
    let mut row = before.clone();
    row.current_version += 1;
    row.allows_reopening = file.flow().allows_reopening();
    row.revision = record(act, "version_added", changes(&fields(&before), &row, Some(file)), id)?;
    store::save(act.tx(), &row)?;
    store::insert_version(act.tx(), id, row.current_version, file.xml(), by(act))?;
    Ok(row)
}

/// Lays a merge patch over what people set on a flow.
pub fn amend(act: &Act<'_>, id: Id<FlowKind>, precondition: Precondition, patch: &Value) -> Result<FlowRow, Fault> {
    policy::may_keep(act.actor(), SAVE)?;
    let before = standing(act, id, precondition)?;
    let settings = patched(&before, patch)?;
    let mut row = FlowRow {
        description: settings.description,
        active: settings.active,
        allows_reopening: settings.allows_reopening,
        ..before.clone()
    };
    let changes = changes(&fields(&before), &row, None);
    if changes.is_empty() {
        // Nothing is changed and so nothing happened.
        act.tx().recorded();
        return Ok(before);
    }
    row.revision = record(act, "edited", changes, id)?;
    store::save(act.tx(), &row)?;
    Ok(row)
}

/// Deletes a flow that no model, group or release refers to (R27).
pub fn remove(act: &Act<'_>, id: Id<FlowKind>, precondition: Precondition) -> Result<(), Fault> {
    policy::may_keep(act.actor(), DELETE)?;
    standing(act, id, precondition)?;
    let users = usage::of_target(act.tx(), registry::FLOW, id.uuid())?;
    if !users.is_empty() {
        return Err(usage::refusal(&users, act.look().texts()));
    }
    let change = FieldChange {
        field: "deleted_at".to_owned(),
        old: Value::Null,
        new: act.at.to_string().into(),
    };
    let revision = record(act, "deleted", vec![change], id)?;
    Ok(store::delete(act.tx(), id, revision)?)
}

/// A patch laid over what is set. What may only be read is accepted where it repeats what is there, so that an answer
/// can be changed and sent back whole.
fn patched(before: &FlowRow, patch: &Value) -> Result<Settings, Fault> {
    let mut body = Settings::of(before);
    let (shown, mut written) = (document::flow(before), patch.clone());
    let mut wrong = Vec::new();
    if let Some(fields) = written.as_object_mut() {
        fields.retain(|name, value| {
            let is_read_only = body.get(name).is_none() && shown.contains_key(name);
            if is_read_only && shown.get(name) != Some(value) {
                wrong.push(FieldError::new(format!("/{name}"), "read_only"));
            }
            !is_read_only
        });
    }
    reader::merge(&mut body, &written);
    match reader::read(&body, Settings::read) {
        Ok(settings) if wrong.is_empty() => Ok(settings),
        Ok(_) => Err(Fault::invalid(wrong)),
        Err(fault) => {
            wrong.extend(fault.errors);
            Err(Fault::invalid(wrong))
        }
    }
}

fn standing(act: &Act<'_>, id: Id<FlowKind>, precondition: Precondition) -> Result<FlowRow, Fault> {
    let row = store::by_id(act.tx(), id)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    act.check(precondition, subject(id), row.revision)?;
    Ok(row)
}

/// What changed. A file stands for itself by its digest, so that the history proves the file too (R26).
fn changes(before: &Map<String, Value>, row: &FlowRow, file: Option<&FlowFile>) -> Vec<FieldChange> {
    let mut changes = FieldChange::between(before, &fields(row));
    changes.extend(file.map(|file| FieldChange {
        field: "file_sha256".to_owned(),
        old: Value::Null,
        new: audit::hex(&Sha256::digest(file.xml())).into(),
    }));
    changes
}

fn record(act: &Act<'_>, verb: &'static str, changes: Vec<FieldChange>, id: Id<FlowKind>) -> Result<i64, Fault> {
    act.record(
        subject(id),
        &Happening {
            kind: verb.into(),
            changes,
            note: None,
        },
    )
}

fn by(act: &Act<'_>) -> Option<Uuid> {
    Some(act.actor().account.uuid()).filter(|account| !account.is_nil())
}

/// A flow as its history records it.
pub fn fields(row: &FlowRow) -> Map<String, Value> {
    let fields = json!({
        "name": row.name, "description": row.description, "allows_reopening": row.allows_reopening,
        "version": row.current_version, "active": row.active,
    });
    fields.as_object().cloned().unwrap_or_default()
}
