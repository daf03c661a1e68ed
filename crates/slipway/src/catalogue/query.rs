//! The catalogue as releases ask it: typed, with nothing left to interpret.

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use slipway_core::flow::Level;
use slipway_core::id::Id;
use slipway_core::kind::{
    Calendar, Contract as ContractKind, Flow, Group, Justification as JustificationKind, MailTemplate,
    Model as ModelKind, Portfolio, Unit,
};
use slipway_core::questionnaire::Demand;
use slipway_core::release::{Category, SuspensionPolicy};
use slipway_db::{Error, ReadTx, Row, params, statements};

use super::parameter::{self, Key};

statements! {
    MODEL = "select m.id, m.portfolio, m.name, m.flow, f.current_version, m.executor_group, m.calendar, m.mail_creation, \
             m.mail_completion, m.mail_actions, m.impact, m.urgency, m.category, m.status, m.requires_change, \
             m.requires_description, m.suspension_policy \
             from model m join flow f on f.id = m.flow where m.id = $1";
    MODEL_CONTRACTS = "select contract from model_contract where model = $1";
    MODEL_QUESTIONNAIRES = "select b.questionnaire, q.title, b.task, b.required from model_questionnaire b \
                            join questionnaire q on q.id = b.questionnaire where b.model = $1 order by b.position";
    JUSTIFICATION = "select active, suspends from justification where id = $1 and deleted_at is null";
    CONTRACT = "select id, number, start_on, end_on, active from contract where id = $1 and deleted_at is null";
    CONTRACT_GROUPS = "select work_group from group_contract where contract = $1";
    CONTRACT_UNITS = "select unit from contract_unit where contract = $1";
}

/// A preset for releases. A retired or deleted one still says how its releases run (F142, B003).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    pub id: Id<ModelKind>,
    pub portfolio: Id<Portfolio>,
    pub name: String,
    pub flow: Id<Flow>,
    /// The version a release registered now would run on.
    pub flow_version: i64,
    pub executor_group: Id<Group>,
    pub calendar: Id<Calendar>,
    pub mails: Mails,
    pub impact: Level,
    pub urgency: Level,
    pub category: Category,
    status: String,
    /// None listed means any.
    contracts: BTreeSet<Id<ContractKind>>,
    pub requires_change: bool,
    pub requires_description: bool,
    pub suspension_policy: SuspensionPolicy,
}

/// The three texts of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mails {
    pub creation: Id<MailTemplate>,
    pub completion: Id<MailTemplate>,
    pub actions: Id<MailTemplate>,
}

impl Model {
    /// Whether new releases may be registered from it.
    pub fn is_active(&self) -> bool {
        self.status == super::kinds::ACTIVE_STATUS
    }

    /// Whether its releases may be done under this contract: a model without contracts takes any.
    pub fn allows_contract(&self, contract: Id<ContractKind>) -> bool {
        self.contracts.is_empty() || self.contracts.contains(&contract)
    }
}

/// A model, deleted or not.
pub fn model(tx: &ReadTx<'_>, id: Id<ModelKind>) -> Result<Option<Model>, Error> {
    let Some(model) = tx.query_opt(MODEL, params![id], read_model)? else {
        return Ok(None);
    };
    let contracts = tx
        .query(MODEL_CONTRACTS, params![id], |row| row.get(0))?
        .into_iter()
        .collect();
    Ok(Some(Model { contracts, ..model }))
}

/// The questionnaires that a model binds to tasks, in its order (B088).
pub fn bound_questionnaires(tx: &ReadTx<'_>, model: Id<ModelKind>) -> Result<Vec<Demand>, Error> {
    tx.query(MODEL_QUESTIONNAIRES, params![model], |row| {
        Ok(Demand {
            questionnaire: Some(row.get(0)?),
            title: row.get(1)?,
            task: row.parse(2)?,
            required: row.get(3)?,
        })
    })
}

fn read_model(row: &Row<'_>) -> Result<Model, Error> {
    Ok(Model {
        id: row.get(0)?,
        portfolio: row.get(1)?,
        name: row.get(2)?,
        flow: row.get(3)?,
        flow_version: row.get(4)?,
        executor_group: row.get(5)?,
        calendar: row.get(6)?,
        mails: Mails {
            creation: row.get(7)?,
            completion: row.get(8)?,
            actions: row.get(9)?,
        },
        impact: word(row, 10)?,
        urgency: word(row, 11)?,
        category: word(row, 12)?,
        status: row.get(13)?,
        contracts: BTreeSet::new(),
        requires_change: row.get(14)?,
        requires_description: row.get(15)?,
        suspension_policy: word(row, 16)?,
    })
}

fn word<T: FromStr>(row: &Row<'_>, column: usize) -> Result<T, Error> {
    row.parse(column)
}

/// What a justification may be given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Justification {
    pub is_active: bool,
    /// Whether a release may be suspended for it (F146).
    pub suspends: bool,
}

/// A justification that is not deleted.
pub fn justification(tx: &ReadTx<'_>, id: Id<JustificationKind>) -> Result<Option<Justification>, Error> {
    tx.query_opt(JUSTIFICATION, params![id], |row| {
        Ok(Justification {
            is_active: row.get(0)?,
            suspends: row.get(1)?,
        })
    })
}

/// An agreement, with who works under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    pub id: Id<ContractKind>,
    pub number: String,
    pub start: Date,
    pub end: Option<Date>,
    pub is_active: bool,
    pub groups: BTreeSet<Id<Group>>,
    pub units: BTreeSet<Id<Unit>>,
}

impl Contract {
    /// Whether work may begin under it at an instant, by the dates of UTC.
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        let on = at.to_zoned(TimeZone::UTC).date();
        self.is_active && self.start <= on && self.end.is_none_or(|end| on <= end)
    }
}

/// A contract that is not deleted.
pub fn contract(tx: &ReadTx<'_>, id: Id<ContractKind>) -> Result<Option<Contract>, Error> {
    let found = tx.query_opt(CONTRACT, params![id], |row| {
        Ok(Contract {
            id: row.get(0)?,
            number: row.get(1)?,
            start: row.get(2)?,
            end: row.get(3)?,
            is_active: row.get(4)?,
            groups: BTreeSet::new(),
            units: BTreeSet::new(),
        })
    })?;
    let Some(contract) = found else { return Ok(None) };
    let groups = tx
        .query(CONTRACT_GROUPS, params![id], |row| row.get(0))?
        .into_iter()
        .collect();
    let units = tx
        .query(CONTRACT_UNITS, params![id], |row| row.get(0))?
        .into_iter()
        .collect();
    Ok(Some(Contract {
        groups,
        units,
        ..contract
    }))
}

/// Whether executor groups are limited to those of the contract (parameter 41, B015).
pub fn groups_follow_contracts(tx: &ReadTx<'_>) -> Result<bool, Error> {
    parameter::flag_of(tx, Key::GroupsFollowContracts)
}

/// Whether units are limited to those of the contract (parameter 61).
pub fn units_follow_contracts(tx: &ReadTx<'_>) -> Result<bool, Error> {
    parameter::flag_of(tx, Key::UnitsFollowContracts)
}

/// Whether a location need not be one of the unit's (parameter 115).
pub fn locations_are_free(tx: &ReadTx<'_>) -> Result<bool, Error> {
    parameter::flag_of(tx, Key::LocationsAreFree)
}

/// Whether nothing is mailed at all (parameter 297, F160).
pub fn mail_is_switched_off(tx: &ReadTx<'_>) -> Result<bool, Error> {
    parameter::flag_of(tx, Key::MailSwitchedOff)
}

/// Whether requesters are mailed between creation and closing (parameter 31).
pub fn requesters_are_mailed(tx: &ReadTx<'_>) -> Result<bool, Error> {
    parameter::flag_of(tx, Key::MailRequester)
}

/// For how many days sent mails are kept; for good when absent.
pub fn mail_retention(tx: &ReadTx<'_>) -> Result<Option<i64>, Error> {
    parameter::integer_of(tx, Key::MailRetention)
}

/// The most rows a search shows (parameter 261, O73); all when absent.
pub fn search_limit(tx: &ReadTx<'_>) -> Result<Option<i64>, Error> {
    parameter::integer_of(tx, Key::SearchLimit)
}

/// What stands before the number of a release (R25).
pub fn release_prefix(tx: &ReadTx<'_>) -> Result<String, Error> {
    parameter::text_of(tx, Key::ReleasePrefix)
}

/// When people are reminded of a deadline (B120).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminding {
    /// So many minutes before it; none before it when absent.
    pub lead_minutes: Option<i64>,
    /// Once it has passed.
    pub overdue: bool,
}

/// When people are reminded, as the installation wants it.
pub fn reminding(tx: &ReadTx<'_>) -> Result<Reminding, Error> {
    Ok(Reminding {
        lead_minutes: parameter::integer_of(tx, Key::ReminderLead)?.filter(|minutes| *minutes > 0),
        overdue: parameter::flag_of(tx, Key::RemindOverdue)?,
    })
}
