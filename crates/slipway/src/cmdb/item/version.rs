//! The states that items had: each save closes the one before and opens the next, so that every read can be asked as of
//! an instant (F150, `design/architecture.md` 3).

use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::{Map, Value};
use slipway_db::{self as db, Error, ReadTx, Row, Select, Sql, params, statements};
use uuid::Uuid;

use super::ITEMS;
use crate::act::{Act, FieldChange};
use crate::edge::Fault;
use crate::entry::bulk::{self, Made};
use crate::entry::kind::{Field, Kept, Past, Values};
use crate::entry::store::Entry;
use crate::entry::{lists, sql, value};
use slipway_core::fold::fold;

statements! {
    CLOSE = "update item_version set until = $2 where id = $1 and until is null";
    NEXT = "select coalesce(max(number), 0) + 1 from item_version where id = $1";
    AS_OF = "select t.id, t.revision, t.folded, t.body from item_version t \
        where t.id = $1 and t.since <= $2 and (t.until is null or t.until > $2)";
    LIST = "select t.id, t.revision, t.folded, t.body from item_version t where t.since <= $1 and (t.until is null or t.until > $1)";
    COUNT = "select count(*) from item_version t where t.since <= $1 and (t.until is null or t.until > $1)";
    OF_ITEM = "select number, since, until, revision, author, restore_point, body from item_version where id = $1 order by number desc";
    ONE = "select number, since, until, revision, author, restore_point, body from item_version where id = $1 and number = $2";
    MARK = "update item_version set restore_point = $3 where id = $1 and number = $2";
    TOUCH = "update item set revision = $3 where id = $1 and revision = $2 and deleted_at is null";
}

/// What the fields that lists narrow by are called in the table of versions: as in that of the present.
static NARROWING: LazyLock<Vec<&'static Field>> = LazyLock::new(|| {
    let columns = sql::columns(ITEMS.fields);
    columns
        .into_iter()
        .filter(|field| lists::filter(field).is_some())
        .collect()
});

fn names() -> String {
    let names: Vec<&str> = NARROWING.iter().map(|field| field.column).collect();
    names.join(", ")
}

static OPEN: LazyLock<Sql> = LazyLock::new(|| {
    let places: Vec<String> = (0..NARROWING.len()).map(|index| format!("${}", index + 8)).collect();
    let (names, places) = (names(), places.join(", "));
    sql::kept(
        "item.version.open".to_owned(),
        format!(
            "insert into item_version (id, number, since, revision, author, body, folded, {names}) values ($1, $2, $3, $4, $5, $6, $7, {places})"
        ),
    )
});

/// As `OPEN`, for many at once.
static LOAD: LazyLock<Sql> = LazyLock::new(|| {
    let text = format!(
        "copy item_version (id, number, since, revision, author, body, folded, {}) from stdin binary",
        names()
    );
    OPEN.with_postgres(sql::leaked(text))
});

/// The statements that are made from the description of items, for the test that prepares each on both engines.
pub fn made() -> [Sql; 2] {
    [*OPEN, *LOAD]
}

/// The past of items, for reads and lists as of an instant.
pub static PAST: Past = Past {
    one: |tx, id, at| tx.query_opt(AS_OF, params![id, at], read),
    list: LIST,
    count: COUNT,
    listed: |tx, select: &Select| select.all(tx, read),
};

/// Keeps a state: called in the transaction that wrote it.
pub fn keep(act: &Act<'_>, kept: &Kept<'_>) -> Result<(), Fault> {
    let tx = act.tx();
    tx.execute(CLOSE, params![kept.id, act.at])?;
    let Some(after) = kept.after else { return Ok(()) };
    let number: i64 = tx.query_one(NEXT, params![kept.id], |row| row.get(0))?;
    tx.execute(*OPEN, &cells(act, (kept.id, number, kept.revision), after))?;
    Ok(())
}

/// Keeps the first state of many new items.
pub fn begin(act: &Act<'_>, all: &[Made]) -> Result<(), Fault> {
    let first = |made: &Made| cells(act, (made.id, 1, bulk::FIRST), &made.values);
    act.tx().load(*LOAD, &all.iter().map(first).collect::<Vec<_>>())?;
    Ok(())
}

fn cells(act: &Act<'_>, (id, number, revision): (Uuid, i64, i64), values: &Values) -> Vec<db::Value> {
    let body = serde_json::to_string(values).unwrap_or_default();
    let mut cells = params![id, number, act.at, revision, act.actor().name, body, folded(values)].to_vec();
    let narrowing = NARROWING.iter();
    cells.extend(narrowing.map(|field| value::cell(field.control, values.get(field.name).unwrap_or(&Value::Null))));
    cells
}

fn folded(values: &Values) -> String {
    let words = std::iter::once(ITEMS.title).chain(ITEMS.searched.iter().copied());
    let texts: Vec<&str> = words.filter_map(|field| values.get(field)?.as_str()).collect();
    fold(&texts.join("\n"))
}

fn read(row: &Row<'_>) -> Result<Entry, Error> {
    Ok(Entry {
        id: row.get(0)?,
        revision: row.get(1)?,
        deleted_at: None,
        folded: row.get(2)?,
        active: true,
        created: None,
        updated: None,
        values: body(row, 3)?,
    })
}

fn body(row: &Row<'_>, column: usize) -> Result<Values, Error> {
    row.convert(column, |text: String| serde_json::from_str(&text).ok())
}

/// One state of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    pub number: i64,
    pub since: Timestamp,
    /// None of the last state of an item that is still there.
    pub until: Option<Timestamp>,
    pub revision: i64,
    pub author: String,
    /// The name of the restore point it is.
    pub restore_point: Option<String>,
    pub values: Values,
}

fn version(row: &Row<'_>) -> Result<Version, Error> {
    Ok(Version {
        number: row.get(0)?,
        since: row.get(1)?,
        until: row.get(2)?,
        revision: row.get(3)?,
        author: row.get(4)?,
        restore_point: row.get(5)?,
        values: body(row, 6)?,
    })
}

impl Version {
    /// `1.0` is the first (F 6.7).
    pub fn label(&self) -> String {
        format!("1.{}", self.number - 1)
    }
}

/// Every state of an item, the latest first.
pub fn of_item(tx: &ReadTx<'_>, item: Uuid) -> Result<Vec<Version>, Error> {
    tx.query(OF_ITEM, params![item], version)
}

/// One state of an item.
pub fn one(tx: &ReadTx<'_>, item: Uuid, number: i64) -> Result<Option<Version>, Error> {
    tx.query_opt(ONE, params![item, number], version)
}

/// What differs between two states, attribute by attribute.
pub fn differences(old: &Values, new: &Values) -> Vec<FieldChange> {
    FieldChange::between(&spread(old), &spread(new))
}

/// The fields with each attribute as one of its own.
fn spread(values: &Values) -> Map<String, Value> {
    let mut fields = values.clone();
    if let Some(Value::Object(attributes)) = fields.remove("attributes") {
        let named = attributes
            .into_iter()
            .map(|(tag, value)| (format!("attributes.{tag}"), value));
        fields.extend(named);
    }
    fields
}
