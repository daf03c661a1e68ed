//! The calculator of working time: two instants give minutes, an instant and minutes give a deadline.
//! Everybody may ask it, about any past or future instants; it changes nothing.

use jiff::Timestamp;
use serde_json::{Value, json};
use slipway_core::clock::{Calendar, DeadlineError, Pause, PauseError, Pauses};
use slipway_core::id::Id;
use slipway_core::kind::{self, Unit};

use super::query;
use crate::act::Look;
use crate::edge::{Fault, FieldError, Reader};

/// More minutes than ten years have would be refused by the search anyway.
const MOST_MINUTES: i64 = 10_000_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    pub start: Timestamp,
    pub sought: Sought,
    pub suspensions: Vec<Pause>,
    /// Whose holidays count besides those of everywhere.
    pub unit: Option<Id<Unit>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    MinutesUntil(Timestamp),
    DeadlineAfter(u64),
}

impl Question {
    /// Reads `{start, end, suspensions}` or `{start, minutes, suspensions}`.
    pub fn read(reader: &Reader<'_>) -> Question {
        reader.demand("start");
        let start = reader.instant("start").unwrap_or_default();
        let (end, minutes) = (reader.instant("end"), reader.integer("minutes", 0..=MOST_MINUTES));
        let (has_end, has_minutes) = (reader.raw("end").is_some(), reader.raw("minutes").is_some());
        if has_end && has_minutes {
            reader.refuse("minutes", "either_or");
        } else if !has_end && !has_minutes {
            reader.refuse("end", "required");
        }
        if end.is_some_and(|end| end < start) {
            reader.refuse("end", "before_start");
        }
        let minutes = minutes.and_then(|minutes| minutes.try_into().ok());
        let sought = minutes.map_or(Sought::MinutesUntil(end.unwrap_or_default()), Sought::DeadlineAfter);
        Question {
            start,
            sought,
            suspensions: read_suspensions(reader),
            unit: reader.optional_id("unit"),
        }
    }
}

fn read_suspensions(reader: &Reader<'_>) -> Vec<Pause> {
    let read = reader.objects("suspensions", 1_000, |inner| {
        inner.demand("from");
        let pause = Pause {
            from: inner.instant("from").unwrap_or_default(),
            to: inner.instant("to"),
        };
        if pause.to.is_some_and(|to| to < pause.from) {
            inner.refuse("to", "before_start");
        }
        pause
    });
    let suspensions = read.unwrap_or_default();
    let open = suspensions.iter().enumerate().filter(|(_, pause)| pause.to.is_none());
    if let Some((index, _)) = open.skip(1).last() {
        reader.refuse_with(FieldError::new(
            format!("{}/{index}/to", reader.place("suspensions")),
            "two_open",
        ));
    }
    suspensions
}

/// The answer, as the API gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Minutes(u64),
    /// None while an open suspension holds the clock.
    Deadline(Option<Timestamp>),
}

impl Answer {
    pub fn to_json(self) -> Value {
        match self {
            Answer::Minutes(minutes) => json!({"minutes": minutes}),
            Answer::Deadline(deadline) => json!({"deadline": deadline.map(|at| at.to_string())}),
        }
    }
}

/// Reckons on a stored calendar.
pub fn answer(look: &Look<'_>, calendar: Id<kind::Calendar>, question: &Question) -> Result<Answer, Fault> {
    let calendar = query::load_for(look.tx, calendar, question.unit)?;
    let pauses = Pauses::new(&question.suspensions).map_err(|error| Fault::invalid(vec![told(&error)]))?;
    reckon(&calendar, question, &pauses)
}

fn reckon(calendar: &Calendar, question: &Question, pauses: &Pauses) -> Result<Answer, Fault> {
    match question.sought {
        Sought::MinutesUntil(end) => Ok(Answer::Minutes(calendar.working_minutes(question.start, end, pauses))),
        Sought::DeadlineAfter(minutes) => calendar
            .deadline(question.start, minutes, pauses)
            .map(Answer::Deadline)
            .map_err(|error| match error {
                DeadlineError::MinutesBeyondSearch { .. } | DeadlineError::DaysBeyondSearch { .. } => {
                    Fault::invalid(vec![FieldError::new("/minutes", "beyond_search")])
                }
            }),
    }
}

fn told(error: &PauseError) -> FieldError {
    match error {
        PauseError::EndsBeforeStart { .. } => FieldError::new("/suspensions", "before_start"),
        PauseError::TwoOpen { .. } => FieldError::new("/suspensions", "two_open"),
    }
}
