//! Deadlines: the instant at which working time is used up, and how late it is since then.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::calendar::{Calendar, SEARCH_DAYS, last_searched};
use super::pause::Pauses;
use super::working_time::Service;

impl Calendar {
    /// The first instant at which `minutes` of working time have passed since `start` on a clock that rests in
    /// pauses (reliability rules 5 to 8). Minutes that just fill a window end at its closing, not at the next
    /// opening; 0 minutes are used up at `start`, even outside working time. The seconds of `start` are kept.
    ///
    /// `None` while an open pause holds the clock with minutes left.
    /// Refused when the minutes do not fit into [`SEARCH_DAYS`] (rule 17).
    pub fn deadline(
        &self,
        start: Timestamp,
        minutes: u64,
        pauses: &Pauses,
    ) -> Result<Option<Timestamp>, DeadlineError> {
        match self.used_up_at(start, minutes, pauses) {
            Some(instant) => Ok(Some(instant)),
            None if self.is_held(start, pauses) => Ok(None),
            None => Err(DeadlineError::MinutesBeyondSearch { start, minutes }),
        }
    }

    /// A deadline moved by the working time that a release spent suspended (`R7`): the instant reached
    /// `suspended_minutes` of working time after it. A deadline outside working time that is moved by nothing
    /// stays where it is.
    pub fn shifted(&self, deadline: Timestamp, suspended_minutes: u64) -> Result<Timestamp, DeadlineError> {
        self.used_up_at(deadline, suspended_minutes, &Pauses::none())
            .ok_or(DeadlineError::MinutesBeyondSearch {
                start: deadline,
                minutes: suspended_minutes,
            })
    }

    /// The closing of service day `n_days` (reliability rule 12): day 0 is the first date on which the clock runs
    /// at or after `start`, so a start at closing time or on a day off belongs to the next service day.
    /// A day in whose remaining hours the clock rests throughout is not counted; any running minute counts it whole.
    ///
    /// `None` while an open pause holds the clock before that closing.
    /// Refused when there are not so many service days within [`SEARCH_DAYS`].
    pub fn business_day_deadline(
        &self,
        start: Timestamp,
        n_days: u32,
        pauses: &Pauses,
    ) -> Result<Option<Timestamp>, DeadlineError> {
        let closing = self
            .service_day(start, n_days, pauses)
            .and_then(|date| self.windows_on(date).last());
        match closing {
            Some(window) => {
                Ok(Some(window.to).filter(|closed_at| pauses.held_at().is_none_or(|held_at| *closed_at <= held_at)))
            }
            None if self.is_held(start, pauses) => Ok(None),
            None => Err(DeadlineError::DaysBeyondSearch { start, n_days }),
        }
    }

    fn used_up_at(&self, start: Timestamp, minutes: u64, pauses: &Pauses) -> Option<Timestamp> {
        let mut left = SignedDuration::try_from_mins(i64::try_from(minutes).ok()?)?;
        if left.is_zero() {
            return Some(start);
        }
        for service in self.running_from(start, pauses) {
            let run_for = service.window.length();
            if left <= run_for {
                return service.window.from.checked_add(left).ok();
            }
            left -= run_for;
        }
        None
    }

    fn service_day(&self, start: Timestamp, n_days: u32, pauses: &Pauses) -> Option<Date> {
        let mut last = None;
        self.running_from(start, pauses)
            .map(|service| service.date)
            .filter(|date| last.replace(*date) != Some(*date))
            .nth(usize::try_from(n_days).ok()?)
    }

    /// The pieces of service time in which the clock runs, as far as a search may look.
    fn running_from(&self, start: Timestamp, pauses: &Pauses) -> impl Iterator<Item = Service> {
        let held_at = pauses.held_at().unwrap_or(Timestamp::MAX);
        self.service_from(start, last_searched(self.date_at(start)))
            .take_while(move |service| service.window.from < held_at)
            .flat_map(|Service { date, window }| {
                pauses
                    .running_within(window)
                    .map(move |window| Service { date, window })
            })
    }

    /// Whether it is an open pause that ends the search.
    fn is_held(&self, start: Timestamp, pauses: &Pauses) -> bool {
        pauses
            .held_at()
            .is_some_and(|held_at| self.date_at(held_at) <= last_searched(self.date_at(start)))
    }
}

/// Wall-clock minutes by which `at` is past the deadline, begun minutes not counted; 0 when it is not (`R6`).
/// A suspended release has no deadline and hence no delay; a closed one asks with the instant it closed.
pub fn delay_minutes(deadline: Timestamp, at: Timestamp) -> u64 {
    at.duration_since(deadline)
        .max(SignedDuration::ZERO)
        .as_mins()
        .unsigned_abs()
}

/// Why there is no deadline at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    #[error("{minutes} minutes of working time do not pass within {SEARCH_DAYS} days from {start}")]
    MinutesBeyondSearch { start: Timestamp, minutes: u64 },
    #[error("there are no {n_days} service days within {SEARCH_DAYS} days from {start}")]
    DaysBeyondSearch { start: Timestamp, n_days: u32 },
}
