//! The versions of a release as pages: the list, from which two are compared; and bringing one back, which shows first
//! what that would change and why it cannot be done.

use askama::Template;
use axum::http::Method;
use serde_json::Value;
use slipway_core::policy::ReleaseAction;
use slipway_core::release::{Command, Edit};

use super::{command, query};
use crate::edge::form::{Errors, Form, field_of};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Code, Fault, Reply, Routes, Texts, reader, urls};
use crate::release::screen::doing::{self, Doing};
use crate::release::screen::record::{self, Told};
use crate::release::screen::told::{self, ChangeShown, Teller};
use crate::release::{gate, probe, query as releases};

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, "/releases/{number}/versions", list)
        .page(Method::POST, "/releases/{number}/versions", mark)
        .gated(gate::any_of(&[ReleaseAction::Note]))
        .page(Method::GET, "/releases/{number}/versions/compare", compare)
        .page(
            Method::GET,
            "/releases/{number}/versions/{version}/restore",
            ask_restore,
        )
        .page(Method::POST, "/releases/{number}/versions/{version}/restore", restore)
        .gated(gate::any_of(&[ReleaseAction::Edit]))
}

/// A line of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionShown {
    pub version: i64,
    pub href: String,
    pub at: Moment,
    pub who: String,
    pub what: String,
    /// The label of a baseline, or nothing.
    pub baseline: String,
    /// Whether the comparison begins or ends with it, before anybody chooses.
    pub is_from: bool,
    pub is_to: bool,
}

#[derive(Debug, Template)]
#[template(path = "release/versions/screen/versions.html")]
pub struct VersionsPage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub versions: Vec<VersionShown>,
    pub compare: String,
    pub history: String,
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let mut told = record::told(look, &shown, number)?;
            told.names = told::wanted(&told.events).found(look.tx)?;
            let t = look.texts();
            let heading = t.text("versions-title");
            let page = Frame::of(&shown, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading));
            let versions = lines(&told, &page);
            page::html(&VersionsPage {
                number: told.number(),
                title: told.release().sheet.title.clone(),
                versions,
                compare: urls::release_part(number, "versions/compare"),
                history: urls::release_part(number, "history"),
                page,
                t,
            })
        })
        .await
}

/// The newest first; the comparison that offers itself is what the last event changed.
fn lines(told: &Told<'_>, frame: &Frame) -> Vec<VersionShown> {
    let labels = query::baselines(&told.events);
    let newest = told.events.last().map_or(0, |event| event.seq);
    let events = told.teller(frame).history(told.release().number, &told.events);
    events
        .into_iter()
        .map(|event| VersionShown {
            version: event.version,
            href: event.href,
            at: event.at,
            who: event.who,
            what: event.what,
            baseline: labels.get(&event.version).cloned().unwrap_or_default(),
            is_from: event.version == newest - 1,
            is_to: event.version == newest,
        })
        .collect()
}

#[derive(Debug, Template)]
#[template(path = "release/versions/screen/compare.html")]
pub struct ComparePage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub number: String,
    pub title: String,
    pub from: VersionShown,
    pub to: VersionShown,
    pub changes: Vec<ChangeShown>,
    /// The other way round.
    pub swapped: String,
    pub versions: String,
}

async fn compare(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let asked = |name: &str| {
        let version = call.asked(name).and_then(|text| text.parse::<i64>().ok());
        version.ok_or_else(|| Fault::new(Code::NotFound))
    };
    let (from, to) = (asked("from")?, asked("to")?);
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let mut told = record::told(look, &shown, number)?;
            let changes = query::between(&told.events, from, to)?;
            let mut wanted = told::wanted(&told.events);
            wanted.add(told::wanted_in(&changes));
            told.names = wanted.found(look.tx)?;
            page::html(&comparison(&told, &shown, (from, to), &changes)?)
        })
        .await
}

fn comparison(
    told: &Told<'_>,
    call: &Call,
    (from, to): (i64, i64),
    changes: &[crate::act::FieldChange],
) -> Result<ComparePage, Fault> {
    let (t, number) = (told.look.texts(), told.release().number);
    let values = [("from".into(), from.to_string()), ("to".into(), to.to_string())];
    let heading = t.filled("versions-compare-title", &values);
    let page =
        Frame::of(call, told.look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading.clone()));
    let lines = lines(told, &page);
    let line = |version: i64| {
        let found = lines.iter().find(|line| line.version == version).cloned();
        found.ok_or_else(|| Fault::new(Code::NotFound))
    };
    Ok(ComparePage {
        number: told.number(),
        title: told.release().sheet.title.clone(),
        from: line(from)?,
        to: line(to)?,
        changes: told.teller(&page).differences(changes),
        swapped: format!("{}?from={to}&to={from}", urls::release_part(number, "versions/compare")),
        versions: urls::release_part(number, "versions"),
        heading,
        page,
        t,
    })
}

/// Marks a version as a baseline and shows it again, where the mark stands.
async fn mark(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let mut tree = call.form();
    let precondition = doing::seen(&mut tree);
    let (mark, _) = call
        .app
        .act(&call.caller, move |act| {
            command::mark(act, number, precondition, || reader::read(&tree, command::read_mark))
        })
        .await?;
    let place = urls::release_part(number, &format!("versions/{}", mark.version));
    Ok(Reply::see_other(format!("{place}?said=said-baseline-set")))
}

#[derive(Debug, Template)]
#[template(path = "release/versions/screen/restore.html")]
pub struct RestorePage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub doing: Doing,
    /// What it would change, from the record as it is now.
    pub changes: Vec<ChangeShown>,
    /// Which fields cannot be brought back, and why.
    pub obstacles: Vec<String>,
    pub back: String,
}

async fn ask_restore(call: Call) -> Result<Reply, Fault> {
    answer(&call, None).await
}

async fn restore(call: Call) -> Result<Reply, Fault> {
    let (number, version): (i64, i64) = (call.parsed("number")?, call.parsed("version")?);
    let precondition = doing::seen(&mut call.form());
    let done = call
        .app
        .act(&call.caller, move |act| {
            command::restore(act, number, precondition, || Ok(version))
        })
        .await;
    match done {
        Ok(done) => Ok(doing::done(number, "said-restored", &done.warnings)),
        Err(fault) if doing::is_for_the_form(&fault) => answer(&call, Some(fault)).await,
        Err(fault) => Err(fault),
    }
}

async fn answer(call: &Call, fault: Option<Fault>) -> Result<Reply, Fault> {
    let version: i64 = call.parsed("version")?;
    doing::drawn(call, fault, move |told, call, errors| {
        restoring(told, call, version, errors)
    })
    .await
}

fn restoring(told: &Told<'_>, call: &Call, version: i64, errors: Errors) -> Result<RestorePage, Fault> {
    let (t, look, release) = (told.look.texts(), told.look, told.release());
    let state = query::state(&told.events, version)?;
    let heading = t.with("versions-restore-title", "n", version);
    let page = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading.clone()));
    let obstacle = match query::sheet(release, &state) {
        Ok(sheet) => {
            let timing = releases::timing_after_edit(look, release, &sheet)?;
            let edit = Edit {
                sheet,
                timing,
                restores: Some(version),
            };
            probe::probe(
                look,
                &told.stored,
                &told.around,
                "restore",
                Command::Edit(Box::new(edit)),
            )
            .blocker
        }
        Err(fault) => Some(fault),
    };
    let current = crate::release::show::recorded(release);
    let of_sheet = query::sheet_fields(release);
    let mut changes = crate::act::FieldChange::between(&current, &state);
    changes.retain(|change| of_sheet.contains(&change.field));
    let names = told::wanted_in(&changes).found(look.tx)?;
    let teller = Teller {
        t,
        frame: &page,
        names: &names,
        flow: &told.around.flow,
    };
    let obstacles = obstacle.iter().flat_map(|fault| &fault.errors).map(|error| {
        let label = told::label(t, &field_of(&error.pointer));
        format!("{label}: {}", error.message(t))
    });
    Ok(RestorePage {
        changes: teller.differences(&changes),
        obstacles: obstacles.collect(),
        doing: Doing {
            reason: obstacle.as_ref().map(|fault| fault.detail(t)).unwrap_or_default(),
            ..Doing::of(
                told,
                &format!("versions/{version}/restore"),
                Form::over(&Value::Null).with_errors(errors),
            )
        },
        back: urls::release_part(release.number, &format!("versions/{version}")),
        heading,
        page,
        t,
    })
}

#[cfg(test)]
fn sample_line(version: i64, baseline: &str) -> VersionShown {
    VersionShown {
        version,
        href: urls::release_part(1284, &format!("versions/{version}")),
        at: Moment {
            instant: "2026-12-03T02:00:00Z".to_owned(),
            words: "2 Dec 2026 23:00".to_owned(),
        },
        who: "Ana Souza".to_owned(),
        what: "Changed the title".to_owned(),
        baseline: baseline.to_owned(),
        is_from: version == 1,
        is_to: version == 2,
    }
}

#[cfg(test)]
impl VersionsPage {
    pub fn sample(language: crate::edge::Language) -> VersionsPage {
        VersionsPage {
            t: Texts(language),
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            versions: vec![sample_line(2, ""), sample_line(1, "As agreed")],
            compare: urls::release_part(1284, "versions/compare"),
            history: urls::release_part(1284, "history"),
        }
    }
}

#[cfg(test)]
impl ComparePage {
    pub fn sample(language: crate::edge::Language) -> ComparePage {
        let t = Texts(language);
        ComparePage {
            page: Frame::sample(language),
            heading: "1 – 2".to_owned(),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            from: sample_line(1, "As agreed"),
            to: sample_line(2, ""),
            changes: vec![ChangeShown {
                field: told::label(t, "title"),
                old: "Payments 4".to_owned(),
                new: "Payments API 4.2".to_owned(),
            }],
            swapped: urls::release_part(1284, "versions/compare?from=2&to=1"),
            versions: urls::release_part(1284, "versions"),
            t,
        }
    }
}

#[cfg(test)]
impl RestorePage {
    pub fn sample(language: crate::edge::Language) -> RestorePage {
        let t = Texts(language);
        RestorePage {
            page: Frame::sample(language),
            heading: t.with("versions-restore-title", "n", 1),
            doing: Doing {
                tasks: Vec::new(),
                form: Form::default(),
                ..Doing::sample(t, "versions/1/restore")
            },
            changes: Vec::new(),
            obstacles: vec!["Contract: locked".to_owned()],
            back: urls::release_part(1284, "versions/1"),
            t,
        }
    }
}
