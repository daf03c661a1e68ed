//! In which order releases are listed and where a page of the list begins: `sort` and `cursor` of `spec/api.md`.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value as Json, json};
use slipway_db::{Direction, SortKey, Value};

use super::filter::Listed;
use crate::edge::{FieldError, Reader};

/// A field that a list can be sorted by (B176).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Number,
    CreatedAt,
    UpdatedAt,
    Deadline,
    Priority,
    PlannedStart,
    Title,
}

/// What each is called.
const KEYS: &[(&str, Key)] = &[
    ("number", Key::Number),
    ("created_at", Key::CreatedAt),
    ("updated_at", Key::UpdatedAt),
    ("deadline", Key::Deadline),
    ("priority", Key::Priority),
    ("planned_start", Key::PlannedStart),
    ("title", Key::Title),
];

impl Key {
    fn named(word: &str) -> Option<Key> {
        KEYS.iter().find(|(name, _)| *name == word).map(|(_, key)| *key)
    }
}

/// An order: keys that each decide between what the ones before leave equal. The last is the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order(Vec<(Key, Direction)>);

impl Default for Order {
    /// The newest first.
    fn default() -> Order {
        Order(vec![(Key::Number, Direction::Falling)])
    }
}

impl Order {
    /// Reads `sort=-created_at,number`. Without a word for the number, it goes the way of the key before it.
    pub fn read(reader: &Reader<'_>) -> Order {
        let Some(text) = reader.line("sort", 200) else {
            return Order::default();
        };
        Order::parse(&text).unwrap_or_else(|| {
            let choices: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
            reader
                .refuse_with(FieldError::new(reader.place("sort"), "not_a_choice").with("choices", choices.join(", ")));
            Order::default()
        })
    }

    fn parse(text: &str) -> Option<Order> {
        let mut keys: Vec<(Key, Direction)> = Vec::new();
        for word in text.split(',') {
            let (key, direction) = match word.trim().strip_prefix('-') {
                Some(word) => (Key::named(word)?, Direction::Falling),
                None => (Key::named(word.trim())?, Direction::Rising),
            };
            if keys.iter().any(|(named, _)| *named == key) {
                return None;
            }
            keys.push((key, direction));
        }
        let (last, direction) = *keys.last()?;
        if last != Key::Number && !keys.iter().any(|(key, _)| *key == Key::Number) {
            keys.push((Key::Number, direction));
        }
        Some(Order(keys))
    }

    /// The columns of the list's statement.
    pub fn sort_keys(&self) -> Vec<SortKey> {
        let sort_key = |(key, direction): &(Key, Direction)| SortKey {
            column: column(*key),
            direction: *direction,
        };
        self.0.iter().map(sort_key).collect()
    }

    /// The cursor of a row: the page after it begins behind the row.
    pub fn cursor_of(&self, row: &Listed) -> String {
        let values: Vec<Json> = self.0.iter().map(|(key, _)| told(*key, row)).collect();
        BASE64_URL_SAFE_NO_PAD.encode(Json::from(values).to_string())
    }

    /// Reads a cursor that was made for this order.
    pub fn read_cursor(&self, reader: &Reader<'_>) -> Option<Vec<Value>> {
        let text = reader.line("cursor", 4_000)?;
        let values = self.values(&text);
        if values.is_none() {
            reader.refuse("cursor", "not_a_cursor");
        }
        values
    }

    fn values(&self, cursor: &str) -> Option<Vec<Value>> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let parts: Vec<Json> = serde_json::from_slice(&bytes).ok()?;
        if parts.len() != self.0.len() {
            return None;
        }
        self.0
            .iter()
            .zip(&parts)
            .map(|((key, _), part)| meant(*key, part))
            .collect()
    }
}

fn column(key: Key) -> &'static str {
    match key {
        Key::Number => "r.number",
        Key::CreatedAt => "r.created_at",
        Key::UpdatedAt => "r.updated_at",
        Key::Deadline => "r.deadline",
        Key::Priority => "r.priority",
        Key::PlannedStart => "r.planned_start",
        Key::Title => "r.title_folded",
    }
}

fn told(key: Key, row: &Listed) -> Json {
    match key {
        Key::Number => json!(row.number),
        Key::Priority => json!(row.priority),
        Key::Title => json!(row.title_folded),
        Key::CreatedAt => json!(row.created_at.to_string()),
        Key::UpdatedAt => json!(row.updated_at.to_string()),
        Key::Deadline => json!(row.deadline.to_string()),
        Key::PlannedStart => json!(row.planned_start.to_string()),
    }
}

fn meant(key: Key, part: &Json) -> Option<Value> {
    Some(match key {
        Key::Number | Key::Priority => Value::Int(part.as_i64()?),
        Key::Title => Value::Text(part.as_str()?.to_owned()),
        Key::CreatedAt | Key::UpdatedAt | Key::Deadline | Key::PlannedStart => {
            Value::Instant(part.as_str()?.parse().ok()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use Direction::{Falling, Rising};

    use super::*;

    #[test]
    fn the_number_decides_between_equals() {
        let order = |text| Order::parse(text).map(|order| order.0);
        assert_eq!(order("title"), Some(vec![(Key::Title, Rising), (Key::Number, Rising)]));
        assert_eq!(order("-number"), Some(vec![(Key::Number, Falling)]));
        assert_eq!(
            order("-created_at,number"),
            Some(vec![(Key::CreatedAt, Falling), (Key::Number, Rising)])
        );
        assert_eq!(
            order("priority, -deadline"),
            Some(vec![
                (Key::Priority, Rising),
                (Key::Deadline, Falling),
                (Key::Number, Falling)
            ])
        );
    }

    #[test]
    fn an_order_names_each_field_once_and_only_fields_of_the_list() {
        for text in ["", "requester", "number,number", "title,-title", "--title", "title,"] {
            assert_eq!(Order::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_cursor_fits_only_the_order_it_was_made_for() {
        let cursor = BASE64_URL_SAFE_NO_PAD.encode("[3,42]");
        let fits = |text: &str| Order::parse(text).is_some_and(|order| order.values(&cursor).is_some());
        assert!(fits("priority"));
        assert!(!fits("number"));
        assert!(!fits("deadline"));
        assert!(!fits("priority,title"));
    }
}
