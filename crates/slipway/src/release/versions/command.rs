//! Marking a version as a baseline, and bringing an earlier one back.

use serde_json::Value;
use slipway_core::policy::{self, ReleaseAction};
use slipway_core::release::{Command, Edit};

use super::query::{self, BASELINES};
use crate::act::{Act, FieldChange, Happening};
use crate::audit;
use crate::edge::{Fault, Precondition, Reader};
use crate::release::command::{self, Done};
use crate::release::{addition, query as releases, subject};

/// Which version is a baseline from now on, and what it is called.
#[derive(Debug, Clone)]
pub struct Mark {
    pub version: i64,
    pub label: String,
}

/// Reads `{version, label}`.
pub fn read_mark(reader: &Reader<'_>) -> Mark {
    Mark {
        version: read_version(reader),
        label: reader.required_line("label", 120),
    }
}

/// Reads `{version}`.
pub fn read_version(reader: &Reader<'_>) -> i64 {
    reader.integer("version", 1..=i64::MAX).unwrap_or_else(|| {
        reader.demand("version");
        0
    })
}

/// Marks a version as a baseline (B195); a second mark gives it another label. Answers
/// the mark and the release's new revision.
pub fn mark(
    act: &Act<'_>,
    number: i64,
    precondition: Precondition,
    read: impl FnOnce() -> Result<Mark, Fault>,
) -> Result<(Mark, i64), Fault> {
    addition::add(act, number, precondition, ReleaseAction::Note, |stored| {
        let history = audit::store::history(act.tx(), subject(stored.release.id))?;
        let mark = read()?;
        query::state(&history, mark.version)?;
        let labels = query::baselines(&history);
        let change = FieldChange {
            field: format!("{BASELINES}/{}", mark.version),
            old: labels.get(&mark.version).cloned().map_or(Value::Null, Value::from),
            new: mark.label.clone().into(),
        };
        let happening = Happening {
            kind: "baseline_set".into(),
            changes: vec![change],
            note: None,
        };
        Ok((mark, happening))
    })
}

/// Brings the sheet of an earlier version back, as an edit of the release: with its rules, its right and its refusals
/// (B195). Situation, flow and everything attached stay as they are.
pub fn restore(
    act: &Act<'_>,
    number: i64,
    precondition: Precondition,
    read: impl FnOnce() -> Result<i64, Fault>,
) -> Result<Done, Fault> {
    let look = act.look();
    let stored = releases::live(&look, number)?;
    let task = stored.release.tasks.first();
    policy::may(act.actor(), ReleaseAction::Edit, &stored.release.relations(task))?;
    let version = read()?;
    let history = audit::store::history(act.tx(), subject(stored.release.id))?;
    let sheet = query::sheet(&stored.release, &query::state(&history, version)?)?;
    let timing = releases::timing_after_edit(&look, &stored.release, &sheet)?;
    let edit = Edit {
        sheet,
        timing,
        restores: Some(version),
    };
    command::perform(act, number, precondition, &Command::Edit(Box::new(edit)))
}
