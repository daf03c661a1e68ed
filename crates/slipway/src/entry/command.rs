//! Create, amend and remove: the only writers of entries. Each asks the right, reads the body whole, writes, and leaves
//! one event with the changed fields on the entry.

use std::borrow::Cow;

use serde_json::{Value, json};
use slipway_core::actor::Reach;
use slipway_core::policy::{self, Permit, Upkeep};
use slipway_db::Error;
use uuid::Uuid;

use super::kind::{Intent, Kept, Kind, Values};
use super::sheet::{self, Draft};
use super::store::{self, Entry, Version};
use super::{links, usage};
use crate::act::{Act, FieldChange, Happening, Look, Subject};
use crate::edge::{Call, Code, Fault, FieldError, Precondition, Texts, reader};

/// What stands in the history for a secret.
const HIDDEN: &str = "***";

/// The right that changing entries of a kind needs, for the gates of its routes.
pub fn gate(kind: &'static Kind, reach: Reach) -> impl Fn(&Look<'_>, &Call) -> Result<(), Fault> {
    move |look, _| Ok(policy::may_keep(look.actor(), Upkeep { area: kind.area, reach }).map(drop)?)
}

/// Creates an entry from a whole body.
pub fn create(act: &Act<'_>, kind: &'static Kind, draft: &Draft) -> Result<Entry, Fault> {
    let permit = may_save(act, kind)?;
    let id = act.new_id::<()>().uuid();
    let body = (kind.inherit)(&act.look(), draft.body.clone())?;
    let values = sheet::read(kind, &act.look(), id, None, &body)?;
    let none = Values::new();
    let made = Manner {
        verb: "created",
        note: None,
    };
    let revision = record(act, kind, id, made, changes(&none, &values, draft))?;
    let version = Version {
        id,
        revision,
        values: &values,
    };
    store::insert(act.tx(), &permit, kind, &version).map_err(|error| refused(kind, error))?;
    links::keep(act, kind, id, &none, &values)?;
    keep_secrets(act, kind, id, draft)?;
    let kept = Kept {
        id,
        revision,
        before: None,
        after: Some(&values),
    };
    (kind.kept)(act, &kept)?;
    reread(act, kind, id)
}

/// Lays a patch over an entry and keeps the result. A patch that changes nothing leaves no event.
pub fn amend(
    act: &Act<'_>,
    kind: &'static Kind,
    id: Uuid,
    precondition: Precondition,
    draft: &Draft,
) -> Result<Entry, Fault> {
    amend_as(act, kind, (id, precondition), draft, &Manner::default())
}

/// How an amendment is told in the history.
#[derive(Debug, Clone)]
pub struct Manner {
    pub verb: &'static str,
    pub note: Option<String>,
}

impl Default for Manner {
    fn default() -> Manner {
        Manner {
            verb: "edited",
            note: None,
        }
    }
}

/// As [`amend`], told in another way.
pub fn amend_as(
    act: &Act<'_>,
    kind: &'static Kind,
    (id, precondition): (Uuid, Precondition),
    draft: &Draft,
    manner: &Manner,
) -> Result<Entry, Fault> {
    let permit = may_save(act, kind)?;
    let before = standing(act, kind, id, precondition)?;
    let Some(amended) = amended(act, kind, &before, draft)? else {
        act.tx().recorded();
        return Ok(before);
    };
    put(act, &permit, (kind, &before), amended, manner)?;
    keep_secrets(act, kind, id, draft)?;
    reread(act, kind, id)
}

/// What an entry is to become, and what changes by that.
#[derive(Debug)]
pub struct Amended {
    values: Values,
    changes: Vec<FieldChange>,
}

/// Lays a patch over an entry as it stands, and writes nothing; none when nothing would change.
pub fn amended(act: &Act<'_>, kind: &'static Kind, before: &Entry, draft: &Draft) -> Result<Option<Amended>, Fault> {
    (kind.guard)(&act.look(), before, Intent::Change)?;
    let body = merged(kind, before, &draft.body)?;
    let values = sheet::read(kind, &act.look(), before.id, Some(&before.values), &body)?;
    let changes = changes(&before.values, &values, draft);
    Ok((!changes.is_empty()).then_some(Amended { values, changes }))
}

/// Writes what was decided of an entry.
pub fn put(
    act: &Act<'_>,
    permit: &Permit<Upkeep>,
    (kind, before): (&'static Kind, &Entry),
    Amended { values, changes }: Amended,
    manner: &Manner,
) -> Result<(), Fault> {
    let id = before.id;
    let revision = record(act, kind, id, manner.clone(), changes)?;
    let version = Version {
        id,
        revision,
        values: &values,
    };
    let saved = store::save(act.tx(), permit, kind, before, &version).map_err(|error| refused(kind, error))?;
    if !saved {
        return Err(Fault::new(Code::Stale));
    }
    links::keep(act, kind, id, &before.values, &values)?;
    let kept = Kept {
        id,
        revision,
        before: Some(&before.values),
        after: Some(&values),
    };
    (kind.kept)(act, &kept)
}

/// The right to keep entries of a kind.
pub fn may_save(act: &Act<'_>, kind: &'static Kind) -> Result<Permit<Upkeep>, Fault> {
    let reach = Reach::Save;
    Ok(policy::may_keep(act.actor(), Upkeep { area: kind.area, reach })?)
}

/// Deletes an entry logically (R27), unless something uses it.
pub fn remove(act: &Act<'_>, kind: &'static Kind, id: Uuid, precondition: Precondition) -> Result<(), Fault> {
    let permit = policy::may_keep(
        act.actor(),
        Upkeep {
            area: kind.area,
            reach: Reach::Delete,
        },
    )?;
    let before = standing(act, kind, id, precondition)?;
    (kind.guard)(&act.look(), &before, Intent::Remove)?;
    let users = usage::of(act.tx(), kind, id)?;
    if !users.is_empty() {
        return Err(usage::refusal(&users, Texts(act.language)));
    }
    let change = FieldChange {
        field: "deleted_at".to_owned(),
        old: Value::Null,
        new: act.at.to_string().into(),
    };
    let gone = Manner {
        verb: "deleted",
        note: None,
    };
    let revision = record(act, kind, id, gone, vec![change])?;
    let removed = store::remove(act.tx(), &permit, kind, &before, (act.at, revision))?;
    if !removed {
        return Err(Fault::new(Code::Stale));
    }
    let kept = Kept {
        id,
        revision,
        before: Some(&before.values),
        after: None,
    };
    (kind.kept)(act, &kept)
}

fn record(act: &Act<'_>, kind: &Kind, id: Uuid, manner: Manner, changes: Vec<FieldChange>) -> Result<i64, Fault> {
    act.record(
        subject(kind, id),
        &Happening {
            kind: Cow::Borrowed(manner.verb),
            changes,
            note: manner.note,
        },
    )
}

/// Where the history of an entry is.
pub fn subject(kind: &Kind, id: Uuid) -> Subject {
    Subject {
        kind: kind.target.name,
        id,
    }
}

/// The entry a command is about: not deleted, and in the state the caller has seen.
fn standing(act: &Act<'_>, kind: &'static Kind, id: Uuid, precondition: Precondition) -> Result<Entry, Fault> {
    let found = store::one(act.tx(), kind, id)?.filter(|entry| entry.deleted_at.is_none());
    let entry = found.ok_or_else(|| Fault::new(Code::NotFound))?;
    act.check(precondition, subject(kind, id), entry.revision)?;
    Ok(entry)
}

/// The patch laid over what may be written. What may only be read is accepted where it repeats what is there, so that
/// an answer can be changed and sent back whole.
fn merged(kind: &'static Kind, before: &Entry, patch: &Value) -> Result<Value, Fault> {
    let Some(fields) = patch.as_object() else {
        return Ok(patch.clone());
    };
    let shown = before.to_json(kind);
    let is_written = |name: &str| kind.field(name).is_some_and(|field| !field.is_read_only());
    let mut written = fields.clone();
    let mut errors = Vec::new();
    written.retain(|name, value| {
        if is_written(name) || shown.get(name).is_none() {
            return true;
        }
        if shown.get(name) != Some(value) {
            errors.push(FieldError::new(format!("/{name}"), "read_only"));
        }
        false
    });
    if !errors.is_empty() {
        return Err(Fault::invalid(errors));
    }
    let kept = before.values.iter().filter(|(name, _)| is_written(name));
    let mut body = Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect());
    reader::merge(&mut body, &Value::Object(written));
    Ok(body)
}

fn changes(before: &Values, after: &Values, draft: &Draft) -> Vec<FieldChange> {
    let mut changes = FieldChange::between(before, after);
    let hidden = |field: &&'static str| FieldChange {
        field: (*field).to_owned(),
        old: Value::Null,
        new: json!(HIDDEN),
    };
    changes.extend(draft.hashes.keys().map(hidden));
    changes
}

fn keep_secrets(act: &Act<'_>, kind: &'static Kind, id: Uuid, draft: &Draft) -> Result<(), Fault> {
    for field in kind.fields {
        if let (Some(secret), Some(hash)) = (field.control.secret(), draft.hashes.get(field.name)) {
            store::keep_secret(act.tx(), kind, id, field.name, hash)?;
            (secret.kept)(act, id)?;
        }
    }
    Ok(())
}

fn reread(act: &Act<'_>, kind: &'static Kind, id: Uuid) -> Result<Entry, Fault> {
    store::one(act.tx(), kind, id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

/// A value that somebody else has is a wrong field, not a failure.
fn refused(kind: &Kind, error: Error) -> Fault {
    if let Error::Unique { constraint, .. } = &error
        && let Some((_, field)) = kind.taken.iter().find(|(index, _)| index == constraint)
    {
        return Fault::invalid(vec![FieldError::new(format!("/{field}"), "taken")]);
    }
    error.into()
}
