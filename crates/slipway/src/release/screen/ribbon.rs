//! The flow of a release as a ribbon: which steps are done, current, ahead and skipped, with who and when. Where the flow
//! stands is the release's word, the order of the steps the flow's; nothing is decided here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slipway_core::flow::{Flow, ShapeKind, Status, Task};
use slipway_core::release::{OpenTask, Release};

use super::words;
use crate::edge::{Texts, urls};
use crate::release::store;

/// One step, as the ribbon macro draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepShown {
    pub name: String,
    pub note: String,
    /// `done`, `now`, `ahead` or `skipped`.
    pub step: &'static str,
    /// Whether the current step is on hold.
    pub held: bool,
    pub href: String,
}

/// What the ribbon is drawn from.
pub struct Ribbon<'a> {
    pub release: &'a Release,
    pub flow: &'a Flow,
    pub steps: &'a [store::Step],
    /// The executor group, and by account the names of the people responsible.
    pub group: &'a str,
    pub person: &'a dyn Fn(&OpenTask) -> String,
    pub t: Texts,
    pub tz: &'a TimeZone,
    pub now: Timestamp,
}

impl std::fmt::Debug for Ribbon<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ribbon")
            .field("release", &self.release.number)
            .finish_non_exhaustive()
    }
}

impl Ribbon<'_> {
    /// Every task in the order of the flow, then the end.
    pub fn drawn(&self) -> Vec<StepShown> {
        let completed = self.completed();
        let open_at = self.flow.tasks().position(|task| self.open(task).is_some());
        let mut drawn: Vec<StepShown> = self
            .flow
            .tasks()
            .enumerate()
            .map(|(index, task)| {
                let is_behind = open_at.map_or(self.release.is_closed(), |open| index < open);
                self.step(task, completed.get(task.id.as_str()).copied(), is_behind)
            })
            .collect();
        drawn.push(self.end());
        drawn
    }

    /// The last completion of each task in this run.
    fn completed(&self) -> BTreeMap<&str, &store::Step> {
        let done = self
            .steps
            .iter()
            .filter(|step| step.run == self.release.run && step.completed_at.is_some());
        done.map(|step| (step.node.as_str(), step)).collect()
    }

    fn open(&self, task: &Task) -> Option<&OpenTask> {
        self.release.tasks.iter().find(|open| open.node == task.id)
    }

    fn step(&self, task: &Task, done: Option<&store::Step>, is_behind: bool) -> StepShown {
        let (step, note) = match (self.open(task), done.filter(|_| is_behind)) {
            (Some(open), _) => ("now", self.now_note(open)),
            (None, Some(done)) => ("done", self.done_note(done)),
            (None, None) if is_behind => ("skipped", String::new()),
            (None, None) => ("ahead", self.ahead_note(task)),
        };
        StepShown {
            name: task.name(self.t.0.tag()).to_owned(),
            note,
            step,
            held: step == "now" && self.release.status == Status::Suspended,
            href: urls::release_part(self.release.number, "flow"),
        }
    }

    fn moment(&self, at: Timestamp) -> String {
        words::short(self.t, self.tz, at, self.now).words
    }

    fn now_note(&self, open: &OpenTask) -> String {
        let who = (self.person)(open);
        let who = if who.is_empty() {
            self.whose(open.requester_only)
        } else {
            who
        };
        let since = self.t.with(
            "release-since",
            "when",
            self.moment(open.captured_at.unwrap_or(open.opened_at)),
        );
        format!("{who} · {since}")
    }

    fn done_note(&self, done: &store::Step) -> String {
        let who = done.person.as_deref().unwrap_or(&done.group_name);
        let when = done.completed_at.map(|at| self.moment(at)).unwrap_or_default();
        format!("{who} · {when}")
    }

    fn ahead_note(&self, task: &Task) -> String {
        self.whose(task.requester_only)
    }

    fn whose(&self, is_requesters: bool) -> String {
        if is_requesters {
            self.t.text("release-requester")
        } else {
            self.group.to_owned()
        }
    }

    /// How it ended, or the end it is on its way to.
    fn end(&self) -> StepShown {
        let release = self.release;
        let (name, note, step) = match release.closing.closed {
            Some((at, _)) => (
                words::word(self.t, "status", release.status.as_str()),
                self.moment(at),
                "done",
            ),
            None => (self.end_name(), String::new(), "ahead"),
        };
        StepShown {
            name,
            note,
            step,
            held: false,
            href: String::new(),
        }
    }

    fn end_name(&self) -> String {
        let mut ends = self
            .flow
            .diagram()
            .shapes
            .iter()
            .filter(|shape| shape.kind == ShapeKind::End);
        let name = ends.next().map(|end| end.label.in_language(self.t.0.tag()).to_owned());
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.t.text("state-closed"))
    }
}
