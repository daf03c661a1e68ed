//! The list of a kind: search, filters, order, pages, and what one may do to each row.

use askama::Template;
use serde_json::{Map, Value};
use slipway_core::actor::Reach;

use super::names::Names;
use super::shown::{Showing, Shown};
use super::{place, words};
use crate::act::Look;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::entry::kind::{Field, Kind};
use crate::entry::query::{self, Asked, Page};
use crate::entry::registry;
use crate::entry::store::Entry;

#[derive(Debug, Template)]
#[template(path = "entry/screen/list.html")]
struct ListPage {
    t: Texts,
    page: Frame,
    title: String,
    about: String,
    icon: &'static str,
    /// Where a new one is made; empty without the right.
    new: String,
    new_label: String,
    tabs: Vec<Tab>,
    q: String,
    /// What the search form sends along.
    kept: Vec<(String, String)>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    /// Whether anything narrows the list: an empty one then says so.
    is_narrowed: bool,
    all: String,
}

/// One view of a list among others.
#[derive(Debug)]
pub struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
    /// A formatted number, or empty.
    pub n: String,
}

#[derive(Debug)]
struct Column {
    label: String,
    /// Empty where the list cannot be ordered by it.
    href: String,
    sorted: &'static str,
    class: &'static str,
}

#[derive(Debug)]
struct Row {
    key: String,
    href: String,
    title: String,
    cells: Vec<(String, Shown)>,
    edit: String,
    delete: String,
}

/// Where the page stands in the list, as the shared pager macro reads it.
#[derive(Debug)]
struct Pager {
    first: String,
    last: String,
    total: String,
    previous: String,
    next: String,
}

/// What the address of a list may say besides the kind's own filters.
const FROM: &str = "from";

pub async fn page(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&view(kind, &asked, look)?))
        .await
}

fn view(kind: &'static Kind, call: &Call, look: &Look<'_>) -> Result<ListPage, Fault> {
    let address = Address::of(kind, call);
    let asked = address.asked(look)?;
    let found = query::page(look, kind, &asked)?;
    let t = look.texts();
    let title = words::plural(t, kind.target);
    let may = |reach| look.actor().rights.reach(kind.area, reach);
    let columns: Vec<&'static Field> = kind.columns.iter().filter_map(|name| kind.field(name)).collect();
    let names = Names::of(look.tx, kind.fields, found.entries.iter().map(|entry| &entry.values))?;
    let showing = Showing { t, kind, names: &names };
    let rows = found
        .entries
        .iter()
        .map(|entry| row(&showing, entry, &columns, &may))
        .collect();
    let has_own_form = place::whole_of(kind).is_none();
    Ok(ListPage {
        page: Frame::of(call, look, title.clone()).crumbs([
            Crumb::to(urls::ADMIN, t.text("rail-administration")),
            Crumb::here(&title),
        ]),
        title,
        about: t.text(&format!("entry-{}-about", kind.target.name.replace('_', "-"))),
        icon: kind.icon,
        new: if may(Reach::Save) && has_own_form {
            place::new(kind, None)
        } else {
            String::new()
        },
        new_label: t.text(&format!("entry-{}-new", kind.target.name.replace('_', "-"))),
        tabs: address.tabs(t),
        q: asked.q.clone().unwrap_or_default(),
        kept: address.kept(),
        columns: address.columns(t, &asked, &columns),
        rows,
        pager: address.pager(t, &found),
        is_narrowed: asked.q.is_some() || !asked.narrowed.is_empty(),
        all: place::list(kind),
        t,
    })
}

fn row(showing: &Showing<'_>, entry: &Entry, columns: &[&'static Field], may: &impl Fn(Reach) -> bool) -> Row {
    let kind = showing.kind;
    let cell = |field: &&'static Field| {
        (
            words::label(showing.t, kind, &[field.name]),
            showing.field(field, &entry.values),
        )
    };
    let if_may = |reach, href: String| if may(reach) { href } else { String::new() };
    Row {
        key: entry.id.to_string(),
        href: place::one(kind, entry.id),
        title: head_of(kind, entry),
        cells: columns.iter().map(cell).collect(),
        edit: if_may(Reach::Save, place::edit(kind, entry.id)),
        delete: if_may(Reach::Delete, place::delete(kind, entry.id)),
    }
}

/// What an entry is called at the head of its page.
pub fn head_of(kind: &Kind, entry: &Entry) -> String {
    entry.title(kind)
}

/// The address of a list, from which its other addresses are made.
struct Address {
    kind: &'static Kind,
    query: Map<String, Value>,
}

impl Address {
    fn of(kind: &'static Kind, call: &Call) -> Address {
        let mut query = call.query.clone();
        for name in ["lang", "said"] {
            query.remove(name);
        }
        query.retain(|_, value| value.as_str().is_some_and(|text| !text.is_empty()));
        Address { kind, query }
    }

    fn asked(&self, look: &Look<'_>) -> Result<Asked, Fault> {
        let mut query = self.query.clone();
        query.remove(FROM);
        query.insert("count".to_owned(), "exact".into());
        if !query.contains_key("limit") {
            let rows = registry::rows_per_page(look.tx)?;
            query.insert("limit".to_owned(), rows.to_string().into());
        }
        query::asked(self.kind, &query)
    }

    fn said(&self, name: &str) -> &str {
        self.query.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// This list with some words of the query otherwise; an empty value takes a word out.
    fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut query = self.query.clone();
        for (name, value) in changes {
            query.insert((*name).to_owned(), (*value).into());
        }
        let said = query
            .iter()
            .filter_map(|(name, value)| Some((name, value.as_str().filter(|value| !value.is_empty())?)));
        let said: Vec<String> = said
            .map(|(name, value)| format!("{}={}", urls::escaped(name), urls::escaped(value)))
            .collect();
        let list = place::list(self.kind);
        if said.is_empty() {
            list
        } else {
            format!("{list}?{}", said.join("&"))
        }
    }

    /// The first page again, otherwise narrowed or ordered.
    fn anew(&self, changes: &[(&str, &str)]) -> String {
        self.with(&[&[("cursor", ""), ("before", ""), (FROM, "")], changes].concat())
    }

    fn tabs(&self, t: Texts) -> Vec<Tab> {
        if self.kind.field("active").is_none() {
            return Vec::new();
        }
        let tab = |value: &str, key: &str| Tab {
            label: t.text(key),
            href: self.anew(&[("active", value)]),
            current: self.said("active") == value,
            n: String::new(),
        };
        vec![
            tab("", "entry-tab-all"),
            tab("true", "entry-tab-active"),
            tab("false", "entry-tab-inactive"),
        ]
    }

    fn kept(&self) -> Vec<(String, String)> {
        let kept = self
            .query
            .iter()
            .filter(|(name, _)| !["q", "cursor", "before", FROM].contains(&name.as_str()));
        kept.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect()
    }

    fn columns(&self, t: Texts, asked: &Asked, columns: &[&'static Field]) -> Vec<Column> {
        let head = |word: &str, name: &str, sorts: bool| {
            let is_sorted = asked.sort.word == word;
            let sorted = match (is_sorted, asked.descending) {
                (true, true) => "descending",
                (true, false) => "ascending",
                (false, _) => "none",
            };
            let next = if sorted == "ascending" {
                format!("-{word}")
            } else {
                word.to_owned()
            };
            let href = if sorts {
                self.anew(&[("sort", &next)])
            } else {
                String::new()
            };
            Column {
                label: words::label(t, self.kind, &[name]),
                href,
                sorted,
                class: "",
            }
        };
        let title = head("name", self.kind.title, true);
        let others = columns
            .iter()
            .map(|field| head(field.name, field.name, self.kind.sorts.contains(&field.name)));
        [title].into_iter().chain(others).collect()
    }

    fn pager(&self, t: Texts, found: &Page) -> Pager {
        let n_rows = i64::try_from(found.entries.len()).unwrap_or(0);
        let total = found.total.unwrap_or(n_rows);
        let first = self.said(FROM).parse().unwrap_or(1_i64).clamp(1, total.max(1));
        let limit: i64 = self.said("limit").parse().unwrap_or(n_rows);
        let to = |cursor: Option<&String>, name: &str, other: &str, from: i64| {
            cursor.map_or_else(String::new, |cursor| {
                self.with(&[(name, cursor), (other, ""), (FROM, &from.to_string())])
            })
        };
        Pager {
            first: page::number(if n_rows == 0 { 0 } else { first }, t),
            last: page::number(if n_rows == 0 { 0 } else { first + n_rows - 1 }, t),
            total: page::number(total, t),
            previous: to(
                found.previous.as_ref(),
                "before",
                "cursor",
                (first - limit.max(n_rows)).max(1),
            ),
            next: to(found.next.as_ref(), "cursor", "before", first + n_rows),
        }
    }
}
