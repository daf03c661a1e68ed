//! Pages that are laid out, as a PDF file.

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::Document;
use super::flow::{PAGE_HEIGHT, PAGE_WIDTH, Page, RULE, Run, Tone};
use super::font::Face;

/// Why a document could not be written; a mistake of ours.
#[derive(Debug, thiserror::Error)]
pub enum Unprintable {
    #[error("a font or a page size is not usable")]
    Material,
    #[error("the file could not be written: {0}")]
    File(String),
}

/// How thick a rule is.
const RULE_HEIGHT: f32 = 0.4;

struct Fonts {
    regular: Font,
    strong: Font,
}

impl Fonts {
    fn of(&self, face: Face) -> Font {
        match face {
            Face::Regular => self.regular.clone(),
            Face::Strong => self.strong.clone(),
        }
    }
}

pub(super) fn pdf(document: &Document, pages: &[Page]) -> Result<Vec<u8>, Unprintable> {
    let font = |face: Face| Font::new(face.file().into(), 0).ok_or(Unprintable::Material);
    let fonts = Fonts {
        regular: font(Face::Regular)?,
        strong: font(Face::Strong)?,
    };
    let mut file = krilla::Document::new();
    let about = Metadata::new()
        .title(document.title.clone())
        .language(document.language.to_owned())
        .producer("Slipway".to_owned());
    file.set_metadata(about);
    for page in pages {
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or(Unprintable::Material)?;
        let mut sheet = file.start_page_with(size);
        let mut surface = sheet.surface();
        page.rules.iter().for_each(|y| rule(&mut surface, *y));
        page.runs.iter().for_each(|run| text(&mut surface, &fonts, run));
        surface.finish();
        sheet.finish();
    }
    file.finish().map_err(|error| Unprintable::File(format!("{error:?}")))
}

fn fill(lightness: u8) -> Fill {
    Fill {
        paint: luma::Color::new(lightness).into(),
        ..Fill::default()
    }
}

fn rule(surface: &mut Surface<'_>, y: f32) {
    let (left, right) = RULE;
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_ltrb(left, y, right, y + RULE_HEIGHT) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(200)));
        surface.draw_path(&path);
    }
}

fn text(surface: &mut Surface<'_>, fonts: &Fonts, run: &Run) {
    let (x, y) = run.at;
    surface.set_fill(Some(fill(match run.style.tone {
        Tone::Ink => 20,
        Tone::Pale => 95,
    })));
    let glyphs: Vec<KrillaGlyph> = run
        .text
        .char_indices()
        .map(|(at, c)| {
            let letter = run.style.face.letter(c);
            let range = at..at + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(letter.glyph), letter.advance, 0.0, 0.0, 0.0, range, None)
        })
        .collect();
    let font = fonts.of(run.style.face);
    surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, &run.text, run.style.size, false);
}
