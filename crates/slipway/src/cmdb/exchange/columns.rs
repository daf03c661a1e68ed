//! What the columns of a file mean: which fields there are, which column is which, and a row as what it asks for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use slipway_core::cmdb::exchange::{Import, Record};

use super::rows::{FILE, Row};
use crate::cmdb::item::ITEMS;
use crate::edge::{Fault, FieldError};

/// The column that says what a row is, in files of more than one sort of rows.
pub const RECORD: &str = "record";
/// What a row that describes types, groups and the like says.
pub const DEFINITION: &str = "definition";
/// What an attribute's column begins with.
pub const ATTRIBUTE: &str = "attributes.";
const ATTRIBUTES: &str = "attributes";
const WARRANTIES: &str = "warranties";
pub const IDENTIFICATION: &str = "identification";

/// Which field each column of a file is; an empty one is left out.
pub type Mapping = BTreeMap<String, String>;

/// The fields of an import, in the order in which they are offered.
pub fn fields(import: Import) -> Vec<&'static str> {
    match import {
        Import::Items => item_fields(),
        Import::Relationships => vec!["from", "to", "type"],
    }
}

/// The fields of an item that a file can have; attributes have a column each.
pub fn item_fields() -> Vec<&'static str> {
    let written = ITEMS.fields.iter().filter(|field| !field.is_read_only());
    written
        .map(|field| field.name)
        .filter(|name| *name != ATTRIBUTES)
        .collect()
}

/// Whether a field is one of an import.
fn is_known(import: Import, field: &str) -> bool {
    let is_attribute = |field: &str| field.strip_prefix(ATTRIBUTE).is_some_and(|tag| !tag.is_empty());
    match import {
        Import::Items => fields(import).contains(&field) || field == ATTRIBUTES || is_attribute(field),
        Import::Relationships => fields(import).contains(&field),
    }
}

/// What a column is most likely to be: the field it is called like.
pub fn suggested(import: Import, column: &str) -> Option<String> {
    let plain = column.trim().to_lowercase().replace([' ', '-'], "_");
    [column, &plain]
        .into_iter()
        .find(|name| is_known(import, name))
        .map(str::to_owned)
}

/// Settles what the columns of a file mean: as it was said, else as they are called. Every column that means nothing, and
/// every field that must be there and is not, is told at once. A whole export says of each row what it is.
pub fn settle(import: Import, header: &[String], said: &Mapping) -> Result<Mapping, Fault> {
    let is_whole = is_whole(header);
    let mut errors = Vec::new();
    let mut settled = Mapping::new();
    let mut taken = BTreeSet::new();
    for column in header {
        let of_whole = || is_whole.then(|| of_export(column)).flatten();
        let field = said.get(column).cloned().or_else(|| usual(import, header, column));
        let Some(field) = field else {
            errors.push(FieldError::new(format!("/{column}"), "unknown_column"));
            continue;
        };
        if !field.is_empty() && of_whole().is_none() && !is_known(import, &field) {
            errors.push(FieldError::new(format!("/{column}"), "unknown_column"));
        } else if !field.is_empty() && !taken.insert(field.clone()) {
            errors.push(FieldError::new(format!("/{column}"), "repeated_column").with("name", &field));
        }
        settled.insert(column.clone(), field);
    }
    let required: &[&str] = match import {
        Import::Items => &[IDENTIFICATION],
        Import::Relationships => &["from", "to", "type"],
    };
    let missing = required.iter().filter(|field| !taken.contains(**field));
    errors.extend(missing.map(|field| FieldError::new(FILE, "missing_column").with("name", field)));
    if errors.is_empty() {
        Ok(settled)
    } else {
        Err(Fault::invalid(errors))
    }
}

/// Whether each row says what it is.
fn is_whole(header: &[String]) -> bool {
    header.iter().any(|column| column == RECORD)
}

/// What a column is where nobody says it.
pub fn usual(import: Import, header: &[String], column: &str) -> Option<String> {
    let of_whole = || is_whole(header).then(|| of_export(column)).flatten();
    suggested(import, column).or_else(of_whole)
}

/// A column of a whole export is what it is called, whichever sort of rows it belongs to.
fn of_export(column: &str) -> Option<String> {
    let is_any = Import::ALL.iter().any(|import| is_known(*import, column));
    (is_any || column == RECORD || column == DEFINITION).then(|| column.to_owned())
}

/// A row as what it asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub line: u64,
    pub record: Record,
    pub fields: Result<Map<String, Value>, FieldError>,
}

/// Reads a row: columns as fields, attributes together, and what else is more than a text.
pub fn asked(import: Import, mapping: &Mapping, row: Row) -> Asked {
    let mut record = import.record();
    let fields = row.cells.and_then(|cells| {
        let mut fields = gathered(mapping, cells)?;
        if let Some(word) = fields.remove(RECORD).filter(|word| !word.is_null()) {
            let known = word.as_str().and_then(|word| word.parse().ok());
            let unknown =
                || FieldError::new(format!("/{RECORD}"), "not_a_choice").with("choices", Record::WORDS.join(", "));
            record = known.ok_or_else(unknown)?;
        }
        trimmed(record, &mut fields);
        Ok(fields)
    });
    Asked {
        line: row.line,
        record,
        fields,
    }
}

fn gathered(mapping: &Mapping, cells: Map<String, Value>) -> Result<Map<String, Value>, FieldError> {
    let (mut fields, mut attributes) = (Map::new(), Map::new());
    for (column, value) in cells {
        let field = mapping.get(&column).map_or(column.as_str(), String::as_str);
        if field.is_empty() {
            continue;
        }
        if let Some(tag) = field.strip_prefix(ATTRIBUTE) {
            attributes.insert(tag.to_owned(), value);
        } else {
            fields.insert(field.to_owned(), structured(field, value)?);
        }
    }
    if !attributes.is_empty() {
        let together = fields.entry(ATTRIBUTES).or_insert_with(|| Value::Object(Map::new()));
        if let Some(together) = together.as_object_mut() {
            together.extend(attributes);
        }
    }
    Ok(fields)
}

/// Lists and objects stand in a cell as JSON.
fn structured(field: &str, value: Value) -> Result<Value, FieldError> {
    let Value::String(text) = &value else { return Ok(value) };
    if ![WARRANTIES, DEFINITION, ATTRIBUTES].contains(&field) {
        return Ok(value);
    }
    serde_json::from_str(text).map_err(|why| FieldError::new(format!("/{field}"), "not_json").with("why", why))
}

/// Takes out the empty columns that a whole export has for rows of the other sorts.
fn trimmed(record: Record, fields: &mut Map<String, Value>) {
    match record {
        Record::Item => {
            fields.retain(|name, value| !(value.is_null() && ["from", "to", DEFINITION].contains(&name.as_str())));
        }
        Record::Relationship
        | Record::Characteristic
        | Record::Type
        | Record::Status
        | Record::Group
        | Record::RelationshipType => fields.retain(|name, value| {
            let is_blank = value.is_null()
                || value
                    .as_object()
                    .is_some_and(|inner| inner.values().all(Value::is_null));
            !is_blank || ["from", "to", "type"].contains(&name.as_str()) && record == Record::Relationship
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

    use serde_json::json;

    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn row(cells: &Value) -> Row {
        Row {
            line: 2,
            cells: Ok(cells.as_object().unwrap().clone()),
        }
    }

    #[test]
    fn columns_are_what_they_are_called_or_said_to_be() {
        let names = header(&["Identification", "Serial number", "Colour", "attributes.ram"]);
        let said = Mapping::from([("Colour".to_owned(), String::new())]);
        let settled = settle(Import::Items, &names, &said).unwrap();
        assert_eq!(settled["Identification"], "identification");
        assert_eq!(settled["Serial number"], "serial_number");
        assert_eq!(
            (settled["Colour"].as_str(), settled["attributes.ram"].as_str()),
            ("", "attributes.ram")
        );
        let wrong = settle(
            Import::Items,
            &header(&["name", "Name", "Colour", "stage"]),
            &Mapping::new(),
        )
        .unwrap_err();
        let told: Vec<(&str, &str)> = wrong
            .errors
            .iter()
            .map(|error| (error.pointer.as_str(), error.code))
            .collect();
        let expected = [
            ("/Name", "repeated_column"),
            ("/Colour", "unknown_column"),
            ("/stage", "unknown_column"),
            ("/file", "missing_column"),
        ];
        assert_eq!(told, expected, "everything at once");
    }

    #[test]
    fn a_row_becomes_what_it_asks_for() {
        let cells = json!({"identification": "a", "attributes.ram": "4", "attributes": {"cpu": 2}, "warranties": "[]"});
        let asked_for = asked(Import::Items, &Mapping::new(), row(&cells));
        let expected = json!({"identification": "a", "attributes": {"cpu": 2, "ram": "4"}, "warranties": []});
        assert_eq!(Value::Object(asked_for.fields.unwrap()), expected);
        let broken = asked(Import::Items, &Mapping::new(), row(&json!({"warranties": "["})));
        assert_eq!(broken.fields.unwrap_err().code, "not_json");
    }

    #[test]
    fn a_row_of_a_whole_export_says_what_it_is() {
        let cells = json!({"record": "relationship", "from": "a", "to": "b", "type": "uses", "name": null, "attributes.x": null});
        let asked_for = asked(Import::Items, &Mapping::new(), row(&cells));
        assert_eq!(asked_for.record, Record::Relationship);
        assert_eq!(
            Value::Object(asked_for.fields.unwrap()),
            json!({"from": "a", "to": "b", "type": "uses"})
        );
        let unknown = asked(Import::Items, &Mapping::new(), row(&json!({"record": "x"})));
        assert_eq!(unknown.fields.unwrap_err().code, "not_a_choice");
    }
}
