//! Questions about the outbox: for those with the right `parameter`.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Map, Value};
use slipway_core::actor::Area;
use slipway_core::fold;
use slipway_core::policy;
use uuid::Uuid;

use super::store::{self, Filter, Mail, Unsent};
use crate::act::Look;
use crate::edge::{Code, Fault, Reader, reader};

/// What a mail can be.
pub const STATES: &[&str] = &["queued", "sent", "failed"];

/// A list that was asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub filter: Filter,
    pub q: Option<String>,
    pub limit: u32,
    pub counts: bool,
}

/// A page of mails, the newest first.
#[derive(Debug)]
pub struct Page {
    pub mails: Vec<Mail>,
    pub next: Option<String>,
    pub total: Option<i64>,
}

pub fn asked(query: &Map<String, Value>) -> Result<Asked, Fault> {
    let read = reader::read(&Value::Object(query.clone()), |query| {
        let q = query.line("q", 200);
        for name in ["lang", "said"] {
            query.raw(name);
        }
        Asked {
            filter: Filter {
                state: query.word("state", STATES).map(str::to_owned),
                pattern: q.as_deref().map(|words| fold::pattern(&words.to_lowercase())),
                after: cursor(query),
            },
            limit: query
                .integer("limit", 1..=200)
                .and_then(|limit| limit.try_into().ok())
                .unwrap_or(50),
            counts: query.word("count", &["exact"]).is_some(),
            q,
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

pub fn page(look: &Look<'_>, asked: &Asked) -> Result<Page, Fault> {
    policy::may_search(look.actor(), Area::Parameter)?;
    let mut mails = store::page(look.tx, &asked.filter, asked.limit + 1)?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let has_more = mails.len() > limit;
    mails.truncate(limit);
    let key = |mail: &Mail| serde_json::json!([mail.queued_at.as_microsecond(), mail.id]).to_string();
    Ok(Page {
        next: mails
            .last()
            .filter(|_| has_more)
            .map(|last| BASE64_URL_SAFE_NO_PAD.encode(key(last))),
        total: if asked.counts {
            Some(store::count(look.tx, &asked.filter)?)
        } else {
            None
        },
        mails,
    })
}

pub fn one(look: &Look<'_>, id: Uuid) -> Result<Mail, Fault> {
    policy::may_search(look.actor(), Area::Parameter)?;
    store::one(look.tx, id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

pub fn unsent(look: &Look<'_>) -> Result<Unsent, Fault> {
    Ok(store::n_unsent(look.tx)?)
}
