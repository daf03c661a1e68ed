//! Which login attempts are let through to the password check: slow for guessers, open for the person they guess at.
//!
//! Everybody is held to a pace per account and network. Strangers to an account, wherever they come from, share one
//! budget of failures, which ends guessing from many networks. An origin from which the account has logged in before
//! has a pace and a budget of its own, so that neither can be used up from outside (G33).

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::{Bucket, LOGIN, Throttled, make_room};

/// Failures an hour, of all strangers to an account together, or of one origin that it knows.
const N_FAILURES: usize = 100;
const HOUR: Duration = Duration::from_hours(1);
const N_PACES: usize = 16_384;
const N_BUDGETS: usize = 8_192;
const N_KNOWN: usize = 32_768;

/// Where an attempt on one account comes from, as keys that name the account too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) address: u64,
    pub(super) network: u64,
    /// All origins that the account does not know.
    pub(super) strangers: u64,
}

/// An attempt that was let through. Dropped without a word, it has failed.
#[derive(Debug)]
#[must_use = "an attempt that nobody reports on counts as failed"]
pub struct Attempt {
    origin: Origin,
    /// Whose pace and whose budget it was counted against.
    pace: u64,
    budget: u64,
    at: Instant,
}

#[derive(Debug, Default)]
pub(super) struct Logins {
    paces: HashMap<u64, Bucket>,
    /// When the failures of the last hour were, oldest first.
    budgets: HashMap<u64, VecDeque<Instant>>,
    /// Addresses and networks from which an account has logged in, and when last.
    known: HashMap<u64, Instant>,
}

impl Logins {
    pub(super) fn try_log_in(&mut self, origin: Origin, now: Instant) -> Result<Attempt, Throttled> {
        let (pace, budget) = self.counted_against(origin);
        make_room(&mut self.budgets, N_BUDGETS, |failures| n_recent(failures, now));
        make_room(&mut self.paces, N_PACES, |bucket| bucket.full_at);
        let failures = self.budgets.entry(budget).or_default();
        while failures.front().is_some_and(|at| now.duration_since(*at) >= HOUR) {
            failures.pop_front();
        }
        if let (N_FAILURES.., Some(oldest)) = (failures.len(), failures.front()) {
            return Err(Throttled {
                retry_after: HOUR.saturating_sub(now.duration_since(*oldest)),
            });
        }
        self.paces
            .entry(pace)
            .or_insert(Bucket { full_at: now })
            .take(LOGIN, now)?;
        failures.push_back(now);
        Ok(Attempt {
            origin,
            pace,
            budget,
            at: now,
        })
    }

    pub(super) fn logged_in(&mut self, attempt: &Attempt, now: Instant) {
        let origin = attempt.origin;
        self.paces.remove(&attempt.pace);
        self.take_back(attempt);
        make_room(&mut self.known, N_KNOWN, |last_at| *last_at);
        self.known.insert(origin.address, now);
        self.known.insert(origin.network, now);
    }

    pub(super) fn withdraw(&mut self, attempt: &Attempt) {
        if let Some(bucket) = self.paces.get_mut(&attempt.pace) {
            bucket.full_at = bucket.full_at.checked_sub(LOGIN.every).unwrap_or(bucket.full_at);
        }
        self.take_back(attempt);
    }

    /// The pace and the budget that hold for an origin. A known address stands alone even within a known network, where
    /// a guesser may be the neighbour.
    fn counted_against(&self, origin: Origin) -> (u64, u64) {
        if self.known.contains_key(&origin.address) {
            (origin.address, origin.address)
        } else if self.known.contains_key(&origin.network) {
            (origin.network, origin.network)
        } else {
            (origin.network, origin.strangers)
        }
    }

    #[cfg(test)]
    pub(super) fn n_kept(&self) -> usize {
        self.paces.len() + self.budgets.len() + self.known.len()
    }

    fn take_back(&mut self, attempt: &Attempt) {
        let Some(failures) = self.budgets.get_mut(&attempt.budget) else {
            return;
        };
        if let Some(index) = failures.iter().rposition(|at| *at == attempt.at) {
            failures.remove(index);
        }
    }
}

/// What dropping a budget would give away. Guessing at names that nobody has fills the map with budgets of one failure,
/// which are dropped before that of an account under attack.
fn n_recent(failures: &VecDeque<Instant>, now: Instant) -> usize {
    failures.iter().filter(|at| now.duration_since(**at) < HOUR).count()
}
