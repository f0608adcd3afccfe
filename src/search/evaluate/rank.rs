//! In which order matches are shown: by worth, then newer before older.
//!
//! What a run is worth in one report is for [`worth`](super::worth) to say; here all runs of a query are added up, what
//! stands close together counts more, and what is no longer in force counts less. Nothing is read here, and nothing
//! decides what matches.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::DocId;

use crate::search::answer::Sort;
use crate::search::evaluate::boolean::EvaluatedQuery;
use crate::search::evaluate::phrase::PhraseMatch;
use crate::search::evaluate::report_set::ReportSet;
use crate::search::evaluate::term::match_in;
use crate::search::evaluate::worth::{Lengths, RunWorth};
use crate::search::query::Item;
use crate::search::segment::Segment;

/// Statuses of texts that nobody has to follow any more.
const PAST: [&str; 3] = ["expired", "repealed", "withdrawn"];

/// What those are worth less: one part of so many. Between texts that are worth about the same it decides.
const PAST_PART: u64 = 8;

/// Positions within which runs stand close together, about two sentences.
const NEAR: u32 = 48;

/// What standing close together is worth, in comparison with the rarest run: one part of so many.
const NEAR_PART: u64 = 2;

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
        let scores = self.scores();
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

    /// What all reports of each segment are worth.
    fn scores(&self) -> Vec<Vec<u64>> {
        let all: u64 = self.segments.iter().map(|s| u64::from(s.size)).sum();
        let together = self.segments.iter().map(|s| s.positions.together()).sum();
        let mut scores = Scores {
            segments: self.segments,
            all,
            lengths: Lengths::new(all, together),
            rarest: 0,
            of: self
                .segments
                .iter()
                .map(|segment| vec![0; segment.size as usize])
                .collect(),
        };
        for (term, evaluated) in self.query.terms().zip(self.evaluated_terms) {
            if term.negated {
                continue;
            }
            let is_text = matches!(term.item, Item::Run(_) | Item::Title(_));
            let matches = evaluated.segments.iter().map(|of| of.matches.as_slice());
            let kind = match is_text {
                true => RunWorth::of,
                false => RunWorth::of_name,
            };
            scores.add(matches, kind, |_, _| true);
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
                scores.add(matches, RunWorth::of_part, |segment, report| {
                    let holds = |holders: &ReportSet| holders.contains(report);
                    !holders.get(segment).is_some_and(holds)
                });
            }
        }
        self.add_nearness(&mut scores);
        scores.lessen_past();
        scores.of
    }

    /// Adds what it is worth that the runs of several clauses stand close together, in the reports where at least two
    /// of them have places: frequent ones have none.
    fn add_nearness(&self, scores: &mut Scores<'_>) {
        let clauses = self.clauses_of_runs();
        if clauses.len() < 2 {
            return;
        }
        for (number, segment) in self.segments.iter().enumerate() {
            let matches = |term: usize| {
                let evaluated = self.evaluated_terms.get(term);
                let of_segment = evaluated.and_then(|evaluated| evaluated.segments.get(number));
                of_segment.map_or(&[][..], |of| of.matches.as_slice())
            };
            // Only reports that two clauses hold can have anything close together.
            let mut counts = vec![0u8; segment.size as usize];
            for terms in &clauses {
                let holders = terms.iter().flat_map(|term| matches(*term));
                let reports = holders.map(|found| found.report);
                for report in ReportSet::of(segment.size, reports).iter() {
                    if let Some(count) = counts.get_mut(report as usize) {
                        *count = count.saturating_add(1);
                    }
                }
            }
            for (report, count) in (0..).zip(counts) {
                if count < 2 {
                    continue;
                }
                let mut rows: Vec<Vec<u32>> = Vec::new();
                for terms in &clauses {
                    let held = terms
                        .iter()
                        .filter_map(|term| match_in(matches(*term), report));
                    let mut row: Vec<u32> = held
                        .flat_map(|found| found.starts.iter().copied())
                        .collect();
                    row.sort_unstable();
                    rows.extend(Some(row).filter(|row| !row.is_empty()));
                }
                scores.add_near(number, report, near(rows));
            }
        }
    }

    /// The clauses that look for runs in the text, each as the numbers of its terms.
    fn clauses_of_runs(&self) -> Vec<Vec<usize>> {
        let (mut clauses, mut number) = (Vec::new(), 0);
        for clause in &self.query.clauses {
            let mut terms = Vec::new();
            for term in &clause.alternatives {
                if matches!(term.item, Item::Run(_)) && !term.negated {
                    terms.push(number);
                }
                number += 1;
            }
            if !terms.is_empty() {
                clauses.push(terms);
            }
        }
        clauses
    }
}

/// How often all rows of positions have one within [`NEAR`] of each other: of those of the shortest row.
fn near(mut rows: Vec<Vec<u32>>) -> u64 {
    rows.sort_by_key(Vec::len);
    let Some((leader, others @ [_, ..])) = rows.split_first() else {
        return 0;
    };
    let is_near = |at: &u32, row: &Vec<u32>| {
        let from = row.partition_point(|other| *other < at.saturating_sub(NEAR));
        row.get(from)
            .is_some_and(|other| other.abs_diff(*at) <= NEAR)
    };
    let near = leader
        .iter()
        .filter(|at| others.iter().all(|row| is_near(at, row)));
    near.count() as u64
}

/// What reports are worth while runs are added up.
struct Scores<'s> {
    segments: &'s [Arc<Segment>],
    /// How many reports there are.
    all: u64,
    lengths: Lengths,
    /// The rarity of the rarest run.
    rarest: u64,
    /// Of each segment, of each report.
    of: Vec<Vec<u64>>,
}

impl Scores<'_> {
    /// Adds what a run is worth to the reports that hold it.
    fn add<'h>(
        &mut self,
        matches: impl Iterator<Item = &'h [PhraseMatch]> + Clone,
        worth_of: fn(RunWorth, &PhraseMatch, u32) -> u64,
        counts: impl Fn(usize, DocId) -> bool,
    ) {
        let worth = RunWorth::new(self.all, self.lengths, matches.clone());
        self.rarest = self.rarest.max(worth.rarity());
        let segments = self.segments.iter().zip(&mut self.of).enumerate();
        for (matches, (number, (segment, scores))) in matches.zip(segments) {
            for found in matches {
                if let Some(score) = scores.get_mut(found.report as usize)
                    && counts(number, found.report)
                {
                    let length = segment.positions.length(found.report);
                    *score += worth_of(worth, found, length);
                }
            }
        }
    }

    /// Adds what it is worth that all runs stand close together so many times.
    fn add_near(&mut self, segment: usize, report: DocId, times: u64) {
        let length = self
            .segments
            .get(segment)
            .map_or(0, |s| s.positions.length(report));
        let scores = self.of.get_mut(segment);
        if let Some(score) = scores.and_then(|scores| scores.get_mut(report as usize)) {
            *score += self.rarest * self.lengths.share(times, length) / NEAR_PART;
        }
    }

    /// What nobody has to follow any more is worth less.
    fn lessen_past(&mut self) {
        for (segment, scores) in self.segments.iter().zip(&mut self.of) {
            let names = segment.status.names.iter();
            let past: Vec<bool> = names.map(|name| PAST.contains(&name.as_str())).collect();
            if !past.contains(&true) {
                continue;
            }
            for (report, score) in (0..).zip(scores.iter_mut()) {
                let mut statuses = segment.status.of(report);
                if statuses.any(|status| past.get(status) == Some(&true)) {
                    *score -= *score / PAST_PART;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn runs_are_near_where_all_are() {
        let cases: [(&[&[u32]], u64); 6] = [
            (&[&[5]], 0),
            (&[&[5], &[53]], 1),
            (&[&[5], &[54]], 0),
            (&[&[1000, 2000], &[990, 1010, 1999, 5000]], 2),
            (&[&[1000, 2000], &[1001, 2001], &[1002, 9000]], 1),
            (&[&[0, 1, 2], &[4]], 1),
        ];
        for (rows, expected) in cases {
            let rows = rows.iter().map(|row| row.to_vec()).collect();
            assert_eq!(near(rows), expected);
        }
    }
}
