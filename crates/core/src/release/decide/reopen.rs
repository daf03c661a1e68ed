//! Setting a closed release to work again: run n+1 of its flow under the same number (O19, R15).

use super::{Context, started};
use crate::release::command::Reopening;
use crate::release::event::Event;
use crate::release::record::Release;
use crate::release::refusal::{MissingField, Refusal};

/// Canceled ones are reopened like solved ones (P24). The deadline is measured anew, so the plan must end ahead.
pub(super) fn reopen(release: &Release, asked: &Reopening, context: &Context<'_>) -> Result<Event, Refusal> {
    if !release.is_closed() {
        return Err(Refusal::NotClosed);
    }
    if asked.plan.timing.planned_end <= context.at {
        let is_replanned = asked.plan.timing.planned_end != release.timing.planned_end;
        return Err(if is_replanned {
            Refusal::InThePast(MissingField::PlannedEnd)
        } else {
            Refusal::Missing(vec![MissingField::PlannedEnd])
        });
    }
    // Conditions before the first task may ask how often a release was reopened, this time included.
    let begins = Release {
        reopen_count: release.reopen_count + 1,
        sheet: asked.plan.sheet.clone(),
        ..release.clone()
    };
    Ok(Event::Reopened {
        reason: asked.reason.clone(),
        plan: asked.plan.clone(),
        start: started(context.flow, &begins, context)?,
    })
}
