//! The graph against a naive one that keeps every edge in a list, and the questions asked of small graphs by hand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::impact::Direction::{Both, Causes, Impacted};
use super::*;

fn item(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// `a → b` for each pair: b suffers when a fails.
fn graph(edges: &[(u128, u128)]) -> Graph {
    let ends = edges.iter().flat_map(|(a, b)| [item(*a), item(*b)]);
    let edges: Vec<_> = edges.iter().map(|(a, b)| (item(*a), item(*b))).collect();
    Graph::pack(ends, &edges)
}

fn reached(graph: &Graph, from: u128, direction: Direction, depth: Option<u32>) -> BTreeMap<u128, u32> {
    let from = graph.node(item(from)).unwrap();
    let mut walker = Walker::default();
    let ways = direction.ways().iter();
    let ways: Vec<Reached> = ways.map(|way| walker.reach(graph, from, *way, depth)).collect();
    let hits = merged(&ways);
    let told = hits
        .iter()
        .map(|(_, hit)| (graph.item(hit.node).unwrap().as_u128(), hit.distance));
    let map: BTreeMap<_, _> = told.collect();
    assert_eq!(map.len(), hits.len(), "each item once");
    map
}

#[test]
fn failure_travels_as_the_type_says() {
    let link = Link {
        from: item(1),
        to: item(2),
    };
    let ways = |failure: Failure| failure.ways(link).collect::<Vec<_>>();
    assert_eq!(
        ways(Failure::TargetToSource),
        [(item(2), item(1))],
        "A depends on B: A suffers when B fails"
    );
    assert_eq!(ways(Failure::SourceToTarget), [(item(1), item(2))]);
    assert_eq!(ways(Failure::Both), [(item(1), item(2)), (item(2), item(1))]);
    assert_eq!(ways(Failure::None), []);
}

#[test]
fn impact_goes_one_way_and_causes_the_other() {
    let graph = graph(&[(1, 2), (2, 3), (4, 2), (3, 5)]);
    assert_eq!(reached(&graph, 2, Impacted, None), BTreeMap::from([(3, 1), (5, 2)]));
    assert_eq!(reached(&graph, 2, Causes, None), BTreeMap::from([(1, 1), (4, 1)]));
    let both = reached(&graph, 2, Both, None);
    assert_eq!(both, BTreeMap::from([(1, 1), (3, 1), (4, 1), (5, 2)]));
    assert_eq!(reached(&graph, 1, Impacted, Some(1)), BTreeMap::from([(2, 1)]));
    assert_eq!(reached(&graph, 1, Impacted, Some(0)), BTreeMap::new());
}

#[test]
fn what_shares_a_cause_is_neither_cause_nor_impacted() {
    let graph = graph(&[(1, 2), (1, 3)]);
    assert_eq!(reached(&graph, 2, Both, None), BTreeMap::from([(1, 1)]));
}

#[test]
fn a_cycle_of_ten_thousand_ends() {
    let n = 10_000;
    let edges: Vec<_> = (0..n).map(|number| (number, (number + 1) % n)).collect();
    let graph = graph(&edges);
    assert_eq!(reached(&graph, 0, Impacted, None).len(), 9_999);
    assert_eq!(
        reached(&graph, 0, Both, None).len(),
        9_999,
        "each once though it is cause and impacted"
    );
}

#[test]
fn a_path_explains_each_hit() {
    let graph = graph(&[(1, 2), (2, 3), (1, 4), (4, 5), (5, 3), (3, 6)]);
    let reached = Walker::default().reach(&graph, graph.node(item(1)).unwrap(), Way::Impacted, None);
    let paths = reached.paths();
    let path = |to| -> Vec<u128> {
        let nodes = paths.to(graph.node(item(to)).unwrap());
        nodes
            .into_iter()
            .map(|node| graph.item(node).unwrap().as_u128())
            .collect()
    };
    assert_eq!(path(6), [1, 2, 3, 6]);
    assert_eq!(path(4), [1, 4]);
    assert!(path(1).is_empty(), "the item asked about is not reached");
}

#[test]
fn an_edge_to_an_item_that_is_not_there_is_left_out() {
    let graph = Graph::pack([item(1), item(2)], &[(item(1), item(9)), (item(1), item(2))]);
    assert_eq!(reached(&graph, 1, Impacted, None), BTreeMap::from([(2, 1)]));
}

/// Every edge in a list: what the graph is held against.
#[derive(Debug, Default)]
struct Naive {
    edges: Vec<(u128, u128)>,
}

impl Naive {
    fn reach(&self, from: u128, direction: Direction, depth: u32) -> BTreeMap<u128, u32> {
        let found = match direction {
            Both => {
                let mut found = self.reach(from, Impacted, depth);
                for (item, distance) in self.reach(from, Causes, depth) {
                    let nearer = found.entry(item).or_insert(distance);
                    *nearer = distance.min(*nearer);
                }
                found
            }
            Impacted => self.spread(from, depth, |edge| edge),
            Causes => self.spread(from, depth, |(a, b)| (b, a)),
        };
        found.into_iter().filter(|(item, _)| *item != from).collect()
    }

    fn spread(&self, from: u128, depth: u32, turned: impl Fn((u128, u128)) -> (u128, u128)) -> BTreeMap<u128, u32> {
        let mut found = BTreeMap::from([(from, 0)]);
        for distance in 1..=depth {
            let frontier: BTreeSet<u128> = found
                .iter()
                .filter(|(_, at)| **at == distance - 1)
                .map(|(item, _)| *item)
                .collect();
            let next = self
                .edges
                .iter()
                .map(|edge| turned(*edge))
                .filter(|(a, _)| frontier.contains(a));
            let next: Vec<u128> = next.map(|(_, b)| b).collect();
            for item in next {
                found.entry(item).or_insert(distance);
            }
        }
        found
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn packed_and_changed_graphs_answer_like_a_list_of_edges(
        packed in proptest::collection::vec((0_u128..24, 0_u128..24), 0..60),
        changes in proptest::collection::vec((any::<bool>(), 0_u128..30, 0_u128..30), 0..30),
        from in 0_u128..24,
        depth in 0_u32..8,
    ) {
        let mut naive = Naive { edges: packed.clone() };
        let mut graph = graph(&packed);
        graph.add_item(item(from));
        for (adds, a, b) in changes {
            if adds {
                naive.edges.push((a, b));
                graph.add_edge(item(a), item(b));
            } else {
                if let Some(place) = naive.edges.iter().position(|edge| *edge == (a, b)) {
                    naive.edges.remove(place);
                }
                graph.remove_edge(item(a), item(b));
            }
        }
        for direction in [Impacted, Causes, Both] {
            prop_assert_eq!(reached(&graph, from, direction, Some(depth)), naive.reach(from, direction, depth));
            prop_assert_eq!(reached(&graph, from, direction, None), naive.reach(from, direction, 60));
        }
    }

    #[test]
    fn every_path_is_a_shortest_walk_along_edges(
        edges in proptest::collection::vec((0_u128..16, 0_u128..16), 1..50),
    ) {
        let graph = graph(&edges);
        let from = graph.node(item(edges[0].0)).unwrap();
        let reached = Walker::default().reach(&graph, from, Way::Impacted, None);
        let paths = reached.paths();
        for hit in &reached.hits {
            let path = paths.to(hit.node);
            prop_assert_eq!(path.len(), hit.distance as usize + 1);
            prop_assert_eq!((path.first(), path.last()), (Some(&from), Some(&hit.node)));
            for pair in path.windows(2) {
                let edge = (graph.item(pair[0]).unwrap().as_u128(), graph.item(pair[1]).unwrap().as_u128());
                prop_assert!(edges.contains(&edge));
            }
        }
    }

    #[test]
    fn a_walker_keeps_nothing_from_one_walk_to_the_next(
        edges in proptest::collection::vec((0_u128..16, 0_u128..16), 1..40),
        asked in proptest::collection::vec(0_usize..40, 1..20),
    ) {
        let graph = graph(&edges);
        let mut walker = Walker::default();
        for index in asked {
            let from = graph.node(item(edges[index % edges.len()].0)).unwrap();
            let fresh = Walker::default().reach(&graph, from, Way::Causes, None);
            prop_assert_eq!(walker.reach(&graph, from, Way::Causes, None), fresh);
        }
    }
}
