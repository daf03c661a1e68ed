//! What the tasks of a release ask for, what was answered, and what else can be answered (F106, B201).

use askama::Template;
use slipway_core::questionnaire::{Demand, Lack};

use super::{blocker, place, place_of, task_name};
use crate::edge::form::{Choice, Form};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Texts};
use crate::questionnaire;
use crate::release::checklist::query;
use crate::release::checklist::store::{AnswerRow, Signed};
use crate::release::screen::record::{self, Told};

#[derive(Debug, Template)]
#[template(path = "release/checklist/screen/list.html")]
pub struct ListPage {
    t: Texts,
    page: Frame,
    number: String,
    title: String,
    demands: Vec<DemandShown>,
    sets: Vec<SetShown>,
    offers: Vec<Choice>,
    /// Where a chosen one is answered.
    new: String,
    form: Form,
    /// Why nothing can be answered now, or nothing.
    reason: String,
}

/// A questionnaire that a task asks for.
#[derive(Debug)]
struct DemandShown {
    title: String,
    task: String,
    required: bool,
    tone: &'static str,
    icon: &'static str,
    state: String,
    /// Where it is answered; nothing when it is done or cannot be.
    answer: String,
}

/// An answered questionnaire.
#[derive(Debug)]
pub struct SetShown {
    pub href: String,
    pub title: String,
    pub task: String,
    pub answered: SignedShown,
    /// Only where it was answered again.
    pub edited: Option<SignedShown>,
    pub confirmed: Option<SignedShown>,
}

#[derive(Debug, Clone)]
pub struct SignedShown {
    pub at: Moment,
    pub who: String,
}

impl SignedShown {
    fn of(frame: &Frame, signed: &Signed) -> SignedShown {
        SignedShown {
            at: frame.moment(signed.at),
            who: signed.name.clone(),
        }
    }
}

impl SetShown {
    pub fn of(told: &Told<'_>, frame: &Frame, set: &AnswerRow) -> SetShown {
        let signed = |signed: &Signed| SignedShown::of(frame, signed);
        SetShown {
            href: place_of(told.release().number, set.id),
            title: set.title.clone(),
            task: task_name(told, told.look.texts(), set.task.as_ref()),
            answered: signed(&set.answered),
            edited: (set.edited != set.answered).then(|| signed(&set.edited)),
            confirmed: set.confirmed.as_ref().map(signed),
        }
    }
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            page::html(&view(&told, &shown)?)
        })
        .await
}

fn view(told: &Told<'_>, call: &Call) -> Result<ListPage, Fault> {
    let (t, look, release) = (told.look.texts(), told.look, told.release());
    let heading = t.text("checklist-title");
    let frame = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading));
    let sets = query::sets(look.tx, release)?;
    let offers = questionnaire::query::offered(look.tx)?.into_iter();
    let reason = blocker(told);
    let demands = &told.around.checklists.demands;
    Ok(ListPage {
        number: told.number(),
        title: release.sheet.title.clone(),
        demands: demands
            .iter()
            .map(|demand| demand_shown(told, demand, &reason))
            .collect(),
        sets: sets.iter().map(|set| SetShown::of(told, &frame, set)).collect(),
        offers: offers
            .map(|offer| Choice::new(offer.id.to_string(), offer.title).hint(offer.category))
            .collect(),
        new: format!("{}/new", place(release.number)),
        form: Form::default(),
        reason,
        page: frame,
        t,
    })
}

/// With a `reason` against answering, nothing leads there.
fn demand_shown(told: &Told<'_>, demand: &Demand, reason: &str) -> DemandShown {
    let t = told.look.texts();
    let release = told.release();
    let lack = told.around.checklists.lack(demand, release.run);
    let (tone, icon) = match lack {
        Some(Lack::Unanswered) => ("mute", "circle"),
        Some(Lack::Unconfirmed) => ("hold", "clock"),
        None => ("ok", "circle-check"),
    };
    let state = lack.map_or("done", Lack::as_str);
    let answer = demand
        .questionnaire
        .filter(|_| reason.is_empty() && lack == Some(Lack::Unanswered));
    DemandShown {
        title: demand.title.clone(),
        task: task_name(told, t, Some(&demand.task)),
        required: demand.required,
        tone,
        icon,
        state: t.text(&format!("checklist-state-{state}")),
        answer: answer
            .map(|id| format!("{}/new?questionnaire={id}", place(release.number)))
            .unwrap_or_default(),
    }
}

#[cfg(test)]
impl ListPage {
    pub fn sample(language: crate::edge::Language) -> ListPage {
        let t = Texts(language);
        let demand = |state: &str, answer: &str| DemandShown {
            title: "<b>Service test</b>".to_owned(),
            task: "Test".to_owned(),
            required: true,
            tone: "mute",
            icon: "circle",
            state: t.text(&format!("checklist-state-{state}")),
            answer: answer.to_owned(),
        };
        ListPage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            demands: vec![
                demand("unanswered", "/releases/1284/questionnaires/new"),
                demand("unconfirmed", ""),
                demand("done", ""),
            ],
            sets: vec![SetShown::sample()],
            offers: vec![Choice::new("1", "Service test").hint("Tests")],
            new: "/releases/1284/questionnaires/new".to_owned(),
            form: Form::default(),
            reason: String::new(),
            t,
        }
    }

    /// Nothing asked for, nothing answered, and nothing to be answered now.
    pub fn empty(language: crate::edge::Language) -> ListPage {
        ListPage {
            demands: Vec::new(),
            sets: Vec::new(),
            offers: Vec::new(),
            reason: "The release is closed".to_owned(),
            ..ListPage::sample(language)
        }
    }
}

#[cfg(test)]
impl SetShown {
    pub fn sample() -> SetShown {
        let signed = |who: &str| SignedShown {
            at: Moment {
                instant: "2026-12-02T12:00:00Z".to_owned(),
                words: "2 Dec 2026 09:00".to_owned(),
            },
            who: who.to_owned(),
        };
        SetShown {
            href: "/releases/1284/questionnaires/1".to_owned(),
            title: "<b>Service test</b>".to_owned(),
            task: "Test".to_owned(),
            answered: signed("Ana Souza"),
            edited: Some(signed("Bruno Lima")),
            confirmed: Some(signed("Carla Dias")),
        }
    }
}
