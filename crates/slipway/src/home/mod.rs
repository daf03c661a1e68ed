//! The page at `/`: what waits for the person, from the same list as the desk; and the page of help.

use askama::Template;
use slipway_core::policy;

use crate::act::Look;
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Fault, Reply, Routes, Texts, urls};
use crate::release::filter::{self, Total};
use crate::release::screen::desk::asked::Asked;
use crate::release::screen::desk::rows::{RowShown, Teller};
use crate::release::screen::words::Numbering;

/// How many rows each list shows; the desk has the rest.
const ROWS: u32 = 8;

pub fn routes() -> Routes {
    Routes::new()
        .page(axum::http::Method::GET, urls::HOME, home)
        .page(axum::http::Method::GET, urls::HELP, help)
}

/// One list of the page.
#[derive(Debug, Clone, Default)]
pub struct Section {
    pub icon: &'static str,
    pub title: String,
    pub none: String,
    pub count: String,
    /// The desk with the same filters.
    pub href: String,
    pub rows: Vec<RowShown>,
}

#[derive(Debug, Template)]
#[template(path = "home/home.html")]
pub struct HomePage {
    pub t: Texts,
    pub page: Frame,
    pub greeting: String,
    pub sections: Vec<Section>,
    pub register: &'static str,
}

/// The lists: icon, title, what is said of an empty one, the filters of the desk.
type Kind = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);
const SECTIONS: &[Kind] = &[
    (
        "user",
        "home-mine",
        "home-mine-none",
        &[("state", "open"), ("assigned", "me")],
    ),
    (
        "group",
        "home-groups",
        "home-groups-none",
        &[("state", "open"), ("assigned", "my_groups,nobody")],
    ),
    ("state-delayed", "home-late", "home-late-none", &[("delayed", "true")]),
];

async fn home(call: Call) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let t = look.texts();
            let frame = Frame::of(&shown, look, t.text("rail-home"));
            let numbering = Numbering::of(look.tx)?;
            let sections = SECTIONS
                .iter()
                .map(|kind| section(look, &shown, &frame, &numbering, kind));
            page::html(&HomePage {
                greeting: t.with("home-greeting", "name", look.actor().name.as_str()),
                sections: sections.collect::<Result<_, Fault>>()?,
                register: if policy::may_register_any(look.actor()).is_ok() {
                    urls::NEW_RELEASE
                } else {
                    ""
                },
                page: frame,
                t,
            })
        })
        .await
}

fn section(look: &Look<'_>, call: &Call, frame: &Frame, numbering: &Numbering, kind: &Kind) -> Result<Section, Fault> {
    let (icon, title, none, filters) = *kind;
    let (t, scope) = (look.texts(), policy::releases_seen_by(look.actor()));
    let asked = Asked::view(filters).sorted("deadline");
    let found = filter::page(look.tx, &scope, &asked.filter(ROWS)?, look.at)?;
    let teller = Teller::of(look, &call.app, frame.tz(), numbering, &found.rows)?;
    Ok(Section {
        icon,
        title: t.text(title),
        none: t.text(none),
        count: match found.total {
            Total::Exactly(n) => page::number(n, t),
            Total::MoreThan(n) => format!("{}+", page::number(n, t)),
        },
        href: asked.address(),
        rows: found.rows.iter().map(|row| teller.row(row)).collect(),
    })
}

#[derive(Debug, Template)]
#[template(path = "home/help.html")]
pub struct HelpPage {
    pub t: Texts,
    pub page: Frame,
    pub document: &'static str,
}

async fn help(call: Call) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let t = look.texts();
            page::html(&HelpPage {
                page: Frame::of(&shown, look, t.text("frame-help")),
                document: urls::OPENAPI,
                t,
            })
        })
        .await
}

#[cfg(test)]
impl HomePage {
    pub fn sample(language: crate::edge::Language) -> HomePage {
        let t = Texts(language);
        let section = |(icon, title, none, _): &Kind, rows| Section {
            icon,
            title: t.text(title),
            none: t.text(none),
            count: "1".to_owned(),
            href: urls::RELEASES.to_owned(),
            rows,
        };
        let sections = SECTIONS.iter().zip([vec![RowShown::sample(t)], Vec::new(), Vec::new()]);
        HomePage {
            page: Frame::sample(language),
            greeting: t.with("home-greeting", "name", "Ana Souza"),
            sections: sections.map(|(kind, rows)| section(kind, rows)).collect(),
            register: urls::NEW_RELEASE,
            t,
        }
    }
}

#[cfg(test)]
impl HelpPage {
    pub fn sample(language: crate::edge::Language) -> HelpPage {
        HelpPage {
            t: Texts(language),
            page: Frame::sample(language),
            document: urls::OPENAPI,
        }
    }
}
