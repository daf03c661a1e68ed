//! Every page of releases: its sample rendered in three languages, and stories told through the router (`stories`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod life;
mod paper;
mod stories;
mod work_log;
mod world;

use std::collections::BTreeSet;

use askama::Template;

use super::actions::ActionsPage;
use super::advance::AdvancePage;
use super::attachments::{AttachmentsPage, DetachPage};
use super::capture::CapturePage;
use super::conflict::ConflictPage;
use super::desk::DeskPage;
use super::desk::panel::FilterPage;
use super::edit::EditPage;
use super::flow::FlowPage;
use super::history::{HistoryPage, VersionPage};
use super::mass::{MassPage, MassReportPage};
use super::preview::PreviewPage;
use super::record::RecordPage;
use super::register::RegisterPage;
use super::situation::SituationPage;
use super::verb::{VERBS, VerbPage};
use crate::edge::{Language, text};
use crate::home::{HelpPage, HomePage};
use crate::release::activity::screen::calendar::CalendarPage;
use crate::release::activity::screen::days::View;
use crate::release::activity::screen::execute::ExecutePage;
use crate::release::activity::screen::schedule::{self, SchedulePage};
use crate::release::occurrence::screen::{self as occurrence, OccurrencesPage};
use crate::release::versions::screen::{ComparePage, RestorePage, VersionsPage};

/// Every view there is, by its name.
fn views(language: Language) -> Vec<(&'static str, String)> {
    let life = VERBS
        .iter()
        .map(|verb| (verb.name, VerbPage::sample(language, verb).render().unwrap()));
    let views = vec![
        ("mass", MassPage::sample(language).render().unwrap()),
        ("mass report", MassReportPage::sample(language).render().unwrap()),
        ("desk", DeskPage::sample(language).render().unwrap()),
        ("empty desk", DeskPage::empty_sample(language).render().unwrap()),
        ("filter", FilterPage::sample(language).render().unwrap()),
        ("register", RegisterPage::sample(language).render().unwrap()),
        ("edit", EditPage::sample(language).render().unwrap()),
        ("conflict", ConflictPage::sample(language).render().unwrap()),
        ("record", RecordPage::sample(language).render().unwrap()),
        ("actions", ActionsPage::sample(language).render().unwrap()),
        ("capture", CapturePage::sample(language).render().unwrap()),
        ("advance", AdvancePage::sample(language).render().unwrap()),
        ("situation", SituationPage::sample(language).render().unwrap()),
        ("files", AttachmentsPage::sample(language).render().unwrap()),
        ("no files", AttachmentsPage::empty_sample(language).render().unwrap()),
        ("taking a file away", DetachPage::sample(language).render().unwrap()),
        ("history", HistoryPage::sample(language).render().unwrap()),
        ("version", VersionPage::sample(language).render().unwrap()),
        ("flow", FlowPage::sample(language).render().unwrap()),
        ("versions", VersionsPage::sample(language).render().unwrap()),
        ("comparison", ComparePage::sample(language).render().unwrap()),
        ("restore", RestorePage::sample(language).render().unwrap()),
        (
            "work log",
            OccurrencesPage::sample(language, occurrence::Tab::List)
                .render()
                .unwrap(),
        ),
        (
            "occurrence",
            OccurrencesPage::sample(language, occurrence::Tab::Register)
                .render()
                .unwrap(),
        ),
        (
            "activities",
            SchedulePage::sample(language, schedule::Tab::History).render().unwrap(),
        ),
        (
            "scheduling",
            SchedulePage::sample(language, schedule::Tab::Create).render().unwrap(),
        ),
        ("execution", ExecutePage::sample(language).render().unwrap()),
        ("month", CalendarPage::sample(language, View::Month).render().unwrap()),
        ("day", CalendarPage::sample(language, View::Day).render().unwrap()),
        ("mail preview", PreviewPage::sample(language).render().unwrap()),
        ("home", HomePage::sample(language).render().unwrap()),
        ("help", HelpPage::sample(language).render().unwrap()),
    ];
    views.into_iter().chain(life).collect()
}

fn each(check: impl Fn(&str, &str)) {
    for language in Language::ALL {
        for (name, html) in views(language) {
            check(&format!("{name} in {}", language.tag()), &html);
        }
    }
}

/// What is read between tags, without scripts and styles.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    for (open, close) in [("<script", "</script>"), ("<style", "</style>")] {
        assert_eq!(html.matches(open).count(), html.matches(close).count());
    }
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let skipped = ["script", "style"].into_iter().find(|name| tag.starts_with(name));
        rest = match skipped {
            Some(name) => tag.split_once(&format!("</{name}>")).map_or("", |(_, after)| after),
            None => tag.split_once('>').map_or("", |(_, after)| after),
        };
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tags of a name, without their brackets.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let opens = format!("<{name}");
    let found = html
        .match_indices(&opens)
        .filter_map(|(at, _)| html[at + opens.len()..].split_once('>'));
    found
        .map(|(tag, _)| tag)
        .filter(|tag| tag.is_empty() || tag.starts_with([' ', '\n']))
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value)
}

#[test]
fn every_page_has_one_heading() {
    each(|name, html| assert_eq!(tags(html, "h1").len(), 1, "{name}"));
}

#[test]
fn no_page_shows_an_id() {
    let is_uuid = |word: &str| word.len() == 36 && word.parse::<uuid::Uuid>().is_ok();
    each(|name, html| {
        let text = visible(html);
        let word = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .find(|word| is_uuid(word));
        assert_eq!(word, None, "{name}");
    });
}

#[test]
fn every_text_there_is_was_found() {
    let keys: BTreeSet<String> = text::keys(Language::English).into_iter().collect();
    each(|name, html| {
        let text = visible(html);
        let missing = text.split_whitespace().find(|word| {
            let looks_like_a_key = word.contains('-')
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            looks_like_a_key
                && (keys.contains(*word)
                    || ["release-", "action-", "event-", "home-", "help-"]
                        .iter()
                        .any(|start| word.starts_with(start)))
        });
        // The names of the shipped flows look like keys of texts.
        assert_eq!(
            missing.filter(|word| !word.starts_with("release-standard")),
            None,
            "{name}"
        );
    });
}

#[test]
fn every_field_has_a_label() {
    each(|name, html| {
        let named: BTreeSet<&str> = tags(html, "label")
            .into_iter()
            .filter_map(|tag| attribute(tag, "for"))
            .collect();
        for kind in ["input", "select", "textarea"] {
            for tag in tags(html, kind) {
                let is_seen = attribute(tag, "type") != Some("hidden") && !tag.contains(" hidden");
                let at = html.find(&format!("<{kind}{tag}>")).unwrap();
                let before = &html[..at];
                let is_inside = before
                    .rfind("<label")
                    .is_some_and(|open| !before[open..].contains("</label>"));
                let is_labelled = is_inside
                    || tag.contains(" aria-label=")
                    || attribute(tag, "id").is_some_and(|id| named.contains(id));
                assert!(!is_seen || is_labelled, "{name}: <{kind}{tag}> has no label");
            }
        }
    });
}

#[test]
fn ids_are_unique_and_descriptions_lead_to_one() {
    each(|name, html| {
        let mut ids = BTreeSet::new();
        for part in html.split(" id=\"").skip(1) {
            let id = part.split('"').next().unwrap();
            assert!(ids.insert(id), "{name}: the id {id} stands twice");
        }
        for attribute in ["aria-describedby", "aria-labelledby", "for"] {
            for part in html.split(&format!(" {attribute}=\"")).skip(1) {
                for id in part.split('"').next().unwrap().split(' ') {
                    assert!(ids.contains(id), "{name}: {attribute} leads to {id}, which is nowhere");
                }
            }
        }
    });
}

#[test]
fn an_error_is_told_at_its_field_and_in_the_summary_with_its_label() {
    let html = RegisterPage::sample(Language::English).render().unwrap();
    assert!(
        html.contains("<a href=\"#planning.end\">"),
        "the summary leads to the field"
    );
    assert!(
        html.contains("id=\"planning.end-error\""),
        "the field says what is wrong"
    );
    assert!(html.contains("aria-invalid=\"true\""));
}

#[test]
fn a_refused_action_stays_and_says_why() {
    let html = ActionsPage::sample(Language::English).render().unwrap();
    assert!(html.contains("aria-disabled=\"true\""));
    assert!(visible(&html).contains("You are responsible"), "{}", visible(&html));
}

#[test]
fn what_people_wrote_is_shown_as_text() {
    let mut view = RecordPage::sample(Language::English);
    view.title = "<script>alert(1)</script>".to_owned();
    let html = view.render().unwrap();
    assert!(!html.contains("<script>alert"), "B211");
}
