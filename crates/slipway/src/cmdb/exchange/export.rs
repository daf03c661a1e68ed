//! The whole CMDB as a file: what items are made of, the items, what depends on what. Read in one moment of the store and
//! written piece by piece, so that its size is nobody's memory. An import into an empty installation gives the same again.

mod definitions;
mod items;
mod stream;
mod writer;

use std::collections::HashMap;
use std::io::{self, Write};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value};
use slipway_core::cmdb::exchange::{Format, Record};
use slipway_db::{Error, ReadTx, Row, Select, statements};
use uuid::Uuid;

pub use stream::stream;

use crate::edge::{Code, Fault};
use definitions::Definitions;
use writer::Records;

statements! {
    RELATIONSHIPS = "select r.source, s.identification, r.target, d.identification, t.name from relationship r \
        join relationship_type t on t.id = r.type join item s on s.id = r.source join item d on d.id = r.target";
    IDENTIFICATIONS = "select i.id, i.identification from item i";
    WITH_PARENT = "select i.id, i.parent from item i where i.deleted_at is null and i.parent is not null";
    WITH_PARENT_AS_OF = "select v.id, v.parent from item_version v where v.parent is not null \
        and v.since <= $1 and (v.until is null or v.until > $1)";
}

/// Reading everything takes as long as it takes.
pub const HOURS: Duration = Duration::from_hours(6);

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    pub format: Format,
    /// None for the present. What items are made of is always the present's.
    pub as_of: Option<Timestamp>,
}

/// Writes everything; answers how many records.
pub fn write(tx: &ReadTx<'_>, wish: Wish, out: &mut dyn Write) -> Result<u64, Fault> {
    let known = Definitions::read(tx)?;
    let mut records = Records::begin(wish.format, known.columns(), out).map_err(broken)?;
    for (record, body) in known.bodies() {
        let fields = Map::from_iter([(super::columns::DEFINITION.to_owned(), Value::Object(body))]);
        records.write(record, fields).map_err(broken)?;
    }
    let renamed = items::write(tx, wish, &known, &mut records)?;
    relationships(tx, wish, &renamed, &mut records)?;
    records.end().map_err(broken)
}

/// Who wanted the file is gone, or the disk is full.
pub fn broken(error: io::Error) -> Fault {
    if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        Fault::new(Code::Full).caused_by(error)
    } else {
        Fault::internal(error)
    }
}

/// Items that were called otherwise as of then.
type Renamed = HashMap<Uuid, String>;

fn relationships(tx: &ReadTx<'_>, wish: Wish, renamed: &Renamed, records: &mut Records<'_>) -> Result<(), Fault> {
    let select = Select::new(RELATIONSHIPS);
    let select = match wish.as_of {
        None => select.only("r.until is null and s.deleted_at is null and d.deleted_at is null"),
        Some(at) => select.filter("r.since <= $ and (r.until is null or r.until > $)", at),
    };
    select.order("r.id").for_each(tx, |row| {
        let end = |column: usize| -> Result<Value, Error> {
            let id: Uuid = row.get(column)?;
            Ok(match renamed.get(&id) {
                Some(then) => then.as_str().into(),
                None => row.get::<String>(column + 1)?.into(),
            })
        };
        let kind: String = row.get(4)?;
        let fields = [("from", end(0)?), ("to", end(2)?), ("type", kind.into())];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        records
            .write(Record::Relationship, Map::from_iter(fields))
            .map_err(broken)
    })
}

/// Ids with a text each.
fn texts(tx: &ReadTx<'_>, select: &Select) -> Result<HashMap<Uuid, String>, Error> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    Ok(select.all(tx, read)?.into_iter().collect())
}
