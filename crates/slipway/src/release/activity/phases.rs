//! Activities that follow their release: each phase with an activity group schedules one (B197), and canceling a
//! release ends what is still open (R14). Both are changes within the event of the release, not events of their own.

use slipway_core::activity::{Activity, PhaseName, Plan, Situation};
use slipway_core::release::Release;

use super::command::{change, scheduled};
use super::{store, tell};
use crate::act::{Act, FieldChange};
use crate::edge::Fault;

/// Makes the activities of the two phases what the phases say now. One that somebody has begun stays as it is: what
/// was done is not moved by a plan.
pub fn follow(act: &Act<'_>, release: &Release) -> Result<Vec<FieldChange>, Fault> {
    let standing = store::of_release(act.tx(), release.id)?;
    let mut changes = Vec::new();
    for (name, phase) in [
        (PhaseName::Planning, &release.sheet.planning),
        (PhaseName::Deployment, &release.sheet.deployment),
    ] {
        let before = standing
            .iter()
            .map(|listed| &listed.activity)
            .rfind(|activity| activity.phase == Some(name) && activity.progress.situation != Situation::Canceled);
        changes.extend(follow_phase(act, release, (name, before), Plan::of_phase(phase))?);
    }
    Ok(changes)
}

fn follow_phase(
    act: &Act<'_>,
    release: &Release,
    (name, before): (PhaseName, Option<&Activity>),
    plan: Option<Plan>,
) -> Result<Option<FieldChange>, Fault> {
    let after = match (before, plan) {
        (None, None) => return Ok(None),
        (None, Some(plan)) => {
            let activity = scheduled(act, release.id, plan, Some(name));
            store::insert(act.tx(), &activity)?;
            tell::planned(act, release, None, &activity)?;
            return Ok(Some(change(None, &activity)));
        }
        (Some(before), _) if before.progress.situation != Situation::Scheduled => return Ok(None),
        (Some(before), Some(plan)) if before.plan == plan => return Ok(None),
        (Some(before), Some(plan)) => Activity { plan, ..before.clone() },
        (Some(before), None) => canceled(act, before),
    };
    store::save(act.tx(), &after)?;
    tell::planned(act, release, before, &after)?;
    Ok(Some(change(before, &after)))
}

/// Ends every activity of a release that is still to be done when its flow ends: nothing more is reported of it then
/// (R14, `functional.md` 4.4).
pub fn close_open(act: &Act<'_>, release: &Release) -> Result<Vec<FieldChange>, Fault> {
    let standing = store::of_release(act.tx(), release.id)?;
    let open = standing
        .iter()
        .map(|listed| &listed.activity)
        .filter(|activity| activity.progress.situation.is_open());
    let mut changes = Vec::new();
    for before in open {
        let after = canceled(act, before);
        store::save(act.tx(), &after)?;
        tell::planned(act, release, Some(before), &after)?;
        changes.push(change(Some(before), &after));
    }
    Ok(changes)
}

fn canceled(act: &Act<'_>, before: &Activity) -> Activity {
    Activity {
        progress: before.progress.canceled(act.at),
        ..before.clone()
    }
}
