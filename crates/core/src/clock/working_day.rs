//! A working day: the hours of one civil day, before any calendar, date or zone gives them instants.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};

/// The working hours of a day: one or more intervals in order, none overlapping (`F 2.14`, reliability rule 3).
///
/// "No work" is not an empty working day but the absence of one.
///
/// ```
/// use slipway_core::clock::{Interval, WorkingDay};
///
/// let morning = Interval::new("08:00".parse()?, "12:00".parse()?)?;
/// let afternoon = Interval::new("13:00".parse()?, "18:00".parse()?)?;
/// assert_eq!(WorkingDay::new(vec![morning, afternoon])?.total_minutes(), 540);
/// # Ok::<(), slipway_core::clock::WorkingDayError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDay {
    intervals: Vec<Interval>,
}

impl WorkingDay {
    /// Intervals may touch (`08:00–12:00`, `12:00–18:00`).
    /// Refuses an empty list, and an interval that starts before the one in front of it ends.
    pub fn new(intervals: Vec<Interval>) -> Result<Self, WorkingDayError> {
        if intervals.is_empty() {
            return Err(WorkingDayError::NoIntervals);
        }
        let neighbours = intervals.iter().zip(intervals.iter().skip(1));
        for (&first, &second) in neighbours {
            if second.start < first.end {
                return Err(WorkingDayError::OutOfOrder { first, second });
            }
        }
        Ok(Self { intervals })
    }

    /// The intervals, earliest first.
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// Minutes between the starts and the ends as a wall clock shows them; on a day of a clock change the
    /// working time of the calendar may be more or less.
    pub fn total_minutes(&self) -> u64 {
        self.intervals
            .iter()
            .map(|interval| interval.end.minutes() - interval.start.minutes())
            .sum()
    }
}

/// A piece of a working day in civil time, half-open: the end itself is no longer working time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    start: TimeOfDay,
    end: TimeOfDay,
}

impl Interval {
    /// Refuses an end that is not after the start: work over midnight is two intervals on two days.
    pub fn new(start: TimeOfDay, end: TimeOfDay) -> Result<Self, WorkingDayError> {
        if end <= start {
            return Err(WorkingDayError::EndNotAfterStart { start, end });
        }
        Ok(Self { start, end })
    }

    /// The first working minute.
    pub fn start(self) -> TimeOfDay {
        self.start
    }

    /// The first minute after work; may be `24:00`.
    pub fn end(self) -> TimeOfDay {
        self.end
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.start, self.end)
    }
}

/// A whole minute of a civil day as `HH:MM`, from `00:00` to `24:00`, the midnight at which the day ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(Reading);

/// The derived order is the order of the day: every time within it comes before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    Within(Time),
    EndOfDay,
}

impl TimeOfDay {
    /// This time on that date; `None` only for `24:00` on the last date that can be written.
    pub(super) fn on(self, date: Date) -> Option<DateTime> {
        match self.0 {
            Reading::Within(time) => Some(date.to_datetime(time)),
            Reading::EndOfDay => Some(date.tomorrow().ok()?.to_datetime(Time::midnight())),
        }
    }

    fn minutes(self) -> u64 {
        match self.0 {
            Reading::Within(time) => {
                u64::from(time.hour().unsigned_abs()) * 60 + u64::from(time.minute().unsigned_abs())
            }
            Reading::EndOfDay => 24 * 60,
        }
    }
}

impl FromStr for TimeOfDay {
    type Err = WorkingDayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "24:00" {
            return Ok(Self(Reading::EndOfDay));
        }
        let time = time_within(text).ok_or_else(|| WorkingDayError::UnreadableTime(text.to_owned()))?;
        Ok(Self(Reading::Within(time)))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.minutes();
        write!(f, "{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Why working hours are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkingDayError {
    #[error("`{0}` is not a time of day from 00:00 to 24:00")]
    UnreadableTime(String),
    #[error("an interval from {start} cannot end at {end}")]
    EndNotAfterStart { start: TimeOfDay, end: TimeOfDay },
    #[error("a working day needs at least one interval")]
    NoIntervals,
    #[error("interval {second} starts before {first} ends")]
    OutOfOrder { first: Interval, second: Interval },
}

/// Reads exactly `HH:MM`: a civil time parser would also take seconds, which no calendar has.
fn time_within(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    Time::new(two_digits(hour)?, two_digits(minute)?, 0, 0).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    let is_two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_two_digits.then(|| text.parse().ok())?
}
