//! The times of a release: planned start and end, term, deadline, delay (R6, F024).

use jiff::Timestamp;

use super::phase::PhaseError;
use super::record::{Release, Sheet, SuspensionPolicy};
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

impl Sheet {
    /// The same sheet with another planned end: the phase that ends last ends then, and none ends later (O20, R15).
    pub fn replanned(&self, end: Timestamp) -> Result<Sheet, PhaseError> {
        let last = self.planning.ends_at().max(self.deployment.ends_at());
        let mut sheet = self.clone();
        for phase in [&mut sheet.planning, &mut sheet.deployment] {
            if phase.ends_at() == last || phase.ends_at() > end {
                *phase = phase.until(end)?;
            }
        }
        Ok(sheet)
    }
}

/// What a hold that ends now has cost, and what it gives back (R7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldTime {
    /// Working minutes spent suspended, this hold and those before it.
    pub suspended_minutes: u64,
    /// Those of them that move the deadline.
    pub extension_minutes: u64,
    /// The times that follow.
    pub timing: Timing,
}

impl HoldTime {
    /// Counts the hold of a release until an instant. Under `shift_deadline` the deadline moves by the working time of
    /// the hold (B107), unless it had passed already when the hold began: then there was nothing left to keep (B108).
    pub fn of(release: &Release, policy: SuspensionPolicy, calendar: &Calendar, until: Timestamp) -> HoldTime {
        let since = release
            .suspension
            .as_ref()
            .map_or(until, |suspension| suspension.since.0);
        let held_for = calendar.working_minutes(since, until, &Pauses::none());
        let was_late = release.timing.deadline <= since;
        let given_back = match policy {
            SuspensionPolicy::ShiftDeadline if !was_late => held_for,
            SuspensionPolicy::ShiftDeadline | SuspensionPolicy::KeepDeadline => 0,
        };
        let extension_minutes = release.extension_minutes + given_back;
        HoldTime {
            suspended_minutes: release.suspended_minutes + held_for,
            extension_minutes,
            timing: Timing::of(&release.sheet, calendar, extension_minutes),
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
