//! Files that are refused because their elements do not fit together, told with line, element and code.

use std::collections::BTreeSet;

use super::sketch::{SOUND, file, flow, refused, refused_beside_sound, refused_sketch, told};

#[test]
fn the_sound_flow_is_accepted() {
    flow(SOUND);
}

#[test]
fn a_refusal_reads_as_a_told() {
    let told = told(file(&format!(
        "{SOUND}\n<serviceTask id=\"X\" name=\"Deploy\"/>\nX -> nowhere"
    )));
    assert_eq!(
        told,
        "2 things are refused:\n\
         line 7, serviceTask X: only user tasks are executed: no scripts, services, calls or sub-processes\n\
         line 8, sequenceFlow X_nowhere: targetRef names \"nowhere\", which is no element that edges join"
    );
}

#[test]
fn everything_wrong_is_told_at_once_in_the_order_of_the_lines() {
    let told = refused_sketch(
        "start s\n<scriptTask id=\"X\"/>\ntask A\nstart t\n<userTask id=\"B\" colour=\"red\"/>\ns -> X\nX -> A\nA -> Q",
    );
    assert_eq!(
        told,
        [
            "1 process p no_end",
            "3 scriptTask X other_task",
            "5 startEvent t several_starts",
            "6 userTask B unknown_attribute",
            "9 sequenceFlow A_Q dangling_reference",
        ]
    );
}

#[test]
fn codes_are_unique_words() {
    let source = include_str!("../refusal.rs");
    let (_, codes) = source.split_once("pub const fn code").unwrap();
    let codes: Vec<_> = codes
        .split('"')
        .skip(1)
        .step_by(2)
        .take_while(|code| !code.contains(' '))
        .collect();
    assert!(codes.len() > 50);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    assert!(codes.iter().all(|code| {
        code.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'8')
    }));
}

#[test]
fn starts_ends_and_tasks_are_counted() {
    assert_eq!(
        refused_sketch("end e")[..2],
        ["1 process p no_start", "1 process p no_task"]
    );
    assert_eq!(
        refused_beside_sound("start t\nt -> A"),
        ["7 startEvent t several_starts"]
    );
    assert!(refused_sketch("start s\ntask A\ns -> A\nA -> A").contains(&"1 process p no_end".to_owned()));
    assert_eq!(refused_sketch("start s\nend e\ns -> e"), ["1 process p no_task"]);
}

#[test]
fn edges_join_two_nodes() {
    assert_eq!(
        refused_beside_sound("A -> Z"),
        ["7 sequenceFlow A_Z dangling_reference"]
    );
    assert_eq!(
        refused_beside_sound("Z -> A"),
        ["7 sequenceFlow Z_A dangling_reference"]
    );
    assert_eq!(refused_beside_sound("Y -> Z").len(), 2);
    assert_eq!(
        refused_beside_sound(r#"<sequenceFlow id="x" sourceRef="A"/>"#),
        ["7 sequenceFlow x missing_attribute"]
    );
}

#[test]
fn every_node_has_the_edges_that_its_kind_needs() {
    assert_eq!(refused_beside_sound("end f\nA -> f"), ["3 userTask A one_edge_out"]);
    assert_eq!(
        refused_beside_sound("task B\ns -> B\nB -> e"),
        ["2 startEvent s one_edge_out"]
    );
    let backwards = "start s\ntask A\ngate G\nend e\ns -> A\nA -> G\nG -> e else\nG -> s: priority == 1";
    assert_eq!(refused_sketch(backwards), ["2 startEvent s leads_here"]);
    let onwards = "start s\ntask A\ntask B\nend e\ns -> A\nA -> e\ne -> B\nB -> e";
    assert_eq!(refused_sketch(onwards), ["5 endEvent e leaves_here"]);
    let blind = "start s\ntask A\ngate G\nend e\ngate H\ns -> A\nA -> G\nG -> e else\nG -> H: priority == 1";
    assert_eq!(
        refused_sketch(blind),
        ["6 exclusiveGateway H no_edge_out", "6 exclusiveGateway H no_way_to_end"]
    );
}

#[test]
fn conditions_stand_where_gateways_decide_and_nowhere_else() {
    let gate = |first: &str, second: &str| {
        refused_sketch(&format!(
            "start s\ntask A\ngate G\nend e\ns -> A\nA -> G\nG -> e{first}\nG -> A{second}"
        ))
    };
    assert_eq!(gate(": priority == 1", ""), ["9 sequenceFlow G_A no_condition"]);
    assert_eq!(
        gate("", ""),
        ["8 sequenceFlow G_e no_condition", "9 sequenceFlow G_A no_condition"]
    );
    let misplaced = SOUND.replace("A -> e", "A -> e: priority == 1");
    assert_eq!(refused_sketch(&misplaced), ["6 sequenceFlow A_e misplaced_condition"]);
    let single = "start s\ntask A\ngate G\nend e\ns -> A\nA -> G\nG -> e: priority == 1";
    assert_eq!(refused_sketch(single), ["8 sequenceFlow G_e misplaced_condition"]);
    let file = file("start s\ntask A\ngate G\nend e\ns -> A\nA -> G\nG -> e: priority == 1\nG -> A: priority > 1");
    let with_default = |default: &str| {
        refused(&file.replace("<exclusiveGateway", &format!("<exclusiveGateway default=\"{default}\"")))
    };
    assert_eq!(with_default("G_A"), ["9 sequenceFlow G_A condition_on_default"]);
    assert_eq!(with_default("s_A"), ["4 exclusiveGateway G default_elsewhere"]);
}

#[test]
fn nodes_without_a_way_in_or_out_are_refused() {
    assert_eq!(refused_beside_sound("task B\nB -> e"), ["7 userTask B unreachable"]);
    assert_eq!(
        refused_beside_sound("task B\ntask C\nB -> C\nC -> B"),
        [
            "7 userTask B unreachable",
            "7 userTask B no_way_to_end",
            "8 userTask C unreachable",
            "8 userTask C no_way_to_end"
        ]
    );
    let trap = "start s\ntask A\ngate G\ntask B\nend e\ns -> A\nA -> G\nG -> e else\nG -> B: priority == 1\nB -> B";
    assert_eq!(refused_sketch(trap), ["5 userTask B no_way_to_end"]);
}

#[test]
fn gateways_may_not_run_in_circles() {
    let circle = "start s\ntask A\ngate G\ngate H\nend e\ns -> A\nA -> G\nG -> H\nH -> G: priority == 1\nH -> e else";
    assert_eq!(
        refused_sketch(circle),
        ["4 exclusiveGateway G gateway_loop", "5 exclusiveGateway H gateway_loop"]
    );
    let alone = "start s\ntask A\ngate G\nend e\ns -> A\nA -> G\nG -> G: priority == 1\nG -> e else";
    assert_eq!(refused_sketch(alone), ["4 exclusiveGateway G gateway_loop"]);
}
