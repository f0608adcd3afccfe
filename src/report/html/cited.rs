//! Links from the titles and numbers that a text cites to the documents that they name.
//!
//! In: bytes of the text of leaves, and where each leads. Out: those that can be elements where they stand, opened and
//! closed. Never within another link, never across the border of an element, and no word is altered.

use std::ops::Range;

use serde::Serialize;

use crate::plain_text::{lowered, raised};
use crate::report::html::attribute::escape_url;
use crate::report::html::{Heading, Writer};
use crate::report::markdown::token::Token;

/// Bytes of a text that lead to a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct CitedLink {
    /// Which of the leaves.
    pub leaf: u32,
    /// Bytes of its text.
    pub bytes: Range<u32>,
    /// Where it leads, percent-encoded.
    pub url: String,
}

/// The links of the leaf that is open.
#[derive(Default)]
pub(super) struct OfLeaf<'w> {
    /// Those that are yet to come, the last first.
    waiting: Vec<&'w CitedLink>,
    /// Where the one ends that is open.
    open: Option<u32>,
}

impl<'w> Writer<'w> {
    /// Finds the links of the leaf that was opened, whose tokens begin at `first`.
    pub(super) fn find_cited(&mut self, first: usize) {
        self.cited_in_leaf = OfLeaf::default();
        if self.links_beside.cited.is_empty() || self.has_whole_link {
            return;
        }
        let from = self
            .links_beside
            .cited
            .partition_point(|link| link.leaf < self.leaf);
        let to = self
            .links_beside
            .cited
            .partition_point(|link| link.leaf <= self.leaf);
        let cited: &'w [CitedLink] = self.links_beside.cited;
        let links = cited.get(from..to).unwrap_or_default();
        let mut end = 0;
        let fitting = links.iter().filter(|link| {
            let fits = link.bytes.start >= end && self.fits(first, &link.bytes);
            if fits {
                end = link.bytes.end;
            }
            fits
        });
        let mut waiting: Vec<&CitedLink> = fitting.collect();
        waiting.reverse();
        self.cited_in_leaf.waiting = waiting;
    }

    /// Where text must be divided next for a link, beyond what is written.
    pub(super) fn next_cited(&self) -> Option<u32> {
        let of_leaf = &self.cited_in_leaf;
        let next = || of_leaf.waiting.last().map(|link| link.bytes.start);
        of_leaf.open.or_else(next)
    }

    /// Before text: a link begins here, if one does.
    pub(super) fn open_cited(&mut self) {
        let next = self.cited_in_leaf.waiting.last();
        if let Some(link) = next.filter(|link| link.bytes.start == self.offset) {
            self.out.push_str("<a class=\"cited\" href=\"");
            escape_url(&link.url, &mut self.out);
            self.out.push_str("\">");
            self.cited_in_leaf.open = Some(link.bytes.end);
            self.cited_in_leaf.waiting.pop();
        }
    }

    /// After text: the link ends here, if it does.
    pub(super) fn close_cited(&mut self) {
        if self
            .cited_in_leaf
            .open
            .is_some_and(|end| end <= self.offset)
        {
            self.out.push_str("</a>");
            self.cited_in_leaf.open = None;
        }
    }

    /// Whether a link can be an element: it begins and ends in text of one element, and holds no link, no number of a
    /// part and no end of a heading.
    fn fits(&self, first: usize, link: &Range<u32>) -> bool {
        let tape = &self.document.tape;
        let marks = tape.marks.get(self.marks.clone()).unwrap_or_default();
        let crosses = |at: u32| link.start < at && at < link.end;
        let holds_number = marks.iter().any(|mark| {
            let (from, to) = mark.number;
            from < link.end && to > link.start
        });
        let divides_heading = match self.heading {
            Heading::Ahead(start, end) => crosses(start) || crosses(end),
            Heading::Open(end) => crosses(end),
            Heading::None => false,
        };
        if holds_number || divides_heading {
            return false;
        }
        let (mut offset, mut depth, mut links) = (0_u32, 0_usize, 0_usize);
        // How deep the text lies in which it begins.
        let mut began: Option<usize> = None;
        for token in tape.tokens.get(first..).unwrap_or_default() {
            let length = match token {
                Token::Text(slice) => {
                    let end = offset + slice.len() as u32;
                    if began.is_none() && (offset..end).contains(&link.start) {
                        if links > 0 {
                            return false;
                        }
                        began = Some(depth);
                    }
                    if began.is_some() && link.end <= end {
                        return began == Some(depth);
                    }
                    slice.len() as u32
                }
                Token::Code(slice) => {
                    let end = offset + slice.len() as u32;
                    let begins = began.is_none() && (offset..end).contains(&link.start);
                    if begins || (began.is_some() && link.end <= end) {
                        return begins && links == 0 && link.end <= end;
                    }
                    slice.len() as u32
                }
                Token::Raised(slice) => raised(self.document.str(*slice)).len() as u32,
                Token::Lowered(slice) => lowered(self.document.str(*slice)).len() as u32,
                Token::Space | Token::Break => 1,
                Token::Open(..) => {
                    depth += 1;
                    0
                }
                Token::Close(_) => {
                    depth = depth.saturating_sub(1);
                    if began.is_some_and(|began| depth < began) {
                        return false;
                    }
                    0
                }
                Token::Link(_) => {
                    links += 1;
                    if began.is_some() {
                        return false;
                    }
                    0
                }
                Token::LinkEnd => {
                    links = links.saturating_sub(1);
                    0
                }
                Token::NoteReference(_) | Token::Image(_) if began.is_some() => return false,
                Token::LeafEnd | Token::Split(_) => return false,
                _ => 0,
            };
            offset += length;
            if began.is_none() && offset > link.start {
                return false;
            }
        }
        false
    }
}
