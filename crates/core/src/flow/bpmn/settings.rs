//! Slipway's own settings of an element: the children of its `extensionElements` in the namespace `urn:slipway:flow:1`.
//!
//! ```xml
//! <slipway:flow allowsReopening="true"/>                                                    of the process
//! <slipway:task assignment="executor_group" requesterOnly="false" allowsDelegation="true"
//!               allowsChangeOfStatus="true" countsForSla="true" approval="false"
//!               outcomes="advance solved not_solved"/>                                      of a user task
//! <slipway:questionnaire name="Service test" required="true"/>                              of a user task
//! <slipway:end kind="solved"/>                                                              of an end event
//! <slipway:name xml:lang="pt-BR">Teste</slipway:name>                                       of any of these
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::reader::Reader;
use crate::flow::definition::{Assignment, EndKind, Questionnaire, Task, Wording};
use crate::flow::facts::Outcome;
use crate::flow::refusal::Reason;
use crate::flow::xml::{Element, Space};
use crate::word::UnknownWord;

/// The settings of one element, not yet understood.
#[derive(Debug, Default)]
pub(super) struct Settings<'x> {
    elements: Vec<&'x Element>,
}

impl<'x> Settings<'x> {
    /// Finds the settings of `element`, which may have `name` and those in `known`.
    pub(super) fn read(element: &'x Element, known: &[&str], reader: &mut Reader<'_>) -> Self {
        let extensions = element
            .children
            .iter()
            .filter(|child| child.is_bpmn("extensionElements"));
        let mut own = Vec::new();
        for extension in extensions {
            // A setting that is spoiled into text would be lost without a word, and with it what it forbids.
            reader.only_elements(extension);
            own.extend(extension.children.iter().filter(|one| one.space == Space::Slipway));
        }
        let mut settings = Self::default();
        for one in own {
            reader.only_leaf(one);
            if !(one.name == "name" || known.contains(&one.name.as_str())) {
                reader.refuse(one, Reason::UnknownElement);
            } else if matches!(one.name.as_str(), "flow" | "task" | "end") && settings.only(&one.name).is_some() {
                reader.refuse(one, Reason::RepeatedSetting);
            } else {
                settings.elements.push(one);
            }
        }
        settings
    }

    pub(super) fn names(&self, reader: &mut Reader<'_>) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for element in self.all("name") {
            reader.only_attributes(element, &[]);
            let name = element.text.trim();
            reader.only_name(element, name);
            match language_of(element) {
                Some(language) if names.insert(language.to_owned(), name.to_owned()).is_some() => {
                    reader.refuse(element, Reason::RepeatedSetting);
                }
                Some(_) => {}
                None => reader.refuse(element, Reason::MissingAttribute { attribute: "xml:lang" }),
            }
        }
        names
    }

    pub(super) fn allows_reopening(&self, reader: &mut Reader<'_>) -> bool {
        let Some(flow) = self.only("flow") else {
            return false;
        };
        reader.only_attributes(flow, &["allowsReopening"]);
        flag(flow, "allowsReopening", reader).unwrap_or(false)
    }

    pub(super) fn end_kind(&self, reader: &mut Reader<'_>) -> EndKind {
        let Some(end) = self.only("end") else {
            return EndKind::Solved;
        };
        reader.only_attributes(end, &["kind"]);
        word(end, "kind", reader).unwrap_or(EndKind::Solved)
    }

    /// The user task `element`, with the settings that it leaves out as the specification has them.
    pub(super) fn task(&self, element: &Element, wording: Wording, reader: &mut Reader<'_>) -> Option<Task> {
        let mut task = Task {
            id: reader.id(element)?,
            wording,
            documentation: None,
            assignment: Assignment::ExecutorGroup,
            requester_only: false,
            allows_delegation: true,
            allows_change_of_status: false,
            counts_for_sla: true,
            approval: false,
            outcomes: BTreeSet::from([Outcome::Advance]),
            questionnaires: self
                .all("questionnaire")
                .filter_map(|one| questionnaire(one, reader))
                .collect(),
        };
        if let Some(settings) = self.only("task") {
            apply(settings, &mut task, reader);
        }
        refuse_contradictions(element, &task, reader);
        Some(task)
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'x Element> {
        self.elements
            .iter()
            .copied()
            .filter(move |element| element.name == name)
    }

    fn only(&self, name: &str) -> Option<&'x Element> {
        self.all(name).next()
    }
}

fn apply(settings: &Element, task: &mut Task, reader: &mut Reader<'_>) {
    let flags: [(&'static str, &mut bool); 5] = [
        ("requesterOnly", &mut task.requester_only),
        ("allowsDelegation", &mut task.allows_delegation),
        ("allowsChangeOfStatus", &mut task.allows_change_of_status),
        ("countsForSla", &mut task.counts_for_sla),
        ("approval", &mut task.approval),
    ];
    let mut known = vec!["assignment", "outcomes"];
    for (name, setting) in flags {
        known.push(name);
        *setting = flag(settings, name, reader).unwrap_or(*setting);
    }
    reader.only_attributes(settings, &known);
    task.assignment = word(settings, "assignment", reader).unwrap_or(task.assignment);
    if let Some(list) = settings.attribute("outcomes") {
        task.outcomes = outcomes(settings, list, reader);
    }
}

fn refuse_contradictions(element: &Element, task: &Task, reader: &mut Reader<'_>) {
    if task.requester_only && task.assignment != Assignment::Requester {
        reader.refuse(element, Reason::RequesterOnlyForGroup);
    }
    for outcome in [Outcome::Solved, Outcome::NotSolved] {
        if task.outcomes.contains(&outcome) && !task.allows_change_of_status {
            reader.refuse(element, Reason::OutcomeSetsStatus { outcome });
        }
    }
}

fn outcomes(element: &Element, list: &str, reader: &mut Reader<'_>) -> BTreeSet<Outcome> {
    let mut outcomes = BTreeSet::new();
    for word in list.split_whitespace() {
        match word.parse() {
            Ok(outcome) => {
                outcomes.insert(outcome);
            }
            Err(word) => reader.refuse(
                element,
                Reason::BadWord {
                    attribute: "outcomes",
                    word,
                },
            ),
        }
    }
    // Canceling needs no edge and is open from every task, so a list that names it misunderstands it.
    if outcomes.contains(&Outcome::Canceled) || list.trim().is_empty() {
        let expected = "advance, solved or not_solved, at least one";
        reader.refuse(
            element,
            Reason::BadValue {
                attribute: "outcomes",
                value: list.to_owned(),
                expected,
            },
        );
    }
    outcomes
}

fn questionnaire(element: &Element, reader: &mut Reader<'_>) -> Option<Questionnaire> {
    reader.only_attributes(element, &["name", "required"]);
    let name = reader.required(element, "name")?;
    reader.only_name(element, &name);
    Some(Questionnaire {
        name,
        required: flag(element, "required", reader).unwrap_or(false),
    })
}

fn flag(element: &Element, attribute: &'static str, reader: &mut Reader<'_>) -> Option<bool> {
    match element.attribute(attribute)? {
        "true" => Some(true),
        "false" => Some(false),
        value => {
            reader.refuse(
                element,
                Reason::BadValue {
                    attribute,
                    value: value.to_owned(),
                    expected: "true or false",
                },
            );
            None
        }
    }
}

fn word<T: FromStr<Err = UnknownWord>>(
    element: &Element,
    attribute: &'static str,
    reader: &mut Reader<'_>,
) -> Option<T> {
    let read = element.attribute(attribute)?.parse();
    read.map_err(|word| reader.refuse(element, Reason::BadWord { attribute, word }))
        .ok()
}

fn language_of(element: &Element) -> Option<&str> {
    let lang = element
        .attributes
        .iter()
        .find(|one| one.space == Space::Xml && one.name == "lang");
    lang.map(|lang| lang.value.as_str())
        .filter(|language| !language.is_empty())
}
