//! What is added to a release beside its own fields: work log, files, checklists, links. Additions commute, so they
//! need no `If-Match`; each still leaves one event in the release's history and moves its revision on.

use slipway_core::policy::{self, ReleaseAction};
use slipway_core::release::admit;

use super::command::told;
use super::store::Stored;
use super::{query, store, subject};
use crate::act::{Act, Happening};
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
    let look = act.look();
    let stored = query::visible(&look, number)?;
    let release = &stored.release;
    let permit = policy::may(act.actor(), action, &release.relations(release.tasks.first()))?;
    if let Err(refused) = admit(&permit, release) {
        let flow = act.app.flows().version(act.tx(), release.flow, release.flow_version)?;
        return Err(told(act, &flow, refused));
    }
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
