//! Counts that the pages of the CMDB show beside its trees and lists.

use std::collections::BTreeMap;

use slipway_db::{Error, ReadTx, params, statements};
use uuid::Uuid;

statements! {
    GROUPS = "select g.id, g.parent, g.name, coalesce(n.items, 0) from item_group g left join \
        (select i.item_group, count(*) as items from item i where i.deleted_at is null group by i.item_group) n on n.item_group = g.id \
        where g.deleted_at is null order by g.folded, g.id";
    TYPES = "select t.id, t.name, t.icon, coalesce(n.items, 0) from item_type t left join \
        (select i.type, count(*) as items from item i where i.deleted_at is null group by i.type) n on n.type = t.id \
        where t.deleted_at is null order by t.folded, t.id";
    ENDS = "select count(*) from relationship where (source = $1 or target = $1) and until is null";
    VERSIONS = "select count(*) from item_version where id = $1";
}

/// A group with how many items are in it and below it.
#[derive(Debug, Clone)]
pub struct Group {
    pub id: Uuid,
    pub parent: Option<Uuid>,
    pub name: String,
    pub items: i64,
}

/// Every group by name, each with what is in it and in the groups below it.
pub fn groups(tx: &ReadTx<'_>) -> Result<Vec<Group>, Error> {
    let mut groups = tx.query(GROUPS, params![], |row| {
        Ok(Group {
            id: row.get(0)?,
            parent: row.get(1)?,
            name: row.get(2)?,
            items: row.get(3)?,
        })
    })?;
    let parents: BTreeMap<Uuid, Option<Uuid>> = groups.iter().map(|group| (group.id, group.parent)).collect();
    let mut below: BTreeMap<Uuid, i64> = BTreeMap::new();
    for group in groups.iter().filter(|group| group.items > 0) {
        let mut here = Some(group.id);
        // A tree that was damaged into a circle ends here as well: no path is longer than there are groups.
        for _ in 0..parents.len() {
            let Some(id) = here else { break };
            *below.entry(id).or_default() += group.items;
            here = parents.get(&id).copied().flatten();
        }
    }
    for group in &mut groups {
        group.items = below.get(&group.id).copied().unwrap_or(0);
    }
    Ok(groups)
}

/// A type with how many items are of it.
#[derive(Debug, Clone)]
pub struct ItemType {
    pub id: Uuid,
    pub name: String,
    pub icon: Option<String>,
    pub items: i64,
}

/// Every type by name.
pub fn types(tx: &ReadTx<'_>) -> Result<Vec<ItemType>, Error> {
    tx.query(TYPES, params![], |row| {
        Ok(ItemType {
            id: row.get(0)?,
            name: row.get(1)?,
            icon: row.get(2)?,
            items: row.get(3)?,
        })
    })
}

/// How many relationships an item has.
pub fn n_related(tx: &ReadTx<'_>, item: Uuid) -> Result<i64, Error> {
    tx.query_one(ENDS, params![item], |row| row.get(0))
}

/// How many states an item had.
pub fn n_versions(tx: &ReadTx<'_>, item: Uuid) -> Result<i64, Error> {
    tx.query_one(VERSIONS, params![item], |row| row.get(0))
}
