//! The written vectors of reliability section 5: `vectors.json`, and business days B1 to B6.

use jiff::Timestamp;
use serde_json::Value;

use super::{SAO_PAULO, day, hours, observed, sp, utc, work};
use crate::clock::{
    Calendar, CalendarError, Exception, ExceptionDay, Holiday, Holidays, Interval, Pause, Pauses, Week, WorkingDay,
};

const VECTORS: &str = include_str!("../vectors.json");

/// The national holidays of vector V08.
const HOLIDAYS: [&str; 14] = [
    "2026-01-01",
    "2026-02-16",
    "2026-02-17",
    "2026-04-03",
    "2026-04-21",
    "2026-05-01",
    "2026-06-04",
    "2026-09-07",
    "2026-10-12",
    "2026-11-02",
    "2026-11-15",
    "2026-11-20",
    "2026-12-25",
    "2027-01-01",
];

#[test]
fn every_vector_has_its_deadline() {
    let mut n_checked = 0;
    for vector in all().iter().filter(|vector| vector["id"] != "V40") {
        let (start, budget) = (instant(&vector["start"]), vector["budget_minutes"].as_u64().unwrap());
        let found = calendar_of(vector).unwrap().deadline(start, budget, &pauses_of(vector));
        assert_eq!(
            found,
            Ok(vector["deadline"].as_str().map(utc)),
            "{}: {}",
            vector["id"],
            vector["desc"]
        );
        n_checked += 1;
    }
    assert_eq!(n_checked, 30);
}

#[test]
fn every_vector_uses_its_budget_up() {
    for vector in all().iter().filter(|vector| vector["deadline"].is_string()) {
        let (start, end) = (instant(&vector["start"]), instant(&vector["deadline"]));
        let elapsed = calendar_of(vector)
            .unwrap()
            .working_minutes(start, end, &pauses_of(vector));
        assert_eq!(
            Some(elapsed),
            vector["budget_minutes"].as_u64(),
            "{}: {}",
            vector["id"],
            vector["desc"]
        );
    }
}

#[test]
fn v40_an_empty_calendar_is_refused_before_anything_is_searched() {
    let vectors = all();
    let empty = vectors.iter().find(|vector| vector["id"] == "V40").unwrap();
    assert_eq!(
        calendar_of(empty),
        Err(CalendarError::NoService {
            from: day("2026-11-23")
        })
    );
}

#[test]
fn business_days() {
    for (id, n_days, start, expected) in [
        ("B1", 0, "2026-11-23T09:00", "2026-11-23T18:00"),
        ("B2", 1, "2026-11-23T17:59", "2026-11-24T18:00"),
        ("B3", 1, "2026-11-23T18:00", "2026-11-25T18:00"),
        ("B4", 3, "2026-11-18T10:00", "2026-11-24T18:00"),
        ("B5", 2, "2026-11-21T10:00", "2026-11-25T18:00"),
        ("B6", 5, "2026-02-12T10:00", "2026-02-23T18:00"),
    ] {
        let found = with_carnival().business_day_deadline(sp(start), n_days, &Pauses::none());
        assert_eq!(found, Ok(Some(sp(expected))), "{id}");
    }
}

/// The calendar of V08 with the half day of Ash Wednesday that B6 asks for.
fn with_carnival() -> Calendar {
    let ash_wednesday = work("2026-02-18", "13:00-18:00");
    let week = Week::monday_to_friday(&hours("08:00-18:00"));
    Calendar::new(
        SAO_PAULO,
        week,
        observed(&HOLIDAYS),
        vec![ash_wednesday],
        day("2026-01-01"),
    )
    .unwrap()
}

fn all() -> Vec<Value> {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

fn instant(value: &Value) -> Timestamp {
    utc(value.as_str().unwrap())
}

fn calendar_of(vector: &Value) -> Result<Calendar, CalendarError> {
    let on = |weekday: &str| {
        vector["week"]
            .get(weekday)
            .map(|intervals| hours_of(intervals).unwrap())
    };
    let week = Week {
        monday: on("0"),
        tuesday: on("1"),
        wednesday: on("2"),
        thursday: on("3"),
        friday: on("4"),
        saturday: on("5"),
        sunday: on("6"),
    };
    let holidays = vector["holidays"]
        .as_array()
        .unwrap()
        .iter()
        .map(|date| Holiday::On(day(date.as_str().unwrap())));
    let exceptions = vector["exceptions"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(date, intervals)| Exception {
            first_on: day(date),
            last_on: day(date),
            day: hours_of(intervals).map_or(ExceptionDay::Off, ExceptionDay::Work),
        });
    let used_from = instant(&vector["start"]).to_string()[..10].to_owned();
    Calendar::new(
        vector["tz"].as_str().unwrap(),
        week,
        Holidays::Observed(holidays.collect()),
        exceptions.collect(),
        day(&used_from),
    )
}

/// `None` for a date without hours.
fn hours_of(intervals: &Value) -> Option<WorkingDay> {
    let time = |value: &Value| value.as_str().unwrap().parse().unwrap();
    let interval = |pair: &Value| Interval::new(time(&pair[0]), time(&pair[1])).unwrap();
    let intervals: Vec<Interval> = intervals.as_array().unwrap().iter().map(interval).collect();
    (!intervals.is_empty()).then(|| WorkingDay::new(intervals).unwrap())
}

fn pauses_of(vector: &Value) -> Pauses {
    let pauses = vector["suspensions"].as_array().unwrap().iter();
    let pauses: Vec<Pause> = pauses
        .map(|pair| Pause {
            from: instant(&pair[0]),
            to: pair[1].as_str().map(utc),
        })
        .collect();
    Pauses::new(&pauses).unwrap()
}
