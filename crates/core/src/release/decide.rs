//! The decider: a release, a command and what is known around it in; an event or a refusal out (`functional.md` 4.3).

use jiff::Timestamp;

use super::command::{Advance, Command, Edit, SituationChange, Taking};
use super::event::{Ending, Event};
use super::record::{Links, OpenTask, Release, Share, Sheet};
use super::refusal::{LockedField, MissingField, Refusal};
use crate::actor::Actor;
use crate::flow::{EndKind, Flow, Outcome, Status, Step, TaskId};
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
    if release.is_closed() {
        return Err(Refusal::Closed);
    }
    if release.status == Status::Suspended {
        return Err(Refusal::Suspended);
    }
    match command {
        Command::Edit(edit) => decide_edit(release, edit, context),
        Command::Capture { task, taking } => decide_capture(release, task.as_ref(), *taking, context),
        Command::Advance(advance) => decide_advance(release, advance, context),
        Command::SetSituation(change) => decide_situation(release, change, context),
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

fn decide_edit(release: &Release, edit: &Edit, context: &Context<'_>) -> Result<Event, Refusal> {
    if release.status == Status::Canceled {
        return Err(Refusal::Canceled);
    }
    let locked = locked_fields(release, &edit.sheet, context.flow);
    if !locked.is_empty() {
        return Err(Refusal::Locked(locked));
    }
    let status = if release.status == Status::Reopened {
        Status::InExecution
    } else {
        release.status
    };
    let tasks = redirected(release, edit.sheet.executor_group, context);
    Ok(Event::Edited {
        sheet: Box::new(edit.sheet.clone()),
        timing: edit.timing,
        status,
        tasks,
        restores: edit.restores,
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

/// Whether nothing of the flow has been left behind in this run.
pub fn stands_on_first_task(release: &Release, flow: &Flow) -> bool {
    release.tasks.iter().any(|task| is_first(flow, release, &task.node))
}

/// Whether the flow begins with this task.
fn is_first(flow: &Flow, release: &Release, node: &TaskId) -> bool {
    flow.start(&release.facts(Links::default()))
        .is_ok_and(|step| step.opened.contains(node))
}

fn decide_capture(
    release: &Release,
    node: Option<&TaskId>,
    taking: Taking,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let task = open_task(release, node)?;
    match (task.responsible, taking) {
        (Some(holder), _) if holder == context.actor.account => Err(Refusal::AlreadyYours),
        (Some(by), Taking::Free) => Err(Refusal::Held { by }),
        (from, _) => Ok(Event::Captured { task: task.id, from }),
    }
}

fn open_task<'a>(release: &'a Release, node: Option<&TaskId>) -> Result<&'a OpenTask, Refusal> {
    release.task(node).ok_or_else(|| match node {
        Some(node) => Refusal::TaskNotOpen(node.clone()),
        None => Refusal::TaskUnclear(release.tasks.iter().map(|task| task.node.clone()).collect()),
    })
}

fn decide_advance(release: &Release, advance: &Advance, context: &Context<'_>) -> Result<Event, Refusal> {
    let task = open_task(release, advance.task.as_ref())?;
    if advance.outcome != Outcome::Canceled {
        must_work_on(task, context.actor)?;
    }
    let outcome = release.effective(advance.outcome);
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
    if outcome == Outcome::Solved && advance.outcome == Outcome::Solved && !allows_status(context.flow, &task.node) {
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
        advance.release_date,
        advance.solution_category,
        advance.closure.as_ref(),
    );
    demand(release, &ending, outcome)?;
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

fn allows_status(flow: &Flow, node: &TaskId) -> bool {
    flow.task(node).is_some_and(|task| task.allows_change_of_status)
}

fn said(
    release: &Release,
    release_date: Option<jiff::civil::Date>,
    solution_category: Option<Id<crate::kind::SolutionCategory>>,
    text: Option<&String>,
) -> Ending {
    Ending {
        release_date: release_date.or(release.sheet.release_date),
        solution_category: solution_category.or(release.closing.solution_category),
        text: text.cloned().or_else(|| release.closing.text.clone()),
    }
}

/// What each outcome demands (F045–F047, R14, R17, B085, B086). All missing fields are named at once.
fn demand(release: &Release, ending: &Ending, outcome: Outcome) -> Result<(), Refusal> {
    let wanted: &[MissingField] = match outcome {
        Outcome::Advance => &[],
        Outcome::Solved => &[
            MissingField::ReleaseDate,
            MissingField::SolutionCategory,
            MissingField::Closure,
        ],
        Outcome::Canceled => &[MissingField::SolutionCategory, MissingField::Closure],
        Outcome::NotSolved => &[MissingField::Closure],
    };
    // A reason given for an earlier refusal is no reason for this one.
    let stale_reason = outcome == Outcome::NotSolved && ending.text == release.closing.text;
    let missing: Vec<MissingField> = wanted
        .iter()
        .copied()
        .filter(|field| match field {
            MissingField::ReleaseDate => ending.release_date.is_none(),
            MissingField::SolutionCategory => ending.solution_category.is_none(),
            MissingField::Closure => stale_reason || ending.text.as_ref().is_none_or(|text| text.trim().is_empty()),
        })
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Missing(missing))
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
        opened: open_tasks(&step.opened, release.sheet.executor_group, context),
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

fn open_tasks(nodes: &[TaskId], group: Id<Group>, context: &Context<'_>) -> Vec<OpenTask> {
    let requester_only = |node: &TaskId| context.flow.task(node).is_some_and(|task| task.requester_only);
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

fn decide_situation(release: &Release, change: &SituationChange, context: &Context<'_>) -> Result<Event, Refusal> {
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
        change.release_date,
        change.solution_category,
        change.closure.as_ref(),
    );
    demand(release, &ending, outcome)?;
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

/// The first tasks of a new release, and where its flow stands (O01, B042).
pub fn register(flow: &Flow, release: &Release, context: &Context<'_>) -> Result<(Step, Vec<OpenTask>), Refusal> {
    let step = flow
        .start(&release.facts(context.links))
        .map_err(Refusal::CannotStart)?;
    let opened = open_tasks(&step.opened, release.sheet.executor_group, context);
    Ok((step, opened))
}
