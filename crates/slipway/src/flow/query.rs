//! Flows and their versions, for everybody who may search flows.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use slipway_core::actor::Area;
use slipway_core::flow::Flow;
use slipway_core::fold;
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;
use slipway_core::policy;
use slipway_db::{Error, ReadTx};

use super::store::{self, FlowRow, From, VersionRow, Wanted};
use crate::act::Look;
use crate::app::App;
use crate::edge::{Code, Fault, Reader, Texts, reader};

const LIMIT: u32 = 50;
const MOST: i64 = 200;

/// What a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    wanted: Wanted,
    limit: Option<u32>,
    from: From,
    counts: bool,
}

/// The query parameters of a list, for the API's document.
pub const PARAMETERS: &[(&str, &str)] = &[
    ("q", "Words that the name contains"),
    ("active", "true or false"),
    ("sort", "name, the only order"),
    ("limit", "Flows a page, 1 to 200; 50 if absent"),
    ("cursor", "The `next` of the page before"),
    ("before", "The `previous` of the page after"),
    ("count", "`exact` adds `total`"),
];

impl Asked {
    /// Reads a query. A name that is none of its parameters is refused.
    pub fn from_query(query: &Map<String, Value>) -> Result<Asked, Fault> {
        reader::read(&Value::Object(query.clone()), Asked::read)
    }

    fn read(query: &Reader<'_>) -> Asked {
        let (after, before) = (read_cursor(query, "cursor"), read_cursor(query, "before"));
        let from = match (after, before) {
            (Some(name), _) => From::After(name),
            (None, Some(name)) => From::Before(name),
            (None, None) => From::Start,
        };
        query.word("sort", &["name"]);
        // Said for every request by the edge.
        for name in ["lang", "said"] {
            query.raw(name);
        }
        Asked {
            wanted: Wanted {
                pattern: query.line("q", 200).map(|words| fold::pattern(&words)),
                active: query.flag("active"),
            },
            limit: query.integer("limit", 1..=MOST).and_then(|limit| limit.try_into().ok()),
            from,
            counts: query.word("count", &["exact"]).is_some(),
        }
    }
}

fn read_cursor(query: &Reader<'_>, name: &str) -> Option<String> {
    let cursor = query.line(name, 400)?;
    let opened = opened(&cursor);
    if opened.is_none() {
        query.refuse(name, "not_a_cursor");
    }
    opened
}

fn cursor(row: &FlowRow) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!(["name", row.name]).to_string())
}

fn opened(cursor: &str) -> Option<String> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (sort, name): (String, String) = serde_json::from_slice(&bytes).ok()?;
    (sort == "name").then_some(name)
}

/// One page of a list.
#[derive(Debug)]
pub struct Page {
    pub rows: Vec<FlowRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub total: Option<i64>,
}

pub fn page(look: &Look<'_>, asked: &Asked) -> Result<Page, Fault> {
    policy::may_search(look.actor(), Area::Flow)?;
    let limit = asked.limit.unwrap_or(LIMIT);
    let mut rows = store::listed(look.tx, &asked.wanted, &asked.from, limit + 1)?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    // A page read backwards has what it came from after it, a page read forwards before it.
    let (has_previous, has_next) = match asked.from {
        From::Start => (false, has_more),
        From::After(_) => (true, has_more),
        From::Before(_) => (has_more, true),
    };
    if matches!(asked.from, From::Before(_)) {
        rows.reverse();
    }
    let previous = rows.first().filter(|_| has_previous).map(cursor);
    let next = rows.last().filter(|_| has_next).map(cursor);
    let total = if asked.counts {
        Some(store::count(look.tx, &asked.wanted)?)
    } else {
        None
    };
    Ok(Page {
        rows,
        previous,
        next,
        total,
    })
}

pub fn one(look: &Look<'_>, id: Id<FlowKind>) -> Result<FlowRow, Fault> {
    policy::may_search(look.actor(), Area::Flow)?;
    store::by_id(look.tx, id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

/// The versions of a flow, newest first.
pub fn versions(look: &Look<'_>, id: Id<FlowKind>) -> Result<Vec<VersionRow>, Fault> {
    one(look, id)?;
    Ok(store::versions(look.tx, id)?)
}

/// A version without what is in its file.
pub fn version_row(look: &Look<'_>, id: Id<FlowKind>, number: i64) -> Result<VersionRow, Fault> {
    policy::may_search(look.actor(), Area::Flow)?;
    store::version(look.tx, id, number)?.ok_or_else(|| Fault::new(Code::NotFound))
}

/// A version with the flow it is of, read.
#[derive(Debug)]
pub struct Version {
    pub flow: FlowRow,
    pub row: VersionRow,
    pub parsed: Arc<Flow>,
}

pub fn version(look: &Look<'_>, app: &App, id: Id<FlowKind>, number: i64) -> Result<Version, Fault> {
    let flow = one(look, id)?;
    let row = version_row(look, id, number)?;
    let parsed = app.flows().version(look.tx, id, number)?;
    Ok(Version { flow, row, parsed })
}

/// The file of a version, byte for byte, with the name to save it under.
pub fn file(look: &Look<'_>, id: Id<FlowKind>, number: i64) -> Result<(String, String), Fault> {
    let flow = one(look, id)?;
    let xml = store::xml(look.tx, id, number)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    Ok((format!("{}-{number}.bpmn", flow.name), xml))
}

/// The tasks of a flow as it is now; none of a flow that is not there, or that has no file yet.
pub fn task_ids(tx: &ReadTx<'_>, id: Id<FlowKind>) -> Result<Option<Vec<String>>, Fault> {
    let Some(row) = store::by_id(tx, id)? else {
        return Ok(None);
    };
    let Some(xml) = store::xml(tx, id, row.current_version)? else {
        return Ok(None);
    };
    let flow = Flow::parse(&xml).map_err(Fault::internal)?;
    Ok(Some(flow.tasks().map(|task| task.id.as_str().to_owned()).collect()))
}

/// The tasks of all flows that may be chosen, each id once, with its name: for forms that pick one.
pub fn task_words(tx: &ReadTx<'_>, t: Texts) -> Result<Vec<(String, String)>, Error> {
    let wanted = Wanted {
        active: Some(true),
        ..Wanted::default()
    };
    let mut words: Vec<(String, String)> = Vec::new();
    for row in store::listed(tx, &wanted, &From::Start, N_FLOWS)? {
        let xml = store::xml(tx, row.id, row.current_version)?;
        // A file that cannot be read was refused when it came in.
        let Some(flow) = xml.and_then(|xml| Flow::parse(&xml).ok()) else {
            continue;
        };
        for task in flow.tasks() {
            let id = task.id.as_str();
            if words.iter().all(|(known, _)| known != id) {
                words.push((id.to_owned(), task.name(t.0.tag()).to_owned()));
            }
        }
    }
    Ok(words)
}

/// As many flows as are named together.
const N_FLOWS: u32 = 50;

/// The tasks of all flows as they are now, each id once, with its name.
pub fn tasks(look: &Look<'_>, app: &App) -> Result<BTreeMap<String, String>, Fault> {
    let mut tasks = BTreeMap::new();
    for row in store::listed(look.tx, &store::Wanted::default(), &From::Start, N_FLOWS)? {
        let flow = app.flows().version(look.tx, row.id, row.current_version)?;
        for task in flow.tasks() {
            tasks
                .entry(task.id.as_str().to_owned())
                .or_insert_with(|| task.name(look.language.tag()).to_owned());
        }
    }
    Ok(tasks)
}
