//! `If-Match`: nobody overwrites what they have not seen (B209, G6).

use axum::http::{HeaderMap, header};

use super::fault::{Code, Fault};

/// What the caller says about the state of the record they act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    /// `If-Match: *`: any state will do.
    Any,
    /// The revision the caller has seen.
    Revision(i64),
    /// A validator we never issued, a weak one included: it matches nothing.
    Unknown,
    /// No header.
    Absent,
}

impl Precondition {
    pub fn of(headers: &HeaderMap) -> Precondition {
        let Some(value) = headers.get(header::IF_MATCH) else {
            return Precondition::Absent;
        };
        Precondition::written(Some(value.to_str().unwrap_or_default()))
    }

    /// The same from the text of a header, or of a field that stands for one.
    pub fn written(text: Option<&str>) -> Precondition {
        let Some(text) = text.map(str::trim) else {
            return Precondition::Absent;
        };
        if text == "*" {
            return Precondition::Any;
        }
        let revision = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .and_then(|text| text.parse().ok());
        revision.map_or(Precondition::Unknown, Precondition::Revision)
    }

    /// 428 when the header is missing: asked before anything is read.
    pub fn required(self) -> Result<Precondition, Fault> {
        match self {
            Precondition::Absent => Err(Fault::new(Code::NoPrecondition)),
            Precondition::Any | Precondition::Revision(_) | Precondition::Unknown => Ok(self),
        }
    }

    /// Whether a record at this revision is the one the caller has seen.
    pub fn holds(self, revision: i64) -> bool {
        match self {
            Precondition::Any | Precondition::Absent => true,
            Precondition::Revision(seen) => seen == revision,
            Precondition::Unknown => false,
        }
    }

    /// The revision the caller has seen, for telling what happened since.
    pub fn seen(self) -> Option<i64> {
        match self {
            Precondition::Revision(seen) => Some(seen),
            Precondition::Any | Precondition::Unknown | Precondition::Absent => None,
        }
    }
}
