//! Sharing a task and taking it back (O07, R12). Nobody's status changes by it, so it goes on while the release is held.

use super::{Context, open_task};
use crate::flow::TaskId;
use crate::release::command::Delegation;
use crate::release::event::Event;
use crate::release::record::Release;
use crate::release::refusal::Refusal;

pub(super) fn delegate(release: &Release, asked: &Delegation, context: &Context<'_>) -> Result<Event, Refusal> {
    let task = open_task(release, asked.task.as_ref())?;
    let allows = context.flow.task(&task.node).is_some_and(|task| task.allows_delegation);
    if !allows {
        return Err(Refusal::NotDelegable(task.node.clone()));
    }
    Ok(Event::Delegated {
        task: task.id,
        to: asked.to,
        justification: asked.justification.clone(),
    })
}

pub(super) fn withdraw(release: &Release, node: Option<&TaskId>) -> Result<Event, Refusal> {
    let task = open_task(release, node)?;
    if task.shared_with.is_empty() {
        return Err(Refusal::NotShared);
    }
    Ok(Event::Withdrawn { task: task.id })
}
