//! Impact by the store alone: for instants of the past, and while the graph is not in memory. One statement a distance
//! and few hundred items, so that what is not reached is not read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use slipway_core::cmdb::Way;
use slipway_db::{Error, ReadTx, Row, Select, Sql, params};
use uuid::Uuid;

use super::query::Step;

/// Every way that failure takes, each with the time it was there.
macro_rules! ways {
    ($select:literal) => {
        concat!(
            "select ",
            $select,
            " from (select r.target as failing, r.source as suffering, r.since, r.until from relationship r \
             join relationship_type t on t.id = r.type where t.impact in ('target_to_source', 'both') \
             union all select r.source, r.target, r.since, r.until from relationship r \
             join relationship_type t on t.id = r.type where t.impact in ('source_to_target', 'both')) e"
        )
    };
}

const IMPACTED: Sql = Sql::new("cmdb.graph.walk.impacted", ways!("e.failing, e.suffering"));
const CAUSES: Sql = Sql::new("cmdb.graph.walk.causes", ways!("e.suffering, e.failing"));

/// Every statement of this file, for the test that prepares each on both engines.
pub const ALL: &[Sql] = &[IMPACTED, CAUSES];

/// How many items are asked about at once.
const AT_ONCE: usize = 256;

/// From where, which way, how far and as of when.
#[derive(Debug, Clone, Copy)]
pub struct Walk {
    pub from: Uuid,
    pub way: Way,
    pub depth: Option<u32>,
    pub as_of: Option<Timestamp>,
}

/// Everything that is reached, distance by distance; within one, in the order of ids.
pub fn reach(tx: &ReadTx<'_>, walk: Walk) -> Result<Vec<Step>, Error> {
    let mut seen = BTreeSet::from([walk.from]);
    let mut steps = Vec::new();
    let mut edge = vec![walk.from];
    let mut distance = 0;
    while !edge.is_empty() && walk.depth.is_none_or(|depth| distance < depth) {
        distance += 1;
        let mut next = BTreeMap::new();
        for (via, item) in neighbours(tx, walk, &edge)? {
            if seen.insert(item) {
                next.insert(item, via);
            }
        }
        edge = next.keys().copied().collect();
        steps.extend(next.into_iter().map(|(item, via)| Step {
            way: walk.way,
            item,
            distance,
            via,
        }));
    }
    Ok(steps)
}

fn neighbours(tx: &ReadTx<'_>, walk: Walk, items: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, Error> {
    let (base, among) = match walk.way {
        Way::Impacted => (IMPACTED, "e.failing in"),
        Way::Causes => (CAUSES, "e.suffering in"),
    };
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let mut found = Vec::new();
    for some in items.chunks(AT_ONCE) {
        let select = Select::new(base).filter_in(among, some);
        found.extend(as_of(select, walk.as_of).all(tx, read)?);
    }
    Ok(found)
}

fn as_of(select: Select, at: Option<Timestamp>) -> Select {
    match at {
        None => select.only("e.until is null"),
        Some(at) => select.filter_all("e.since <= $ and (e.until is null or e.until > $)", params![at, at]),
    }
}
