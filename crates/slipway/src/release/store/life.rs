//! SQL of what happens to a release besides its tasks: holds, shares of a task, runs that were reopened, another model.

use jiff::Timestamp;
use slipway_core::id::Id;
use slipway_core::kind::{Account, Release as ReleaseKind, Suspension as SuspensionKind, Task};
use slipway_core::release::{Preset, Release, Share, Suspension};
use slipway_db::{Error, ReadTx, WriteTx, params, statements};
use uuid::Uuid;

statements! {
    SUSPENSION = "select justification, complement, suspended_at, suspended_by, status_before from release_suspension \
                  where release = $1 and reactivated_at is null";
    SUSPENSIONS = "select s.justification, j.name, s.complement, s.status_before, s.suspended_at, s.suspended_by, se.name, \
                   s.reactivated_at, s.reactivated_by, re.name, s.held_minutes from release_suspension s \
                   join justification j on j.id = s.justification join account sa on sa.id = s.suspended_by \
                   join employee se on se.id = sa.employee left join account ra on ra.id = s.reactivated_by \
                   left join employee re on re.id = ra.employee where s.release = $1 order by s.suspended_at, s.id";
    SUSPEND = "insert into release_suspension (id, release, justification, complement, status_before, suspended_at, suspended_by) \
               values ($1, $2, $3, $4, $5, $6, $7)";
    REACTIVATE = "update release_suspension set reactivated_at = $2, reactivated_by = $3, held_minutes = $4 \
                  where release = $1 and reactivated_at is null";
    SHARE = "insert into release_share (task, account, work_group, shared_by, shared_at, justification) values ($1, $2, $3, $4, $5, $6)";
    UNSHARE = "delete from release_share where task = $1";
    KEEP_RUN = "insert into release_run (release, run, status, solution_category, closure, closed_at, closed_by, reopened_at, reopened_by, \
                reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    RUNS = "select r.run, r.status, r.solution_category, c.name, r.closure, r.closed_at, r.closed_by, ce.name, r.reopened_at, r.reopened_by, \
            oe.name, r.reason from release_run r left join solution_category c on c.id = r.solution_category \
            join account ca on ca.id = r.closed_by join employee ce on ce.id = ca.employee \
            join account oa on oa.id = r.reopened_by join employee oe on oe.id = oa.employee where r.release = $1 order by r.run";
    RECLASSIFY = "update release set model = $2, portfolio = $3, category = $4, flow = $5, flow_version = $6, calendar = $7 where id = $1";
    FORGET_EDGES = "delete from release_edge where release = $1 and run = $2";
}

/// The hold a release is in.
pub fn suspension(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Option<Suspension>, Error> {
    tx.query_opt(SUSPENSION, params![release], |row| {
        Ok(Suspension {
            justification: row.get(0)?,
            complement: row.get(1)?,
            since: (row.get(2)?, row.get(3)?),
            status_before: row.parse(4)?,
        })
    })
}

/// Somebody who did something at an instant, with their name.
#[derive(Debug, Clone)]
pub struct Done {
    pub at: Timestamp,
    pub by: Uuid,
    pub name: String,
}

/// A hold of a release, ended or not.
#[derive(Debug, Clone)]
pub struct Held {
    pub justification: Uuid,
    pub justification_name: String,
    pub complement: Option<String>,
    pub status_before: String,
    pub suspended: Done,
    pub reactivated: Option<Done>,
    /// Working minutes, once it has ended.
    pub held_minutes: Option<i64>,
}

/// Every hold of a release, in order.
pub fn suspensions(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Vec<Held>, Error> {
    tx.query(SUSPENSIONS, params![release], |row| {
        let ended: (Option<Timestamp>, Option<Uuid>, Option<String>) = (row.get(7)?, row.get(8)?, row.get(9)?);
        Ok(Held {
            justification: row.get(0)?,
            justification_name: row.get(1)?,
            complement: row.get(2)?,
            status_before: row.get(3)?,
            suspended: Done {
                at: row.get(4)?,
                by: row.get(5)?,
                name: row.get(6)?,
            },
            reactivated: match ended {
                (Some(at), Some(by), Some(name)) => Some(Done { at, by, name }),
                _ => None,
            },
            held_minutes: row.get(10)?,
        })
    })
}

/// Begins a hold.
pub fn suspend(
    tx: &WriteTx<'_>,
    id: Id<SuspensionKind>,
    release: Id<ReleaseKind>,
    hold: &Suspension,
) -> Result<(), Error> {
    let values = params![
        id,
        release,
        hold.justification,
        hold.complement,
        hold.status_before.as_str(),
        hold.since.0,
        hold.since.1
    ];
    tx.execute(SUSPEND, values).map(drop)
}

/// Ends the hold of a release.
pub fn reactivate(tx: &WriteTx<'_>, release: Id<ReleaseKind>, by: Id<Account>, held_minutes: u64) -> Result<(), Error> {
    let minutes = super::minutes(held_minutes);
    tx.execute(REACTIVATE, params![release, tx.at(), by, minutes]).map(drop)
}

/// Shares a task with one, and with nobody else any more (B066).
pub fn share(
    tx: &WriteTx<'_>,
    task: Id<Task>,
    with: Share,
    by: Id<Account>,
    justification: Option<&str>,
) -> Result<(), Error> {
    unshare(tx, task)?;
    let (account, group) = match with {
        Share::Account(account) => (Some(account), None),
        Share::Group(group) => (None, Some(group)),
    };
    tx.execute(SHARE, params![task, account, group, by, tx.at(), justification])
        .map(drop)
}

/// Shares a task with nobody any more.
pub fn unshare(tx: &WriteTx<'_>, task: Id<Task>) -> Result<(), Error> {
    tx.execute(UNSHARE, params![task]).map(drop)
}

/// Keeps how a run ended before the next one empties it from the record (R15).
pub fn keep_run(tx: &WriteTx<'_>, ended: &Release, by: Id<Account>, reason: &str) -> Result<(), Error> {
    let (closed_at, closed_by) = ended.closing.closed.unzip();
    let values = params![
        ended.id,
        ended.run,
        ended.status.as_str(),
        ended.closing.solution_category,
        ended.closing.text,
        closed_at,
        closed_by,
        tx.at(),
        by,
        reason
    ];
    tx.execute(KEEP_RUN, values).map(drop)
}

/// A run that ended and was reopened.
#[derive(Debug, Clone)]
pub struct Run {
    pub run: i64,
    pub status: String,
    pub solution_category: Option<Uuid>,
    pub solution_category_name: Option<String>,
    pub closure: Option<String>,
    pub closed: Done,
    pub reopened: Done,
    pub reason: String,
}

/// The runs before the present one, in order.
pub fn runs(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Vec<Run>, Error> {
    tx.query(RUNS, params![release], |row| {
        Ok(Run {
            run: row.get(0)?,
            status: row.get(1)?,
            solution_category: row.get(2)?,
            solution_category_name: row.get(3)?,
            closure: row.get(4)?,
            closed: Done {
                at: row.get(5)?,
                by: row.get(6)?,
                name: row.get(7)?,
            },
            reopened: Done {
                at: row.get(8)?,
                by: row.get(9)?,
                name: row.get(10)?,
            },
            reason: row.get(11)?,
        })
    })
}

/// Moves a release to another model, whose flow it has not walked yet.
pub fn reclassify(tx: &WriteTx<'_>, release: &Release, preset: &Preset) -> Result<(), Error> {
    let values = params![
        release.id,
        preset.model,
        preset.portfolio,
        preset.category.as_str(),
        preset.flow,
        preset.flow_version,
        preset.calendar
    ];
    tx.execute(RECLASSIFY, values)?;
    tx.execute(FORGET_EDGES, params![release.id, release.run]).map(drop)
}
