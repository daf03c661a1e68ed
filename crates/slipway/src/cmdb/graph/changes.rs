//! The sequence of changes of the graph: numbered without gaps, in the order of commits, since whoever takes a number
//! holds the counter until then.

use std::time::Duration;

use jiff::SignedDuration;
use slipway_core::cmdb::{Failure, Link};
use slipway_db::{Error, ReadTx, Row, Sql, Value, params, statements};
use uuid::Uuid;

use crate::act::Act;
use crate::app::App;
use crate::edge::Fault;

statements! {
    HEAD = "select last from number_counter where kind = 'graph_change'";
    SINCE = "select seq, kind, failing, suffering from graph_change where seq > $1 order by seq";
    WRITE = "insert into graph_change (seq, kind, failing, suffering, at) values ($1, $2, $3, $4, $5)";
    SWEEP = "delete from graph_change where at < $1";
}

/// As `WRITE`, for many at once.
pub const LOAD: Sql = WRITE.with_postgres("copy graph_change (seq, kind, failing, suffering, at) from stdin binary");

const COUNTER: &str = "graph_change";
const ADDED: &str = "added";
const REMOVED: &str = "removed";
/// From here on the graph is to be read anew.
const REBUILD: &str = "rebuild";

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Added { seq: i64, failing: Uuid, suffering: Uuid },
    Removed { seq: i64, failing: Uuid, suffering: Uuid },
}

/// A change that cannot be followed: it is no longer told, or it is one of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed;

/// The number of the last change.
pub fn head(tx: &ReadTx<'_>) -> Result<i64, Error> {
    Ok(tx.query_opt(HEAD, params![], |row| row.get(0))?.unwrap_or(0))
}

/// The changes after one, in order.
pub fn since(tx: &ReadTx<'_>, seq: i64) -> Result<Result<Vec<Change>, Missed>, Error> {
    let rows = tx.query(SINCE, params![seq], read)?;
    let head = head(tx)?;
    let is_whole = i64::try_from(rows.len()).is_ok_and(|n_rows| seq + n_rows >= head);
    let changes: Option<Vec<Change>> = rows.into_iter().collect();
    Ok(changes.filter(|_| is_whole).ok_or(Missed))
}

fn read(row: &Row<'_>) -> Result<Option<Change>, Error> {
    let (seq, kind) = (row.get(0)?, row.get::<String>(1)?);
    let ends: (Option<Uuid>, Option<Uuid>) = (row.get(2)?, row.get(3)?);
    let (Some(failing), Some(suffering)) = ends else {
        return Ok(None);
    };
    Ok(match kind.as_str() {
        ADDED => Some(Change::Added {
            seq,
            failing,
            suffering,
        }),
        REMOVED => Some(Change::Removed {
            seq,
            failing,
            suffering,
        }),
        _ => None,
    })
}

/// A relationship began.
pub fn added(act: &Act<'_>, failure: Failure, link: Link) -> Result<(), Fault> {
    failure.ways(link).try_for_each(|way| write(act, ADDED, Some(way)))
}

/// A relationship ended.
pub fn removed(act: &Act<'_>, failure: Failure, link: Link) -> Result<(), Fault> {
    failure.ways(link).try_for_each(|way| write(act, REMOVED, Some(way)))
}

/// Many relationships began: each way of failure, from the failing item to the one that suffers. The numbers are taken at
/// once.
pub fn added_all(act: &Act<'_>, ways: &[(Uuid, Uuid)]) -> Result<(), Fault> {
    let n_ways = i64::try_from(ways.len()).map_err(Fault::internal)?;
    if n_ways == 0 {
        return Ok(());
    }
    let first = act.reserve_numbers(COUNTER, n_ways)?;
    let rows: Vec<Vec<Value>> = (first..)
        .zip(ways)
        .map(|(seq, (failing, suffering))| params![seq, ADDED, failing, suffering, act.at].to_vec())
        .collect();
    act.tx().load(LOAD, &rows)?;
    Ok(())
}

/// Too much changed to be told one by one.
pub fn rebuild(act: &Act<'_>) -> Result<(), Fault> {
    write(act, REBUILD, None)
}

fn write(act: &Act<'_>, kind: &str, way: Option<(Uuid, Uuid)>) -> Result<(), Fault> {
    let seq = act.next_number(COUNTER)?;
    let (failing, suffering) = way.unzip();
    act.tx()
        .execute(WRITE, params![seq, kind, failing, suffering, act.at])?;
    Ok(())
}

/// How long a change is told to servers that have not asked since. One that asks later reads everything anew.
const TOLD: Duration = Duration::from_hours(24);

/// Forgets changes that every server has taken in: a job.
pub async fn sweep(app: App) -> Result<(), Fault> {
    let now = app.now();
    let oldest = now.checked_sub(SignedDuration::try_from(TOLD).map_err(Fault::internal)?);
    let oldest = oldest.map_err(Fault::internal)?;
    app.db()
        .keep_house(now, move |tx| Ok::<_, Fault>(tx.execute(SWEEP, params![oldest])?))
        .await?;
    Ok(())
}
