//! The sorted runs of a field merged into one row of lists, some terms at a time, in threads.
//!
//! The terms are parted into ranges at terms that runs begin whole with. Of a range every run gives its part; the
//! parts, each sorted, are sorted together, and the postings of a term, which follow each other run by run, become
//! its list. So no memory holds more than some ranges, and no thread waits for another but to give its lists in
//! their order. Where ranges end does not show in the lists.

use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;

use crate::index::parallel::in_order;
use crate::index::sorted_run::{Directory, read_postings, read_run};
use crate::search::folder::read_at;
use crate::search::format::checksum;
use crate::search::format::list::List;

/// Bytes of runs that a range has, about, and at least of each run.
const RANGE: u64 = 1 << 20;
const PIECE: u64 = 4 << 10;

/// A run as it lies in a file.
#[derive(Clone, Debug)]
pub(super) struct Run<'r> {
    pub(super) directory: &'r Directory,
    pub(super) file: Arc<File>,
    pub(super) bytes: Range<u64>,
    /// What is added to its numbers.
    pub(super) offset: u32,
}

/// The runs of a field, those with lesser numbers first.
#[derive(Debug)]
pub(super) struct Runs<'r> {
    pub(super) runs: Vec<Run<'r>>,
    /// Whether something is kept of each number.
    pub(super) has_kept: bool,
    /// All numbers are less.
    pub(super) end: u32,
    /// [`RANGE`]; tests take less.
    pub(super) range: u64,
}

/// Some lists, one after the other in the order of their terms.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) terms: Vec<u8>,
    /// The lists as they are written.
    pub(super) bytes: Vec<u8>,
    pub(super) lists: Vec<ListFacts>,
}

/// A list among others.
#[derive(Debug)]
pub(super) struct ListFacts {
    /// The lengths of its term and of its bytes.
    pub(super) term: usize,
    pub(super) bytes: usize,
    /// How many numbers it has.
    pub(super) length: u32,
    /// Its sum.
    pub(super) sum: u32,
}

impl<'r> Runs<'r> {
    pub(super) fn new(runs: Vec<Run<'r>>, has_kept: bool, end: u32) -> Self {
        Runs {
            runs,
            has_kept,
            end,
            range: RANGE,
        }
    }

    /// Gives `take` all lists in the order of their terms.
    ///
    /// # Errors
    ///
    /// If a run cannot be read, if the numbers of a list do not rise or are not less than the end (a fault of the
    /// calling code), or what `take` returns.
    pub(super) fn merge(
        &self,
        threads: NonZeroUsize,
        take: impl FnMut(Lists) -> io::Result<()>,
    ) -> io::Result<()> {
        let cuts = self.cuts();
        let make = |number: usize| {
            let low = number.checked_sub(1).and_then(|before| cuts.get(before));
            self.lists(low.copied(), cuts.get(number).copied())
        };
        in_order(threads, cuts.len() + 1, make, take)
    }

    /// The terms that begin a range, but for the first range.
    fn cuts(&self) -> Vec<&'r [u8]> {
        let length = |run: &Run<'_>| run.bytes.end - run.bytes.start;
        let bytes: u64 = self.runs.iter().map(length).sum();
        let range = self
            .range
            .max(PIECE.min(self.range) * self.runs.len() as u64);
        let ranges = bytes / range.max(1) + 1;
        let terms_of = |run: &Run<'r>| {
            let directory = run.directory;
            (0..directory.len()).map(|at| directory.term(at))
        };
        let mut terms: Vec<&[u8]> = self.runs.iter().flat_map(terms_of).collect();
        terms.sort_unstable();
        let each = terms.len() / usize::try_from(ranges).unwrap_or(usize::MAX) + 1;
        let mut cuts: Vec<&[u8]> = terms.into_iter().step_by(each).skip(1).collect();
        cuts.dedup();
        cuts
    }

    /// The lists of the terms from `low` on to before `high`.
    fn lists(&self, low: Option<&[u8]>, high: Option<&[u8]>) -> io::Result<Lists> {
        let (gathered, mut order) = self.gather(low, high)?;
        // Runs come in the order of their numbers, which this keeps.
        order.sort_by(|a, b| gathered.compare(a, b));
        let is_same = |a: &Place, b: &Place| gathered.compare(a, b).is_eq();
        let (mut lists, mut list) = (Lists::default(), List::default());
        for same in order.chunk_by(is_same) {
            list.numbers.clear();
            list.kept.clear();
            for place in same {
                let Some(piece) = gathered.pieces.get(place.at as usize) else {
                    continue;
                };
                read_postings(gathered.postings(piece), self.has_kept, |number, kept| {
                    list.numbers.push(number.saturating_add(piece.offset));
                    list.kept.extend(kept);
                });
            }
            let rises = list.numbers.is_sorted_by(|a, b| a < b);
            if !rises || list.numbers.last().is_none_or(|last| *last >= self.end) {
                return Err(io::Error::other("the numbers of a list do not rise"));
            }
            let start = lists.bytes.len();
            list.write(self.end, &mut lists.bytes);
            let bytes = lists.bytes.get(start..).unwrap_or_default();
            let term = same.first().map_or(&[][..], |of| gathered.term(of.at));
            lists.lists.push(ListFacts {
                term: term.len(),
                bytes: bytes.len(),
                length: u32::try_from(list.numbers.len()).map_err(io::Error::other)?,
                sum: checksum::of_list(bytes),
            });
            lists.terms.extend_from_slice(term);
        }
        Ok(lists)
    }

    /// What all runs have of a range, run by run.
    fn gather(
        &self,
        low: Option<&[u8]>,
        high: Option<&[u8]>,
    ) -> io::Result<(Gathered, Vec<Place>)> {
        let (mut gathered, mut places) = (Gathered::default(), Vec::new());
        // Bounds as terms are held against them: nothing comes before none.
        let from = low.map(|low| (prefix(low), low));
        let end = high.map(|high| (prefix(high), high));
        for run in &self.runs {
            let length = run.bytes.end - run.bytes.start;
            let range = run.directory.between(low, high, length);
            let start = gathered.bytes.len();
            let read = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
            // What is counted in 32 bits below.
            u32::try_from(start + read).map_err(io::Error::other)?;
            gathered.bytes.resize(start + read, 0);
            let Gathered {
                bytes,
                terms,
                pieces,
            } = &mut gathered;
            let bytes = bytes.get_mut(start..).unwrap_or_default();
            read_at(&run.file, bytes, run.bytes.start + range.start)?;
            // Terms come in order: once one is within, those after it are not before the range.
            let mut is_within = false;
            let makes_sense = read_run(bytes, |term, postings| {
                let prefix = prefix(term);
                is_within = is_within || Some((prefix, term)) >= from;
                if !is_within {
                    return true;
                }
                if end.is_some_and(|end| (prefix, term) >= end) {
                    return false;
                }
                let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                places.push(Place {
                    prefix,
                    is_longer: term.len() > PREFIX,
                    at: number(pieces.len()),
                });
                pieces.push(Piece {
                    term: (number(terms.len()), number(term.len())),
                    postings: (number(start + postings.start), number(start + postings.end)),
                    offset: run.offset,
                });
                terms.extend_from_slice(term);
                true
            });
            if !makes_sense {
                return Err(io::Error::other("a sorted run makes no sense"));
            }
        }
        Ok((gathered, places))
    }
}

/// Bytes of a term in its prefix.
const PREFIX: usize = 16;

/// The first bytes of a term, as a number that orders like them: no term holds a byte 0.
fn prefix(term: &[u8]) -> u128 {
    match term.first_chunk() {
        Some(first) => u128::from_be_bytes(*first),
        None => {
            let mut first = [0; PREFIX];
            first
                .iter_mut()
                .zip(term)
                .for_each(|(to, from)| *to = *from);
            u128::from_be_bytes(first)
        }
    }
}

/// A piece as it is sorted: most terms are told apart, or found to be the same, by this alone.
struct Place {
    prefix: u128,
    /// Whether its term goes on past the prefix.
    is_longer: bool,
    /// Its number among the pieces.
    at: u32,
}

/// Terms and postings of some runs.
#[derive(Default)]
struct Gathered {
    bytes: Vec<u8>,
    terms: Vec<u8>,
    pieces: Vec<Piece>,
}

/// The postings of a term in a run.
struct Piece {
    /// Where its term begins in `terms`, and how long it is.
    term: (u32, u32),
    /// Where its postings begin and end in `bytes`.
    postings: (u32, u32),
    offset: u32,
}

impl Gathered {
    fn term(&self, at: u32) -> &[u8] {
        let (start, length) = self.pieces.get(at as usize).map_or((0, 0), |of| of.term);
        let term = self.terms.get(start as usize..(start + length) as usize);
        term.unwrap_or_default()
    }

    /// By the bytes of the terms.
    fn compare(&self, a: &Place, b: &Place) -> std::cmp::Ordering {
        a.prefix
            .cmp(&b.prefix)
            .then_with(|| match a.is_longer || b.is_longer {
                true => self.past_prefix(a.at).cmp(self.past_prefix(b.at)),
                false => std::cmp::Ordering::Equal,
            })
    }

    fn past_prefix(&self, at: u32) -> &[u8] {
        self.term(at).get(PREFIX..).unwrap_or_default()
    }

    fn postings(&self, piece: &Piece) -> &[u8] {
        let (start, end) = piece.postings;
        self.bytes
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}
