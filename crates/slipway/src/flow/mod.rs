//! Flows as the installation keeps them: BPMN files in versions. How they are played is `slipway_core::flow`.

pub mod api;
pub mod command;
mod document;
pub mod draw;
pub mod file;
pub mod query;
pub mod refusal;
pub mod screen;
pub mod store;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use slipway_core::actor::{Area, Reach};
use slipway_core::flow::Flow;
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;
use slipway_core::policy::{self, Upkeep};
use slipway_db::ReadTx;

pub use self::file::FlowFile;
use crate::act::Look;
use crate::edge::{Call, Code, Fault, Routes};

/// Adding and changing flows.
const SAVE: Upkeep = Upkeep {
    area: Area::Flow,
    reach: Reach::Save,
};

/// Deleting flows.
const DELETE: Upkeep = Upkeep {
    area: Area::Flow,
    reach: Reach::Delete,
};

/// Parsed flow versions. A version never changes, so what was parsed once stays true.
#[derive(Debug, Default)]
pub struct Flows {
    parsed: RwLock<HashMap<Version, Arc<Flow>>>,
}

/// A flow and the number of one of its versions.
type Version = (Id<FlowKind>, i64);

impl Flows {
    /// A version of a flow, parsed.
    pub fn version(&self, tx: &ReadTx<'_>, flow: Id<FlowKind>, version: i64) -> Result<Arc<Flow>, Fault> {
        if let Some(known) = self
            .parsed
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&(flow, version))
        {
            return Ok(Arc::clone(known));
        }
        let xml = store::xml(tx, flow, version)?.ok_or_else(|| Fault::new(Code::NotFound))?;
        let parsed = Arc::new(Flow::parse(&xml).map_err(Fault::internal)?);
        self.parsed
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((flow, version), Arc::clone(&parsed));
        Ok(parsed)
    }
}

/// The gate of what changes flows.
fn gate(upkeep: Upkeep) -> impl Fn(&Look<'_>, &Call) -> Result<(), Fault> {
    move |look, _| Ok(policy::may_keep(look.actor(), upkeep).map(drop)?)
}

pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
