//! What people do beside the way of a release: the work log, activities, holds, answers, a second run. Told by
//! `deeds.json`, done by the same commands that people use, between the last move of a release and now.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use slipway_core::activity::{Plan, Situation};
use slipway_core::id::Id;
use slipway_core::questionnaire::{Form, Question, QuestionKind};
use slipway_core::release::Release;

use super::company::{Company, StoryError};
use super::plan::ZONE;
use crate::act::{Act, Person, new_uuid};
use crate::app::App;
use crate::catalogue::kinds::{OCCURRENCE_CATEGORIES, OCCURRENCE_ORIGINS};
use crate::edge::{Fault, Precondition, reader};
use crate::entry::choices;
use crate::entry::kind::Kind;
use crate::questionnaire;
use crate::release::read::wishes;
use crate::release::wish::Wish;
use crate::release::{activity, checklist, command, occurrence};

const STORY: &str = include_str!("deeds.json");

/// What is done to one release, in order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    release: String,
    deeds: Vec<Deed>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deed {
    by: String,
    does: Does,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Does {
    Log {
        minutes: i64,
        description: String,
        occurrence: String,
        contact: String,
    },
    Schedule {
        in_days: i32,
        hour: i8,
        minutes: i64,
        guidelines: String,
    },
    /// The activity that was scheduled last is begun.
    Begin(String),
    Suspend {
        justification: String,
        complement: String,
    },
    Reactivate,
    Reopen(String),
    /// The `nth` questionnaire that is offered, its texts in order; whatever is asked yes or no is so.
    Answer {
        nth: usize,
        texts: Vec<String>,
    },
}

/// Who acts, and on what.
pub struct Cast<'a> {
    pub company: &'a Company,
    /// By what the story calls them.
    pub people: &'a BTreeMap<String, Person>,
    /// By their titles, as they stand.
    pub releases: &'a BTreeMap<String, Release>,
}

/// Does every deed of the story.
pub async fn follow(app: &App, cast: &Cast<'_>) -> Result<(), Fault> {
    let chapters: Vec<Chapter> = serde_json::from_str(STORY).map_err(StoryError::Unreadable)?;
    let until = app.now() - SignedDuration::from_mins(5);
    for chapter in chapters {
        let release = cast
            .releases
            .get(&chapter.release)
            .ok_or_else(|| StoryError::Nobody(chapter.release.clone()))?;
        let from = release.updated.0;
        let span = until.duration_since(from);
        let n_parts = i32::try_from(chapter.deeds.len()).unwrap_or(i32::MAX).saturating_add(1);
        for (step, deed) in (1..).zip(chapter.deeds) {
            let at = from + span / n_parts * step;
            let by = cast
                .people
                .get(&deed.by)
                .ok_or_else(|| StoryError::Nobody(deed.by.clone()))?;
            let (company, number) = (cast.company.clone(), release.number);
            app.act_as(by, (at, new_uuid(at)), move |act| {
                carry_out(act, &company, number, &deed.does)
            })
            .await?;
        }
    }
    Ok(())
}

fn carry_out(act: &Act<'_>, company: &Company, number: i64, does: &Does) -> Result<(), Fault> {
    let any = Precondition::Any;
    match does {
        Does::Log {
            minutes,
            description,
            occurrence,
            contact,
        } => {
            let wish = occurrence::read::Wish {
                category: Id::new(first(act, &OCCURRENCE_CATEGORIES)?),
                origin: Id::new(first(act, &OCCURRENCE_ORIGINS)?),
                minutes: *minutes,
                description: description.clone(),
                occurrence: occurrence.clone(),
                contact: contact.clone(),
            };
            occurrence::command::register(act, number, any, || Ok(wish)).map(drop)
        }
        Does::Schedule {
            in_days,
            hour,
            minutes,
            guidelines,
        } => {
            let group = Id::new(company.id("plantao")?);
            let starts = on(act.at, *in_days, *hour)?;
            let plan = |_: &str| {
                let mut plan = Plan::new(group, starts, ZONE, *minutes).map_err(Fault::internal)?;
                plan.guidelines = Some(guidelines.clone());
                Ok(plan)
            };
            activity::command::schedule(act, number, any, plan).map(drop)
        }
        Does::Begin(details) => begin(act, number, details),
        Does::Suspend {
            justification,
            complement,
        } => {
            let body = json!({"justification": company.id(justification)?.to_string(), "complement": complement});
            wished(act, number, &reader::read(&body, wishes::suspend)?)
        }
        Does::Reactivate => wished(act, number, &Wish::Reactivate),
        Does::Reopen(reason) => {
            let wish = Wish::Reopen {
                reason: reason.clone(),
                planned_end: Some(act.at + SignedDuration::from_hours(24 * 14)),
            };
            wished(act, number, &wish)
        }
        Does::Answer { nth, texts } => answer(act, number, (*nth, texts)),
    }
}

fn wished(act: &Act<'_>, number: i64, wish: &Wish) -> Result<(), Fault> {
    command::carry_out(act, number, Precondition::Any, wish).map(drop)
}

/// A wall time, so many days from an instant.
fn on(at: Timestamp, days: i32, hour: i8) -> Result<jiff::civil::DateTime, StoryError> {
    let today = at.in_tz(ZONE)?.date();
    Ok(today.checked_add(days.days())?.at(hour, 0, 0, 0))
}

fn first(act: &Act<'_>, kind: &Kind) -> Result<uuid::Uuid, Fault> {
    let offers = choices::all(act.tx(), kind.target)?.unwrap_or_default();
    let offer = offers
        .first()
        .ok_or_else(|| StoryError::Nobody(kind.target.name.to_owned()))?;
    Ok(offer.id)
}

fn begin(act: &Act<'_>, number: i64, details: &str) -> Result<(), Fault> {
    let stored = crate::release::query::live(&act.look(), number)?;
    let scheduled = activity::store::of_release(act.tx(), stored.release.id)?;
    let last = scheduled.last().ok_or_else(|| StoryError::Nobody(details.to_owned()))?;
    let said = activity::read::Execution {
        situation: Situation::InExecution,
        at: None,
        details: Some(details.to_owned()),
        suspension_reason: None,
    };
    activity::command::report(act, (number, last.activity.id), Precondition::Any, || Ok(said)).map(drop)
}

fn answer(act: &Act<'_>, number: i64, (nth, texts): (usize, &[String])) -> Result<(), Fault> {
    let offers = questionnaire::query::offered(act.tx())?;
    let offer = offers.get(nth).ok_or_else(|| StoryError::Nobody(nth.to_string()))?;
    let version = checklist::query::answerable(act.tx(), offer.id)?;
    let sent = checklist::read::Sent {
        questionnaire: Some(offer.id),
        answers: Some(answers(&version.form, texts)),
        confirmed: None,
        seen: None,
    };
    checklist::command::answer(act, number, Precondition::Any, &sent).map(drop)
}

/// Answers to all questions but those that want a file; required texts beyond the story's repeat its last.
fn answers(form: &Form, texts: &[String]) -> Map<String, Value> {
    let mut told = texts.iter();
    let mut text = |question: &Question| {
        let next = told.next();
        next.or_else(|| texts.last().filter(|_| question.required))
            .map(|text| json!(text.replace('\n', " ")))
    };
    let answers = form.questions().filter_map(|question| {
        let answer = match question.kind {
            QuestionKind::ShortText | QuestionKind::LongText => text(question)?,
            QuestionKind::Number => json!(1),
            QuestionKind::YesNo => json!(true),
            QuestionKind::SingleChoice => json!(question.choices.first()?),
            QuestionKind::MultipleChoice => json!([question.choices.first()?]),
            QuestionKind::Date | QuestionKind::Attachment => return None,
        };
        Some((question.id.as_ref()?.to_string(), answer))
    });
    answers.collect()
}
