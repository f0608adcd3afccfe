//! What becomes of the terms of a query in each segment: found lists, read lists, the reports that hold them.
//!
//! What follows from one term alone; [`clauses`](super::boolean) puts terms together. Nothing is read here.

use tantivy::DocId;

use super::partial::{HeldPiece, Pieces, holders};
use super::phrase::{Held, Lists};
use super::report_set::Reports;
use super::value;
use crate::search::query::{Item, Run, Term};
use crate::search::segment::Segment;

/// What became of a term of the query, in each segment.
#[derive(Default)]
pub(super) struct Leaf {
    pub(super) segments: Vec<LeafSegment>,
}

#[derive(Default)]
pub(super) struct LeafSegment {
    pub(super) lists: Option<Lists>,
    pub(super) pieces: Option<Pieces>,
    /// The reports that hold the run, for those that are looked up in lists.
    pub(super) held: Vec<Held>,
    pub(super) held_pieces: Vec<HeldPiece>,
}

/// The run that a term looks for in the text, where its parts count as well.
pub(super) fn bare_run(term: &Term) -> Option<&Run> {
    match &term.item {
        Item::Run(run) if !term.negated && !run.quoted => Some(run),
        _ => None,
    }
}

/// The run of a term that passages show.
pub(super) fn shown_run(term: &Term) -> Option<&Run> {
    match &term.item {
        Item::Run(run) if !term.negated => Some(run),
        _ => None,
    }
}

/// The run of a term that titles show.
pub(super) fn title_run(term: &Term) -> Option<&Run> {
    match &term.item {
        Item::Run(run) | Item::Title(run) if !term.negated => Some(run),
        _ => None,
    }
}

/// How many bytes reading the lists of all runs takes.
pub(super) fn lists_bytes(leaves: &[Leaf]) -> usize {
    let segments = leaves.iter().flat_map(|leaf| &leaf.segments);
    segments
        .filter_map(|of| of.lists.as_ref())
        .map(Lists::bytes)
        .sum()
}

/// How many bytes reading the lists of all pieces takes.
pub(super) fn pieces_bytes(leaves: &[Leaf]) -> usize {
    let segments = leaves.iter().flat_map(|leaf| &leaf.segments);
    segments
        .filter_map(|of| of.pieces.as_ref())
        .map(Pieces::bytes)
        .sum()
}

/// Where a report stands among those that hold a run.
pub(super) fn held_in(held: &[Held], report: DocId) -> Option<&Held> {
    let at = held
        .binary_search_by_key(&report, |held| held.report)
        .ok()?;
    held.get(at)
}

/// The reports of a segment for which a term is so.
pub(super) fn of_term(segment: &Segment, term: &Term, leaf: &LeafSegment, apart: bool) -> Reports {
    let size = segment.size;
    let mut reports = match &term.item {
        Item::Run(_) | Item::Title(_) | Item::Number(_) => {
            Reports::of(size, leaf.held.iter().map(|held| held.report))
        }
        Item::Value { field, run } => value::holders(segment, *field, run),
        Item::Years(years) => value::of_years(segment, years),
    };
    if let (true, Some(run)) = (apart, bare_run(term)) {
        reports.unite(&holders(size, &run.units, &leaf.held_pieces));
    }
    if term.negated {
        reports.invert();
    }
    reports
}
