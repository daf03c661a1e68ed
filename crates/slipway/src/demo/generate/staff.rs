//! The people of generated volume: the company of the demo, and a few hundred employees more. Nobody gets a password.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use slipway_core::fold::fold;
use uuid::Uuid;

use super::dice::Dice;
use super::words::Words;
use crate::account::kinds as people;
use crate::act::Act;
use crate::demo::company::{self, Company};
use crate::edge::{Code, Fault, Precondition};
use crate::entry::kind::Kind;
use crate::entry::sheet::Draft;
use crate::entry::{command, store};

/// Employees besides those of the story, and how many of them get a log-in and join a group.
const N_EMPLOYEES: u64 = 400;
const ONE_IN: u64 = 8;

/// Founds the company and hires its people.
pub fn hire(act: &Act<'_>, seed: u64) -> Result<(), Fault> {
    let company = company::found(act)?;
    let words = Words::read()?;
    let mut joining = BTreeMap::<&str, Vec<Value>>::new();
    for number in 1..=N_EMPLOYEES {
        let mut dice = Dice::of(seed, u64::MAX - number);
        let name = words.name(&mut dice);
        let unit = dice
            .early(&["matriz", "lisboa", "datacenter"])
            .copied()
            .unwrap_or("matriz");
        let login = format!("{}.{number}", fold(&name).replace(' ', "."));
        let body = json!({
            "name": name, "email": format!("{login}@marealta.example"), "unit": company.id(unit)?, "extension": (1000 + number).to_string(),
        });
        let employee = make(act, &people::EMPLOYEES, body)?;
        if number % ONE_IN == 0 {
            let account = json!({"employee": employee, "login": login, "profile": company.id("p-engineer")?});
            make(act, &people::USERS, account)?;
            let group = dice.any(GROUPS).copied().unwrap_or("team");
            joining.entry(group).or_default().push(json!({"employee": employee}));
        }
    }
    joining
        .into_iter()
        .try_for_each(|(group, members)| join(act, &company, group, members))
}

const GROUPS: &[&str] = &["team", "g-sre", "g-net", "g-dba", "g-portal", "g-erp"];

fn join(act: &Act<'_>, company: &Company, group: &str, newcomers: Vec<Value>) -> Result<(), Fault> {
    let id = company.id(group)?;
    let before = store::one(act.tx(), &people::GROUPS, id)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    let mut members = before
        .values
        .get("members")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    members.extend(newcomers);
    let draft = Draft::plain(json!({"members": members}));
    command::amend(act, &people::GROUPS, id, Precondition::Any, &draft).map(drop)
}

fn make(act: &Act<'_>, kind: &'static Kind, body: Value) -> Result<Uuid, Fault> {
    Ok(command::create(act, kind, &Draft::plain(body))?.id)
}
