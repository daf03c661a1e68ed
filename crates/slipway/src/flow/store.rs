//! SQL of flows and their versions.

use jiff::Timestamp;
use slipway_core::id::Id;
use slipway_core::kind::Flow;
use slipway_db::{Error, ReadTx, Row, WriteTx, params, statements};
use uuid::Uuid;

statements! {
    XML = "select xml from flow_version where flow = $1 and version = $2";
    BY_ID = "select id, name, description, allows_reopening, current_version, active, revision from flow where id = $1 and deleted_at is null";
    BY_NAME = "select id, name, description, allows_reopening, current_version, active, revision from flow where lower(name) = lower($1) and deleted_at is null";
    EVERY = "select id, name, description, allows_reopening, current_version, active, revision from flow where deleted_at is null order by name, id";
    INSERT = "insert into flow (id, name, description, allows_reopening, current_version, active, revision) values ($1, $2, $3, $4, $5, $6, 1)";
    SAVE = "update flow set description = $2, allows_reopening = $3, current_version = $4, active = $5, revision = $6 where id = $1";
    DELETE = "update flow set deleted_at = $2, revision = $3 where id = $1";
    INSERT_VERSION = "insert into flow_version (flow, version, xml, added_at, added_by) values ($1, $2, $3, $4, $5)";
    VERSIONS = "select version, added_at, added_by from flow_version where flow = $1 order by version desc";
    N_MODELS = "select count(*) from model where flow = $1 and deleted_at is null";
    N_RELEASES = "select count(*) from release where flow = $1 and state = 'open' and deleted_at is null";
}

/// A flow without its versions' files.
#[derive(Debug, Clone)]
pub struct FlowRow {
    pub id: Id<Flow>,
    pub name: String,
    pub description: Option<String>,
    pub allows_reopening: bool,
    pub current_version: i64,
    pub active: bool,
    pub revision: i64,
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

pub fn xml(tx: &ReadTx<'_>, flow: Id<Flow>, version: i64) -> Result<Option<String>, Error> {
    tx.query_opt(XML, params![flow, version], |row| row.get(0))
}

pub fn by_id(tx: &ReadTx<'_>, id: Id<Flow>) -> Result<Option<FlowRow>, Error> {
    tx.query_opt(BY_ID, params![id], flow)
}

pub fn by_name(tx: &ReadTx<'_>, name: &str) -> Result<Option<FlowRow>, Error> {
    tx.query_opt(BY_NAME, params![name], flow)
}

pub fn every(tx: &ReadTx<'_>) -> Result<Vec<FlowRow>, Error> {
    tx.query(EVERY, params![], flow)
}

pub fn insert(tx: &WriteTx<'_>, row: &FlowRow) -> Result<(), Error> {
    let values = params![row.id, row.name, row.description, row.allows_reopening, row.current_version, row.active];
    tx.execute(INSERT, values).map(drop)
}

pub fn save(tx: &WriteTx<'_>, row: &FlowRow) -> Result<(), Error> {
    let values = params![row.id, row.description, row.allows_reopening, row.current_version, row.active, row.revision];
    tx.execute(SAVE, values).map(drop)
}

pub fn delete(tx: &WriteTx<'_>, id: Id<Flow>, revision: i64) -> Result<(), Error> {
    tx.execute(DELETE, params![id, tx.at(), revision]).map(drop)
}

pub fn insert_version(tx: &WriteTx<'_>, flow: Id<Flow>, version: i64, xml: &str, by: Option<Uuid>) -> Result<(), Error> {
    tx.execute(INSERT_VERSION, params![flow, version, xml, tx.at(), by]).map(drop)
}

/// The versions of a flow, newest first, with when and by whom each was added.
pub fn versions(tx: &ReadTx<'_>, flow: Id<Flow>) -> Result<Vec<(i64, Timestamp, Option<Uuid>)>, Error> {
    tx.query(VERSIONS, params![flow], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// How many models and open releases use a flow.
pub fn uses(tx: &ReadTx<'_>, flow: Id<Flow>) -> Result<(i64, i64), Error> {
    Ok((tx.query_one(N_MODELS, params![flow], |row| row.get(0))?, tx.query_one(N_RELEASES, params![flow], |row| row.get(0))?))
}
