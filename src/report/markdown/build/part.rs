//! Parts of a report: which leaves begin one, and where their numbers stand.
//!
//! In: the plain text of a heading or a paragraph. Out: marks, leaves that end where a part begins in the middle of a
//! paragraph, and leaves that stand in no part since a signature ended the text. What a number means, and what signs,
//! is decided in [`crate::report::outline`].

use crate::character::is_blank;
use crate::report::markdown::build::{Builder, OpenLeaf};
use crate::report::markdown::token::{Leaf, LeafKind, Mark, NONE, Slice, Token};
use crate::report::outline::{self, Closing};

/// Lines that may sign one text: those of a joint issue.
const SIGNERS_MAX: usize = 20;
/// Bytes of a paragraph that may stand after the date: who got copies, how it is published.
const AFTER_DATE_MAX: usize = 200;
/// Characters of an entry of a list of attachments.
const ENTRY_MAX: usize = 80;

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

/// What a paragraph may be at the end of a text.
#[derive(Clone, Copy)]
struct LastLine {
    closing: Option<Closing>,
    signs: bool,
    /// Whether it begins the outermost series anew.
    begins_anew: bool,
    is_short: bool,
}

impl Builder<'_> {
    pub(super) fn outline_heading(&mut self, leaf: usize, open: &OpenLeaf) {
        let text = self.tape.leaves[leaf].text;
        let id = open.id.as_deref();
        self.signers.clear();
        self.listed = None;
        let str = if text.stored {
            &self.tape.store[text.range()]
        } else {
            &self.base[text.range()]
        };
        if let Some((part, number)) = self.tape.outline.heading(open.level, str, id) {
            self.settle_date(leaf, number.1 > 0 && self.tape.outline.is_annex(part));
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
            self.listed = last_listed(str);
            return;
        }
        self.listed = self.listed.and_then(|last| listed_after(last, str));
        if self.listed.is_some() {
            return;
        }
        let line = LastLine {
            closing: outline::closing(str),
            signs: outline::signs(str),
            begins_anew: self.date.is_some() && self.tape.outline.begins_anew(str),
            is_short: str.len() <= AFTER_DATE_MAX,
        };
        let blank = outline::padding(str);
        if self.is_end(leaf, line) {
            return;
        }
        let str = if text.stored {
            &self.tape.store[text.range()]
        } else {
            &self.base[text.range()]
        };
        if let Some((part, number)) = self.tape.outline.annex(str) {
            self.settle_date(leaf, true);
            self.open_part(leaf, part);
            self.tape.leaves[leaf].kind = LeafKind::Heading;
            let mark = Mark {
                part,
                number,
                heading_end: 0,
            };
            return self.add_mark(leaf, mark);
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
        self.date = None;
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

    /// Whether a paragraph ends the text before it, or is one of the lines that sign it.
    fn is_end(&mut self, leaf: usize, line: LastLine) -> bool {
        if let Some(closing) = line.closing {
            // The names stand right above the date.
            let above = (self.signers.iter().rev().zip((0..leaf).rev()))
                .take_while(|(signer, leaf)| **signer == *leaf)
                .count();
            self.signers.clear();
            if closing == Closing::Signed || above > 0 {
                self.end_text(leaf - above);
            } else {
                self.date = Some(leaf);
            }
            return true;
        }
        if line.signs && self.signers.len() < SIGNERS_MAX {
            self.signers.push(leaf);
            return false;
        }
        self.signers.clear();
        if let Some(date) = self.date {
            if line.begins_anew {
                self.end_text(date);
                self.date = None;
            } else if !line.is_short {
                self.date = None;
            }
        }
        false
    }

    /// A date alone ends the text only where an annex, another text or nothing comes after it.
    fn settle_date(&mut self, next: usize, is_end: bool) {
        if let Some(date) = self.date.take()
            && is_end
        {
            self.leave_part(date..next);
        }
    }

    /// Ends the text at the leaf `first`: no part is open there.
    fn end_text(&mut self, first: usize) {
        if self.tape.outline.end_text() {
            self.leave_part(first..self.tape.leaves.len());
        }
    }

    /// Takes leaves out of the part that they were read in, into the annex that is around it, if one is.
    fn leave_part(&mut self, leaves: std::ops::Range<usize>) {
        let first = leaves.start;
        let Some(part) = self.tape.leaves.get(first).map(|leaf| leaf.part) else {
            return;
        };
        let around = self.tape.outline.annex_around(part).unwrap_or(NONE);
        for leaf in &mut self.tape.leaves[leaves] {
            if leaf.part == part && !leaf.opens_part {
                leaf.part = around;
            }
        }
        for table in self.tape.tables.iter_mut().rev() {
            if (table.leaves.start as usize) < first {
                break;
            }
            if table.part == part {
                table.part = around;
            }
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
        self.settle_date(self.tape.leaves.len(), true);
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
pub(in crate::report) fn lists_attachments(text: &str) -> bool {
    entries_of(text).is_some()
}

/// What stands after 附件： at the beginning of a paragraph, with blanks between the characters or without.
fn entries_of(text: &str) -> Option<&str> {
    let text = text.trim_start();
    // Nearly all paragraphs begin with something else.
    if !text.starts_with(['附', '相']) {
        return None;
    }
    let text = ["相关", "相關"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let rest = text.strip_prefix('附')?;
    let rest = rest.trim_start_matches(is_blank);
    let rest = rest.strip_prefix(['件', '表', '图', '圖']).unwrap_or(rest);
    rest.trim_start_matches(is_blank).strip_prefix(['：', ':'])
}

/// The last number of a paragraph that lists attachments, on a line each: 0 where they begin below it, nothing where an only
/// one is named there.
fn last_listed(text: &str) -> Option<u32> {
    let entries = entries_of(text)?;
    if entries.trim().is_empty() {
        return Some(0);
    }
    let numbers = entries.lines().map(outline::entry);
    numbers.collect::<Option<Vec<u32>>>()?.last().copied()
}

/// The number of a paragraph that goes on with a list of attachments.
fn listed_after(last: u32, text: &str) -> Option<u32> {
    let is_short = text.chars().nth(ENTRY_MAX).is_none() && !text.contains('。');
    outline::entry(text).filter(|number| is_short && *number > last)
}
