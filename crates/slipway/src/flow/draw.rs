//! A flow as a drawing: the core's diagram measured for SVG, with the path a release has walked. The template
//! `flow/draw.html` makes markup of it; both the release's flow page and the administration of flows use it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use slipway_core::flow::{Flow, Line, Point, Shape, ShapeKind};

/// Free space around the shapes.
const MARGIN: i32 = 24;
/// The distance between the lines of a label.
const LINE_HEIGHT: i32 = 16;
/// About how many letters fit into a task.
const LETTERS: usize = 13;

/// What of a flow has happened.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// Ids of edges that tokens went along.
    pub edges: BTreeSet<String>,
    /// Ids of tasks that were completed.
    pub done: BTreeSet<String>,
    /// Ids of tasks that are open.
    pub now: BTreeSet<String>,
}

/// A drawn flow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    pub width: i32,
    pub height: i32,
    /// The corner that everything is moved to.
    pub left: i32,
    pub top: i32,
    pub nodes: Vec<NodeDrawn>,
    pub edges: Vec<EdgeDrawn>,
}

/// One shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeDrawn {
    /// `task`, `event` or `gateway`.
    pub shape: &'static str,
    /// `done`, `now` or `ahead`.
    pub stage: &'static str,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub middle_x: i32,
    pub middle_y: i32,
    pub radius: i32,
    /// The outline of a gateway, or the mark inside it.
    pub outline: String,
    pub mark: String,
    pub is_end: bool,
    /// Line by line, with the height of each.
    pub label: Vec<LabelLine>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelLine {
    pub y: i32,
    pub text: String,
}

/// One line with its tip.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EdgeDrawn {
    pub is_done: bool,
    pub path: String,
    pub tip: String,
    pub label: String,
    pub label_x: i32,
    pub label_y: i32,
}

/// Draws a flow in a language.
pub fn drawn(flow: &Flow, language: &str, walked: &Walked) -> Drawing {
    let diagram = flow.diagram();
    let nodes: Vec<NodeDrawn> = diagram
        .shapes
        .iter()
        .map(|shape| node(shape, language, walked))
        .collect();
    let edges: Vec<EdgeDrawn> = diagram
        .lines
        .iter()
        .filter_map(|line| edge(line, language, walked))
        .collect();
    let points = diagram.lines.iter().flat_map(|line| line.points.iter().copied());
    let corners = diagram.shapes.iter().flat_map(|shape| {
        let bounds = shape.bounds;
        // The label of an event or gateway stands below it.
        let below = if shape.kind == ShapeKind::Task { 0 } else { LINE_HEIGHT };
        [
            Point {
                x: bounds.x,
                y: bounds.y,
            },
            Point {
                x: bounds.x + bounds.width,
                y: bounds.y + bounds.height + below,
            },
        ]
    });
    let all: Vec<Point> = points.chain(corners).collect();
    let least = |of: fn(&Point) -> i32| all.iter().map(of).min().unwrap_or_default() - MARGIN;
    let most = |of: fn(&Point) -> i32| all.iter().map(of).max().unwrap_or_default() + MARGIN;
    let (left, top) = (least(|point| point.x), least(|point| point.y));
    Drawing {
        width: most(|point| point.x) - left,
        height: most(|point| point.y) - top,
        left,
        top,
        nodes,
        edges,
    }
}

fn node(shape: &Shape, language: &str, walked: &Walked) -> NodeDrawn {
    let bounds = shape.bounds;
    let (middle_x, middle_y) = (bounds.x + bounds.width / 2, bounds.y + bounds.height / 2);
    let label = shape.label.in_language(language);
    let kind = match shape.kind {
        ShapeKind::Task => "task",
        ShapeKind::Start | ShapeKind::End => "event",
        ShapeKind::Exclusive | ShapeKind::Parallel => "gateway",
    };
    let lines = if kind == "task" {
        wrapped(label)
    } else {
        vec![label.to_owned()]
    };
    let first = match kind {
        "task" => middle_y - LINE_HEIGHT * i32::try_from(lines.len().saturating_sub(1)).unwrap_or(0) / 2,
        _ => bounds.y + bounds.height + LINE_HEIGHT - 2,
    };
    let placed = (0..).zip(lines).map(|(n, text)| LabelLine {
        y: first + n * LINE_HEIGHT,
        text,
    });
    NodeDrawn {
        shape: kind,
        stage: stage(shape, walked),
        x: bounds.x,
        y: bounds.y,
        width: bounds.width,
        height: bounds.height,
        middle_x,
        middle_y,
        radius: bounds.width.min(bounds.height) / 2,
        outline: diamond(shape),
        mark: mark(shape.kind, middle_x, middle_y),
        is_end: shape.kind == ShapeKind::End,
        label: placed.filter(|line| !line.text.is_empty()).collect(),
    }
}

/// A task is what its release says; any other node is done when a walked edge touches it.
fn stage(shape: &Shape, walked: &Walked) -> &'static str {
    let id = shape.node.as_str();
    if walked.now.contains(id) {
        return "now";
    }
    let is_done = match shape.kind {
        ShapeKind::Task => walked.done.contains(id),
        ShapeKind::Start => !walked.edges.is_empty(),
        ShapeKind::Exclusive | ShapeKind::Parallel | ShapeKind::End => walked.touched(id),
    };
    if is_done { "done" } else { "ahead" }
}

impl Walked {
    /// What of a flow a release has walked: its edges, the tasks it has completed and those that are open.
    pub fn of(flow: &Flow, edges: &[String], done: BTreeSet<String>, now: BTreeSet<String>) -> Walked {
        let mut walked = Walked {
            edges: edges.iter().cloned().collect(),
            done,
            now,
        };
        walked.done.extend(reached(flow, &walked.edges));
        walked
    }

    fn touched(&self, node: &str) -> bool {
        self.done.contains(node)
    }
}

/// The nodes at the end of walked edges: where a drawn line ends, there its target is.
fn reached(flow: &Flow, edges: &BTreeSet<String>) -> BTreeSet<String> {
    let diagram = flow.diagram();
    let ends = diagram
        .lines
        .iter()
        .filter(|line| edges.contains(line.edge.as_str()))
        .filter_map(|line| line.points.last());
    let at = |point: &Point| {
        diagram
            .shapes
            .iter()
            .filter(|shape| shape.kind != ShapeKind::Task)
            .find(|shape| {
                let bounds = shape.bounds;
                (bounds.x - 1..=bounds.x + bounds.width + 1).contains(&point.x)
                    && (bounds.y - 1..=bounds.y + bounds.height + 1).contains(&point.y)
            })
    };
    ends.filter_map(at)
        .map(|shape| shape.node.as_str().to_owned())
        .collect()
}

fn diamond(shape: &Shape) -> String {
    let bounds = shape.bounds;
    let (x, y, half_x, half_y) = (
        bounds.x + bounds.width / 2,
        bounds.y,
        bounds.width / 2,
        bounds.height / 2,
    );
    format!("M{x} {y}l{half_x} {half_y}-{half_x} {half_y}-{half_x}-{half_y}z")
}

/// An X in an exclusive gateway, a plus in a parallel one.
fn mark(kind: ShapeKind, x: i32, y: i32) -> String {
    match kind {
        ShapeKind::Exclusive => format!("M{} {}l12 12m0-12l-12 12", x - 6, y - 6),
        ShapeKind::Parallel => format!("M{} {y}h16m-8-8v16", x - 8),
        ShapeKind::Start | ShapeKind::Task | ShapeKind::End => String::new(),
    }
}

fn edge(line: &Line, language: &str, walked: &Walked) -> Option<EdgeDrawn> {
    let (first, rest) = line.points.split_first()?;
    let last = rest.last()?;
    let before = rest
        .len()
        .checked_sub(2)
        .and_then(|index| rest.get(index))
        .unwrap_or(first);
    let mut path = format!("M{} {}", first.x, first.y);
    for point in rest {
        let _ = write!(path, "L{} {}", point.x, point.y);
    }
    let (label_x, label_y) = longest_middle(&line.points);
    Some(EdgeDrawn {
        is_done: walked.edges.contains(line.edge.as_str()),
        path,
        tip: tip(*before, *last),
        label: line.label.in_language(language).to_owned(),
        label_x,
        label_y: label_y - 5,
    })
}

/// A triangle whose point is at the end of the line, by the direction it comes from.
fn tip(from: Point, to: Point) -> String {
    let (x, y) = (to.x, to.y);
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    if dx.abs() >= dy.abs() {
        let back = if dx >= 0 { -9 } else { 9 };
        return format!("M{x} {y}l{back}-5v10z");
    }
    let back = if dy >= 0 { -9 } else { 9 };
    format!("M{x} {y}l-5 {back}h10z")
}

/// The middle of the longest straight part: where a label has room.
fn longest_middle(points: &[Point]) -> (i32, i32) {
    let parts = points.iter().zip(points.iter().skip(1));
    let length = |(from, to): &(&Point, &Point)| (from.x - to.x).abs() + (from.y - to.y).abs();
    let longest = parts.max_by_key(length);
    longest.map_or((0, 0), |(from, to)| {
        (i32::midpoint(from.x, to.x), i32::midpoint(from.y, to.y))
    })
}

/// A label in lines that fit into a task.
fn wrapped(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]
    use slipway_core::flow::RELEASE_STANDARD;

    use super::*;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_walked_path_the_open_task_and_what_is_ahead_are_told_apart() {
        let flow = Flow::parse(RELEASE_STANDARD).unwrap();
        let edges = ["To_release", "Release_left", "Release_advance"].map(str::to_owned);
        let walked = Walked::of(&flow, &edges, set(&["Release"]), set(&["Run"]));
        let drawing = drawn(&flow, "en", &walked);
        let stage = |label: &str| {
            let of_label = |node: &&NodeDrawn| node.label.first().is_some_and(|line| line.text == label);
            drawing.nodes.iter().find(of_label).unwrap().stage
        };
        assert_eq!(stage("Registered"), "done");
        assert_eq!(stage("Release"), "done");
        assert_eq!(stage("Run"), "now");
        assert_eq!(stage("Test"), "ahead");
        assert_eq!(stage("Solved"), "ahead");
        assert_eq!(drawing.edges.iter().filter(|edge| edge.is_done).count(), 3);
        let gateways = drawing
            .nodes
            .iter()
            .filter(|node| node.shape == "gateway" && node.stage == "done");
        assert_eq!(gateways.count(), 1, "the gateway behind Release was passed");
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture() {
        let flow = Flow::parse(RELEASE_STANDARD).unwrap();
        let drawing = drawn(&flow, "pt-BR", &Walked::default());
        for node in &drawing.nodes {
            assert!(node.x >= drawing.left && node.x + node.width <= drawing.left + drawing.width);
            assert!(node.y >= drawing.top && node.y + node.height <= drawing.top + drawing.height);
        }
    }

    #[test]
    fn a_long_name_is_broken_between_words() {
        assert_eq!(
            wrapped("Release authorisation by the requester"),
            ["Release", "authorisation", "by the", "requester"]
        );
    }
}
