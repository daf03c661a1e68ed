//! SQL of flows and their versions.

use jiff::Timestamp;
use slipway_core::id::Id;
use slipway_core::kind::Flow;
use slipway_db::{Error, ReadTx, Row, Select, WriteTx, params, statements};
use uuid::Uuid;

statements! {
    XML = "select xml from flow_version where flow = $1 and version = $2";
    BY_ID = "select id, name, description, allows_reopening, current_version, active, revision from flow where id = $1 and deleted_at is null";
    BY_NAME = "select id, name, description, allows_reopening, current_version, active, revision from flow where lower(name) = lower($1) and deleted_at is null";
    LIST = "select id, name, description, allows_reopening, current_version, active, revision from flow where deleted_at is null";
    COUNT = "select count(*) from flow where deleted_at is null";
    INSERT = "insert into flow (id, name, description, allows_reopening, current_version, active, revision) values ($1, $2, $3, $4, $5, $6, 1)";
    SAVE = "update flow set description = $2, allows_reopening = $3, current_version = $4, active = $5, revision = $6 where id = $1";
    DELETE = "update flow set deleted_at = $2, revision = $3 where id = $1";
    INSERT_VERSION = "insert into flow_version (flow, version, xml, added_at, added_by) values ($1, $2, $3, $4, $5)";
    VERSIONS = "select v.version, v.added_at, v.added_by, e.name from flow_version v \
                left join account a on a.id = v.added_by left join employee e on e.id = a.employee \
                where v.flow = $1 order by v.version desc";
    VERSION = "select v.version, v.added_at, v.added_by, e.name from flow_version v \
               left join account a on a.id = v.added_by left join employee e on e.id = a.employee \
               where v.flow = $1 and v.version = $2";
    REVISIONS = "select id, revision from flow";
}

/// A flow without its versions' files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowRow {
    pub id: Id<Flow>,
    /// The id of the process in its files.
    pub name: String,
    pub description: Option<String>,
    pub allows_reopening: bool,
    pub current_version: i64,
    pub active: bool,
    pub revision: i64,
}

/// A version without its file. Versions never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    pub number: i64,
    pub added_at: Timestamp,
    /// None for what the program brought itself.
    pub added_by: Option<(Uuid, String)>,
}

fn flow(row: &Row<'_>) -> Result<FlowRow, Error> {
    Ok(FlowRow {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        allows_reopening: row.get(3)?,
        current_version: row.get(4)?,
        active: row.get(5)?,
        revision: row.get(6)?,
    })
}

fn version_row(row: &Row<'_>) -> Result<VersionRow, Error> {
    let (account, name): (Option<Uuid>, Option<String>) = (row.get(2)?, row.get(3)?);
    Ok(VersionRow {
        number: row.get(0)?,
        added_at: row.get(1)?,
        added_by: account.map(|account| (account, name.unwrap_or_default())),
    })
}

pub fn xml(tx: &ReadTx<'_>, flow: Id<Flow>, version: i64) -> Result<Option<String>, Error> {
    tx.query_opt(XML, params![flow, version], |row| row.get(0))
}

pub fn by_id(tx: &ReadTx<'_>, id: Id<Flow>) -> Result<Option<FlowRow>, Error> {
    tx.query_opt(BY_ID, params![id], flow)
}

pub fn by_name(tx: &ReadTx<'_>, name: &str) -> Result<Option<FlowRow>, Error> {
    tx.query_opt(BY_NAME, params![name], flow)
}

/// Which flows a list has.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// A pattern that the name is like, in lower case.
    pub pattern: Option<String>,
    pub active: Option<bool>,
}

impl Wanted {
    fn of(&self, base: slipway_db::Sql) -> Select {
        let mut select = Select::narrowing(base);
        if let Some(pattern) = &self.pattern {
            select = select.filter("lower(name) like $ escape '\\'", pattern.as_str());
        }
        if let Some(active) = self.active {
            select = select.filter("active = $", active);
        }
        select
    }
}

/// Flows by name, from behind `after` on.
/// Where a page begins. Names are unique whatever their case, so the name alone is the key.
#[derive(Debug, Clone, Default)]
pub enum From {
    #[default]
    Start,
    After(String),
    /// Read backwards.
    Before(String),
}

/// The rows of a page; those before a name come in the order they are read in, the nearest first.
pub fn listed(tx: &ReadTx<'_>, wanted: &Wanted, from: &From, n_rows: u32) -> Result<Vec<FlowRow>, Error> {
    let select = wanted.of(LIST);
    let select = match from {
        From::Start => select.order("lower(name)"),
        From::After(name) => select
            .after("lower(name) > lower($)", params![name])
            .order("lower(name)"),
        From::Before(name) => select
            .after("lower(name) < lower($)", params![name])
            .order("lower(name) desc"),
    };
    select.limit(n_rows).all(tx, flow)
}

pub fn count(tx: &ReadTx<'_>, wanted: &Wanted) -> Result<i64, Error> {
    Ok(wanted.of(COUNT).all(tx, |row| row.get(0))?.pop().unwrap_or_default())
}

pub fn insert(tx: &WriteTx<'_>, row: &FlowRow) -> Result<(), Error> {
    let values = params![
        row.id,
        row.name,
        row.description,
        row.allows_reopening,
        row.current_version,
        row.active
    ];
    tx.execute(INSERT, values).map(drop)
}

pub fn save(tx: &WriteTx<'_>, row: &FlowRow) -> Result<(), Error> {
    let values = params![
        row.id,
        row.description,
        row.allows_reopening,
        row.current_version,
        row.active,
        row.revision
    ];
    tx.execute(SAVE, values).map(drop)
}

pub fn delete(tx: &WriteTx<'_>, id: Id<Flow>, revision: i64) -> Result<(), Error> {
    tx.execute(DELETE, params![id, tx.at(), revision]).map(drop)
}

pub fn insert_version(
    tx: &WriteTx<'_>,
    flow: Id<Flow>,
    version: i64,
    xml: &str,
    by: Option<Uuid>,
) -> Result<(), Error> {
    tx.execute(INSERT_VERSION, params![flow, version, xml, tx.at(), by])
        .map(drop)
}

/// The versions of a flow, newest first.
pub fn versions(tx: &ReadTx<'_>, flow: Id<Flow>) -> Result<Vec<VersionRow>, Error> {
    tx.query(VERSIONS, params![flow], version_row)
}

pub fn version(tx: &ReadTx<'_>, flow: Id<Flow>, number: i64) -> Result<Option<VersionRow>, Error> {
    tx.query_opt(VERSION, params![flow, number], version_row)
}
