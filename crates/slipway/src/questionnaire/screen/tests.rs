//! Every page from its sample, in three languages: complete, and people's words as text.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use askama::Template;
use serde_json::{Value, json};

use super::build::BuildPage;
use super::preview::PreviewPage;
use crate::edge::Language;

/// A questionnaire whose every text tries to be markup.
pub fn body() -> Value {
    json!({"title": "<b>Service test</b>", "category": "1", "active": true, "groups": [{"title": "<em>One</em>", "items": [
        {"kind": "text", "text": "<s>Read</s>"},
        {"kind": "question", "id": "q1", "text": "<i>Which?</i>", "type": "single_choice", "required": true, "choices": ["<u>a</u>"]},
        {"kind": "question", "id": "q2", "text": "When?", "type": "date", "required": false, "choices": []},
    ]}]})
}

#[test]
fn every_page_says_everything_in_three_languages_and_shows_markup_as_text() {
    for language in Language::ALL {
        let pages = [
            BuildPage::sample(language).render().unwrap(),
            PreviewPage::sample(language).render().unwrap(),
        ];
        for page in pages {
            for markup in ["<b>Service", "<em>One", "<s>Read", "<i>Which", "<u>a"] {
                assert!(!page.contains(markup), "{markup} is text, not markup");
            }
            assert!(!page.contains(">questionnaire-"), "a text is missing");
        }
    }
}

#[test]
fn the_builder_moves_and_drags_each_line() {
    let page = BuildPage::sample(Language::English).render().unwrap();
    for part in [
        r#"name="groups.0.items.1.type""#,
        r#"name="_do" value="up.0.1""#,
        r#"name="_do" value="down.0.1""#,
        r#"name="_do" value="remove.0.2""#,
        r#"name="groups.0.items.1._at" value="1" data-arrange-at"#,
        r#"id="groups.0.items.1.choices-error""#,
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}
