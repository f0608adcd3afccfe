//! The text of a report by what it may be a measure of: pieces of passages, entries of pieces, groups of entries.
//!
//! In: passages and parts. Out: for each part the entries of its own text with the clauses in them; a paragraph that
//! is nothing but a clause belongs to the entry before it. Where a part begins inside a paragraph (a heading that lost its
//! line, 一是…二是… with a clause each), the paragraph is cut there. Never decides what is a measure.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::report::findings::measure::clause::Clause;
use crate::report::findings::measure::locate::{Located, locate};
use crate::report::outline::Part;
use crate::report::passage::{Passage, PassageKind};

/// A passage, or what of it belongs to one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index of the passage.
    pub(super) passage: usize,
    /// Bytes of its text.
    pub(super) bytes: Range<usize>,
    /// The same without the number at their beginning.
    pub(super) words: Range<usize>,
    part: Option<usize>,
    opens_part: bool,
    is_heading: bool,
}

/// A clause with its piece and bytes.
pub(super) type Placed<'p> = (&'p Piece, Range<usize>, Clause);

/// Pieces that may be a measure together.
pub(super) struct Entry<'p> {
    pub(super) pieces: Vec<&'p Piece>,
    /// The clauses.
    pub(super) clauses: Vec<Placed<'p>>,
    /// What may be a clause, if others of its series have one.
    pub(super) likely: Option<Placed<'p>>,
    /// Passage and bytes of what looks like a clause and is none.
    pub(super) doubtful: Option<(usize, Range<usize>)>,
    /// Whether it is the beginning of the part.
    pub(super) is_opening: bool,
}

impl Entry<'_> {
    /// Whether it says who is to do something.
    pub(super) fn names_bodies(&self) -> bool {
        self.clauses
            .iter()
            .any(|(_, _, clause)| !clause.bodies.is_empty())
    }
}

/// The own text of a part.
pub(super) struct Group<'p> {
    pub(super) part: Option<usize>,
    /// Whether the part begins with a heading.
    pub(super) is_heading: bool,
    /// Whether no part is within it that stands by itself.
    pub(super) is_leaf: bool,
    pub(super) entries: Vec<Entry<'p>>,
}

/// Cuts the passages into pieces, without those that are read as tables.
pub(super) fn cut(
    passages: &[Passage<'_>],
    parts: &[Part],
    in_tables: &BTreeSet<usize>,
) -> Vec<Piece> {
    let mut is_opened = vec![false; parts.len()];
    for passage in passages.iter().filter(|passage| passage.opens_part) {
        let opened = passage.part.and_then(|part| is_opened.get_mut(part));
        if let Some(opened) = opened {
            *opened = true;
        }
    }
    let mut pieces = Vec::new();
    // The first part that may begin inside of a paragraph.
    let mut next = 0;
    for (index, passage) in passages.iter().enumerate() {
        if let Some(part) = passage.part {
            next = next.max(part + 1);
        }
        let is_heading = passage.kind == PassageKind::Heading;
        let is_text = matches!(
            passage.kind,
            PassageKind::Paragraph | PassageKind::Item | PassageKind::Other
        );
        if !is_heading && !is_text || in_tables.contains(&index) {
            continue;
        }
        let mut starts = vec![(0, passage.part, passage.opens_part)];
        let mut from = 0;
        while is_text && is_opened.get(next) == Some(&false) {
            let Some(part) = parts.get(next) else { break };
            let title = part.title.trim_end_matches('…');
            let rest = passage.text.get(from..).unwrap_or_default();
            let Some(at) = rest.find(title).filter(|_| !title.is_empty()) else {
                break;
            };
            let start = from + at;
            starts.push((start, Some(next), true));
            from = start + title.len();
            next += 1;
        }
        let first = pieces.len();
        for (count, (start, part, opens_part)) in starts.iter().enumerate() {
            let end = starts
                .get(count + 1)
                .map_or(passage.text.len(), |(next, _, _)| *next);
            let number = part
                .filter(|_| *opens_part)
                .and_then(|part| parts.get(part))
                .map_or("", |part| part.number.as_str());
            let text = passage.text.get(*start..end).unwrap_or_default();
            let blanks = text.len().saturating_sub(text.trim_start().len());
            let is_numbered = !number.is_empty() && text.trim_start().starts_with(number);
            let skipped = match is_numbered {
                true => blanks + number.len(),
                false => 0,
            };
            pieces.push(Piece {
                passage: index,
                bytes: *start..end,
                words: start + skipped..end,
                part: *part,
                opens_part: *opens_part,
                is_heading,
            });
        }
        join_series(passages, parts, &mut pieces, first);
    }
    pieces
}

/// Joins the pieces of a paragraph again from `first` on, unless clauses stand before more than one of its 一是…二是…
/// (a clause at the end is of the whole); parts that stand by themselves stay apart.
fn join_series(passages: &[Passage<'_>], parts: &[Part], pieces: &mut Vec<Piece>, first: usize) {
    let of_passage = pieces.split_off(first.min(pieces.len()));
    let has_clause = |piece: &Piece| {
        let text = passages.get(piece.passage).map_or("", |p| p.text);
        let is_last = of_passage.last() == Some(piece);
        let located = locate(text, piece.words.clone(), None);
        !is_last
            && located
                .clauses
                .iter()
                .any(|(_, clause)| !clause.bodies.is_empty())
    };
    let is_apart = of_passage.len() > 1 && of_passage.iter().any(has_clause);
    for piece in of_passage {
        let is_inline = piece
            .part
            .and_then(|part| parts.get(part))
            .is_some_and(|part| part.is_inline);
        match pieces.get_mut(first..).and_then(|own| own.last_mut()) {
            Some(before) if is_inline && !is_apart => {
                before.bytes.end = piece.bytes.end;
                before.words.end = piece.words.end;
            }
            _ => pieces.push(piece),
        }
    }
}

/// The pieces by the parts that they are of, with the clauses in them.
pub(super) fn groups<'p>(
    passages: &[Passage<'_>],
    parts: &[Part],
    pieces: &'p [Piece],
    year: Option<i16>,
) -> Vec<Group<'p>> {
    let mut has_parts = vec![false; parts.len()];
    for part in parts.iter().filter(|part| !part.is_inline) {
        let parent = part.parent.and_then(|parent| usize::try_from(parent).ok());
        if let Some(has) = parent.and_then(|parent| has_parts.get_mut(parent)) {
            *has = true;
        }
    }
    pieces
        .chunk_by(|piece, next| piece.part == next.part && !next.is_heading)
        .map(|chunk| {
            let part = chunk.first().and_then(|piece| piece.part);
            let mut entries: Vec<Entry<'p>> = Vec::new();
            for piece in chunk {
                add(&mut entries, passages, piece, year);
            }
            Group {
                part,
                is_heading: chunk.first().is_some_and(|piece| piece.is_heading),
                is_leaf: part.is_some_and(|part| has_parts.get(part) == Some(&false)),
                entries,
            }
        })
        .collect()
}

/// Adds a piece as an entry, or to the one before it where it is nothing but a clause.
fn add<'p>(
    entries: &mut Vec<Entry<'p>>,
    passages: &[Passage<'_>],
    piece: &'p Piece,
    year: Option<i16>,
) {
    let text = passages.get(piece.passage).map_or("", |p| p.text);
    let Located {
        clauses,
        likely,
        doubtful,
    } = locate(text, piece.words.clone(), year);
    let is_nothing_else = !clauses.is_empty() && {
        let mut from = piece.words.start;
        let mut is_blank = true;
        for (at, _) in &clauses {
            is_blank &= text
                .get(from..at.start)
                .unwrap_or_default()
                .trim()
                .is_empty();
            from = at.end;
        }
        is_blank
            && text
                .get(from..piece.words.end)
                .unwrap_or_default()
                .trim()
                .is_empty()
    };
    let clauses = clauses.into_iter().map(|(at, clause)| (piece, at, clause));
    let doubtful = doubtful.map(|at| (piece.passage, at));
    match entries.last_mut() {
        Some(before) if is_nothing_else && !piece.opens_part => {
            before.pieces.push(piece);
            before.clauses.extend(clauses);
        }
        _ => entries.push(Entry {
            pieces: vec![piece],
            clauses: clauses.collect(),
            likely: likely.map(|(at, clause)| (piece, at, clause)),
            doubtful,
            is_opening: piece.opens_part,
        }),
    }
}
