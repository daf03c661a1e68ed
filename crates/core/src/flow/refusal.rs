//! Why a file is refused as a flow: the line, the element, a stable code and a sentence for each thing wrong.
//! What is checked, and when, is `xml`, `bpmn` and `check`.

use std::fmt;

use thiserror::Error;

use super::condition::ConditionError;
use super::element::{BadId, EdgeId, NodeId};
use super::facts::Outcome;
use super::xml::BrokenXml;
use crate::word::UnknownWord;

/// The most refusals that one answer lists; a file with more is hopeless, and its answer stays readable.
const MAX_LISTED: usize = 100;

/// Everything that is wrong with a file, in the order of its lines.
#[derive(Debug, Clone, Error)]
#[error("{} refused:\n{}", counted(.0.len()), joined(.0))]
pub struct Refusals(Vec<Refusal>);

/// One thing that is wrong with a file.
#[derive(Debug, Clone, Error)]
#[error("line {line}, {subject}: {reason}")]
pub struct Refusal {
    /// The line on which the element begins, from 1.
    pub line: usize,
    /// The element.
    pub subject: Subject,
    /// What is wrong with it.
    pub reason: Reason,
}

/// An element of a file, as a person finds it there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Its name without prefix, such as `userTask`.
    pub element: String,
    /// Its id, when it has one.
    pub id: Option<String>,
}

/// What can be wrong. [`Reason::code`] is stable; the sentences may be bettered.
#[derive(Debug, Clone, Error)]
#[expect(missing_docs, reason = "the sentence on each variant is its documentation")]
pub enum Reason {
    #[error("the file is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("elements lie deeper than {limit} inside each other")]
    TooDeep { limit: usize },
    #[error("the file is not UTF-8")]
    NotUtf8,
    #[error("the file says that it is written in {encoding}; only UTF-8 is read")]
    OtherEncoding { encoding: String },
    #[error("a document type declaration is never read, nor are entities")]
    Doctype,
    #[error("the file is not well-formed XML: {0}")]
    BrokenXml(BrokenXml),

    #[error("the file is not BPMN 2.0: its outermost element must be definitions")]
    NotBpmn,
    #[error("the file has no process")]
    NoProcess,
    #[error("the file has another process already")]
    SeveralProcesses,
    #[error("Slipway does not know this element, and runs nothing it does not know")]
    UnknownElement,
    #[error("only user tasks are executed: no scripts, services, calls or sub-processes")]
    OtherTask,
    #[error("only exclusive and parallel gateways are executed")]
    OtherGateway,
    #[error("only plain start and end events are executed: no timers, messages, signals or the like")]
    OtherEvent,
    #[error("the attribute {attribute} is not known here")]
    UnknownAttribute { attribute: String },
    #[error("the attribute {attribute} is missing")]
    MissingAttribute { attribute: &'static str },
    #[error("{attribute} must be {expected}, not \"{value}\"")]
    BadValue {
        attribute: &'static str,
        value: String,
        expected: &'static str,
    },
    #[error("{attribute}: {word}")]
    BadWord { attribute: &'static str, word: UnknownWord },
    #[error("text stands where only elements belong")]
    StrayText,
    #[error("the text is longer than {limit} characters")]
    LongText { limit: usize },
    #[error("{0}")]
    BadId(BadId),
    #[error("the id is taken by the {element} on line {line}")]
    DuplicateId { element: String, line: usize },
    #[error("this setting stands here a second time")]
    RepeatedSetting,
    #[error("only the requester may execute the task, but it falls to the executor group")]
    RequesterOnlyForGroup,
    #[error("the task offers {outcome}, which sets the status, but does not allow a change of status")]
    OutcomeSetsStatus { outcome: Outcome },
    #[error("the condition is written in {language}; only Slipway's own language is read")]
    OtherLanguage { language: String },
    #[error("the condition cannot be read: {0}")]
    BadCondition(ConditionError),

    #[error("the process has no start event")]
    NoStart,
    #[error("the process has another start event already")]
    SeveralStarts,
    #[error("the process has no end event")]
    NoEnd,
    #[error("the process has no user task")]
    NoTask,
    #[error("the process has more than {limit} elements that are executed")]
    TooManyElements { limit: usize },
    #[error("{attribute} names \"{target}\", which is no element that edges join")]
    DanglingReference { attribute: &'static str, target: String },
    #[error("default names \"{target}\", which does not leave this gateway")]
    DefaultElsewhere { target: String },
    #[error("no edge may lead here")]
    LeadsHere,
    #[error("no edge may leave from here")]
    LeavesHere,
    #[error("exactly one edge must leave from here, not {found}; put a gateway behind it")]
    OneEdgeOut { found: usize },
    #[error("no edge leaves from here")]
    NoEdgeOut,
    #[error("a condition stands only on an edge by which an exclusive gateway is left in one of several ways")]
    MisplacedCondition,
    #[error("the edge leaves an exclusive gateway by one of several ways and needs a condition")]
    NoCondition,
    #[error("the default edge is taken when no other is true, and has no condition of its own")]
    ConditionOnDefault,
    #[error("tokens would run in circles: the gateway leads back to itself with no task in between")]
    GatewayLoop,
    #[error("nothing leads here from the start event")]
    Unreachable,
    #[error("no end event can be reached from here")]
    NoWayToEnd,

    #[error("no edge is true when {situation}")]
    NoTrueEdge { situation: String },
    #[error("more than one edge is true ({}) when {situation}", listed(edges))]
    SeveralTrueEdges { edges: Vec<EdgeId>, situation: String },
    #[error("two tokens can meet here: a branch that was forked is not joined, or comes back before it is")]
    TokensMeet,
    #[error("this end can be reached while another branch is still open")]
    OpenBranch,
    #[error("the gateway can wait for ever for a branch that never comes")]
    Waiting,
    #[error("from the position {position} no end can be reached")]
    DeadPosition { position: String },
    #[error("no outcome that any task offers ever leads here")]
    NeverReached,
    #[error("this end can be reached before any task")]
    NoTaskBeforeEnd,
    #[error("{task} left with not_solved leads to this end, which means success")]
    SuccessByNotSolved { task: NodeId },
    #[error("the flow can stand in too many positions to be proved")]
    TooComplex,
}

impl Refusals {
    /// All of them, in the order of the lines.
    pub fn iter(&self) -> impl Iterator<Item = &Refusal> {
        self.0.iter()
    }
}

impl Refusal {
    pub(super) fn of_file(line: usize, reason: Reason) -> Self {
        Self {
            line,
            subject: Subject {
                element: "file".to_owned(),
                id: None,
            },
            reason,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "{} {id}", self.element),
            None => f.write_str(&self.element),
        }
    }
}

/// Refusals while they are being collected.
#[derive(Debug, Default)]
pub(super) struct Collected(Vec<Refusal>);

impl Collected {
    pub(super) fn add(&mut self, refusal: Refusal) {
        if self.0.len() < MAX_LISTED {
            self.0.push(refusal);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_refusals(mut self) -> Refusals {
        self.0.sort_by_key(|refusal| refusal.line);
        Refusals(self.0)
    }
}

macro_rules! codes {
    ($($reason:pat => $code:literal,)+) => {
        /// Every code there is, so that a list of texts can be held against it.
        pub const CODES: &'static [&'static str] = &[$($code),+];

        /// The name of the reason that programs and locale files know it by; it never changes.
        pub const fn code(&self) -> &'static str {
            match self {
                $($reason => $code,)+
            }
        }
    };
}

impl Reason {
    codes! {
        Self::TooLarge { .. } => "too_large",
        Self::TooDeep { .. } => "too_deep",
        Self::NotUtf8 => "not_utf8",
        Self::OtherEncoding { .. } => "other_encoding",
        Self::Doctype => "doctype",
        Self::BrokenXml(_) => "broken_xml",
        Self::NotBpmn => "not_bpmn",
        Self::NoProcess => "no_process",
        Self::SeveralProcesses => "several_processes",
        Self::UnknownElement => "unknown_element",
        Self::OtherTask => "other_task",
        Self::OtherGateway => "other_gateway",
        Self::OtherEvent => "other_event",
        Self::UnknownAttribute { .. } => "unknown_attribute",
        Self::MissingAttribute { .. } => "missing_attribute",
        Self::BadValue { .. } => "bad_value",
        Self::BadWord { .. } => "bad_word",
        Self::StrayText => "stray_text",
        Self::LongText { .. } => "long_text",
        Self::BadId(_) => "bad_id",
        Self::DuplicateId { .. } => "duplicate_id",
        Self::RepeatedSetting => "repeated_setting",
        Self::RequesterOnlyForGroup => "requester_only_for_group",
        Self::OutcomeSetsStatus { .. } => "outcome_sets_status",
        Self::OtherLanguage { .. } => "other_language",
        Self::BadCondition(_) => "bad_condition",
        Self::NoStart => "no_start",
        Self::SeveralStarts => "several_starts",
        Self::NoEnd => "no_end",
        Self::NoTask => "no_task",
        Self::TooManyElements { .. } => "too_many_elements",
        Self::DanglingReference { .. } => "dangling_reference",
        Self::DefaultElsewhere { .. } => "default_elsewhere",
        Self::LeadsHere => "leads_here",
        Self::LeavesHere => "leaves_here",
        Self::OneEdgeOut { .. } => "one_edge_out",
        Self::NoEdgeOut => "no_edge_out",
        Self::MisplacedCondition => "misplaced_condition",
        Self::NoCondition => "no_condition",
        Self::ConditionOnDefault => "condition_on_default",
        Self::GatewayLoop => "gateway_loop",
        Self::Unreachable => "unreachable",
        Self::NoWayToEnd => "no_way_to_end",
        Self::NoTrueEdge { .. } => "no_true_edge",
        Self::SeveralTrueEdges { .. } => "several_true_edges",
        Self::TokensMeet => "tokens_meet",
        Self::OpenBranch => "open_branch",
        Self::Waiting => "waiting",
        Self::DeadPosition { .. } => "dead_position",
        Self::NeverReached => "never_reached",
        Self::NoTaskBeforeEnd => "no_task_before_end",
        Self::SuccessByNotSolved { .. } => "success_by_not_solved",
        Self::TooComplex => "too_complex",
    }
}

fn counted(number: usize) -> String {
    if number == 1 {
        "one thing is".to_owned()
    } else {
        format!("{number} things are")
    }
}

fn joined(refusals: &[Refusal]) -> String {
    refusals.iter().map(Refusal::to_string).collect::<Vec<_>>().join("\n")
}

fn listed(edges: &[EdgeId]) -> String {
    edges.iter().map(EdgeId::as_str).collect::<Vec<_>>().join(", ")
}
