//! Beginning an import, letting it go on, and its end: each leaves one event on the import itself. The rows are taken in by
//! `run`.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use slipway_core::actor::Reach;
use slipway_core::cmdb::exchange::{Format, Import, Progress};
use slipway_core::policy::{self, Upkeep};
use uuid::Uuid;

use super::apply::Tally;
use super::columns::Mapping;
use super::store::{self, Job};
use crate::act::{Act, FieldChange, Happening, Look, Subject};
use crate::cmdb::item::ITEMS;
use crate::edge::{Call, Code, Fault};

/// What history calls an import.
pub const KIND: &str = "import";

fn subject(id: Uuid) -> Subject {
    Subject { kind: KIND, id }
}

const SAVE: Upkeep = Upkeep {
    area: ITEMS.area,
    reach: Reach::Save,
};

/// The right that an import needs, before anything of its file is read.
pub fn gate(look: &Look<'_>, _: &Call) -> Result<(), Fault> {
    may_import(look)
}

/// As [`gate`], for handlers that read files.
pub fn may_import(look: &Look<'_>) -> Result<(), Fault> {
    Ok(policy::may_keep(look.actor(), SAVE).map(drop)?)
}

/// The right to see all of it, for exports.
pub fn may_see(look: &Look<'_>) -> Result<(), Fault> {
    Ok(policy::may_search(look.actor(), ITEMS.area).map(drop)?)
}

/// A file that is to be imported.
#[derive(Debug, Clone)]
pub struct Sent {
    pub id: Uuid,
    pub import: Import,
    pub format: Format,
    pub name: String,
    pub n_bytes: i64,
}

/// How it is to be taken.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub mapping: Mapping,
    pub creates_missing: bool,
    pub is_rehearsal: bool,
}

/// Keeps an import of a file: running at once, or waiting for what its columns mean.
pub fn begin(act: &Act<'_>, sent: &Sent, wish: &Wish, state: Progress) -> Result<Job, Fault> {
    policy::may_keep(act.actor(), SAVE)?;
    let told = json!({
        "import": sent.import.as_str(), "format": sent.format.as_str(), "file": sent.name, "size": sent.n_bytes,
        "state": state.as_str(), "dry_run": wish.is_rehearsal, "create_missing": wish.creates_missing,
    });
    let revision = record(act, sent.id, "created", &json!({}), &told)?;
    let actor = act.actor();
    let job = Job {
        id: sent.id,
        import: sent.import,
        format: sent.format,
        state,
        is_rehearsal: wish.is_rehearsal,
        creates_missing: wish.creates_missing,
        file_name: sent.name.clone(),
        n_bytes: sent.n_bytes,
        mapping: wish.mapping.clone(),
        account: Some(actor.account.uuid()).filter(|account| !account.is_nil()),
        author: actor.name.clone(),
        started_at: act.at,
        ended_at: None,
        done_bytes: 0,
        tally: Tally::default(),
        digest: nothing_read(),
        failure: None,
        revision,
    };
    store::insert(act.tx(), &job)?;
    Ok(job)
}

/// The digest of no rows.
pub fn nothing_read() -> Vec<u8> {
    Sha256::digest(b"").to_vec()
}

/// Begins an import from its first row, as it is wished: after a preview, or after a rehearsal.
pub fn start(act: &Act<'_>, id: Uuid, wish: &Wish) -> Result<Job, Fault> {
    let before = standing(act, id)?;
    if before.state == Progress::Running || before.state == Progress::Done && !before.is_rehearsal {
        return Err(Fault::new(Code::ImportOver));
    }
    let old = json!({"state": before.state.as_str(), "dry_run": before.is_rehearsal, "create_missing": before.creates_missing});
    let new = json!({"state": "running", "dry_run": wish.is_rehearsal, "create_missing": wish.creates_missing});
    let revision = record(act, id, "started", &old, &new)?;
    let job = Job {
        state: Progress::Running,
        is_rehearsal: wish.is_rehearsal,
        creates_missing: wish.creates_missing,
        mapping: wish.mapping.clone(),
        started_at: act.at,
        digest: nothing_read(),
        tally: Tally::default(),
        ..before
    };
    if store::start(act.tx(), &job, revision)? {
        Ok(Job { revision, ..job })
    } else {
        Err(Fault::new(Code::ImportOver))
    }
}

/// Lets an import go on from the first row that is not accounted for.
pub fn resume(act: &Act<'_>, id: Uuid) -> Result<Job, Fault> {
    let job = standing(act, id)?;
    if job.state == Progress::Done {
        return Err(Fault::new(Code::ImportOver));
    }
    let state = |state: Progress| json!({"state": state.as_str(), "rows": job.tally.rows()});
    let new = json!({"state": "running", "rows": job.tally.rows(), "resumed": true});
    let revision = record(act, id, "resumed", &state(job.state), &new)?;
    if !store::resume(act.tx(), &job, revision)? {
        return Err(Fault::new(Code::ImportOver));
    }
    Ok(Job {
        state: Progress::Running,
        failure: None,
        revision,
        ..job
    })
}

fn standing(act: &Act<'_>, id: Uuid) -> Result<Job, Fault> {
    policy::may_keep(act.actor(), SAVE)?;
    store::one(act.tx(), id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

/// Ends an import; its event tells what became of the rows.
pub fn end(act: &Act<'_>, id: Uuid, state: Progress, failure: Option<&str>) -> Result<(), Fault> {
    let job = store::one(act.tx(), id)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    let tally = job.tally;
    let told = json!({
        "state": state.as_str(), "created": tally.created, "updated": tally.updated, "unchanged": tally.unchanged,
        "refused": tally.refused, "rows": tally.rows(),
    });
    let revision = record(act, id, "ended", &json!({"state": job.state.as_str()}), &told)?;
    if store::end(act.tx(), id, (state, failure), (act.at, revision))? {
        Ok(())
    } else {
        Err(Fault::new(Code::ImportOver))
    }
}

fn record(act: &Act<'_>, id: Uuid, verb: &'static str, old: &Value, new: &Value) -> Result<i64, Fault> {
    let none = Map::new();
    let changes = FieldChange::between(old.as_object().unwrap_or(&none), new.as_object().unwrap_or(&none));
    let happening = Happening {
        kind: Cow::Borrowed(verb),
        changes,
        note: None,
    };
    act.record(subject(id), &happening)
}

/// An import, for whoever may see items.
pub fn known(look: &Look<'_>, id: Uuid) -> Result<Job, Fault> {
    policy::may_search(look.actor(), ITEMS.area)?;
    store::one(look.tx, id)?.ok_or_else(|| Fault::new(Code::NotFound))
}
