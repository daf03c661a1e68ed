//! Writing what an event has made of a release: its history, its row, and the rows beside it.

use slipway_core::id::Id;
use slipway_core::kind::Task;
use slipway_core::release::{Advance, Command, Event, Release, Start};

use super::command::note;
use super::store::{self, Completed, Stored, life};
use super::{activity, measures, occurrence, show, subject};
use crate::act::{Act, FieldChange, Happening};
use crate::edge::{Code, Fault};

/// How a task that nobody has left is marked when its release goes to another model.
const RECLASSIFIED: &str = "reclassified";

/// Writes the event and the release after it; answers the new revision.
pub fn keep(
    act: &Act<'_>,
    before: &Stored,
    after: &Release,
    (event, command): (&Event, &Command),
) -> Result<i64, Fault> {
    let mut changes = FieldChange::between(&show::recorded(&before.release), &show::recorded(after));
    changes.extend(alongside(act, before, after, event)?);
    if let Command::Advance(Advance { note: Some(note), .. }) = command {
        changes.extend(occurrence::command::of_note(act, after, note)?);
    }
    let happening = Happening {
        kind: event.kind().into(),
        changes,
        note: note(command),
    };
    let revision = act.record(subject(after.id), &happening)?;
    if store::save(act.tx(), after, before.revision, revision)? != 1 {
        // Another act wrote it between our reading and our writing: this one begins anew and decides on what is there now.
        act.tx().collided(store::SAVE);
        return Err(Fault::new(Code::Stale).member("current", format!("\"{revision}\"")));
    }
    keep_beside(act, &before.release, after, event)?;
    Ok(revision)
}

/// What happens beside the release's own fields, as part of the same event.
fn alongside(act: &Act<'_>, before: &Stored, after: &Release, event: &Event) -> Result<Vec<FieldChange>, Fault> {
    match event {
        Event::Edited { restores, .. } => {
            let mut changes = activity::phases::follow(act, after)?;
            changes.extend(restores.map(|version| FieldChange {
                field: "restored".to_owned(),
                old: before.revision.into(),
                new: version.into(),
            }));
            Ok(changes)
        }
        // Another plan moves what is scheduled for its phases.
        Event::DeadlineChanged { .. } | Event::Reopened { .. } => activity::phases::follow(act, after),
        // What is closed leaves no work scheduled behind, canceled or not (R14).
        Event::Advanced { closed: true, .. } => activity::close_open(act, after),
        Event::Advanced { .. }
        | Event::Captured { .. }
        | Event::SituationSet { .. }
        | Event::Suspended(_)
        | Event::Reactivated { .. }
        | Event::Delegated { .. }
        | Event::Withdrawn { .. }
        | Event::Reclassified { .. }
        | Event::Deleted => Ok(Vec::new()),
    }
}

/// The rows of tasks, shares, holds and runs.
fn keep_beside(act: &Act<'_>, before: &Release, after: &Release, event: &Event) -> Result<(), Fault> {
    let (tx, by) = (act.tx(), act.actor().account);
    match event {
        Event::Edited { tasks, .. } => tasks.iter().try_for_each(|task| store::save_task(tx, task))?,
        Event::Captured { task, .. } => save_task(act, after, *task)?,
        Event::Advanced {
            task,
            outcome,
            walked,
            opened,
            closed,
            ..
        } => {
            let completed = if *closed {
                Completed::AllOf(after)
            } else {
                Completed::Task(*task)
            };
            store::complete(tx, completed, by, outcome.as_str())?;
            store::insert_tasks(tx, after, opened)?;
            store::walk(tx, after, walked)?;
            if *closed {
                measures::keep(act, after)?;
            }
        }
        Event::Suspended(_) => {
            if let Some(suspension) = &after.suspension {
                life::suspend(tx, act.new_id(), after.id, suspension)?;
            }
        }
        Event::Reactivated { time, .. } => {
            let held_for = time.suspended_minutes - before.suspended_minutes;
            life::reactivate(tx, after.id, by, held_for)?;
        }
        Event::Delegated {
            task,
            to,
            justification,
        } => {
            life::share(tx, *task, to.share(), by, justification.as_deref())?;
            save_task(act, after, *task)?;
        }
        Event::Withdrawn { task } => life::unshare(tx, *task)?,
        Event::Reopened { reason, start, .. } => {
            life::keep_run(tx, before, by, reason)?;
            measures::keep(act, after)?;
            begin(act, after, start)?;
        }
        Event::Reclassified { preset, start, .. } => {
            store::complete(tx, Completed::AllOf(before), by, RECLASSIFIED)?;
            life::reclassify(tx, after, preset)?;
            begin(act, after, start)?;
        }
        Event::SituationSet { .. } | Event::DeadlineChanged { .. } | Event::Deleted => {}
    }
    Ok(())
}

/// The first tasks of a run, and the way to them.
fn begin(act: &Act<'_>, after: &Release, start: &Start) -> Result<(), Fault> {
    store::insert_tasks(act.tx(), after, &start.opened)?;
    store::walk(act.tx(), after, &start.walked)?;
    Ok(())
}

fn save_task(act: &Act<'_>, after: &Release, task: Id<Task>) -> Result<(), Fault> {
    let mut open = after.tasks.iter().filter(|open| open.id == task);
    open.try_for_each(|task| store::save_task(act.tx(), task))?;
    Ok(())
}
