//! Which reports match a whole query: its clauses put together.
//!
//! In go the terms with the reports that hold them, out come sets of reports, what the facets count, and what is
//! missing. Nothing is read or ordered here.

use std::sync::Arc;

use crate::search::answer::Facets;
use crate::search::evaluate::facet;
use crate::search::evaluate::report_set::ReportSet;
use crate::search::evaluate::term::{EvaluatedTerm, of_term};
use crate::search::query::{Clause, Field, Query, Term};
use crate::search::segment::Segment;

/// A query and what is known of its terms.
#[derive(Clone, Copy)]
pub(super) struct EvaluatedQuery<'a> {
    pub(super) segments: &'a [Arc<Segment>],
    pub(super) query: &'a Query,
    /// One for each term.
    pub(super) evaluated_terms: &'a [EvaluatedTerm],
}

/// Whether a clause is a choice among the values of a field, and of nothing else; what is excluded stays so
/// whatever is chosen.
fn chooses(clause: &Clause, field: Field) -> bool {
    let is_excluded = clause.alternatives.iter().any(|term| term.negated);
    !is_excluded && clause.field() == Some(field)
}

impl EvaluatedQuery<'_> {
    /// The facets, each without the clauses that choose from it.
    pub(super) fn choices(&self, exact: &[ReportSet]) -> Option<Facets> {
        let restricts = |field| {
            let mut clauses = self.query.clauses.iter();
            clauses.any(|clause| chooses(clause, field))
        };
        facet::FIELDS.into_iter().any(restricts).then(|| {
            facet::count(self.segments, |field| match restricts(field) {
                true => self.matching(false, Some(field)),
                false => exact.to_vec(),
            })
        })
    }

    /// The reports of each segment that match the whole query, but for the clauses that choose from the field
    /// `without`; `partial`: runs may stand in parts.
    pub(super) fn matching(&self, partial: bool, without: Option<Field>) -> Vec<ReportSet> {
        let counts = |clause: &Clause| !without.is_some_and(|field| chooses(clause, field));
        self.matching_those(partial, |_, clause| counts(clause))
    }

    /// The reports of each segment that match all clauses but one, by its number.
    pub(super) fn matching_but(&self, clause: usize) -> Vec<ReportSet> {
        self.matching_those(false, |number, _| number != clause)
    }

    /// The reports of each segment that match the clauses that `counts` says count.
    fn matching_those(
        &self,
        partial: bool,
        counts: impl Fn(usize, &Clause) -> bool,
    ) -> Vec<ReportSet> {
        let of_segment = |(at, segment): (usize, &Arc<Segment>)| {
            let mut evaluated_terms = self.evaluated_terms.iter();
            let mut all = ReportSet::all(segment.size);
            for (number, clause) in self.query.clauses.iter().enumerate() {
                let mut one = ReportSet::none(segment.size);
                for (term, evaluated) in clause.alternatives.iter().zip(evaluated_terms.by_ref()) {
                    if let Some(evaluated) = evaluated.segments.get(at) {
                        one.unite(&of_term(segment, term, evaluated, partial));
                    }
                }
                if counts(number, clause) {
                    all.intersect(&one);
                }
            }
            all
        };
        self.segments.iter().enumerate().map(of_segment).collect()
    }

    /// The runs and values that no report holds, neither as they were written nor as they may be meant.
    pub(super) fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let terms = || self.query.terms().zip(self.evaluated_terms);
        let stands = |(term, evaluated): (&Term, &EvaluatedTerm)| {
            let mut segments = self.segments.iter().zip(&evaluated.segments);
            segments.any(|(segment, evaluated)| of_term(segment, term, evaluated, false).len() > 0)
        };
        for (term, evaluated) in terms().filter(|(term, _)| !term.is_beside) {
            let is_meant = |other: &Term| {
                other.is_beside && other.at.start <= term.at.start && other.at.end >= term.at.end
            };
            let stands_otherwise = || terms().filter(|(other, _)| is_meant(other)).any(stands);
            if !term.negated && !stands((term, evaluated)) && !stands_otherwise() {
                let name = term.name();
                if !missing.contains(&name) {
                    missing.push(name);
                }
            }
        }
        missing
    }
}
