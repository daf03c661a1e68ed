//! How slow a transfer may be. A limit on each wait alone would let a client send a byte now and then for days.

use std::time::Duration;

/// The waits of one transfer, held against the bytes it moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    patience: Duration,
    bytes_a_second: u32,
    waited_for: Duration,
    n_bytes: u64,
}

impl Pace {
    pub(super) fn new(patience: Duration, bytes_a_second: u32) -> Self {
        Self {
            patience,
            bytes_a_second: bytes_a_second.max(1),
            waited_for: Duration::ZERO,
            n_bytes: 0,
        }
    }

    pub(super) fn moved(&mut self, n_bytes: usize) {
        self.n_bytes = self.n_bytes.saturating_add(n_bytes as u64);
    }

    pub(super) fn waited(&mut self, waited_for: Duration) {
        self.waited_for = self.waited_for.saturating_add(waited_for);
    }

    /// How long the next wait may last: never above the patience, and in sum not above what the bytes have earned.
    pub(super) fn patience_left(&self) -> Duration {
        let earned = Duration::from_millis(self.n_bytes.saturating_mul(1_000) / u64::from(self.bytes_a_second));
        (self.patience + earned)
            .saturating_sub(self.waited_for)
            .min(self.patience)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_wait_lasts_no_longer_than_the_patience_whatever_was_moved() {
        let mut pace = Pace::new(30 * SECOND, 1_000);
        assert_eq!(pace.patience_left(), 30 * SECOND);
        pace.moved(100_000_000);
        assert_eq!(pace.patience_left(), 30 * SECOND);
    }

    #[test]
    fn dripping_uses_the_patience_up() {
        let mut pace = Pace::new(30 * SECOND, 1_000);
        for _ in 0..29 {
            pace.waited(SECOND);
            pace.moved(1);
        }
        assert_eq!(pace.patience_left(), SECOND + Duration::from_millis(29));
        pace.waited(5 * SECOND);
        assert_eq!(pace.patience_left(), Duration::ZERO);
    }

    #[test]
    fn a_slow_but_steady_transfer_goes_on() {
        let mut pace = Pace::new(30 * SECOND, 1_000);
        for _ in 0..10_000 {
            pace.waited(SECOND);
            pace.moved(1_000);
        }
        assert_eq!(pace.patience_left(), 30 * SECOND);
    }
}
