//! The two flows that ship, task by task and outcome by outcome.

use super::sketch::any_facts;
use crate::flow::{
    Assignment, EdgeId, EndKind, Facts, Flow, Outcome, Position, RELEASE_REQUESTER, RELEASE_STANDARD, Refused, Status,
    Step,
};

fn standard() -> Flow {
    Flow::parse(RELEASE_STANDARD).unwrap_or_else(|refusals| panic!("{refusals}"))
}

fn requester() -> Flow {
    Flow::parse(RELEASE_REQUESTER).unwrap_or_else(|refusals| panic!("{refusals}"))
}

/// One line a task: where each outcome leads.
fn table(flow: &Flow, facts: &Facts) -> String {
    let row = |task: &crate::flow::Task| {
        let position = Position::from_text(task.id.as_str()).unwrap();
        let outcomes = flow.outcomes(&task.id, &position, facts);
        let cells = outcomes
            .iter()
            .map(|(outcome, result)| format!("{outcome} → {}", cell(result)));
        format!("{}: {}\n", task.id, cells.collect::<Vec<_>>().join(", "))
    };
    flow.tasks().map(row).collect()
}

fn cell(result: &Result<Step, Refused>) -> String {
    match result {
        Ok(Step {
            ended: Some(ending), ..
        }) => format!("end {}", ending.kind),
        Ok(step) => step.position.to_text(),
        Err(Refused::NotOffered { .. }) => "not offered".to_owned(),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn the_standard_flow_leads_where_rulings_r4_and_r17_say() {
    insta::assert_snapshot!(table(&standard(), &any_facts()), @"
    Release: advance → Run, solved → end solved, not_solved → not offered, canceled → end canceled
    Run: advance → Test, solved → end solved, not_solved → Release, canceled → end canceled
    Test: advance → Homologation, solved → end solved, not_solved → Release, canceled → end canceled
    Homologation: advance → not offered, solved → end solved, not_solved → Release, canceled → end canceled
    ");
}

#[test]
fn the_requester_flow_leads_where_behaviours_b047_to_b051_say() {
    insta::assert_snapshot!(table(&requester(), &any_facts()), @"
    Release: advance → Run, solved → not offered, not_solved → not offered, canceled → end canceled
    Run: advance → Test, solved → not offered, not_solved → Release, canceled → end canceled
    Test: advance → Homologation, solved → not offered, not_solved → Release, canceled → end canceled
    Homologation: advance → Homologation, solved → Close, not_solved → Release, canceled → end canceled
    Close: advance → Release, solved → end solved, not_solved → Release, canceled → end canceled
    ");
}

#[test]
fn the_requester_closes_a_solved_release_by_advancing_and_only_a_solved_one() {
    let flow = requester();
    let close = "Close".parse().unwrap();
    let at_close = Position::from_text("Close").unwrap();
    for status in Status::ALL {
        let facts = Facts {
            status: *status,
            ..any_facts()
        };
        let step = flow.advance(&at_close, &close, Outcome::Advance, &facts).unwrap();
        let success = step.ended.is_some_and(|ending| ending.kind == EndKind::Solved);
        assert_eq!(success, *status == Status::Solved, "{status}");
    }
}

#[test]
fn a_refused_decision_says_what_the_task_offers() {
    let flow = standard();
    let at = Position::from_text("Homologation").unwrap();
    let refused = flow
        .advance(&at, &"Homologation".parse().unwrap(), Outcome::Advance, &any_facts())
        .unwrap_err();
    let told = "the task Homologation is not left with advance, but with solved, not_solved";
    assert_eq!(refused.to_string(), told);
}

#[test]
fn the_whole_way_is_walked_and_told() {
    let flow = standard();
    let mut step = flow.start(&any_facts()).unwrap();
    let mut walked = step.walked.clone();
    for outcome in [Outcome::Advance, Outcome::Advance, Outcome::Advance, Outcome::Solved] {
        let task = step.opened[0].clone();
        step = flow.advance(&step.position, &task, outcome, &any_facts()).unwrap();
        assert_eq!(step.completed, Some(task));
        walked.extend(step.walked.clone());
    }
    let ending = step.ended.unwrap();
    assert_eq!((ending.kind, ending.end.unwrap().as_str()), (EndKind::Solved, "Solved"));
    assert!(step.position.is_ended());
    let way = "To_release Release_left Release_advance Run_left Run_advance Test_left Test_advance Homologation_left \
               Homologation_solved";
    assert_eq!(walked.iter().map(EdgeId::as_str).collect::<Vec<_>>().join(" "), way);
}

#[test]
fn the_standard_flow_asks_the_executor_group_for_everything() {
    let flow = standard();
    assert_eq!(flow.key(), "release-standard");
    assert!(!flow.allows_reopening());
    for task in flow.tasks() {
        assert_eq!(task.assignment, Assignment::ExecutorGroup);
        assert!(task.allows_change_of_status && task.allows_delegation && task.counts_for_sla);
        assert!(!task.requester_only);
        assert!(task.documentation.is_some());
        assert_eq!(task.approval, task.id.as_str() == "Homologation");
    }
}

#[test]
fn the_requester_has_the_first_and_the_last_task_alone() {
    let flow = requester();
    assert_eq!(flow.key(), "release-requester");
    let alone: Vec<_> = flow
        .tasks()
        .filter(|task| task.requester_only)
        .map(|task| task.id.as_str())
        .collect();
    assert_eq!(alone, ["Release", "Close"]);
    for task in flow.tasks() {
        assert_eq!(task.assignment == Assignment::Requester, task.requester_only);
        assert_eq!(task.allows_delegation, !task.requester_only);
    }
}

#[test]
fn tasks_have_names_in_three_languages() {
    let names = |language: &str| {
        requester()
            .tasks()
            .map(|task| task.name(language).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("en"), ["Release", "Run", "Test", "Homologation", "Close"]);
    assert_eq!(
        names("pt-BR"),
        ["Liberação", "Execução", "Teste", "Homologação", "Encerramento"]
    );
    assert_eq!(
        names("es"),
        ["Liberación", "Ejecución", "Prueba", "Homologación", "Cierre"]
    );
    assert_eq!(names("fr"), names("en"));
    assert_eq!(standard().name("pt-BR"), "Liberação padrão");
    assert_eq!(standard().name("en"), "Standard release");
}

#[test]
fn everything_that_is_named_is_named_in_three_languages() {
    for flow in [standard(), requester()] {
        let diagram = flow.diagram();
        let labels = diagram
            .shapes
            .iter()
            .map(|shape| &shape.label)
            .chain(diagram.lines.iter().map(|line| &line.label));
        for label in labels.filter(|label| !label.plain.is_empty()) {
            let languages: Vec<_> = label.translations.keys().map(String::as_str).collect();
            assert_eq!(languages, ["es", "pt-BR"], "{}", label.plain);
        }
    }
}
