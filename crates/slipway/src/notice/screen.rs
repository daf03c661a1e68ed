//! The page behind the bell.

use askama::Template;
use axum::http::Method;
use serde_json::Value;
use uuid::Uuid;

use super::command::{self, Mark};
use super::query::{self, Notice, Says};
use crate::act::Look;
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Routes, Texts, urls};

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, urls::NOTICES, list)
        .page(Method::POST, format!("{}/seen", urls::NOTICES), see_all)
        .page(Method::POST, format!("{}/{{id}}/seen", urls::NOTICES), seen)
        .page(Method::POST, format!("{}/{{id}}/confirm", urls::NOTICES), confirm)
        .page(Method::POST, format!("{}/{{id}}/open", urls::NOTICES), open)
}

#[derive(Debug, Template)]
#[template(path = "notice/screen/list.html")]
pub struct NoticesPage {
    t: Texts,
    page: Frame,
    tabs: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    /// The address of the next page, or empty.
    next: String,
    has_open: bool,
}

#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a line of the template that is there or not"
)]
struct Row {
    /// Where its forms go: `/notices/{id}`.
    place: String,
    icon: &'static str,
    text: String,
    short: String,
    description: String,
    at: Moment,
    until: Option<Moment>,
    is_announcement: bool,
    is_seen: bool,
    asks_confirmation: bool,
    is_confirmed: bool,
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&view(&asked, look)?))
        .await
}

fn view(call: &Call, look: &Look<'_>) -> Result<NoticesPage, Fault> {
    let asked = query::asked(&call.query)?;
    let found = query::page(look, &asked)?;
    let t = look.texts();
    let title = t.text("notice-title");
    let frame = Frame::of(call, look, title.clone()).crumbs([Crumb::here(title)]);
    let open = if asked.open { "open=true&" } else { "" };
    let tab = |key: &str, href: &str, current| (t.text(key), href.to_owned(), current);
    Ok(NoticesPage {
        tabs: vec![
            tab("notice-tab-all", urls::NOTICES, !asked.open),
            tab("notice-tab-unseen", &format!("{}?open=true", urls::NOTICES), asked.open),
        ],
        rows: found.notices.iter().map(|notice| row(t, &frame, notice)).collect(),
        next: found
            .next
            .map(|cursor| format!("{}?{open}cursor={}", urls::NOTICES, urls::escaped(&cursor)))
            .unwrap_or_default(),
        has_open: found.notices.iter().any(|notice| notice.seen_at.is_none()),
        page: frame,
        t,
    })
}

fn row(t: Texts, frame: &Frame, notice: &Notice) -> Row {
    let (short, description) = match &notice.says {
        Says::Words { .. } => (String::new(), String::new()),
        Says::Text { short, description, .. } => (short.clone(), description.clone()),
    };
    Row {
        place: urls::notice(notice.id),
        icon: icon(&notice.kind),
        text: notice.headline(t, frame.tz()),
        short,
        description,
        at: frame.moment(notice.at),
        until: notice.until.map(|at| frame.moment(at)),
        is_announcement: notice.kind == query::ANNOUNCEMENT,
        is_seen: notice.seen_at.is_some(),
        asks_confirmation: notice.confirmation_required && notice.confirmed_at.is_none(),
        is_confirmed: notice.confirmed_at.is_some(),
    }
}

fn icon(kind: &str) -> &'static str {
    match kind {
        query::ANNOUNCEMENT => "flag",
        "deadline-near" => "clock",
        "deadline-missed" => "state-delayed",
        "shared" | "shared-group" => "user-plus",
        "group-task" => "group",
        "taken-over" | "redirected" => "records",
        "changed" => "eye",
        "activity-scheduled" | "activity-changed" => "calendar",
        "activity-ended" => "ban",
        _ => "user",
    }
}

async fn see_all(call: Call) -> Result<Reply, Fault> {
    command::see_all(&call).await?;
    Ok(back(urls::NOTICES, "said-notice-seen"))
}

async fn seen(call: Call) -> Result<Reply, Fault> {
    command::mark(&call, call.parsed("id")?, Mark::Seen).await?;
    Ok(answered(&call, "said-notice-seen"))
}

async fn confirm(call: Call) -> Result<Reply, Fault> {
    command::mark(&call, call.parsed("id")?, Mark::Confirmed).await?;
    Ok(answered(&call, "said-notice-confirmed"))
}

/// Marks it as seen and goes to where it leads.
async fn open(call: Call) -> Result<Reply, Fault> {
    let id: Uuid = call.parsed("id")?;
    let notice = command::mark(&call, id, Mark::Seen).await?;
    Ok(match &notice.says {
        Says::Words { link, .. } => Reply::see_other(urls::local(Some(link)).to_owned()),
        Says::Text { .. } => Reply::see_other(urls::NOTICES),
    })
}

/// Back to the page whose banner was answered, which says by being gone that it was; else to the list.
fn answered(call: &Call, said: &str) -> Reply {
    let form = call.form();
    match form.get("back").and_then(Value::as_str) {
        Some(place) => Reply::see_other(urls::local(Some(place)).to_owned()),
        None => back(urls::NOTICES, said),
    }
}

fn back(place: &str, said: &str) -> Reply {
    Reply::see_other(format!("{place}?said={said}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::edge::Language;

    fn notices() -> Vec<Notice> {
        let words = json!({"actor": "Ana <b>", "number": "REL-1", "title": "007", "deadline": "2026-12-05T02:00:00Z",
                           "group": "Operations", "when": "2026-12-05T02:00:00Z"});
        let rung = |kind: &str| Notice {
            id: Uuid::from_u128(1),
            kind: kind.to_owned(),
            says: Says::Words {
                facts: words.as_object().unwrap().clone(),
                link: "/releases/1".to_owned(),
            },
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
            until: None,
            confirmation_required: false,
            seen_at: None,
            confirmed_at: None,
        };
        let said = Notice {
            says: Says::Text {
                title: "Maintenance".to_owned(),
                short: "Tonight".to_owned(),
                description: "<script>".to_owned(),
            },
            until: Some("2026-11-24T12:00:00Z".parse().unwrap()),
            confirmation_required: true,
            ..rung(query::ANNOUNCEMENT)
        };
        let kinds = [
            "assigned",
            "taken-over",
            "redirected",
            "shared",
            "shared-group",
            "your-turn",
            "group-task",
            "changed",
            "activity-scheduled",
            "activity-changed",
            "activity-ended",
            "deadline-near",
            "deadline-missed",
        ];
        kinds.into_iter().map(rung).chain([said]).collect()
    }

    #[test]
    fn every_kind_is_told_in_three_languages_and_values_are_text() {
        for language in Language::ALL {
            let (t, page) = (Texts(language), Frame::sample(language));
            let rows: Vec<Row> = notices().iter().map(|notice| row(t, &page, notice)).collect();
            for row in rows.iter().filter(|row| !row.is_announcement) {
                assert!(
                    row.text.contains("REL-1") && row.text.ends_with(": 007"),
                    "{}",
                    row.text
                );
            }
            let view = NoticesPage {
                tabs: vec![(t.text("notice-tab-all"), urls::NOTICES.to_owned(), true)],
                rows,
                next: String::new(),
                has_open: true,
                page,
                t,
            };
            let html = view.render().unwrap();
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(
                html.contains("Ana &#60;b&#62;") && html.contains("&#60;script&#62;"),
                "{html}"
            );
            assert!(!html.contains(">notice-"), "a text is missing");
        }
    }
}
