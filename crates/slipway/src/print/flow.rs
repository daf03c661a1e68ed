//! Blocks laid out on pages of A4: from top to bottom, a new page where there is no room, never a heading alone at the
//! foot of one. Lengths are points, from the upper left corner.

use super::font::Face;
use super::{Block, Document, Table, wrap};

pub(super) const PAGE_WIDTH: f32 = 595.0;
pub(super) const PAGE_HEIGHT: f32 = 842.0;
const LEFT: f32 = 50.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
const TOP: f32 = 62.0;
const BOTTOM: f32 = PAGE_HEIGHT - 62.0;
const HEADER_AT: f32 = 40.0;
const FOOTER_AT: f32 = PAGE_HEIGHT - 36.0;
/// How much of the width the labels of facts have.
const LABELS: f32 = 140.0;
/// Between two columns.
const GAP: f32 = 10.0;

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) tone: Tone,
}

/// How dark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Ink,
    Pale,
}

const fn style(face: Face, size: f32, tone: Tone) -> Style {
    Style { face, size, tone }
}

const TITLE: Style = style(Face::Strong, 17.0, Tone::Ink);
const LEAD: Style = style(Face::Regular, 10.0, Tone::Pale);
const HEADING: Style = style(Face::Strong, 12.0, Tone::Ink);
const TEXT: Style = style(Face::Regular, 9.5, Tone::Ink);
const LABEL: Style = style(Face::Regular, 9.5, Tone::Pale);
const HEAD: Style = style(Face::Strong, 8.5, Tone::Pale);
const CELL: Style = style(Face::Regular, 8.5, Tone::Ink);
const EDGE: Style = style(Face::Regular, 8.0, Tone::Pale);

impl Style {
    /// From one baseline to the next.
    fn leading(self) -> f32 {
        self.size * 1.38
    }

    fn lines(self, text: &str, width: f32) -> Vec<String> {
        wrap::lines(text, width, |c| self.face.letter(c).advance * self.size)
    }
}

/// A line of text in its place: its left end on its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) at: (f32, f32),
    pub(super) style: Style,
    pub(super) text: String,
}

/// A page with what stands on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    pub(super) runs: Vec<Run>,
    /// Thin lines from left to right, by their height.
    pub(super) rules: Vec<f32>,
}

/// Lays a document out.
pub(super) fn pages(document: &Document) -> Vec<Page> {
    let mut flow = Flow {
        pages: vec![Page::default()],
        y: TOP,
    };
    document.blocks.iter().for_each(|block| flow.block(block));
    let mut pages = flow.pages;
    let n_pages = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        if index > 0 {
            put(page, LEFT, HEADER_AT, EDGE, first_line(&document.header, EDGE));
        }
        put(page, LEFT, FOOTER_AT, EDGE, first_line(&document.footer, EDGE));
        let number = document
            .numbering
            .replace("{page}", &(index + 1).to_string())
            .replace("{pages}", &n_pages.to_string());
        let right = LEFT + WIDTH - EDGE.face.width(&number, EDGE.size);
        put(page, right, FOOTER_AT, EDGE, number);
    }
    pages
}

/// As much of an edge's text as fits beside the page number.
fn first_line(text: &str, style: Style) -> String {
    style.lines(text, WIDTH - 90.0).into_iter().next().unwrap_or_default()
}

fn put(page: &mut Page, x: f32, y: f32, style: Style, text: String) {
    if !text.is_empty() {
        page.runs.push(Run {
            at: (x, y),
            style,
            text,
        });
    }
}

/// A column: where it begins, how wide it is, how it looks.
type Column = (f32, f32, Style);

/// The cells of a row and the columns they stand in.
type Row<'a> = (&'a [String], &'a [Column]);

struct Flow {
    pages: Vec<Page>,
    /// Where the next line's upper edge will be.
    y: f32,
}

impl Flow {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) => self.text(text, TITLE),
            Block::Lead(text) => {
                self.text(text, LEAD);
                self.skip(8.0);
            }
            Block::Heading(text) => self.heading(text),
            Block::Text(text) => {
                self.text(text, TEXT);
                self.skip(4.0);
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
        }
    }

    fn text(&mut self, text: &str, style: Style) {
        self.row((&[text.to_owned()], &[(LEFT, WIDTH, style)]), None);
    }

    fn heading(&mut self, text: &str) {
        self.skip(10.0);
        // With something of what it is the heading of.
        self.make_room(HEADING.leading() + 3.0 * TEXT.leading());
        self.rule();
        self.skip(4.0);
        self.text(text, HEADING);
        self.skip(3.0);
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        let columns = [(LEFT, LABELS - GAP, LABEL), (LEFT + LABELS, WIDTH - LABELS, TEXT)];
        for (label, text) in facts {
            self.row((&[label.clone(), text.clone()], &columns), None);
            self.skip(2.0);
        }
    }

    fn table(&mut self, table: &Table) {
        let head_columns = columns(&table.shares, HEAD);
        let head: Row<'_> = (&table.head, &head_columns);
        self.make_room(HEAD.leading() + 2.0 * CELL.leading());
        self.row(head, None);
        let columns = columns(&table.shares, CELL);
        for row in &table.rows {
            self.skip(2.0);
            self.rule();
            self.skip(2.0);
            self.row((row, &columns), Some(head));
        }
        self.skip(4.0);
    }

    /// The cells of a row side by side, line by line, so that a row of any length goes on over pages. Where it does, the
    /// head of its table stands again.
    fn row(&mut self, (cells, columns): Row<'_>, head: Option<Row<'_>>) {
        let cut: Vec<Vec<String>> = cells
            .iter()
            .zip(columns)
            .map(|(cell, (_, width, style))| style.lines(cell, *width))
            .collect();
        let leading = columns.iter().map(|(.., style)| style.leading()).fold(0.0, f32::max);
        let n_lines = cut.iter().map(Vec::len).max().unwrap_or(0);
        for index in 0..n_lines {
            if self.make_room(leading)
                && let Some(head) = head
            {
                self.row(head, None);
                self.skip(4.0);
            }
            for (lines, (x, _, style)) in cut.iter().zip(columns) {
                let text = lines.get(index).cloned().unwrap_or_default();
                let baseline = self.y + style.size;
                if let Some(page) = self.pages.last_mut() {
                    put(page, *x, baseline, *style, text);
                }
            }
            self.y += leading;
        }
    }

    fn rule(&mut self) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.rules.push(y);
        }
    }

    fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Begins a new page when this much does not fit on the old one; answers whether it did.
    fn make_room(&mut self, height: f32) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        self.pages.push(Page::default());
        self.y = TOP;
        true
    }
}

/// The columns of a table by their shares.
fn columns(shares: &[u8], style: Style) -> Vec<Column> {
    let all: f32 = shares.iter().copied().map(f32::from).sum::<f32>().max(1.0);
    let mut x = LEFT;
    shares
        .iter()
        .map(|share| {
            let width = WIDTH * f32::from(*share) / all;
            let column = (x, (width - GAP).max(GAP), style);
            x += width;
            column
        })
        .collect()
}

/// Where the rules of every page end.
pub(super) const RULE: (f32, f32) = (LEFT, LEFT + WIDTH);
