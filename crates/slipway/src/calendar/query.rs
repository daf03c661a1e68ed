//! Calendars as the clock of the core wants them: read whole, once a calculation.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;
use slipway_core::clock::{
    Calendar, CalendarError, Exception, ExceptionDay, Holiday, Holidays, Interval, MonthDay, Week, WorkingDay,
    WorkingDayError,
};
use slipway_core::id::Id;
use slipway_core::kind::{self, Unit};
use slipway_db::{Error, ReadTx, Select, params, statements};
use uuid::Uuid;

use super::kinds::{CALENDARS, WORK, WORKING_DAYS};
use crate::account::kinds::units_above;
use crate::edge::{Code, Fault, FieldError};
use crate::entry::kind::{Values, id_in};
use crate::entry::store;

statements! {
    HOLIDAYS = "select h.unit, h.on_date, h.every_year from holiday h where h.deleted_at is null and h.active";
}

/// Why a stored calendar cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("there is no such calendar")]
    Absent,
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    #[error("a working day of the calendar cannot be used")]
    WorkingDay(#[source] WorkingDayError),
    #[error(transparent)]
    Db(#[from] Error),
}

impl From<LoadError> for Fault {
    fn from(error: LoadError) -> Fault {
        match error {
            LoadError::Absent => Fault::new(Code::NotFound),
            LoadError::Calendar(CalendarError::NoService { .. }) => {
                Fault::invalid(vec![FieldError::new("/calendar", "no_service")])
            }
            LoadError::Calendar(error) => Fault::internal(error),
            LoadError::WorkingDay(error) => Fault::internal(error),
            LoadError::Db(error) => error.into(),
        }
    }
}

/// A calendar with the holidays of everywhere. That it works at all was checked when it was saved.
pub fn load(tx: &ReadTx<'_>, id: Id<kind::Calendar>) -> Result<Calendar, LoadError> {
    load_for(tx, id, None)
}

/// A calendar with the holidays of everywhere and of a unit.
pub fn load_for(tx: &ReadTx<'_>, id: Id<kind::Calendar>, unit: Option<Id<Unit>>) -> Result<Calendar, LoadError> {
    let entry = store::one(tx, &CALENDARS, id.uuid())?.ok_or(LoadError::Absent)?;
    let considers = entry.values.get("holidays").and_then(Value::as_bool).unwrap_or(false);
    let holidays = if considers {
        Holidays::Observed(holidays_at(tx, unit)?)
    } else {
        Holidays::Worked
    };
    assemble(tx, &entry.values, holidays, first_worked(&entry.values))
}

/// A date near which the calendar has working time: any, where a weekday is worked; else the first exceptional day of work.
fn first_worked(values: &Values) -> Date {
    let week = values.get("week").and_then(Value::as_object);
    if week.is_some_and(|week| week.values().any(Value::is_string)) {
        return Date::constant(2000, 1, 1);
    }
    let works = |exception: &&Values| exception.get("kind").and_then(Value::as_str) == Some(WORK);
    let starts = rows(values, "exceptions")
        .into_iter()
        .filter(works)
        .filter_map(|exception| Some(span(exception)?.0));
    starts.min().unwrap_or(Date::constant(2000, 1, 1))
}

/// Holidays of everywhere, of a unit, and of the units it belongs to (B101).
fn holidays_at(tx: &ReadTx<'_>, unit: Option<Id<Unit>>) -> Result<BTreeSet<Holiday>, Error> {
    let units = unit.map_or(Ok(Vec::new()), |unit| units_above(tx, unit.uuid()))?;
    let found = tx.query(HOLIDAYS, params![], |row| {
        Ok((row.get::<Option<Uuid>>(0)?, row.get::<Date>(1)?, row.get::<bool>(2)?))
    })?;
    let here = found
        .into_iter()
        .filter(|(unit, ..)| unit.is_none_or(|unit| units.contains(&unit)));
    Ok(here
        .map(|(_, on, every_year)| {
            if every_year {
                Holiday::EveryYear(MonthDay::of(on))
            } else {
                Holiday::On(on)
            }
        })
        .collect())
}

/// A calendar from the fields of its entry.
pub fn assemble(tx: &ReadTx<'_>, values: &Values, holidays: Holidays, used_from: Date) -> Result<Calendar, LoadError> {
    let none = Values::new();
    let week = values.get("week").and_then(Value::as_object).unwrap_or(&none);
    let exceptions = rows(values, "exceptions");
    let mentioned = week
        .values()
        .chain(exceptions.iter().filter_map(|exception| exception.get("working_day")));
    let days = working_days(tx, mentioned.filter_map(|id| id.as_str()?.parse().ok()))?;
    let day = |values: &Values, field: &str| id_in(values, field).and_then(|id| days.get(&id).cloned());
    let on = |weekday: &str| day(week, weekday);
    let week = Week {
        monday: on("monday"),
        tuesday: on("tuesday"),
        wednesday: on("wednesday"),
        thursday: on("thursday"),
        friday: on("friday"),
        saturday: on("saturday"),
        sunday: on("sunday"),
    };
    let exceptions = exceptions.into_iter().filter_map(|exception| {
        let (first_on, last_on) = span(exception)?;
        let works = exception.get("kind").and_then(Value::as_str) == Some(WORK);
        let hours = day(exception, "working_day").filter(|_| works);
        Some(Exception {
            first_on,
            last_on,
            day: hours.map_or(ExceptionDay::Off, ExceptionDay::Work),
        })
    });
    let zone = values.get("zone").and_then(Value::as_str).unwrap_or_default();
    Ok(Calendar::new(zone, week, holidays, exceptions.collect(), used_from)?)
}

fn working_days(tx: &ReadTx<'_>, ids: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, WorkingDay>, LoadError> {
    let ids: BTreeSet<Uuid> = ids.collect();
    let select = Select::narrowing(store::statements(&WORKING_DAYS)?.list).filter_in("t.id in", ids);
    let found = store::listed(tx, &WORKING_DAYS, &select)?;
    let days = found
        .into_iter()
        .map(|entry| Ok((entry.id, working_day(&entry.values).map_err(LoadError::WorkingDay)?)));
    days.collect()
}

/// The hours of a working day's entry.
pub fn working_day(values: &Values) -> Result<WorkingDay, WorkingDayError> {
    working_day_at(values).map_err(|(_, error)| error)
}

/// As [`working_day`]; a refusal says which interval it is about.
pub fn working_day_at(values: &Values) -> Result<WorkingDay, (usize, WorkingDayError)> {
    let mut intervals = Vec::new();
    for (index, row) in rows(values, "intervals").into_iter().enumerate() {
        let time = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default().parse();
        let interval = time("start")
            .and_then(|start| Interval::new(start, time("end")?))
            .map_err(|error| (index, error))?;
        intervals.push(interval);
        WorkingDay::new(intervals.clone()).map_err(|error| (index, error))?;
    }
    WorkingDay::new(intervals).map_err(|error| (0, error))
}

/// The inner objects of a field.
pub fn rows<'a>(values: &'a Values, field: &str) -> Vec<&'a Values> {
    values
        .get(field)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .collect()
}

/// The dates of an exception.
pub fn span(exception: &Values) -> Option<(Date, Date)> {
    let date = |field: &str| exception.get(field)?.as_str()?.parse().ok();
    Some((date("from")?, date("to")?))
}
