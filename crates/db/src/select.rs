//! Lists whose filters depend on what was asked: a text put together from fixed fragments and numbered placeholders.
//! Fragments are `&'static str`, so text from a user cannot become SQL.

use std::fmt::Write as _;

use crate::engine::{Intent, Text};
use crate::statement::Dialect;
use crate::{Error, ReadTx, Row, Sql, ToValue, Value};

/// A list under construction. A bare `$` in a fragment stands for the next value; the builder numbers it.
///
/// ```
/// use slipway_db::{Select, params};
/// let asked_status = Some("suspended");
/// let mut list = Select::new("select r.number, r.version from release r");
/// if let Some(status) = asked_status {
///     list = list.filter("r.status = $", status);
/// }
/// let list = list.after("(r.number, r.id) < ($, $)", params![42_i64, 7_i64]).order("r.number desc, r.id desc").limit(51);
/// assert_eq!(
///     list.text(),
///     "select r.number, r.version from release r where (r.status = $1) and ((r.number, r.id) < ($2, $3)) \
///      order by r.number desc, r.id desc limit $4",
/// );
/// ```
#[derive(Debug, Clone)]
#[must_use = "a list is read by `all`"]
pub struct Select {
    base: Sql,
    lead: &'static str,
    filters: String,
    group: Option<&'static str>,
    order: String,
    limit: Option<i64>,
    values: Vec<Value>,
}

impl Select {
    /// Starts from a `select … from …` without `where`, `order by` or `limit`.
    pub fn new(base: impl Into<Sql>) -> Self {
        Self::start(base.into(), " where ")
    }

    /// Starts from a `select … from … where …`, to which the filters are joined by `and`.
    pub fn narrowing(base: impl Into<Sql>) -> Self {
        Self::start(base.into(), " and ")
    }

    fn start(base: Sql, lead: &'static str) -> Self {
        Self {
            base,
            lead,
            filters: String::new(),
            group: None,
            order: String::new(),
            limit: None,
            values: Vec::new(),
        }
    }

    /// The parameters of the base text, which numbers its placeholders itself. Comes before all filters.
    pub fn given(mut self, params: &[Value]) -> Self {
        debug_assert!(self.values.is_empty(), "the values of the base text come first");
        self.values.extend_from_slice(params);
        self
    }

    /// Keeps the rows for which the fragment with this one value holds: `filter("r.status = $", status)`.
    /// A fragment with several `$` gets the same value for each.
    pub fn filter(mut self, fragment: &'static str, value: impl ToValue) -> Self {
        let value = value.to_value();
        let n_places = places(fragment).count();
        self.values.extend(std::iter::repeat_n(value, n_places));
        self.push(fragment);
        self
    }

    /// Keeps the rows for which a fragment without a value holds: `only("r.closed_at is null")`.
    pub fn only(mut self, fragment: &'static str) -> Self {
        self.push(fragment);
        self
    }

    /// Keeps the rows for which the fragment with these values, one for each `$`, holds.
    pub fn filter_all(mut self, fragment: &'static str, params: &[Value]) -> Self {
        debug_assert_eq!(
            places(fragment).count(),
            params.len(),
            "{fragment}: one value for each placeholder"
        );
        self.values.extend_from_slice(params);
        self.push(fragment);
        self
    }

    /// Keeps the rows whose column is one of the values: `filter_in("r.priority in", asked)`. None of none is no row.
    pub fn filter_in<V: ToValue>(self, fragment: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        self.filter_in_as(fragment, "$", values)
    }

    /// As [`Select::filter_in`], with each value written as `each` says, `$` in its place:
    /// `filter_in_as("lower(i.identification) in", "lower($)", words)`.
    pub fn filter_in_as<V: ToValue>(
        mut self,
        fragment: &'static str,
        each: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let before = self.values.len();
        self.values.extend(values.into_iter().map(|value| value.to_value()));
        let n_values = self.values.len() - before;
        let Some(last) = self.values.last().filter(|_| n_values > 0).cloned() else {
            self.push("1 = 0");
            return self;
        };
        // Lists of 5, 6 and 7 values share one text, and so one prepared statement, by repeating the last value.
        let n_places = n_values.next_power_of_two();
        self.values.resize(before + n_places, last);
        let (open, close) = each.split_once('$').unwrap_or_default();
        self.joint();
        let _ = write!(self.filters, "({fragment} (");
        for place in 0..n_places {
            let comma = if place == 0 { "" } else { ", " };
            let _ = write!(self.filters, "{comma}{open}${}{close}", before + place + 1);
        }
        self.filters.push_str("))");
        self
    }

    /// Starts behind the last row of the page before: `after("(r.number, r.id) < ($, $)", params![number, id])`.
    /// The row-value form, with an index on the same columns, is what keeps deep pages fast.
    pub fn after(self, fragment: &'static str, key: &[Value]) -> Self {
        self.filter_all(fragment, key)
    }

    /// Groups the rows, for counts.
    pub fn group(mut self, columns: &'static str) -> Self {
        self.group = Some(columns);
        self
    }

    /// Orders the rows.
    pub fn order(mut self, columns: &'static str) -> Self {
        columns.clone_into(&mut self.order);
        self
    }

    /// Orders the rows by keys that were chosen at run time, the first one first.
    pub fn order_by(mut self, keys: &[SortKey]) -> Self {
        let terms: Vec<String> = keys.iter().map(ToString::to_string).collect();
        self.order = terms.join(", ");
        self
    }

    /// Starts behind the row that has these values of the keys; the last key must tell every row from the others.
    /// Keys of one direction become a row value, which an index on the same columns answers at any depth.
    pub fn behind(mut self, keys: &[SortKey], last: &[Value]) -> Self {
        debug_assert_eq!(keys.len(), last.len(), "one value for each key");
        let first = self.values.len() + 1;
        self.values.extend_from_slice(last);
        self.joint();
        let is_uniform = keys
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.direction == b.direction));
        let fragment = if is_uniform {
            behind_row(keys, first)
        } else {
            behind_each(keys, first)
        };
        let _ = write!(self.filters, "({fragment})");
        self
    }

    /// Ends after so many rows; ask for one more than the page shows to know whether there is a next page.
    pub fn limit(mut self, n_rows: u32) -> Self {
        self.limit = Some(i64::from(n_rows));
        self
    }

    /// Hands over row by row what does not fit into memory; an error of `each` ends it.
    pub fn for_each<E: From<Error>>(
        &self,
        tx: &ReadTx<'_>,
        each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.render(tx.dialect());
        let mut values = self.values.clone();
        values.extend(self.limit.map(Value::Int));
        let text = Text {
            name: self.base.name(),
            sql: &sql,
        };
        tx.stream(text, &values, each)
    }

    /// Reads the list.
    pub fn all<T>(&self, tx: &ReadTx<'_>, map: impl FnMut(&Row<'_>) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let sql = self.render(tx.dialect());
        let mut values = self.values.clone();
        values.extend(self.limit.map(Value::Int));
        tx.collect(
            Text {
                name: self.base.name(),
                sql: &sql,
            },
            &values,
            Intent::Read,
            map,
        )
    }

    /// The values of the placeholders, but for the limit, for tests that look at them.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The text as SQLite gets it, for tests that look at it.
    pub fn text(&self) -> String {
        self.render(Dialect::Sqlite)
    }

    /// The text as it goes to the engine. The same filters give the same text, so prepared statements are reused.
    fn render(&self, dialect: Dialect) -> String {
        let mut text = String::from(self.base.text(dialect));
        text.push_str(&self.filters);
        if let Some(columns) = self.group {
            let _ = write!(text, " group by {columns}");
        }
        if !self.order.is_empty() {
            let _ = write!(text, " order by {}", self.order);
        }
        if self.limit.is_some() {
            let _ = write!(text, " limit ${}", self.values.len() + 1);
        }
        text
    }

    /// Adds a fragment whose values are the last ones in `values`.
    fn push(&mut self, fragment: &'static str) {
        let mut number = self.values.len() - places(fragment).count();
        self.joint();
        self.filters.push('(');
        let mut rest = 0;
        for place in places(fragment) {
            number += 1;
            self.filters.push_str(fragment.get(rest..=place).unwrap_or_default());
            let _ = write!(self.filters, "{number}");
            rest = place + 1;
        }
        self.filters.push_str(fragment.get(rest..).unwrap_or_default());
        self.filters.push(')');
    }

    fn joint(&mut self) {
        let joint = if self.filters.is_empty() { self.lead } else { " and " };
        self.filters.push_str(joint);
    }
}

/// A column that a list is ordered by, and which way. The column is never null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// As the `select` calls it: `r.number`.
    pub column: &'static str,
    /// Which way.
    pub direction: Direction,
}

/// Which way a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The smallest first.
    Rising,
    /// The greatest first.
    Falling,
}

impl Direction {
    fn beyond(self) -> char {
        match self {
            Direction::Rising => '>',
            Direction::Falling => '<',
        }
    }
}

impl std::fmt::Display for SortKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.direction {
            Direction::Rising => f.write_str(self.column),
            Direction::Falling => write!(f, "{} desc", self.column),
        }
    }
}

/// `(a, b) > ($1, $2)`.
fn behind_row(keys: &[SortKey], first: usize) -> String {
    let columns: Vec<&str> = keys.iter().map(|key| key.column).collect();
    let values: Vec<String> = (first..).take(keys.len()).map(|number| format!("${number}")).collect();
    let beyond = keys.first().map_or('>', |key| key.direction.beyond());
    format!("({}) {beyond} ({})", columns.join(", "), values.join(", "))
}

/// `a > $1 or (a = $1 and (b < $2))`, for keys of both directions.
fn behind_each(keys: &[SortKey], first: usize) -> String {
    let Some((key, rest)) = keys.split_first() else {
        return "1 = 0".to_owned();
    };
    let (column, beyond) = (key.column, key.direction.beyond());
    if rest.is_empty() {
        return format!("{column} {beyond} ${first}");
    }
    let rest = behind_each(rest, first + 1);
    format!("{column} {beyond} ${first} or ({column} = ${first} and ({rest}))")
}

/// A list whose errors are all called `select`; [`crate::statements!`] gives better names.
impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self::new("select", text)
    }
}

/// Where the placeholders of a fragment are: every `$` that is not inside quotes.
fn places(fragment: &'static str) -> impl Iterator<Item = usize> {
    let mut quote = None;
    fragment.bytes().enumerate().filter_map(move |(place, byte)| {
        match (quote, byte) {
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            (None, b'$') => return Some(place),
            _ => {}
        }
        None
    })
}
