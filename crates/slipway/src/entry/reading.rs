//! Reads each control of a body through the shared reader. References are only noted here: whether they lead anywhere is
//! asked for all of them at once, in `sheet`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use slipway_core::clock::TimeOfDay;
use uuid::Uuid;

use super::control::{Control, MatrixRow, Rows, Secret, Word};
use super::kind::{Field, Need, Target, Values};
use super::value::{self, SITUATIONS};
use crate::edge::reader::is_mail_address;
use crate::edge::{FieldError, Reader};

const ICON_NAME: usize = 64;
/// Longest word that an entry is referred to by.
const TAG: usize = 64;

/// A reference somewhere in a body.
#[derive(Debug)]
pub struct Mention {
    pub target: Target,
    pub id: Uuid,
    pub pointer: String,
}

pub type Mentions = RefCell<Vec<Mention>>;

/// The fields of an object, each in its one written form. What is wrong is refused at its place and null.
pub fn fields(list: &'static [Field], reader: &Reader<'_>, mentions: &Mentions) -> Values {
    let mut values = Map::new();
    for field in list {
        if field.need == Need::Required {
            reader.demand(field.name);
        }
        if let Some(secret) = field.control.secret() {
            read_secret(field.name, secret, reader);
        } else if !field.is_read_only() {
            let value = read_control(field.name, field.control, reader, mentions);
            values.insert(field.name.to_owned(), value);
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
        Control::WallTime => read_wall_time(name, reader).into(),
        Control::Time => read_time(name, reader).into(),
        Control::Flag { otherwise } => reader.flag(name).unwrap_or(otherwise).into(),
        Control::Choice { words, otherwise } => reader.word(name, words).or(otherwise).into(),
        Control::Situation => reader.word(name, SITUATIONS).into(),
        Control::Words { word, max } => read_words(name, word, max, reader).into(),
        Control::Matrix(rows) => read_matrix(name, &rows(), reader),
        Control::Group(inner) => read_group(name, inner, reader, mentions),
        Control::Links(links) => read_links(name, links.target, reader, mentions).into(),
        Control::Rows(rows) => read_rows(name, rows, reader, mentions).into(),
        Control::Offered(offered) => reader.line(name, offered.max).into(),
        Control::Document(document) => (document.read)(reader, name),
        Control::Tag(_) => reader.line(name, TAG).into(),
        Control::Scalar { max } => read_scalar(name, max, reader),
        Control::Attributes(_) => read_attributes(name, reader),
        Control::Secret(_) | Control::Computed(_) | Control::Settled(_) => Value::Null,
    }
}

/// A single value of whatever type; texts are held to the length.
fn read_scalar(name: &str, max: usize, reader: &Reader<'_>) -> Value {
    let schema = || json!({"type": ["string", "number", "boolean", "null"]});
    reader.describe(name, schema);
    match reader.raw(name) {
        None => Value::Null,
        Some(Value::String(_)) => reader.text(name, max).into(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.clone(),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) => {
            reader.refuse(name, "not_a_value");
            Value::Null
        }
    }
}

/// Values by tag as they came; the kind's own rules look into them.
fn read_attributes(name: &str, reader: &Reader<'_>) -> Value {
    reader.describe(name, || json!({"type": "object"}));
    match reader.raw(name) {
        None => Value::Object(Map::new()),
        Some(Value::Object(values)) => Value::Object(values.clone()),
        Some(_) => {
            reader.refuse(name, "not_an_object");
            Value::Object(Map::new())
        }
    }
}

/// Whether a secret has a length it may have.
pub fn fits(secret: Secret, word: &str) -> bool {
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

/// To the minute, and always written alike, so that texts compare as times do.
fn read_wall_time(name: &str, reader: &Reader<'_>) -> Option<String> {
    let time = reader.local_time(name)?;
    Some(time.strftime("%Y-%m-%dT%H:%M").to_string())
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
    let usual = |field: &Field| {
        if let Control::Flag { otherwise } = field.control {
            otherwise.into()
        } else {
            Value::Null
        }
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
