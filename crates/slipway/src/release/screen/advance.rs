//! Leaving a task: with which outcome, and with exactly the fields that the decider demands for it (F044–F048, F070).

use askama::Template;
use serde_json::Value;
use slipway_core::flow::{Outcome, TaskId};
use slipway_core::release::{Advance, Command};

use super::doing::{self, Doing};
use super::record::Told;
use crate::edge::form::{Choice, Form, select, take};
use crate::edge::page::Frame;
use crate::edge::{Call, Code, Fault, Reply, Texts};
use crate::release::offer;
use crate::release::probe::{self, Possible};
use crate::release::read::wishes;

#[derive(Debug, Template)]
#[template(path = "release/screen/advance.html")]
pub struct AdvancePage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub doing: Doing,
    pub task: String,
    /// What it is left with now.
    pub outcome: &'static str,
    /// To choose from; none where there is one alone.
    pub outcomes: Vec<Choice>,
    pub asks: Asked,
    pub label: String,
    /// What will happen, for whom.
    pub effect: String,
    pub is_dangerous: bool,
}

/// The fields to show.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub release_date: bool,
    pub solution_categories: Vec<Choice>,
    pub solution_category: bool,
    pub closure: bool,
    pub closure_label: String,
}

impl Asked {
    /// The fields that a probe says are missing, and those that are filled already.
    pub fn of(told: &Told<'_>, possible: &Possible, form: &Form, is_refusal: bool) -> Result<Asked, Fault> {
        let t = told.look.texts();
        let is_asked = |field: &str| possible.asks.contains(&field) || !form.value(field).is_empty();
        let offers = if is_asked("solution_category") {
            offer::solution_categories(told.look.tx)?
        } else {
            Vec::new()
        };
        let categories = offers
            .into_iter()
            .map(|offer| Choice::new(offer.id.to_string(), offer.label))
            .collect();
        Ok(Asked {
            release_date: is_asked("release_date"),
            solution_category: is_asked("solution_category"),
            solution_categories: select(categories, form.value("solution_category")),
            closure: is_asked("closure"),
            closure_label: t.text(if is_refusal {
                "release-reason"
            } else {
                "release-field-closure"
            }),
        })
    }

    /// Whether any of it is asked.
    pub fn any(&self) -> bool {
        self.release_date || self.solution_category || self.closure
    }

    #[cfg(test)]
    pub fn sample(t: Texts) -> Asked {
        Asked {
            release_date: true,
            solution_category: true,
            solution_categories: vec![Choice::new("1", "Delivered")],
            closure: true,
            closure_label: t.text("release-field-closure"),
        }
    }
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let form = Form::over(&Value::Object(call.query.clone()));
    answer(&call, form, None).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let mut form = call.form();
    if take(&mut form, "step").is_some() {
        // Another outcome was chosen: only the fields that belong to it are drawn again.
        return answer(&call, Form::over(&form), None).await;
    }
    let said = match form.get("outcome").and_then(Value::as_str) {
        Some("canceled") => "said-canceled",
        Some("not_solved") => "said-sent-back",
        _ => "said-advanced",
    };
    match doing::perform(&call, form.clone(), wishes::advance).await {
        Ok(done) => Ok(doing::done(done.stored.release.number, said, &done.warnings)),
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

fn view(told: &Told<'_>, call: &Call, form: Form) -> Result<AdvancePage, Fault> {
    let (t, look) = (told.look.texts(), told.look);
    let task = doing::meant_task(told, &form);
    let offered = offered(told, task.as_ref());
    let outcome = form
        .value("outcome")
        .parse()
        .ok()
        .or(offered.first().copied())
        .unwrap_or(Outcome::Advance);
    let command = Command::Advance(Advance {
        task: task.clone(),
        outcome,
        release_date: None,
        solution_category: None,
        closure: None,
        note: None,
    });
    let possible = probe::probe(look, &told.stored, &told.around, outcome.as_str(), command);
    let asks = Asked::of(told, &possible, &form, outcome == Outcome::NotSolved)?;
    let label = label(told, task.as_ref(), outcome);
    let reason = possible
        .blocker
        .filter(|fault| fault.code != Code::ReleaseTaskUnclear)
        .map(|fault| fault.detail(t));
    let page = Frame::of(call, look, format!("{label} · {}", told.number())).crumbs(told.crumbs(label.clone()));
    let open = told.release().task(task.as_ref());
    Ok(AdvancePage {
        doing: Doing {
            reason: reason.unwrap_or_default(),
            ..Doing::of(told, "advance", form)
        },
        task: open
            .map(|open| told.teller(&page).task(open.node.as_str()))
            .unwrap_or_default(),
        outcome: outcome.as_str(),
        outcomes: outcomes(t, &offered, outcome),
        asks,
        effect: effect(t, outcome),
        is_dangerous: outcome == Outcome::Canceled,
        heading: label.clone(),
        label,
        page,
        t,
    })
}

/// The outcomes that the flow offers where the release stands.
fn offered(told: &Told<'_>, task: Option<&TaskId>) -> Vec<Outcome> {
    let Some(open) = told.release().task(task) else {
        return Vec::new();
    };
    told.around
        .flow
        .task(&open.node)
        .map(|task| task.outcomes.iter().copied().collect())
        .unwrap_or_default()
}

/// To choose from: what the flow offers, or canceling alone when that was asked for. One alone is no choice.
fn outcomes(t: Texts, offered: &[Outcome], chosen: Outcome) -> Vec<Choice> {
    if chosen == Outcome::Canceled || offered.len() < 2 {
        return Vec::new();
    }
    let choices = offered.iter().map(|outcome| {
        let key = outcome.as_str().replace('_', "-");
        Choice::new(outcome.as_str(), t.text(&format!("outcome-{key}"))).hint(t.text(&format!("outcome-{key}-hint")))
    });
    select(choices.collect(), chosen.as_str())
}

fn effect(t: Texts, outcome: Outcome) -> String {
    t.text(match outcome {
        Outcome::Advance => "release-effect-advance",
        Outcome::Solved => "release-effect-solved",
        Outcome::NotSolved => "release-effect-not-solved",
        Outcome::Canceled => "release-effect-canceled",
    })
}

/// What the button says: where it leads.
fn label(told: &Told<'_>, task: Option<&TaskId>, outcome: Outcome) -> String {
    let (t, release) = (told.look.texts(), told.release());
    match outcome {
        Outcome::Solved => t.text("action-solve"),
        Outcome::NotSolved => t.text("action-not-solved"),
        Outcome::Canceled => t.text("action-cancel-release"),
        Outcome::Advance => super::actions::next_label(told.look, release, &told.around, task),
    }
}

#[cfg(test)]
impl AdvancePage {
    pub fn sample(language: crate::edge::Language) -> AdvancePage {
        let t = Texts(language);
        AdvancePage {
            page: Frame::sample(language),
            heading: t.text("action-solve"),
            doing: Doing::sample(t, "advance"),
            task: "Homologation".to_owned(),
            outcome: Outcome::Solved.as_str(),
            outcomes: outcomes(t, &[Outcome::Solved, Outcome::NotSolved], Outcome::Solved),
            asks: Asked::sample(t),
            label: t.text("action-solve"),
            effect: effect(t, Outcome::Solved),
            is_dangerous: false,
            t,
        }
    }
}
