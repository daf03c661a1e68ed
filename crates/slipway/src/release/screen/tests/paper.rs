//! The paper of a release: what it says, in the order it says it.

use super::super::attachments::FileShown;
use super::super::paper::{self, Answered, Kept};
use super::super::record::RecordPage;
use super::super::told;
use crate::edge::{Language, Texts};
use crate::print::{Block, Document};
use crate::release::activity::screen::shown::ActivityShown;
use crate::release::occurrence::screen::EntryShown;

fn blocks(language: Language, change: impl FnOnce(&mut RecordPage)) -> Vec<Block> {
    let mut page = RecordPage::sample(language);
    change(&mut page);
    let at = page.strip.deadline.clone().unwrap();
    let kept = Kept {
        files: vec![FileShown::sample(Texts(language))],
        log: vec![EntryShown {
            who: "Ana Souza".to_owned(),
            at: at.clone(),
            sort: "Execution · Telephone".to_owned(),
            spent: "1 h 30 min".to_owned(),
            contact: "Rita".to_owned(),
            description: "Switched over".to_owned(),
            text: "In two steps,\nthe second by hand.".to_owned(),
            ..EntryShown::default()
        }],
        activities: ActivityShown::samples(Texts(language)),
        checklists: vec![Answered::sample(Texts(language))],
        history: told::sample_events(&at),
    };
    paper::blocks(&page, &kept)
}

/// What is read, a line a part; the cells of a row stand between strokes.
fn text(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Title(text) => lines.push(format!("# {text}")),
            Block::Heading(text) => lines.push(format!("## {text}")),
            Block::Lead(text) | Block::Text(text) => lines.push(text.clone()),
            Block::Facts(facts) => lines.extend(facts.iter().map(|(label, text)| format!("{label}: {text}"))),
            Block::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                lines.extend(rows.map(|row| row.join(" | ").replace('\n', " / ")));
            }
        }
    }
    lines.join("\n")
}

#[test]
fn a_release_is_told_whole() {
    insta::assert_snapshot!(text(&blocks(Language::English, |_| {})));
}

#[test]
fn every_language_says_the_same_and_nothing_is_left_to_say() {
    let n_lines = |language| text(&blocks(language, |_| {})).lines().count();
    for language in Language::ALL {
        assert_eq!(n_lines(language), n_lines(Language::English), "{}", language.tag());
        let text = text(&blocks(language, |_| {}));
        let key = text.split_whitespace().find(|word| {
            [
                "paper-",
                "release-",
                "file-",
                "ribbon-",
                "event-",
                "activity-",
                "checklist-",
            ]
            .iter()
            .any(|start| word.starts_with(start))
        });
        assert_eq!(key, None, "{}", language.tag());
    }
}

#[test]
fn markup_is_text_on_paper_too() {
    let markup = "<b>bold</b> & <script>alert(1)</script>";
    let blocks = blocks(Language::English, |page| page.title = markup.to_owned());
    assert!(text(&blocks).starts_with(&format!("# {markup}")), "B211");
    let document = Document {
        blocks,
        language: "en",
        ..Document::default()
    };
    assert!(document.pdf().unwrap().starts_with(b"%PDF-"));
}
