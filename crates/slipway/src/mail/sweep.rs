//! Forgets sent mails after the retention that the installation sets. What waits or was given up stays until somebody
//! decides about it; that a mail was sent for an event is the history's to keep, not the outbox's.

use jiff::{SignedDuration, Timestamp};

use super::store;
use crate::app::App;
use crate::catalogue;
use crate::edge::Fault;

/// How many are removed in one transaction, so that nobody's write waits long.
const PORTION: i64 = 1_000;

/// The job.
pub async fn run(app: App) -> Result<(), Fault> {
    let kept_for = app
        .db()
        .read(|tx| Ok::<_, Fault>(catalogue::query::mail_retention(tx)?))
        .await?;
    let Some(days) = kept_for else { return Ok(()) };
    let before = app
        .now()
        .checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(Timestamp::MIN);
    let mut n_gone = 0;
    loop {
        let portion = app
            .db()
            .keep_house(app.now(), move |tx| {
                Ok::<_, Fault>(store::forget_sent(tx, before, PORTION)?)
            })
            .await?;
        n_gone += portion;
        if portion == 0 {
            break;
        }
    }
    if n_gone > 0 {
        tracing::info!(mails.removed = n_gone, "removed sent mails past their retention");
    }
    Ok(())
}
