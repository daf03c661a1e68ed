//! How values are kept in SQLite, which has no types of its own for ids, instants, dates and booleans.

use jiff::{Timestamp, civil::Date};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::row::Cells;
use crate::{Kind, Misfit, Value};

/// A value on its way into SQLite.
pub(super) struct Bound<'v>(pub(super) &'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::Value as Owned;
        Ok(match self.0 {
            Value::Null(_) => ToSqlOutput::Owned(Owned::Null),
            Value::Bool(bool) => ToSqlOutput::Owned(Owned::Integer(i64::from(*bool))),
            Value::Int(int) => ToSqlOutput::Owned(Owned::Integer(*int)),
            Value::Real(real) => ToSqlOutput::Owned(Owned::Real(*real)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Id(uuid) => ToSqlOutput::Borrowed(ValueRef::Blob(uuid.as_bytes())),
            Value::Instant(at) => ToSqlOutput::Owned(Owned::Integer(at.as_microsecond())),
            Value::Date(date) => ToSqlOutput::Owned(Owned::Text(date.to_string())),
        })
    }
}

impl Cells for rusqlite::Row<'_> {
    fn cell(&self, column: usize, kind: Kind) -> Result<Value, Misfit> {
        let raw = self.get_ref(column).map_err(|_| Misfit("no such column"))?;
        match (kind, raw) {
            (_, ValueRef::Null) => Ok(Value::Null(kind)),
            (Kind::Bool, ValueRef::Integer(0)) => Ok(Value::Bool(false)),
            (Kind::Bool, ValueRef::Integer(1)) => Ok(Value::Bool(true)),
            (Kind::Int, ValueRef::Integer(int)) => Ok(Value::Int(int)),
            (Kind::Real, ValueRef::Real(real)) => Ok(Value::Real(real)),
            // An expression over integers stays one in SQLite; a sum beyond 2^53 is none that we keep as a real.
            #[expect(
                clippy::cast_precision_loss,
                reason = "a real that came as an integer, such as a sum of wholes"
            )]
            (Kind::Real, ValueRef::Integer(int)) => Ok(Value::Real(int as f64)),
            (Kind::Text, ValueRef::Text(text)) => text_of(text).map(Value::Text),
            (Kind::Bytes, ValueRef::Blob(bytes)) => Ok(Value::Bytes(bytes.to_vec())),
            (Kind::Id, ValueRef::Blob(bytes)) => Uuid::from_slice(bytes)
                .map(Value::Id)
                .map_err(|_| Misfit("bytes that are no id")),
            (Kind::Instant, ValueRef::Integer(micros)) => Timestamp::from_microsecond(micros)
                .map(Value::Instant)
                .map_err(|_| Misfit("an integer that is no instant")),
            (Kind::Date, ValueRef::Text(text)) => date_of(text).map(Value::Date),
            (_, other) => Err(misfit(other)),
        }
    }
}

fn text_of(bytes: &[u8]) -> Result<String, Misfit> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| Misfit("a text that is not UTF-8"))
}

fn date_of(bytes: &[u8]) -> Result<Date, Misfit> {
    let text = std::str::from_utf8(bytes).map_err(|_| Misfit("a text that is not UTF-8"))?;
    text.parse().map_err(|_| Misfit("a text that is no date"))
}

fn misfit(found: ValueRef<'_>) -> Misfit {
    Misfit(match found {
        ValueRef::Null => "null",
        ValueRef::Integer(_) => "an integer",
        ValueRef::Real(_) => "a real number",
        ValueRef::Text(_) => "a text",
        ValueRef::Blob(_) => "bytes",
    })
}
