//! Parts of a report: which leaves begin one, and where their numbers stand.
//!
//! In: the plain text of a heading or a paragraph. Out: marks, and leaves that end where a part begins in the middle
//! of a paragraph. What a number means is decided in [`crate::report::outline`].

use crate::report::markdown::build::{Builder, OpenLeaf};
use crate::report::markdown::token::{Leaf, LeafKind, Mark, NONE, Slice, Token};

/// A line of a paragraph after the first, which may turn out to begin a part.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Where the plain text before it ends, without the space of the break.
    pub(super) before: u32,
    /// Where its own begins.
    pub(super) offset: u32,
    /// The break.
    pub(super) token: usize,
}

impl Builder<'_> {
    pub(super) fn outline_heading(&mut self, leaf: usize, open: &OpenLeaf) {
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

    pub(super) fn outline_paragraph(&mut self, leaf: usize) {
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
pub(in crate::report::markdown) fn lists_attachments(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("附件：") || text.starts_with("附件:")
}
