//! Volume for measurements: realistic releases in any number, the same for the same seed, made by the rules of the core
//! and written past the commands, in big transactions and without mails. Each history holds.

mod birth;
mod dice;
mod estate;
mod life;
mod staff;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use slipway_db::{Stamp, WriteTx, params};

use self::dice::Dice;
use self::estate::Estate;
use self::life::{IsOpen, Life, Span, live};
use crate::act::new_uuid;
use crate::app::App;
use crate::audit;
use crate::edge::Fault;
use crate::release::{KIND, store};

/// What is asked for. The same seed and day give the same releases under the same numbers.
#[derive(Debug, Clone, Copy)]
pub struct Volume {
    pub n_releases: u64,
    pub seed: u64,
    /// The last release is registered the day before.
    pub until: Date,
}

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    pub first: i64,
    pub last: i64,
    pub n_open: u64,
    pub n_events: u64,
}

/// Releases that one transaction keeps.
const CHUNK: u64 = 500;

/// For how long there have been releases.
const HISTORY: SignedDuration = SignedDuration::from_hours(3 * 365 * 24);

/// Fills a store that has been set up. `told` hears how many releases are on disk.
pub async fn fill(app: &App, volume: Volume, told: impl Fn(u64)) -> Result<Made, Fault> {
    let estate = Arc::new(estate::prepare(app, volume.seed).await?);
    let until = TimeZone::UTC
        .to_timestamp(volume.until.at(0, 0, 0, 0))
        .map_err(Fault::internal)?;
    let (at, n_releases) = (app.now(), i64::try_from(volume.n_releases).unwrap_or(i64::MAX));
    let reserve = move |tx: &WriteTx<'_>| Ok::<_, Fault>(audit::store::reserve_numbers(tx, KIND, n_releases)?);
    let first = app.db().keep_house(at, reserve).await?;
    let mut made = Made {
        first,
        last: first + n_releases - 1,
        ..Made::default()
    };
    let mut living = None;
    // While one chunk is written the next one is made up.
    for begin in (0..volume.n_releases)
        .step_by(usize::try_from(CHUNK).unwrap_or(1))
        .map(Some)
        .chain([None])
    {
        let next = begin.map(|begin| {
            let (estate, end) = (Arc::clone(&estate), volume.n_releases.min(begin + CHUNK));
            let place = Place { volume, first, until };
            tokio::task::spawn_blocking(move || (begin..end).map(|index| place.life(&estate, index)).collect())
        });
        if let Some(task) = std::mem::replace(&mut living, next) {
            let lives: Result<Vec<Life>, Fault> = task.await.map_err(Fault::internal)?;
            let lives = Arc::new(lives?);
            made.n_open += lives.iter().filter(|life| !life.release.is_closed()).count() as u64;
            made.n_events += lives.iter().map(|life| life.history.len() as u64).sum::<u64>();
            keep(app, at, &lives).await?;
            told(begin.unwrap_or(volume.n_releases));
        }
    }
    Ok(made)
}

/// Where a release stands among those that are asked for.
#[derive(Debug, Clone, Copy)]
struct Place {
    volume: Volume,
    /// The number of the first one.
    first: i64,
    until: Timestamp,
}

impl Place {
    fn life(self, estate: &Estate, index: u64) -> Result<Life, Fault> {
        let number = self.first.saturating_add_unsigned(index);
        let mut dice = Dice::of(self.volume.seed, number.unsigned_abs());
        let share = HISTORY / i32::try_from(self.volume.n_releases).unwrap_or(i32::MAX);
        let past = share * i32::try_from(self.volume.n_releases - index).unwrap_or(i32::MAX);
        let born_at = self.until - past + dice.span(share.max(SignedDuration::from_secs(1)));
        let is_open = if dice.percent(open_percent(index, self.volume.n_releases)) {
            IsOpen::Open
        } else {
            IsOpen::Closed
        };
        let span = Span {
            number,
            born_at: whole_seconds(born_at),
            until: self.until,
        };
        Ok(live(estate, dice, span, is_open)?)
    }
}

/// The newer, the more are open: 15 in a hundred of all, and 90 of the newest.
fn open_percent(index: u64, n_releases: u64) -> u64 {
    let age = u128::from(index) * 1_000 / u128::from(n_releases.max(1));
    u64::try_from(90 * age.pow(5) / 1_000_u128.pow(5)).unwrap_or_default()
}

fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// Writes releases with their tasks, paths and histories.
async fn keep(app: &App, at: Timestamp, lives: &Arc<Vec<Life>>) -> Result<(), Fault> {
    let lives = Arc::clone(lives);
    let stamp = Stamp {
        at,
        by: None,
        request: new_uuid(at),
    };
    let write = move |tx: &WriteTx<'_>| {
        lives.iter().try_for_each(|life| keep_one(tx, life))?;
        tx.recorded();
        Ok(())
    };
    app.db().write(stamp, write).await
}

fn keep_one(tx: &WriteTx<'_>, life: &Life) -> Result<(), Fault> {
    let release = &life.release;
    store::insert(tx, release, life.revision())?;
    for task in release.tasks.iter().filter(|task| task.responsible.is_some()) {
        store::save_task(tx, task)?;
    }
    for left in &life.left {
        store::insert_tasks(tx, release, std::slice::from_ref(&left.task))?;
        store::save_task(tx, &left.task)?;
        tx.execute(
            store::COMPLETE_TASK,
            params![left.task.id, left.at, left.by, left.outcome.as_str()],
        )?;
    }
    for (step, (edge, at)) in (1_i64..).zip(&life.walked) {
        tx.execute(
            store::INSERT_EDGE,
            params![release.id, release.run, step, edge.as_str(), *at],
        )?;
    }
    life.history
        .iter()
        .try_for_each(|event| audit::store::insert(tx, event))?;
    Ok(())
}
