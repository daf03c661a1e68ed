//! The values that pass between Rust and the two engines, and the conversions to and from our types.
//! How an engine stores a value is the business of that engine's folder.

use std::fmt;

use jiff::{Timestamp, civil::Date};
use slipway_core::id::Id;
use uuid::Uuid;

/// The type of a column or parameter.
/// The engines store them as follows.
///
/// | kind | SQLite | PostgreSQL |
/// |---|---|---|
/// | `Bool` | `integer` 0 or 1 | `boolean` |
/// | `Int` | `integer` | `bigint` |
/// | `Real` | `real` | `double precision` |
/// | `Text` | `text` | `text` |
/// | `Bytes` | `blob` | `bytea` |
/// | `Id` | `blob` of 16 bytes | `uuid` |
/// | `Instant` | `integer`, microseconds since 1970 | `timestamptz` |
/// | `Date` | `text`, `2026-11-22` | `date` |
///
/// Both engines keep finite reals, texts without NUL, and instants and dates of the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Bool,
    Int,
    Real,
    Text,
    Bytes,
    Id,
    Instant,
    Date,
}

impl Kind {
    /// What an error calls a value of this kind.
    const fn name(self) -> &'static str {
        match self {
            Self::Bool => "a boolean",
            Self::Int => "an integer",
            Self::Real => "a real number",
            Self::Text => "a text",
            Self::Bytes => "bytes",
            Self::Id => "an id",
            Self::Instant => "an instant",
            Self::Date => "a date",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One parameter or one cell.
/// A null keeps its type, because PostgreSQL wants to know the type of `$1` in `$1 is null` before it sees the value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null(Kind),
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
    Instant(Timestamp),
    Date(Date),
}

impl Value {
    /// The type of this value, or the type that is absent.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null(kind) => *kind,
            Self::Bool(_) => Kind::Bool,
            Self::Int(_) => Kind::Int,
            Self::Real(_) => Kind::Real,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
            Self::Id(_) => Kind::Id,
            Self::Instant(_) => Kind::Instant,
            Self::Date(_) => Kind::Date,
        }
    }
}

/// A Rust type that always has the same [`Kind`] in the store.
pub trait Typed {
    /// What a column of this type holds.
    const KIND: Kind;
}

/// What can be bound to a placeholder.
pub trait ToValue {
    /// The value as the store keeps it.
    fn to_value(&self) -> Value;
}

/// What can be read from a column.
pub trait FromValue: Typed + Sized {
    /// Takes the cell; `value` has the kind `Self::KIND` or is a null of it.
    fn from_value(value: Value) -> Result<Self, Misfit>;
}

/// Why a cell cannot be the asked type: a phrase that completes "found …".
/// It names types only, since values of people have no place in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit(pub &'static str);

/// The parameters of a statement, in the order of their numbers: `params![number, at]` is `[$1, $2]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::ToValue::to_value(&$value)),*] as &[$crate::Value]
    };
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl<T: Typed> Typed for Option<T> {
    const KIND: Kind = T::KIND;
}

impl<T: ToValue + Typed> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null(T::KIND), T::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, Misfit> {
        if matches!(value, Value::Null(_)) {
            return Ok(None);
        }
        T::from_value(value).map(Some)
    }
}

impl<T: Typed + ?Sized> Typed for &T {
    const KIND: Kind = T::KIND;
}

/// Types that are one variant of [`Value`] without any conversion.
macro_rules! plain {
    ($($type:ty = $kind:ident),* $(,)?) => {$(
        impl Typed for $type {
            const KIND: Kind = Kind::$kind;
        }
        impl ToValue for $type {
            fn to_value(&self) -> Value {
                Value::$kind(self.to_owned())
            }
        }
        impl FromValue for $type {
            fn from_value(value: Value) -> Result<Self, Misfit> {
                if let Value::$kind(plain) = value { Ok(plain) } else { Err(misfit(&value)) }
            }
        }
    )*};
}

plain!(bool = Bool, i64 = Int, f64 = Real, String = Text, Vec<u8> = Bytes, Uuid = Id, Date = Date);

/// Integers that fit into 64 bits on the way in and are checked on the way out.
macro_rules! narrow {
    ($($type:ty),*) => {$(
        impl Typed for $type {
            const KIND: Kind = Kind::Int;
        }
        impl ToValue for $type {
            fn to_value(&self) -> Value {
                Value::Int(i64::from(*self))
            }
        }
        impl FromValue for $type {
            fn from_value(value: Value) -> Result<Self, Misfit> {
                i64::from_value(value)?.try_into().map_err(|_| Misfit("an integer out of range"))
            }
        }
    )*};
}

narrow!(i16, i32, u8, u16, u32);

/// Instants are kept to the microsecond on both engines; what is finer is cut off.
impl Typed for Timestamp {
    const KIND: Kind = Kind::Instant;
}

impl ToValue for Timestamp {
    fn to_value(&self) -> Value {
        // The cut cannot fail: every instant has a microsecond that is also an instant.
        Value::Instant(Timestamp::from_microsecond(self.as_microsecond()).unwrap_or(*self))
    }
}

impl FromValue for Timestamp {
    fn from_value(value: Value) -> Result<Self, Misfit> {
        if let Value::Instant(at) = value {
            Ok(at)
        } else {
            Err(misfit(&value))
        }
    }
}

impl Typed for str {
    const KIND: Kind = Kind::Text;
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Typed for [u8] {
    const KIND: Kind = Kind::Bytes;
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_owned())
    }
}

impl<const N: usize> Typed for [u8; N] {
    const KIND: Kind = Kind::Bytes;
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value) -> Result<Self, Misfit> {
        Vec::from_value(value)?
            .try_into()
            .map_err(|_| Misfit("bytes of another length"))
    }
}

impl<K> Typed for Id<K> {
    const KIND: Kind = Kind::Id;
}

impl<K> ToValue for Id<K> {
    fn to_value(&self) -> Value {
        Value::Id(self.uuid())
    }
}

impl<K> FromValue for Id<K> {
    fn from_value(value: Value) -> Result<Self, Misfit> {
        Uuid::from_value(value).map(Self::new)
    }
}

fn misfit(found: &Value) -> Misfit {
    Misfit(if matches!(found, Value::Null(_)) {
        "null"
    } else {
        found.kind().name()
    })
}
