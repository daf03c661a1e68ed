//! What is wrong with a flow file, in the reader's language: a sentence a reason, found by the reason's stable code and
//! filled with what the reason found. The engine's own sentence stays beside it, in English.

use std::borrow::Cow;

use serde_json::{Value, json};
use slipway_core::flow::{EdgeId, Reason, Refusal, Refusals};

use crate::edge::Texts;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// From 1.
    pub line: usize,
    /// The name of the element, without prefix.
    pub element: String,
    /// The element's id, or empty.
    pub id: String,
    pub code: &'static str,
    pub message: String,
    /// The engine's sentence.
    pub detail: String,
    /// Whether the sentence says more than the message: what is wrong inside an expression or the XML.
    pub has_more: bool,
}

/// Everything that is wrong with a file, in the order of its lines.
pub fn shown(refusals: &Refusals, texts: Texts) -> Vec<Shown> {
    refusals.iter().map(|refusal| one(refusal, texts)).collect()
}

fn one(refusal: &Refusal, texts: Texts) -> Shown {
    Shown {
        line: refusal.line,
        element: refusal.subject.element.clone(),
        id: refusal.subject.id.clone().unwrap_or_default(),
        code: refusal.reason.code(),
        message: texts.filled(&key(&refusal.reason), &found(&refusal.reason)),
        detail: refusal.reason.to_string(),
        has_more: matches!(refusal.reason, Reason::BrokenXml(_) | Reason::BadCondition(_)),
    }
}

/// The key of a reason's text.
pub fn key(reason: &Reason) -> String {
    format!("flow-refusal-{}", reason.code().replace('_', "-"))
}

impl Shown {
    /// The element as a person finds it in the file.
    pub fn subject(&self) -> String {
        if self.id.is_empty() {
            self.element.clone()
        } else {
            format!("{} {}", self.element, self.id)
        }
    }

    /// Where and what, in one line.
    pub fn sentence(&self) -> String {
        format!("{} ({}): {}", self.line, self.subject(), self.message)
    }

    pub fn to_json(&self) -> Value {
        json!({
            "line": self.line,
            "element": self.element,
            "id": Some(&self.id).filter(|id| !id.is_empty()),
            "code": self.code,
            "message": self.message,
            "detail": self.detail,
        })
    }
}

type Values = Vec<(Cow<'static, str>, String)>;

/// What a reason found, by the placeholders of its text.
fn found(reason: &Reason) -> Values {
    let values: &[(&'static str, &dyn ToString)] = match reason {
        Reason::TooLarge { limit }
        | Reason::TooDeep { limit }
        | Reason::LongText { limit }
        | Reason::TooManyElements { limit } => &[("limit", limit)],
        Reason::OtherEncoding { encoding } => &[("encoding", encoding)],
        Reason::UnknownAttribute { attribute } => &[("attribute", attribute)],
        Reason::MissingAttribute { attribute } => &[("attribute", attribute)],
        Reason::BadValue {
            attribute,
            value,
            expected,
        } => &[("attribute", attribute), ("value", value), ("expected", expected)],
        Reason::BadWord { attribute, word } => &[
            ("attribute", attribute),
            ("value", &word.word),
            ("known", &word.known.join(", ")),
        ],
        Reason::BadId(bad) => &[("value", &bad.0)],
        Reason::DuplicateId { element, line } => &[("element", element), ("line", line)],
        Reason::OutcomeSetsStatus { outcome } => &[("outcome", outcome)],
        Reason::OtherLanguage { language } => &[("language", language)],
        Reason::BadCondition(error) => &[("column", &error.column)],
        Reason::DanglingReference { attribute, target } => &[("attribute", attribute), ("target", target)],
        Reason::DefaultElsewhere { target } => &[("target", target)],
        Reason::OneEdgeOut { found } => &[("found", found)],
        Reason::NoTrueEdge { situation } => &[("situation", situation)],
        Reason::SeveralTrueEdges { edges, situation } => &[("edges", &listed(edges)), ("situation", situation)],
        Reason::DeadPosition { position } => &[("position", position)],
        Reason::SuccessByNotSolved { task } => &[("task", task)],
        Reason::NotUtf8
        | Reason::Doctype
        | Reason::BrokenXml(_)
        | Reason::NotBpmn
        | Reason::NoProcess
        | Reason::SeveralProcesses
        | Reason::UnknownElement
        | Reason::OtherTask
        | Reason::OtherGateway
        | Reason::OtherEvent
        | Reason::StrayText
        | Reason::RepeatedSetting
        | Reason::RequesterOnlyForGroup
        | Reason::NoStart
        | Reason::SeveralStarts
        | Reason::NoEnd
        | Reason::NoTask
        | Reason::LeadsHere
        | Reason::LeavesHere
        | Reason::NoEdgeOut
        | Reason::MisplacedCondition
        | Reason::NoCondition
        | Reason::ConditionOnDefault
        | Reason::GatewayLoop
        | Reason::Unreachable
        | Reason::NoWayToEnd
        | Reason::TokensMeet
        | Reason::OpenBranch
        | Reason::Waiting
        | Reason::NeverReached
        | Reason::NoTaskBeforeEnd
        | Reason::TooComplex => &[],
    };
    values
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), value.to_string()))
        .collect()
}

fn listed(edges: &[EdgeId]) -> String {
    edges.iter().map(EdgeId::as_str).collect::<Vec<_>>().join(", ")
}
