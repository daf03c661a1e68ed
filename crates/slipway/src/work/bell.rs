//! Rings the bell of people: one notification each, in the transaction of the event that caused it. What it says is kept
//! as facts and put into words when it is read, in the reader's language. Reading and marking are the notices' business.

use jiff::Timestamp;
use serde_json::{Map, Value};
use slipway_core::id::Id;
use slipway_core::kind::Account;
use slipway_db::{Error, WriteTx, params, statements};

use crate::act::{Subject, new_uuid};

statements! {
    RING = "insert into notification (id, account, kind, record_kind, record_id, link, facts, at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
}

/// One thing that people are told.
#[derive(Debug, Clone)]
pub struct Ring {
    /// The end of the text's key, `notice-…`: `taken-over`.
    pub kind: &'static str,
    pub about: Subject,
    /// Where it leads, on this server.
    pub link: String,
    /// What fills the text.
    pub facts: Vec<(&'static str, String)>,
}

/// Tells one person.
pub fn ring(tx: &WriteTx<'_>, at: Timestamp, account: Id<Account>, ring: &Ring) -> Result<(), Error> {
    let facts: Map<String, Value> = ring
        .facts
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
        .collect();
    let values = params![
        new_uuid(at),
        account,
        ring.kind,
        ring.about.kind,
        ring.about.id,
        ring.link,
        Value::Object(facts).to_string(),
        at
    ];
    tx.execute(RING, values).map(drop)
}
