//! Documents as they come out: where the pages break, what stands on each, and that the file is one that can do nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use super::flow::{PAGE_HEIGHT, PAGE_WIDTH, Page, pages};
use super::font::Face;
use super::*;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "REL-7 · Payments".to_owned(),
        language: "en",
        header: "REL-7 · Payments".to_owned(),
        footer: "Printed 22 Nov 2026".to_owned(),
        numbering: "Page {page} of {pages}".to_owned(),
        blocks,
    }
}

fn texts(page: &Page) -> Vec<&str> {
    page.runs.iter().map(|run| run.text.as_str()).collect()
}

fn table(n_rows: usize) -> Block {
    Block::Table(Table {
        shares: vec![1, 3],
        head: vec!["When".to_owned(), "What".to_owned()],
        rows: (0..n_rows)
            .map(|row| vec![row.to_string(), format!("Row {row}")])
            .collect(),
    })
}

#[test]
fn the_head_of_a_table_and_the_edges_stand_on_every_page() {
    let pages = pages(&document(vec![Block::Title("Payments".to_owned()), table(200)]));
    assert!(pages.len() > 2);
    for (index, page) in pages.iter().enumerate() {
        let texts = texts(page);
        assert!(texts.contains(&"When") && texts.contains(&"What"), "page {index}");
        assert!(texts.contains(&"Printed 22 Nov 2026"));
        assert!(texts.contains(&format!("Page {} of {}", index + 1, pages.len()).as_str()));
        assert_eq!(texts.contains(&"REL-7 · Payments"), index > 0, "page {index}");
    }
    let rows = pages
        .iter()
        .flat_map(texts)
        .filter(|text| text.starts_with("Row "))
        .count();
    assert_eq!(rows, 200);
}

#[test]
fn nothing_stands_outside_its_page_and_no_heading_alone() {
    let long = "word ".repeat(4_000);
    let blocks = (0..40).flat_map(|n| {
        [
            Block::Heading(format!("Section {n}")),
            Block::Facts(vec![
                ("Label".to_owned(), "x".repeat(500)),
                ("Empty".to_owned(), String::new()),
            ]),
            Block::Text(if n == 3 { long.clone() } else { "Short".to_owned() }),
        ]
    });
    for (index, page) in pages(&document(blocks.collect())).iter().enumerate() {
        for run in &page.runs {
            let (x, y) = run.at;
            let right = x + run.style.face.width(&run.text, run.style.size);
            assert!(
                x >= 0.0 && right <= PAGE_WIDTH && y <= PAGE_HEIGHT,
                "page {index}: {run:?}"
            );
        }
        let edges = ["Page ", "Printed ", "REL-7"];
        let inner = page
            .runs
            .iter()
            .filter(|run| !edges.iter().any(|edge| run.text.starts_with(edge)));
        let lowest = inner.max_by(|one, other| one.at.1.total_cmp(&other.at.1)).unwrap();
        assert!(!lowest.text.starts_with("Section"), "page {index}");
    }
}

#[test]
fn the_font_has_the_letters_of_the_three_languages() {
    let stand_in = Face::Regular.letter('?');
    for face in [Face::Regular, Face::Strong] {
        for c in "aáàâãäçéêíñóôõúüÁÀÂÃÇÉÊÍÑÓÔÕÚÜ¿¡ºª–—“”‘’…·€£§©äöüßøåłžαβЖя".chars()
        {
            let letter = face.letter(c);
            assert!(letter.glyph != 0 && letter.advance > 0.0, "{c}");
            assert_ne!(letter.glyph, stand_in.glyph, "{c}");
        }
    }
    assert_eq!(Face::Regular.letter('\u{10FFFD}'), stand_in, "a letter that nobody has");
}

#[test]
fn a_printed_document_is_a_pdf_that_can_do_nothing() {
    let payload = "<script>alert(1)</script> javascript:alert(1) /JS (x) /OpenAction %PDF ()\\ \u{202E}";
    let blocks = vec![
        Block::Title(payload.to_owned()),
        Block::Facts(vec![(payload.to_owned(), payload.to_owned())]),
        table(3),
    ];
    let mut asked = document(blocks);
    asked.title = payload.to_owned();
    let file = asked.pdf().unwrap();
    assert!(
        file.starts_with(b"%PDF-") && file.len() < 200_000,
        "{} bytes",
        file.len()
    );
    // The one place where a text stands as it is are the document's own facts: as a string, in brackets.
    let mut plain = document(vec![table(3)]);
    plain.title = "Payments".to_owned();
    let file = plain.pdf().unwrap();
    for name in ["/JavaScript", "/JS", "/OpenAction", "/Launch", "/EmbeddedFile", "/URI"] {
        assert!(
            !file.windows(name.len()).any(|bytes| bytes == name.as_bytes()),
            "{name}"
        );
    }
}
