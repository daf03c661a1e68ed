//! Who may do what: every permission is asked here and nowhere else, from API and pages alike (R19).
//! A `Permit` and a `Scope` can only be made here; commands take the one, lists the other. Default is no.

use crate::actor::{Actor, Area, FlowAction, Reach, Special};
use crate::id::Id;
use crate::kind::{Account, Contract, Employee, Flow, Group};

/// The proof that the actor may do `A`. Commands take it by value, so that it cannot be forgotten.
#[derive(Debug)]
pub struct Permit<A> {
    to: A,
}

impl<A> Permit<A> {
    /// What is permitted.
    pub fn to(&self) -> &A {
        &self.to
    }
}

/// Why something is not permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The record does not exist for this actor: 404.
    #[error("hidden from the actor")]
    Hidden,
    /// The profile lacks a right on an area: 403.
    #[error("the profile lacks {} on {}", .1.as_str(), .0.as_str())]
    Profile(Area, Reach),
    /// The owner of the token may, its scope does not go as far: 403.
    #[error("the token's scope does not allow {} on {}", .1.as_str(), .0.as_str())]
    Scope(Area, Reach),
    /// No group of the actor's may do this on the flow: 403.
    #[error("no group of the actor may {} on the flow", .0.as_str())]
    Flow(FlowAction),
    /// A special right is missing: 403.
    #[error("the profile lacks {}", .0.as_str())]
    Special(Special),
    /// The actor neither works on this task nor is it shared with them: 403.
    #[error("the actor does not work on this task")]
    NotConcerned,
    /// The flow gives this task to the requester alone (F054): 403.
    #[error("only the requester may do this task")]
    RequesterOnly,
}

/// Keeping a record of reference data: create, change or delete one of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upkeep {
    /// The menu item the record belongs to.
    pub area: Area,
    /// `Save` to create and change, `Delete` to delete.
    pub reach: Reach,
}

/// May the actor see the records of this area at all?
pub fn may_search(actor: &Actor, area: Area) -> Result<Permit<Upkeep>, Denied> {
    may_keep(
        actor,
        Upkeep {
            area,
            reach: Reach::Search,
        },
    )
}

/// May the actor keep records of this area?
pub fn may_keep(actor: &Actor, upkeep: Upkeep) -> Result<Permit<Upkeep>, Denied> {
    reaches(actor, upkeep.area, upkeep.reach)?;
    Ok(Permit { to: upkeep })
}

fn reaches(actor: &Actor, area: Area, reach: Reach) -> Result<(), Denied> {
    if actor.rights.reach(area, reach) {
        Ok(())
    } else if actor.rights.is_withheld(area, reach) {
        Err(Denied::Scope(area, reach))
    } else {
        Err(Denied::Profile(area, reach))
    }
}

/// Confirming what others answered, or taking that back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirming;

/// May the actor confirm answered questionnaires (B202)? That the release may be seen and linked to is asked besides.
pub fn may_confirm(actor: &Actor) -> Result<Permit<Confirming>, Denied> {
    if actor.rights.special(Special::ConfirmQuestionnaires) {
        Ok(Permit { to: Confirming })
    } else {
        Err(Denied::Special(Special::ConfirmQuestionnaires))
    }
}

crate::word::words!(
    /// What can be done to an existing release: the rows of the permission matrix (F 1.2).
    ReleaseAction {
        /// See it.
        View = "view",
        /// Change its fields.
        Edit = "edit",
        /// Become responsible for its task.
        Capture = "capture",
        /// Leave the task.
        Advance = "advance",
        /// Set the situation and keep the task.
        SetSituation = "situation",
        /// Abandon it.
        Cancel = "cancel",
        /// Put it on hold (F060).
        Suspend = "suspend",
        /// Leave the hold (F063).
        Reactivate = "reactivate",
        /// Share its task (F053).
        Delegate = "delegate",
        /// Take the sharing back.
        Withdraw = "withdraw",
        /// Set a closed one to work again (F081).
        Reopen = "reopen",
        /// Move it to another model (O21).
        Reclassify = "reclassify",
        /// Promise another deadline (O20).
        ChangeDeadline = "change_deadline",
        /// Delete it (O04).
        Delete = "delete",
        /// Add to its work log, its files and its notes: also while it is suspended (F 4.5, R7).
        Note = "note",
        /// Link other records to it, and answer its checklists (F 4.5).
        Link = "link",
    }
);

/// How a release relates to people: all that layer C and the task rules ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relations {
    /// The flow it runs on.
    pub flow: Id<Flow>,
    /// The contract it is done under.
    pub contract: Id<Contract>,
    /// The person it is done for.
    pub requester: Id<Employee>,
    /// Who registered it.
    pub created_by: Id<Account>,
    /// The group that carries it.
    pub executor_group: Id<Group>,
    /// The group it was registered for (B063).
    pub first_group: Id<Group>,
    /// Who is responsible for an open task.
    pub responsible: Vec<Id<Account>>,
    /// Groups of open tasks.
    pub task_groups: Vec<Id<Group>>,
    /// Accounts that a task is shared with.
    pub shared_with: Vec<Id<Account>>,
    /// Groups that a task is shared with.
    pub shared_groups: Vec<Id<Group>>,
    /// Whether the task in question belongs to the requester alone.
    pub requester_only: bool,
    /// Whether its flow lets anybody reopen it who sees it (F082).
    pub allows_reopening: bool,
}

impl Relations {
    /// The same relations with what the flow allows.
    #[must_use]
    pub fn on(self, flow: &crate::flow::Flow) -> Relations {
        Relations {
            allows_reopening: flow.allows_reopening(),
            ..self
        }
    }

    fn visible_to(&self, actor: &Actor) -> bool {
        actor.rights.special(Special::AllReleases)
            || actor.employee == self.requester
            || actor.account == self.created_by
            || self.concerns(actor)
            || actor.is_in(self.first_group)
            || actor.works_on(self.flow, self.contract)
    }

    /// Whether the actor works on the release: responsible, in the group, or shared with (B065).
    fn concerns(&self, actor: &Actor) -> bool {
        self.responsible.contains(&actor.account)
            || actor.is_in(self.executor_group)
            || self.task_groups.iter().any(|group| actor.is_in(*group))
            || self.is_shared_with(actor)
    }

    fn is_shared_with(&self, actor: &Actor) -> bool {
        self.shared_with.contains(&actor.account) || self.shared_groups.iter().any(|group| actor.is_in(*group))
    }
}

/// Registering a release on a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registering {
    /// The flow of the chosen model.
    pub flow: Id<Flow>,
}

/// May the actor register a release whose model uses this flow (F014, B010)?
pub fn may_register(actor: &Actor, flow: Id<Flow>) -> Result<Permit<Registering>, Denied> {
    reaches(actor, Area::Release, Reach::Save)?;
    on_flow(actor, flow, FlowAction::Create)?;
    Ok(Permit {
        to: Registering { flow },
    })
}

/// May the actor register a release on any flow at all: is the button there?
pub fn may_register_any(actor: &Actor) -> Result<(), Denied> {
    reaches(actor, Area::Release, Reach::Save)?;
    let any = actor
        .memberships
        .iter()
        .flat_map(|member| member.flows.values())
        .any(|actions| actions.contains(&FlowAction::Create));
    if any {
        Ok(())
    } else {
        Err(Denied::Flow(FlowAction::Create))
    }
}

/// May the actor do this to a release that stands in these relations?
pub fn may(actor: &Actor, action: ReleaseAction, relations: &Relations) -> Result<Permit<ReleaseAction>, Denied> {
    if !actor.rights.reach(Area::Release, Reach::Search) && actor.employee != relations.requester {
        return Err(Denied::Hidden);
    }
    if !relations.visible_to(actor) {
        return Err(Denied::Hidden);
    }
    if action != ReleaseAction::View {
        reaches(actor, Area::Release, reach_for(action))?;
        works(actor, action, relations)?;
    }
    Ok(Permit { to: action })
}

/// Layer A: how far the profile must reach.
fn reach_for(action: ReleaseAction) -> Reach {
    match action {
        ReleaseAction::View => Reach::Search,
        ReleaseAction::Delete => Reach::Delete,
        ReleaseAction::Edit
        | ReleaseAction::Capture
        | ReleaseAction::Advance
        | ReleaseAction::SetSituation
        | ReleaseAction::Cancel
        | ReleaseAction::Suspend
        | ReleaseAction::Reactivate
        | ReleaseAction::Delegate
        | ReleaseAction::Withdraw
        | ReleaseAction::Reopen
        | ReleaseAction::Reclassify
        | ReleaseAction::ChangeDeadline
        | ReleaseAction::Note
        | ReleaseAction::Link => Reach::Save,
    }
}

/// Layer B, and what the task and its people add to it.
fn works(actor: &Actor, action: ReleaseAction, relations: &Relations) -> Result<(), Denied> {
    let on_flow = |right| on_flow(actor, relations.flow, right);
    match action {
        // Whoever sees the release may add to it (F 3.3).
        ReleaseAction::View | ReleaseAction::Note | ReleaseAction::Link => Ok(()),
        ReleaseAction::Capture | ReleaseAction::Advance if relations.requester_only => {
            if actor.employee == relations.requester {
                Ok(())
            } else {
                Err(Denied::RequesterOnly)
            }
        }
        ReleaseAction::Edit | ReleaseAction::Capture | ReleaseAction::Advance | ReleaseAction::SetSituation => {
            executes(actor, relations)
        }
        ReleaseAction::Cancel | ReleaseAction::Delete => on_flow(FlowAction::Cancel),
        ReleaseAction::Suspend => on_flow(FlowAction::Suspend),
        ReleaseAction::Reactivate => on_flow(FlowAction::Reactivate),
        // What was shared in their place, whoever is responsible may take back (O07).
        ReleaseAction::Withdraw if relations.responsible.contains(&actor.account) => Ok(()),
        ReleaseAction::Delegate | ReleaseAction::Withdraw => on_flow(FlowAction::Delegate),
        ReleaseAction::Reopen if relations.allows_reopening => Ok(()),
        ReleaseAction::Reopen => on_flow(FlowAction::Reopen),
        ReleaseAction::Reclassify => on_flow(FlowAction::Reclassify),
        ReleaseAction::ChangeDeadline => on_flow(FlowAction::ChangeSla),
    }
}

/// Working on a task: by the group's right on the flow and being concerned, or because the task is shared with one,
/// which is what sharing is for (R12, B065).
fn executes(actor: &Actor, relations: &Relations) -> Result<(), Denied> {
    if relations.is_shared_with(actor) {
        return Ok(());
    }
    on_flow(actor, relations.flow, FlowAction::Execute)?;
    if relations.concerns(actor) {
        Ok(())
    } else {
        Err(Denied::NotConcerned)
    }
}

fn on_flow(actor: &Actor, flow: Id<Flow>, action: FlowAction) -> Result<(), Denied> {
    if actor.may_on(flow, action) {
        Ok(())
    } else {
        Err(Denied::Flow(action))
    }
}

/// Which releases an actor may see: what every list, search and count of releases takes.
#[derive(Debug, Clone)]
pub struct Scope {
    sight: Sight,
    employee: Id<Employee>,
    account: Id<Account>,
}

/// The parts of a scope, for the store to turn into fragments.
#[derive(Debug, Clone)]
pub enum Sight {
    /// Every release.
    Everything,
    /// Those that relate to the actor: as requester, registrar, responsible or one shared with, or through the groups
    /// that carry them or work on their flow under their contract.
    Related {
        /// As requester and member of groups.
        employee: Id<Employee>,
        /// As registrar, responsible or one shared with.
        account: Id<Account>,
    },
    /// Only those the actor asked for: no right on the menu item.
    Requested {
        /// As requester.
        employee: Id<Employee>,
    },
}

impl Scope {
    /// The parts.
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    /// Whose scope it is, for lists of what is theirs.
    pub fn person(&self) -> (Id<Employee>, Id<Account>) {
        (self.employee, self.account)
    }
}

/// The releases the actor may see; the same rule as [`may`] with [`ReleaseAction::View`].
pub fn releases_seen_by(actor: &Actor) -> Scope {
    let sight = if !actor.rights.reach(Area::Release, Reach::Search) {
        Sight::Requested {
            employee: actor.employee,
        }
    } else if actor.rights.special(Special::AllReleases) {
        Sight::Everything
    } else {
        Sight::Related {
            employee: actor.employee,
            account: actor.account,
        }
    };
    Scope {
        sight,
        employee: actor.employee,
        account: actor.account,
    }
}
