//! Setting the situation and keeping the task (O08, F048): the current one is chosen from the start, so that saving
//! without touching it changes nothing (B074).

use askama::Template;
use serde_json::Value;
use slipway_core::flow::Status;
use slipway_core::release::{Command, SituationChange};

use super::advance::Asked;
use super::doing::{self, Doing};
use super::record::Told;
use super::words;
use crate::edge::form::{Choice, Form, select, take};
use crate::edge::page::Frame;
use crate::edge::{Call, Fault, Reply, Texts};
use crate::release::probe::{self, Possible};
use crate::release::read::wishes;

/// What people may set (B073).
const SITUATIONS: [Status; 4] = [Status::InExecution, Status::Solved, Status::NotSolved, Status::Canceled];

#[derive(Debug, Template)]
#[template(path = "release/screen/situation.html")]
pub struct SituationPage {
    pub t: Texts,
    pub page: Frame,
    pub doing: Doing,
    pub situations: Vec<Choice>,
    pub asks: Asked,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let form = Form::over(&Value::Object(call.query.clone()));
    answer(&call, form, None).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let mut form = call.form();
    if take(&mut form, "step").is_some() {
        return answer(&call, Form::over(&form), None).await;
    }
    match doing::perform(&call, form.clone(), wishes::situation).await {
        Ok(done) => Ok(doing::done(
            done.stored.release.number,
            "said-situation-set",
            &done.warnings,
        )),
        Err(fault) if doing::is_for_the_form(&fault) => answer(&call, Form::over(&form), Some(fault)).await,
        Err(fault) => Err(fault),
    }
}

async fn answer(call: &Call, form: Form, fault: Option<Fault>) -> Result<Reply, Fault> {
    doing::drawn(call, fault, move |told, call, errors| {
        view(told, call, form.clone().with_errors(errors))
    })
    .await
}

fn view(told: &Told<'_>, call: &Call, form: Form) -> Result<SituationPage, Fault> {
    let (t, look) = (told.look.texts(), told.look);
    let current = told.release().status;
    let current = if current == Status::Reopened {
        Status::InExecution
    } else {
        current
    };
    let chosen = form.value("status").parse().ok().unwrap_or(current);
    let possible = SITUATIONS.map(|status| (status, probed(told, status)));
    let refused = |status: Status| {
        possible
            .iter()
            .find(|(known, _)| *known == status)
            .and_then(|(_, possible)| possible.blocker.as_ref())
    };
    let asks = match possible.iter().find(|(status, _)| *status == chosen) {
        Some((_, possible)) => Asked::of(told, possible, &form, chosen == Status::NotSolved)?,
        None => Asked::default(),
    };
    let choices = SITUATIONS.map(|status| {
        let choice = Choice::new(status.as_str(), words::word(t, "status", status.as_str()));
        match refused(status) {
            Some(fault) => Choice {
                disabled: true,
                hint: fault.detail(t),
                ..choice
            },
            None => choice.hint(words::word(t, "situation", status.as_str())),
        }
    });
    // Where nothing at all can be set, one reason is enough.
    let reason = if choices.iter().all(|choice| choice.disabled) {
        choices.first().map(|choice| choice.hint.clone())
    } else {
        None
    };
    let heading = t.text("release-situation-title");
    Ok(SituationPage {
        page: Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading)),
        doing: Doing {
            reason: reason.unwrap_or_default(),
            ..Doing::of(told, "situation", form)
        },
        situations: select(choices.to_vec(), chosen.as_str()),
        asks,
        t,
    })
}

fn probed(told: &Told<'_>, status: Status) -> Possible {
    let command = Command::SetSituation(SituationChange {
        status,
        release_date: None,
        solution_category: None,
        closure: None,
    });
    probe::probe(told.look, &told.stored, &told.around, status.as_str(), command)
}

#[cfg(test)]
impl SituationPage {
    pub fn sample(language: crate::edge::Language) -> SituationPage {
        let t = Texts(language);
        SituationPage {
            page: Frame::sample(language),
            doing: Doing::sample(t, "situation"),
            situations: SITUATIONS
                .map(|status| Choice::new(status.as_str(), words::word(t, "status", status.as_str())))
                .to_vec(),
            asks: Asked::sample(t),
            t,
        }
    }
}
