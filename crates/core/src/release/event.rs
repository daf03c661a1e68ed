//! What has happened to a release, and the release after it. Applying an event cannot fail.

use jiff::Timestamp;
use jiff::civil::Date;

use super::priority::Priority;
use super::record::{OpenTask, Release, Sheet};
use super::timing::Timing;
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
        }
    }

    /// The release after this happened, by somebody, at an instant.
    pub fn apply(&self, mut release: Release, by: Id<Account>, at: Timestamp) -> Release {
        release.updated = (at, by);
        match self {
            Event::Edited {
                sheet,
                timing,
                status,
                tasks,
                restores: _,
            } => {
                release.priority = Priority::of(sheet.impact, sheet.urgency);
                release.sheet = (**sheet).clone();
                release.timing = *timing;
                release.status = *status;
                release.tasks.clone_from(tasks);
            }
            Event::Captured { task, .. } => {
                release.captured_at = release.captured_at.or(Some(at));
                for open in release.tasks.iter_mut().filter(|open| open.id == *task) {
                    open.responsible = Some(by);
                    open.captured_at = open.captured_at.or(Some(at));
                }
            }
            Event::Advanced {
                task,
                position,
                opened,
                status,
                ending,
                closed,
                ..
            } => {
                release.tasks.retain(|open| open.id != *task);
                release.tasks.extend(opened.iter().cloned());
                release.position = position.clone();
                release.status = *status;
                ending.write_to(&mut release);
                if *closed {
                    release.tasks.clear();
                    release.closing.closed = Some((at, by));
                }
            }
            Event::SituationSet { status, ending } => {
                release.status = *status;
                ending.write_to(&mut release);
            }
        }
        release
    }
}

impl Ending {
    /// What was said is written; what was not said stays.
    fn write_to(&self, release: &mut Release) {
        if self.release_date.is_some() {
            release.sheet.release_date = self.release_date;
        }
        if self.solution_category.is_some() {
            release.closing.solution_category = self.solution_category;
        }
        if self.text.is_some() {
            release.closing.text.clone_from(&self.text);
        }
    }
}
