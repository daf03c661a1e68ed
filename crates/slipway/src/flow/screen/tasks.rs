//! The tasks of a flow in words: the same facts that its drawing shows, and the settings that it does not.

use slipway_core::flow::{EndKind, Flow, Goal, Questionnaire, Task, Way, When};

use super::yes_or_no;
use crate::edge::Texts;

/// A task as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskShown {
    pub name: String,
    pub id: String,
    pub about: String,
    /// Whom it falls to.
    pub assignment: String,
    pub requester_only: String,
    pub delegation: String,
    pub status: String,
    pub sla: String,
    pub approval: String,
    pub questionnaires: Vec<String>,
    pub ways: Vec<WayShown>,
}

/// One way to leave a task, or to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayShown {
    /// Empty where the flow begins.
    pub outcome: String,
    pub to: String,
    /// What must hold besides, or empty.
    pub when: String,
}

/// Tells tasks and ways in a language.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'f> {
    pub t: Texts,
    pub flow: &'f Flow,
}

impl Teller<'_> {
    pub fn tasks(&self) -> Vec<TaskShown> {
        self.flow.tasks().map(|task| self.task(task)).collect()
    }

    /// Where a new release begins.
    pub fn beginnings(&self) -> Vec<WayShown> {
        let ways = self.flow.beginnings();
        ways.iter()
            .map(|way| WayShown {
                outcome: String::new(),
                ..self.way(way)
            })
            .collect()
    }

    fn task(&self, task: &Task) -> TaskShown {
        let flag = |flag| yes_or_no(self.t, flag);
        TaskShown {
            name: task.name(self.language()).to_owned(),
            id: task.id.to_string(),
            about: task.documentation.clone().unwrap_or_default(),
            assignment: self.word("assignment", task.assignment.as_str()),
            requester_only: flag(task.requester_only),
            delegation: flag(task.allows_delegation),
            status: flag(task.allows_change_of_status),
            sla: flag(task.counts_for_sla),
            approval: flag(task.approval),
            questionnaires: task.questionnaires.iter().map(|one| self.questionnaire(one)).collect(),
            ways: self.flow.ways(&task.id).iter().map(|way| self.way(way)).collect(),
        }
    }

    fn questionnaire(&self, one: &Questionnaire) -> String {
        let key = if one.required {
            "flow-questionnaire-required"
        } else {
            "flow-questionnaire"
        };
        self.t.with(key, "name", one.name.as_str())
    }

    fn way(&self, way: &Way<'_>) -> WayShown {
        let goals: Vec<String> = way.to.iter().map(|goal| self.goal(goal)).collect();
        let mut conditions: Vec<String> = way.when.iter().filter_map(|when| self.condition(when)).collect();
        conditions.dedup();
        WayShown {
            outcome: self.word("outcome", way.outcome.as_str()),
            to: goals.join(" + "),
            when: conditions.join("; "),
        }
    }

    fn goal(&self, goal: &Goal<'_>) -> String {
        match goal {
            Goal::Task(task) => task.name(self.language()).to_owned(),
            Goal::Join(_) => self.t.text("flow-goal-join"),
            Goal::End { name, kind, .. } => {
                let kind = match kind {
                    EndKind::Solved => self.t.text("flow-goal-solved"),
                    EndKind::Canceled => self.t.text("flow-goal-canceled"),
                };
                let name = name.in_language(self.language());
                if name.is_empty() {
                    kind
                } else {
                    format!("{name} ({kind})")
                }
            }
        }
    }

    fn condition(&self, when: &When<'_>) -> Option<String> {
        match when {
            When::Always => None,
            When::If(condition) => Some(self.t.with("flow-when", "condition", condition.source())),
            When::Otherwise => Some(self.t.text("flow-otherwise")),
        }
    }

    fn word(&self, list: &str, word: &str) -> String {
        self.t.text(&format!("flow-{list}-{}", word.replace('_', "-")))
    }

    fn language(&self) -> &'static str {
        self.t.0.tag()
    }
}

/// The drawing in one sentence, for who does not see it: every task with where it leads.
pub fn told(t: Texts, title: &str, tasks: &[TaskShown]) -> String {
    let names: Vec<&str> = tasks.iter().map(|task| task.name.as_str()).collect();
    format!("{title}: {}", t.with("flow-drawing-label", "tasks", names.join(", ")))
}
