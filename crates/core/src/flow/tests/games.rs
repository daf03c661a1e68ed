//! Single moves of the token game on small flows.

use std::collections::{BTreeMap, BTreeSet};

use super::sketch::{any_facts, file, flow};
use crate::flow::bpmn::unproved;
use crate::flow::{
    Assignment, EdgeId, EndKind, Ending, Facts, Flow, Level, Outcome, Position, Questionnaire, Refused, Step, Stuck,
    Task, TaskId, Wording,
};

const PARALLEL: &str = "
    start s
    gate M
    fork F
    task A advance not_solved
    task B
    fork J
    task C solved not_solved
    gate G
    end e
    s -> M
    M -> F
    F -> A
    F -> B
    A -> J
    B -> J
    J -> C
    C -> G
    G -> e: outcome == \"solved\"
    G -> M: outcome == \"not_solved\"
";

fn id(text: &str) -> TaskId {
    text.parse().unwrap()
}

fn at(text: &str) -> Position {
    Position::from_text(text).unwrap()
}

fn advance(flow: &Flow, from: &str, task: &str, outcome: Outcome) -> Result<Step, Refused> {
    flow.advance(&at(from), &id(task), outcome, &any_facts())
}

#[test]
fn a_fork_opens_all_branches_and_a_join_waits_for_them() {
    let flow = flow(PARALLEL);
    let begun = flow.start(&any_facts()).unwrap();
    assert_eq!(begun.position.to_text(), "A+B");
    assert_eq!(begun.opened, [id("A"), id("B")]);

    let waiting = advance(&flow, "A+B", "A", Outcome::Advance).unwrap();
    assert_eq!(waiting.position.to_text(), "B+>A_J");
    assert!(waiting.opened.is_empty() && waiting.ended.is_none());

    let joined = advance(&flow, "B+>A_J", "B", Outcome::Advance).unwrap();
    assert_eq!(joined.position.to_text(), "C");
    assert_eq!(
        joined.walked.iter().map(EdgeId::as_str).collect::<Vec<_>>(),
        ["B_J", "J_C"]
    );

    let again = advance(&flow, "C", "C", Outcome::NotSolved).unwrap();
    assert_eq!(again.position, begun.position);
}

#[test]
fn canceling_ends_everything_and_tells_what_was_dropped() {
    let flow = flow(PARALLEL);
    let step = advance(&flow, "A+B", "A", Outcome::Canceled).unwrap();
    let ended = Some(Ending {
        end: None,
        kind: EndKind::Canceled,
    });
    assert_eq!((step.completed, step.dropped), (Some(id("A")), vec![id("B")]));
    assert_eq!((step.position.to_text().as_str(), step.ended), ("-", ended.clone()));

    let from_outside = flow.cancel(&at("B+>A_J"));
    assert_eq!((from_outside.completed, from_outside.dropped), (None, vec![id("B")]));
    assert_eq!(from_outside.ended, ended);
}

#[test]
fn only_open_tasks_can_be_left() {
    let flow = flow(PARALLEL);
    assert_eq!(
        advance(&flow, "B+>A_J", "A", Outcome::Advance),
        Err(Refused::NotOpen {
            task: id("A"),
            name: "A".to_owned()
        })
    );
    assert!(matches!(
        advance(&flow, "-", "A", Outcome::Canceled),
        Err(Refused::NotOpen { .. })
    ));
    assert_eq!(
        advance(&flow, "A", "Z", Outcome::Advance),
        Err(Refused::UnknownTask { task: id("Z") })
    );
}

#[test]
fn a_position_of_another_version_is_refused() {
    let flow = flow(PARALLEL);
    for foreign in ["A+Z", "A+>Z", "A+>M_F2", "A+>s_M"] {
        let refused = advance(&flow, foreign, "A", Outcome::Advance);
        assert!(
            matches!(refused, Err(Refused::ForeignPosition { .. })),
            "{foreign}: {refused:?}"
        );
    }
}

#[test]
fn a_made_up_position_cannot_break_the_game() {
    let flow = flow(PARALLEL);
    let met = advance(&flow, "A+B+>A_J", "A", Outcome::Advance).unwrap_err();
    assert_eq!(
        met,
        Refused::Stuck(Stuck::TokensMeet {
            element: "J".parse().unwrap()
        })
    );
    let open = advance(&flow, "A+C", "C", Outcome::Solved).unwrap_err();
    assert_eq!(
        open,
        Refused::Stuck(Stuck::OpenBranch {
            end: "e".parse().unwrap()
        })
    );
    let waiting = advance(&flow, "A", "A", Outcome::Advance).unwrap_err();
    assert_eq!(
        waiting,
        Refused::Stuck(Stuck::Waiting {
            join: "J".parse().unwrap()
        })
    );
}

/// B052: what reading would refuse is refused by the running game too, whatever way it came into being.
#[test]
fn none_or_several_true_edges_are_refused_at_run_time() {
    let flow = unproved(
        file(
            "
            start s
            task A
            gate G
            end e
            end f
            s -> A
            A -> G
            G -> e: priority <= 3
            G -> f: priority >= 3 and priority < 5
            ",
        )
        .as_bytes(),
    );
    let leave = |priority| {
        flow.advance(
            &at("A"),
            &id("A"),
            Outcome::Advance,
            &Facts {
                priority,
                ..any_facts()
            },
        )
    };
    assert_eq!(leave(2).unwrap().ended.unwrap().end.unwrap().as_str(), "e");
    assert_eq!(leave(4).unwrap().ended.unwrap().end.unwrap().as_str(), "f");
    assert_eq!(
        leave(5),
        Err(Refused::Stuck(Stuck::NoEdge {
            gateway: "G".parse().unwrap()
        }))
    );
    let both = vec!["G_e".parse().unwrap(), "G_f".parse().unwrap()];
    assert_eq!(
        leave(3),
        Err(Refused::Stuck(Stuck::SeveralEdges {
            gateway: "G".parse().unwrap(),
            edges: both
        }))
    );
}

#[test]
fn conditions_look_at_the_facts_and_the_default_edge_takes_the_rest() {
    let flow = flow(
        "
        start s
        gate Kind
        task Quick
        task Slow
        end e
        s -> Kind
        Kind -> Quick: category == \"Emergency\" and impact > \"low\"
        Kind -> Slow else
        Quick -> e
        Slow -> e
        ",
    );
    let begins_with = |category: &str, impact| {
        let facts = Facts {
            category: category.to_owned(),
            impact,
            ..any_facts()
        };
        flow.start(&facts).unwrap().position.to_text()
    };
    assert_eq!(begins_with("Emergency", Level::High), "Quick");
    assert_eq!(begins_with("Emergency", Level::Low), "Slow");
    assert_eq!(begins_with("Minor", Level::High), "Slow");
}

#[test]
fn before_the_first_task_the_outcome_is_advance() {
    let flow = flow(
        "
        start s
        gate G
        task A not_solved
        gate H
        end e
        s -> G
        G -> A: outcome == \"advance\"
        G -> e: outcome == \"not_solved\"
        A -> H
        H -> G: priority == 1
        H -> e: priority > 1
        "
        .replace("end e", "end e canceled")
        .as_str(),
    );
    assert_eq!(flow.start(&any_facts()).unwrap().position.to_text(), "A");
}

#[test]
fn settings_come_from_the_file_or_else_from_the_specification() {
    let settings = concat!(
        r#"<slipway:task assignment="requester" requesterOnly="true" allowsDelegation="false""#,
        r#" allowsChangeOfStatus="true" countsForSla="false" approval="true" outcomes="solved advance"/>"#,
        r#"<slipway:questionnaire name="Service test" required="true"/><slipway:questionnaire name="Pilot"/>"#,
        r#"<slipway:name xml:lang="es"> Primera </slipway:name>"#
    );
    let flow = flow(&format!(
        r#"
        <extensionElements><slipway:flow allowsReopening="true"/></extensionElements>
        start s
        <userTask id="A" name=" First "><documentation> Look closely. </documentation>
        <extensionElements>{settings}</extensionElements></userTask>
        <userTask id="B"/>
        end e
        s -> A
        A -> B
        B -> e
        "#
    ));
    assert!(flow.allows_reopening());
    assert_eq!(flow.name("en"), "p", "a flow without a name is called by its key");
    let first = flow.task(&id("A")).unwrap();
    let questionnaire = |name: &str, required| Questionnaire {
        name: name.to_owned(),
        required,
    };
    let translations = BTreeMap::from([("es".to_owned(), "Primera".to_owned())]);
    let wanted = Task {
        id: id("A"),
        wording: Wording {
            plain: "First".to_owned(),
            translations,
        },
        documentation: Some("Look closely.".to_owned()),
        assignment: Assignment::Requester,
        requester_only: true,
        allows_delegation: false,
        allows_change_of_status: true,
        counts_for_sla: false,
        approval: true,
        outcomes: BTreeSet::from([Outcome::Solved, Outcome::Advance]),
        questionnaires: vec![questionnaire("Service test", true), questionnaire("Pilot", false)],
    };
    assert_eq!(first, &wanted);
    let second = flow.task(&id("B")).unwrap();
    assert_eq!(second.name("es"), "B", "a task without a name is called by its id");
    assert!(second.allows_delegation && second.counts_for_sla);
    assert!(!second.requester_only && !second.allows_change_of_status && !second.approval);
    assert_eq!(second.outcomes, BTreeSet::from([Outcome::Advance]));
    assert!(second.questionnaires.is_empty() && second.documentation.is_none());
    assert_eq!(second.assignment, Assignment::ExecutorGroup);
}

#[test]
fn a_text_that_is_no_position_is_refused() {
    for bad in ["", "A+", "+A", "A B", "1A", "A+A", ">", ">>A", "A+>A+>A", "-A", "A+-"] {
        assert!(Position::from_text(bad).is_err(), "{bad:?}");
    }
    let long = "A".repeat(65);
    assert!(Position::from_text(&long).is_err());
}
