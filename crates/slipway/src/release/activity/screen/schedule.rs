//! What is scheduled for a release, and scheduling more: the two tabs of O22.

use askama::Template;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use slipway_core::policy::ReleaseAction;

use super::super::{command, read, store};
use super::shown::{ActivityShown, Showing};
use crate::catalogue::kinds::ACTIVITY_GROUPS;
use crate::edge::form::{self, Choice, Errors, Form, put, text_at};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Code, Fault, Language, Reply, Texts, reader, urls, when};
use crate::entry::{Kind, choices};
use crate::release::addition;
use crate::release::read::local;
use crate::release::screen::doing;
use crate::release::screen::record::{self, Told};

/// Which of the two tabs is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    History,
    Create,
}

#[derive(Debug, Template)]
#[template(path = "release/activity/screen/schedule.html")]
pub struct SchedulePage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub tab: Tab,
    pub list: String,
    pub new: String,
    pub calendar: &'static str,
    pub activities: Vec<ActivityShown>,
    pub form: Form,
    pub groups: Vec<Choice>,
    /// The zone the time is typed in.
    pub zone: String,
    /// Why nothing can be scheduled; nothing when it can.
    pub reason: String,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    answer(&call, Tab::History, Form::default(), StatusCode::OK).await
}

pub async fn ask(call: Call) -> Result<Reply, Fault> {
    answer(&call, Tab::Create, Form::default(), StatusCode::OK).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let tree = call.form();
    let (acting, body) = (call.clone(), tree.clone());
    let saved = call
        .app
        .act(&call.caller, move |act| {
            let planned = |zone: &str| {
                let mut body = body.clone();
                settle_time(&mut body, "at", zone, act.at, act.language);
                let plan = reader::read(&body, |reader| read::plan(reader, zone))?;
                plan.ok_or_else(|| Fault::new(Code::Invalid))
            };
            command::schedule(act, number, acting.precondition(), planned).map(drop)
        })
        .await;
    match saved {
        Ok(()) => Ok(Reply::see_other(format!(
            "{}?said=said-scheduled",
            urls::release_part(number, "activities")
        ))),
        Err(fault) if doing::is_for_the_form(&fault) => {
            let (errors, status) = told_on_form(&fault, call.texts());
            answer(&call, Tab::Create, Form::over(&tree).with_errors(errors), status).await
        }
        Err(fault) => Err(fault),
    }
}

/// Reads a time as people type it, in its zone; what cannot be read stays as it was typed.
pub fn settle_time(tree: &mut Value, name: &str, zone: &str, now: jiff::Timestamp, language: Language) {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    if let Some(read) = when::read(text_at(tree, name), now.to_zoned(zone).datetime(), language) {
        put(tree, name, local(read));
    }
}

/// A refusal at the fields of these forms.
pub fn told_on_form(fault: &Fault, t: Texts) -> (Errors, StatusCode) {
    let (_, status) = doing::told_on_form(fault, t);
    let label = |field: &str| {
        let key = format!("activity-field-{}", field.replace('_', "-"));
        t.knows(&key).then(|| t.text(&key))
    };
    (Errors::of_fault(fault, t).labelled(label), status)
}

/// Everything of a kind that may be chosen.
pub fn offered(told: &Told<'_>, kind: &'static Kind, chosen: &str) -> Result<Vec<Choice>, Fault> {
    let known = choices::all(told.look.tx, kind.target)?.unwrap_or_default();
    let offers = known.into_iter().map(|one| Choice::new(one.id.to_string(), one.label));
    Ok(form::select(offers.collect(), chosen))
}

async fn answer(call: &Call, tab: Tab, form: Form, status: StatusCode) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            page::html_with(status, &view(&told, &shown, tab, form.clone())?)
        })
        .await
}

fn view(told: &Told<'_>, call: &Call, tab: Tab, form: Form) -> Result<SchedulePage, Fault> {
    let (t, look, release) = (told.look.texts(), told.look, told.release());
    let heading = t.text("activity-title");
    let frame = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading));
    let showing = Showing {
        t,
        frame: &frame,
        numbering: &told.numbering,
    };
    let activities = store::of_release(look.tx, release.id)?;
    let form = if form.fields().next().is_some() {
        form
    } else {
        Form::over(&json!({"estimated_minutes": "60"}))
    };
    let blocker = addition::blocker(look, &told.stored, &told.around.flow, ReleaseAction::Note);
    Ok(SchedulePage {
        number: told.number(),
        title: release.sheet.title.clone(),
        tab,
        list: urls::release_part(release.number, "activities"),
        new: urls::release_part(release.number, "activities/new"),
        calendar: urls::ACTIVITIES,
        activities: activities.iter().map(|listed| showing.activity(listed)).collect(),
        groups: offered(told, &ACTIVITY_GROUPS, form.value("activity_group"))?,
        form,
        zone: release.sheet.planning.zone().to_owned(),
        reason: blocker.map(|fault| fault.detail(t)).unwrap_or_default(),
        page: frame,
        t,
    })
}

#[cfg(test)]
impl SchedulePage {
    pub fn sample(language: Language, tab: Tab) -> SchedulePage {
        let t = Texts(language);
        let mut errors = Errors::default();
        errors.add("at", "Say when");
        SchedulePage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            tab,
            list: urls::release_part(1284, "activities"),
            new: urls::release_part(1284, "activities/new"),
            calendar: urls::ACTIVITIES,
            activities: ActivityShown::samples(t),
            form: Form::default().with_errors(errors),
            groups: vec![Choice::new("1", "Night operations")],
            zone: "America/Sao_Paulo".to_owned(),
            reason: String::new(),
            t,
        }
    }
}
