//! Releases: what one is, what can be done to it, and why something cannot be done now.
//! `decide` is asked by commands and by the list of possible actions alike, so the two cannot differ.
//! Who may do it is `policy`'s question; where it is stored, nobody's here.

pub mod command;
pub mod decide;
pub mod event;
pub mod measure;
pub mod phase;
pub mod priority;
pub mod record;
pub mod refusal;
pub mod sections;
pub mod timing;

#[cfg(test)]
mod tests;

pub use command::{
    Advance, Command, DeadlineChange, Delegate, Delegation, Edit, Hold, Preset, Reclassification, Reopening,
    SituationChange, Taking,
};
pub use decide::{Context, admit, decide, register};
pub use event::{Event, Start};
pub use measure::Measures;
pub use phase::{Phase, PhaseError};
pub use priority::Priority;
pub use record::{Category, Closing, Contact, Notify, OpenTask, Release, Share, Sheet, Suspension, SuspensionPolicy};
pub use refusal::{MissingField, Refusal};
pub use timing::{HoldTime, Timing, delay_minutes};
