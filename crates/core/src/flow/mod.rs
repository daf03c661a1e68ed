//! Flows: BPMN 2.0 files played by tokens (R3).
//! Here is what a flow is, how a file becomes one, and where outcomes lead; who may act is `policy`'s business,
//! and what else a task asks for is the release's.

mod bpmn;
mod check;
mod condition;
mod definition;
mod diagram;
mod element;
mod facts;
mod layout;
mod outline;
mod position;
mod refusal;
#[cfg(test)]
mod tests;
mod token;
mod walk;
mod xml;

pub use condition::{Condition, ConditionError, Field, Problem};
pub use definition::{Assignment, EndKind, Flow, Questionnaire, Task, Wording};
pub use diagram::{Bounds, Diagram, Line, Point, Shape, ShapeKind};
pub use element::{BadId, EdgeId, EndId, NodeId, TaskId};
pub use facts::{Facts, Level, Outcome, Status};
pub use outline::{Goal, Link, Way, When};
pub use position::{BadPosition, Position, Token};
pub use refusal::{Reason, Refusal, Refusals, Subject};
pub use token::{Ending, Refused, Step};
pub use walk::Stuck;
pub use xml::BrokenXml;

/// The flow that an installation begins with: the executor group takes a release from Release over Run and Test to
/// Homologation (R2).
pub const RELEASE_STANDARD: &str = include_str!("../../../../flows/release-standard.bpmn");

/// The other flow that ships: the requester authorises the work first and closes the release last (R2, `B048`).
pub const RELEASE_REQUESTER: &str = include_str!("../../../../flows/release-requester.bpmn");
