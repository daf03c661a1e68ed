//! The life of one generated release: every step is decided and permitted by the core, as if people had taken it, and
//! leaves its event. Nothing is stored here.

use std::cell::RefCell;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use slipway_core::actor::Actor;
use slipway_core::flow::{EdgeId, Outcome, Status};
use slipway_core::id::Id;
use slipway_core::kind::{Account, SolutionCategory};
use slipway_core::policy::{self, Denied};
use slipway_core::questionnaire::Checklists;
use slipway_core::release::command::Taking;
use slipway_core::release::record::Links;
use slipway_core::release::{
    Advance, Command, Context, Event as Happened, OpenTask, PhaseError, Refusal, Release, SituationChange, decide,
    register,
};

use super::birth::Birth;
use super::dice::Dice;
use super::estate::{Estate, Line, Requester};
use crate::act::FieldChange;
use crate::audit::{self, Event};
use crate::edge::Fault;
use crate::release::{KIND, command, show};

/// Why a release could not be made up. Each would be a mistake of the generator.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    #[error("there is nobody and nothing to make releases of")]
    Empty,
    #[error("a step was not permitted")]
    Denied(#[from] Denied),
    #[error("a step was refused")]
    Refused(#[from] Refusal),
    #[error("a phase cannot be")]
    Phase(#[from] PhaseError),
    #[error("a day is in no calendar")]
    NoDay(#[from] jiff::Error),
}

impl From<LifeError> for Fault {
    fn from(error: LifeError) -> Fault {
        Fault::internal(error)
    }
}

/// A release with all that it has left behind.
#[derive(Debug)]
pub struct Life {
    pub release: Release,
    pub history: Vec<Event>,
    pub left: Vec<LeftTask>,
    pub walked: Vec<(EdgeId, Timestamp)>,
}

impl Life {
    /// The revision that the release's last event gave it.
    pub fn revision(&self) -> i64 {
        self.history.last().map_or(0, |event| event.seq)
    }
}

/// A task that somebody has left.
#[derive(Debug)]
pub struct LeftTask {
    pub task: OpenTask,
    pub at: Timestamp,
    pub by: Id<Account>,
    pub outcome: Outcome,
}

/// Where and when a release begins, and until when it may be worked on.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub number: i64,
    pub born_at: Timestamp,
    pub until: Timestamp,
}

/// How far a release gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Course {
    /// Tasks that are left before the last thing that happens.
    n_tasks: u64,
    then: Then,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Wait,
    Capture,
    Set(Outcome),
    Cancel,
}

/// No flow is that long; a release that goes in circles is canceled then.
const LONGEST: u64 = 16;

/// Lives the life that the dice throw.
pub fn live(estate: &Estate, mut dice: Dice, span: Span, is_open: IsOpen) -> Result<Life, LifeError> {
    let course = Course::thrown(&mut dice, is_open);
    let line = dice.early(&estate.lines).ok_or(LifeError::Empty)?;
    let requester = dice.early(&estate.requesters).ok_or(LifeError::Empty)?;
    // Everybody has a pace of their own, and most are quick.
    let pace = SignedDuration::from_hours(dice.early(&[6, 12, 24, 54]).copied().unwrap_or(6));
    let mut living = Living::begun(estate, line, requester, dice, span)?;
    living.pace = pace;
    living.follow(course)?;
    Ok(living.life)
}

/// Whether a release is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IsOpen {
    Open,
    Closed,
}

impl Course {
    fn thrown(dice: &mut Dice, is_open: IsOpen) -> Course {
        match is_open {
            IsOpen::Closed if dice.percent(8) => Course {
                n_tasks: dice.below(4),
                then: Then::Cancel,
            },
            IsOpen::Closed => Course {
                n_tasks: LONGEST,
                then: Then::Cancel,
            },
            IsOpen::Open => Course {
                n_tasks: dice.below(4),
                then: match dice.below(20) {
                    0 => Then::Set(Outcome::Solved),
                    1 => Then::Set(Outcome::Canceled),
                    2 => Then::Set(Outcome::NotSolved),
                    3..=12 => Then::Capture,
                    _ => Then::Wait,
                },
            },
        }
    }
}

/// A release while its life is made up.
struct Living<'a> {
    estate: &'a Estate,
    line: &'a Line,
    requester: &'a Requester,
    /// Ids of new tasks are thrown while the rules look on.
    dice: RefCell<Dice>,
    at: Timestamp,
    until: Timestamp,
    pace: SignedDuration,
    life: Life,
    /// The release as its history has told it so far.
    told: Map<String, Value>,
}

impl<'a> Living<'a> {
    fn begun(
        estate: &'a Estate,
        line: &'a Line,
        requester: &'a Requester,
        mut dice: Dice,
        span: Span,
    ) -> Result<Living<'a>, LifeError> {
        let registrar = dice.early(&line.registrars).ok_or(LifeError::Empty)?;
        policy::may_register(registrar, line.model.flow)?;
        let at = span.born_at;
        let release = Birth {
            estate,
            line,
            requester,
            by: registrar.account,
            at,
            number: span.number,
        }
        .release(&mut dice)?;
        let life = Life {
            release,
            history: Vec::new(),
            left: Vec::new(),
            walked: Vec::new(),
        };
        let (dice, pace) = (RefCell::new(dice), SignedDuration::ZERO);
        let told = Map::new();
        let mut living = Living {
            estate,
            line,
            requester,
            dice,
            at,
            until: span.until,
            pace,
            life,
            told,
        };
        let release = &living.life.release;
        let start = living.decided(registrar, |context| register(release, context))?;
        living.life.release.position = start.position;
        living.life.release.tasks = start.opened;
        living
            .life
            .walked
            .extend(start.walked.into_iter().map(|edge| (edge, at)));
        living.tell(registrar, "registered", None);
        Ok(living)
    }

    fn follow(&mut self, course: Course) -> Result<(), LifeError> {
        for _ in 0..course.n_tasks {
            let Some(task) = self.life.release.tasks.first().cloned() else {
                return Ok(());
            };
            let actor = self.worker(&task)?;
            self.make(actor, &capture(&task))?;
            let command = self.leaving(&task);
            self.make(actor, &command)?;
        }
        let Some(task) = self.life.release.tasks.first().cloned() else {
            return Ok(());
        };
        match course.then {
            Then::Wait => Ok(()),
            Then::Capture => self.make(self.worker(&task)?, &capture(&task)),
            Then::Set(outcome) => self.set(&task, outcome),
            Then::Cancel => self.cancel(&task),
        }
    }

    /// Who works on a task: the requester where it is theirs alone, else somebody of the group.
    fn worker(&self, task: &OpenTask) -> Result<&'a Actor, LifeError> {
        match &self.requester.actor {
            Some(actor) if task.requester_only => Ok(actor),
            _ => self.dice.borrow_mut().early(&self.line.crew).ok_or(LifeError::Empty),
        }
    }

    /// Onward mostly; sometimes the task is sent back.
    fn leaving(&mut self, task: &OpenTask) -> Command {
        let offered = self.line.flow.task(&task.node);
        let offers = |outcome| offered.is_some_and(|offered| offered.outcomes.contains(&outcome));
        let decides = offered.is_some_and(|offered| offered.approval) && offers(Outcome::Solved);
        let outcome = if offers(Outcome::NotSolved) && self.dice.get_mut().percent(4) {
            Outcome::NotSolved
        } else if offers(Outcome::Advance) && !decides {
            Outcome::Advance
        } else {
            Outcome::Solved
        };
        self.advance(task, outcome)
    }

    fn advance(&mut self, task: &OpenTask, outcome: Outcome) -> Command {
        let said = self.said(outcome);
        Command::Advance(Advance {
            task: Some(task.node.clone()),
            outcome,
            release_date: said.release_date,
            solution_category: said.solution_category,
            closure: said.text,
            note: None,
        })
    }

    /// Sets the situation where the flow lets people do so, and only captures elsewhere.
    fn set(&mut self, task: &OpenTask, outcome: Outcome) -> Result<(), LifeError> {
        let actor = self.worker(task)?;
        self.make(actor, &capture(task))?;
        let allows = self
            .line
            .flow
            .task(&task.node)
            .is_some_and(|task| task.allows_change_of_status);
        let actor = if outcome == Outcome::Canceled {
            self.canceler()
        } else {
            Some(actor)
        };
        let Some(actor) = actor.filter(|_| allows) else {
            return Ok(());
        };
        let said = self.said(outcome);
        let change = SituationChange {
            status: match outcome {
                Outcome::Advance => Status::InExecution,
                Outcome::Solved => Status::Solved,
                Outcome::NotSolved => Status::NotSolved,
                Outcome::Canceled => Status::Canceled,
            },
            release_date: said.release_date,
            solution_category: said.solution_category,
            closure: said.text,
        };
        self.make(actor, &Command::SetSituation(change))
    }

    fn cancel(&mut self, task: &OpenTask) -> Result<(), LifeError> {
        let Some(actor) = self.canceler() else { return Ok(()) };
        let command = self.advance(task, Outcome::Canceled);
        self.make(actor, &command)
    }

    fn canceler(&mut self) -> Option<&'a Actor> {
        self.dice.get_mut().early(&self.line.cancelers)
    }

    fn said(&mut self, outcome: Outcome) -> Said {
        let dice = self.dice.get_mut();
        let words = &self.estate.words;
        match outcome {
            Outcome::Advance => Said::default(),
            Outcome::NotSolved => Said {
                text: Some(words.not_solved(dice)),
                ..Said::default()
            },
            Outcome::Canceled => Said {
                text: Some(words.not_solved(dice)),
                solution_category: dice.early(&self.estate.abandoned).copied(),
                release_date: None,
            },
            Outcome::Solved => Said {
                text: Some(words.solved(dice)),
                solution_category: dice.early(&self.estate.solved).copied(),
                release_date: Some(TimeZone::UTC.to_datetime(self.at).date()),
            },
        }
    }

    /// Lets some time pass, then does what is asked, by the rules.
    fn make(&mut self, actor: &Actor, command: &Command) -> Result<(), LifeError> {
        let left = self.until.duration_since(self.at) / 3;
        self.at += self.dice.get_mut().span(self.pace.min(left)) + SignedDuration::from_secs(1);
        let before = &self.life.release;
        let permit = policy::may(actor, command.action(), &before.relations(before.task(command.task())))?;
        let event = self.decided(actor, |context| decide(&permit, before, command, context))?;
        let after = event.apply(before.clone(), actor.account, self.at);
        if let Happened::Advanced {
            task,
            outcome,
            walked,
            closed,
            ..
        } = &event
        {
            let ended = before.tasks.iter().filter(|open| *closed || open.id == *task);
            let (at, by, outcome) = (self.at, actor.account, *outcome);
            self.life.left.extend(ended.map(|open| LeftTask {
                task: open.clone(),
                at,
                by,
                outcome,
            }));
            self.life.walked.extend(walked.iter().map(|edge| (edge.clone(), at)));
        }
        self.life.release = after;
        self.tell(actor, event.kind(), command::note(command));
        Ok(())
    }

    /// Lets the core look at the release on somebody's behalf.
    fn decided<T>(&self, actor: &Actor, decide: impl FnOnce(&Context<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        decide(&Context {
            actor,
            at: self.at,
            flow: &self.line.flow,
            links: Links::default(),
            has_additions: false,
            requires_change: self.line.model.requires_change,
            checklists: &Checklists::default(),
            requester_has_account: self.requester.actor.is_some(),
            is_in_group: &|_, _| false,
            new_task: &|| Id::new(self.dice.borrow_mut().id(self.at)),
        })
    }

    /// Adds the event to the history, chained to the one before.
    fn tell(&mut self, actor: &Actor, kind: &'static str, note: Option<String>) {
        let state = show::recorded(&self.life.release);
        let changes: Value = FieldChange::between(&self.told, &state)
            .iter()
            .map(FieldChange::to_json)
            .collect();
        self.told = state;
        let dice = self.dice.get_mut();
        let mut event = Event {
            record_kind: KIND.to_owned(),
            record_id: self.life.release.id.uuid(),
            seq: self.life.revision() + 1,
            id: dice.id(self.at),
            at: self.at,
            actor: Some(actor.account.uuid()),
            actor_name: actor.name.clone(),
            kind: kind.to_owned(),
            changes: changes.to_string(),
            note,
            request: dice.id(self.at),
            predecessor: self
                .life
                .history
                .last()
                .map_or_else(|| vec![0; 32], |last| last.digest.clone()),
            digest: Vec::new(),
        };
        event.digest = audit::store::digest(&event).to_vec();
        self.life.history.push(event);
    }
}

#[derive(Debug, Default)]
struct Said {
    release_date: Option<Date>,
    solution_category: Option<Id<SolutionCategory>>,
    text: Option<String>,
}

fn capture(task: &OpenTask) -> Command {
    Command::Capture {
        task: Some(task.node.clone()),
        taking: Taking::Free,
    }
}
