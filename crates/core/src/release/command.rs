//! What can be asked of a release that exists. Registering has its own function: there is nothing yet to decide on.

use std::sync::Arc;

use jiff::civil::Date;

use super::record::{Category, Share, Sheet};
use super::timing::{HoldTime, Timing};
use crate::flow::{Flow, Outcome, Status, TaskId};
use crate::id::Id;
use crate::kind::{Account, Calendar, Flow as FlowKind, Group, Justification, Model, Portfolio, SolutionCategory};
use crate::policy::ReleaseAction;

/// A change of the sheet: the whole sheet as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// All fields, changed or not.
    pub sheet: Sheet,
    /// What follows from them in the release's calendar.
    pub timing: Timing,
    /// The version whose sheet it is, where an earlier one is restored (B195).
    pub restores: Option<i64>,
}

/// Leaving a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// Which task, where several are open.
    pub task: Option<TaskId>,
    /// What came of it.
    pub outcome: Outcome,
    /// The day it went live, when solved.
    pub release_date: Option<Date>,
    /// How it was solved, or why it was canceled.
    pub solution_category: Option<Id<SolutionCategory>>,
    /// The closing text, or the reason.
    pub closure: Option<String>,
    /// A word for the history.
    pub note: Option<String>,
}

/// Setting the situation while the task stays (O08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SituationChange {
    /// In execution, solved, not solved or canceled (B073).
    pub status: Status,
    /// The day it went live, when solved.
    pub release_date: Option<Date>,
    /// How it was solved, or why it was canceled.
    pub solution_category: Option<Id<SolutionCategory>>,
    /// The closing text, or the reason.
    pub closure: Option<String>,
}

/// Whether a task may be taken from the person who has it (R13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// Only a task that nobody has.
    Free,
    /// Also somebody else's: the page has asked and named the person.
    Over,
}

/// Putting a release on hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Why, from the catalogue: an active one that suspends (F060).
    pub justification: Id<Justification>,
    /// Why, in somebody's own words (F061).
    pub complement: Option<String>,
}

/// To whom a task is given besides whoever has it (R12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delegate {
    /// A group shares it.
    Group(Id<Group>),
    /// Somebody shares it.
    Account(Id<Account>),
    /// Somebody shares it and becomes responsible.
    Responsible(Id<Account>),
}

impl Delegate {
    /// With whom the task is shared then.
    pub fn share(self) -> Share {
        match self {
            Delegate::Group(group) => Share::Group(group),
            Delegate::Account(account) | Delegate::Responsible(account) => Share::Account(account),
        }
    }
}

/// Sharing a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Which task, where several are open.
    pub task: Option<TaskId>,
    /// With whom; whom it was shared with before makes room (B066).
    pub to: Delegate,
    /// Why.
    pub justification: Option<String>,
}

/// Setting a closed release to work again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// Why (R15).
    pub reason: String,
    /// The plan of the new run.
    pub plan: Edit,
}

/// Promising another deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineChange {
    /// Why (O20).
    pub justification: String,
    /// The sheet with the phases that end then, and what follows from them.
    pub plan: Edit,
}

/// What a model brings to the releases that are registered from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The model.
    pub model: Id<Model>,
    /// Its folder.
    pub portfolio: Id<Portfolio>,
    /// The sort of release.
    pub category: Category,
    /// The flow, in the version that counts now.
    pub flow: Id<FlowKind>,
    /// That version.
    pub flow_version: i64,
    /// The calendar times are counted in.
    pub calendar: Id<Calendar>,
    /// The group that carries it.
    pub executor_group: Id<Group>,
}

/// Moving a release to another model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reclassification {
    /// What the model brings.
    pub preset: Preset,
    /// The flow it begins anew on.
    pub flow: Arc<Flow>,
    /// What follows from the sheet in the model's calendar.
    pub timing: Timing,
}

/// Everything that can be asked of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Change fields.
    Edit(Box<Edit>),
    /// Become responsible for a task.
    Capture {
        /// Which task, where several are open.
        task: Option<TaskId>,
        /// Whether somebody else's will do.
        taking: Taking,
    },
    /// Leave a task.
    Advance(Advance),
    /// Set the situation, keep the task.
    SetSituation(SituationChange),
    /// Put it on hold.
    Suspend(Hold),
    /// Leave the hold, which has taken this much time.
    Reactivate(HoldTime),
    /// Share a task.
    Delegate(Delegation),
    /// Take the sharing of a task back.
    Withdraw {
        /// Which task, where several are open.
        task: Option<TaskId>,
    },
    /// Set a closed one to work again.
    Reopen(Box<Reopening>),
    /// Move it to another model.
    Reclassify(Box<Reclassification>),
    /// Promise another deadline.
    ChangeDeadline(Box<DeadlineChange>),
    /// Delete it.
    Delete,
}

impl Command {
    /// The permission it needs. Canceling needs its own on either way (F072).
    pub fn action(&self) -> ReleaseAction {
        match self {
            Command::Edit(_) => ReleaseAction::Edit,
            Command::Capture { .. } => ReleaseAction::Capture,
            Command::Advance(Advance {
                outcome: Outcome::Canceled,
                ..
            })
            | Command::SetSituation(SituationChange {
                status: Status::Canceled,
                ..
            }) => ReleaseAction::Cancel,
            Command::Advance(_) => ReleaseAction::Advance,
            Command::SetSituation(_) => ReleaseAction::SetSituation,
            Command::Suspend(_) => ReleaseAction::Suspend,
            Command::Reactivate(_) => ReleaseAction::Reactivate,
            Command::Delegate(_) => ReleaseAction::Delegate,
            Command::Withdraw { .. } => ReleaseAction::Withdraw,
            Command::Reopen(_) => ReleaseAction::Reopen,
            Command::Reclassify(_) => ReleaseAction::Reclassify,
            Command::ChangeDeadline(_) => ReleaseAction::ChangeDeadline,
            Command::Delete => ReleaseAction::Delete,
        }
    }

    /// The task it is about, where the command says so.
    pub fn task(&self) -> Option<&TaskId> {
        match self {
            Command::Capture { task, .. }
            | Command::Advance(Advance { task, .. })
            | Command::Delegate(Delegation { task, .. })
            | Command::Withdraw { task } => task.as_ref(),
            Command::Edit(_)
            | Command::SetSituation(_)
            | Command::Suspend(_)
            | Command::Reactivate(_)
            | Command::Reopen(_)
            | Command::Reclassify(_)
            | Command::ChangeDeadline(_)
            | Command::Delete => None,
        }
    }
}
