//! Reads what is asked of activities: JSON bodies and forms alike.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::json;
use slipway_core::activity::{Plan, PlanError, Situation};
use slipway_core::id::Id;
use slipway_core::kind::{ActivityGroup, ActivitySuspensionReason};
use slipway_core::release::PhaseError;

use crate::edge::Reader;

/// Longest texts.
const TEXT: usize = 65_000;
/// A year: an estimate beyond it is a slip of the finger.
const MINUTES: i64 = 525_600;

/// An activity to be scheduled. Without a zone it is the one of the release's planning.
pub fn plan(reader: &Reader<'_>, zone: &str) -> Option<Plan> {
    let group: Id<ActivityGroup> = reader.id("activity_group");
    let guidelines = reader.text("guidelines", TEXT);
    let at = reader.local_time("at");
    if at.is_none() {
        reader.demand("at");
    }
    let said = reader.line("zone", 64);
    let minutes = reader.integer("estimated_minutes", 1..=MINUTES);
    if minutes.is_none() {
        reader.demand("estimated_minutes");
    }
    match Plan::new(group, at?, said.as_deref().unwrap_or(zone), minutes?) {
        Ok(mut plan) => {
            plan.guidelines = guidelines;
            Some(plan)
        }
        Err(PlanError::Time(PhaseError::UnknownZone(_))) => refused(reader, "zone", "not_a_zone"),
        Err(PlanError::Time(PhaseError::OutOfRange(_) | PhaseError::EndsBeforeStart)) => {
            refused(reader, "at", "not_a_local_time")
        }
        Err(PlanError::NoTime) => refused(reader, "estimated_minutes", "required"),
    }
}

fn refused<T>(reader: &Reader<'_>, name: &str, code: &'static str) -> Option<T> {
    reader.refuse(name, code);
    None
}

/// When something was so: an instant, or a wall time where the activity is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    At(Timestamp),
    Local(DateTime),
}

impl Said {
    /// The instant it means in a zone; none where the calendar ends.
    pub fn in_zone(self, zone: &str) -> Option<Timestamp> {
        match self {
            Said::At(at) => Some(at),
            Said::Local(local) => {
                let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
                tz.to_ambiguous_timestamp(local).compatible().ok()
            }
        }
    }
}

/// What is reported of an execution.
#[derive(Debug, Clone)]
pub struct Execution {
    pub situation: Situation,
    pub at: Option<Said>,
    pub details: Option<String>,
    pub suspension_reason: Option<Id<ActivitySuspensionReason>>,
}

/// Reads a report. Day and hour are demanded of what is begun or done; a suspension counts from now unless said, and
/// says why.
pub fn execution(reader: &Reader<'_>) -> Execution {
    let situation = reader.choice("situation", Situation::InExecution);
    let at = said(reader);
    let suspends = reader.raw("situation").and_then(|word| word.as_str()) == Some(Situation::Suspended.as_str());
    if at.is_none() && !suspends {
        reader.demand("at");
    }
    let suspension_reason = reader.optional_id("suspension_reason");
    if suspends && suspension_reason.is_none() {
        reader.demand("suspension_reason");
    }
    Execution {
        situation,
        at,
        details: reader.text("details", TEXT),
        suspension_reason,
    }
}

fn said(reader: &Reader<'_>) -> Option<Said> {
    reader.describe(
        "at",
        || json!({"type": ["string", "null"], "examples": ["2026-12-01T20:00", "2026-12-01T23:00:00Z"]}),
    );
    let text = reader.line("at", 40)?;
    let said = text
        .parse()
        .map(Said::At)
        .or_else(|_| text.parse().map(Said::Local))
        .ok();
    if said.is_none() {
        reader.refuse("at", "not_an_instant");
    }
    said
}
