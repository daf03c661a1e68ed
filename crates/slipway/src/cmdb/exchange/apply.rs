//! One batch of rows, in one act: each row is judged by the rules that hold for everybody, and is created, updated, left
//! alone or refused with the reason. New items and relationships are written at once at the end of their run of rows.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde_json::{Map, Value};
use slipway_core::cmdb::exchange::Record;
use slipway_db::{Error, Select};
use uuid::Uuid;

use super::columns::{Asked, IDENTIFICATION};
use super::definitions;
use super::names::{Missing, Names, Rehearsed, Words};
use super::relationships;
use crate::act::Act;
use crate::cmdb::item::{ITEMS, version};
use crate::edge::{Code, Fault, FieldError};
use crate::entry::bulk::{self, Made};
use crate::entry::command::{self, Manner};
use crate::entry::sheet::Draft;
use crate::entry::store::{self, Entry};

/// How rows are taken.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    pub missing: Missing,
    /// Judges everything and keeps nothing.
    pub is_rehearsal: bool,
}

/// What became of rows, each counted once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub refused: i64,
}

impl Tally {
    /// How many rows are accounted for.
    pub fn rows(&self) -> i64 {
        self.created + self.updated + self.unchanged + self.refused
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.refused += other.refused;
    }
}

/// Why a row was refused: the key of a text and what fills it, so that each reader has it in their language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub line: u64,
    /// Empty when it is not one column.
    pub column: String,
    pub key: String,
    pub args: Vec<(Cow<'static, str>, String)>,
}

/// What became of one row that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    Created,
    Updated,
    Unchanged,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Outcome {
    pub tally: Tally,
    pub refusals: Vec<Refusal>,
    /// Items that a rehearsal would have made.
    pub rehearsed: Words,
}

impl Outcome {
    /// Counts a row. A fault that is not about the row is not the row's.
    pub fn note(&mut self, line: u64, did: Result<Did, Fault>) -> Result<(), Fault> {
        match did {
            Ok(Did::Created) => self.tally.created += 1,
            Ok(Did::Updated) => self.tally.updated += 1,
            Ok(Did::Unchanged) => self.tally.unchanged += 1,
            Err(fault) => {
                let refusals = refusals(line, fault)?;
                self.refusals.extend(refusals);
                self.tally.refused += 1;
            }
        }
        Ok(())
    }
}

fn refusals(line: u64, fault: Fault) -> Result<Vec<Refusal>, Fault> {
    if fault.code == Code::Invalid {
        return Ok(fault.errors.into_iter().map(|error| refusal(line, error)).collect());
    }
    if !matches!(fault.code, Code::ItemLocked | Code::ItemNeedsChange) {
        return Err(fault);
    }
    Ok(vec![Refusal {
        line,
        column: String::new(),
        key: fault.detail_key(),
        args: fault.args,
    }])
}

fn refusal(line: u64, error: FieldError) -> Refusal {
    Refusal {
        line,
        column: told(error.pointer.trim_start_matches('/')).replace('/', "."),
        key: error.key(),
        args: error
            .args
            .into_iter()
            .map(|(name, value)| (name, told(&value)))
            .collect(),
    }
}

/// Longer words of a file are cut where a report repeats them.
const TOLD: usize = 200;

fn told(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(TOLD).collect()
}

/// A batch under way.
#[derive(Debug)]
pub struct Applying<'a> {
    pub names: Names<'a>,
    pub manners: Manners,
    pub outcome: Outcome,
}

/// Takes a batch in. What is remembered of names lasts as long as the transaction.
pub fn apply(act: &Act<'_>, manners: Manners, batch: &[Asked], rehearsed: &Words) -> Result<Outcome, Fault> {
    act.tx().memory().keep();
    let here = RefCell::default();
    let names = Names {
        act,
        missing: manners.missing,
        rehearsed: manners.is_rehearsal.then_some(Rehearsed {
            before: rehearsed,
            here: &here,
        }),
    };
    let mut applying = Applying {
        names,
        manners,
        outcome: Outcome::default(),
    };
    for run in batch.chunk_by(|one, next| one.record == next.record) {
        match run.first().map(|row| row.record) {
            Some(Record::Item) => applying.items(run)?,
            Some(Record::Relationship) => relationships::apply(&mut applying, run)?,
            Some(record) => {
                for row in run {
                    let did = fields(row).and_then(|fields| definitions::define(&applying.names, record, fields));
                    applying.outcome.note(row.line, did)?;
                }
            }
            None => {}
        }
    }
    let mut outcome = applying.outcome;
    outcome.rehearsed = here.into_inner();
    Ok(outcome)
}

/// What a row asks for, unless it could not be read.
pub fn fields(row: &Asked) -> Result<&Map<String, Value>, Fault> {
    row.fields.as_ref().map_err(|error| Fault::invalid(vec![error.clone()]))
}

/// The text of a field.
pub fn text<'r>(row: &'r Asked, field: &str) -> Option<&'r str> {
    row.fields.as_ref().ok()?.get(field)?.as_str()
}

impl Applying<'_> {
    fn items(&mut self, run: &[Asked]) -> Result<(), Fault> {
        let known = existing(self.names.act, run)?;
        let mut new = New::default();
        for row in run {
            if text(row, "parent").is_some_and(|parent| new.words.has(&[parent])) {
                self.write(&mut new)?;
            }
            let did = self.item(row, &known, &mut new);
            self.outcome.note(row.line, did)?;
        }
        self.write(&mut new)
    }

    fn item(&self, row: &Asked, known: &BTreeMap<String, Entry>, new: &mut New) -> Result<Did, Fault> {
        let fields = fields(row)?;
        let before = text(row, IDENTIFICATION).and_then(|word| known.get(&key(word)));
        let mut body = self.names.body(fields)?.map_err(Fault::invalid)?;
        if self.give_characteristics(&body, before)? {
            // What was remembered of the names is forgotten now.
            body = self.names.body(fields)?.map_err(Fault::invalid)?;
        }
        if let Some(before) = before {
            return self.amend(before, body);
        }
        let made = bulk::made(self.names.act, &ITEMS, &body)?;
        let word = text(row, IDENTIFICATION).unwrap_or_default();
        new.words.note(&[word]);
        if let Some(rehearsed) = &self.names.rehearsed {
            rehearsed.here.borrow_mut().note(&[word]);
        }
        new.items.push(made);
        Ok(Did::Created)
    }

    fn give_characteristics(&self, body: &Value, before: Option<&Entry>) -> Result<bool, Fault> {
        let of = |values: &Value| {
            values
                .get("type")
                .and_then(Value::as_str)
                .and_then(|id| id.parse::<Uuid>().ok())
        };
        let item_type = of(body).or_else(|| before?.values.get("type")?.as_str()?.parse().ok());
        match (item_type, body.get("attributes").and_then(Value::as_object)) {
            (Some(item_type), Some(values)) => self.names.characteristics(item_type, values),
            _ => Ok(false),
        }
    }

    fn amend(&self, before: &Entry, body: Value) -> Result<Did, Fault> {
        let act = self.names.act;
        let Some(amended) = command::amended(act, &ITEMS, before, &Draft::plain(body))? else {
            return Ok(Did::Unchanged);
        };
        if !self.manners.is_rehearsal {
            let permit = command::may_save(act, &ITEMS)?;
            command::put(act, &permit, (&ITEMS, before), amended, &Manner::default())?;
        }
        Ok(Did::Updated)
    }

    /// Writes what has gathered, so that the rows that follow find it.
    fn write(&self, new: &mut New) -> Result<(), Fault> {
        let New { items, .. } = std::mem::take(new);
        if self.manners.is_rehearsal || items.is_empty() {
            return Ok(());
        }
        let act = self.names.act;
        let permit = command::may_save(act, &ITEMS)?;
        bulk::insert(act, &permit, &ITEMS, &items)?;
        version::begin(act, &items)
    }
}

/// Items that are to be written.
#[derive(Debug, Default)]
struct New {
    items: Vec<Made>,
    words: Words,
}

/// The items of a batch that are there already.
fn existing(act: &Act<'_>, run: &[Asked]) -> Result<BTreeMap<String, Entry>, Error> {
    let words = run.iter().filter_map(|row| text(row, IDENTIFICATION)).map(str::trim);
    let select = Select::narrowing(store::statements(&ITEMS)?.list);
    let select = select.filter_in_as("lower(t.identification) in", "lower($)", words);
    let found = store::listed(act.tx(), &ITEMS, &select)?;
    let keyed = found.into_iter().filter_map(|entry| {
        let word = key(entry.values.get(IDENTIFICATION)?.as_str()?);
        Some((word, entry))
    });
    Ok(keyed.collect())
}

/// An identification as it is compared.
pub fn key(word: &str) -> String {
    word.trim().to_lowercase()
}

/// The ids of items by their identification.
pub fn ids(act: &Act<'_>, words: &[&str]) -> Result<BTreeMap<String, Uuid>, Error> {
    let words = words.iter().map(|word| word.trim());
    let select = Select::narrowing(IDS).filter_in_as("lower(i.identification) in", "lower($)", words);
    let found = select.all(act.tx(), |row| Ok((key(&row.get::<String>(0)?), row.get(1)?)))?;
    Ok(found.into_iter().collect())
}

slipway_db::statements! {
    IDS = "select i.identification, i.id from item i where i.deleted_at is null";
}
