//! One column of an entry between JSON and the store. Fields without a column are not met here.

use jiff::civil::Date;
use serde_json::{Value, json};
use slipway_db::{self as db, Error, Kind as Type, Row};
use uuid::Uuid;

use super::control::Control;

/// What a control's column holds.
pub fn column_type(control: Control) -> Type {
    match control {
        Control::Reference(_) => Type::Id,
        Control::Number { .. } => Type::Real,
        Control::Date => Type::Date,
        Control::Flag { .. } | Control::Situation => Type::Bool,
        Control::Line { .. }
        | Control::Icon
        | Control::Text { .. }
        | Control::Email
        | Control::Zone
        | Control::WallTime
        | Control::Time
        | Control::Choice { .. }
        | Control::Words { .. }
        | Control::Offered(_)
        | Control::Document(_)
        | Control::Matrix(_)
        | Control::Tag(_)
        | Control::Scalar { .. }
        | Control::Attributes(_)
        | Control::Settled(_)
        | Control::Group(_)
        | Control::Links(_)
        | Control::Rows(_)
        | Control::Secret(_)
        | Control::Computed(_) => Type::Text,
    }
}

/// Whether the column holds a whole JSON value.
fn is_json(control: Control) -> bool {
    matches!(
        control,
        Control::Matrix(_) | Control::Document(_) | Control::Scalar { .. } | Control::Attributes(_)
    )
}

/// The cell of a value that `sheet` made. What does not fit is null; the column's own constraint then refuses it.
pub fn cell(control: Control, value: &Value) -> db::Value {
    if value.is_null() {
        return db::Value::Null(column_type(control));
    }
    let text = value.as_str();
    let found = match column_type(control) {
        Type::Id => text.and_then(|text| text.parse().ok()).map(db::Value::Id),
        Type::Real => value.as_f64().map(db::Value::Real),
        Type::Date => text.and_then(|text| text.parse().ok()).map(db::Value::Date),
        Type::Bool if matches!(control, Control::Situation) => text.map(|word| db::Value::Bool(word == ACTIVE_WORD)),
        Type::Bool => value.as_bool().map(db::Value::Bool),
        Type::Text if is_json(control) => Some(db::Value::Text(value.to_string())),
        Type::Text if matches!(control, Control::Words { .. }) => Some(db::Value::Text(joined(value))),
        Type::Text => text.map(|text| db::Value::Text(text.to_owned())),
        Type::Int | Type::Bytes | Type::Instant => None,
    };
    found.unwrap_or(db::Value::Null(column_type(control)))
}

/// The value of a cell.
pub fn value(control: Control, row: &Row<'_>, column: usize) -> Result<Value, Error> {
    Ok(match column_type(control) {
        Type::Id => row.get::<Option<Uuid>>(column)?.map(|id| id.to_string()).into(),
        Type::Real => row.get::<Option<f64>>(column)?.into(),
        Type::Date => row.get::<Option<Date>>(column)?.map(|date| date.to_string()).into(),
        Type::Bool if matches!(control, Control::Situation) => situation(row.get(column)?).into(),
        Type::Bool => row.get::<Option<bool>>(column)?.into(),
        Type::Text if is_json(control) => match row.get::<Option<String>>(column)? {
            None => Value::Null,
            Some(_) => row.convert(column, |text: String| serde_json::from_str(&text).ok())?,
        },
        Type::Text if matches!(control, Control::Words { .. }) => row
            .get::<String>(column)?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        Type::Text | Type::Int | Type::Bytes | Type::Instant => row.get::<Option<String>>(column)?.into(),
    })
}

const ACTIVE_WORD: &str = "active";

/// The words of [`Control::Situation`].
pub const SITUATIONS: &[&str] = &[ACTIVE_WORD, "inactive"];

fn situation(active: bool) -> &'static str {
    if active { ACTIVE_WORD } else { "inactive" }
}

/// Words have no blanks in them, so a blank is between them.
fn joined(words: &Value) -> String {
    let words: Vec<&str> = words
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    words.join(" ")
}

/// JSON Schema of an id.
pub fn id_schema() -> Value {
    json!({"type": ["string", "null"], "format": "uuid"})
}
