//! The letters: two weights of Noto Sans, which has those of every language written in Latin, Greek and Cyrillic. They
//! stand one after another, unkerned; scripts whose letters join or turn need more than this.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// A weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Strong,
}

/// The files of the weights; their licence lies beside them.
static REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
static STRONG: &[u8] = include_bytes!("fonts/NotoSans-SemiBold.ttf");

/// What stands for a letter that the font does not have.
const STAND_IN: char = '?';

/// A letter as the font knows it: its number, and how far it moves the next one, in parts of the font's size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    pub(super) glyph: u32,
    pub(super) advance: f32,
}

impl Face {
    pub(super) fn file(self) -> &'static [u8] {
        match self {
            Face::Regular => REGULAR,
            Face::Strong => STRONG,
        }
    }

    /// The letter of a character, or its stand-in.
    pub(super) fn letter(self, c: char) -> Letter {
        static FONTS: LazyLock<[Option<FontRef<'static>>; 2]> =
            LazyLock::new(|| [FontRef::new(REGULAR).ok(), FontRef::new(STRONG).ok()]);
        let [regular, strong] = &*FONTS;
        let font = match self {
            Face::Regular => regular,
            Face::Strong => strong,
        };
        let nothing = Letter { glyph: 0, advance: 0.5 };
        font.as_ref().map_or(nothing, |font| letter(font, c).unwrap_or(nothing))
    }

    /// How wide a text is at a size.
    pub(super) fn width(self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.letter(c).advance).sum::<f32>() * size
    }
}

fn letter(font: &FontRef<'static>, c: char) -> Option<Letter> {
    let charmap = font.charmap();
    let glyph = charmap.map(c).or_else(|| charmap.map(STAND_IN))?;
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    Some(Letter {
        glyph: glyph.to_u32(),
        advance: metrics.advance_width(glyph)?,
    })
}
