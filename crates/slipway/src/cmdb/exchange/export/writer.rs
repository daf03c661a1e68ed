//! Records as lines of JSON, or as rows of one table that has the columns of all of them.

use std::io::{self, BufWriter, Write};

use serde_json::{Map, Value};
use slipway_core::cmdb::exchange::{Format, Record};

use crate::cmdb::exchange::columns::{ATTRIBUTE, RECORD};
use crate::cmdb::exchange::guard;

/// A file that is being written.
pub struct Records<'w> {
    format: Format,
    columns: Vec<String>,
    out: BufWriter<&'w mut dyn Write>,
    n_written: u64,
}

impl<'w> Records<'w> {
    /// Begins a file; of CSV, with the names of its columns.
    pub fn begin(format: Format, columns: Vec<String>, out: &'w mut dyn Write) -> io::Result<Records<'w>> {
        let mut records = Records {
            format,
            columns,
            out: BufWriter::with_capacity(64 * 1024, out),
            n_written: 0,
        };
        if format == Format::Csv {
            let header: Vec<String> = records.columns.iter().map(|column| cell(column)).collect();
            records.row(&header)?;
        }
        Ok(records)
    }

    /// Writes a record. Fields that are null are said in JSON only where their absence would mean something else.
    pub fn write(&mut self, record: Record, mut fields: Map<String, Value>) -> io::Result<()> {
        self.n_written += 1;
        fields.insert(RECORD.to_owned(), record.as_str().into());
        match self.format {
            Format::JsonLines => {
                serde_json::to_writer(&mut self.out, &fields)?;
                self.out.write_all(b"\n")
            }
            Format::Csv => {
                let cells: Vec<String> = self
                    .columns
                    .iter()
                    .map(|column| cell(&found(&fields, column)))
                    .collect();
                self.row(&cells)
            }
        }
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        self.out.write_all(cells.join(",").as_bytes())?;
        self.out.write_all(b"\r\n")
    }

    /// Ends the file; answers how many records it has.
    pub fn end(mut self) -> io::Result<u64> {
        self.out.flush()?;
        Ok(self.n_written)
    }
}

impl std::fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records")
            .field("n_written", &self.n_written)
            .finish_non_exhaustive()
    }
}

fn found(fields: &Map<String, Value>, column: &str) -> String {
    let value = match column.strip_prefix(ATTRIBUTE) {
        Some(tag) => fields.get("attributes").and_then(|attributes| attributes.get(tag)),
        None => fields.get(column),
    };
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => guard::put_on(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(value) => value.to_string(),
    }
}

/// RFC 4180, quoted where it has to be.
fn cell(text: &str) -> String {
    let is_plain = !text.contains([',', ';', '\t', '"', '\n', '\r']) && text.trim() == text;
    if is_plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}
