//! The activities of a period, over all releases that the caller may see: what the calendar and its API list.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use slipway_core::activity::Situation;
use slipway_core::id::Id;
use slipway_core::kind::ActivityGroup;
use slipway_core::policy::Scope;
use slipway_db::{ReadTx, Select, params};
use uuid::Uuid;

use super::store::{self, Listed};
use crate::edge::{Choice, Fault, Reader, reader};
use crate::release::filter;
use crate::release::occurrence::query::{cursor_of, place};

impl Choice for Situation {
    const WORDS: &'static [&'static str] = Situation::WORDS;
}

/// Without a beginning or an end the list covers so much from now on, or up to the end, or from the beginning.
const USUAL: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What is asked of a period.
#[derive(Debug, Clone)]
pub struct Asked {
    pub from: Timestamp,
    pub to: Timestamp,
    pub activity_group: Option<Id<ActivityGroup>>,
    pub situation: Option<Situation>,
    pub limit: u32,
    pub after: Option<(Timestamp, Uuid)>,
}

/// The query parameters of the list, for the API's document.
pub const PARAMETERS: &[(&str, &str)] = &[
    ("from", "Instant from which activities are due; now unless said"),
    ("to", "Instant before which they are due; 31 days later unless said"),
    ("activity_group", "Activity group id"),
    ("situation", "scheduled, in_execution, suspended, executed or canceled"),
    ("limit", "1 to 200, 50 unless said"),
    ("cursor", "The `next` of the page before"),
];

/// Reads what is asked.
pub fn asked(query: &Map<String, Value>, now: Timestamp) -> Result<Asked, Fault> {
    reader::read(&Value::Object(query.clone()), |reader| read(reader, now))
}

fn read(reader: &Reader<'_>, now: Timestamp) -> Asked {
    let (from, to) = (reader.instant("from"), reader.instant("to"));
    let before = |at: Timestamp| at.checked_sub(USUAL).unwrap_or(Timestamp::MIN);
    let from = from.unwrap_or_else(|| to.map_or(now, before));
    let to = to.unwrap_or_else(|| from.checked_add(USUAL).unwrap_or(Timestamp::MAX));
    let after = reader.line("cursor", 200).and_then(|text| {
        let place = place(&text);
        if place.is_none() {
            reader.refuse("cursor", "not_a_cursor");
        }
        place
    });
    Asked {
        from,
        to,
        activity_group: reader.optional_id("activity_group"),
        situation: reader.optional_choice("situation"),
        limit: reader
            .integer("limit", 1..=200)
            .and_then(|limit| u32::try_from(limit).ok())
            .unwrap_or(50),
        after,
    }
}

/// The activities found, and where the next ones begin.
#[derive(Debug)]
pub struct Page {
    pub activities: Vec<Listed>,
    pub next: Option<String>,
}

/// Reads a page of a period, in the order of time.
pub fn page(tx: &ReadTx<'_>, scope: &Scope, asked: &Asked) -> Result<Page, Fault> {
    let mut list = filter::scoped(Select::narrowing(store::IN_PERIOD), scope)
        .filter("k.starts_at >= $", asked.from)
        .filter("k.starts_at < $", asked.to);
    if let Some(group) = asked.activity_group {
        list = list.filter("k.activity_group = $", group);
    }
    if let Some(situation) = asked.situation {
        list = list.filter("k.situation = $", situation.as_str());
    }
    if let Some((at, id)) = asked.after {
        list = list.after("(k.starts_at, k.id) > ($, $)", params![at, id]);
    }
    let mut activities = list
        .order("k.starts_at, k.id")
        .limit(asked.limit.saturating_add(1))
        .all(tx, store::listed)?;
    let is_more = activities.len() > asked.limit as usize;
    activities.truncate(asked.limit as usize);
    let last = activities.last().filter(|_| is_more).map(|listed| &listed.activity);
    let next = last.map(|one| cursor_of(one.plan.starts_at(), one.id.uuid()));
    Ok(Page { activities, next })
}
