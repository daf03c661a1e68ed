//! What somebody is told: what rang their bell and what the installation says now, as one list, the newest first.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json};
use slipway_db::{Error, ReadTx};
use uuid::Uuid;

use super::kinds;
use super::store::{self, Announced, Owner, Rung};
use crate::act::Look;
use crate::edge::{Code, Fault, Reader, Texts, page, reader};

/// One thing that somebody is told.
#[derive(Debug, Clone)]
pub struct Notice {
    pub id: Uuid,
    /// What rang, or `announcement`.
    pub kind: String,
    pub says: Says,
    /// Since when it is told.
    pub at: Timestamp,
    /// Until when; none of what rang once.
    pub until: Option<Timestamp>,
    pub confirmation_required: bool,
    pub seen_at: Option<Timestamp>,
    pub confirmed_at: Option<Timestamp>,
}

/// What a notice says.
#[derive(Debug, Clone)]
pub enum Says {
    /// The words of its kind, filled with facts; and where it leads.
    Words { facts: Map<String, Value>, link: String },
    /// What somebody wrote.
    Text {
        title: String,
        short: String,
        description: String,
    },
}

/// The kind of what the installation says.
pub const ANNOUNCEMENT: &str = "announcement";

impl Notice {
    /// `not_viewed`, `viewed`, `needs_confirmation` or `confirmed` (F 2.17).
    pub fn state(&self) -> &'static str {
        match (self.confirmed_at, self.seen_at) {
            (Some(_), _) => "confirmed",
            (None, Some(_)) if self.confirmation_required => "needs_confirmation",
            (None, Some(_)) => "viewed",
            (None, None) => "not_viewed",
        }
    }

    /// Whether it still waits for its reader.
    pub fn is_open(&self) -> bool {
        matches!(self.state(), "not_viewed" | "needs_confirmation")
    }

    /// Its text on one line.
    pub fn headline(&self, t: Texts, zone: &TimeZone) -> String {
        match &self.says {
            Says::Text { title, .. } => title.clone(),
            Says::Words { facts, .. } => t.spoken(&format!("notice-{}", self.kind), &told(facts, t, zone)),
        }
    }
}

/// The facts a text may name; instants are told in the reader's zone.
fn told(facts: &Map<String, Value>, t: Texts, zone: &TimeZone) -> Vec<(&'static str, String)> {
    let fact = |name: &'static str| {
        let text = facts.get(name)?.as_str()?;
        let is_instant = matches!(name, "deadline" | "when");
        let instant = if is_instant { text.parse().ok() } else { None };
        let words = instant.map_or_else(|| text.to_owned(), |at| page::moment(at, zone, t).words);
        Some((name, words))
    };
    ["actor", "number", "title", "deadline", "group", "when"]
        .into_iter()
        .filter_map(fact)
        .collect()
}

/// A list that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Only what still waits for its reader.
    pub open: bool,
    pub limit: u32,
    pub after: Option<(Timestamp, Uuid)>,
}

/// A page of notices.
#[derive(Debug)]
pub struct Page {
    pub notices: Vec<Notice>,
    pub next: Option<String>,
}

pub fn asked(query: &Map<String, Value>) -> Result<Asked, Fault> {
    let read = reader::read(&Value::Object(query.clone()), |query| {
        for name in ["lang", "said"] {
            query.raw(name);
        }
        Asked {
            open: query.flag("open").unwrap_or(false),
            limit: query
                .integer("limit", 1..=200)
                .and_then(|limit| limit.try_into().ok())
                .unwrap_or(50),
            after: cursor(query),
        }
    });
    read.map_err(|mut fault| {
        for error in &mut fault.errors {
            error.pointer = format!("/query{}", error.pointer);
        }
        fault
    })
}

fn cursor(query: &Reader<'_>) -> Option<(Timestamp, Uuid)> {
    let text = query.line("cursor", 200)?;
    let opened = BASE64_URL_SAFE_NO_PAD.decode(text).ok();
    let key = opened.and_then(|bytes| serde_json::from_slice::<(i64, Uuid)>(&bytes).ok());
    let key = key.and_then(|(at, id)| Some((Timestamp::from_microsecond(at).ok()?, id)));
    if key.is_none() {
        query.refuse("cursor", "not_a_cursor");
    }
    key
}

/// One page of the caller's own notices.
pub fn page(look: &Look<'_>, asked: &Asked) -> Result<Page, Fault> {
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let owner = owner(look);
    let mut notices: Vec<Notice> = announced(look.tx, owner, look.at)?
        .into_iter()
        .filter(|notice| asked.after.is_none_or(|after| (notice.at, notice.id) < after))
        .chain(
            store::rung(look.tx, owner.account, asked.after, asked.limit + 1)?
                .into_iter()
                .map(rung),
        )
        .collect();
    notices.sort_by_key(|notice| std::cmp::Reverse((notice.at, notice.id)));
    let has_more = notices.len() > limit;
    notices.truncate(limit);
    let key = |notice: &Notice| json!([notice.at.as_microsecond(), notice.id]).to_string();
    let next = notices
        .last()
        .filter(|_| has_more)
        .map(|last| BASE64_URL_SAFE_NO_PAD.encode(key(last)));
    if asked.open {
        notices.retain(Notice::is_open);
    }
    Ok(Page { notices, next })
}

/// One of the caller's own notices; 404 for those of others and those whose period is over.
pub fn one(look: &Look<'_>, id: Uuid) -> Result<Notice, Fault> {
    let owner = owner(look);
    if let Some(found) = store::one(look.tx, owner.account, id)? {
        return Ok(rung(found));
    }
    let said = announced(look.tx, owner, look.at)?
        .into_iter()
        .find(|notice| notice.id == id);
    said.ok_or_else(|| Fault::new(Code::NotFound))
}

/// Whose notices the caller reads.
pub fn owner(look: &Look<'_>) -> Owner {
    Owner {
        account: look.actor().account,
        employee: look.actor().employee,
    }
}

fn rung(row: Rung) -> Notice {
    Notice {
        id: row.id,
        kind: row.kind,
        says: Says::Words {
            facts: serde_json::from_str(&row.facts).unwrap_or_default(),
            link: row.link,
        },
        at: row.at,
        until: None,
        confirmation_required: false,
        seen_at: row.seen_at,
        confirmed_at: row.confirmed_at,
    }
}

/// What the installation says to somebody now.
pub fn announced(tx: &ReadTx<'_>, owner: Owner, now: Timestamp) -> Result<Vec<Notice>, Error> {
    let (latest, earliest) = wall_times_around(now);
    let found = store::around(tx, owner, &latest, &earliest)?;
    Ok(found.into_iter().filter_map(|row| announcement(row, now)).collect())
}

/// The notice, if its period is on.
fn announcement(row: Announced, now: Timestamp) -> Option<Notice> {
    let period = kinds::period(&row.start, &row.end, &row.zone)?;
    (period.starts_at() <= now && now < period.ends_at()).then(|| Notice {
        id: row.id,
        kind: ANNOUNCEMENT.to_owned(),
        says: Says::Text {
            title: row.title,
            short: row.short_description.unwrap_or_default(),
            description: row.description,
        },
        at: period.starts_at(),
        until: Some(period.ends_at()),
        confirmation_required: row.confirmation_required,
        seen_at: row.seen_at,
        confirmed_at: row.confirmed_at,
    })
}

/// The latest and the earliest wall time that it is anywhere on earth at an instant, as they are stored.
pub fn wall_times_around(now: Timestamp) -> (String, String) {
    let day = SignedDuration::from_hours(26);
    let wall = |at: Timestamp| {
        at.to_zoned(TimeZone::UTC)
            .datetime()
            .strftime("%Y-%m-%dT%H:%M")
            .to_string()
    };
    (
        wall(now.checked_add(day).unwrap_or(now)),
        wall(now.checked_sub(day).unwrap_or(now)),
    )
}
