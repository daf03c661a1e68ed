//! Working time and delay as the rulings, the functional description and the behaviours want them, each rule once.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{around_the_clock, day, deadline, minutes, observed, off, office, office_with, paused, sp, utc, work};
use crate::clock::{Exception, ExceptionDay, Holiday, Holidays, MonthDay, Pauses, delay_minutes};

#[test]
fn r6_term_and_delay_of_the_worked_example() {
    let office = office("08:00-20:00");
    let looked_at = sp("2019-03-18T16:52");
    for (start, end, term, delay) in [
        ("2018-09-25T13:51", "2018-09-29T10:00", (42, 9), (4086, 52)),
        ("2018-09-25T13:00", "2018-09-28T10:00", (33, 0), (4110, 52)),
        ("2018-08-14T10:00", "2018-08-23T10:00", (84, 0), (4974, 52)),
    ] {
        assert_eq!(
            minutes(&office, sp(start), sp(end)),
            term.0 * 60 + term.1,
            "term from {start}"
        );
        assert_eq!(
            delay_minutes(sp(end), looked_at),
            delay.0 * 60 + delay.1,
            "delay since {end}"
        );
    }
}

#[test]
fn b097_working_time_between_two_instants_only() {
    let office = office("08:00-18:00");
    assert_eq!(minutes(&office, sp("2026-11-23T12:00"), sp("2026-11-23T12:00")), 0);
    assert_eq!(minutes(&office, sp("2026-11-23T13:00"), sp("2026-11-23T12:00")), 0);
    assert_eq!(minutes(&office, sp("2026-11-27T17:00"), sp("2026-11-30T09:00")), 120);
}

#[test]
fn b098_a_lunch_break_is_not_worked() {
    let office = office("08:00-12:00 13:00-18:00");
    assert_eq!(
        minutes(&office, sp("2026-11-23T09:00"), sp("2026-11-24T10:00")),
        10 * 60
    );
}

#[test]
fn b215_the_last_day_counts_the_hours_before_its_second_interval() {
    let office = office("08:00-12:00 13:00-18:00");
    assert_eq!(
        minutes(&office, sp("2026-11-23T09:00"), sp("2026-11-24T15:00")),
        14 * 60
    );
}

#[test]
fn b099_a_day_off_counts_nothing_and_other_hours_replace_those_of_the_weekday() {
    let office = office_with(
        Holidays::Worked,
        vec![off("2026-11-24"), work("2026-11-25", "06:00-07:30")],
    );
    let on = |date: &str| minutes(&office, sp(&format!("{date}T00:00")), sp(&format!("{date}T23:59")));
    assert_eq!(
        [on("2026-11-23"), on("2026-11-24"), on("2026-11-25"), on("2026-11-26")],
        [600, 0, 90, 600]
    );
}

#[test]
fn b099_an_exception_holds_from_its_first_to_its_last_date() {
    let closed = Exception {
        first_on: day("2026-11-24"),
        last_on: day("2026-11-26"),
        day: ExceptionDay::Off,
    };
    let office = office_with(Holidays::Worked, vec![closed]);
    assert_eq!(deadline(&office, sp("2026-11-23T17:00"), 61), sp("2026-11-27T08:01"));
}

#[test]
fn b100_work_on_a_holiday_wins_over_the_holiday() {
    let office = office_with(observed(&["2026-11-24"]), vec![work("2026-11-24", "09:00-11:00")]);
    assert_eq!(minutes(&office, sp("2026-11-24T00:00"), sp("2026-11-25T00:00")), 120);
}

#[test]
fn b102_holidays_count_only_if_the_calendar_considers_them() {
    let on_the_holiday = |holidays| {
        minutes(
            &office_with(holidays, vec![]),
            sp("2026-11-20T00:00"),
            sp("2026-11-21T00:00"),
        )
    };
    assert_eq!(on_the_holiday(observed(&["2026-11-20"])), 0);
    assert_eq!(on_the_holiday(Holidays::Worked), 600);
}

#[test]
fn a_holiday_of_every_year_comes_back_and_29_february_in_leap_years_only() {
    let leap_day = Holiday::EveryYear(MonthDay::of(day("2024-02-29")));
    let office = office_with(Holidays::Observed(BTreeSet::from([leap_day])), vec![]);
    assert_eq!(deadline(&office, sp("2024-02-28T17:00"), 61), sp("2024-03-01T08:01"));
    assert_eq!(deadline(&office, sp("2028-02-28T17:00"), 61), sp("2028-03-01T08:01"));
    assert_eq!(deadline(&office, sp("2029-02-28T17:00"), 61), sp("2029-03-01T08:01"));
    assert_eq!(
        minutes(&office, sp("2029-02-01T00:00"), sp("2029-03-01T00:00")),
        20 * 600
    );
}

#[test]
fn b104_b105_pauses_stop_the_clock_and_their_minutes_carry_into_hours() {
    let office = office("08:00-18:00");
    let pauses = paused(&[
        (sp("2026-11-23T09:50"), Some(sp("2026-11-23T12:00"))),
        (sp("2026-11-23T12:40"), Some(sp("2026-11-23T15:00"))),
    ]);
    let elapsed = office.working_minutes(sp("2026-11-23T08:00"), sp("2026-11-23T15:00"), &pauses);
    assert_eq!(elapsed, 2 * 60 + 30, "1:50 + 0:40");
}

#[test]
fn r6_delay_is_wall_clock_time_and_nothing_before_the_deadline() {
    let due = sp("2026-11-27T18:00");
    assert_eq!(
        delay_minutes(due, sp("2026-11-30T08:00")),
        62 * 60,
        "nights and weekends count"
    );
    assert_eq!(delay_minutes(due, due), 0);
    assert_eq!(delay_minutes(due, due + SignedDuration::from_secs(59)), 0);
    assert_eq!(delay_minutes(due, due + SignedDuration::from_secs(60)), 1);
    assert_eq!(delay_minutes(due, sp("2026-11-01T00:00")), 0);
}

#[test]
fn c4_elapsed_over_a_night_may_exceed_the_budget() {
    let elapsed = minutes(&office("08:00-18:00"), sp("2026-11-23T16:00"), sp("2026-11-24T10:30"));
    assert_eq!(elapsed, 270);
    assert_eq!(elapsed * 1_000 / 240, 1_125, "112.5 %");
}

#[test]
fn a_window_that_leaves_the_writable_years_is_not_worked() {
    let (first, last) = (Timestamp::MIN, Timestamp::MAX);
    let calendar = around_the_clock("UTC");
    assert_eq!(minutes(&calendar, last, first), 0);
    assert_eq!(minutes(&calendar, first, utc("-009999-02-01T00:00:00Z")), 29 * 1_440);
    assert_eq!(minutes(&calendar, utc("9999-12-01T00:00:00Z"), last), 29 * 1_440);
    assert!(
        calendar
            .deadline(utc("9999-12-30T00:00:00Z"), 1, &Pauses::none())
            .is_err()
    );
    assert!(calendar.shifted(last, 1).is_err());
}
