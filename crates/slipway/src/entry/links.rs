//! Pairs with entries of other kinds. Where the other kind shows the same pairs, its history tells of a change as well,
//! and whoever edits it at the same time is told: the pair is part of both records.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;
use slipway_db::{Error, WriteTx, params};
use uuid::Uuid;

use super::kind::{Kind, Values};
use super::sql::LinkStatements;
use super::store;
use crate::act::{Act, FieldChange, Happening, Subject};
use crate::edge::Fault;

/// Makes the stored pairs those of `after`.
pub fn keep(act: &Act<'_>, kind: &'static Kind, id: Uuid, before: &Values, after: &Values) -> Result<(), Fault> {
    for (field, link) in &store::statements(kind)?.links {
        let (had, has) = (ids(before, field.name), ids(after, field.name));
        for other in had.symmetric_difference(&has) {
            pair(act, link, id, *other, has.contains(other))?;
        }
    }
    Ok(())
}

fn pair(act: &Act<'_>, link: &LinkStatements, own: Uuid, other: Uuid, joins: bool) -> Result<(), Fault> {
    let Some(mirror) = link.links.mirror else {
        change(act.tx(), link, own, other, joins)?;
        return Ok(());
    };
    let old = mirrored(act.tx(), link, other)?;
    change(act.tx(), link, own, other, joins)?;
    let new = mirrored(act.tx(), link, other)?;
    let change = FieldChange {
        field: mirror.to_owned(),
        old,
        new,
    };
    let happening = Happening {
        kind: Cow::Borrowed("edited"),
        changes: vec![change],
        note: None,
    };
    let seq = act.record(
        Subject {
            kind: link.links.target.name,
            id: other,
        },
        &happening,
    )?;
    act.tx().execute(link.touch, params![other, seq])?;
    Ok(())
}

fn change(tx: &WriteTx<'_>, link: &LinkStatements, own: Uuid, other: Uuid, joins: bool) -> Result<(), Error> {
    tx.execute(if joins { link.add } else { link.drop }, params![own, other])
        .map(drop)
}

/// The pairs as the other side shows them.
fn mirrored(tx: &WriteTx<'_>, link: &LinkStatements, other: Uuid) -> Result<Value, Error> {
    let ids = tx.query(link.mirrored, params![other], |row| row.get::<Uuid>(0))?;
    Ok(ids.into_iter().map(|id| id.to_string()).collect())
}

fn ids(values: &Values, field: &str) -> BTreeSet<Uuid> {
    let listed = values.get(field).and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(|id| id.as_str()?.parse().ok()).collect()
}
