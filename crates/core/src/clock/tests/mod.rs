//! Tests of the clock, and the small language they are written in.
//! `vectors`, `rules`, `deadlines` and `daylight` hold written expectations,
//! `oracle` counts minute by minute, `laws` hold for all inputs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod calendars;
mod daylight;
mod deadlines;
mod laws;
mod oracle;
mod plan;
mod rules;
mod vectors;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::{Calendar, Exception, ExceptionDay, Holiday, Holidays, Interval, Pause, Pauses, Week, WorkingDay};

const SAO_PAULO: &str = "America/Sao_Paulo";

/// `"08:00-12:00 13:00-18:00"`
fn hours(text: &str) -> WorkingDay {
    let interval = |text: &str| {
        let (start, end) = text.split_once('-').unwrap();
        Interval::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
    };
    WorkingDay::new(text.split(' ').map(interval).collect()).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn utc(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The instant of a civil time that is neither skipped nor repeated.
fn local(zone: &str, text: &str) -> Timestamp {
    let civil: DateTime = text.parse().unwrap();
    TimeZone::get(zone)
        .unwrap()
        .to_ambiguous_timestamp(civil)
        .unambiguous()
        .unwrap()
}

fn sp(text: &str) -> Timestamp {
    local(SAO_PAULO, text)
}

fn calendar(zone: &str, week: Week) -> Calendar {
    Calendar::new(zone, week, Holidays::Worked, vec![], day("2018-01-01")).unwrap()
}

/// Monday to Friday in São Paulo.
fn office(hours_of_a_day: &str) -> Calendar {
    calendar(SAO_PAULO, Week::monday_to_friday(&hours(hours_of_a_day)))
}

/// Monday to Friday 08:00–18:00 in São Paulo.
fn office_with(holidays: Holidays, exceptions: Vec<Exception>) -> Calendar {
    let week = Week::monday_to_friday(&hours("08:00-18:00"));
    Calendar::new(SAO_PAULO, week, holidays, exceptions, day("2018-01-01")).unwrap()
}

fn around_the_clock(zone: &str) -> Calendar {
    calendar(zone, Week::every_day(&hours("00:00-24:00")))
}

fn observed(dates: &[&str]) -> Holidays {
    Holidays::Observed(dates.iter().map(|date| Holiday::On(day(date))).collect::<BTreeSet<_>>())
}

fn off(on: &str) -> Exception {
    Exception {
        first_on: day(on),
        last_on: day(on),
        day: ExceptionDay::Off,
    }
}

fn work(on: &str, hours_of_that_day: &str) -> Exception {
    Exception {
        first_on: day(on),
        last_on: day(on),
        day: ExceptionDay::Work(hours(hours_of_that_day)),
    }
}

fn paused(periods: &[(Timestamp, Option<Timestamp>)]) -> Pauses {
    let pauses: Vec<Pause> = periods.iter().map(|&(from, to)| Pause { from, to }).collect();
    Pauses::new(&pauses).unwrap()
}

fn minutes(calendar: &Calendar, from: Timestamp, to: Timestamp) -> u64 {
    calendar.working_minutes(from, to, &Pauses::none())
}

fn deadline(calendar: &Calendar, start: Timestamp, minutes: u64) -> Timestamp {
    calendar.deadline(start, minutes, &Pauses::none()).unwrap().unwrap()
}
