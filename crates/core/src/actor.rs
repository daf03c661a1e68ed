//! Who acts: a logged-in person with the rights of profile and groups, as they stand in the transaction that asks.
//! Says what somebody has; `policy` alone says what that allows.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::Id;
use crate::kind::{Account, Contract, Employee, Flow, Group};
use crate::word::words;

words!(
    /// What a profile gives rights on: one per menu item (F 1.2, layer A).
    Area {
        /// The menu item of the same name.
        Release = "release",
        /// The menu item of the same name.
        Portfolio = "portfolio",
        /// The menu item of the same name.
        Justification = "justification",
        /// The menu item of the same name.
        Cmdb = "cmdb",
        /// The menu item of the same name.
        Media = "media",
        /// The menu item of the same name.
        Change = "change",
        /// The menu item of the same name.
        Problem = "problem",
        /// The menu item of the same name.
        Knowledge = "knowledge",
        /// The menu item of the same name.
        Ticket = "ticket",
        /// The menu item of the same name.
        Project = "project",
        /// The menu item of the same name.
        Workspace = "workspace",
        /// The menu item of the same name.
        Directory = "directory",
        /// The menu item of the same name.
        Flow = "flow",
        /// The menu item of the same name.
        Questionnaire = "questionnaire",
        /// The menu item of the same name.
        Parameter = "parameter",
        /// The menu item of the same name.
        Report = "report",
        /// The menu item of the same name.
        Audit = "audit",
    }
);

words!(
    /// How far a right on an area goes; each includes the ones before it.
    Reach {
        /// See and search.
        Search = "search",
        /// Create and change.
        Save = "save",
        /// Delete.
        Delete = "delete",
    }
);

words!(
    /// Rights that no menu item stands for.
    Special {
        /// Sees every release, whatever the groups say.
        AllReleases = "all_releases",
        /// May let one release through a freeze (R22).
        OverrideFreeze = "override_freeze",
        /// May confirm answered questionnaires (B202).
        ConfirmQuestionnaires = "confirm_questionnaires",
    }
);

words!(
    /// What a group may do on a flow (F 1.2, layer B; B007).
    FlowAction {
        /// Register a release.
        Create = "create",
        /// Work on tasks: capture, edit, advance.
        Execute = "execute",
        /// Share a task.
        Delegate = "delegate",
        /// Put on hold.
        Suspend = "suspend",
        /// Leave the hold.
        Reactivate = "reactivate",
        /// Change the deadline.
        ChangeSla = "change_sla",
        /// Reopen a closed release.
        Reopen = "reopen",
        /// Abandon a release.
        Cancel = "cancel",
        /// Move to another model.
        Reclassify = "reclassify",
    }
);

words!(
    /// How far a personal token reaches, whatever its owner may.
    TokenScope {
        /// Read only.
        Read = "read",
        /// Everything but administration.
        Write = "write",
        /// Everything its owner may.
        Admin = "admin",
    }
);

/// The rights of a profile: the reach per area, and the special ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    reaches: BTreeMap<Area, Reach>,
    specials: BTreeSet<Special>,
    /// How far the owner of a token reaches where its scope does not.
    withheld: BTreeMap<Area, Reach>,
}

/// Areas that a token needs the scope `admin` to write.
const ADMINISTRATION: &[Area] = &[
    Area::Directory,
    Area::Flow,
    Area::Parameter,
    Area::Portfolio,
    Area::Justification,
    Area::Questionnaire,
];

impl Rights {
    /// Every right there is: the administrator's profile.
    pub fn all() -> Rights {
        Rights {
            reaches: Area::ALL.iter().map(|area| (*area, Reach::Delete)).collect(),
            specials: Special::ALL.iter().copied().collect(),
            withheld: BTreeMap::new(),
        }
    }

    /// Adds a right on an area; a lesser one than is there changes nothing.
    pub fn grant(&mut self, area: Area, reach: Reach) {
        let held = self.reaches.entry(area).or_insert(reach);
        *held = (*held).max(reach);
    }

    /// Adds a special right.
    pub fn grant_special(&mut self, special: Special) {
        self.specials.insert(special);
    }

    /// Whether the rights on an area go as far as `reach`.
    pub fn reach(&self, area: Area, reach: Reach) -> bool {
        self.reaches.get(&area).is_some_and(|held| *held >= reach)
    }

    /// Whether a special right is held.
    pub fn special(&self, special: Special) -> bool {
        self.specials.contains(&special)
    }

    /// Whether a right is missing only because the token's scope keeps it back.
    pub fn is_withheld(&self, area: Area, reach: Reach) -> bool {
        self.withheld.get(&area).is_some_and(|held| *held >= reach)
    }

    /// The areas with any right, and how far it goes.
    pub fn reaches(&self) -> impl Iterator<Item = (Area, Reach)> + '_ {
        self.reaches.iter().map(|(area, reach)| (*area, *reach))
    }

    /// The special rights.
    pub fn specials(&self) -> impl Iterator<Item = Special> + '_ {
        self.specials.iter().copied()
    }

    /// What is left of these rights through a token of a scope: a token never adds any.
    pub fn through(mut self, scope: TokenScope) -> Rights {
        match scope {
            TokenScope::Admin => {}
            TokenScope::Write => self.withhold(|area| ADMINISTRATION.contains(&area)),
            TokenScope::Read => {
                self.withhold(|_| true);
                self.specials.retain(|special| *special == Special::AllReleases);
            }
        }
        self
    }

    fn withhold(&mut self, is_beyond: impl Fn(Area) -> bool) {
        self.withheld = self.reaches.clone();
        self.withheld.retain(|area, _| is_beyond(*area));
        for area in self.withheld.keys() {
            self.reaches.insert(*area, Reach::Search);
        }
    }
}

/// One group of the actor's, with what it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub group: Id<Group>,
    /// The contracts it works under.
    pub contracts: BTreeSet<Id<Contract>>,
    /// What it may do, per flow.
    pub flows: BTreeMap<Id<Flow>, BTreeSet<FlowAction>>,
    /// Whether it may suspend and reactivate whatever the flow says (F064).
    pub suspends: bool,
}

/// A logged-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The log-in.
    pub account: Id<Account>,
    /// The person.
    pub employee: Id<Employee>,
    /// The person's name, as the history keeps it.
    pub name: String,
    /// Layer A.
    pub rights: Rights,
    /// Layer B.
    pub memberships: Vec<Membership>,
}

impl Actor {
    /// Whether any group of the actor's may do this on the flow (B008: the union).
    pub fn may_on(&self, flow: Id<Flow>, action: FlowAction) -> bool {
        let by_switch = matches!(action, FlowAction::Suspend | FlowAction::Reactivate);
        self.memberships.iter().any(|member| {
            (by_switch && member.suspends) || member.flows.get(&flow).is_some_and(|actions| actions.contains(&action))
        })
    }

    /// Whether the actor belongs to the group.
    pub fn is_in(&self, group: Id<Group>) -> bool {
        self.memberships.iter().any(|member| member.group == group)
    }

    /// Whether any group of the actor's works on this flow under this contract (F 1.2, layer C).
    pub fn works_on(&self, flow: Id<Flow>, contract: Id<Contract>) -> bool {
        self.memberships
            .iter()
            .any(|member| member.contracts.contains(&contract) && member.flows.contains_key(&flow))
    }
}
