//! Scheduled activities of a release: when one is due, and what may be reported of its execution (`functional.md` 2.8).
//! Who may schedule and report is `policy`'s question; which release it belongs to, the caller's.

mod plan;
mod progress;

#[cfg(test)]
mod tests;

pub use plan::{Plan, PlanError};
pub use progress::{Progress, Refusal, Report, Situation};

use jiff::Timestamp;

use crate::id::Id;
use crate::kind::{Account, Activity as ActivityKind, Release};
use crate::word::words;

words!(
    /// The phase of a release that an activity was scheduled by, so that it follows the phase (B197).
    PhaseName {
        /// Its preparation.
        Planning = "planning",
        /// Its roll-out.
        Deployment = "deployment",
    }
);

/// Something scheduled for a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Its id.
    pub id: Id<ActivityKind>,
    /// What it is scheduled for.
    pub release: Id<Release>,
    /// When, by whom, for how long.
    pub plan: Plan,
    /// The phase it follows; none for one that people scheduled.
    pub phase: Option<PhaseName>,
    /// How far it has come.
    pub progress: Progress,
    /// When and by whom it was scheduled.
    pub scheduled: (Timestamp, Id<Account>),
    /// When and by whom its execution was last reported.
    pub reported: Option<(Timestamp, Id<Account>)>,
}
