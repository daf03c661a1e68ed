//! Plays the releases of the story: each registered and worked on by the people of its group, at instants of office
//! hours between its registration and its last day, until it stands where the story says.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::Value;
use slipway_core::actor::TokenScope;
use slipway_core::clock::{Calendar, Pauses};
use slipway_core::flow::{Outcome, Status};
use slipway_core::id::Id;
use slipway_core::release::command::Taking;
use slipway_core::release::{Advance, Command, Edit, Phase, Release, SituationChange};
use slipway_db::ReadTx;
use tokio::task::JoinSet;

use super::company::{Company, StoryError};
use super::deeds;
use super::plan::{self, Move, Plan, ZONE};
use crate::account::{self, kinds::EMPLOYEES};
use crate::act::{Act, Person, new_uuid};
use crate::app::App;
use crate::calendar;
use crate::edge::{Fault, Precondition, reader};
use crate::entry::store;
use crate::release::{command, query, read};

/// Registers every release of the story and does to it what the story says.
pub async fn play(app: &App, company: Company) -> Result<(), Fault> {
    let book = plan::book()?;
    let requesters: Vec<String> = book.releases.iter().map(|plan| plan.requester.clone()).collect();
    let cast = app
        .db()
        .read(move |tx| Cast::assemble(tx, &company, &requesters))
        .await?;
    let stage = Arc::new(Stage {
        app: app.clone(),
        now: app.now(),
        cast,
        crews: book.crews,
    });
    let mut playing = JoinSet::new();
    for (at, plan) in stage.in_order(book.releases)? {
        // One after the other, so that what was registered later has a higher number.
        let release = stage.register(&plan, at).await?;
        let stage = Arc::clone(&stage);
        // All at once, so that many acts share a commit.
        playing.spawn(async move { stage.work(&plan, release).await });
    }
    let mut releases = BTreeMap::new();
    while let Some(played) = playing.join_next().await {
        let release = played.map_err(Fault::internal)??;
        releases.insert(release.sheet.title.clone(), release);
    }
    let cast = deeds::Cast {
        company: &stage.cast.company,
        people: &stage.cast.people,
        releases: &releases,
    };
    deeds::follow(app, &cast).await
}

/// Everybody who acts, and whom they act for.
struct Cast {
    company: Company,
    /// By what the story calls them.
    people: BTreeMap<String, Person>,
    /// What a registration says about whoever asks for a release.
    contacts: BTreeMap<String, Value>,
    office: Calendar,
    zone: TimeZone,
}

impl Cast {
    fn assemble(tx: &ReadTx<'_>, company: &Company, requesters: &[String]) -> Result<Cast, Fault> {
        let mut people = BTreeMap::new();
        for (name, account) in company.accounts() {
            let log_in = account::store::by_account(tx, account)?.ok_or_else(|| nobody(name))?;
            people.insert(name.to_owned(), account::query::person(tx, log_in, TokenScope::Admin)?);
        }
        let mut contacts = BTreeMap::new();
        for name in requesters {
            let employee = store::one(tx, &EMPLOYEES, company.id(name)?)?.ok_or_else(|| nobody(name))?;
            let told = ["name", "email", "phone", "extension", "unit", "location"];
            let told = told.map(|field| {
                (
                    field.to_owned(),
                    employee.values.get(field).cloned().unwrap_or_default(),
                )
            });
            contacts.insert(name.clone(), Value::Object(told.into_iter().collect()));
        }
        Ok(Cast {
            company: company.clone(),
            people,
            contacts,
            office: calendar::query::load(tx, Id::new(company.id("office")?))?,
            zone: TimeZone::get(ZONE).map_err(Fault::internal)?,
        })
    }

    fn person(&self, name: &str) -> Result<&Person, StoryError> {
        self.people.get(name).ok_or_else(|| nobody(name))
    }
}

fn nobody(name: &str) -> StoryError {
    StoryError::Nobody(name.to_owned())
}

/// Who may cancel whatever it is.
const MANAGER: &str = "helena";

struct Stage {
    app: App,
    now: Timestamp,
    cast: Cast,
    crews: BTreeMap<String, BTreeMap<String, String>>,
}

impl Stage {
    /// The plans with when they are registered, the oldest first.
    fn in_order(&self, plans: Vec<Plan>) -> Result<Vec<(Timestamp, Plan)>, Fault> {
        let timed = plans
            .into_iter()
            .map(|plan| Ok((plan.registered_at(self.now, &self.cast.zone)?, plan)));
        let mut timed: Vec<(Timestamp, Plan)> = timed.collect::<Result<_, StoryError>>()?;
        timed.sort_by_key(|(at, _)| *at);
        Ok(timed)
    }

    async fn register(&self, plan: &Plan, at: Timestamp) -> Result<Release, Fault> {
        let today = self.cast.zone.to_datetime(self.now).date();
        let mut body = plan.registration(&self.cast.company, today)?;
        if let (Some(fields), Some(contact)) = (body.as_object_mut(), self.cast.contacts.get(&plan.requester)) {
            fields.insert("contact".to_owned(), contact.clone());
        }
        let asked = reader::read(&body, read::registration)?;
        let by = self.cast.person(self.of_crew(plan, "register")?)?;
        let done = self
            .app
            .act_as(by, (at, new_uuid(at)), move |act| command::register(act, &asked))
            .await?;
        Ok(done.stored.release)
    }

    /// Makes every move of a plan.
    async fn work(&self, plan: &Plan, mut release: Release) -> Result<Release, Fault> {
        let moves = plan.moves()?;
        let instants = self.instants(plan, release.created.0, moves.len())?;
        for (made, at) in moves.into_iter().zip(instants) {
            release = self.make(plan, release, made, at).await?;
        }
        Ok(release)
    }

    async fn make(&self, plan: &Plan, release: Release, made: Move, at: Timestamp) -> Result<Release, Fault> {
        let by = self.cast.person(self.actor(plan, &release, made)?)?;
        let (plan, company) = (plan.clone(), self.cast.company.clone());
        let act_of = move |act: &Act<'_>| {
            let command = command_of(act, &plan, &company, &release, made)?;
            command::perform(act, release.number, Precondition::Any, &command)
        };
        Ok(self.app.act_as(by, (at, new_uuid(at)), act_of).await?.stored.release)
    }

    /// As many instants of office hours as there are moves, the last one on the plan's last day.
    fn instants(&self, plan: &Plan, from: Timestamp, n_moves: usize) -> Result<Vec<Timestamp>, Fault> {
        let until = plan.until(self.now, &self.cast.zone)?;
        let office = &self.cast.office;
        let n_minutes = office.working_minutes(from, until, &Pauses::none());
        let (mut instants, mut last) = (Vec::new(), from);
        for step in 1..=n_moves as u64 {
            let minutes = n_minutes * step / n_moves as u64;
            let at = office
                .deadline(from, minutes, &Pauses::none())
                .map_err(Fault::internal)?;
            // On a day off there is no office hour left, and yet no two moves happen at once.
            last = at.unwrap_or(until).max(last + SignedDuration::from_secs(40));
            instants.push(last);
        }
        Ok(instants)
    }

    fn actor<'a>(&'a self, plan: &'a Plan, release: &Release, made: Move) -> Result<&'a str, StoryError> {
        let task = release.tasks.first();
        match (made, &plan.taken_by) {
            (Move::Leave(Outcome::Canceled) | Move::Set(Outcome::Canceled), _) => Ok(MANAGER),
            (Move::Capture(Taking::Over), Some(name)) => Ok(name),
            (Move::Postpone { .. }, _) => self.of_crew(plan, "register"),
            _ if task.is_some_and(|task| task.requester_only) => Ok(&plan.requester),
            _ => self.of_crew(plan, task.map_or("", |task| task.node.as_str())),
        }
    }

    fn of_crew(&self, plan: &Plan, part: &str) -> Result<&str, StoryError> {
        let crew = self.crews.get(&plan.group).ok_or_else(|| nobody(&plan.group))?;
        crew.get(part).map(String::as_str).ok_or_else(|| nobody(part))
    }
}

/// What a move is called as a command on the release as it stands.
fn command_of(act: &Act<'_>, plan: &Plan, company: &Company, release: &Release, made: Move) -> Result<Command, Fault> {
    let on = TimeZone::get(ZONE)
        .map_err(StoryError::NoDay)?
        .to_datetime(act.at)
        .date();
    let ends = |outcome| matches!(outcome, Outcome::Solved | Outcome::Canceled);
    let category = |outcome| {
        ends(outcome)
            .then(|| company.id(&plan.solution).map(Id::new))
            .transpose()
    };
    let release_date = |outcome| (outcome == Outcome::Solved).then_some(on);
    Ok(match made {
        Move::Capture(taking) => Command::Capture { task: None, taking },
        Move::Leave(outcome) => Command::Advance(Advance {
            task: None,
            outcome,
            release_date: release_date(outcome),
            solution_category: category(outcome)?,
            closure: plan.said(outcome),
            note: None,
        }),
        Move::Set(outcome) => Command::SetSituation(SituationChange {
            status: status_of(outcome),
            release_date: release_date(outcome),
            solution_category: category(outcome)?,
            closure: plan.said(outcome),
        }),
        Move::Postpone { days } => {
            let mut sheet = release.sheet.clone();
            sheet.deployment = postponed(&sheet.deployment, days)?;
            let timing = query::timing_after_edit(&act.look(), release, &sheet)?;
            Command::Edit(Box::new(Edit {
                sheet,
                timing,
                restores: None,
            }))
        }
    })
}

fn status_of(outcome: Outcome) -> Status {
    match outcome {
        Outcome::Advance => Status::InExecution,
        Outcome::Solved => Status::Solved,
        Outcome::NotSolved => Status::NotSolved,
        Outcome::Canceled => Status::Canceled,
    }
}

fn postponed(phase: &Phase, days: i32) -> Result<Phase, Fault> {
    let later = |at: DateTime| at.checked_add(days.days()).map_err(StoryError::NoDay);
    Phase::new(later(phase.start())?, later(phase.end())?, phase.zone()).map_err(Fault::internal)
}
