//! Which questionnaires a task waits for, and what of them is still missing (F055, B087, B088).

use crate::flow::{Outcome, TaskId};
use crate::id::Id;
use crate::kind::Questionnaire;
use crate::word::words;

/// A questionnaire that a model or a flow binds to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// None when a flow names one that does not exist: it cannot be answered then, and is still demanded.
    pub questionnaire: Option<Id<Questionnaire>>,
    /// What people call it.
    pub title: String,
    /// The task it belongs to.
    pub task: TaskId,
    /// Whether the task can only be left when it is answered and confirmed.
    pub required: bool,
}

/// An answered questionnaire of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Which one.
    pub questionnaire: Id<Questionnaire>,
    /// What people call it.
    pub title: String,
    /// The task it was answered for; none when no task was open that it could belong to.
    pub task: Option<TaskId>,
    /// In which run of the flow: a reopened release is asked again (R15).
    pub run: i64,
    /// Whether somebody with the right has confirmed it (B202).
    pub confirmed: bool,
}

words!(
    /// What is missing of a questionnaire.
    Lack {
        /// Nobody has answered it.
        Unanswered = "unanswered",
        /// It is answered, and nobody has confirmed it.
        Unconfirmed = "unconfirmed",
    }
);

/// A questionnaire that keeps a task from being left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// None when a flow names one that does not exist.
    pub questionnaire: Option<Id<Questionnaire>>,
    /// What people call it.
    pub title: String,
    /// What is missing.
    pub lack: Lack,
}

/// All that is known of a release's questionnaires when something is decided about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checklists {
    /// What its model and its flow bind to tasks.
    pub demands: Vec<Demand>,
    /// What was answered, the latest first.
    pub sheets: Vec<Sheet>,
}

impl Checklists {
    /// What keeps the task from being left with this outcome in this run.
    ///
    /// Going on and solving need what is required of the task, answered and confirmed (F055, B088); solving needs
    /// every questionnaire of the run confirmed as well (B087). What is not solved or canceled goes back or ends
    /// without either: a failed test need not be signed off.
    pub fn missing(&self, task: &TaskId, outcome: Outcome, run: i64) -> Vec<Missing> {
        let demanded = match outcome {
            Outcome::Advance | Outcome::Solved => self.demanded(task, run),
            Outcome::NotSolved | Outcome::Canceled => Vec::new(),
        };
        let mut missing = demanded;
        if outcome == Outcome::Solved {
            for unconfirmed in self.unconfirmed(run) {
                if !missing.contains(&unconfirmed) {
                    missing.push(unconfirmed);
                }
            }
        }
        missing
    }

    fn demanded(&self, task: &TaskId, run: i64) -> Vec<Missing> {
        let of_task = self
            .demands
            .iter()
            .filter(|demand| demand.required && demand.task == *task);
        let mut missing: Vec<Missing> = Vec::new();
        for demand in of_task {
            let known = missing.iter().any(|one| one.title == demand.title);
            if let Some(lack) = self.lack(demand, run).filter(|_| !known) {
                missing.push(Missing {
                    questionnaire: demand.questionnaire,
                    title: demand.title.clone(),
                    lack,
                });
            }
        }
        missing
    }

    /// What is missing of a demand in a run; nothing when it is answered and confirmed.
    pub fn lack(&self, demand: &Demand, run: i64) -> Option<Lack> {
        let answers = |sheet: &&Sheet| {
            sheet.run == run
                && Some(sheet.questionnaire) == demand.questionnaire
                && sheet.task.as_ref() == Some(&demand.task)
        };
        match self.sheets.iter().find(answers) {
            None => Some(Lack::Unanswered),
            Some(latest) if !latest.confirmed => Some(Lack::Unconfirmed),
            Some(_) => None,
        }
    }

    /// The latest answers to each questionnaire of each task, as far as nobody has confirmed them.
    fn unconfirmed(&self, run: i64) -> Vec<Missing> {
        let of_run: Vec<&Sheet> = self.sheets.iter().filter(|sheet| sheet.run == run).collect();
        let is_latest = |index: usize, sheet: &Sheet| {
            let newer = of_run.get(..index).unwrap_or_default();
            newer
                .iter()
                .all(|other| (other.questionnaire, &other.task) != (sheet.questionnaire, &sheet.task))
        };
        let latest = of_run
            .iter()
            .enumerate()
            .filter(|(index, sheet)| is_latest(*index, sheet));
        latest
            .filter(|(_, sheet)| !sheet.confirmed)
            .map(|(_, sheet)| Missing {
                questionnaire: Some(sheet.questionnaire),
                title: sheet.title.clone(),
                lack: Lack::Unconfirmed,
            })
            .collect()
    }

    /// The task that answers given now are for: an open one that the questionnaire is bound to, else the one it will
    /// be asked for, else the one that is open (B201).
    pub fn task_for(&self, questionnaire: Id<Questionnaire>, open: &[TaskId]) -> Option<TaskId> {
        let bound: Vec<&TaskId> = self
            .demands
            .iter()
            .filter(|demand| demand.questionnaire == Some(questionnaire))
            .map(|demand| &demand.task)
            .collect();
        let now = bound.iter().copied().find(|task| open.contains(task));
        now.or(bound.first().copied()).or(open.first()).cloned()
    }
}

/// What becomes of a confirmation when answers are saved (B202).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// It stays as it is, given or not.
    Stays,
    /// It is given now, which takes the right.
    Given,
    /// It is taken back on purpose, which takes the right too.
    Withdrawn,
    /// It falls, because what was confirmed is no longer what is said.
    Falls,
}

impl Confirmation {
    /// What follows from how it stood, from whether the answers change, and from what is asked for.
    pub fn following(was: bool, answers_change: bool, asked: Option<bool>) -> Confirmation {
        match (was, answers_change, asked) {
            (false, _, Some(true)) | (true, true, Some(true)) => Confirmation::Given,
            (true, true, None | Some(false)) => Confirmation::Falls,
            (true, false, Some(false)) => Confirmation::Withdrawn,
            (true, false, None | Some(true)) | (false, _, None | Some(false)) => Confirmation::Stays,
        }
    }

    /// Whether it takes the right to confirm.
    pub fn takes_right(self) -> bool {
        matches!(self, Confirmation::Given | Confirmation::Withdrawn)
    }
}
