//! Reads the drawing in a BPMN file: the bounds of shapes and the waypoints of edges, in whole pixels.
//! A drawing decides nothing, so whatever is wrong with one is looked over, and a drawing is computed instead.

use std::collections::BTreeMap;

use crate::flow::diagram::{Bounds, Point};
use crate::flow::xml::{Element, Space};

/// Bounds and waypoints by the id of the element that they draw.
#[derive(Debug, Default)]
pub(in crate::flow) struct Drawing {
    pub shapes: BTreeMap<String, Bounds>,
    pub lines: BTreeMap<String, Vec<Point>>,
}

/// The farthest that anything is drawn from the origin, in pixels.
const MAX_DISTANCE: f64 = 100_000.0;

pub(super) fn read(root: &Element) -> Drawing {
    let mut drawing = Drawing::default();
    let diagrams = root.children.iter().filter(|child| is_di(child, "BPMNDiagram"));
    let planes = diagrams
        .flat_map(|diagram| &diagram.children)
        .filter(|child| is_di(child, "BPMNPlane"));
    for drawn in planes.flat_map(|plane| &plane.children) {
        let Some(element) = drawn.attribute("bpmnElement") else {
            continue;
        };
        // The attribute is a qualified name, and tools that qualify it write a prefix.
        let element = element.rsplit(':').next().unwrap_or(element).to_owned();
        if is_di(drawn, "BPMNShape")
            && let Some(bounds) = bounds(drawn)
        {
            drawing.shapes.entry(element).or_insert(bounds);
        } else if is_di(drawn, "BPMNEdge") {
            drawing.lines.entry(element).or_insert_with(|| waypoints(drawn));
        }
    }
    drawing
}

fn bounds(shape: &Element) -> Option<Bounds> {
    let bounds = shape
        .children
        .iter()
        .find(|child| child.space == Space::Dc && child.name == "Bounds")?;
    let number = |name| pixels(bounds.attribute(name)?);
    let bounds = Bounds {
        x: number("x")?,
        y: number("y")?,
        width: number("width")?,
        height: number("height")?,
    };
    (bounds.width > 0 && bounds.height > 0).then_some(bounds)
}

fn waypoints(edge: &Element) -> Vec<Point> {
    let waypoints = edge
        .children
        .iter()
        .filter(|child| child.space == Space::Di && child.name == "waypoint");
    let point = |element: &Element| {
        Some(Point {
            x: pixels(element.attribute("x")?)?,
            y: pixels(element.attribute("y")?)?,
        })
    };
    waypoints.filter_map(point).collect()
}

fn pixels(text: &str) -> Option<i32> {
    let number: f64 = text.trim().parse().ok()?;
    if number.abs() > MAX_DISTANCE || number.is_nan() {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number is rounded and lies within 100,000"
    )]
    let whole = number.round() as i32;
    Some(whole)
}

fn is_di(element: &Element, name: &str) -> bool {
    element.space == Space::BpmnDi && element.name == name
}
