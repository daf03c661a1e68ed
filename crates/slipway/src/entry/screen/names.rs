//! Names of the ids that values hold: one statement a target for a whole page.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use slipway_db::{Error, ReadTx};
use uuid::Uuid;

use crate::entry::kind::{Field, Target, Values};
use crate::entry::store;

/// What is called how.
#[derive(Debug, Default)]
pub struct Names {
    known: BTreeMap<(&'static str, Uuid), String>,
}

impl Names {
    /// The names of everything these values refer to.
    pub fn of<'v>(
        tx: &ReadTx<'_>,
        fields: &'static [Field],
        values: impl IntoIterator<Item = &'v Values>,
    ) -> Result<Names, Error> {
        let mut asked = BTreeMap::new();
        values.into_iter().for_each(|values| gather(fields, values, &mut asked));
        let mut names = Names::default();
        for (name, (target, ids)) in asked {
            let labels = store::labels(tx, target, ids)?;
            names
                .known
                .extend(labels.into_iter().map(|(id, label)| ((name, id), label.text)));
        }
        Ok(names)
    }

    /// The name of an id; an id without one is told as it is.
    pub fn name(&self, target: Target, id: Uuid) -> String {
        self.known
            .get(&(target.name, id))
            .cloned()
            .unwrap_or_else(|| id.to_string())
    }
}

type Asked = BTreeMap<&'static str, (Target, BTreeSet<Uuid>)>;

fn gather(fields: &'static [Field], values: &Values, asked: &mut Asked) {
    for field in fields {
        let Some(value) = values.get(field.name) else { continue };
        if let Some(target) = field.control.target() {
            note(target, value, asked);
        }
        if let Some(links) = field.control.links() {
            for id in list(value) {
                note(links.target, id, asked);
            }
        }
        if let (Some(inner), Some(values)) = (field.control.group(), value.as_object()) {
            gather(inner, values, asked);
        }
        if let Some(rows) = field.control.rows() {
            let rows_of = list(value).iter().filter_map(Value::as_object);
            rows_of.for_each(|row| gather(rows.fields, row, asked));
        }
    }
}

fn note(target: Target, value: &Value, asked: &mut Asked) {
    let id = value.as_str().and_then(|id| id.parse::<Uuid>().ok());
    asked
        .entry(target.name)
        .or_insert_with(|| (target, BTreeSet::new()))
        .1
        .extend(id);
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
