//! Reads around releases: the one a caller may see, what a decision needs to know, and the names of ids.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use slipway_core::actor::{Actor, Area, Reach};
use slipway_core::flow::Flow;
use slipway_core::id::Id;
use slipway_core::kind::{Account, Calendar as CalendarKind, Group, Release as ReleaseKind, SolutionCategory, Task};
use slipway_core::policy::{self, ReleaseAction};
use slipway_core::questionnaire::Checklists;
use slipway_core::release::record::Links;
use slipway_core::release::{Advance, Command, Context, Refusal, Release, Sheet, SituationChange, Timing};
use slipway_db::{ReadTx, params, statements};
use uuid::Uuid;

use super::checklist;
use super::counts::Counts;
use super::store::{self, Stored};
use crate::act::Look;
use crate::app::App;
use crate::catalogue::query::Model;
use crate::edge::{Code, Fault, FieldError};
use crate::{account, calendar, catalogue};

statements! {
    PERSON = "select e.name from account a join employee e on e.id = a.employee where a.id = $1";
    EMPLOYEE = "select name, unit from employee where id = $1 and active and deleted_at is null";
    LOCATION = "select unit from location where id = $1 and active and deleted_at is null";
    GROUP = "select name from work_group where id = $1 and active and deleted_at is null";
    UNIT = "select name from unit where id = $1 and active and deleted_at is null";
    ACTIVITY_GROUP = "select name from activity_group where id = $1 and active and deleted_at is null";
    SOLUTION_CATEGORY = "select name from solution_category where id = $1 and active and deleted_at is null";
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
    let stored = found.ok_or_else(|| Fault::new(Code::NotFound))?;
    policy::may(look.actor(), ReleaseAction::View, &stored.release.relations(None))?;
    Ok(stored)
}

/// What surrounds a release when something is decided about it.
#[derive(Debug)]
pub struct Surroundings {
    pub flow: Arc<Flow>,
    pub links: Links,
    pub requires_change: bool,
    pub requires_description: bool,
    pub checklists: Checklists,
    pub requester_has_account: bool,
    /// How much has been added to it.
    pub counts: Counts,
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
        memberships: BTreeSet::new(),
    })
}

/// What follows from a sheet in a calendar: term and deadline (R6).
pub fn timing(look: &Look<'_>, calendar: Id<CalendarKind>, sheet: &Sheet) -> Result<Timing, Fault> {
    let calendar = calendar::query::load_for(look.tx, calendar, Some(sheet.contact.unit))?;
    Ok(Timing::of(sheet, &calendar, 0))
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
            requires_change: self.requires_change,
            checklists: &self.checklists,
            requester_has_account: self.requester_has_account,
            is_in_group: &|account, group| self.memberships.contains(&(account, group)),
            new_task,
        })
    }

    /// Loads who of a group is responsible for open tasks, before the release may go to that group.
    pub fn with_members_of(mut self, tx: &ReadTx<'_>, group: Id<Group>) -> Result<Surroundings, Fault> {
        let members = tx.query(MEMBERS, params![group], |row| row.get::<Id<Account>>(0))?;
        self.memberships
            .extend(members.into_iter().map(|member| (member, group)));
        Ok(self)
    }
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

/// A solution category that a command names must exist.
pub fn check_solution_category(look: &Look<'_>, command: &Command) -> Result<(), Fault> {
    let named: Option<Id<SolutionCategory>> = match command {
        Command::Advance(Advance { solution_category, .. })
        | Command::SetSituation(SituationChange { solution_category, .. }) => *solution_category,
        Command::Edit(_) | Command::Capture { .. } => None,
    };
    match named {
        Some(category) if !exists(look.tx, SOLUTION_CATEGORY, category.uuid())? => {
            Err(Fault::invalid(vec![FieldError::new(
                "/solution_category",
                "unknown_reference",
            )]))
        }
        _ => Ok(()),
    }
}

/// The name of an account's person; a name that cannot be read is told as the id.
pub fn person_name(look: &Look<'_>, account: Id<Account>) -> String {
    look.tx
        .query_opt(PERSON, params![account], |row| row.get(0))
        .ok()
        .flatten()
        .unwrap_or_else(|| account.to_string())
}
