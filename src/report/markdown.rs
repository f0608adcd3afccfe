//! The body of a report: CommonMark made right for Chinese official texts.
//!
//! In: the text below the front matter. Out: a [`Document`]: outline, plain text, links, faults, and on
//! request HTML. Never alters the words, never fails, never reads a file; its work and memory are linear
//! in the length of the body, and every depth and count has a named limit.
//!
//! ```text
//! body -> mask (equal length) -> pulldown-cmark events -> build: tokens, leaves, parts -> html
//!   ^                                |
//!   '------- layout: edits <---------'  where the parser reads a line otherwise than it was meant
//! ```
//!
//! A layout adds line ends and takes indents away, never a word; every place that is told is one of the body as given.
//!
//! What differs from CommonMark, in reports in Chinese:
//!
//! - `N.` and `N)` at the head of a line are text, not lists; indented lines are paragraphs, not code, or the lists,
//!   tables, quotations and fences that they look like.
//! - A line begins a paragraph, and ends what it would lazily continue, by its indent, its number, as an annex, an
//!   issuer or a date, or after a numbered line without a stop; any other break inside a paragraph is reported.
//! - `[注]: 文字` is text, not the definition of a link, unless the words are a destination.
//! - Emphasis follows the CJK-friendly amendments; `*` between digits and four or more in a row are text.
//! - A soft line break between Han characters reads as nothing.
//!
//! And in all reports: a single `~` is text, braces after a heading are an anchor or text, addresses are links, a
//! heading at the head that repeats the title is not shown again, and raw HTML is kept as far as a small set of
//! elements goes, with the Markdown in its text.

mod build;
mod character;
mod emphasis;
pub(crate) mod faults;
mod layout;
mod line;
mod link;
mod lint;
mod mask;
mod misread;
mod places;
pub(crate) mod reserved_id;
mod summary;
#[cfg(test)]
mod tests;
pub(crate) mod token;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use pulldown_cmark::Options as Extensions;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Fault;
use crate::report::markdown::build::Tape;
use crate::report::markdown::layout::Moves;
use crate::report::markdown::token::{Leaf, LeafKind, NONE, Slice};
use crate::report::outline::{Ids, Part, digest};

pub(in crate::report) use crate::report::markdown::build::part::lists_attachments;
pub(crate) use crate::report::markdown::link::{Link, LinkKind, Resolution, Target};

/// Times that a body is laid out anew and read again.
const REREADINGS_MAX: usize = 3;

/// How a body is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The report's language is Chinese.
    pub chinese: bool,
}

/// A body that has been read.
pub(crate) struct Document<'a> {
    pub(crate) base: Cow<'a, str>,
    pub(crate) tape: Tape,
    /// How `base` was laid out for the parser; nothing where it is the body as it was given.
    layouts: Vec<Moves>,
    ids: OnceCell<BodyIds>,
}

/// A document without its body and its faults: what need not be found again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The body as it was laid out for the parser, where that is not the body as it was given.
    laid_out: Option<String>,
    tape: Tape,
    layouts: Vec<Moves>,
}

/// What is displayed of a body, for telling whether two are the same. It holds for one program: its hash has no key,
/// and is the same in every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    /// Bytes of its text.
    pub length: usize,
    hash: u64,
}

/// The ids of what is not a part; made when first asked for, since they need a digest each.
pub(crate) struct BodyIds {
    /// One for each leaf; empty where it has none of its own.
    pub(crate) leaves: Vec<String>,
    pub(crate) tables: Vec<String>,
    /// All of them, and those of parts.
    taken: Ids,
    /// Notes that are displayed.
    notes: usize,
}

/// A run of text as displayed: a heading, a paragraph, a cell, the text of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block<'d> {
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub anchor: &'d str,
    /// Title of the part it stands in; empty before the first.
    pub heading: &'d str,
    /// Whether it is displayed as a heading.
    pub is_heading: bool,
    /// What is displayed, without the marks of notes.
    pub text: &'d str,
}

/// The constructs beyond CommonMark that are read.
fn extensions() -> Extensions {
    Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_HEADING_ATTRIBUTES
}

impl<'a> Document<'a> {
    /// Reads a body without a title.
    #[cfg(test)]
    pub(crate) fn parse(body: &'a str, options: Options) -> Document<'a> {
        Document::parse_below("", body, options)
    }

    /// Reads a body. Never fails: what is wrong is among the [`faults`](Self::faults).
    ///
    /// It is displayed below `title`: a heading that says the same at its head is not shown again. The parts of a body
    /// beyond 4 GiB are not read (offsets are 32 bits; files are limited far below).
    pub(crate) fn parse_below(title: &str, body: &'a str, options: Options) -> Document<'a> {
        let (base, control) = mask::without_controls(readable(body));
        let (base, mut tape, layouts) = read(base, title, options.chinese);
        for fault in &mut tape.faults {
            fault.span = place(&layouts, &fault.span);
        }
        tape.faults.sort_by_key(|f| (f.span.start, f.code));
        if let Some(at) = control {
            tape.faults.insert(0, faults::control_character(at));
        }
        Document {
            base,
            tape,
            layouts,
            ids: OnceCell::new(),
        }
    }

    /// What is to be kept of the document: all that [`Document::again`] needs beside its body.
    pub(crate) fn kept(self) -> Kept {
        Kept {
            laid_out: match self.base {
                Cow::Borrowed(_) => None,
                Cow::Owned(laid_out) => Some(laid_out),
            },
            tape: self.tape,
            layouts: self.layouts,
        }
    }

    /// The document of a `body` of which this was kept. What is wrong with it was said when it was read: it has no
    /// faults and no broken series.
    pub(crate) fn again(body: &'a str, kept: Kept) -> Document<'a> {
        Document {
            base: kept
                .laid_out
                .map_or(Cow::Borrowed(readable(body)), Cow::Owned),
            tape: kept.tape,
            layouts: kept.layouts,
            ids: OnceCell::new(),
        }
    }

    /// The outline, in text order.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.tape.outline.parts
    }

    /// Where what stands in the body as it was laid out for the parser stands in the body as it was given.
    pub(crate) fn place(&self, laid_out: &Range<usize>) -> Range<usize> {
        place(&self.layouts, laid_out)
    }

    /// Links and images with an allowed destination, in text order; [`place`](Self::place) says where they stand.
    pub(crate) fn links(&self) -> impl Iterator<Item = &Link> {
        self.tape.links.iter()
    }

    /// What reading the body showed to be wrong, in text order; see also [`all_faults`](Self::all_faults).
    pub(crate) fn faults(&self) -> &[Fault] {
        &self.tape.faults
    }

    /// What is wrong, and marks that were meant and did not work. The latter are looked for when asked: a second
    /// reading wants no warnings.
    ///
    /// `body` is what was given to be read.
    pub(crate) fn all_faults(&self, body: &str, chinese: bool) -> Vec<Fault> {
        let mut marks = lint::check(&self.base, &self.tape, chinese);
        for fault in &mut marks {
            fault.span = self.place(&fault.span);
        }
        lint::told_once(body, &self.tape.faults, marks)
    }

    /// Every id of the body's HTML that a link may lead to.
    #[cfg(test)]
    pub(crate) fn anchors(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let ids = self.ids();
        self.parts()
            .iter()
            .map(|part| part.anchor.as_str())
            .chain(ids.leaves.iter().map(String::as_str))
            .chain(ids.tables.iter().map(String::as_str))
            .filter(|id| !id.is_empty())
            .map(Cow::Borrowed)
            .chain((1..=self.notes().len()).map(|n| Cow::Owned(format!("fn-{n}"))))
    }

    /// Whether a link may lead to `anchor`.
    pub(crate) fn has_anchor(&self, anchor: &str) -> bool {
        // Parts first: the ids of what is no part cost a digest each.
        if self.tape.outline.ids().holds(anchor) {
            return true;
        }
        let ids = self.ids();
        match anchor.strip_prefix("fn-") {
            Some(number) => {
                let number = number.parse().ok().filter(|n| (1..=ids.notes).contains(n));
                // `fn-01` and `fn-+1` are no ids.
                number.is_some_and(|n| anchor == format!("fn-{n}"))
            }
            None => ids.taken.holds(anchor),
        }
    }

    /// The first paragraph that says something, as plain text; empty where there is none. The words of `title`
    /// say nothing again.
    pub(crate) fn summary(&self, title: &str) -> String {
        let paragraphs = self.tape.leaves.iter().filter(|leaf| {
            let is_line = leaf.opens_part && self.part(leaf.part).is_some_and(|p| p.is_heading);
            leaf.kind == LeafKind::Paragraph && !is_line && leaf.text.len() > 0
        });
        summary::choose(paragraphs.map(|leaf| self.str(leaf.text)), title).to_owned()
    }

    /// What is displayed, for comparing texts; `None` where nothing is.
    pub(crate) fn fingerprint(&self) -> Option<Fingerprint> {
        let mut hasher = DefaultHasher::new();
        let mut length = 0;
        for leaf in &self.tape.leaves {
            let text = self.str(leaf.text).trim();
            if !text.is_empty() {
                text.hash(&mut hasher);
                length += text.len();
            }
        }
        (length > 0 || !self.tape.links.is_empty()).then(|| Fingerprint {
            length,
            hash: hasher.finish(),
        })
    }

    /// Every run of text as displayed, in text order, for the index.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        let ids = self.ids();
        self.tape
            .leaves
            .iter()
            .enumerate()
            .filter(|(_, leaf)| leaf.text.len() > 0)
            .map(|(i, leaf)| {
                let part = self.part(leaf.part);
                let own = ids.leaves[i].as_str();
                let anchor = self.anchor_of(leaf, own);
                Block {
                    anchor,
                    heading: part.map_or("", |part| part.title.as_str()),
                    is_heading: matches!(leaf.kind, LeafKind::Heading | LeafKind::InnerHeading),
                    text: self.str(leaf.text),
                }
            })
    }

    /// The id nearest to a leaf that a link may lead to; `own` is that of the leaf itself, if it has one.
    pub(crate) fn anchor_of<'d>(&'d self, leaf: &Leaf, own: &'d str) -> &'d str {
        match self.part(leaf.part) {
            Some(part) if leaf.opens_part => part.anchor.as_str(),
            _ if !own.is_empty() => own,
            _ if leaf.table != NONE => {
                let table = self.ids().tables.get(leaf.table as usize);
                table.map_or("", String::as_str)
            }
            Some(part) => part.anchor.as_str(),
            None => "",
        }
    }

    pub(crate) fn part(&self, part: u32) -> Option<&Part> {
        self.tape.outline.parts.get(part as usize)
    }

    pub(crate) fn str(&self, slice: Slice) -> &str {
        if slice.stored {
            &self.tape.store[slice.range()]
        } else {
            &self.base[slice.range()]
        }
    }

    /// The notes as displayed: in order of first reference, then those that nothing refers to.
    pub(crate) fn notes(&self) -> Vec<u32> {
        let notes = &self.tape.notes;
        let referenced = self
            .tape
            .note_order
            .iter()
            .copied()
            .filter(|n| notes[*n as usize].defined);
        let others = (0..notes.len() as u32).filter(|n| notes[*n as usize].references == 0);
        referenced.chain(others).collect()
    }

    pub(crate) fn ids(&self) -> &BodyIds {
        self.ids.get_or_init(|| self.make_ids())
    }

    /// Gives each paragraph, item, code block and table its part and eight digits of its text's digest.
    fn make_ids(&self) -> BodyIds {
        let mut used: Ids = self.tape.outline.ids().clone();
        let mut id_for = |part: u32, text: &str| {
            let digest = digest(text);
            let id = match self.part(part) {
                Some(part) => format!("{}-{digest}", part.anchor),
                None => format!("p-{digest}"),
            };
            used.take(id, '-')
        };
        let mut leaves = Vec::with_capacity(self.tape.leaves.len());
        let mut tables: Vec<String> = Vec::with_capacity(self.tape.tables.len());
        for (i, leaf) in self.tape.leaves.iter().enumerate() {
            while let Some(table) = self.tape.tables.get(tables.len())
                && table.leaves.start as usize <= i
            {
                let cells =
                    &self.tape.leaves[table.leaves.start as usize..table.leaves.end as usize];
                // Cells of different tables must not run together to the same text.
                let text: String = cells
                    .iter()
                    .flat_map(|cell| [self.str(cell.text), "\u{1f}"])
                    .collect();
                tables.push(id_for(table.part, &text));
            }
            let has_own = !leaf.opens_part
                && leaf.text.len() > 0
                && !matches!(leaf.kind, LeafKind::Cell { .. } | LeafKind::Bare);
            leaves.push(if has_own {
                id_for(leaf.part, self.str(leaf.text))
            } else {
                String::new()
            });
        }
        tables.resize(self.tape.tables.len(), String::new());
        BodyIds {
            leaves,
            tables,
            taken: used,
            notes: self.notes().len(),
        }
    }
}

/// The part of a body that is read.
fn readable(body: &str) -> &str {
    let mut end = body.len().min(u32::MAX as usize / 2);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    body.get(..end).unwrap_or_default()
}

/// The place before all these layouts, the last of which was made last.
fn place(layouts: &[Moves], place: &Range<usize>) -> Range<usize> {
    let back = |place: Range<usize>, moves: &Moves| moves.range_back(&place);
    layouts.iter().rev().fold(place.clone(), back)
}

/// A body as it was laid out for the parser, what was read of it, and how it was laid out.
fn read<'a>(body: Cow<'a, str>, title: &str, chinese: bool) -> (Cow<'a, str>, Tape, Vec<Moves>) {
    let mut base = body;
    let mut layouts = Vec::new();
    loop {
        let is_last = layouts.len() == REREADINGS_MAX;
        let masked = if chinese {
            mask::without_definitions(mask::without_ordered_lists(&base))
        } else {
            Cow::Borrowed(&*base)
        };
        match build::build(&base, &masked, title, chinese, is_last) {
            Ok(tape) => {
                drop(masked);
                return (base, tape, layouts);
            }
            Err(edits) => {
                let (laid_out, moves) = layout::apply(&base, edits);
                drop(masked);
                base = Cow::Owned(laid_out);
                layouts.push(moves);
            }
        }
    }
}
