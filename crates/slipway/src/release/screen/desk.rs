//! The desk: releases as a table with views, filters, sorted columns and pages (F020–F025, B167–B170). One statement
//! reads the rows whatever their number; what can be done to a row is asked when its menu is opened (`actions.rs`).

pub mod asked;
pub mod columns;
pub mod list;
pub mod panel;
pub mod rows;

use askama::Template;
use axum::http::StatusCode;
use serde_json::Map;
use slipway_core::policy::{self, Scope};

use self::asked::{Asked, Sent};
use self::columns::ColumnShown;
use self::list::{Bounds, List, PagerShown};
use self::panel::{ChipShown, Shown};
use self::rows::{RowShown, Teller};
use super::words::Numbering;
use crate::act::Look;
use crate::catalogue;
use crate::catalogue::parameter::{self, Key};
use crate::edge::form::{Errors, Form};
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::flow;
use crate::release::filter;

/// A view of the desk, with how many releases it has.
#[derive(Debug, Clone, Default)]
pub struct TabShown {
    pub label: String,
    pub href: String,
    pub count: String,
    pub is_current: bool,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/desk.html")]
pub struct DeskPage {
    pub t: Texts,
    pub page: Frame,
    pub tabs: Vec<TabShown>,
    pub chips: Vec<ChipShown>,
    /// What is wrong with the filters of the address.
    pub form: Form,
    /// The page that sets filters, as they are now.
    pub filter: String,
    pub columns: Vec<ColumnShown>,
    pub rows: Vec<RowShown>,
    pub pager: PagerShown,
    /// That the search finds more than is shown, or nothing.
    pub cut: String,
    /// What was searched for.
    pub words: String,
    /// The filters besides the words, carried on by the search field.
    pub carried: Vec<(&'static str, String)>,
    /// Where to register one; nothing for those who may not.
    pub register: &'static str,
    pub is_narrowed: bool,
    pub everything: String,
    pub open: &'static str,
    /// Where what is chosen goes.
    pub mass: &'static str,
    /// What every cell of a column would repeat, as CSS.
    pub style: String,
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
    let bounds = Bounds {
        page: limit,
        all: catalogue::query::search_limit(look.tx)?,
    };
    let list = List::of(asked, found, &filter.order, bounds);
    page::html_with(status, &view(look, call, &scope, &list, errors)?)
}

fn rows_per_page(look: &Look<'_>) -> Result<u32, Fault> {
    let rows = parameter::integer_of(look.tx, Key::RowsPerPage)?.unwrap_or(50);
    Ok(u32::try_from(rows).unwrap_or(50))
}

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
    let columns = columns::of(t, asked);
    Ok(DeskPage {
        chips: shown.chips(),
        form: Form::default().with_errors(errors),
        filter: asked.panel(),
        style: columns::style(&columns),
        columns,
        rows: list.rows.iter().map(|row| teller.row(row)).collect(),
        pager: list.pager(t),
        cut: list
            .cut_at
            .map(|most| t.with("release-search-cut", "n", page::number(most, t)))
            .unwrap_or_default(),
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
        mass: urls::RELEASES_MASS,
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
            count: list::total(t, count),
            is_current: asked.shows_as(&view),
        })
    };
    VIEWS.iter().map(tab).collect()
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

#[cfg(test)]
impl DeskPage {
    pub fn sample(language: crate::edge::Language) -> DeskPage {
        let t = Texts(language);
        let asked = Asked::view(&[("state", "open")]);
        let columns = columns::of(t, &asked);
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
            form: Form::default(),
            filter: urls::RELEASES_FILTER.to_owned(),
            style: columns::style(&columns),
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
            cut: t.with("release-search-cut", "n", "50"),
            words: String::new(),
            carried: vec![("state", "open".to_owned())],
            register: urls::NEW_RELEASE,
            is_narrowed: false,
            everything: Asked::view(&[]).address(),
            open: urls::RELEASES,
            mass: urls::RELEASES_MASS,
            t,
        }
    }

    /// A full page with fifty rows, every fifth of them late, for the budget of its size.
    pub fn full_sample(language: crate::edge::Language) -> DeskPage {
        let t = Texts(language);
        let in_time = RowShown {
            is_late: false,
            delay: t.with("release-left", "span", "13 d"),
            ..RowShown::sample(t)
        };
        let row = |n: usize| {
            if n.is_multiple_of(5) {
                RowShown::sample(t)
            } else {
                in_time.clone()
            }
        };
        DeskPage {
            rows: (0..50).map(row).collect(),
            cut: String::new(),
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
    fn fifty_rows_stay_within_the_budget() {
        for language in Language::ALL {
            let html = DeskPage::full_sample(language).render().unwrap();
            assert!(html.len() < 60_000, "{} bytes in {}", html.len(), language.tag());
        }
    }
}
