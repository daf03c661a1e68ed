//! The graph of failure: an edge leads from an item to one that suffers when it fails. Packed adjacency in both
//! directions, and beside it what has been added and taken away since it was packed.

use std::collections::HashMap;

use uuid::Uuid;

use super::packed::Packed;

/// An item as the graph numbers it: dense, and stable until the graph is packed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node(pub(super) u32);

/// Which items suffer when one fails, and which make one suffer.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The items known when it was packed, sorted.
    sorted: Vec<Uuid>,
    /// The items that came later, numbered on from there.
    later: Vec<Uuid>,
    later_nodes: HashMap<Uuid, u32>,
    suffering: Packed,
    failing: Packed,
    suffering_since: Overlay,
    failing_since: Overlay,
}

/// The neighbours of single nodes that no longer are as they were packed.
#[derive(Debug, Clone, Default)]
struct Overlay {
    neighbours: HashMap<u32, Vec<u32>>,
}

impl Graph {
    /// Packs items and edges. Edges to items that are not there are left out.
    pub fn pack(items: impl IntoIterator<Item = Uuid>, edges: &[(Uuid, Uuid)]) -> Graph {
        let mut sorted: Vec<Uuid> = items.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let node = |item: &Uuid| {
            sorted
                .binary_search(item)
                .ok()
                .and_then(|index| u32::try_from(index).ok())
        };
        let numbered: Vec<(u32, u32)> = edges
            .iter()
            .filter_map(|(failing, suffering)| Some((node(failing)?, node(suffering)?)))
            .collect();
        let n_nodes = sorted.len();
        Graph {
            suffering: Packed::of(n_nodes, numbered.iter().copied()),
            failing: Packed::of(
                n_nodes,
                numbered.iter().map(|(failing, suffering)| (*suffering, *failing)),
            ),
            sorted,
            ..Graph::default()
        }
    }

    /// The node of an item.
    pub fn node(&self, item: Uuid) -> Option<Node> {
        let packed = self
            .sorted
            .binary_search(&item)
            .ok()
            .and_then(|index| u32::try_from(index).ok());
        packed.or_else(|| self.later_nodes.get(&item).copied()).map(Node)
    }

    /// The item of a node.
    pub fn item(&self, node: Node) -> Option<Uuid> {
        let index = node.0 as usize;
        let later = || self.later.get(index.checked_sub(self.sorted.len())?);
        self.sorted.get(index).or_else(later).copied()
    }

    /// Takes in an item; one that is known already is left as it is.
    pub fn add_item(&mut self, item: Uuid) -> Node {
        if let Some(node) = self.node(item) {
            return node;
        }
        let node = u32::try_from(self.n_items()).unwrap_or(u32::MAX);
        self.later.push(item);
        self.later_nodes.insert(item, node);
        Node(node)
    }

    /// Adds an edge from an item to one that suffers when it fails. Both become known.
    pub fn add_edge(&mut self, failing: Uuid, suffering: Uuid) {
        let (failing, suffering) = (self.add_item(failing), self.add_item(suffering));
        self.suffering_since
            .change(&self.suffering, failing.0, |all| all.push(suffering.0));
        self.failing_since
            .change(&self.failing, suffering.0, |all| all.push(failing.0));
    }

    /// Takes one such edge away; of equal ones the others stay.
    pub fn remove_edge(&mut self, failing: Uuid, suffering: Uuid) {
        let (Some(failing), Some(suffering)) = (self.node(failing), self.node(suffering)) else {
            return;
        };
        self.suffering_since
            .change(&self.suffering, failing.0, |all| drop_one(all, suffering.0));
        self.failing_since
            .change(&self.failing, suffering.0, |all| drop_one(all, failing.0));
    }

    /// How many items are known.
    pub fn n_items(&self) -> usize {
        self.sorted.len() + self.later.len()
    }

    /// How many nodes are no longer as they were packed. When these are many, packing anew is due.
    pub fn n_changed(&self) -> usize {
        self.suffering_since.neighbours.len() + self.failing_since.neighbours.len()
    }

    /// What the packed part takes in memory, in bytes.
    pub fn n_bytes(&self) -> usize {
        self.suffering.n_bytes() + self.failing.n_bytes() + 16 * (self.sorted.capacity() + self.later.capacity())
    }

    /// The items that suffer at once when this one fails.
    pub(super) fn suffering(&self, node: u32) -> &[u32] {
        self.suffering_since.of_node(&self.suffering, node)
    }

    /// The items whose failure this one suffers from at once.
    pub(super) fn failing(&self, node: u32) -> &[u32] {
        self.failing_since.of_node(&self.failing, node)
    }
}

impl Overlay {
    fn of_node<'a>(&'a self, packed: &'a Packed, node: u32) -> &'a [u32] {
        self.neighbours
            .get(&node)
            .map_or_else(|| packed.of_node(node), Vec::as_slice)
    }

    fn change(&mut self, packed: &Packed, node: u32, change: impl FnOnce(&mut Vec<u32>)) {
        change(
            self.neighbours
                .entry(node)
                .or_insert_with(|| packed.of_node(node).to_vec()),
        );
    }
}

fn drop_one(all: &mut Vec<u32>, node: u32) {
    if let Some(place) = all.iter().position(|one| *one == node) {
        all.swap_remove(place);
    }
}
