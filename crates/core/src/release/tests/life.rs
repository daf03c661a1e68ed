//! Holds, shares, runs, other models and deadlines, deletion: what each rule says.

use std::sync::Arc;

use super::*;
use crate::actor::Special;
use crate::clock;
use crate::release::record::Suspension;

/// The commands of a release's life, by name.
pub const COMMANDS: &[&str] = &[
    "suspend",
    "reactivate",
    "delegate",
    "withdraw",
    "reopen",
    "reclassify",
    "change deadline",
    "delete",
];

/// One of them for a release as it is.
pub fn named(name: &str, release: &Release) -> Command {
    let plan = Edit {
        sheet: release.sheet.clone(),
        timing: release.timing,
        restores: None,
    };
    match name {
        "suspend" => Command::Suspend(Hold {
            justification: id(40),
            complement: Some("Parts are late".to_owned()),
        }),
        "reactivate" => Command::Reactivate(HoldTime {
            suspended_minutes: release.suspended_minutes + 60,
            extension_minutes: release.extension_minutes + 60,
            timing: release.timing,
        }),
        "delegate" => share(Delegate::Account(id(102))),
        "withdraw" => Command::Withdraw { task: None },
        "reopen" => Command::Reopen(Box::new(Reopening {
            reason: "Needed after all".to_owned(),
            plan,
        })),
        "reclassify" => Command::Reclassify(Box::new(Reclassification {
            preset: Preset {
                model: id(77),
                portfolio: id(78),
                category: Category::Major,
                flow: id(3),
                flow_version: 2,
                calendar: id(5),
                executor_group: id(GROUP),
            },
            flow: Arc::new(Flow::parse(RELEASE_STANDARD).unwrap()),
            timing: release.timing,
        })),
        "change deadline" => Command::ChangeDeadline(Box::new(DeadlineChange {
            justification: "Agreed".to_owned(),
            plan,
        })),
        "delete" => Command::Delete,
        other => panic!("no command is named {other}"),
    }
}

fn share(to: Delegate) -> Command {
    Command::Delegate(Delegation {
        task: None,
        to,
        justification: None,
    })
}

/// Monday to Friday, 08:00 to 18:00 in UTC.
fn office() -> clock::Calendar {
    let hours = clock::Interval::new("08:00".parse().unwrap(), "18:00".parse().unwrap()).unwrap();
    let day = clock::WorkingDay::new(vec![hours]).unwrap();
    let from = "2026-11-23".parse().unwrap();
    clock::Calendar::new(
        "UTC",
        clock::Week::monday_to_friday(&day),
        clock::Holidays::Worked,
        Vec::new(),
        from,
    )
    .unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A release whose deadline is on Friday 27 at 12:00, on hold since an instant.
fn held_since(since: &str) -> Release {
    let mut release = Stage::new(RELEASE_STANDARD).registered();
    let phase = |start: &str, end: &str| Phase::new(start.parse().unwrap(), end.parse().unwrap(), "UTC").unwrap();
    release.sheet.planning = phase("2026-11-23T08:00", "2026-11-24T08:00");
    release.sheet.deployment = phase("2026-11-25T08:00", "2026-11-27T12:00");
    release.timing = Timing::of(&release.sheet, &office(), 0);
    release.suspension = Some(Suspension {
        justification: id(40),
        complement: None,
        since: (instant(since), id(100)),
        status_before: Status::NotSolved,
    });
    release.status = Status::Suspended;
    release
}

#[test]
fn a_hold_gives_its_working_time_back_unless_the_deadline_had_passed() {
    let until = instant("2026-11-26T10:00:00Z");
    let deadline = |release: &Release, policy| {
        HoldTime::of(release, policy, &office(), until)
            .timing
            .deadline
            .to_string()
    };
    // From Tuesday 16:00 to Thursday 10:00: two hours, ten hours, two hours.
    let held = held_since("2026-11-24T16:00:00Z");
    let time = HoldTime::of(&held, SuspensionPolicy::ShiftDeadline, &office(), until);
    assert_eq!(
        (time.suspended_minutes, time.extension_minutes),
        (14 * 60, 14 * 60),
        "R7"
    );
    assert_eq!(
        time.timing.deadline.to_string(),
        "2026-11-30T16:00:00Z",
        "B107: over the weekend"
    );
    assert_eq!(
        deadline(&held, SuspensionPolicy::KeepDeadline),
        "2026-11-27T12:00:00Z",
        "R7"
    );
    let mut late = held_since("2026-11-24T16:00:00Z");
    late.timing.deadline = instant("2026-11-24T15:59:00Z");
    let time = HoldTime::of(&late, SuspensionPolicy::ShiftDeadline, &office(), until);
    assert_eq!((time.suspended_minutes, time.extension_minutes), (14 * 60, 0), "B108");
    let again = Release {
        suspended_minutes: 90,
        extension_minutes: 90,
        ..held
    };
    let time = HoldTime::of(&again, SuspensionPolicy::ShiftDeadline, &office(), until);
    assert_eq!(time.extension_minutes, 14 * 60 + 90, "B105: holds add up");
}

#[test]
fn a_hold_ends_in_the_status_it_began_in() {
    let stage = Stage::new(RELEASE_STANDARD);
    for status in [Status::InExecution, Status::Reopened, Status::NotSolved, Status::Solved] {
        let release = Release {
            status,
            ..stage.on("Run")
        };
        let held = stage.tried(&release, 0, &named("suspend", &release)).unwrap();
        assert_eq!(delay_minutes(&held, at(1_000_000)), None, "B112");
        let again = stage.tried(&held, 0, &named("reactivate", &held)).unwrap();
        assert_eq!(
            (again.status, again.suspension.clone(), again.suspended_minutes),
            (status, None, 60),
            "B077"
        );
    }
}

#[test]
fn a_second_share_replaces_the_first_and_may_make_responsible() {
    let stage = Stage::new(RELEASE_STANDARD);
    let release = stage.on("Run");
    let shared = stage
        .tried(&release, 0, &share(Delegate::Group(id(OTHER_GROUP))))
        .unwrap();
    assert_eq!(
        (shared.tasks[0].responsible, shared.status),
        (Some(id(100)), Status::InExecution),
        "R12"
    );
    let again = stage.tried(&shared, 0, &share(Delegate::Responsible(id(102)))).unwrap();
    assert_eq!(again.tasks[0].shared_with, [Share::Account(id(102))], "B066");
    assert_eq!(again.tasks[0].responsible, Some(id(102)), "R12");
    let back = stage.tried(&again, 2, &named("withdraw", &again)).unwrap();
    assert_eq!(
        (back.tasks[0].shared_with.len(), back.tasks[0].responsible),
        (0, Some(id(102))),
        "O07"
    );
}

#[test]
fn a_reopened_release_begins_again_and_forgets_how_it_ended() {
    let stage = Stage::new(RELEASE_STANDARD);
    for outcome in [Outcome::Solved, Outcome::Canceled] {
        let closed = stage.tried(&stage.on("Run"), 0, &advance(outcome)).unwrap();
        let closed = Release {
            extension_minutes: 30,
            ..closed
        };
        let opened = stage.tried(&closed, 0, &named("reopen", &closed)).unwrap();
        assert_eq!(
            (opened.status, opened.run, opened.reopen_count),
            (Status::Reopened, 2, 1),
            "F081, P24"
        );
        assert_eq!(
            (opened.closing.clone(), opened.extension_minutes),
            (Closing::default(), 0),
            "R15"
        );
        assert_eq!(
            (opened.tasks[0].node.as_str(), opened.tasks[0].responsible),
            ("Release", None),
            "F081"
        );
        let mut passed = closed.clone();
        passed.timing.planned_end = at(0);
        assert_eq!(
            stage.tried(&passed, 0, &named("reopen", &passed)),
            Err(Refusal::Missing(vec![MissingField::PlannedEnd])),
            "R15"
        );
    }
}

#[test]
fn a_flow_that_allows_reopening_lets_anybody_reopen_who_sees_the_release() {
    let mut person = actor(1);
    person.memberships.clear();
    let stage = Stage::new(RELEASE_STANDARD);
    let relations = stage.registered().relations(None);
    let may = |allows_reopening| {
        let relations = policy::Relations {
            allows_reopening,
            ..relations.clone()
        };
        policy::may(&person, ReleaseAction::Reopen, &relations).is_ok()
    };
    assert_eq!((may(false), may(true)), (false, true), "F082");
}

#[test]
fn a_new_planned_end_moves_the_phase_that_ends_last_and_cuts_the_other() {
    let sheet = sheet();
    let moved = sheet.replanned(instant("2026-12-20T12:00:00Z")).unwrap();
    assert_eq!(moved.planning, sheet.planning);
    assert_eq!(
        moved.deployment.end().to_string(),
        "2026-12-20T09:00:00",
        "in its own zone"
    );
    let phase = |start: &str, end: &str| Phase::new(start.parse().unwrap(), end.parse().unwrap(), "UTC").unwrap();
    let overlapping = Sheet {
        planning: phase("2026-12-01T08:00", "2026-12-09T08:00"),
        deployment: phase("2026-12-02T08:00", "2026-12-10T08:00"),
        ..sheet.clone()
    };
    let cut = overlapping.replanned(instant("2026-12-08T08:00:00Z")).unwrap();
    let end = instant("2026-12-08T08:00:00Z");
    assert_eq!((cut.planning.ends_at(), cut.deployment.ends_at()), (end, end));
    assert_eq!(
        sheet.replanned(instant("2026-11-30T12:00:00Z")),
        Err(PhaseError::EndsBeforeStart)
    );
}

#[test]
fn only_what_was_registered_by_mistake_is_deleted() {
    let stage = Stage::new(RELEASE_STANDARD);
    let fresh = stage.registered();
    let mut plain = actor(0);
    plain.rights = Rights::default();
    plain
        .rights
        .grant(crate::actor::Area::Release, crate::actor::Reach::Delete);
    assert!(!plain.rights.special(Special::AllReleases));
    let delete = |release: &Release, has_additions| {
        let permit = policy::may(&plain, ReleaseAction::Delete, &release.relations(None)).unwrap();
        stage.with(0, 1, |context| {
            let context = Context {
                actor: &plain,
                has_additions,
                ..*context
            };
            decide(&permit, release, &Command::Delete, &context)
        })
    };
    assert_eq!(delete(&fresh, false), Ok(Event::Deleted), "O04");
    assert_eq!(delete(&fresh, true), Err(Refusal::Attached), "B096");
    assert_eq!(
        delete(&stage.on("Release"), false),
        Err(Refusal::Begun),
        "somebody has taken it"
    );
    let run = stage
        .tried(&stage.on("Release"), 0, &advance(Outcome::Advance))
        .unwrap();
    assert_eq!(delete(&run, false), Err(Refusal::Begun), "the first task was left");
    assert!(
        stage.tried(&run, 0, &Command::Delete).is_ok(),
        "by administrators at any time"
    );
}
