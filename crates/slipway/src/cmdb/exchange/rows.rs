//! Rows of a file, whatever it is written in: each as the names of its columns with their values, or what is wrong with
//! it. A running digest tells whether two files agree up to a row.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use slipway_core::cmdb::exchange::Format;

use super::csv::{CsvRows, MOST_BYTES, Unreadable};
use super::guard;
use super::lines::Lines;
use super::source::Source;
use crate::edge::{Code, Fault, FieldError, limits};

/// One row, and the line it begins in.
#[derive(Debug)]
pub struct Row {
    pub line: u64,
    pub cells: Result<Map<String, Value>, FieldError>,
}

/// The rows of a file.
#[derive(Debug)]
pub struct Rows {
    form: Form,
    hash: Sha256,
}

#[derive(Debug)]
enum Form {
    Csv { rows: Box<CsvRows>, header: Vec<String> },
    JsonLines(Lines),
}

/// Where a fault of the file as a whole is told.
pub const FILE: &str = "/file";

fn wrong_file(code: &'static str) -> Fault {
    Fault::invalid(vec![FieldError::new(FILE, code)])
}

impl Rows {
    /// Begins to read; of CSV, the first row is its header.
    pub fn new(format: Format, source: Source) -> Result<Rows, Fault> {
        let form = match format {
            Format::Csv => {
                let mut rows = CsvRows::new(source).map_err(Fault::internal)?;
                let header = header(&mut rows)?;
                Form::Csv {
                    rows: Box::new(rows),
                    header,
                }
            }
            Format::JsonLines => Form::JsonLines(Lines::new(source)),
        };
        Ok(Rows {
            form,
            hash: Sha256::new(),
        })
    }

    /// The names of the columns; JSON lines say them in each line.
    pub fn header(&self) -> Option<&[String]> {
        match &self.form {
            Form::Csv { header, .. } => Some(header),
            Form::JsonLines(_) => None,
        }
    }

    /// The next row; none at the end.
    pub fn next_row(&mut self) -> Result<Option<Row>, Fault> {
        let hash = &mut self.hash;
        let found = match &mut self.form {
            Form::Csv { rows, header } => rows.next_row().map_err(Fault::internal)?.map(|row| Row {
                line: row.line,
                cells: named(header, row.cells, hash),
            }),
            Form::JsonLines(lines) => lines.next_line().map_err(Fault::internal)?.map(|line| Row {
                line: line.line,
                cells: object(line.bytes, hash),
            }),
        };
        Ok(found)
    }

    /// What tells the rows so far from any others.
    pub fn digest(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }
}

fn header(rows: &mut CsvRows) -> Result<Vec<String>, Fault> {
    let first = rows.next_row().map_err(Fault::internal)?;
    let first = first.ok_or_else(|| wrong_file("empty_file"))?;
    let cells = first.cells.map_err(|_| wrong_file("no_header"))?;
    let names: Result<Vec<String>, _> = cells.into_iter().map(String::from_utf8).collect();
    let names = names.map_err(|_| wrong_file("not_unicode"))?;
    let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
    let mut errors = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            errors.push(FieldError::new(FILE, "nameless_column").with("number", index + 1));
        } else if names.iter().take(index).any(|other| other == name) {
            errors.push(FieldError::new(FILE, "repeated_column").with("name", name));
        }
    }
    if errors.is_empty() {
        Ok(names)
    } else {
        Err(Fault::invalid(errors))
    }
}

fn named(
    header: &[String],
    cells: Result<Vec<Vec<u8>>, Unreadable>,
    hash: &mut Sha256,
) -> Result<Map<String, Value>, FieldError> {
    let cells = cells.map_err(|unreadable| {
        hash.update(b"?");
        match unreadable {
            Unreadable::TooLong => too_long(),
            Unreadable::OpenQuote => FieldError::new("", "open_quote"),
        }
    })?;
    for cell in &cells {
        hash.update((cell.len() as u64).to_be_bytes());
        hash.update(cell);
    }
    hash.update(b";");
    if cells.len() != header.len() {
        let ragged = FieldError::new("", "ragged_row").with("found", cells.len());
        return Err(ragged.with("expected", header.len()));
    }
    let pairs = header.iter().zip(cells).map(|(name, cell)| {
        let place = format!("/{name}");
        let text = String::from_utf8(cell).map_err(|_| FieldError::new(place.clone(), "not_unicode"))?;
        if text.contains('\0') {
            return Err(FieldError::new(place, "control_character"));
        }
        let value = if text.trim().is_empty() {
            Value::Null
        } else {
            Value::String(guard::taken_off(text))
        };
        Ok((name.clone(), value))
    });
    pairs.collect()
}

fn too_long() -> FieldError {
    FieldError::new("", "row_too_long").with("max", MOST_BYTES)
}

fn object(bytes: Option<Vec<u8>>, hash: &mut Sha256) -> Result<Map<String, Value>, FieldError> {
    let Some(bytes) = bytes else {
        hash.update(b"?");
        return Err(too_long());
    };
    let bytes = bytes.trim_ascii();
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
    match limits::json(bytes) {
        Ok(Value::Object(fields)) if fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)) => {
            Err(FieldError::new("", "control_character"))
        }
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(FieldError::new("", "not_an_object")),
        Err(limits::NotJson::NotUtf8 { .. }) => Err(FieldError::new("", "not_unicode")),
        Err(why) => Err(FieldError::new("", "not_json").with("why", why)),
    }
}

/// No store keeps this character, and a name with it would end the batch instead of the row.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// What a media type says of a file.
pub fn format_of(media: &str) -> Result<Format, Fault> {
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "text/csv" => Ok(Format::Csv),
        "application/jsonl"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/json-lines"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/json"
        | "application/json-seq" => Ok(Format::JsonLines),
        _ => Err(Fault::new(Code::MediaType).with("expected", "text/csv, application/x-ndjson")),
    }
}

/// What the name of a file says of it: everything that does not end like JSON is taken for CSV.
pub fn format_by_name(name: &str) -> Format {
    let name = name.to_ascii_lowercase();
    let is_json = [".jsonl", ".ndjson", ".json"].iter().any(|end| name.ends_with(end));
    if is_json { Format::JsonLines } else { Format::Csv }
}
