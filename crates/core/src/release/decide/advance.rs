//! Leaving a task: whose it must be, what the outcome demands, and where the flow leads (O09, O13–O16).

use super::ending::{demand, said};
use super::{Context, allows_status, is_first, open_task, open_tasks};
use crate::actor::Actor;
use crate::flow::{EndKind, Outcome, Status, Step};
use crate::release::command::Advance;
use crate::release::event::{Ending, Event};
use crate::release::record::{OpenTask, Release, Share};
use crate::release::refusal::Refusal;

pub(super) fn advance(release: &Release, asked: &Advance, context: &Context<'_>) -> Result<Event, Refusal> {
    let task = open_task(release, asked.task.as_ref())?;
    let outcome = release.effective(asked.outcome);
    // What is canceled only moves on to its end, and nobody captures it for that (B082).
    if outcome != Outcome::Canceled {
        must_work_on(task, context.actor)?;
    }
    if release.status == Status::Canceled && outcome != Outcome::Canceled {
        return Err(Refusal::Canceled);
    }
    if context.requires_change
        && !context.links.has_change
        && outcome != Outcome::Canceled
        && is_first(context.flow, release, &task.node)
    {
        return Err(Refusal::ChangeRequired);
    }
    if outcome == Outcome::Solved && asked.outcome == Outcome::Solved && !allows_status(context.flow, &task.node) {
        return Err(Refusal::StatusFixed(task.node.clone()));
    }
    let facts = release.facts(context.links);
    let step = context
        .flow
        .advance(&release.position, &task.node, outcome, &facts)
        .map_err(Refusal::NoWay)?;
    let outcome = match step.ended.as_ref().map(|ending| ending.kind) {
        // Whoever leaves the last task towards a solved end has solved the release (state table 4.3, "Close").
        Some(EndKind::Solved) => Outcome::Solved,
        Some(EndKind::Canceled) => Outcome::Canceled,
        None => outcome,
    };
    let missing = context.checklists.missing(&task.node, outcome, release.run);
    if !missing.is_empty() {
        return Err(Refusal::Unanswered(missing));
    }
    let ending = said(
        release,
        outcome,
        asked.release_date,
        asked.solution_category,
        asked.closure.as_ref(),
    );
    demand(&ending, outcome)?;
    Ok(advanced(release, task, outcome, step, ending, context))
}

/// O09: the responsible, or one the task is shared with (B065).
fn must_work_on(task: &OpenTask, actor: &Actor) -> Result<(), Refusal> {
    let shared = task.shared_with.iter().any(|share| match share {
        Share::Account(account) => *account == actor.account,
        Share::Group(group) => actor.is_in(*group),
    });
    match task.responsible {
        Some(responsible) if responsible == actor.account => Ok(()),
        _ if shared => Ok(()),
        Some(by) => Err(Refusal::Held { by }),
        None => Err(Refusal::NotCaptured),
    }
}

fn advanced(
    release: &Release,
    task: &OpenTask,
    outcome: Outcome,
    step: Step,
    ending: Ending,
    context: &Context<'_>,
) -> Event {
    let closed = step.ended.is_some();
    Event::Advanced {
        task: task.id,
        outcome,
        walked: step.walked,
        opened: open_tasks(context.flow, &step.opened, release.sheet.executor_group, context),
        position: step.position,
        status: match outcome {
            Outcome::Advance => Status::InExecution,
            Outcome::Solved => Status::Solved,
            Outcome::NotSolved => Status::NotSolved,
            Outcome::Canceled => Status::Canceled,
        },
        ending: if outcome == Outcome::Advance {
            Ending::default()
        } else {
            ending
        },
        closed,
    }
}
