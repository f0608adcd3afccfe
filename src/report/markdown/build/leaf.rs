//! Leaves: runs of text with nothing but inline elements in them, from opening to plain text.
//!
//! In: the tokens of one leaf. Out: the same, with line breaks decided and nesting bounded, and its plain
//! text. Never looks at another leaf.

use crate::character::is_unseen;
use crate::plain_text::{is_note_sign, joins_across_break, lowered, raised};
use crate::report::markdown::build::part::{Line, lists_attachments};
use crate::report::markdown::build::{ANCHOR_MAX, Builder, INLINE_NESTING_MAX, OpenLeaf, faults};
use crate::report::markdown::emphasis;
use crate::report::markdown::reserved_id::is_reserved;
use crate::report::markdown::token::{Element, Leaf, LeafKind, NONE, Slice, Token};
use crate::report::outline;

/// Tokens of raised text that are looked at for the sign of a note: `[`, `12`, `]`, and those of a link around them.
const NOTE_SIGN_TOKENS: usize = 8;

/// Which lines that begin with an official number are displayed as lines, where they begin no paragraph.
#[derive(Clone, Copy)]
enum KeepsLines {
    None,
    /// Those of a paragraph that lists attachments.
    OfAttachments,
    All,
}

/// A line break whose next side is not known yet.
struct PendingBreak {
    token: usize,
    /// Whether it stands outside all inline elements.
    is_outside: bool,
    /// Whether the author wrote that it be displayed.
    is_displayed: bool,
}

/// What plain text makes of the text of an element.
#[derive(Clone, Copy)]
enum Altering {
    Raised,
    Lowered,
    Dropped,
}

/// Whether the text of an element is another in plain text.
fn alters(element: Element) -> bool {
    matches!(
        element,
        Element::Sup | Element::Sub | Element::Rt | Element::Rp
    )
}

impl Builder<'_> {
    pub(super) fn open_leaf(&mut self, kind: LeafKind) {
        let leaf = self.tape.leaves.len() as u32;
        self.tape.leaves.push(Leaf {
            kind,
            text: Slice::EMPTY,
            part: NONE,
            opens_part: false,
            table: self.current_table(),
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
            Some(
                Element::Td
                | Element::Th
                | Element::Li
                | Element::Caption
                | Element::Figure
                | Element::Figcaption,
            ) => LeafKind::Bare,
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

    /// Whether nothing that is seen has come since the token `first`.
    fn is_blank_since(&self, first: usize) -> bool {
        let tokens = self.tape.tokens.get(first..).unwrap_or_default();
        first > 0
            && tokens.iter().all(|token| match token {
                Token::Text(text) => {
                    let mut text = self.str(*text).chars();
                    text.all(is_unseen)
                }
                _ => false,
            })
    }

    pub(super) fn close_leaf(&mut self) {
        let Some(open) = self.leaf.take() else { return };
        let is_optional = matches!(
            open.kind,
            LeafKind::Paragraph | LeafKind::Item | LeafKind::Bare
        );
        if is_optional && self.is_blank_since(open.first) {
            // All that stood in it was left out, or nobody sees it: a line of two full-width blanks.
            self.tape.tokens.truncate(open.first - 1);
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
        if self.has_addresses && open.kind != LeafKind::Code {
            self.link_addresses(open.first);
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
            .filter(|_| !self.notes.is_open());
        self.tape.leaves[leaf].part = part.unwrap_or(NONE);
        match open.kind {
            LeafKind::Heading if self.repeats_title(leaf, &open) => return,
            LeafKind::Heading => self.outline_heading(leaf, &open),
            LeafKind::Paragraph if is_outline => {
                if leaf == 0 {
                    self.warn_of_title(leaf, &open);
                }
                self.outline_paragraph(leaf);
            }
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
        // What the elements around the text make of it, the innermost last.
        let mut altering: Vec<Altering> = Vec::new();
        // The breaks since the last text.
        let mut breaks: Vec<PendingBreak> = Vec::new();
        for i in first..self.tape.tokens.len() {
            match self.tape.tokens[i] {
                Token::Text(slice) | Token::Code(slice) => {
                    if slice.len() == 0 {
                        continue;
                    }
                    let altered = match (altering.last(), self.tape.tokens[i]) {
                        (Some(Altering::Dropped), _) => {
                            self.tape.tokens[i] = Token::Beside(slice);
                            continue;
                        }
                        (Some(Altering::Raised), Token::Text(_)) => {
                            Some((Token::Raised(slice), raised(self.str(slice))))
                        }
                        (Some(Altering::Lowered), Token::Text(_)) => {
                            Some((Token::Lowered(slice), lowered(self.str(slice))))
                        }
                        _ => None,
                    };
                    let altered = altered.map(|(token, text)| (token, text.into_owned()));
                    let text = altered
                        .as_ref()
                        .map_or_else(|| self.str(slice), |(_, text)| text);
                    if !breaks.is_empty()
                        && let Some(next) = text.chars().next()
                    {
                        let is_number = self.chinese && outline::begins_with_number(text);
                        self.settle_breaks(&mut breaks, next, is_number, start, keeps_lines);
                    }
                    match altered {
                        Some((token, text)) => {
                            self.tape.tokens[i] = token;
                            self.tape.store.push_str(&text);
                        }
                        None if slice.stored => self.tape.store.extend_from_within(slice.range()),
                        None => self.tape.store.push_str(&self.base[slice.range()]),
                    }
                }
                Token::Soft => {
                    self.tape.tokens[i] = Token::Nothing;
                    // One at the end of a displayed break adds nothing to it.
                    if breaks.last().is_none_or(|last| !last.is_displayed) {
                        breaks.clear();
                        breaks.push(PendingBreak {
                            token: i,
                            is_outside: depth == 0,
                            is_displayed: false,
                        });
                    }
                }
                Token::Break => {
                    breaks.retain(|earlier| earlier.is_displayed);
                    breaks.push(PendingBreak {
                        token: i,
                        is_outside: depth == 0,
                        is_displayed: true,
                    });
                }
                Token::Open(..) | Token::Link(_) => {
                    if let Token::Open(element, _) = self.tape.tokens[i] {
                        altering.extend(self.altering(element, i));
                    }
                    if depth == INLINE_NESTING_MAX {
                        self.inline_too_deep(i);
                    }
                    if depth >= INLINE_NESTING_MAX {
                        self.tape.tokens[i] = Token::Nothing;
                    }
                    depth += 1;
                }
                Token::Close(_) | Token::LinkEnd => {
                    if let Token::Close(element) = self.tape.tokens[i]
                        && alters(element)
                    {
                        altering.pop();
                    }
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

    /// What plain text makes of the text of the element that the token at `open` opens.
    fn altering(&self, element: Element, open: usize) -> Option<Altering> {
        match element {
            Element::Rt | Element::Rp => Some(Altering::Dropped),
            Element::Sub => Some(Altering::Lowered),
            Element::Sup => {
                let rest = self.tape.tokens.iter().skip(open + 1);
                let inside = rest.take_while(|token| **token != Token::Close(element));
                // More tokens are no sign of a note.
                let text: String = inside
                    .take(NOTE_SIGN_TOKENS)
                    .map(|token| match token {
                        Token::Text(slice) => self.str(*slice),
                        _ => "",
                    })
                    .collect();
                Some(if is_note_sign(&text) {
                    Altering::Dropped
                } else {
                    Altering::Raised
                })
            }
            _ => None,
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

    /// Decides what the breaks before `next` read as, now that both their sides are known; `is_number`: an official
    /// number begins with it.
    fn settle_breaks(
        &mut self,
        breaks: &mut Vec<PendingBreak>,
        next: char,
        is_number: bool,
        start: usize,
        keeps_lines: KeepsLines,
    ) {
        let mut last = self.tape.store[start..].chars().rev();
        let (last_char, before_last) = (last.next(), last.next());
        for pending in breaks.drain(..) {
            let before = (self.tape.store.len() - start) as u32;
            let joins = last_char.is_none_or(|last_char| {
                last_char.is_whitespace()
                    || joins_across_break(before_last, last_char, next, self.chinese)
            });
            let keeps_line = match keeps_lines {
                _ if !is_number || last_char.is_none() => false,
                KeepsLines::None => false,
                KeepsLines::OfAttachments => lists_attachments(&self.tape.store[start..]),
                KeepsLines::All => true,
            };
            let (token, text) = match (pending.is_displayed, keeps_line) {
                (true, _) if joins && !is_number => (Token::SilentBreak, ""),
                (true, _) | (false, true) => (Token::Break, "\n"),
                (false, false) if joins => (Token::Nothing, ""),
                (false, false) => (Token::Space, " "),
            };
            self.tape.tokens[pending.token] = token;
            self.tape.store.push_str(text);
            if pending.is_outside && (pending.is_displayed || last_char.is_some()) {
                self.lines.push(Line {
                    before,
                    offset: (self.tape.store.len() - start) as u32,
                    token: pending.token,
                });
            }
        }
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
}

/// Whether an author may use `id`: see the hint of `bad-anchor`.
pub(super) fn is_anchor(id: &str) -> bool {
    id.len() <= ANCHOR_MAX
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !is_reserved(id)
}
