//! How long a release took, as it is kept with its row when it closes (B115). What is measured is core's word.

use slipway_core::clock::{Pause, Pauses};
use slipway_core::id::Id;
use slipway_core::kind::Release as ReleaseKind;
use slipway_core::release::{Measures, Release};
use slipway_db::{Error, ReadTx, params, statements};

use super::query;
use super::store::life;
use crate::act::Act;
use crate::edge::Fault;

statements! {
    KEEP = "update release set attendance_minutes = $2, capture_minutes = $3, delay_minutes = $4 where id = $1";
    OF_RELEASE = "select attendance_minutes, capture_minutes, delay_minutes from release where id = $1";
}

/// Measures a release that has just been closed; one that is open again has no measures any more (R15).
pub fn keep(act: &Act<'_>, release: &Release) -> Result<(), Fault> {
    let measures = measured(act, release)?;
    let minutes = |minutes: u64| i64::try_from(minutes).unwrap_or(i64::MAX);
    let values = params![
        release.id,
        measures.map(|found| minutes(found.attendance_minutes)),
        measures.and_then(|found| found.capture_minutes).map(minutes),
        measures.map(|found| minutes(found.delay_minutes))
    ];
    act.tx().execute(KEEP, values)?;
    Ok(())
}

fn measured(act: &Act<'_>, release: &Release) -> Result<Option<Measures>, Fault> {
    if !release.is_closed() {
        return Ok(None);
    }
    let calendar = query::clock_of(&act.look(), release.calendar, &release.sheet)?;
    let runs = life::runs(act.tx(), release.id)?;
    let begun = runs.last().map_or(release.created.0, |run| run.reopened.at);
    let holds = life::suspensions(act.tx(), release.id)?;
    let pauses: Vec<Pause> = holds
        .iter()
        .map(|hold| Pause {
            from: hold.suspended.at,
            to: hold.reactivated.as_ref().map(|done| done.at),
        })
        .collect();
    let pauses = Pauses::new(&pauses).map_err(Fault::internal)?;
    Ok(Measures::of(release, begun, &calendar, &pauses))
}

/// What was measured of a closed release; none of one that closed before anything was.
pub fn of_release(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Option<Measures>, Error> {
    let row: (Option<i64>, Option<i64>, Option<i64>) = tx.query_one(OF_RELEASE, params![release], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let (attendance, capture, delay) = row;
    Ok(attendance.zip(delay).map(|(attendance, delay)| Measures {
        attendance_minutes: attendance.unsigned_abs(),
        capture_minutes: capture.map(i64::unsigned_abs),
        delay_minutes: delay.unsigned_abs(),
    }))
}
