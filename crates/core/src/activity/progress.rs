//! The situations of an activity, and what may be reported in each.

use jiff::Timestamp;

use crate::id::Id;
use crate::kind::ActivitySuspensionReason;
use crate::word::words;

words!(
    /// How far an activity has come.
    Situation {
        /// Nobody has begun.
        Scheduled = "scheduled",
        /// Somebody is at it.
        InExecution = "in_execution",
        /// It waits, for a reason.
        Suspended = "suspended",
        /// It is done.
        Executed = "executed",
        /// Its release ended, or its phase lost its group, before it was done.
        Canceled = "canceled",
    }
);

impl Situation {
    /// What people may report; the other two follow from scheduling and from what becomes of the release.
    pub const REPORTED: [Situation; 3] = [Situation::InExecution, Situation::Suspended, Situation::Executed];

    /// Whether something is still to be done.
    pub fn is_open(self) -> bool {
        match self {
            Situation::Scheduled | Situation::InExecution | Situation::Suspended => true,
            Situation::Executed | Situation::Canceled => false,
        }
    }
}

/// How far an activity has come, with what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The situation now.
    pub situation: Situation,
    /// When the execution began, as far as anybody said.
    pub began_at: Option<Timestamp>,
    /// When what was reported last came to be.
    pub at: Option<Timestamp>,
    /// What was said with it; of a suspension, the complement.
    pub details: Option<String>,
    /// Why it waits.
    pub suspension_reason: Option<Id<ActivitySuspensionReason>>,
}

/// What somebody says of an execution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The situation it is in.
    pub situation: Situation,
    /// Since when.
    pub at: Timestamp,
    /// In their words.
    pub details: Option<String>,
    /// Why it waits; demanded of a suspension.
    pub suspension_reason: Option<Id<ActivitySuspensionReason>>,
}

/// Why a report is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is done or canceled: nothing more happens to it.
    #[error("the activity is {0}")]
    Over(Situation),
    /// A situation that nobody reports.
    #[error("{0} is not reported")]
    NotReported(Situation),
    /// It would have been done before it was begun.
    #[error("the execution ends before it began")]
    BeforeItBegan,
    /// A suspension has a reason.
    #[error("a suspension needs a reason")]
    NoReason,
}

impl Progress {
    /// Of an activity that was just scheduled.
    pub fn scheduled() -> Progress {
        Progress {
            situation: Situation::Scheduled,
            began_at: None,
            at: None,
            details: None,
            suspension_reason: None,
        }
    }

    /// After a report. The same situation may be reported again, to say it better.
    pub fn after(&self, report: &Report) -> Result<Progress, Refusal> {
        if !self.situation.is_open() {
            return Err(Refusal::Over(self.situation));
        }
        let suspends = report.situation == Situation::Suspended;
        let began_at = match report.situation {
            Situation::Scheduled | Situation::Canceled => return Err(Refusal::NotReported(report.situation)),
            Situation::Suspended if report.suspension_reason.is_none() => return Err(Refusal::NoReason),
            Situation::Suspended => self.began_at,
            Situation::InExecution if self.situation == Situation::InExecution => Some(report.at),
            Situation::Executed if self.began_at.is_some_and(|began| report.at < began) => {
                return Err(Refusal::BeforeItBegan);
            }
            Situation::InExecution | Situation::Executed => self.began_at.or(Some(report.at)),
        };
        Ok(Progress {
            situation: report.situation,
            began_at,
            at: Some(report.at),
            details: report.details.clone(),
            suspension_reason: report.suspension_reason.filter(|_| suspends),
        })
    }

    /// After its release ended (R14): whatever was still to be done is not done any more. What was said of it stays.
    pub fn canceled(&self, at: Timestamp) -> Progress {
        Progress {
            situation: Situation::Canceled,
            at: Some(at),
            ..self.clone()
        }
    }
}
