//! The nodes of a draft and the edges that join two of them, for questions of who reaches whom.

use std::collections::BTreeSet;

use crate::flow::bpmn::{Draft, Role};

#[derive(Debug)]
pub(super) struct Graph {
    gateways: BTreeSet<usize>,
    after: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
}

impl Graph {
    /// The graph of `draft`, without the edges that dangle.
    pub(super) fn of(draft: &Draft) -> Self {
        let gateway = |ix: &usize| {
            draft
                .nodes
                .get(*ix)
                .is_some_and(|node| matches!(node.role, Role::Exclusive(_) | Role::Parallel))
        };
        let mut graph = Self {
            gateways: (0..draft.nodes.len()).filter(gateway).collect(),
            after: vec![Vec::new(); draft.nodes.len()],
            before: vec![Vec::new(); draft.nodes.len()],
        };
        for edge in &draft.edges {
            if let (Some(from), Some(to)) = (draft.node_named(&edge.source), draft.node_named(&edge.target)) {
                graph.after.get_mut(from).into_iter().for_each(|nodes| nodes.push(to));
                graph.before.get_mut(to).into_iter().for_each(|nodes| nodes.push(from));
            }
        }
        graph
    }

    pub(super) fn n_after(&self, node: usize) -> usize {
        neighbours(&self.after, node).len()
    }

    pub(super) fn n_before(&self, node: usize) -> usize {
        neighbours(&self.before, node).len()
    }

    /// `from` and everything that edges lead to from there.
    pub(super) fn reached_from(&self, from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        closure(from, |node| neighbours(&self.after, node))
    }

    /// `to` and everything from which edges lead there.
    pub(super) fn reaching(&self, to: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        closure(to, |node| neighbours(&self.before, node))
    }

    /// Whether the gateway leads back to itself through gateways alone.
    pub(super) fn circles(&self, gateway: usize) -> bool {
        let through = |node: usize| {
            if self.gateways.contains(&node) {
                neighbours(&self.after, node)
            } else {
                &[]
            }
        };
        self.gateways.contains(&gateway) && closure(through(gateway).iter().copied(), through).contains(&gateway)
    }
}

fn neighbours(lists: &[Vec<usize>], node: usize) -> &[usize] {
    lists.get(node).map_or(&[], Vec::as_slice)
}

fn closure<'g>(from: impl IntoIterator<Item = usize>, next: impl Fn(usize) -> &'g [usize]) -> BTreeSet<usize> {
    let mut reached: BTreeSet<usize> = from.into_iter().collect();
    let mut waiting: Vec<usize> = reached.iter().copied().collect();
    while let Some(node) = waiting.pop() {
        waiting.extend(next(node).iter().filter(|node| reached.insert(**node)));
    }
    reached
}
