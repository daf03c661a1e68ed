//! Whether the elements of a draft fit together: references, counts, conditions in their places, reachability.

use super::graph::Graph;
use crate::flow::bpmn::{Draft, DraftEdge, Expression, Role};
use crate::flow::refusal::{Collected, Reason};

/// The most nodes and edges of a flow together.
const MAX_ELEMENTS: usize = 1000;

/// Refuses everything about the structure of `draft` that keeps tokens from being played on it.
pub(in crate::flow) fn structure(draft: &Draft, refusals: &mut Collected) {
    if draft.nodes.len() + draft.edges.len() > MAX_ELEMENTS {
        return refusals.add(draft.origin.refusal(Reason::TooManyElements { limit: MAX_ELEMENTS }));
    }
    counts(draft, refusals);
    let dangling = draft.edges.iter().filter(|edge| dangles(draft, edge, refusals)).count();
    conditions(draft, refusals);
    // What a dangling edge was meant to join is not known, so nothing is said about who reaches whom.
    if dangling == 0 {
        let graph = Graph::of(draft);
        degrees(draft, &graph, refusals);
        reachability(draft, &graph, refusals);
    }
}

fn counts(draft: &Draft, refusals: &mut Collected) {
    let starts: Vec<_> = draft
        .nodes
        .iter()
        .filter(|node| matches!(node.role, Role::Start))
        .collect();
    let has = |role: fn(&Role) -> bool| draft.nodes.iter().any(|node| role(&node.role));
    if starts.is_empty() {
        refusals.add(draft.origin.refusal(Reason::NoStart));
    }
    for further in starts.iter().skip(1) {
        refusals.add(further.origin.refusal(Reason::SeveralStarts));
    }
    if !has(|role| matches!(role, Role::End(_))) {
        refusals.add(draft.origin.refusal(Reason::NoEnd));
    }
    if !has(|role| matches!(role, Role::Task(_))) {
        refusals.add(draft.origin.refusal(Reason::NoTask));
    }
}

/// Whether an end of the edge is no node, which is then refused.
fn dangles(draft: &Draft, edge: &DraftEdge, refusals: &mut Collected) -> bool {
    let mut dangles = false;
    for (attribute, target) in [("sourceRef", &edge.source), ("targetRef", &edge.target)] {
        if draft.node_named(target).is_none() {
            refusals.add(edge.origin.refusal(Reason::DanglingReference {
                attribute,
                target: target.clone(),
            }));
            dangles = true;
        }
    }
    dangles
}

fn conditions(draft: &Draft, refusals: &mut Collected) {
    for node in &draft.nodes {
        let leaving: Vec<_> = draft
            .edges
            .iter()
            .filter(|edge| edge.source == node.id.as_str())
            .collect();
        if let Some(default) = node.default_edge()
            && !leaving.iter().any(|edge| edge.id.as_str() == default)
        {
            refusals.add(node.origin.refusal(Reason::DefaultElsewhere {
                target: default.to_owned(),
            }));
        }
        let decides = matches!(node.role, Role::Exclusive(_)) && leaving.len() > 1;
        for edge in leaving {
            let default = node.default_edge() == Some(edge.id.as_str());
            let reason = match (&edge.expression, decides, default) {
                (Expression::None, true, false) => Reason::NoCondition,
                (Expression::Condition(_), false, false) => Reason::MisplacedCondition,
                (Expression::Condition(_), _, true) => Reason::ConditionOnDefault,
                (Expression::None, _, _) | (Expression::Condition(_), true, false) | (Expression::Unreadable, ..) => {
                    continue;
                }
            };
            refusals.add(edge.origin.refusal(reason));
        }
    }
}

fn degrees(draft: &Draft, graph: &Graph, refusals: &mut Collected) {
    for (ix, node) in draft.nodes.iter().enumerate() {
        let found = graph.n_after(ix);
        let reason = match &node.role {
            Role::Start | Role::Task(_) if found != 1 => Reason::OneEdgeOut { found },
            Role::Exclusive(_) | Role::Parallel if found == 0 => Reason::NoEdgeOut,
            Role::End(_) if found > 0 => Reason::LeavesHere,
            Role::Start if graph.n_before(ix) > 0 => Reason::LeadsHere,
            Role::Exclusive(_) | Role::Parallel if graph.circles(ix) => Reason::GatewayLoop,
            Role::Start | Role::Task(_) | Role::Exclusive(_) | Role::Parallel | Role::End(_) | Role::Unsupported => {
                continue;
            }
        };
        refusals.add(node.origin.refusal(reason));
    }
}

/// Nodes that are refused already count as beginnings and as ends, so that nothing is refused for their sake.
fn reachability(draft: &Draft, graph: &Graph, refusals: &mut Collected) {
    let those = |role: fn(&Role) -> bool| {
        let places = draft.nodes.iter().enumerate();
        places
            .filter(move |(_, node)| role(&node.role))
            .map(|(ix, _)| ix)
            .collect::<Vec<_>>()
    };
    let starts = those(|role| matches!(role, Role::Start | Role::Unsupported));
    let ends = those(|role| matches!(role, Role::End(_) | Role::Unsupported));
    let (reached, ending) = (
        graph.reached_from(starts.iter().copied()),
        graph.reaching(ends.iter().copied()),
    );
    for (ix, node) in draft.nodes.iter().enumerate() {
        if !starts.is_empty() && !reached.contains(&ix) {
            refusals.add(node.origin.refusal(Reason::Unreachable));
        }
        if !ends.is_empty() && !ending.contains(&ix) {
            refusals.add(node.origin.refusal(Reason::NoWayToEnd));
        }
    }
}
