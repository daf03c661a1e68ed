//! What forms and filters of releases offer to choose from, and the type-ahead behind their fields. Reads only; whether
//! a choice is a right one is decided when it is sent (`query::wrong_references`).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slipway_core::id::Id;
use slipway_core::kind::{Contract, Employee, Flow, Group, Location, Model, Portfolio, Unit};
use slipway_core::policy;
use slipway_db::{Error, ReadTx, Row, Select, Sql, params, statements};
use uuid::Uuid;

use crate::act::Look;
use crate::catalogue;
use slipway_core::fold::pattern;

statements! {
    MODELS = "select m.id, m.name, m.description, m.icon, m.flow, m.category, m.portfolio, p.name, p.description, p.icon \
              from model m join portfolio p on p.id = m.portfolio where m.status = 'active' and m.deleted_at is null \
              and p.active and p.deleted_at is null order by p.folded, p.id, m.folded, m.id";
    CONTRACTS = "select id, number, client, start_on, end_on from contract where active and deleted_at is null order by folded, id";
    GROUPS = "select id, name, acronym from work_group where active and deleted_at is null order by folded, id";
    GROUPS_OF_CONTRACT = "select g.id, g.name, g.acronym from work_group g join group_contract c on c.work_group = g.id \
                          where c.contract = $1 and g.active and g.deleted_at is null order by g.folded, g.id";
    GROUP_FLAGS = "select mail_creation, mail_actions, mail_closing from work_group where id = $1";
    UNITS = "select id, name from unit where active and deleted_at is null order by folded, id";
    UNITS_OF_CONTRACT = "select u.id, u.name from unit u join contract_unit c on c.unit = u.id \
                         where c.contract = $1 and u.active and u.deleted_at is null order by u.folded, u.id";
    UNIT_ZONE = "select zone from unit where id = $1";
    LOCATIONS = "select l.id, l.name, u.name from location l join unit u on u.id = l.unit \
                 where l.active and l.deleted_at is null order by l.folded, l.id";
    LOCATIONS_OF_UNIT = "select l.id, l.name, u.name from location l join unit u on u.id = l.unit \
                         where l.unit = $1 and l.active and l.deleted_at is null order by l.folded, l.id";
    PORTFOLIOS = "select id, name from portfolio where deleted_at is null order by folded, id";
    ACTIVITY_GROUPS = "select id, name from activity_group where active and deleted_at is null order by folded, id";
    JUSTIFICATIONS = "select id, name from justification where active and suspends and deleted_at is null order by folded, id";
    SOLUTION_CATEGORIES = "select id, name from solution_category where active and deleted_at is null order by folded, id";
    REQUESTER = "select e.name, e.email, e.phone, e.extension, e.unit, e.location from employee e \
                 where e.id = $1 and e.active and e.deleted_at is null";
    FIND_REQUESTERS = "select t.id, t.name, t.email from employee t where t.active and t.deleted_at is null";
    FIND_EMPLOYEES = "select t.id, t.name, t.email from employee t where t.deleted_at is null";
    FIND_USERS = "select a.id, t.name, a.login from account a join employee t on t.id = a.employee where a.deleted_at is null";
    FIND_GROUPS = "select t.id, t.name, t.acronym from work_group t where t.deleted_at is null";
    FIND_UNITS = "select t.id, t.name, '' from unit t where t.deleted_at is null";
    FIND_CONTRACTS = "select t.id, t.number || ' – ' || t.client, '' from contract t where t.deleted_at is null";
    FIND_MODELS = "select t.id, t.name, p.name from model t join portfolio p on p.id = t.portfolio where t.deleted_at is null";
}

/// A model that releases can be registered from, with its portfolio.
#[derive(Debug, Clone)]
pub struct OfferedModel {
    pub id: Id<Model>,
    pub name: String,
    pub description: Option<String>,
    pub icon: Option<String>,
    pub flow: Id<Flow>,
    pub category: String,
    pub portfolio: OfferedPortfolio,
}

#[derive(Debug, Clone)]
pub struct OfferedPortfolio {
    pub id: Id<Portfolio>,
    pub name: String,
    pub description: Option<String>,
    pub icon: Option<String>,
}

/// The active models whose flow the caller may create releases on, by portfolio (F005, F014).
pub fn models(look: &Look<'_>) -> Result<Vec<OfferedModel>, Error> {
    let every = look.tx.query(MODELS, params![], |row| {
        Ok(OfferedModel {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            icon: row.get(3)?,
            flow: row.get(4)?,
            category: row.get(5)?,
            portfolio: OfferedPortfolio {
                id: row.get(6)?,
                name: row.get(7)?,
                description: row.get(8)?,
                icon: row.get(9)?,
            },
        })
    })?;
    let may = |model: &OfferedModel| policy::may_register(look.actor(), model.flow).is_ok();
    Ok(every.into_iter().filter(may).collect())
}

/// Something to choose: what is sent, what is read, and what tells it from its like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: Uuid,
    pub label: String,
    pub hint: String,
}

fn named(row: &Row<'_>) -> Result<Offer, Error> {
    Ok(Offer {
        id: row.get(0)?,
        label: row.get(1)?,
        hint: String::new(),
    })
}

fn hinted(row: &Row<'_>) -> Result<Offer, Error> {
    Ok(Offer {
        hint: row.get::<Option<String>>(2)?.unwrap_or_default(),
        ..named(row)?
    })
}

/// The contracts in their period, of a model where one is chosen (F007).
pub fn contracts(tx: &ReadTx<'_>, model: Option<&catalogue::query::Model>, at: Timestamp) -> Result<Vec<Offer>, Error> {
    let today = at.to_zoned(TimeZone::UTC).date();
    let every = tx.query(CONTRACTS, params![], |row| {
        let (number, client): (String, String) = (row.get(1)?, row.get(2)?);
        let offer = Offer {
            id: row.get(0)?,
            label: format!("{number} – {client}"),
            hint: String::new(),
        };
        Ok((offer, row.get(3)?, row.get(4)?))
    })?;
    let holds = |(offer, start, end): &(Offer, jiff::civil::Date, Option<jiff::civil::Date>)| {
        *start <= today
            && end.is_none_or(|end| today <= end)
            && model.is_none_or(|model| model.allows_contract(Id::new(offer.id)))
    };
    Ok(every.into_iter().filter(holds).map(|(offer, ..)| offer).collect())
}

/// The groups that may carry a release: those of the contract where the installation ties them to it (F008).
pub fn groups(tx: &ReadTx<'_>, contract: Option<Id<Contract>>) -> Result<Vec<Offer>, Error> {
    match contract {
        Some(contract) if catalogue::query::groups_follow_contracts(tx)? => {
            tx.query(GROUPS_OF_CONTRACT, params![contract], hinted)
        }
        _ => tx.query(GROUPS, params![], hinted),
    }
}

/// Which mails a group demands for all its releases: creation, any change, closing (B164).
pub fn demanded_mails(tx: &ReadTx<'_>, group: Id<Group>) -> Result<[bool; 3], Error> {
    let found = tx.query_opt(GROUP_FLAGS, params![group], |row| {
        Ok([row.get(0)?, row.get(1)?, row.get(2)?])
    })?;
    Ok(found.unwrap_or_default())
}

/// The units: those of the contract where the installation ties them to it (parameter 61).
pub fn units(tx: &ReadTx<'_>, contract: Option<Id<Contract>>) -> Result<Vec<Offer>, Error> {
    match contract {
        Some(contract) if catalogue::query::units_follow_contracts(tx)? => {
            tx.query(UNITS_OF_CONTRACT, params![contract], named)
        }
        _ => tx.query(UNITS, params![], named),
    }
}

/// The zone of a unit, where it has one.
pub fn unit_zone(tx: &ReadTx<'_>, unit: Id<Unit>) -> Result<Option<String>, Error> {
    Ok(tx.query_opt(UNIT_ZONE, params![unit], |row| row.get(0))?.flatten())
}

/// The locations of a unit, or all of them where the installation has cut that tie (parameter 115).
pub fn locations(tx: &ReadTx<'_>, unit: Option<Id<Unit>>) -> Result<Vec<Offer>, Error> {
    if catalogue::query::locations_are_free(tx)? {
        return tx.query(LOCATIONS, params![], hinted);
    }
    let Some(unit) = unit else { return Ok(Vec::new()) };
    tx.query(LOCATIONS_OF_UNIT, params![unit], named)
}

pub fn portfolios(tx: &ReadTx<'_>) -> Result<Vec<Offer>, Error> {
    tx.query(PORTFOLIOS, params![], named)
}

pub fn activity_groups(tx: &ReadTx<'_>) -> Result<Vec<Offer>, Error> {
    tx.query(ACTIVITY_GROUPS, params![], named)
}

pub fn solution_categories(tx: &ReadTx<'_>) -> Result<Vec<Offer>, Error> {
    tx.query(SOLUTION_CATEGORIES, params![], named)
}

/// The justifications that suspend (F146).
pub fn justifications(tx: &ReadTx<'_>) -> Result<Vec<Offer>, Error> {
    tx.query(JUSTIFICATIONS, params![], named)
}

/// What is known of a person who may be a requester (F004).
#[derive(Debug, Clone)]
pub struct Known {
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub extension: Option<String>,
    pub unit: Id<Unit>,
    pub location: Option<Id<Location>>,
}

pub fn requester(tx: &ReadTx<'_>, id: Id<Employee>) -> Result<Option<Known>, Error> {
    tx.query_opt(REQUESTER, params![id], |row| {
        Ok(Known {
            name: row.get(0)?,
            email: row.get(1)?,
            phone: row.get(2)?,
            extension: row.get(3)?,
            unit: row.get(4)?,
            location: row.get(5)?,
        })
    })
}

/// What can be looked up while one types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// People a release can be registered for.
    Requesters,
    /// People, also those who have left: releases of theirs can still be searched.
    Employees,
    Users,
    Groups,
    Units,
    Contracts,
    Models,
}

impl Lookup {
    pub const ALL: [Lookup; 7] = [
        Lookup::Requesters,
        Lookup::Employees,
        Lookup::Users,
        Lookup::Groups,
        Lookup::Units,
        Lookup::Contracts,
        Lookup::Models,
    ];

    /// Its name in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Lookup::Requesters => "requesters",
            Lookup::Employees => "employees",
            Lookup::Users => "users",
            Lookup::Groups => "groups",
            Lookup::Units => "units",
            Lookup::Contracts => "contracts",
            Lookup::Models => "models",
        }
    }

    pub fn named(word: &str) -> Option<Lookup> {
        Lookup::ALL.into_iter().find(|lookup| lookup.word() == word)
    }

    fn statement(self) -> Sql {
        match self {
            Lookup::Requesters => FIND_REQUESTERS,
            Lookup::Employees => FIND_EMPLOYEES,
            Lookup::Users => FIND_USERS,
            Lookup::Groups => FIND_GROUPS,
            Lookup::Units => FIND_UNITS,
            Lookup::Contracts => FIND_CONTRACTS,
            Lookup::Models => FIND_MODELS,
        }
    }

    /// SQL over the row with the folded words between `%` for each `$`.
    const fn condition(self) -> &'static str {
        match self {
            Lookup::Requesters | Lookup::Employees => {
                "t.folded like $ escape '\\' or lower(t.email) like $ escape '\\'"
            }
            Lookup::Users => "t.folded like $ escape '\\' or lower(a.login) like $ escape '\\'",
            Lookup::Groups => "t.folded like $ escape '\\' or lower(t.acronym) like $ escape '\\'",
            Lookup::Contracts => "t.folded like $ escape '\\' or lower(t.client) like $ escape '\\'",
            Lookup::Units | Lookup::Models => "t.folded like $ escape '\\'",
        }
    }
}

/// The first few of what is looked for.
pub fn find(tx: &ReadTx<'_>, lookup: Lookup, words: &str, limit: u32) -> Result<Vec<Offer>, Error> {
    // A contract is known by its number and its client together, as its label says them.
    let words = if lookup == Lookup::Contracts {
        words.split(" – ").next().unwrap_or(words)
    } else {
        words
    };
    Select::narrowing(lookup.statement())
        .filter(lookup.condition(), pattern(words))
        .order("t.folded, t.id")
        .limit(limit)
        .all(tx, hinted)
}

/// The one thing that a typed text means, for forms sent without a script.
pub fn meant(tx: &ReadTx<'_>, lookup: Lookup, text: &str) -> Result<Result<Offer, Unclear>, Error> {
    let fold = slipway_core::fold::fold;
    let typed = fold(text.trim());
    let found = find(tx, lookup, text, N_TRIED)?;
    let exact: Vec<&Offer> = found
        .iter()
        .filter(|offer| fold(&offer.label) == typed || fold(&offer.hint) == typed)
        .collect();
    Ok(match (exact.as_slice(), found.as_slice()) {
        ([only], _) => Ok((*only).clone()),
        ([], [only]) => Ok(only.clone()),
        ([], []) => Err(Unclear::Nothing),
        _ => Err(Unclear::Several(
            found.iter().take(N_NAMED).map(Offer::in_words).collect(),
        )),
    })
}

const N_TRIED: u32 = 20;
const N_NAMED: usize = 5;

/// Why a typed text does not mean one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    Nothing,
    /// Some of those it could mean.
    Several(Vec<String>),
}

impl Offer {
    fn in_words(&self) -> String {
        if self.hint.is_empty() {
            self.label.clone()
        } else {
            format!("{} ({})", self.label, self.hint)
        }
    }
}
