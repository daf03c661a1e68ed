//! What can be done to a release now and why the rest cannot: the deciders themselves are asked (`spec/api.md`,
//! `GET …/actions`), so that a button, its reason and the refusal cannot differ.

use serde_json::{Value, json};
use slipway_core::flow::{Outcome, Status};
use slipway_core::id::Id;
use slipway_core::policy;
use slipway_core::release::command::Taking;
use slipway_core::release::{Advance, Command, Edit, Refusal, SituationChange, decide};
use uuid::Uuid;

use super::query::{self, Surroundings};
use super::refusal::{Names, fault};
use super::store::Stored;
use crate::act::Look;
use crate::edge::{Fault, Texts};

/// One thing that could be done.
#[derive(Debug)]
pub struct Possible {
    /// `edit`, `capture`, `take_over`, `advance`, `solve`, `refuse`, `cancel`, `situation` …
    pub name: &'static str,
    pub command: Command,
    /// Fields that the command will ask for.
    pub asks: Vec<&'static str>,
    /// Why not; nothing when it is allowed.
    pub blocker: Option<Fault>,
}

impl Possible {
    pub fn is_allowed(&self) -> bool {
        self.blocker.is_none()
    }

    pub fn to_json(&self, texts: Texts) -> Value {
        let blockers: Vec<Value> = self
            .blocker
            .iter()
            .map(|fault| json!({"code": fault.code.slug(), "message": fault.detail(texts)}))
            .collect();
        json!({"action": self.name, "allowed": self.is_allowed(), "asks": self.asks, "blockers": blockers})
    }
}

/// Everything a person could ask of this release, each tried on the decider.
pub fn all(look: &Look<'_>, stored: &Stored, around: &Surroundings) -> Vec<Possible> {
    commands(stored)
        .into_iter()
        .map(|(name, command)| probe(look, stored, around, name, command))
        .collect()
}

fn commands(stored: &Stored) -> Vec<(&'static str, Command)> {
    let advance = |outcome| {
        Command::Advance(Advance {
            task: None,
            outcome,
            release_date: None,
            solution_category: None,
            closure: None,
            note: None,
        })
    };
    let situation = SituationChange {
        status: Status::InExecution,
        release_date: None,
        solution_category: None,
        closure: None,
    };
    vec![
        (
            "capture",
            Command::Capture {
                task: None,
                taking: Taking::Free,
            },
        ),
        (
            "take_over",
            Command::Capture {
                task: None,
                taking: Taking::Over,
            },
        ),
        (
            "edit",
            Command::Edit(Box::new(Edit {
                sheet: stored.release.sheet.clone(),
                timing: stored.release.timing,
                restores: None,
            })),
        ),
        ("advance", advance(Outcome::Advance)),
        ("solve", advance(Outcome::Solved)),
        ("not_solved", advance(Outcome::NotSolved)),
        ("cancel", advance(Outcome::Canceled)),
        ("situation", Command::SetSituation(situation)),
    ]
}

/// Tries one command on the decider.
pub fn probe(
    look: &Look<'_>,
    stored: &Stored,
    around: &Surroundings,
    name: &'static str,
    command: Command,
) -> Possible {
    let task = stored.release.task(None).or(stored.release.tasks.first());
    let permit = match policy::may(look.actor(), command.action(), &stored.release.relations(task)) {
        Ok(permit) => permit,
        Err(denied) => {
            return Possible {
                name,
                command,
                asks: Vec::new(),
                blocker: Some(denied.into()),
            };
        }
    };
    let nobody = || Id::new(Uuid::nil());
    let decided = around.with_context(look.actor(), look.at, &nobody, |context| {
        decide(&permit, &stored.release, &command, context)
    });
    match decided {
        // Nothing to take over from nobody: that is capturing.
        Ok(_) if name == "take_over" && task.is_some_and(|task| task.responsible.is_none()) => Possible {
            name,
            command,
            asks: Vec::new(),
            blocker: Some(Fault::new(crate::edge::Code::ReleaseFree)),
        },
        Ok(_) => Possible {
            name,
            command,
            asks: Vec::new(),
            blocker: None,
        },
        // A field still to be filled is a question, not an obstacle.
        Err(Refusal::Missing(fields)) => Possible {
            name,
            command,
            asks: fields.iter().map(|field| field.as_str()).collect(),
            blocker: None,
        },
        Err(refused) => {
            let person = |id| query::person_name(look, id);
            let names = Names {
                flow: &around.flow,
                language: look.language,
                person: &person,
            };
            Possible {
                name,
                command,
                asks: Vec::new(),
                blocker: Some(fault(refused, names)),
            }
        }
    }
}
