//! Becoming responsible for a task, also in somebody else's place (O06, R13).

use super::{Context, open_task};
use crate::flow::{Status, TaskId};
use crate::release::command::Taking;
use crate::release::event::Event;
use crate::release::record::Release;
use crate::release::refusal::Refusal;

pub(super) fn capture(
    release: &Release,
    node: Option<&TaskId>,
    taking: Taking,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if release.status == Status::Canceled {
        return Err(Refusal::Canceled);
    }
    let task = open_task(release, node)?;
    match (task.responsible, taking) {
        (Some(holder), _) if holder == context.actor.account => Err(Refusal::AlreadyYours),
        (Some(by), Taking::Free) => Err(Refusal::Held { by }),
        (from, _) => Ok(Event::Captured { task: task.id, from }),
    }
}
