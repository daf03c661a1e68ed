//! The right that a changing request to a release needs, named beside each route. The command asks again, with everything
//! it knows: here it is only decided what a person is told first.

use slipway_core::policy::{self, ReleaseAction};

use super::query;
use crate::act::Look;
use crate::edge::{Call, Fault};

/// A gate for whoever may do one of these to the release in the address.
pub fn any_of(
    actions: &'static [ReleaseAction],
) -> impl Fn(&Look<'_>, &Call) -> Result<(), Fault> + Send + Sync + 'static {
    move |look, call| {
        let release = query::visible(look, call.parsed("number")?)?.release;
        let flow = call.app.flows().version(look.tx, release.flow, release.flow_version)?;
        let relations = release.relations(release.task(None)).on(&flow);
        let mut denied = Ok(());
        for action in actions {
            denied = policy::may(look.actor(), *action, &relations).map(drop);
            if denied.is_ok() {
                break;
            }
        }
        Ok(denied?)
    }
}

/// The gate of registering, which is about no release yet.
pub fn register(look: &Look<'_>, _: &Call) -> Result<(), Fault> {
    Ok(policy::may_register_any(look.actor())?)
}
