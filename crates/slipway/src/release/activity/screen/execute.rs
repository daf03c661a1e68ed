//! Reporting how an activity goes: begun, done, or waiting for a reason.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Value, json};
use slipway_core::activity::Situation;
use slipway_core::id::Id;
use slipway_core::kind;
use slipway_core::policy::ReleaseAction;

use super::super::store::{self, Listed};
use super::super::{command, read};
use super::schedule::{offered, settle_time, told_on_form};
use super::shown::{ActivityShown, Showing, SituationShown};
use crate::catalogue::kinds::ACTIVITY_SUSPENSION_REASONS;
use crate::edge::form::{Choice, Form, select};
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts, reader, urls};
use crate::file;
use crate::release::addition;
use crate::release::attachment::upload;
use crate::release::read::local;
use crate::release::screen::attachments::{self, FileShown};
use crate::release::screen::record::{self, Told};
use crate::release::screen::{doing, words};

#[derive(Debug, Template)]
#[template(path = "release/activity/screen/execute.html")]
pub struct ExecutePage {
    pub t: Texts,
    pub page: Frame,
    pub activity: ActivityShown,
    /// The release, and what else is scheduled for it.
    pub release: String,
    pub list: String,
    pub form: Form,
    pub situations: Vec<Choice>,
    pub reasons: Vec<Choice>,
    pub zone: String,
    /// Why nothing can be reported; nothing when it can.
    pub reason: String,
    pub files: Vec<FileShown>,
    pub file_form: Form,
    /// Where a file goes; nothing where none can be attached.
    pub attach: String,
    pub limits: String,
}

/// What was typed into the two forms of the page.
#[derive(Debug, Clone, Default)]
struct Typed {
    report: Form,
    file: Form,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    answer(&call, Typed::default(), StatusCode::OK).await
}

/// Attaches a file to the execution.
pub async fn attach(call: Call) -> Result<Reply, Fault> {
    let (number, id): (i64, Id<kind::Activity>) = (call.parsed("number")?, call.parsed("id")?);
    let received = match upload::received(&call, number).await {
        Ok(received) => received,
        Err(broken) => return refused(&call, &broken.fields, broken.fault).await,
    };
    let fields = received.fields.clone();
    let attached = upload::attached(&call, number, (received, upload::of_activity(id)), |number, file, _| {
        let activity = file.about.activity.map(|id| format!("activities/{id}"));
        let place = urls::release_part(number, &activity.unwrap_or_default());
        Reply::see_other(format!("{place}?said=said-file-added"))
    });
    match attached.await {
        Ok(reply) => Ok(reply),
        Err(fault) => refused(&call, &fields, fault).await,
    }
}

async fn refused(call: &Call, fields: &Value, fault: Fault) -> Result<Reply, Fault> {
    let (errors, status) = attachments::told_on_form(call.texts(), fault)?;
    let typed = Typed {
        file: Form::over(fields).with_errors(errors),
        ..Typed::default()
    };
    answer(call, typed, status).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let (number, id): (i64, Id<kind::Activity>) = (call.parsed("number")?, call.parsed("id")?);
    let tree = call.form();
    let (acting, body) = (call.clone(), tree.clone());
    let saved = call
        .app
        .act(&call.caller, move |act| {
            let mut body = body.clone();
            let zone = zone_of(act.person.zone.as_ref(), &acting);
            settle_time(&mut body, "at", &zone, act.at, act.language);
            in_instants(&mut body, &zone);
            let read = || reader::read(&body, read::execution);
            command::report(act, (number, id), acting.precondition(), read).map(drop)
        })
        .await;
    match saved {
        Ok(()) => Ok(Reply::see_other(format!(
            "{}?said=said-reported",
            urls::release_part(number, "activities")
        ))),
        Err(fault) if doing::is_for_the_form(&fault) => {
            let (errors, status) = told_on_form(&fault, call.texts());
            let typed = Typed {
                report: Form::over(&tree).with_errors(errors),
                ..Typed::default()
            };
            answer(&call, typed, status).await
        }
        Err(fault) => Err(fault),
    }
}

/// The zone that whoever reports reads times in: theirs, not the activity's.
fn zone_of(own: Option<&jiff::tz::TimeZone>, call: &Call) -> String {
    let zone = own.unwrap_or_else(|| call.app.zone());
    zone.iana_name().unwrap_or("UTC").to_owned()
}

/// The wall time of the form as the instant it is for whoever typed it.
fn in_instants(body: &mut serde_json::Value, zone: &str) {
    let local = crate::edge::form::text_at(body, "at")
        .parse()
        .ok()
        .map(read::Said::Local);
    if let Some(at) = local.and_then(|local| local.in_zone(zone)) {
        crate::edge::form::put(body, "at", at.to_string());
    }
}

async fn answer(call: &Call, typed: Typed, status: StatusCode) -> Result<Reply, Fault> {
    let (number, id): (i64, Id<kind::Activity>) = (call.parsed("number")?, call.parsed("id")?);
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            let found = store::one(look.tx, told.release().id, id)?;
            let listed = found.ok_or_else(|| Fault::new(Code::NotFound))?;
            page::html_with(status, &view(&told, &shown, &listed, typed.clone())?)
        })
        .await
}

fn view(told: &Told<'_>, call: &Call, listed: &Listed, typed: Typed) -> Result<ExecutePage, Fault> {
    let (t, look, number) = (told.look.texts(), told.look, told.release().number);
    let heading = t.text("activity-report-title");
    let crumbs = [
        Crumb::to(urls::ACTIVITIES, t.text("activity-calendar")),
        Crumb::to(urls::release(number), told.number()),
        Crumb::to(urls::release_part(number, "activities"), t.text("activity-title")),
        Crumb::here(listed.group.clone()),
    ];
    let frame = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(crumbs);
    let showing = Showing {
        t,
        frame: &frame,
        numbering: &told.numbering,
    };
    let form = prefilled(typed.report, told, &frame, listed);
    let blocker = addition::blocker(look, &told.stored, &told.around.flow, ReleaseAction::Note);
    let closed = attachments::reason(told, &call.app);
    let over = (!listed.activity.progress.situation.is_open()).then(|| Fault::new(Code::ActivityOver));
    Ok(ExecutePage {
        activity: showing.activity(listed),
        release: urls::release(number),
        list: urls::release_part(number, "activities"),
        situations: situations(t, form.value("situation")),
        reasons: offered(told, &ACTIVITY_SUSPENSION_REASONS, form.value("suspension_reason"))?,
        form,
        files: files(told, listed, &frame, &closed)?,
        file_form: typed.file,
        attach: if closed.is_empty() {
            urls::release_part(number, &format!("activities/{}/attachments", listed.activity.id))
        } else {
            String::new()
        },
        limits: attachments::limits(t, &file::query::limits(look)?),
        zone: frame.zone.clone(),
        reason: blocker.or(over).map(|fault| fault.detail(t)).unwrap_or_default(),
        page: frame,
        t,
    })
}

/// The files of the execution.
fn files(told: &Told<'_>, listed: &Listed, frame: &Frame, reason: &str) -> Result<Vec<FileShown>, Fault> {
    let (t, number) = (told.look.texts(), told.release().number);
    let shown = attachments::listed(told)?
        .into_iter()
        .filter(|file| file.about.activity == Some(listed.activity.id))
        .map(|file| FileShown {
            remove: attachments::removal(reason, number, file.id),
            ..FileShown::of(&file, number, t, frame)
        });
    Ok(shown.collect())
}

fn situations(t: Texts, chosen: &str) -> Vec<Choice> {
    let choice = |situation: Situation| {
        let shown = SituationShown::of(t, situation);
        Choice::new(situation.as_str(), shown.label).hint(words::word(t, "activity-report", situation.as_str()))
    };
    select(Situation::REPORTED.map(choice).to_vec(), chosen)
}

/// What stands in the form at first: the next situation, from now on.
fn prefilled(form: Form, told: &Told<'_>, frame: &Frame, listed: &Listed) -> Form {
    if form.fields().next().is_some() {
        return form;
    }
    let progress = &listed.activity.progress;
    let next = match progress.situation {
        Situation::InExecution => Situation::Executed,
        Situation::Scheduled | Situation::Suspended | Situation::Executed | Situation::Canceled => {
            Situation::InExecution
        }
    };
    let now = told.look.at.to_zoned(frame.tz().clone()).datetime();
    let minute = now.with().second(0).subsec_nanosecond(0).build().unwrap_or(now);
    Form::over(&json!({"situation": next.as_str(), "at": local(minute)}))
}

#[cfg(test)]
impl ExecutePage {
    pub fn sample(language: crate::edge::Language) -> ExecutePage {
        let t = Texts(language);
        let mut errors = crate::edge::form::Errors::default();
        errors.add("suspension_reason", "Say why");
        ExecutePage {
            page: Frame::sample(language),
            activity: ActivityShown::samples(t).remove(0),
            release: urls::release(1284),
            list: urls::release_part(1284, "activities"),
            form: Form::default().with_errors(errors),
            situations: situations(t, "executed"),
            reasons: vec![Choice::new("1", "No access")],
            zone: "America/Sao_Paulo".to_owned(),
            reason: String::new(),
            files: vec![FileShown::sample(t)],
            file_form: Form::default(),
            attach: urls::release_part(1284, "activities/1/attachments"),
            limits: String::new(),
            t,
        }
    }
}
