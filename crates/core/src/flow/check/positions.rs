//! Plays every game that a flow allows: all outcomes of all tasks in all positions that can come about.
//! It is bounded, and a flow whose games are too many to be played is refused.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::moves::{Decisions, Situation, moves, shown};
use crate::flow::bpmn::Origins;
use crate::flow::definition::{EdgeIx, EndKind, Flow, NodeIx, NodeKind};
use crate::flow::facts::Outcome;
use crate::flow::refusal::{Collected, Reason};
use crate::flow::walk::{Marking, Moved, Place, Stuck, walk};

/// The most positions that are looked at.
const MAX_POSITIONS: usize = 10_000;

/// The most work that is spent, counted in edges looked at and comparisons made.
const MAX_WORK: usize = 1_000_000;

/// Refuses a flow in which some game gets stuck, meets itself or cannot end, and one that cannot be played out.
/// R3 leaves what cannot be proved to the running game; since every condition can be tried out, that is only what is
/// too much work, and nobody draws that.
pub(in crate::flow) fn positions(flow: &Flow, origins: &Origins, refusals: &mut Collected) {
    let mut play = Play::new(flow);
    if play.everything().is_err() {
        return refusals.add(origins.process.refusal(Reason::TooComplex));
    }
    // What lies behind a move that fails was not looked at, so nothing is said about it.
    if play.found.is_empty() {
        play.find_dead_positions();
        play.find_unvisited_nodes();
    }
    for ((node, _), reason) in play.found {
        if let Some(origin) = origins.nodes.get(&flow.node(node).id) {
            refusals.add(origin.refusal(reason));
        }
    }
}

/// Every different way in which the gateways behind `edge` decide after `outcome`; none in a flow that was not proved
/// and is too much work, for the proof has spent this and more.
pub(in crate::flow) fn ways_to_decide(flow: &Flow, edge: EdgeIx, outcome: Outcome) -> Vec<Decisions> {
    let ways = moves(flow, edge, outcome, &mut Budget(MAX_WORK));
    ways.map(|ways| ways.into_keys().collect()).unwrap_or_default()
}

/// Work that is left to be spent.
pub(super) struct Budget(usize);

/// The budget is spent.
pub(super) struct TooMuch;

impl Budget {
    pub(super) fn spend(&mut self, work: usize) -> Result<(), TooMuch> {
        self.0 = self.0.checked_sub(work).ok_or(TooMuch)?;
        Ok(())
    }
}

struct Play<'f> {
    flow: &'f Flow,
    budget: Budget,
    /// All ways to leave a task or the start by its edge, by outcome.
    moves: BTreeMap<(EdgeIx, Outcome), BTreeMap<Decisions, Situation>>,
    /// Each position with its number.
    numbers: BTreeMap<Marking, usize>,
    waiting: VecDeque<(usize, Marking)>,
    /// The numbers of the positions from which each position can come about.
    before: Vec<Vec<usize>>,
    /// The numbers of the positions from which one move ends the flow.
    ending: Vec<usize>,
    visited: BTreeSet<NodeIx>,
    /// One reason of each code for each node.
    found: BTreeMap<(NodeIx, &'static str), Reason>,
}

impl<'f> Play<'f> {
    fn new(flow: &'f Flow) -> Self {
        Self {
            flow,
            budget: Budget(MAX_WORK),
            moves: BTreeMap::new(),
            numbers: BTreeMap::new(),
            waiting: VecDeque::new(),
            before: Vec::new(),
            ending: Vec::new(),
            visited: BTreeSet::from([flow.start]),
            found: BTreeMap::new(),
        }
    }

    fn everything(&mut self) -> Result<(), TooMuch> {
        self.leave(None, self.flow.start, &Marking::new(), Outcome::Advance)?;
        while let Some((number, marking)) = self.waiting.pop_front() {
            for place in &marking {
                let Place::Task(at) = place else {
                    continue;
                };
                let NodeKind::Task(task) = &self.flow.node(*at).kind else {
                    continue;
                };
                let mut others = marking.clone();
                others.remove(place);
                for outcome in &task.outcomes {
                    self.leave(Some(number), *at, &others, *outcome)?;
                }
            }
        }
        Ok(())
    }

    /// Leaves the task or start `from` in every way that `outcome` allows.
    fn leave(
        &mut self,
        number: Option<usize>,
        from: NodeIx,
        others: &Marking,
        outcome: Outcome,
    ) -> Result<(), TooMuch> {
        let Some(edge) = self.flow.node(from).outgoing.first().copied() else {
            return Ok(());
        };
        let ways = match self.moves.remove(&(edge, outcome)) {
            Some(ways) => ways,
            None => moves(self.flow, edge, outcome, &mut self.budget)?,
        };
        for (decisions, situation) in &ways {
            let choose = |gateway| match decisions.get(&gateway) {
                Some(decision) => decision.clone(),
                None => Err(Stuck::NoEdge {
                    gateway: self.flow.node(gateway).id.clone(),
                }),
            };
            self.budget.spend(1 + others.len() + decisions.len())?;
            match walk(self.flow, others.clone(), edge, choose) {
                Ok(moved) => self.moved(number, from, outcome, moved)?,
                Err(stuck) => self.stuck(&stuck, situation),
            }
        }
        self.moves.insert((edge, outcome), ways);
        Ok(())
    }

    fn moved(&mut self, number: Option<usize>, from: NodeIx, outcome: Outcome, moved: Moved) -> Result<(), TooMuch> {
        self.budget.spend(moved.walked.len())?;
        self.visited
            .extend(moved.walked.iter().map(|edge| self.flow.edge(*edge).to));
        if let Some(end) = moved.ended {
            self.ended(number, from, outcome, end);
            return Ok(());
        }
        let fresh = self.before.len();
        let reached = *self.numbers.entry(moved.marking.clone()).or_insert(fresh);
        if reached == fresh {
            if fresh == MAX_POSITIONS {
                return Err(TooMuch);
            }
            self.before.push(Vec::new());
            self.waiting.push_back((fresh, moved.marking));
        }
        if let (Some(number), Some(before)) = (number, self.before.get_mut(reached)) {
            before.push(number);
        }
        Ok(())
    }

    fn ended(&mut self, number: Option<usize>, from: NodeIx, outcome: Outcome, end: NodeIx) {
        match number {
            Some(number) => self.ending.push(number),
            None => self.find(end, Reason::NoTaskBeforeEnd),
        }
        if outcome == Outcome::NotSolved && self.flow.node(end).kind == NodeKind::End(EndKind::Solved) {
            self.find(
                end,
                Reason::SuccessByNotSolved {
                    task: self.flow.node(from).id.clone(),
                },
            );
        }
    }

    fn stuck(&mut self, stuck: &Stuck, situation: &Situation) {
        let situation = || shown(situation);
        let (element, reason) = match stuck {
            Stuck::NoEdge { gateway } => (gateway.as_str(), Reason::NoTrueEdge { situation: situation() }),
            Stuck::SeveralEdges { gateway, edges } => (
                gateway.as_str(),
                Reason::SeveralTrueEdges {
                    edges: edges.clone(),
                    situation: situation(),
                },
            ),
            Stuck::TokensMeet { element } => (element.as_str(), Reason::TokensMeet),
            Stuck::OpenBranch { end } => (end.as_str(), Reason::OpenBranch),
            Stuck::Waiting { join } => (join.as_str(), Reason::Waiting),
        };
        if let Some(node) = self
            .flow
            .node_ixs()
            .find(|node| self.flow.node(*node).id.as_str() == element)
        {
            self.find(node, reason);
        }
    }

    /// Looks for positions from which no game ends, and names the first task of each.
    fn find_dead_positions(&mut self) {
        let mut alive: BTreeSet<usize> = self.ending.iter().copied().collect();
        let mut waiting = self.ending.clone();
        while let Some(number) = waiting.pop() {
            let before = self.before.get(number).map_or(&[][..], Vec::as_slice);
            waiting.extend(before.iter().filter(|number| alive.insert(**number)));
        }
        let dead: Vec<_> = self
            .numbers
            .iter()
            .filter(|(_, number)| !alive.contains(number))
            .collect();
        let named = dead.iter().filter_map(|(marking, _)| match marking.first() {
            Some(Place::Task(task)) => Some((*task, self.flow.position(marking).to_text())),
            Some(Place::Join(_)) | None => None,
        });
        for (task, position) in named.collect::<Vec<_>>() {
            self.find(task, Reason::DeadPosition { position });
        }
    }

    fn find_unvisited_nodes(&mut self) {
        for node in self.flow.node_ixs() {
            if !self.visited.contains(&node) {
                self.find(node, Reason::NeverReached);
            }
        }
    }

    fn find(&mut self, node: NodeIx, reason: Reason) {
        self.found.entry((node, reason.code())).or_insert(reason);
    }
}
