//! Chance that can be repeated: the same seed and number throw the same dice, whatever was thrown before.

use jiff::{SignedDuration, Timestamp};
use uuid::{Builder, Uuid};

/// `SplitMix64`: small, fast, and good enough to spread volume; nothing secret comes from here.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// The dice of one of many things made from a seed.
    pub fn of(seed: u64, number: u64) -> Dice {
        let mut dice = Dice { state: seed };
        dice.state = dice.next() ^ number.wrapping_mul(STEP);
        dice
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but without, `end`; 0 when there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// True in so many of a hundred throws.
    pub fn percent(&mut self, n: u64) -> bool {
        self.below(100) < n
    }

    /// Any of these with the same chance; none of none.
    pub fn any<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.place(items.len()))
    }

    /// One of these, the first ones more often: a few people ask for most of what is asked for.
    pub fn early<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let (one, other) = (self.place(items.len()), self.place(items.len()));
        items.get(one.min(other))
    }

    fn place(&mut self, n_items: usize) -> usize {
        let end = u64::try_from(n_items).unwrap_or(u64::MAX);
        usize::try_from(self.below(end)).unwrap_or_default()
    }

    /// A span of whole seconds up to a longest.
    pub fn span(&mut self, longest: SignedDuration) -> SignedDuration {
        let seconds = self.below(longest.as_secs().unsigned_abs());
        SignedDuration::from_secs(i64::try_from(seconds).unwrap_or_default())
    }

    /// A `UUIDv7` of an instant.
    pub fn id(&mut self, at: Timestamp) -> Uuid {
        let mut random = [0; 10];
        for (byte, thrown) in random
            .iter_mut()
            .zip(self.next().to_be_bytes().into_iter().chain(self.next().to_be_bytes()))
        {
            *byte = thrown;
        }
        let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_of_the_same_seed_and_number_throw_the_same() {
        let thrown = |seed, number| {
            let mut dice = Dice::of(seed, number);
            (dice.below(1_000_000), dice.id(Timestamp::UNIX_EPOCH), dice.percent(50))
        };
        assert_eq!(thrown(7, 1), thrown(7, 1));
        assert_ne!(thrown(7, 1), thrown(7, 2));
        assert_ne!(thrown(7, 1), thrown(8, 1));
    }

    #[test]
    fn throws_are_spread_over_the_whole_range() {
        let mut dice = Dice::of(1, 1);
        let mut counts = [0_u32; 10];
        for _ in 0..10_000 {
            counts[usize::try_from(dice.below(10)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (800..1200).contains(count)), "{counts:?}");
        assert_eq!(dice.below(0), 0);
    }
}
