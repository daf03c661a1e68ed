//! Registering a release and everything that is done to one afterwards: load, permit, decide, save, record.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use slipway_core::flow::{Flow, Status};
use slipway_core::policy;
use slipway_core::questionnaire::Checklists;
use slipway_core::release::record::Links;
use slipway_core::release::{
    Advance, Closing, Command, Context, Event, Priority, Release, Sheet, decide, register as begin,
};

use super::query::{self, Surroundings};
use super::read::Registration;
use super::refusal::{self, Names};
use super::store::Stored;
use super::wish::Wish;
use super::{KIND, activity, keep, show, store, subject, tell};
use crate::act::{Act, FieldChange, Happening};
use crate::catalogue::query::Model;
use crate::edge::{Code, Fault, FieldError, Precondition, Texts};
use crate::{account, catalogue};

/// A release after a command, and what people should know although nothing was refused.
#[derive(Debug)]
pub struct Done {
    pub stored: Stored,
    pub around: Surroundings,
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
    let around = query::surroundings(&act.look(), act.app, &release)?;
    Ok(Done {
        stored: Stored { release, revision },
        around,
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
        suspension: None,
        suspended_minutes: 0,
        extension_minutes: 0,
        first_group: sheet.executor_group,
        created: (act.at, by),
        updated: (act.at, by),
        deleted_at: None,
    };
    let context = Context {
        actor: act.actor(),
        at: act.at,
        flow,
        links: Links::default(),
        has_additions: false,
        requires_change: model.requires_change,
        checklists: &Checklists::default(),
        requester_has_account,
        is_in_group: &|_, _| false,
        new_task: &|| act.new_id(),
    };
    let start = begin(&release, &context).map_err(|refused| told(act, flow, refused))?;
    release.position = start.position;
    release.tasks = start.opened;
    store::insert(tx, &release, 1)?;
    store::walk(tx, &release, &start.walked)?;
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

/// Does something to an existing release that is known as a command already.
pub fn perform(act: &Act<'_>, number: i64, precondition: Precondition, command: &Command) -> Result<Done, Fault> {
    carry_out(act, number, precondition, &Wish::Plain(command.clone()))
}

/// Does to an existing release what is asked: the one path of every command. All refusals come before the first write,
/// so that a refused one among many has left nothing behind.
pub fn carry_out(act: &Act<'_>, number: i64, precondition: Precondition, wish: &Wish) -> Result<Done, Fault> {
    let look = act.look();
    let stored = query::live(&look, number)?;
    let around = query::surroundings(&look, act.app, &stored.release)?;
    let relations = around.relations(&stored.release, wish.task());
    let permit = policy::may(act.actor(), wish.action(), &relations)?;
    let command = wish.meant(act, &stored, &around)?;
    let around = around.for_command(&look, &stored.release, &command)?;
    let event = around
        .with_context(act.actor(), act.at, &|| act.new_id(), |context| {
            decide(&permit, &stored.release, &command, context)
        })
        .map_err(|refused| told(act, &around.flow, refused))?;
    act.check(precondition, subject(stored.release.id), stored.revision)?;
    let errors = query::wrong_references_of(&look, &command)?;
    if !errors.is_empty() {
        return Err(Fault::invalid(errors));
    }
    let after = event.apply(stored.release.clone(), act.actor().account, act.at);
    let revision = keep::keep(act, &stored, &after, (&event, &command))?;
    if !matches!(event, Event::Deleted) {
        tell::changed(act, &stored.release, &after)?;
    }
    let around = if matches!(event, Event::Reclassified { .. }) {
        // Another model surrounds it now.
        query::surroundings(&look, act.app, &after)?
    } else {
        around
    };
    let warnings = if let Command::Edit(edit) = command.as_ref() {
        warnings(act, &edit.sheet, false)
    } else {
        Vec::new()
    };
    Ok(Done {
        stored: Stored {
            release: after,
            revision,
        },
        around,
        warnings,
    })
}

/// What a command says in somebody's own words: the note of its event.
pub fn note(command: &Command) -> Option<String> {
    match command {
        Command::Advance(Advance { note, closure, .. }) => note.clone().or_else(|| closure.clone()),
        Command::SetSituation(change) => change.closure.clone(),
        Command::Suspend(hold) => hold.complement.clone(),
        Command::Delegate(asked) => asked.justification.clone(),
        Command::Reopen(asked) => Some(asked.reason.clone()),
        Command::ChangeDeadline(asked) => Some(asked.justification.clone()),
        Command::Edit(_)
        | Command::Capture { .. }
        | Command::Reactivate(_)
        | Command::Withdraw { .. }
        | Command::Reclassify(_)
        | Command::Delete => None,
    }
}

/// The answer of a command: the release, with warnings where there are any.
pub fn answer(done: &Done, texts: Texts, at: jiff::Timestamp) -> Value {
    let mut body = show::body(&done.stored, &done.around, texts.0, at);
    if let Some(fields) = body.as_object_mut()
        && !done.warnings.is_empty()
    {
        let told =
            |code: &&str| json!({"code": code.replace('-', "_"), "message": texts.text(&format!("warning-{code}"))});
        fields.insert("warnings".to_owned(), done.warnings.iter().map(told).collect());
    }
    body
}
