//! The work log as it is read: a page of it, in the order of time.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use slipway_core::id::Id;
use slipway_core::kind::Release;
use slipway_db::ReadTx;
use uuid::Uuid;

use super::store::{self, Listed};
use crate::edge::{Fault, Reader, reader};

/// Which page is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    limit: u32,
    after: Option<(Timestamp, Uuid)>,
}

/// The query parameters of the list, for the API's document.
pub const PARAMETERS: &[(&str, &str)] = &[
    ("limit", "1 to 200, 50 unless said"),
    ("cursor", "The `next` of the page before"),
];

/// Reads which page is asked for.
pub fn asked(query: &Map<String, Value>) -> Result<Asked, Fault> {
    reader::read(&Value::Object(query.clone()), |reader| Asked {
        limit: reader
            .integer("limit", 1..=200)
            .and_then(|limit| u32::try_from(limit).ok())
            .unwrap_or(50),
        after: cursor(reader),
    })
}

impl Asked {
    /// The largest page, as the page of the release shows it.
    pub fn whole(cursor: Option<&str>) -> Asked {
        Asked {
            limit: 200,
            after: cursor.and_then(place),
        }
    }
}

fn cursor(reader: &Reader<'_>) -> Option<(Timestamp, Uuid)> {
    let place = place(&reader.line("cursor", 200)?);
    if place.is_none() {
        reader.refuse("cursor", "not_a_cursor");
    }
    place
}

/// The place behind which a page begins.
pub fn place(cursor: &str) -> Option<(Timestamp, Uuid)> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let parts: [String; 2] = serde_json::from_slice(&bytes).ok()?;
    Some((parts.first()?.parse().ok()?, parts.last()?.parse().ok()?))
}

/// The cursor of a place.
pub fn cursor_of(at: Timestamp, id: Uuid) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!([at.to_string(), id.to_string()]).to_string())
}

/// One page of the work log.
#[derive(Debug)]
pub struct Page {
    pub entries: Vec<Listed>,
    pub next: Option<String>,
}

/// Reads a page of a release's work log.
pub fn page(tx: &ReadTx<'_>, release: Id<Release>, asked: &Asked) -> Result<Page, Fault> {
    let mut entries = store::of_release(tx, release, asked.after, asked.limit + 1)?;
    let is_more = entries.len() > asked.limit as usize;
    entries.truncate(asked.limit as usize);
    let last = entries.last().filter(|_| is_more).map(|listed| &listed.occurrence);
    let next = last.map(|one| cursor_of(one.registered.0, one.id.uuid()));
    Ok(Page { entries, next })
}
