//! Becoming responsible for a task: asked before it is done, and with the name of whoever has it now (F040, R13).

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::release::command::Taking;
use slipway_core::release::{Command, OpenTask};

use super::doing::{self, Doing};
use super::record::{self, Told};
use super::words;
use crate::edge::form::{Errors, Form};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::release::probe;
use crate::release::read::wishes;

#[derive(Debug, Template)]
#[template(path = "release/screen/capture.html")]
pub struct CapturePage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub doing: Doing,
    pub task: String,
    pub group: String,
    /// Whom it would be taken from; nothing when the task is free.
    pub holder: String,
    pub since: Option<Moment>,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let form = Form::over(&Value::Object(call.query.clone()));
    answer(&call, form, None).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let form = call.form();
    match doing::perform(&call, form.clone(), wishes::capture).await {
        Ok(done) => Ok(doing::done(done.stored.release.number, "said-captured", &done.warnings)),
        Err(fault) if doing::is_for_the_form(&fault) => answer(&call, Form::over(&form), Some(fault)).await,
        Err(fault) => Err(fault),
    }
}

async fn answer(call: &Call, form: Form, fault: Option<Fault>) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    let (errors, status) = fault.map_or((Errors::default(), StatusCode::OK), |fault| {
        doing::told_on_form(&fault, call.texts())
    });
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            let task = doing::meant_task(&told, &form);
            let form = form.clone().with_errors(errors.clone());
            let task = told.release().task(task.as_ref());
            if task.is_some_and(|task| task.responsible == Some(look.actor().account)) {
                return Ok(Reply::see_other(urls::release(number)));
            }
            page::html_with(status, &view(&told, &shown, form, task))
        })
        .await
}

fn view(told: &Told<'_>, call: &Call, form: Form, task: Option<&OpenTask>) -> CapturePage {
    let (t, look) = (told.look.texts(), told.look);
    let holder = task.map(|task| told.responsible(task)).unwrap_or_default();
    let taking = if holder.is_empty() { Taking::Free } else { Taking::Over };
    let command = Command::Capture {
        task: task.map(|task| task.node.clone()),
        taking,
    };
    let possible = probe::probe(look, &told.stored, &told.around, "capture", command);
    let reason = possible
        .blocker
        .filter(|fault| fault.code != Code::ReleaseTaskUnclear)
        .map(|fault| fault.detail(t));
    let heading = t.text(if holder.is_empty() {
        "release-capture-title"
    } else {
        "release-take-over-title"
    });
    let page = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading.clone()));
    let since = task.filter(|_| !holder.is_empty()).and_then(|task| task.captured_at);
    CapturePage {
        doing: Doing {
            reason: reason.unwrap_or_default(),
            ..Doing::of(told, "capture", form)
        },
        task: task
            .map(|task| told.teller(&page).task(task.node.as_str()))
            .unwrap_or_default(),
        group: told.names.of(told.release().sheet.executor_group.uuid()),
        since: since.map(|at| words::short(t, page.tz(), at, look.at)),
        holder,
        heading,
        page,
        t,
    }
}

#[cfg(test)]
impl CapturePage {
    pub fn sample(language: crate::edge::Language) -> CapturePage {
        let t = Texts(language);
        CapturePage {
            page: Frame::sample(language),
            heading: t.text("release-take-over-title"),
            doing: Doing::sample(t, "capture"),
            task: "Run".to_owned(),
            group: "SRE".to_owned(),
            holder: "Bruno Lima".to_owned(),
            since: Some(Moment {
                instant: "2026-12-03T02:00:00Z".to_owned(),
                words: "2 Dec 23:00".to_owned(),
            }),
            t,
        }
    }
}
