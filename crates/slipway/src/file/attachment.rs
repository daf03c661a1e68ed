//! An attachment as it is stored, answered and written into histories.

use jiff::Timestamp;
use serde_json::{Value, json};
use slipway_core::file::{FileKind, FileName, FilePhase};
use slipway_core::id::Id;
use slipway_core::kind::{Account, Activity, Attachment as Attached};

use super::disk::Digest;

/// What people say about a file when they attach it.
#[derive(Debug, Clone)]
pub struct About {
    pub description: Option<String>,
    pub kind: FileKind,
    pub phase: FilePhase,
    /// The scheduled activity whose execution it tells of, when it is one of those (F 2.8).
    pub activity: Option<Id<Activity>>,
}

/// A file attached to a record.
#[derive(Debug, Clone)]
pub struct Attachment {
    pub id: Id<Attached>,
    pub name: String,
    pub digest: Digest,
    pub n_bytes: i64,
    pub about: About,
    pub added_at: Timestamp,
    pub added_by: Id<Account>,
    /// Who attached it, by name.
    pub added_by_name: String,
    pub deleted_at: Option<Timestamp>,
}

/// A file that is to be attached.
#[derive(Debug, Clone)]
pub struct New {
    pub name: FileName,
    pub digest: Digest,
    pub n_bytes: u64,
    pub about: About,
    /// Whether it has its place; in a rehearsal it gets none.
    pub is_settled: bool,
}

impl Attachment {
    /// As the API answers it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "name": self.name,
            "size": self.n_bytes,
            "sha256": self.digest.to_string(),
            "description": self.about.description,
            "kind": self.about.kind.as_str(),
            "phase": self.about.phase.as_str(),
            "activity": self.about.activity.map(|id| id.to_string()),
            "created_at": self.added_at.to_string(),
            "created_by": self.added_by.to_string(),
        })
    }

    /// As a history keeps it: what it was, for good (B205).
    pub fn recorded(&self) -> Value {
        json!({
            "name": self.name,
            "size": self.n_bytes,
            "sha256": self.digest.to_string(),
            "description": self.about.description,
            "kind": self.about.kind.as_str(),
            "phase": self.about.phase.as_str(),
            "activity": self.about.activity.map(|id| id.to_string()),
        })
    }

    /// The strong validator of its bytes.
    pub fn etag(&self) -> String {
        format!("\"{}\"", self.digest)
    }

    /// The field of its record's history that tells of it.
    pub fn field(&self) -> String {
        format!("attachments/{}", self.id)
    }
}
