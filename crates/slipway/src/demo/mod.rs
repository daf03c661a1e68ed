//! The fictitious company of `slipway demo`, and volume for measurements. Company, items and releases are stories in JSON files
//! beside; here they are only told, by the same commands that people use, so that every history holds.

mod company;
mod deeds;
mod estate;
pub mod generate;
mod plan;
mod play;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use slipway_core::id::Id;

pub use self::company::StoryError;
pub use self::plan::ZONE;
use crate::account;
use crate::act::new_uuid;
use crate::app::App;
use crate::edge::Fault;

/// The password of every log-in of the demo.
pub const PASSWORD: &str = "slipway-demo";

/// The log-ins worth trying, with what their owners do.
const LOG_INS: &[(&str, &str)] = &[
    (
        "helena",
        "release manager: sees every release, works in the release team",
    ),
    ("rafael", "operations engineer: works in three groups"),
    (
        "beatriz",
        "homologation: accepts or sends back what was executed and tested",
    ),
    ("caio", "owner of the configuration management database"),
    ("livia", "viewer: sees every release, changes none"),
    ("otavio", "auditor: reads everything, deleted records and histories too"),
    ("nuno", "requester: sees and authorises only his own releases"),
    ("admin", "administrator: may do everything"),
];

/// When the company began with Slipway: before the first of its releases.
pub fn founded_at(now: Timestamp) -> Timestamp {
    now.checked_sub(HISTORY).unwrap_or(now)
}

const HISTORY: SignedDuration = SignedDuration::from_hours(24 * 75);

/// Fills a store that has just been set up with the company and its releases; answers the log-ins and what they are
/// for, the release manager first. All of them have [`PASSWORD`].
pub async fn fill(app: &App) -> Result<Vec<(&'static str, &'static str)>, Fault> {
    let at = founded_at(app.now());
    let hash = account::password::hash(app, PASSWORD.to_owned()).await?;
    let company = app
        .act_as_system(at, new_uuid(at), move |act| {
            let company = company::found(act)?;
            company
                .accounts()
                .try_for_each(|(_, account)| account::command::set_password(act, Id::new(account), &hash))?;
            Ok(company)
        })
        .await?;
    estate::fill(app, company.clone(), at).await?;
    play::play(app, company.clone()).await?;
    let announced = company.clone();
    let at = app.now();
    app.act_as_system(at, new_uuid(at), move |act| company::announce(act, &announced))
        .await?;
    // Only now: its releases were registered while it was active.
    let at = app.now().checked_sub(A_WEEK).unwrap_or(at);
    app.act_as_system(at, new_uuid(at), move |act| company::retire(act, &company))
        .await?;
    Ok(LOG_INS.to_vec())
}

const A_WEEK: SignedDuration = SignedDuration::from_hours(24 * 7);
