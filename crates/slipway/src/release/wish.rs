//! What people ask of a release, before it is known what that means for it: some commands carry what only the release,
//! its calendar or a model can tell. Whether it may be is the decider's word.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;
use slipway_core::flow::TaskId;
use slipway_core::id::Id;
use slipway_core::kind;
use slipway_core::policy::ReleaseAction;
use slipway_core::release::{
    Command, DeadlineChange, Edit, HoldTime, PhaseError, Preset, Reclassification, Release, Reopening, Sheet, Timing,
};

use super::query::{self, Surroundings};
use super::read;
use super::store::Stored;
use crate::act::{Act, Look};
use crate::catalogue;
use crate::catalogue::query::Model;
use crate::edge::{Code, Fault, FieldError, reader};

/// What is asked.
#[derive(Debug, Clone)]
pub enum Wish {
    /// A command that is complete as it was sent.
    Plain(Command),
    /// Changed fields, laid over the sheet as it is (RFC 7386).
    Patch(Value),
    /// The hold shall end.
    Reactivate,
    /// A new run, with another planned end where the old one has passed.
    Reopen {
        reason: String,
        planned_end: Option<Timestamp>,
    },
    /// Another model.
    Reclassify { model: Id<kind::Model> },
    /// Another deadline.
    ChangeDeadline { deadline: Timestamp, justification: String },
}

impl Wish {
    /// The permission it needs.
    pub fn action(&self) -> ReleaseAction {
        match self {
            Wish::Plain(command) => command.action(),
            Wish::Patch(_) => ReleaseAction::Edit,
            Wish::Reactivate => ReleaseAction::Reactivate,
            Wish::Reopen { .. } => ReleaseAction::Reopen,
            Wish::Reclassify { .. } => ReleaseAction::Reclassify,
            Wish::ChangeDeadline { .. } => ReleaseAction::ChangeDeadline,
        }
    }

    /// The task it is about, where it says so.
    pub fn task(&self) -> Option<&TaskId> {
        match self {
            Wish::Plain(command) => command.task(),
            Wish::Patch(_)
            | Wish::Reactivate
            | Wish::Reopen { .. }
            | Wish::Reclassify { .. }
            | Wish::ChangeDeadline { .. } => None,
        }
    }

    /// The command that it is for this release now.
    pub fn meant(&self, act: &Act<'_>, stored: &Stored, around: &Surroundings) -> Result<Cow<'_, Command>, Fault> {
        let (look, release) = (act.look(), &stored.release);
        let command = match self {
            Wish::Plain(command) => return Ok(Cow::Borrowed(command)),
            Wish::Patch(patch) => Command::Edit(Box::new(edited(&look, release, patch)?)),
            Wish::Reactivate => Command::Reactivate(held(&look, release, around)?),
            Wish::Reopen { reason, planned_end } => Command::Reopen(Box::new(Reopening {
                reason: reason.clone(),
                plan: planned(&look, release, *planned_end, "/planned_end")?,
            })),
            Wish::Reclassify { model } => Command::Reclassify(Box::new(reclassified(act, release, *model)?)),
            Wish::ChangeDeadline {
                deadline,
                justification,
            } => Command::ChangeDeadline(Box::new(DeadlineChange {
                justification: justification.clone(),
                plan: planned(&look, release, Some(*deadline), "/deadline")?,
            })),
        };
        Ok(Cow::Owned(command))
    }
}

/// The sheet of a release with a patch laid over it, read as a whole.
fn edited(look: &Look<'_>, release: &Release, patch: &Value) -> Result<Edit, Fault> {
    let mut whole = read::sheet_to_json(release);
    reader::merge(&mut whole, patch);
    let sheet = reader::read(&whole, read::sheet)?.ok_or_else(|| Fault::new(Code::Invalid))?;
    let timing = query::timing_after_edit(look, release, &sheet)?;
    Ok(Edit {
        sheet,
        timing,
        restores: None,
    })
}

fn held(look: &Look<'_>, release: &Release, around: &Surroundings) -> Result<HoldTime, Fault> {
    let calendar = query::clock_of(look, release.calendar, &release.sheet)?;
    Ok(HoldTime::of(release, around.suspension_policy, &calendar, look.at))
}

/// The plan of a release, ending at another instant where one is given, without what suspensions gave back before.
fn planned(look: &Look<'_>, release: &Release, end: Option<Timestamp>, pointer: &'static str) -> Result<Edit, Fault> {
    let sheet = match end {
        None => release.sheet.clone(),
        Some(end) => release.sheet.replanned(end).map_err(|wrong| {
            let code = match wrong {
                PhaseError::EndsBeforeStart => "ends_before_start",
                PhaseError::UnknownZone(_) | PhaseError::OutOfRange(_) => "not_an_instant",
            };
            Fault::invalid(vec![FieldError::new(pointer, code)])
        })?,
    };
    let timing = query::timing(look, release.calendar, &sheet)?;
    Ok(Edit {
        sheet,
        timing,
        restores: None,
    })
}

fn reclassified(act: &Act<'_>, release: &Release, model: Id<kind::Model>) -> Result<Reclassification, Fault> {
    let look = act.look();
    let wrong = |code| Fault::invalid(vec![FieldError::new("/model", code)]);
    if model == release.model {
        return Err(wrong("same_model"));
    }
    let model = catalogue::query::model(look.tx, model)?.ok_or_else(|| wrong("unknown_reference"))?;
    let errors = query::wrong_for_model(&look, release, &model)?;
    if !errors.is_empty() {
        return Err(Fault::invalid(errors));
    }
    let sheet = Sheet {
        executor_group: model.executor_group,
        ..release.sheet.clone()
    };
    let calendar = query::clock_of(&look, model.calendar, &sheet)?;
    Ok(Reclassification {
        preset: preset(&model),
        flow: act.app.flows().version(act.tx(), model.flow, model.flow_version)?,
        timing: Timing::of(&sheet, &calendar, release.extension_minutes),
    })
}

fn preset(model: &Model) -> Preset {
    Preset {
        model: model.id,
        portfolio: model.portfolio,
        category: model.category,
        flow: model.flow,
        flow_version: model.flow_version,
        calendar: model.calendar,
        executor_group: model.executor_group,
    }
}
