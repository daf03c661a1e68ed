//! Reads of files: what is attached to a record, and what may be. Who sees the record was asked before.

use slipway_core::actor::{Area, Reach};
use slipway_core::file::FileName;
use slipway_core::id::Id;
use slipway_core::kind::Attachment as Attached;

use super::store;
use super::{Attachment, attachment::About};
use crate::act::{Look, Subject};
use crate::catalogue::parameter::{self, Key};
use crate::edge::{Code, Fault, Reader};

/// What an installation takes in (F 2.19: 278, 318).
#[derive(Debug, Clone)]
pub struct Limits {
    pub max_bytes: u64,
    /// Extensions in small letters.
    pub forbidden: Vec<String>,
}

/// The limits as they are set now.
pub fn limits(look: &Look<'_>) -> Result<Limits, Fault> {
    let words = parameter::value(look.tx, Key::ForbiddenExtensions)?;
    let words = words.as_array().cloned().unwrap_or_default();
    Ok(Limits {
        max_bytes: parameter::integer_of(look.tx, Key::UploadLimit)?.map_or(u64::MAX, i64::unsigned_abs),
        forbidden: words
            .iter()
            .filter_map(|word| word.as_str())
            .map(|word| word.trim_start_matches('.').to_lowercase())
            .collect(),
    })
}

impl Limits {
    /// 415 for a file whose extension the installation refuses (F108).
    pub fn admit(&self, name: &FileName) -> Result<(), Fault> {
        let extension = name.extension();
        if self.forbidden.contains(&extension) {
            return Err(Fault::new(Code::FileForbidden).with("extension", format!(".{extension}")));
        }
        Ok(())
    }
}

/// Reads what is said about a file beside it. Where nothing is said, it is what `usual` says.
pub fn about(reader: &Reader<'_>, usual: &About) -> About {
    let activity = reader.optional_id("activity");
    About {
        description: reader
            .text("description", slipway_core::file::DESCRIPTION_CHARS)
            .or_else(|| usual.description.clone()),
        kind: reader.optional_choice("kind").unwrap_or(usual.kind),
        phase: reader.optional_choice("phase").unwrap_or(usual.phase),
        // An address that names one is the word that counts.
        activity: usual.activity.or(activity),
    }
}

/// How many files are attached to a record.
pub fn count(look: &Look<'_>, record: Subject) -> Result<i64, Fault> {
    Ok(store::count(look.tx, record)?)
}

/// The files attached to a record, the oldest first.
pub fn of_record(look: &Look<'_>, record: Subject) -> Result<Vec<Attachment>, Fault> {
    Ok(store::of_record(look.tx, record)?)
}

/// One file of a record; one that was removed is there for those with the right `audit` alone (R27).
pub fn one(look: &Look<'_>, record: Subject, id: Id<Attached>) -> Result<Attachment, Fault> {
    let audits = look.actor().rights.reach(Area::Audit, Reach::Search);
    let found = store::one(look.tx, record, id)?;
    found
        .filter(|attachment| audits || attachment.deleted_at.is_none())
        .ok_or_else(|| Fault::new(Code::NotFound))
}
