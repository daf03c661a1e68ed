//! Scheduling an activity and reporting how it goes: additions to a release, each one event of it.

use serde_json::{Value, json};
use slipway_core::activity::{Activity, PhaseName, Plan, Progress, Refusal, Report};
use slipway_core::id::Id;
use slipway_core::kind::{Activity as ActivityKind, Release};
use slipway_core::policy::ReleaseAction;

use super::read::Execution;
use super::store::{self, Listed};
use super::tell;
use crate::act::{Act, FieldChange, Happening};
use crate::edge::{Code, Fault, FieldError, Precondition};
use crate::release::addition;

/// Schedules an activity (O22, B198); answers it and the release's new revision.
pub fn schedule(
    act: &Act<'_>,
    number: i64,
    precondition: Precondition,
    read: impl FnOnce(&str) -> Result<Plan, Fault>,
) -> Result<(Listed, i64), Fault> {
    let (activity, revision) = addition::add(act, number, precondition, ReleaseAction::Note, |stored| {
        let plan = read(stored.release.sheet.planning.zone())?;
        refuse_wrong(act, &plan)?;
        let activity = scheduled(act, stored.release.id, plan, None);
        store::insert(act.tx(), &activity)?;
        tell::scheduled(act, &stored.release, &activity)?;
        let happening = happening("activity_scheduled", change(None, &activity));
        Ok((activity, happening))
    })?;
    Ok((reread(act, &activity)?, revision))
}

/// Reports how an activity goes, read once the caller's right is certain; answers it and the release's new revision.
pub fn report(
    act: &Act<'_>,
    (number, id): (i64, Id<ActivityKind>),
    precondition: Precondition,
    read: impl FnOnce() -> Result<Execution, Fault>,
) -> Result<(Listed, i64), Fault> {
    let (activity, revision) = addition::add(act, number, precondition, ReleaseAction::Note, |stored| {
        let found = store::one(act.tx(), stored.release.id, id)?;
        let before = found.ok_or_else(|| Fault::new(Code::NotFound))?.activity;
        let report = asked(act, &before, &read()?)?;
        let after = Activity {
            progress: before.progress.after(&report).map_err(told)?,
            reported: Some((act.at, act.actor().account)),
            ..before.clone()
        };
        store::save(act.tx(), &after)?;
        let happening = happening("activity_reported", change(Some(&before), &after));
        Ok((after, happening))
    })?;
    Ok((reread(act, &activity)?, revision))
}

/// A new activity: of a person, or of a phase that it follows.
pub(super) fn scheduled(act: &Act<'_>, release: Id<Release>, plan: Plan, phase: Option<PhaseName>) -> Activity {
    Activity {
        id: act.new_id(),
        release,
        plan,
        phase,
        progress: Progress::scheduled(),
        scheduled: (act.at, act.actor().account),
        reported: None,
    }
}

fn refuse_wrong(act: &Act<'_>, plan: &Plan) -> Result<(), Fault> {
    let mut errors = Vec::new();
    if !store::has_group(act.tx(), plan.activity_group)? {
        errors.push(FieldError::new("/activity_group", "unknown_reference"));
    }
    if plan.is_before_today(act.at) {
        errors.push(FieldError::new("/at", "in_the_past"));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Fault::invalid(errors))
    }
}

/// The report with its instant, its reason known.
fn asked(act: &Act<'_>, activity: &Activity, said: &Execution) -> Result<Report, Fault> {
    let at = match said.at {
        None => Some(act.at),
        Some(said) => said.in_zone(activity.plan.zone()),
    };
    let Some(at) = at else {
        return Err(Fault::invalid(vec![FieldError::new("/at", "not_a_local_time")]));
    };
    if let Some(reason) = said.suspension_reason
        && !store::has_reason(act.tx(), reason)?
    {
        let error = FieldError::new("/suspension_reason", "unknown_reference");
        return Err(Fault::invalid(vec![error]));
    }
    Ok(Report {
        situation: said.situation,
        at,
        details: said.details.clone(),
        suspension_reason: said.suspension_reason,
    })
}

fn told(refused: Refusal) -> Fault {
    let wrong = |field, code| Fault::invalid(vec![FieldError::new(field, code)]);
    match refused {
        Refusal::Over(_) => Fault::new(Code::ActivityOver),
        Refusal::NotReported(_) => wrong("/situation", "not_a_situation"),
        Refusal::BeforeItBegan => wrong("/at", "before_it_began"),
        Refusal::NoReason => wrong("/suspension_reason", "required"),
    }
}

fn reread(act: &Act<'_>, activity: &Activity) -> Result<Listed, Fault> {
    store::one(act.tx(), activity.release, activity.id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

fn happening(kind: &'static str, change: FieldChange) -> Happening {
    Happening {
        kind: kind.into(),
        changes: vec![change],
        note: None,
    }
}

/// What became of an activity, as the history of its release keeps it.
pub(super) fn change(before: Option<&Activity>, after: &Activity) -> FieldChange {
    FieldChange {
        field: format!("activities/{}", after.id),
        old: before.map_or(Value::Null, recorded),
        new: recorded(after),
    }
}

fn recorded(activity: &Activity) -> Value {
    let (plan, progress) = (&activity.plan, &activity.progress);
    json!({
        "activity_group": plan.activity_group.to_string(),
        "guidelines": plan.guidelines,
        "at": plan.starts().to_string(),
        "zone": plan.zone(),
        "minutes": plan.minutes(),
        "situation": progress.situation.as_str(),
        "since": progress.at.map(|at| at.to_string()),
        "details": progress.details,
        "suspension_reason": progress.suspension_reason.map(|id| id.to_string()),
    })
}
