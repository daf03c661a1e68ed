//! The attributes of an item: which ones its type has, and whether a value is one of them (F151).

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use slipway_db::{Error, ReadTx, Row, params, statements};
use uuid::Uuid;

use crate::edge::{Fault, FieldError};
use crate::entry::control::{Described, Holds};
use crate::entry::kind::{Checking, Values, id_in};

statements! {
    OF_TYPE = "select c.tag, c.name, c.type, c.default_value, c.unit_of_measure, c.required, c.minimum, c.maximum, c.choices \
        from item_type_characteristic l join characteristic c on c.id = l.characteristic \
        where l.item_type = $1 and c.deleted_at is null and c.active order by c.folded, c.id";
}

/// Longest text on one line, and longest text.
const LINE: usize = 255;
const TEXT: usize = 65_000;

/// A characteristic, as far as values are held against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    pub tag: String,
    pub name: String,
    pub holds: Holds,
    pub default: Option<Value>,
    pub unit: Option<String>,
    pub required: bool,
    minimum: Option<f64>,
    maximum: Option<f64>,
}

/// What is wrong with a value; its place is known to whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    code: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Wrong {
    fn new(code: &'static str) -> Wrong {
        Wrong { code, args: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: &impl ToString) -> Wrong {
        self.args.push((name, value.to_string()));
        self
    }

    /// The error of a field.
    pub fn at(self, pointer: impl Into<String>) -> FieldError {
        let error = FieldError::new(pointer, self.code);
        self.args
            .into_iter()
            .fold(error, |error, (name, value)| error.with(name, value))
    }
}

impl Shape {
    /// The shape that the fields of a characteristic describe; none while they are wrong themselves.
    pub fn of(values: &Values) -> Option<Shape> {
        let text = |field: &str| values.get(field).and_then(Value::as_str).unwrap_or_default();
        Some(Shape {
            tag: text("tag").to_owned(),
            name: text("name").to_owned(),
            holds: holds(values.get("type")?.as_str()?, text("choices"))?,
            default: None,
            unit: None,
            required: false,
            minimum: values.get("minimum").and_then(Value::as_f64),
            maximum: values.get("maximum").and_then(Value::as_f64),
        })
    }

    /// Whether it is a choice without anything to choose.
    pub fn lacks_choices(&self) -> bool {
        matches!(&self.holds, Holds::Choice(choices) if choices.is_empty())
    }

    /// Whether no value could lie between its limits.
    pub fn is_upside_down(&self) -> bool {
        self.minimum.zip(self.maximum).is_some_and(|(least, most)| most < least)
    }

    /// A value in its one written form. Forms write every value as text.
    pub fn settled(&self, value: &Value) -> Result<Value, Wrong> {
        let text = value.as_str().map(str::trim);
        match &self.holds {
            Holds::Text => line(text),
            Holds::LongText => long(text),
            Holds::Integer => {
                let number = value.as_i64().or_else(|| text?.parse().ok());
                let number = number.ok_or(Wrong::new("not_an_integer"))?;
                #[expect(clippy::cast_precision_loss, reason = "limits are far below where it matters")]
                self.within(number as f64)?;
                Ok(json!(number))
            }
            Holds::Number => {
                let number = value
                    .as_f64()
                    .or_else(|| text?.parse().ok())
                    .filter(|number: &f64| number.is_finite());
                let number = number.ok_or(Wrong::new("not_a_number"))?;
                self.within(number)?;
                Ok(json!(number))
            }
            Holds::Boolean => {
                let flag = value.as_bool().or_else(|| text?.parse().ok());
                flag.map(Value::Bool).ok_or(Wrong::new("not_a_flag"))
            }
            Holds::Date => {
                let date = text.and_then(|text| text.parse::<Date>().ok());
                date.map(|date| json!(date.to_string())).ok_or(Wrong::new("not_a_date"))
            }
            Holds::Choice(choices) => {
                let chosen = text.filter(|text| choices.iter().any(|choice| choice == text));
                chosen
                    .map(Value::from)
                    .ok_or_else(|| Wrong::new("not_a_choice").with("choices", &choices.join(", ")))
            }
        }
    }

    fn within(&self, number: f64) -> Result<(), Wrong> {
        let (least, most) = (self.minimum.unwrap_or(f64::MIN), self.maximum.unwrap_or(f64::MAX));
        if (least..=most).contains(&number) {
            return Ok(());
        }
        let told = |limit: Option<f64>| limit.map_or_else(|| "–".to_owned(), |limit| limit.to_string());
        Err(Wrong::new("out_of_range")
            .with("min", &told(self.minimum))
            .with("max", &told(self.maximum)))
    }
}

fn line(text: Option<&str>) -> Result<Value, Wrong> {
    let text = long_of(text, LINE)?;
    if text.contains(['\n', '\r']) {
        return Err(Wrong::new("line_break"));
    }
    Ok(text.into())
}

fn long(text: Option<&str>) -> Result<Value, Wrong> {
    Ok(long_of(text, TEXT)?.replace("\r\n", "\n").into())
}

fn long_of(text: Option<&str>, max: usize) -> Result<&str, Wrong> {
    let text = text.ok_or(Wrong::new("not_text"))?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Wrong::new("control_character"));
    }
    let n_characters = text.chars().count();
    if n_characters > max {
        return Err(Wrong::new("too_long").with("max", &max).with("length", &n_characters));
    }
    Ok(text)
}

fn holds(word: &str, choices: &str) -> Option<Holds> {
    Some(match word {
        "text" => Holds::Text,
        "long_text" => Holds::LongText,
        "integer" => Holds::Integer,
        "number" => Holds::Number,
        "boolean" => Holds::Boolean,
        "date" => Holds::Date,
        "choice" => Holds::Choice(
            choices
                .lines()
                .map(str::trim)
                .filter(|choice| !choice.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        _ => return None,
    })
}

/// The characteristics of a type, in the order of their names.
pub fn of_type(tx: &ReadTx<'_>, item_type: Uuid) -> Result<Vec<Shape>, Error> {
    let found = tx.query_known(OF_TYPE, params![item_type], read)?;
    Ok(found.into_iter().flatten().collect())
}

fn read(row: &Row<'_>) -> Result<Option<Shape>, Error> {
    let choices: Option<String> = row.get(8)?;
    let Some(holds) = holds(&row.get::<String>(2)?, choices.as_deref().unwrap_or_default()) else {
        return Ok(None);
    };
    let default: Option<String> = row.get(3)?;
    Ok(Some(Shape {
        tag: row.get(0)?,
        name: row.get(1)?,
        holds,
        default: default.and_then(|default| serde_json::from_str(&default).ok()),
        unit: row.get(4)?,
        required: row.get(5)?,
        minimum: row.get(6)?,
        maximum: row.get(7)?,
    }))
}

/// What forms and pages need of the attributes that an item has by its type.
pub fn describe(tx: &ReadTx<'_>, values: &Values) -> Result<Vec<Described>, Error> {
    let Some(item_type) = id_in(values, "type") else {
        return Ok(Vec::new());
    };
    let shapes = of_type(tx, item_type)?;
    Ok(shapes
        .into_iter()
        .map(|shape| Described {
            tag: shape.tag,
            name: shape.name,
            hint: shape.unit.unwrap_or_default(),
            required: shape.required,
            holds: shape.holds,
        })
        .collect())
}

/// Puts the attributes in their written form: each one of the type, absent ones of a new item at their default. What
/// is null or blank is absent.
pub fn settle(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    let Some(item_type) = id_in(values, "type") else {
        return Ok(());
    };
    let shapes = of_type(checking.look.tx, item_type)?;
    let given = values
        .get_mut("attributes")
        .and_then(Value::as_object_mut)
        .map(std::mem::take)
        .unwrap_or_default();
    let is_absent = |value: &Value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
    let mut kept = Map::new();
    for (tag, value) in given.iter().filter(|(_, value)| !is_absent(value)) {
        let place = format!("/attributes/{}", tag.replace('~', "~0").replace('/', "~1"));
        match shapes.iter().find(|shape| shape.tag == *tag) {
            None => checking.refuse(FieldError::new(place, "unknown_attribute")),
            Some(shape) => match shape.settled(value) {
                Ok(value) => drop(kept.insert(tag.clone(), value)),
                Err(wrong) => checking.refuse(wrong.at(place)),
            },
        }
    }
    for shape in &shapes {
        let is_new = checking.before.is_none() && !given.contains_key(&shape.tag);
        if let Some(default) = shape.default.as_ref().filter(|_| is_new) {
            kept.insert(shape.tag.clone(), default.clone());
        }
        if shape.required && !kept.contains_key(&shape.tag) && given.get(&shape.tag).is_none_or(is_absent) {
            checking.refuse(FieldError::new(format!("/attributes/{}", shape.tag), "required"));
        }
    }
    kept.sort_keys();
    values.insert("attributes".to_owned(), Value::Object(kept));
    Ok(())
}
