//! What suffers when an item fails, what makes it suffer, and the neighbourhood of an item for drawing (F130, F131).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use slipway_core::cmdb::{Direction, Way};
use slipway_db::{Error, ReadTx, Row, Select, params, statements};
use uuid::Uuid;

use super::Graphs;
use super::walk::{self, Walk};
use crate::act::Look;
use crate::app::App;
use crate::cmdb::item::ITEMS;
use crate::edge::{Code, Fault};
use crate::entry::query as entries;

statements! {
    SERVICES = "select i.id, i.name, t.id, t.name from item i join item_type t on t.id = i.type \
        where t.category = 'service' and i.deleted_at is null and t.deleted_at is null order by i.folded, i.id";
    ABOUT = "select i.id, i.identification, i.name, t.name, t.icon, i.stage, i.status, s.name, i.criticality, g.name, w.name \
        from item i join item_type t on t.id = i.type join item_group g on g.id = i.item_group \
        left join item_status s on s.tag = i.status and s.deleted_at is null left join work_group w on w.id = i.owner_group";
    BETWEEN = "select r.id, r.source, r.target, t.name, t.reverse_name, t.impact, t.position from relationship r \
        join relationship_type t on t.id = r.type";
}

/// Without the graph in memory only so far, and everything farther has to wait for it.
const BY_STORE: u32 = 4;

/// An item that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub way: Way,
    pub item: Uuid,
    /// How many relationships away.
    pub distance: u32,
    /// The neighbour it was reached from.
    pub via: Uuid,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub item: Uuid,
    pub direction: Direction,
    /// None is the whole closure.
    pub depth: Option<u32>,
    pub as_of: Option<Timestamp>,
}

/// Everything that was reached, each item once, the nearest first.
#[derive(Debug)]
pub struct Impact {
    pub from: Uuid,
    pub steps: Vec<Step>,
    /// By which neighbour each way first reached an item.
    by: HashMap<(Way, Uuid), Uuid>,
}

impl Impact {
    fn of(from: Uuid, mut steps: Vec<Step>) -> Impact {
        steps.sort_by_key(|step| (step.distance, step.item));
        let by = steps.iter().map(|step| ((step.way, step.item), step.via)).collect();
        let mut seen = HashSet::with_capacity(steps.len());
        steps.retain(|step| seen.insert(step.item));
        Impact { from, steps, by }
    }

    /// The shortest way from the item asked about to one that was reached, both included.
    pub fn path(&self, step: &Step) -> Vec<Uuid> {
        let mut path = vec![step.item];
        let mut here = step.item;
        while let Some(via) = self.by.get(&(step.way, here)) {
            path.push(*via);
            here = *via;
            if here == self.from {
                break;
            }
        }
        path.reverse();
        path
    }
}

/// Everything that an item's failure reaches, or whose failure reaches it.
pub fn impact(look: &Look<'_>, app: &App, asked: Asked) -> Result<Impact, Fault> {
    match asked.as_of {
        None => drop(entries::one(look, &ITEMS, asked.item)?),
        Some(at) => drop(entries::one_as_of(look, &ITEMS, asked.item, at)?),
    }
    let walked = match asked.as_of {
        Some(_) => None,
        None => in_memory(look.tx, app.graphs(), asked)?,
    };
    if let Some(steps) = walked {
        return Ok(Impact::of(asked.item, steps));
    }
    if asked.as_of.is_none() {
        app.graphs().wanted().notify_one();
        if asked.depth.is_none_or(|depth| depth > BY_STORE) {
            return Err(Fault::new(Code::GraphLoading).retry_after(1));
        }
    }
    Ok(Impact::of(asked.item, by_store(look.tx, asked)?))
}

/// By the graph; none while there is none.
pub fn in_memory(tx: &ReadTx<'_>, graphs: &Graphs, asked: Asked) -> Result<Option<Vec<Step>>, Error> {
    let Some(current) = graphs.current(tx)? else {
        return Ok(None);
    };
    let Some(graph) = current.graph() else { return Ok(None) };
    // Nothing is related to an item that the graph does not know.
    let Some(from) = graph.node(asked.item) else {
        return Ok(Some(Vec::new()));
    };
    let mut walker = graphs.walker();
    let mut steps = Vec::new();
    for way in asked.direction.ways() {
        let reached = walker.reach(graph, from, *way, asked.depth);
        steps.extend(reached.hits.iter().filter_map(|hit| {
            Some(Step {
                way: *way,
                item: graph.item(hit.node)?,
                distance: hit.distance,
                via: graph.item(hit.via)?,
            })
        }));
    }
    graphs.give_back(walker);
    Ok(Some(steps))
}

/// By the store alone.
pub fn by_store(tx: &ReadTx<'_>, asked: Asked) -> Result<Vec<Step>, Error> {
    let mut steps = Vec::new();
    for way in asked.direction.ways() {
        steps.extend(walk::reach(
            tx,
            Walk {
                from: asked.item,
                way: *way,
                depth: asked.depth,
                as_of: asked.as_of,
            },
        )?);
    }
    Ok(steps)
}

/// A service among what was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub item: Uuid,
    pub name: String,
    pub item_type: Uuid,
    pub type_name: String,
}

/// The services among what was reached, by name.
pub fn services(tx: &ReadTx<'_>, impact: &Impact) -> Result<Vec<Service>, Error> {
    let reached: HashSet<Uuid> = impact.steps.iter().map(|step| step.item).collect();
    if reached.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = tx.query(SERVICES, params![], |row| {
        Ok(Service {
            item: row.get(0)?,
            name: row.get(1)?,
            item_type: row.get(2)?,
            type_name: row.get(3)?,
        })
    })?;
    all.retain(|service| reached.contains(&service.item));
    Ok(all)
}

/// What is said of an item where it is one of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub item: Uuid,
    pub identification: String,
    pub name: String,
    pub type_name: String,
    pub icon: Option<String>,
    pub stage: Option<String>,
    pub status: String,
    pub status_name: String,
    pub criticality: String,
    pub group: String,
    pub owner: Option<String>,
}

/// What is said of these items, in one statement.
pub fn about(tx: &ReadTx<'_>, items: impl IntoIterator<Item = Uuid>) -> Result<BTreeMap<Uuid, About>, Error> {
    let items: BTreeSet<Uuid> = items.into_iter().collect();
    let found = Select::new(ABOUT).filter_in("i.id in", items).all(tx, read_about)?;
    Ok(found.into_iter().map(|about| (about.item, about)).collect())
}

fn read_about(row: &Row<'_>) -> Result<About, Error> {
    let status: String = row.get(6)?;
    Ok(About {
        item: row.get(0)?,
        identification: row.get(1)?,
        name: row.get(2)?,
        type_name: row.get(3)?,
        icon: row.get(4)?,
        stage: row.get(5)?,
        status_name: row.get::<Option<String>>(7)?.unwrap_or_else(|| status.clone()),
        status,
        criticality: row.get(8)?,
        group: row.get(9)?,
        owner: row.get(10)?,
    })
}

/// A relationship between two items of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    pub relationship: Uuid,
    pub from: Uuid,
    pub to: Uuid,
    pub type_name: String,
    pub reverse_name: String,
    pub impact: String,
    pub position: String,
}

/// The neighbourhood of an item.
#[derive(Debug)]
pub struct Map {
    pub steps: Vec<Step>,
    pub about: BTreeMap<Uuid, About>,
    pub edges: Vec<Edge>,
    /// How many items there are within the depth; more than the steps, when the farthest are left out.
    pub total: usize,
}

/// The most items that are drawn; the nearest stay.
pub const DRAWN: usize = 120;

/// The neighbourhood of an item and the relationships inside it.
pub fn map(look: &Look<'_>, app: &App, asked: Asked) -> Result<Map, Fault> {
    let mut found = impact(look, app, asked)?;
    let total = found.steps.len();
    found.steps.truncate(DRAWN);
    let shown: Vec<Uuid> = std::iter::once(asked.item)
        .chain(found.steps.iter().map(|step| step.item))
        .collect();
    Ok(Map {
        about: about(look.tx, shown.iter().copied())?,
        edges: edges(look.tx, &shown, asked.as_of)?,
        steps: found.steps,
        total,
    })
}

fn edges(tx: &ReadTx<'_>, items: &[Uuid], at: Option<Timestamp>) -> Result<Vec<Edge>, Error> {
    let inside = Select::new(BETWEEN)
        .filter_in("r.source in", items)
        .filter_in("r.target in", items);
    let present = match at {
        None => inside.only("r.until is null"),
        Some(at) => inside.filter("r.since <= $ and (r.until is null or r.until > $)", at),
    };
    present.order("r.id").all(tx, |row| {
        Ok(Edge {
            relationship: row.get(0)?,
            from: row.get(1)?,
            to: row.get(2)?,
            type_name: row.get(3)?,
            reverse_name: row.get(4)?,
            impact: row.get(5)?,
            position: row.get(6)?,
        })
    })
}
