//! Every reason for refusing a file, told with line, element and code.

use std::collections::BTreeSet;

use super::sketch::{HEAD, file, flow, refused};
use crate::flow::{Flow, RELEASE_STANDARD};

/// A flow with nothing wrong, to which the tests add something that is.
const SOUND: &str = "
    start s
    task A
    end e
    s -> A
    A -> e
";

fn refused_beside_sound(addition: &str) -> Vec<String> {
    refused(&file(&format!("{SOUND}{addition}")))
}

fn refused_sketch(sketch: &str) -> Vec<String> {
    refused(&file(sketch))
}

fn repeated(times: usize, lines: impl Fn(usize) -> String) -> String {
    (0..times).map(lines).collect::<Vec<_>>().concat()
}

fn sentence(file: &str) -> String {
    Flow::parse(file).unwrap_err().to_string()
}

#[test]
fn the_sound_flow_is_accepted() {
    flow(SOUND);
}

#[test]
fn a_refusal_reads_as_a_sentence() {
    let told = sentence(&file(&format!(
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
fn files_that_are_no_xml_are_refused() {
    for (file, told) in [
        ("", "1 file broken_xml"),
        ("  \n ", "2 file broken_xml"),
        ("text", "1 file broken_xml"),
        ("<a/><b/>", "1 file broken_xml"),
        ("<a/>\ntext", "1 file broken_xml"),
        ("<a/>\n\n&#32;", "3 file broken_xml"),
        ("<a/>\n<![CDATA[x]]>", "2 file broken_xml"),
        ("<a>\n<b>\n</a>", "3 b broken_xml"),
        ("<a>\n<b>", "2 b broken_xml"),
        ("<a>\n<b x=1/></a>", "2 a broken_xml"),
        ("<a>\n<b x='1' x='2'/></a>", "2 a broken_xml"),
        ("<a>\n<b x='<'/></a>", "2 a broken_xml"),
        ("<a>\n<b x='&nbsp;'/></a>", "2 a broken_xml"),
        ("<a>\n<p:b/></a>", "2 a broken_xml"),
        ("<a>\n<b p:x=''/></a>", "2 a broken_xml"),
        ("<a>\n&nbsp;</a>", "2 a broken_xml"),
        ("<a>\n& </a>", "2 a broken_xml"),
        ("<a>\n&#0;</a>", "2 a broken_xml"),
        ("<a>\n&#1;</a>", "2 a broken_xml"),
        ("<a>\n\u{1}</a>", "1 a broken_xml"),
        ("<a>\n<b x='&#xFFFF;'/></a>", "2 a broken_xml"),
        ("<a>\n<!-- -- --></a>", "2 a broken_xml"),
        (" <?xml version='1.0'?><a/>", "1 file broken_xml"),
        ("<a><?xml version='1.0'?></a>", "1 a broken_xml"),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>", "1 file other_encoding"),
        ("\n<!DOCTYPE definitions>\n<a/>", "2 file doctype"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>", "1 file doctype"),
        ("<a>\n<!DOCTYPE b>\n</a>", "2 a doctype"),
    ] {
        assert_eq!(refused(file), [told], "{file:?}");
    }
}

#[test]
fn encodings_other_than_utf8_are_refused() {
    let told = |file: &[u8]| Flow::parse(file).unwrap_err().to_string();
    assert_eq!(
        told(b"<a>\n\xff</a>"),
        "one thing is refused:\nline 2, file: the file is not UTF-8"
    );
    assert_eq!(
        told(b"\xff\xfe<\0a\0/\0>\0"),
        "one thing is refused:\nline 1, file: the file is not UTF-8"
    );
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_read() {
    let windows = format!("\u{feff}{}", RELEASE_STANDARD.replace('\n', "\r\n"));
    assert!(Flow::parse(windows).is_ok());
}

#[test]
fn size_and_depth_are_bounded() {
    let padded = |n: usize| format!("{}<!--{}-->", file(SOUND), " ".repeat(n));
    assert_eq!(refused(&padded(1 << 20)), ["1 file too_large"]);
    assert!(Flow::parse(padded((1 << 20) - 1000)).is_ok());

    let deep = |n: usize| format!("<laneSet>{}{}</laneSet>", "<lane>".repeat(n), "</lane>".repeat(n));
    flow(&format!("{}{SOUND}", deep(61)));
    assert_eq!(refused_sketch(&format!("{}{SOUND}", deep(62))), ["2 lane too_deep"]);

    let wide = repeated(400, |n| format!("task T{n}\nT{n} -> e\n"));
    assert_eq!(
        refused_beside_sound(&format!("{wide}{}", wide.replace('T', "U"))),
        ["1 process p too_many_elements"]
    );

    let hopeless = "<x/>\n".repeat(500);
    assert_eq!(refused_beside_sound(&hopeless).len(), 100);
}

#[test]
fn files_that_are_no_bpmn_are_refused() {
    let model = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    for (file, told) in [
        ("\n<definitions/>".to_owned(), "2 definitions not_bpmn"),
        (format!("<process xmlns='{model}'/>"), "1 process not_bpmn"),
        (format!("<definitions xmlns='{model}'/>"), "1 definitions no_process"),
        (
            HEAD.replace("<process id=\"p\">", "<message/></definitions>"),
            "1 message unknown_element",
        ),
    ] {
        assert_eq!(refused(&file)[0], told);
    }
    let two = file(SOUND).replace("</definitions>", "\n<process id=\"q\"/></definitions>");
    assert_eq!(refused(&two), ["8 process q several_processes"]);
}

#[test]
fn elements_outside_the_subset_are_refused_by_name() {
    for (element, told) in [
        (r#"<task id="X"/>"#, "7 task X other_task"),
        (
            r#"<scriptTask id="X"><script>rm</script></scriptTask>"#,
            "7 scriptTask X other_task",
        ),
        (r#"<serviceTask id="X"/>"#, "7 serviceTask X other_task"),
        (r#"<sendTask id="X"/>"#, "7 sendTask X other_task"),
        (r#"<callActivity id="X"/>"#, "7 callActivity X other_task"),
        (
            r#"<subProcess id="X"><startEvent id="Y"/></subProcess>"#,
            "7 subProcess X other_task",
        ),
        (r#"<inclusiveGateway id="X"/>"#, "7 inclusiveGateway X other_gateway"),
        (r#"<eventBasedGateway id="X"/>"#, "7 eventBasedGateway X other_gateway"),
        (r#"<complexGateway id="X"/>"#, "7 complexGateway X other_gateway"),
        (
            r#"<boundaryEvent id="X" attachedToRef="A"/>"#,
            "7 boundaryEvent X other_event",
        ),
        (
            r#"<intermediateCatchEvent id="X"/>"#,
            "7 intermediateCatchEvent X other_event",
        ),
        (r#"<dataObject id="X"/>"#, "7 dataObject X unknown_element"),
        (
            r#"<userTask xmlns="urn:another" id="X"/>"#,
            "7 userTask X unknown_element",
        ),
    ] {
        assert_eq!(refused_beside_sound(element), [told]);
    }
}

#[test]
fn what_stands_inside_an_element_is_looked_at_too() {
    for (element, told) in [
        (
            r#"<startEvent id="s"><timerEventDefinition id="X"/></startEvent>"#,
            "2 timerEventDefinition X other_event",
        ),
        (
            r#"<startEvent id="s"><dataOutput id="X"/></startEvent>"#,
            "2 dataOutput X unknown_element",
        ),
        (r#"<startEvent id="s">now</startEvent>"#, "2 startEvent s stray_text"),
        (r#"<startEvent id="s" href="x"/>"#, "2 startEvent s unknown_attribute"),
    ] {
        assert_eq!(
            refused(&file(SOUND).replace(r#"<startEvent id="s"/>"#, element)),
            [told]
        );
    }
    for (element, told) in [
        (
            r#"<userTask id="A"><standardLoopCharacteristics/></userTask>"#,
            "3 standardLoopCharacteristics unknown_element",
        ),
        (
            r#"<userTask id="A" isForCompensation="true"/>"#,
            "3 userTask A bad_value",
        ),
        (r#"<userTask id="A" startQuantity="2"/>"#, "3 userTask A bad_value"),
        (r#"<userTask id="A" default="A_e"/>"#, "3 userTask A unknown_attribute"),
    ] {
        assert_eq!(refused(&file(&SOUND.replace("task A", element))), [told]);
    }
    for (element, told) in [
        (
            r#"<endEvent id="e"><terminateEventDefinition/></endEvent>"#,
            "4 terminateEventDefinition other_event",
        ),
        (
            r#"<endEvent id="e"><extensionElements><slipway:end kind="good"/></extensionElements></endEvent>"#,
            "4 end bad_word",
        ),
    ] {
        assert_eq!(refused(&file(&SOUND.replace("end e", element))), [told]);
    }
}

#[test]
fn what_people_draw_for_themselves_is_looked_over() {
    let drawn = r#"
        <laneSet id="lanes"><lane id="lane"><flowNodeRef>A</flowNodeRef></lane></laneSet>
        <textAnnotation id="note"><text>Mind the gap</text></textAnnotation>
        <association id="line" sourceRef="A" targetRef="note"/>
        <documentation>What this is for</documentation>
        <extensionElements><tool:colour xmlns:tool="urn:tool" is="red"/></extensionElements>
    "#;
    let pool = r#"<collaboration id="c"><participant id="pool" processRef="p"/></collaboration><process"#;
    flow(&format!("{SOUND}{drawn}"));
    let with_pool = file(SOUND).replacen("<process", pool, 1);
    assert!(Flow::parse(&with_pool).is_ok());
    let message = with_pool.replace("</collaboration>", r#"<messageFlow id="m"/></collaboration>"#);
    assert_eq!(refused(&message), ["1 messageFlow m unknown_element"]);
}

#[test]
fn ids_are_needed_well_formed_and_unique() {
    for (element, told) in [
        ("<userTask/>", "7 userTask missing_attribute"),
        (r#"<userTask id="1st"/>"#, "7 userTask 1st bad_id"),
        (r#"<userTask id="não"/>"#, "7 userTask não bad_id"),
        (r#"<userTask id="A+B"/>"#, "7 userTask A+B bad_id"),
        (r#"<userTask id=""/>"#, "7 userTask  bad_id"),
        (r#"<textAnnotation id="A"/>"#, "7 textAnnotation A duplicate_id"),
        (
            r#"<sequenceFlow id="A_e" sourceRef="s" targetRef="A"/>"#,
            "7 sequenceFlow A_e duplicate_id",
        ),
    ] {
        assert!(refused_beside_sound(element).contains(&told.to_owned()), "{element}");
    }
}

#[test]
fn settings_are_checked_word_by_word() {
    for (settings, told) in [
        (r#"<slipway:task owner="me"/>"#, "3 task unknown_attribute"),
        (r#"<slipway:task approval="yes"/>"#, "3 task bad_value"),
        (r#"<slipway:task assignment="manager"/>"#, "3 task bad_word"),
        (r#"<slipway:task outcomes="advance done"/>"#, "3 task bad_word"),
        (r#"<slipway:task outcomes=" "/>"#, "3 task bad_value"),
        (r#"<slipway:task outcomes="advance canceled"/>"#, "3 task bad_value"),
        (
            r#"<slipway:task outcomes="solved"/>"#,
            "3 userTask A outcome_sets_status",
        ),
        (
            r#"<slipway:task outcomes="advance not_solved"/>"#,
            "3 userTask A outcome_sets_status",
        ),
        (
            r#"<slipway:task requesterOnly="true"/>"#,
            "3 userTask A requester_only_for_group",
        ),
        ("<slipway:task/><slipway:task/>", "3 task repeated_setting"),
        ("<slipway:assignee/>", "3 assignee unknown_element"),
        (r#"<slipway:end kind="solved"/>"#, "3 end unknown_element"),
        ("<slipway:questionnaire/>", "3 questionnaire missing_attribute"),
        (
            r#"<slipway:questionnaire name="Q" required="1"/>"#,
            "3 questionnaire bad_value",
        ),
        ("<slipway:name>X</slipway:name>", "3 name missing_attribute"),
        (
            r#"<slipway:name xml:lang="es">X</slipway:name><slipway:name xml:lang="es">Y</slipway:name>"#,
            "3 name repeated_setting",
        ),
    ] {
        let task = format!(r#"<userTask id="A"><extensionElements>{settings}</extensionElements></userTask>"#);
        assert_eq!(refused_sketch(&SOUND.replace("task A", &task)), [told], "{settings}");
    }
    let long = format!(r#"<userTask id="A" name="{}"/>"#, "x".repeat(256));
    assert_eq!(
        refused_sketch(&SOUND.replace("task A", &long))[0],
        "3 userTask A long_text"
    );
}

#[test]
fn conditions_are_refused_in_the_name_of_their_edge_with_line_and_column() {
    let sketch = "
        start s
        task A advance
        gate G
        end e
        s -> A
        A -> G
        G -> e: priority < 6
        G -> A else
    ";
    assert_eq!(
        sentence(&file(sketch)),
        "one thing is refused:\n\
         line 8, sequenceFlow G_e: the condition cannot be read: column 12: priority lies between 1 and 5"
    );
    let elsewhere = file(sketch).replace("<conditionExpression>", "\n<conditionExpression language=\"python\">");
    assert_eq!(refused(&elsewhere), ["9 sequenceFlow G_e other_language"]);
    let twice = file(&sketch.replace('6', "5"))
        .replace("</conditionExpression>", "</conditionExpression><conditionExpression/>");
    assert_eq!(refused(&twice), ["8 conditionExpression unknown_element"]);
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

#[test]
fn exactly_one_edge_is_true_for_every_outcome_and_every_value_of_the_fields() {
    let two_ways = |outcomes: &str, to_end: &str, back: &str| {
        let sketch =
            format!("start s\ntask A {outcomes}\ngate G\nend e\ns -> A\nA -> G\nG -> e: {to_end}\nG -> A: {back}");
        match Flow::parse(file(&sketch)) {
            Ok(_) => "accepted".to_owned(),
            Err(refusals) => refusals
                .iter()
                .map(|one| one.reason.to_string())
                .collect::<Vec<_>>()
                .join("; "),
        }
    };
    let none = |situation: &str| format!("no edge is true when {situation}");
    let both = |situation: &str| format!("more than one edge is true (G_e, G_A) when {situation}");
    let advance = |situation: &str| format!("outcome = advance, {situation}");

    let refuse_both = r#"outcome in ("not_solved", "advance")"#;
    assert_eq!(
        two_ways("advance solved not_solved", "outcome == 'solved'", refuse_both),
        "accepted"
    );
    assert_eq!(
        two_ways("solved not_solved", "outcome == 'solved'", "outcome == 'not_solved'"),
        "accepted"
    );
    assert_eq!(
        two_ways("advance solved", "outcome == 'solved'", "outcome == 'not_solved'"),
        none("outcome = advance")
    );
    assert_eq!(
        two_ways("advance solved", "outcome != 'canceled'", "outcome == 'solved'"),
        both("outcome = solved")
    );

    assert_eq!(two_ways("", "priority <= 2", "priority > 2"), "accepted");
    assert_eq!(
        two_ways("", "priority <= 2", "priority > 3"),
        none(&advance("priority = 3"))
    );
    assert_eq!(
        two_ways("", "priority <= 2", "priority >= 2"),
        both(&advance("priority = 2"))
    );
    assert_eq!(two_ways("", "reopen_count < 1000", "reopen_count >= 1000"), "accepted");
    assert_eq!(
        two_ways("", "reopen_count < 1000", "reopen_count > 1000"),
        none(&advance("reopen_count = 1000"))
    );
    assert_eq!(two_ways("", "category == 'Major'", "category != 'Major'"), "accepted");
    assert_eq!(
        two_ways("", "category == 'Major'", "category == 'Minor'"),
        none(&advance(r#"category = "another""#))
    );
    assert_eq!(two_ways("", "has_change", "not has_change"), "accepted");
    let neither = none(&advance("has_change = false, has_items = false"));
    let each = both(&advance("has_change = true, has_items = true"));
    assert_eq!(two_ways("", "has_change", "has_items"), format!("{neither}; {each}"));
    assert_eq!(two_ways("", "impact >= 'medium'", "impact == 'low'"), "accepted");
    assert_eq!(
        two_ways("", "impact >= 'medium'", "impact <= 'medium'"),
        both(&advance("impact = medium"))
    );
    assert_eq!(two_ways("", "status == 'solved'", "status != 'solved'"), "accepted");
}

#[test]
fn forks_are_joined_before_anything_comes_back_or_ends() {
    let unjoined = "start s\nfork F\ntask A\ntask B\ngate G\ntask C\nend e\n\
                    s -> F\nF -> A\nF -> B\nA -> G\nB -> G\nG -> C\nC -> e";
    assert_eq!(
        refused_sketch(unjoined),
        ["7 userTask C tokens_meet", "8 endEvent e open_branch"]
    );

    let two_ends = "start s\nfork F\ntask A\ntask B\nend e\nend f\ns -> F\nF -> A\nF -> B\nA -> e\nB -> f";
    assert_eq!(
        refused_sketch(two_ends),
        ["6 endEvent e open_branch", "7 endEvent f open_branch"]
    );

    let back = "start s\ngate M\nfork F\ntask A\ntask B\ngate G\nfork J\nend e\ns -> M\nM -> F\nF -> A\nF -> B\n\
                A -> J\nB -> G\nG -> M: priority == 1\nG -> J else\nJ -> e";
    assert_eq!(
        refused_sketch(back),
        [
            "5 userTask A tokens_meet",
            "8 parallelGateway J tokens_meet",
            "9 endEvent e open_branch"
        ]
    );
}

#[test]
fn joins_that_wait_for_ever_are_refused() {
    let either = "start s\ntask A\ngate G\ntask B\ntask C\nfork J\nend e\n\
                  s -> A\nA -> G\nG -> B: priority == 1\nG -> C else\nB -> J\nC -> J\nJ -> e";
    assert_eq!(refused_sketch(either), ["7 parallelGateway J waiting"]);
    // A branch that may come back by itself before it joins keeps the join waiting only for a while.
    flow(
        "start s\nfork F\ntask A\ntask B\ngate G\nfork J\nend e\ns -> F\nF -> A\nF -> B\nA -> J\nB -> G\n\
         G -> J: priority == 1\nG -> B else\nJ -> e",
    );
}

#[test]
fn a_position_without_a_way_to_the_end_is_refused() {
    // Each alone can reach the end, but the way back into C is open only where the way out of it is not.
    let sketch = "start s\ntask A\ngate G\ntask C\ngate H\ngate I\nend e\ns -> A\nA -> G\n\
                  G -> C: priority == 1\nG -> e else\nC -> H\nH -> I: has_change\nH -> C else\n\
                  I -> C: has_change\nI -> e: not has_change";
    assert_eq!(refused_sketch(sketch), ["5 userTask C dead_position"]);
}

#[test]
fn a_node_that_no_outcome_leads_to_is_refused() {
    let canceled = "start s\ntask A advance solved\ngate G\nend e\nend f canceled\ns -> A\nA -> G\n\
                    G -> e: outcome != \"canceled\"\nG -> f: outcome == \"canceled\"";
    assert_eq!(refused_sketch(canceled), ["6 endEvent f never_reached"]);
}

#[test]
fn an_end_needs_a_task_before_it() {
    let sketch = "start s\ngate G\ntask A\nend e\ns -> G\nG -> A: priority == 1\nG -> e else\nA -> e";
    assert_eq!(refused_sketch(sketch), ["5 endEvent e no_task_before_end"]);
}

/// B093.
#[test]
fn not_solved_never_leads_to_success() {
    let sketch = "start s\ntask A solved not_solved\nend e\ns -> A\nA -> e";
    assert_eq!(refused_sketch(sketch), ["4 endEvent e success_by_not_solved"]);
    flow(&sketch.replace("end e", "end e canceled"));
}

#[test]
fn a_flow_too_large_to_be_proved_is_refused() {
    let tasks = repeated(20, |n| format!("task T{n}\nF -> T{n}\nT{n} -> J\n"));
    let wide = format!("start s\nfork F\nfork J\nend e\ns -> F\nJ -> e\n{tasks}");
    assert_eq!(refused_sketch(&wide), ["1 process p too_complex"]);

    let literals: Vec<_> = (0..60).map(|n| format!("reopen_count == {}", n * 3)).collect();
    let texts: Vec<_> = (0..60).map(|n| format!("category == 'c{n}'")).collect();
    let many = "(impact > 'low' or urgency > 'low' or risk > 'low' or priority > 2 or has_change or has_items)";
    let sketch = format!(
        "start s\ntask A\ngate G\ngate H\ngate I\nend e\ns -> A\nA -> G\nG -> H: {}\nG -> A else\n\
         H -> I: {}\nH -> A else\nI -> e: {many} or status == 'solved'\nI -> A else",
        literals[..40].join(" or "),
        texts[..40].join(" or ")
    );
    assert_eq!(refused_sketch(&sketch), ["1 process p too_complex"]);

    // Forks behind forks without a task in between: tokens double at each, but the walk stops at the first meeting.
    let doubling = repeated(100, |n| {
        let second = format!("<sequenceFlow id=\"x{n}\" sourceRef=\"F{n}\" targetRef=\"M{n}\"/>");
        format!("fork F{n}\ngate M{n}\nF{n} -> M{n}\n{second}\nM{n} -> F{}\n", n + 1)
    });
    let doubling = format!("start s\ntask A\nend e\ns -> A\nA -> F0\nfork F100\nF100 -> e\n{doubling}");
    assert_eq!(refused_sketch(&doubling), ["14 parallelGateway F1 tokens_meet"]);
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
