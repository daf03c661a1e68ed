//! SQL of scheduled activities.

use slipway_core::activity::{Activity, PhaseName, Plan, Progress, Situation};
use slipway_core::id::Id;
use slipway_core::kind::{Activity as ActivityKind, ActivityGroup, ActivitySuspensionReason, Release as ReleaseKind};
use slipway_db::{Error, ReadTx, Row, Value, WriteTx, params, statements};

macro_rules! columns {
    () => {
        "k.id, k.release, k.activity_group, k.guidelines, k.starts, k.zone, k.starts_at, k.minutes, k.phase, k.situation, \
         k.began_at, k.situation_at, k.details, k.suspension_reason, k.scheduled_at, k.scheduled_by, k.reported_at, k.reported_by, \
         r.number, r.title, g.name, s.name, e.name"
    };
}

macro_rules! listed {
    ($where:literal) => {
        concat!(
            "select ",
            columns!(),
            " from activity k join release r on r.id = k.release join activity_group g on g.id = k.activity_group \
             left join activity_suspension_reason s on s.id = k.suspension_reason \
             left join account a on a.id = k.reported_by left join employee e on e.id = a.employee where ",
            $where
        )
    };
}

statements! {
    OF_RELEASE = listed!("k.release = $1 order by k.starts_at, k.id");
    ONE = listed!("k.id = $1 and k.release = $2");
    IN_PERIOD = listed!("r.deleted_at is null");
    INSERT = "insert into activity (id, release, activity_group, guidelines, starts, zone, starts_at, minutes, phase, situation, \
              began_at, situation_at, details, suspension_reason, scheduled_at, scheduled_by, reported_at, reported_by) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    SAVE = "update activity set activity_group = $2, guidelines = $3, starts = $4, zone = $5, starts_at = $6, minutes = $7, \
            phase = $8, situation = $9, began_at = $10, situation_at = $11, details = $12, suspension_reason = $13, \
            scheduled_at = $14, scheduled_by = $15, reported_at = $16, reported_by = $17 where id = $1";
    GROUP = "select name from activity_group where id = $1 and active and deleted_at is null";
    REASON = "select name from activity_suspension_reason where id = $1 and active and deleted_at is null";
}

/// An activity with the names of what it refers to.
#[derive(Debug, Clone)]
pub struct Listed {
    pub activity: Activity,
    pub number: i64,
    pub title: String,
    pub group: String,
    pub suspension_reason: Option<String>,
    pub reported_by: Option<String>,
}

/// The activities of a release in the order they are due.
pub fn of_release(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Vec<Listed>, Error> {
    tx.query(OF_RELEASE, params![release], listed)
}

/// One activity of a release.
pub fn one(tx: &ReadTx<'_>, release: Id<ReleaseKind>, id: Id<ActivityKind>) -> Result<Option<Listed>, Error> {
    tx.query_opt(ONE, params![id, release], listed)
}

/// Reads a row of the statements above.
pub fn listed(row: &Row<'_>) -> Result<Listed, Error> {
    let (starts, minutes): (_, i64) = (row.parse(4)?, row.get(7)?);
    let group = row.get(2)?;
    let mut plan: Plan = row.convert(5, |zone: String| Plan::new(group, starts, &zone, minutes).ok())?;
    plan.guidelines = row.get(3)?;
    let phase: Option<String> = row.get(8)?;
    let (reported_at, reported_by) = (row.get::<Option<_>>(16)?, row.get::<Option<_>>(17)?);
    Ok(Listed {
        activity: Activity {
            id: row.get(0)?,
            release: row.get(1)?,
            plan,
            phase: phase.and_then(|phase| phase.parse().ok()),
            progress: Progress {
                situation: row.parse::<Situation>(9)?,
                began_at: row.get(10)?,
                at: row.get(11)?,
                details: row.get(12)?,
                suspension_reason: row.get(13)?,
            },
            scheduled: (row.get(14)?, row.get(15)?),
            reported: reported_at.zip(reported_by),
        },
        number: row.get(18)?,
        title: row.get(19)?,
        group: row.get(20)?,
        suspension_reason: row.get(21)?,
        reported_by: row.get(22)?,
    })
}

/// Schedules one.
pub fn insert(tx: &WriteTx<'_>, activity: &Activity) -> Result<(), Error> {
    let mut values = params![activity.id, activity.release].to_vec();
    values.extend(written(activity));
    tx.execute(INSERT, &values).map(drop)
}

/// Writes what became of one.
pub fn save(tx: &WriteTx<'_>, activity: &Activity) -> Result<(), Error> {
    let mut values = params![activity.id].to_vec();
    values.extend(written(activity));
    tx.execute(SAVE, &values).map(drop)
}

/// Everything but the id and the release, in the order of both statements.
fn written(activity: &Activity) -> Vec<Value> {
    let (plan, progress) = (&activity.plan, &activity.progress);
    let (reported_at, reported_by) = activity.reported.unzip();
    params![
        plan.activity_group,
        plan.guidelines,
        plan.starts().to_string(),
        plan.zone(),
        plan.starts_at(),
        plan.minutes(),
        activity.phase.map(PhaseName::as_str),
        progress.situation.as_str(),
        progress.began_at,
        progress.at,
        progress.details,
        progress.suspension_reason,
        activity.scheduled.0,
        activity.scheduled.1,
        reported_at,
        reported_by
    ]
    .to_vec()
}

/// Whether activities may be scheduled for a group.
pub fn has_group(tx: &ReadTx<'_>, id: Id<ActivityGroup>) -> Result<bool, Error> {
    let found = tx.query_opt(GROUP, params![id], |row| row.get::<String>(0))?;
    Ok(found.is_some())
}

/// Whether a reason may be given for a suspension.
pub fn has_reason(tx: &ReadTx<'_>, id: Id<ActivitySuspensionReason>) -> Result<bool, Error> {
    let found = tx.query_opt(REASON, params![id], |row| row.get::<String>(0))?;
    Ok(found.is_some())
}
