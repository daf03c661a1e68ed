//! Files that are refused for an element that they hold, told with line, element and code.

use super::sketch::{HEAD, SOUND, file, flow, refused, refused_beside_sound, refused_sketch, repeated, told};
use crate::flow::{Flow, RELEASE_STANDARD};

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
        ("slipway:task approval=\"true\"/>", "3 extensionElements stray_text"),
        ("<slipway:task>approval</slipway:task>", "3 task stray_text"),
        ("<slipway:task><slipway:end/></slipway:task>", "3 end unknown_element"),
        (
            r#"<slipway:name xml:lang="es">A<slipway:b/></slipway:name>"#,
            "3 b unknown_element",
        ),
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
        told(file(sketch)),
        "one thing is refused:\n\
         line 8, sequenceFlow G_e: the condition cannot be read: column 12: priority lies between 1 and 5"
    );
    let elsewhere = file(sketch).replace("<conditionExpression>", "\n<conditionExpression language=\"python\">");
    assert_eq!(refused(&elsewhere), ["9 sequenceFlow G_e other_language"]);
    let twice = file(&sketch.replace('6', "5"))
        .replace("</conditionExpression>", "</conditionExpression><conditionExpression/>");
    assert_eq!(refused(&twice), ["8 conditionExpression unknown_element"]);
}
