//! Reads the elements of a BPMN file into a draft, refusing what lies outside the executable subset.
//! Whether the elements fit together is `check`'s business.

use std::collections::BTreeMap;

use super::draft::{Draft, DraftEdge, DraftNode, Expression, Origin, Role};
use super::settings::Settings;
use crate::flow::condition::Condition;
use crate::flow::definition::Wording;
use crate::flow::refusal::{Collected, Reason, Refusal};
use crate::flow::xml::{Element, Space};

/// The longest name, in characters.
pub(super) const MAX_NAME: usize = 255;

/// The longest documentation of a task, in characters.
const MAX_DOCUMENTATION: usize = 4000;

/// The draft of the file's one process; none when there is nothing that could be drafted.
pub(super) fn draft(root: &Element, refusals: &mut Collected) -> Option<Draft> {
    if !root.is_bpmn("definitions") {
        refusals.add(root.refusal(Reason::NotBpmn));
        return None;
    }
    let mut reader = Reader { refusals };
    reader.refuse_duplicates(root, &mut BTreeMap::new());
    reader.only_attributes(
        root,
        &[
            "name",
            "targetNamespace",
            "expressionLanguage",
            "typeLanguage",
            "exporter",
            "exporterVersion",
        ],
    );
    let mut processes = Vec::new();
    for child in reader.children(root) {
        match (child.space, child.name.as_str()) {
            (Space::Bpmn, "process") => processes.push(child),
            (Space::Bpmn, "collaboration") => reader.collaboration(child),
            (Space::BpmnDi, "BPMNDiagram") => {}
            _ => reader.refuse(child, Reason::UnknownElement),
        }
    }
    for further in processes.iter().skip(1) {
        reader.refuse(further, Reason::SeveralProcesses);
    }
    let Some(process) = processes.first() else {
        reader.refuse(root, Reason::NoProcess);
        return None;
    };
    Some(reader.process(process))
}

pub(super) struct Reader<'r> {
    refusals: &'r mut Collected,
}

impl Reader<'_> {
    fn process(&mut self, process: &Element) -> Draft {
        let ignored = [
            "name",
            "processType",
            "isClosed",
            "isExecutable",
            "definitionalCollaborationRef",
        ];
        self.only_attributes(process, &ignored);
        let settings = Settings::read(process, &["flow"], self);
        let key = self.id::<crate::flow::element::NodeId>(process);
        let mut draft = Draft {
            key: key.as_ref().map_or_else(String::new, |key| key.as_str().to_owned()),
            name: self.wording(process, &settings, key.as_ref().map_or("", |key| key.as_str())),
            allows_reopening: settings.allows_reopening(self),
            origin: Origin::of(process),
            nodes: Vec::new(),
            edges: Vec::new(),
        };
        for child in self.children(process) {
            self.flow_element(child, &mut draft);
        }
        draft
    }

    fn flow_element(&mut self, element: &Element, draft: &mut Draft) {
        if element.space != Space::Bpmn {
            return self.refuse(element, Reason::UnknownElement);
        }
        match element.name.as_str() {
            "laneSet" | "textAnnotation" | "association" => {}
            "sequenceFlow" => draft.edges.extend(self.edge(element)),
            "startEvent" => self.start(element, draft),
            "endEvent" => self.end(element, draft),
            "userTask" => self.task(element, draft),
            "exclusiveGateway" => self.exclusive(element, draft),
            "parallelGateway" => self.parallel(element, draft),
            "inclusiveGateway" | "complexGateway" | "eventBasedGateway" => {
                self.unsupported(element, Reason::OtherGateway, draft);
            }
            "intermediateCatchEvent" | "intermediateThrowEvent" | "boundaryEvent" | "implicitThrowEvent" => {
                self.unsupported(element, Reason::OtherEvent, draft);
            }
            "task" | "manualTask" | "scriptTask" | "serviceTask" | "sendTask" | "receiveTask" | "businessRuleTask"
            | "callActivity" | "subProcess" | "adHocSubProcess" | "transaction" => {
                self.unsupported(element, Reason::OtherTask, draft);
            }
            _ => self.refuse(element, Reason::UnknownElement),
        }
    }

    fn start(&mut self, element: &Element, draft: &mut Draft) {
        self.only_attributes(element, &["name", "isInterrupting", "parallelMultiple"]);
        let settings = Settings::read(element, &[], self);
        self.only_links(element);
        self.named_node(element, &settings, Role::Start, draft);
    }

    fn end(&mut self, element: &Element, draft: &mut Draft) {
        self.only_attributes(element, &["name"]);
        let settings = Settings::read(element, &["end"], self);
        self.only_links(element);
        let kind = settings.end_kind(self);
        self.named_node(element, &settings, Role::End(kind), draft);
    }

    fn task(&mut self, element: &Element, draft: &mut Draft) {
        let known = [
            "name",
            "implementation",
            "isForCompensation",
            "startQuantity",
            "completionQuantity",
        ];
        self.only_attributes(element, &known);
        self.only_value(element, "isForCompensation", "false");
        self.only_value(element, "startQuantity", "1");
        self.only_value(element, "completionQuantity", "1");
        let settings = Settings::read(element, &["task", "questionnaire"], self);
        self.only_links(element);
        let Some(id) = self.id(element) else {
            return;
        };
        let wording = self.wording(element, &settings, element.attribute("id").unwrap_or_default());
        let documentation = self.documentation(element);
        let task = settings.task(element, id, wording.clone(), documentation, self);
        self.node(element, wording, Role::Task(task), draft);
    }

    fn exclusive(&mut self, element: &Element, draft: &mut Draft) {
        self.only_attributes(element, &["name", "gatewayDirection", "default"]);
        let settings = Settings::read(element, &[], self);
        self.only_links(element);
        let default = element.attribute("default").map(str::to_owned);
        self.named_node(element, &settings, Role::Exclusive(default), draft);
    }

    fn parallel(&mut self, element: &Element, draft: &mut Draft) {
        self.only_attributes(element, &["name", "gatewayDirection"]);
        let settings = Settings::read(element, &[], self);
        self.only_links(element);
        self.named_node(element, &settings, Role::Parallel, draft);
    }

    fn unsupported(&mut self, element: &Element, reason: Reason, draft: &mut Draft) {
        self.refuse(element, reason);
        self.node(element, Wording::default(), Role::Unsupported, draft);
    }

    fn named_node(&mut self, element: &Element, settings: &Settings<'_>, role: Role, draft: &mut Draft) {
        let wording = self.wording(element, settings, "");
        self.node(element, wording, role, draft);
    }

    fn node(&mut self, element: &Element, wording: Wording, role: Role, draft: &mut Draft) {
        if let Some(id) = self.id(element) {
            draft.nodes.push(DraftNode {
                id,
                wording,
                role,
                origin: Origin::of(element),
            });
        }
    }

    fn edge(&mut self, element: &Element) -> Option<DraftEdge> {
        self.only_attributes(element, &["name", "sourceRef", "targetRef", "isImmediate"]);
        let settings = Settings::read(element, &[], self);
        let mut expression = Expression::None;
        for child in self.children(element) {
            if child.is_bpmn("conditionExpression") && matches!(expression, Expression::None) {
                expression = self.expression(element, child);
            } else {
                self.refuse(child, Reason::UnknownElement);
            }
        }
        let source = self.required(element, "sourceRef");
        let target = self.required(element, "targetRef");
        let wording = self.wording(element, &settings, "");
        let id = self.id(element)?;
        Some(DraftEdge {
            id,
            wording,
            source: source?,
            target: target?,
            expression,
            origin: Origin::of(element),
        })
    }

    /// The condition of `edge`, refused in the name of the edge, since that is what people find in a drawing.
    fn expression(&mut self, edge: &Element, element: &Element) -> Expression {
        self.only_attributes(element, &["language"]);
        for child in &element.children {
            self.refuse(child, Reason::UnknownElement);
        }
        let language = element.attribute("language").unwrap_or(LANGUAGE);
        let reason = if language == LANGUAGE {
            match Condition::parse(element.text.trim()) {
                Ok(condition) => return Expression::Condition(condition),
                Err(error) => Reason::BadCondition(error),
            }
        } else {
            Reason::OtherLanguage {
                language: language.to_owned(),
            }
        };
        self.refusals.add(Refusal {
            line: element.line,
            ..edge.refusal(reason)
        });
        Expression::Unreadable
    }

    /// A pool around the one process is only drawn; messages between pools are not executed.
    fn collaboration(&mut self, collaboration: &Element) {
        for child in self.children(collaboration) {
            let drawn = matches!(child.name.as_str(), "participant" | "textAnnotation" | "association");
            if !(drawn && child.space == Space::Bpmn) {
                self.refuse(child, Reason::UnknownElement);
            }
        }
    }

    /// Refuses all children but the edges that BPMN lets a node repeat; `sourceRef` and `targetRef` are what counts.
    fn only_links(&mut self, element: &Element) {
        for child in self.children(element) {
            if child.is_bpmn("incoming") || child.is_bpmn("outgoing") {
                continue;
            }
            let event = child.space == Space::Bpmn && child.name.ends_with("EventDefinition");
            self.refuse(
                child,
                if event {
                    Reason::OtherEvent
                } else {
                    Reason::UnknownElement
                },
            );
        }
    }

    /// The children that matter to Slipway's reading of an element that holds other elements.
    fn children<'x>(&mut self, element: &'x Element) -> Vec<&'x Element> {
        if !element.text.trim().is_empty() {
            self.refuse(element, Reason::StrayText);
        }
        let aside = |child: &Element| child.is_bpmn("documentation") || child.is_bpmn("extensionElements");
        element.children.iter().filter(|child| !aside(child)).collect()
    }

    fn wording(&mut self, element: &Element, settings: &Settings<'_>, unnamed: &str) -> Wording {
        let plain = element
            .attribute("name")
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .unwrap_or(unnamed);
        self.only_length(element, plain, MAX_NAME);
        Wording {
            plain: plain.to_owned(),
            translations: settings.names(self),
        }
    }

    fn documentation(&mut self, element: &Element) -> Option<String> {
        let found = element.children.iter().find(|child| child.is_bpmn("documentation"))?;
        let text = found.text.trim();
        self.only_length(found, text, MAX_DOCUMENTATION);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn id<T: std::str::FromStr<Err = crate::flow::element::BadId>>(&mut self, element: &Element) -> Option<T> {
        let id = self.required(element, "id")?;
        id.parse().map_err(|bad| self.refuse(element, Reason::BadId(bad))).ok()
    }

    pub(super) fn required(&mut self, element: &Element, attribute: &'static str) -> Option<String> {
        let value = element.attribute(attribute).map(str::to_owned);
        if value.is_none() {
            self.refuse(element, Reason::MissingAttribute { attribute });
        }
        value
    }

    /// Refuses attributes that are none of `known`. `id` always is, and other tools' attributes are theirs.
    pub(super) fn only_attributes(&mut self, element: &Element, known: &[&str]) {
        for attribute in &element.attributes {
            let ours = attribute.space == Space::Unnamed && attribute.name != "id";
            if ours && !known.contains(&attribute.name.as_str()) {
                self.refuse(
                    element,
                    Reason::UnknownAttribute {
                        attribute: attribute.name.clone(),
                    },
                );
            }
        }
    }

    fn only_value(&mut self, element: &Element, attribute: &'static str, expected: &'static str) {
        if let Some(value) = element.attribute(attribute).filter(|value| *value != expected) {
            self.refuse(
                element,
                Reason::BadValue {
                    attribute,
                    value: value.to_owned(),
                    expected,
                },
            );
        }
    }

    pub(super) fn only_length(&mut self, element: &Element, text: &str, limit: usize) {
        if text.chars().count() > limit {
            self.refuse(element, Reason::LongText { limit });
        }
    }

    fn refuse_duplicates<'x>(&mut self, element: &'x Element, seen: &mut BTreeMap<&'x str, &'x Element>) {
        if matches!(element.space, Space::Bpmn | Space::BpmnDi | Space::Dc | Space::Di)
            && let Some(id) = element.attribute("id")
        {
            match seen.get(id) {
                Some(first) => {
                    self.refuse(
                        element,
                        Reason::DuplicateId {
                            element: first.name.clone(),
                            line: first.line,
                        },
                    );
                }
                None => {
                    seen.insert(id, element);
                }
            }
        }
        for child in &element.children {
            self.refuse_duplicates(child, seen);
        }
    }

    pub(super) fn refuse(&mut self, element: &Element, reason: Reason) {
        self.refusals.add(element.refusal(reason));
    }
}

/// The language that conditions are written in, should a file say so.
const LANGUAGE: &str = "urn:slipway:flow:1";
