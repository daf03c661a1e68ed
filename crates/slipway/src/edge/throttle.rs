//! How often somebody may try: logins, password hashing, requests. Memory is bounded and gone with the process.
//! Nothing is locked for good, no clock is read, and who somebody is was found out elsewhere.

pub mod login;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::login::{Attempt, Logins, Origin};

/// 429: too much at once. The client may come back after `retry_after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many requests; again in {} s", .retry_after.as_secs_f32())]
pub struct Throttled {
    pub retry_after: Duration,
}

impl Throttled {
    /// The value of `Retry-After`: whole seconds, rounded up, at least one.
    pub fn seconds(self) -> u64 {
        (self.retry_after.as_secs() + u64::from(self.retry_after.subsec_nanos() > 0)).max(1)
    }
}

/// Whose requests are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requester {
    /// A token or a session, by its digest: 600 a minute.
    Known([u8; 32]),
    /// Nobody in particular at an address, or in an IPv6 network: 60 a minute.
    Anonymous(IpAddr),
}

/// All limits of one server.
#[derive(Debug)]
pub struct Throttle {
    keys: RandomState,
    logins: Mutex<Logins>,
    requests: Mutex<HashMap<u64, Bucket>>,
    hashing: Turns,
    known: Quota,
    anonymous: Quota,
}

impl Default for Throttle {
    /// With as many password hashes at once as there are processors.
    fn default() -> Self {
        Self::with_cores(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

impl Throttle {
    pub fn with_cores(n_cores: usize) -> Self {
        Self {
            keys: RandomState::new(),
            logins: Mutex::default(),
            requests: Mutex::default(),
            hashing: Turns::new(n_cores),
            known: KNOWN,
            anonymous: ANONYMOUS,
        }
    }

    /// With another number of requests a minute for each token or session, and a tenth of it for each stranger.
    pub fn with_requests_a_minute(self, n_requests: u32) -> Self {
        let quota = |n: u32| Quota {
            burst: n.max(1),
            every: Duration::from_mins(1) / n.max(1),
        };
        Self {
            known: quota(n_requests),
            anonymous: quota(n_requests / 10),
            ..self
        }
    }

    /// Asks before a password is looked at. Each attempt counts as failed until [`Throttle::logged_in`] says otherwise,
    /// so that many at once gain nothing. `login` is folded as the accounts fold it, or two spellings count twice.
    pub fn try_log_in(&self, login: &str, peer: IpAddr, now: Instant) -> Result<Attempt, Throttled> {
        let login = login.trim().to_lowercase();
        let address = self.key(("address", &login, counted_address(peer)));
        let network = self.key(("network", &login, network(peer)));
        let strangers = self.key(("strangers", &login));
        locked(&self.logins).try_log_in(
            Origin {
                address,
                network,
                strangers,
            },
            now,
        )
    }

    /// The password was right: the attempt is taken back, and its origin is known to the account from now on.
    #[expect(clippy::needless_pass_by_value, reason = "an attempt is settled only once")]
    pub fn logged_in(&self, attempt: Attempt, now: Instant) {
        locked(&self.logins).logged_in(&attempt, now);
    }

    /// The password was never compared, for instance because [`Throttle::hashing`] was busy.
    #[expect(clippy::needless_pass_by_value, reason = "an attempt is settled only once")]
    pub fn withdraw(&self, attempt: Attempt) {
        locked(&self.logins).withdraw(&attempt);
    }

    /// Counts one request.
    pub fn admit(&self, requester: Requester, now: Instant) -> Result<(), Throttled> {
        let (quota, key) = match requester {
            Requester::Known(digest) => (self.known, self.key(("known", digest))),
            Requester::Anonymous(peer) => (self.anonymous, self.key(("anonymous", counted_address(peer)))),
        };
        let mut requests = locked(&self.requests);
        make_room(&mut requests, N_REQUESTERS, |bucket| bucket.full_at);
        requests.entry(key).or_insert(Bucket { full_at: now }).take(quota, now)
    }

    /// Waits for one of as many turns as there are cores. The turn belongs inside the blocking task that hashes: held
    /// by the request, it would be given back when the client goes away while the hash is still being computed.
    pub async fn hashing(&self) -> Result<Turn, Throttled> {
        self.hashing.next().await
    }

    /// Names nobody in memory, has one size, and cannot be made to collide from outside.
    fn key(&self, of: impl Hash) -> u64 {
        self.keys.hash_one(of)
    }
}

/// A login attempt: five at once, then one every twelve seconds.
const LOGIN: Quota = Quota {
    burst: 5,
    every: Duration::from_secs(12),
};
/// What a token or a session may ask, unless the settings say otherwise.
const KNOWN: Quota = Quota {
    burst: 600,
    every: Duration::from_millis(100),
};
const ANONYMOUS: Quota = Quota {
    burst: 60,
    every: Duration::from_secs(1),
};
const N_REQUESTERS: usize = 16_384;

/// A bucket of `burst` tokens that gains one `every` so often.
#[derive(Debug, Clone, Copy)]
struct Quota {
    burst: u32,
    every: Duration,
}

/// One instant says it all: until when the bucket would need to fill up again.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    full_at: Instant,
}

impl Bucket {
    fn take(&mut self, quota: Quota, now: Instant) -> Result<(), Throttled> {
        let full_at = self.full_at.max(now) + quota.every;
        let retry_after = full_at.duration_since(now).saturating_sub(quota.every * quota.burst);
        if retry_after > Duration::ZERO {
            return Err(Throttled { retry_after });
        }
        self.full_at = full_at;
        Ok(())
    }
}

/// Keeps a map below its limit by dropping an eighth of it at once: the entries that `worth` ranks lowest.
fn make_room<V, R: Ord>(entries: &mut HashMap<u64, V>, limit: usize, worth: impl Fn(&V) -> R) {
    if entries.len() < limit {
        return;
    }
    let mut ranked: Vec<(R, u64)> = entries.iter().map(|(key, value)| (worth(value), *key)).collect();
    ranked.sort_unstable();
    for (_, key) in ranked.into_iter().take(limit / 8 + 1) {
        entries.remove(&key);
    }
}

/// A panic while the lock is held leaves at worst one count too many.
fn locked<T>(counts: &Mutex<T>) -> MutexGuard<'_, T> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An IPv4 address, or an IPv6 network of 64 bits, which is what one subscriber has.
fn counted_address(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// The neighbourhood of an address: 24 bits of IPv4, 64 of IPv6.
fn network(peer: IpAddr) -> IpAddr {
    match counted_address(peer) {
        IpAddr::V4(address) => IpAddr::V4((address.to_bits() >> 8 << 8).into()),
        network @ IpAddr::V6(_) => network,
    }
}

/// Leave to compute one password hash; given back when dropped.
#[derive(Debug)]
pub struct Turn {
    _queued: OwnedSemaphorePermit,
    _core: OwnedSemaphorePermit,
}

/// As many turns as cores, and a short queue: a longer one would only make everybody wait for nothing.
#[derive(Debug)]
struct Turns {
    queue: Arc<Semaphore>,
    cores: Arc<Semaphore>,
}

/// A hash takes about a tenth of a second, so that the last in the queue waits less than one.
const N_QUEUED_PER_CORE: usize = 8;

impl Turns {
    fn new(n_cores: usize) -> Turns {
        let n_cores = n_cores.max(1);
        let n_places = n_cores + n_cores * N_QUEUED_PER_CORE;
        Turns {
            queue: Arc::new(Semaphore::new(n_places)),
            cores: Arc::new(Semaphore::new(n_cores)),
        }
    }

    async fn next(&self) -> Result<Turn, Throttled> {
        let busy = Throttled {
            retry_after: Duration::from_secs(1),
        };
        let queued = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| busy)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| busy)?;
        Ok(Turn {
            _queued: queued,
            _core: core,
        })
    }
}
