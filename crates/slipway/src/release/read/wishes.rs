//! Reads what is asked of a release that exists: one function a command, for the API, the pages and many at once.

use jiff::Timestamp;
use jiff::civil::Date;
use slipway_core::flow::{Outcome, Status, TaskId};
use slipway_core::id::Id;
use slipway_core::kind::{Account, Group, SolutionCategory};
use slipway_core::release::command::Taking;
use slipway_core::release::{Advance, Command, Delegate, Delegation, Hold, SituationChange};
use uuid::Uuid;

use crate::edge::Reader;
use crate::release::wish::Wish;

/// Longest texts (R11).
const LONG: usize = 65_000;

/// Reads `{take_over, task}`.
pub fn capture(reader: &Reader<'_>) -> Wish {
    let taking = if reader.flag("take_over").unwrap_or(false) {
        Taking::Over
    } else {
        Taking::Free
    };
    Wish::Plain(Command::Capture {
        task: task(reader),
        taking,
    })
}

/// Reads the body of `advance`.
pub fn advance(reader: &Reader<'_>) -> Wish {
    let said = Said::read(reader);
    Wish::Plain(Command::Advance(Advance {
        task: task(reader),
        outcome: reader.choice("outcome", Outcome::Advance),
        release_date: said.release_date,
        solution_category: said.solution_category,
        closure: said.closure,
        note: reader.text("note", LONG),
    }))
}

/// Reads the body of `situation`.
pub fn situation(reader: &Reader<'_>) -> Wish {
    let said = Said::read(reader);
    Wish::Plain(Command::SetSituation(SituationChange {
        status: reader.choice("status", Status::InExecution),
        release_date: said.release_date,
        solution_category: said.solution_category,
        closure: said.closure,
    }))
}

/// Reads `{justification, complement}` (F060, F061).
pub fn suspend(reader: &Reader<'_>) -> Wish {
    Wish::Plain(Command::Suspend(Hold {
        justification: reader.id("justification"),
        complement: reader.text("complement", LONG),
    }))
}

/// Reads a body that says nothing: leaving a hold asks for a word of confirmation only (O18).
pub fn reactivate(_reader: &Reader<'_>) -> Wish {
    Wish::Reactivate
}

/// Reads `{group}` or `{user, make_responsible}`, with `justification` and `task` (F053).
pub fn delegate(reader: &Reader<'_>) -> Wish {
    let group: Option<Id<Group>> = reader.optional_id("group");
    let user: Option<Id<Account>> = reader.optional_id("user");
    let is_responsible = reader.flag("make_responsible").unwrap_or(false);
    let to = match (group, user) {
        (Some(group), None) => Delegate::Group(group),
        (None, Some(user)) if is_responsible => Delegate::Responsible(user),
        (None, Some(user)) => Delegate::Account(user),
        (None, None) | (Some(_), Some(_)) => {
            // One that is there and no id is told as that already.
            let is_misspelt =
                group.is_none() && user.is_none() && ["group", "user"].iter().any(|name| reader.raw(name).is_some());
            if !is_misspelt {
                reader.refuse("group", "group_or_user");
                reader.refuse("user", "group_or_user");
            }
            Delegate::Account(Id::new(Uuid::nil()))
        }
    };
    if is_responsible && matches!(to, Delegate::Group(_)) {
        reader.refuse("make_responsible", "only_for_a_user");
    }
    Wish::Plain(Command::Delegate(Delegation {
        task: task(reader),
        to,
        justification: reader.text("justification", LONG),
    }))
}

/// Reads `{task}`: sharing it is taken back (O07).
pub fn withdraw(reader: &Reader<'_>) -> Wish {
    Wish::Plain(Command::Withdraw { task: task(reader) })
}

/// Reads `{reason, planned_end}` (R15).
pub fn reopen(reader: &Reader<'_>) -> Wish {
    Wish::Reopen {
        reason: required_text(reader, "reason"),
        planned_end: reader.instant("planned_end"),
    }
}

/// Reads `{model}` (O21).
pub fn reclassify(reader: &Reader<'_>) -> Wish {
    Wish::Reclassify {
        model: reader.id("model"),
    }
}

/// Reads `{deadline, justification}` (O20).
pub fn change_deadline(reader: &Reader<'_>) -> Wish {
    let deadline = reader.instant("deadline");
    if reader.raw("deadline").is_none() {
        reader.demand("deadline");
    }
    Wish::ChangeDeadline {
        deadline: deadline.unwrap_or(Timestamp::UNIX_EPOCH),
        justification: required_text(reader, "justification"),
    }
}

fn required_text(reader: &Reader<'_>, name: &str) -> String {
    let text = reader.text(name, LONG);
    if text.is_none() {
        reader.demand(name);
    }
    text.unwrap_or_default()
}

struct Said {
    release_date: Option<Date>,
    solution_category: Option<Id<SolutionCategory>>,
    closure: Option<String>,
}

impl Said {
    fn read(reader: &Reader<'_>) -> Said {
        Said {
            release_date: reader.date("release_date"),
            solution_category: reader.optional_id("solution_category"),
            closure: reader.text("closure", LONG),
        }
    }
}

fn task(reader: &Reader<'_>) -> Option<TaskId> {
    let text = reader.line("task", 64)?;
    let task = text.parse().ok();
    if task.is_none() {
        reader.refuse("task", "not_a_task");
    }
    task
}
