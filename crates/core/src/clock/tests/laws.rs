//! What holds for every calendar, start and pause, whatever its seconds (reliability rule 9).

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::plan::{self, TURNS};
use super::{around_the_clock, deadline, minutes};
use crate::clock::{Pause, Pauses};

const DAY: i64 = 1_440;
const MICROS_A_DAY: i64 = DAY * 60_000_000;

/// From four days before a clock change to four after it.
fn near_micros() -> impl Strategy<Value = i64> {
    -4 * MICROS_A_DAY..4 * MICROS_A_DAY
}

fn micros(n: i64) -> SignedDuration {
    SignedDuration::from_micros(n)
}

/// Without an open pause, and so with a deadline.
fn closed(pauses: Vec<(i64, Option<i64>)>, origin: Timestamp) -> Vec<Pause> {
    let pauses: Vec<_> = pauses.into_iter().filter(|(_, to)| to.is_some()).collect();
    plan::placed(&pauses, origin + micros(123_456))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn elapsed_at_the_deadline_is_the_budget_and_not_a_microsecond_before(
        plan in plan::plans(), pauses in plan::pauses(-4 * DAY..8 * DAY), start in near_micros(), budget in 1_u64..20_000,
    ) {
        let (calendar, start) = (plan.calendar(), plan.turn.at() + micros(start));
        let pauses = Pauses::new(&closed(pauses, plan.turn.at())).unwrap();
        let due = calendar.deadline(start, budget, &pauses).unwrap().unwrap();
        prop_assert_eq!(calendar.working_minutes(start, due, &pauses), budget);
        prop_assert_eq!(calendar.working_minutes(start, due - micros(1), &pauses), budget - 1);
    }

    #[test]
    fn a_longer_budget_falls_due_later(
        plan in plan::plans(), pauses in plan::pauses(-4 * DAY..8 * DAY), start in near_micros(),
        budget in 0_u64..20_000, more in 1_u64..2_000,
    ) {
        let (calendar, start) = (plan.calendar(), plan.turn.at() + micros(start));
        let pauses = Pauses::new(&closed(pauses, plan.turn.at())).unwrap();
        let due = |budget| calendar.deadline(start, budget, &pauses).unwrap().unwrap();
        prop_assert!(due(budget) < due(budget + more));
    }

    #[test]
    fn more_pause_never_falls_due_earlier(
        plan in plan::plans(), pauses in plan::pauses(-4 * DAY..8 * DAY), start in near_micros(),
        budget in 0_u64..20_000, another in (near_micros(), 0..2 * MICROS_A_DAY),
    ) {
        let (calendar, start) = (plan.calendar(), plan.turn.at() + micros(start));
        let mut pauses = closed(pauses, plan.turn.at());
        let before = calendar.deadline(start, budget, &Pauses::new(&pauses).unwrap()).unwrap().unwrap();
        let from = plan.turn.at() + micros(another.0);
        pauses.push(Pause { from, to: Some(from + micros(another.1)) });
        let after = calendar.deadline(start, budget, &Pauses::new(&pauses).unwrap()).unwrap().unwrap();
        prop_assert!(before <= after);
    }

    #[test]
    fn a_pause_cut_in_pieces_in_any_order_is_the_same_pause(
        from in near_micros(), cuts in prop::collection::vec(0..3 * MICROS_A_DAY, 0..4), is_open in any::<bool>(),
    ) {
        let from = TURNS[0].at() + micros(from);
        let end = from + micros(3 * MICROS_A_DAY);
        let to = (!is_open).then_some(end);
        let mut pieces: Vec<Pause> = cuts.iter().map(|cut| Pause { from, to: Some(from + micros(*cut)) }).collect();
        let joint = from + micros(cuts.iter().copied().max().unwrap_or(0));
        pieces.insert(0, Pause { from: joint, to });
        prop_assert_eq!(Pauses::new(&pieces), Pauses::new(&[Pause { from, to }]));
    }

    #[test]
    fn time_before_and_after_an_instant_add_up(
        plan in plan::plans(), pauses in plan::pauses(-4 * DAY..8 * DAY), start in near_micros(),
        first in 0_u64..5_000, second in 0..400 * MICROS_A_DAY,
    ) {
        let (calendar, start) = (plan.calendar(), plan.turn.at() + micros(start));
        let pauses = Pauses::new(&closed(pauses, plan.turn.at())).unwrap();
        let middle = calendar.deadline(start, first, &pauses).unwrap().unwrap();
        let end = middle + micros(second);
        let counted = |from, to| calendar.working_minutes(from, to, &pauses);
        prop_assert_eq!(counted(start, end), first + counted(middle, end));
    }

    #[test]
    fn around_the_clock_every_real_minute_counts_once(
        turn in prop::sample::select(&TURNS[..]), from in near_micros(), lasting in 0..800 * MICROS_A_DAY,
    ) {
        let calendar = around_the_clock(turn.zone);
        let from = turn.at() + micros(from);
        let to = from + micros(lasting);
        let n_minutes = u64::try_from(lasting / 60_000_000).unwrap();
        prop_assert_eq!(minutes(&calendar, from, to), n_minutes);
        prop_assert_eq!(deadline(&calendar, from, n_minutes), from + SignedDuration::from_mins(lasting / 60_000_000));
    }

    /// `B107` with `B106`: what is left of the term runs on from the reactivation.
    #[test]
    fn a_deadline_shifted_by_a_suspension_is_the_deadline_of_the_paused_term(
        plan in plan::plans(), start in -4 * DAY..4 * DAY, term in 1_u64..10_000, suspended in (0_u64..100, 1_u64..5_000),
    ) {
        let (calendar, start) = (plan.calendar(), plan.turn.at() + SignedDuration::from_mins(start));
        let planned_end = deadline(&calendar, start, term);
        let (worked_percent, suspended_for) = suspended;
        let worked_before = term * worked_percent / 100;
        let suspended_at = deadline(&calendar, start, worked_before);
        let reactivated_at = deadline(&calendar, suspended_at, suspended_for);
        let pauses = Pauses::new(&[Pause { from: suspended_at, to: Some(reactivated_at) }]).unwrap();
        prop_assert_eq!(
            calendar.shifted(planned_end, suspended_for).map(Some),
            calendar.deadline(start, term, &pauses)
        );
    }

    #[test]
    fn service_days_close_one_after_the_other(
        plan in plan::plans(), start in near_micros(), n_days in 0_u32..30,
    ) {
        let (calendar, start) = (plan.calendar(), plan.turn.at() + micros(start));
        let closing = |n_days| calendar.business_day_deadline(start, n_days, &Pauses::none()).unwrap().unwrap();
        let n_minutes = |from, to| calendar.working_minutes(from, to, &Pauses::none());
        prop_assert!(start < closing(0));
        prop_assert!(closing(n_days) < closing(n_days + 1));
        prop_assert!(deadline(&calendar, start, n_minutes(start, closing(n_days))) <= closing(n_days));
    }
}
