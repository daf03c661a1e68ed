//! The administrator's pages of mails: what waits, what was sent, what was given up and why.

use askama::Template;
use axum::http::Method;
use slipway_core::actor::Reach;
use slipway_core::policy;
use uuid::Uuid;

use super::store::{Mail, Unsent};
use super::{RETRY, command, query};
use crate::act::Look;
use crate::catalogue;
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Routes, Texts, markup, urls};

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, urls::MAILS, list)
        .page(Method::POST, format!("{}/retry", urls::MAILS), retry_all)
        .page(Method::GET, format!("{}/{{id}}", urls::MAILS), show)
        .page(Method::POST, format!("{}/{{id}}/retry", urls::MAILS), retry)
}

#[derive(Debug, Template)]
#[template(path = "mail/screen/list.html")]
pub struct MailsPage {
    t: Texts,
    page: Frame,
    /// Why nothing is sent at all, or empty.
    held: String,
    tabs: Vec<Tab>,
    state: String,
    q: String,
    rows: Vec<Row>,
    /// The address of the next page, or empty.
    next: String,
    may_retry: bool,
    n_failed: i64,
}

#[derive(Debug)]
struct Tab {
    label: String,
    href: String,
    current: bool,
    n: String,
}

#[derive(Debug)]
struct Row {
    href: String,
    subject: String,
    recipient: String,
    state: StateShown,
    queued: Moment,
    /// When it was sent or is tried next.
    then: Option<Moment>,
    attempts: i64,
    error: String,
}

#[derive(Debug)]
struct StateShown {
    tone: &'static str,
    icon: &'static str,
    label: String,
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&view(&asked, look)?))
        .await
}

fn view(call: &Call, look: &Look<'_>) -> Result<MailsPage, Fault> {
    let asked = query::asked(&call.query)?;
    let found = query::page(look, &asked)?;
    let unsent = query::unsent(look)?;
    let t = look.texts();
    let title = t.text("mail-title");
    let frame = Frame::of(call, look, title.clone()).crumbs([
        Crumb::to(urls::ADMIN, t.text("rail-administration")),
        Crumb::here(title),
    ]);
    let (state, q) = (asked.filter.state.unwrap_or_default(), asked.q.unwrap_or_default());
    Ok(MailsPage {
        held: held(call, look)?,
        tabs: tabs(t, &state, &q, unsent),
        rows: found.mails.iter().map(|mail| row(t, &frame, mail)).collect(),
        next: found
            .next
            .map(|cursor| address(&state, &q, &cursor))
            .unwrap_or_default(),
        may_retry: policy::may_keep(look.actor(), RETRY).is_ok(),
        n_failed: unsent.n_failed,
        page: frame,
        state,
        q,
        t,
    })
}

/// A missing server holds no act up; administrators are told here (B160).
fn held(call: &Call, look: &Look<'_>) -> Result<String, Fault> {
    let t = look.texts();
    Ok(if catalogue::query::mail_is_switched_off(look.tx)? {
        t.text("mail-held-switched-off")
    } else if call.app.config().smtp_url.is_none() {
        t.text("mail-held-no-server")
    } else {
        String::new()
    })
}

fn tabs(t: Texts, state: &str, q: &str, unsent: Unsent) -> Vec<Tab> {
    let count = |n| if n > 0 { page::number(n, t) } else { String::new() };
    let tab = |word: &str, n| Tab {
        label: t.text(&format!("mail-tab-{}", if word.is_empty() { "all" } else { word })),
        href: address(word, q, ""),
        current: state == word,
        n,
    };
    vec![
        tab("", String::new()),
        tab("queued", count(unsent.n_waiting)),
        tab("sent", String::new()),
        tab("failed", count(unsent.n_failed)),
    ]
}

fn address(state: &str, q: &str, cursor: &str) -> String {
    let said: Vec<String> = [("state", state), ("q", q), ("cursor", cursor)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", urls::escaped(value)))
        .collect();
    if said.is_empty() {
        urls::MAILS.to_owned()
    } else {
        format!("{}?{}", urls::MAILS, said.join("&"))
    }
}

fn row(t: Texts, frame: &Frame, mail: &Mail) -> Row {
    Row {
        href: urls::mail(mail.id),
        subject: mail.subject.clone(),
        recipient: mail.recipient.clone(),
        state: state_shown(t, mail),
        queued: frame.moment(mail.queued_at),
        then: mail.sent_at.or(mail.next_attempt_at).map(|at| frame.moment(at)),
        attempts: mail.n_attempts,
        error: mail.last_error.clone().unwrap_or_default(),
    }
}

fn state_shown(t: Texts, mail: &Mail) -> StateShown {
    let (tone, icon) = match mail.state.as_str() {
        "sent" => ("ok", "check"),
        "failed" => ("bad", "error"),
        _ if mail.n_attempts > 0 => ("hold", "clock"),
        _ => ("run", "send"),
    };
    StateShown {
        tone,
        icon,
        label: t.text(&format!("mail-state-{}", mail.state)),
    }
}

#[derive(Debug, Template)]
#[template(path = "mail/screen/show.html")]
pub struct MailPage {
    t: Texts,
    page: Frame,
    row: Row,
    language: String,
    /// The record it tells of: its kind in words.
    about: String,
    text: String,
    /// Where the form goes that has it sent again; empty when it cannot be.
    retry: String,
}

async fn show(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| page::html(&one_view(&asked, look, id)?))
        .await
}

fn one_view(call: &Call, look: &Look<'_>, id: Uuid) -> Result<MailPage, Fault> {
    let mail = query::one(look, id)?;
    let t = look.texts();
    let frame = Frame::of(call, look, mail.subject.clone()).crumbs([
        Crumb::to(urls::ADMIN, t.text("rail-administration")),
        Crumb::to(urls::MAILS, t.text("mail-title")),
        Crumb::here(&mail.subject),
    ]);
    let may_retry = mail.state == "failed" && look.actor().rights.reach(RETRY.area, Reach::Save);
    Ok(MailPage {
        row: row(t, &frame, &mail),
        about: t.text(&format!("mail-about-{}", mail.record_kind.replace('_', "-"))),
        text: markup::as_text(&mail.body),
        retry: if may_retry {
            format!("{}/retry", urls::mail(id))
        } else {
            String::new()
        },
        language: mail.language,
        page: frame,
        t,
    })
}

async fn retry(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed::<Uuid>("id")?;
    call.app.act(&call.caller, move |act| command::retry(act, id)).await?;
    Ok(Reply::see_other(format!("{}?said=said-mail-queued", urls::mail(id))))
}

async fn retry_all(call: Call) -> Result<Reply, Fault> {
    call.app.act(&call.caller, command::retry_all).await?;
    Ok(Reply::see_other(format!("{}?said=said-mail-queued", urls::MAILS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::Language;

    fn mail(state: &str) -> Mail {
        Mail {
            id: Uuid::from_u128(1),
            record_kind: "release".to_owned(),
            record_id: Uuid::from_u128(2),
            recipient: "ana@example.org".to_owned(),
            language: "en".to_owned(),
            subject: "<b>Release</b> 1".to_owned(),
            body: "<p>Hello</p>".to_owned(),
            state: state.to_owned(),
            n_attempts: 3,
            queued_at: "2026-11-23T12:00:00Z".parse().unwrap(),
            next_attempt_at: None,
            sent_at: None,
            last_error: Some("550 no such user".to_owned()),
        }
    }

    #[test]
    fn the_pages_say_everything_in_three_languages_and_escape_it() {
        for language in Language::ALL {
            let (t, page) = (Texts(language), Frame::sample(language));
            let unsent = Unsent {
                n_waiting: 1,
                n_failed: 2,
            };
            let list = MailsPage {
                held: t.text("mail-held-no-server"),
                tabs: tabs(t, "failed", "", unsent),
                rows: query::STATES.iter().map(|state| row(t, &page, &mail(state))).collect(),
                next: String::new(),
                may_retry: true,
                n_failed: 2,
                state: "failed".to_owned(),
                q: String::new(),
                page: page.clone(),
                t,
            };
            let one = MailPage {
                row: row(t, &page, &mail("failed")),
                language: "en".to_owned(),
                about: t.text("mail-about-release"),
                text: "Hello".to_owned(),
                retry: "/admin/mails/1/retry".to_owned(),
                page,
                t,
            };
            for html in [list.render().unwrap(), one.render().unwrap()] {
                assert_eq!(html.matches("<h1").count(), 1);
                assert!(
                    html.contains("550 no such user") && html.contains("&#60;b&#62;Release"),
                    "{html}"
                );
                assert!(!html.contains(">mail-"), "a text is missing");
            }
        }
    }
}
