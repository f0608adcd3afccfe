//! In which order matches are shown.
//!
//! Nothing is read here, and nothing decides what matches.

use std::cmp::Reverse;

use tantivy::DocId;

use crate::search::answer::Sort;
use crate::search::evaluate::boolean::EvaluatedQuery;
use crate::search::evaluate::phrase::PhraseMatch;
use crate::search::evaluate::report_set::ReportSet;
use crate::search::format::position::Zone;

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

impl EvaluatedQuery<'_> {
    /// Every match with what orders it.
    pub(super) fn matches(&self, exact: &[ReportSet], either: &[ReportSet]) -> Vec<Match> {
        let all: u64 = self.segments.iter().map(|s| u64::from(s.size)).sum();
        let mut scores: Vec<Vec<u64>> = self
            .segments
            .iter()
            .map(|segment| vec![0; segment.size as usize])
            .collect();
        for (term, evaluated) in self.query.terms().zip(self.evaluated_terms) {
            if term.negated {
                continue;
            }
            let matches = evaluated.segments.iter().map(|of| of.matches.as_slice());
            add_scores(&mut scores, matches, all, |_, _| true);
            // What the parts of a run are worth counts where the run itself does not stand.
            let holders = self.segments.iter().zip(&evaluated.segments);
            let holders: Vec<ReportSet> = holders
                .map(|(segment, of)| {
                    ReportSet::of(segment.size, of.matches.iter().map(|found| found.report))
                })
                .collect();
            let pieces = evaluated
                .segments
                .iter()
                .map(|of| of.piece_matches.len())
                .max();
            for piece in 0..pieces.unwrap_or(0) {
                let matches = evaluated.segments.iter().map(|of| {
                    let piece = of.piece_matches.get(piece);
                    piece.map_or(&[][..], |piece| piece.matches.as_slice())
                });
                add_scores(&mut scores, matches, all, |segment, report| {
                    let holds = |holders: &ReportSet| holders.contains(report);
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
    matches: impl Iterator<Item = &'h [PhraseMatch]> + Clone,
    all: u64,
    counts: impl Fn(usize, DocId) -> bool,
) {
    let holders: usize = matches.clone().map(<[PhraseMatch]>::len).sum();
    let rarity = (all / (holders as u64).max(1)).max(1).ilog2() + 1;
    for (segment, (matches, scores)) in matches.zip(scores).enumerate() {
        for found in matches {
            if let Some(score) = scores.get_mut(found.report as usize)
                && counts(segment, found.report)
            {
                *score += u64::from(rarity) * weight(found.zone);
            }
        }
    }
}

/// What a match in a zone is worth, in comparison to others. No index holds it.
fn weight(zone: Zone) -> u64 {
    match zone {
        Zone::Body => 1,
        Zone::Heading => 3,
        Zone::Title => 9,
        Zone::TitleEnd => 12,
        Zone::TitleWhole => 18,
    }
}
