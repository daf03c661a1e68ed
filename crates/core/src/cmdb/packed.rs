//! Compressed adjacency: two arrays, four bytes an edge. Built once from a list of edges and never changed; what
//! changes afterwards is the overlay's business (`graph.rs`).

/// The neighbours of every node in one direction.
#[derive(Debug, Clone, Default)]
pub struct Packed {
    /// Where the neighbours of a node begin; one entry more than there are nodes.
    starts: Vec<u32>,
    neighbours: Vec<u32>,
}

impl Packed {
    /// Packs edges between nodes `0..n_nodes` by counting: linear in edges, no sorting. Edges beyond the nodes are
    /// left out; edges given twice are kept twice.
    ///
    /// # Panics
    ///
    /// Never for fewer than 2³² edges.
    pub fn of(n_nodes: usize, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Packed {
        let is_inside = |&(from, to): &(u32, u32)| (from as usize) < n_nodes && (to as usize) < n_nodes;
        let mut starts = vec![0_u32; n_nodes + 1];
        for (from, _) in edges.clone().filter(is_inside) {
            if let Some(count) = starts.get_mut(from as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut neighbours = vec![0_u32; sum as usize];
        for (from, to) in edges.filter(is_inside) {
            let Some(place) = next.get_mut(from as usize) else {
                continue;
            };
            if let Some(neighbour) = neighbours.get_mut(*place as usize) {
                *neighbour = to;
            }
            *place += 1;
        }
        Packed { starts, neighbours }
    }

    /// The neighbours of a node; none of a node it does not know.
    pub fn of_node(&self, node: u32) -> &[u32] {
        let node = node as usize;
        let bounds = self.starts.get(node).zip(self.starts.get(node + 1));
        bounds
            .and_then(|(start, end)| self.neighbours.get(*start as usize..*end as usize))
            .unwrap_or_default()
    }

    /// How many edges it holds.
    pub fn n_edges(&self) -> usize {
        self.neighbours.len()
    }

    /// What it takes in memory, in bytes.
    pub fn n_bytes(&self) -> usize {
        4 * (self.starts.capacity() + self.neighbours.capacity())
    }
}
