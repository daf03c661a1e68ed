//! Rows that relate two items: known pairs are left alone, new ones are judged as the command judges them and written at
//! once.

use std::collections::{BTreeMap, BTreeSet};

use slipway_core::cmdb::{Failure, Link};
use slipway_db::{Error, Select, statements};
use uuid::Uuid;

use super::apply::{Applying, Did, fields, ids, key, text};
use super::columns::Asked;
use super::names::supposed;
use crate::act::Act;
use crate::cmdb::relationship::command::{self, Wish};
use crate::edge::{Fault, FieldError};

statements! {
    PRESENT = "select r.source, r.target, r.type from relationship r where r.until is null";
}

/// A pair and its type, as the store compares them.
type Triple = (Uuid, Uuid, Uuid);

/// Takes rows in.
pub fn apply(applying: &mut Applying<'_>, run: &[Asked]) -> Result<(), Fault> {
    let act = applying.names.act;
    let words: BTreeSet<&str> = run
        .iter()
        .flat_map(|row| [text(row, "from"), text(row, "to")])
        .flatten()
        .collect();
    let known = ids(act, &words.into_iter().collect::<Vec<_>>())?;
    let mut judged = Vec::new();
    for row in run {
        judged.push((row.line, judge(applying, row, &known)));
    }
    let wishes: Vec<Wish> = judged
        .iter()
        .filter_map(|(_, judged)| Some(judged.as_ref().ok()?.0))
        .collect();
    let mut present = present(act, &wishes)?;
    let mut new = Vec::new();
    for (line, judged) in judged {
        let did = judged.map(|(wish, failure)| {
            if !present.insert(triple(wish)) {
                return Did::Unchanged;
            }
            new.push((wish, failure));
            Did::Created
        });
        applying.outcome.note(line, did)?;
    }
    if !applying.manners.is_rehearsal {
        command::relate_all(act, &new)?;
    }
    Ok(())
}

fn triple(Wish { link, kind }: Wish) -> Triple {
    (link.from, link.to, kind)
}

/// The pairs among these that are related so already.
fn present(act: &Act<'_>, wishes: &[Wish]) -> Result<BTreeSet<Triple>, Error> {
    let sources: BTreeSet<Uuid> = wishes.iter().map(|wish| wish.link.from).collect();
    let select = Select::narrowing(PRESENT).filter_in("r.source in", sources);
    let asked: BTreeSet<Triple> = wishes.iter().map(|wish| triple(*wish)).collect();
    let found = select.all(act.tx(), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.into_iter().filter(|triple| asked.contains(triple)).collect())
}

/// What a row asks for, when it may be: every name that leads nowhere is told at once.
fn judge(applying: &Applying<'_>, row: &Asked, known: &BTreeMap<String, Uuid>) -> Result<(Wish, Failure), Fault> {
    let fields = fields(row)?;
    let mut errors = Vec::new();
    let mut end = |field: &'static str| -> Option<Uuid> {
        let found = match text(row, field) {
            None => Err(FieldError::new(format!("/{field}"), "required")),
            Some(word) => item(applying, known, field, word),
        };
        found.map_err(|error| errors.push(error)).ok()
    };
    let (from, to) = (end("from"), end("to"));
    let kind = match text(row, "type") {
        None => Err(FieldError::new("/type", "required")),
        Some(name) => applying.names.relationship_type(name)?,
    };
    let kind = kind.map_err(|error| errors.push(error)).ok();
    let strange = fields
        .keys()
        .filter(|field| !["from", "to", "type"].contains(&field.as_str()));
    errors.extend(strange.map(|field| FieldError::new(format!("/{field}"), "unknown_field")));
    let (Some(from), Some(to), Some(kind), true) = (from, to, kind, errors.is_empty()) else {
        return Err(Fault::invalid(errors));
    };
    let link = Link { from, to };
    let wish = Wish { link, kind };
    // Both ends were found a moment ago, in this very transaction.
    let failure = command::failing(applying.names.act.tx(), wish, |_| true)?;
    Ok((wish, failure))
}

fn item(applying: &Applying<'_>, known: &BTreeMap<String, Uuid>, field: &str, word: &str) -> Result<Uuid, FieldError> {
    if let Some(id) = known.get(&key(word)) {
        return Ok(*id);
    }
    match &applying.names.rehearsed {
        Some(rehearsed) if rehearsed.has(word) => Ok(supposed(word)),
        _ => Err(FieldError::new(format!("/{field}"), "unknown_name").with("name", word)),
    }
}
