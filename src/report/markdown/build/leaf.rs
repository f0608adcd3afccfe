//! Leaves: runs of text with nothing but inline elements in them, from opening to plain text and outline.
//!
//! In: the tokens of one leaf. Out: the same, with line breaks decided and nesting bounded, its plain
//! text, and the parts that begin in it. Never looks at another leaf.

use super::super::character::joins_across_break;
use super::super::token::{Element, Leaf, LeafKind, Mark, NONE, Slice, Token};
use super::{ANCHOR_MAX, Builder, INLINE_NESTING_MAX, OpenLeaf, emphasis, faults};
use crate::report::markdown::reserved_id::is_reserved;
use crate::report::outline;

/// A line of a paragraph after the first, which may turn out to begin a part.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Where the plain text before it ends, without the space of the break.
    before: u32,
    /// Where its own begins.
    offset: u32,
    /// The break.
    token: usize,
}

/// Which lines that begin with an official number are displayed as lines, where they begin no paragraph.
#[derive(Clone, Copy)]
enum KeepsLines {
    None,
    /// Those of a paragraph that lists attachments.
    OfAttachments,
    All,
}

impl Builder<'_> {
    pub(super) fn open_leaf(&mut self, kind: LeafKind) {
        let leaf = self.tape.leaves.len() as u32;
        self.tape.leaves.push(Leaf {
            kind,
            text: Slice::EMPTY,
            part: NONE,
            opens_part: false,
            table: self.table.unwrap_or(NONE),
            marks: 0..0,
        });
        self.push(Token::Leaf(leaf));
        self.leaf = Some(OpenLeaf {
            kind,
            first: self.tape.tokens.len(),
            has_raw: false,
            level: 0,
            id: None,
        });
        self.delimiters.clear();
        self.is_line_start = true;
    }

    /// Opens the leaf that text stands in where Markdown says of no paragraph.
    pub(super) fn ensure_leaf(&mut self) {
        if self.leaf.is_some() {
            return;
        }
        self.close_unfit_raw();
        let kind = match self.raw.last() {
            _ if self.in_raw_paragraph => LeafKind::Paragraph,
            // Two texts without elements of their own would run together.
            _ if matches!(self.tape.tokens.last(), Some(Token::LeafEnd)) => LeafKind::Paragraph,
            Some(Element::Td | Element::Th | Element::Li | Element::Caption) => LeafKind::Bare,
            Some(_) => LeafKind::Paragraph,
            None => match self.containers.last().and_then(|c| c.close) {
                Some(Token::Close(Element::Li)) => LeafKind::Item,
                _ => LeafKind::Paragraph,
            },
        };
        self.open_leaf(kind);
    }

    pub(super) fn close_implicit_leaf(&mut self) {
        if self.leaf.is_some() {
            self.close_leaf();
        }
    }

    pub(super) fn close_leaf(&mut self) {
        let Some(open) = self.leaf.take() else { return };
        let is_optional = matches!(
            open.kind,
            LeafKind::Paragraph | LeafKind::Item | LeafKind::Bare
        );
        if is_optional && self.tape.tokens.len() == open.first {
            // All that stood in it was left out.
            self.tape.tokens.pop();
            self.tape.leaves.pop();
            return;
        }
        if !self.delimiters.is_empty() {
            emphasis::resolve(
                self.base,
                &mut self.tape.tokens,
                open.first,
                &self.delimiters,
                self.chinese,
            );
        }
        if open.has_raw {
            self.balance(open.first);
        }
        let is_outline = self.is_top_level();
        let keeps_lines = match open.kind {
            LeafKind::Paragraph if is_outline => KeepsLines::OfAttachments,
            LeafKind::Paragraph | LeafKind::Item | LeafKind::Bare => KeepsLines::All,
            _ => KeepsLines::None,
        };
        let text = self.settle_text(open.first, keeps_lines);
        let leaf = self.tape.leaves.len() - 1;
        self.tape.leaves[leaf].text = text;
        // A note stands at the end of the page, not in the part that it is written in.
        let part = self
            .tape
            .outline
            .current()
            .filter(|_| self.open_notes.is_empty());
        self.tape.leaves[leaf].part = part.unwrap_or(NONE);
        match open.kind {
            LeafKind::Heading => self.outline_heading(leaf, &open),
            LeafKind::Paragraph if is_outline && self.chinese => self.outline_paragraph(leaf),
            _ => {}
        }
        self.push(Token::LeafEnd);
    }

    /// Decides line breaks, bounds nesting and returns the plain text.
    fn settle_text(&mut self, first: usize, keeps_lines: KeepsLines) -> Slice {
        self.lines.clear();
        match self.tape.tokens[first..] {
            [] => return Slice::EMPTY,
            [Token::Text(slice)] => return slice,
            _ => {}
        }
        let start = self.tape.store.len();
        let mut depth = 0_usize;
        // The last break, and whether it stands outside all inline elements.
        let mut pending: Option<(usize, bool)> = None;
        for i in first..self.tape.tokens.len() {
            match self.tape.tokens[i] {
                Token::Text(slice) | Token::Code(slice) => {
                    if slice.len() == 0 {
                        continue;
                    }
                    if let Some((soft, is_outside)) = pending.take() {
                        self.settle_break(soft, slice, start, is_outside, keeps_lines);
                    }
                    if slice.stored {
                        self.tape.store.extend_from_within(slice.range());
                    } else {
                        self.tape.store.push_str(&self.base[slice.range()]);
                    }
                }
                Token::Soft => {
                    self.tape.tokens[i] = Token::Nothing;
                    pending = Some((i, depth == 0));
                }
                Token::Break => {
                    pending = None;
                    let before = (self.tape.store.len() - start) as u32;
                    self.tape.store.push('\n');
                    if depth == 0 {
                        self.lines.push(Line {
                            before,
                            offset: before + 1,
                            token: i,
                        });
                    }
                }
                Token::Open(..) | Token::Link(_) => {
                    if depth == INLINE_NESTING_MAX {
                        self.inline_too_deep(i);
                    }
                    if depth >= INLINE_NESTING_MAX {
                        self.tape.tokens[i] = Token::Nothing;
                    }
                    depth += 1;
                }
                Token::Close(_) | Token::LinkEnd => {
                    depth = depth.saturating_sub(1);
                    if depth >= INLINE_NESTING_MAX {
                        self.tape.tokens[i] = Token::Nothing;
                    }
                }
                _ => {}
            }
        }
        Slice {
            start: start as u32,
            end: self.tape.store.len() as u32,
            stored: true,
        }
    }

    /// Reports the token at `token`, or where the text before it ends.
    pub(super) fn inline_too_deep(&mut self, token: usize) {
        let before = self.tape.tokens[..token]
            .iter()
            .rev()
            .find_map(|token| match token {
                Token::Text(slice) if !slice.stored => Some(slice.end as usize),
                _ => None,
            });
        let at = before.unwrap_or(0);
        self.fault(faults::too_deep(at..at, INLINE_NESTING_MAX));
    }

    /// Decides what the break before `next` reads as, now that both its sides are known.
    fn settle_break(
        &mut self,
        token: usize,
        next: Slice,
        start: usize,
        is_outside: bool,
        keeps_lines: KeepsLines,
    ) {
        let before = (self.tape.store.len() - start) as u32;
        let mut last = self.tape.store[start..].chars().rev();
        let (Some(last_char), before_last) = (last.next(), last.next()) else {
            return;
        };
        let Some(next_char) = self.str(next).chars().next() else {
            return;
        };
        let keeps_line = match keeps_lines {
            KeepsLines::None => false,
            KeepsLines::OfAttachments => lists_attachments(&self.tape.store[start..]),
            KeepsLines::All => true,
        };
        if keeps_line && self.chinese && outline::begins_with_number(self.str(next)) {
            self.tape.tokens[token] = Token::Break;
            self.tape.store.push('\n');
        } else if !last_char.is_whitespace()
            && !joins_across_break(before_last, last_char, next_char)
        {
            self.tape.tokens[token] = Token::Space;
            self.tape.store.push(' ');
        }
        if is_outside {
            let offset = (self.tape.store.len() - start) as u32;
            self.lines.push(Line {
                before,
                offset,
                token,
            });
        }
    }

    fn outline_heading(&mut self, leaf: usize, open: &OpenLeaf) {
        let text = self.tape.leaves[leaf].text;
        let id = open.id.as_deref();
        let str = if text.stored {
            &self.tape.store[text.range()]
        } else {
            &self.base[text.range()]
        };
        if let Some((part, number)) = self.tape.outline.heading(open.level, str, id) {
            self.open_part(leaf, part);
            if number.1 > number.0 {
                self.add_mark(
                    leaf,
                    Mark {
                        part,
                        number,
                        heading_end: 0,
                    },
                );
            }
        }
    }

    fn outline_paragraph(&mut self, leaf: usize) {
        let text = self.tape.leaves[leaf].text;
        if text.len() == 0 {
            return;
        }
        let str = if text.stored {
            &self.tape.store[text.range()]
        } else {
            &self.base[text.range()]
        };
        if lists_attachments(str) {
            return;
        }
        self.line_offsets.clear();
        self.line_offsets
            .extend(self.lines.iter().map(|l| l.offset));
        self.tape
            .outline
            .paragraph(str, &self.line_offsets, &mut self.found);
        if self.found.is_empty() {
            return;
        }
        let blank = str.len() - str.trim_start().len();
        let mut leaf = leaf;
        let mut offset = 0_u32;
        let mut next_line = 0;
        for i in 0..self.found.len() {
            let found = self.found[i];
            let mut breaking = None;
            while let Some(line) = self
                .lines
                .get(next_line)
                .filter(|l| l.offset <= found.number.0)
            {
                breaking = Some(*line);
                next_line += 1;
            }
            if found.starts_line {
                if let Some(line) = breaking {
                    leaf = self.split(leaf, text, line, found.part);
                    offset = line.offset;
                }
                let is_first = breaking.is_some() || found.number.0 as usize == blank;
                if is_first && !self.tape.outline.parts[found.part as usize].is_inline {
                    self.open_part(leaf, found.part);
                }
            }
            let mark = Mark {
                part: found.part,
                number: (found.number.0 - offset, found.number.1 - offset),
                heading_end: found.heading_end.saturating_sub(offset),
            };
            self.add_mark(leaf, mark);
        }
    }

    /// Ends the leaf before `line` and begins another there.
    fn split(&mut self, leaf: usize, text: Slice, line: Line, part: u32) -> usize {
        let next = self.tape.leaves.len();
        self.tape.leaves[leaf].text.end = text.start + line.before;
        self.tape.leaves.push(Leaf {
            kind: LeafKind::Paragraph,
            text: Slice {
                start: text.start + line.offset,
                ..text
            },
            part,
            opens_part: false,
            table: NONE,
            marks: 0..0,
        });
        self.tape.tokens[line.token] = Token::Split(next as u32);
        next
    }

    fn open_part(&mut self, leaf: usize, part: u32) {
        self.tape.leaves[leaf].part = part;
        self.tape.leaves[leaf].opens_part = true;
    }

    fn add_mark(&mut self, leaf: usize, mark: Mark) {
        let end = self.tape.marks.len() as u32;
        let marks = &mut self.tape.leaves[leaf].marks;
        if marks.start == marks.end {
            marks.start = end;
        }
        marks.end = end + 1;
        self.tape.marks.push(mark);
    }

    /// A heading ends with braces that are no anchor: they are text, and the parser took them away.
    pub(super) fn restore_heading_braces(&mut self, range: &std::ops::Range<usize>) {
        let line_end = self.base[range.clone()]
            .find('\n')
            .map_or(range.end, |at| range.start + at);
        let line = self.base[range.start..line_end]
            .trim_end()
            .trim_end_matches('#')
            .trim_end();
        let Some(open) = line.rfind('{').filter(|_| line.ends_with('}')) else {
            return;
        };
        let inside = &line[open + 1..line.len() - 1];
        let (start, end) = (range.start + open, range.start + line.len());
        let Some(leaf) = &mut self.leaf else { return };
        let id = leaf.id.take();
        let is_shown = self.tape.tokens[leaf.first..]
            .iter()
            .any(|token| match token {
                Token::Text(slice) => !slice.stored && slice.end as usize >= end,
                _ => false,
            });
        if is_shown {
            return;
        }
        if let Some(id) = id.filter(|id| inside.trim().strip_prefix('#') == Some(id)) {
            if is_anchor(&id) && self.tape.outline.is_free(&id) {
                leaf.id = Some(id);
            } else {
                let is_taken = is_anchor(&id);
                self.fault(faults::bad_anchor(start..end, &id, is_taken));
            }
            return;
        }
        let before = self.base[..start]
            .trim_end_matches([' ', '\t'])
            .len()
            .max(range.start);
        let from = if matches!(self.tape.tokens.last(), Some(Token::Leaf(_))) {
            start
        } else {
            before
        };
        self.push(Token::Text(Slice {
            start: from as u32,
            end: end as u32,
            stored: false,
        }));
    }

    /// After the last leaf: which lines that are a number and a few words alone are headings.
    pub(super) fn settle_outline(&mut self) {
        let count = self.tape.outline.parts.len();
        let mut is_followed = vec![false; count];
        let mut last = NONE;
        for leaf in &self.tape.leaves {
            if leaf.opens_part {
                last = leaf.part;
            } else if last != NONE && leaf.part == last {
                is_followed[last as usize] = true;
            }
        }
        self.tape.outline.settle(&is_followed);
        for leaf in &mut self.tape.leaves {
            if leaf.opens_part && leaf.kind == LeafKind::Paragraph {
                let part = &self.tape.outline.parts[leaf.part as usize];
                if part.is_heading {
                    leaf.kind = LeafKind::Heading;
                }
            }
        }
    }
}

/// Whether a paragraph lists the attachments of a paper; what it numbers is no part of the text.
fn lists_attachments(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("附件：") || text.starts_with("附件:")
}

/// Whether an author may use `id`: see the hint of `bad-anchor`.
fn is_anchor(id: &str) -> bool {
    id.len() <= ANCHOR_MAX
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !is_reserved(id)
}
