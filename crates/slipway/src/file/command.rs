//! Attaching a file to a record, and taking it away again. The event belongs to the record: its noun writes it, with the
//! change that is answered here.

use serde_json::Value;
use slipway_core::id::Id;
use slipway_core::kind::Attachment as Attached;

use super::attachment::{Attachment, New};
use super::disk::Disk;
use super::store::{self, Kept};
use crate::act::{Act, FieldChange, Subject};
use crate::edge::{Code, Fault};

/// Attaches a file that has arrived.
pub fn attach(act: &Act<'_>, record: Subject, new: &New) -> Result<(Attachment, FieldChange), Fault> {
    let n_bytes = i64::try_from(new.n_bytes).map_err(Fault::internal)?;
    let kept = Kept {
        digest: new.digest,
        n_bytes,
    };
    store::keep_file(act.tx(), kept)?;
    // The sweep took it for a file that nobody wanted, between its arrival and this line; it is named now, and stays.
    if new.is_settled && !Disk::at(&act.app.config().files).has(new.digest) {
        return Err(Fault::new(Code::Unavailable).retry_after(1));
    }
    let attachment = Attachment {
        id: act.new_id(),
        name: new.name.to_string(),
        digest: new.digest,
        n_bytes,
        about: new.about.clone(),
        added_at: act.at,
        added_by: act.actor().account,
        added_by_name: act.actor().name.clone(),
        deleted_at: None,
    };
    store::insert(act.tx(), record, &attachment)?;
    let change = FieldChange {
        field: attachment.field(),
        old: Value::Null,
        new: attachment.recorded(),
    };
    Ok((attachment, change))
}

/// Takes one file away from a record: exactly that one, and for the history it stays (B205).
pub fn detach(act: &Act<'_>, record: Subject, id: Id<Attached>) -> Result<(Attachment, FieldChange), Fault> {
    let found = store::one(act.tx(), record, id)?.filter(|attachment| attachment.deleted_at.is_none());
    let attachment = found.ok_or_else(|| Fault::new(Code::NotFound))?;
    if store::remove(act.tx(), id, act.actor().account)? != 1 {
        act.tx().collided(store::REMOVE);
        return Err(Fault::new(Code::NotFound));
    }
    let change = FieldChange {
        field: attachment.field(),
        old: attachment.recorded(),
        new: Value::Null,
    };
    Ok((attachment, change))
}
