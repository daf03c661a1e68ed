//! What has happened to a release: the closed list. What it makes of the release is `apply`.

mod apply;

use jiff::civil::Date;

use super::command::{Delegate, Edit, Hold, Preset};
use super::record::{OpenTask, Sheet};
use super::timing::{HoldTime, Timing};
use crate::flow::{EdgeId, Outcome, Position, Status};
use crate::id::Id;
use crate::kind::{Account, SolutionCategory, Task};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Fields were changed.
    Edited {
        /// As they are now.
        sheet: Box<Sheet>,
        /// What follows from them.
        timing: Timing,
        /// A save ends "reopened" (state table 4.3).
        status: Status,
        /// The open tasks: a new executor group takes over those that are not the requester's (B060–B062).
        tasks: Vec<OpenTask>,
        /// The version whose sheet was restored, where one was (B195).
        restores: Option<i64>,
    },
    /// Somebody became responsible.
    Captured {
        /// For which task.
        task: Id<Task>,
        /// From whom, when it was taken over (R13).
        from: Option<Id<Account>>,
    },
    /// A task was left.
    Advanced {
        /// Which.
        task: Id<Task>,
        /// With what outcome.
        outcome: Outcome,
        /// The flow's edges it walked.
        walked: Vec<EdgeId>,
        /// Where the flow stands now.
        position: Position,
        /// The tasks opened.
        opened: Vec<OpenTask>,
        /// The status now.
        status: Status,
        /// What was said about the ending.
        ending: Ending,
        /// Whether the flow has ended.
        closed: bool,
    },
    /// The situation was set and the task kept.
    SituationSet {
        /// The status now.
        status: Status,
        /// What was said about the ending.
        ending: Ending,
    },
    /// It was put on hold.
    Suspended(Hold),
    /// The hold ended.
    Reactivated {
        /// As before the hold (B077).
        status: Status,
        /// What the hold has cost.
        time: HoldTime,
    },
    /// A task was shared.
    Delegated {
        /// Which.
        task: Id<Task>,
        /// With whom.
        to: Delegate,
        /// Why.
        justification: Option<String>,
    },
    /// The sharing of a task was taken back.
    Withdrawn {
        /// Of which task.
        task: Id<Task>,
    },
    /// A closed one was set to work again: its next run began (R15).
    Reopened {
        /// Why.
        reason: String,
        /// The plan of the new run.
        plan: Edit,
        /// Where the new run stands.
        start: Start,
    },
    /// It was moved to another model and began anew on that one's flow.
    Reclassified {
        /// What the model brought.
        preset: Preset,
        /// What follows in its calendar.
        timing: Timing,
        /// Where the release stands in its flow.
        start: Start,
    },
    /// Another deadline was promised.
    DeadlineChanged {
        /// The plan that keeps it.
        plan: Edit,
    },
    /// It was deleted.
    Deleted,
}

/// The beginning of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The flow's edges it walked.
    pub walked: Vec<EdgeId>,
    /// Where it stands.
    pub position: Position,
    /// The tasks opened.
    pub opened: Vec<OpenTask>,
}

/// What was said about how the release ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// The day it went live.
    pub release_date: Option<Date>,
    /// How it was solved, or why it was canceled.
    pub solution_category: Option<Id<SolutionCategory>>,
    /// The closing text, or the reason.
    pub text: Option<String>,
}

impl Event {
    /// The kind as the history writes it.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Edited { restores: None, .. } => "edited",
            Event::Edited { restores: Some(_), .. } => "restored",
            Event::Captured { from: None, .. } => "captured",
            Event::Captured { from: Some(_), .. } => "taken_over",
            Event::Advanced {
                closed: true,
                outcome: Outcome::Canceled,
                ..
            } => "canceled",
            Event::Advanced { closed: true, .. } => "closed",
            Event::Advanced { .. } => "advanced",
            Event::SituationSet { .. } => "situation_set",
            Event::Suspended(_) => "suspended",
            Event::Reactivated { .. } => "reactivated",
            Event::Delegated { .. } => "delegated",
            Event::Withdrawn { .. } => "withdrawn",
            Event::Reopened { .. } => "reopened",
            Event::Reclassified { .. } => "reclassified",
            Event::DeadlineChanged { .. } => "deadline_changed",
            Event::Deleted => "deleted",
        }
    }
}
