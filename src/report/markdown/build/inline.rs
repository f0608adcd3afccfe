//! Text and emphasis of a leaf, as they are read.
//!
//! In: text and delimiters as the Markdown parser found them. Out: tokens whose text is a slice of the body, and
//! the delimiters that [`emphasis`](super::super::emphasis) decides about when the leaf is closed.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::super::emphasis::Delimiter;
use super::super::mask;
use super::super::token::{Element, LeafKind, PLAIN, Slice, Token};
use super::Builder;

impl Builder<'_> {
    /// Text as a slice of the body where it stands there, else of the store.
    pub(super) fn slice(&mut self, text: &str, range: &Range<usize>) -> Slice {
        let offset = (text.as_ptr() as usize).wrapping_sub(self.masked.as_ptr() as usize);
        if offset >= range.start
            && offset
                .checked_add(text.len())
                .is_some_and(|end| end <= range.end)
        {
            return Slice {
                start: offset as u32,
                end: (offset + text.len()) as u32,
                stored: false,
            };
        }
        let unmasked = self.unmask(text, range).into_owned();
        self.store(&unmasked)
    }

    /// Undoes the masks in what the parser made of `range`.
    ///
    /// Where the range has none, a control character comes from an entity and is dropped.
    pub(super) fn unmask<'t>(&self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        if !text.bytes().any(|b| b < b' ' && b != b'\n') {
            return Cow::Borrowed(text);
        }
        if self.masked.as_bytes()[range.clone()]
            .iter()
            .any(|b| mask::MASKS.contains(b))
        {
            return mask::unmask(text);
        }
        Cow::Owned(
            text.chars()
                .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
                .collect(),
        )
    }

    pub(super) fn store(&mut self, text: &str) -> Slice {
        let start = self.tape.store.len() as u32;
        self.tape.store.push_str(text);
        Slice {
            start,
            end: self.tape.store.len() as u32,
            stored: true,
        }
    }

    pub(super) fn str(&self, slice: Slice) -> &str {
        if slice.stored {
            &self.tape.store[slice.range()]
        } else {
            &self.base[slice.range()]
        }
    }

    pub(super) fn inline(&mut self, token: Token) {
        self.is_line_start = false;
        self.push(token);
    }

    pub(super) fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        self.ensure_leaf();
        let is_code = self.leaf.as_ref().is_some_and(|l| l.kind == LeafKind::Code);
        let mut slice = self.slice(text, &range);
        if self.is_line_start && !slice.stored && !is_code {
            // What the masks kept of an indentation.
            let text = &self.base[slice.range()];
            slice.start += (text.len() - text.trim_start_matches([' ', '\t']).len()) as u32;
            if slice.len() == 0 {
                return;
            }
        }
        if slice.len() == 1
            && !slice.stored
            && !is_code
            && matches!(
                self.base.as_bytes()[slice.start as usize],
                b'*' | b'_' | b'~'
            )
            && !is_escaped(self.base.as_bytes(), slice.start as usize)
        {
            self.delimiter(slice.start as usize, 1);
        }
        self.inline(Token::Text(slice));
    }

    /// Notes that the next token is, or stands for, `length` delimiters of emphasis.
    pub(super) fn delimiter(&mut self, at: usize, length: usize) {
        let scope = self.scopes.last().copied().unwrap_or(0);
        self.delimiters.push(Delimiter {
            token: self.tape.tokens.len(),
            at,
            length,
            scope,
        });
    }

    pub(super) fn open_emphasis(&mut self, element: Element, at: usize, length: usize) {
        self.ensure_leaf();
        self.delimiter(at, length);
        self.inline(Token::Open(element, PLAIN));
    }

    pub(super) fn close_emphasis(&mut self, element: Element, end: usize, length: usize) {
        self.delimiter(end.saturating_sub(length), length);
        self.inline(Token::Close(element));
    }

    pub(super) fn open_strike(&mut self, at: usize) {
        self.ensure_leaf();
        // A single ~ is a range of figures (5~10), not a deletion.
        let is_double = self.base.as_bytes().get(at + 1) == Some(&b'~');
        self.strikes.push(is_double);
        if is_double {
            self.open_emphasis(Element::Delete, at, 2);
        } else {
            self.literal_tilde(at);
        }
    }

    pub(super) fn close_strike(&mut self, end: usize) {
        if self.strikes.pop() == Some(false) {
            self.literal_tilde(end.saturating_sub(1));
        } else {
            self.close_emphasis(Element::Delete, end, 2);
        }
    }

    fn literal_tilde(&mut self, at: usize) {
        let slice = Slice {
            start: at as u32,
            end: at as u32 + 1,
            stored: false,
        };
        self.inline(Token::Text(slice));
    }
}

/// Whether the byte at `at` has a backslash before it that is not itself escaped.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at]
        .iter()
        .rev()
        .take_while(|b| **b == b'\\')
        .count()
        % 2
        == 1
}
