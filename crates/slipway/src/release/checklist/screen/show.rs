//! Answers to read, with who gave and who confirmed them (B202).

use askama::Template;
use serde_json::Value;
use slipway_core::policy;

use super::list::SetShown;
use super::{blocker, place, place_of};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Fault, Precondition, Reply, Texts};
use crate::file;
use crate::questionnaire::asking::{self, AnsweredGroup, Say};
use crate::release::checklist::{command, query, read};
use crate::release::screen::record::{self, Told};
use crate::release::screen::words;
use crate::release::subject;

#[derive(Debug, Template)]
#[template(path = "release/checklist/screen/show.html")]
pub struct ShowPage {
    t: Texts,
    page: Frame,
    number: String,
    release_title: String,
    set: SetShown,
    groups: Vec<AnsweredGroup>,
    revision: i64,
    /// Where it is answered again; nothing when it cannot be.
    edit: String,
    /// Where it is confirmed; nothing without the right.
    confirm: String,
    list: String,
    /// Why nothing can be changed now, or nothing.
    reason: String,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let (number, id): (i64, _) = (call.parsed("number")?, call.parsed("id")?);
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            page::html(&view(&told, &shown, id)?)
        })
        .await
}

fn view(
    told: &Told<'_>,
    call: &Call,
    id: slipway_core::id::Id<slipway_core::kind::AnswerSet>,
) -> Result<ShowPage, Fault> {
    let (t, look, release) = (told.look.texts(), told.look, told.release());
    let set = query::set(look.tx, release, id)?;
    let version = query::form_of(look.tx, &set)?;
    let answers = Value::Object(read::kept(&set.answers)?);
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| words::day(t, day));
    let files = file::query::of_record(look, subject(release.id))?;
    let file = |id: &str| {
        let found = files.iter().find(|file| file.id.to_string() == id);
        found.map_or_else(|| id.to_owned(), |file| file.name.clone())
    };
    let page =
        Frame::of(call, look, format!("{} · {}", set.title, told.number())).crumbs(told.crumbs(set.title.clone()));
    let reason = blocker(told);
    let here = place_of(release.number, set.id);
    let if_open = |href: String| if reason.is_empty() { href } else { String::new() };
    let may_confirm = policy::may_confirm(look.actor()).is_ok();
    Ok(ShowPage {
        number: told.number(),
        release_title: release.sheet.title.clone(),
        groups: asking::answered(t, &version.form, &answers, Say { day: &day, file: &file }),
        set: SetShown::of(told, &page, &set),
        revision: set.revision,
        edit: if_open(format!("{here}/edit")),
        confirm: if may_confirm {
            if_open(format!("{here}/confirm"))
        } else {
            String::new()
        },
        list: place(release.number),
        page,
        reason,
        t,
    })
}

/// Confirms, or takes a confirmation back, for the answers as the person saw them.
pub async fn confirm(call: Call) -> Result<Reply, Fault> {
    let (number, id): (i64, slipway_core::id::Id<_>) = (call.parsed("number")?, call.parsed("id")?);
    let mut form = call.form();
    let seen = crate::edge::form::take(&mut form, "revision").and_then(|revision| revision.parse().ok());
    let confirmed = form.get("confirmed").and_then(Value::as_str) == Some("true");
    let sent = read::Sent {
        questionnaire: None,
        answers: None,
        confirmed: Some(confirmed),
        seen,
    };
    call.app
        .act(&call.caller, move |act| {
            command::change(act, (number, id), Precondition::Absent, &sent)
        })
        .await?;
    let said = if confirmed {
        "said-confirmed"
    } else {
        "said-unconfirmed"
    };
    Ok(Reply::see_other(format!("{}?said={said}", place_of(number, id))))
}

#[cfg(test)]
impl ShowPage {
    pub fn sample(language: crate::edge::Language) -> ShowPage {
        let t = Texts(language);
        let groups = asking::answered(
            t,
            &super::tests::form(),
            &super::tests::answers(),
            Say {
                day: &str::to_owned,
                file: &str::to_owned,
            },
        );
        ShowPage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            release_title: "Payments API 4.2".to_owned(),
            set: SetShown::sample(),
            groups,
            revision: 2,
            edit: "/releases/1284/questionnaires/1/edit".to_owned(),
            confirm: "/releases/1284/questionnaires/1/confirm".to_owned(),
            list: "/releases/1284/questionnaires".to_owned(),
            reason: String::new(),
            t,
        }
    }

    /// Answers that nobody has confirmed.
    pub fn unconfirmed(language: crate::edge::Language) -> ShowPage {
        let mut page = ShowPage::sample(language);
        page.set.confirmed = None;
        page.set.edited = None;
        page
    }
}
