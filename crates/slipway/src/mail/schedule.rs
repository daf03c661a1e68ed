//! When a mail is tried again, and when no more (G10). Reads no clock: the instant is an argument.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// How long is waited after the first failed attempt, the second, and so on. After the last a mail is given up.
const PAUSES: &[SignedDuration] = &[
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(14),
    SignedDuration::from_hours(20),
    SignedDuration::from_hours(24),
];

/// When a mail is tried again that has now failed so often; none when it is given up. Up to a tenth more or less, told
/// by its id, so that mails that failed together do not come back together.
pub fn next_attempt(id: Uuid, n_failed: i64, now: Timestamp) -> Option<Timestamp> {
    let pause = PAUSES.get(usize::try_from(n_failed).ok()?.checked_sub(1)?)?;
    let lot = i64::from(id.as_bytes().last().copied().unwrap_or_default()) - 128;
    let milliseconds = i64::try_from(pause.as_millis()).ok()?;
    let shift = milliseconds * lot / 1_280;
    now.checked_add(SignedDuration::from_millis(milliseconds + shift)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let seconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
        for lot in [0, 0x7f, 0x80, 0xff] {
            let id = Uuid::from_u128(lot);
            for (n_failed, expected) in (1..).zip(seconds) {
                let waited = next_attempt(id, n_failed, now).unwrap().duration_since(now);
                let tenth = SignedDuration::from_millis(expected * 100);
                let around = SignedDuration::from_secs(expected);
                assert!(
                    waited >= around - tenth && waited <= around + tenth,
                    "{n_failed}: {waited:?}"
                );
            }
            assert_eq!(next_attempt(id, 10, now), None, "given up after ten attempts");
            assert_eq!(next_attempt(id, 0, now), None);
        }
    }

    #[test]
    fn mails_that_failed_together_do_not_come_back_together() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let at = |lot| next_attempt(Uuid::from_u128(lot), 2, now).unwrap();
        assert!(at(0) < at(128) && at(128) < at(255));
        assert_eq!(at(128).duration_since(now), SignedDuration::from_mins(5));
    }
}
