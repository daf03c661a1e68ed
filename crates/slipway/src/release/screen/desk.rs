//! The desk: releases as a table with views, filters, sorted columns and pages (F020–F025, B167–B170). One statement
//! reads the rows whatever their number; what can be done to a row is asked when its menu is opened (`actions.rs`).

pub mod asked;
pub mod panel;
pub mod rows;

use askama::Template;
use axum::http::StatusCode;
use serde_json::Map;
use slipway_core::policy::{self, Scope};

use self::asked::{Asked, Place, Sent};
use self::panel::{ChipShown, Panel, Shown};
use self::rows::{RowShown, Teller};
use super::words::Numbering;
use crate::act::Look;
use crate::catalogue::parameter::{self, Key};
use crate::edge::form::Errors;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::flow;
use crate::release::filter::{self, Listed, Total};

/// A view of the desk, with how many releases it has.
#[derive(Debug, Clone, Default)]
pub struct TabShown {
    pub label: String,
    pub href: String,
    pub count: String,
    pub is_current: bool,
}

/// The head of a column.
#[derive(Debug, Clone, Default)]
pub struct ColumnShown {
    pub label: String,
    /// The order by this column, or nothing where it cannot be sorted by.
    pub href: String,
    /// `none`, `ascending` or `descending`.
    pub sorted: &'static str,
    pub class: &'static str,
}

/// Which rows these are, and the ways to the others.
#[derive(Debug, Clone, Default)]
pub struct PagerShown {
    pub first: String,
    pub last: String,
    pub total: String,
    pub previous: String,
    pub next: String,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/desk.html")]
pub struct DeskPage {
    pub t: Texts,
    pub page: Frame,
    pub tabs: Vec<TabShown>,
    pub chips: Vec<ChipShown>,
    pub panel: Panel,
    pub columns: Vec<ColumnShown>,
    pub rows: Vec<RowShown>,
    pub pager: PagerShown,
    /// What was searched for.
    pub words: String,
    /// The filters besides the words, carried on by the search field.
    pub carried: Vec<(&'static str, String)>,
    /// Where to register one; nothing for those who may not.
    pub register: &'static str,
    pub is_narrowed: bool,
    pub everything: String,
    pub open: &'static str,
    /// The labels of cells where rows become cards, as CSS: written once instead of in every cell.
    pub labels: String,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app.look(&call.caller, move |look| desk(look, &shown)).await
}

fn desk(look: &Look<'_>, call: &Call) -> Result<Reply, Fault> {
    let sent = Sent::of(&call.uri);
    let (tree, mut errors) = panel::resolved(look, &sent)?;
    let empty = Map::new();
    let mut asked = Asked::of(tree.as_object().unwrap_or(&empty));
    if sent.is_loose && errors.all.is_empty() {
        // The address that a form made becomes the one that says the same and nothing more.
        return Ok(Reply::see_other(asked.address()));
    }
    let limit = rows_per_page(look)?;
    let filter = match asked.filter(limit) {
        Ok(filter) => filter,
        Err(fault) => {
            errors.all.extend(Errors::of_fault(&fault, look.texts()).all);
            asked = asked.without_wrong(&fault);
            asked.filter(limit)?
        }
    };
    let status = if errors.all.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let scope = policy::releases_seen_by(look.actor());
    let found = filter::page(look.tx, &scope, &filter, look.at)?;
    let list = List::of(asked, found, filter.order.key);
    page::html_with(status, &view(look, call, &scope, &list, errors)?)
}

fn rows_per_page(look: &Look<'_>) -> Result<u32, Fault> {
    let rows = parameter::integer_of(look.tx, Key::RowsPerPage)?.unwrap_or(50);
    Ok(u32::try_from(rows).unwrap_or(50))
}

/// A page of the list in the order it is shown in, with the cursors to its neighbours.
struct List {
    asked: Asked,
    rows: Vec<Listed>,
    previous: Option<Asked>,
    next: Option<Asked>,
    total: Total,
}

impl List {
    fn of(asked: Asked, found: filter::Page, key: filter::Key) -> List {
        let mut rows = found.rows;
        let is_before = matches!(asked.place, Place::Before(_));
        if is_before {
            rows.reverse();
        }
        let (n, first) = (i64::try_from(rows.len()).unwrap_or(0), asked.first);
        // Reading backwards the cursor that was found leads further back; ahead there is what was come from.
        let has_previous = if is_before { found.next.is_some() } else { first > 1 };
        let has_next = is_before || found.next.is_some();
        let before = rows
            .first()
            .filter(|_| has_previous)
            .map(|row| filter::cursor_of(key, row));
        let after = rows.last().filter(|_| has_next).map(|row| filter::cursor_of(key, row));
        let size = i64::from(PREVIOUS_AT_MOST).min(n.max(1));
        List {
            previous: before.map(|cursor| asked.at(Place::Before(cursor), (first - size).max(1))),
            next: after.map(|cursor| asked.at(Place::After(cursor), first + n)),
            total: found.total,
            rows,
            asked,
        }
    }
}

/// A page before another is as long as any.
const PREVIOUS_AT_MOST: u32 = 200;

fn view(look: &Look<'_>, call: &Call, scope: &Scope, list: &List, errors: Errors) -> Result<DeskPage, Fault> {
    let (t, asked) = (look.texts(), &list.asked);
    let tabs = tabs(look, scope, asked)?;
    let names = panel::names(look.tx, asked)?;
    let tasks = flow::query::tasks(look, &call.app)?;
    let shown = Shown {
        t,
        asked,
        names: &names,
        tasks: &tasks,
    };
    let title = tabs
        .iter()
        .find(|tab| tab.is_current)
        .map(|tab| format!("{} · {}", tab.label, t.text("rail-releases")));
    let frame = Frame::of(call, look, title.unwrap_or_else(|| t.text("rail-releases")))
        .crumbs([Crumb::here(t.text("rail-releases"))]);
    let numbering = Numbering::of(look.tx)?;
    let teller = Teller::of(look, &call.app, frame.tz(), &numbering, &list.rows)?;
    let columns = columns(t, asked);
    Ok(DeskPage {
        chips: shown.chips(),
        panel: shown.panel(look.tx, errors)?,
        labels: labels(&columns),
        columns,
        rows: list.rows.iter().map(|row| teller.row(row)).collect(),
        pager: pager(t, list),
        words: asked.value("q").to_owned(),
        carried: carried(asked),
        register: if policy::may_register_any(look.actor()).is_ok() {
            urls::NEW_RELEASE
        } else {
            ""
        },
        is_narrowed: !asked.shows_as(&Asked::view(&[("state", "open")])) && asked.filters().next().is_some(),
        everything: Asked::view(&[]).address(),
        open: urls::RELEASES,
        tabs,
        page: frame,
        t,
    })
}

/// The views, in the order of their tabs: label and filters.
type View = (&'static str, &'static [(&'static str, &'static str)]);
const VIEWS: &[View] = &[
    ("release-view-open", &[("state", "open")]),
    ("release-view-mine", &[("state", "open"), ("assigned", "me")]),
    (
        "release-view-groups",
        &[("state", "open"), ("assigned", "my_groups,nobody")],
    ),
    (
        "release-view-shared",
        &[("state", "open"), ("assigned", "shared_with_me")],
    ),
    ("release-view-late", &[("delayed", "true")]),
    ("release-view-closed", &[("state", "closed")]),
    ("release-view-all", &[]),
];

fn tabs(look: &Look<'_>, scope: &Scope, asked: &Asked) -> Result<Vec<TabShown>, Fault> {
    let t = look.texts();
    let tab = |(label, filters): &View| {
        let view = Asked::view(filters);
        let count = filter::count(look.tx, scope, &view.filter(1)?, look.at)?;
        Ok(TabShown {
            label: t.text(label),
            href: view.address(),
            count: total(t, count),
            is_current: asked.shows_as(&view),
        })
    };
    VIEWS.iter().map(tab).collect()
}

/// A count that stopped early says so.
fn total(t: Texts, total: Total) -> String {
    match total {
        Total::Exactly(n) => page::number(n, t),
        Total::MoreThan(n) => format!("{}+", page::number(n, t)),
    }
}

fn pager(t: Texts, list: &List) -> PagerShown {
    let n = i64::try_from(list.rows.len()).unwrap_or(0);
    let first = if n == 0 { 0 } else { list.asked.first };
    PagerShown {
        first: page::number(first, t),
        last: page::number((list.asked.first - 1 + n).max(0), t),
        total: total(t, list.total),
        previous: list.previous.as_ref().map(Asked::address).unwrap_or_default(),
        next: list.next.as_ref().map(Asked::address).unwrap_or_default(),
    }
}

fn carried(asked: &Asked) -> Vec<(&'static str, String)> {
    let mut carried: Vec<(&'static str, String)> = asked
        .filters()
        .filter(|(name, _)| *name != "q")
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    if !asked.sort.is_empty() {
        carried.push(("sort", asked.sort.clone()));
    }
    carried
}

/// The columns: label, the key they are sorted by, class.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("release-number", "number", ""),
    ("release-title", "title", ""),
    ("release-requester", "", "wide"),
    ("release-created", "created_at", "wide"),
    ("release-priority-short", "priority", ""),
    ("release-term", "", "num wide"),
    ("release-deadline", "deadline", "num"),
    ("release-delay", "", "num mid"),
    ("release-status", "", ""),
    ("release-task", "", "mid"),
    ("release-group", "", "wide"),
    ("release-responsible", "", "wide"),
];

fn columns(t: Texts, asked: &Asked) -> Vec<ColumnShown> {
    let sort = if asked.sort.is_empty() {
        "-number"
    } else {
        asked.sort.as_str()
    };
    let column = |(label, key, class): &(&str, &'static str, &'static str)| {
        let rises = sort == *key;
        let falls = sort.strip_prefix('-') == Some(*key);
        let (sorted, other) = match (key.is_empty(), rises, falls) {
            (true, ..) => ("none", String::new()),
            (false, true, _) => ("ascending", format!("-{key}")),
            (false, _, true) => ("descending", (*key).to_owned()),
            (false, ..) => ("none", (*key).to_owned()),
        };
        let href = if key.is_empty() {
            String::new()
        } else {
            asked.sorted(&other).address()
        };
        ColumnShown {
            label: t.text(label),
            href,
            sorted,
            class,
        }
    };
    COLUMNS.iter().map(column).collect()
}

/// `td:nth-child(3)::before{content:"Requester"}` for every column that needs its label on a card: not the number and
/// not the title, which say what they are.
fn labels(columns: &[ColumnShown]) -> String {
    let named = columns.iter().enumerate().skip(2);
    named
        .map(|(index, column)| {
            format!(
                ".desk td:nth-child({})::before{{content:\"{}\"}}",
                index + 1,
                quoted(&column.label)
            )
        })
        .collect()
}

/// Only letters, digits and blanks reach the style sheet as they are; the rest is escaped as CSS wants it.
fn quoted(label: &str) -> String {
    let mut quoted = String::with_capacity(label.len());
    for letter in label.chars() {
        if letter.is_alphanumeric() || letter == ' ' {
            quoted.push(letter);
        } else {
            quoted.push_str(&format!("\\{:x} ", u32::from(letter)));
        }
    }
    quoted
}

#[cfg(test)]
impl DeskPage {
    pub fn sample(language: crate::edge::Language) -> DeskPage {
        let t = Texts(language);
        let asked = Asked::view(&[("state", "open")]);
        let columns = columns(t, &asked);
        let tab = |label: &str, is_current| TabShown {
            label: t.text(label),
            href: urls::RELEASES.to_owned(),
            count: "1,000+".to_owned(),
            is_current,
        };
        DeskPage {
            page: Frame::sample(language),
            tabs: VIEWS
                .iter()
                .map(|(label, _)| tab(label, *label == "release-view-open"))
                .collect(),
            chips: vec![ChipShown {
                label: t.text("release-filter-state"),
                value: t.text("release-state-open"),
                remove: urls::RELEASES.to_owned(),
            }],
            panel: Panel::sample(t),
            labels: labels(&columns),
            columns,
            rows: vec![
                RowShown::sample(t),
                RowShown {
                    deadline: None,
                    delay: String::new(),
                    is_late: false,
                    is_closed: true,
                    responsible: String::new(),
                    ..RowShown::sample(t)
                },
            ],
            pager: PagerShown {
                first: "1".to_owned(),
                last: "50".to_owned(),
                total: "1,000+".to_owned(),
                previous: String::new(),
                next: urls::RELEASES.to_owned(),
            },
            words: String::new(),
            carried: vec![("state", "open".to_owned())],
            register: urls::NEW_RELEASE,
            is_narrowed: false,
            everything: Asked::view(&[]).address(),
            open: urls::RELEASES,
            t,
        }
    }

    /// A full page with fifty rows, for the budget of its size.
    pub fn full_sample(language: crate::edge::Language) -> DeskPage {
        let t = Texts(language);
        DeskPage {
            rows: (0..50).map(|_| RowShown::sample(t)).collect(),
            ..DeskPage::sample(language)
        }
    }

    /// An empty list, as its filters left it.
    pub fn empty_sample(language: crate::edge::Language) -> DeskPage {
        DeskPage {
            rows: Vec::new(),
            is_narrowed: true,
            ..DeskPage::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]
    use super::*;
    use crate::edge::Language;

    #[test]
    fn a_header_sorts_by_its_column_and_the_other_way_when_it_does_already() {
        let t = Texts(Language::English);
        let by_deadline = Asked::view(&[("state", "open")]).sorted("deadline");
        let columns = columns(t, &by_deadline);
        let deadline = &columns[6];
        assert_eq!(
            (deadline.sorted, deadline.href.as_str()),
            ("ascending", "/releases?state=open&sort=-deadline")
        );
        assert_eq!(columns[0].sorted, "none");
        assert_eq!(columns[2].href, "", "the requester is no key of the list");
    }

    #[test]
    fn a_label_cannot_leave_its_place_in_the_style_sheet() {
        assert_eq!(quoted("Pri."), "Pri\\2e ");
        assert_eq!(quoted("</style>"), "\\3c \\2f style\\3e ");
        assert_eq!(quoted("Responsável"), "Responsável");
    }

    #[test]
    fn fifty_rows_stay_within_the_budget() {
        for language in Language::ALL {
            let html = DeskPage::full_sample(language).render().unwrap();
            assert!(html.len() < 60_000, "{} bytes in {}", html.len(), language.tag());
        }
    }
}
