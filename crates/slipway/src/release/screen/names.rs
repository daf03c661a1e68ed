//! Names in the place of ids: everything a page shows is gathered first and looked up with one statement a kind.

use std::collections::{BTreeMap, BTreeSet};

use slipway_db::{Error, ReadTx};
use uuid::Uuid;

use crate::account::kinds::{CONTRACT, EMPLOYEE, GROUP, LOCATION, UNIT, USER};
use crate::calendar::kinds::CALENDAR;
use crate::catalogue::kinds::{MODEL, PORTFOLIO};
use crate::entry::kind::Target;
use crate::entry::registry::FLOW;
use crate::entry::{registry, store};
use crate::release::offer::Lookup;

/// What a recorded field of a release refers to, or none when it holds a value of its own.
pub fn referred(field: &str) -> Option<Target> {
    Some(match field {
        "requester" => EMPLOYEE,
        "contact.unit" | "unit" => UNIT,
        "contact.location" => LOCATION,
        "contract" => CONTRACT,
        "executor_group" | "group" | "first_group" => GROUP,
        "planning.activity_group" | "deployment.activity_group" | "activity_group" => named("activity_group")?,
        "suspension_reason" => named("activity_suspension_reason")?,
        "occurrence_category" | "occurrence_origin" => named(field)?,
        "solution_category" => named("solution_category")?,
        "justification" => named("justification")?,
        "portfolio" => PORTFOLIO,
        "model" => MODEL,
        "calendar" => CALENDAR,
        "flow" => FLOW,
        "responsible" | "user" | "suspended_by" | "closed_by" | "created_by" | "updated_by" => USER,
        _ => return None,
    })
}

fn named(kind: &str) -> Option<Target> {
    registry::named(kind).map(|kind| kind.target)
}

/// What a type-ahead field refers to.
pub fn target(lookup: Lookup) -> Target {
    match lookup {
        Lookup::Requesters | Lookup::Employees => EMPLOYEE,
        Lookup::Users => USER,
        Lookup::Groups => GROUP,
        Lookup::Units => UNIT,
        Lookup::Contracts => CONTRACT,
        Lookup::Models => MODEL,
    }
}

/// The name of one thing.
pub fn label(tx: &ReadTx<'_>, target: Target, id: Uuid) -> Result<Option<String>, Error> {
    Ok(store::labels(tx, target, [id])?.remove(&id).map(|label| label.text))
}

/// What is to be looked up.
#[derive(Debug, Default)]
pub struct Wanted {
    by_target: BTreeMap<&'static str, (Option<Target>, BTreeSet<Uuid>)>,
}

impl Wanted {
    /// Adds what a recorded field of this name refers to.
    pub fn field(&mut self, field: &str, id: Uuid) {
        if let Some(target) = referred(field) {
            let (known, ids) = self.by_target.entry(target.name).or_default();
            *known = Some(target);
            ids.insert(id);
        }
    }

    /// Adds what another gathering wants.
    pub fn add(&mut self, other: Wanted) {
        for (name, (target, ids)) in other.by_target {
            let (known, all) = self.by_target.entry(name).or_default();
            *known = target;
            all.extend(ids);
        }
    }

    /// Looks everything up.
    pub fn found(self, tx: &ReadTx<'_>) -> Result<Names, Error> {
        let mut names = BTreeMap::new();
        for (target, ids) in self.by_target.into_values() {
            let Some(target) = target else { continue };
            let labels = store::labels(tx, target, ids)?;
            names.extend(labels.into_iter().map(|(id, label)| (id, label.text)));
        }
        Ok(Names(names))
    }
}

/// The names of ids. Ids are unique over all kinds, so the kind need not be asked again.
#[derive(Debug, Clone, Default)]
pub struct Names(pub BTreeMap<Uuid, String>);

impl Names {
    /// The name, or nothing where there is none.
    pub fn of(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    pub fn of_some(&self, id: Option<Uuid>) -> String {
        id.map(|id| self.of(id)).unwrap_or_default()
    }
}
