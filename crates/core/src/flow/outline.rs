//! A flow as pages and programs show it: its edges, and where each outcome of a task can lead.
//! Where a release really goes is `token`'s word; this tells everything that could be, without a release.

use std::collections::{BTreeSet, VecDeque};

use super::check::{Decisions, ways_to_decide};
use super::condition::Condition;
use super::definition::{EdgeIx, EndKind, Flow, Guard, Node, NodeKind, Task, Wording};
use super::element::{EdgeId, NodeId, TaskId};
use super::facts::Outcome;

/// An edge with what it joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'f> {
    /// Its id in the file.
    pub id: &'f EdgeId,
    /// The node it leaves.
    pub from: &'f NodeId,
    /// The node it leads to.
    pub to: &'f NodeId,
    /// What is written on it; may be empty.
    pub name: &'f Wording,
    /// When it is true.
    pub when: When<'f>,
}

/// When an edge is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When<'f> {
    /// Whenever a token comes to it.
    Always,
    /// When the condition holds.
    If(&'f Condition),
    /// When no other edge that leaves its gateway is true.
    Otherwise,
}

/// One way in which a task can be left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way<'f> {
    /// The outcome it is left with.
    pub outcome: Outcome,
    /// What must hold besides, in the order of the gateways; nothing when the outcome alone decides.
    pub when: Vec<When<'f>>,
    /// Where the tokens come to rest, or end; several behind a fork.
    pub to: Vec<Goal<'f>>,
}

/// Where a way leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal<'f> {
    /// The task opens.
    Task(&'f Task),
    /// The token waits here for the other branches.
    Join(&'f NodeId),
    /// The flow ends.
    End {
        /// The end event.
        id: &'f NodeId,
        /// What people call it; may be empty.
        name: &'f Wording,
        /// What it means.
        kind: EndKind,
    },
}

impl Flow {
    /// The edges, by the nodes they leave in the order of the file.
    pub fn links(&self) -> impl Iterator<Item = Link<'_>> {
        self.nodes.iter().flat_map(|from| {
            from.outgoing.iter().map(|edge| {
                let edge = self.edge(*edge);
                Link {
                    id: &edge.id,
                    from: &from.id,
                    to: &self.node(edge.to).id,
                    name: &edge.wording,
                    when: When::of(&edge.guard),
                }
            })
        })
    }

    /// Every way to leave a task, by outcome; none for an id that names no task of this flow.
    ///
    /// `canceled` is not among them: it ends the flow from every task and takes no way (R14).
    ///
    /// ```
    /// use slipway_core::flow::{Flow, Goal, Outcome, RELEASE_STANDARD};
    ///
    /// let flow = Flow::parse(RELEASE_STANDARD).unwrap();
    /// let test = "Test".parse().unwrap();
    /// let back = flow.ways(&test).into_iter().find(|way| way.outcome == Outcome::NotSolved).unwrap();
    /// let [Goal::Task(task)] = back.to[..] else { panic!("one task") };
    /// assert_eq!(task.id.as_str(), "Release");
    /// ```
    pub fn ways(&self, task: &TaskId) -> Vec<Way<'_>> {
        let Some((node, task)) = self.nodes.iter().find_map(|node| match &node.kind {
            NodeKind::Task(known) if known.id == *task => Some((node, known)),
            NodeKind::Start | NodeKind::Task(_) | NodeKind::Exclusive | NodeKind::Parallel | NodeKind::End(_) => None,
        }) else {
            return Vec::new();
        };
        let Some(edge) = node.outgoing.first().copied() else {
            return Vec::new();
        };
        task.outcomes
            .iter()
            .flat_map(|outcome| self.ways_of(edge, *outcome))
            .collect()
    }

    /// Every way to begin, each with the outcome `advance`, which conditions before the first task meet.
    pub fn beginnings(&self) -> Vec<Way<'_>> {
        let edge = self.node(self.start).outgoing.first().copied();
        edge.map(|edge| self.ways_of(edge, Outcome::Advance))
            .unwrap_or_default()
    }

    fn ways_of(&self, edge: EdgeIx, outcome: Outcome) -> Vec<Way<'_>> {
        let tours: Vec<Tour<'_>> = ways_to_decide(self, edge, outcome)
            .iter()
            .map(|decisions| Tour::new(self, edge, decisions))
            .collect();
        // What every way of an outcome goes through does not tell them apart.
        let is_common = |guarded: &EdgeIx| tours.iter().all(|tour| tour.guarded.contains(guarded));
        let way = |tour: &Tour<'_>| {
            let telling = tour.guarded.iter().filter(|guarded| !is_common(guarded));
            telling.map(|guarded| When::of(&self.edge(*guarded).guard)).collect()
        };
        let when: Vec<Vec<When<'_>>> = tours.iter().map(way).collect();
        let ways = tours.into_iter().zip(when);
        ways.map(|(Tour { to, .. }, when)| Way { outcome, when, to }).collect()
    }
}

impl<'f> When<'f> {
    fn of(guard: &'f Guard) -> Self {
        match guard {
            Guard::Always => Self::Always,
            Guard::When(condition) => Self::If(condition),
            Guard::Otherwise => Self::Otherwise,
        }
    }
}

/// Where a token goes, and the tokens it is forked into, until all rest.
struct Tour<'f> {
    /// The edges with a condition that were taken.
    guarded: Vec<EdgeIx>,
    to: Vec<Goal<'f>>,
}

impl<'f> Tour<'f> {
    fn new(flow: &'f Flow, edge: EdgeIx, decisions: &Decisions) -> Self {
        let mut tour = Self {
            guarded: Vec::new(),
            to: Vec::new(),
        };
        let mut met = BTreeSet::new();
        let mut on_their_way = VecDeque::from([edge]);
        while let Some(edge) = on_their_way.pop_front() {
            let at = flow.edge(edge).to;
            if flow.edge(edge).guard != Guard::Always {
                tour.guarded.push(edge);
            }
            if met.insert(at) {
                let decision = decisions.get(&at).and_then(|decision| decision.as_ref().ok());
                on_their_way.extend(tour.arrive(flow.node(at), decision));
            }
        }
        tour
    }

    /// What comes of a token at a node: it rests, or goes on along these edges.
    fn arrive(&mut self, node: &'f Node, decision: Option<&EdgeIx>) -> Vec<EdgeIx> {
        match &node.kind {
            NodeKind::Start => {}
            NodeKind::Task(task) => self.to.push(Goal::Task(task)),
            NodeKind::End(kind) => self.to.push(Goal::End {
                id: &node.id,
                name: &node.wording,
                kind: *kind,
            }),
            NodeKind::Exclusive => return decision.copied().into_iter().collect(),
            NodeKind::Parallel if node.incoming.len() > 1 => self.to.push(Goal::Join(&node.id)),
            NodeKind::Parallel => return node.outgoing.clone(),
        }
        Vec::new()
    }
}
