//! The list of flows.

use askama::Template;
use slipway_core::policy;

use crate::edge::page::{self, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::flow::query::{self, Asked};
use crate::flow::{SAVE, store::FlowRow};

#[derive(Debug, Template)]
#[template(path = "flow/screen/list.html")]
pub struct ListPage {
    t: Texts,
    page: Frame,
    rows: Vec<RowShown>,
    /// The pages around, or empty.
    previous: String,
    next: String,
    /// Where a flow is added, or empty.
    new: String,
}

#[derive(Debug)]
struct RowShown {
    href: String,
    name: String,
    description: String,
    version: String,
    allows_reopening: String,
    active: bool,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let asked = Asked::from_query(&call.query)?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let found = query::page(look, &asked)?;
            let t = look.texts();
            page::html(&ListPage {
                page: Frame::of(&shown, look, t.text("entry-flow-plural")).crumbs(super::crumbs(t, None, None)),
                rows: found.rows.iter().map(|row| RowShown::of(t, row)).collect(),
                previous: page_at("before", found.previous.as_deref()),
                next: page_at("cursor", found.next.as_deref()),
                new: policy::may_keep(look.actor(), SAVE)
                    .map(|_| "/admin/flows/new".to_owned())
                    .unwrap_or_default(),
                t,
            })
        })
        .await
}

fn page_at(name: &str, cursor: Option<&str>) -> String {
    cursor.map_or_else(String::new, |cursor| {
        format!("{}?{name}={}", urls::FLOWS, urls::escaped(cursor))
    })
}

impl RowShown {
    fn of(t: Texts, row: &FlowRow) -> RowShown {
        RowShown {
            href: urls::flow(row.id),
            name: row.name.clone(),
            description: row.description.clone().unwrap_or_default(),
            version: page::number(row.current_version, t),
            allows_reopening: super::yes_or_no(t, row.allows_reopening),
            active: row.active,
        }
    }
}

#[cfg(test)]
impl ListPage {
    pub fn sample(language: crate::edge::Language) -> ListPage {
        let t = Texts(language);
        let rows = [true, false].map(|active| {
            RowShown::of(
                t,
                &FlowRow {
                    active,
                    ..super::tests::flow()
                },
            )
        });
        let (previous, next) = (page_at("before", Some("w")), page_at("cursor", Some("x")));
        ListPage {
            page: Frame::sample(language),
            rows: rows.into(),
            previous,
            next,
            new: "/admin/flows/new".to_owned(),
            t,
        }
    }

    pub fn empty(language: crate::edge::Language) -> ListPage {
        ListPage {
            rows: Vec::new(),
            previous: String::new(),
            next: String::new(),
            ..ListPage::sample(language)
        }
    }
}
