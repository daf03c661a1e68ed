//! SQL of the work log.

use jiff::Timestamp;
use slipway_core::id::Id;
use slipway_core::kind::{
    Account, Occurrence as OccurrenceKind, OccurrenceCategory, OccurrenceOrigin, Release as ReleaseKind,
};
use slipway_db::{Error, ReadTx, Row, Select, Sql, WriteTx, params, statements};
use uuid::Uuid;

statements! {
    INSERT = "insert into occurrence (id, release, category, origin, minutes, description, occurrence, contact, registered_at, \
              registered_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    OF_RELEASE = "select o.id, o.category, o.origin, o.minutes, o.description, o.occurrence, o.contact, o.registered_at, \
                  o.registered_by, c.name, g.name, e.name from occurrence o join occurrence_category c on c.id = o.category \
                  join occurrence_origin g on g.id = o.origin join account a on a.id = o.registered_by \
                  join employee e on e.id = a.employee where o.release = $1";
    CATEGORY = "select name from occurrence_category where id = $1 and active and deleted_at is null";
    ORIGIN = "select name from occurrence_origin where id = $1 and active and deleted_at is null";
    STANDARD = "select c.id, o.id from occurrence_category c, occurrence_origin o \
                where c.standard and o.standard and c.deleted_at is null and o.deleted_at is null order by c.id, o.id limit 1";
    CATEGORY_IS_STANDARD = "update occurrence_category set standard = true where id = $1";
    ORIGIN_IS_STANDARD = "update occurrence_origin set standard = true where id = $1";
}

/// What is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub id: Id<OccurrenceKind>,
    pub release: Id<ReleaseKind>,
    pub category: Id<OccurrenceCategory>,
    pub origin: Id<OccurrenceOrigin>,
    /// Time spent.
    pub minutes: i64,
    /// In a line.
    pub description: String,
    /// In full.
    pub occurrence: String,
    /// Whom it was about, or who said it.
    pub contact: String,
    pub registered: (Timestamp, Id<Account>),
}

/// An entry with the names of what it refers to.
#[derive(Debug, Clone)]
pub struct Listed {
    pub occurrence: Occurrence,
    pub category: String,
    pub origin: String,
    pub registered_by: String,
}

/// Writes one down.
pub fn insert(tx: &WriteTx<'_>, one: &Occurrence) -> Result<(), Error> {
    let values = params![
        one.id,
        one.release,
        one.category,
        one.origin,
        one.minutes,
        one.description,
        one.occurrence,
        one.contact,
        one.registered.0,
        one.registered.1
    ];
    tx.execute(INSERT, values).map(drop)
}

/// The entries of a release in the order of time, from behind one on, at most so many.
pub fn of_release(
    tx: &ReadTx<'_>,
    release: Id<ReleaseKind>,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<Listed>, Error> {
    let mut list = Select::narrowing(OF_RELEASE).given(params![release]);
    if let Some((at, id)) = after {
        list = list.after("(o.registered_at, o.id) > ($, $)", params![at, id]);
    }
    list.order("o.registered_at, o.id")
        .limit(limit)
        .all(tx, |row| listed(row, release))
}

fn listed(row: &Row<'_>, release: Id<ReleaseKind>) -> Result<Listed, Error> {
    Ok(Listed {
        occurrence: Occurrence {
            id: row.get(0)?,
            release,
            category: row.get(1)?,
            origin: row.get(2)?,
            minutes: row.get(3)?,
            description: row.get(4)?,
            occurrence: row.get(5)?,
            contact: row.get(6)?,
            registered: (row.get(7)?, row.get(8)?),
        },
        category: row.get(9)?,
        origin: row.get(10)?,
        registered_by: row.get(11)?,
    })
}

/// Whether a category may be chosen.
pub fn has_category(tx: &ReadTx<'_>, id: Id<OccurrenceCategory>) -> Result<bool, Error> {
    exists(tx, CATEGORY, id.uuid())
}

/// Whether an origin may be chosen.
pub fn has_origin(tx: &ReadTx<'_>, id: Id<OccurrenceOrigin>) -> Result<bool, Error> {
    exists(tx, ORIGIN, id.uuid())
}

fn exists(tx: &ReadTx<'_>, statement: Sql, id: Uuid) -> Result<bool, Error> {
    Ok(tx
        .query_opt(statement, params![id], |row| row.get::<String>(0))?
        .is_some())
}

/// The category and the origin of simple execution records, whatever they are called here.
#[derive(Debug, Clone, Copy)]
pub struct Standard {
    pub category: Id<OccurrenceCategory>,
    pub origin: Id<OccurrenceOrigin>,
}

/// What simple execution records take; none when the category or the origin was deleted.
pub fn standard(tx: &ReadTx<'_>) -> Result<Option<Standard>, Error> {
    tx.query_opt(STANDARD, params![], |row| {
        Ok(Standard {
            category: row.get(0)?,
            origin: row.get(1)?,
        })
    })
}

/// Makes a category and an origin those of simple execution records.
pub fn keep_standard(tx: &WriteTx<'_>, category: Uuid, origin: Uuid) -> Result<(), Error> {
    tx.execute(CATEGORY_IS_STANDARD, params![category])?;
    tx.execute(ORIGIN_IS_STANDARD, params![origin]).map(drop)
}
