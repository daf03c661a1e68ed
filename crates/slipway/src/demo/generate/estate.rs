//! What generated releases are made of: the people, models and calendars that the store has. Where the company of the
//! demo is missing it is founded first, with a few hundred employees more and nobody's password.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use slipway_core::actor::{Actor, Area, FlowAction, Reach, Special, TokenScope};
use slipway_core::clock::Calendar;
use slipway_core::flow::Flow;
use slipway_core::id::Id;
use slipway_core::kind::{self, Contract, Employee, SolutionCategory, Unit};
use slipway_core::policy;
use slipway_core::release::Contact;
use slipway_db::{ReadTx, Select};
use uuid::Uuid;

use super::staff;
use super::words::Words;
use crate::account::{self, kinds as people};
use crate::act::new_uuid;
use crate::app::App;
use crate::calendar;
use crate::catalogue::query::Model;
use crate::catalogue::{self, kinds::MODELS};
use crate::demo::company;
use crate::edge::{Code, Fault};
use crate::entry::kind::{Kind, Values, id_in};
use crate::entry::store::{self, Entry};

/// Everything that one release needs to be made of.
#[derive(Debug)]
pub struct Estate {
    pub words: Words,
    pub lines: Vec<Line>,
    pub requesters: Vec<Requester>,
    /// How releases are solved, the usual one first.
    pub solved: Vec<Id<SolutionCategory>>,
    /// Why releases are abandoned.
    pub abandoned: Vec<Id<SolutionCategory>>,
    pub calendars: Calendars,
}

/// Calendars with the holidays of units.
type Calendars = HashMap<(Id<kind::Calendar>, Id<Unit>), Calendar>;

/// A model, and who registers, works on and cancels its releases.
#[derive(Debug)]
pub struct Line {
    pub model: Model,
    pub flow: Arc<Flow>,
    pub contracts: Vec<Id<Contract>>,
    pub registrars: Vec<Actor>,
    pub crew: Vec<Actor>,
    pub cancelers: Vec<Actor>,
}

/// Somebody who asks for releases.
#[derive(Debug)]
pub struct Requester {
    pub employee: Id<Employee>,
    pub contact: Contact,
    /// Whoever has a log-in does the tasks that are the requester's alone.
    pub actor: Option<Actor>,
}

/// How long reading the estate may take.
const READING: Duration = Duration::from_mins(1);

/// Founds the company and hires its staff where it is missing, and reads what there is.
pub async fn prepare(app: &App, seed: u64) -> Result<Estate, Fault> {
    let at = app.now();
    let is_founded = app
        .db()
        .read(|tx| Ok::<_, Fault>(account::store::account_of_login(tx, LEADER)?.is_some()))
        .await?;
    if !is_founded {
        app.act_as_system(at, new_uuid(at), move |act| staff::hire(act, seed))
            .await?;
    }
    let application = app.clone();
    let estate = app.db().read_within(READING, move |tx| read(tx, &application)).await?;
    if estate.lines.is_empty() {
        return Err(Fault::new(Code::NotFound));
    }
    Ok(estate)
}

/// Whoever has this log-in is of the company.
const LEADER: &str = "helena";

fn read(tx: &ReadTx<'_>, app: &App) -> Result<Estate, Fault> {
    let staff = Staff::read(tx)?;
    let mut lines = Vec::new();
    for model in entries(tx, &MODELS)? {
        lines.extend(line(tx, app, &staff, model.id)?);
    }
    let requesters: Vec<Requester> = entries(tx, &people::EMPLOYEES)?
        .iter()
        .filter_map(|employee| requester(employee, &staff))
        .collect();
    let language = app.language();
    let solution = |outcome: &&str| company::solution(tx, language, outcome).map(Id::new);
    Ok(Estate {
        words: Words::read()?,
        calendars: calendars(tx, &lines, &requesters)?,
        lines,
        requesters,
        solved: ["delivered", "workaround"]
            .iter()
            .map(solution)
            .collect::<Result<_, Fault>>()?,
        abandoned: ["withdrawn", "failed"]
            .iter()
            .map(solution)
            .collect::<Result<_, Fault>>()?,
    })
}

/// The entries of a kind that may be used, in the order of what they are called: that of their ids differs by store.
fn entries(tx: &ReadTx<'_>, kind: &'static Kind) -> Result<Vec<Entry>, Fault> {
    let every = Select::narrowing(store::statements(kind)?.list);
    let mut found = store::listed(tx, kind, &every)?;
    found.retain(|entry| entry.active);
    found.sort_by(|one, other| one.folded.cmp(&other.folded));
    Ok(found)
}

/// Everybody who can log in, and what they work under.
struct Staff {
    actors: Vec<Actor>,
    contracts: Vec<Id<Contract>>,
}

impl Staff {
    fn read(tx: &ReadTx<'_>) -> Result<Staff, Fault> {
        let mut actors = Vec::new();
        for user in entries(tx, &people::USERS)? {
            let log_in = account::store::by_account(tx, user.id)?.ok_or_else(|| Fault::new(Code::NotFound))?;
            actors.push(account::query::person(tx, log_in, TokenScope::Admin)?.actor);
        }
        let contracts = entries(tx, &people::CONTRACTS)?;
        Ok(Staff {
            actors,
            contracts: contracts.iter().map(|contract| Id::new(contract.id)).collect(),
        })
    }

    fn who(&self, fits: impl Fn(&Actor) -> bool) -> Vec<Actor> {
        self.actors.iter().filter(|actor| fits(actor)).cloned().collect()
    }
}

/// What a model's releases need; none when nobody could work on them.
fn line(tx: &ReadTx<'_>, app: &App, staff: &Staff, id: Uuid) -> Result<Option<Line>, Fault> {
    let found = catalogue::query::model(tx, Id::new(id))?;
    let Some(model) = found.filter(|model| model.is_active() && !model.requires_change) else {
        return Ok(None);
    };
    let (flow, group) = (model.flow, model.executor_group);
    let cancels = |actor: &Actor| actor.rights.special(Special::AllReleases) && actor.may_on(flow, FlowAction::Cancel);
    let crew = staff.who(|actor| actor.is_in(group) && may_save(actor) && actor.may_on(flow, FlowAction::Execute));
    let of_group = || {
        crew.iter()
            .flat_map(|actor| &actor.memberships)
            .filter(|member| member.group == group)
    };
    let fits = |contract: &Id<Contract>| {
        model.allows_contract(*contract) && of_group().any(|member| member.contracts.contains(contract))
    };
    let line = Line {
        contracts: staff
            .contracts
            .iter()
            .filter(|contract| fits(contract))
            .copied()
            .collect(),
        registrars: staff.who(|actor| policy::may_register(actor, flow).is_ok()),
        cancelers: staff.who(|actor| may_save(actor) && cancels(actor)),
        flow: app.flows().version(tx, flow, model.flow_version)?,
        crew,
        model,
    };
    let is_usable = !line.crew.is_empty() && !line.registrars.is_empty() && !line.contracts.is_empty();
    Ok(is_usable.then_some(line))
}

fn may_save(actor: &Actor) -> bool {
    actor.rights.reach(Area::Release, Reach::Save)
}

/// An employee as a requester; none for those who could log in and yet do nothing with their own releases.
fn requester(employee: &Entry, staff: &Staff) -> Option<Requester> {
    let values = &employee.values;
    let actor = staff.who(|actor| actor.employee.uuid() == employee.id).pop();
    if actor.as_ref().is_some_and(|actor| !may_save(actor)) {
        return None;
    }
    Some(Requester {
        employee: Id::new(employee.id),
        contact: Contact {
            name: text(values, "name")?,
            email: text(values, "email")?,
            phone: text(values, "phone"),
            extension: text(values, "extension"),
            unit: Id::new(id_in(values, "unit")?),
            location: id_in(values, "location").map(Id::new),
            notes: None,
        },
        actor,
    })
}

fn text(values: &Values, field: &str) -> Option<String> {
    values.get(field)?.as_str().map(str::to_owned)
}

fn calendars(tx: &ReadTx<'_>, lines: &[Line], requesters: &[Requester]) -> Result<Calendars, Fault> {
    let units: BTreeSet<Id<Unit>> = requesters.iter().map(|requester| requester.contact.unit).collect();
    let calendars: BTreeSet<Id<kind::Calendar>> = lines.iter().map(|line| line.model.calendar).collect();
    let mut known = Calendars::new();
    for (calendar, unit) in calendars
        .iter()
        .flat_map(|calendar| units.iter().map(move |unit| (*calendar, *unit)))
    {
        known.insert((calendar, unit), calendar::query::load_for(tx, calendar, Some(unit))?);
    }
    Ok(known)
}
