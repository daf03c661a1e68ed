//! When an activity is due: a wall time in a zone, as it was typed, and how long it takes.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::id::Id;
use crate::kind::ActivityGroup;
use crate::release::phase::instant;
use crate::release::{Phase, PhaseError};

/// Who does it, when, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The team that carries it out.
    pub activity_group: Id<ActivityGroup>,
    /// Technical guidelines.
    pub guidelines: Option<String>,
    starts: DateTime,
    zone: String,
    starts_at: Timestamp,
    minutes: i64,
}

/// Why an activity cannot be scheduled like this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The wall time or the zone is none.
    #[error(transparent)]
    Time(#[from] PhaseError),
    /// It would take no time at all (B198).
    #[error("an activity takes at least a minute")]
    NoTime,
}

impl Plan {
    /// A plan from a wall time in an IANA zone and whole minutes.
    ///
    /// ```
    /// use slipway_core::activity::Plan;
    /// use slipway_core::id::Id;
    /// let group = Id::new(uuid::Uuid::nil());
    /// let plan = Plan::new(group, "2026-12-01T20:00".parse().unwrap(), "America/Sao_Paulo", 90).unwrap();
    /// assert_eq!(plan.ends_at().to_string(), "2026-12-02T00:30:00Z");
    /// ```
    pub fn new(group: Id<ActivityGroup>, starts: DateTime, zone: &str, minutes: i64) -> Result<Plan, PlanError> {
        let tz = TimeZone::get(zone).map_err(|_| PhaseError::UnknownZone(zone.to_owned()))?;
        let starts_at = instant(starts, &tz)?;
        if minutes < 1 {
            return Err(PlanError::NoTime);
        }
        Ok(Plan {
            activity_group: group,
            guidelines: None,
            starts,
            zone: zone.to_owned(),
            starts_at,
            minutes,
        })
    }

    /// What a phase with an activity group schedules: its start, and as long as it lasts (B197).
    pub fn of_phase(phase: &Phase) -> Option<Plan> {
        let minutes = phase.ends_at().duration_since(phase.starts_at()).as_mins();
        Some(Plan {
            activity_group: phase.activity_group?,
            guidelines: phase.notes.clone(),
            starts: phase.start(),
            zone: phase.zone().to_owned(),
            starts_at: phase.starts_at(),
            minutes: minutes.max(1),
        })
    }

    /// Whether it is due on a day that has passed already where it is due (B198): today is early enough.
    pub fn is_before_today(&self, now: Timestamp) -> bool {
        let tz = TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        self.starts.date() < tz.to_datetime(now).date()
    }

    /// The wall time it begins, in its zone.
    pub fn starts(&self) -> DateTime {
        self.starts
    }

    /// The IANA zone of the wall time.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The instant it begins.
    pub fn starts_at(&self) -> Timestamp {
        self.starts_at
    }

    /// How long it takes, by estimate.
    pub fn minutes(&self) -> i64 {
        self.minutes
    }

    /// The instant it is over, by estimate.
    pub fn ends_at(&self) -> Timestamp {
        self.starts_at
            .checked_add(SignedDuration::from_mins(self.minutes))
            .unwrap_or(Timestamp::MAX)
    }
}
