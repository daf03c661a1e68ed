//! The decider: a release, a command and what is known around it in; an event or a refusal out (`functional.md` 4.3).

mod advance;
mod capture;
mod deadline;
mod delegate;
mod delete;
mod edit;
mod ending;
mod reclassify;
mod reopen;
mod situation;
mod suspend;

use jiff::Timestamp;

use super::command::Command;
use super::event::{Event, Start};
use super::record::{Links, OpenTask, Release};
use super::refusal::Refusal;
use crate::actor::Actor;
use crate::flow::{Flow, Status, TaskId};
use crate::id::Id;
use crate::kind::{Account, Group, Task};
use crate::policy::{Permit, ReleaseAction};
use crate::questionnaire::Checklists;

/// What a decision needs to know besides release and command.
#[expect(
    missing_debug_implementations,
    reason = "it lends two closures for the length of a decision"
)]
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// When.
    pub at: Timestamp,
    /// The version of the flow the release runs on.
    pub flow: &'a Flow,
    /// Which links it has.
    pub links: Links,
    /// Whether anything else was ever added to it that is still there: work log, files, checklists (B096).
    pub has_additions: bool,
    /// Whether its model demands a linked change before the first task ends (R8).
    pub requires_change: bool,
    /// Which questionnaires its tasks wait for, and which are answered (F055).
    pub checklists: &'a Checklists,
    /// Where a requester-only task goes whose requester has no account: it is opened for everybody in the group (R2).
    pub requester_has_account: bool,
    /// Whether the person of an account belongs to a group.
    pub is_in_group: &'a dyn Fn(Id<Account>, Id<Group>) -> bool,
    /// Makes the ids of new tasks.
    pub new_task: &'a dyn Fn() -> Id<Task>,
}

/// Decides a command on an existing release.
pub fn decide(
    permit: &Permit<ReleaseAction>,
    release: &Release,
    command: &Command,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    debug_assert_eq!(*permit.to(), command.action(), "a permit for another action");
    admits(release, command)?;
    match command {
        Command::Edit(asked) => edit::edit(release, asked, context),
        Command::Capture { task, taking } => capture::capture(release, task.as_ref(), *taking, context),
        Command::Advance(asked) => advance::advance(release, asked, context),
        Command::SetSituation(change) => situation::situation(release, change, context),
        Command::Suspend(hold) => suspend::suspend(release, hold),
        Command::Reactivate(time) => suspend::reactivate(release, *time),
        Command::Delegate(asked) => delegate::delegate(release, asked, context),
        Command::Withdraw { task } => delegate::withdraw(release, task.as_ref()),
        Command::Reopen(asked) => reopen::reopen(release, asked, context),
        Command::Reclassify(asked) => reclassify::reclassify(release, asked, context),
        Command::ChangeDeadline(asked) => deadline::change(release, asked, context),
        Command::Delete => delete::delete(release, context),
    }
}

/// The states that refuse whole groups of commands, whatever is asked in particular: a closed release everything but
/// reopening and deleting (B082), a suspended one all but leaving the hold and sharing its task (R7).
fn admits(release: &Release, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::Reopen(_) | Command::Delete => Ok(()),
        _ if release.is_closed() => Err(Refusal::Closed),
        Command::Reactivate(_) | Command::Delegate(_) | Command::Withdraw { .. } => Ok(()),
        _ if release.status == Status::Suspended => Err(Refusal::Suspended),
        Command::Edit(_)
        | Command::Capture { .. }
        | Command::Advance(_)
        | Command::SetSituation(_)
        | Command::Suspend(_)
        | Command::Reclassify(_)
        | Command::ChangeDeadline(_) => Ok(()),
    }
}

/// May something be added to the release now? Work log, files and notes go on while it is suspended; links and
/// checklists wait; nothing is added to a closed one (F 4.5, R7).
pub fn admit(permit: &Permit<ReleaseAction>, release: &Release) -> Result<(), Refusal> {
    if release.is_closed() {
        return Err(Refusal::Closed);
    }
    if release.status == Status::Suspended && *permit.to() != ReleaseAction::Note {
        return Err(Refusal::Suspended);
    }
    Ok(())
}

/// Whether nothing of the flow has been left behind in this run.
pub fn stands_on_first_task(release: &Release, flow: &Flow) -> bool {
    release.tasks.iter().any(|task| is_first(flow, release, &task.node))
}

/// Whether the flow begins with this task.
fn is_first(flow: &Flow, release: &Release, node: &TaskId) -> bool {
    flow.start(&release.facts(Links::default()))
        .is_ok_and(|step| step.opened.contains(node))
}

fn open_task<'a>(release: &'a Release, node: Option<&TaskId>) -> Result<&'a OpenTask, Refusal> {
    release.task(node).ok_or_else(|| match node {
        Some(node) => Refusal::TaskNotOpen(node.clone()),
        None => Refusal::TaskUnclear(release.tasks.iter().map(|task| task.node.clone()).collect()),
    })
}

fn allows_status(flow: &Flow, node: &TaskId) -> bool {
    flow.task(node).is_some_and(|task| task.allows_change_of_status)
}

/// The tasks that a flow opens, for a group.
fn open_tasks(flow: &Flow, nodes: &[TaskId], group: Id<Group>, context: &Context<'_>) -> Vec<OpenTask> {
    let requester_only = |node: &TaskId| flow.task(node).is_some_and(|task| task.requester_only);
    nodes
        .iter()
        .map(|node| OpenTask {
            id: (context.new_task)(),
            node: node.clone(),
            group,
            requester_only: requester_only(node) && context.requester_has_account,
            responsible: None,
            shared_with: Vec::new(),
            opened_at: context.at,
            captured_at: None,
        })
        .collect()
}

/// The beginning of a flow for a release: the first time, in another run, or on another model's flow.
fn started(flow: &Flow, release: &Release, context: &Context<'_>) -> Result<Start, Refusal> {
    let step = flow
        .start(&release.facts(context.links))
        .map_err(Refusal::CannotStart)?;
    Ok(Start {
        opened: open_tasks(flow, &step.opened, release.sheet.executor_group, context),
        walked: step.walked,
        position: step.position,
    })
}

/// How the flow of a new release begins (O01, B042).
pub fn register(release: &Release, context: &Context<'_>) -> Result<Start, Refusal> {
    started(context.flow, release, context)
}
