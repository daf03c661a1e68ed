//! What can be asked of a release that exists. Registering has its own function: there is nothing yet to decide on.

use jiff::civil::Date;

use super::record::Sheet;
use super::timing::Timing;
use crate::flow::{Outcome, Status, TaskId};
use crate::id::Id;
use crate::kind::SolutionCategory;
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
        }
    }

    /// The task it is about, where the command says so.
    pub fn task(&self) -> Option<&TaskId> {
        match self {
            Command::Capture { task, .. } | Command::Advance(Advance { task, .. }) => task.as_ref(),
            Command::Edit(_) | Command::SetSituation(_) => None,
        }
    }
}
