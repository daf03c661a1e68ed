//! One thing done to many releases from the desk: what is chosen and what it asks, then what became of each (F189).

use std::sync::Arc;

use askama::Template;
use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::verb::inputs::{Asking, Filled, Input};
use super::verb::{VERBS, Verb};
use super::words::{self, Numbering, StateShown};
use super::{doing, record};
use crate::act::Look;
use crate::edge::form::{Errors, Form, take};
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Precondition, Reply, Routes, Texts, reader, urls};
use crate::release::bulk::{self, Item, Row};
use crate::release::query::{self, Surroundings};
use crate::release::store::Stored;
use crate::release::{probe, wish::Wish};

/// What can be done to many at once from the desk.
const OFFERED: &[&str] = &["suspend", "reactivate"];

/// A chosen release.
#[derive(Debug, Clone, Default)]
pub struct PickShown {
    /// Number and the revision that was seen, as the desk sent them.
    pub value: String,
    pub number: String,
    pub title: String,
    pub href: String,
    pub states: Vec<StateShown>,
    /// Why it will be left as it is, or why it was; nothing otherwise.
    pub reason: String,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/mass.html")]
pub struct MassPage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub effect: String,
    pub action: &'static str,
    pub picks: Vec<PickShown>,
    pub form: Form,
    pub inputs: Vec<Input>,
    pub label: String,
    pub icon: &'static str,
    pub href: &'static str,
    pub to: &'static str,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/mass_report.html")]
pub struct MassReportPage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub summary: String,
    pub rows: Vec<PickShown>,
    pub href: &'static str,
}

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, urls::RELEASES_MASS, |_| async {
            Ok(Reply::see_other(urls::RELEASES))
        })
        .page(Method::POST, urls::RELEASES_MASS, post)
}

async fn post(call: Call) -> Result<Reply, Fault> {
    let mut form = call.form();
    let picks = form.get("pick").cloned().unwrap_or_default();
    let action = take(&mut form, "action").unwrap_or_default();
    let verb = VERBS
        .iter()
        .find(|verb| OFFERED.contains(&verb.name) && verb.name == action)
        .ok_or_else(|| Fault::new(Code::NotFound))?;
    let items = items(&picks);
    let goes = take(&mut form, "step").is_some();
    if let Some(fields) = form.as_object_mut() {
        fields.shift_remove("pick");
    }
    if !goes {
        return asked(&call, verb, items, form, Errors::default()).await;
    }
    match reader::read(&form, verb.reading) {
        Ok(wish) => done(&call, verb, items, wish).await,
        Err(fault) => {
            let (errors, _) = doing::told_on_form(&fault, call.texts());
            asked(&call, verb, items, form, errors).await
        }
    }
}

/// `1284.7` is the release 1284 as it stood at its event 7. What says something else was not sent by the desk.
fn items(picks: &Value) -> Vec<Item> {
    let sent = picks.as_array().into_iter().flatten().filter_map(Value::as_str);
    sent.filter_map(|pick| {
        let (number, revision) = pick.split_once('.')?;
        Some(Item {
            number: number.parse().ok()?,
            precondition: Precondition::Revision(revision.parse().ok()?),
        })
    })
    .take(bulk::MAX)
    .collect()
}

/// The chosen ones and what has to be said about them.
async fn asked(
    call: &Call,
    verb: &'static Verb,
    items: Vec<Item>,
    form: Value,
    errors: Errors,
) -> Result<Reply, Fault> {
    let status = if errors.all.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let form = Form::over(&form).with_errors(errors.clone());
            page::html_with(status, &view(look, &shown, verb, &items, form)?)
        })
        .await
}

fn view(look: &Look<'_>, call: &Call, verb: &Verb, items: &[Item], form: Form) -> Result<MassPage, Fault> {
    let t = look.texts();
    let numbering = Numbering::of(look.tx)?;
    let mut picks = Vec::new();
    for item in items {
        // What is not to be seen any more is no matter of this page.
        let Ok(stored) = query::visible(look, item.number) else {
            continue;
        };
        let around = query::surroundings(look, &call.app, &stored.release)?;
        picks.push(pick(look, verb, &numbering, (&stored, &around, *item)));
    }
    let heading = t.with(&format!("mass-{}", verb.name), "n", picks.len());
    let page = frame(call, look, heading.clone());
    let inputs = Asking {
        look,
        release: None,
        frame: &page,
        form: &form,
        filled: &Filled::default(),
        needs_end: false,
    }
    .of(verb.name)?;
    Ok(MassPage {
        heading,
        effect: t.text(&format!("mass-{}-effect", verb.name)),
        action: verb.name,
        picks,
        inputs,
        form,
        label: t.text(verb.label),
        icon: verb.icon,
        href: urls::RELEASES,
        to: urls::RELEASES_MASS,
        page,
        t,
    })
}

fn frame(call: &Call, look: &Look<'_>, heading: String) -> Frame {
    let crumbs = [
        Crumb::to(urls::RELEASES, look.texts().text("rail-releases")),
        Crumb::here(heading.clone()),
    ];
    Frame::of(call, look, heading).crumbs(crumbs)
}

fn pick(
    look: &Look<'_>,
    verb: &Verb,
    numbering: &Numbering,
    (stored, around, item): (&Stored, &Surroundings, Item),
) -> PickShown {
    let command = probe::of_life(verb.name, &stored.release, around);
    let possible = probe::probe(look, stored, around, verb.name, command);
    let reason = if item.precondition.holds(stored.revision) {
        possible.blocker.map(|fault| fault.detail(look.texts()))
    } else {
        Some(Fault::new(Code::Stale).detail(look.texts()))
    };
    PickShown {
        value: format!("{}.{}", item.number, item.precondition.seen().unwrap_or_default()),
        reason: reason.unwrap_or_default(),
        ..told(look.texts(), numbering, stored)
    }
}

fn told(t: Texts, numbering: &Numbering, stored: &Stored) -> PickShown {
    let release = &stored.release;
    PickShown {
        value: String::new(),
        number: numbering.shown(release.number),
        title: release.sheet.title.clone(),
        href: urls::release(release.number),
        states: words::states(t, release.status, release.is_closed()),
        reason: String::new(),
    }
}

/// Does it to each, and reports.
async fn done(call: &Call, verb: &'static Verb, items: Vec<Item>, wish: Wish) -> Result<Reply, Fault> {
    let asked = bulk::Asked { wish, items };
    let rows = call
        .app
        .act(&call.caller, move |act| bulk::carry_out(act, &asked))
        .await?;
    let (rows, shown) = (Arc::new(rows), call.clone());
    call.app
        .look(&call.caller, move |look| {
            page::html(&report(look, &shown, verb, &rows)?)
        })
        .await
}

fn report(look: &Look<'_>, call: &Call, verb: &Verb, rows: &[Row]) -> Result<MassReportPage, Fault> {
    let t = look.texts();
    let numbering = Numbering::of(look.tx)?;
    let n_done = rows.iter().filter(|row| row.outcome.is_ok()).count();
    let shown = rows.iter().map(|row| {
        let reason = row.outcome.as_ref().err().map(|fault| record::reasons(fault, t));
        let known = query::visible(look, row.number).ok();
        let known = known.map(|stored| told(t, &numbering, &stored));
        PickShown {
            reason: reason.unwrap_or_default(),
            ..known.unwrap_or_else(|| PickShown {
                number: numbering.shown(row.number),
                ..PickShown::default()
            })
        }
    });
    let values = [
        ("done".into(), n_done.to_string()),
        ("all".into(), rows.len().to_string()),
    ];
    let heading = t.text(&format!("mass-{}-report", verb.name));
    Ok(MassReportPage {
        summary: t.filled("mass-summary", &values),
        rows: shown.collect(),
        page: frame(call, look, heading.clone()),
        href: urls::RELEASES,
        heading,
        t,
    })
}

#[cfg(test)]
impl PickShown {
    fn sample(t: Texts, reason: &str) -> PickShown {
        PickShown {
            value: "1284.7".to_owned(),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            href: urls::release(1284),
            states: words::states(t, slipway_core::flow::Status::InExecution, false),
            reason: reason.to_owned(),
        }
    }
}

#[cfg(test)]
impl MassPage {
    pub fn sample(language: crate::edge::Language) -> MassPage {
        let t = Texts(language);
        MassPage {
            page: Frame::sample(language),
            heading: t.with("mass-suspend", "n", 2),
            effect: t.text("mass-suspend-effect"),
            action: "suspend",
            picks: vec![
                PickShown::sample(t, ""),
                PickShown::sample(t, &t.text("fault-release-suspended-detail")),
            ],
            form: Form::default(),
            inputs: super::verb::inputs::sample(t),
            label: t.text("action-suspend"),
            icon: "suspend",
            href: urls::RELEASES,
            to: urls::RELEASES_MASS,
            t,
        }
    }
}

#[cfg(test)]
impl MassReportPage {
    pub fn sample(language: crate::edge::Language) -> MassReportPage {
        let t = Texts(language);
        MassReportPage {
            page: Frame::sample(language),
            heading: t.text("mass-suspend-report"),
            summary: t.filled(
                "mass-summary",
                &[("done".into(), "1".to_owned()), ("all".into(), "2".to_owned())],
            ),
            rows: vec![
                PickShown::sample(t, ""),
                PickShown::sample(t, &t.text("fault-release-suspended-detail")),
            ],
            href: urls::RELEASES,
            t,
        }
    }
}
