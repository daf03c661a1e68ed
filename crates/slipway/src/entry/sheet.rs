//! Reads a body by a kind's description: every wrong field at once, references looked up, the kind's own rules asked.
//! JSON and HTML forms come through here alike; nothing is written.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use slipway_core::clock::TimeOfDay;
use uuid::Uuid;

use super::kind::{Checking, Control, Field, Kind, MatrixRow, Need, Rows, Secret, Target, Values, Word};
use super::store::{self, Label};
use super::value::{self, SITUATIONS};
use crate::act::Look;
use crate::app::App;
use crate::edge::reader::{self, is_mail_address};
use crate::edge::{Fault, FieldError, Reader};

const ICON_NAME: usize = 64;

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
            let Control::Secret(secret) = field.control else {
                continue;
            };
            let Some(word) = body
                .get(field.name)
                .and_then(Value::as_str)
                .filter(|word| fits(secret, word))
            else {
                continue;
            };
            hashes.insert(field.name, (secret.hash)(app.clone(), word.to_owned()).await?);
        }
        Ok(Draft { body, hashes })
    }
}

/// A reference somewhere in a body.
#[derive(Debug)]
struct Mention {
    target: Target,
    id: Uuid,
    pointer: String,
}

type Mentions = RefCell<Vec<Mention>>;

/// What a body says, in the written form that is kept: fields in order, links sorted, texts without stray blanks.
pub fn read(
    kind: &'static Kind,
    look: &Look<'_>,
    id: Uuid,
    before: Option<&Values>,
    body: &Value,
) -> Result<Values, Fault> {
    let mut broken = Ok(());
    let outcome = reader::read(body, |reader| {
        let mentions = Mentions::default();
        let mut values = fields(kind.fields, reader, &mentions);
        broken = examine(
            kind,
            &Checking {
                look,
                id,
                before,
                errors: &RefCell::default(),
            },
            &mentions,
            &mut values,
            reader,
        );
        values
    });
    broken.and(outcome)
}

/// JSON Schema of a body, from the same reading.
pub fn body_schema(kind: &'static Kind) -> Value {
    reader::schema_of(|reader| fields(kind.fields, reader, &Mentions::default()))
}

fn examine(
    kind: &Kind,
    checking: &Checking<'_>,
    mentions: &Mentions,
    values: &mut Values,
    reader: &Reader<'_>,
) -> Result<(), Fault> {
    check_mentions(checking, &mentions.borrow())?;
    (kind.check)(checking, values)?;
    checking
        .errors
        .take()
        .into_iter()
        .for_each(|error| reader.refuse_with(error));
    Ok(())
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

fn fields(list: &'static [Field], reader: &Reader<'_>, mentions: &Mentions) -> Values {
    let mut values = Map::new();
    for field in list {
        if field.need == Need::Required {
            reader.demand(field.name);
        }
        match field.control {
            Control::Secret(secret) => read_secret(field.name, secret, reader),
            Control::Computed(_) => {}
            control => {
                values.insert(
                    field.name.to_owned(),
                    read_control(field.name, control, reader, mentions),
                );
            }
        }
    }
    values
}

fn read_control(name: &str, control: Control, reader: &Reader<'_>, mentions: &Mentions) -> Value {
    match control {
        Control::Line { max } => reader.line(name, max).into(),
        Control::Icon => reader.line(name, ICON_NAME).into(),
        Control::Text { max } => reader.text(name, max).map(|text| text.replace("\r\n", "\n")).into(),
        Control::Email => reader.email(name).into(),
        Control::Zone => read_zone(name, reader).into(),
        Control::Reference(target) => read_reference(name, target, reader, mentions),
        Control::Number { min, max } => reader.number(name, f64::from(min)..=f64::from(max)).into(),
        Control::Date => reader.date(name).map(|date| date.to_string()).into(),
        Control::Time => read_time(name, reader).into(),
        Control::Flag { otherwise } => reader.flag(name).unwrap_or(otherwise).into(),
        Control::Choice { words, otherwise } => reader.word(name, words).or(otherwise).into(),
        Control::Situation => reader.word(name, SITUATIONS).into(),
        Control::Words { word, max } => read_words(name, word, max, reader).into(),
        Control::Matrix(rows) => read_matrix(name, &rows(), reader),
        Control::Group(inner) => read_group(name, inner, reader, mentions),
        Control::Links(links) => read_links(name, links.target, reader, mentions).into(),
        Control::Rows(rows) => read_rows(name, rows, reader, mentions).into(),
        Control::Secret(_) | Control::Computed(_) => Value::Null,
    }
}

fn fits(secret: Secret, word: &str) -> bool {
    (secret.min..=secret.max).contains(&word.chars().count())
}

/// A secret may hold any character, blanks at its ends included, and is left alone when the body does not name it.
fn read_secret(name: &str, secret: Secret, reader: &Reader<'_>) {
    let schema = || json!({"type": "string", "writeOnly": true, "minLength": secret.min, "maxLength": secret.max});
    reader.describe(name, schema);
    match reader.raw(name) {
        None => {}
        Some(Value::String(word)) if fits(secret, word) => {}
        Some(Value::String(_)) => {
            let error = FieldError::new(reader.place(name), "secret_length");
            reader.refuse_with(error.with("min", secret.min).with("max", secret.max));
        }
        Some(_) => reader.refuse(name, "not_text"),
    }
}

/// The zone's own spelling, so that two calendars of one zone say the same.
fn read_zone(name: &str, reader: &Reader<'_>) -> Option<String> {
    let typed = reader.line(name, 64)?;
    let zone = TimeZone::get(&typed).ok().filter(|zone| !zone.is_unknown());
    let known = zone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned);
    if known.is_none() {
        reader.refuse(name, "not_a_zone");
    }
    known
}

fn read_time(name: &str, reader: &Reader<'_>) -> Option<String> {
    let typed = reader.line(name, 5)?;
    let time = typed.parse::<TimeOfDay>().ok();
    if time.is_none() {
        reader.refuse(name, "not_a_time");
    }
    time.map(|time| time.to_string())
}

fn read_reference(name: &str, target: Target, reader: &Reader<'_>, mentions: &Mentions) -> Value {
    reader.describe(name, value::id_schema);
    let Some(id) = reader.optional_id::<()>(name).map(slipway_core::id::Id::uuid) else {
        return Value::Null;
    };
    mentions.borrow_mut().push(Mention {
        target,
        id,
        pointer: reader.place(name),
    });
    id.to_string().into()
}

fn read_links(name: &str, target: Target, reader: &Reader<'_>, mentions: &Mentions) -> Vec<Value> {
    let ids = reader
        .words(name, 1_000, "not_an_id", |word| word.parse::<Uuid>().ok())
        .unwrap_or_default();
    let pointed = ids.iter().enumerate().map(|(index, id)| Mention {
        target,
        id: *id,
        pointer: format!("{}/{index}", reader.place(name)),
    });
    mentions.borrow_mut().extend(pointed);
    let sorted: BTreeSet<Uuid> = ids.into_iter().collect();
    sorted.into_iter().map(|id| id.to_string().into()).collect()
}

fn read_words(name: &str, word: Word, max: usize, reader: &Reader<'_>) -> Vec<Value> {
    let read = match word {
        Word::Email => reader.words(name, max, "not_an_address", |address| {
            let address = address.trim();
            (is_mail_address(address) && address.len() <= 254).then(|| address.to_owned())
        }),
        Word::Choice(words) => ticked(name, words, reader).map(|words| words.into_iter().map(str::to_owned).collect()),
    };
    read.unwrap_or_default().into_iter().map(Value::String).collect()
}

/// Words of a closed set, each once, in the order of the set.
fn ticked(name: &str, known: &'static [&'static str], reader: &Reader<'_>) -> Option<Vec<&'static str>> {
    let asked = reader.words(name, known.len() * 2, "not_a_choice", |word| {
        known.iter().copied().find(|known| *known == word)
    })?;
    Some(known.iter().copied().filter(|word| asked.contains(word)).collect())
}

fn read_matrix(name: &str, rows: &[MatrixRow], reader: &Reader<'_>) -> Value {
    let read = |inner: &Reader<'_>| {
        let mut matrix = Map::new();
        for row in rows {
            if let Some(words) = ticked(row.name, row.words, inner).filter(|words| !words.is_empty()) {
                matrix.insert(row.name.to_owned(), words.into());
            }
        }
        matrix
    };
    Value::Object(reader.object(name, read).unwrap_or_default())
}

/// An inner object that is left out is read from an empty one, so that its fields have their usual values.
fn read_group(name: &str, inner: &'static [Field], reader: &Reader<'_>, mentions: &Mentions) -> Value {
    let read = reader.object(name, |group| fields(inner, group, mentions));
    Value::Object(read.unwrap_or_else(|| usual(inner)))
}

fn usual(inner: &'static [Field]) -> Values {
    let usual = |field: &Field| match field.control {
        Control::Flag { otherwise } => otherwise.into(),
        Control::Choice { otherwise, .. } => otherwise.into(),
        _ => Value::Null,
    };
    inner
        .iter()
        .map(|field| (field.name.to_owned(), usual(field)))
        .collect()
}

fn read_rows(name: &str, rows: Rows, reader: &Reader<'_>, mentions: &Mentions) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let read = reader.objects(name, rows.max, |row| {
        let values = fields(rows.fields, row, mentions);
        let key = rows
            .key
            .and_then(|key| Some((key, values.get(key)?.as_str()?.to_owned())));
        if let Some((key, value)) = key
            && !seen.insert(value)
        {
            row.refuse(key, "repeated");
        }
        Value::Object(values)
    });
    read.unwrap_or_default()
}
