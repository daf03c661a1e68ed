//! Paper: a document of headings, facts, texts and tables, laid out on pages and written as PDF. It knows no noun and no
//! language: whoever prints says every word. Nothing in a document can act: no script, no link, no attachment (G35).

mod draw;
mod flow;
mod font;
pub mod press;
#[cfg(test)]
mod tests;
mod wrap;

pub use self::draw::Unprintable;

/// A document as whoever prints it says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    /// BCP 47.
    pub language: &'static str,
    /// What stands above every page but the first.
    pub header: String,
    /// What stands under every page, on the left.
    pub footer: String,
    /// How a page is numbered: `{page}` and `{pages}` are filled in.
    pub numbering: String,
    pub blocks: Vec<Block>,
}

/// A part of a document, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The name of the whole.
    Title(String),
    /// What is said of it at once.
    Lead(String),
    /// The name of a section.
    Heading(String),
    Text(String),
    /// Labels with what is said under each.
    Facts(Vec<(String, String)>),
    Table(Table),
}

/// Rows under a head, which stands on every page the table reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The share of the width that each column has.
    pub shares: Vec<u8>,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Document {
    /// The document as a PDF file. It takes as long as it takes: see [`press`].
    pub fn pdf(&self) -> Result<Vec<u8>, Unprintable> {
        draw::pdf(self, &flow::pages(self))
    }
}
