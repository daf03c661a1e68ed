//! A file as batches of rows that know what they ask for. Rows that a file has twice are found here, because no batch knows
//! the others.

use std::io::Read;

use serde_json::{Map, Value};
use slipway_core::cmdb::exchange::{Format, Import, Record};

use super::apply::text;
use super::columns::{self, Asked, IDENTIFICATION, Mapping};
use super::names::Words;
use super::rows::Rows;
use super::source::{self, Meter};
use crate::edge::{Fault, FieldError};

/// How many rows are taken in one transaction: what an import loses at most when its server is killed.
pub const ROWS: usize = 1_000;
/// Long rows fill a batch sooner.
const BYTES: u64 = 4 * 1024 * 1024;

/// A file that is being read.
#[derive(Debug)]
pub struct Reading {
    rows: Rows,
    import: Import,
    mapping: Mapping,
    seen: Words,
    meter: Meter,
}

impl Reading {
    /// Opens a file; what its columns mean is settled before a row is read.
    pub fn open(
        (import, format): (Import, Format),
        said: &Mapping,
        file: impl Read + Send + 'static,
    ) -> Result<Reading, Fault> {
        let meter = Meter::default();
        let source = source::utf8(file, &meter).map_err(Fault::internal)?;
        let rows = Rows::new(format, source)?;
        let mapping = match rows.header() {
            Some(header) => columns::settle(import, header, said)?,
            None => said.clone(),
        };
        Ok(Reading {
            rows,
            import,
            mapping,
            seen: Words::default(),
            meter,
        })
    }

    /// The next rows; none at the end.
    pub fn batch(&mut self, most: usize) -> Result<Vec<Asked>, Fault> {
        let (began, mut batch) = (self.meter.n_bytes(), Vec::new());
        while batch.len() < most && self.meter.n_bytes() - began < BYTES {
            let Some(row) = self.rows.next_row()? else { break };
            let asked = columns::asked(self.import, &self.mapping, row);
            batch.push(self.once(asked));
        }
        Ok(batch)
    }

    /// A second row about the same is refused: which of the two is meant is not for us to say.
    fn once(&mut self, mut asked: Asked) -> Asked {
        let (words, column) = match asked.record {
            Record::Item => (vec![text(&asked, IDENTIFICATION)], IDENTIFICATION),
            Record::Relationship => (["from", "to", "type"].map(|field| text(&asked, field)).to_vec(), "to"),
            Record::Characteristic | Record::Type | Record::Status | Record::Group | Record::RelationshipType => {
                return asked;
            }
        };
        let words: Option<Vec<&str>> = words.into_iter().collect();
        let is_new = words.is_none_or(|words| self.seen.note(&words));
        if !is_new {
            asked.fields = Err(FieldError::new(format!("/{column}"), "repeated_row"));
        }
        asked
    }

    /// Passes over rows that are accounted for; false when the file ends before them.
    pub fn skip(&mut self, mut n_rows: usize) -> Result<bool, Fault> {
        while n_rows > 0 {
            let n_read = self.batch(n_rows.min(ROWS))?.len();
            if n_read == 0 {
                return Ok(false);
            }
            n_rows -= n_read;
        }
        Ok(true)
    }

    pub fn digest(&self) -> [u8; 32] {
        self.rows.digest()
    }

    /// How many bytes of the file have been read.
    pub fn n_bytes(&self) -> i64 {
        i64::try_from(self.meter.n_bytes()).unwrap_or(i64::MAX)
    }
}

/// The names of the columns and the first rows of a file.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub columns: Vec<String>,
    pub rows: Vec<Map<String, Value>>,
}

/// Looks at the first rows of a file, for people. Rows that cannot be read are left out: the report names them.
pub fn head(format: Format, file: impl Read + Send + 'static, most: usize) -> Result<Head, Fault> {
    let source = source::utf8(file, &Meter::default()).map_err(Fault::internal)?;
    let mut rows = Rows::new(format, source)?;
    let mut head = Head {
        columns: rows.header().map(<[String]>::to_vec).unwrap_or_default(),
        rows: Vec::new(),
    };
    for _ in 0..most {
        let Some(row) = rows.next_row()? else { break };
        let Ok(cells) = row.cells else { continue };
        for name in cells.keys() {
            if !head.columns.contains(name) {
                head.columns.push(name.clone());
            }
        }
        head.rows.push(cells);
    }
    Ok(head)
}
