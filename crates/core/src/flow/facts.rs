//! What a flow may look at to decide its way: the outcome of the task just left and the fields of the release.
//! Reading them from a release is the release's duty.

use crate::word::words;

words!(
    /// What the person who leaves a task says about it (`F044`, `F046`, `F048`, `F070`).
    Outcome {
        /// The work of the task is done; go on.
        Advance = "advance",
        /// The release is solved.
        Solved = "solved",
        /// The work is refused.
        NotSolved = "not_solved",
        /// The release is abandoned; ends the whole flow (R14).
        Canceled = "canceled",
    }
);

words!(
    /// The business state of a release (`functional.md` 4.1), an axis of its own beside the position in the flow (R1).
    Status {
        /// Work is going on.
        InExecution = "in_execution",
        /// On hold.
        Suspended = "suspended",
        /// Homologation or a test refused the work.
        NotSolved = "not_solved",
        /// Done with success.
        Solved = "solved",
        /// Abandoned.
        Canceled = "canceled",
        /// Closed once and set to work again.
        Reopened = "reopened",
    }
);

words!(
    /// The three degrees of impact, urgency and risk, from low to high.
    Level {
        /// The least.
        Low = "low",
        /// In between.
        Medium = "medium",
        /// The most.
        High = "high",
    }
);

/// The fields of a release that conditions may ask for, as they stood before the task was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The business state.
    pub status: Status,
    /// The category of the release's model, such as `Emergency`; empty when it has none.
    pub category: String,
    /// How much is affected.
    pub impact: Level,
    /// How soon it is needed.
    pub urgency: Level,
    /// How likely it is to go wrong.
    pub risk: Level,
    /// 1 (first) to 5 (last).
    pub priority: u8,
    /// How often the release was reopened.
    pub reopen_count: u32,
    /// Whether at least one change is linked.
    pub has_change: bool,
    /// Whether at least one configuration item is linked.
    pub has_items: bool,
}
