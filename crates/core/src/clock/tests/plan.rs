//! Random calendars near clock changes, kept as plain numbers: the oracle reads them without the code it checks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::utc;
use crate::clock::{Calendar, Exception, ExceptionDay, Holiday, Holidays, Interval, Pause, Week, WorkingDay};

/// A zone and an instant close to something its clocks do.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    pub zone: &'static str,
    at: &'static str,
}

/// Where a clock has been known to go wrong (reliability 5.3); all offsets are whole minutes.
pub const TURNS: [Turn; 22] = [
    turn("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
    turn("America/Sao_Paulo", "2018-02-18T02:00:00Z"),
    turn("America/Sao_Paulo", "2026-11-01T03:00:00Z"),
    turn("Europe/Lisbon", "2026-03-29T01:00:00Z"),
    turn("Europe/Lisbon", "2026-10-25T01:00:00Z"),
    turn("America/New_York", "2026-03-08T07:00:00Z"),
    turn("America/New_York", "2026-11-01T06:00:00Z"),
    turn("America/New_York", "2041-03-10T07:00:00Z"),
    turn("America/New_York", "2041-11-03T06:00:00Z"),
    turn("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    turn("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    turn("Pacific/Apia", "2011-12-30T10:00:00Z"),
    turn("Africa/Casablanca", "2025-02-23T02:00:00Z"),
    turn("Africa/Casablanca", "2025-04-06T02:00:00Z"),
    turn("America/St_Johns", "2006-10-29T02:31:00Z"),
    turn("America/Havana", "2025-11-02T05:00:00Z"),
    turn("Asia/Beirut", "2023-03-29T22:00:00Z"),
    turn("Asia/Gaza", "2025-04-12T00:00:00Z"),
    turn("America/Nuuk", "2023-10-29T01:00:00Z"),
    turn("Asia/Kathmandu", "2026-11-23T00:00:00Z"),
    turn("Etc/GMT+3", "2027-02-28T12:00:00Z"),
    turn("UTC", "2024-02-29T00:00:00Z"),
];

const fn turn(zone: &'static str, at: &'static str) -> Turn {
    Turn { zone, at }
}

impl Turn {
    pub fn at(self) -> Timestamp {
        utc(self.at)
    }
}

/// Minutes of a civil day, half-open; 1440 is its end.
pub type Hours = Vec<(u16, u16)>;

#[derive(Clone, Debug)]
pub struct Plan {
    pub turn: Turn,
    /// Monday first; empty is no work.
    pub week: [Hours; 7],
    pub holidays: Vec<Date>,
    /// Empty hours are a day off.
    pub exceptions: BTreeMap<Date, Hours>,
}

impl Plan {
    pub fn calendar(&self) -> Calendar {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = self.week.each_ref().map(working_day);
        let week = Week {
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        };
        let exception = |(&on, hours): (&Date, &Hours)| Exception {
            first_on: on,
            last_on: on,
            day: working_day(hours).map_or(ExceptionDay::Off, ExceptionDay::Work),
        };
        let holidays = Holidays::Observed(self.holidays.iter().copied().map(Holiday::On).collect());
        let exceptions = self.exceptions.iter().map(exception).collect();
        Calendar::new(self.turn.zone, week, holidays, exceptions, Date::constant(2000, 1, 1)).unwrap()
    }
}

/// A calendar around one of the [`TURNS`], worked an hour a week at least.
pub fn plans() -> impl Strategy<Value = Plan> {
    let week = (
        prop::array::uniform6(hours()),
        hours().prop_filter("an hour", |hours| n_minutes(hours) >= 60),
    );
    let near_days = || -4_i64..12;
    let holidays = prop::collection::vec(near_days(), 0..3);
    let exceptions = prop::collection::btree_map(near_days(), hours(), 0..3);
    (prop::sample::select(&TURNS[..]), week, holidays, exceptions).prop_map(|(turn, week, holidays, exceptions)| {
        let ([monday, tuesday, thursday, friday, saturday, sunday], wednesday) = week;
        let date = |days: i64| {
            (turn.at() + SignedDuration::from_hours(24 * days))
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date()
        };
        Plan {
            turn,
            week: [monday, tuesday, wednesday, thursday, friday, saturday, sunday],
            holidays: holidays.into_iter().map(date).collect(),
            exceptions: exceptions
                .into_iter()
                .map(|(days, hours)| (date(days), hours))
                .collect(),
        }
    })
}

/// Up to three pauses in minutes from an origin; the last may be open.
pub fn pauses(origin_minutes: std::ops::Range<i64>) -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    let closed = prop::collection::vec((origin_minutes.clone(), 0_i64..4_000), 0..4);
    let open = prop::option::weighted(0.3, origin_minutes);
    (closed, open).prop_map(|(closed, open)| {
        let closed = closed.into_iter().map(|(from, lasting)| (from, Some(from + lasting)));
        closed.chain(open.map(|from| (from, None))).collect()
    })
}

pub fn placed(pauses: &[(i64, Option<i64>)], origin: Timestamp) -> Vec<Pause> {
    let instant = |minutes| origin + SignedDuration::from_mins(minutes);
    pauses
        .iter()
        .map(|&(from, to)| Pause {
            from: instant(from),
            to: to.map(instant),
        })
        .collect()
}

/// Midnights, quarters of an hour and odd minutes, at most three intervals.
fn hours() -> impl Strategy<Value = Hours> {
    let minute = prop_oneof![
        Just(0),
        Just(1440),
        (0_u16..=96).prop_map(|quarter| quarter * 15),
        0_u16..=1440
    ];
    prop::collection::btree_set(minute, 0..=6).prop_map(|minutes| {
        let minutes: Vec<u16> = minutes.into_iter().collect();
        minutes.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    })
}

fn n_minutes(hours: &Hours) -> u16 {
    hours.iter().map(|(start, end)| end - start).sum()
}

fn working_day(hours: &Hours) -> Option<WorkingDay> {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60).parse().unwrap();
    let intervals: Vec<Interval> = hours
        .iter()
        .map(|&(start, end)| Interval::new(time(start), time(end)).unwrap())
        .collect();
    (!intervals.is_empty()).then(|| WorkingDay::new(intervals).unwrap())
}
