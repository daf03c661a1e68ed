//! Adding flows and versions of them. A file outside the executable subset is refused whole, with every line (R3).

use serde_json::{Map, Value, json};
use slipway_core::actor::{Area, Reach};
use slipway_core::flow::Flow;
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;
use slipway_core::policy::{self, Upkeep};
use uuid::Uuid;

use super::store::{self, FlowRow};
use crate::act::{Act, FieldChange, Happening, Subject};
use crate::edge::{Code, Fault, Precondition};

/// Where the history of a flow is.
pub fn subject(id: Id<FlowKind>) -> Subject {
    Subject { kind: "flow", id: id.uuid() }
}

/// A file as a flow, or every line that keeps it from being one.
pub fn parsed(xml: &str) -> Result<Flow, Fault> {
    Flow::parse(xml).map_err(|refusals| {
        let lines: Vec<Value> = refusals
            .iter()
            .map(|refusal| {
                json!({
                    "line": refusal.line, "element": refusal.subject.element, "id": refusal.subject.id,
                    "code": refusal.reason.code(), "message": refusal.to_string(),
                })
            })
            .collect();
        let first = refusals.iter().next().map(ToString::to_string).unwrap_or_default();
        Fault::new(Code::FlowRefused).with("first", first).with("n", lines.len()).member("refusals", lines)
    })
}

/// Adds a flow from a file: its name is the file's process id.
pub fn add(act: &Act<'_>, xml: &str) -> Result<Uuid, Fault> {
    policy::may_keep(act.actor(), Upkeep { area: Area::Flow, reach: Reach::Save })?;
    let flow = parsed(xml)?;
    if store::by_name(act.tx(), flow.key())?.is_some() {
        return Err(Fault::new(Code::FlowExists).with("name", flow.key()));
    }
    let row = FlowRow {
        id: act.new_id(),
        name: flow.key().to_owned(),
        description: Some(flow.name(act.language.tag()).to_owned()),
        allows_reopening: flow.allows_reopening(),
        current_version: 1,
        active: true,
        revision: 1,
    };
    store::insert(act.tx(), &row)?;
    store::insert_version(act.tx(), row.id, 1, xml, by(act))?;
    record(act, "created", &Map::new(), &row)?;
    Ok(row.id.uuid())
}

/// Adds a version; new releases run on it, running ones stay on theirs (B068).
pub fn add_version(act: &Act<'_>, id: Id<FlowKind>, precondition: Precondition, xml: &str) -> Result<FlowRow, Fault> {
    policy::may_keep(act.actor(), Upkeep { area: Area::Flow, reach: Reach::Save })?;
    let flow = parsed(xml)?;
    let before = standing(act, id, precondition)?;
    if flow.key() != before.name {
        return Err(Fault::new(Code::FlowOther).with("expected", &before.name).with("found", flow.key()));
    }
    let mut row = before.clone();
    row.current_version += 1;
    row.allows_reopening = flow.allows_reopening();
    row.revision = record(act, "version_added", &fields(&before), &row)?;
    store::save(act.tx(), &row)?;
    store::insert_version(act.tx(), row.id, row.current_version, xml, by(act))?;
    Ok(row)
}

/// Deletes a flow that no model and no open release uses.
pub fn remove(act: &Act<'_>, id: Id<FlowKind>, precondition: Precondition) -> Result<(), Fault> {
    policy::may_keep(act.actor(), Upkeep { area: Area::Flow, reach: Reach::Delete })?;
    let before = standing(act, id, precondition)?;
    let (n_models, n_releases) = store::uses(act.tx(), id)?;
    if n_models + n_releases > 0 {
        return Err(Fault::new(Code::InUse).with("n", n_models + n_releases).member("uses", json!({"models": n_models, "releases": n_releases})));
    }
    let change = FieldChange { field: "deleted_at".to_owned(), old: Value::Null, new: act.at.to_string().into() };
    let revision = act.record(subject(before.id), &Happening { kind: "deleted".into(), changes: vec![change], note: None })?;
    store::delete(act.tx(), id, revision)?;
    Ok(())
}

fn standing(act: &Act<'_>, id: Id<FlowKind>, precondition: Precondition) -> Result<FlowRow, Fault> {
    let row = store::by_id(act.tx(), id)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    act.check(precondition, subject(id), row.revision)?;
    Ok(row)
}

fn record(act: &Act<'_>, verb: &'static str, before: &Map<String, Value>, row: &FlowRow) -> Result<i64, Fault> {
    let changes = FieldChange::between(before, &fields(row));
    act.record(subject(row.id), &Happening { kind: verb.into(), changes, note: None })
}

fn by(act: &Act<'_>) -> Option<Uuid> {
    Some(act.actor().account.uuid()).filter(|account| !account.is_nil())
}

/// A flow as the API shows it and its history records it.
pub fn fields(row: &FlowRow) -> Map<String, Value> {
    let fields = json!({
        "name": row.name, "description": row.description, "allows_reopening": row.allows_reopening,
        "version": row.current_version, "active": row.active,
    });
    fields.as_object().cloned().unwrap_or_default()
}
