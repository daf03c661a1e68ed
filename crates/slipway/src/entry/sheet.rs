//! Reads a body by a kind's description: every wrong field at once, references looked up, the kind's own rules asked.
//! JSON and HTML forms come through here alike; nothing is written.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use uuid::Uuid;

use super::kind::{Checking, Kind, Values};
use super::reading::{Mention, Mentions, fields, fits};
use super::store::{self, Label};
use crate::act::Look;
use crate::app::App;
use crate::edge::reader;
use crate::edge::{Fault, FieldError, Reader};

/// A body as it came, with the hashes of its secrets: hashing is slow and belongs before the transaction.
#[derive(Debug, Clone)]
pub struct Draft {
    pub body: Value,
    pub hashes: BTreeMap<&'static str, String>,
}

impl Draft {
    /// A body without secrets.
    pub fn plain(body: Value) -> Draft {
        Draft {
            body,
            hashes: BTreeMap::new(),
        }
    }

    /// Hashes the secrets of a body, before the transaction that keeps them.
    pub async fn of(app: &App, kind: &'static Kind, body: Value) -> Result<Draft, Fault> {
        let mut hashes = BTreeMap::new();
        for field in kind.fields {
            let typed = body.get(field.name).and_then(Value::as_str);
            if let (Some(secret), Some(word)) = (field.control.secret(), typed)
                && fits(secret, word)
            {
                hashes.insert(field.name, (secret.hash)(app.clone(), word.to_owned()).await?);
            }
        }
        Ok(Draft { body, hashes })
    }
}

/// What a body says, in the written form that is kept: fields in order, links sorted, texts without stray blanks.
pub fn read(
    kind: &'static Kind,
    look: &Look<'_>,
    id: Uuid,
    before: Option<&Values>,
    body: &Value,
) -> Result<Values, Fault> {
    let errors = RefCell::default();
    let checking = Checking {
        look,
        id,
        before,
        errors: &errors,
    };
    let mut broken = Ok(());
    let outcome = reader::read(body, |reader| {
        let mentions = Mentions::default();
        let mut values = fields(kind.fields, reader, &mentions);
        broken = check_mentions(&checking, &mentions.borrow()).and_then(|()| (kind.check)(&checking, &mut values));
        refuse_all(reader, &errors);
        values
    });
    broken.and(outcome)
}

fn refuse_all(reader: &Reader<'_>, errors: &RefCell<Vec<FieldError>>) {
    errors.take().into_iter().for_each(|error| reader.refuse_with(error));
}

/// JSON Schema of a body, from the same reading.
pub fn body_schema(kind: &'static Kind) -> Value {
    reader::schema_of(|reader| fields(kind.fields, reader, &Mentions::default()))
}

/// Each reference leads to something that is there, and that may still be chosen unless it was chosen before.
fn check_mentions(checking: &Checking<'_>, mentions: &[Mention]) -> Result<(), Fault> {
    let mut by_target = BTreeMap::<&str, Vec<&Mention>>::new();
    for mention in mentions {
        by_target.entry(mention.target.name).or_default().push(mention);
    }
    let mut held = BTreeSet::new();
    checking
        .before
        .into_iter()
        .flat_map(Map::values)
        .for_each(|value| ids_in(value, &mut held));
    for mentioned in by_target.values() {
        let Some(target) = mentioned.first().map(|mention| mention.target) else {
            continue;
        };
        let labels = store::labels(checking.look.tx, target, mentioned.iter().map(|mention| mention.id))?;
        for mention in mentioned {
            if let Some(error) = wrong_reference(mention, labels.get(&mention.id), held.contains(&mention.id)) {
                checking.refuse(error);
            }
        }
    }
    Ok(())
}

fn wrong_reference(mention: &Mention, label: Option<&Label>, is_held: bool) -> Option<FieldError> {
    match label.filter(|label| !label.deleted) {
        None => Some(FieldError::new(mention.pointer.clone(), "unknown_reference").with("id", mention.id)),
        Some(label) if !label.active && !is_held => {
            Some(FieldError::new(mention.pointer.clone(), "inactive_reference").with("name", &label.text))
        }
        Some(_) => None,
    }
}

fn ids_in(value: &Value, found: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => found.extend(text.parse::<Uuid>().ok()),
        Value::Array(items) => items.iter().for_each(|item| ids_in(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| ids_in(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
