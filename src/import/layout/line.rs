//! Characters on a page become lines.
//!
//! In: characters with their places, all running to the right. Out: lines from above, each with its characters from the
//! left; raised and lowered signs are in the line that they belong to. Never decides what a paragraph is.

use std::ops::Range;

use crate::import::document::{Inline, Style};
use crate::import::layout::word::{is_closing, is_opening, is_wide, needs_blank};
use crate::import::layout::{Area, Glyph, Link};

/// Baselines that are so near are one, in parts of the size.
const SAME_BASE: f32 = 0.22;
/// A smaller sign so near to a baseline is raised or lowered there, in parts of the size of the line.
const NEAR_BASE: f32 = 0.55;
/// What is smaller than so much of a line is a raised or lowered sign.
const SMALL: f32 = 0.8;
/// A gap that is a blank between letters, in parts of the size.
const BLANK: f32 = 0.18;
/// A gap that is a blank between Han.
const WIDE_BLANK: f32 = 0.7;
/// Letters of a line that gets raised signs; no page has longer ones.
const MAX_JOINED: usize = 2_000;
/// The same letter so near was drawn twice to look bold.
const TWICE: f32 = 0.25;

/// A line of text.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// On which page, from 1.
    pub page: usize,
    /// Which column of the page, from 0.
    pub column: usize,
    /// From the left, without blanks at the ends.
    pub glyphs: Vec<Glyph>,
    /// Where its first letter begins.
    pub left: f32,
    /// Where its last letter ends.
    pub right: f32,
    /// Its baseline.
    pub base: f32,
    /// The size of most of its letters.
    pub size: f32,
}

/// The lines of these characters, from above.
pub(crate) fn lines_of(mut glyphs: Vec<Glyph>, page: usize) -> Vec<Line> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut base = f32::NEG_INFINITY;
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if glyph.y - base <= glyph.size * SAME_BASE => row.push(glyph),
            _ => {
                base = glyph.y;
                rows.push(vec![glyph]);
            }
        }
    }
    let lines = rows.into_iter().filter_map(|row| Line::of(row, page));
    join_raised(lines.collect())
}

/// Puts raised and lowered signs, and letters of another font on a slightly other baseline, into their lines.
fn join_raised(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    for mut line in lines {
        while let Some(upper) = joined.pop() {
            match together(&upper, &line) {
                Some(both) => line = both,
                None => {
                    joined.push(upper);
                    break;
                }
            }
        }
        joined.push(line);
    }
    joined
}

/// One line of two, of which one holds raised or lowered signs of the other or goes on with it.
fn together(upper: &Line, lower: &Line) -> Option<Line> {
    let (small, large) = match upper.size < lower.size {
        true => (upper, lower),
        false => (lower, upper),
    };
    let distance = lower.base - upper.base;
    if distance > large.size * NEAR_BASE || small.glyphs.len() + large.glyphs.len() > MAX_JOINED {
        return None;
    }
    let is_beside = small.left < large.right + large.size && small.right > large.left - large.size;
    let is_raised = small.size < large.size * SMALL && is_beside;
    let is_same = distance < large.size * 0.35;
    if !(is_raised || is_same) || small.covers(large) {
        return None;
    }
    let glyphs = [small.glyphs.as_slice(), &large.glyphs].concat();
    let mut both = Line::of(glyphs, large.page)?;
    (both.size, both.base) = (large.size, large.base);
    Some(both)
}

impl Line {
    /// A line of these characters; `None` if all of them are blank.
    pub(crate) fn of(mut glyphs: Vec<Glyph>, page: usize) -> Option<Line> {
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
        for glyph in glyphs {
            let is_twice = kept.iter().rev().take(2).any(|last| {
                let near = glyph.size * TWICE;
                last.character == glyph.character
                    && (glyph.x - last.x).abs() < near.min(glyph.advance.abs() * 0.5)
                    && (glyph.y - last.y).abs() < near
            });
            let is_first_blank = kept.is_empty() && glyph.is_blank();
            if !is_twice && !is_first_blank {
                kept.push(glyph);
            }
        }
        while kept.last().is_some_and(Glyph::is_blank) {
            kept.pop();
        }
        let left = kept.first()?.x;
        let right = kept.iter().map(Glyph::right).fold(left, f32::max);
        let (size, base) = usual(&kept);
        Some(Line {
            page,
            column: 0,
            glyphs: kept,
            left,
            right,
            base,
            size,
        })
    }

    /// Its words, with a blank where a gap stands for one.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut last: Option<&Glyph> = None;
        for glyph in &self.glyphs {
            if let Some(last) = last {
                text.extend(blank_between(last, glyph));
            }
            text.push(shown(glyph.character));
            last = Some(glyph);
        }
        text
    }

    /// Its words with their looks and links; `is_bold` says that its paragraph is bold as a whole, which means nothing.
    pub(crate) fn inlines(&self, links: &[Link], is_bold: bool) -> Vec<Inline> {
        let own = self.area();
        let links: Vec<&Link> = links.iter().filter(|link| link.area.meets(&own)).collect();
        let mut inlines: Vec<(Inline, Option<usize>)> = Vec::new();
        let mut last: Option<&Glyph> = None;
        for glyph in &self.glyphs {
            let mut style = Style {
                bold: glyph.is_bold && !is_bold,
                ..Style::default()
            };
            if glyph.size < self.size * SMALL && !glyph.is_blank() {
                style.superscript = glyph.y < self.base - self.size * 0.12;
                style.subscript = glyph.y > self.base + self.size * 0.05;
            }
            let link = links
                .iter()
                .position(|link| link.area.contains(glyph.middle()));
            let blank = last.and_then(|last| blank_between(last, glyph));
            let character = shown(glyph.character);
            match inlines.last_mut() {
                Some((
                    Inline::Text {
                        text,
                        style: before,
                    },
                    leads,
                )) if *before == style && *leads == link => {
                    text.extend(blank);
                    text.push(character);
                }
                _ => {
                    let text = blank.into_iter().chain([character]).collect();
                    inlines.push((Inline::Text { text, style }, link));
                }
            }
            last = Some(glyph);
        }
        linked(inlines, &links)
    }

    /// Where its parts are that gaps of so many sizes of its letters separate.
    pub(crate) fn parts(&self, gap: f32) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = 0;
        let mut end: Option<(usize, f32)> = None;
        for (index, glyph) in self.glyphs.iter().enumerate() {
            if glyph.is_blank() {
                continue;
            }
            if let Some((last, right)) = end
                && glyph.x - right > gap * self.size
            {
                parts.push(start..last + 1);
                start = index;
            }
            end = Some((index, glyph.right()));
        }
        if let Some((last, _)) = end {
            parts.push(start..last + 1);
        }
        parts
    }

    /// A part of it as a line of its own.
    pub(crate) fn part(&self, range: Range<usize>) -> Option<Line> {
        let glyphs = self.glyphs.get(range)?.to_vec();
        let mut part = Line::of(glyphs, self.page)?;
        part.column = self.column;
        Some(part)
    }

    /// Where it ends for who looks for the edge of a column: marks at its end may hang out by half their width.
    pub(crate) fn edge(&self) -> f32 {
        let last = self
            .glyphs
            .last()
            .filter(|last| is_wide(last.character) && is_closing(last.character));
        last.map_or(self.right, |last| last.x + last.advance * 0.5)
    }

    /// Whether letters of both stand one above the other.
    fn covers(&self, other: &Line) -> bool {
        let count = self.glyphs.iter().filter(|glyph| {
            let (x, _) = glyph.middle();
            !glyph.is_blank()
                && other
                    .glyphs
                    .iter()
                    .any(|g| !g.is_blank() && x > g.x && x < g.right())
        });
        count.count() * 3 > self.glyphs.len()
    }

    /// The part of the page that its letters cover.
    pub(crate) fn area(&self) -> Area {
        Area {
            left: self.left,
            top: self.base - self.size * 0.88,
            right: self.right,
            bottom: self.base + self.size * 0.12,
        }
    }

    /// Whether more than half of its letters are bold.
    pub(crate) fn is_bold(&self) -> bool {
        let bold = self.glyphs.iter().filter(|glyph| glyph.is_bold).count();
        bold * 2 > self.glyphs.len()
    }

    /// How much room its beginning needs at the end of the line before: what no line break may separate.
    pub(crate) fn first_word(&self) -> f32 {
        let mut end = self.left;
        let mut last: Option<char> = None;
        for glyph in &self.glyphs {
            let may_break = last.is_some_and(|last| {
                glyph.is_blank()
                    || ((is_wide(last) || is_wide(glyph.character))
                        && !is_closing(glyph.character)
                        && !is_opening(last))
            });
            if may_break {
                break;
            }
            end = glyph.right();
            last = Some(glyph.character);
        }
        end - self.left
    }
}

/// The size and the baseline of most letters.
fn usual(glyphs: &[Glyph]) -> (f32, f32) {
    let mut sizes: Vec<(f32, f32)> = glyphs
        .iter()
        .filter(|glyph| !glyph.is_blank())
        .map(|glyph| (glyph.size, glyph.y))
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    // The middle one: few signs are raised.
    sizes.get(sizes.len() / 2).copied().unwrap_or((1.0, 0.0))
}

/// The blank that a gap between two characters of a line stands for.
fn blank_between(last: &Glyph, next: &Glyph) -> Option<char> {
    if last.is_blank() || next.is_blank() {
        return None;
    }
    let size = last.size.max(next.size);
    let gap = next.x - last.right();
    if gap > size * WIDE_BLANK && (is_wide(last.character) || is_wide(next.character)) {
        return Some('\u{3000}');
    }
    let is_blank = gap > size * BLANK && needs_blank(last.character, next.character);
    is_blank.then_some(' ')
}

/// A character as a text has it: blanks of any width are blanks.
fn shown(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2028}' | '\u{2029}' => ' ',
        character if character.is_control() => ' ',
        character => character,
    }
}

/// Puts what leads to the same place into one link.
fn linked(inlines: Vec<(Inline, Option<usize>)>, links: &[&Link]) -> Vec<Inline> {
    let mut all = Vec::new();
    for (inline, link) in inlines {
        let Some(link) = link.and_then(|index| links.get(index)) else {
            all.push(inline);
            continue;
        };
        match all.last_mut() {
            Some(Inline::Link { address, inlines }) if *address == link.address => {
                inlines.push(inline)
            }
            _ => all.push(Inline::Link {
                address: link.address.clone(),
                inlines: vec![inline],
            }),
        }
    }
    all
}

/// Characters in a row, for tests.
#[cfg(test)]
pub(crate) fn row(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
    let mut at = x;
    let mut glyphs = Vec::new();
    for character in text.chars() {
        let advance = if is_wide(character) { size } else { size / 2.0 };
        glyphs.push(Glyph {
            character,
            x: at,
            y,
            advance,
            size,
            is_bold: false,
            turn: crate::import::layout::Turn::Right,
        });
        at += advance;
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_signs_belong_to_their_line() {
        let mut glyphs = row("受理申请", 10.0, 50.0, 16.0);
        glyphs.extend(row("1", 74.0, 44.0, 9.0));
        glyphs.extend(row("件", 80.0, 50.0, 16.0));
        glyphs.extend(row("另一行", 10.0, 75.0, 16.0));
        let lines = lines_of(glyphs, 1);
        let texts: Vec<_> = lines.iter().map(Line::text).collect();
        assert_eq!(texts, ["受理申请1件", "另一行"]);
        let inlines = lines[0].inlines(&[], false);
        assert!(matches!(&inlines[1], Inline::Text { style, .. } if style.superscript));
    }

    #[test]
    fn gaps_are_blanks() {
        let mut glyphs = row("Annual", 10.0, 50.0, 10.0);
        glyphs.extend(row("report", 43.0, 50.0, 10.0));
        glyphs.extend(row("甲", 110.0, 50.0, 10.0));
        assert_eq!(lines_of(glyphs, 1)[0].text(), "Annual report\u{3000}甲");
    }

    #[test]
    fn letters_that_are_drawn_twice_count_once() {
        let mut glyphs = row("粗体", 10.0, 50.0, 10.0);
        glyphs.extend(row("粗体", 10.4, 50.0, 10.0));
        assert_eq!(lines_of(glyphs, 1)[0].text(), "粗体");
    }

    #[test]
    fn a_word_needs_room() {
        let line = lines_of(row("“2023年》后", 0.0, 0.0, 10.0), 1);
        assert_eq!(line[0].first_word(), 10.0 + 20.0);
    }
}
