//! Rules of the CMDB's entries that a single field cannot have.

use serde_json::{Value, json};
use slipway_db::{Error, ReadTx, params, statements};
use uuid::Uuid;

use super::{DEVELOPMENT, INVENTORY};
use crate::act::Act;
use crate::cmdb::graph;
use crate::cmdb::item::attributes;
use crate::edge::{Fault, FieldError};
use crate::entry::kind::{Checking, Kept, Values, id_in};

statements! {
    /// The groups from one up to its root. Ends on cycles, because `union` takes each once (B149).
    GROUPS_ABOVE = "with recursive above (id, parent) as (\
        select g.id, g.parent from item_group g where g.id = $1 \
        union select g.id, g.parent from item_group g join above a on g.id = a.parent) select id from above";
    STAGE = "select stage from item_group where id = $1";
    /// What is directly in a group.
    IN_GROUP = "select (select count(*) from item_group g where g.parent = $1 and g.deleted_at is null) \
        + (select count(*) from item i where i.item_group = $1 and i.deleted_at is null)";
    OTHER_DEFAULT = "select count(*) from item_group where stage = $1 and stage_default and deleted_at is null and id <> $2";
    OF_TYPE = "select count(*) from relationship where type = $1 and until is null";
    /// The types that have a characteristic.
    WITH_CHARACTERISTIC = "select count(*) from item_type_characteristic where characteristic = $1";
}

/// The text of a field.
pub fn text<'v>(values: &'v Values, field: &str) -> Option<&'v str> {
    values.get(field)?.as_str()
}

/// What a word is as a tag: lower case, letters, digits and underscores.
pub fn tag_of(word: &str) -> String {
    word.trim()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect()
}

/// Tags are written in one way, and stay: values and files refer to them.
pub fn tagged(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    let Some(tag) = text(values, "tag").map(tag_of) else {
        return Ok(());
    };
    if !tag.starts_with(|c: char| c.is_ascii_lowercase()) {
        checking.refuse(FieldError::new("/tag", "not_a_tag"));
    }
    values.insert("tag".to_owned(), json!(tag));
    if checking.before.is_some() && checking.changes(values, "tag") {
        checking.refuse(FieldError::new("/tag", "fixed"));
    }
    Ok(())
}

/// The default of a characteristic is a value of its type, and the type stays while item types have it.
pub fn characteristic(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    tagged(checking, values)?;
    let Some(shape) = attributes::Shape::of(values) else {
        return Ok(());
    };
    if shape.lacks_choices() {
        checking.refuse(FieldError::new("/choices", "required"));
    }
    if shape.is_upside_down() {
        checking.refuse(FieldError::new("/maximum", "below_minimum"));
    }
    if let Some(default) = values.get("default").filter(|default| !default.is_null()) {
        match shape.settled(default) {
            Ok(settled) => drop(values.insert("default".to_owned(), settled)),
            Err(error) => checking.refuse(error.at("/default")),
        }
    }
    if checking.before.is_some() && checking.changes(values, "type") && count(checking, WITH_CHARACTERISTIC)? > 0 {
        checking.refuse(FieldError::new("/type", "fixed_in_use"));
    }
    Ok(())
}

fn count(checking: &Checking<'_>, statement: slipway_db::Sql) -> Result<i64, Error> {
    checking
        .look
        .tx
        .query_one(statement, params![checking.id], |row| row.get(0))
}

/// The stage of a group; none of one outside the life cycle.
pub fn stage_of(tx: &ReadTx<'_>, group: Uuid) -> Result<Option<String>, Error> {
    Ok(tx.query_known(STAGE, params![group], |row| row.get(0))?.pop().flatten())
}

/// A group is not below itself, is in the stage of its root, and does not change it with something inside: items
/// change their stage one by one (F 6.3, B148).
pub fn group(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    let tx = checking.look.tx;
    if let Some(parent) = id_in(values, "parent") {
        if tx
            .query(GROUPS_ABOVE, params![parent], |row| row.get::<Uuid>(0))?
            .contains(&checking.id)
        {
            checking.refuse(FieldError::new("/parent", "circle"));
            return Ok(());
        }
        let above = stage_of(tx, parent)?;
        let stage = inherited(checking, values, above.as_deref());
        values.insert("stage".to_owned(), stage.into());
    }
    if checking.before.is_some() && checking.changes(values, "stage") && count(checking, IN_GROUP)? > 0 {
        let field = if checking.changes(values, "parent") {
            "/parent"
        } else {
            "/stage"
        };
        checking.refuse(FieldError::new(field, "group_not_empty"));
        return Ok(());
    }
    check_default(checking, values)
}

/// The stage of a group inside another: that one's, but for the inventory, which is a part of development.
fn inherited(checking: &Checking<'_>, values: &Values, above: Option<&str>) -> Option<String> {
    let asked = text(values, "stage");
    let is_inventory = asked == Some(INVENTORY) && above == Some(DEVELOPMENT);
    if is_inventory {
        return asked.map(str::to_owned);
    }
    // A stage that the body repeats from before is no wish of its own.
    let is_wish = asked.is_some() && checking.changes(values, "stage");
    if is_wish && asked != above {
        checking.refuse(FieldError::new("/stage", "stage_of_parent"));
    }
    above.map(str::to_owned)
}

fn check_default(checking: &Checking<'_>, values: &Values) -> Result<(), Fault> {
    if values.get("default").and_then(Value::as_bool) != Some(true) {
        return Ok(());
    }
    let Some(stage) = text(values, "stage") else {
        checking.refuse(FieldError::new("/default", "needs_stage"));
        return Ok(());
    };
    let n_others: i64 = checking
        .look
        .tx
        .query_one(OTHER_DEFAULT, params![stage, checking.id], |row| row.get(0))?;
    if n_others > 0 {
        checking.refuse(FieldError::new("/default", "default_taken"));
    }
    Ok(())
}

/// A type that relationships have keeps its position (F 6.4).
pub fn relationship_type(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    if checking.before.is_some() && checking.changes(values, "position") && count(checking, OF_TYPE)? > 0 {
        checking.refuse(FieldError::new("/position", "fixed_in_use"));
    }
    Ok(())
}

/// Where failure travels otherwise from now on, the graph is built anew.
pub fn relationship_type_kept(act: &Act<'_>, kept: &Kept<'_>) -> Result<(), Fault> {
    if let (Some(before), Some(after)) = (kept.before, kept.after)
        && before.get("impact") != after.get("impact")
    {
        graph::changes::rebuild(act)?;
    }
    Ok(())
}
