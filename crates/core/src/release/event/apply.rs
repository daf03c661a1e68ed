//! The release after an event. Applying cannot fail: whether it may happen was decided before.

use jiff::Timestamp;

use super::{Ending, Event, Start};
use crate::flow::Status;
use crate::id::Id;
use crate::kind::{Account, Task};
use crate::release::command::{Delegate, Edit, Hold, Preset};
use crate::release::priority::Priority;
use crate::release::record::{Closing, OpenTask, Release, Suspension};

impl Event {
    /// The release after this happened, by somebody, at an instant.
    pub fn apply(&self, mut release: Release, by: Id<Account>, at: Timestamp) -> Release {
        release.updated = (at, by);
        match self {
            Event::Edited {
                sheet,
                timing,
                status,
                tasks,
                restores: _,
            } => {
                release.priority = Priority::of(sheet.impact, sheet.urgency);
                release.sheet = (**sheet).clone();
                release.timing = *timing;
                release.status = *status;
                release.tasks.clone_from(tasks);
            }
            Event::Captured { task, .. } => {
                release.captured_at = release.captured_at.or(Some(at));
                for open in on(&mut release, *task) {
                    open.give_to(by, at);
                }
            }
            Event::Advanced {
                task,
                position,
                opened,
                status,
                ending,
                closed,
                ..
            } => {
                release.tasks.retain(|open| open.id != *task);
                release.tasks.extend(opened.iter().cloned());
                release.position = position.clone();
                release.status = *status;
                ending.write_to(&mut release);
                if *closed {
                    release.tasks.clear();
                    release.closing.closed = Some((at, by));
                }
            }
            Event::SituationSet { status, ending } => {
                release.status = *status;
                ending.write_to(&mut release);
            }
            Event::Suspended(hold) => hold.begin(&mut release, by, at),
            Event::Reactivated { status, time } => {
                release.status = *status;
                release.suspension = None;
                release.suspended_minutes = time.suspended_minutes;
                release.extension_minutes = time.extension_minutes;
                release.timing = time.timing;
            }
            Event::Delegated { task, to, .. } => {
                if let Delegate::Responsible(_) = to {
                    release.captured_at = release.captured_at.or(Some(at));
                }
                for open in on(&mut release, *task) {
                    open.shared_with = vec![to.share()];
                    if let Delegate::Responsible(account) = to {
                        open.give_to(*account, at);
                    }
                }
            }
            Event::Withdrawn { task } => {
                for open in on(&mut release, *task) {
                    open.shared_with.clear();
                }
            }
            Event::Reopened { plan, start, .. } => {
                release.run += 1;
                release.reopen_count += 1;
                release.closing = Closing::default();
                release.status = Status::Reopened;
                plan.replace(&mut release);
                start.write_to(&mut release);
            }
            Event::Reclassified { preset, timing, start } => {
                preset.write_to(&mut release);
                release.timing = *timing;
                start.write_to(&mut release);
            }
            Event::DeadlineChanged { plan } => plan.replace(&mut release),
            Event::Deleted => release.deleted_at = Some(at),
        }
        release
    }
}

fn on(release: &mut Release, task: Id<Task>) -> impl Iterator<Item = &mut OpenTask> {
    release.tasks.iter_mut().filter(move |open| open.id == task)
}

impl OpenTask {
    fn give_to(&mut self, account: Id<Account>, at: Timestamp) {
        self.responsible = Some(account);
        self.captured_at = self.captured_at.or(Some(at));
    }
}

impl Ending {
    /// What was said is written; what was not said stays.
    fn write_to(&self, release: &mut Release) {
        if self.release_date.is_some() {
            release.sheet.release_date = self.release_date;
        }
        if self.solution_category.is_some() {
            release.closing.solution_category = self.solution_category;
        }
        if self.text.is_some() {
            release.closing.text.clone_from(&self.text);
        }
    }
}

impl Hold {
    fn begin(&self, release: &mut Release, by: Id<Account>, at: Timestamp) {
        release.suspension = Some(Suspension {
            justification: self.justification,
            complement: self.complement.clone(),
            since: (at, by),
            status_before: release.status,
        });
        release.status = Status::Suspended;
    }
}

impl Edit {
    /// A new plan is a new promise: what suspensions gave back before is part of it.
    fn replace(&self, release: &mut Release) {
        release.sheet = self.sheet.clone();
        release.timing = self.timing;
        release.extension_minutes = 0;
    }
}

impl Preset {
    fn write_to(&self, release: &mut Release) {
        release.model = self.model;
        release.portfolio = self.portfolio;
        release.category = self.category;
        release.flow = self.flow;
        release.flow_version = self.flow_version;
        release.calendar = self.calendar;
        release.sheet.executor_group = self.executor_group;
    }
}

impl Start {
    fn write_to(&self, release: &mut Release) {
        release.position = self.position.clone();
        release.tasks.clone_from(&self.opened);
    }
}
