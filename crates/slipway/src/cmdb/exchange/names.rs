//! From the words of a file to what they name: types, groups by their path, people and places, other items. What is missing
//! is made where the import may do that.

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};
use slipway_db::{Error, params, statements};
use uuid::Uuid;

use crate::act::Act;
use crate::cmdb::item::{ITEM, ITEMS, attributes};
use crate::cmdb::kinds::rules::tag_of;
use crate::cmdb::kinds::{
    CHARACTERISTICS, ITEM_GROUPS, ITEM_TYPE, ITEM_TYPES, RELATIONSHIP_TYPE, RELATIONSHIP_TYPES, STAGES,
};
use crate::edge::{Fault, FieldError, Precondition};
use crate::entry::choices::{Called, called};
use crate::entry::kind::{Kind, Target};
use crate::entry::sheet::Draft;
use crate::entry::{command, store};

statements! {
    ROOT = "select id from item_group where parent is null and lower(name) = lower($1) and deleted_at is null";
    INSIDE = "select id from item_group where parent = $1 and lower(name) = lower($2) and deleted_at is null";
    OF_STAGE = "select id from item_group where parent is null and stage = $1 and deleted_at is null order by id limit 1";
    TYPE_BY_TAG = "select id from item_type where tag = $1 and deleted_at is null";
    CHARACTERISTIC = "select id from characteristic where tag = $1 and deleted_at is null";
    OF_TYPE = "select characteristic from item_type_characteristic where item_type = $1";
    BY_IDENTIFICATION = "select id from item where lower(identification) = lower($1) and deleted_at is null";
}

/// What becomes of names that lead nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Refuse,
    /// Types, groups and characteristics are made.
    Create,
}

/// The words of items and relationships that a file has named so far, each as a number: memory enough for millions.
#[derive(Debug, Clone, Default)]
pub struct Words(HashSet<u64>);

impl Words {
    /// Notes words; false when they were there before.
    pub fn note(&mut self, words: &[&str]) -> bool {
        self.0.insert(number(words))
    }

    /// Takes in what another has noted.
    pub fn extend(&mut self, other: Words) {
        self.0.extend(other.0);
    }

    pub fn has(&self, words: &[&str]) -> bool {
        self.0.contains(&number(words))
    }
}

fn number(words: &[&str]) -> u64 {
    let mut hash = DefaultHasher::new();
    for word in words {
        word.trim().to_lowercase().hash(&mut hash);
    }
    hash.finish()
}

/// Who asks for names, and how.
#[derive(Debug)]
pub struct Names<'a> {
    pub act: &'a Act<'a>,
    pub missing: Missing,
    pub rehearsed: Option<Rehearsed<'a>>,
}

/// Items that a rehearsal would have made by now.
#[derive(Debug, Clone, Copy)]
pub struct Rehearsed<'a> {
    /// In the batches before.
    pub before: &'a Words,
    /// In this one.
    pub here: &'a RefCell<Words>,
}

impl Rehearsed<'_> {
    pub fn has(&self, identification: &str) -> bool {
        self.before.has(&[identification]) || self.here.borrow().has(&[identification])
    }
}

/// What a name leads to, or why it does not.
pub type Found = Result<Uuid, FieldError>;

impl Names<'_> {
    /// The type of items of a name or a tag.
    pub fn item_type(&self, name: &str) -> Result<Found, Fault> {
        match called(self.act.tx(), ITEM_TYPE, name)? {
            Called::One(id) => return Ok(Ok(id)),
            Called::Several => return Ok(Err(several("/type", name))),
            Called::Nothing => {}
        }
        let tag = tag_of(name);
        let tagged = self.act.tx().query_known(TYPE_BY_TAG, params![tag], |row| row.get(0))?;
        match (tagged.first(), self.missing) {
            (Some(id), _) => Ok(Ok(*id)),
            (None, Missing::Refuse) => Ok(Err(unknown("/type", name))),
            (None, Missing::Create) => {
                let body = json!({"name": name, "tag": worded(&tag), "category": "other"});
                self.make(&ITEM_TYPES, body).map(Ok)
            }
        }
    }

    /// The type of relationships of a name.
    pub fn relationship_type(&self, name: &str) -> Result<Found, Fault> {
        match (called(self.act.tx(), RELATIONSHIP_TYPE, name)?, self.missing) {
            (Called::One(id), _) => Ok(Ok(id)),
            (Called::Several, _) => Ok(Err(several("/type", name))),
            (Called::Nothing, Missing::Refuse) => Ok(Err(unknown("/type", name))),
            (Called::Nothing, Missing::Create) => {
                let body = json!({"name": name, "reverse_name": format!("← {name}")});
                self.make(&RELATIONSHIP_TYPES, body).map(Ok)
            }
        }
    }

    /// The group at the end of a path, `Production/Debian/libs`.
    pub fn group(&self, path: &str) -> Result<Found, Fault> {
        let memory = self.act.tx().memory();
        memory.recalled("cmdb.exchange.path", params![path], || self.walk(path))
    }

    fn walk(&self, path: &str) -> Result<Found, Fault> {
        let mut here = None;
        for name in segments(path) {
            let below = match here {
                None => self.root(&name)?,
                Some(parent) => self.ids(INSIDE, params![parent, name])?,
            };
            here = match (below, self.missing) {
                (Some(id), _) => Some(id),
                (None, Missing::Refuse) => return Ok(Err(unknown("/group", path))),
                (None, Missing::Create) => Some(self.make(&ITEM_GROUPS, json!({"name": name, "parent": here}))?),
            };
        }
        Ok(here.ok_or_else(|| unknown("/group", path)))
    }

    /// An outermost group. That of a stage is found by the stage's own word as well, whatever language it is named in.
    fn root(&self, name: &str) -> Result<Option<Uuid>, Error> {
        let found = self.ids(ROOT, params![name])?;
        let stage = name.to_lowercase();
        match found {
            None if STAGES.contains(&stage.as_str()) => self.ids(OF_STAGE, params![stage]),
            found => Ok(found),
        }
    }

    fn ids(&self, sql: slipway_db::Sql, of: &[slipway_db::Value]) -> Result<Option<Uuid>, Error> {
        Ok(self.act.tx().query(sql, of, |row| row.get(0))?.pop())
    }

    /// What a field refers to: the name people call it by, or its id.
    pub fn reference(&self, target: Target, place: &str, name: &str) -> Result<Found, Fault> {
        if target.name == ITEM.name {
            return self.item(place, name);
        }
        Ok(match called(self.act.tx(), target, name)? {
            Called::One(id) => Ok(id),
            Called::Several => Err(several(place, name)),
            Called::Nothing => name.trim().parse().map_err(|_| unknown(place, name)),
        })
    }

    fn item(&self, place: &str, identification: &str) -> Result<Found, Fault> {
        let identification = identification.trim();
        if let Some(id) = self.ids(BY_IDENTIFICATION, params![identification])? {
            return Ok(Ok(id));
        }
        match &self.rehearsed {
            Some(rehearsed) if rehearsed.has(identification) => {
                let id = supposed(identification);
                store::suppose(self.act.tx(), ITEM, id)?;
                Ok(Ok(id))
            }
            _ => Ok(Err(unknown(place, identification))),
        }
    }

    /// Gives the type the characteristics that values were written for; false when it had them all.
    pub fn characteristics(&self, item_type: Uuid, values: &Map<String, Value>) -> Result<bool, Fault> {
        if self.missing == Missing::Refuse {
            return Ok(false);
        }
        let shapes = attributes::of_type(self.act.tx(), item_type)?;
        let is_new =
            |(tag, value): &(&String, &Value)| !value.is_null() && !shapes.iter().any(|shape| shape.tag == **tag);
        let mut added = Vec::new();
        for (tag, value) in values.iter().filter(is_new) {
            added.push(self.characteristic(tag, value)?);
        }
        if added.is_empty() {
            return Ok(false);
        }
        let mut all: Vec<Uuid> = self.act.tx().query(OF_TYPE, params![item_type], |row| row.get(0))?;
        all.extend(added);
        let draft = Draft::plain(json!({"characteristics": all}));
        command::amend(self.act, &ITEM_TYPES, item_type, Precondition::Any, &draft)?;
        self.act.tx().memory().forget();
        Ok(true)
    }

    fn characteristic(&self, tag: &str, value: &Value) -> Result<Uuid, Fault> {
        if let Some(id) = self.ids(CHARACTERISTIC, params![tag_of(tag)])? {
            return Ok(id);
        }
        let holds = match value {
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => "text",
        };
        self.make(&CHARACTERISTICS, json!({"name": tag, "tag": tag, "type": holds}))
    }

    fn make(&self, kind: &'static Kind, body: Value) -> Result<Uuid, Fault> {
        let made = command::create(self.act, kind, &Draft::plain(body))?;
        self.act.tx().memory().forget();
        Ok(made.id)
    }

    /// The fields of a row as the body of an item: names become ids. Everything that leads nowhere is told at once.
    pub fn body(&self, fields: &Map<String, Value>) -> Result<Result<Value, Vec<FieldError>>, Fault> {
        let (mut body, mut errors) = (fields.clone(), Vec::new());
        for (field, value) in fields {
            let Some(name) = value.as_str() else { continue };
            let found = match field.as_str() {
                "type" => self.item_type(name)?,
                "group" => self.group(name)?,
                _ => match ITEMS.field(field).and_then(|known| known.control.target()) {
                    Some(target) => self.reference(target, &format!("/{field}"), name)?,
                    None => continue,
                },
            };
            match found {
                Ok(id) => drop(body.insert(field.clone(), json!(id))),
                Err(error) => errors.push(error),
            }
        }
        Ok(if errors.is_empty() {
            Ok(Value::Object(body))
        } else {
            Err(errors)
        })
    }
}

fn unknown(place: &str, name: &str) -> FieldError {
    FieldError::new(place, "unknown_name").with("name", name)
}

fn several(place: &str, name: &str) -> FieldError {
    FieldError::new(place, "several_of_name").with("name", name)
}

/// Tags begin with a letter.
fn worded(tag: &str) -> String {
    if tag.starts_with(|first: char| first.is_ascii_lowercase()) {
        tag.to_owned()
    } else {
        format!("t_{tag}")
    }
}

/// The id of an item that a rehearsal would have made: the same each time it is named.
pub fn supposed(identification: &str) -> Uuid {
    let number = number(&[identification]).to_be_bytes();
    let mut bytes = [0xFF; 16];
    bytes.iter_mut().zip(number).for_each(|(byte, digit)| *byte = digit);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The names on the way to a group. A slash that belongs to a name has a backslash before it.
pub fn segments(path: &str) -> Vec<String> {
    let (mut names, mut name, mut is_escaped) = (Vec::new(), String::new(), false);
    for character in path.chars() {
        match character {
            '\\' if !is_escaped => is_escaped = true,
            '/' if !is_escaped => names.push(std::mem::take(&mut name)),
            _ => {
                name.push(character);
                is_escaped = false;
            }
        }
    }
    names.push(name);
    let names = names.iter().map(|name| name.trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The path that [`segments`] takes apart into these names.
pub fn path_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let escaped = |name: &str| name.replace('\\', "\\\\").replace('/', "\\/");
    names.into_iter().map(escaped).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_path_leads_where_it_came_from(names in prop::collection::vec("[a-z/\\\\]([a-z/\\\\ ]{0,4}[a-z/\\\\])?", 1..4)) {
            prop_assert_eq!(segments(&path_of(names.iter().map(String::as_str))), names);
        }
    }

    #[test]
    fn stray_slashes_lead_nowhere() {
        assert_eq!(segments(" /Production//Debian / "), ["Production", "Debian"]);
        assert_eq!(segments(""), Vec::<String>::new());
    }

    #[test]
    fn words_are_the_same_in_any_case() {
        let mut words = Words::default();
        assert!(words.note(&["SRV-1"]));
        assert!(!words.note(&[" srv-1"]));
        assert!(words.note(&["srv", "-1"]), "two words are not one");
        assert_eq!(supposed("SRV-1"), supposed("srv-1"));
    }
}
