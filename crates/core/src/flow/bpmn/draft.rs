//! A flow as its file describes it, before anybody knows whether it holds together.

use std::collections::BTreeMap;

use crate::flow::condition::Condition;
use crate::flow::definition::{Edge, EdgeIx, EndKind, Flow, Guard, Node, NodeIx, NodeKind, Task, Wording};
use crate::flow::diagram::Diagram;
use crate::flow::element::{EdgeId, NodeId};
use crate::flow::refusal::{Reason, Refusal, Subject};
use crate::flow::xml::Element;

#[derive(Debug)]
pub(in crate::flow) struct Draft {
    pub key: String,
    pub name: Wording,
    pub allows_reopening: bool,
    pub origin: Origin,
    pub nodes: Vec<DraftNode>,
    pub edges: Vec<DraftEdge>,
}

#[derive(Debug)]
pub(in crate::flow) struct DraftNode {
    pub id: NodeId,
    pub wording: Wording,
    pub role: Role,
    pub origin: Origin,
}

#[derive(Debug)]
pub(in crate::flow) enum Role {
    Start,
    Task(Task),
    /// With the id of its default edge, if it names one.
    Exclusive(Option<String>),
    Parallel,
    End(EndKind),
    /// Refused already, and kept so that what hangs on it is not refused for its sake.
    Unsupported,
}

#[derive(Debug)]
pub(in crate::flow) struct DraftEdge {
    pub id: EdgeId,
    pub wording: Wording,
    pub source: String,
    pub target: String,
    pub expression: Expression,
    pub origin: Origin,
}

#[derive(Debug)]
pub(in crate::flow) enum Expression {
    None,
    Condition(Condition),
    /// Refused already.
    Unreadable,
}

/// Where an element stands in the file, to be named in a refusal.
#[derive(Debug, Clone)]
pub(in crate::flow) struct Origin {
    line: usize,
    subject: Subject,
}

/// Where everything that the proof can refuse stands in the file.
#[derive(Debug)]
pub(in crate::flow) struct Origins {
    pub process: Origin,
    pub nodes: BTreeMap<NodeId, Origin>,
}

impl Origin {
    pub(super) fn of(element: &Element) -> Self {
        let id = element.attribute("id").map(str::to_owned);
        Self {
            line: element.line,
            subject: Subject {
                element: element.name.clone(),
                id,
            },
        }
    }

    pub(in crate::flow) fn refusal(&self, reason: Reason) -> Refusal {
        Refusal {
            line: self.line,
            subject: self.subject.clone(),
            reason,
        }
    }
}

impl Draft {
    /// The place of the node with this id.
    pub(in crate::flow) fn node_named(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id.as_str() == id)
    }

    pub(in crate::flow) fn origins(&self) -> Origins {
        let nodes = self.nodes.iter().map(|node| (node.id.clone(), node.origin.clone()));
        Origins {
            process: self.origin.clone(),
            nodes: nodes.collect(),
        }
    }

    /// The flow that this describes, once the check of its structure has found nothing to refuse.
    pub(in crate::flow) fn into_flow(self) -> Flow {
        let ends: Vec<_> = self.edges.iter().map(|edge| self.ends_of(edge)).collect();
        let defaults: Vec<_> = self
            .nodes
            .iter()
            .filter_map(DraftNode::default_edge)
            .map(str::to_owned)
            .collect();
        let start = self
            .nodes
            .iter()
            .position(|node| matches!(node.role, Role::Start))
            .unwrap_or_default();
        let mut nodes: Vec<_> = self.nodes.into_iter().filter_map(DraftNode::into_node).collect();
        let mut edges = Vec::new();
        for (edge, (from, to)) in self.edges.into_iter().zip(ends) {
            let ix = EdgeIx(edges.len());
            if let Some(node) = nodes.get_mut(from) {
                node.outgoing.push(ix);
            }
            if let Some(node) = nodes.get_mut(to) {
                node.incoming.push(ix);
            }
            let default = defaults.iter().any(|id| id == edge.id.as_str());
            let guard = if default {
                Guard::Otherwise
            } else {
                edge.expression.into_guard()
            };
            edges.push(Edge {
                id: edge.id,
                wording: edge.wording,
                to: NodeIx(to),
                guard,
            });
        }
        let diagram = Diagram::default();
        let Self {
            key,
            name,
            allows_reopening,
            ..
        } = self;
        Flow {
            key,
            name,
            allows_reopening,
            start: NodeIx(start),
            nodes,
            edges,
            diagram,
        }
    }

    fn ends_of(&self, edge: &DraftEdge) -> (usize, usize) {
        let place = |id| self.node_named(id).unwrap_or_default();
        (place(&edge.source), place(&edge.target))
    }
}

impl DraftNode {
    pub(in crate::flow) fn default_edge(&self) -> Option<&str> {
        match &self.role {
            Role::Exclusive(default) => default.as_deref(),
            Role::Start | Role::Task(_) | Role::Parallel | Role::End(_) | Role::Unsupported => None,
        }
    }

    fn into_node(self) -> Option<Node> {
        let kind = match self.role {
            Role::Start => NodeKind::Start,
            Role::Task(task) => NodeKind::Task(task),
            Role::Exclusive(_) => NodeKind::Exclusive,
            Role::Parallel => NodeKind::Parallel,
            Role::End(kind) => NodeKind::End(kind),
            Role::Unsupported => return None,
        };
        Some(Node {
            id: self.id,
            wording: self.wording,
            kind,
            incoming: Vec::new(),
            outgoing: Vec::new(),
        })
    }
}

impl Expression {
    fn into_guard(self) -> Guard {
        match self {
            Self::Condition(condition) => Guard::When(condition),
            Self::None | Self::Unreadable => Guard::Always,
        }
    }
}
