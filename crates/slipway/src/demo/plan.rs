//! What `releases.json` says of each release, and what follows from it: the registration, the moves, their days.
//! Days count from today. Who a move is made by and when is `play`'s question.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Deserialize;
use serde_json::{Value, json};
use slipway_core::flow::Outcome;
use slipway_core::release::command::Taking;

use super::company::{Company, StoryError};

const STORY: &str = include_str!("releases.json");

/// The whole story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// By the name of a group: who registers, and who works on each task.
    pub crews: BTreeMap<String, BTreeMap<String, String>>,
    pub releases: Vec<Plan>,
}

/// One release of the story. References are names of the company.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub title: String,
    about: Option<String>,
    version: Option<String>,
    model: String,
    pub group: String,
    contract: String,
    pub requester: String,
    /// Impact, urgency, risk.
    levels: [String; 3],
    /// The day it is registered.
    registered: i32,
    /// First and last day.
    planning: [i32; 2],
    /// Day, hour of it, hours it lasts.
    deployment: [i32; 3],
    /// Day and hour of the last move.
    until: [i32; 2],
    /// By how many days the deployment was put off, before anything else.
    postponed: Option<i32>,
    /// The outcome of each task that was left, in order.
    way: Vec<String>,
    #[serde(default)]
    stands: Stand,
    pub taken_by: Option<String>,
    /// What is said when it is solved, canceled or set to something.
    closure: Option<String>,
    /// What is said when a task is left unsolved.
    reason: Option<String>,
    /// The solution category.
    #[serde(default = "delivered")]
    pub solution: String,
}

fn delivered() -> String {
    "delivered".to_owned()
}

/// How the last task stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stand {
    #[default]
    Waiting,
    Held,
    TakenOver,
    Solved,
    NotSolved,
    Canceled,
}

/// One thing that is done to a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Postpone {
        days: i32,
    },
    Capture(Taking),
    Leave(Outcome),
    /// Set the situation that the outcome would give, and keep the task.
    Set(Outcome),
}

const TAKEN: Move = Move::Capture(Taking::Free);

/// Reads the story.
pub fn book() -> Result<Book, StoryError> {
    serde_json::from_str(STORY).map_err(StoryError::Unreadable)
}

/// The place whose office hours and walls the story's days are of.
pub const ZONE: &str = "America/Sao_Paulo";

impl Plan {
    /// When it is registered: on a weekday morning, and never after now.
    pub fn registered_at(&self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, StoryError> {
        let mut on = day(now, zone, self.registered)?;
        while on.weekday().to_monday_zero_offset() > 4 {
            on = on.yesterday()?;
        }
        let past_nine = i8::try_from(self.title.chars().count() % 50).unwrap_or_default();
        let at = zone.to_timestamp(on.at(9, past_nine, 0, 0))?;
        Ok(at.min(now.saturating_sub(SignedDuration::from_hours(1))?))
    }

    /// When the last move is made, and never after now.
    pub fn until(&self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, StoryError> {
        let [days, hour] = self.until;
        let at = zone.to_timestamp(moment(day(now, zone, days)?, hour)?)?;
        Ok(at.min(now.saturating_sub(SignedDuration::from_mins(10))?))
    }

    /// Everything that is done to it after its registration, in order.
    pub fn moves(&self) -> Result<Vec<Move>, StoryError> {
        let mut moves: Vec<Move> = self.postponed.into_iter().map(|days| Move::Postpone { days }).collect();
        for word in &self.way {
            let outcome: Outcome = word.parse().map_err(|_| StoryError::Nobody(word.clone()))?;
            if outcome != Outcome::Canceled {
                moves.push(TAKEN);
            }
            moves.push(Move::Leave(outcome));
        }
        moves.extend_from_slice(match self.stands {
            Stand::Waiting => &[],
            Stand::Held => &[TAKEN],
            Stand::TakenOver => &[TAKEN, Move::Capture(Taking::Over)],
            Stand::Solved => &[TAKEN, Move::Set(Outcome::Solved)],
            Stand::NotSolved => &[TAKEN, Move::Set(Outcome::NotSolved)],
            Stand::Canceled => &[TAKEN, Move::Set(Outcome::Canceled)],
        });
        Ok(moves)
    }

    /// What is said about an outcome.
    pub fn said(&self, outcome: Outcome) -> Option<String> {
        match outcome {
            Outcome::Advance => None,
            Outcome::Solved | Outcome::Canceled => self.closure.clone(),
            Outcome::NotSolved => self.reason.clone().or_else(|| self.closure.clone()),
        }
    }

    /// The registration as the API takes it, without the contact, which is the requester's.
    pub fn registration(&self, company: &Company, today: Date) -> Result<Value, StoryError> {
        let id = |name: &str| company.id(name).map(|id| id.to_string());
        let [impact, urgency, risk] = &self.levels;
        let [first, last] = self.planning;
        let [on, hour, hours] = self.deployment;
        let deployed = moment(later(today, on)?, hour)?;
        Ok(json!({
            "requester": id(&self.requester)?,
            "model": id(&self.model)?,
            "contract": id(&self.contract)?,
            "executor_group": id(&self.group)?,
            "title": self.title,
            "description": self.about,
            "version": self.version,
            "impact": impact,
            "urgency": urgency,
            "risk": risk,
            "planning": self.phase(moment(later(today, first)?, 9)?, moment(later(today, last)?, 18)?),
            "deployment": self.phase(deployed, deployed.checked_add(hours.hours())?),
        }))
    }

    fn phase(&self, start: DateTime, end: DateTime) -> Value {
        let zone = if self.contract == "c-lisboa" {
            "Europe/Lisbon"
        } else {
            ZONE
        };
        json!({"start": start.to_string(), "end": end.to_string(), "zone": zone})
    }
}

fn day(now: Timestamp, zone: &TimeZone, days: i32) -> Result<Date, jiff::Error> {
    later(zone.to_datetime(now).date(), days)
}

fn later(date: Date, days: i32) -> Result<Date, jiff::Error> {
    date.checked_add(days.days())
}

fn moment(date: Date, hour: i32) -> Result<DateTime, jiff::Error> {
    date.to_datetime(Time::midnight()).checked_add(hour.hours())
}
