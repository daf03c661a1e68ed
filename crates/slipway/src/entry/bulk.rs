//! Many new entries in one act: each is read and judged as a single one is, and all are written at once. For imports;
//! kinds with pairs or secrets are not kept so.

use std::borrow::Cow;

use serde_json::Value;
use slipway_core::policy::{Permit, Upkeep};
use uuid::Uuid;

use super::command::subject;
use super::kind::{Kind, Values};
use super::sheet;
use super::store::{self, Version};
use crate::act::{Act, FieldChange, Happening};
use crate::edge::Fault;

/// The revision of an entry that has just begun.
pub const FIRST: i64 = 1;

/// An entry that is to be.
#[derive(Debug)]
pub struct Made {
    pub id: Uuid,
    pub values: Values,
}

/// Reads a whole body as a new entry, and writes nothing. Nothing is inherited: a file says what it says.
pub fn made(act: &Act<'_>, kind: &'static Kind, body: &Value) -> Result<Made, Fault> {
    let id = act.new_id::<()>().uuid();
    let values = sheet::read(kind, &act.look(), id, None, body)?;
    Ok(Made { id, values })
}

/// Writes new entries, with the first event of each. What else a kind keeps of a state is the caller's.
pub fn insert(act: &Act<'_>, permit: &Permit<Upkeep>, kind: &'static Kind, all: &[Made]) -> Result<(), Fault> {
    let none = Values::new();
    let events: Vec<_> = all
        .iter()
        .map(|made| {
            let happening = Happening {
                kind: Cow::Borrowed("created"),
                changes: FieldChange::between(&none, &made.values),
                note: None,
            };
            (subject(kind, made.id), happening)
        })
        .collect();
    let versions: Vec<Version<'_>> = all
        .iter()
        .map(|made| Version {
            id: made.id,
            revision: FIRST,
            values: &made.values,
        })
        .collect();
    store::load(act.tx(), permit, kind, &versions)?;
    act.record_new(&events)
}
