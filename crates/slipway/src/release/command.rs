//! Registering a release and everything that is done to one afterwards: load, permit, decide, save, record.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use slipway_core::flow::{Flow, Outcome, Status};
use slipway_core::policy;
use slipway_core::questionnaire::Checklists;
use slipway_core::release::record::Links;
use slipway_core::release::{
    Advance, Closing, Command, Context, Event, Priority, Release, Sheet, decide, register as first_tasks,
};

use super::query::{self, Surroundings};
use super::read::Registration;
use super::refusal::{self, Names};
use super::store::{Completed, Stored};
use super::{KIND, activity, occurrence, show, store, subject, tell};
use crate::act::{Act, FieldChange, Happening};
use crate::catalogue::query::Model;
use crate::edge::{Code, Fault, FieldError, Precondition, Texts};
use crate::{account, catalogue};

/// A release after a command, and what people should know although nothing was refused.
#[derive(Debug)]
pub struct Done {
    pub stored: Stored,
    /// Codes of `warning-…` texts (R5).
    pub warnings: Vec<&'static str>,
}

/// Registers a release from a model (O01).
pub fn register(act: &Act<'_>, asked: &Registration) -> Result<Done, Fault> {
    let Some(sheet) = &asked.sheet else {
        return Err(Fault::new(Code::Invalid));
    };
    let Some(model) = catalogue::query::model(act.tx(), asked.model)? else {
        return Err(Fault::invalid(vec![FieldError::new("/model", "unknown_reference")]));
    };
    let permit = policy::may_register(act.actor(), model.flow)?;
    debug_assert_eq!(permit.to().flow, model.flow, "a permit for another flow");
    refuse_wrong(act, asked, sheet, &model)?;
    let flow = act.app.flows().version(act.tx(), model.flow, model.flow_version)?;
    let requester_has_account = account::query::has_account(act.tx(), sheet.requester)?;
    let release = begun(act, sheet, &model, &flow, requester_has_account)?;
    let mut changes = FieldChange::between(&Map::new(), &show::recorded(&release));
    changes.extend(activity::phases::follow(act, &release)?);
    let revision = act.record(
        subject(release.id),
        &Happening {
            kind: "registered".into(),
            changes,
            note: None,
        },
    )?;
    tell::registered(act, &release)?;
    let needs_requester = flow.tasks().any(|task| task.requester_only);
    let warnings = warnings(act, sheet, needs_requester && !requester_has_account);
    Ok(Done {
        stored: Stored { release, revision },
        warnings,
    })
}

/// All that is wrong with a registration, named at once (F003, R5, B036, B037, P07).
fn refuse_wrong(act: &Act<'_>, asked: &Registration, sheet: &Sheet, model: &Model) -> Result<(), Fault> {
    let mut errors = query::wrong_references(&act.look(), sheet, Some(model))?;
    errors.extend(wrong_links(asked));
    for (phase, pointer) in [
        (&sheet.planning, "/planning/end"),
        (&sheet.deployment, "/deployment/end"),
    ] {
        if phase.ends_at() < act.at {
            errors.push(FieldError::new(pointer, "in_the_past"));
        }
    }
    if model.requires_description && sheet.description.is_none() {
        errors.push(FieldError::new("/description", "required"));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Fault::invalid(errors))
    }
}

/// Changes and configuration items to be linked. None is kept by this version, so that any that is named is unknown.
fn wrong_links(asked: &Registration) -> impl Iterator<Item = FieldError> {
    let wrong = |kind: &'static str, n_named: usize| {
        (0..n_named).map(move |index| FieldError::new(format!("/{kind}/{index}"), "unknown_reference"))
    };
    wrong("changes", asked.changes.len()).chain(wrong("cis", asked.items.len()))
}

/// The new release, stored, standing on the first task of its flow.
fn begun(
    act: &Act<'_>,
    sheet: &Sheet,
    model: &Model,
    flow: &Flow,
    requester_has_account: bool,
) -> Result<Release, Fault> {
    let tx = act.tx();
    let by = act.actor().account;
    let mut release = Release {
        id: act.new_id(),
        number: act.next_number(KIND)?,
        sheet: sheet.clone(),
        portfolio: model.portfolio,
        model: model.id,
        category: model.category,
        priority: Priority::of(sheet.impact, sheet.urgency),
        timing: query::timing(&act.look(), model.calendar, sheet)?,
        calendar: model.calendar,
        flow: model.flow,
        flow_version: model.flow_version,
        status: Status::InExecution,
        position: slipway_core::flow::Position::default(),
        run: 1,
        tasks: Vec::new(),
        closing: Closing::default(),
        captured_at: None,
        reopen_count: 0,
        suspended_minutes: 0,
        created: (act.at, by),
        updated: (act.at, by),
    };
    let context = Context {
        actor: act.actor(),
        at: act.at,
        flow,
        links: Links::default(),
        requires_change: model.requires_change,
        checklists: &Checklists::default(),
        requester_has_account,
        is_in_group: &|_, _| false,
        new_task: &|| act.new_id(),
    };
    let (step, tasks) = first_tasks(flow, &release, &context).map_err(|refused| told(act, flow, refused))?;
    release.position = step.position;
    release.tasks = tasks;
    store::insert(tx, &release, 1)?;
    store::walk(tx, &release, &step.walked)?;
    Ok(release)
}

fn told(act: &Act<'_>, flow: &Flow, refused: slipway_core::release::Refusal) -> Fault {
    let look = act.look();
    let person = |id| query::person_name(&look, id);
    refusal::fault(
        refused,
        Names {
            flow,
            language: act.language,
            person: &person,
        },
    )
}

fn warnings(act: &Act<'_>, sheet: &Sheet, requester_cannot_act: bool) -> Vec<&'static str> {
    let late = act.at.checked_sub(SignedDuration::from_mins(1)).unwrap_or(act.at);
    let starts_in_past = sheet.planning.starts_at() < late || sheet.deployment.starts_at() < late;
    let deploys_first = sheet.deployment.starts_at() < sheet.planning.starts_at();
    let all = [
        (starts_in_past, "start-in-the-past"),
        (deploys_first, "deployment-before-planning"),
        (requester_cannot_act, "requester-has-no-account"),
    ];
    all.into_iter()
        .filter_map(|(applies, code)| applies.then_some(code))
        .collect()
}

/// Does something to an existing release: the one path of every command.
pub fn perform(act: &Act<'_>, number: i64, precondition: Precondition, command: &Command) -> Result<Done, Fault> {
    let look = act.look();
    let stored = query::visible(&look, number)?;
    let mut around = query::surroundings(&look, act.app, &stored.release)?;
    let task = stored.release.task(command.task());
    let permit = policy::may(act.actor(), command.action(), &stored.release.relations(task))?;
    if let Command::Edit(edit) = command {
        around = around.with_members_of(act.tx(), edit.sheet.executor_group)?;
    }
    let event = around
        .with_context(act.actor(), act.at, &|| act.new_id(), |context| {
            decide(&permit, &stored.release, command, context)
        })
        .map_err(|refused| told(act, &around.flow, refused))?;
    act.check(precondition, subject(stored.release.id), stored.revision)?;
    refuse_unknown(act, command)?;
    let after = event.apply(stored.release.clone(), act.actor().account, act.at);
    let revision = save(act, &stored, &after, (&event, command))?;
    tell::changed(act, &stored.release, &after)?;
    let warnings = match command {
        Command::Edit(edit) => warnings(act, &edit.sheet, false),
        Command::Capture { .. } | Command::Advance(_) | Command::SetSituation(_) => Vec::new(),
    };
    Ok(Done {
        stored: Stored {
            release: after,
            revision,
        },
        warnings,
    })
}

/// References that lead nowhere, in the commands that carry any.
fn refuse_unknown(act: &Act<'_>, command: &Command) -> Result<(), Fault> {
    let look = act.look();
    query::check_solution_category(&look, command)?;
    let Command::Edit(edit) = command else { return Ok(()) };
    let errors = query::wrong_references(&look, &edit.sheet, None)?;
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Fault::invalid(errors))
    }
}

fn note(command: &Command) -> Option<String> {
    match command {
        Command::Advance(Advance { note, closure, .. }) => note.clone().or_else(|| closure.clone()),
        Command::SetSituation(change) => change.closure.clone(),
        Command::Edit(_) | Command::Capture { .. } => None,
    }
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
        Event::Advanced {
            closed: true,
            outcome: Outcome::Canceled,
            ..
        } => activity::close_open(act, after),
        Event::Advanced { .. } | Event::Captured { .. } | Event::SituationSet { .. } => Ok(Vec::new()),
    }
}

fn save(act: &Act<'_>, before: &Stored, after: &Release, (event, command): (&Event, &Command)) -> Result<i64, Fault> {
    let tx = act.tx();
    let mut changes = FieldChange::between(&show::recorded(&before.release), &show::recorded(after));
    changes.extend(alongside(act, before, after, event)?);
    if let Command::Advance(Advance { note: Some(note), .. }) = command {
        changes.extend(occurrence::command::of_note(act, after, note)?);
    }
    let revision = act.record(
        subject(after.id),
        &Happening {
            kind: event.kind().into(),
            changes,
            note: note(command),
        },
    )?;
    if store::save(tx, after, before.revision, revision)? != 1 {
        // Another act wrote it between our reading and our writing: this one begins anew and decides on what is there now.
        tx.collided(store::SAVE);
        return Err(Fault::new(Code::Stale).member("current", format!("\"{revision}\"")));
    }
    match event {
        Event::Edited { tasks, .. } => tasks.iter().try_for_each(|task| store::save_task(tx, task))?,
        Event::Captured { task, .. } => {
            after
                .tasks
                .iter()
                .filter(|open| open.id == *task)
                .try_for_each(|task| store::save_task(tx, task))?;
        }
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
            store::complete(tx, completed, act.actor().account, outcome.as_str())?;
            store::insert_tasks(tx, after, opened)?;
            store::walk(tx, after, walked)?;
        }
        Event::SituationSet { .. } => {}
    }
    Ok(revision)
}

/// The answer of a command: the release, with warnings where there are any.
pub fn answer(done: &Done, around: &Surroundings, texts: Texts, at: jiff::Timestamp) -> Value {
    let mut body = show::body(&done.stored, around, texts.0, at);
    if let Some(fields) = body.as_object_mut()
        && !done.warnings.is_empty()
    {
        let told =
            |code: &&str| json!({"code": code.replace('-', "_"), "message": texts.text(&format!("warning-{code}"))});
        fields.insert("warnings".to_owned(), done.warnings.iter().map(told).collect());
    }
    body
}
