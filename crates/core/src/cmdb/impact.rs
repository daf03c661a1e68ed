//! Impact analysis: everything that an item's failure reaches, everything whose failure reaches it, how far away it
//! is and the shortest way there (F130, F131, B149). Ends on cycles, because no item is visited twice.

use std::collections::{HashMap, HashSet};

use super::graph::{Graph, Node};
use crate::word::words;

words!(
    /// What is asked of an item.
    Direction {
        /// What suffers when it fails: impact analysis.
        Impacted = "impacted",
        /// Whose failure reaches it: root cause.
        Causes = "causes",
        /// Both, an item that is both counting once.
        Both = "both",
    }
);

/// A way through the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// To what suffers.
    Impacted,
    /// To what makes suffer.
    Causes,
}

impl Direction {
    /// The ways to walk. What merely shares a cause with an item is on neither, so the two are never mixed.
    pub fn ways(self) -> &'static [Way] {
        match self {
            Direction::Impacted => &[Way::Impacted],
            Direction::Causes => &[Way::Causes],
            Direction::Both => &[Way::Impacted, Way::Causes],
        }
    }
}

/// An item that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub node: Node,
    /// How many relationships away.
    pub distance: u32,
    /// The neighbour it was first reached from, one relationship nearer.
    pub via: Node,
}

/// Everything that was reached one way, the nearest first; the item asked about is not among it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Which way.
    pub way: Way,
    /// In order of distance.
    pub hits: Vec<Hit>,
}

impl Reached {
    /// Looks up the ways to what was reached.
    pub fn paths(&self) -> Paths {
        Paths {
            via: self.hits.iter().map(|hit| (hit.node, hit.via)).collect(),
        }
    }
}

/// The shortest ways to everything that was reached.
#[derive(Debug)]
pub struct Paths {
    via: HashMap<Node, Node>,
}

impl Paths {
    /// The way from the item asked about to one that was reached, both included. Nothing for one that was not.
    pub fn to(&self, node: Node) -> Vec<Node> {
        let mut path = Vec::new();
        let mut here = node;
        while let Some(via) = self.via.get(&here) {
            path.push(here);
            here = *via;
        }
        if !path.is_empty() {
            path.push(here);
        }
        path.reverse();
        path
    }
}

/// What was reached any way, each item once, with the way it was reached by; the nearest first.
pub fn merged(reached: &[Reached]) -> Vec<(Way, Hit)> {
    let mut seen = HashSet::new();
    let mut hits: Vec<(Way, Hit)> = reached
        .iter()
        .flat_map(|reached| reached.hits.iter().map(|hit| (reached.way, *hit)))
        .collect();
    hits.sort_by_key(|(_, hit)| hit.distance);
    hits.retain(|(_, hit)| seen.insert(hit.node));
    hits
}

/// Walks graphs. Keeps its notes from walk to walk, so that a short walk through a large graph costs only what it
/// visits; a walk needs one of its own.
#[derive(Debug, Default)]
pub struct Walker {
    /// In which walk a node was last visited.
    visited: Vec<u32>,
    walk: u32,
}

impl Walker {
    /// Everything within `depth` relationships of an item, or without a depth all of it.
    pub fn reach(&mut self, graph: &Graph, from: Node, way: Way, depth: Option<u32>) -> Reached {
        self.begin(graph, from);
        let hits = match way {
            Way::Impacted => self.spread(from, depth, |node| graph.suffering(node)),
            Way::Causes => self.spread(from, depth, |node| graph.failing(node)),
        };
        Reached { way, hits }
    }

    fn begin(&mut self, graph: &Graph, from: Node) {
        self.visited.resize(graph.n_items().max(self.visited.len()), 0);
        self.walk = self.walk.checked_add(1).unwrap_or_else(|| {
            self.visited.fill(0);
            1
        });
        self.is_new(from.0);
    }

    /// Visits a node; whether it is the first time in this walk.
    fn is_new(&mut self, node: u32) -> bool {
        let walk = self.walk;
        self.visited
            .get_mut(node as usize)
            .is_some_and(|visited| std::mem::replace(visited, walk) != walk)
    }

    /// Breadth first: the hits are the queue as well, since what was reached is what is looked at next.
    fn spread<'a>(&mut self, from: Node, depth: Option<u32>, neighbours: impl Fn(u32) -> &'a [u32]) -> Vec<Hit> {
        let depth = depth.unwrap_or(u32::MAX);
        let mut hits: Vec<Hit> = Vec::new();
        let (mut here, mut distance, mut next) = (from, 0, 0);
        while distance < depth {
            for node in neighbours(here.0) {
                if self.is_new(*node) {
                    hits.push(Hit {
                        node: Node(*node),
                        distance: distance + 1,
                        via: here,
                    });
                }
            }
            let Some(hit) = hits.get(next) else { break };
            (here, distance) = (hit.node, hit.distance);
            next += 1;
        }
        hits
    }
}
