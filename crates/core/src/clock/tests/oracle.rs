//! A second clock that steps through every minute and only ever asks what a wall clock shows then.
//! It never turns civil time into instants, so that it shares no reasoning with the code it checks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use super::plan::{self, Plan};
use crate::clock::Pauses;

const DAY: i64 = 1_440;
/// The change of the clocks stands on the ninth of the days that are stepped through.
const N_DAYS_BEFORE: i64 = 8;
const N_MINUTES: i64 = 24 * DAY;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_clock_agrees_with_a_walk_through_every_minute(
        plan in plan::plans(),
        pauses in plan::pauses(3 * DAY..14 * DAY),
        asked in prop::collection::vec((4 * DAY..14 * DAY, 0_i64..8 * DAY, 0_u64..6_000), 1..6),
    ) {
        let origin = plan.turn.at() - SignedDuration::from_mins(N_DAYS_BEFORE * DAY);
        let oracle = Oracle::walk(&plan, origin, &pauses);
        let calendar = plan.calendar();
        let is_open = pauses.iter().any(|(_, to)| to.is_none());
        let pauses = Pauses::new(&plan::placed(&pauses, origin)).unwrap();
        for (start, until, budget) in asked {
            let instant = |minute| origin + SignedDuration::from_mins(minute);
            let counted = calendar.working_minutes(instant(start), instant(start + until), &pauses);
            prop_assert_eq!(counted, oracle.elapsed(start, start + until), "from {} to {}", start, start + until);
            let due = calendar.deadline(instant(start), budget, &pauses);
            match oracle.deadline(start, budget) {
                Some(minute) => prop_assert_eq!(due, Ok(Some(instant(minute))), "{} min from {}", budget, start),
                None if is_open => prop_assert_eq!(due, Ok(None), "{} min from {}", budget, start),
                None => prop_assert!(due.unwrap().unwrap() > instant(N_MINUTES), "{} min from {}", budget, start),
            }
        }
    }
}

/// For each minute from the origin on, whether the clock runs in it.
struct Oracle {
    running: Vec<bool>,
}

impl Oracle {
    fn walk(plan: &Plan, origin: Timestamp, pauses: &[(i64, Option<i64>)]) -> Self {
        let shown = Shown::by(plan.turn.zone, origin);
        let windows = windows_by_day(plan, &shown);
        let running = (0..N_MINUTES).map(|minute| {
            let is_paused = |&(from, to): &(i64, Option<i64>)| from <= minute && to.is_none_or(|to| minute < to);
            let mut days = windows.range(shown.first_day(minute)..=shown.last_day(minute));
            let is_served = days.any(|(_, windows)| windows.iter().any(|window| shown.is_inside(minute, *window)));
            is_served && !pauses.iter().any(is_paused)
        });
        Self {
            running: running.collect(),
        }
    }

    fn elapsed(&self, from: i64, to: i64) -> u64 {
        let minutes = &self.running[index(from)..index(to)];
        minutes
            .iter()
            .filter(|is_running| **is_running)
            .count()
            .try_into()
            .unwrap()
    }

    fn deadline(&self, start: i64, budget: u64) -> Option<i64> {
        let mut left = budget;
        for minute in start..N_MINUTES {
            if left == 0 {
                return Some(minute);
            }
            left -= u64::from(self.running[index(minute)]);
        }
        (left == 0).then_some(N_MINUTES)
    }
}

/// What a wall clock shows, in minutes since 1970 in its own reckoning.
struct Shown {
    /// The latest it has shown up to a minute.
    highest: Vec<i64>,
    /// The earliest it will show from a minute on.
    lowest: Vec<i64>,
}

impl Shown {
    fn by(zone: &str, origin: Timestamp) -> Self {
        let zone = TimeZone::get(zone).unwrap();
        let shown = (0..=N_MINUTES).map(|minute| {
            let instant = origin + SignedDuration::from_mins(minute);
            let seconds = instant.as_second() + i64::from(zone.to_offset(instant).seconds());
            assert_eq!(seconds % 60, 0, "the walk needs offsets of whole minutes");
            seconds / 60
        });
        let shown: Vec<i64> = shown.collect();
        let mut highest = shown.clone();
        for minute in 1..highest.len() {
            highest[minute] = highest[minute].max(highest[minute - 1]);
        }
        let mut lowest = shown;
        for minute in (1..lowest.len()).rev() {
            lowest[minute - 1] = lowest[minute - 1].min(lowest[minute]);
        }
        Self { highest, lowest }
    }

    /// Reliability rule 4 in terms of a wall clock: a window is open once the clock has shown its start, and as
    /// long as the clock shows a time before its end or will still strike it.
    fn is_inside(&self, minute: i64, (start, end): (i64, i64)) -> bool {
        let (now, next) = (index(minute), index(minute) + 1);
        start <= self.highest[now] && (self.lowest[now] < end || self.lowest[next] <= end)
    }

    fn first_day(&self, minute: i64) -> i64 {
        self.lowest[index(minute)].div_euclid(DAY) - 1
    }

    fn last_day(&self, minute: i64) -> i64 {
        self.highest[index(minute)].div_euclid(DAY)
    }
}

fn windows_by_day(plan: &Plan, shown: &Shown) -> BTreeMap<i64, Vec<(i64, i64)>> {
    let days = shown.first_day(0)..=shown.last_day(N_MINUTES);
    let window = |day: i64, &(start, end): &(u16, u16)| (day * DAY + i64::from(start), day * DAY + i64::from(end));
    days.map(|day| {
        (
            day,
            hours_on(plan, day).iter().map(|hours| window(day, hours)).collect(),
        )
    })
    .collect()
}

fn hours_on(plan: &Plan, day: i64) -> &[(u16, u16)] {
    let date = Date::constant(1970, 1, 1) + day.days();
    if let Some(hours) = plan.exceptions.get(&date) {
        return hours;
    }
    if plan.holidays.contains(&date) {
        return &[];
    }
    let since_monday = (day + 3).rem_euclid(7);
    &plan.week[index(since_monday)]
}

fn index(minute: i64) -> usize {
    usize::try_from(minute).unwrap()
}
