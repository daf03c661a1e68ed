//! Reliability rule 4: where windows lie when clocks are put forward or back, each kind of change by one known day.

use super::{around_the_clock, calendar, day, deadline, hours, local, minutes, utc};
use crate::clock::Week;

/// Working minutes between two instants, with the same hours on every day.
fn worked(zone: &str, hours_of_a_day: &str, from: &str, to: &str) -> u64 {
    minutes(
        &calendar(zone, Week::every_day(&hours(hours_of_a_day))),
        utc(from),
        utc(to),
    )
}

#[test]
fn a_day_is_as_long_as_the_clocks_make_it() {
    for (zone, on, next, half_hours) in [
        ("America/New_York", "2026-03-08", "2026-03-09", 46),
        ("America/New_York", "2026-11-01", "2026-11-02", 50),
        ("America/New_York", "2041-03-10", "2041-03-11", 46),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-05", 47),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-06", 49),
        ("Africa/Casablanca", "2025-02-23", "2025-02-24", 50),
        ("Asia/Kathmandu", "2026-11-23", "2026-11-24", 48),
        ("America/Sao_Paulo", "2026-11-01", "2026-11-02", 48),
        ("UTC", "2024-02-29", "2024-03-01", 48),
    ] {
        let midnight = |date| local(zone, &format!("{date}T00:00"));
        assert_eq!(
            minutes(&around_the_clock(zone), midnight(on), midnight(next)),
            half_hours * 30,
            "{zone} {on}"
        );
    }
}

#[test]
fn a_window_that_starts_in_a_gap_starts_with_the_transition() {
    let from_the_missing_midnight = worked(
        "America/Sao_Paulo",
        "00:00-02:00",
        "2018-11-04T02:00:00Z",
        "2018-11-04T12:00:00Z",
    );
    assert_eq!(
        from_the_missing_midnight, 60,
        "00:00 is skipped, work starts when the clock shows 01:00"
    );
    let from_within = worked(
        "America/New_York",
        "02:45-04:00",
        "2026-03-08T00:00:00Z",
        "2026-03-08T20:00:00Z",
    );
    assert_eq!(from_within, 60);
}

#[test]
fn a_window_that_ends_in_a_gap_ends_with_the_transition() {
    let worked_on_the_day = worked(
        "America/New_York",
        "01:00-02:15",
        "2026-03-08T00:00:00Z",
        "2026-03-08T20:00:00Z",
    );
    assert_eq!(worked_on_the_day, 60);
}

#[test]
fn a_window_inside_a_gap_is_not_worked() {
    let worked_on_the_day = worked(
        "America/New_York",
        "02:15-02:45",
        "2026-03-08T00:00:00Z",
        "2026-03-08T20:00:00Z",
    );
    assert_eq!(worked_on_the_day, 0);
    let nightly = calendar("America/New_York", Week::every_day(&hours("02:15-02:45")));
    assert_eq!(
        deadline(&nightly, utc("2026-03-08T05:00:00Z"), 1),
        utc("2026-03-09T06:16:00Z")
    );
}

#[test]
fn a_window_in_a_repeated_hour_lasts_from_its_first_start_to_its_second_end() {
    let on_the_day = |window| {
        worked(
            "America/New_York",
            window,
            "2026-11-01T00:00:00Z",
            "2026-11-01T20:00:00Z",
        )
    };
    assert_eq!(on_the_day("01:15-01:45"), 90);
    assert_eq!(on_the_day("01:30-03:00"), 150);
    assert_eq!(on_the_day("00:30-01:30"), 120);
    assert_eq!(
        on_the_day("00:00-01:00"),
        120,
        "01:00 itself is repeated, and ends take the second"
    );
    assert_eq!(on_the_day("02:00-03:00"), 60);
}

#[test]
fn the_hour_repeated_before_midnight_belongs_to_the_day_that_ends() {
    let evening = worked(
        "America/Sao_Paulo",
        "22:00-24:00",
        "2018-02-17T15:00:00Z",
        "2018-02-18T15:00:00Z",
    );
    assert_eq!(evening, 180);
}

#[test]
fn windows_that_share_a_repeated_midnight_count_once() {
    let night = ("2006-10-28T12:00:00Z", "2006-10-29T12:00:00Z");
    assert_eq!(worked("America/St_Johns", "00:00-24:00", night.0, night.1), 24 * 60);
    assert_eq!(
        worked("America/St_Johns", "23:00-24:00", night.0, night.1),
        120,
        "23:00 to 00:01, then 23:01 to 00:00"
    );
}

#[test]
fn a_repeated_midnight_is_found_from_both_of_its_dates() {
    let saturdays = Week {
        saturday: Some(hours("18:00-24:00")),
        ..Week::default()
    };
    let havana = calendar("America/Havana", saturdays);
    let on_sunday_before_midnight_strikes_again = utc("2025-11-02T04:30:00Z");
    assert_eq!(
        deadline(&havana, on_sunday_before_midnight_strikes_again, 30),
        utc("2025-11-02T05:00:00Z")
    );

    let sundays = Week {
        sunday: Some(hours("00:00-08:00")),
        ..Week::default()
    };
    let st_johns = calendar("America/St_Johns", sundays);
    let on_saturday_after_midnight_struck_once = utc("2006-10-29T03:00:00Z");
    assert_eq!(
        minutes(
            &st_johns,
            utc("2006-10-28T12:00:00Z"),
            on_saturday_after_midnight_struck_once
        ),
        30
    );
}

#[test]
fn a_date_that_does_not_exist_is_not_worked() {
    let apia = calendar("Pacific/Apia", Week::every_day(&hours("08:00-18:00")));
    let (thursday, saturday) = (
        local("Pacific/Apia", "2011-12-29T17:00"),
        local("Pacific/Apia", "2011-12-31T09:00"),
    );
    assert_eq!(minutes(&apia, thursday, saturday), 120);
    assert_eq!(deadline(&apia, thursday, 61), local("Pacific/Apia", "2011-12-31T08:01"));
}

#[test]
fn a_date_that_is_repeated_is_worked_twice() {
    let (from, to) = (utc("1867-10-17T00:00:00Z"), utc("1867-10-21T00:00:00Z"));
    assert_eq!(minutes(&around_the_clock("America/Juneau"), from, to), 4 * 1_440);
}

#[test]
fn a_new_summer_rule_without_a_change_of_the_clock_repeats_nothing() {
    let evening = worked(
        "America/Nuuk",
        "23:00-24:00",
        "2023-10-28T12:00:00Z",
        "2023-10-29T12:00:00Z",
    );
    assert_eq!(evening, 60);
}

#[test]
fn office_hours_do_not_feel_a_change_at_night() {
    let office = calendar("Europe/Lisbon", Week::every_day(&hours("08:00-18:00")));
    let at = |text| local("Europe/Lisbon", text);
    assert_eq!(minutes(&office, at("2026-03-28T08:00"), at("2026-03-29T18:00")), 1_200);
    assert_eq!(deadline(&office, at("2026-10-24T17:00"), 120), at("2026-10-25T09:00"));
}

#[test]
fn the_sign_of_etc_zones_is_reversed() {
    let west = calendar("Etc/GMT+3", Week::every_day(&hours("08:00-09:00")));
    assert_eq!(
        deadline(&west, utc("2026-11-23T00:00:00Z"), 60),
        utc("2026-11-23T12:00:00Z")
    );
    assert_eq!(west.working_day_on(day("2026-11-23")).unwrap().total_minutes(), 60);
}
