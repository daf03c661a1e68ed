//! Reads around releases: the one a caller may see, what a decision needs to know, and the names of ids.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use slipway_core::actor::{Actor, Area, Reach};
use slipway_core::clock::Calendar;
use slipway_core::flow::{Flow, TaskId};
use slipway_core::id::Id;
use slipway_core::kind::{Account, Calendar as CalendarKind, Group, Release as ReleaseKind, Task};
use slipway_core::policy::{self, Relations, ReleaseAction};
use slipway_core::questionnaire::Checklists;
use slipway_core::release::record::Links;
use slipway_core::release::{
    Advance, Command, Context, Delegate, Hold, Measures, Refusal, Release, Sheet, SituationChange, SuspensionPolicy,
    Timing,
};
use slipway_db::{ReadTx, params, statements};
use uuid::Uuid;

use super::checklist;
use super::counts::Counts;
use super::measures;
use super::store::{self, Stored};
use crate::act::Look;
use crate::app::App;
use crate::catalogue::query::Model;
use crate::edge::{Code, Fault, FieldError};
use crate::{account, audit, calendar, catalogue};

statements! {
    PERSON = "select e.name from account a join employee e on e.id = a.employee where a.id = $1";
    EMPLOYEE = "select name, unit from employee where id = $1 and active and deleted_at is null";
    LOCATION = "select unit from location where id = $1 and active and deleted_at is null";
    GROUP = "select name from work_group where id = $1 and active and deleted_at is null";
    UNIT = "select name from unit where id = $1 and active and deleted_at is null";
    ACTIVITY_GROUP = "select name from activity_group where id = $1 and active and deleted_at is null";
    SOLUTION_CATEGORY = "select name from solution_category where id = $1 and active and deleted_at is null";
    ACCOUNT = "select login from account where id = $1 and active and deleted_at is null";
    MEMBERS = "select a.id from account a join group_member m on m.employee = a.employee where m.work_group = $1 and a.active and a.deleted_at is null";
}

/// The release of a number, as far as the caller may see it; 404 otherwise (R19, F031).
pub fn visible(look: &Look<'_>, number: i64) -> Result<Stored, Fault> {
    let audits = look.actor().rights.reach(Area::Audit, Reach::Search);
    let found = if audits {
        store::by_number_deleted_too(look.tx, number)?
    } else {
        store::by_number(look.tx, number)?
    };
    seen(look, found)
}

/// The same for commands: what is deleted takes none, not even from those who still see it.
pub fn live(look: &Look<'_>, number: i64) -> Result<Stored, Fault> {
    let found = store::by_number(look.tx, number)?;
    seen(look, found)
}

fn seen(look: &Look<'_>, found: Option<Stored>) -> Result<Stored, Fault> {
    let stored = found.ok_or_else(|| Fault::new(Code::NotFound))?;
    policy::may(look.actor(), ReleaseAction::View, &stored.release.relations(None))?;
    Ok(stored)
}

/// What surrounds a release when something is decided about it.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, none of which follows from another"
)]
pub struct Surroundings {
    pub flow: Arc<Flow>,
    pub links: Links,
    pub requires_change: bool,
    pub requires_description: bool,
    pub checklists: Checklists,
    pub requester_has_account: bool,
    /// How much has been added to it.
    pub counts: Counts,
    /// What its model says of suspensions (R7).
    pub suspension_policy: SuspensionPolicy,
    /// How long it took, once it is closed (B115).
    pub measures: Option<Measures>,
    /// Whether anything added to it is still there; looked up only before it is deleted.
    has_additions: bool,
    /// Who belongs to which group, of those responsible for open tasks.
    memberships: BTreeSet<(Id<Account>, Id<Group>)>,
}

/// Loads what surrounds a release.
pub fn surroundings(look: &Look<'_>, app: &App, release: &Release) -> Result<Surroundings, Fault> {
    let tx = look.tx;
    let model = catalogue::query::model(tx, release.model)?;
    let flow = app.flows().version(tx, release.flow, release.flow_version)?;
    Ok(Surroundings {
        checklists: checklist::query::of_release(tx, release, &flow)?,
        flow,
        links: links(tx, release.id),
        requires_change: model.as_ref().is_some_and(|model| model.requires_change),
        requires_description: model.as_ref().is_some_and(|model| model.requires_description),
        requester_has_account: account::query::has_account(tx, release.sheet.requester)?,
        counts: Counts::of(tx, release.id)?,
        suspension_policy: model.map_or(SuspensionPolicy::ShiftDeadline, |model| model.suspension_policy),
        measures: if release.is_closed() {
            measures::of_release(tx, release.id)?
        } else {
            None
        },
        has_additions: false,
        memberships: BTreeSet::new(),
    })
}

/// What follows from a sheet in a calendar: term and deadline (R6).
pub fn timing(look: &Look<'_>, calendar: Id<CalendarKind>, sheet: &Sheet) -> Result<Timing, Fault> {
    Ok(Timing::of(sheet, &clock_of(look, calendar, sheet)?, 0))
}

/// What follows from an edited sheet: the working time that suspensions gave back stays given (B109).
pub fn timing_after_edit(look: &Look<'_>, release: &Release, sheet: &Sheet) -> Result<Timing, Fault> {
    let calendar = clock_of(look, release.calendar, sheet)?;
    Ok(Timing::of(sheet, &calendar, release.extension_minutes))
}

/// The calendar that a sheet's times are counted in, with the holidays of its unit.
pub fn clock_of(look: &Look<'_>, calendar: Id<CalendarKind>, sheet: &Sheet) -> Result<Calendar, Fault> {
    Ok(calendar::query::load_for(look.tx, calendar, Some(sheet.contact.unit))?)
}

/// Which links a release has. Changes and CIs join with their own nouns.
fn links(_tx: &ReadTx<'_>, _release: Id<ReleaseKind>) -> Links {
    Links::default()
}

impl Surroundings {
    /// Lets the decider look at these surroundings on somebody's behalf.
    pub fn with_context<T>(
        &self,
        actor: &Actor,
        at: Timestamp,
        new_task: &dyn Fn() -> Id<Task>,
        decide: impl FnOnce(&Context<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        decide(&Context {
            actor,
            at,
            flow: &self.flow,
            links: self.links,
            has_additions: self.has_additions,
            requires_change: self.requires_change,
            checklists: &self.checklists,
            requester_has_account: self.requester_has_account,
            is_in_group: &|account, group| self.memberships.contains(&(account, group)),
            new_task,
        })
    }

    /// How a release relates to people when this task of it is in question.
    pub fn relations(&self, release: &Release, task: Option<&TaskId>) -> Relations {
        release.relations(release.task(task)).on(&self.flow)
    }

    /// Loads what only this command asks about.
    pub fn for_command(self, look: &Look<'_>, release: &Release, command: &Command) -> Result<Surroundings, Fault> {
        match command {
            Command::Edit(edit) => self.with_members_of(look.tx, edit.sheet.executor_group),
            Command::Delete => Ok(Surroundings {
                has_additions: has_additions(look.tx, release.id)?,
                ..self
            }),
            Command::Capture { .. }
            | Command::Advance(_)
            | Command::SetSituation(_)
            | Command::Suspend(_)
            | Command::Reactivate(_)
            | Command::Delegate(_)
            | Command::Withdraw { .. }
            | Command::Reopen(_)
            | Command::Reclassify(_)
            | Command::ChangeDeadline(_) => Ok(self),
        }
    }

    /// Loads who of a group is responsible for open tasks, before the release may go to that group.
    fn with_members_of(mut self, tx: &ReadTx<'_>, group: Id<Group>) -> Result<Surroundings, Fault> {
        let members = tx.query(MEMBERS, params![group], |row| row.get::<Id<Account>>(0))?;
        self.memberships
            .extend(members.into_iter().map(|member| (member, group)));
        Ok(self)
    }
}

/// Whether anything that was ever added to a release is still there: its history names each as `room/id` (B096).
fn has_additions(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<bool, Fault> {
    let events = audit::store::history(tx, super::subject(release))?;
    let last = events.last().map_or(0, |event| event.seq);
    let state = audit::state_after(&events, last);
    Ok(state
        .iter()
        .any(|(field, value)| field.contains('/') && !value.is_null()))
}

/// Every reference of a sheet that leads nowhere or where it must not (F005–F008, B010, B014). `model` is given at
/// registration, when contract and group must fit it.
pub fn wrong_references(look: &Look<'_>, sheet: &Sheet, model: Option<&Model>) -> Result<Vec<FieldError>, Fault> {
    let tx = look.tx;
    let mut errors = Vec::new();
    let mut check = |pointer: &str, found: bool| {
        if !found {
            errors.push(FieldError::new(pointer, "unknown_reference"));
        }
    };
    check("/requester", exists(tx, EMPLOYEE, sheet.requester.uuid())?);
    check("/contact/unit", exists(tx, UNIT, sheet.contact.unit.uuid())?);
    check("/executor_group", exists(tx, GROUP, sheet.executor_group.uuid())?);
    for (phase, pointer) in [
        (&sheet.planning, "/planning/activity_group"),
        (&sheet.deployment, "/deployment/activity_group"),
    ] {
        if let Some(group) = phase.activity_group {
            check(pointer, exists(tx, ACTIVITY_GROUP, group.uuid())?);
        }
    }
    errors.extend(wrong_location(tx, sheet)?);
    errors.extend(wrong_contract(look, sheet, model)?);
    if let Some(model) = model
        && !model.is_active()
    {
        errors.push(FieldError::new("/model", "model_not_active"));
    }
    Ok(errors)
}

fn exists(tx: &ReadTx<'_>, statement: slipway_db::Sql, id: Uuid) -> Result<bool, Fault> {
    Ok(tx
        .query_opt(statement, params![id], |row| row.get::<String>(0))?
        .is_some())
}

/// A location must be one of the unit's, unless the installation has cut that tie (parameter 115).
fn wrong_location(tx: &ReadTx<'_>, sheet: &Sheet) -> Result<Option<FieldError>, Fault> {
    let Some(location) = sheet.contact.location else {
        return Ok(None);
    };
    let unit = tx.query_opt(LOCATION, params![location], |row| row.get::<Uuid>(0))?;
    Ok(match unit {
        None => Some(FieldError::new("/contact/location", "unknown_reference")),
        Some(unit) if unit != sheet.contact.unit.uuid() && !catalogue::query::locations_are_free(tx)? => {
            Some(FieldError::new("/contact/location", "location_of_another_unit"))
        }
        Some(_) => None,
    })
}

fn wrong_contract(look: &Look<'_>, sheet: &Sheet, model: Option<&Model>) -> Result<Vec<FieldError>, Fault> {
    let tx = look.tx;
    let Some(contract) = catalogue::query::contract(tx, sheet.contract)? else {
        return Ok(vec![FieldError::new("/contract", "unknown_reference")]);
    };
    let mut errors = Vec::new();
    if !contract.is_valid_at(look.at) {
        errors.push(FieldError::new("/contract", "contract_not_valid"));
    }
    if model.is_some_and(|model| !model.allows_contract(sheet.contract)) {
        errors.push(FieldError::new("/contract", "contract_not_of_model"));
    }
    if catalogue::query::groups_follow_contracts(tx)? && !contract.groups.contains(&sheet.executor_group) {
        errors.push(FieldError::new("/executor_group", "group_not_of_contract"));
    }
    if catalogue::query::units_follow_contracts(tx)? && !contract.units.contains(&sheet.contact.unit) {
        errors.push(FieldError::new("/contact/unit", "unit_not_of_contract"));
    }
    Ok(errors)
}

/// Every reference of a command that leads nowhere or where it must not.
pub fn wrong_references_of(look: &Look<'_>, command: &Command) -> Result<Vec<FieldError>, Fault> {
    let tx = look.tx;
    let unless = |pointer: &str, found: bool| {
        let unknown = (!found).then(|| FieldError::new(pointer, "unknown_reference"));
        Ok(unknown.into_iter().collect())
    };
    match command {
        Command::Edit(edit) => wrong_references(look, &edit.sheet, None),
        Command::Advance(Advance { solution_category, .. })
        | Command::SetSituation(SituationChange { solution_category, .. }) => match solution_category {
            Some(category) => unless("/solution_category", exists(tx, SOLUTION_CATEGORY, category.uuid())?),
            None => Ok(Vec::new()),
        },
        Command::Suspend(hold) => Ok(wrong_justification(tx, hold)?.into_iter().collect()),
        Command::Delegate(asked) => match asked.to {
            Delegate::Group(group) => unless("/group", exists(tx, GROUP, group.uuid())?),
            Delegate::Account(account) | Delegate::Responsible(account) => {
                unless("/user", exists(tx, ACCOUNT, account.uuid())?)
            }
        },
        Command::Capture { .. }
        | Command::Reactivate(_)
        | Command::Withdraw { .. }
        | Command::Reopen(_)
        | Command::Reclassify(_)
        | Command::ChangeDeadline(_)
        | Command::Delete => Ok(Vec::new()),
    }
}

/// Only an active justification that is meant for it suspends a release (F060, F146, B200).
fn wrong_justification(tx: &ReadTx<'_>, hold: &Hold) -> Result<Option<FieldError>, Fault> {
    let code = match catalogue::query::justification(tx, hold.justification)? {
        None => "unknown_reference",
        Some(known) if !known.is_active => "justification_not_active",
        Some(known) if !known.suspends => "justification_not_suspending",
        Some(_) => return Ok(None),
    };
    Ok(Some(FieldError::new("/justification", code)))
}

/// What is wrong with a contract under a model a release is moved to.
pub fn wrong_for_model(look: &Look<'_>, release: &Release, model: &Model) -> Result<Vec<FieldError>, Fault> {
    let sheet = Sheet {
        executor_group: model.executor_group,
        ..release.sheet.clone()
    };
    let mut errors = wrong_contract(look, &sheet, Some(model))?;
    for error in &mut errors {
        // The model is what was chosen, so it is the model that does not fit.
        "/model".clone_into(&mut error.pointer);
    }
    if !model.is_active() {
        errors.push(FieldError::new("/model", "model_not_active"));
    }
    Ok(errors)
}

/// The name of an account's person; a name that cannot be read is told as the id.
pub fn person_name(look: &Look<'_>, account: Id<Account>) -> String {
    look.tx
        .query_opt(PERSON, params![account], |row| row.get(0))
        .ok()
        .flatten()
        .unwrap_or_else(|| account.to_string())
}
