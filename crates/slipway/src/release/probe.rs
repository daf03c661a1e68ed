//! What can be done to a release now and why the rest cannot: the deciders themselves are asked (`spec/api.md`,
//! `GET …/actions`), so that a button, its reason and the refusal cannot differ.

use serde_json::{Value, json};
use slipway_core::flow::{Outcome, Status};
use slipway_core::id::Id;
use slipway_core::policy;
use slipway_core::release::command::Taking;
use slipway_core::release::{
    Advance, Command, DeadlineChange, Delegate, Delegation, Edit, Hold, HoldTime, Preset, Reclassification, Refusal,
    Release, Reopening, SituationChange, decide,
};
use uuid::Uuid;

use super::query::{self, Surroundings};
use super::refusal::{Names, fault};
use super::store::Stored;
use crate::act::Look;
use crate::edge::{Code, Fault, Texts};

/// One thing that could be done.
#[derive(Debug)]
pub struct Possible {
    /// `edit`, `capture`, `take_over`, `advance`, `solve`, `not_solved`, `cancel`, `situation`, `suspend` …
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
    commands(stored, around)
        .into_iter()
        .map(|(name, command)| probe(look, stored, around, name, command))
        .collect()
}

fn commands(stored: &Stored, around: &Surroundings) -> Vec<(&'static str, Command)> {
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
    let capture = |taking| Command::Capture { task: None, taking };
    let edit = Command::Edit(Box::new(unchanged(&stored.release)));
    let mut commands = vec![
        ("capture", capture(Taking::Free)),
        ("take_over", capture(Taking::Over)),
        ("edit", edit),
        ("advance", advance(Outcome::Advance)),
        ("solve", advance(Outcome::Solved)),
        ("not_solved", advance(Outcome::NotSolved)),
        ("cancel", advance(Outcome::Canceled)),
        ("situation", Command::SetSituation(situation)),
    ];
    commands.extend(LIFE.iter().map(|name| (*name, of_life(name, &stored.release, around))));
    commands
}

/// What a release goes through besides its tasks.
const LIFE: &[&str] = &[
    "suspend",
    "reactivate",
    "delegate",
    "withdraw",
    "reopen",
    "reclassify",
    "change_deadline",
    "delete",
];

/// A command of the release's life that says nothing in particular: enough to ask whether it may be.
pub fn of_life(name: &str, release: &Release, around: &Surroundings) -> Command {
    let nobody = Id::new(Uuid::nil());
    match name {
        "suspend" => Command::Suspend(Hold {
            justification: Id::new(Uuid::nil()),
            complement: None,
        }),
        "reactivate" => Command::Reactivate(HoldTime {
            suspended_minutes: release.suspended_minutes,
            extension_minutes: release.extension_minutes,
            timing: release.timing,
        }),
        "delegate" => Command::Delegate(Delegation {
            task: None,
            to: Delegate::Account(nobody),
            justification: None,
        }),
        "withdraw" => Command::Withdraw { task: None },
        "reopen" => Command::Reopen(Box::new(Reopening {
            reason: String::new(),
            plan: unchanged(release),
        })),
        "reclassify" => Command::Reclassify(Box::new(Reclassification {
            preset: own_preset(release),
            flow: around.flow.clone(),
            timing: release.timing,
        })),
        "change_deadline" => Command::ChangeDeadline(Box::new(DeadlineChange {
            justification: String::new(),
            plan: unchanged(release),
        })),
        _ => Command::Delete,
    }
}

fn unchanged(release: &Release) -> Edit {
    Edit {
        sheet: release.sheet.clone(),
        timing: release.timing,
        restores: None,
    }
}

fn own_preset(release: &Release) -> Preset {
    Preset {
        model: release.model,
        portfolio: release.portfolio,
        category: release.category,
        flow: release.flow,
        flow_version: release.flow_version,
        calendar: release.calendar,
        executor_group: release.sheet.executor_group,
    }
}

/// The fields that a command asks for whatever the release is like.
fn asks(name: &str) -> Vec<&'static str> {
    match name {
        "suspend" => vec!["justification"],
        "delegate" => vec!["group", "user"],
        "reopen" => vec!["reason"],
        "reclassify" => vec!["model"],
        "change_deadline" => vec!["deadline", "justification"],
        _ => Vec::new(),
    }
}

/// Tries one command on the decider.
pub fn probe(
    look: &Look<'_>,
    stored: &Stored,
    around: &Surroundings,
    name: &'static str,
    command: Command,
) -> Possible {
    let (asks, blocker) = match tried(look, stored, around, name, &command) {
        Ok(asks) => (asks, None),
        Err(fault) => (Vec::new(), Some(fault)),
    };
    Possible {
        name,
        command,
        asks,
        blocker,
    }
}

/// The fields it would ask for, or why it cannot be.
fn tried(
    look: &Look<'_>,
    stored: &Stored,
    around: &Surroundings,
    name: &str,
    command: &Command,
) -> Result<Vec<&'static str>, Fault> {
    let release = &stored.release;
    let task = release.task(None).or(release.tasks.first());
    if release.deleted_at.is_some() {
        return Err(Fault::new(Code::NotFound));
    }
    let permit = policy::may(
        look.actor(),
        command.action(),
        &release.relations(task).on(&around.flow),
    )?;
    let around = around.clone().for_command(look, release, command)?;
    let nobody = || Id::new(Uuid::nil());
    let decided = around.with_context(look.actor(), look.at, &nobody, |context| {
        decide(&permit, release, command, context)
    });
    match decided {
        // Nothing to take over from nobody: that is capturing.
        Ok(_) if name == "take_over" && task.is_some_and(|task| task.responsible.is_none()) => {
            Err(Fault::new(Code::ReleaseFree))
        }
        Ok(_) | Err(Refusal::InThePast(_)) => Ok(asks(name)),
        // A field still to be filled is a question, not an obstacle.
        Err(Refusal::Missing(fields)) => {
            let missing = fields.iter().map(|field| field.as_str());
            Ok(asks(name).into_iter().chain(missing).collect())
        }
        Err(refused) => {
            let person = |id| query::person_name(look, id);
            let names = Names {
                flow: &around.flow,
                language: look.language,
                person: &person,
            };
            Err(fault(refused, names))
        }
    }
}
