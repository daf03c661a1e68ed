//! Promising another deadline: the plan moves with it, so that there is one deadline and not two (O20, R6).

use super::Context;
use crate::flow::Status;
use crate::release::command::DeadlineChange;
use crate::release::event::Event;
use crate::release::record::Release;
use crate::release::refusal::{MissingField, Refusal};

pub(super) fn change(release: &Release, asked: &DeadlineChange, context: &Context<'_>) -> Result<Event, Refusal> {
    if release.status == Status::Canceled {
        return Err(Refusal::Canceled);
    }
    if asked.plan.timing.deadline <= context.at {
        return Err(Refusal::InThePast(MissingField::Deadline));
    }
    Ok(Event::DeadlineChanged {
        plan: asked.plan.clone(),
    })
}
