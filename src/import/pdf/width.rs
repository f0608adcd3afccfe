//! How wide the letters of a font are (ISO 32000-2, 9.7.4.3).
//!
//! In: lists and runs of widths. Out: the width of a code or a glyph. Never looks into the font itself.

use std::collections::BTreeMap;

use crate::import::pdf::file::File;
use crate::import::pdf::syntax::Object;

/// The last code that a font may have.
const LAST: u32 = 0x10_FFFF;
/// Widths of a font.
const MAX_WIDTHS: usize = 100_000;

/// How wide codes or glyphs are, in parts of the size.
#[derive(Debug, Default)]
pub(crate) struct Widths {
    /// By single codes.
    pub(crate) each: BTreeMap<u32, f32>,
    /// From one code to another.
    pub(crate) runs: Vec<(u32, u32, f32)>,
    /// Of all others.
    pub(crate) usual: f32,
}

impl Widths {
    /// How wide a code is.
    pub(crate) fn of(&self, code: u32) -> f32 {
        if let Some(width) = self.each.get(&code) {
            return *width;
        }
        let index = self.runs.partition_point(|(low, ..)| *low <= code);
        let run = index.checked_sub(1).and_then(|index| self.runs.get(index));
        match run {
            Some((_, high, width)) if code <= *high => *width,
            _ => self.usual,
        }
    }
}

/// Widths of glyphs: lists from a glyph on, and runs with one width.
pub(crate) fn glyph_widths(file: &File<'_>, list: &Object, usual: f32) -> Widths {
    let mut widths = Widths {
        usual,
        ..Widths::default()
    };
    let mut entries = list.array().unwrap_or_default().iter();
    while let Some(first) = entries.next().and_then(Object::index) {
        let Some(first) = u32::try_from(first).ok().filter(|first| *first <= LAST) else {
            break;
        };
        let Some(next) = entries.next() else { break };
        match file.resolved(next) {
            Object::Array(each) => {
                for (code, width) in (first..).zip(each.iter()) {
                    if let Some(width) = width.number().filter(|_| widths.each.len() < MAX_WIDTHS) {
                        widths.each.insert(code, width * 0.001);
                    }
                }
            }
            last => {
                let width = entries.next().and_then(Object::number);
                if let (Some(last), Some(width)) = (last.index(), width) {
                    widths
                        .runs
                        .push((first, u32::try_from(last).unwrap_or(first), width * 0.001));
                }
            }
        }
    }
    widths.runs.sort_by_key(|(low, ..)| *low);
    widths
}
