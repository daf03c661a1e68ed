//! What a working day, a calendar and a list of pauses refuse to be made of.

use super::{SAO_PAULO, day, hours, off, utc, work};
use crate::clock::{
    Calendar, CalendarError, Exception, ExceptionDay, Holidays, Interval, Pause, PauseError, Pauses, TimeOfDay, Week,
    WorkingDay, WorkingDayError,
};

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

fn interval(start: &str, end: &str) -> Interval {
    Interval::new(time(start), time(end)).unwrap()
}

#[test]
fn a_time_of_day_is_hours_and_minutes_up_to_24_00() {
    for text in ["00:00", "08:05", "23:59", "24:00"] {
        assert_eq!(time(text).to_string(), text);
    }
    for text in [
        "",
        "8:00",
        "08:0",
        "08:00:00",
        "24:01",
        "23:60",
        "25:00",
        "-1:00",
        "+8:00",
        "08-00",
        "٠٨:٠٠",
    ] {
        assert_eq!(
            text.parse::<TimeOfDay>(),
            Err(WorkingDayError::UnreadableTime(text.to_owned()))
        );
    }
    assert!(time("23:59") < time("24:00"));
}

#[test]
fn an_interval_ends_after_it_starts() {
    for (start, end) in [
        ("08:00", "08:00"),
        ("22:00", "06:00"),
        ("24:00", "24:00"),
        ("24:00", "08:00"),
    ] {
        let (start, end) = (time(start), time(end));
        assert_eq!(
            Interval::new(start, end),
            Err(WorkingDayError::EndNotAfterStart { start, end })
        );
    }
}

#[test]
fn a_working_day_has_intervals_in_order_that_may_touch() {
    let (morning, noon, late) = (
        interval("08:00", "12:00"),
        interval("12:00", "13:00"),
        interval("12:59", "24:00"),
    );
    assert_eq!(WorkingDay::new(vec![morning, noon]).unwrap().total_minutes(), 300);
    assert_eq!(WorkingDay::new(vec![]), Err(WorkingDayError::NoIntervals));
    let refused = |first, second| Err(WorkingDayError::OutOfOrder { first, second });
    assert_eq!(WorkingDay::new(vec![noon, morning]), refused(noon, morning));
    assert_eq!(WorkingDay::new(vec![morning, noon, late]), refused(noon, late));
}

#[test]
fn total_minutes_count_up_to_midnight() {
    assert_eq!(hours("00:00-24:00").total_minutes(), 1_440);
    assert_eq!(hours("08:00-12:00 13:00-18:00 22:30-24:00").total_minutes(), 630);
}

#[test]
fn a_refusal_says_what_was_found() {
    let refused = WorkingDay::new(vec![interval("13:00", "18:00"), interval("08:00", "24:00")]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "interval 08:00–24:00 starts before 13:00–18:00 ends"
    );
}

#[test]
fn rule_17_a_calendar_without_service_is_refused() {
    let made = |exceptions| {
        Calendar::new(
            SAO_PAULO,
            Week::default(),
            Holidays::Worked,
            exceptions,
            day("2026-11-23"),
        )
    };
    let no_service = Err(CalendarError::NoService {
        from: day("2026-11-23"),
    });
    assert_eq!(made(vec![]), no_service);
    assert_eq!(made(vec![off("2026-11-24")]), no_service);
    assert_eq!(
        made(vec![work("2026-11-22", "08:00-18:00")]),
        no_service,
        "what is past is no service"
    );
    assert_eq!(made(vec![work("2036-12-01", "08:00-18:00")]), no_service);
    assert!(made(vec![work("2036-11-30", "08:00-18:00")]).is_ok());
}

#[test]
fn a_calendar_needs_a_zone_of_the_database() {
    for zone in ["", "America/Atlantis", "Etc/Unknown", "-03:00", "<-03>3"] {
        let made = Calendar::new(
            zone,
            Week::every_day(&hours("08:00-18:00")),
            Holidays::Worked,
            vec![],
            day("2026-11-23"),
        );
        assert_eq!(made, Err(CalendarError::UnknownZone(zone.to_owned())));
    }
}

#[test]
fn exceptions_come_in_any_order_but_never_contradict() {
    let made = |exceptions| {
        let week = Week::monday_to_friday(&hours("08:00-18:00"));
        Calendar::new(SAO_PAULO, week, Holidays::Worked, exceptions, day("2026-11-23"))
    };
    let run = |first, last| Exception {
        first_on: day(first),
        last_on: day(last),
        day: ExceptionDay::Off,
    };
    assert!(made(vec![work("2026-12-24", "08:00-12:00"), off("2026-12-23")]).is_ok());
    assert_eq!(
        made(vec![run("2026-12-23", "2027-01-02"), work("2026-12-24", "08:00-12:00")]),
        Err(CalendarError::ExceptionsOverlap { on: day("2026-12-24") })
    );
    assert_eq!(
        made(vec![off("2026-12-24"), work("2026-12-24", "08:00-12:00")]),
        Err(CalendarError::ExceptionsOverlap { on: day("2026-12-24") })
    );
    assert_eq!(
        made(vec![run("2026-12-24", "2026-12-23")]),
        Err(CalendarError::ExceptionEndsBeforeStart {
            first_on: day("2026-12-24"),
            last_on: day("2026-12-23")
        })
    );
}

#[test]
fn the_hours_of_a_date_come_from_exception_then_holiday_then_week() {
    let (weekday, special) = (hours("08:00-18:00"), hours("09:00-10:00"));
    let exceptions = vec![work("2026-11-24", "09:00-10:00"), off("2026-11-25")];
    let holidays = super::observed(&["2026-11-24", "2026-11-26"]);
    let made = Calendar::new(
        SAO_PAULO,
        Week::monday_to_friday(&weekday),
        holidays,
        exceptions,
        day("2026-11-23"),
    );
    let calendar = made.unwrap();
    let on = |date| calendar.working_day_on(day(date));
    assert_eq!(on("2026-11-23"), Some(&weekday));
    assert_eq!(on("2026-11-24"), Some(&special));
    assert_eq!(on("2026-11-25"), None);
    assert_eq!(on("2026-11-26"), None);
    assert_eq!(on("2026-11-28"), None, "a Saturday");
}

#[test]
fn each_weekday_has_its_own_hours() {
    let named = |hour: u8| Some(hours(&format!("0{hour}:00-12:00")));
    let week = Week {
        monday: named(1),
        tuesday: named(2),
        wednesday: named(3),
        thursday: named(4),
        friday: named(5),
        saturday: named(6),
        sunday: named(7),
    };
    let calendar = super::calendar(SAO_PAULO, week);
    for hour in 1..=7_u8 {
        let date = format!("2026-11-{}", 22 + hour);
        assert_eq!(calendar.working_day_on(day(&date)), named(hour).as_ref(), "{date}");
    }
}

#[test]
fn c7_a_pause_that_ends_before_it_starts_and_two_open_ones_are_refused() {
    let (nine, ten) = (utc("2026-11-23T09:00:00Z"), utc("2026-11-23T10:00:00Z"));
    let pause = |from, to| Pause { from, to };
    assert_eq!(
        Pauses::new(&[pause(ten, Some(nine))]),
        Err(PauseError::EndsBeforeStart { from: ten, to: nine })
    );
    assert_eq!(
        Pauses::new(&[pause(ten, None), pause(nine, None)]),
        Err(PauseError::TwoOpen {
            first_at: nine,
            second_at: ten
        })
    );
    assert!(Pauses::new(&[pause(nine, Some(nine)), pause(nine, None)]).is_ok());
}
