//! Changing fields: what is locked, and who keeps the tasks when another group takes over (O03, R10, B060–B062).

use super::{Context, stands_on_first_task};
use crate::flow::{Flow, Status};
use crate::id::Id;
use crate::kind::Group;
use crate::release::command::Edit;
use crate::release::event::Event;
use crate::release::record::{OpenTask, Release, Sheet};
use crate::release::refusal::{LockedField, Refusal};

pub(super) fn edit(release: &Release, asked: &Edit, context: &Context<'_>) -> Result<Event, Refusal> {
    if release.status == Status::Canceled {
        return Err(Refusal::Canceled);
    }
    let locked = locked_fields(release, &asked.sheet, context.flow);
    if !locked.is_empty() {
        return Err(Refusal::Locked(locked));
    }
    let status = if release.status == Status::Reopened {
        Status::InExecution
    } else {
        release.status
    };
    let tasks = redirected(release, asked.sheet.executor_group, context);
    Ok(Event::Edited {
        sheet: Box::new(asked.sheet.clone()),
        timing: asked.timing,
        status,
        tasks,
        restores: asked.restores,
    })
}

/// The open tasks under a group: a new one takes over all but the requester's own, and who is responsible stays so
/// only as one of its members (B060–B062).
fn redirected(release: &Release, group: Id<Group>, context: &Context<'_>) -> Vec<OpenTask> {
    let mut tasks = release.tasks.clone();
    if group == release.sheet.executor_group {
        return tasks;
    }
    for task in tasks.iter_mut().filter(|task| !task.requester_only) {
        task.group = group;
        task.responsible = task
            .responsible
            .filter(|responsible| (context.is_in_group)(*responsible, group));
    }
    tasks
}

/// R10: the contract and the planned start stay as they are once the first task is left.
fn locked_fields(release: &Release, sheet: &Sheet, flow: &Flow) -> Vec<LockedField> {
    if stands_on_first_task(release, flow) {
        return Vec::new();
    }
    let mut locked = Vec::new();
    if sheet.contract != release.sheet.contract {
        locked.push(LockedField::Contract);
    }
    if sheet.planning.starts_at() != release.sheet.planning.starts_at() {
        locked.push(LockedField::PlanningStart);
    }
    locked
}
