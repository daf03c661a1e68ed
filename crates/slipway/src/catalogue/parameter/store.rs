//! SQL of settings.

use serde_json::Value;
use sha2::{Digest, Sha256};
use slipway_core::policy::{Permit, Upkeep};
use slipway_db::{Error, ReadTx, WriteTx, params, statements};
use uuid::Uuid;

use super::Parameter;
use crate::act::Subject;
use crate::audit::verify::Tail;

statements! {
    KEPT = "select value, revision from parameter where key = $1";
    KEEP = "insert into parameter (key, value, revision) values ($1, $2, $3) \
            on conflict (key) do update set value = excluded.value, revision = excluded.revision";
    REVISIONS = "select key, revision from parameter";
}

/// A setting that somebody has set.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub value: Value,
    pub revision: i64,
}

/// The setting, when it was ever set.
pub fn kept(tx: &ReadTx<'_>, parameter: &Parameter) -> Result<Option<Kept>, Error> {
    let found = tx.query_known(KEPT, params![parameter.name], |row| {
        Ok(Kept {
            value: row.convert(0, |text: String| serde_json::from_str(&text).ok())?,
            revision: row.get(1)?,
        })
    });
    Ok(found?.pop())
}

pub fn keep(tx: &WriteTx<'_>, _: &Permit<Upkeep>, parameter: &Parameter, kept: &Kept) -> Result<(), Error> {
    tx.execute(KEEP, params![parameter.name, kept.value.to_string(), kept.revision])
        .map(drop)
}

/// The kind of a setting in histories.
const KIND: &str = "parameter";

/// How `verify` finds the settings.
pub const TAIL: Tail = Tail {
    kind: KIND,
    records: REVISIONS,
    id: |row| Ok(id(&row.get::<String>(0)?)),
};

/// Where the history of a setting is.
pub fn subject(parameter: &Parameter) -> Subject {
    Subject {
        kind: KIND,
        id: id(parameter.name),
    }
}

/// Settings have names and no ids; the id follows from the name.
fn id(name: &str) -> Uuid {
    let digest = Sha256::digest(name.as_bytes());
    let bytes: [u8; 16] = digest.first_chunk().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
