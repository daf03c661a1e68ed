//! Deleting a release, which is for those that were registered by mistake (O04, B096).

use super::{Context, stands_on_first_task};
use crate::actor::Special;
use crate::release::event::Event;
use crate::release::record::Release;
use crate::release::refusal::Refusal;

/// Only before work begins, but by administrators at any time; never under something that was added or linked to it.
pub(super) fn delete(release: &Release, context: &Context<'_>) -> Result<Event, Refusal> {
    let administers = context.actor.rights.special(Special::AllReleases);
    if !administers {
        if release.is_closed() {
            return Err(Refusal::Closed);
        }
        let is_taken = release.tasks.iter().any(|task| task.responsible.is_some());
        if is_taken || release.run > 1 || !stands_on_first_task(release, context.flow) {
            return Err(Refusal::Begun);
        }
    }
    if context.has_additions || context.links.has_change || context.links.has_items {
        return Err(Refusal::Attached);
    }
    Ok(Event::Deleted)
}
