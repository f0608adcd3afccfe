//! Which reports match a whole query: its clauses put together.
//!
//! In go the terms with the reports that hold them, out come sets of reports, what the facets count, and what is
//! missing. Nothing is read or ordered here.

use super::facet;
use super::report_set::Reports;
use super::term::{Leaf, of_term};
use crate::search::answer::Facets;
use crate::search::query::{Clause, Field, Query};
use crate::search::segment::Segment;

/// A query and what became of its terms.
#[derive(Clone, Copy)]
pub(super) struct Looked<'a> {
    pub(super) segments: &'a [Segment],
    pub(super) query: &'a Query,
    /// One for each term.
    pub(super) leaves: &'a [Leaf],
}

/// Whether a clause is a choice among the values of a field, and of nothing else; what is excluded stays so
/// whatever is chosen.
fn chooses(clause: &Clause, field: Field) -> bool {
    let is_excluded = clause.alternatives.iter().any(|term| term.negated);
    !is_excluded && clause.field() == Some(field)
}

impl Looked<'_> {
    /// The facets, each without the clauses that choose from it.
    pub(super) fn choices(&self, exact: &[Reports]) -> Option<Facets> {
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
    /// `without`; `apart`: runs may stand in parts.
    pub(super) fn matching(&self, apart: bool, without: Option<Field>) -> Vec<Reports> {
        let of_segment = |(at, segment): (usize, &Segment)| {
            let mut leaves = self.leaves.iter();
            let mut all = Reports::all(segment.size);
            for clause in &self.query.clauses {
                let mut one = Reports::none(segment.size);
                for (term, leaf) in clause.alternatives.iter().zip(leaves.by_ref()) {
                    if let Some(leaf) = leaf.segments.get(at) {
                        one.unite(&of_term(segment, term, leaf, apart));
                    }
                }
                if without.is_some_and(|field| chooses(clause, field)) {
                    continue;
                }
                all.intersect(&one);
            }
            all
        };
        self.segments.iter().enumerate().map(of_segment).collect()
    }

    /// The runs and values that no report holds as they were written.
    pub(super) fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for (term, leaf) in self.query.terms().zip(self.leaves) {
            let nowhere = || {
                self.segments
                    .iter()
                    .zip(&leaf.segments)
                    .all(|(segment, leaf)| of_term(segment, term, leaf, false).len() == 0)
            };
            if !term.negated && nowhere() {
                let name = term.name();
                if !missing.contains(&name) {
                    missing.push(name);
                }
            }
        }
        missing
    }
}
