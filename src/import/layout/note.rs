//! Footnotes at the feet of pages.
//!
//! In: pages with their lines. Out: the notes, taken from the pages, each with its sign; later, the signs in the text lead
//! to them. Never takes a line whose sign stands nowhere above it.

use std::collections::BTreeSet;

use crate::import::document::Inline;
use crate::import::layout::line::Line;
use crate::import::layout::{Glyph, Sheet};

/// What is smaller than so much of its line is a raised sign.
const SMALL: f32 = 0.8;
/// Letters of a sign.
const MAX_SIGN: usize = 4;
/// Notes of a document.
const MAX_NOTES: usize = 5_000;

/// A footnote.
#[derive(Debug)]
pub(crate) struct Foot {
    /// The page at whose foot it stands.
    pub page: usize,
    /// Its sign: `1`, `①`, `*`.
    pub sign: String,
    /// Its lines; the sign is not in them.
    pub lines: Vec<Line>,
    /// The page before it on which its sign stands too: endnotes stand on the last page.
    pub called: BTreeSet<usize>,
}

/// Takes the notes from the pages.
pub(crate) fn taken(sheets: &mut [Sheet]) -> Vec<Foot> {
    let mut calls: Vec<(usize, String)> = Vec::new();
    for sheet in sheets.iter() {
        for line in &sheet.lines {
            calls.extend(raised(&line.glyphs, line.size, false).map(|sign| (sheet.number, sign)));
        }
        for line in sheet.tables.iter().flat_map(|table| table.lines()) {
            calls.extend(raised(&line.glyphs, line.size, false).map(|sign| (sheet.number, sign)));
        }
    }
    calls.truncate(MAX_NOTES);
    let mut feet: Vec<Foot> = Vec::new();
    if calls.is_empty() {
        return feet;
    }
    let usual = usual_size(sheets);
    let count = sheets.len();
    for (index, sheet) in sheets.iter_mut().enumerate() {
        let is_last = index + 1 == count;
        let Some(first) = first_line(sheet, usual, &calls, is_last) else {
            continue;
        };
        let lines = sheet.lines.split_off(first);
        for line in lines {
            match sign_of(&line) {
                Some((sign, length)) if feet.len() < MAX_NOTES => {
                    let text = line.part(length..line.glyphs.len());
                    let own = calls.iter().filter(|(_, called)| *called == sign);
                    feet.push(Foot {
                        page: sheet.number,
                        sign: sign.clone(),
                        lines: text.into_iter().collect(),
                        called: own.map(|(page, _)| *page).collect(),
                    });
                }
                _ => {
                    if let Some(foot) = feet.last_mut() {
                        foot.lines.push(line);
                    }
                }
            }
        }
    }
    feet
}

/// The first line of the notes of a page: below a short line that separates them, or from where on all is smaller.
fn first_line(
    sheet: &Sheet,
    usual: f32,
    calls: &[(usize, String)],
    is_last: bool,
) -> Option<usize> {
    let is_called = |line: &Line| {
        let sign = sign_of(line);
        sign.is_some_and(|(sign, _)| {
            let mut calls = calls.iter();
            calls.any(|(page, called)| *called == sign && (*page == sheet.number || is_last))
        })
    };
    let is_below = |line: &Line| {
        sheet
            .tables
            .iter()
            .all(|table| table.area.bottom < line.base)
    };
    let short = sheet
        .rules
        .iter()
        .filter(|rule| rule.area.width() < sheet.width * 0.6);
    let separated = short.filter_map(|rule| {
        let first = sheet
            .lines
            .iter()
            .position(|line| line.area().bottom > rule.area.top && line.base > rule.area.top)?;
        let line = sheet.lines.get(first)?;
        let is_near = line.base - rule.area.top < line.size * 3.0;
        (is_near && is_below(line) && is_called(line)).then_some(first)
    });
    if let Some(first) = separated.min() {
        return Some(first);
    }
    let mut first = None;
    for (index, line) in sheet.lines.iter().enumerate().rev() {
        if !is_below(line) || line.size > usual * 0.95 {
            break;
        }
        if is_called(line) {
            first = Some(index);
        }
    }
    first
}

/// The sign that a line of notes begins with, and how many letters that is.
fn sign_of(line: &Line) -> Option<(String, usize)> {
    let sign = raised(&line.glyphs, line.size, true).next();
    let sign = sign.or_else(|| {
        // A sign as high as the text, with a blank after it.
        let glyphs = line.glyphs.iter();
        let sign: String = glyphs
            .map(|g| g.character)
            .take_while(|c| is_sign(*c))
            .collect();
        let count = sign.chars().count();
        let (last, next) = (
            line.glyphs.get(count.checked_sub(1)?)?,
            line.glyphs.get(count)?,
        );
        let is_apart = next.is_blank() || next.x - last.right() > line.size * 0.15;
        let is_circled = sign.chars().any(|c| ('①'..='⑳').contains(&c));
        ((is_apart || is_circled) && count <= MAX_SIGN).then_some(sign)
    })?;
    let mut length = sign.chars().count();
    while line.glyphs.get(length).is_some_and(Glyph::is_blank) {
        length += 1;
    }
    Some((sign, length))
}

/// The raised signs of a line; with `is_first`, the one that it begins with.
fn raised(glyphs: &[Glyph], size: f32, is_first: bool) -> impl Iterator<Item = String> {
    let mut signs = Vec::new();
    let mut sign = String::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let is_raised = glyph.size < size * SMALL && is_sign(glyph.character);
        if is_raised {
            sign.push(glyph.character);
        }
        if !is_raised || index + 1 == glyphs.len() {
            if !sign.is_empty() && sign.chars().count() <= MAX_SIGN {
                signs.push(std::mem::take(&mut sign));
            }
            sign.clear();
            if is_first {
                break;
            }
        }
    }
    signs.into_iter()
}

fn is_sign(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(
            character,
            'i' | 'v' | 'x' | '*' | '†' | '‡' | '[' | ']' | '〔' | '〕'
        )
        || ('①'..='⑳').contains(&character)
}

/// The size of most letters.
fn usual_size(sheets: &[Sheet]) -> f32 {
    let mut sizes: Vec<f32> = Vec::new();
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        sizes.extend(std::iter::repeat_n(line.size, line.glyphs.len()));
    }
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(12.0)
}

/// Makes signs of notes of the raised signs of a paragraph on this page.
pub(crate) fn place_signs(inlines: &mut [Inline], page: usize, feet: &[Foot]) {
    for inline in inlines {
        match inline {
            Inline::Link { inlines, .. } => {
                // Programs make links of signs.
                place_signs(inlines, page, feet);
                if let [Inline::Note(note)] = inlines.as_slice() {
                    *inline = Inline::Note(*note);
                }
            }
            Inline::Text { text, style } if style.superscript => {
                let sign = text.trim();
                let own = feet
                    .iter()
                    .position(|foot| foot.page == page && foot.sign == sign);
                let far = || {
                    feet.iter()
                        .position(|foot| foot.sign == sign && foot.called.contains(&page))
                };
                if let Some(index) = own.or_else(far) {
                    *inline = Inline::Note(index);
                }
            }
            _ => {}
        }
    }
}
