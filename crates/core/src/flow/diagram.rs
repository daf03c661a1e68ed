//! The drawing of a flow as plain data, for whoever draws it: where the shapes are and where the edges run.
//! It is the file's own when that is complete; how one is computed otherwise is `layout`.

use super::bpmn::Drawing;
use super::definition::{Flow, NodeKind, Wording};
use super::element::{EdgeId, NodeId};
use super::layout::layout;

/// A drawing of a flow, in pixels to the right and down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    /// One for every node, in the order of the file.
    pub shapes: Vec<Shape>,
    /// One for every edge, in the order of the file.
    pub lines: Vec<Line>,
}

/// The shape of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The node; for a task the same text as its [`super::TaskId`].
    pub node: NodeId,
    /// What to draw.
    pub kind: ShapeKind,
    /// Where.
    pub bounds: Bounds,
    /// What to write on it; may be empty.
    pub label: Wording,
}

/// What a shape looks like in BPMN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeKind {
    /// A thin circle.
    Start,
    /// A rounded rectangle.
    Task,
    /// A diamond, marked with an X.
    Exclusive,
    /// A diamond, marked with a plus.
    Parallel,
    /// A thick circle.
    End,
}

/// The line of an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The edge.
    pub edge: EdgeId,
    /// Where it runs, from its source to its target; at least two points.
    pub points: Vec<Point>,
    /// What to write on it; may be empty.
    pub label: Wording,
}

/// A rectangle: its upper left corner and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Bounds {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// A point: its distances to the right and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

impl Diagram {
    /// The file's drawing when it draws every node and edge; otherwise a computed one, for mixing the two is no use.
    pub(super) fn of(flow: &Flow, drawing: &Drawing) -> Self {
        Self::drawn(flow, drawing).unwrap_or_else(|| layout(flow))
    }

    fn drawn(flow: &Flow, drawing: &Drawing) -> Option<Self> {
        let bounds = flow
            .nodes
            .iter()
            .map(|node| drawing.shapes.get(node.id.as_str()).copied());
        let bounds: Vec<_> = bounds.collect::<Option<_>>()?;
        let points = flow
            .edges
            .iter()
            .map(|edge| drawing.lines.get(edge.id.as_str()).cloned());
        let points: Vec<_> = points
            .map(|points| points.filter(|points| points.len() > 1))
            .collect::<Option<_>>()?;
        Some(Self::new(flow, bounds, points))
    }

    /// Puts together what was measured for each node and edge, in the order of the flow.
    pub(super) fn new(flow: &Flow, bounds: Vec<Bounds>, points: Vec<Vec<Point>>) -> Self {
        let shapes = flow.nodes.iter().zip(bounds).map(|(node, bounds)| Shape {
            node: node.id.clone(),
            kind: ShapeKind::of(&node.kind),
            bounds,
            label: node.wording.clone(),
        });
        let lines = flow.edges.iter().zip(points).map(|(edge, points)| Line {
            edge: edge.id.clone(),
            points,
            label: edge.wording.clone(),
        });
        Self {
            shapes: shapes.collect(),
            lines: lines.collect(),
        }
    }
}

impl ShapeKind {
    pub(super) fn of(kind: &NodeKind) -> Self {
        match kind {
            NodeKind::Start => Self::Start,
            NodeKind::Task(_) => Self::Task,
            NodeKind::Exclusive => Self::Exclusive,
            NodeKind::Parallel => Self::Parallel,
            NodeKind::End(_) => Self::End,
        }
    }

    /// The usual size of such a shape: width and height.
    pub(super) const fn size(self) -> (i32, i32) {
        match self {
            Self::Start | Self::End => (36, 36),
            Self::Task => (100, 80),
            Self::Exclusive | Self::Parallel => (50, 50),
        }
    }
}
