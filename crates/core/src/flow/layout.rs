//! Computes a drawing for a flow whose file has none: layers from left to right, edges that skip layers above them,
//! edges that lead back below.

use super::definition::{Flow, NodeIx};
use super::diagram::{Bounds, Diagram, Point, ShapeKind};

/// The distance between the middles of neighbouring layers.
const LAYER: i32 = 160;
/// The distance between the middles of neighbouring nodes of a layer.
const ROW: i32 = 120;
/// The distance between neighbouring edges that run above or below all nodes.
const LANE: i32 = 20;
/// What is left free on the left and above.
const MARGIN: i32 = 80;

/// Draws `flow`, every node of which can be reached from its start.
pub(super) fn layout(flow: &Flow) -> Diagram {
    let ranks = ranks(flow);
    let layers = layers(flow, &ranks);
    let bounds = bounds(flow, &ranks, &layers);
    let points = Router::new(&bounds).routes(flow, &layers);
    let mut diagram = Diagram::new(flow, bounds, points);
    move_below_margin(&mut diagram);
    diagram
}

/// The place of each node in an order in which an edge leads back exactly when its target does not come later.
fn ranks(flow: &Flow) -> Vec<usize> {
    let n_nodes = flow.nodes.len();
    let mut ranks = vec![None; n_nodes];
    let mut met = vec![false; n_nodes];
    let mut n_left = n_nodes;
    let mut path = vec![(flow.start, flow.node(flow.start).outgoing.iter())];
    while let Some((node, leaving)) = path.last_mut() {
        if let Some(met) = met.get_mut(node.0) {
            *met = true;
        }
        let next = leaving
            .map(|edge| flow.edge(*edge).to)
            .find(|to| met.get(to.0) == Some(&false));
        if let Some(next) = next {
            path.push((next, flow.node(next).outgoing.iter()));
        } else {
            n_left = n_left.saturating_sub(1);
            if let Some(rank) = ranks.get_mut(node.0) {
                *rank = Some(n_left);
            }
            path.pop();
        }
    }
    ranks.into_iter().map(Option::unwrap_or_default).collect()
}

/// The layer of each node: one behind the farthest of the nodes that lead forward to it.
fn layers(flow: &Flow, ranks: &[usize]) -> Vec<usize> {
    let mut layers = vec![0_usize; flow.nodes.len()];
    for node in by_rank(flow, ranks) {
        let behind = layers.get(node.0).map_or(1, |layer| layer + 1);
        for edge in &flow.node(node).outgoing {
            let to = flow.edge(*edge).to;
            if ranks.get(to.0) > ranks.get(node.0)
                && let Some(layer) = layers.get_mut(to.0)
            {
                *layer = behind.max(*layer);
            }
        }
    }
    layers
}

fn by_rank(flow: &Flow, ranks: &[usize]) -> Vec<NodeIx> {
    let mut nodes: Vec<_> = flow.node_ixs().collect();
    nodes.sort_by_key(|node| ranks.get(node.0));
    nodes
}

/// Each layer is a column, in which nodes stand above each other around the middle line.
fn bounds(flow: &Flow, ranks: &[usize], layers: &[usize]) -> Vec<Bounds> {
    let n_layers = layers.iter().max().map_or(1, |last| last + 1);
    let mut filled = vec![0_usize; n_layers];
    let mut middles = vec![Point { x: 0, y: 0 }; flow.nodes.len()];
    for node in by_rank(flow, ranks) {
        let layer = layers.get(node.0).copied().unwrap_or_default();
        let total = layers.iter().filter(|other| **other == layer).count();
        if let (Some(row), Some(middle)) = (filled.get_mut(layer), middles.get_mut(node.0)) {
            *middle = Point {
                x: MARGIN + pixels(layer, LAYER),
                y: pixels(*row, ROW) - pixels(total - 1, ROW) / 2,
            };
            *row += 1;
        }
    }
    let sized = flow.nodes.iter().zip(middles).map(|(node, middle)| {
        let (width, height) = ShapeKind::of(&node.kind).size();
        Bounds {
            x: middle.x - width / 2,
            y: middle.y - height / 2,
            width,
            height,
        }
    });
    sized.collect()
}

/// Routes edges: straight between neighbouring layers, on a lane of their own otherwise.
struct Router<'b> {
    bounds: &'b [Bounds],
    /// The next free lane above.
    above: i32,
    /// The next free lane below.
    below: i32,
}

impl<'b> Router<'b> {
    fn new(bounds: &'b [Bounds]) -> Self {
        let top = bounds.iter().map(|bounds| bounds.y).min().unwrap_or_default();
        let bottom = bounds
            .iter()
            .map(|bounds| bounds.y + bounds.height)
            .max()
            .unwrap_or_default();
        Self {
            bounds,
            above: top - LANE,
            below: bottom + LANE,
        }
    }

    fn routes(&mut self, flow: &Flow, layers: &[usize]) -> Vec<Vec<Point>> {
        let mut routes = vec![Vec::new(); flow.edges.len()];
        for from in flow.node_ixs() {
            for edge in &flow.node(from).outgoing {
                if let Some(route) = routes.get_mut(edge.0) {
                    *route = self.route(from, flow.edge(*edge).to, layers);
                }
            }
        }
        routes
    }

    fn route(&mut self, from: NodeIx, to: NodeIx, layers: &[usize]) -> Vec<Point> {
        let (Some(source), Some(target)) = (self.bounds.get(from.0), self.bounds.get(to.0)) else {
            return Vec::new();
        };
        let leaves_at = Point {
            x: source.x + source.width,
            y: source.y + source.height / 2,
        };
        let arrives_at = Point {
            x: target.x,
            y: target.y + target.height / 2,
        };
        let layer = |node: NodeIx| layers.get(node.0).copied().unwrap_or_default();
        match layer(to).checked_sub(layer(from)) {
            Some(1) => stepped(leaves_at, arrives_at),
            Some(2..) => {
                self.above -= LANE;
                along(leaves_at, self.above + LANE, arrives_at)
            }
            Some(0) | None => {
                self.below += LANE;
                along(leaves_at, self.below - LANE, arrives_at)
            }
        }
    }
}

/// Straight when both are on one height, otherwise with a step half-way.
fn stepped(from: Point, to: Point) -> Vec<Point> {
    if from.y == to.y {
        return vec![from, to];
    }
    let x = i32::midpoint(from.x, to.x);
    vec![from, Point { x, y: from.y }, Point { x, y: to.y }, to]
}

/// Out of the source's layer, along a lane that is free of nodes, and into the target's layer.
fn along(from: Point, lane: i32, to: Point) -> Vec<Point> {
    let (out, back_in) = (from.x + LANE, to.x - LANE);
    vec![
        from,
        Point { x: out, y: from.y },
        Point { x: out, y: lane },
        Point { x: back_in, y: lane },
        Point { x: back_in, y: to.y },
        to,
    ]
}

fn move_below_margin(diagram: &mut Diagram) {
    let shapes = diagram.shapes.iter().map(|shape| shape.bounds.y);
    let points = diagram.lines.iter().flat_map(|line| &line.points).map(|point| point.y);
    let down = MARGIN - shapes.chain(points).min().unwrap_or_default();
    diagram.shapes.iter_mut().for_each(|shape| shape.bounds.y += down);
    diagram
        .lines
        .iter_mut()
        .flat_map(|line| &mut line.points)
        .for_each(|point| point.y += down);
}

fn pixels(number: usize, each: i32) -> i32 {
    i32::try_from(number).map_or(i32::MAX / 2, |number| number.saturating_mul(each))
}
