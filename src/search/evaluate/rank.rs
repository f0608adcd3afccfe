//! In which order matches are shown.
//!
//! Nothing is read here, and nothing decides what matches.

use std::cmp::Reverse;

use tantivy::DocId;

use super::boolean::Looked;
use super::phrase::Held;
use super::report_set::Reports;
use crate::search::Sort;

/// A match and what orders it.
pub(super) struct Match {
    pub(super) exact: bool,
    score: u64,
    pub(super) segment: usize,
    pub(super) report: DocId,
}

/// The best matches, best first, at most `limit`. Exact ones always come before the others.
pub(super) fn best(mut matches: Vec<Match>, sort: Sort, limit: usize) -> Vec<Match> {
    matches.sort_by_key(|found| {
        let score = match sort {
            Sort::Relevance => found.score,
            Sort::Date => 0,
        };
        // The reports of a segment are in the order of their dates, and so are the segments.
        (Reverse((found.exact, score)), found.segment, found.report)
    });
    matches.truncate(limit);
    matches
}

impl Looked<'_> {
    /// Every match with what orders it.
    pub(super) fn matches(&self, exact: &[Reports], either: &[Reports]) -> Vec<Match> {
        let all: u64 = self.segments.iter().map(|s| u64::from(s.size)).sum();
        let mut scores: Vec<Vec<u64>> = self
            .segments
            .iter()
            .map(|segment| vec![0; segment.size as usize])
            .collect();
        for (term, leaf) in self.query.terms().zip(self.leaves) {
            if term.negated {
                continue;
            }
            let held = leaf.segments.iter().map(|of| of.held.as_slice());
            add_scores(&mut scores, held, all, |_, _| true);
            // What the parts of a run are worth counts where the run itself does not stand.
            let holders = self.segments.iter().zip(&leaf.segments);
            let holders: Vec<Reports> = holders
                .map(|(segment, of)| Reports::of(segment.size, of.held.iter().map(|h| h.report)))
                .collect();
            let pieces = leaf.segments.iter().map(|of| of.held_pieces.len()).max();
            for piece in 0..pieces.unwrap_or(0) {
                let held = leaf.segments.iter().map(|of| {
                    let piece = of.held_pieces.get(piece);
                    piece.map_or(&[][..], |piece| piece.held.as_slice())
                });
                add_scores(&mut scores, held, all, |segment, report| {
                    let holds = |holders: &Reports| holders.contains(report);
                    !holders.get(segment).is_some_and(holds)
                });
            }
        }
        let mut matches = Vec::new();
        for (segment, (reports, scores)) in either.iter().zip(&scores).enumerate() {
            matches.extend(reports.iter().map(|report| {
                Match {
                    exact: exact
                        .get(segment)
                        .is_some_and(|exact| exact.contains(report)),
                    score: scores.get(report as usize).copied().unwrap_or(0),
                    segment,
                    report,
                }
            }));
        }
        matches
    }
}

/// Adds what a run is worth to the reports that hold it. In whole numbers, so that every machine orders
/// alike: 1 for a run that every report holds, one more each time that half as many do.
fn add_scores<'h>(
    scores: &mut [Vec<u64>],
    held: impl Iterator<Item = &'h [Held]> + Clone,
    all: u64,
    counts: impl Fn(usize, DocId) -> bool,
) {
    let holders: usize = held.clone().map(<[Held]>::len).sum();
    let rarity = (all / (holders as u64).max(1)).max(1).ilog2() + 1;
    for (segment, (held, scores)) in held.zip(scores).enumerate() {
        for held in held {
            if let Some(score) = scores.get_mut(held.report as usize)
                && counts(segment, held.report)
            {
                *score += u64::from(rarity) * held.zone.weight();
            }
        }
    }
}
