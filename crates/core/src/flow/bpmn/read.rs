//! Reads the elements of a BPMN file into a draft, refusing what lies outside the executable subset.
//! Whether the elements fit together is `check`'s business.

use std::collections::BTreeMap;

use super::draft::{Draft, DraftEdge, DraftNode, Expression, Origin, Role};
use super::reader::Reader;
use super::settings::Settings;
use crate::flow::condition::Condition;
use crate::flow::definition::Wording;
use crate::flow::element::NodeId;
use crate::flow::refusal::{Collected, Reason};
use crate::flow::xml::{Element, Space};

/// The language that conditions are written in, should a file say so.
const LANGUAGE: &str = "urn:slipway:flow:1";

/// The longest documentation of a task, in characters.
const MAX_DOCUMENTATION: usize = 4000;

const OF_DEFINITIONS: &[&str] = &[
    "name",
    "targetNamespace",
    "expressionLanguage",
    "typeLanguage",
    "exporter",
    "exporterVersion",
];
const OF_PROCESS: &[&str] = &[
    "name",
    "processType",
    "isClosed",
    "isExecutable",
    "definitionalCollaborationRef",
];
const OF_EDGE: &[&str] = &["name", "sourceRef", "targetRef", "isImmediate"];
const OF_START: &[&str] = &["name", "isInterrupting", "parallelMultiple"];
const OF_END: &[&str] = &["name"];
const OF_TASK: &[&str] = &[
    "name",
    "implementation",
    "isForCompensation",
    "startQuantity",
    "completionQuantity",
];
const OF_EXCLUSIVE: &[&str] = &["name", "gatewayDirection", "default"];
const OF_PARALLEL: &[&str] = &["name", "gatewayDirection"];

/// The draft of the file's one process; none when there is nothing that could be drafted.
pub(super) fn draft(root: &Element, refusals: &mut Collected) -> Option<Draft> {
    let reader = &mut Reader::new(refusals);
    if !root.is_bpmn("definitions") {
        reader.refuse(root, Reason::NotBpmn);
        return None;
    }
    reader.only_unique_ids(root, &mut BTreeMap::new());
    reader.only_attributes(root, OF_DEFINITIONS);
    let mut processes = Vec::new();
    for child in reader.children(root) {
        match (child.space, child.name.as_str()) {
            (Space::Bpmn, "process") => processes.push(child),
            (Space::Bpmn, "collaboration") => collaboration(child, reader),
            (Space::BpmnDi, "BPMNDiagram") => {}
            _ => reader.refuse(child, Reason::UnknownElement),
        }
    }
    for further in processes.iter().skip(1) {
        reader.refuse(further, Reason::SeveralProcesses);
    }
    if processes.is_empty() {
        reader.refuse(root, Reason::NoProcess);
    }
    processes.first().map(|process| drafted(process, reader))
}

/// A pool around the one process is only drawn; messages between pools are not executed.
fn collaboration(collaboration: &Element, reader: &mut Reader<'_>) {
    for child in reader.children(collaboration) {
        let drawn = ["participant", "textAnnotation", "association"]
            .iter()
            .any(|name| child.is_bpmn(name));
        if !drawn {
            reader.refuse(child, Reason::UnknownElement);
        }
    }
}

fn drafted(process: &Element, reader: &mut Reader<'_>) -> Draft {
    reader.only_attributes(process, OF_PROCESS);
    let settings = Settings::read(process, &["flow"], reader);
    let key = reader
        .id::<NodeId>(process)
        .map_or_else(String::new, |key| key.as_str().to_owned());
    let mut draft = Draft {
        name: wording(process, &settings, &key, reader),
        key,
        allows_reopening: settings.allows_reopening(reader),
        origin: Origin::of(process),
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    for child in reader.children(process) {
        flow_element(child, &mut draft, reader);
    }
    draft
}

fn flow_element(element: &Element, draft: &mut Draft, reader: &mut Reader<'_>) {
    if element.space != Space::Bpmn {
        return reader.refuse(element, Reason::UnknownElement);
    }
    match element.name.as_str() {
        "laneSet" | "textAnnotation" | "association" => {}
        "sequenceFlow" => draft.edges.extend(edge(element, reader)),
        "startEvent" => draft.nodes.extend(start(element, reader)),
        "endEvent" => draft.nodes.extend(end(element, reader)),
        "userTask" => draft.nodes.extend(task(element, reader)),
        "exclusiveGateway" => draft.nodes.extend(exclusive(element, reader)),
        "parallelGateway" => draft.nodes.extend(parallel(element, reader)),
        "inclusiveGateway" | "complexGateway" | "eventBasedGateway" => {
            draft.nodes.extend(unsupported(element, Reason::OtherGateway, reader));
        }
        "intermediateCatchEvent" | "intermediateThrowEvent" | "boundaryEvent" | "implicitThrowEvent" => {
            draft.nodes.extend(unsupported(element, Reason::OtherEvent, reader));
        }
        "task" | "manualTask" | "scriptTask" | "serviceTask" | "sendTask" | "receiveTask" | "businessRuleTask"
        | "callActivity" | "subProcess" | "adHocSubProcess" | "transaction" => {
            draft.nodes.extend(unsupported(element, Reason::OtherTask, reader));
        }
        _ => reader.refuse(element, Reason::UnknownElement),
    }
}

fn start(element: &Element, reader: &mut Reader<'_>) -> Option<DraftNode> {
    reader.only_attributes(element, OF_START);
    reader.only_links(element);
    let settings = Settings::read(element, &[], reader);
    node(element, wording(element, &settings, "", reader), Role::Start, reader)
}

fn end(element: &Element, reader: &mut Reader<'_>) -> Option<DraftNode> {
    reader.only_attributes(element, OF_END);
    reader.only_links(element);
    let settings = Settings::read(element, &["end"], reader);
    let kind = settings.end_kind(reader);
    node(
        element,
        wording(element, &settings, "", reader),
        Role::End(kind),
        reader,
    )
}

fn task(element: &Element, reader: &mut Reader<'_>) -> Option<DraftNode> {
    reader.only_attributes(element, OF_TASK);
    reader.only_value(element, "isForCompensation", "false");
    reader.only_value(element, "startQuantity", "1");
    reader.only_value(element, "completionQuantity", "1");
    reader.only_links(element);
    let settings = Settings::read(element, &["task", "questionnaire"], reader);
    let unnamed = element.attribute("id").unwrap_or_default();
    let wording = wording(element, &settings, unnamed, reader);
    let mut task = settings.task(element, wording.clone(), reader)?;
    task.documentation = documentation(element, reader);
    node(element, wording, Role::Task(task), reader)
}

fn exclusive(element: &Element, reader: &mut Reader<'_>) -> Option<DraftNode> {
    reader.only_attributes(element, OF_EXCLUSIVE);
    reader.only_links(element);
    let settings = Settings::read(element, &[], reader);
    let default = element.attribute("default").map(str::to_owned);
    node(
        element,
        wording(element, &settings, "", reader),
        Role::Exclusive(default),
        reader,
    )
}

fn parallel(element: &Element, reader: &mut Reader<'_>) -> Option<DraftNode> {
    reader.only_attributes(element, OF_PARALLEL);
    reader.only_links(element);
    let settings = Settings::read(element, &[], reader);
    node(element, wording(element, &settings, "", reader), Role::Parallel, reader)
}

fn unsupported(element: &Element, reason: Reason, reader: &mut Reader<'_>) -> Option<DraftNode> {
    reader.refuse(element, reason);
    node(element, Wording::default(), Role::Unsupported, reader)
}

fn node(element: &Element, wording: Wording, role: Role, reader: &mut Reader<'_>) -> Option<DraftNode> {
    let id = reader.id(element)?;
    Some(DraftNode {
        id,
        wording,
        role,
        origin: Origin::of(element),
    })
}

fn edge(element: &Element, reader: &mut Reader<'_>) -> Option<DraftEdge> {
    reader.only_attributes(element, OF_EDGE);
    let settings = Settings::read(element, &[], reader);
    let mut expression = Expression::None;
    for child in reader.children(element) {
        if child.is_bpmn("conditionExpression") && matches!(expression, Expression::None) {
            expression = condition(element, child, reader);
        } else {
            reader.refuse(child, Reason::UnknownElement);
        }
    }
    let wording = wording(element, &settings, "", reader);
    let (source, target) = (
        reader.required(element, "sourceRef"),
        reader.required(element, "targetRef"),
    );
    let id = reader.id(element)?;
    let origin = Origin::of(element);
    Some(DraftEdge {
        id,
        wording,
        source: source?,
        target: target?,
        expression,
        origin,
    })
}

/// The condition of `edge`, refused in the name of the edge, since that is what people find in a drawing.
fn condition(edge: &Element, element: &Element, reader: &mut Reader<'_>) -> Expression {
    reader.only_attributes(element, &["language"]);
    for child in &element.children {
        reader.refuse(child, Reason::UnknownElement);
    }
    let language = element.attribute("language").unwrap_or(LANGUAGE);
    if language != LANGUAGE {
        let language = language.to_owned();
        reader.refuse_at(element.line, edge, Reason::OtherLanguage { language });
        return Expression::Unreadable;
    }
    match Condition::parse(element.text.trim()) {
        Ok(condition) => Expression::Condition(condition),
        Err(error) => {
            reader.refuse_at(element.line, edge, Reason::BadCondition(error));
            Expression::Unreadable
        }
    }
}

fn wording(element: &Element, settings: &Settings<'_>, unnamed: &str, reader: &mut Reader<'_>) -> Wording {
    let name = element.attribute("name").map(str::trim).filter(|name| !name.is_empty());
    let plain = name.unwrap_or(unnamed);
    reader.only_name(element, plain);
    Wording {
        plain: plain.to_owned(),
        translations: settings.names(reader),
    }
}

fn documentation(element: &Element, reader: &mut Reader<'_>) -> Option<String> {
    let found = element.children.iter().find(|child| child.is_bpmn("documentation"))?;
    let text = found.text.trim();
    reader.only_length(found, text, MAX_DOCUMENTATION);
    (!text.is_empty()).then(|| text.to_owned())
}
