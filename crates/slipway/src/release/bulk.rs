//! One action on many releases. Each row is decided on its own and leaves its own event; a refused one leaves nothing,
//! because every refusal comes before the first write (`command::carry_out`).

use serde_json::{Value, json};
use slipway_core::release::Command;
use uuid::Uuid;

use super::command;
use super::read::wishes;
use super::wish::Wish;
use crate::act::Act;
use crate::edge::{Fault, FieldError, Precondition, Reader, Texts, reader, urls};

/// As many at once as a page of a list may have.
pub const MAX: usize = 200;

/// Changed fields, as `PATCH` takes them; what they say is read against each sheet (F189, O03).
const EDIT: &str = "edit";

/// How the body of an action is read.
type Reading = fn(&Reader<'_>) -> Wish;

/// The actions that many releases can share; each is called like its own address.
const WORDS: &[&str] = &[
    EDIT,
    "suspend",
    "reactivate",
    "capture",
    "advance",
    "situation",
    "delegate",
    "withdraw",
    "reopen",
    "reclassify",
    "change_deadline",
    "delete",
];

fn reading(action: &str) -> Option<Reading> {
    Some(match action {
        "suspend" => wishes::suspend,
        "reactivate" => wishes::reactivate,
        "capture" => wishes::capture,
        "advance" => wishes::advance,
        "situation" => wishes::situation,
        "delegate" => wishes::delegate,
        "withdraw" => wishes::withdraw,
        "reopen" => wishes::reopen,
        "reclassify" => wishes::reclassify,
        "change_deadline" => wishes::change_deadline,
        "delete" => |_| Wish::Plain(Command::Delete),
        _ => return None,
    })
}

/// A release among many, and the state of it that was seen.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    pub number: i64,
    pub precondition: Precondition,
}

/// One wish for many.
#[derive(Debug, Clone)]
pub struct Asked {
    pub wish: Wish,
    pub items: Vec<Item>,
}

/// Reads `{action, body, items}` but for the body, which is the action's own: the schema of the API.
pub fn read(reader: &Reader<'_>) -> Vec<Item> {
    if reader.word("action", WORDS).is_none() {
        reader.demand("action");
    }
    reader.describe(
        "body",
        || json!({"type": "object", "description": "As the action's own address takes it"}),
    );
    reader.raw("body");
    let items = reader.objects("items", MAX, item);
    match &items {
        Some(items) if items.is_empty() => reader.refuse("items", "required"),
        Some(_) => {}
        None => reader.demand("items"),
    }
    items.unwrap_or_default()
}

fn item(reader: &Reader<'_>) -> Item {
    let number = reader.integer("number", 1..=i64::MAX);
    if number.is_none() {
        reader.demand("number");
    }
    Item {
        number: number.unwrap_or_default(),
        precondition: Precondition::written(reader.line("if_match", 40).as_deref()),
    }
}

/// Reads what is asked; everything that is wrong is named at once, the action's own fields below `/body`.
pub fn asked(tree: &Value) -> Result<Asked, Fault> {
    let items = reader::read(tree, read);
    let body = tree.get("body").cloned().unwrap_or_else(|| json!({}));
    let wish = tree
        .get("action")
        .and_then(Value::as_str)
        .and_then(|action| wish(action, &body));
    match (items, wish) {
        (Ok(items), Some(Ok(wish))) => Ok(Asked { wish, items }),
        (items, wish) => {
            let mut errors = items.err().map(|fault| fault.errors).unwrap_or_default();
            let inner = wish.and_then(Result::err).map(|fault| fault.errors);
            errors.extend(inner.unwrap_or_default().into_iter().map(|error| FieldError {
                pointer: format!("/body{}", error.pointer),
                ..error
            }));
            Err(Fault::invalid(errors))
        }
    }
}

/// What the body means for an action; none for a word that is no action.
fn wish(action: &str, body: &Value) -> Option<Result<Wish, Fault>> {
    if action != EDIT {
        return reading(action).map(|reading| reader::read(body, reading));
    }
    let wrong = match body.as_object() {
        None => "not_an_object",
        Some(fields) if fields.is_empty() => "required",
        Some(_) => return Some(Ok(Wish::Patch(body.clone()))),
    };
    Some(Err(Fault::invalid(vec![FieldError::new("", wrong)])))
}

/// What became of one release.
#[derive(Debug)]
pub struct Row {
    pub number: i64,
    /// The new revision, or why nothing was done.
    pub outcome: Result<i64, Fault>,
}

/// Does the wish to each release. Only a failure of ours ends it, and then nothing at all was done.
pub fn carry_out(act: &Act<'_>, asked: &Asked) -> Result<Vec<Row>, Fault> {
    let rows: Vec<Row> = asked
        .items
        .iter()
        .map(|item| {
            let outcome = match item.precondition.required() {
                Ok(precondition) => {
                    command::carry_out(act, item.number, precondition, &asked.wish).map(|done| done.stored.revision)
                }
                Err(fault) => Err(fault),
            };
            match outcome {
                Err(fault) if fault.code.status() >= 500 => Err(fault),
                outcome => Ok(Row {
                    number: item.number,
                    outcome,
                }),
            }
        })
        .collect::<Result<_, Fault>>()?;
    if rows.iter().all(|row| row.outcome.is_err()) {
        // Nothing happened, and the answer may be kept all the same.
        act.tx().recorded();
    }
    Ok(rows)
}

impl Row {
    /// `{number, status, etag, problem}`.
    pub fn to_json(&self, texts: Texts, request: Uuid) -> Value {
        match &self.outcome {
            Ok(revision) => json!({
                "number": self.number, "status": 200, "etag": format!("\"{revision}\""), "problem": null,
            }),
            Err(fault) => {
                let problem = fault.document(texts, &urls::api_release(self.number), &request.to_string());
                json!({"number": self.number, "status": fault.code.status(), "etag": null, "problem": problem})
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_that_can_be_named_can_be_read() {
        assert!(WORDS.iter().all(|word| wish(word, &json!({})).is_some()));
        assert!(wish("edit_all", &json!({})).is_none());
    }
}
