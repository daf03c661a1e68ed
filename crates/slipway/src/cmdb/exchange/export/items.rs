//! Items as records, a page at a time, each after the one that it is inside. Names stand in the place of ids.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};
use slipway_core::cmdb::exchange::{Format, Record};
use slipway_db::{Error, ReadTx, Row, Select, params};
use uuid::Uuid;

use super::definitions::Definitions;
use super::writer::Records;
use super::{IDENTIFICATIONS, Renamed, WITH_PARENT, WITH_PARENT_AS_OF, Wish, broken, texts};
use crate::cmdb::exchange::columns::IDENTIFICATION;
use crate::cmdb::item::{ITEM, ITEMS, version};
use crate::edge::Fault;
use crate::entry::kind::{Target, Values, id_in};
use crate::entry::store::{self, Entry};

/// How many items are in memory at once.
const PAGE: u32 = 500;

/// Writes every item; answers which of them were called otherwise as of then.
pub fn write(tx: &ReadTx<'_>, wish: Wish, known: &Definitions, records: &mut Records<'_>) -> Result<Renamed, Fault> {
    let mut renamed = Renamed::new();
    let mut names = Names::default();
    for level in levels(tx, wish)? {
        let mut after = Uuid::nil();
        loop {
            let page = page(tx, wish, &level, after)?;
            let Some(last) = page.last() else { break };
            after = last.id;
            let page: Vec<Entry> = page.into_iter().filter(|entry| level.has(entry)).collect();
            if wish.as_of.is_some() {
                renamed.extend(called_otherwise(tx, &page)?);
            }
            names.learn(tx, &page)?;
            for entry in &page {
                let fields = fields(wish.format, known, &names, entry);
                records.write(Record::Item, fields).map_err(broken)?;
            }
        }
    }
    Ok(renamed)
}

/// Items that have the same number of others around them.
enum Level {
    Outermost,
    Inside(HashSet<Uuid>),
}

impl Level {
    fn has(&self, entry: &Entry) -> bool {
        match self {
            Level::Outermost => true,
            Level::Inside(ids) => ids.contains(&entry.id),
        }
    }
}

/// The outermost items first, then what is inside those, and so on. What a damaged tree keeps in a circle comes last.
fn levels(tx: &ReadTx<'_>, wish: Wish) -> Result<Vec<Level>, Error> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let mut inside: HashMap<Uuid, Uuid> = match wish.as_of {
        None => tx.query(WITH_PARENT, params![], read)?,
        Some(at) => tx.query(WITH_PARENT_AS_OF, params![at], read)?,
    }
    .into_iter()
    .collect();
    let mut levels = vec![Level::Outermost];
    while !inside.is_empty() {
        let is_next = |parent: &Uuid| !inside.contains_key(parent);
        let next: HashSet<Uuid> = inside
            .iter()
            .filter(|(_, parent)| is_next(parent))
            .map(|(id, _)| *id)
            .collect();
        if next.is_empty() {
            levels.push(Level::Inside(inside.into_keys().collect()));
            break;
        }
        inside.retain(|id, _| !next.contains(id));
        levels.push(Level::Inside(next));
    }
    Ok(levels)
}

fn page(tx: &ReadTx<'_>, wish: Wish, level: &Level, after: Uuid) -> Result<Vec<Entry>, Error> {
    let select = match wish.as_of {
        None => Select::narrowing(store::statements(&ITEMS)?.list),
        Some(at) => Select::narrowing(version::PAST.list).given(params![at]),
    };
    let select = match level {
        Level::Outermost => select.only("t.parent is null"),
        Level::Inside(_) => select.only("t.parent is not null"),
    };
    let select = select.after("t.id > $", params![after]).order("t.id").limit(PAGE);
    match wish.as_of {
        None => store::listed(tx, &ITEMS, &select),
        Some(_) => (version::PAST.listed)(tx, &select),
    }
}

fn called_otherwise(tx: &ReadTx<'_>, page: &[Entry]) -> Result<Renamed, Error> {
    let select = Select::new(IDENTIFICATIONS).filter_in("i.id in", page.iter().map(|entry| entry.id));
    let present = texts(tx, &select)?;
    let then = page.iter().filter_map(|entry| {
        let word = entry.values.get(IDENTIFICATION)?.as_str()?;
        let is_other = present.get(&entry.id).is_none_or(|now| now != word);
        is_other.then(|| (entry.id, word.to_owned()))
    });
    Ok(then.collect())
}

/// What people call the entries that items refer to.
#[derive(Default)]
struct Names(BTreeMap<&'static str, HashMap<Uuid, String>>);

/// Names of other items are forgotten from page to page: there are too many.
const MOST: usize = 50_000;

impl Names {
    fn learn(&mut self, tx: &ReadTx<'_>, page: &[Entry]) -> Result<(), Error> {
        let mut wanted: BTreeMap<&'static str, (Target, BTreeSet<Uuid>)> = BTreeMap::new();
        for field in ITEMS.fields {
            let Some(target) = field.control.target() else { continue };
            let ids = page.iter().filter_map(|entry| id_in(&entry.values, field.name));
            let (_, known) = wanted.entry(target.name).or_insert((target, BTreeSet::new()));
            known.extend(ids);
        }
        for (name, (target, ids)) in wanted {
            let known = self.0.entry(name).or_default();
            if known.len() > MOST {
                known.clear();
            }
            let new: Vec<Uuid> = ids.into_iter().filter(|id| !known.contains_key(id)).collect();
            if new.is_empty() {
                continue;
            }
            if name == ITEM.name {
                known.extend(texts(tx, &Select::new(IDENTIFICATIONS).filter_in("i.id in", new))?);
            } else {
                let labels = store::labels(tx, target, new)?;
                known.extend(labels.into_iter().map(|(id, label)| (id, label.text)));
            }
        }
        Ok(())
    }

    fn of(&self, target: Target, id: Uuid) -> Option<&str> {
        self.0.get(target.name)?.get(&id).map(String::as_str)
    }
}

fn fields(format: Format, known: &Definitions, names: &Names, entry: &Entry) -> Map<String, Value> {
    let mut fields = Map::new();
    for field in ITEMS.fields.iter().filter(|field| !field.is_read_only()) {
        let value = entry.values.get(field.name).unwrap_or(&Value::Null);
        let value = match (field.control.target(), id_in(&entry.values, field.name)) {
            (Some(_), Some(id)) if field.name == "group" => known.path(id).into(),
            // What is not called anything any more is still told apart by its id.
            (Some(target), Some(id)) => names.of(target, id).map_or_else(|| value.clone(), Value::from),
            _ => value.clone(),
        };
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            fields.insert(field.name.to_owned(), value);
        }
    }
    if format == Format::JsonLines {
        say_what_is_not(known, &entry.values, &mut fields);
    }
    if fields
        .get("attributes")
        .and_then(Value::as_object)
        .is_some_and(Map::is_empty)
    {
        fields.shift_remove("attributes");
    }
    fields
}

/// An attribute that the item does not have would come back with its default, unless the file says that it is not there.
fn say_what_is_not(known: &Definitions, values: &Values, fields: &mut Map<String, Value>) {
    let Some(item_type) = id_in(values, "type") else { return };
    let attributes = fields.entry("attributes").or_insert_with(|| Value::Object(Map::new()));
    if let Some(attributes) = attributes.as_object_mut() {
        for tag in known.defaulted(item_type) {
            attributes.entry(tag).or_insert(Value::Null);
        }
    }
}
