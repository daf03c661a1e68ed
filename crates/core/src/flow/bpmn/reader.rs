//! What every element of a BPMN file is read with: the attributes and children it may have, and how it is refused.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::flow::element::BadId;
use crate::flow::refusal::{Collected, Reason, Refusal};
use crate::flow::xml::{Element, Space};

/// The longest name, in characters.
const MAX_NAME: usize = 255;

pub(super) struct Reader<'r> {
    refusals: &'r mut Collected,
}

impl<'r> Reader<'r> {
    pub(super) fn new(refusals: &'r mut Collected) -> Self {
        Self { refusals }
    }

    pub(super) fn refuse(&mut self, element: &Element, reason: Reason) {
        self.refusals.add(element.refusal(reason));
    }

    /// Refuses `element` for something that stands on a line of its own inside it.
    pub(super) fn refuse_at(&mut self, line: usize, element: &Element, reason: Reason) {
        let refusal = element.refusal(reason);
        self.refusals.add(Refusal { line, ..refusal });
    }

    pub(super) fn id<T: FromStr<Err = BadId>>(&mut self, element: &Element) -> Option<T> {
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
        let unprefixed = element.attributes.iter().filter(|one| one.space == Space::Unnamed);
        for unknown in unprefixed.filter(|one| one.name != "id" && !known.contains(&one.name.as_str())) {
            let attribute = unknown.name.clone();
            self.refuse(element, Reason::UnknownAttribute { attribute });
        }
    }

    /// Refuses any other value than `expected`, which is also what the attribute means when it is left out.
    pub(super) fn only_value(&mut self, element: &Element, attribute: &'static str, expected: &'static str) {
        if let Some(value) = element.attribute(attribute).filter(|value| *value != expected) {
            let value = value.to_owned();
            self.refuse(
                element,
                Reason::BadValue {
                    attribute,
                    value,
                    expected,
                },
            );
        }
    }

    pub(super) fn only_name(&mut self, element: &Element, name: &str) {
        self.only_length(element, name, MAX_NAME);
    }

    pub(super) fn only_length(&mut self, element: &Element, text: &str, limit: usize) {
        if text.chars().count() > limit {
            self.refuse(element, Reason::LongText { limit });
        }
    }

    /// Refuses text in an element that holds elements.
    pub(super) fn only_elements(&mut self, element: &Element) {
        if !element.text.trim().is_empty() {
            self.refuse(element, Reason::StrayText);
        }
    }

    /// Refuses elements in one of Slipway's settings, and text in all of them but a name.
    pub(super) fn only_leaf(&mut self, setting: &Element) {
        for child in &setting.children {
            self.refuse(child, Reason::UnknownElement);
        }
        if setting.name != "name" {
            self.only_elements(setting);
        }
    }

    /// The children of an element that holds elements, without what people and other tools note for themselves.
    pub(super) fn children<'x>(&mut self, element: &'x Element) -> Vec<&'x Element> {
        self.only_elements(element);
        let aside = |child: &Element| child.is_bpmn("documentation") || child.is_bpmn("extensionElements");
        element.children.iter().filter(|child| !aside(child)).collect()
    }

    /// Refuses all children but the edges that a node may repeat; what counts is where the edges say they lead.
    pub(super) fn only_links(&mut self, node: &Element) {
        for child in self.children(node) {
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

    /// Refuses ids that stand a second time anywhere in the file.
    pub(super) fn only_unique_ids<'x>(&mut self, element: &'x Element, seen: &mut BTreeMap<&'x str, &'x Element>) {
        let id = element.attribute("id").filter(|_| element.is_of_bpmn());
        if let Some(first) = id.and_then(|id| seen.get(id)) {
            let (line, element_name) = (first.line, first.name.clone());
            self.refuse(
                element,
                Reason::DuplicateId {
                    element: element_name,
                    line,
                },
            );
        } else if let Some(id) = id {
            seen.insert(id, element);
        }
        for child in &element.children {
            self.only_unique_ids(child, seen);
        }
    }
}
