//! Working days, calendars and holidays as entries, with the rules that a calendar can work at all.

use jiff::civil::Date;
use serde_json::Value;
use slipway_core::clock::{CalendarError, Holidays, WorkingDayError};

use super::query::{self, LoadError};
use crate::account::kinds::UNIT;
use crate::edge::{Fault, FieldError};
use crate::entry::control::{Computed, Rows};
use crate::entry::kind::{Checking, Kind, Target, Values};
use crate::entry::{ACTIVE, Control, Field};

pub const WORKING_DAY: Target = Target::named("working_day", "working_days", "working_day");
pub const CALENDAR: Target = Target::named("calendar", "calendars", "calendar");
pub const HOLIDAY: Target = Target::named("holiday", "holidays", "holiday");

/// In the order of the administration page.
pub const KINDS: &[&Kind] = &[&CALENDARS, &WORKING_DAYS, &HOLIDAYS];

const NAME: Field = Field::required("name", Control::Line { max: 120 });

pub static WORKING_DAYS: Kind = Kind {
    target: WORKING_DAY,
    icon: "clock",
    columns: &["intervals", "total_minutes", "active"],
    fields: &[
        NAME,
        Field::required("intervals", Control::Rows(INTERVALS)),
        Field::optional(
            "total_minutes",
            Control::Computed(Computed {
                from: total_minutes,
                schema: r#"{"type": "integer"}"#,
            }),
        ),
        ACTIVE,
    ],
    taken: &[("working_day_name_taken", "name")],
    check: check_working_day,
    sample: r#"{"name": "Office hours", "intervals": [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "18:00"}]}"#,
    ..Kind::PLAIN
};

const INTERVALS: Rows = Rows {
    table: "working_day_interval",
    own: "working_day",
    fields: &[
        Field::required("start", Control::Time).in_column("starts"),
        Field::required("end", Control::Time).in_column("ends"),
    ],
    key: None,
    max: 48,
};

pub static CALENDARS: Kind = Kind {
    target: CALENDAR,
    icon: "calendar",
    columns: &["zone", "holidays", "active"],
    links: &[("working_time", "entry-calendar-reckon")],
    fields: &[
        NAME,
        Field::required("zone", Control::Zone),
        Field::optional("holidays", Control::Flag { otherwise: false }),
        Field::required("week", Control::Group(WEEK)),
        Field::optional("exceptions", Control::Rows(EXCEPTIONS)),
        ACTIVE,
    ],
    taken: &[("calendar_name_taken", "name")],
    check: check_calendar,
    sample: r#"{"name": "Office", "zone": "America/Sao_Paulo", "holidays": true,
                "week": {"monday": "@working_day", "tuesday": "@working_day", "wednesday": "@working_day",
                         "thursday": "@working_day", "friday": "@working_day", "saturday": null, "sunday": null},
                "exceptions": [{"kind": "day_off", "from": "2026-12-24", "to": "2026-12-31", "working_day": null}]}"#,
    ..Kind::PLAIN
};

const WEEK: &[Field] = &[
    Field::optional("monday", Control::Reference(WORKING_DAY)),
    Field::optional("tuesday", Control::Reference(WORKING_DAY)),
    Field::optional("wednesday", Control::Reference(WORKING_DAY)),
    Field::optional("thursday", Control::Reference(WORKING_DAY)),
    Field::optional("friday", Control::Reference(WORKING_DAY)),
    Field::optional("saturday", Control::Reference(WORKING_DAY)),
    Field::optional("sunday", Control::Reference(WORKING_DAY)),
];

/// What an exception makes of its dates.
pub const DAY_OFF: &str = "day_off";
pub const WORK: &str = "work";

const EXCEPTIONS: Rows = Rows {
    table: "calendar_exception",
    own: "calendar",
    fields: &[
        Field::required(
            "kind",
            Control::Choice {
                words: &[DAY_OFF, WORK],
                otherwise: None,
            },
        ),
        Field::required("from", Control::Date).in_column("from_on"),
        Field::required("to", Control::Date).in_column("to_on"),
        Field::optional("working_day", Control::Reference(WORKING_DAY)),
    ],
    key: None,
    max: 1_000,
};

pub static HOLIDAYS: Kind = Kind {
    target: HOLIDAY,
    icon: "sun",
    columns: &["date", "every_year", "unit", "active"],
    fields: &[
        NAME,
        Field::required("date", Control::Date).in_column("on_date"),
        Field::optional("every_year", Control::Flag { otherwise: false }),
        Field::optional("unit", Control::Reference(UNIT)),
        ACTIVE,
    ],
    sorts: &["date"],
    sample: r#"{"name": "Proclamation Day", "date": "2026-11-15", "every_year": true, "unit": "@unit"}"#,
    ..Kind::PLAIN
};

fn total_minutes(values: &Values) -> Value {
    query::working_day(values).map_or(Value::Null, |day| day.total_minutes().into())
}

/// The intervals are a day: in order, none over another, each with an end after its start.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a kind\'s rules")]
fn check_working_day(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    let intervals = query::rows(values, "intervals");
    if intervals
        .iter()
        .flat_map(|interval| interval.values())
        .any(Value::is_null)
    {
        return Ok(());
    }
    if let Err((index, error)) = query::working_day_at(values) {
        let place = |field: &str| format!("/intervals/{index}/{field}");
        checking.refuse(match error {
            WorkingDayError::NoIntervals => FieldError::new("/intervals", "required"),
            WorkingDayError::OutOfOrder { .. } => FieldError::new(place("start"), "out_of_order"),
            WorkingDayError::EndNotAfterStart { .. } => FieldError::new(place("end"), "not_after_start"),
            WorkingDayError::UnreadableTime(_) => FieldError::new(place("start"), "not_a_time"),
        });
    }
    Ok(())
}

/// A calendar without any working time would never reach a deadline (reliability rule 17).
fn check_calendar(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    for (index, exception) in query::rows(values, "exceptions").into_iter().enumerate() {
        check_exception(checking, index, exception);
    }
    if !checking.errors.borrow().is_empty() {
        return Ok(());
    }
    let today = checking.look.at.to_zoned(jiff::tz::TimeZone::UTC).date();
    match query::assemble(checking.look.tx, values, Holidays::Worked, today) {
        Err(LoadError::Calendar(error)) => checking.refuse(told(values, &error)),
        Err(LoadError::Db(error)) => return Err(error.into()),
        // What could not be read was refused where it stands.
        Ok(_) | Err(LoadError::Absent | LoadError::WorkingDay(_)) => {}
    }
    Ok(())
}

fn check_exception(checking: &Checking<'_>, index: usize, exception: &Values) {
    let works = exception.get("kind").and_then(Value::as_str);
    let has_day = exception.get("working_day").is_some_and(Value::is_string);
    let place = format!("/exceptions/{index}/working_day");
    match works {
        Some(WORK) if !has_day => checking.refuse(FieldError::new(place, "required")),
        Some(DAY_OFF) if has_day => checking.refuse(FieldError::new(place, "not_on_a_day_off")),
        Some(_) | None => {}
    }
}

fn told(values: &Values, error: &CalendarError) -> FieldError {
    let at = |found: &dyn Fn(Date, Date) -> bool, field: &str| {
        let index = query::rows(values, "exceptions")
            .into_iter()
            .rposition(|exception| query::span(exception).is_some_and(|(from, to)| found(from, to)));
        format!("/exceptions/{}/{field}", index.unwrap_or_default())
    };
    match error {
        CalendarError::UnknownZone(_) => FieldError::new("/zone", "not_a_zone"),
        CalendarError::ExceptionEndsBeforeStart { first_on, last_on } => FieldError::new(
            at(&|from, to| from == *first_on && to == *last_on, "to"),
            "before_start",
        ),
        CalendarError::ExceptionsOverlap { on } => {
            FieldError::new(at(&|from, to| from <= *on && *on <= to, "from"), "overlaps").with("on", on)
        }
        CalendarError::NoService { .. } => FieldError::new("/week", "no_service"),
    }
}
