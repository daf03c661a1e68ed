//! Rows of entries: reads and writes them by the statements of `sql`. Knows no rule and asks no right.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use slipway_core::policy::{Permit, Upkeep};
use slipway_db::{self as db, Error, ReadTx, Row, Select, Sql, WriteTx, params};
use uuid::Uuid;

use super::kind::{Field, Kind, Target, Values};
use super::sql::{self, FIRST_COLUMN, LinkStatements, RowStatements, Statements};
use super::value;
use slipway_core::fold::fold;

/// One entry as the store has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub id: Uuid,
    pub revision: i64,
    pub deleted_at: Option<Timestamp>,
    pub folded: String,
    pub active: bool,
    pub created: Option<Stamped>,
    pub updated: Option<Stamped>,
    /// Every field that is kept, in the order of the kind.
    pub values: Values,
}

/// An entry as it is to be from now on.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    pub id: Uuid,
    pub revision: i64,
    pub values: &'a Values,
}

/// When and by whom, as the history tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    pub at: Timestamp,
    pub by: Option<Uuid>,
    pub name: String,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub text: String,
    pub active: bool,
    pub deleted: bool,
}

/// A kind that `registry` does not list has no statements; a test forbids that.
pub fn statements(kind: &Kind) -> Result<&'static Statements, Error> {
    sql::of(kind).ok_or(Error::NotOne {
        statement: "entry.registry",
        found: 0,
    })
}

/// One entry, deleted or not.
pub fn one(tx: &ReadTx<'_>, kind: &'static Kind, id: Uuid) -> Result<Option<Entry>, Error> {
    let found = tx.query_opt(statements(kind)?.one, params![id], |row| read(kind, row))?;
    let mut found: Vec<Entry> = found.into_iter().collect();
    complete(tx, kind, &mut found)?;
    Ok(found.pop())
}

/// The entries of a list with its filters, order and limit.
pub fn listed(tx: &ReadTx<'_>, kind: &'static Kind, select: &Select) -> Result<Vec<Entry>, Error> {
    let mut found = select.all(tx, |row| read(kind, row))?;
    complete(tx, kind, &mut found)?;
    Ok(found)
}

/// Writes a new entry.
pub fn insert(tx: &WriteTx<'_>, _: &Permit<Upkeep>, kind: &'static Kind, version: &Version<'_>) -> Result<(), Error> {
    let known = statements(kind)?;
    tx.execute(known.insert, &new_row(kind, version))?;
    write_rows(tx, known, version)
}

/// Writes many new entries. Where somebody else was faster with one of them, the whole transaction begins anew.
pub fn load(tx: &WriteTx<'_>, _: &Permit<Upkeep>, kind: &'static Kind, versions: &[Version<'_>]) -> Result<(), Error> {
    let known = statements(kind)?;
    let rows: Vec<Vec<db::Value>> = versions.iter().map(|version| new_row(kind, version)).collect();
    tx.load(known.load, &rows).inspect_err(|error| {
        if matches!(error, Error::Unique { .. }) {
            tx.collided(known.load);
        }
    })?;
    versions.iter().try_for_each(|version| write_rows(tx, known, version))
}

fn new_row(kind: &'static Kind, version: &Version<'_>) -> Vec<db::Value> {
    let mut cells = params![version.id, version.revision, folded(kind, version.values)].to_vec();
    push_cells(kind.fields, version.values, &mut cells);
    cells
}

/// Writes an entry over what was read; false when somebody changed it meanwhile.
pub fn save(
    tx: &WriteTx<'_>,
    _: &Permit<Upkeep>,
    kind: &'static Kind,
    before: &Entry,
    version: &Version<'_>,
) -> Result<bool, Error> {
    let known = statements(kind)?;
    let mut cells = params![
        before.id,
        before.revision,
        version.revision,
        folded(kind, version.values)
    ]
    .to_vec();
    push_cells(kind.fields, version.values, &mut cells);
    if tx.execute(known.save, &cells)? == 0 {
        return Ok(false);
    }
    for (_, rows) in &known.rows {
        tx.execute(rows.clear, params![before.id])?;
    }
    write_rows(tx, known, version)?;
    Ok(true)
}

/// Marks an entry as deleted, with the instant and the revision; false when somebody changed it meanwhile.
pub fn remove(
    tx: &WriteTx<'_>,
    _: &Permit<Upkeep>,
    kind: &'static Kind,
    before: &Entry,
    (at, revision): (Timestamp, i64),
) -> Result<bool, Error> {
    Ok(tx.execute(
        statements(kind)?.remove,
        params![before.id, before.revision, at, revision],
    )? > 0)
}

/// Keeps the hash of a secret.
pub fn keep_secret(tx: &WriteTx<'_>, kind: &'static Kind, id: Uuid, field: &str, hash: &str) -> Result<(), Error> {
    let secret = statements(kind)?.secrets.iter().find(|(known, _)| known.name == field);
    secret.map_or(Ok(()), |(_, sql)| tx.execute(*sql, params![id, hash]).map(drop))
}

/// What people call the entries of a target, with what else a reference to them depends on.
pub fn labels(
    tx: &ReadTx<'_>,
    target: Target,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Label>, Error> {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let Some(known) = sql::about_target(target.name).filter(|_| !ids.is_empty()) else {
        return Ok(BTreeMap::new());
    };
    if !tx.memory().is_on() {
        return labelled(tx, known.labels, ids);
    }
    let mut found = BTreeMap::new();
    for id in ids {
        let ask = || Ok::<_, Error>(labelled(tx, known.labels, vec![id])?.remove(&id));
        let label: Option<Label> = tx.memory().recalled(known.labels.name(), params![id], ask)?;
        found.extend(label.map(|label| (id, label)));
    }
    Ok(found)
}

fn labelled(tx: &ReadTx<'_>, labels: Sql, ids: Vec<Uuid>) -> Result<BTreeMap<Uuid, Label>, Error> {
    let found = Select::new(labels).filter_in("t.id in", ids).all(tx, |row| {
        Ok((
            row.get(0)?,
            Label {
                text: row.get(1)?,
                active: row.get(2)?,
                deleted: row.get(3)?,
            },
        ))
    })?;
    Ok(found.into_iter().collect())
}

/// Lets the transaction take an entry for there that is not: one that a rehearsal would have made.
pub fn suppose(tx: &ReadTx<'_>, target: Target, id: Uuid) -> Result<(), Error> {
    if let Some(known) = sql::about_target(target.name) {
        let label = Label {
            text: String::new(),
            active: true,
            deleted: false,
        };
        tx.memory()
            .recalled(known.labels.name(), params![id], || Ok::<_, Error>(Some(label)))?;
    }
    Ok(())
}

/// The ids a field of pairs shows for these entries.
fn pairs(tx: &ReadTx<'_>, link: &LinkStatements, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Value>>, Error> {
    let found = Select::new(link.of)
        .filter_in(link.of_those, ids)
        .order(link.in_order)
        .all(tx, |row| Ok((row.get::<Uuid>(0)?, row.get::<Uuid>(1)?)))?;
    let mut of = BTreeMap::<Uuid, Vec<Value>>::new();
    for (own, other) in found {
        of.entry(own).or_default().push(other.to_string().into());
    }
    Ok(of)
}

fn inner_rows(tx: &ReadTx<'_>, row: &RowStatements, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Value>>, Error> {
    let found = Select::new(row.of)
        .filter_in(row.of_those, ids)
        .order(row.in_order)
        .all(tx, |cells| {
            let mut column = 1;
            Ok((cells.get::<Uuid>(0)?, own_values(row.rows.fields, cells, &mut column)?))
        })?;
    let mut of = BTreeMap::<Uuid, Vec<Value>>::new();
    for (own, values) in found {
        of.entry(own).or_default().push(Value::Object(values));
    }
    Ok(of)
}

/// Adds what other tables hold: one statement a field for all entries of a page (B213).
fn complete(tx: &ReadTx<'_>, kind: &'static Kind, entries: &mut [Entry]) -> Result<(), Error> {
    let known = statements(kind)?;
    let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    for (field, link) in &known.links {
        fill(entries, field, &mut pairs(tx, link, &ids)?);
    }
    for (field, row) in &known.rows {
        fill(entries, field, &mut inner_rows(tx, row, &ids)?);
    }
    Ok(())
}

fn fill(entries: &mut [Entry], field: &Field, found: &mut BTreeMap<Uuid, Vec<Value>>) {
    for entry in entries {
        let list = found.remove(&entry.id).unwrap_or_default();
        entry.values.insert(field.name.to_owned(), Value::Array(list));
    }
}

fn read(kind: &'static Kind, row: &Row<'_>) -> Result<Entry, Error> {
    let mut column = FIRST_COLUMN;
    Ok(Entry {
        id: row.get(0)?,
        revision: row.get(1)?,
        deleted_at: row.get(2)?,
        folded: row.get(3)?,
        active: row.get(4)?,
        created: stamped(row, 5)?,
        updated: stamped(row, 8)?,
        values: own_values(kind.fields, row, &mut column)?,
    })
}

fn stamped(row: &Row<'_>, column: usize) -> Result<Option<Stamped>, Error> {
    let Some(at) = row.get(column)? else { return Ok(None) };
    Ok(Some(Stamped {
        at,
        by: row.get(column + 1)?,
        name: row.get(column + 2)?,
    }))
}

/// The fields in their order; lists from other tables keep their place until `complete` fills them.
fn own_values(fields: &'static [Field], row: &Row<'_>, column: &mut usize) -> Result<Values, Error> {
    let mut values = Map::new();
    for field in fields {
        let value = if let Some(inner) = field.control.group() {
            Value::Object(own_values(inner, row, column)?)
        } else if field.is_column() {
            *column += 1;
            value::value(field.control, row, *column - 1)?
        } else if field.control.is_list() {
            Value::Array(Vec::new())
        } else {
            continue;
        };
        values.insert(field.name.to_owned(), value);
    }
    Ok(values)
}

fn push_cells(fields: &'static [Field], values: &Values, cells: &mut Vec<db::Value>) {
    for field in fields {
        let value = values.get(field.name).unwrap_or(&Value::Null);
        if let Some(inner) = field.control.group() {
            push_cells(inner, value.as_object().unwrap_or(&Map::new()), cells);
        } else if field.is_column() {
            cells.push(value::cell(field.control, value));
        }
    }
}

fn write_rows(tx: &WriteTx<'_>, known: &Statements, version: &Version<'_>) -> Result<(), Error> {
    for (field, rows) in &known.rows {
        let list = version
            .values
            .get(field.name)
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        for (position, row) in (0_i64..).zip(list) {
            let mut cells = params![version.id, position].to_vec();
            push_cells(rows.rows.fields, row.as_object().unwrap_or(&Map::new()), &mut cells);
            tx.execute(rows.add, &cells)?;
        }
    }
    Ok(())
}

/// The title first, so that the order of this text is the order of titles.
fn folded(kind: &Kind, values: &Values) -> String {
    let words = std::iter::once(kind.title).chain(kind.searched.iter().copied());
    let texts: Vec<&str> = words.filter_map(|field| values.get(field)?.as_str()).collect();
    fold(&texts.join("\n"))
}
