//! Every command in every status on every task of the standard flow: `docs/states.md` (`functional.md` 4.3 and 4.4).

use std::fmt::Write as _;

use super::life::{COMMANDS, named};
use super::*;

const TASKS: [&str; 4] = ["Release", "Run", "Test", "Homologation"];

/// The commands, besides those of a release's life.
fn of_tasks() -> Vec<(&'static str, Command)> {
    vec![
        ("save", edit(|sheet| sheet.title = "Payments 4.3".to_owned())),
        ("capture", capture(Taking::Free)),
        ("take over", capture(Taking::Over)),
        ("advance", advance(Outcome::Advance)),
        ("advance, solved", advance(Outcome::Solved)),
        ("advance, not solved", advance(Outcome::NotSolved)),
        ("advance, canceled", advance(Outcome::Canceled)),
        ("set in execution", situation(Status::InExecution)),
        ("set solved", situation(Status::Solved)),
        ("set not solved", situation(Status::NotSolved)),
        ("set canceled", situation(Status::Canceled)),
    ]
}

/// A release in a status on a task, captured by the first person. The closed ones have no task any more.
fn standing(stage: &Stage, status: Status, node: &str) -> Release {
    let release = stage.on(node);
    if status == Status::Suspended {
        return stage.tried(&release, 0, &named("suspend", &release)).unwrap();
    }
    Release { status, ..release }
}

/// What a command makes of a release, in a cell.
fn cell(stage: &Stage, release: &Release, command: &Command) -> String {
    match stage.tried(release, 0, command) {
        Ok(after) if after.deleted_at.is_some() => "deleted".to_owned(),
        Ok(after) if after.is_closed() => format!("**{}, closed**", after.status),
        Ok(after) => format!("**{}, {}**", after.status, after.tasks[0].node),
        Err(refusal) => word(&refusal).to_owned(),
    }
}

/// A refusal in a word; its values belong to the release.
fn word(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Closed => "closed",
        Refusal::Suspended => "suspended",
        Refusal::Canceled => "canceled",
        Refusal::NotClosed => "not closed",
        Refusal::NotSuspended => "not suspended",
        Refusal::Begun => "begun",
        Refusal::Attached => "attached",
        Refusal::NotDelegable(_) => "not delegable",
        Refusal::NotShared => "not shared",
        Refusal::InThePast(_) => "in the past",
        Refusal::Held { .. } => "held by another",
        Refusal::AlreadyYours => "already theirs",
        Refusal::NotCaptured => "not captured",
        Refusal::TaskNotOpen(_) | Refusal::TaskUnclear(_) => "no such task",
        Refusal::StatusFixed(_) => "status fixed",
        Refusal::NotASituation(_) => "not set by hand",
        Refusal::ChangeRequired => "change required",
        Refusal::Unanswered(_) => "checklists missing",
        Refusal::Locked(_) => "locked",
        Refusal::Missing(_) => "fields missing",
        Refusal::NoWay(_) => "no way",
        Refusal::CannotStart(_) => "cannot start",
    }
}

fn commands(release: &Release) -> Vec<(&'static str, Command)> {
    let life = COMMANDS.iter().map(|name| (*name, named(name, release)));
    of_tasks().into_iter().chain(life).collect()
}

/// Whether something may be added or linked.
fn admitted(stage: &Stage, release: &Release, action: ReleaseAction) -> String {
    let permit = policy::may(&stage.people[0], action, &release.relations(None)).unwrap();
    admit(&permit, release).map_or_else(|refusal| word(&refusal).to_owned(), |()| "**yes**".to_owned())
}

fn table(stage: &Stage, releases: &[(&str, Release)]) -> String {
    let heads: Vec<&str> = releases.iter().map(|(head, _)| *head).collect();
    let mut table = format!(
        "| Command | {} |\n|---|{}\n",
        heads.join(" | "),
        "---|".repeat(heads.len())
    );
    for (index, (name, _)) in commands(&releases[0].1).iter().enumerate() {
        let cells: Vec<String> = releases
            .iter()
            .map(|(_, release)| cell(stage, release, &commands(release)[index].1))
            .collect();
        writeln!(table, "| {name} | {} |", cells.join(" | ")).unwrap();
    }
    for (name, action) in [
        ("note, file, work log", ReleaseAction::Note),
        ("link, checklist", ReleaseAction::Link),
    ] {
        let cells: Vec<String> = releases
            .iter()
            .map(|(_, release)| admitted(stage, release, action))
            .collect();
        writeln!(table, "| {name} | {} |", cells.join(" | ")).unwrap();
    }
    table
}

fn document() -> String {
    let stage = Stage::new(RELEASE_STANDARD);
    let mut text = String::from(
        "# States and commands\n\n\
         Every command in every status on every task of the standard flow, asked of the rules themselves by somebody with every right who is responsible for the task.\n\
         In bold the status and task afterwards, else why it is refused.\n\
         This page is made by `cargo run -p xtask -- docs`.\n",
    );
    for status in Status::ALL {
        let releases = TASKS.map(|task| (task, standing(&stage, *status, task)));
        write!(text, "\n## {status}\n\n{}", table(&stage, &releases)).unwrap();
    }
    let closed = [Outcome::Solved, Outcome::Canceled].map(|outcome| {
        let release = stage.tried(&stage.on("Run"), 0, &advance(outcome)).unwrap();
        (outcome.as_str(), release)
    });
    write!(text, "\n## closed\n\n{}", table(&stage, &closed)).unwrap();
    text
}

#[test]
fn the_document_of_states_is_what_the_rules_say() {
    super::documents::hold("states.md", &document());
}

/// The rows of `functional.md` 4.3, as ruled: R7 lets a solved release be suspended, B082 stops a canceled one.
#[test]
fn the_state_table_is_the_one_that_was_asked_for() {
    let stage = Stage::new(RELEASE_STANDARD);
    let tried = |status, task: &str, name: &str| {
        let release = standing(&stage, status, task);
        let commands = commands(&release);
        let (_, command) = commands.iter().find(|(known, _)| *known == name).unwrap();
        cell(&stage, &release, command)
    };
    for (status, task, name, expected) in [
        (Status::InExecution, "Run", "save", "**in_execution, Run**"),
        (Status::Reopened, "Release", "save", "**in_execution, Release**"),
        (Status::Reopened, "Release", "advance", "**in_execution, Run**"),
        (Status::NotSolved, "Release", "save", "**not_solved, Release**"),
        (Status::NotSolved, "Release", "advance", "**in_execution, Run**"),
        (Status::Solved, "Homologation", "advance", "**solved, closed**"),
        (
            Status::Solved,
            "Homologation",
            "set in execution",
            "**in_execution, Homologation**",
        ),
        (Status::Solved, "Run", "suspend", "**suspended, Run**"),
        (Status::Canceled, "Run", "advance", "**canceled, closed**"),
        (Status::Canceled, "Run", "suspend", "canceled"),
        (Status::Canceled, "Run", "save", "canceled"),
        (Status::Canceled, "Run", "take over", "canceled"),
        (Status::InExecution, "Test", "set canceled", "**canceled, Test**"),
        (Status::InExecution, "Test", "advance, canceled", "**canceled, closed**"),
        (Status::InExecution, "Test", "reactivate", "not suspended"),
        (Status::InExecution, "Test", "reopen", "not closed"),
        (Status::Suspended, "Test", "suspend", "suspended"),
        (Status::Suspended, "Test", "reactivate", "**in_execution, Test**"),
        (Status::Suspended, "Test", "delegate", "**suspended, Test**"),
    ] {
        assert_eq!(tried(status, task, name), expected, "{status} on {task}: {name}");
    }
}
