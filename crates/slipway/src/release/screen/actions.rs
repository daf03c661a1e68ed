//! What can be done to a release now, in words, and why the rest cannot: the probes of `probe.rs` as buttons and links.
//! The list asks for it when a row's menu is opened, so that fifty rows cost no fifty probes.

use askama::Template;
use slipway_core::flow::{EndKind, Outcome, Status, TaskId};
use slipway_core::policy::ReleaseAction;
use slipway_core::release::{OpenTask, Release};

use super::verb;
use super::words::{self, Numbering, StateShown};
use crate::act::Look;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::release::addition;
use crate::release::probe::{self, Possible};
use crate::release::query::{self, Surroundings};
use crate::release::store::Stored;

/// One thing to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionShown {
    /// What it is called in `GET …/actions`.
    pub name: &'static str,
    /// The word that a shortcut presses it by, or nothing.
    pub key: &'static str,
    pub label: String,
    pub icon: &'static str,
    pub href: String,
    /// Why not; nothing when it can be done.
    pub reason: String,
    pub is_dangerous: bool,
}

impl ActionShown {
    pub fn is_allowed(&self) -> bool {
        self.reason.is_empty()
    }
}

/// The one next step and everything else.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub primary: Option<ActionShown>,
    pub others: Vec<ActionShown>,
}

/// Asks the deciders and puts their answers in words.
pub fn offered(look: &Look<'_>, stored: &Stored, around: &Surroundings) -> Offered {
    let possible = probe::all(look, stored, around);
    let menu = Menu {
        look,
        release: &stored.release,
        around,
        possible: &possible,
        addition: addition::blocker(look, stored, &around.flow, ReleaseAction::Note),
    };
    let primary = menu.primary();
    let main = primary.as_ref().map_or("", |action| action.key);
    let held_by_other = menu
        .task()
        .is_some_and(|task| task.responsible.is_some_and(|by| by != look.actor().account));
    let mut others = vec![menu.shown("edit", "action-edit", "edit")];
    if main != "capture" {
        let capture = if held_by_other {
            menu.take_over()
        } else {
            menu.shown("capture", "action-capture", "capture")
        };
        others.push(capture);
    }
    if main != "advance" {
        others.extend(menu.onward());
    } else if menu.offers(Outcome::Advance) {
        others.extend(menu.solve());
        others.extend(menu.refuse());
    }
    others.push(menu.shown("situation", "action-situation", "flag"));
    others.push(menu.added("action-log", "clock", "occurrences/new"));
    others.push(menu.added("action-schedule", "calendar", "activities/new"));
    others.extend(
        verb::VERBS
            .iter()
            .filter(|verb| !verb.ends)
            .map(|verb| menu.shown(verb.name, verb.label, verb.icon)),
    );
    others.push(menu.shown("cancel", "action-cancel-release", "ban"));
    others.extend(
        verb::VERBS
            .iter()
            .filter(|verb| verb.ends)
            .map(|verb| menu.shown(verb.name, verb.label, verb.icon)),
    );
    others.retain(|action| {
        menu.belongs_here(action.name)
            && (action.name.is_empty() || Some(action.name) != primary.as_ref().map(|main| main.name))
    });
    Offered { primary, others }
}

/// Why something is no matter of the state a release is in: it is not offered there at all (`functional.md` 4.4).
/// Whatever else stands against it is told.
const OTHER_STATES: &[Code] = &[
    Code::ReleaseClosed,
    Code::ReleaseSuspended,
    Code::ReleaseNotClosed,
    Code::ReleaseNotSuspended,
    Code::ReleaseNotShared,
    Code::ReleaseBegun,
    Code::NotFound,
];

/// What a menu is made from.
struct Menu<'a> {
    look: &'a Look<'a>,
    release: &'a Release,
    around: &'a Surroundings,
    possible: &'a [Possible],
    /// Why nothing can be added to the release.
    addition: Option<Fault>,
}

impl Menu<'_> {
    fn t(&self) -> Texts {
        self.look.texts()
    }

    fn task(&self) -> Option<&OpenTask> {
        self.release.task(None)
    }

    fn offers(&self, outcome: Outcome) -> bool {
        let offered = |task: &OpenTask| {
            self.around
                .flow
                .task(&task.node)
                .is_some_and(|known| known.outcomes.contains(&outcome))
        };
        self.release.tasks.iter().any(offered)
    }

    /// The next step: take the task, or leave it.
    fn primary(&self) -> Option<ActionShown> {
        if self.release.is_closed() {
            return None;
        }
        if self.release.status == Status::Suspended {
            return Some(self.shown("reactivate", "action-reactivate", "reactivate"));
        }
        if self.release.tasks.iter().all(|task| task.responsible.is_none()) {
            return Some(self.shown("capture", "action-capture", "capture"));
        }
        self.onward()
    }

    /// Leaving the task the usual way: on to the next one, or by a decision where the flow asks for one.
    fn onward(&self) -> Option<ActionShown> {
        if self.offers(Outcome::Advance) || self.release.status == Status::Canceled {
            let mut action = self.shown("advance", "action-advance", "play");
            action.label = next_label(self.look, self.release, self.around, None);
            return Some(action);
        }
        (self.offers(Outcome::Solved) || self.offers(Outcome::NotSolved)).then(|| self.decision())
    }

    fn decision(&self) -> ActionShown {
        let solve = self.shown("solve", "action-decide", "checklist");
        let refuse = self.shown("not_solved", "action-decide", "checklist");
        let one = if solve.is_allowed() { solve } else { refuse };
        ActionShown {
            key: "advance",
            href: urls::release_part(self.release.number, "advance"),
            ..one
        }
    }

    fn solve(&self) -> Option<ActionShown> {
        self.offers(Outcome::Solved)
            .then(|| self.shown("solve", "action-solve", "check"))
    }

    fn refuse(&self) -> Option<ActionShown> {
        self.offers(Outcome::NotSolved)
            .then(|| self.shown("not_solved", "action-not-solved", "state-not_solved"))
    }

    fn take_over(&self) -> ActionShown {
        let mut action = self.shown("take_over", "action-take-over", "capture");
        if let Some(by) = self.task().and_then(|task| task.responsible) {
            action.label = self
                .t()
                .with("action-take-over", "name", query::person_name(self.look, by));
        }
        action.key = "capture";
        action
    }

    fn shown(&self, name: &'static str, label: &str, icon: &'static str) -> ActionShown {
        let (part, key) = match name {
            "capture" | "take_over" => ("capture", "capture"),
            "advance" => ("advance?outcome=advance", "advance"),
            "solve" => ("advance?outcome=solved", ""),
            "not_solved" => ("advance?outcome=not_solved", ""),
            "cancel" => ("advance?outcome=canceled", ""),
            "edit" => ("edit", "edit"),
            _ => (name, ""),
        };
        ActionShown {
            name,
            key,
            label: self.t().text(label),
            icon,
            href: urls::release_part(self.release.number, part),
            reason: self.reason(name),
            is_dangerous: matches!(name, "cancel" | "delete"),
        }
    }

    /// Something to add beside the release's own fields.
    fn added(&self, label: &str, icon: &'static str, part: &str) -> ActionShown {
        let reason = self.addition.as_ref().map(|fault| fault.detail(self.t()));
        ActionShown {
            name: "",
            key: "",
            label: self.t().text(label),
            icon,
            href: urls::release_part(self.release.number, part),
            reason: reason.unwrap_or_default(),
            is_dangerous: false,
        }
    }

    fn blocker(&self, name: &str) -> Option<&Fault> {
        self.possible
            .iter()
            .find(|possible| possible.name == name)
            .and_then(|possible| possible.blocker.as_ref())
    }

    /// Whether it is offered in this state at all.
    fn belongs_here(&self, name: &str) -> bool {
        self.blocker(name)
            .is_none_or(|fault| !OTHER_STATES.contains(&fault.code))
    }

    /// Where several tasks are open, the action's own page asks which; that is no reason against it.
    fn reason(&self, name: &str) -> String {
        match self.blocker(name) {
            Some(fault) if fault.code == Code::ReleaseTaskUnclear => String::new(),
            Some(fault) => fault.detail(self.t()),
            None => String::new(),
        }
    }
}

/// "Send to Test", from what the flow would open after a task, or how it would end.
pub fn next_label(look: &Look<'_>, release: &Release, around: &Surroundings, task: Option<&TaskId>) -> String {
    let t = look.texts();
    let step = release.task(task).and_then(|task| {
        let outcome = release.effective(Outcome::Advance);
        let facts = release.facts(around.links);
        around.flow.advance(&release.position, &task.node, outcome, &facts).ok()
    });
    let Some(step) = step else {
        return t.text("action-advance");
    };
    match step.ended.map(|ending| ending.kind) {
        Some(EndKind::Solved) => t.text("action-close-solved"),
        Some(EndKind::Canceled) => t.text("action-close-canceled"),
        None => {
            let opened = step.opened.iter().filter_map(|node| around.flow.task(node));
            let names: Vec<&str> = opened.map(|task| task.name(look.language.tag())).collect();
            if names.is_empty() {
                t.text("action-advance")
            } else {
                t.with("action-send-to", "task", names.join(", "))
            }
        }
    }
}

/// Everything that can be done to one release, as a page and, from a row of a list, in a dialog.
#[derive(Debug, Template)]
#[template(path = "release/screen/actions.html")]
pub struct ActionsPage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub states: Vec<StateShown>,
    pub href: String,
    pub history: String,
    pub flow: String,
    pub actions: Vec<ActionShown>,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let stored = query::visible(look, number)?;
            let around = query::surroundings(look, &shown.app, &stored.release)?;
            let t = look.texts();
            let number_shown = Numbering::of(look.tx)?.shown(number);
            let heading = format!("{number_shown} · {}", stored.release.sheet.title);
            let crumbs = [
                Crumb::to(urls::RELEASES, t.text("rail-releases")),
                Crumb::to(urls::release(number), number_shown),
                Crumb::here(t.text("release-actions")),
            ];
            let Offered { primary, others } = offered(look, &stored, &around);
            page::html(&ActionsPage {
                page: Frame::of(&shown, look, heading.clone()).crumbs(crumbs),
                states: words::states(t, stored.release.status, stored.release.is_closed()),
                href: urls::release(number),
                history: urls::release_part(number, "history"),
                flow: urls::release_part(number, "flow"),
                actions: primary.into_iter().chain(others).collect(),
                heading,
                t,
            })
        })
        .await
}

#[cfg(test)]
impl ActionsPage {
    pub fn sample(language: crate::edge::Language) -> ActionsPage {
        let t = Texts(language);
        ActionsPage {
            page: Frame::sample(language),
            heading: "REL-1284 · Payments API 4.2".to_owned(),
            states: words::states(t, Status::InExecution, false),
            href: urls::release(1284),
            history: urls::release_part(1284, "history"),
            flow: urls::release_part(1284, "flow"),
            actions: sample_actions(t),
            t,
        }
    }
}

/// One action of each sort, for the samples of views.
#[cfg(test)]
pub fn sample_actions(t: Texts) -> Vec<ActionShown> {
    let action = |key, label: &str, icon, reason: &str| ActionShown {
        name: key,
        key,
        label: t.text(label),
        icon,
        href: urls::release_part(1284, "edit"),
        reason: reason.to_owned(),
        is_dangerous: label == "action-cancel-release",
    };
    vec![
        action("edit", "action-edit", "edit", ""),
        action(
            "capture",
            "action-capture",
            "capture",
            &t.text("fault-release-already-yours-detail"),
        ),
        action("", "action-cancel-release", "ban", ""),
    ]
}
