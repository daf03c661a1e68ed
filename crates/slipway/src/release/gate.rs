//! The right that a changing request to a release needs, as far as its address tells what it is about to do.
//! The command asks again, with everything it knows: here it is only decided what a person is told first.

use axum::http::Method;
use slipway_core::policy::{self, ReleaseAction};

use super::query;
use crate::act::Look;
use crate::edge::{Call, Fault, urls};

pub fn ask(look: &Look<'_>, call: &Call) -> Result<(), Fault> {
    let path = call.uri.split('?').next().unwrap_or_default();
    // Of many at once each is asked on its own.
    if [urls::RELEASES_MASS, urls::API_RELEASES_BULK].contains(&path) {
        return Ok(());
    }
    if call.param("number").is_empty() {
        return Ok(policy::may_register_any(look.actor())?);
    }
    let number = call.parsed("number")?;
    let release = query::visible(look, number)?.release;
    let flow = call.app.flows().version(look.tx, release.flow, release.flow_version)?;
    let relations = release.relations(release.task(None)).on(&flow);
    let any_of = |actions: &[ReleaseAction]| {
        let mut denied = Ok(());
        for action in actions {
            denied = policy::may(look.actor(), *action, &relations).map(drop);
            if denied.is_ok() {
                break;
            }
        }
        Ok(denied?)
    };
    if path == urls::api_release(number) {
        return any_of(&[if call.method == Method::DELETE {
            ReleaseAction::Delete
        } else {
            ReleaseAction::Edit
        }]);
    }
    // Whoever sees a release may add to it: what is not named here is refused by nothing else.
    match path.rsplit('/').next().unwrap_or_default() {
        "capture" => any_of(&[ReleaseAction::Capture]),
        // Which of the two it is stands in the body.
        "advance" => any_of(&[ReleaseAction::Cancel, ReleaseAction::Advance]),
        "situation" => any_of(&[ReleaseAction::SetSituation]),
        "edit" => any_of(&[ReleaseAction::Edit]),
        "suspend" => any_of(&[ReleaseAction::Suspend]),
        "reactivate" => any_of(&[ReleaseAction::Reactivate]),
        "delegate" => any_of(&[ReleaseAction::Delegate]),
        "withdraw" => any_of(&[ReleaseAction::Withdraw]),
        "reopen" => any_of(&[ReleaseAction::Reopen]),
        "reclassify" => any_of(&[ReleaseAction::Reclassify]),
        "change_deadline" => any_of(&[ReleaseAction::ChangeDeadline]),
        "delete" => any_of(&[ReleaseAction::Delete]),
        _ => Ok(()),
    }
}
