//! What is drawn on a page of a PDF: letters, and boxes that cover those drawn before them.
//!
//! In: letters and boxes in the order of the page's program. Out: lines of words, those below boxes, and photographs. Text
//! that a scanner put below its picture is no covered text.

#![expect(
    clippy::float_arithmetic,
    reason = "places on a page are fractions in the file; of them only what lies on what is decided"
)]

mod paint;

use std::rc::Rc;

use crate::import::pdf::font::UNKNOWN;
use crate::import::pdf::syntax::Stream;
use crate::privacy::attachment::HiddenKind;
use crate::privacy::attachment::words::Words;

pub(super) use crate::privacy::attachment::pdf::drawn::paint::Painter;

/// Comparisons of letters with boxes in one file.
const MAX_COMPARED: usize = 60_000_000;
/// A box that is thinner covers no letter: it is a rule.
const THIN: f32 = 3.0;
/// Letters of a page that say nothing, of a hundred.
const UNREAD: usize = 30;
/// Parts of the size of a letter: what is further away is another line, another word, another column.
const LINE: f32 = 0.4;
const WORD: f32 = 0.25;
const COLUMN: f32 = 2.0;

/// A letter on a page.
#[derive(Debug)]
struct Placed {
    text: Rc<str>,
    x: f32,
    y: f32,
    end: f32,
    size: f32,
    is_covered: bool,
    is_invisible: bool,
}

/// What is on a page.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    letters: Vec<Placed>,
    photos: Vec<Stream>,
    pictures: usize,
    compared: usize,
}

impl Drawn {
    /// The words in lines, as the program has them.
    pub(super) fn write(&self, words: &mut Words) {
        let mut last: Option<&Placed> = None;
        for letter in &self.letters {
            if let Some(last) = last {
                let size = letter.size.max(last.size).max(1.0);
                let gap = letter.x - last.end;
                match () {
                    () if (letter.y - last.y).abs() > LINE * size => words.part('\n'),
                    () if gap > COLUMN * size || gap < -COLUMN * size => words.part('\t'),
                    () if gap > WORD * size => words.part(' '),
                    () => {}
                }
            }
            words.push(
                &letter.text,
                letter.is_covered.then_some(HiddenKind::Covered),
            );
            last = Some(letter);
        }
    }

    /// The words below boxes.
    pub(super) fn covered(&self) -> String {
        let covered = self.letters.iter().filter(|letter| letter.is_covered);
        covered.map(|letter| &*letter.text).collect()
    }

    /// A box over letters that were drawn.
    pub(super) fn cover(&mut self, [left, bottom]: [f32; 2], [right, top]: [f32; 2]) {
        let (left, right) = (left.min(right), left.max(right));
        let (bottom, top) = (bottom.min(top), bottom.max(top));
        if right - left < THIN || top - bottom < THIN || self.compared > MAX_COMPARED {
            return;
        }
        self.compared += self.letters.len();
        for letter in &mut self.letters {
            let (x, y) = ((letter.x + letter.end) / 2.0, letter.y + letter.size * 0.3);
            let is_below = (left..=right).contains(&x) && (bottom..=top).contains(&y);
            letter.is_covered |= is_below && !letter.is_invisible;
        }
    }

    /// Photographs in the form that cameras give them.
    pub(super) fn photos(&self) -> &[Stream] {
        &self.photos
    }

    /// Pictures, and no words.
    pub(super) fn is_scan(&self) -> bool {
        self.pictures > 0
            && self
                .letters
                .iter()
                .all(|letter| letter.text.trim().is_empty())
    }

    /// Many letters that say nothing.
    pub(super) fn is_unread(&self) -> bool {
        let unknown = self
            .letters
            .iter()
            .filter(|letter| letter.text.contains(UNKNOWN))
            .count();
        unknown > 0 && unknown * 100 > self.letters.len() * UNREAD
    }
}
