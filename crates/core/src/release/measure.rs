//! What is measured when a release closes, once and for good: a calendar that changes later rewrites nothing (B115, B118).

use jiff::Timestamp;

use super::record::Release;
use super::timing::delay_minutes;
use crate::clock::{Calendar, Pauses};

/// How long a release took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    /// Working minutes of the run, from its beginning or its planned start, whichever came later, without what it was
    /// suspended (B106, B116).
    pub attendance_minutes: u64,
    /// Working minutes from registration to the first capture; none where nobody captured it.
    pub capture_minutes: Option<u64>,
    /// Wall-clock minutes past the deadline.
    pub delay_minutes: u64,
}

impl Measures {
    /// Of a closed release whose run began at an instant; none of one that is open.
    pub fn of(release: &Release, begun: Timestamp, calendar: &Calendar, pauses: &Pauses) -> Option<Measures> {
        let (closed_at, _) = release.closing.closed?;
        let from = begun.max(release.timing.planned_start).min(closed_at);
        let capture = |at: Timestamp| calendar.working_minutes(release.created.0, at, &Pauses::none());
        Some(Measures {
            attendance_minutes: calendar.working_minutes(from, closed_at, pauses),
            capture_minutes: release.captured_at.map(capture),
            delay_minutes: delay_minutes(release, closed_at).unwrap_or_default(),
        })
    }
}
