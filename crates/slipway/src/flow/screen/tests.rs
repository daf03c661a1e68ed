//! Every page of flows, rendered in three languages from samples.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use askama::Template;
use slipway_core::flow::{Flow, RELEASE_REQUESTER};
use slipway_core::id::Id;
use uuid::Uuid;

use super::delete::DeletePage;
use super::edit::EditPage;
use super::list::ListPage;
use super::show::ShowPage;
use super::tasks::{TaskShown, Teller};
use super::upload::UploadPage;
use crate::audit::Event;
use crate::edge::{Language, Texts};
use crate::flow::store::{FlowRow, VersionRow};

const ID: Uuid = Uuid::from_u128(0x0193_9a5e_7c00_7000_8000_0000_0000_0001);

pub(super) fn flow() -> FlowRow {
    FlowRow {
        id: Id::new(ID),
        name: "release-requester".to_owned(),
        description: Some("Release by the requester".to_owned()),
        allows_reopening: false,
        current_version: 2,
        active: true,
        revision: 3,
    }
}

pub(super) fn parsed() -> Flow {
    Flow::parse(RELEASE_REQUESTER).unwrap_or_else(|refusals| panic!("{refusals}"))
}

/// Newest first.
pub(super) fn versions() -> Vec<VersionRow> {
    let version = |number, added_by| VersionRow {
        number,
        added_at: "2026-12-02T23:00:00Z".parse().unwrap(),
        added_by,
    };
    vec![version(2, Some((ID, "Ana Souza".to_owned()))), version(1, None)]
}

pub(super) fn history() -> Vec<Event> {
    let event = |seq, kind: &str, changes: &str| Event {
        record_kind: "flow".to_owned(),
        record_id: ID,
        seq,
        id: ID,
        at: "2026-12-02T23:00:00Z".parse().unwrap(),
        actor: None,
        actor_name: "Ana Souza".to_owned(),
        kind: kind.to_owned(),
        changes: changes.to_owned(),
        note: None,
        request: ID,
        predecessor: Vec::new(),
        digest: Vec::new(),
    };
    vec![
        event(
            1,
            "created",
            r#"[{"field": "name", "old": null, "new": "release-requester"}, {"field": "description", "old": null, "new": "x"}]"#,
        ),
        event(
            2,
            "version_added",
            r#"[{"field": "version", "old": 1, "new": 2}, {"field": "file_sha256", "old": null, "new": "ab"}]"#,
        ),
        event(
            3,
            "edited",
            r#"[{"field": "active", "old": true, "new": false}, {"field": "allows_reopening", "old": false, "new": true}]"#,
        ),
        event(
            4,
            "deleted",
            r#"[{"field": "deleted_at", "old": null, "new": "2026-12-03T00:00:00Z"}]"#,
        ),
    ]
}

/// A file with four different things wrong with it; the script is on line 7.
pub(super) const REFUSED: &str = r#"<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="p">
    <startEvent id="s"/>
    <sequenceFlow id="a" sourceRef="s" targetRef="t"/>
    <userTask id="t"/>
    <scriptTask id="run" name="Löschen &amp; neu"/>
    <exclusiveGateway id="g"/>
    <sequenceFlow id="b" sourceRef="g" targetRef="e"><conditionExpression>outcome = "solved"</conditionExpression></sequenceFlow>
    <sequenceFlow id="c" sourceRef="t" targetRef="nowhere"/>
    <endEvent id="e"/>
  </process>
</definitions>
"#;

fn everything(language: Language) -> Vec<(&'static str, String)> {
    vec![
        ("list", ListPage::sample(language).render().unwrap()),
        ("empty list", ListPage::empty(language).render().unwrap()),
        ("flow", ShowPage::sample(language).render().unwrap()),
        ("new", UploadPage::sample(language).render().unwrap()),
        ("new without a file", UploadPage::missing(language).render().unwrap()),
        (
            "refused version",
            UploadPage::refused(language, REFUSED).render().unwrap(),
        ),
        ("edit", EditPage::sample(language).render().unwrap()),
        ("edit too late", EditPage::stale(language).render().unwrap()),
        ("delete", DeletePage::sample(language).render().unwrap()),
        ("delete in use", DeletePage::used(language).render().unwrap()),
    ]
}

/// The text between tags, outside of attributes.
fn seen(html: &str) -> String {
    html.split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_page_has_one_heading_no_raw_id_and_no_key_for_a_text() {
    for language in Language::ALL {
        for (name, html) in everything(language) {
            assert_eq!(html.matches("<h1").count(), 1, "{name} in {}", language.tag());
            let text = seen(&html);
            assert!(!text.contains(&ID.to_string()), "{name} shows an id");
            for prefix in ["flow-", "entry-", "said-", "fault-", "field-", "action-"] {
                let key = text
                    .split_whitespace()
                    .find(|word| word.starts_with(prefix) && word.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
                assert_eq!(key, None, "{name} in {}", language.tag());
            }
        }
    }
}

#[test]
fn every_field_has_a_label_and_every_column_names_its_cells() {
    for (name, html) in everything(Language::English) {
        for field in html.split("<input ").chain(html.split("<textarea ")).skip(1) {
            let tag = field.split('>').next().unwrap();
            let Some(id) = tag.split("id=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            let is_labelled = html.contains(&format!("<label for=\"{id}\""))
                || html.contains(&format!("<label class=\"check\"><input type=\"checkbox\" id=\"{id}\""));
            assert!(is_labelled || tag.contains("aria-label"), "{name}: {id} has no label");
        }
        let body = html
            .split("<tbody>")
            .skip(1)
            .filter(|_| html.contains("class=\"table\""));
        for table in body.filter(|table| table.contains("data-label")) {
            let rows = table.split("</tbody>").next().unwrap();
            assert_eq!(
                rows.matches("<td").count() + rows.matches("<th").count(),
                rows.matches("data-label").count(),
                "{name}: {rows}"
            );
        }
    }
}

fn task(shown: &[TaskShown], id: &str) -> TaskShown {
    shown.iter().find(|task| task.id == id).cloned().unwrap()
}

#[test]
fn the_table_tells_whom_a_task_falls_to_and_where_it_leads_in_the_readers_language() {
    let flow = parsed();
    let told = |language| {
        Teller {
            t: Texts(language),
            flow: &flow,
        }
        .tasks()
    };
    let close = task(&told(Language::English), "Close");
    assert_eq!(
        (
            close.assignment.as_str(),
            close.requester_only.as_str(),
            close.delegation.as_str()
        ),
        ("Requester", "Yes", "No")
    );
    let ways: Vec<_> = close
        .ways
        .iter()
        .map(|way| (way.outcome.as_str(), way.to.as_str(), way.when.as_str()))
        .collect();
    assert_eq!(
        ways,
        [
            (
                "Advance",
                "Solved (ends with success)",
                "if outcome == \"solved\" or outcome == \"advance\" and status == \"solved\""
            ),
            (
                "Advance",
                "Release",
                "if outcome == \"not_solved\" or outcome == \"advance\" and status != \"solved\""
            ),
            ("Solved", "Solved (ends with success)", ""),
            ("Not solved", "Release", ""),
        ]
    );
    let run = task(&told(Language::Portuguese), "Run");
    assert_eq!(
        (run.name.as_str(), run.assignment.as_str(), run.sla.as_str()),
        ("Execução", "Grupo executor", "Sim")
    );
    assert_eq!(run.ways[0].to, "Teste");
    let beginnings = Teller {
        t: Texts(Language::Spanish),
        flow: &flow,
    }
    .beginnings();
    assert_eq!(
        beginnings.iter().map(|way| way.to.as_str()).collect::<Vec<_>>(),
        ["Liberación"]
    );
}

#[test]
fn a_refused_file_is_listed_by_line_and_stays_in_the_form() {
    let html = UploadPage::refused(Language::Portuguese, REFUSED).render().unwrap();
    let text = seen(&html);
    assert!(
        text.contains("só são executadas tarefas de usuário") || text.contains("Só são executadas tarefas de usuário"),
        "{text}"
    );
    let rows: Vec<&str> = html
        .split("<tbody>")
        .nth(1)
        .unwrap()
        .split("</tbody>")
        .next()
        .unwrap()
        .split("<tr>")
        .skip(1)
        .collect();
    assert!(
        rows.iter()
            .any(|row| row.contains(">7<") && row.contains("scriptTask run")),
        "{rows:?}"
    );
    assert!(
        html.contains("L\u{f6}schen &#38;amp; neu") || html.contains("Löschen &amp;amp; neu"),
        "the text of the file is kept as it was"
    );
}

#[test]
fn an_older_version_says_so() {
    let html = ShowPage::sample(Language::English).render().unwrap();
    assert!(html.contains("Version 1 is not the newest"), "{}", seen(&html));
    assert!(html.contains("/api/v1/flows/01939a5e-7c00-7000-8000-000000000001/versions/1.bpmn"));
}

#[test]
fn who_was_quicker_is_named_with_what_they_changed() {
    let text = seen(&EditPage::stale(Language::English).render().unwrap());
    assert!(
        text.contains("Bruno Lima changed this") && text.contains("No") && text.contains("Yes"),
        "{text}"
    );
}
