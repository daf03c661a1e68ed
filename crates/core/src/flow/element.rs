//! The ids that the elements of a flow have in its BPMN file: what positions, histories and the API name.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The longest id, in characters.
const MAX_LENGTH: usize = 64;

/// An id outside the letters, digits, `_`, `-` and `.` that an XML id can be spelled with in ASCII,
/// or one that begins with a digit, `-` or `.`, or one longer than 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\"{0}\" is no id: write 1 to 64 letters, digits, \"_\", \"-\" or \".\", beginning with a letter or \"_\"")]
pub struct BadId(pub String);

macro_rules! element_id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id as the file spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                spelled(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

element_id!(
    /// The id of a user task, such as `Homologation`.
    TaskId
);
element_id!(
    /// The id of a sequence flow.
    EdgeId
);
element_id!(
    /// The id of an end event.
    EndId
);
element_id!(
    /// The id of any node: start event, task, gateway or end event.
    NodeId
);

impl NodeId {
    /// This node as the task it is; the caller knows that it is one.
    pub(super) fn as_task(&self) -> TaskId {
        TaskId(self.0.clone())
    }

    /// This node as the end event it is; the caller knows that it is one.
    pub(super) fn as_end(&self) -> EndId {
        EndId(self.0.clone())
    }
}

fn spelled(text: &str) -> Result<String, BadId> {
    let begins_well = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let goes_on_well = text
        .chars()
        .all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.'));
    if begins_well && goes_on_well && text.len() <= MAX_LENGTH {
        Ok(text.to_owned())
    } else {
        Err(BadId(text.to_owned()))
    }
}
