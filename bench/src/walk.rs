//! Many workers who each walk releases of their own through the standard flow: capture all, then advance all.
//! Only the advances are timed. How one capture or advance is done is the worker's business.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use crate::Failure;
use crate::disk::Disk;

/// Somebody who can do one thing to a release at a time.
pub trait Worker: Send + 'static {
    /// Does it to the release of `number` as it stands at `revision`; answers the revision after.
    fn perform(&mut self, verb: Verb, number: i64, revision: i64) -> impl Future<Output = Result<i64, Failure>> + Send;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Capture,
    Advance,
}

/// A worker's own release, and the revision it stands at.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub number: i64,
    pub revision: i64,
}

/// What the advances took.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Walked {
    pub n_advances: u64,
    pub n_flushes: u64,
    pub took: Duration,
}

impl Walked {
    pub fn a_second(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let n_advances = self.n_advances as f64;
        n_advances / self.took.as_secs_f64()
    }
}

/// Release, Run and Test are left by an advance each; leaving Homologation would need more than that.
const N_TASKS: usize = 3;

/// The releases 1 to `n_releases`, just registered, dealt out to the workers.
pub fn deal(n_releases: i64, n_workers: usize) -> Vec<Vec<Standing>> {
    let mut hands = vec![Vec::new(); n_workers];
    for (place, number) in (0..n_workers).cycle().zip(1..=n_releases) {
        hands
            .get_mut(place)
            .into_iter()
            .for_each(|hand| hand.push(Standing { number, revision: 1 }));
    }
    hands
}

/// Walks all releases up to their last task. The disk is slower by `delay` while advances are timed, and only then.
pub async fn walk<W: Worker>(
    workers: Vec<W>,
    n_releases: i64,
    disk: &Disk,
    delay: Duration,
) -> Result<Walked, Failure> {
    let hands = deal(n_releases, workers.len());
    let mut team: Vec<(W, Vec<Standing>)> = workers.into_iter().zip(hands).collect();
    let mut walked = Walked::default();
    for _ in 0..N_TASKS {
        team = all_perform(Verb::Capture, team).await?;
        disk.slow_down(delay)?;
        let (began, n_flushes) = (Instant::now(), disk.n_flushes()?);
        team = all_perform(Verb::Advance, team).await?;
        walked.took += began.elapsed();
        walked.n_flushes += disk.n_flushes()? - n_flushes;
        disk.slow_down(Duration::ZERO)?;
        walked.n_advances += u64::try_from(n_releases)?;
    }
    Ok(walked)
}

/// Every worker does it to each of their releases, all workers at once.
async fn all_perform<W: Worker>(verb: Verb, team: Vec<(W, Vec<Standing>)>) -> Result<Vec<(W, Vec<Standing>)>, Failure> {
    let mut working = JoinSet::new();
    for (mut worker, mut hand) in team {
        working.spawn(async move {
            for Standing { number, revision } in &mut hand {
                *revision = worker.perform(verb, *number, *revision).await?;
            }
            Ok::<_, Failure>((worker, hand))
        });
    }
    let mut team = Vec::new();
    while let Some(done) = working.join_next().await {
        team.push(done??);
    }
    Ok(team)
}
