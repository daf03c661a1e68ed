//! A flow that was read and proved: its tasks with their settings, and the graph that the token game runs on.
//! How a file becomes one is `bpmn`; how tokens move is `token`.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::Condition;
use super::diagram::Diagram;
use super::element::{EdgeId, NodeId, TaskId};
use super::facts::Outcome;
use crate::word::words;

/// One version of a flow: what a release walks from its start to an end (R3).
///
/// Every flow is proved when it is read ([`Flow::parse`]): from any position that can come about, every outcome
/// that a task offers moves, no two tokens meet, and an end stays within reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    pub(super) key: String,
    pub(super) name: Wording,
    pub(super) allows_reopening: bool,
    pub(super) start: NodeIx,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) diagram: Diagram,
}

impl Flow {
    /// The id of the process in the file, such as `release-standard`: what models and versions name it by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The name that people read, in a language such as `pt-BR`.
    pub fn name(&self, language: &str) -> &str {
        self.name.in_language(language)
    }

    /// Whether a closed release of this flow may be reopened without the group's permission (`F082`).
    pub fn allows_reopening(&self) -> bool {
        self.allows_reopening
    }

    /// The tasks, in the order of the file.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.nodes.iter().filter_map(Node::as_task)
    }

    /// The task with this id, if the flow has it.
    pub fn task(&self, id: &TaskId) -> Option<&Task> {
        self.tasks().find(|task| task.id == *id)
    }

    /// The drawing: the file's own, or a computed one.
    pub fn diagram(&self) -> &Diagram {
        &self.diagram
    }

    pub(super) fn node(&self, ix: NodeIx) -> &Node {
        #[expect(
            clippy::indexing_slicing,
            reason = "a NodeIx is only made for a node of the flow it is used with"
        )]
        &self.nodes[ix.0]
    }

    pub(super) fn edge(&self, ix: EdgeIx) -> &Edge {
        #[expect(
            clippy::indexing_slicing,
            reason = "an EdgeIx is only made for an edge of the flow it is used with"
        )]
        &self.edges[ix.0]
    }

    pub(super) fn node_ixs(&self) -> impl Iterator<Item = NodeIx> + use<> {
        (0..self.nodes.len()).map(NodeIx)
    }
}

/// A task: work that a person does and then leaves with an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own, switched alone (`functional.md` 2.12)"
)]
pub struct Task {
    /// Its id in the file.
    pub id: TaskId,
    /// What people call it.
    pub wording: Wording,
    /// What its file says about the work, for the page of the task.
    pub documentation: Option<String>,
    /// Whom it falls to when it opens.
    pub assignment: Assignment,
    /// Whether nobody but the requester may execute it (`F054`, R2).
    pub requester_only: bool,
    /// Whether it may be delegated or shared (`O07`).
    pub allows_delegation: bool,
    /// Whether the status may be set here, and so whether it can offer `solved` and `not_solved` (R4).
    pub allows_change_of_status: bool,
    /// Whether its time counts for the SLA.
    pub counts_for_sla: bool,
    /// Whether leaving it is an approval, whose person and time are kept (`B094`).
    pub approval: bool,
    /// The outcomes it can be left with besides `canceled`, which always can.
    pub outcomes: BTreeSet<Outcome>,
    /// The questionnaires to be answered here (`F055`).
    pub questionnaires: Vec<Questionnaire>,
}

impl Task {
    /// The name that people read, in a language such as `pt-BR`; the plain name when the file has none for it.
    pub fn name(&self, language: &str) -> &str {
        self.wording.in_language(language)
    }
}

words!(
    /// Whom a task falls to when it opens.
    Assignment {
        /// The release's executor group.
        ExecutorGroup = "executor_group",
        /// The release's requester.
        Requester = "requester",
    }
);

words!(
    /// What it means for a release to reach an end.
    EndKind {
        /// Success: the release is closed and its items are promoted (R16).
        Solved = "solved",
        /// Closed without success: abandoned (R14).
        Canceled = "canceled",
    }
);

/// A questionnaire bound to a task by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// The name of the questionnaire.
    pub name: String,
    /// Whether the task can only be left when it is answered.
    pub required: bool,
}

/// A name in as many languages as the file has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// For every language without a translation.
    pub plain: String,
    /// By language, such as `pt-BR`.
    pub translations: BTreeMap<String, String>,
}

impl Wording {
    /// The translation, or else the plain name.
    pub fn in_language(&self, language: &str) -> &str {
        self.translations.get(language).unwrap_or(&self.plain)
    }
}

/// The place of a node in its flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeIx(pub usize);

/// The place of an edge in its flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EdgeIx(pub usize);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub id: NodeId,
    pub wording: Wording,
    pub kind: NodeKind,
    pub incoming: Vec<EdgeIx>,
    pub outgoing: Vec<EdgeIx>,
}

impl Node {
    fn as_task(&self) -> Option<&Task> {
        match &self.kind {
            NodeKind::Task(task) => Some(task),
            NodeKind::Start | NodeKind::Exclusive | NodeKind::Parallel | NodeKind::End(_) => None,
        }
    }

    /// Whether tokens pass through it without resting for a person.
    pub(super) fn is_gateway(&self) -> bool {
        matches!(self.kind, NodeKind::Exclusive | NodeKind::Parallel)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NodeKind {
    Start,
    Task(Task),
    Exclusive,
    Parallel,
    End(EndKind),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    pub id: EdgeId,
    pub wording: Wording,
    pub to: NodeIx,
    pub guard: Guard,
}

/// When an edge that leaves an exclusive gateway is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Guard {
    Always,
    When(Condition),
    /// When no other edge of the gateway is.
    Otherwise,
}
