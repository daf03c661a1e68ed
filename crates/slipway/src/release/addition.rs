//! What is added to a release beside its own fields: work log, files, checklists, links. Additions commute, so they
//! need no `If-Match`; each still leaves one event in the release's history and moves its revision on.

use slipway_core::flow::Flow;
use slipway_core::policy::{self, ReleaseAction};
use slipway_core::release::{Refusal, admit};

use super::refusal::{self, Names};
use super::store::Stored;
use super::{query, store, subject};
use crate::act::{Act, Happening, Look};
use crate::app::App;
use crate::edge::{Code, Fault, Precondition};

/// Adds something to a release that the caller may see, or takes it away again: `work` writes the rows and says what
/// happened. `action` is [`ReleaseAction::Note`] or [`ReleaseAction::Link`]. Answers what `work` made and the new
/// revision of the release.
///
/// The changes of the happening are named `room/id`, such as `occurrences/0198…`, so that the versions of the release
/// tell what was attached at any time.
pub fn add<T>(
    act: &Act<'_>,
    number: i64,
    precondition: Precondition,
    action: ReleaseAction,
    work: impl FnOnce(&Stored) -> Result<(T, Happening), Fault>,
) -> Result<(T, i64), Fault> {
    let stored = admitted(&act.look(), act.app, number, action)?;
    let release = &stored.release;
    act.check(precondition, subject(release.id), stored.revision)?;
    let (made, happening) = work(&stored)?;
    let revision = act.record(subject(release.id), &happening)?;
    let by = (act.at, act.actor().account);
    if store::touch(act.tx(), release.id, by, (stored.revision, revision))? != 1 {
        act.tx().collided(store::TOUCH);
        return Err(Fault::new(Code::Stale).member("current", format!("\"{revision}\"")));
    }
    Ok((made, revision))
}

/// The release, if the caller may add to it now: asked before a file is read, and again when it is attached.
pub fn admitted(look: &Look<'_>, app: &App, number: i64, action: ReleaseAction) -> Result<Stored, Fault> {
    let stored = query::live(look, number)?;
    let release = &stored.release;
    let permit = policy::may(look.actor(), action, &release.relations(release.tasks.first()))?;
    if let Err(refused) = admit(&permit, release) {
        let flow = app.flows().version(look.tx, release.flow, release.flow_version)?;
        return Err(told(look, &flow, refused));
    }
    Ok(stored)
}

/// Why this person can add nothing of this sort now; nothing when they can: what a page says instead of its form.
pub fn blocker(look: &Look<'_>, stored: &Stored, flow: &Flow, action: ReleaseAction) -> Option<Fault> {
    let release = &stored.release;
    let permit = match policy::may(look.actor(), action, &release.relations(release.tasks.first())) {
        Ok(permit) => permit,
        Err(denied) => return Some(denied.into()),
    };
    let refused = admit(&permit, release).err()?;
    Some(told(look, flow, refused))
}

fn told(look: &Look<'_>, flow: &Flow, refused: Refusal) -> Fault {
    let person = |id| query::person_name(look, id);
    let names = Names {
        flow,
        language: look.language,
        person: &person,
    };
    refusal::fault(refused, names)
}
