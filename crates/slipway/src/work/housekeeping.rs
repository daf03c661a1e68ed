//! What is forgotten in time: ended sessions and answers kept for retries.

use std::time::Duration;

use crate::account::query::{IDLE_FOR, SESSION_FOR};
use crate::app::App;
use crate::edge::{Fault, idempotency};
use crate::account;

/// How often it is looked after.
const EVERY: Duration = Duration::from_mins(10);

/// Forgets what has ended, again and again, until the runtime ends.
pub async fn run(app: App) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        if let Err(fault) = sweep(&app).await {
            tracing::warn!(fault.code = fault.code.slug(), "housekeeping was put off");
        }
    }
}

/// Forgets what has ended by now.
pub async fn sweep(app: &App) -> Result<(), Fault> {
    let now = app.now();
    let before = |span| now.checked_sub(span).unwrap_or(jiff::Timestamp::MIN);
    let (idle, absolute, answers) = (before(IDLE_FOR), before(SESSION_FOR), before(idempotency::REMEMBERED_FOR));
    app.db()
        .keep_house(now, move |tx| {
            account::store::sweep_sessions(tx, idle, absolute)?;
            tx.execute(idempotency::SWEEP, slipway_db::params![answers])?;
            Ok::<_, Fault>(())
        })
        .await
}
