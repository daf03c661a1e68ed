//! What is sent when a questionnaire is answered, and answers as JSON between the store and the rules.

use serde_json::{Map, Value, json};
use slipway_core::id::Id;
use slipway_core::kind::Questionnaire;
use slipway_core::questionnaire::{Answer, Answers, Form, Given, Question, QuestionId, Wrong};
use uuid::Uuid;

use crate::edge::{Fault, FieldError, Reader};

/// A questionnaire with its answers, as sent. Answers are read once the form is known that they belong to.
#[derive(Debug, Clone)]
pub struct Sent {
    pub questionnaire: Option<Id<Questionnaire>>,
    /// None leaves the answers as they are.
    pub answers: Option<Map<String, Value>>,
    /// None lets the confirmation follow the answers.
    pub confirmed: Option<bool>,
    /// The revision of the answers that a page was drawn from.
    pub seen: Option<i64>,
}

/// The body of the first answer.
pub fn first(reader: &Reader<'_>) -> Sent {
    reader.demand("questionnaire");
    reader.demand("answers");
    again(reader)
}

/// The body of a change.
pub fn again(reader: &Reader<'_>) -> Sent {
    Sent {
        questionnaire: reader.optional_id("questionnaire"),
        answers: answers(reader),
        confirmed: reader.flag("confirmed"),
        seen: None,
    }
}

fn answers(reader: &Reader<'_>) -> Option<Map<String, Value>> {
    reader.describe("answers", || {
        json!({
            "type": "object",
            "description": "By the id of the question: text, number, date (2026-12-01), true or false, a choice, a list of choices, \
                            or the id of an attachment of the release",
            "additionalProperties": {"type": ["string", "number", "boolean", "array", "null"]},
        })
    });
    let answers = reader.raw("answers")?.as_object().cloned();
    if answers.is_none() {
        reader.refuse("answers", "not_an_object");
    }
    answers
}

/// What was given to a form, each bad answer at its place.
pub fn read(form: &Form, sent: &Map<String, Value>) -> Result<Answers, Vec<FieldError>> {
    let known = |name: &String| form.questions().any(|question| is_named(question, name));
    let unknown = sent.keys().filter(|name| !known(name));
    let mut errors: Vec<FieldError> = unknown
        .map(|name| FieldError::new(place(name), "unknown_field"))
        .collect();
    let read = form.read(|id| given(sent.get(id.as_str()).unwrap_or(&Value::Null)));
    match read {
        Ok(answers) if errors.is_empty() => Ok(answers),
        Ok(_) => Err(errors),
        Err(wrong) => {
            errors.extend(wrong.into_iter().map(|(id, why)| told(form, &id, why, sent)));
            Err(errors)
        }
    }
}

fn is_named(question: &Question, name: &str) -> bool {
    question.id.as_ref().is_some_and(|id| id.as_str() == name)
}

fn place(name: &str) -> String {
    format!("/answers/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn told(form: &Form, id: &QuestionId, why: Wrong, sent: &Map<String, Value>) -> FieldError {
    let error = FieldError::new(place(id.as_str()), why.as_str());
    let Some(question) = form.questions().find(|question| is_named(question, id.as_str())) else {
        return error;
    };
    match why {
        Wrong::TooLong => {
            let typed = sent.get(id.as_str()).and_then(Value::as_str).unwrap_or_default();
            let max = question.max_chars().unwrap_or_default();
            error.with("max", max).with("length", typed.chars().count())
        }
        Wrong::NotAChoice => error.with("choices", question.choices.join(", ")),
        Wrong::Required
        | Wrong::NotText
        | Wrong::LineBreak
        | Wrong::ControlCharacter
        | Wrong::NotANumber
        | Wrong::NotADate
        | Wrong::NotAFlag
        | Wrong::NotAList
        | Wrong::NotAnId => error,
    }
}

fn given(value: &Value) -> Given<'_> {
    match value {
        Value::Null => Given::Nothing,
        Value::Bool(flag) => Given::Flag(*flag),
        Value::Number(number) => number.as_f64().map_or(Given::Other, Given::Number),
        Value::String(text) => Given::Text(text),
        Value::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            texts.map_or(Given::Other, Given::List)
        }
        Value::Object(_) => Given::Other,
    }
}

/// Answers as they are kept and shown.
pub fn to_json(answers: &Answers) -> Value {
    let shown = answers.iter().map(|(id, answer)| {
        let value = match answer {
            Answer::Text(text) => json!(text),
            Answer::Number(number) => json!(number),
            Answer::Date(date) => json!(date.to_string()),
            Answer::Flag(flag) => json!(flag),
            Answer::Choices(choices) => json!(choices),
            Answer::Attachment(id) => json!(id.to_string()),
        };
        (id.to_string(), value)
    });
    Value::Object(shown.collect())
}

/// Kept answers.
pub fn kept(text: &str) -> Result<Map<String, Value>, Fault> {
    serde_json::from_str(text).map_err(Fault::internal)
}

/// The files that answers name, with the questions that want them.
pub fn attachments(answers: &Answers) -> impl Iterator<Item = (&QuestionId, Uuid)> {
    answers.iter().filter_map(|(question, answer)| match answer {
        Answer::Attachment(id) => Some((question, *id)),
        Answer::Text(_) | Answer::Number(_) | Answer::Date(_) | Answer::Flag(_) | Answer::Choices(_) => None,
    })
}
