//! An import under way: batch after batch, each with its progress in one transaction, so that a server that is killed loses
//! none that was accounted for and does none twice.

use std::io::Read;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use slipway_core::cmdb::exchange::{Progress, Record};
use slipway_db::{Error, ReadTx};
use uuid::Uuid;

use super::apply::{Manners, Outcome, Refusal, Tally, apply};
use super::columns::Asked;
use super::command;
use super::names::{Missing, Words};
use super::reading::{ROWS, Reading};
use super::spool::Spool;
use super::store::{self, Job, Step};
use crate::account;
use crate::act::{Act, Person, new_uuid};
use crate::app::App;
use crate::edge::{Code, Fault};

/// How long an import belongs to whoever is at it, from batch to batch.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often a batch is tried that collides with other writers.
const ATTEMPTS: u32 = 5;
/// How long the file of an import is kept that nobody ends.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How an import that was begun has ended here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Done,
    /// The key of the text that says why.
    Failed(String),
    /// Somebody else goes on with it.
    Lost,
}

/// The job: goes on with every import that nobody is at, and removes files that nobody needs.
pub async fn work(app: App) -> Result<(), Fault> {
    let now = app.now();
    let waiting = app
        .db()
        .read(move |tx| Ok::<_, Fault>(store::waiting(tx, now)?))
        .await?;
    for id in waiting {
        let (now, until) = term(&app)?;
        let lease = move |tx: &slipway_db::WriteTx<'_>| Ok::<_, Fault>(store::lease(tx, id, (now, until))?);
        if app.db().keep_house(now, lease).await? {
            carry_out(&app, id).await?;
        }
    }
    sweep(&app).await
}

fn term(app: &App) -> Result<(Timestamp, Timestamp), Fault> {
    let now = app.now();
    Ok((now, now.checked_add(LEASE).map_err(Fault::internal)?))
}

async fn sweep(app: &App) -> Result<(), Fault> {
    let before = app.now().checked_sub(KEPT).map_err(Fault::internal)?;
    let over = app
        .db()
        .read(move |tx| Ok::<_, Fault>(store::over(tx, before)?))
        .await?;
    let spool = Spool::at(&app.config().files);
    super::spool::blocking(move || over.into_iter().try_for_each(|id| spool.remove(id))).await
}

async fn carry_out(app: &App, id: Uuid) -> Result<(), Fault> {
    let found = app.db().read(move |tx| Ok::<_, Fault>(store::one(tx, id)?)).await?;
    let Some(job) = found else { return Ok(()) };
    let spool = Spool::at(&app.config().files);
    let ended = match super::spool::blocking(move || spool.open(id)).await? {
        Some(file) => run(app, &job, file, |_, _| {}).await?,
        None => failed(app, &job, "import-failure-no-file").await?,
    };
    tracing::info!(import.id = %id, import.end = ?ended, "an import ended");
    Ok(())
}

/// Takes in the rows of a file that are not accounted for yet; `watch` is told after each batch.
pub async fn run(
    app: &App,
    job: &Job,
    file: impl Read + Send + 'static,
    watch: impl Fn(Tally, i64),
) -> Result<Ended, Fault> {
    match all(app, job, file, watch).await {
        Ok(Some(())) => finish(app, job, Progress::Done, None).await.map(|()| Ended::Done),
        Ok(None) => Ok(Ended::Lost),
        Err(fault) if fault.code == Code::Invalid => {
            let key = fault
                .errors
                .first()
                .map_or_else(|| fault.detail_key(), crate::edge::FieldError::key);
            failed(app, job, &key).await
        }
        // What passes is tried again when the lease has ended.
        Err(fault) if fault.code == Code::Unavailable => Err(fault),
        Err(fault) => {
            tracing::error!(import.id = %job.id, cause = ?fault, "an import failed");
            failed(app, job, &fault.detail_key()).await
        }
    }
}

async fn failed(app: &App, job: &Job, key: &str) -> Result<Ended, Fault> {
    finish(app, job, Progress::Failed, Some(key.to_owned())).await?;
    Ok(Ended::Failed(key.to_owned()))
}

async fn finish(app: &App, job: &Job, state: Progress, failure: Option<String>) -> Result<(), Fault> {
    let id = job.id;
    let end = move |act: &Act<'_>| command::end(act, id, state, failure.as_deref());
    by(app, job, end).await
}

/// Runs an act in the name of whoever began the import, with the rights that person has now.
async fn by<T: Send + 'static>(
    app: &App,
    job: &Job,
    work: impl FnMut(&Act<'_>) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let at = app.now();
    let Some(account) = job.account else {
        return app.act_as_system(at, job.id, work).await;
    };
    let person = app.db().read(move |tx| account::query::of_account(tx, account)).await?;
    let person: Person = person.ok_or_else(|| Fault::new(Code::NotLoggedIn))?;
    app.act_as(&person, (at, job.id), work).await
}

/// None when somebody else goes on with the import.
async fn all(
    app: &App,
    job: &Job,
    file: impl Read + Send + 'static,
    watch: impl Fn(Tally, i64),
) -> Result<Option<()>, Fault> {
    let mut tally = if job.is_rehearsal {
        from_the_start(app, job).await?
    } else {
        job.tally
    };
    let mut reading = opened(job, tally, file).await?;
    let course = Course::default();
    loop {
        let (read, batch) = blocking(move || {
            let batch = reading.batch(ROWS);
            (reading, batch)
        })
        .await?;
        reading = read;
        let batch = Arc::new(batch?);
        if batch.is_empty() {
            return Ok(Some(()));
        }
        let place = Place {
            position: tally.rows(),
            done_bytes: reading.n_bytes(),
            digest: reading.digest(),
        };
        let Some(outcome) = step(app, job, (&course, &batch), place).await? else {
            return Ok(None);
        };
        tally += outcome.tally;
        metrics::counter!("slipway_imported_rows_total").increment(outcome.tally.rows().unsigned_abs());
        watch(tally, reading.n_bytes());
        course.take_in(job, &batch, outcome);
    }
}

/// The file behind the rows that are accounted for.
async fn opened(job: &Job, tally: Tally, file: impl Read + Send + 'static) -> Result<Reading, Fault> {
    let job = job.clone();
    blocking(move || {
        let mut reading = Reading::open((job.import, job.format), &job.mapping, file)?;
        let n_rows = usize::try_from(tally.rows()).map_err(Fault::internal)?;
        let is_whole = reading.skip(n_rows)?;
        if n_rows > 0 && !(is_whole && reading.digest().as_slice() == job.digest) {
            let other = crate::edge::FieldError::new(super::rows::FILE, "other_file");
            return Err(Fault::invalid(vec![other]));
        }
        Ok(reading)
    })
    .await?
}

/// A rehearsal keeps nothing that it could go on from.
async fn from_the_start(app: &App, job: &Job) -> Result<Tally, Fault> {
    if job.tally.rows() > 0 {
        let (id, at) = (job.id, app.now());
        app.db()
            .keep_house(at, move |tx| {
                Ok::<_, Fault>(store::rewind(tx, id, &command::nothing_read())?)
            })
            .await?;
    }
    Ok(Tally::default())
}

/// What a rehearsal has to know of the batches before.
#[derive(Debug, Default)]
struct Course {
    rehearsed: Arc<RwLock<Words>>,
    definitions: Arc<RwLock<Vec<Asked>>>,
}

impl Course {
    fn take_in(&self, job: &Job, batch: &[Asked], outcome: Outcome) {
        if !job.is_rehearsal {
            return;
        }
        write(&self.rehearsed).extend(outcome.rehearsed);
        let is_definition = |row: &&Asked| !matches!(row.record, Record::Item | Record::Relationship);
        write(&self.definitions).extend(batch.iter().filter(is_definition).cloned());
    }
}

// Both are only added to, so that what a thread left that panicked is whole.
fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

/// Where an import is after a batch.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Rows accounted for before it.
    position: i64,
    done_bytes: i64,
    digest: [u8; 32],
}

/// Takes a batch in; none when somebody else goes on with the import.
async fn step(
    app: &App,
    job: &Job,
    (course, batch): (&Course, &Arc<Vec<Asked>>),
    place: Place,
) -> Result<Option<Outcome>, Fault> {
    let mut n_tried = 0;
    loop {
        let (batch, rehearsed, definitions) = (
            Arc::clone(batch),
            Arc::clone(&course.rehearsed),
            Arc::clone(&course.definitions),
        );
        let (job_of, (_, until)) = (job.clone(), term(app)?);
        let done = by(app, job, move |act| {
            let manners = manners(&job_of);
            let outcome = if manners.is_rehearsal {
                rehearse(act, manners, (&read(&definitions), &batch), &read(&rehearsed))?
            } else {
                apply(act, manners, &batch, &read(&rehearsed))?
            };
            let step = Step {
                job: job_of.id,
                position: place.position,
                done_bytes: place.done_bytes,
                tally: outcome.tally,
                digest: place.digest,
                leased_until: until,
                refusals: &outcome.refusals,
            };
            // How far an import has come is no event of its own: each item tells its own.
            act.tx().recorded();
            if store::advance(act.tx(), &step)? {
                Ok(outcome)
            } else {
                Err(Fault::new(Code::ImportOver))
            }
        })
        .await;
        n_tried += 1;
        match done {
            Ok(outcome) => return Ok(Some(outcome)),
            Err(fault) if fault.code == Code::ImportOver => return Ok(None),
            Err(fault) if n_tried < ATTEMPTS && matches!(fault.code, Code::Unavailable | Code::Stale) => {
                tokio::time::sleep(Duration::from_millis(100) * n_tried).await;
            }
            Err(fault) => return Err(fault),
        }
    }
}

fn manners(job: &Job) -> Manners {
    Manners {
        missing: if job.creates_missing {
            Missing::Create
        } else {
            Missing::Refuse
        },
        is_rehearsal: job.is_rehearsal,
    }
}

/// What undoes a rehearsal: it is thrown out of its savepoint with what was found.
enum Undone {
    Rehearsed(Outcome),
    Failed(Fault),
}

impl From<Error> for Undone {
    fn from(error: Error) -> Undone {
        Undone::Failed(error.into())
    }
}

fn rehearse(
    act: &Act<'_>,
    manners: Manners,
    (definitions, batch): (&[Asked], &[Asked]),
    rehearsed: &Words,
) -> Result<Outcome, Fault> {
    let undone = act.tx().attempt(|| {
        let judged = apply(act, manners, definitions, rehearsed).and_then(|_| apply(act, manners, batch, rehearsed));
        Err::<(), Undone>(judged.map_or_else(Undone::Failed, Undone::Rehearsed))
    });
    act.tx().memory().forget();
    match undone {
        Err(Undone::Rehearsed(outcome)) => Ok(outcome),
        Err(Undone::Failed(fault)) => Err(fault),
        Ok(()) => Err(Fault::new(Code::Internal)),
    }
}

/// Reading and decoding keep a thread busy, which must not be one of those that serve everybody.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(Fault::internal)
}

/// An import as it stands, for the command line.
pub fn report(tx: &ReadTx<'_>, id: Uuid) -> Result<Job, Fault> {
    store::one(tx, id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

/// Before the first refusal.
pub const FIRST: store::Place = (0, -1);

/// The refusals behind a place, a thousand at most.
pub fn refusals(tx: &ReadTx<'_>, id: Uuid, after: store::Place) -> Result<Vec<(Refusal, store::Place)>, Fault> {
    Ok(store::refusals(tx, id, after, 1_000)?)
}

/// Begins an import in the name of the program, for the command line.
pub async fn begin_at_machine(app: &App, sent: command::Sent, wish: command::Wish) -> Result<Job, Fault> {
    let at = app.now();
    let begin = move |act: &Act<'_>| command::begin(act, &sent, &wish, Progress::Running);
    app.act_as_system(at, new_uuid(at), begin).await
}

/// Lets an import go on in the name of the program.
pub async fn resume_at_machine(app: &App, id: Uuid) -> Result<Job, Fault> {
    let at = app.now();
    app.act_as_system(at, new_uuid(at), move |act| command::resume(act, id))
        .await
}
