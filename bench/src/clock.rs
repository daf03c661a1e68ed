//! A million deadlines in working time, against the obvious way: step minute by minute and ask each whether it counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::civil::{Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use slipway_core::clock::{Calendar, Holiday, Holidays, Interval, MonthDay, Pauses, Week, WorkingDay};

use crate::Failure;
use crate::report::{Finding, Verdict, ratio, tell};

const ZONE: &str = "America/Sao_Paulo";
/// The hours of a new installation's working day, as hours of the clock.
const WINDOWS: [(i8, i8); 2] = [(8, 12), (13, 18)];
/// Holidays of every year: month and day.
const HOLIDAYS: [(i8, i8); 8] = [(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25)];

const N_DEADLINES: u32 = 1_000_000;
/// The obvious way is too slow for all of them.
const N_SAMPLE: u32 = 200;

pub fn measure() -> Result<Vec<Finding>, Failure> {
    tell("reckoning a million deadlines")?;
    let calendar = calendar()?;
    let began = Instant::now();
    for place in 0..N_DEADLINES {
        let (start, minutes) = asked(place);
        black_box(calendar.deadline(start, minutes, &Pauses::none())?);
    }
    let took = began.elapsed();
    let stepped = sample(&calendar)?;
    Ok(vec![
        Finding {
            measure: "a million deadlines, seconds".to_owned(),
            found: format!("{:.2} s", took.as_secs_f64()),
            against: format!("terms of 1 to 10 working days, {ZONE}"),
            verdict: Verdict::AtMost {
                found: took.as_secs_f64(),
                goal: 60.0,
            },
        },
        Finding {
            measure: "one deadline".to_owned(),
            found: format!("{:.2} µs", microseconds(took / N_DEADLINES)),
            against: format!("stepping by minutes: {:.0} µs", microseconds(stepped)),
            verdict: Verdict::Fact {
                found: ratio(stepped, took / N_DEADLINES),
            },
        },
    ])
}

/// What stepping takes for one deadline; both ways must agree, or the comparison means nothing.
fn sample(calendar: &Calendar) -> Result<Duration, Failure> {
    let zone = TimeZone::get(ZONE)?;
    let mut took = Duration::ZERO;
    for place in 0..N_SAMPLE {
        let (start, minutes) = asked(place * (N_DEADLINES / N_SAMPLE));
        let began = Instant::now();
        let stepped = step(&zone, start, minutes);
        took += began.elapsed();
        if calendar.deadline(start, minutes, &Pauses::none())? != Some(stepped) {
            return Err(format!("{minutes} minutes from {start}: stepping says {stepped}").into());
        }
    }
    Ok(took / N_SAMPLE)
}

/// Starts spread over a year, terms over one to ten working days.
fn asked(place: u32) -> (Timestamp, u64) {
    const FIRST: Timestamp = Timestamp::constant(1_767_225_600, 0);
    let start = FIRST + SignedDuration::from_mins(i64::from(place) * 7_919 % 525_600);
    (start, 540 + u64::from(place) * 104_729 % 4_860)
}

fn step(zone: &TimeZone, start: Timestamp, minutes: u64) -> Timestamp {
    const MINUTE: SignedDuration = SignedDuration::from_mins(1);
    let (mut at, mut left) = (start, minutes);
    while left > 0 {
        if is_worked(zone, at) {
            left -= 1;
        }
        at += MINUTE;
    }
    at
}

fn is_worked(zone: &TimeZone, at: Timestamp) -> bool {
    let civil = zone.to_datetime(at);
    let is_weekend = matches!(civil.weekday(), Weekday::Saturday | Weekday::Sunday);
    let is_holiday = HOLIDAYS.contains(&(civil.month(), civil.day()));
    !is_weekend && !is_holiday && WINDOWS.iter().any(|(from, to)| (*from..*to).contains(&civil.hour()))
}

fn calendar() -> Result<Calendar, Failure> {
    let window = |(from, to): (i8, i8)| -> Result<Interval, Failure> {
        Ok(Interval::new(
            format!("{from:02}:00").parse()?,
            format!("{to:02}:00").parse()?,
        )?)
    };
    let day = WorkingDay::new(WINDOWS.into_iter().map(window).collect::<Result<_, _>>()?)?;
    let holidays = HOLIDAYS
        .iter()
        .map(|(month, day)| Holiday::EveryYear(MonthDay::of(date(2028, *month, *day))))
        .collect();
    Ok(Calendar::new(
        ZONE,
        Week::monday_to_friday(&day),
        Holidays::Observed(holidays),
        Vec::new(),
        date(2026, 1, 1),
    )?)
}

fn microseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000_000.0
}
