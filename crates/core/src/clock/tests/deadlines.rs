//! Deadlines, pauses and suspensions: reliability rules 6 to 8, 12 and 17, `R7`, `B103`, vectors C1 to C5.

use super::{SAO_PAULO, day, deadline, minutes, observed, office, office_with, paused, sp, utc, work};
use crate::clock::{Calendar, DeadlineError, Holidays, Pauses, Week, delay_minutes};

#[test]
fn b103_a_start_outside_working_time_moves_to_the_next_working_moment() {
    let office = office("08:00-12:00 13:00-18:00");
    for start in [
        "2026-11-27T18:00",
        "2026-11-28T11:00",
        "2026-11-30T07:59",
        "2026-11-30T08:00",
    ] {
        assert_eq!(deadline(&office, sp(start), 30), sp("2026-11-30T08:30"), "from {start}");
    }
    assert_eq!(deadline(&office, sp("2026-11-30T12:20"), 30), sp("2026-11-30T13:30"));
}

#[test]
fn rule_7_an_open_pause_leaves_no_deadline_unless_the_minutes_were_used_up_before() {
    let office = office("08:00-18:00");
    let (start, held_at) = (sp("2026-11-23T08:00"), sp("2026-11-23T09:00"));
    let held = paused(&[(held_at, None)]);
    assert_eq!(office.deadline(start, 59, &held), Ok(Some(sp("2026-11-23T08:59"))));
    assert_eq!(office.deadline(start, 60, &held), Ok(Some(held_at)));
    assert_eq!(office.deadline(start, 61, &held), Ok(None));
    assert_eq!(office.deadline(sp("2026-11-24T08:00"), 1, &held), Ok(None));
    assert_eq!(office.working_minutes(start, sp("2026-12-23T08:00"), &held), 60);
}

#[test]
fn rule_7_the_deadline_comes_back_when_the_pause_ends() {
    let held_at = sp("2026-11-23T09:00");
    let resumed = paused(&[(held_at, Some(sp("2026-11-25T10:00")))]);
    let found = office("08:00-18:00").deadline(sp("2026-11-23T08:00"), 120, &resumed);
    assert_eq!(found, Ok(Some(sp("2026-11-25T11:00"))));
}

#[test]
fn rule_8_overlapping_pauses_count_once_and_pauses_outside_service_not_at_all() {
    let office = office("08:00-18:00");
    let start = sp("2026-11-23T08:00");
    let overlapping = paused(&[
        (sp("2026-11-23T10:00"), Some(sp("2026-11-23T12:00"))),
        (sp("2026-11-23T09:00"), Some(sp("2026-11-23T11:00"))),
        (sp("2026-11-22T00:00"), Some(sp("2026-11-23T07:00"))),
    ]);
    assert_eq!(
        office.deadline(start, 120, &overlapping),
        Ok(Some(sp("2026-11-23T13:00")))
    );
    let held_meanwhile = paused(&[
        (sp("2026-11-23T09:00"), Some(sp("2026-11-23T12:00"))),
        (sp("2026-11-23T10:00"), None),
    ]);
    assert_eq!(office.deadline(start, 61, &held_meanwhile), Ok(None));
}

#[test]
fn r7_the_deadline_moves_by_the_working_time_spent_suspended() {
    let office = office("08:00-18:00");
    let (planned_end, suspended_at, reactivated_at) =
        (sp("2026-11-27T17:00"), sp("2026-11-25T16:00"), sp("2026-11-26T10:00"));
    let suspended_for = minutes(&office, suspended_at, reactivated_at);
    assert_eq!(suspended_for, 240);
    assert_eq!(office.shifted(planned_end, suspended_for), Ok(sp("2026-11-30T11:00")));
}

#[test]
fn r7_a_deadline_at_the_weekend_stays_there_until_working_time_is_added() {
    let office = office("08:00-20:00");
    let saturday = sp("2018-09-29T10:00");
    assert_eq!(office.shifted(saturday, 0), Ok(saturday));
    assert_eq!(office.shifted(saturday, 30), Ok(sp("2018-10-01T08:30")));
}

#[test]
fn c1_a_new_budget_keeps_the_start_and_the_pauses() {
    let pauses = paused(&[(sp("2026-11-23T09:00"), Some(sp("2026-11-23T11:00")))]);
    let found = office("08:00-18:00").deadline(sp("2026-11-23T08:00"), 240, &pauses);
    assert_eq!(found, Ok(Some(sp("2026-11-23T14:00"))));
}

#[test]
fn c2_the_time_between_solving_and_reopening_is_a_pause() {
    let solved = paused(&[(sp("2026-11-23T11:00"), Some(sp("2026-11-24T09:00")))]);
    let found = office("08:00-18:00").deadline(sp("2026-11-23T08:00"), 240, &solved);
    assert_eq!(found, Ok(Some(sp("2026-11-24T10:00"))));
}

#[test]
fn c3_a_holiday_added_later_moves_the_deadline_over_it() {
    let start = sp("2026-11-23T16:00");
    let before = office_with(Holidays::Worked, vec![]);
    let after = office_with(observed(&["2026-11-24"]), vec![]);
    assert_eq!(deadline(&before, start, 240), sp("2026-11-24T10:00"));
    assert_eq!(deadline(&after, start, 240), sp("2026-11-25T10:00"));
}

#[test]
fn c5_what_falls_due_while_nobody_looks_is_late_since_its_deadline() {
    let due = deadline(&office("08:00-18:00"), sp("2026-11-23T12:00"), 510);
    assert_eq!(due, sp("2026-11-24T10:30"));
    assert_eq!(delay_minutes(due, sp("2026-11-25T09:00")), 22 * 60 + 30);
}

#[test]
fn rule_12_a_day_counts_when_the_clock_runs_on_it() {
    let office = office("08:00-18:00");
    let start = sp("2026-11-23T09:00");
    let until_tuesday_noon = paused(&[(start, Some(sp("2026-11-24T12:00")))]);
    assert_eq!(
        office.business_day_deadline(start, 0, &until_tuesday_noon),
        Ok(Some(sp("2026-11-24T18:00")))
    );
    let over_tuesday = paused(&[(sp("2026-11-23T17:59"), Some(sp("2026-11-25T08:00")))]);
    assert_eq!(
        office.business_day_deadline(start, 0, &over_tuesday),
        Ok(Some(sp("2026-11-23T18:00")))
    );
    assert_eq!(
        office.business_day_deadline(start, 1, &over_tuesday),
        Ok(Some(sp("2026-11-25T18:00")))
    );
}

#[test]
fn rule_12_an_open_pause_holds_the_closing_it_comes_before() {
    let office = office("08:00-18:00");
    let start = sp("2026-11-23T09:00");
    let held = paused(&[(sp("2026-11-24T12:00"), None)]);
    assert_eq!(
        office.business_day_deadline(start, 0, &held),
        Ok(Some(sp("2026-11-23T18:00")))
    );
    assert_eq!(office.business_day_deadline(start, 1, &held), Ok(None));
    assert_eq!(office.business_day_deadline(start, 2, &held), Ok(None));
    let held_at_closing = paused(&[(sp("2026-11-23T18:00"), None)]);
    assert_eq!(
        office.business_day_deadline(start, 0, &held_at_closing),
        Ok(Some(sp("2026-11-23T18:00")))
    );
}

#[test]
fn rule_12_a_lunch_break_does_not_close_the_day() {
    let office = office("08:00-12:00 13:00-18:00");
    let closing = sp("2026-11-23T18:00");
    for start in [
        "2026-11-22T10:00",
        "2026-11-23T06:00",
        "2026-11-23T12:30",
        "2026-11-23T17:59",
    ] {
        assert_eq!(
            office.business_day_deadline(sp(start), 0, &Pauses::none()),
            Ok(Some(closing)),
            "from {start}"
        );
    }
}

#[test]
fn rule_17_a_search_ends_after_3_660_days() {
    let once = Calendar::new(
        SAO_PAULO,
        Week::default(),
        Holidays::Worked,
        vec![work("2026-11-23", "08:00-18:00")],
        day("2026-11-01"),
    );
    let once = once.unwrap();
    let start = sp("2026-11-23T08:00");
    let minutes_beyond = |minutes| Err(DeadlineError::MinutesBeyondSearch { start, minutes });
    assert_eq!(
        once.deadline(start, 600, &Pauses::none()),
        Ok(Some(sp("2026-11-23T18:00")))
    );
    assert_eq!(once.deadline(start, 601, &Pauses::none()), minutes_beyond(601));
    assert_eq!(
        once.deadline(start, u64::MAX, &Pauses::none()),
        minutes_beyond(u64::MAX)
    );
    let days_beyond = Err(DeadlineError::DaysBeyondSearch { start, n_days: 1 });
    assert_eq!(once.business_day_deadline(start, 1, &Pauses::none()), days_beyond);
    let far_pause = paused(&[(sp("2040-01-01T00:00"), None)]);
    assert_eq!(once.deadline(start, 601, &far_pause), minutes_beyond(601));
}

#[test]
fn rule_17_the_last_day_searched_still_counts() {
    let (start, last_on) = (sp("2026-11-23T08:00"), "2036-11-30");
    assert_eq!(day("2026-11-23").until(day(last_on)).unwrap().get_days(), 3_660);
    let on_the_last_day = |on| {
        Calendar::new(
            SAO_PAULO,
            Week::default(),
            Holidays::Worked,
            vec![work(on, "08:00-18:00")],
            day("2026-11-30"),
        )
    };
    assert_eq!(
        deadline(&on_the_last_day(last_on).unwrap(), start, 600),
        sp("2036-11-30T18:00")
    );
    let next_day = on_the_last_day("2036-12-01").unwrap();
    assert!(next_day.deadline(start, 600, &Pauses::none()).is_err());
}

#[test]
fn seconds_of_the_start_are_kept_and_never_lost_between_windows() {
    let office = office("08:00-12:00 13:00-18:00");
    let start = utc("2026-11-23T14:59:30.250001Z");
    assert_eq!(
        deadline(&office, start, 1),
        utc("2026-11-23T16:00:30.250001Z"),
        "30 s before lunch, 30 s after"
    );
    assert_eq!(minutes(&office, start, utc("2026-11-23T16:00:30.25Z")), 0);
    assert_eq!(minutes(&office, start, utc("2026-11-23T16:00:30.250001Z")), 1);
}
