//! Runs in parts: the reports that hold the pieces of a run, wherever the pieces stand.
//!
//! A part is two or three characters, a word, a figure, or all that stands between two separations. A
//! report counts when the run can be cut into parts that all occur in it; a run that is a single part
//! has none. A part of three is taken for two overlapping pairs. What is looked up are therefore the
//! pairs and the units that stand alone; this module puts their reports together.

use crate::search::error::Error;
use crate::search::evaluate::phrase::{PhraseLists, PhraseMatch, look_up, read};
use crate::search::evaluate::report_set::ReportSet;
use crate::search::segment::{ListKind, Segment};
use crate::search::text::tokenizer::QueryUnit;
use crate::search::text::unit::Class;

/// The longest run that is looked for in parts, in units: a longer one is a sentence.
const MAX_UNITS: usize = 10;

/// The most bytes that reading the lists of the pieces of a query may take. Pieces with longer lists stand
/// in so many reports that those say little.
pub(crate) const MAX_BYTES: usize = 96 << 10;

/// The most bytes of all lists of a query with which those of its pieces come along on the chance that few
/// reports hold it exactly. Where they are longer the parts are left out, since they would take a round of
/// their own.
pub(crate) const MAX_BYTES_ALONG: usize = 80 << 10;

/// A piece of a run that is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Its first unit.
    start: usize,
    /// One unit or two.
    length: usize,
}

/// The lists of the pieces of a run in a segment.
#[derive(Clone, Debug)]
pub(crate) struct Pieces {
    lists: Vec<(Piece, PhraseLists)>,
}

impl Pieces {
    /// How many bytes reading the lists takes.
    pub(crate) fn bytes(&self) -> usize {
        self.lists.iter().map(|(_, lists)| lists.bytes()).sum()
    }
}

/// A piece of a run and the reports that hold it.
#[derive(Clone, Debug)]
pub(crate) struct PieceMatches {
    piece: Piece,
    /// The reports.
    pub(crate) matches: Vec<PhraseMatch>,
}

/// Whether one unit may be a part: a word, a figure, or a character between two separations.
fn stands_alone(run: &[QueryUnit], at: usize) -> bool {
    let separated = |at: usize| run.get(at).is_none_or(|unit| unit.separated);
    run.get(at).is_some_and(|unit| unit.class != Class::Single)
        || ((at == 0 || separated(at)) && separated(at + 1))
}

fn pieces(run: &[QueryUnit]) -> Vec<Piece> {
    if run.len() < 2 || run.len() > MAX_UNITS {
        return Vec::new();
    }
    let pair = |start: usize| run.get(start + 1).is_some_and(|next| !next.separated);
    (0..run.len())
        .flat_map(|start| {
            let alone = stands_alone(run, start).then_some(Piece { start, length: 1 });
            let pair = pair(start).then_some(Piece { start, length: 2 });
            alone.into_iter().chain(pair)
        })
        // The whole run is no part of itself.
        .filter(|piece| piece.length < run.len())
        .collect()
}

/// The pieces of a run, as rows of units.
pub(crate) fn parts(run: &[QueryUnit]) -> Vec<&[QueryUnit]> {
    let units = |piece: Piece| run.get(piece.start..piece.start + piece.length);
    pieces(run).into_iter().filter_map(units).collect()
}

/// Looks up the pieces of a run; none while bytes are wanted.
pub(crate) fn look_up_pieces(
    segment: &Segment,
    run: &[QueryUnit],
) -> Result<Option<Pieces>, Error> {
    let (mut lists, mut here) = (Vec::new(), true);
    for piece in pieces(run) {
        let units = run.get(piece.start..piece.start + piece.length);
        match look_up(segment, units.unwrap_or_default(), ListKind::Positions)? {
            Some(found) => lists.push((piece, found)),
            None => here = false,
        }
    }
    Ok(here.then_some(Pieces { lists }))
}

/// Reads the reports of the pieces; none while bytes are wanted.
pub(crate) fn read_pieces(
    segment: &Segment,
    pieces: &Pieces,
) -> Result<Option<Vec<PieceMatches>>, Error> {
    let (mut all, mut here) = (Vec::new(), true);
    for (piece, lists) in &pieces.lists {
        match read(segment, lists)? {
            Some(matches) => all.push(PieceMatches {
                piece: *piece,
                matches,
            }),
            None => here = false,
        }
    }
    Ok(here.then_some(all))
}

/// The reports that hold the run in parts.
pub(crate) fn holders(size: u32, run: &[QueryUnit], matches: &[PieceMatches]) -> ReportSet {
    let of = |start: usize, length: usize| {
        let found = matches
            .iter()
            .find(|found| found.piece == Piece { start, length })?;
        Some(ReportSet::of(
            size,
            found.matches.iter().map(|found| found.report),
        ))
    };
    if run.len() < 2 || run.len() > MAX_UNITS {
        return ReportSet::none(size);
    }
    // reached[n]: the reports that hold the first n units in parts.
    let mut reached = vec![ReportSet::all(size)];
    for end in 1..=run.len() {
        let mut here = ReportSet::none(size);
        for length in 1..=3.min(end) {
            let start = end - length;
            if length == run.len() {
                continue;
            }
            let pieces: Option<Vec<ReportSet>> = match length {
                1 => of(start, 1).map(|reports| vec![reports]),
                _ => (start..end - 1).map(|start| of(start, 2)).collect(),
            };
            let (Some(pieces), Some(before)) = (pieces, reached.get(start)) else {
                continue;
            };
            let mut part = before.clone();
            pieces.iter().for_each(|reports| part.intersect(reports));
            here.unite(&part);
        }
        reached.push(here);
    }
    reached.pop().unwrap_or_else(|| ReportSet::none(size))
}
