//! Values as people read them: names for ids, words for flags, tables for rows.

use serde_json::Value;

use super::names::Names;
use super::{place, words};
use crate::edge::Texts;
use crate::entry::control::{Control, MatrixRow, Word};
use crate::entry::kind::{Field, Kind, Target, Values};

/// One value ready for a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Nothing,
    Text(String),
    /// People's own words, with their line ends.
    Long(String),
    Code(String),
    Link {
        href: String,
        text: String,
    },
    /// A state: its tone, its icon, its word.
    State {
        tone: &'static str,
        icon: &'static str,
        word: String,
    },
    /// Several of these in a line.
    Several(Vec<Shown>),
    Table {
        heads: Vec<String>,
        rows: Vec<Vec<Shown>>,
    },
}

/// Shows values of a kind in one language.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    pub t: Texts,
    pub kind: &'static Kind,
    pub names: &'a Names,
}

impl Showing<'_> {
    /// A field of an entry.
    pub fn field(&self, field: &'static Field, values: &Values) -> Shown {
        self.value(field, &[field.name], &field.of(values))
    }

    fn value(&self, field: &'static Field, path: &[&str], value: &Value) -> Shown {
        match field.control {
            Control::Flag { .. } => self.flag(field, value),
            Control::Reference(target) => reference(target, value, self.names),
            Control::Links(links) => several(list(value).iter().map(|id| reference(links.target, id, self.names))),
            Control::Choice { .. } | Control::Situation | Control::Settled(_) => self.choice(path, value),
            Control::Words {
                word: Word::Choice(_), ..
            } => several(
                list(value)
                    .iter()
                    .filter_map(Value::as_str)
                    .map(|word| Shown::Text(words::word(self.t, self.kind, path, word))),
            ),
            Control::Words { .. } => several(
                list(value)
                    .iter()
                    .filter_map(Value::as_str)
                    .map(|word| Shown::Text(word.to_owned())),
            ),
            Control::Text { .. } => value
                .as_str()
                .map_or(Shown::Nothing, |text| Shown::Long(text.to_owned())),
            Control::WallTime => value
                .as_str()
                .map_or(Shown::Nothing, |text| Shown::Text(text.replace('T', " "))),
            Control::Zone | Control::Time => value
                .as_str()
                .map_or(Shown::Nothing, |text| Shown::Code(text.to_owned())),
            Control::Matrix(rows) => self.matrix(path, &rows(), value),
            Control::Group(inner) => self.group(inner, path, value),
            Control::Rows(rows) => self.rows(rows.fields, path, value),
            Control::Computed(_)
            | Control::Number { .. }
            | Control::Date
            | Control::Line { .. }
            | Control::Icon
            | Control::Offered(_)
            | Control::Tag(_)
            | Control::Scalar { .. }
            | Control::Email => plain(value),
            Control::Document(document) => Shown::Text((document.told)(self.t, value)),
            Control::Attributes(_) => attributes(self.t, value),
            Control::Secret(_) => Shown::Nothing,
        }
    }

    /// Whether it is active is a state that lists are scanned for; other flags are facts.
    fn flag(&self, field: &Field, value: &Value) -> Shown {
        let yes = value.as_bool().unwrap_or(false);
        if field.name == "active" {
            return situation(
                yes,
                words::word(self.t, self.kind, &[], if yes { "active" } else { "inactive" }),
            );
        }
        Shown::Text(words::yes_or_no(self.t, yes))
    }

    fn choice(&self, path: &[&str], value: &Value) -> Shown {
        let Some(chosen) = value.as_str() else {
            return Shown::Nothing;
        };
        let word = words::word(self.t, self.kind, path, chosen);
        match chosen {
            "active" => situation(true, word),
            "inactive" | "retired" => situation(false, word),
            _ => Shown::Text(word),
        }
    }

    fn matrix(&self, path: &[&str], rows: &[MatrixRow], value: &Value) -> Shown {
        let held = rows
            .iter()
            .filter_map(|row| Some((row.name, value.get(row.name)?.as_array()?)));
        let rows = held.map(|(name, held)| {
            let held = held
                .iter()
                .filter_map(Value::as_str)
                .map(|word| Shown::Text(words::word(self.t, self.kind, path, word)));
            vec![Shown::Text(words::word(self.t, self.kind, path, name)), several(held)]
        });
        table(
            vec![words::label(self.t, self.kind, path), self.t.text("entry-allowed")],
            rows.collect(),
        )
    }

    fn group(&self, inner: &'static [Field], path: &[&str], value: &Value) -> Shown {
        let Some(values) = value.as_object() else {
            return Shown::Nothing;
        };
        let rows = inner.iter().map(|field| {
            let path = [path, &[field.name]].concat();
            let value = values.get(field.name).unwrap_or(&Value::Null);
            vec![
                Shown::Text(words::label(self.t, self.kind, &path)),
                self.value(field, &path, value),
            ]
        });
        table(
            vec![words::label(self.t, self.kind, path), self.t.text("entry-value")],
            rows.collect(),
        )
    }

    fn rows(&self, inner: &'static [Field], path: &[&str], value: &Value) -> Shown {
        let path_of = |field: &Field| [path, &[field.name]].concat();
        let cells = |row: &Value| {
            let cell =
                |field: &'static Field| self.value(field, &path_of(field), row.get(field.name).unwrap_or(&Value::Null));
            inner.iter().map(cell).collect::<Vec<_>>()
        };
        let heads = inner
            .iter()
            .map(|field| words::label(self.t, self.kind, &path_of(field)))
            .collect();
        table(heads, list(value).iter().map(cells).collect())
    }
}

impl Shown {
    /// Whether it wants the whole width.
    pub fn is_long(&self) -> bool {
        matches!(self, Shown::Long(_))
    }

    /// On one line, for lists and histories.
    pub fn plain(&self) -> String {
        match self {
            Shown::Nothing => String::new(),
            Shown::Text(text)
            | Shown::Long(text)
            | Shown::Code(text)
            | Shown::Link { text, .. }
            | Shown::State { word: text, .. } => text.clone(),
            Shown::Several(parts) => join(parts, ", "),
            Shown::Table { rows, .. } => rows.iter().map(|row| join(row, " ")).collect::<Vec<_>>().join("; "),
        }
    }
}

fn situation(active: bool, word: String) -> Shown {
    let (tone, icon) = if active {
        ("ok", "circle-check")
    } else {
        ("mute", "minus")
    };
    Shown::State { tone, icon, word }
}

fn join(parts: &[Shown], between: &str) -> String {
    let texts: Vec<String> = parts.iter().map(Shown::plain).filter(|text| !text.is_empty()).collect();
    texts.join(between)
}

fn plain(value: &Value) -> Shown {
    match value {
        Value::String(text) => Shown::Text(text.clone()),
        Value::Number(number) => Shown::Text(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Shown::Nothing,
    }
}

fn reference(target: Target, value: &Value, names: &Names) -> Shown {
    let Some(id) = value.as_str().and_then(|id| id.parse().ok()) else {
        return Shown::Nothing;
    };
    Shown::Link {
        href: place::referred(target, id),
        text: names.name(target, id),
    }
}

/// Values by tag; a page that knows the names of the tags shows these itself.
fn attributes(t: Texts, value: &Value) -> Shown {
    let rows = value.as_object().into_iter().flatten().map(|(tag, value)| {
        let shown = value
            .as_bool()
            .map_or_else(|| plain(value), |yes| Shown::Text(words::yes_or_no(t, yes)));
        vec![Shown::Code(tag.clone()), shown]
    });
    table(vec![t.text("entry-attribute"), t.text("entry-value")], rows.collect())
}

fn several(parts: impl Iterator<Item = Shown>) -> Shown {
    let parts: Vec<Shown> = parts.collect();
    if parts.is_empty() {
        Shown::Nothing
    } else {
        Shown::Several(parts)
    }
}

fn table(heads: Vec<String>, rows: Vec<Vec<Shown>>) -> Shown {
    if rows.is_empty() {
        Shown::Nothing
    } else {
        Shown::Table { heads, rows }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
