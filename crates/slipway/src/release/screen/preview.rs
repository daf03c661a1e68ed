//! The preview of a mail template with a real release, in each language (F160, B166).

use askama::Template;
use slipway_core::actor::Area;
use slipway_core::policy;
use uuid::Uuid;

use crate::act::Look;
use crate::catalogue::kinds::MAIL_TEMPLATES;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Language, Reply, Texts, markup, urls};
use crate::entry::query as entries;
use crate::release::mail::preview::{self, Preview};
use crate::release::{filter, query};

#[derive(Debug, Template)]
#[template(path = "release/screen/preview.html")]
pub struct PreviewPage {
    t: Texts,
    page: Frame,
    title: String,
    action: String,
    /// The number asked for, as typed.
    release: String,
    languages: Vec<(&'static str, &'static str, bool)>,
    shown: Option<Shown>,
    /// Whether readers of the language get another one's text.
    is_other_language: bool,
}

#[derive(Debug)]
struct Shown {
    subject: String,
    /// Cleaned, so that a template cannot act on this page.
    html: String,
    text: String,
    values: Vec<(&'static str, String)>,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| page::html(&view(&asked, look, id)?))
        .await
}

fn view(call: &Call, look: &Look<'_>, id: Uuid) -> Result<PreviewPage, Fault> {
    policy::may_search(look.actor(), Area::Parameter)?;
    let template = entries::one(look, &MAIL_TEMPLATES, id)?;
    let text = |field: &str| {
        template
            .values
            .get(field)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    let wanted = call.asked("language").unwrap_or(text("language"));
    let language = Language::from_tag(wanted).unwrap_or_default();
    let number = match call.asked("release") {
        Some(typed) => typed.trim().parse().ok(),
        None => newest(look)?,
    };
    let found = match number {
        Some(number) => preview_of(call, look, (text("identifier"), number), language)?,
        None => None,
    };
    let t = look.texts();
    let title = t.with("mail-preview-of", "name", text("title"));
    Ok(PreviewPage {
        page: Frame::of(call, look, title.clone()).crumbs([
            Crumb::to(urls::ADMIN, t.text("rail-administration")),
            Crumb::to(urls::mail_template(id), text("title")),
            Crumb::here(t.text("mail-preview")),
        ]),
        action: format!("{}/preview", urls::mail_template(id)),
        release: call
            .asked("release")
            .map(str::to_owned)
            .or_else(|| number.map(|number| number.to_string()))
            .unwrap_or_default(),
        languages: languages(language),
        is_other_language: found.as_ref().is_some_and(|preview| preview.language != language),
        shown: found.map(shown),
        title,
        t,
    })
}

fn preview_of(
    call: &Call,
    look: &Look<'_>,
    (identifier, number): (&str, i64),
    language: Language,
) -> Result<Option<Preview>, Fault> {
    match query::visible(look, number) {
        Ok(stored) => preview::of(look, &call.app, (identifier, &stored), language),
        Err(fault) if fault.code == Code::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The newest release that the caller may see.
fn newest(look: &Look<'_>) -> Result<Option<i64>, Fault> {
    let asked = [("sort", "-number"), ("limit", "1")];
    let asked = asked
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let found = filter::page(
        look.tx,
        &policy::releases_seen_by(look.actor()),
        &filter::from_query(&asked)?,
        look.at,
    )?;
    Ok(found.rows.first().map(|row| row.number))
}

fn languages(chosen: Language) -> Vec<(&'static str, &'static str, bool)> {
    Language::ALL
        .iter()
        .map(|language| (language.tag(), language.own_name(), *language == chosen))
        .collect()
}

fn shown(preview: Preview) -> Shown {
    Shown {
        html: markup::harmless(&preview.body),
        text: markup::as_text(&preview.body),
        subject: preview.subject,
        values: preview.values,
    }
}

#[cfg(test)]
impl PreviewPage {
    pub fn sample(language: Language) -> PreviewPage {
        let t = Texts(language);
        let preview = Preview {
            language,
            subject: "Release 1 registered".to_owned(),
            body: "<p>Hello</p><script>alert(1)</script>".to_owned(),
            values: vec![("NUMBER", "1".to_owned()), ("CLOSURE", String::new())],
        };
        PreviewPage {
            page: Frame::sample(language),
            title: t.with("mail-preview-of", "name", "Release registered"),
            action: "/admin/mail_templates/x/preview".to_owned(),
            release: "1".to_owned(),
            languages: languages(language),
            shown: Some(shown(preview)),
            is_other_language: true,
            t,
        }
    }
}
