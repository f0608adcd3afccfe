//! What is drawn on a page of a PDF, as those words are looked at that stay in the file whether somebody sees them or not.
//!
//! In: a page. Out: lines of words, those below shapes, and photographs. What a reader sees is decided where documents are
//! imported, by one rule for both: `import::pdf::sight`. Text that a scanner put below its picture is no covered text.

#![expect(
    clippy::float_arithmetic,
    reason = "places on a page are fractions in the file; of them only what lies on what is decided"
)]

use std::rc::Rc;

use crate::import::layout::{Glyph, Turn};
use crate::import::pdf::content::{Drawing, Shared};
use crate::import::pdf::file::File;
use crate::import::pdf::font::UNKNOWN;
use crate::import::pdf::pages;
use crate::import::pdf::sight::{Letter, Sight};
use crate::import::pdf::syntax::{Dictionary, Stream};
use crate::privacy::attachment::HiddenKind;
use crate::privacy::attachment::words::Words;

/// Letters of a page that say nothing, of a hundred.
const UNREAD: usize = 30;
/// Parts of the size of a letter: what is further away is another line, another word, another column.
const LINE: f32 = 0.4;
const WORD: f32 = 0.25;
const COLUMN: f32 = 2.0;

/// What is on a page.
#[derive(Debug)]
pub(super) struct Drawn {
    letters: Vec<Letter>,
    photos: Vec<Rc<Stream>>,
    has_pictures: bool,
    /// There was more than the limits allow.
    pub is_cut: bool,
    /// There was more than could be held against what is below it.
    pub is_crowded: bool,
}

impl Drawn {
    /// Draws a page.
    pub(super) fn of(
        file: &File<'_>,
        page: &Dictionary,
        number: usize,
        shared: &mut Shared,
    ) -> Drawn {
        let drawing: Drawing<'_, '_> = pages::drawn(file, page, number, shared);
        let streams = drawing
            .images
            .iter()
            .filter_map(|image| image.stream.clone());
        let is_photo = |stream: &Rc<Stream>| {
            let filters = file.filters(&stream.dictionary);
            matches!(filters.as_slice(), [(name, _)] if name == "DCTDecode")
        };
        Drawn {
            photos: streams.filter(is_photo).collect(),
            has_pictures: !drawing.images.is_empty(),
            is_cut: drawing.is_too_large,
            is_crowded: drawing.paint.is_crowded,
            letters: drawing.letters,
        }
    }

    /// The words in lines, as the program has them.
    pub(super) fn write(&self, words: &mut Words) {
        let mut last: Option<Glyph> = None;
        for letter in &self.letters {
            let glyph = letter.glyph;
            if let Some(last) = last {
                let size = glyph.size.max(last.size).max(1.0);
                let (gap, away) = between(&last, &glyph);
                match () {
                    () if glyph.turn != last.turn || away.abs() > LINE * size => words.part('\n'),
                    () if gap.abs() > COLUMN * size => words.part('\t'),
                    () if gap > WORD * size => words.part(' '),
                    () => {}
                }
            }
            let is_covered = letter.sight == Sight::Covered;
            words.push(
                glyph.character.encode_utf8(&mut [0; 4]),
                is_covered.then_some(HiddenKind::Covered),
            );
            last = Some(glyph);
        }
    }

    /// The words below shapes.
    pub(super) fn covered(&self) -> String {
        let covered = self
            .letters
            .iter()
            .filter(|letter| letter.sight == Sight::Covered);
        covered.map(|letter| letter.glyph.character).collect()
    }

    /// Photographs in the form that cameras give them.
    pub(super) fn photos(&self) -> &[Rc<Stream>] {
        &self.photos
    }

    /// Pictures, and no words.
    pub(super) fn is_scan(&self) -> bool {
        self.has_pictures
            && self
                .letters
                .iter()
                .all(|letter| letter.glyph.character.is_whitespace())
    }

    /// Many letters that say nothing.
    pub(super) fn is_unread(&self) -> bool {
        let letters = self.letters.iter();
        let unknown = letters
            .filter(|letter| letter.glyph.character == UNKNOWN)
            .count();
        unknown > 0 && unknown * 100 > self.letters.len() * UNREAD
    }
}

/// How far a letter is from the end of the one before it, along its line and across.
fn between(last: &Glyph, next: &Glyph) -> (f32, f32) {
    let (x, y) = (next.x - last.x, next.y - last.y);
    match next.turn {
        Turn::Right | Turn::Aslant => (x - last.advance, y),
        Turn::Left => (-x - last.advance, y),
        Turn::Down | Turn::Vertical => (y - last.advance, x),
        Turn::Up => (-y - last.advance, x),
    }
}
