//! Drawings: the file's own, and the one that is computed when the file has none.

use super::sketch::flow;
use crate::flow::{Bounds, Diagram, Flow, Line, RELEASE_REQUESTER, RELEASE_STANDARD, Shape};

const LOOPS_AND_BRANCHES: &str = "
    start s
    gate M
    task A
    fork F
    task B
    task C not_solved advance
    gate G
    fork J
    task D solved not_solved advance
    gate H
    end e
    end f canceled
    s -> M
    M -> A
    A -> F
    F -> B
    F -> C
    C -> G
    G -> C: outcome == \"not_solved\"
    G -> J: outcome == \"advance\"
    B -> J
    J -> D
    D -> H
    H -> e: outcome == \"solved\"
    H -> M: outcome == \"advance\"
    H -> f: outcome == \"not_solved\"
";

fn shipped(file: &str) -> Flow {
    Flow::parse(file).unwrap()
}

/// The file without its drawing.
fn undrawn(file: &str) -> String {
    let (model, rest) = file.split_once("<bpmndi:BPMNDiagram").unwrap();
    format!("{model}{}", rest.split_once("</bpmndi:BPMNDiagram>").unwrap().1)
}

fn apart(one: &Bounds, other: &Bounds) -> bool {
    let beside = one.x + one.width < other.x || other.x + other.width < one.x;
    beside || one.y + one.height < other.y || other.y + other.height < one.y
}

/// Whether a line begins or ends on the border of a shape.
fn touches(shape: &Shape, x: i32, y: i32) -> bool {
    let Bounds {
        x: left,
        y: top,
        width,
        height,
    } = shape.bounds;
    let inside = (left..=left + width).contains(&x) && (top..=top + height).contains(&y);
    inside && (x == left || x == left + width || y == top || y == top + height)
}

fn runs_straight(line: &Line) -> bool {
    line.points
        .windows(2)
        .all(|pair| pair[0].x == pair[1].x || pair[0].y == pair[1].y)
}

fn assert_tidy(flow: &Flow) {
    let Diagram { shapes, lines } = flow.diagram();
    for (ix, shape) in shapes.iter().enumerate() {
        for other in &shapes[..ix] {
            assert!(
                apart(&shape.bounds, &other.bounds),
                "{} lies on {}",
                shape.node,
                other.node
            );
        }
        assert!(
            shape.bounds.x >= 0 && shape.bounds.y >= 0,
            "{} lies outside",
            shape.node
        );
    }
    for line in lines {
        let (first, last) = (line.points.first().unwrap(), line.points.last().unwrap());
        assert!(line.points.len() > 1 && runs_straight(line), "{} runs askew", line.edge);
        assert!(
            shapes.iter().any(|shape| touches(shape, first.x, first.y)),
            "{} begins nowhere",
            line.edge
        );
        assert!(
            shapes.iter().any(|shape| touches(shape, last.x, last.y)),
            "{} ends nowhere",
            line.edge
        );
        assert!(
            line.points.iter().all(|point| point.x >= 0 && point.y >= 0),
            "{} runs outside",
            line.edge
        );
    }
}

#[test]
fn the_shipped_files_are_drawn_tidily() {
    for file in [RELEASE_STANDARD, RELEASE_REQUESTER] {
        assert_tidy(&shipped(file));
    }
    let standard = shipped(RELEASE_STANDARD);
    let run = standard
        .diagram()
        .shapes
        .iter()
        .find(|shape| shape.node.as_str() == "Run")
        .unwrap();
    assert_eq!(
        run.bounds,
        Bounds {
            x: 530,
            y: 200,
            width: 100,
            height: 80
        }
    );
    assert_eq!(run.label.in_language("es"), "Ejecución");
}

#[test]
fn a_file_without_a_drawing_is_drawn_from_left_to_right() {
    let flows = [
        flow(LOOPS_AND_BRANCHES),
        shipped(&undrawn(RELEASE_STANDARD)),
        shipped(&undrawn(RELEASE_REQUESTER)),
    ];
    for flow in &flows {
        assert_tidy(flow);
        assert_eq!(flow.diagram().shapes.len(), flow.nodes.len());
        assert_eq!(flow.diagram().lines.len(), flow.edges.len());
    }
    let columns = |flow: &Flow| {
        let mut shapes: Vec<_> = flow
            .diagram()
            .shapes
            .iter()
            .map(|one| (one.bounds.x + one.bounds.width / 2, one.node.as_str()))
            .collect();
        shapes.sort_unstable();
        shapes
            .into_iter()
            .map(|(x, node)| format!("{}:{node}", (x - 80) / 160))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(columns(&flows[0]), "0:s 1:M 2:A 3:F 4:B 4:C 5:G 6:J 7:D 8:H 9:e 9:f");
    let standard = "0:Registered 1:Release 2:After_release 3:Run 4:After_run 5:Test 6:After_test 7:Homologation \
                    8:After_homologation 9:Solved";
    assert_eq!(columns(&flows[1]), standard);
}

#[test]
fn an_incomplete_or_absurd_drawing_gives_way_to_a_computed_one() {
    let computed = shipped(&undrawn(RELEASE_STANDARD));
    for (written, instead) in [
        (r#"bpmnElement="Run""#, r#"bpmnElement="Ran""#),
        (r#"<dc:Bounds x="530" "#, r#"<dc:Bounds x="NaN" "#),
        (r#"<dc:Bounds x="530" "#, r#"<dc:Bounds x="1e300" "#),
        (r#"width="100""#, r#"width="0""#),
        (r#"<di:waypoint x="196" y="240" />"#, ""),
    ] {
        assert!(RELEASE_STANDARD.contains(written), "{written}");
        let flow = shipped(&RELEASE_STANDARD.replacen(written, instead, 1));
        assert_eq!(flow.diagram(), computed.diagram(), "{instead}");
    }
}

#[test]
fn coordinates_are_rounded_to_whole_pixels_and_prefixes_looked_over() {
    let file = RELEASE_STANDARD
        .replacen(r#"<dc:Bounds x="530" y="200""#, r#"<dc:Bounds x="529.5" y="-200.4""#, 1)
        .replacen(r#"bpmnElement="Run""#, r#"bpmnElement="any:Run""#, 1);
    let flow = shipped(&file);
    let run = flow
        .diagram()
        .shapes
        .iter()
        .find(|shape| shape.node.as_str() == "Run")
        .unwrap();
    assert_eq!((run.bounds.x, run.bounds.y), (530, -200));
}
