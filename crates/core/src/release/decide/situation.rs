//! Setting the situation while the task stays (O08, R4, B073).

use super::ending::{demand, said};
use super::{Context, allows_status};
use crate::flow::{Outcome, Status};
use crate::release::command::SituationChange;
use crate::release::event::{Ending, Event};
use crate::release::record::Release;
use crate::release::refusal::Refusal;

pub(super) fn situation(release: &Release, change: &SituationChange, context: &Context<'_>) -> Result<Event, Refusal> {
    let outcome = match change.status {
        Status::InExecution => Outcome::Advance,
        Status::Solved => Outcome::Solved,
        Status::NotSolved => Outcome::NotSolved,
        Status::Canceled => Outcome::Canceled,
        Status::Suspended | Status::Reopened => return Err(Refusal::NotASituation(change.status)),
    };
    if release.status == Status::Canceled && change.status != Status::Canceled {
        return Err(Refusal::Canceled);
    }
    let fixed = release
        .tasks
        .iter()
        .find(|task| !allows_status(context.flow, &task.node));
    if let Some(task) = fixed {
        return Err(Refusal::StatusFixed(task.node.clone()));
    }
    let ending = said(
        release,
        outcome,
        change.release_date,
        change.solution_category,
        change.closure.as_ref(),
    );
    demand(&ending, outcome)?;
    let ending = if outcome == Outcome::Advance {
        Ending::default()
    } else {
        ending
    };
    Ok(Event::SituationSet {
        status: change.status,
        ending,
    })
}
