//! Every page from its sample, in three languages: complete, and people's words as text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use askama::Template;
use serde_json::{Value, json};
use slipway_core::questionnaire::{Form, Group, Item, Question, QuestionKind};

use super::answer::AnswerPage;
use super::list::ListPage;
use super::show::ShowPage;
use crate::edge::Language;

/// A form with every kind of question: `q1` to `q8` in the order of the kinds.
pub(in crate::release) fn form() -> Form {
    let questions = QuestionKind::ALL.iter().zip(1..).map(|(kind, n)| {
        Item::Question(Question {
            id: Some(format!("q{n}").parse().unwrap()),
            text: format!("<i>Question {n}</i>"),
            kind: *kind,
            required: n % 2 == 0,
            choices: if kind.chooses() {
                vec!["<u>a</u>".to_owned(), "b".to_owned()]
            } else {
                Vec::new()
            },
        })
    });
    let text = Item::Text("<s>Read</s> this".to_owned());
    Form {
        groups: vec![Group {
            title: "<em>Group</em>".to_owned(),
            items: [text].into_iter().chain(questions).collect(),
        }],
    }
}

pub fn answers() -> Value {
    json!({
        "q1": "<script>1</script>", "q2": "two\nlines", "q3": 2.5, "q4": "2026-12-04", "q5": true, "q6": "b", "q7": ["<u>a</u>"],
        "q8": "1",
    })
}

#[test]
fn every_page_says_everything_in_three_languages_and_shows_markup_as_text() {
    for language in Language::ALL {
        let pages = [
            ListPage::sample(language).render().unwrap(),
            ListPage::empty(language).render().unwrap(),
            AnswerPage::sample(language).render().unwrap(),
            ShowPage::sample(language).render().unwrap(),
            ShowPage::unconfirmed(language).render().unwrap(),
        ];
        for page in pages {
            assert!(page.contains("<h1>"), "a page has a heading");
            for markup in ["<b>Service", "<i>Question", "<em>Group", "<u>a", "<s>Read", "<script>1"] {
                assert!(!page.contains(markup), "{markup} is text, not markup");
            }
            for key in ["checklist-", "questionnaire-", "said-"] {
                assert!(!page.contains(&format!(">{key}")), "a text is missing: {key}");
            }
        }
    }
}

#[test]
fn an_answer_page_asks_each_kind_in_its_own_way() {
    let page = AnswerPage::sample(Language::English).render().unwrap();
    for input in [
        r#"name="answers.q1" type="text""#,
        r#"<textarea id="answers.q2""#,
        r#"name="answers.q3" inputmode="decimal" value="2.5""#,
        r#"name="answers.q4" type="date" value="2026-12-04""#,
        r#"type="radio" name="answers.q5" value="true" checked"#,
        r#"type="radio" name="answers.q6" value="b" checked"#,
        r#"type="checkbox" name="answers.q7[]""#,
        r#"<select id="answers.q8""#,
    ] {
        assert!(page.contains(input), "{input}\n{page}");
    }
    assert!(
        page.contains(r#"id="answers.q3-error""#),
        "what is wrong is told at its question"
    );
}
