//! What no sequence of commands by whomever breaks.

use super::life::named;
use super::*;

/// A command as it is drawn: those of a release's life are made for the release as it then is.
#[derive(Debug, Clone)]
enum Drawn {
    Made(Command),
    Life(&'static str),
}

fn any_command() -> impl Strategy<Value = Drawn> {
    let outcomes = prop::sample::select(Outcome::ALL);
    let statuses = prop::sample::select(Status::ALL);
    let made = prop_oneof![
        Just(capture(Taking::Free)),
        Just(capture(Taking::Over)),
        outcomes.prop_map(advance),
        statuses.prop_map(situation),
        Just(edit(|sheet| sheet.title = "Payments 4.3".to_owned())),
        Just(edit(|sheet| sheet.executor_group = id(OTHER_GROUP))),
    ];
    let life = prop::sample::select(
        &[
            "suspend",
            "reactivate",
            "delegate",
            "withdraw",
            "reopen",
            "reclassify",
            "change deadline",
        ][..],
    );
    prop_oneof![3 => made.prop_map(Drawn::Made), 2 => life.prop_map(Drawn::Life)]
}

/// Whether a hold refuses it (R7).
fn waits(command: &Command) -> bool {
    matches!(
        command,
        Command::Edit(_)
            | Command::Capture { .. }
            | Command::Advance(_)
            | Command::SetSituation(_)
            | Command::Suspend(_)
            | Command::Reclassify(_)
            | Command::ChangeDeadline(_)
    )
}

proptest! {
    /// Closed means no task and only one way back, open means a task, on hold means a hold and refuses what R7 lists,
    /// counters only rise, and a refusal changes nothing because it answers nothing.
    #[test]
    fn no_sequence_of_commands_breaks_a_release(commands in prop::collection::vec((0..3_usize, any_command()), 1..60), requester in any::<bool>()) {
        let stage = Stage::new(if requester { RELEASE_REQUESTER } else { RELEASE_STANDARD });
        let mut release = stage.registered();
        for (person, drawn) in commands {
            let command = match drawn {
                Drawn::Made(command) => command,
                Drawn::Life(name) => named(name, &release),
            };
            let task = release.task(command.task());
            let relations = release.relations(task).on(&stage.flow);
            let Ok(permit) = policy::may(&stage.people[person], command.action(), &relations) else { continue };
            let decided = stage.with(person, 1, |context| decide(&permit, &release, &command, context));
            let Ok(event) = decided else { continue };
            prop_assert!(!release.is_closed() || matches!(command, Command::Reopen(_)), "B082");
            prop_assert!(release.status != Status::Suspended || !waits(&command), "R7");
            let after = event.apply(release.clone(), stage.people[person].account, at(1));
            prop_assert_eq!(after.is_closed(), after.tasks.is_empty());
            prop_assert_eq!(after.is_closed(), after.position.is_ended());
            prop_assert_eq!(after.status == Status::Suspended, after.suspension.is_some());
            prop_assert!(after.suspended_minutes >= release.suspended_minutes);
            prop_assert_eq!(i64::from(after.reopen_count) + 1, after.run, "R15");
            if after.is_closed() {
                prop_assert!(matches!(after.status, Status::Solved | Status::Canceled), "{}", after.status);
                prop_assert!(after.closing.text.is_some() && after.closing.solution_category.is_some(), "F047");
            }
            for task in &after.tasks {
                prop_assert!(after.position.is_on(&task.node));
                prop_assert!(task.shared_with.len() <= 1, "B066");
            }
            release = after;
        }
    }
}
