//! The questionnaires that an installation begins with (B203). Their words are in the locale files; what each asks and
//! what of it must be answered is here.

use serde_json::{Value, json};
use slipway_core::questionnaire::QuestionKind::{self, Attachment, LongText, MultipleChoice, ShortText, YesNo};

use crate::edge::Texts;

/// Their categories, by the end of the name's key.
pub const CATEGORIES: [&str; 2] = ["deployment", "test"];

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Standard {
    /// The middle of its keys.
    pub name: &'static str,
    /// One of [`CATEGORIES`].
    pub category: &'static str,
    groups: &'static [Group],
}

#[derive(Debug, Clone, Copy)]
struct Group {
    name: &'static str,
    questions: &'static [Question],
}

#[derive(Debug, Clone, Copy)]
struct Question {
    name: &'static str,
    kind: QuestionKind,
    required: bool,
    choices: &'static [&'static str],
}

const fn asks(name: &'static str, kind: QuestionKind) -> Question {
    Question {
        name,
        kind,
        required: false,
        choices: &[],
    }
}

const fn demands(name: &'static str, kind: QuestionKind) -> Question {
    Question {
        required: true,
        ..asks(name, kind)
    }
}

/// The five, in the order of the source.
pub const STANDARDS: &[Standard] = &[
    Standard {
        name: "deployment",
        category: "deployment",
        groups: &[
            Group {
                name: "target",
                questions: &[asks("team", YesNo), asks("components", YesNo), asks("rules", YesNo)],
            },
            Group {
                name: "users",
                questions: &[asks("affected", LongText), asks("training", YesNo)],
            },
            Group {
                name: "location",
                questions: &[asks("remote", LongText)],
            },
            Group {
                name: "schedule",
                questions: &[asks("defined", YesNo), asks("flexible", YesNo)],
            },
            Group {
                name: "reason",
                questions: &[Question {
                    choices: &["extend", "correct"],
                    ..asks("purpose", MultipleChoice)
                }],
            },
            Group {
                name: "acceptance",
                questions: &[asks("criteria", YesNo)],
            },
        ],
    },
    Standard {
        name: "build",
        category: "test",
        groups: &[Group {
            name: "build",
            questions: &[
                demands("stage", LongText),
                asks("level", ShortText),
                asks("responsible", ShortText),
                asks("document", Attachment),
            ],
        }],
    },
    Standard {
        name: "ci-test",
        category: "test",
        groups: &[
            Group {
                name: "software",
                questions: &[
                    demands("software-name", ShortText),
                    demands("software-use", ShortText),
                    asks("previous-version", ShortText),
                    asks("current-version", ShortText),
                    asks("software-environment", ShortText),
                    demands("change-level", ShortText),
                    demands("training", YesNo),
                    asks("software-documents", Attachment),
                ],
            },
            Group {
                name: "hardware",
                questions: &[
                    asks("hardware-name", ShortText),
                    asks("hardware-use", ShortText),
                    demands("change-reason", LongText),
                    asks("hardware-environment", ShortText),
                    asks("hardware-documents", Attachment),
                ],
            },
        ],
    },
    Standard {
        name: "service-test",
        category: "test",
        groups: &[Group {
            name: "service",
            questions: &[
                asks("resources", YesNo),
                asks("priority", ShortText),
                asks("financial", ShortText),
                asks("other-resources", ShortText),
                asks("verified", YesNo),
                asks("executed", YesNo),
                asks("report", Attachment),
            ],
        }],
    },
    Standard {
        name: "pilot",
        category: "deployment",
        groups: &[
            Group {
                name: "functional",
                questions: &[
                    asks("procedure", LongText),
                    asks("conduct", LongText),
                    asks("service-desk", YesNo),
                    asks("concurrent", YesNo),
                    asks("rollback", YesNo),
                    asks("communicated", YesNo),
                    asks("levels", YesNo),
                ],
            },
            Group {
                name: "training",
                questions: &[
                    asks("rooms", YesNo),
                    asks("booked", YesNo),
                    asks("training-schedule", YesNo),
                ],
            },
            Group {
                name: "support",
                questions: &[asks("teams", YesNo), asks("mapped", YesNo), asks("tested", YesNo)],
            },
        ],
    },
];

impl Standard {
    /// The body that makes it, in the words of a language.
    pub fn body(&self, t: Texts, category: &str) -> Value {
        let said = |end: &str| t.text(&format!("seed-questionnaire-{}-{end}", self.name));
        let question = |question: &Question| {
            let choices = question
                .choices
                .iter()
                .map(|choice| said(&format!("{}-{choice}", question.name)));
            json!({
                "kind": "question",
                "text": said(question.name),
                "type": question.kind.as_str(),
                "required": question.required,
                "choices": choices.collect::<Vec<_>>(),
            })
        };
        let groups = self.groups.iter().map(|group| {
            let items: Vec<Value> = group.questions.iter().map(question).collect();
            json!({"title": said(&format!("group-{}", group.name)), "items": items})
        });
        json!({"title": said("title"), "category": category, "groups": groups.collect::<Vec<_>>()})
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;
    use crate::edge::Language;
    use crate::questionnaire::document;

    #[test]
    fn the_five_ask_what_the_source_asks_in_three_languages() {
        let counts: Vec<(usize, usize)> = STANDARDS
            .iter()
            .map(|standard| {
                let questions = || standard.groups.iter().flat_map(|group| group.questions);
                (
                    questions().count(),
                    questions().filter(|question| question.required).count(),
                )
            })
            .collect();
        assert_eq!(counts, [(10, 0), (4, 1), (13, 5), (7, 0), (13, 0)], "B203");
        for language in Language::ALL {
            for standard in STANDARDS {
                let body = standard.body(Texts(language), "1");
                assert!(CATEGORIES.contains(&standard.category));
                assert!(
                    !body.to_string().contains("seed-questionnaire"),
                    "a text is missing: {body}"
                );
                let form = document::form(&body["groups"]).unwrap();
                assert_eq!(form.named(None).flaws(), [], "{}", standard.name);
            }
        }
    }
}
