//! The table of situations and reports, and when an activity is due.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::id::Id;
use crate::release::{Phase, PhaseError};

fn at(minutes: i64) -> Timestamp {
    "2026-11-23T12:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minutes)
}

fn id<K>() -> Id<K> {
    Id::new(Uuid::from_u128(1))
}

fn report(situation: Situation, minutes: i64) -> Report {
    Report {
        situation,
        at: at(minutes),
        details: Some("as agreed".to_owned()),
        suspension_reason: Some(id()),
    }
}

fn progress(situation: Situation) -> Progress {
    Progress {
        situation,
        began_at: (situation == Situation::InExecution).then(|| at(10)),
        ..Progress::scheduled()
    }
}

#[test]
fn what_may_be_reported_in_which_situation() {
    use Situation::{Canceled, Executed, InExecution, Scheduled, Suspended};
    for before in Situation::ALL {
        for reported in Situation::ALL {
            let decided = progress(*before)
                .after(&report(*reported, 20))
                .map(|after| after.situation);
            let expected = match (before, reported) {
                (Executed | Canceled, _) => Err(Refusal::Over(*before)),
                (_, Scheduled | Canceled) => Err(Refusal::NotReported(*reported)),
                (Scheduled | InExecution | Suspended, InExecution | Suspended | Executed) => Ok(*reported),
            };
            assert_eq!(decided, expected, "{before} reported as {reported}");
        }
    }
}

#[test]
fn a_suspension_says_why_and_nothing_else_does() {
    let silent = Report {
        suspension_reason: None,
        ..report(Situation::Suspended, 20)
    };
    assert_eq!(progress(Situation::InExecution).after(&silent), Err(Refusal::NoReason));
    let suspended = progress(Situation::InExecution)
        .after(&report(Situation::Suspended, 20))
        .unwrap();
    assert_eq!(
        (suspended.suspension_reason, suspended.began_at),
        (Some(id()), Some(at(10)))
    );
    let done = suspended.after(&report(Situation::Executed, 30)).unwrap();
    assert_eq!(done.suspension_reason, None, "the reason goes with the suspension");
}

#[test]
fn nothing_is_done_before_it_was_begun() {
    let begun = progress(Situation::InExecution);
    assert_eq!(
        begun.after(&report(Situation::Executed, 9)),
        Err(Refusal::BeforeItBegan)
    );
    assert!(begun.after(&report(Situation::Executed, 10)).is_ok());
    let corrected = begun.after(&report(Situation::InExecution, 5)).unwrap();
    assert_eq!(corrected.began_at, Some(at(5)), "said again, to say it better");
    let resumed = progress(Situation::InExecution)
        .after(&report(Situation::Suspended, 20))
        .and_then(|held| held.after(&report(Situation::InExecution, 30)))
        .unwrap();
    assert_eq!(resumed.began_at, Some(at(10)), "going on is no new beginning");
}

#[test]
fn canceling_keeps_what_was_said() {
    let begun = progress(Situation::Scheduled)
        .after(&report(Situation::InExecution, 20))
        .unwrap();
    let canceled = begun.canceled(at(30));
    assert_eq!(canceled.situation, Situation::Canceled);
    assert_eq!((canceled.details, canceled.at), (begun.details, Some(at(30))));
}

#[test]
fn a_plan_takes_time_in_a_zone_there_is() {
    let plan =
        |zone: &str, minutes| Plan::new(Id::new(Uuid::nil()), "2026-12-01T20:00".parse().unwrap(), zone, minutes);
    assert_eq!(plan("America/Sao_Paulo", 0), Err(PlanError::NoTime), "B198");
    let nowhere = PhaseError::UnknownZone("Sao Paulo".to_owned());
    assert_eq!(plan("Sao Paulo", 30), Err(PlanError::Time(nowhere)));
    assert_eq!(
        plan("America/Sao_Paulo", 30).unwrap().starts_at().to_string(),
        "2026-12-01T23:00:00Z"
    );
}

#[test]
fn today_is_early_enough_where_the_activity_is_due() {
    // 23 November, 23:30 in São Paulo, is the 24th in Lisbon.
    let now: Timestamp = "2026-11-24T02:30:00Z".parse().unwrap();
    for (day, zone, is_past) in [
        ("2026-11-23T00:00", "America/Sao_Paulo", false),
        ("2026-11-22T23:59", "America/Sao_Paulo", true),
        ("2026-11-23T23:59", "Europe/Lisbon", true),
        ("2026-11-24T00:00", "Europe/Lisbon", false),
    ] {
        let plan = Plan::new(Id::new(Uuid::nil()), day.parse().unwrap(), zone, 1).unwrap();
        assert_eq!(plan.is_before_today(now), is_past, "{day} {zone}: B198");
    }
}

#[test]
fn a_phase_schedules_as_long_as_it_lasts() {
    let mut phase = Phase::new(
        "2026-12-01T20:00".parse().unwrap(),
        "2026-12-01T23:00".parse().unwrap(),
        "America/Sao_Paulo",
    )
    .unwrap();
    assert_eq!(Plan::of_phase(&phase), None, "no group, no activity");
    phase.activity_group = Some(id());
    let plan = Plan::of_phase(&phase).unwrap();
    assert_eq!((plan.minutes(), plan.starts_at()), (180, phase.starts_at()), "B197");
    assert_eq!(plan.ends_at(), phase.ends_at());
}

proptest! {
    /// Whatever is reported in whatever order: an activity that is over stays as it is, one that is executed has
    /// begun no later than it was done, and only a suspended one has a reason to wait.
    #[test]
    fn what_holds_after_any_reports(steps in prop::collection::vec((0_usize..5, 0_i64..60, any::<bool>()), 1..12)) {
        let mut now = Progress::scheduled();
        for (situation, minutes, with_reason) in steps {
            let mut said = report(Situation::ALL[situation], minutes);
            said.suspension_reason = said.suspension_reason.filter(|_| with_reason);
            match now.after(&said) {
                Ok(after) => {
                    prop_assert!(now.situation.is_open());
                    now = after;
                }
                Err(Refusal::Over(situation)) => prop_assert_eq!(situation, now.situation),
                Err(_) => prop_assert!(now.situation.is_open()),
            }
            prop_assert_eq!(now.suspension_reason.is_some(), now.situation == Situation::Suspended);
            if now.situation == Situation::Executed {
                prop_assert!(now.began_at.is_some() && now.began_at <= now.at);
            }
        }
    }
}
