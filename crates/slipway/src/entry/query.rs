//! One entry and lists of entries, for everybody who may search their area. Deleted entries are in no list, and are
//! there at all only for people with the right `audit` (R27).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use slipway_core::actor::{Area, Reach};
use slipway_core::policy;
use slipway_db::{self as db, Select, params};
use uuid::Uuid;

use super::control::Control;
use super::kind::Kind;
use super::lists::{CREATED, Filter, Sort};
use super::store::{self, Entry, Stamped};
use super::value;
use crate::act::Look;
use crate::edge::reader;
use crate::edge::{Code, Fault, FieldError, Reader};
use slipway_core::fold;

const LIMIT: u32 = 50;
const MOST: i64 = 200;

/// What a list is asked for, read and checked.
#[derive(Debug)]
pub struct Asked {
    pub q: Option<String>,
    pub narrowed: Vec<(&'static Filter, db::Value)>,
    pub sort: &'static Sort,
    pub descending: bool,
    pub limit: u32,
    after: Option<(Value, Uuid)>,
    /// The page that ends before this one, for going back.
    before: Option<(Value, Uuid)>,
    pub counts: bool,
    /// The list as it was at an instant.
    pub as_of: Option<Timestamp>,
}

impl Asked {
    /// The id the list is narrowed to by a field.
    pub fn narrowed_to(&self, field: Option<&str>) -> Option<Uuid> {
        let found = self.narrowed.iter().find(|(filter, _)| Some(filter.name) == field);
        found.and_then(|(_, value)| if let db::Value::Id(id) = value { Some(*id) } else { None })
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct Page {
    pub entries: Vec<Entry>,
    pub next: Option<String>,
    pub previous: Option<String>,
    pub total: Option<i64>,
}

/// One entry. Somebody without the right on its area may not see it; a deleted one is found by auditors only.
pub fn one(look: &Look<'_>, kind: &'static Kind, id: Uuid) -> Result<Entry, Fault> {
    policy::may_search(look.actor(), kind.area)?;
    let audits = look.actor().rights.reach(Area::Audit, Reach::Search);
    let found = store::one(look.tx, kind, id)?.filter(|entry| audits || entry.deleted_at.is_none());
    found.ok_or_else(|| Fault::new(Code::NotFound))
}

/// One entry as it was at an instant; one that was not there then is not found.
pub fn one_as_of(look: &Look<'_>, kind: &'static Kind, id: Uuid, at: Timestamp) -> Result<Entry, Fault> {
    policy::may_search(look.actor(), kind.area)?;
    let found = kind.past.map_or(Ok(None), |past| (past.one)(look.tx, id, at))?;
    found.ok_or_else(|| Fault::new(Code::NotFound))
}

/// The instant that a query asks about, of a kind that keeps its past.
pub fn as_of(kind: &'static Kind, query: &Map<String, Value>) -> Result<Option<Timestamp>, Fault> {
    let body: Map<String, Value> = query
        .iter()
        .filter(|(name, _)| *name == AS_OF && kind.past.is_some())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    reader::read(&Value::Object(body), |query| query.instant(AS_OF)).map_err(in_query)
}

const AS_OF: &str = "as_of";

/// One page.
pub fn page(look: &Look<'_>, kind: &'static Kind, asked: &Asked) -> Result<Page, Fault> {
    policy::may_search(look.actor(), kind.area)?;
    // The page before is the page after, read from the other end.
    let backwards = asked.before.is_some();
    let direction = if asked.descending == backwards {
        &asked.sort.up
    } else {
        &asked.sort.down
    };
    let mut select = narrowed(base(kind, asked, Want::Rows)?, kind, asked);
    if let Some((last, id)) = asked.before.as_ref().or(asked.after.as_ref()) {
        let key = [sort_cell(asked.sort, last), db::Value::Id(*id)];
        let key = if asked.sort.word == CREATED {
            key.get(1..).unwrap_or_default()
        } else {
            &key
        };
        select = select.filter_all(direction.after, key);
    }
    let select = select.order(direction.order).limit(asked.limit + 1);
    let mut entries = match kind.past.filter(|_| asked.as_of.is_some()) {
        Some(past) => (past.listed)(look.tx, &select)?,
        None => store::listed(look.tx, kind, &select)?,
    };
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let has_more = entries.len() > limit;
    entries.truncate(limit);
    if backwards {
        entries.reverse();
    }
    let (follows, precedes) = if backwards {
        (true, has_more)
    } else {
        (has_more, asked.after.is_some())
    };
    let next = entries.last().filter(|_| follows).map(|last| cursor(asked, last));
    let previous = entries.first().filter(|_| precedes).map(|first| cursor(asked, first));
    let total = if asked.counts { count(look, kind, asked)? } else { None };
    Ok(Page {
        entries,
        next,
        previous,
        total,
    })
}

#[derive(Clone, Copy)]
enum Want {
    Rows,
    Count,
}

/// The list before any filter: of the present, or of an instant of the past.
fn base(kind: &'static Kind, asked: &Asked, want: Want) -> Result<Select, Fault> {
    let known = store::statements(kind)?;
    Ok(match (kind.past.zip(asked.as_of), want) {
        (None, Want::Rows) => Select::narrowing(known.list),
        (None, Want::Count) => Select::narrowing(known.count),
        (Some((past, at)), Want::Rows) => Select::narrowing(past.list).given(params![at]),
        (Some((past, at)), Want::Count) => Select::narrowing(past.count).given(params![at]),
    })
}

fn count(look: &Look<'_>, kind: &'static Kind, asked: &Asked) -> Result<Option<i64>, Fault> {
    let select = narrowed(base(kind, asked, Want::Count)?, kind, asked);
    Ok(select.all(look.tx, |row| row.get(0))?.pop())
}

fn narrowed(mut select: Select, kind: &'static Kind, asked: &Asked) -> Select {
    if let Some(words) = &asked.q {
        select = select.filter(kind.search, fold::pattern(words));
    }
    for (filter, value) in &asked.narrowed {
        select = select.filter(filter.fragment, value);
    }
    select
}

/// The cell a cursor's value is compared as.
fn sort_cell(sort: &Sort, last: &Value) -> db::Value {
    value::cell(sort.field.map_or(Control::Line { max: 0 }, |field| field.control), last)
}

fn cursor(asked: &Asked, last: &Entry) -> String {
    let value = match asked.sort.field {
        Some(field) => last.values.get(field.name).cloned().unwrap_or(Value::Null),
        None => Value::String(last.folded.clone()),
    };
    let key = json!([sign(asked), value, last.id.to_string()]);
    BASE64_URL_SAFE_NO_PAD.encode(key.to_string())
}

/// The order a cursor belongs to: it means nothing in another.
fn sign(asked: &Asked) -> String {
    format!("{}{}", if asked.descending { "-" } else { "" }, asked.sort.word)
}

/// Reads the query of a list. A name that is not a filter of the kind is refused, not passed over: a mistyped filter
/// would otherwise show more than was asked for.
pub fn asked(kind: &'static Kind, query: &Map<String, Value>) -> Result<Asked, Fault> {
    let known = store::statements(kind)?;
    let body = Value::Object(query.clone());
    let read = reader::read(&body, |query| {
        let (sort, descending) = read_sort(query, &known.sorts);
        let asked = Asked {
            q: query.line("q", 200),
            narrowed: narrowings(kind, &known.filters, query),
            sort: sort?,
            descending,
            limit: query
                .integer("limit", 1..=MOST)
                .and_then(|limit| limit.try_into().ok())
                .unwrap_or(LIMIT),
            after: None,
            before: None,
            counts: query.word("count", &["exact"]).is_some(),
            as_of: kind.past.and_then(|_| query.instant(AS_OF)),
        };
        let (after, before) = (
            read_cursor(query, &asked, "cursor"),
            read_cursor(query, &asked, "before"),
        );
        // Said for every request by the edge.
        for name in ["lang", "dry_run", "said"] {
            query.raw(name);
        }
        Some(Asked { after, before, ..asked })
    });
    let read = read.map_err(in_query)?;
    read.ok_or_else(|| Fault::new(Code::Invalid))
}

/// What the list is narrowed by; with `subtree=true`, trees are taken with everything below.
fn narrowings(
    kind: &'static Kind,
    filters: &'static [Filter],
    query: &Reader<'_>,
) -> Vec<(&'static Filter, db::Value)> {
    let is_wide = !kind.widened.is_empty() && query.flag("subtree") == Some(true);
    let widened = |filter: &&'static Filter| kind.widened.iter().find(|wide| is_wide && wide.name == filter.name);
    filters
        .iter()
        .map(|filter| widened(&filter).unwrap_or(filter))
        .filter_map(|filter| Some((filter, filter.read(query)?)))
        .collect()
}

fn read_sort(query: &Reader<'_>, sorts: &'static [Sort]) -> (Option<&'static Sort>, bool) {
    let usual = sorts.first();
    let Some(asked) = query.line("sort", 100) else {
        return (usual, false);
    };
    let (word, descending) = asked
        .strip_prefix('-')
        .map_or((asked.as_str(), false), |word| (word, true));
    let found = sorts.iter().find(|sort| sort.word == word);
    if found.is_none() {
        let words: Vec<&str> = sorts.iter().map(|sort| sort.word).collect();
        query.refuse_with(FieldError::new(query.place("sort"), "not_a_choice").with("choices", words.join(", ")));
    }
    (found.or(usual), descending)
}

fn read_cursor(query: &Reader<'_>, asked: &Asked, name: &str) -> Option<(Value, Uuid)> {
    let opened = opened(asked, query.raw(name)?);
    if opened.is_none() {
        query.refuse(name, "not_a_cursor");
    }
    opened
}

fn opened(asked: &Asked, cursor: &Value) -> Option<(Value, Uuid)> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor.as_str()?).ok()?;
    let (sort, value, id): (String, Value, Uuid) = serde_json::from_slice(&bytes).ok()?;
    let fits = sort == sign(asked) && !matches!(sort_cell(asked.sort, &value), db::Value::Null(_));
    fits.then_some((value, id))
}

/// Errors of a query point into the query, not into a body.
fn in_query(mut fault: Fault) -> Fault {
    for error in &mut fault.errors {
        error.pointer = format!("/query{}", error.pointer);
    }
    fault
}

impl Entry {
    /// The entry as the API shows it.
    pub fn to_json(&self, kind: &Kind) -> Value {
        let mut shown = Map::new();
        shown.insert("id".to_owned(), self.id.to_string().into());
        for field in kind.fields {
            if field.control.secret().is_none() {
                shown.insert(field.name.to_owned(), field.of(&self.values));
            }
        }
        shown.insert("active".to_owned(), self.active.into());
        stamp(&mut shown, "created", self.created.as_ref());
        stamp(&mut shown, "updated", self.updated.as_ref());
        if let Some(at) = self.deleted_at {
            shown.insert("deleted_at".to_owned(), at.to_string().into());
        }
        Value::Object(shown)
    }

    /// What people call the entry.
    pub fn title(&self, kind: &Kind) -> String {
        self.values
            .get(kind.title)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    }
}

fn stamp(shown: &mut Map<String, Value>, verb: &str, stamped: Option<&Stamped>) {
    shown.insert(
        format!("{verb}_at"),
        stamped.map(|stamped| stamped.at.to_string()).into(),
    );
    let by = stamped.map(|stamped| json!({"id": stamped.by.map(|id| id.to_string()), "name": stamped.name}));
    shown.insert(format!("{verb}_by"), by.into());
}
