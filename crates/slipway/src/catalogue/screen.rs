//! Portfolios as people see them: tiles, and inside each its models by status (F140–F144).

use askama::Template;
use axum::http::Method;
use serde_json::{Map, Value};
use slipway_core::actor::Reach;
use uuid::Uuid;

use super::kinds::{MODELS, PORTFOLIOS, STATUSES};
use crate::act::Look;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Fault, Reply, Routes, Texts, urls};
use crate::entry::query;
use crate::entry::screen::{
    Names, Showing, Shown, Tab, delete_place, edit_place, head_of, icon, label, new_place, one_place, plural, word,
};

pub fn routes() -> Routes {
    Routes::new().page(Method::GET, urls::PORTFOLIO, tiles).page(
        Method::GET,
        format!("{}/{{id}}", urls::PORTFOLIO),
        inside,
    )
}

#[derive(Debug, Template)]
#[template(path = "catalogue/screen/portfolios.html")]
struct PortfoliosPage {
    t: Texts,
    page: Frame,
    title: String,
    about: String,
    new: String,
    tiles: Vec<Tile>,
}

#[derive(Debug)]
struct Tile {
    href: String,
    icon: &'static str,
    name: String,
    description: String,
    edit: String,
    delete: String,
}

async fn tiles(call: Call) -> Result<Reply, Fault> {
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&tiles_view(&asked, look)?))
        .await
}

/// All of them: an installation has a handful.
fn all(look: &Look<'_>, kind: &'static crate::entry::Kind, narrowed: &[(&str, &str)]) -> Result<query::Page, Fault> {
    let limit = [("limit", "200"), ("count", "exact")];
    let words = narrowed.iter().chain(&limit).filter(|(_, value)| !value.is_empty());
    let query: Map<String, Value> = words
        .map(|(name, value)| ((*name).to_owned(), (*value).into()))
        .collect();
    query::page(look, kind, &query::asked(kind, &query)?)
}

fn tiles_view(call: &Call, look: &Look<'_>) -> Result<PortfoliosPage, Fault> {
    let t = look.texts();
    let may = |reach| look.actor().rights.reach(PORTFOLIOS.area, reach);
    let if_may = |reach, href: String| if may(reach) { href } else { String::new() };
    let text = |values: &Map<String, Value>, field: &str| {
        values.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let tiles = all(look, &PORTFOLIOS, &[])?.entries.into_iter().map(|portfolio| Tile {
        href: one_place(&PORTFOLIOS, portfolio.id),
        icon: icon(portfolio.values.get("icon").and_then(Value::as_str)),
        name: head_of(&PORTFOLIOS, &portfolio),
        description: text(&portfolio.values, "description"),
        edit: if_may(Reach::Save, edit_place(&PORTFOLIOS, portfolio.id)),
        delete: if_may(Reach::Delete, delete_place(&PORTFOLIOS, portfolio.id)),
    });
    let title = plural(t, PORTFOLIOS.target);
    Ok(PortfoliosPage {
        tiles: tiles.collect(),
        page: Frame::of(call, look, title.clone()).crumbs([Crumb::here(&title)]),
        title,
        about: t.text("entry-portfolio-about"),
        new: if_may(Reach::Save, new_place(&PORTFOLIOS, None)),
        t,
    })
}

#[derive(Debug, Template)]
#[template(path = "catalogue/screen/portfolio.html")]
struct PortfolioPage {
    t: Texts,
    page: Frame,
    title: String,
    description: String,
    edit: String,
    delete: String,
    new: String,
    tabs: Vec<Tab>,
    status: String,
    q: String,
    here: String,
    heads: Vec<String>,
    rows: Vec<Row>,
    more: bool,
}

#[derive(Debug)]
struct Row {
    key: String,
    href: String,
    icon: &'static str,
    name: String,
    description: String,
    cells: Vec<(String, Shown)>,
    edit: String,
    delete: String,
}

/// What a row says besides the name; the tab says the status, the page the portfolio.
const COLUMNS: &[&str] = &["category", "executor_group", "flow", "calendar", "impact", "urgency"];

async fn inside(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| page::html(&inside_view(&asked, look, id)?))
        .await
}

fn inside_view(call: &Call, look: &Look<'_>, id: Uuid) -> Result<PortfolioPage, Fault> {
    let portfolio = query::one(look, &PORTFOLIOS, id)?;
    let t = look.texts();
    let here = one_place(&PORTFOLIOS, id);
    let q = call.asked("q").unwrap_or_default();
    let status = call
        .asked("status")
        .filter(|status| STATUSES.contains(status))
        .unwrap_or(super::kinds::ACTIVE_STATUS);
    let own = id.to_string();
    let found = all(look, &MODELS, &[("portfolio", &own), ("status", status), ("q", q)])?;
    let names = Names::of(look.tx, MODELS.fields, found.entries.iter().map(|model| &model.values))?;
    let showing = Showing {
        t,
        kind: &MODELS,
        names: &names,
    };
    let may = |reach| look.actor().rights.reach(PORTFOLIOS.area, reach);
    let if_may = |reach, href: String| if may(reach) { href } else { String::new() };
    let rows = found.entries.iter().map(|model| Row {
        key: model.id.to_string(),
        href: one_place(&MODELS, model.id),
        icon: icon(model.values.get("icon").and_then(Value::as_str)),
        name: head_of(&MODELS, model),
        description: model
            .values
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        cells: COLUMNS
            .iter()
            .filter_map(|name| MODELS.field(name))
            .map(|field| (label(t, &MODELS, &[field.name]), showing.field(field, &model.values)))
            .collect(),
        edit: if_may(Reach::Save, edit_place(&MODELS, model.id)),
        delete: if_may(Reach::Delete, delete_place(&MODELS, model.id)),
    });
    let title = head_of(&PORTFOLIOS, &portfolio);
    Ok(PortfolioPage {
        rows: rows.collect(),
        more: found.next.is_some(),
        tabs: tabs(look, t, &own, status)?,
        page: Frame::of(call, look, title.clone()).crumbs([
            Crumb::to(urls::PORTFOLIO, plural(t, PORTFOLIOS.target)),
            Crumb::here(&title),
        ]),
        title,
        description: portfolio
            .values
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        edit: if_may(Reach::Save, edit_place(&PORTFOLIOS, id)),
        delete: if_may(Reach::Delete, delete_place(&PORTFOLIOS, id)),
        new: if_may(Reach::Save, new_place(&MODELS, Some((&PORTFOLIOS, id)))),
        status: status.to_owned(),
        q: q.to_owned(),
        here,
        heads: COLUMNS.iter().map(|name| label(t, &MODELS, &[name])).collect(),
        t,
    })
}

/// New, active and retired, each with how many there are (F141).
fn tabs(look: &Look<'_>, t: Texts, portfolio: &str, current: &str) -> Result<Vec<Tab>, Fault> {
    let tabs = STATUSES.iter().map(|status| {
        let total = all(look, &MODELS, &[("portfolio", portfolio), ("status", status)])?
            .total
            .unwrap_or(0);
        Ok(Tab {
            label: word(t, &MODELS, &["status"], status),
            href: format!("{}/{portfolio}?status={status}", urls::PORTFOLIO),
            current: *status == current,
            n: page::number(total, t),
        })
    });
    tabs.collect()
}
