//! One move of the token game: a token goes along an edge, through gateways, until every token rests or the flow ends.
//! Both the running game (`token`) and the proof of a new flow (`check`) move by this and nothing else.

use std::collections::{BTreeSet, VecDeque};

use thiserror::Error;

use super::condition::{Field, Value};
use super::definition::{EdgeIx, Flow, Guard, Node, NodeIx, NodeKind};
use super::element::{EdgeId, EndId, NodeId};

/// Where a token rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// On a task, until somebody leaves it.
    Task(NodeIx),
    /// On an edge into a parallel gateway, until the gateway's other edges have theirs.
    Join(EdgeIx),
}

/// Where all tokens rest. A set, since no two tokens may rest in one place.
pub(super) type Marking = BTreeSet<Place>;

/// What a move did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    pub marking: Marking,
    pub opened: Vec<NodeIx>,
    pub walked: Vec<EdgeIx>,
    pub ended: Option<NodeIx>,
}

/// Why tokens cannot move. Nothing has changed then (`B052`).
///
/// Reading a flow proves that none of these can come about in it, so meeting one means that a position was made up
/// or belongs to another version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Stuck {
    /// No edge that leaves the gateway is true.
    #[error("no edge leaving the gateway {gateway} is true")]
    NoEdge {
        /// The exclusive gateway.
        gateway: NodeId,
    },
    /// More than one edge that leaves the gateway is true.
    #[error("{} edges leaving the gateway {gateway} are true: {}", edges.len(), listed(edges))]
    SeveralEdges {
        /// The exclusive gateway.
        gateway: NodeId,
        /// Those that are true.
        edges: Vec<EdgeId>,
    },
    /// A token would come where one already is.
    #[error("two tokens meet at {element}")]
    TokensMeet {
        /// The node the second one would come to.
        element: NodeId,
    },
    /// An end would be reached while another branch is still on its way.
    #[error("the end {end} is reached while another branch is still open")]
    OpenBranch {
        /// The end event.
        end: EndId,
    },
    /// Every token that is left waits for branches that nothing can bring any more.
    #[error("the gateway {join} waits for a branch that never comes")]
    Waiting {
        /// The parallel gateway.
        join: NodeId,
    },
}

/// Moves a token along `edge`, all others resting as in `marking`.
/// `choose` says which edge leaves an exclusive gateway.
pub(super) fn walk(
    flow: &Flow,
    marking: Marking,
    edge: EdgeIx,
    choose: impl Fn(NodeIx) -> Result<EdgeIx, Stuck>,
) -> Result<Moved, Stuck> {
    let moved = Moved {
        marking,
        opened: Vec::new(),
        walked: Vec::new(),
        ended: None,
    };
    let mut walk = Walk {
        flow,
        moved,
        on_their_way: VecDeque::from([edge]),
    };
    while let Some(edge) = walk.on_their_way.pop_front() {
        walk.arrive(edge, &choose)?;
    }
    walk.finish()
}

/// The one edge that leaves an exclusive gateway in the situation that `value_of` describes.
pub(super) fn chosen(flow: &Flow, gateway: NodeIx, value_of: &dyn Fn(Field) -> Value) -> Result<EdgeIx, Stuck> {
    let node = flow.node(gateway);
    let mut open = Vec::new();
    let mut otherwise = None;
    for edge in &node.outgoing {
        match &flow.edge(*edge).guard {
            Guard::Always => open.push(*edge),
            Guard::When(condition) if condition.holds_at(value_of) => open.push(*edge),
            Guard::When(_) => {}
            Guard::Otherwise => otherwise = Some(*edge),
        }
    }
    match (open.as_slice(), otherwise) {
        ([only], _) => Ok(*only),
        ([], Some(default)) => Ok(default),
        ([], None) => Err(Stuck::NoEdge {
            gateway: node.id.clone(),
        }),
        (several, _) => {
            let edges = several.iter().map(|edge| flow.edge(*edge).id.clone()).collect();
            Err(Stuck::SeveralEdges {
                gateway: node.id.clone(),
                edges,
            })
        }
    }
}

struct Walk<'f> {
    flow: &'f Flow,
    moved: Moved,
    on_their_way: VecDeque<EdgeIx>,
}

impl Walk<'_> {
    fn arrive(&mut self, edge: EdgeIx, choose: impl Fn(NodeIx) -> Result<EdgeIx, Stuck>) -> Result<(), Stuck> {
        let at = self.flow.edge(edge).to;
        let node = self.flow.node(at);
        // A second token on the same edge is refused here, which also bounds the walk by the number of edges.
        if self.moved.walked.contains(&edge) {
            return Err(Stuck::TokensMeet {
                element: node.id.clone(),
            });
        }
        self.moved.walked.push(edge);
        match &node.kind {
            NodeKind::Start => {
                return Err(Stuck::NoEdge {
                    gateway: node.id.clone(),
                });
            }
            NodeKind::Task(_) => {
                self.rest(Place::Task(at), node)?;
                self.moved.opened.push(at);
            }
            NodeKind::Exclusive => self.on_their_way.push_back(choose(at)?),
            NodeKind::Parallel => {
                self.rest(Place::Join(edge), node)?;
                self.fire_when_complete(node);
            }
            NodeKind::End(_) => {
                if self.moved.ended.replace(at).is_some() {
                    return Err(Stuck::OpenBranch { end: node.id.as_end() });
                }
            }
        }
        Ok(())
    }

    fn rest(&mut self, place: Place, node: &Node) -> Result<(), Stuck> {
        if self.moved.marking.insert(place) {
            Ok(())
        } else {
            Err(Stuck::TokensMeet {
                element: node.id.clone(),
            })
        }
    }

    fn fire_when_complete(&mut self, gateway: &Node) {
        let marking = &mut self.moved.marking;
        if gateway
            .incoming
            .iter()
            .all(|edge| marking.contains(&Place::Join(*edge)))
        {
            for edge in &gateway.incoming {
                marking.remove(&Place::Join(*edge));
            }
            self.on_their_way.extend(&gateway.outgoing);
        }
    }

    fn finish(self) -> Result<Moved, Stuck> {
        let Moved { marking, ended, .. } = &self.moved;
        match (ended, marking.first()) {
            (Some(end), Some(_)) => Err(Stuck::OpenBranch {
                end: self.flow.node(*end).id.as_end(),
            }),
            (Some(_), None) | (None, Some(Place::Task(_)) | None) => Ok(self.moved),
            // Tasks sort before joins, so a join first means that no task is open.
            (None, Some(Place::Join(edge))) => {
                let join = self.flow.edge(*edge).to;
                Err(Stuck::Waiting {
                    join: self.flow.node(join).id.clone(),
                })
            }
        }
    }
}

fn listed(edges: &[EdgeId]) -> String {
    edges.iter().map(EdgeId::as_str).collect::<Vec<_>>().join(", ")
}
