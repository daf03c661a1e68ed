//! The two phases of a release, planning and deployment: when they start and end, in the zone they were typed in.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::id::Id;
use crate::kind::ActivityGroup;

/// One phase. The wall times are kept as typed; the instants follow from them and the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    start: DateTime,
    end: DateTime,
    zone: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    /// The team that carries its scheduled activities.
    pub activity_group: Option<Id<ActivityGroup>>,
    /// Free notes.
    pub notes: Option<String>,
}

/// Why a phase cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhaseError {
    /// F010, B033, B034.
    #[error("the phase ends before it starts")]
    EndsBeforeStart,
    /// The zone is not in the IANA database.
    #[error("{0} is no time zone")]
    UnknownZone(String),
    /// A wall time outside the range instants have.
    #[error("{0} is outside the calendar")]
    OutOfRange(DateTime),
}

impl Phase {
    /// A phase between two wall times in an IANA zone. A wall time that a clock change skips means the instant of the
    /// change, one that occurs twice means the first.
    ///
    /// ```
    /// use slipway_core::release::Phase;
    /// let phase = Phase::new("2026-12-01T09:00".parse().unwrap(), "2026-12-03T18:00".parse().unwrap(), "America/Sao_Paulo").unwrap();
    /// assert_eq!(phase.starts_at().to_string(), "2026-12-01T12:00:00Z");
    /// ```
    pub fn new(start: DateTime, end: DateTime, zone: &str) -> Result<Phase, PhaseError> {
        let tz = TimeZone::get(zone).map_err(|_| PhaseError::UnknownZone(zone.to_owned()))?;
        let starts_at = instant(start, &tz)?;
        let ends_at = instant(end, &tz)?;
        if ends_at < starts_at {
            return Err(PhaseError::EndsBeforeStart);
        }
        Ok(Phase {
            start,
            end,
            zone: zone.to_owned(),
            starts_at,
            ends_at,
            activity_group: None,
            notes: None,
        })
    }

    /// The same phase until another instant, told as the wall time of its zone.
    pub fn until(&self, end: Timestamp) -> Result<Phase, PhaseError> {
        let tz = TimeZone::get(&self.zone).map_err(|_| PhaseError::UnknownZone(self.zone.clone()))?;
        let moved = Phase::new(self.start, tz.to_datetime(end), &self.zone)?;
        Ok(Phase {
            activity_group: self.activity_group,
            notes: self.notes.clone(),
            ..moved
        })
    }

    /// The wall time it starts, in its zone.
    pub fn start(&self) -> DateTime {
        self.start
    }

    /// The wall time it ends, in its zone.
    pub fn end(&self) -> DateTime {
        self.end
    }

    /// The IANA zone of the wall times.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The instant it starts.
    pub fn starts_at(&self) -> Timestamp {
        self.starts_at
    }

    /// The instant it ends.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }
}

/// The instant of a wall time in a zone; see [`Phase::new`].
pub(crate) fn instant(local: DateTime, zone: &TimeZone) -> Result<Timestamp, PhaseError> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let chosen = if ambiguous.is_ambiguous() {
        ambiguous.earlier()
    } else {
        ambiguous.compatible()
    };
    chosen.map_err(|_| PhaseError::OutOfRange(local))
}
