//! The times of a release: planned start and end, term, deadline, delay (R6, F024).

use jiff::Timestamp;

use super::record::{Release, Sheet};
use crate::clock::{self, Calendar, Pauses};
use crate::flow::Status;

/// What follows from the phases and the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The earliest start of the two phases.
    pub planned_start: Timestamp,
    /// The latest end of the two phases.
    pub planned_end: Timestamp,
    /// Working minutes of the calendar between the two.
    pub term_minutes: u64,
    /// The planned end, moved by the working time that suspensions gave back (R7).
    pub deadline: Timestamp,
}

impl Timing {
    /// The times of a sheet in a calendar. `extension_minutes` is the working time suspensions have given back;
    /// where the calendar has no room for it the planned end stays the deadline.
    pub fn of(sheet: &Sheet, calendar: &Calendar, extension_minutes: u64) -> Timing {
        let planned_start = sheet.planning.starts_at().min(sheet.deployment.starts_at());
        let planned_end = sheet.planning.ends_at().max(sheet.deployment.ends_at());
        Timing {
            planned_start,
            planned_end,
            term_minutes: calendar.working_minutes(planned_start, planned_end, &Pauses::none()),
            deadline: calendar.shifted(planned_end, extension_minutes).unwrap_or(planned_end),
        }
    }
}

/// Wall-clock minutes past the deadline: `None` while suspended, frozen at closing, 0 when in time (R6, B111–B114).
pub fn delay_minutes(release: &Release, now: Timestamp) -> Option<u64> {
    if release.status == Status::Suspended {
        return None;
    }
    let until = release.closing.closed.map_or(now, |(closed_at, _)| closed_at);
    Some(clock::delay_minutes(release.timing.deadline, until))
}
