//! A calendar: which civil days are worked, and when. Instants and minutes are counted in `working_time`.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::working_day::WorkingDay;

/// How many days a search looks ahead before it gives up (reliability rule 17): ten years.
pub const SEARCH_DAYS: u16 = 3_660;

/// An IANA zone with the days that are worked in it: exception beats holiday beats week (`F 5.2`, `B099`, `B100`).
///
/// ```
/// use jiff::{Timestamp, civil::date};
/// use slipway_core::clock::{Calendar, Holidays, Interval, Pauses, Week, WorkingDay};
///
/// let day = WorkingDay::new(vec![Interval::new("08:00".parse()?, "18:00".parse()?)?])?;
/// let week = Week::monday_to_friday(&day);
/// let calendar = Calendar::new("America/Sao_Paulo", week, Holidays::Worked, vec![], date(2026, 11, 23))?;
///
/// let friday_17h: Timestamp = "2026-11-27T20:00:00Z".parse()?;
/// let monday_9h: Timestamp = "2026-11-30T12:00:00Z".parse()?;
/// assert_eq!(calendar.working_minutes(friday_17h, monday_9h, &Pauses::none()), 120);
/// assert_eq!(calendar.deadline(friday_17h, 120, &Pauses::none())?, Some(monday_9h));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub(super) zone: TimeZone,
    week: Week,
    holidays: Holidays,
    /// In order of date; none overlaps another.
    exceptions: Vec<Exception>,
}

impl Calendar {
    /// `used_from` is the first civil date for which the caller needs working time: today when a calendar is
    /// saved, the start of what is measured when it is read.
    /// Refuses an unknown zone, exceptions that end before they begin or overlap, and a calendar without any
    /// working time in the [`SEARCH_DAYS`] from `used_from` on (reliability rule 17).
    pub fn new(
        zone: &str,
        week: Week,
        holidays: Holidays,
        mut exceptions: Vec<Exception>,
        used_from: Date,
    ) -> Result<Self, CalendarError> {
        let zone = known_zone(zone)?;
        exceptions.sort_by_key(|exception| exception.first_on);
        refuse_contradicting(&exceptions)?;
        let calendar = Self {
            zone,
            week,
            holidays,
            exceptions,
        };
        if !calendar.has_service_from(used_from) {
            return Err(CalendarError::NoService { from: used_from });
        }
        Ok(calendar)
    }

    /// The hours of a date, or `None` when it is not worked.
    pub fn working_day_on(&self, date: Date) -> Option<&WorkingDay> {
        if let Some(exception) = self.exception_on(date) {
            return exception.day.hours();
        }
        if self.holidays.contain(date) {
            return None;
        }
        self.week.on(date.weekday())
    }

    fn exception_on(&self, date: Date) -> Option<&Exception> {
        let n_ended = self.exceptions.partition_point(|exception| exception.last_on < date);
        self.exceptions
            .get(n_ended)
            .filter(|exception| exception.first_on <= date)
    }
}

/// What is worked on each weekday; `None` is "No work".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    pub monday: Option<WorkingDay>,
    pub tuesday: Option<WorkingDay>,
    pub wednesday: Option<WorkingDay>,
    pub thursday: Option<WorkingDay>,
    pub friday: Option<WorkingDay>,
    pub saturday: Option<WorkingDay>,
    pub sunday: Option<WorkingDay>,
}

impl Week {
    /// The same hours from Monday to Friday, no work at the weekend (the calendar of a new installation, `R20`).
    pub fn monday_to_friday(day: &WorkingDay) -> Self {
        Self {
            saturday: None,
            sunday: None,
            ..Self::every_day(day)
        }
    }

    /// The same hours on all seven days.
    pub fn every_day(day: &WorkingDay) -> Self {
        let day = || Some(day.clone());
        Self {
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            saturday: day(),
            sunday: day(),
        }
    }

    fn on(&self, weekday: Weekday) -> Option<&WorkingDay> {
        let day = match weekday {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        };
        day.as_ref()
    }
}

/// Whether the calendar considers holidays (`B102`), and which: the caller picks those of the place (`B101`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holidays {
    /// Holidays are worked like any other day.
    Worked,
    /// These days are not worked, unless an exception says so (`B100`).
    Observed(BTreeSet<Holiday>),
}

impl Holidays {
    fn contain(&self, date: Date) -> bool {
        match self {
            Self::Worked => false,
            Self::Observed(holidays) => {
                holidays.contains(&Holiday::On(date)) || holidays.contains(&Holiday::EveryYear(MonthDay::of(date)))
            }
        }
    }
}

/// A holiday of one year, or of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    On(Date),
    EveryYear(MonthDay),
}

/// A day of a month in whatever year; 29 February comes in leap years only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// The month and day of a date, its year forgotten.
    pub fn of(date: Date) -> Self {
        Self {
            month: date.month(),
            day: date.day(),
        }
    }
}

/// A run of dates, both ends included, that are worked otherwise than their weekday and holidays say (`B099`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    pub first_on: Date,
    pub last_on: Date,
    pub day: ExceptionDay,
}

/// What an exception makes of each of its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExceptionDay {
    Off,
    Work(WorkingDay),
}

impl ExceptionDay {
    fn hours(&self) -> Option<&WorkingDay> {
        match self {
            Self::Off => None,
            Self::Work(day) => Some(day),
        }
    }
}

/// Why a calendar is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("`{0}` is not a zone of the IANA database")]
    UnknownZone(String),
    #[error("an exception from {first_on} cannot end on {last_on}")]
    ExceptionEndsBeforeStart { first_on: Date, last_on: Date },
    #[error("two exceptions speak of {on}")]
    ExceptionsOverlap { on: Date },
    #[error("no working time within {SEARCH_DAYS} days from {from}")]
    NoService { from: Date },
}

/// The last date that a search from a date on may look at (reliability rule 17).
pub(super) fn last_searched(from: Date) -> Date {
    from.saturating_add(i64::from(SEARCH_DAYS).days())
}

/// `Etc/Unknown` is a placeholder that the library answers as UTC; a calendar must not be silently wrong.
fn known_zone(name: &str) -> Result<TimeZone, CalendarError> {
    match TimeZone::get(name) {
        Ok(zone) if !zone.is_unknown() => Ok(zone),
        Ok(_) | Err(_) => Err(CalendarError::UnknownZone(name.to_owned())),
    }
}

fn refuse_contradicting(sorted: &[Exception]) -> Result<(), CalendarError> {
    let backwards = sorted.iter().find(|exception| exception.last_on < exception.first_on);
    if let Some(&Exception { first_on, last_on, .. }) = backwards {
        return Err(CalendarError::ExceptionEndsBeforeStart { first_on, last_on });
    }
    let mut neighbours = sorted.iter().zip(sorted.iter().skip(1));
    match neighbours.find(|(one, next)| next.first_on <= one.last_on) {
        Some((_, next)) => Err(CalendarError::ExceptionsOverlap { on: next.first_on }),
        None => Ok(()),
    }
}
