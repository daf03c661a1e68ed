//! Relationships as lists and pages show them, and the SQL behind them.

use jiff::Timestamp;
use slipway_core::cmdb::Failure;
use slipway_core::policy;
use slipway_db::{Error, ReadTx, Row, Select, Sql, params, statements};
use uuid::Uuid;

use crate::act::Look;
use crate::cmdb::item::ITEMS;
use crate::edge::{Code, Fault};

statements! {
    LIST = "select r.id, r.source, s.name, s.identification, r.target, d.name, d.identification, r.type, t.name, t.reverse_name, \
        t.impact, t.position, r.since, r.until, r.revision \
        from relationship r join relationship_type t on t.id = r.type join item s on s.id = r.source join item d on d.id = r.target";
    COUNT = "select count(*) from relationship r";
    REVISIONS = "select id, revision from relationship";
    INSERT = "insert into relationship (id, source, target, type, since, revision) values ($1, $2, $3, $4, $5, $6)";
    END = "update relationship set until = $3, revision = $4 where id = $1 and revision = $2 and until is null";
    TYPE = "select impact, active from relationship_type where id = $1 and deleted_at is null";
}

/// As `INSERT`, for many at once.
pub const LOAD: Sql =
    INSERT.with_postgres("copy relationship (id, source, target, type, since, revision) from stdin binary");

/// A relationship with what its ends and its type are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    pub id: Uuid,
    pub from: End,
    pub to: End,
    pub kind: Uuid,
    pub name: String,
    pub reverse_name: String,
    pub impact: Failure,
    pub position: String,
    pub since: Timestamp,
    /// None while it holds.
    pub until: Option<Timestamp>,
    pub revision: i64,
}

/// An item at one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub item: Uuid,
    pub name: String,
    pub identification: String,
}

/// What a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub from: Option<Uuid>,
    pub to: Option<Uuid>,
    /// At either end.
    pub item: Option<Uuid>,
    pub kind: Option<Uuid>,
    pub as_of: Option<Timestamp>,
    pub limit: u32,
    pub after: Option<Uuid>,
}

fn read(row: &Row<'_>) -> Result<Relationship, Error> {
    let end = |column: usize| {
        Ok::<_, Error>(End {
            item: row.get(column)?,
            name: row.get(column + 1)?,
            identification: row.get(column + 2)?,
        })
    };
    Ok(Relationship {
        id: row.get(0)?,
        from: end(1)?,
        to: end(4)?,
        kind: row.get(7)?,
        name: row.get(8)?,
        reverse_name: row.get(9)?,
        impact: row.parse(10)?,
        position: row.get(11)?,
        since: row.get(12)?,
        until: row.get(13)?,
        revision: row.get(14)?,
    })
}

fn narrowed(base: Sql, filter: &Filter) -> Select {
    let select = Select::new(base);
    let mut select = match filter.as_of {
        None => select.only("r.until is null"),
        Some(at) => select.filter("r.since <= $ and (r.until is null or r.until > $)", at),
    };
    for (fragment, value) in [
        ("r.source = $", filter.from),
        ("r.target = $", filter.to),
        ("r.source = $ or r.target = $", filter.item),
        ("r.type = $", filter.kind),
    ] {
        if let Some(value) = value {
            select = select.filter(fragment, value);
        }
    }
    select
}

/// One page of relationships, in the order in which they began.
pub fn page(look: &Look<'_>, filter: &Filter) -> Result<(Vec<Relationship>, Option<Uuid>), Fault> {
    policy::may_search(look.actor(), ITEMS.area)?;
    let mut select = narrowed(LIST, filter);
    if let Some(after) = filter.after {
        select = select.after("r.id > $", params![after]);
    }
    let mut found = select.order("r.id").limit(filter.limit + 1).all(look.tx, read)?;
    let limit = usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| last.id);
    Ok((found, next))
}

/// How many there are of those that a list is narrowed to.
pub fn count(look: &Look<'_>, filter: &Filter) -> Result<i64, Fault> {
    policy::may_search(look.actor(), ITEMS.area)?;
    Ok(narrowed(COUNT, filter)
        .all(look.tx, |row| row.get(0))?
        .pop()
        .unwrap_or(0))
}

/// One relationship, ended ones too.
pub fn one(look: &Look<'_>, id: Uuid) -> Result<Relationship, Fault> {
    policy::may_search(look.actor(), ITEMS.area)?;
    let found = Select::new(LIST).filter("r.id = $", id).all(look.tx, read)?.pop();
    found.ok_or_else(|| Fault::new(Code::NotFound))
}

/// Which way failure travels along a type, and whether it is offered for new relationships.
pub fn kind(tx: &ReadTx<'_>, kind: Uuid) -> Result<Option<(Failure, bool)>, Error> {
    Ok(tx
        .query_known(TYPE, params![kind], |row| Ok((row.parse(0)?, row.get(1)?)))?
        .pop())
}
