//! What a release is: the sheet that people fill, and what follows from it and from its flow.

use jiff::Timestamp;
use jiff::civil::Date;

use super::phase::Phase;
use super::priority::Priority;
use super::timing::Timing;
use crate::flow::{Facts, Level, Outcome, Position, Status, TaskId};
use crate::id::Id;
use crate::kind::{
    Account, Calendar, Contract, Employee, Flow, Group, Justification, Location, Model, Portfolio,
    Release as ReleaseKind, SolutionCategory, Task, Unit,
};
use crate::policy::Relations;
use crate::word::words;

words!(
    /// The sort of release, from its model (`functional.md` 1.3).
    Category {
        /// Small, routine.
        Minor = "minor",
        /// Large, with much to lose.
        Major = "major",
        /// Between minor and major.
        Significant = "significant",
        /// Cannot wait.
        Emergency = "emergency",
    }
);

words!(
    /// What a suspension does to the deadline (R7).
    SuspensionPolicy {
        /// The deadline moves by the working time spent suspended.
        ShiftDeadline = "shift_deadline",
        /// The deadline stays.
        KeepDeadline = "keep_deadline",
    }
);

/// Whom to talk to about a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The contact's name.
    pub name: String,
    /// Where mails go besides the requester's (R18).
    pub email: String,
    /// Telephone number.
    pub phone: Option<String>,
    /// Extension.
    pub extension: Option<String>,
    /// The requester's unit.
    pub unit: Id<Unit>,
    /// Where the requester sits.
    pub location: Option<Id<Location>>,
    /// Other information about the requester.
    pub notes: Option<String>,
}

/// Which mails the requester wants (F011).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notify {
    /// When the release is registered.
    pub creation: bool,
    /// At any other saved action.
    pub any_change: bool,
    /// When it is closed.
    pub closing: bool,
}

/// Everything that people fill in and may change while the release is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The person it is done for.
    pub requester: Id<Employee>,
    /// Whom to talk to.
    pub contact: Contact,
    /// The agreement it is done under.
    pub contract: Id<Contract>,
    /// The group that carries it.
    pub executor_group: Id<Group>,
    /// At most 255 characters, one line.
    pub title: String,
    /// At most 65,000 characters (R11).
    pub description: Option<String>,
    /// Free version label, at most 64 characters.
    pub version: Option<String>,
    /// How much is affected.
    pub impact: Level,
    /// How soon it is needed.
    pub urgency: Level,
    /// How likely it is to go wrong; people's choice, computed from nothing.
    pub risk: Level,
    /// The day it went live; demanded when it is solved (F045, B085).
    pub release_date: Option<Date>,
    /// Which mails go out.
    pub notify: Notify,
    /// When and how it is prepared.
    pub planning: Phase,
    /// When and how it is rolled out.
    pub deployment: Phase,
}

/// With whom a task is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// One person.
    Account(Id<Account>),
    /// Everybody in a group.
    Group(Id<Group>),
}

/// A task that the flow has opened and nobody has completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTask {
    /// This step of this run.
    pub id: Id<Task>,
    /// The task of the flow.
    pub node: TaskId,
    /// The group it belongs to.
    pub group: Id<Group>,
    /// Whether only the requester may do it (F054).
    pub requester_only: bool,
    /// Who captured it.
    pub responsible: Option<Id<Account>>,
    /// With whom it is shared (R12).
    pub shared_with: Vec<Share>,
    /// When the flow opened it.
    pub opened_at: Timestamp,
    /// When somebody first captured it (B059).
    pub captured_at: Option<Timestamp>,
}

/// How a release ended, or is going to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closing {
    /// How it was solved, or why it was canceled.
    pub solution_category: Option<Id<SolutionCategory>>,
    /// The closing text; the reason when not solved.
    pub text: Option<String>,
    /// When the flow ended, and by whose hand.
    pub closed: Option<(Timestamp, Id<Account>)>,
}

/// A hold that has not ended (F060, `functional.md` 2.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    /// Why, from the catalogue.
    pub justification: Id<Justification>,
    /// Why, in somebody's own words (F061).
    pub complement: Option<String>,
    /// When and by whom.
    pub since: (Timestamp, Id<Account>),
    /// The status to go back to (F063, B077).
    pub status_before: Status,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its id; people use the number.
    pub id: Id<ReleaseKind>,
    /// Rising, never reused (R25).
    pub number: i64,
    /// What people filled in.
    pub sheet: Sheet,
    /// The folder of its model.
    pub portfolio: Id<Portfolio>,
    /// What it was registered from.
    pub model: Id<Model>,
    /// The model's category at registration.
    pub category: Category,
    /// From impact and urgency.
    pub priority: Priority,
    /// From phases and calendar.
    pub timing: Timing,
    /// The calendar its times are counted in.
    pub calendar: Id<Calendar>,
    /// The flow it runs on.
    pub flow: Id<Flow>,
    /// The version it began with and stays on (B068).
    pub flow_version: i64,
    /// The business state: one of the two axes (R1).
    pub status: Status,
    /// Where the flow stands: the other axis. Empty once it has ended.
    pub position: Position,
    /// 1, and one more with each reopening (R15).
    pub run: i64,
    /// What is to be done now.
    pub tasks: Vec<OpenTask>,
    /// How it ended.
    pub closing: Closing,
    /// The first capture of any task (B059).
    pub captured_at: Option<Timestamp>,
    /// How often it was reopened.
    pub reopen_count: u32,
    /// The hold it is in, while it is suspended.
    pub suspension: Option<Suspension>,
    /// Working minutes spent suspended (R7).
    pub suspended_minutes: u64,
    /// Those of them that moved the deadline, under the model's policy (R7, B109).
    pub extension_minutes: u64,
    /// The group it was registered for, which watches it to the end, whoever carries it by then (B063).
    pub first_group: Id<Group>,
    /// When and by whom it was registered.
    pub created: (Timestamp, Id<Account>),
    /// When and by whom it was last touched.
    pub updated: (Timestamp, Id<Account>),
    /// When it was deleted: it is gone for everybody but those who audit (R27).
    pub deleted_at: Option<Timestamp>,
}

impl Release {
    /// Whether its flow has ended: the one meaning of "closed" (R1).
    pub fn is_closed(&self) -> bool {
        self.closing.closed.is_some()
    }

    /// The open task of a node, or the only one when none is named.
    pub fn task(&self, node: Option<&TaskId>) -> Option<&OpenTask> {
        match (node, self.tasks.as_slice()) {
            (Some(node), tasks) => tasks.iter().find(|task| task.node == *node),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }

    /// What conditions of the flow may ask about it.
    pub fn facts(&self, links: Links) -> Facts {
        Facts {
            status: self.status,
            category: self.category.as_str().to_owned(),
            impact: self.sheet.impact,
            urgency: self.sheet.urgency,
            risk: self.sheet.risk,
            priority: self.priority.number(),
            reopen_count: self.reopen_count,
            has_change: links.has_change,
            has_items: links.has_items,
        }
    }

    /// How it relates to people, for the policy. The task rules are those of `task`, when one is in question; what the
    /// flow allows on top is [`Relations::on`]'s to add.
    pub fn relations(&self, task: Option<&OpenTask>) -> Relations {
        let shares = || self.tasks.iter().flat_map(|task| &task.shared_with);
        let shared_groups = shares().filter_map(|share| match share {
            Share::Group(group) => Some(*group),
            Share::Account(_) => None,
        });
        Relations {
            flow: self.flow,
            contract: self.sheet.contract,
            requester: self.sheet.requester,
            created_by: self.created.1,
            executor_group: self.sheet.executor_group,
            first_group: self.first_group,
            responsible: self.tasks.iter().filter_map(|task| task.responsible).collect(),
            task_groups: self.tasks.iter().map(|task| task.group).collect(),
            shared_groups: shared_groups.collect(),
            shared_with: shares()
                .filter_map(|share| match share {
                    Share::Account(account) => Some(*account),
                    Share::Group(_) => None,
                })
                .collect(),
            requester_only: task.is_some_and(|task| task.requester_only),
            allows_reopening: false,
        }
    }

    /// The outcome that "advance" means now: a status that was set and kept decides (F048, state table 4.3).
    pub fn effective(&self, outcome: Outcome) -> Outcome {
        match (outcome, self.status) {
            (Outcome::Advance, Status::Solved) => Outcome::Solved,
            (Outcome::Advance, Status::Canceled) => Outcome::Canceled,
            (outcome, _) => outcome,
        }
    }
}

/// Which links a release has, as far as rules ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Links {
    /// At least one change is linked.
    pub has_change: bool,
    /// At least one configuration item is linked.
    pub has_items: bool,
}
