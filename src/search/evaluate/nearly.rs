//! Which reports may hold a long run but for a slip: those that hold most of its grams at about their distances.
//!
//! A sentence that was typed with a wrong, missing or doubled character stands nowhere; but its grams without that
//! character stand where it was copied from, one after the other. In go the lists of these grams, the shortest first,
//! out come a few reports with the place where the run would begin. Whether it stands there all but the slip is for
//! [`alike`](super::alike) to say, which sees the text.

use std::sync::Arc;

use tantivy::DocId;

use crate::search::error::Error;
use crate::search::evaluate::phrase::{Gram, PhraseLists};
use crate::search::segment::Segment;

/// The shortest run that is looked for so, in units: of a shorter one little is left beside a slip.
pub(super) const LEAST_UNITS: usize = 8;

/// The most bytes of lists that are read for it.
const MAX_BYTES: usize = 48 << 10;

/// The most reports whose texts are looked at.
const MOST: usize = 6;

/// How far slips may shift what follows them, in positions.
const SLACK: i64 = 6;

/// A report that may hold the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) segment: usize,
    pub(super) report: DocId,
    /// About the positions in the report from where the run begins to where it ends.
    pub(super) first: u32,
    pub(super) last: u32,
    /// How many units of the run the grams have that are not there, of those of which that is known.
    pub(super) missing: usize,
}

/// A gram of the run in a report: where the run would begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Vote {
    segment: usize,
    report: DocId,
    start: i64,
    /// The number of the gram, and how many units it adds to those before it.
    gram: usize,
    adds: usize,
}

/// The reports that may hold the run of these lists, of each segment some, the likeliest first; none while bytes are
/// wanted. `counts` says whether a report may be found at all.
pub(super) fn candidates(
    segments: &[Arc<Segment>],
    lists: &[Option<&PhraseLists>],
    counts: impl Fn(usize, DocId) -> bool,
) -> Result<Option<Vec<Candidate>>, Error> {
    let mut grams: Vec<(usize, usize, &PhraseLists, &Gram)> = Vec::new();
    for (segment, lists) in lists.iter().enumerate() {
        let Some(lists) = lists else { continue };
        let of_segment = lists.grams().iter().enumerate();
        grams.extend(of_segment.map(|(number, gram)| (segment, number, *lists, gram)));
    }
    // The rarest say most, and cost least.
    grams.sort_by_key(|(segment, number, _, gram)| (gram.info.range.len(), *segment, *number));
    let (mut votes, mut here, mut bytes) = (Vec::new(), true, 0);
    // Of each segment the units of all grams of which it is known where they stand: those that stand nowhere, and
    // those whose lists are read.
    let known = |lists: &Option<&PhraseLists>| lists.map_or(0, PhraseLists::absent_units);
    let mut read: Vec<usize> = lists.iter().map(known).collect();
    for (number_of_segment, number, lists, gram) in grams {
        bytes += gram.info.range.len();
        let Some(segment) = segments
            .get(number_of_segment)
            .filter(|_| bytes <= MAX_BYTES)
        else {
            break;
        };
        if let Some(read) = read.get_mut(number_of_segment) {
            *read += gram.adds;
        }
        let Some(list) = segment.list(lists.kind(), &gram.info)? else {
            here = false;
            continue;
        };
        for position in list.numbers {
            let Some((report, at)) = segment.positions.locate(position) else {
                continue;
            };
            if counts(number_of_segment, report) {
                votes.push(Vote {
                    segment: number_of_segment,
                    report,
                    start: i64::from(at) - i64::from(gram.offset),
                    gram: number,
                    adds: gram.adds,
                });
            }
        }
    }
    let length = |segment: usize| {
        let lists = lists.get(segment).copied().flatten();
        lists.map_or(0, PhraseLists::length)
    };
    Ok(here.then(|| likeliest(votes, &read, length)))
}

/// The places that lack the fewest units of those that are known in their segment, a report once.
fn likeliest(
    mut votes: Vec<Vote>,
    read: &[usize],
    length: impl Fn(usize) -> u32,
) -> Vec<Candidate> {
    votes.sort_unstable();
    let of_one = |a: &Vote, b: &Vote| (a.segment, a.report) == (b.segment, b.report);
    let mut found: Vec<Candidate> = votes
        .chunk_by(of_one)
        .filter_map(|votes| best_place(votes, read, &length))
        .collect();
    found.sort_by_key(|of| (of.missing, of.segment, of.report));
    found.truncate(MOST);
    found
}

/// Where the votes of one report, in order, have the most units within [`SLACK`] of each other.
fn best_place(votes: &[Vote], read: &[usize], length: impl Fn(usize) -> u32) -> Option<Candidate> {
    let (mut from, mut best) = (0, None);
    // How often each gram is among those at hand.
    let mut counts = vec![0usize; votes.iter().map(|vote| vote.gram + 1).max()?];
    let mut held = 0;
    for vote in votes {
        if let Some(count) = counts.get_mut(vote.gram) {
            *count += 1;
            held += if *count == 1 { vote.adds } else { 0 };
        }
        while let Some(first) = votes
            .get(from)
            .filter(|first| first.start + SLACK < vote.start)
        {
            if let Some(count) = counts.get_mut(first.gram) {
                *count -= 1;
                held -= if *count == 0 { first.adds } else { 0 };
            }
            from += 1;
        }
        if best.is_none_or(|(most, _)| held > most) {
            best = Some((held, vote));
        }
    }
    let (held, vote): (usize, &Vote) = best?;
    let read = read.get(vote.segment).copied().unwrap_or(0);
    // What has less than a sixth is another text.
    let missing = Some(read.saturating_sub(held)).filter(|_| held * 6 >= read)?;
    let start = u32::try_from(vote.start.max(0)).unwrap_or(0);
    Some(Candidate {
        segment: vote.segment,
        report: vote.report,
        first: start.saturating_sub(SLACK.unsigned_abs() as u32),
        last: start + length(vote.segment) + SLACK.unsigned_abs() as u32,
        missing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote(report: DocId, start: i64, gram: usize, adds: usize) -> Vote {
        Vote {
            segment: 0,
            report,
            start,
            gram,
            adds,
        }
    }

    #[test]
    fn the_place_with_most_of_the_run_leads() {
        let votes = vec![
            vote(3, 2000, 0, 4),
            vote(3, 2001, 2, 5),
            vote(3, 2001, 1, 2),
            // The same gram again adds nothing, and what is far off does not either.
            vote(3, 2003, 2, 5),
            vote(3, 9000, 3, 9),
            vote(5, 1500, 0, 4),
            vote(5, 1500, 3, 9),
            vote(7, 40, 0, 4),
        ];
        let found = likeliest(votes, &[20], |_| 20);
        let shown: Vec<_> = found.iter().map(|of| (of.report, of.missing)).collect();
        assert_eq!(shown, [(5, 7), (3, 9), (7, 16)]);
        assert!(found[1].first <= 2000 && found[1].last >= 2021);
        assert_eq!(likeliest(Vec::new(), &[20], |_| 20), []);
    }
}
