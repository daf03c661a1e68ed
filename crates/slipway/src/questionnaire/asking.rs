//! A form as pages draw it, to be answered or to be read: shared by the builder's preview and the pages of a release.

use serde_json::Value;
use slipway_core::questionnaire::{Form, Item, Question, QuestionId, QuestionKind};

use crate::edge::Texts;
use crate::edge::form::Choice;

/// A group of questions and texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupShown {
    pub title: String,
    pub items: Vec<ItemShown>,
}

/// A question with what stands in its field, or a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemShown {
    /// The name of the field; nothing for a text.
    pub name: String,
    pub text: String,
    /// The word of its [`QuestionKind`], or `text`.
    pub kind: &'static str,
    pub required: bool,
    pub value: String,
    pub choices: Vec<Choice>,
}

/// Draws a form with what is typed or kept: `answers` by the names of the questions.
pub fn drawn(t: Texts, form: &Form, answers: &Value, files: &[Choice]) -> Vec<GroupShown> {
    let item = |item: &Item| match item {
        Item::Text(text) => ItemShown {
            text: text.clone(),
            kind: "text",
            ..ItemShown::default()
        },
        Item::Question(question) => question_drawn(t, question, answers, files),
    };
    let group = form.groups.iter().map(|group| GroupShown {
        title: group.title.clone(),
        items: group.items.iter().map(item).collect(),
    });
    group.collect()
}

fn question_drawn(t: Texts, question: &Question, answers: &Value, files: &[Choice]) -> ItemShown {
    let id = question.id.as_ref().map_or("", QuestionId::as_str);
    let answer = answers.get(id).unwrap_or(&Value::Null);
    ItemShown {
        name: format!("answers.{id}"),
        text: question.text.clone(),
        kind: question.kind.as_str(),
        required: question.required,
        value: typed(answer),
        choices: choices(t, question, answer, files),
    }
}

/// An answer as an input writes it: kept ones have their types, typed ones are texts already.
fn typed(answer: &Value) -> String {
    match answer {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => answer.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

fn choices(t: Texts, question: &Question, answer: &Value, files: &[Choice]) -> Vec<Choice> {
    let held = typed(answer);
    let none = (!question.required).then(|| Choice::new("", t.text("questionnaire-no-answer")));
    let offered: Vec<Choice> = match question.kind {
        QuestionKind::YesNo => ["true", "false"]
            .map(|word| Choice::new(word, yes_or_no(t, word == "true")))
            .into_iter()
            .chain(none)
            .collect(),
        QuestionKind::SingleChoice => {
            let own = question.choices.iter().map(|choice| Choice::new(choice, choice));
            own.chain(none).collect()
        }
        QuestionKind::MultipleChoice => {
            let made: Vec<&str> = answer
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let ticked = |choice: &String| Choice {
                selected: made.contains(&choice.as_str()),
                ..Choice::new(choice, choice)
            };
            return question.choices.iter().map(ticked).collect();
        }
        QuestionKind::Attachment => files.to_vec(),
        QuestionKind::ShortText | QuestionKind::LongText | QuestionKind::Number | QuestionKind::Date => Vec::new(),
    };
    crate::edge::form::select(offered, &held)
}

fn yes_or_no(t: Texts, yes: bool) -> String {
    t.text(if yes { "entry-yes" } else { "entry-no" })
}

/// A question with its answer, to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerShown {
    pub question: String,
    /// Nothing where it was left open.
    pub answer: String,
    /// Whether it wants the whole width.
    pub is_long: bool,
}

/// The answers to a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnsweredGroup {
    pub title: String,
    pub answers: Vec<AnswerShown>,
}

/// How answers are told that do not tell themselves.
#[derive(Clone, Copy)]
#[expect(
    missing_debug_implementations,
    reason = "it lends two closures for the length of a page"
)]
pub struct Say<'a> {
    /// A date in the reader's words.
    pub day: &'a dyn Fn(&str) -> String,
    /// The name of a file by its id.
    pub file: &'a dyn Fn(&str) -> String,
}

/// A form with its answers, to be read.
pub fn answered(t: Texts, form: &Form, answers: &Value, say: Say<'_>) -> Vec<AnsweredGroup> {
    let answer = |item: &Item| match item {
        Item::Text(_) => None,
        Item::Question(question) => {
            let id = question.id.as_ref().map_or("", QuestionId::as_str);
            let value = answers.get(id).unwrap_or(&Value::Null);
            Some(AnswerShown {
                question: question.text.clone(),
                answer: said(t, question.kind, value, say),
                is_long: question.kind == QuestionKind::LongText,
            })
        }
    };
    let groups = form.groups.iter().map(|group| AnsweredGroup {
        title: group.title.clone(),
        answers: group.items.iter().filter_map(answer).collect(),
    });
    groups.filter(|group| !group.answers.is_empty()).collect()
}

fn said(t: Texts, kind: QuestionKind, value: &Value, say: Say<'_>) -> String {
    match value {
        Value::Bool(flag) => yes_or_no(t, *flag),
        Value::String(text) if kind == QuestionKind::Date => (say.day)(text),
        Value::String(text) if kind == QuestionKind::Attachment => (say.file)(text),
        Value::Array(choices) => {
            let choices: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
            choices.join(", ")
        }
        Value::String(_) | Value::Number(_) => typed(value),
        Value::Null | Value::Object(_) => String::new(),
    }
}
