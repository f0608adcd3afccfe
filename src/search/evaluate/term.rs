//! A term of a query in each segment: its lists, and the reports that match it.
//!
//! In go a term and what was looked up and read for it, out comes the set of reports that match that one term;
//! [`boolean`](super::boolean) puts terms together. Nothing is read here.

use tantivy::DocId;

use crate::search::evaluate::partial::{PieceMatches, Pieces, holders};
use crate::search::evaluate::phrase::{PhraseLists, PhraseMatch};
use crate::search::evaluate::report_set::ReportSet;
use crate::search::evaluate::value;
use crate::search::query::{Item, Run, Term};
use crate::search::segment::{ListKind, Segment};

/// What is known of a term of the query, segment by segment.
#[derive(Default)]
pub(super) struct EvaluatedTerm {
    pub(super) segments: Vec<TermInSegment>,
}

/// What is known of a term in one segment: the lists that were found, then what was read from them.
#[derive(Default)]
pub(super) struct TermInSegment {
    pub(super) lists: Option<PhraseLists>,
    pub(super) pieces: Option<Pieces>,
    /// The reports that hold the run, for those that are looked up in lists.
    pub(super) matches: Vec<PhraseMatch>,
    pub(super) piece_matches: Vec<PieceMatches>,
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

/// The lists that the run of an item is looked up in; none of what comes with the opening of the index.
pub(super) fn lists_of(item: &Item) -> Option<ListKind> {
    match item {
        Item::Run(_) | Item::Title(_) => Some(ListKind::Positions),
        Item::Number(_) => Some(ListKind::Numbers),
        Item::Cites(_) => Some(ListKind::Cites),
        Item::Value { .. } | Item::Years(_) => None,
    }
}

/// How many bytes reading the lists of all runs takes.
pub(super) fn lists_bytes(evaluated_terms: &[EvaluatedTerm]) -> usize {
    let segments = evaluated_terms
        .iter()
        .flat_map(|evaluated| &evaluated.segments);
    segments
        .filter_map(|of| of.lists.as_ref())
        .map(PhraseLists::bytes)
        .sum()
}

/// How many bytes reading the lists of all pieces takes.
pub(super) fn pieces_bytes(evaluated_terms: &[EvaluatedTerm]) -> usize {
    let segments = evaluated_terms
        .iter()
        .flat_map(|evaluated| &evaluated.segments);
    segments
        .filter_map(|of| of.pieces.as_ref())
        .map(Pieces::bytes)
        .sum()
}

/// The match of a report among those of a run, which are in the order of the reports.
pub(super) fn match_in(matches: &[PhraseMatch], report: DocId) -> Option<&PhraseMatch> {
    let at = matches
        .binary_search_by_key(&report, |found| found.report)
        .ok()?;
    matches.get(at)
}

/// The reports of a segment that match a term; `partial`: its run may stand in parts.
pub(super) fn of_term(
    segment: &Segment,
    term: &Term,
    evaluated: &TermInSegment,
    partial: bool,
) -> ReportSet {
    let size = segment.size;
    let mut reports = match &term.item {
        Item::Run(_) | Item::Title(_) | Item::Number(_) | Item::Cites(_) => {
            ReportSet::of(size, evaluated.matches.iter().map(|found| found.report))
        }
        Item::Value { field, run } => value::holders(segment, *field, run),
        Item::Years(years) => value::of_years(segment, years),
    };
    if let (true, Some(run)) = (partial, bare_run(term)) {
        reports.unite(&holders(size, &run.units, &evaluated.piece_matches));
    }
    if term.negated {
        reports.invert();
    }
    reports
}
