//! What the fields of an item say together: its place in the life cycle, its status, its attributes, its parent, and
//! when it cannot be changed.

use serde_json::{Map, Value, json};
use slipway_db::{Error, ReadTx, params, statements};
use uuid::Uuid;

use super::{ITEMS, attributes};
use crate::act::Look;
use crate::catalogue::parameter::{self, Key};
use crate::cmdb::kinds::rules::{stage_of, tag_of, text};
use crate::cmdb::kinds::{NEVER, PRODUCTION, STATUS_ONLY};
use crate::edge::{Code, Fault, FieldError};
use crate::entry::kind::{Checking, Values, id_in};
use crate::entry::store;

statements! {
    /// The items from one up to the one that has no parent. Ends on cycles, because `union` takes each once (B149).
    ABOVE = "with recursive above (id, parent) as (\
        select i.id, i.parent from item i where i.id = $1 \
        union select i.id, i.parent from item i join above a on i.id = a.parent) select id from above";
    USUAL_STATUS = "select tag from item_status where usual and active and deleted_at is null order by folded, id limit 1";
    CHOSEN_STATUS = "select count(*) from item_status where tag = $1 and active and deleted_at is null";
    EDITING = "select editing from item_status where tag = $1 and deleted_at is null";
}

/// Everything that holds of an item beyond its single fields.
pub fn check(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    status(checking, values)?;
    let stage = match id_in(values, "group") {
        Some(group) => stage_of(checking.look.tx, group)?,
        None => None,
    };
    values.insert("stage".to_owned(), stage.into());
    attributes::settle(checking, values)?;
    parent(checking, values)?;
    warranties(checking, values);
    changeable(checking, values)
}

/// A status by its tag; one that nobody gives is the usual one.
fn status(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    let tx = checking.look.tx;
    let Some(tag) = text(values, "status").map(tag_of) else {
        let usual: Option<String> = tx.query_known(USUAL_STATUS, params![], |row| row.get(0))?.pop();
        if usual.is_none() {
            checking.refuse(FieldError::new("/status", "required"));
        }
        values.insert("status".to_owned(), usual.into());
        return Ok(());
    };
    values.insert("status".to_owned(), json!(tag));
    let is_known = tx.query_known(CHOSEN_STATUS, params![tag], |row| row.get::<i64>(0))? != [0];
    if checking.changes(values, "status") && !is_known {
        checking.refuse(FieldError::new("/status", "unknown_tag").with("tag", tag));
    }
    Ok(())
}

/// The tree of parents has no cycle (F 6.4).
fn parent(checking: &Checking<'_>, values: &Values) -> Result<(), Fault> {
    let Some(parent) = id_in(values, "parent").filter(|_| checking.changes(values, "parent")) else {
        return Ok(());
    };
    let above = checking
        .look
        .tx
        .query(ABOVE, params![parent], |row| row.get::<Uuid>(0))?;
    if above.contains(&checking.id) {
        checking.refuse(FieldError::new("/parent", "circle"));
    }
    Ok(())
}

fn warranties(checking: &Checking<'_>, values: &Values) {
    let listed = values.get("warranties").and_then(Value::as_array);
    for (index, warranty) in listed.into_iter().flatten().enumerate() {
        let day = |field: &str| warranty.get(field).and_then(Value::as_str);
        // Days are written year first, so that their texts are in their order.
        if day("start").zip(day("end")).is_some_and(|(start, end)| end < start) {
            checking.refuse(FieldError::new(format!("/warranties/{index}/end"), "before_start"));
        }
    }
}

/// A locked item stays as it is, and one in production changes only under a change where the installation wants it so.
fn changeable(checking: &Checking<'_>, values: &Values) -> Result<(), Fault> {
    let changed = changed_fields(checking.before, values);
    if changed.is_empty() {
        return Ok(());
    }
    if let Some(before) = checking.before {
        unlocked(checking.look.tx, before, &changed)?;
    }
    let is_production = |values: &Values| text(values, "stage") == Some(PRODUCTION);
    let concerns_production = is_production(values) || checking.before.is_some_and(is_production);
    // No change can be named yet: where one is demanded, nothing gets past (F153, P14).
    if concerns_production && parameter::flag_of(checking.look.tx, Key::ProductionItemsNeedChange)? {
        return Err(Fault::new(Code::ItemNeedsChange));
    }
    Ok(())
}

fn changed_fields(before: Option<&Values>, values: &Values) -> Vec<&'static str> {
    let differs = |name: &&'static str| before.is_none_or(|before| before.get(*name) != values.get(*name));
    ITEMS.fields.iter().map(|field| field.name).filter(differs).collect()
}

/// Some statuses lock editing, one of them for good (F 6.2).
fn unlocked(tx: &ReadTx<'_>, before: &Values, changed: &[&str]) -> Result<(), Fault> {
    let status = text(before, "status").unwrap_or_default();
    let editing: Option<String> = tx.query_known(EDITING, params![status], |row| row.get(0))?.pop();
    let is_locked = match editing.as_deref() {
        Some(NEVER) => true,
        Some(STATUS_ONLY) => changed.iter().any(|field| *field != "status"),
        _ => false,
    };
    if is_locked {
        return Err(Fault::new(Code::ItemLocked).with("status", status));
    }
    Ok(())
}

/// What a child does not take over from its parent.
const OWN: &[&str] = &["identification", "name", "contract", "parent", "stage"];

/// A new item inside another begins with that one's data, except identification, name and contract (F 6.2).
pub fn inherit(look: &Look<'_>, mut body: Value) -> Result<Value, Fault> {
    let parent = body
        .get("parent")
        .and_then(Value::as_str)
        .and_then(|id| id.parse().ok());
    let Some(parent) = parent.map(|id| existing(look.tx, id)).transpose()?.flatten() else {
        return Ok(body);
    };
    let Some(fields) = body.as_object_mut() else {
        return Ok(body);
    };
    let is_other_type = fields
        .get("type")
        .is_some_and(|asked| parent.get("type") != Some(asked));
    let taken = parent
        .into_iter()
        .filter(|(name, value)| !OWN.contains(&name.as_str()) && !value.is_null())
        .filter(|(name, _)| !(is_other_type && name == "attributes"));
    for (name, value) in taken {
        fields.entry(name).or_insert(value);
    }
    Ok(body)
}

fn existing(tx: &ReadTx<'_>, id: Uuid) -> Result<Option<Map<String, Value>>, Error> {
    let found = store::one(tx, &ITEMS, id)?;
    Ok(found.filter(|item| item.deleted_at.is_none()).map(|item| item.values))
}
