//! Adding a file to a release and taking one away: one event each (B188, B205).

use slipway_core::id::Id;
use slipway_core::kind::Attachment as Attached;
use slipway_core::policy::ReleaseAction;

use crate::act::{Act, Happening};
use crate::edge::{Fault, FieldError, Precondition};
use crate::file::attachment::New;
use crate::file::{self, Attachment};
use crate::release::{activity, addition, subject};

/// Adds a file that has arrived; answers it and the new revision of the release.
pub fn add(act: &Act<'_>, number: i64, precondition: Precondition, new: &New) -> Result<(Attachment, i64), Fault> {
    addition::add(act, number, precondition, ReleaseAction::Note, |stored| {
        if let Some(id) = new.about.activity
            && activity::store::one(act.tx(), stored.release.id, id)?.is_none()
        {
            let error = FieldError::new("/activity", "unknown_reference");
            return Err(Fault::invalid(vec![error]));
        }
        let (attachment, change) = file::command::attach(act, subject(stored.release.id), new)?;
        let happening = Happening {
            kind: "file_added".into(),
            changes: vec![change],
            note: attachment.about.description.clone(),
        };
        Ok((attachment, happening))
    })
}

/// Takes a file away; answers it and the new revision of the release.
pub fn remove(
    act: &Act<'_>,
    number: i64,
    precondition: Precondition,
    id: Id<Attached>,
) -> Result<(Attachment, i64), Fault> {
    addition::add(act, number, precondition, ReleaseAction::Note, |stored| {
        let (attachment, change) = file::command::detach(act, subject(stored.release.id), id)?;
        let happening = Happening {
            kind: "file_removed".into(),
            changes: vec![change],
            note: None,
        };
        Ok((attachment, happening))
    })
}
