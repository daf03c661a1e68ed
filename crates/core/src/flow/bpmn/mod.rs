//! From a BPMN 2.0 file to a flow: read, check, prove, draw. Every refusal that can be told is told at once (R3).
//!
//! The executable subset is one process with one start event, user tasks, exclusive and parallel gateways, sequence
//! flows and end events. Pools, lanes, text annotations, associations, documentation and the extensions of other tools
//! are looked over; everything else is refused.

mod draft;
mod drawing;
mod read;
mod reader;
mod settings;

pub(super) use draft::{Draft, DraftEdge, Expression, Origins, Role};
pub(super) use drawing::Drawing;

use super::check;
use super::definition::Flow;
use super::diagram::Diagram;
use super::refusal::{Collected, Refusals};
use super::xml;

impl Flow {
    /// Reads a file of at most 1 MiB, checks that it keeps to the executable subset, and proves that every release
    /// that follows it reaches an end whatever outcomes its tasks are left with.
    pub fn parse(file: impl AsRef<[u8]>) -> Result<Self, Refusals> {
        let mut refusals = Collected::default();
        let read = match xml::read(file.as_ref()) {
            Ok(root) => read::draft(&root, &mut refusals).map(|draft| (draft, drawing::read(&root))),
            Err(refusal) => {
                refusals.add(refusal);
                None
            }
        };
        let Some((draft, drawing)) = read else {
            return Err(refusals.into_refusals());
        };
        check::structure(&draft, &mut refusals);
        if !refusals.is_empty() {
            return Err(refusals.into_refusals());
        }
        let origins = draft.origins();
        let mut flow = draft.into_flow();
        check::positions(&flow, &origins, &mut refusals);
        if !refusals.is_empty() {
            return Err(refusals.into_refusals());
        }
        flow.diagram = Diagram::of(&flow, &drawing);
        Ok(flow)
    }
}

/// A flow that was read but not proved, to see that the running game refuses what the proof would have.
#[cfg(test)]
pub(super) fn unproved(file: &[u8]) -> Flow {
    let mut refusals = Collected::default();
    let root = xml::read(file).map_err(|refusal| refusal.to_string());
    let draft = root.map(|root| read::draft(&root, &mut refusals));
    match draft {
        Ok(Some(draft)) if refusals.is_empty() => draft.into_flow(),
        other => panic!("{other:?}, {refusals:?}"),
    }
}
