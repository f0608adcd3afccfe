//! One displayed line, and where each of its bytes stands in the source.
//!
//! In: slices of the body. Out: text in which what is meant as it stands (code, escapes, entities) is hidden, and
//! spans in the body. Never judges anything.

use std::ops::Range;

use crate::character::is_unseen;
use crate::report::markdown::token::Slice;

/// Stands for what no mark can begin or end in: the object replacement character.
pub(super) const HIDDEN: char = '\u{FFFC}';

#[derive(Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// Where a piece begins: in the text, and in the body.
    pieces: Vec<(usize, usize)>,
    /// Where the last piece ends in the body.
    end: Option<usize>,
    /// Where the first character that is seen stands, once the line is whole.
    pub(super) head: usize,
}

impl Line {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
    }

    /// Adds what stands at `range` in the body.
    pub(super) fn push(&mut self, range: Range<usize>, base: &str) {
        let mut start = range.start;
        // An escaped character is a token's first; pieces of one word are adjacent.
        let passed = self.end.filter(|end| *end <= start).unwrap_or(0);
        let escaped = base[passed..start]
            .bytes()
            .rev()
            .take_while(|b| *b == b'\\')
            .count();
        if escaped % 2 == 1
            && let Some(c) = base[range.clone()].chars().next()
            && c.is_ascii_punctuation()
        {
            self.pieces.push((self.text.len(), start));
            self.text.push(HIDDEN);
            start += c.len_utf8();
        }
        self.pieces.push((self.text.len(), start));
        self.text.push_str(&base[start..range.end]);
        self.end = Some(range.end);
    }

    /// Hides what stands in a slice.
    pub(super) fn hide(&mut self, slice: Slice, base: &str) {
        if !slice.stored {
            self.pieces.push((self.text.len(), slice.start as usize));
            self.end = Some(slice.end as usize);
            debug_assert!(base.len() >= slice.end as usize);
        }
        self.text.push(HIDDEN);
    }

    /// Hides something that does not stand in the body.
    pub(super) fn push_hidden(&mut self) {
        self.text.push(HIDDEN);
    }

    /// Where the last of it ends in the body.
    pub(super) fn source_end(&self) -> Option<usize> {
        self.end
    }

    /// The bytes of the body at `range` of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start, |shown| shown <= range.start);
        let end = self.place(range.end, |shown| shown < range.end);
        start..end.max(start)
    }

    fn place(&self, at: usize, is_before: impl Fn(usize) -> bool) -> usize {
        let next = self.pieces.partition_point(|piece| is_before(piece.0));
        match next.checked_sub(1).and_then(|i| self.pieces.get(i)) {
            Some((shown, source)) => source + (at - shown),
            None => self.pieces.first().map_or(0, |piece| piece.1),
        }
    }

    /// The line is whole.
    pub(super) fn settle(&mut self) {
        let seen = self.text.trim_start_matches(is_unseen);
        self.head = self.text.len() - seen.len();
    }

    /// The text from `at`, as far as marks reach.
    pub(super) fn ahead(&self, at: usize) -> &str {
        let end = self
            .text
            .floor_char_boundary(at.saturating_add(super::REACH));
        self.text.get(at..end).unwrap_or_default()
    }

    /// The character before `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }
}
