//! Putting a release on hold and leaving the hold (O17, O18, R7).

use crate::flow::Status;
use crate::release::command::Hold;
use crate::release::event::Event;
use crate::release::record::Release;
use crate::release::refusal::Refusal;
use crate::release::timing::HoldTime;

/// What is canceled waits for nothing any more (state table 4.3).
pub(super) fn suspend(release: &Release, hold: &Hold) -> Result<Event, Refusal> {
    if release.status == Status::Canceled {
        return Err(Refusal::Canceled);
    }
    Ok(Event::Suspended(hold.clone()))
}

/// Back to the status before (F063, B076, B077).
pub(super) fn reactivate(release: &Release, time: HoldTime) -> Result<Event, Refusal> {
    let suspension = release.suspension.as_ref().ok_or(Refusal::NotSuspended)?;
    Ok(Event::Reactivated {
        status: suspension.status_before,
        time,
    })
}
