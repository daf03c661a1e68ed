//! What is wrong with a flow file, in the reader's language: a sentence a reason, found by the reason's stable code and
//! filled with what the reason found. The engine's own sentence stays beside it, in English.

use std::borrow::Cow;

use serde_json::{Value, json};
use slipway_core::flow::{EdgeId, Reason, Refusal, Refusals};

use crate::edge::Texts;

/// The most characters of a sentence.
const MAX_SENTENCE: usize = 500;

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
        element: shortened(&refusal.subject.element),
        id: shortened(refusal.subject.id.as_deref().unwrap_or_default()),
        code: refusal.reason.code(),
        message: shortened(&texts.filled(&key(&refusal.reason), &found(&refusal.reason, texts))),
        detail: shortened(&refusal.reason.to_string()),
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
fn found(reason: &Reason, texts: Texts) -> Values {
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
        } => &[
            ("attribute", attribute),
            ("value", value),
            ("expected", &told(expected, texts)),
        ],
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

/// What an attribute may be: told in words, or the one literal there is.
fn told(expected: &str, texts: Texts) -> String {
    match expected {
        "true or false" => texts.text("flow-expected-flag"),
        "advance, solved or not_solved, at least one" => texts.text("flow-expected-outcomes"),
        literal => literal.to_owned(),
    }
}

/// A file can repeat a megabyte to us as one id; nobody reads that.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_SENTENCE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn listed(edges: &[EdgeId]) -> String {
    edges.iter().map(EdgeId::as_str).collect::<Vec<_>>().join(", ")
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

    use slipway_core::flow::{BadId, Condition, Flow, Outcome, Subject};

    use super::*;
    use crate::edge::Language;

    /// Every reason that found something, with what its sentence must repeat.
    fn with_values() -> Vec<(Reason, Vec<&'static str>)> {
        let word = "group".parse::<Outcome>().unwrap_err();
        let edges = ["one", "two"].map(|id| id.parse().unwrap()).to_vec();
        let text = str::to_owned;
        vec![
            (Reason::TooLarge { limit: 7 }, vec!["7"]),
            (Reason::TooDeep { limit: 7 }, vec!["7"]),
            (Reason::LongText { limit: 7 }, vec!["7"]),
            (Reason::TooManyElements { limit: 7 }, vec!["7"]),
            (
                Reason::OtherEncoding {
                    encoding: text("latin1"),
                },
                vec!["latin1"],
            ),
            (
                Reason::UnknownAttribute {
                    attribute: text("colour"),
                },
                vec!["colour"],
            ),
            (Reason::MissingAttribute { attribute: "id" }, vec!["id"]),
            (
                Reason::BadValue {
                    attribute: "approval",
                    value: text("perhaps"),
                    expected: "true or false",
                },
                vec!["approval", "perhaps", "true", "false"],
            ),
            (
                Reason::BadWord {
                    attribute: "outcomes",
                    word,
                },
                vec!["outcomes", "group", "advance, solved, not_solved, canceled"],
            ),
            (Reason::BadId(BadId(text("1st"))), vec!["1st"]),
            (
                Reason::DuplicateId {
                    element: text("userTask"),
                    line: 12,
                },
                vec!["userTask", "12"],
            ),
            (
                Reason::OutcomeSetsStatus {
                    outcome: Outcome::NotSolved,
                },
                vec!["not_solved"],
            ),
            (
                Reason::OtherLanguage {
                    language: text("groovy"),
                },
                vec!["groovy"],
            ),
            (
                Reason::BadCondition(Condition::parse("outcome = 1").unwrap_err()),
                vec!["9"],
            ),
            (
                Reason::DanglingReference {
                    attribute: "targetRef",
                    target: text("gone"),
                },
                vec!["targetRef", "gone"],
            ),
            (Reason::DefaultElsewhere { target: text("gone") }, vec!["gone"]),
            (Reason::OneEdgeOut { found: 3 }, vec!["3"]),
            (
                Reason::NoTrueEdge {
                    situation: text("priority 3"),
                },
                vec!["priority 3"],
            ),
            (
                Reason::SeveralTrueEdges {
                    edges,
                    situation: text("priority 3"),
                },
                vec!["one, two", "priority 3"],
            ),
            (Reason::DeadPosition { position: text("A+B") }, vec!["A+B"]),
            (
                Reason::SuccessByNotSolved {
                    task: "Test".parse().unwrap(),
                },
                vec!["Test"],
            ),
        ]
    }

    #[test]
    fn every_reason_has_a_sentence_in_every_language() {
        for language in Language::ALL {
            for code in Reason::CODES {
                let key = format!("flow-refusal-{}", code.replace('_', "-"));
                assert!(Texts(language).knows(&key), "{} lacks {key}", language.tag());
            }
        }
    }

    #[test]
    fn a_sentence_says_what_was_found_and_leaves_no_gap() {
        for language in Language::ALL {
            for (reason, values) in with_values() {
                let subject = Subject {
                    element: "userTask".to_owned(),
                    id: None,
                };
                let shown = one(
                    &Refusal {
                        line: 4,
                        subject,
                        reason,
                    },
                    Texts(language),
                );
                assert!(
                    values.iter().all(|value| shown.message.contains(value)),
                    "{}: {}",
                    language.tag(),
                    shown.message
                );
                assert!(!shown.message.contains('$'), "{}: {}", language.tag(), shown.message);
            }
        }
    }

    #[test]
    fn reasons_that_found_nothing_have_sentences_without_gaps() {
        let told: Vec<&str> = with_values().iter().map(|(reason, _)| reason.code()).collect();
        for language in Language::ALL {
            for code in Reason::CODES.iter().filter(|code| !told.contains(code)) {
                let text = Texts(language).text(&format!("flow-refusal-{}", code.replace('_', "-")));
                assert!(!text.contains('$'), "{}: {text}", language.tag());
            }
        }
    }

    #[test]
    fn a_megabyte_is_not_sent_back() {
        let file = format!(
            "<a xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='{}'/>",
            "x".repeat(500_000)
        );
        let shown = shown(&Flow::parse(file).unwrap_err(), Texts(Language::English));
        let document: String = shown.iter().map(|one| one.to_json().to_string()).collect();
        assert!((100..3_000).contains(&document.len()), "{} bytes", document.len());
    }
}
