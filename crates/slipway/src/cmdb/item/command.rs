//! Restore points, and bringing an earlier state back. What else is done to items is what is done to every entry.

use std::borrow::Cow;

use serde_json::{Map, Value};
use slipway_core::actor::Reach;
use slipway_core::policy::{self, Upkeep};
use slipway_db::params;
use uuid::Uuid;

use super::version::{self, Version};
use super::{ITEM, ITEMS};
use crate::act::{Act, FieldChange, Happening, Subject};
use crate::edge::{Code, Fault, FieldError, Precondition};
use crate::entry::sheet::Draft;
use crate::entry::store::Entry;
use crate::entry::{command, store};

/// Where the history of an item is.
pub fn subject(item: Uuid) -> Subject {
    Subject {
        kind: ITEM.name,
        id: item,
    }
}

/// Marks the present state as one to come back to, under a name.
pub fn mark(act: &Act<'_>, item: Uuid, precondition: Precondition, name: &str) -> Result<Version, Fault> {
    let before = standing(act, item, precondition)?;
    let mut present = version::of_item(act.tx(), item)?;
    if present.is_empty() {
        return Err(Fault::new(Code::NotFound));
    }
    let mut present = present.swap_remove(0);
    let change = FieldChange {
        field: "restore_point".to_owned(),
        old: present.restore_point.take().into(),
        new: name.into(),
    };
    let happening = Happening {
        kind: Cow::Borrowed("restore_point"),
        changes: vec![change],
        note: None,
    };
    let revision = act.record(subject(item), &happening)?;
    act.tx().execute(version::MARK, params![item, present.number, name])?;
    if act
        .tx()
        .execute(version::TOUCH, params![item, before.revision, revision])?
        == 0
    {
        return Err(Fault::new(Code::Stale));
    }
    present.restore_point = Some(name.to_owned());
    Ok(present)
}

fn standing(act: &Act<'_>, item: Uuid, precondition: Precondition) -> Result<Entry, Fault> {
    policy::may_keep(
        act.actor(),
        Upkeep {
            area: ITEMS.area,
            reach: Reach::Save,
        },
    )?;
    let found = store::one(act.tx(), &ITEMS, item)?.filter(|item| item.deleted_at.is_none());
    let found = found.ok_or_else(|| Fault::new(Code::NotFound))?;
    act.check(precondition, subject(item), found.revision)?;
    Ok(found)
}

/// Brings an earlier state back as a new one. What it refers to must still be there.
pub fn restore(act: &Act<'_>, item: Uuid, precondition: Precondition, number: i64) -> Result<Entry, Fault> {
    let present = standing(act, item, precondition)?;
    let Some(past) = version::one(act.tx(), item, number)? else {
        return Err(Fault::invalid(vec![FieldError::new("/version", "unknown_version")]));
    };
    let draft = Draft::plain(patch(&present.values, past.values));
    let manner = command::Manner {
        verb: "restored",
        note: Some(format!("1.{}", number - 1)),
    };
    command::amend_as(act, &ITEMS, (item, precondition), &draft, &manner)
}

/// The earlier state as a patch: what is written, and null for each attribute that it did not have.
fn patch(present: &Map<String, Value>, mut past: Map<String, Value>) -> Value {
    past.retain(|name, _| ITEMS.field(name).is_some_and(|field| !field.is_read_only()));
    let tags = present.get("attributes").and_then(Value::as_object);
    if let Some(attributes) = past.get_mut("attributes").and_then(Value::as_object_mut) {
        for tag in tags.into_iter().flat_map(Map::keys) {
            attributes.entry(tag.as_str()).or_insert(Value::Null);
        }
    }
    Value::Object(past)
}
