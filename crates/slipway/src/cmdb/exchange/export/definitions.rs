//! What items and relationships are made of, as records that refer to each other by tag, name and path.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};
use slipway_core::cmdb::exchange::Record;
use slipway_db::{Error, ReadTx, Select};
use uuid::Uuid;

use crate::cmdb::exchange::columns::{ATTRIBUTE, DEFINITION, RECORD, item_fields};
use crate::cmdb::exchange::definitions::kind;
use crate::cmdb::exchange::names::path_of;
use crate::entry::kind::{Values, id_in};
use crate::entry::store::{self, Entry};

/// In the order in which each finds what it refers to.
const ORDER: [Record; 5] = [
    Record::Characteristic,
    Record::Type,
    Record::Status,
    Record::Group,
    Record::RelationshipType,
];

/// Everything that is described, as it stands.
#[derive(Debug)]
pub struct Definitions {
    entries: HashMap<Record, Vec<Entry>>,
    paths: HashMap<Uuid, String>,
    tags: HashMap<Uuid, String>,
}

impl Definitions {
    pub fn read(tx: &ReadTx<'_>) -> Result<Definitions, Error> {
        let mut entries = HashMap::new();
        for record in ORDER {
            if let Some(kind) = kind(record) {
                let all = Select::narrowing(store::statements(kind)?.list).order("t.id");
                entries.insert(record, store::listed(tx, kind, &all)?);
            }
        }
        let of = |record: Record| entries.get(&record).map_or(&[][..], Vec::as_slice);
        let tags = of(Record::Characteristic)
            .iter()
            .map(|entry| (entry.id, text(&entry.values, "tag")));
        Ok(Definitions {
            paths: paths(of(Record::Group)),
            tags: tags.collect(),
            entries,
        })
    }

    fn of(&self, record: Record) -> &[Entry] {
        self.entries.get(&record).map_or(&[], Vec::as_slice)
    }

    /// The path that leads to a group.
    pub fn path(&self, group: Uuid) -> Option<&str> {
        self.paths.get(&group).map(String::as_str)
    }

    /// The characteristics of a type that a new item would have a default of.
    pub fn defaulted(&self, item_type: Uuid) -> impl Iterator<Item = &str> {
        let of_type = self.of(Record::Type).iter().find(|entry| entry.id == item_type);
        let ids: BTreeSet<&str> = of_type
            .and_then(|entry| entry.values.get("characteristics")?.as_array())
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let all = self.of(Record::Characteristic).iter();
        let has_default = |entry: &&Entry| entry.values.get("default").is_some_and(|default| !default.is_null());
        all.filter(has_default)
            .filter(move |entry| ids.contains(entry.id.to_string().as_str()))
            .filter_map(|entry| self.tags.get(&entry.id).map(String::as_str))
    }

    /// The columns of a table that holds everything.
    pub fn columns(&self) -> Vec<String> {
        let tags: BTreeSet<&str> = self.tags.values().map(String::as_str).collect();
        let first = [RECORD, DEFINITION].map(str::to_owned);
        first
            .into_iter()
            .chain(item_fields().into_iter().map(str::to_owned))
            .chain(tags.into_iter().map(|tag| format!("{ATTRIBUTE}{tag}")))
            .chain(["from", "to"].map(str::to_owned))
            .collect()
    }

    /// Every definition, after what it refers to.
    pub fn bodies(&self) -> Vec<(Record, Map<String, Value>)> {
        let mut bodies = Vec::new();
        for record in ORDER {
            let mut entries: Vec<&Entry> = self.of(record).iter().collect();
            if record == Record::Group {
                entries.sort_by_key(|group| self.path(group.id).map_or(0, |path| path.matches('/').count()));
            }
            bodies.extend(entries.into_iter().map(|entry| (record, self.body(record, entry))));
        }
        bodies
    }

    fn body(&self, record: Record, entry: &Entry) -> Map<String, Value> {
        let mut body = entry.values.clone();
        let tags = |ids: &Value| -> Vec<Value> {
            let ids = ids
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|id| id.as_str()?.parse().ok());
            let tags: BTreeSet<&str> = ids.filter_map(|id: Uuid| Some(self.tags.get(&id)?.as_str())).collect();
            tags.into_iter().map(Value::from).collect()
        };
        match record {
            Record::Type => {
                let named = body.get("characteristics").map(tags).unwrap_or_default();
                body.insert("characteristics".to_owned(), Value::Array(named));
            }
            Record::Group => {
                body.shift_remove("parent");
                body.shift_remove("name");
                body.insert("path".to_owned(), self.path(entry.id).into());
            }
            Record::Item
            | Record::Relationship
            | Record::Characteristic
            | Record::Status
            | Record::RelationshipType => {}
        }
        body.retain(|_, value| !value.is_null());
        body
    }
}

fn text(values: &Values, field: &str) -> String {
    values.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn paths(groups: &[Entry]) -> HashMap<Uuid, String> {
    let known: HashMap<Uuid, &Entry> = groups.iter().map(|group| (group.id, group)).collect();
    let path = |group: &Entry| {
        let mut names = Vec::new();
        let mut here = Some(group);
        // A tree that was damaged into a circle ends here as well: no path is longer than there are groups.
        for _ in 0..known.len() {
            let Some(group) = here else { break };
            names.push(text(&group.values, "name"));
            here = id_in(&group.values, "parent").and_then(|id| known.get(&id).copied());
        }
        path_of(names.iter().rev().map(String::as_str))
    };
    groups.iter().map(|group| (group.id, path(group))).collect()
}
