//! What readers do about their notices. Reading is nobody's history: these are marks, and each may be set again.

use uuid::Uuid;

use super::query::{self, ANNOUNCEMENT, Notice};
use super::store;
use crate::edge::{Call, Fault};

/// What a reader does about a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Seen,
    Confirmed,
}

/// Marks one of the caller's own notices; answers it as it is then.
pub async fn mark(call: &Call, id: Uuid, mark: Mark) -> Result<Notice, Fault> {
    let (notice, account) = call
        .app
        .look(&call.caller, move |look| {
            Ok((query::one(look, id)?, look.actor().account))
        })
        .await?;
    if call.is_dry_run() {
        return Ok(notice);
    }
    let is_announcement = notice.kind == ANNOUNCEMENT;
    call.app
        .db()
        .keep_house(call.caller.at, move |tx| {
            let marked = match (mark, is_announcement) {
                (Mark::Seen, false) => store::see(tx, account, id),
                (Mark::Seen, true) => store::see_announced(tx, account, id),
                (Mark::Confirmed, false) => store::confirm(tx, account, id),
                (Mark::Confirmed, true) => store::confirm_announced(tx, account, id),
            };
            marked.map_err(Fault::from)
        })
        .await?;
    call.app.look(&call.caller, move |look| query::one(look, id)).await
}

/// Marks everything that rang the caller's bell as seen. What asks for a confirmation keeps asking.
pub async fn see_all(call: &Call) -> Result<(), Fault> {
    let (account, open) = call
        .app
        .look(&call.caller, |look| {
            let asked = query::Asked {
                open: true,
                limit: 200,
                after: None,
            };
            let open = query::page(look, &asked)?.notices;
            let said = open
                .iter()
                .filter(|notice| notice.kind == ANNOUNCEMENT)
                .map(|notice| notice.id);
            Ok((look.actor().account, said.collect::<Vec<_>>()))
        })
        .await?;
    call.app
        .db()
        .keep_house(call.caller.at, move |tx| {
            store::see_all(tx, account)?;
            open.iter().try_for_each(|id| store::see_announced(tx, account, *id))?;
            Ok::<_, Fault>(())
        })
        .await
}
