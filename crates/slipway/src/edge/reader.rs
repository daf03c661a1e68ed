//! Reads a request body field by field into core types and remembers everything that was wrong with it,
//! so that one answer names every bad field. JSON bodies and HTML forms come through the same reader.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};
use slipway_core::id::Id;
use uuid::Uuid;

use super::fault::{Fault, FieldError};

static NOTHING: Value = Value::Null;

/// A closed set of words that the API writes in `snake_case`.
pub trait Choice: FromStr + Copy + 'static {
    /// Every word.
    const WORDS: &'static [&'static str];
}

macro_rules! choices {
    ($($name:ty),* $(,)?) => { $(impl Choice for $name { const WORDS: &'static [&'static str] = <$name>::WORDS; })* };
}

choices!(
    slipway_core::flow::Status,
    slipway_core::flow::Level,
    slipway_core::flow::Outcome,
    slipway_core::actor::TokenScope,
    slipway_core::file::FileKind,
    slipway_core::file::FilePhase
);

/// Errors gathered while reading, shared by a reader and the readers of its inner objects.
type Errors = RefCell<Vec<FieldError>>;

/// The JSON Schema of what a reading asks for: the reading itself is the description, so the two cannot differ.
pub fn schema_of<T>(reading: impl FnOnce(&Reader<'_>) -> T) -> Value {
    let errors = Errors::default();
    let reader = Reader {
        described: Some(RefCell::default()),
        ..Reader::over(&NOTHING, String::new(), &errors)
    };
    reading(&reader);
    reader.schema()
}

/// What a describing reader has been asked for.
#[derive(Debug, Default)]
struct Described {
    properties: Map<String, Value>,
    required: Vec<Value>,
}

/// One object of the body. Fields that are never asked for are refused as unknown by `finish`.
#[derive(Debug)]
pub struct Reader<'a> {
    object: Option<&'a Map<String, Value>>,
    pointer: String,
    errors: &'a Errors,
    asked: RefCell<BTreeSet<String>>,
    described: Option<RefCell<Described>>,
}

/// Reads a whole body: what `read` makes of it, or a fault with every field that was wrong.
pub fn read<T>(body: &Value, reading: impl FnOnce(&Reader<'_>) -> T) -> Result<T, Fault> {
    let errors = Errors::default();
    let reader = Reader::over(body, String::new(), &errors);
    let value = reading(&reader);
    reader.refuse_unknown();
    let errors = errors.into_inner();
    if errors.is_empty() {
        Ok(value)
    } else {
        Err(Fault::invalid(errors))
    }
}

impl<'a> Reader<'a> {
    fn over(value: &'a Value, pointer: String, errors: &'a Errors) -> Self {
        let object = value.as_object();
        if object.is_none() && !(pointer.is_empty() && value.is_null()) {
            errors
                .borrow_mut()
                .push(FieldError::new(pointer.clone(), "not_an_object"));
        }
        Self {
            object,
            pointer,
            errors,
            asked: RefCell::default(),
            described: None,
        }
    }

    fn value(&self, name: &str) -> &'a Value {
        self.asked.borrow_mut().insert(name.to_owned());
        self.object.and_then(|object| object.get(name)).unwrap_or(&NOTHING)
    }

    fn present(&self, name: &str) -> Option<&'a Value> {
        let value = self.value(name);
        let is_blank = value.as_str().is_some_and(|text| text.trim().is_empty());
        (!value.is_null() && !is_blank).then_some(value)
    }

    fn schema(self) -> Value {
        let Described { properties, required } = self.described.map(RefCell::into_inner).unwrap_or_default();
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    }

    /// Notes the schema of a field when this reader is one that describes.
    pub fn describe(&self, name: &str, schema: impl FnOnce() -> Value) {
        if let Some(described) = &self.described {
            described.borrow_mut().properties.entry(name).or_insert_with(schema);
        }
    }

    fn require(&self, name: &str) {
        if let Some(described) = &self.described {
            let mut described = described.borrow_mut();
            if !described.required.iter().any(|known| known == name) {
                described.required.push(name.into());
            }
        }
    }

    fn inner_schema<T>(&self, reading: impl FnOnce(&Reader<'_>) -> T) -> Option<(Value, T)> {
        self.described.as_ref()?;
        let inner = Reader {
            described: Some(RefCell::default()),
            ..Reader::over(&NOTHING, String::new(), self.errors)
        };
        let read = reading(&inner);
        Some((inner.schema(), read))
    }

    /// Whether the body says anything about a field, `null` included.
    pub fn names(&self, name: &str) -> bool {
        self.object.is_some_and(|object| object.contains_key(name))
    }

    /// The raw value of a field that its reader validates itself.
    pub fn raw(&self, name: &str) -> Option<&'a Value> {
        self.present(name)
    }

    /// Records that a field is wrong.
    pub fn refuse(&self, name: &str, code: &'static str) {
        self.refuse_with(FieldError::new(self.place(name), code));
    }

    /// Records a field error that carries values; its pointer is taken as it is.
    pub fn refuse_with(&self, error: FieldError) {
        self.errors.borrow_mut().push(error);
    }

    /// The JSON pointer of a field.
    pub fn place(&self, name: &str) -> String {
        format!("{}/{}", self.pointer, name.replace('~', "~0").replace('/', "~1"))
    }

    fn missing<T>(&self, name: &str, otherwise: T) -> T {
        self.require(name);
        self.refuse(name, "required");
        otherwise
    }

    /// Refuses an absent field; for readings that are put together from a description.
    pub fn demand(&self, name: &str) {
        self.missing_unless_named_wrong::<()>(name);
    }

    /// An optional text of at most `max` characters, without leading or trailing blanks.
    pub fn text(&self, name: &str, max: usize) -> Option<String> {
        self.describe(name, || json!({"type": ["string", "null"], "maxLength": max}));
        let value = self.present(name)?;
        let Some(text) = value.as_str() else {
            self.refuse(name, "not_text");
            return None;
        };
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.refuse(name, "control_character");
        }
        let n_characters = text.chars().count();
        if n_characters > max {
            self.refuse_with(
                FieldError::new(self.place(name), "too_long")
                    .with("max", max)
                    .with("length", n_characters),
            );
        }
        Some(text.trim().to_owned())
    }

    /// A text on one line: line ends are refused, so that no value reaches a mail header broken.
    pub fn line(&self, name: &str, max: usize) -> Option<String> {
        let text = self.text(name, max)?;
        if text.contains(['\n', '\r']) {
            self.refuse(name, "line_break");
        }
        Some(text)
    }

    pub fn required_line(&self, name: &str, max: usize) -> String {
        self.line(name, max)
            .unwrap_or_else(|| self.missing_unless_named_wrong(name))
    }

    /// A required field that is present but was already refused is not refused twice.
    fn missing_unless_named_wrong<T: Default>(&self, name: &str) -> T {
        self.require(name);
        if self.present(name).is_none() {
            self.refuse(name, "required");
        }
        T::default()
    }

    /// A mail address: one `@`, no blanks, no control characters, at most 254 characters (R11).
    pub fn email(&self, name: &str) -> Option<String> {
        self.describe(
            name,
            || json!({"type": ["string", "null"], "format": "email", "maxLength": 254}),
        );
        let address = self.line(name, 254)?;
        if !is_mail_address(&address) {
            self.refuse(name, "not_an_address");
        }
        Some(address)
    }

    pub fn required_email(&self, name: &str) -> String {
        self.email(name)
            .unwrap_or_else(|| self.missing_unless_named_wrong(name))
    }

    fn parsed<T: FromStr>(&self, name: &str, code: &'static str) -> Option<T> {
        let text = self.present(name)?.as_str();
        let parsed = text.and_then(|text| text.trim().parse().ok());
        if parsed.is_none() {
            self.refuse(name, code);
        }
        parsed
    }

    pub fn optional_id<K>(&self, name: &str) -> Option<Id<K>> {
        self.describe(name, || json!({"type": ["string", "null"], "format": "uuid"}));
        self.parsed(name, "not_an_id")
    }

    pub fn id<K>(&self, name: &str) -> Id<K> {
        self.describe(name, || json!({"type": "string", "format": "uuid"}));
        if self.present(name).is_none() {
            return self.missing(name, Id::new(Uuid::nil()));
        }
        self.optional_id(name).unwrap_or(Id::new(Uuid::nil()))
    }

    /// A calendar day, `2026-12-01`.
    pub fn date(&self, name: &str) -> Option<Date> {
        self.describe(name, || json!({"type": ["string", "null"], "format": "date"}));
        self.parsed(name, "not_a_date")
    }

    /// A wall-clock time on a day, `2026-12-01T09:00`.
    pub fn local_time(&self, name: &str) -> Option<DateTime> {
        self.describe(
            name,
            || json!({"type": ["string", "null"], "examples": ["2026-12-01T09:00"]}),
        );
        self.parsed(name, "not_a_local_time")
    }

    /// An instant with its offset, `2026-12-01T13:00:00Z`.
    pub fn instant(&self, name: &str) -> Option<Timestamp> {
        self.describe(name, || json!({"type": ["string", "null"], "format": "date-time"}));
        self.parsed(name, "not_an_instant")
    }

    /// One of a closed set of words.
    pub fn optional_choice<C: Choice>(&self, name: &str) -> Option<C> {
        self.describe(name, || json!({"enum": C::WORDS}));
        let value = self.present(name)?;
        let chosen = value.as_str().and_then(|word| word.parse().ok());
        if chosen.is_none() {
            self.refuse_with(FieldError::new(self.place(name), "not_a_choice").with("choices", C::WORDS.join(", ")));
        }
        chosen
    }

    pub fn choice<C: Choice>(&self, name: &str, otherwise: C) -> C {
        self.describe(name, || json!({"enum": C::WORDS}));
        if self.present(name).is_none() {
            return self.missing(name, otherwise);
        }
        self.optional_choice(name).unwrap_or(otherwise)
    }

    /// Yes or no; a form says it with the words `true` and `false`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.describe(name, || json!({"type": "boolean"}));
        let value = self.present(name)?;
        let flag = value.as_bool().or_else(|| value.as_str()?.parse().ok());
        if flag.is_none() {
            self.refuse(name, "not_a_flag");
        }
        flag
    }

    /// A whole number within a range; a form writes it as text.
    pub fn integer(&self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        self.describe(
            name,
            || json!({"type": ["integer", "null"], "minimum": range.start(), "maximum": range.end()}),
        );
        let value = self.present(name)?;
        let number = value
            .as_i64()
            .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
        match number {
            Some(number) if range.contains(&number) => Some(number),
            Some(_) => {
                let error = FieldError::new(self.place(name), "out_of_range")
                    .with("min", range.start())
                    .with("max", range.end());
                self.refuse_with(error);
                None
            }
            None => {
                self.refuse(name, "not_an_integer");
                None
            }
        }
    }

    /// A number within a range; a form writes it as text.
    pub fn number(&self, name: &str, range: RangeInclusive<f64>) -> Option<f64> {
        self.describe(
            name,
            || json!({"type": ["number", "null"], "minimum": range.start(), "maximum": range.end()}),
        );
        let value = self.present(name)?;
        let number = value
            .as_f64()
            .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
        match number {
            Some(number) if range.contains(&number) => Some(number),
            Some(_) => {
                let error = FieldError::new(self.place(name), "out_of_range")
                    .with("min", range.start())
                    .with("max", range.end());
                self.refuse_with(error);
                None
            }
            None => {
                self.refuse(name, "not_a_number");
                None
            }
        }
    }

    /// One of a closed set of words that is known only from a description.
    pub fn word(&self, name: &str, words: &'static [&'static str]) -> Option<&'static str> {
        self.describe(name, || json!({"enum": words}));
        let value = self.present(name)?;
        let chosen = value
            .as_str()
            .and_then(|word| words.iter().copied().find(|known| *known == word));
        if chosen.is_none() {
            self.refuse_with(FieldError::new(self.place(name), "not_a_choice").with("choices", words.join(", ")));
        }
        chosen
    }

    /// An inner object; `None` when the field is absent.
    pub fn object<T>(&self, name: &str, reading: impl FnOnce(&Reader<'_>) -> T) -> Option<T> {
        if self.described.is_some() {
            let (schema, read) = self.inner_schema(reading)?;
            self.describe(name, || schema);
            return Some(read);
        }
        let value = self.present(name)?;
        let inner = Reader::over(value, self.place(name), self.errors);
        let read = reading(&inner);
        inner.refuse_unknown();
        Some(read)
    }

    /// An inner object that must be there: read from an empty one when absent, so that each of its fields is named.
    pub fn required_object<T>(&self, name: &str, reading: impl FnOnce(&Reader<'_>) -> T) -> T {
        self.require(name);
        if let Some(described) = &self.described {
            let inner = Reader {
                described: Some(RefCell::default()),
                ..Reader::over(&NOTHING, String::new(), self.errors)
            };
            let read = reading(&inner);
            described
                .borrow_mut()
                .properties
                .insert(name.to_owned(), inner.schema());
            return read;
        }
        let empty = Value::Object(Map::new());
        let value = self.present(name).unwrap_or(&empty);
        let inner = Reader::over(value, self.place(name), self.errors);
        let read = reading(&inner);
        inner.refuse_unknown();
        read
    }

    /// A list of inner objects, at most `max` of them.
    pub fn objects<T>(&self, name: &str, max: usize, mut reading: impl FnMut(&Reader<'_>) -> T) -> Option<Vec<T>> {
        if let Some((schema, _)) = self.inner_schema(&mut reading) {
            self.describe(name, || json!({"type": "array", "items": schema, "maxItems": max}));
        }
        let items = self.items(name, max)?;
        Some(
            items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    let inner = Reader::over(item, format!("{}/{index}", self.place(name)), self.errors);
                    let read = reading(&inner);
                    inner.refuse_unknown();
                    read
                })
                .collect(),
        )
    }

    /// A list of plain values, each read by `reading` from its text.
    pub fn words<T>(
        &self,
        name: &str,
        max: usize,
        code: &'static str,
        reading: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.describe(
            name,
            || json!({"type": "array", "items": {"type": "string"}, "maxItems": max}),
        );
        let items = self.items(name, max)?;
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item.as_str().and_then(&reading) {
                Some(value) => read.push(value),
                None => self.refuse_with(FieldError::new(format!("{}/{index}", self.place(name)), code)),
            }
        }
        Some(read)
    }

    /// A list of ids.
    pub fn ids<K>(&self, name: &str, max: usize) -> Option<Vec<Id<K>>> {
        self.words(name, max, "not_an_id", |text| text.parse().ok())
    }

    /// A list of the numbers that records are known by.
    pub fn numbers(&self, name: &str, max: usize) -> Option<Vec<i64>> {
        self.describe(
            name,
            || json!({"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": max}),
        );
        let items = self.items(name, max)?;
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item.as_i64().filter(|number| *number > 0) {
                Some(number) => read.push(number),
                None => self.refuse_with(FieldError::new(format!("{}/{index}", self.place(name)), "not_a_number")),
            }
        }
        Some(read)
    }

    fn items(&self, name: &str, max: usize) -> Option<&'a [Value]> {
        let value = self.present(name)?;
        let Some(items) = value.as_array() else {
            self.refuse(name, "not_a_list");
            return None;
        };
        if items.len() > max {
            self.refuse_with(FieldError::new(self.place(name), "too_many").with("max", max));
        }
        Some(items)
    }

    fn refuse_unknown(&self) {
        let asked = self.asked.borrow();
        for name in self
            .object
            .into_iter()
            .flat_map(Map::keys)
            .filter(|name| !asked.contains(*name))
        {
            self.refuse(name, "unknown_field");
        }
    }
}

/// What counts as a mail address here: delivery decides the rest.
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let clean = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'))
    };
    clean(local) && clean(domain) && !local.contains('@') && !domain.starts_with('.') && !domain.ends_with('.')
}

/// RFC 7386: `patch` laid over `target`, as PATCH bodies are.
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(fields) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(object) = target.as_object_mut() else { return };
    for (name, value) in fields {
        if value.is_null() {
            object.insert(name.clone(), Value::Null);
        } else {
            merge(object.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}
