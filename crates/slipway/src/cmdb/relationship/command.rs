//! Relating two items and ending that again; the graph of failure is told in the same transaction.

use std::borrow::Cow;

use serde_json::{Value, json};
use slipway_core::actor::Reach;
use slipway_core::cmdb::{Failure, Link};
use slipway_core::policy::{self, Upkeep};
use slipway_db::{Error, ReadTx, params};
use uuid::Uuid;

use super::query::{self, Relationship};
use super::subject;
use crate::act::{Act, FieldChange, Happening};
use crate::cmdb::graph::changes;
use crate::cmdb::item::{ITEM, ITEMS};
use crate::edge::{Code, Fault, FieldError, Precondition};
use crate::entry::bulk::FIRST;
use crate::entry::store;

/// A relationship that is to be.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    pub link: Link,
    pub kind: Uuid,
}

/// Relates two items. Every wrong field is named at once.
pub fn relate(act: &Act<'_>, wish: Wish) -> Result<Relationship, Fault> {
    permitted(act, Reach::Save)?;
    let failure = checked(act, wish)?;
    let id = act.new_id::<()>().uuid();
    let Wish { link, kind } = wish;
    let revision = act.record(subject(id), &begun(&link, kind))?;
    let cells = params![id, link.from, link.to, kind, act.at, revision];
    act.tx().execute(query::INSERT, cells).map_err(refused)?;
    changes::added(act, failure, link)?;
    query::one(&act.look(), id)
}

fn refused(error: Error) -> Fault {
    if let Error::Unique { .. } = error {
        return Fault::invalid(vec![FieldError::new("/to", "related_already")]);
    }
    error.into()
}

fn permitted(act: &Act<'_>, reach: Reach) -> Result<(), Fault> {
    let area = ITEMS.area;
    Ok(policy::may_keep(act.actor(), Upkeep { area, reach }).map(drop)?)
}

fn checked(act: &Act<'_>, wish: Wish) -> Result<Failure, Fault> {
    let known = store::labels(act.tx(), ITEM, [wish.link.from, wish.link.to])?;
    failing(act.tx(), wish, |item| {
        known.get(&item).is_some_and(|label| !label.deleted)
    })
}

/// Which way failure travels along a relationship that may be; every wrong field is named at once.
pub fn failing(tx: &ReadTx<'_>, wish: Wish, is_known: impl Fn(Uuid) -> bool) -> Result<Failure, Fault> {
    let ends = [("/from", wish.link.from), ("/to", wish.link.to)];
    let mut errors: Vec<FieldError> = ends
        .iter()
        .filter(|(_, item)| !is_known(*item))
        .map(|(place, item)| FieldError::new(*place, "unknown_reference").with("id", item))
        .collect();
    if wish.link.from == wish.link.to {
        errors.push(FieldError::new("/to", "related_to_itself"));
    }
    let kind = query::kind(tx, wish.kind)?;
    match kind {
        None => errors.push(FieldError::new("/type", "unknown_reference").with("id", wish.kind)),
        Some((_, false)) => errors.push(FieldError::new("/type", "inactive_reference").with("name", wish.kind)),
        Some((failure, true)) if errors.is_empty() => return Ok(failure),
        Some((_, true)) => {}
    }
    Err(Fault::invalid(errors))
}

/// Relates many items, each pair as [`failing`] judged it. Where somebody else was faster with one of them, the whole
/// transaction begins anew.
pub fn relate_all(act: &Act<'_>, wishes: &[(Wish, Failure)]) -> Result<(), Fault> {
    permitted(act, Reach::Save)?;
    let (mut rows, mut events, mut ways) = (Vec::new(), Vec::new(), Vec::new());
    for (Wish { link, kind }, failure) in wishes {
        let id = act.new_id::<()>().uuid();
        rows.push(params![id, link.from, link.to, kind, act.at, FIRST].to_vec());
        events.push((subject(id), begun(link, *kind)));
        ways.extend(failure.ways(*link));
    }
    act.tx().load(query::LOAD, &rows).inspect_err(|error| {
        if matches!(error, Error::Unique { .. }) {
            act.tx().collided(query::LOAD);
        }
    })?;
    act.record_new(&events)?;
    changes::added_all(act, &ways)
}

fn begun(link: &Link, kind: Uuid) -> Happening {
    let change = |field: &str, id: Uuid| FieldChange {
        field: field.to_owned(),
        old: Value::Null,
        new: id.to_string().into(),
    };
    Happening {
        kind: Cow::Borrowed("created"),
        changes: vec![change("from", link.from), change("to", link.to), change("type", kind)],
        note: None,
    }
}

/// Ends a relationship; what it was is still known as of then.
pub fn end(act: &Act<'_>, id: Uuid, precondition: Precondition) -> Result<(), Fault> {
    permitted(act, Reach::Save)?;
    let relationship = query::one(&act.look(), id)?;
    if relationship.until.is_some() {
        return Err(Fault::new(Code::NotFound));
    }
    act.check(precondition, subject(id), relationship.revision)?;
    let revision = record(
        act,
        id,
        "deleted",
        &json!({"until": null}),
        &json!({"until": act.at.to_string()}),
    )?;
    if act
        .tx()
        .execute(query::END, params![id, relationship.revision, act.at, revision])?
        == 0
    {
        return Err(Fault::new(Code::Stale));
    }
    let link = Link {
        from: relationship.from.item,
        to: relationship.to.item,
    };
    changes::removed(act, relationship.impact, link)
}

fn record(act: &Act<'_>, id: Uuid, verb: &'static str, old: &Value, new: &Value) -> Result<i64, Fault> {
    let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
        return Err(Fault::new(Code::Internal));
    };
    act.record(
        subject(id),
        &Happening {
            kind: Cow::Borrowed(verb),
            changes: FieldChange::between(old, new),
            note: None,
        },
    )
}
