//! The graph of failure of a running Slipway: read from the store in the background, and current at every question,
//! because each asks the store's own sequence of changes first. Servers that share a store need nothing else.

pub mod api;
pub mod changes;
pub mod query;
pub mod walk;

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use slipway_core::cmdb::{Failure, Graph, Link, Walker};
use slipway_db::{Error, ReadTx, params, statements};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::app::App;
use crate::edge::Fault;
use changes::{Change, Missed};

statements! {
    /// In the order of the graph's own numbering, so that nothing is left to sort.
    ITEMS = "select id from item where deleted_at is null order by id";
    EDGES = "select r.source, r.target, t.impact from relationship r join relationship_type t on t.id = r.type \
        where r.until is null and t.impact <> 'none'";
}

/// How long reading the whole graph may take.
const LOADING: Duration = Duration::from_mins(5);

/// Beyond so many changed nodes the graph is packed anew; neighbours in the overlay are slower to find.
const CHANGED: usize = 20_000;

/// The graph, as far as this process has it.
#[derive(Debug, Default)]
pub struct Graphs {
    known: RwLock<Option<Known>>,
    wanted: Notify,
    walkers: Mutex<Vec<Walker>>,
}

/// A graph and the last change it contains.
#[derive(Debug)]
struct Known {
    graph: Graph,
    seq: i64,
}

/// The graph for one question.
#[derive(Debug)]
pub struct Current<'a>(RwLockReadGuard<'a, Option<Known>>);

impl Current<'_> {
    /// The graph itself.
    pub fn graph(&self) -> Option<&Graph> {
        self.0.as_ref().map(|known| &known.graph)
    }
}

impl Graphs {
    /// The graph with every change that the transaction sees. None while it is not loaded, or has to be again.
    pub fn current(&self, tx: &ReadTx<'_>) -> Result<Option<Current<'_>>, Error> {
        let head = changes::head(tx)?;
        let known = self.read();
        match known.as_ref().map(|known| known.seq) {
            None => return Ok(None),
            Some(seq) if seq >= head => return Ok(Some(Current(known))),
            Some(_) => drop(known),
        }
        self.catch_up(tx)?;
        let known = self.read();
        Ok(known.is_some().then_some(Current(known)))
    }

    /// Takes in what was changed since; what cannot be followed change by change is given up, to be read anew.
    fn catch_up(&self, tx: &ReadTx<'_>) -> Result<(), Error> {
        let mut known = self.write();
        let Some(held) = known.as_mut() else { return Ok(()) };
        let followed = changes::since(tx, held.seq)?;
        match followed {
            Ok(changes) => changes.into_iter().for_each(|change| held.take_in(change)),
            Err(Missed) => *known = None,
        }
        Ok(())
    }

    /// A walker that keeps its notes from question to question; give it back afterwards.
    pub fn walker(&self) -> Walker {
        self.walkers().pop().unwrap_or_default()
    }

    /// Keeps a walker for the next question.
    pub fn give_back(&self, walker: Walker) {
        self.walkers().push(walker);
    }

    /// Rings when a question needed the graph and it was not there.
    pub fn wanted(&self) -> &Notify {
        &self.wanted
    }

    /// Whether reading the graph anew is due.
    fn is_due(&self) -> bool {
        let known = self.read();
        known.as_ref().is_none_or(|known| known.graph.n_changed() > CHANGED)
    }

    // A thread that panicked over a graph left it whole: changes are taken in one by one.
    fn read(&self) -> RwLockReadGuard<'_, Option<Known>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Option<Known>> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn walkers(&self) -> MutexGuard<'_, Vec<Walker>> {
        self.walkers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn take_in(&mut self, change: Change) {
        match change {
            Change::Added {
                seq,
                failing,
                suffering,
            } => {
                self.graph.add_edge(failing, suffering);
                self.seq = seq;
            }
            Change::Removed {
                seq,
                failing,
                suffering,
            } => {
                self.graph.remove_edge(failing, suffering);
                self.seq = seq;
            }
        }
    }
}

/// Reads the graph when it is missing or due again: a job, which a question that needed it wakes.
pub async fn keep(app: App) -> Result<(), Fault> {
    if app.graphs().is_due() {
        load(&app).await?;
    }
    Ok(())
}

/// Reads the whole graph: in one moment of the store, packed beside it.
pub async fn load(app: &App) -> Result<(), Fault> {
    let whole = app.db().read_within(LOADING, |tx| Ok::<_, Fault>(whole(tx)?)).await?;
    let packing = tokio::task::spawn_blocking(move || whole.pack());
    let known = packing.await.map_err(Fault::internal)?;
    metrics::gauge!("slipway_cmdb_graph_bytes").set(float(known.graph.n_bytes()));
    metrics::gauge!("slipway_cmdb_graph_items").set(float(known.graph.n_items()));
    *app.graphs().write() = Some(known);
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is read by people")]
fn float(count: usize) -> f64 {
    count as f64
}

/// What the store says of the graph.
struct Whole {
    items: Vec<Uuid>,
    edges: Vec<(Uuid, Uuid)>,
    seq: i64,
}

impl Whole {
    fn pack(self) -> Known {
        Known {
            graph: Graph::pack(self.items, &self.edges),
            seq: self.seq,
        }
    }
}

fn whole(tx: &ReadTx<'_>) -> Result<Whole, Error> {
    let seq = changes::head(tx)?;
    let items = tx.query(ITEMS, params![], |row| row.get(0))?;
    let mut edges = Vec::new();
    tx.for_each::<Error>(EDGES, params![], |row| {
        let link = Link {
            from: row.get(0)?,
            to: row.get(1)?,
        };
        let failure: Failure = row.parse(2)?;
        edges.extend(failure.ways(link));
        Ok(())
    })?;
    Ok(Whole { items, edges, seq })
}
