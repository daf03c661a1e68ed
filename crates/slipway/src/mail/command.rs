//! What administrators do about mails that were given up.

use slipway_core::policy;
use uuid::Uuid;

use super::store::{self, Mail};
use super::{RETRY, subject};
use crate::act::{Act, FieldChange, Happening};
use crate::edge::{Code, Fault};

/// Has a mail that was given up sent again, from the beginning of its schedule.
pub fn retry(act: &Act<'_>, id: Uuid) -> Result<Mail, Fault> {
    let permit = policy::may_keep(act.actor(), RETRY)?;
    let before = store::one(act.tx(), id)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    if !store::retry(act.tx(), &permit, id)? {
        return Err(Fault::new(Code::MailNotFailed).with("state", before.state));
    }
    let change = FieldChange {
        field: "state".to_owned(),
        old: "failed".into(),
        new: "queued".into(),
    };
    told(act, id, vec![change], None)?;
    store::one(act.tx(), id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

/// Has every mail that was given up sent again; answers how many there were.
pub fn retry_all(act: &Act<'_>) -> Result<u64, Fault> {
    let permit = policy::may_keep(act.actor(), RETRY)?;
    let n_queued = store::retry_all(act.tx(), &permit)?;
    if n_queued > 0 {
        told(act, EVERY, Vec::new(), Some(n_queued.to_string()))?;
    } else {
        // Nothing is changed and nothing needs saying, but the answer may be remembered for a retry.
        act.tx().recorded();
    }
    Ok(n_queued)
}

/// What was done to all mails at once is told in a history of its own.
const EVERY: Uuid = Uuid::nil();

fn told(act: &Act<'_>, id: Uuid, changes: Vec<FieldChange>, note: Option<String>) -> Result<(), Fault> {
    let happening = Happening {
        kind: "retried".into(),
        changes,
        note,
    };
    act.record(subject(id), &happening)?;
    act.has_posted();
    Ok(())
}
