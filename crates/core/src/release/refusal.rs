//! Why a release refuses a command now. Each is told to people with its values; none is an error of ours.

use crate::flow::{Refused, Status, Stuck, TaskId};
use crate::id::Id;
use crate::kind::Account;
use crate::questionnaire::Missing;
use crate::word::words;

words!(
    /// A field a command demands.
    MissingField {
        /// The day it went live.
        ReleaseDate = "release_date",
        /// How it was solved, or why it was canceled.
        SolutionCategory = "solution_category",
        /// The closing text, or the reason.
        Closure = "closure",
        /// The planned end of a new run.
        PlannedEnd = "planned_end",
        /// The promised deadline.
        Deadline = "deadline",
    }
);

words!(
    /// A field that is locked after the first task (R10, B044).
    LockedField {
        /// The agreement.
        Contract = "contract",
        /// The start of the planning phase.
        PlanningStart = "planning/start",
    }
);

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its flow has ended (B082).
    #[error("the release is closed")]
    Closed,
    /// It is on hold (R7, B083, B084).
    #[error("the release is suspended")]
    Suspended,
    /// It is canceled and only moves on to its end.
    #[error("the release is canceled")]
    Canceled,
    /// Its flow has not ended: there is nothing to reopen (B078).
    #[error("the release is not closed")]
    NotClosed,
    /// It is not on hold (B076).
    #[error("the release is not suspended")]
    NotSuspended,
    /// Work has begun: a task was left or taken (O04, O21).
    #[error("work on the release has begun")]
    Begun,
    /// Something was added or linked to it (B096).
    #[error("something is attached to the release")]
    Attached,
    /// The flow keeps this task with those it belongs to (O07).
    #[error("the task {0} is not delegated")]
    NotDelegable(TaskId),
    /// The task is shared with nobody.
    #[error("the task is shared with nobody")]
    NotShared,
    /// An instant that must lie ahead does not.
    #[error("{} lies in the past", .0.as_str())]
    InThePast(MissingField),
    /// Somebody else is responsible.
    #[error("somebody else is responsible for the task")]
    Held {
        /// Who.
        by: Id<Account>,
    },
    /// The task is the actor's already (B058).
    #[error("the task is already the actor's")]
    AlreadyYours,
    /// Nobody is responsible yet (O09).
    #[error("nobody has captured the task")]
    NotCaptured,
    /// No such open task (B017, B053).
    #[error("the task {0} is not open")]
    TaskNotOpen(TaskId),
    /// Several tasks are open and none was named.
    #[error("several tasks are open")]
    TaskUnclear(Vec<TaskId>),
    /// The flow does not let this status be set by hand here (R4).
    #[error("the task does not allow the status to be set")]
    StatusFixed(TaskId),
    /// A status that is never set by hand (B073).
    #[error("{0} is not set by hand")]
    NotASituation(Status),
    /// The model demands a linked change first (R8).
    #[error("the model requires a linked change")]
    ChangeRequired,
    /// Questionnaires of the task are not answered, or not confirmed (F055, B087, B088).
    #[error("questionnaires are missing")]
    Unanswered(Vec<Missing>),
    /// Fields are locked after the first task (R10).
    #[error("fields are locked after the first task")]
    Locked(Vec<LockedField>),
    /// Fields the command demands are empty (F045–F047, B085, B086).
    #[error("fields are missing")]
    Missing(Vec<MissingField>),
    /// The flow has no way with this outcome (B052).
    #[error("the flow has no way: {0}")]
    NoWay(Refused),
    /// A new run of the flow cannot even begin.
    #[error("the flow cannot start: {0}")]
    CannotStart(Stuck),
}
