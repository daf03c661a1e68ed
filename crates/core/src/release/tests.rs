//! The rules of a release asked of the deciders alone: here its tasks; holds, shares and runs are `life`, the tables that
//! become documents `states` and `rights`, and what no sequence of commands breaks `sequences`.

mod documents;
mod life;
mod rights;
mod sequences;
mod states;

use std::cell::Cell;
use std::fmt::Write as _;

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::command::Taking;
use super::record::Links;
use super::*;
use crate::actor::{Actor, FlowAction, Membership, Rights};
use crate::flow::{Flow, Level, Outcome, Position, RELEASE_REQUESTER, RELEASE_STANDARD, Status};
use crate::id::Id;
use crate::policy::{self, ReleaseAction};
use crate::questionnaire::Checklists;

fn id<K>(n: u128) -> Id<K> {
    Id::new(Uuid::from_u128(n))
}

fn at(minutes: i64) -> Timestamp {
    "2026-11-23T12:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minutes)
}

const GROUP: u128 = 7;
const OTHER_GROUP: u128 = 8;

fn actor(n: u128) -> Actor {
    let flows = [(id(3), FlowAction::ALL.iter().copied().collect())].into();
    let contracts = [id(4)].into();
    Actor {
        account: id(100 + n),
        employee: id(200 + n),
        name: format!("Person {n}"),
        rights: Rights::all(),
        memberships: vec![Membership {
            group: id(GROUP),
            contracts,
            flows,
            suspends: false,
        }],
    }
}

fn sheet() -> Sheet {
    let phase =
        |start: &str, end: &str| Phase::new(start.parse().unwrap(), end.parse().unwrap(), "America/Sao_Paulo").unwrap();
    Sheet {
        requester: id(201),
        contact: Contact {
            name: "Rita".to_owned(),
            email: "rita@example.org".to_owned(),
            phone: None,
            extension: None,
            unit: id(1),
            location: None,
            notes: None,
        },
        contract: id(4),
        executor_group: id(GROUP),
        title: "Payments 4.2".to_owned(),
        description: None,
        version: None,
        impact: Level::High,
        urgency: Level::Medium,
        risk: Level::Low,
        release_date: None,
        notify: Notify {
            creation: true,
            any_change: true,
            closing: true,
        },
        planning: phase("2026-12-01T09:00", "2026-12-03T18:00"),
        deployment: phase("2026-12-04T20:00", "2026-12-04T23:00"),
    }
}

/// A world of one release: what surrounds it, and who acts.
struct Stage {
    flow: Flow,
    people: Vec<Actor>,
    n_tasks: Cell<u128>,
    requires_change: bool,
    checklists: Checklists,
}

impl Stage {
    fn new(flow: &str) -> Stage {
        Stage {
            flow: Flow::parse(flow).unwrap(),
            people: (0..3).map(actor).collect(),
            n_tasks: Cell::new(1_000),
            requires_change: false,
            checklists: Checklists::default(),
        }
    }

    fn with<T>(&self, person: usize, minutes: i64, work: impl FnOnce(&Context<'_>) -> T) -> T {
        let new_task = || {
            self.n_tasks.set(self.n_tasks.get() + 1);
            id(self.n_tasks.get())
        };
        work(&Context {
            actor: &self.people[person],
            at: at(minutes),
            flow: &self.flow,
            links: Links::default(),
            has_additions: false,
            requires_change: self.requires_change,
            checklists: &self.checklists,
            requester_has_account: true,
            is_in_group: &|_, group| group == id(GROUP),
            new_task: &new_task,
        })
    }

    fn registered(&self) -> Release {
        let sheet = sheet();
        let timing = Timing {
            planned_start: sheet.planning.starts_at(),
            planned_end: sheet.deployment.ends_at(),
            term_minutes: 0,
            deadline: sheet.deployment.ends_at(),
        };
        let mut release = Release {
            id: id(1),
            number: 1,
            priority: Priority::of(sheet.impact, sheet.urgency),
            sheet,
            portfolio: id(1),
            model: id(2),
            category: Category::Minor,
            timing,
            calendar: id(5),
            flow: id(3),
            flow_version: 1,
            status: Status::InExecution,
            position: Position::default(),
            run: 1,
            tasks: Vec::new(),
            closing: Closing::default(),
            captured_at: None,
            reopen_count: 0,
            suspension: None,
            suspended_minutes: 0,
            extension_minutes: 0,
            first_group: id(GROUP),
            created: (at(0), id(100)),
            updated: (at(0), id(100)),
            deleted_at: None,
        };
        let start = self.with(0, 0, |context| register(&release, context)).unwrap();
        release.position = start.position;
        release.tasks = start.opened;
        release
    }

    fn tried(&self, release: &Release, person: usize, command: &Command) -> Result<Release, Refusal> {
        let permit = policy::may(
            &self.people[person],
            command.action(),
            &release.relations(release.task(command.task())).on(&self.flow),
        )
        .expect("these people may do everything");
        let event = self.with(person, 1, |context| decide(&permit, release, command, context))?;
        Ok(event.apply(release.clone(), self.people[person].account, at(1)))
    }

    /// A release standing on a task, captured by the first person.
    fn on(&self, node: &str) -> Release {
        let mut release = self.tried(&self.registered(), 0, &capture(Taking::Free)).unwrap();
        while release.tasks[0].node.as_str() != node {
            release = self.tried(&release, 0, &advance(Outcome::Advance)).unwrap();
            release = self.tried(&release, 0, &capture(Taking::Free)).unwrap();
        }
        release
    }
}

fn capture(taking: Taking) -> Command {
    Command::Capture { task: None, taking }
}

fn advance(outcome: Outcome) -> Command {
    Command::Advance(Advance {
        task: None,
        outcome,
        release_date: Some("2026-12-04".parse().unwrap()),
        solution_category: Some(id(9)),
        closure: Some(format!("{outcome}, and why")),
        note: None,
    })
}

fn situation(status: Status) -> Command {
    let closure = Some(format!("{status}, and why"));
    Command::SetSituation(SituationChange {
        status,
        release_date: Some("2026-12-04".parse().unwrap()),
        solution_category: Some(id(9)),
        closure,
    })
}

fn edit(change: impl FnOnce(&mut Sheet)) -> Command {
    let mut sheet = sheet();
    change(&mut sheet);
    let timing = Timing {
        planned_start: at(0),
        planned_end: at(1),
        term_minutes: 1,
        deadline: at(1),
    };
    Command::Edit(Box::new(Edit {
        sheet,
        timing,
        restores: None,
    }))
}

/// Status and task, as the state table writes them.
fn told(result: &Result<Release, Refusal>) -> String {
    match result {
        Ok(release) if release.is_closed() => format!("{}, closed", release.status),
        Ok(release) => format!("{}, {}", release.status, release.tasks[0].node),
        Err(refusal) => format!("refused: {refusal}"),
    }
}

#[test]
fn the_state_table_of_the_standard_flow() {
    let stage = Stage::new(RELEASE_STANDARD);
    let tasks = ["Release", "Run", "Test", "Homologation"];
    let mut table = String::new();
    for task in tasks {
        for outcome in Outcome::ALL {
            let result = stage.tried(&stage.on(task), 0, &advance(*outcome));
            let _ = writeln!(table, "{task} {outcome}: {}", told(&result));
        }
    }
    let expected = "\
Release advance: in_execution, Run
Release solved: solved, closed
Release not_solved: refused: the flow has no way: the task Release is not left with not_solved, but with advance, solved
Release canceled: canceled, closed
Run advance: in_execution, Test
Run solved: solved, closed
Run not_solved: not_solved, Release
Run canceled: canceled, closed
Test advance: in_execution, Homologation
Test solved: solved, closed
Test not_solved: not_solved, Release
Test canceled: canceled, closed
Homologation advance: refused: the flow has no way: the task Homologation is not left with advance, but with solved, not_solved
Homologation solved: solved, closed
Homologation not_solved: not_solved, Release
Homologation canceled: canceled, closed
";
    assert_eq!(table, expected);
}

#[test]
fn the_requester_flow_closes_with_the_requester() {
    let stage = Stage::new(RELEASE_REQUESTER);
    let homologation = {
        let mut release = stage.registered();
        assert!(release.tasks[0].requester_only, "B048");
        while release.tasks[0].node.as_str() != "Homologation" {
            release = stage.tried(&release, 1, &capture(Taking::Free)).unwrap();
            release = stage.tried(&release, 1, &advance(Outcome::Advance)).unwrap();
        }
        stage.tried(&release, 1, &capture(Taking::Free)).unwrap()
    };
    let closing = stage.tried(&homologation, 1, &advance(Outcome::Solved)).unwrap();
    assert_eq!(
        (closing.status, closing.is_closed(), closing.tasks[0].requester_only),
        (Status::Solved, false, true),
        "B051"
    );
    let mine = stage.tried(&closing, 1, &capture(Taking::Free)).unwrap();
    let back = stage.tried(&mine, 1, &advance(Outcome::NotSolved)).unwrap();
    assert_eq!(
        (back.status, back.is_closed()),
        (Status::NotSolved, false),
        "B093: no success"
    );
    assert!(
        stage.tried(&mine, 1, &advance(Outcome::Advance)).unwrap().is_closed(),
        "O15"
    );
}

#[test]
fn what_each_situation_demands_and_where_it_leads() {
    let stage = Stage::new(RELEASE_STANDARD);
    let release = stage.on("Run");
    for status in [Status::InExecution, Status::Solved, Status::NotSolved, Status::Canceled] {
        let kept = stage.tried(&release, 0, &situation(status)).unwrap();
        assert_eq!((kept.status, kept.tasks[0].node.as_str()), (status, "Run"), "B073");
    }
    for status in [Status::Suspended, Status::Reopened] {
        assert_eq!(
            stage.tried(&release, 0, &situation(status)),
            Err(Refusal::NotASituation(status))
        );
    }
    let bare = Command::SetSituation(SituationChange {
        status: Status::Solved,
        release_date: None,
        solution_category: None,
        closure: None,
    });
    let all = vec![
        MissingField::ReleaseDate,
        MissingField::SolutionCategory,
        MissingField::Closure,
    ];
    assert_eq!(stage.tried(&release, 0, &bare), Err(Refusal::Missing(all)), "F047");
    let solved = stage.tried(&release, 0, &situation(Status::Solved)).unwrap();
    assert_eq!(
        told(&stage.tried(&solved, 0, &advance(Outcome::Advance))),
        "solved, closed",
        "F048"
    );
    assert_eq!(
        stage.tried(&solved, 0, &situation(Status::InExecution)).unwrap().status,
        Status::InExecution
    );
    let canceled = stage.tried(&release, 0, &situation(Status::Canceled)).unwrap();
    assert_eq!(
        stage.tried(&canceled, 0, &situation(Status::Solved)),
        Err(Refusal::Canceled)
    );
    assert_eq!(stage.tried(&canceled, 0, &edit(|_| {})), Err(Refusal::Canceled));
    assert_eq!(
        told(&stage.tried(&canceled, 0, &advance(Outcome::Advance))),
        "canceled, closed",
        "state table 4.3"
    );
}

#[test]
fn a_reason_once_given_is_no_reason_for_the_next_refusal() {
    let stage = Stage::new(RELEASE_STANDARD);
    let refused = stage.tried(&stage.on("Run"), 0, &advance(Outcome::NotSolved)).unwrap();
    let mut release = stage.tried(&refused, 0, &capture(Taking::Free)).unwrap();
    release = stage.tried(&release, 0, &advance(Outcome::Advance)).unwrap();
    release = stage.tried(&release, 0, &capture(Taking::Free)).unwrap();
    let silent = Command::Advance(Advance {
        task: None,
        outcome: Outcome::NotSolved,
        release_date: None,
        solution_category: None,
        closure: None,
        note: None,
    });
    assert_eq!(
        stage.tried(&release, 0, &silent),
        Err(Refusal::Missing(vec![MissingField::Closure])),
        "R17"
    );
    let again = stage.tried(&release, 0, &advance(Outcome::NotSolved));
    assert!(again.is_ok(), "the same words said again are a reason: {again:?}");
}

#[test]
fn the_reason_why_it_was_not_solved_neither_cancels_nor_solves_it() {
    let stage = Stage::new(RELEASE_STANDARD);
    let silent = |outcome| {
        Command::Advance(Advance {
            task: None,
            outcome,
            release_date: Some("2026-12-04".parse().unwrap()),
            solution_category: Some(id(9)),
            closure: None,
            note: None,
        })
    };
    let unsaid = Err(Refusal::Missing(vec![MissingField::Closure]));
    let refused = stage.tried(&stage.on("Run"), 0, &advance(Outcome::NotSolved)).unwrap();
    assert_eq!(stage.tried(&refused, 0, &silent(Outcome::Canceled)), unsaid, "R14");
    let release = stage.tried(&refused, 0, &capture(Taking::Free)).unwrap();
    assert_eq!(stage.tried(&release, 0, &silent(Outcome::Solved)), unsaid, "F045");
    let solved = stage.tried(&stage.on("Run"), 0, &situation(Status::Solved)).unwrap();
    assert_eq!(
        stage.tried(&solved, 0, &silent(Outcome::Canceled)),
        unsaid,
        "how it was solved is not why it is canceled"
    );
    let kept = stage.tried(&solved, 0, &silent(Outcome::Solved));
    assert!(kept.is_ok(), "F048: nobody says twice how it was solved: {kept:?}");
}

#[test]
fn a_task_shared_with_somebody_is_theirs_to_leave() {
    let stage = Stage::new(RELEASE_STANDARD);
    let mut release = stage.on("Run");
    assert_eq!(
        stage.tried(&release, 1, &advance(Outcome::Advance)),
        Err(Refusal::Held { by: id(100) })
    );
    release.tasks[0].shared_with = vec![Share::Account(id(101))];
    assert!(stage.tried(&release, 1, &advance(Outcome::Advance)).is_ok(), "B065");
}

#[test]
fn a_new_group_takes_the_tasks_and_keeps_its_own_people() {
    let stage = Stage::new(RELEASE_STANDARD);
    let release = stage.on("Run");
    let moved = stage
        .tried(&release, 0, &edit(|sheet| sheet.executor_group = id(OTHER_GROUP)))
        .unwrap();
    assert_eq!(
        (moved.tasks[0].group, moved.tasks[0].responsible),
        (id(OTHER_GROUP), None),
        "B060, B062"
    );
    let kept = stage.tried(&release, 0, &edit(|_| {})).unwrap();
    assert_eq!(kept.tasks[0].responsible, Some(id(100)), "B062");
}

#[test]
fn priority_is_the_matrix() {
    let order = [Level::High, Level::Medium, Level::Low];
    let matrix: Vec<u8> = order
        .iter()
        .flat_map(|impact| order.map(|urgency| Priority::of(*impact, urgency).number()))
        .collect();
    assert_eq!(matrix, [1, 2, 3, 2, 3, 4, 3, 4, 5], "F009");
}

#[test]
fn a_phase_ends_after_it_starts_and_knows_its_zone() {
    let phase = |start: &str, end: &str, zone: &str| Phase::new(start.parse().unwrap(), end.parse().unwrap(), zone);
    assert_eq!(
        phase("2026-12-01T10:00", "2026-12-01T09:59", "UTC"),
        Err(PhaseError::EndsBeforeStart),
        "F010"
    );
    assert!(phase("2026-12-01T10:00", "2026-12-01T10:00", "UTC").is_ok());
    assert_eq!(
        phase("2026-12-01T10:00", "2026-12-01T11:00", "Mars/Base"),
        Err(PhaseError::UnknownZone("Mars/Base".to_owned()))
    );
    let gap = phase("2018-11-04T00:30", "2018-11-04T02:00", "America/Sao_Paulo").unwrap();
    assert!(
        gap.starts_at() < gap.ends_at(),
        "a wall time that a clock change skips still is an instant"
    );
    let fold = phase("2026-11-01T01:30", "2026-11-01T03:00", "America/New_York").unwrap();
    assert_eq!(
        fold.starts_at().to_string(),
        "2026-11-01T05:30:00Z",
        "of a repeated hour the first"
    );
}

proptest! {
    /// A list's scope and the permission to view one release are the same rule.
    #[test]
    fn whoever_relates_to_a_release_sees_it(requester in 0..3_u128, creator in 0..3_u128, member in any::<bool>(), viewer in 0..3_u128) {
        let mut person = actor(viewer);
        person.rights = Rights::default();
        person.rights.grant(crate::actor::Area::Release, crate::actor::Reach::Search);
        if !member {
            person.memberships.clear();
        }
        let stage = Stage::new(RELEASE_STANDARD);
        let mut release = stage.registered();
        release.sheet.requester = id(200 + requester);
        release.created.1 = id(100 + creator);
        let sees = policy::may(&person, ReleaseAction::View, &release.relations(None)).is_ok();
        prop_assert_eq!(sees, requester == viewer || creator == viewer || member);
        let edits = policy::may(&person, ReleaseAction::Edit, &release.relations(None));
        prop_assert!(edits.is_err(), "a right to search is none to save");
    }
}

#[test]
fn a_task_is_left_once_its_questionnaires_are_answered_and_confirmed() {
    use crate::questionnaire::{Demand, Lack, Missing, Sheet};
    let mut stage = Stage::new(RELEASE_STANDARD);
    stage.checklists.demands = vec![Demand {
        questionnaire: Some(id(9)),
        title: "Service test".to_owned(),
        task: "Release".parse().unwrap(),
        required: true,
    }];
    let release = stage.on("Release");
    let missing = |lack| {
        Refusal::Unanswered(vec![Missing {
            questionnaire: Some(id(9)),
            title: "Service test".to_owned(),
            lack,
        }])
    };
    let leave = |stage: &Stage| stage.tried(&release, 0, &advance(Outcome::Advance));
    assert_eq!(leave(&stage).unwrap_err(), missing(Lack::Unanswered), "F055");
    let answered = Sheet {
        questionnaire: id(9),
        title: "Service test".to_owned(),
        task: Some("Release".parse().unwrap()),
        run: 1,
        confirmed: false,
    };
    stage.checklists.sheets = vec![answered.clone()];
    assert_eq!(leave(&stage).unwrap_err(), missing(Lack::Unconfirmed), "B087");
    stage.checklists.sheets = vec![Sheet {
        confirmed: true,
        ..answered
    }];
    assert_eq!(told(&leave(&stage)), "in_execution, Run", "B088");
}
