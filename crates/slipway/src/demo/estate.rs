//! Reads `estate.json` and makes the company's configuration items, what they depend on, and a few edits since. Types,
//! statuses and kinds of relationships are those of the first start, in whatever language that was.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use slipway_core::actor::TokenScope;
use slipway_core::cmdb::Link;
use slipway_db::{ReadTx, Select, ToValue};
use uuid::Uuid;

use super::company::{Company, StoryError};
use crate::account;
use crate::act::{Act, new_uuid};
use crate::app::App;
use crate::cmdb::item::ITEMS;
use crate::cmdb::kinds::{CHARACTERISTICS, ITEM_GROUPS, ITEM_TYPES, RELATIONSHIP_TYPES};
use crate::cmdb::relationship::command::{Wish, relate};
use crate::edge::{Fault, Precondition, Texts};
use crate::entry::kind::Kind;
use crate::entry::sheet::Draft;
use crate::entry::{command, store};

const STORY: &str = include_str!("estate.json");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Estate {
    characteristics: Vec<Value>,
    /// The characteristics of each type, by tags.
    types: BTreeMap<String, Vec<String>>,
    groups: Vec<Group>,
    /// In the order of making.
    items: Vec<Map<String, Value>>,
    relationships: Vec<Relations>,
    edits: Vec<Edit>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    r#as: String,
    name: String,
    /// The root that it is in, by its stage.
    stage: String,
    icon: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Relations {
    from: String,
    r#type: String,
    to: Vec<String>,
}

/// What somebody changed of an item, so many days ago.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    item: String,
    by: String,
    days: i64,
    set: Value,
}

/// Makes the items at the founding of the company, and changes some of them since.
pub async fn fill(app: &App, company: Company, founded_at: Timestamp) -> Result<(), Fault> {
    let estate: Estate = serde_json::from_str(STORY).map_err(StoryError::Unreadable)?;
    let edits = estate.edits.clone();
    let owner = company.clone();
    let items = app
        .act_as_system(founded_at, new_uuid(founded_at), move |act| {
            make(act, &estate, company.clone())
        })
        .await?;
    for edit in edits {
        let at = app.now() + SignedDuration::from_hours(24 * edit.days);
        let (name, item) = (format!("u-{}", edit.by), items.id(&edit.item)?);
        let account = owner.id(&name)?;
        let person = app
            .db()
            .read(move |tx| {
                let log_in = account::store::by_account(tx, account)?;
                let log_in = log_in.ok_or_else(|| StoryError::Nobody(edit.by.clone()))?;
                account::query::person(tx, log_in, TokenScope::Admin)
            })
            .await?;
        let draft = Draft::plain(edit.set);
        app.act_as(&person, (at, new_uuid(at)), move |act| {
            command::amend(act, &ITEMS, item, Precondition::Any, &draft).map(drop)
        })
        .await?;
    }
    Ok(())
}

/// Makes everything; answers who is called what from then on.
fn make(act: &Act<'_>, estate: &Estate, mut known: Company) -> Result<Company, Fault> {
    types(act, estate)?;
    groups(act, estate, &mut known)?;
    for item in &estate.items {
        let mut body = known.resolved(&Value::Object(item.clone()))?;
        let tag = item.get("type").and_then(Value::as_str).unwrap_or_default();
        if let Some(fields) = body.as_object_mut() {
            fields.insert("type".to_owned(), of_type(act.tx(), tag)?.to_string().into());
        }
        let made = command::create(act, &ITEMS, &Draft::plain(body))?;
        let identification = item.get("identification").and_then(Value::as_str).unwrap_or_default();
        known.name(identification, made.id);
    }
    for relations in &estate.relationships {
        let kind = relationship_type(act, &relations.r#type)?;
        for to in &relations.to {
            let link = Link {
                from: known.id(&relations.from)?,
                to: known.id(to)?,
            };
            relate(act, Wish { link, kind })?;
        }
    }
    Ok(known)
}

fn types(act: &Act<'_>, estate: &Estate) -> Result<(), Fault> {
    let mut made = BTreeMap::new();
    for body in &estate.characteristics {
        let entry = command::create(act, &CHARACTERISTICS, &Draft::plain(body.clone()))?;
        made.insert(
            entry.values.get("tag").cloned().unwrap_or_default().to_string(),
            entry.id,
        );
    }
    let storage = json!({"name": "Armazenamento", "tag": "storage", "category": "hardware", "icon": "layers"});
    command::create(act, &ITEM_TYPES, &Draft::plain(storage))?;
    for (tag, characteristics) in &estate.types {
        let ids: Result<Vec<String>, StoryError> = characteristics
            .iter()
            .map(|tag| {
                let id = made.get(&json!(tag).to_string());
                id.map(Uuid::to_string).ok_or_else(|| StoryError::Nobody(tag.clone()))
            })
            .collect();
        let draft = Draft::plain(json!({"characteristics": ids?}));
        command::amend(act, &ITEM_TYPES, of_type(act.tx(), tag)?, Precondition::Any, &draft)?;
    }
    Ok(())
}

/// The groups of the story inside the roots, and the names of those that the first start made.
fn groups(act: &Act<'_>, estate: &Estate, known: &mut Company) -> Result<(), Fault> {
    let named = |key: &str| Texts(act.app.language()).text(key);
    for (name, key) in [
        ("ci-new", "seed-stage-development-default"),
        ("ci-test", "seed-stage-homologation-default"),
        ("ci-stock", "seed-stage-inventory"),
    ] {
        known.name(name, one(act.tx(), &ITEM_GROUPS, "t.name = $", named(key))?);
    }
    for group in &estate.groups {
        let key = format!("seed-stage-{}", group.stage);
        let root = one(act.tx(), &ITEM_GROUPS, "t.parent is null and t.name = $", named(&key))?;
        let body = json!({"name": group.name, "parent": root, "icon": group.icon});
        let made = command::create(act, &ITEM_GROUPS, &Draft::plain(body))?;
        known.name(&group.r#as, made.id);
    }
    Ok(())
}

fn of_type(tx: &ReadTx<'_>, tag: &str) -> Result<Uuid, Fault> {
    one(tx, &ITEM_TYPES, "t.tag = $", tag.to_owned())
}

fn relationship_type(act: &Act<'_>, name: &str) -> Result<Uuid, Fault> {
    let name = Texts(act.app.language()).text(&format!("seed-relationship-{name}"));
    one(act.tx(), &RELATIONSHIP_TYPES, "t.name = $", name)
}

/// The entry for which a fragment of SQL holds.
fn one(tx: &ReadTx<'_>, kind: &'static Kind, fragment: &'static str, value: impl ToValue) -> Result<Uuid, Fault> {
    let select = Select::narrowing(store::statements(kind)?.list).filter(fragment, value);
    let found = store::listed(tx, kind, &select)?.first().map(|entry| entry.id);
    Ok(found.ok_or_else(|| StoryError::Nobody(fragment.to_owned()))?)
}
