//! A form as those see it who answer it.

use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::crumbs;
use crate::edge::form::Form;
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Fault, Reply, Texts};
use crate::entry::query;
use crate::entry::screen::{edit_place, one_place};
use crate::questionnaire::asking::{self, GroupShown};
use crate::questionnaire::document;
use crate::questionnaire::kinds::QUESTIONNAIRES;

#[derive(Debug, Template)]
#[template(path = "questionnaire/screen/preview.html")]
pub struct PreviewPage {
    t: Texts,
    page: Frame,
    title: String,
    groups: Vec<GroupShown>,
    form: Form,
    back: String,
    edit: String,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let (id, shown): (Uuid, _) = (call.parsed("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| {
            let entry = query::one(look, &QUESTIONNAIRES, id)?;
            let t = look.texts();
            let title = entry.title(&QUESTIONNAIRES);
            let form = entry.values.get("groups").and_then(document::form).unwrap_or_default();
            let heading = format!("{} · {title}", t.text("questionnaire-preview"));
            page::html(&PreviewPage {
                page: Frame::of(&shown, look, heading).crumbs(crumbs(t, Some((id, &title)), "questionnaire-preview")),
                groups: asking::drawn(t, &form, &Value::Null, &[]),
                form: Form::default(),
                back: one_place(&QUESTIONNAIRES, id),
                edit: edit_place(&QUESTIONNAIRES, id),
                title,
                t,
            })
        })
        .await
}

#[cfg(test)]
impl PreviewPage {
    pub fn sample(language: crate::edge::Language) -> PreviewPage {
        let (t, body) = (Texts(language), super::tests::body());
        let form = body.get("groups").and_then(document::form).unwrap_or_default();
        PreviewPage {
            page: Frame::sample(language),
            title: "<b>Service test</b>".to_owned(),
            groups: asking::drawn(t, &form, &Value::Null, &[]),
            form: Form::default(),
            back: "/admin/questionnaires/1".to_owned(),
            edit: "/admin/questionnaires/1/edit".to_owned(),
            t,
        }
    }
}
