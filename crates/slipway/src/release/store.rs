//! SQL of releases, their tasks and walked edges. Holds, shares and runs are `life`.

pub mod life;

use jiff::Timestamp;
use slipway_core::flow::{EdgeId, Position, Status};
use slipway_core::id::Id;
use slipway_core::kind::{Account, Release as ReleaseKind, Task};
use slipway_core::release::{Closing, Contact, Notify, OpenTask, Phase, Priority, Release, Share, Sheet, Timing};
use slipway_db::{Error, ReadTx, Row, Value, WriteTx, params, statements};

macro_rules! columns {
    () => {
        "r.id, r.number, r.requester, r.contact_name, r.contact_email, r.contact_phone, r.contact_extension, r.unit, r.location, \
         r.contact_notes, r.portfolio, r.model, r.contract, r.executor_group, r.category, r.title, r.description, r.version, r.impact, \
         r.urgency, r.risk, r.release_date, r.notify_creation, r.notify_any_change, r.notify_closing, r.planning_start, r.planning_end, \
         r.planning_zone, r.planning_activity_group, r.planning_notes, r.deployment_start, r.deployment_end, r.deployment_zone, \
         r.deployment_activity_group, r.deployment_notes, r.planned_start, r.planned_end, r.term_minutes, r.deadline, r.flow, \
         r.flow_version, r.calendar, r.status, r.flow_position, r.run, r.captured_at, r.solution_category, r.closure, r.closed_at, \
         r.closed_by, r.reopen_count, r.suspended_minutes, r.created_at, r.created_by, r.updated_at, r.updated_by, r.revision, \
         r.extension_minutes, r.first_group, r.deleted_at"
    };
}

statements! {
    BY_NUMBER = concat!("select ", columns!(), " from release r where r.number = $1 and r.deleted_at is null");
    BY_NUMBER_DELETED_TOO = concat!("select ", columns!(), " from release r where r.number = $1");
    INSERT = "insert into release (id, number, portfolio, model, category, flow, flow_version, calendar, created_at, created_by, \
              first_group, revision, requester, contact_name, contact_email, contact_phone, contact_extension, unit, \
              location, contact_notes, contract, executor_group, title, title_folded, description, version, impact, \
              urgency, risk, priority, release_date, notify_creation, notify_any_change, notify_closing, \
              planning_start, planning_end, planning_zone, planning_activity_group, planning_notes, deployment_start, \
              deployment_end, deployment_zone, deployment_activity_group, deployment_notes, planned_start, \
              planned_end, term_minutes, deadline, status, state, flow_position, run, captured_at, solution_category, \
              closure, closed_at, closed_by, reopen_count, suspended_minutes, updated_at, updated_by, \
              extension_minutes, deleted_at) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
              $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, \
              $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63)";
    SAVE = "update release set requester = $3, contact_name = $4, contact_email = $5, contact_phone = $6, contact_extension = $7, unit = $8, \
            location = $9, contact_notes = $10, contract = $11, executor_group = $12, title = $13, title_folded = $14, description = $15, \
            version = $16, impact = $17, urgency = $18, risk = $19, priority = $20, release_date = $21, notify_creation = $22, \
            notify_any_change = $23, notify_closing = $24, planning_start = $25, planning_end = $26, planning_zone = $27, \
            planning_activity_group = $28, planning_notes = $29, deployment_start = $30, deployment_end = $31, deployment_zone = $32, \
            deployment_activity_group = $33, deployment_notes = $34, planned_start = $35, planned_end = $36, term_minutes = $37, \
            deadline = $38, status = $39, state = $40, flow_position = $41, run = $42, captured_at = $43, solution_category = $44, \
            closure = $45, closed_at = $46, closed_by = $47, reopen_count = $48, suspended_minutes = $49, updated_at = $50, \
            updated_by = $51, extension_minutes = $52, deleted_at = $53, revision = $54 where id = $1 and revision = $2";
    OPEN_TASKS = "select id, node, work_group, requester_only, responsible, opened_at, captured_at from release_task \
                  where release = $1 and completed_at is null order by opened_at, id";
    SHARES = "select s.task, s.account, s.work_group from release_share s join release_task t on t.id = s.task \
              where t.release = $1 and t.completed_at is null order by s.shared_at";
    INSERT_TASK = "insert into release_task (id, release, run, node, work_group, requester_only, opened_at) values ($1, $2, $3, $4, $5, $6, $7)";
    SAVE_TASK = "update release_task set work_group = $2, responsible = $3, captured_at = $4 where id = $1";
    COMPLETE_TASK = "update release_task set completed_at = $2, completed_by = $3, outcome = $4 where id = $1 and completed_at is null";
    COMPLETE_TASKS = "update release_task set completed_at = $2, completed_by = $3, outcome = $4 where release = $1 and completed_at is null";
    STEPS = "select t.run, t.node, t.work_group, g.name, t.opened_at, t.captured_at, t.completed_at, t.outcome, e.name \
             from release_task t join work_group g on g.id = t.work_group \
             left join account a on a.id = coalesce(t.completed_by, t.responsible) left join employee e on e.id = a.employee \
             where t.release = $1 order by t.opened_at, t.id";
    TOUCH = "update release set updated_at = $2, updated_by = $3, revision = $5 where id = $1 and revision = $4";
    REVISIONS = "select id, revision from release";
    N_EDGES = "select count(*) from release_edge where release = $1 and run = $2";
    INSERT_EDGE = "insert into release_edge (release, run, step, edge, walked_at) values ($1, $2, $3, $4, $5)";
    EDGES = "select edge from release_edge where release = $1 and run = $2 order by step";
}

/// A release and the revision it was read at.
#[derive(Debug, Clone)]
pub struct Stored {
    pub release: Release,
    pub revision: i64,
}

/// The release of a number, unless it is deleted.
pub fn by_number(tx: &ReadTx<'_>, number: i64) -> Result<Option<Stored>, Error> {
    let found = tx.query_opt(BY_NUMBER, params![number], release)?;
    with_tasks(tx, found)
}

/// The release of a number, deleted or not: for those with the right `audit` (R27).
pub fn by_number_deleted_too(tx: &ReadTx<'_>, number: i64) -> Result<Option<Stored>, Error> {
    let found = tx.query_opt(BY_NUMBER_DELETED_TOO, params![number], release)?;
    with_tasks(tx, found)
}

fn with_tasks(tx: &ReadTx<'_>, found: Option<Stored>) -> Result<Option<Stored>, Error> {
    let Some(mut stored) = found else { return Ok(None) };
    stored.release.tasks = open_tasks(tx, stored.release.id)?;
    if stored.release.status == Status::Suspended {
        stored.release.suspension = life::suspension(tx, stored.release.id)?;
    }
    Ok(Some(stored))
}

fn open_tasks(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Vec<OpenTask>, Error> {
    let mut tasks = tx.query(OPEN_TASKS, params![release], |row| {
        Ok(OpenTask {
            id: row.get(0)?,
            node: row.parse(1)?,
            group: row.get(2)?,
            requester_only: row.get(3)?,
            responsible: row.get(4)?,
            shared_with: Vec::new(),
            opened_at: row.get(5)?,
            captured_at: row.get(6)?,
        })
    })?;
    if tasks.is_empty() {
        return Ok(tasks);
    }
    let shares = tx.query(SHARES, params![release], |row| {
        let account: Option<Id<Account>> = row.get(1)?;
        let share = match account {
            Some(account) => Share::Account(account),
            None => Share::Group(row.get(2)?),
        };
        Ok((row.get::<Id<Task>>(0)?, share))
    })?;
    for (task, share) in shares {
        tasks
            .iter_mut()
            .filter(|known| known.id == task)
            .for_each(|known| known.shared_with.push(share));
    }
    Ok(tasks)
}

fn release(row: &Row<'_>) -> Result<Stored, Error> {
    let sheet = sheet(row)?;
    let closed_at: Option<Timestamp> = row.get(48)?;
    let closed_by: Option<Id<Account>> = row.get(49)?;
    Ok(Stored {
        revision: row.get(56)?,
        release: Release {
            id: row.get(0)?,
            number: row.get(1)?,
            portfolio: row.get(10)?,
            model: row.get(11)?,
            category: row.parse(14)?,
            priority: Priority::of(sheet.impact, sheet.urgency),
            timing: Timing {
                planned_start: row.get(35)?,
                planned_end: row.get(36)?,
                term_minutes: row.get::<i64>(37)?.unsigned_abs(),
                deadline: row.get(38)?,
            },
            flow: row.get(39)?,
            flow_version: row.get(40)?,
            calendar: row.get(41)?,
            status: row.parse(42)?,
            position: row.convert(43, |text: String| Position::from_text(&text).ok())?,
            run: row.get(44)?,
            tasks: Vec::new(),
            captured_at: row.get(45)?,
            closing: Closing {
                solution_category: row.get(46)?,
                text: row.get(47)?,
                closed: closed_at.zip(closed_by),
            },
            reopen_count: row.get(50)?,
            suspension: None,
            suspended_minutes: row.get::<i64>(51)?.unsigned_abs(),
            extension_minutes: row.get::<i64>(57)?.unsigned_abs(),
            first_group: row.get(58)?,
            deleted_at: row.get(59)?,
            created: (row.get(52)?, row.get(53)?),
            updated: (row.get(54)?, row.get(55)?),
            sheet,
        },
    })
}

fn sheet(row: &Row<'_>) -> Result<Sheet, Error> {
    Ok(Sheet {
        requester: row.get(2)?,
        contact: Contact {
            name: row.get(3)?,
            email: row.get(4)?,
            phone: row.get(5)?,
            extension: row.get(6)?,
            unit: row.get(7)?,
            location: row.get(8)?,
            notes: row.get(9)?,
        },
        contract: row.get(12)?,
        executor_group: row.get(13)?,
        title: row.get(15)?,
        description: row.get(16)?,
        version: row.get(17)?,
        impact: row.parse(18)?,
        urgency: row.parse(19)?,
        risk: row.parse(20)?,
        release_date: row.get(21)?,
        notify: Notify {
            creation: row.get(22)?,
            any_change: row.get(23)?,
            closing: row.get(24)?,
        },
        planning: phase(row, 25)?,
        deployment: phase(row, 30)?,
    })
}

/// Five columns from `first`: start, end, zone, activity group, notes.
fn phase(row: &Row<'_>, first: usize) -> Result<Phase, Error> {
    let (start, end) = (row.parse(first)?, row.parse(first + 1)?);
    let mut phase: Phase = row.convert(first + 2, |zone: String| Phase::new(start, end, &zone).ok())?;
    phase.activity_group = row.get(first + 3)?;
    phase.notes = row.get(first + 4)?;
    Ok(phase)
}

/// The columns that a save writes, in the order of `SAVE` from its third placeholder on.
fn saved(release: &Release) -> Vec<Value> {
    let sheet = &release.sheet;
    let (closed_at, closed_by) = release.closing.closed.unzip();
    params![
        sheet.requester,
        sheet.contact.name,
        sheet.contact.email,
        sheet.contact.phone,
        sheet.contact.extension,
        sheet.contact.unit,
        sheet.contact.location,
        sheet.contact.notes,
        sheet.contract,
        sheet.executor_group,
        sheet.title,
        fold(&sheet.title),
        sheet.description,
        sheet.version,
        sheet.impact.as_str(),
        sheet.urgency.as_str(),
        sheet.risk.as_str(),
        i64::from(release.priority.number()),
        sheet.release_date,
        sheet.notify.creation,
        sheet.notify.any_change,
        sheet.notify.closing,
        sheet.planning.start().to_string(),
        sheet.planning.end().to_string(),
        sheet.planning.zone(),
        sheet.planning.activity_group,
        sheet.planning.notes,
        sheet.deployment.start().to_string(),
        sheet.deployment.end().to_string(),
        sheet.deployment.zone(),
        sheet.deployment.activity_group,
        sheet.deployment.notes,
        release.timing.planned_start,
        release.timing.planned_end,
        minutes(release.timing.term_minutes),
        release.timing.deadline,
        release.status.as_str(),
        state(release),
        release.position.to_text(),
        release.run,
        release.captured_at,
        release.closing.solution_category,
        release.closing.text,
        closed_at,
        closed_by,
        i64::from(release.reopen_count),
        minutes(release.suspended_minutes),
        release.updated.0,
        release.updated.1,
        minutes(release.extension_minutes),
        release.deleted_at,
    ]
    .to_vec()
}

fn state(release: &Release) -> &'static str {
    if release.is_closed() { "closed" } else { "open" }
}

fn minutes(minutes: u64) -> i64 {
    i64::try_from(minutes).unwrap_or(i64::MAX)
}

/// A text as searches compare it: lower case, without accents.
pub fn fold(text: &str) -> String {
    slipway_core::fold::fold(text)
}

/// Stores a new release with its first tasks.
pub fn insert(tx: &WriteTx<'_>, release: &Release, revision: i64) -> Result<(), Error> {
    let mut values = params![
        release.id,
        release.number,
        release.portfolio,
        release.model,
        release.category.as_str(),
        release.flow,
        release.flow_version,
        release.calendar,
        release.created.0,
        release.created.1,
        release.first_group,
        revision,
    ]
    .to_vec();
    values.extend(saved(release));
    tx.execute(INSERT, &values)?;
    insert_tasks(tx, release, &release.tasks)
}

/// Writes a changed release. Answers how many rows that was: none when somebody else wrote it first.
pub fn save(tx: &WriteTx<'_>, release: &Release, seen: i64, revision: i64) -> Result<u64, Error> {
    let mut values = params![release.id, seen].to_vec();
    values.extend(saved(release));
    values.extend_from_slice(params![revision]);
    tx.execute(SAVE, &values)
}

/// Moves the revision on after something was added to a release; answers how many rows it found at the revision seen.
pub fn touch(
    tx: &WriteTx<'_>,
    release: Id<ReleaseKind>,
    (at, by): (Timestamp, Id<Account>),
    (seen, revision): (i64, i64),
) -> Result<u64, Error> {
    tx.execute(TOUCH, params![release, at, by, seen, revision])
}

/// Opens tasks.
pub fn insert_tasks(tx: &WriteTx<'_>, release: &Release, tasks: &[OpenTask]) -> Result<(), Error> {
    for task in tasks {
        let values = params![
            task.id,
            release.id,
            release.run,
            task.node.as_str(),
            task.group,
            task.requester_only,
            task.opened_at
        ];
        tx.execute(INSERT_TASK, values)?;
    }
    Ok(())
}

/// Writes who has a task.
pub fn save_task(tx: &WriteTx<'_>, task: &OpenTask) -> Result<(), Error> {
    tx.execute(
        SAVE_TASK,
        params![task.id, task.group, task.responsible, task.captured_at],
    )
    .map(drop)
}

/// Completes one task, or every open one of a release whose flow has ended.
pub fn complete(tx: &WriteTx<'_>, what: Completed<'_>, by: Id<Account>, outcome: &str) -> Result<(), Error> {
    match what {
        Completed::Task(task) => tx.execute(COMPLETE_TASK, params![task, tx.at(), by, outcome]),
        Completed::AllOf(release) => tx.execute(COMPLETE_TASKS, params![release.id, tx.at(), by, outcome]),
    }
    .map(drop)
}

/// What `complete` completes.
#[derive(Debug, Clone, Copy)]
pub enum Completed<'a> {
    Task(Id<Task>),
    AllOf(&'a Release),
}

/// Remembers the edges of the flow that were walked, for the drawn path (F050).
pub fn walk(tx: &WriteTx<'_>, release: &Release, edges: &[EdgeId]) -> Result<(), Error> {
    let walked: i64 = tx.query_one(N_EDGES, params![release.id, release.run], |row| row.get(0))?;
    for (step, edge) in (walked + 1..).zip(edges) {
        tx.execute(
            INSERT_EDGE,
            params![release.id, release.run, step, edge.as_str(), tx.at()],
        )?;
    }
    Ok(())
}

/// The edges walked in a run, in order.
pub fn edges(tx: &ReadTx<'_>, release: &Release) -> Result<Vec<String>, Error> {
    tx.query(EDGES, params![release.id, release.run], |row| row.get(0))
}

/// A step of the flow that was or is worked on.
#[derive(Debug, Clone)]
pub struct Step {
    pub run: i64,
    pub node: String,
    pub group_name: String,
    pub opened_at: Timestamp,
    pub captured_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub outcome: Option<String>,
    /// Who completed it, or is responsible for it.
    pub person: Option<String>,
}

/// Every step of every run, in order.
pub fn steps(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Vec<Step>, Error> {
    tx.query(STEPS, params![release], |row| {
        Ok(Step {
            run: row.get(0)?,
            node: row.get(1)?,
            group_name: row.get(3)?,
            opened_at: row.get(4)?,
            captured_at: row.get(5)?,
            completed_at: row.get(6)?,
            outcome: row.get(7)?,
            person: row.get(8)?,
        })
    })
}
