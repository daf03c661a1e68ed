//! Draws the inputs of a form, from what is kept or from what was typed.

use serde_json::{Map, Value};
use slipway_db::{Error, ReadTx};
use uuid::Uuid;

use super::form::{Input, InputKind, MatrixLine};
use super::names::Names;
use super::{place, words};
use crate::edge::Texts;
use crate::edge::form::Choice;
use crate::entry::choices::{self, Offer};
use crate::entry::control::{Control, Describe, Holds, Links, MatrixRow, Offered, Rows, Word};
use crate::entry::kind::{Field, Kind, Need, Target, Values};

/// Draws the form.
#[derive(Debug)]
pub struct Drawing<'a> {
    pub t: Texts,
    pub tx: &'a ReadTx<'a>,
    pub kind: &'static Kind,
    pub names: &'a Names,
}

/// Pictures to choose from, for what has no logo of its own.
const ICONS: &[&str] = &[
    "portfolio",
    "cubes",
    "app",
    "globe",
    "cloud",
    "server",
    "database",
    "network",
    "monitor",
    "phone",
    "cpu",
    "shield",
    "rocket",
    "zap",
    "layers",
    "mail",
];

/// The picture of a name; of one nobody drew, a general one.
pub fn icon(name: Option<&str>) -> &'static str {
    ICONS
        .iter()
        .copied()
        .find(|known| Some(*known) == name)
        .unwrap_or("portfolio")
}

impl Drawing<'_> {
    /// Every input, with the values of `body`: an entry's, or a form's as it was typed.
    pub fn inputs(&self, body: &Values, is_new: bool) -> Result<Vec<Input>, Error> {
        let fields = self
            .kind
            .fields
            .iter()
            .filter(|field| !(field.is_read_only() || is_new && self.kind.is_within(field)));
        let mut inputs = Vec::new();
        for field in fields {
            if let Control::Attributes(describe) = field.control {
                inputs.extend(self.attributes(field, describe, body)?);
            } else {
                inputs.push(self.input(field, &[field.name], field.name, body.get(field.name), is_new)?);
            }
        }
        Ok(inputs)
    }

    /// One input an attribute that the entry has by its other fields; nothing when it has none.
    fn attributes(&self, field: &'static Field, describe: Describe, body: &Values) -> Result<Option<Input>, Error> {
        let held = body.get(field.name);
        let described = describe(self.tx, body)?;
        let inner = described.iter().map(|attribute| Input {
            name: format!("{}.{}", field.name, attribute.tag),
            label: attribute.name.clone(),
            hint: attribute.hint.clone(),
            required: attribute.required,
            kind: self.attribute(&attribute.holds, held.and_then(|held| held.get(&attribute.tag))),
        });
        Ok((!described.is_empty()).then(|| Input {
            name: field.name.to_owned(),
            label: words::label(self.t, self.kind, &[field.name]),
            hint: words::hint(self.t, self.kind, &[field.name]),
            required: false,
            kind: InputKind::Group(inner.collect()),
        }))
    }

    fn attribute(&self, holds: &Holds, value: Option<&Value>) -> InputKind {
        let line = |kind| InputKind::Line {
            kind,
            value: text_of(value),
            max: 0,
        };
        match holds {
            Holds::Text | Holds::Integer | Holds::Number => line("text"),
            Holds::Date => line("date"),
            Holds::LongText => InputKind::Long {
                value: text_of(value),
                max: 0,
            },
            Holds::Boolean => self.one_of(
                value,
                [
                    ("true", words::yes_or_no(self.t, true)),
                    ("false", words::yes_or_no(self.t, false)),
                ],
            ),
            Holds::Choice(choices) => self.one_of(value, choices.iter().map(|word| (word.as_str(), word.clone()))),
        }
    }

    fn one_of<'w>(&self, value: Option<&Value>, options: impl IntoIterator<Item = (&'w str, String)>) -> InputKind {
        let chosen = text_of(value);
        let none = choice("", self.t.text("entry-none-chosen"), chosen.is_empty());
        let options = options
            .into_iter()
            .map(|(word, label)| choice(word, label, word == chosen));
        InputKind::Combobox([none].into_iter().chain(options).collect())
    }

    /// The entries that may be chosen by their tag, and the one that is.
    fn tag(&self, target: Target, value: Option<&Value>) -> Result<InputKind, Error> {
        let mut options = choices::tags(self.tx, target)?;
        let chosen = text_of(value);
        if !chosen.is_empty() && options.iter().all(|(tag, _)| *tag != chosen) {
            options.push((chosen.clone(), chosen));
        }
        Ok(self.one_of(value, options.iter().map(|(tag, label)| (tag.as_str(), label.clone()))))
    }

    fn input(
        &self,
        field: &'static Field,
        path: &[&str],
        name: &str,
        value: Option<&Value>,
        is_new: bool,
    ) -> Result<Input, Error> {
        let hint = words::hint(self.t, self.kind, path);
        let hint = if field.control.secret().is_some() && !is_new {
            self.t.text("entry-secret-stays")
        } else {
            hint
        };
        Ok(Input {
            name: name.to_owned(),
            label: words::label(self.t, self.kind, path),
            hint,
            required: field.need == Need::Required && !matches!(field.control, Control::Flag { .. }),
            kind: self.input_kind(field, path, name, value)?,
        })
    }

    fn input_kind(
        &self,
        field: &'static Field,
        path: &[&str],
        name: &str,
        value: Option<&Value>,
    ) -> Result<InputKind, Error> {
        let line = |kind, max| InputKind::Line {
            kind,
            value: text_of(value),
            max,
        };
        Ok(match field.control {
            Control::Line { max } | Control::Scalar { max } => line("text", max),
            Control::Zone => line("text", 64),
            Control::Email => line("email", 254),
            Control::Number { .. } | Control::Time | Control::Computed(_) | Control::Settled(_) => line("text", 0),
            Control::Date => line("date", 0),
            Control::WallTime => line("datetime-local", 0),
            Control::Secret(secret) => InputKind::Line {
                kind: "password",
                value: String::new(),
                max: secret.max,
            },
            Control::Text { max } => InputKind::Long {
                value: text_of(value),
                max,
            },
            Control::Words { word: Word::Email, .. } => InputKind::Long {
                value: lines_of(value),
                max: 0,
            },
            Control::Words {
                word: Word::Choice(known),
                ..
            } => InputKind::Checks(self.ticks(path, known, value)),
            Control::Flag { otherwise } => InputKind::Flag {
                checked: flag_of(value).unwrap_or(otherwise),
            },
            Control::Choice { words, otherwise } => self.choice(field, path, words, value, otherwise),
            Control::Situation => self.choice(field, path, crate::entry::value::SITUATIONS, value, Some("active")),
            Control::Icon => InputKind::Tiles(icons(value)),
            Control::Reference(target) => self.reference(field, target, value)?,
            Control::Links(links) => self.links(links, value)?,
            Control::Group(inner) => InputKind::Group(self.group(inner, path, name, value)?),
            Control::Rows(rows) => self.rows(rows, path, name, value)?,
            Control::Matrix(rows) => self.matrix(path, name, &rows(), value),
            Control::Offered(offered) => self.offered(offered, value)?,
            // Its noun draws the form of a kind that has the one; `attributes`, which knows the whole body, the other.
            Control::Document(_) | Control::Attributes(_) => InputKind::Group(Vec::new()),
            Control::Tag(target) => self.tag(target, value)?,
        })
    }

    fn ticks(&self, path: &[&str], known: &'static [&'static str], value: Option<&Value>) -> Vec<Choice> {
        let held: Vec<&str> = listed(value).iter().filter_map(Value::as_str).collect();
        known
            .iter()
            .map(|word| choice(word, words::word(self.t, self.kind, path, word), held.contains(word)))
            .collect()
    }

    fn choice(
        &self,
        field: &Field,
        path: &[&str],
        known: &'static [&'static str],
        value: Option<&Value>,
        otherwise: Option<&str>,
    ) -> InputKind {
        let typed = text_of(value);
        let chosen = if typed.is_empty() {
            otherwise.unwrap_or_default()
        } else {
            &typed
        };
        let none = (field.need == Need::Optional && otherwise.is_none())
            .then(|| choice("", self.t.text("entry-none-chosen"), chosen.is_empty()));
        let words = known
            .iter()
            .map(|word| choice(word, words::word(self.t, self.kind, path, word), *word == chosen));
        let choices: Vec<Choice> = none.into_iter().chain(words).collect();
        if choices.len() < 8 && path.len() == 1 {
            InputKind::Cards(choices)
        } else {
            InputKind::Combobox(choices)
        }
    }

    fn reference(&self, field: &Field, target: Target, value: Option<&Value>) -> Result<InputKind, Error> {
        let typed = text_of(value);
        let id: Option<Uuid> = typed.parse().ok();
        let Some(options) = choices::all(self.tx, target)? else {
            let shown = id.map_or_else(|| typed.clone(), |id| self.names.name(target, id));
            let id = id.map(|id| id.to_string()).unwrap_or_default();
            return Ok(InputKind::Lookup {
                id,
                shown,
                url: place::lookup(target),
            });
        };
        let none = if field.need == Need::Required {
            "entry-choose"
        } else {
            "entry-none-chosen"
        };
        let none = choice("", self.t.text(none), id.is_none());
        let choices = self.with_held(target, options, id.as_slice());
        Ok(InputKind::Combobox([none].into_iter().chain(choices).collect()))
    }

    /// The words of the list, and the one that is kept although it has left the list.
    fn offered(&self, offered: Offered, value: Option<&Value>) -> Result<InputKind, Error> {
        let chosen = text_of(value);
        let mut words = (offered.words)(self.tx, self.t)?;
        if !chosen.is_empty() && words.iter().all(|(word, _)| *word != chosen) {
            words.push((chosen.clone(), chosen.clone()));
        }
        let none = choice("", self.t.text("entry-choose"), chosen.is_empty());
        let words = words
            .into_iter()
            .map(|(word, label)| choice(&word, label, word == chosen));
        Ok(InputKind::Combobox([none].into_iter().chain(words).collect()))
    }

    /// What may be chosen, and what is chosen although it may not be any more.
    fn with_held(&self, target: Target, mut options: Vec<Offer>, held: &[Uuid]) -> Vec<Choice> {
        for id in held {
            if options.iter().all(|option| option.id != *id) {
                options.push(Offer {
                    id: *id,
                    label: self.names.name(target, *id),
                });
            }
        }
        options
            .into_iter()
            .map(|option| choice(&option.id.to_string(), option.label, held.contains(&option.id)))
            .collect()
    }

    fn links(&self, links: Links, value: Option<&Value>) -> Result<InputKind, Error> {
        const AT_ONCE: usize = 30;
        let held: Vec<Uuid> = listed(value)
            .iter()
            .filter_map(|id| id.as_str()?.parse().ok())
            .collect();
        let all = choices::all(self.tx, links.target)?.filter(|all| all.len() <= AT_ONCE);
        Ok(match all {
            Some(all) => InputKind::Checks(self.with_held(links.target, all, &held)),
            None => InputKind::Linked {
                chosen: self.with_held(links.target, Vec::new(), &held),
                url: place::lookup(links.target),
            },
        })
    }

    fn group(
        &self,
        inner: &'static [Field],
        path: &[&str],
        name: &str,
        value: Option<&Value>,
    ) -> Result<Vec<Input>, Error> {
        let inner = inner.iter().map(|field| {
            let value = value.and_then(|values| values.get(field.name));
            self.input(
                field,
                &[path, &[field.name]].concat(),
                &format!("{name}.{}", field.name),
                value,
                false,
            )
        });
        inner.collect()
    }

    /// The rows there are and an empty one: saved when something is typed into it.
    fn rows(&self, rows: Rows, path: &[&str], name: &str, value: Option<&Value>) -> Result<InputKind, Error> {
        let empty = Value::Object(Map::new());
        let drawn = listed(value).iter().chain([&empty]).enumerate();
        let drawn = drawn.map(|(index, row)| self.group(rows.fields, path, &format!("{name}.{index}"), Some(row)));
        let heads = rows
            .fields
            .iter()
            .map(|field| words::label(self.t, self.kind, &[path, &[field.name]].concat()));
        Ok(InputKind::Rows {
            heads: heads.collect(),
            rows: drawn.collect::<Result<_, Error>>()?,
        })
    }

    fn matrix(&self, path: &[&str], name: &str, rows: &[MatrixRow], value: Option<&Value>) -> InputKind {
        let common = rows.first().map_or(&[][..], |row| row.words);
        let heads = common
            .iter()
            .map(|word| words::word(self.t, self.kind, path, word))
            .collect();
        let rows = rows.iter().map(|row| MatrixLine {
            name: format!("{name}.{}", row.name),
            label: words::word(self.t, self.kind, path, row.name),
            is_other: row.words != common,
            choices: self.ticks(path, row.words, value.and_then(|matrix| matrix.get(row.name))),
        });
        InputKind::Matrix {
            heads,
            rows: rows.collect(),
        }
    }
}

fn icons(value: Option<&Value>) -> Vec<Choice> {
    let chosen = value.and_then(Value::as_str).filter(|name| !name.is_empty());
    let own = chosen.filter(|name| !ICONS.contains(name));
    let names = ICONS.iter().copied().chain(own);
    let tile = |name: &str| Choice {
        icon: icon(Some(name)).to_owned(),
        ..choice(name, name.to_owned(), Some(name) == chosen)
    };
    names.map(tile).collect()
}

fn choice(value: &str, label: String, selected: bool) -> Choice {
    Choice {
        selected,
        ..Choice::new(value, label)
    }
}

/// A value as an input writes it: kept ones have their types, typed ones are texts already.
fn text_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(flag)) => flag.to_string(),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

fn flag_of(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(flag) => Some(*flag),
        Value::String(word) => Some(word == "true"),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn lines_of(value: Option<&Value>) -> String {
    let lines: Vec<&str> = listed(value).iter().filter_map(Value::as_str).collect();
    if lines.is_empty() {
        text_of(value)
    } else {
        lines.join("\n")
    }
}

fn listed(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
