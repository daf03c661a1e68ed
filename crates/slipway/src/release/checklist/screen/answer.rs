//! A questionnaire to be answered, for the first time or again. Every bad answer is named at once, and what was typed
//! comes back.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use slipway_core::id::Id;
use slipway_core::kind::AnswerSet;
use slipway_core::policy;
use slipway_core::questionnaire::{Form as Asked, QuestionId};

use super::{blocker, place, place_of, task_name};
use crate::edge::form::{Choice, Errors, Form, take};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts, reader};
use crate::file;
use crate::questionnaire::asking::{self, GroupShown};
use crate::questionnaire::query::Version;
use crate::release::checklist::read::{self, Sent};
use crate::release::checklist::store::AnswerRow;
use crate::release::checklist::{command, query};
use crate::release::screen::doing;
use crate::release::screen::record::{self, Told};
use crate::release::subject;

#[derive(Debug, Template)]
#[template(path = "release/checklist/screen/answer.html")]
pub struct AnswerPage {
    t: Texts,
    page: Frame,
    number: String,
    release_title: String,
    title: String,
    task: String,
    groups: Vec<GroupShown>,
    form: Form,
    /// Where the form goes.
    action: String,
    cancel: String,
    /// Which questionnaire is answered for the first time, or nothing.
    questionnaire: String,
    /// The state of the answers that the form was drawn from, or nothing.
    revision: String,
    may_confirm: bool,
    /// Whether there is a confirmation that falls when the answers change.
    is_confirmed: bool,
    /// Why it cannot be saved now, or nothing.
    reason: String,
}

/// What is answered.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    New(Id<slipway_core::kind::Questionnaire>),
    Again(Id<AnswerSet>),
}

pub async fn blank(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let Some(chosen) = call.asked("questionnaire").and_then(|id| id.parse().ok()) else {
        // Nothing was chosen: back to where one can be.
        call.app
            .look(&call.caller, move |look| {
                crate::release::query::visible(look, number).map(drop)
            })
            .await?;
        return Ok(Reply::see_other(place(number)));
    };
    answer(&call, Purpose::New(chosen), None, None).await
}

pub async fn edit(call: Call) -> Result<Reply, Fault> {
    let purpose = Purpose::Again(call.parsed("id")?);
    answer(&call, purpose, None, None).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let mut form = call.form();
    let chosen = form.get("questionnaire").and_then(Value::as_str).map(str::parse);
    let Some(Ok(chosen)) = chosen else {
        return Err(Fault::new(Code::NotFound));
    };
    let sent = sent(&mut form)?;
    let saved = call.app.act(&call.caller, move |act| {
        command::answer(act, number, crate::edge::Precondition::Absent, &sent)
    });
    settled(&call, Purpose::New(chosen), form, saved.await.map(drop)).await
}

pub async fn change(call: Call) -> Result<Reply, Fault> {
    let (number, id) = (call.parsed("number")?, call.parsed("id")?);
    let mut form = call.form();
    let sent = sent(&mut form)?;
    let saved = call.app.act(&call.caller, move |act| {
        command::change(act, (number, id), crate::edge::Precondition::Absent, &sent)
    });
    settled(&call, Purpose::Again(id), form, saved.await.map(drop)).await
}

/// What a form says. A form in which nothing was answered sends no answers at all.
fn sent(form: &mut Value) -> Result<Sent, Fault> {
    let seen = take(form, "revision").and_then(|revision| revision.parse().ok());
    if let Some(fields) = form.as_object_mut() {
        fields.entry("answers").or_insert_with(|| Value::Object(Map::new()));
    }
    let sent = reader::read(form, read::again)?;
    Ok(Sent { seen, ..sent })
}

async fn settled(call: &Call, purpose: Purpose, form: Value, done: Result<(), Fault>) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    match done {
        Ok(()) => Ok(Reply::see_other(format!("{}?said=said-answered", place(number)))),
        Err(fault) if doing::is_for_the_form(&fault) => answer(call, purpose, Some(form), Some(fault)).await,
        Err(fault) => Err(fault),
    }
}

async fn answer(call: &Call, purpose: Purpose, typed: Option<Value>, fault: Option<Fault>) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let status = fault
        .as_ref()
        .and_then(|fault| StatusCode::from_u16(fault.code.status()).ok())
        .unwrap_or(StatusCode::OK);
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            page::html_with(status, &view(&told, &shown, purpose, typed.as_ref(), fault.as_ref())?)
        })
        .await
}

fn view(
    told: &Told<'_>,
    call: &Call,
    purpose: Purpose,
    typed: Option<&Value>,
    fault: Option<&Fault>,
) -> Result<AnswerPage, Fault> {
    let (t, look, release) = (told.look.texts(), told.look, told.release());
    let (version, set) = asked(told, purpose)?;
    let body = match (typed, &set) {
        (Some(typed), _) => typed.clone(),
        (None, Some(set)) => json!({"answers": read::kept(&set.answers)?}),
        (None, None) => json!({}),
    };
    let task = match &set {
        Some(set) => set.task.clone(),
        None => query::task_for(&told.around.checklists, release, version.questionnaire),
    };
    let heading = format!("{} · {}", version.title, told.number());
    let answers = body.get("answers").unwrap_or(&Value::Null);
    let files = files(told)?;
    Ok(AnswerPage {
        page: Frame::of(call, look, heading).crumbs(told.crumbs(version.title.clone())),
        number: told.number(),
        release_title: release.sheet.title.clone(),
        task: task_name(told, t, task.as_ref()),
        groups: asking::drawn(t, &version.form, answers, &files),
        form: Form::over(&body).with_errors(fault.map(|fault| errors(t, fault, &version.form)).unwrap_or_default()),
        action: set
            .as_ref()
            .map_or_else(|| place(release.number), |set| place_of(release.number, set.id)),
        cancel: place(release.number),
        questionnaire: match purpose {
            Purpose::New(id) => id.to_string(),
            Purpose::Again(_) => String::new(),
        },
        revision: set.as_ref().map(|set| set.revision.to_string()).unwrap_or_default(),
        may_confirm: policy::may_confirm(look.actor()).is_ok(),
        is_confirmed: set.as_ref().is_some_and(|set| set.confirmed.is_some()),
        reason: blocker(told),
        title: version.title,
        t,
    })
}

/// The form to answer, and what was answered to it before.
fn asked(told: &Told<'_>, purpose: Purpose) -> Result<(Version, Option<AnswerRow>), Fault> {
    let tx = told.look.tx;
    match purpose {
        Purpose::New(id) => {
            let version = query::answerable(tx, id).map_err(|_| Fault::new(Code::NotFound))?;
            Ok((version, None))
        }
        Purpose::Again(id) => {
            let set = query::set(tx, told.release(), id)?;
            Ok((query::form_of(tx, &set)?, Some(set)))
        }
    }
}

/// The files of the release that an answer can name.
fn files(told: &Told<'_>) -> Result<Vec<Choice>, Fault> {
    let files = file::query::of_record(told.look, subject(told.release().id))?.into_iter();
    Ok(files.map(|file| Choice::new(file.id.to_string(), file.name)).collect())
}

/// What is wrong, told at each question in its own words.
fn errors(t: Texts, fault: &Fault, form: &Asked) -> Errors {
    if fault.code == Code::Stale {
        return doing::told_on_form(fault, t).0;
    }
    let asked = |field: &str| {
        let name = field.strip_prefix("answers.")?.split('.').next()?;
        let question = form
            .questions()
            .find(|question| question.id.as_ref().is_some_and(|id: &QuestionId| id.as_str() == name));
        question.map(|question| question.text.clone())
    };
    Errors::of_fault(fault, t).labelled(asked)
}

#[cfg(test)]
impl AnswerPage {
    pub fn sample(language: crate::edge::Language) -> AnswerPage {
        let t = Texts(language);
        let version = super::tests::form();
        let body = super::tests::answers();
        let wrong = Fault::invalid(vec![crate::edge::FieldError::new("/answers/q3", "not_a_number")]);
        let files = [Choice::new("1", "report.pdf")];
        AnswerPage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            release_title: "Payments API 4.2".to_owned(),
            title: "<b>Service test</b>".to_owned(),
            task: "Test".to_owned(),
            groups: asking::drawn(t, &version, &body, &files),
            form: Form::default().with_errors(errors(t, &wrong, &version)),
            action: "/releases/1284/questionnaires".to_owned(),
            cancel: "/releases/1284/questionnaires".to_owned(),
            questionnaire: "1".to_owned(),
            revision: String::new(),
            may_confirm: true,
            is_confirmed: true,
            reason: String::new(),
            t,
        }
    }
}
