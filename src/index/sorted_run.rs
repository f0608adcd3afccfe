//! Sorted runs: the lists of one batch of reports, as bytes in which reading may begin at many places.
//!
//! A run is a row of terms in order, each with its postings. A term is written as how many bytes of the term
//! before are kept, how many are added, and these; every [`STEP`] bytes a term is written whole, and a
//! [`Directory`] says which term begins there. Postings are [reports](SortedRunWriter::report), of each of which something
//! is kept, or [positions](crate::index::rice); a list of more than [`PIECE`] positions goes on under the same term again,
//! so that no list makes what is read at once larger than a named limit. Reports and positions are counted from the beginning of the batch, so that a run is
//! the same whatever comes before it. Nothing here knows what a term is.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::index::rice;
use crate::search::format::bundle::{push_number, take_number};
use crate::search::format::list::Kept;

/// Bytes of a run between two terms that are written whole, about.
const STEP: usize = 4 << 10;

/// Positions of a list that stand together, at most.
const PIECE: usize = 32 << 10;

/// Numbers of bytes that are kept or added, as far as each finds room in half a byte.
const NIBBLE: usize = 15;

/// A sorted run being written.
#[derive(Debug, Default)]
pub(super) struct SortedRunWriter {
    bytes: Vec<u8>,
    directory: Directory,
    /// The term before.
    term: Vec<u8>,
    /// The list that is being made: of reports, or of positions.
    postings: Vec<u8>,
    positions: Vec<u32>,
    last: u32,
}

impl SortedRunWriter {
    /// Adds a report to the list that is being made, with what is kept of it.
    pub(super) fn report(&mut self, report: u32, kept: Kept) {
        push_number(&mut self.postings, (report - self.last).into());
        push_number(&mut self.postings, kept.place.into());
        push_number(&mut self.postings, kept.times.into());
        self.last = report;
    }

    /// Adds a position to the list that is being made.
    pub(super) fn position(&mut self, position: u32) {
        self.positions.push(position);
    }

    /// Ends the list: it is that of `term`, which comes after all before it.
    pub(super) fn end(&mut self, term: &[u8]) {
        let mut postings = std::mem::take(&mut self.postings);
        let positions = std::mem::take(&mut self.positions);
        if positions.is_empty() {
            self.piece(term, &postings);
        }
        for piece in positions.chunks(PIECE) {
            postings.clear();
            rice::write(piece, &mut postings);
            self.piece(term, &postings);
        }
        (self.postings, self.positions) = (postings, positions);
        self.postings.clear();
        self.positions.clear();
        self.last = 0;
    }

    fn piece(&mut self, term: &[u8], postings: &[u8]) {
        let mut kept = 0;
        match self.directory.is_due(self.bytes.len()) {
            true => self.directory.push(term, self.bytes.len()),
            false => {
                let same = self.term.iter().zip(term).take_while(|(a, b)| a == b);
                kept = same.count();
            }
        }
        let added = term.get(kept..).unwrap_or_default();
        let nibble = |number: usize| u8::try_from(number.min(NIBBLE)).unwrap_or(0);
        self.bytes.push(nibble(kept) << 4 | nibble(added.len()));
        for number in [kept, added.len()] {
            if let Some(rest) = number.checked_sub(NIBBLE) {
                push_number(&mut self.bytes, rest as u64);
            }
        }
        self.bytes.extend_from_slice(added);
        push_number(&mut self.bytes, postings.len() as u64);
        self.bytes.extend_from_slice(postings);
        self.term.truncate(kept);
        self.term.extend_from_slice(added);
    }

    pub(super) fn finish(self) -> SortedRun {
        SortedRun {
            bytes: self.bytes,
            directory: self.directory,
        }
    }
}

/// A sorted run and its directory.
#[derive(Debug)]
pub(super) struct SortedRun {
    pub(super) bytes: Vec<u8>,
    pub(super) directory: Directory,
}

/// Where in a run terms are written whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Directory {
    terms: String,
    /// Of each, where its term ends in `terms`, and where it begins in the run.
    places: Vec<(u32, u32)>,
}

impl Directory {
    fn is_due(&self, at: usize) -> bool {
        let last = self.places.last();
        last.is_none_or(|(_, begin)| at >= *begin as usize + STEP)
    }

    fn push(&mut self, term: &[u8], at: usize) {
        // Terms are text; what is none would come at the same place.
        self.terms.push_str(&String::from_utf8_lossy(term));
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.places.push((number(self.terms.len()), number(at)));
    }

    /// How many terms are written whole.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// One of them.
    pub(super) fn term(&self, at: usize) -> &[u8] {
        let end_of = |at: usize| self.places.get(at).map_or(0, |place| place.0 as usize);
        let start = at.checked_sub(1).map_or(0, end_of);
        let term = self.terms.as_bytes().get(start..end_of(at));
        term.unwrap_or_default()
    }

    /// The bytes of the run, which has so many, that hold every term from `low` on (from the first on, where there is
    /// none) to before `high`, and begin with a term written whole.
    pub(super) fn between(
        &self,
        low: Option<&[u8]>,
        high: Option<&[u8]>,
        length: u64,
    ) -> Range<u64> {
        // The last that comes before `low`: a list that was cut may begin there with the same term.
        let first = low.map_or(0, |low| self.count_before(low).saturating_sub(1));
        let past = high.map_or(self.len(), |high| self.count_before(high));
        let begin = |at: usize| self.places.get(at).map_or(length, |place| place.1.into());
        begin(first)..begin(past.max(first))
    }

    /// How many terms come before `term`.
    fn count_before(&self, term: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.term(middle) < term {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }
}

/// Reads terms and where their postings lie out of the bytes of a run, which begin with a term written whole, until
/// `list` says false. Whether they made sense as far as they were read.
#[must_use]
pub(super) fn read_run(
    mut bytes: &[u8],
    mut list: impl FnMut(&[u8], Range<usize>) -> bool,
) -> bool {
    let length = bytes.len();
    let mut term: Vec<u8> = Vec::new();
    let mut read = || -> Option<bool> {
        let Some((nibbles, rest)) = bytes.split_first() else {
            return Some(false);
        };
        bytes = rest;
        let mut number = |nibble: u8| match usize::from(nibble) {
            NIBBLE => Some(NIBBLE + usize::try_from(take_number(&mut bytes)?).ok()?),
            number => Some(number),
        };
        let kept = number(nibbles >> 4)?;
        let added = number(nibbles & 0xF)?;
        let (added, rest) = bytes.split_at_checked(added)?;
        bytes = rest;
        term.truncate(kept);
        term.extend_from_slice(added);
        let postings = usize::try_from(take_number(&mut bytes)?).ok()?;
        let start = length - bytes.len();
        bytes = bytes.get(postings..)?;
        Some(list(&term, start..start + postings))
    };
    loop {
        match read() {
            Some(true) => {}
            Some(false) => return true,
            None => return false,
        }
    }
}

/// Reads postings: rising numbers and, where they are reports, what is kept of each.
pub(super) fn read_postings(
    mut postings: &[u8],
    has_kept: bool,
    mut posting: impl FnMut(u32, Option<Kept>),
) {
    if !has_kept {
        rice::read(postings, |position| posting(position, None));
        return;
    }
    let mut take = || match postings.split_first()? {
        // Most numbers are short.
        (byte, rest) if *byte < 0x80 => {
            postings = rest;
            Some(u32::from(*byte))
        }
        _ => u32::try_from(take_number(&mut postings)?).ok(),
    };
    let mut number = 0u32;
    while let Some(distance) = take() {
        number = number.wrapping_add(distance);
        let (Some(place), Some(times)) = (take(), take()) else {
            return;
        };
        posting(number, Some(Kept { place, times }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_from_wherever_reading_begins() {
        let terms: Vec<String> = (0..3_000)
            .map(|at| format!("行政{:0>width$}", at, width = 4 + at % 30))
            .collect();
        let mut terms: Vec<&str> = terms.iter().map(String::as_str).collect();
        terms.sort_unstable();
        let mut writer = SortedRunWriter::default();
        let positions =
            |at: usize| (0..at as u32 % 50 + 1).map(move |nth| nth * nth * 97 + at as u32);
        let long = 1_500;
        for (at, term) in terms.iter().enumerate() {
            match at == long {
                true => (0..3 * PIECE as u32 + 5).for_each(|nth| writer.position(7 * nth)),
                false => positions(at).for_each(|position| writer.position(position)),
            }
            writer.end(term.as_bytes());
        }
        let run = writer.finish();
        assert!(run.directory.len() > 20);
        let bounds = [
            None,
            Some(0),
            Some(1),
            Some(long - 1),
            Some(long),
            Some(long + 1),
            Some(2_999),
        ];
        for low in bounds {
            for high in bounds
                .into_iter()
                .chain([None])
                .filter(|high| high.is_none_or(|high| Some(high) >= low))
            {
                let term = |at: Option<usize>| at.map(|at| terms[at].as_bytes());
                let range = run
                    .directory
                    .between(term(low), term(high), run.bytes.len() as u64);
                let bytes = &run.bytes[range.start as usize..range.end as usize];
                let mut found: Vec<(String, Vec<u32>)> = Vec::new();
                let makes_sense = read_run(bytes, |read, postings| {
                    let is_within = term(low).is_none_or(|low| read >= low)
                        && term(high).is_none_or(|high| read < high);
                    if is_within {
                        let read = String::from_utf8_lossy(read).into_owned();
                        if found.last().is_none_or(|last| last.0 != read) {
                            found.push((read, Vec::new()));
                        }
                        let list = &mut found.last_mut().expect("pushed").1;
                        read_postings(&bytes[postings], false, |number, _| list.push(number));
                    }
                    true
                });
                assert!(makes_sense);
                let expected = low.unwrap_or(0)..high.unwrap_or(terms.len());
                assert_eq!(found.len(), expected.len());
                for (at, (term, list)) in expected.zip(&found) {
                    assert_eq!(term, terms[at]);
                    match at == long {
                        true => assert_eq!(list.len(), 3 * PIECE + 5),
                        false => assert_eq!(*list, positions(at).collect::<Vec<_>>()),
                    }
                }
            }
        }
    }
}
