//! How values pass to and from PostgreSQL: each kind has one type there.

use jiff::{Timestamp, civil::Date};
use postgres::types::{FromSql, ToSql, Type};
use uuid::Uuid;

use crate::row::Cells;
use crate::{Kind, Misfit, Value};

/// The type under which a parameter is announced, so that `$1` means the same in every text.
pub(super) fn type_of(kind: Kind) -> Type {
    match kind {
        Kind::Bool => Type::BOOL,
        Kind::Int => Type::INT8,
        Kind::Real => Type::FLOAT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
        Kind::Id => Type::UUID,
        Kind::Instant => Type::TIMESTAMPTZ,
        Kind::Date => Type::DATE,
    }
}

/// The parameter as the client takes it.
pub(super) fn bound(value: &Value) -> &(dyn ToSql + Sync) {
    match value {
        Value::Null(kind) => null_of(*kind),
        Value::Bool(bool) => bool,
        Value::Int(int) => int,
        Value::Real(real) => real,
        Value::Text(text) => text,
        Value::Bytes(bytes) => bytes,
        Value::Id(uuid) => uuid,
        Value::Instant(at) => at,
        Value::Date(date) => date,
    }
}

fn null_of(kind: Kind) -> &'static (dyn ToSql + Sync) {
    match kind {
        Kind::Bool => &None::<bool>,
        Kind::Int => &None::<i64>,
        Kind::Real => &None::<f64>,
        Kind::Text => &None::<String>,
        Kind::Bytes => &None::<Vec<u8>>,
        Kind::Id => &None::<Uuid>,
        Kind::Instant => &None::<Timestamp>,
        Kind::Date => &None::<Date>,
    }
}

impl Cells for postgres::Row {
    fn cell(&self, column: usize, kind: Kind) -> Result<Value, Misfit> {
        let of = self.columns().get(column).ok_or(Misfit("no such column"))?.type_();
        match kind {
            Kind::Bool => read(self, column, kind, Value::Bool),
            Kind::Int if *of == Type::INT4 => read(self, column, kind, |int: i32| Value::Int(i64::from(int))),
            Kind::Int if *of == Type::INT2 => read(self, column, kind, |int: i16| Value::Int(i64::from(int))),
            Kind::Int => read(self, column, kind, Value::Int),
            Kind::Real if *of == Type::FLOAT4 => read(self, column, kind, |real: f32| Value::Real(f64::from(real))),
            Kind::Real => read(self, column, kind, Value::Real),
            Kind::Text => read(self, column, kind, Value::Text),
            Kind::Bytes => read(self, column, kind, Value::Bytes),
            Kind::Id => read(self, column, kind, Value::Id),
            Kind::Instant => read(self, column, kind, Value::Instant),
            Kind::Date => read(self, column, kind, Value::Date),
        }
    }
}

fn read<'r, T: FromSql<'r>>(
    row: &'r postgres::Row,
    column: usize,
    kind: Kind,
    into: impl FnOnce(T) -> Value,
) -> Result<Value, Misfit> {
    match row.try_get::<_, Option<T>>(column) {
        Ok(found) => Ok(found.map_or(Value::Null(kind), into)),
        Err(_) => Err(misfit(row, column)),
    }
}

fn misfit(row: &postgres::Row, column: usize) -> Misfit {
    let of = row.columns().get(column).map(postgres::Column::type_);
    Misfit(match of.map(Type::name) {
        Some("bool") => "a boolean",
        Some("int2" | "int4" | "int8") => "an integer",
        Some("numeric") => "a numeric, which a cast makes an integer",
        Some("float4" | "float8") => "a real number",
        Some("text" | "varchar" | "bpchar" | "name") => "a text",
        Some("bytea") => "bytes",
        Some("uuid") => "an id",
        Some("timestamptz") => "an instant",
        Some("date") => "a date",
        _ => "a type that the store does not use",
    })
}
