//! Sorted runs: the lists of one batch of reports, and the merging of many sorted runs into one row of lists.
//!
//! A sorted run is bytes: for each term, in their order, its length and bytes and the length and bytes of its
//! postings. Reports are numbered in their order over the whole segment, so that the postings of a term
//! follow each other run by run. Nothing here knows what a term is.

use std::fs::File;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use crate::search::folder::read_at;
use crate::search::format::bundle::{push_number, take_number};

/// Bytes of a sorted run that are read at once, at least.
const WINDOW: usize = 32 << 10;

/// A sorted run being written.
#[derive(Debug, Default)]
pub(super) struct SortedRunWriter {
    bytes: Vec<u8>,
    postings: Vec<u8>,
    last: u32,
}

impl SortedRunWriter {
    /// Adds a report to the list that is being made, with what is kept of it.
    pub(super) fn report(&mut self, report: u32, kept: u32) {
        self.position(report);
        push_number(&mut self.postings, kept.into());
    }

    /// Adds a position, or anything else that is a rising number, to the list that is being made.
    pub(super) fn position(&mut self, position: u32) {
        push_number(&mut self.postings, (position - self.last).into());
        self.last = position;
    }

    /// Ends the list: it is that of `term`, which comes after all before it.
    pub(super) fn end(&mut self, term: &[u8]) {
        push_number(&mut self.bytes, term.len() as u64);
        self.bytes.extend_from_slice(term);
        push_number(&mut self.bytes, self.postings.len() as u64);
        self.bytes.extend_from_slice(&self.postings);
        self.postings.clear();
        self.last = 0;
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads the postings of a term in one sorted run: rising numbers and, where so, what is kept of each.
pub(super) fn read_postings(
    mut postings: &[u8],
    has_kept: bool,
    mut posting: impl FnMut(u32, Option<u32>),
) {
    let mut take = || u32::try_from(take_number(&mut postings)?).ok();
    let mut number = 0u32;
    while let Some(distance) = take() {
        number = number.wrapping_add(distance);
        let kept = if has_kept { take() } else { None };
        posting(number, kept);
    }
}

/// The sorted runs of a field of a segment, in one file.
#[derive(Debug)]
pub(super) struct SortedRuns {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    length: u64,
    /// Number of the batch, where its run begins and ends.
    ranges: Vec<(usize, u64, u64)>,
}

impl SortedRuns {
    pub(super) fn new(file: File) -> SortedRuns {
        SortedRuns {
            state: Mutex::new(State {
                file,
                length: 0,
                ranges: Vec::new(),
            }),
        }
    }

    /// Adds the sorted run of a batch; batches may come in any order.
    ///
    /// # Errors
    ///
    /// If the run cannot be written.
    pub(super) fn add(&self, batch: usize, sorted_run: &[u8]) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let start = state.length;
        state.file.write_all(sorted_run)?;
        state.length += sorted_run.len() as u64;
        let end = state.length;
        state.ranges.push((batch, start, end));
        Ok(())
    }

    /// Gives `list` every term in order, with its postings in each sorted run that holds it.
    ///
    /// # Errors
    ///
    /// If the runs cannot be read, or what `list` returns.
    pub(super) fn merge(
        self,
        mut list: impl FnMut(&[u8], &[&[u8]]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        state.ranges.sort_unstable();
        let mut heap = Heap::default();
        for (batch, start, end) in &state.ranges {
            let mut cursor = Cursor::new(*batch, *start, *end);
            if cursor.advance(&state.file)? {
                heap.cursors.push(cursor);
            }
        }
        heap.order();
        let (mut term, mut postings, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(first) = heap.cursors.first() {
            term.clear();
            term.extend_from_slice(first.term());
            postings.clear();
            ends.clear();
            while let Some(first) = heap.cursors.first_mut().filter(|c| c.term() == term) {
                postings.extend_from_slice(first.postings());
                ends.push(postings.len());
                let goes_on = first.advance(&state.file)?;
                heap.sink_first(goes_on);
            }
            let starts = std::iter::once(&0).chain(&ends);
            let slices: Vec<&[u8]> = starts
                .zip(&ends)
                .filter_map(|(start, end)| postings.get(*start..*end))
                .collect();
            list(&term, &slices)?;
        }
        Ok(())
    }
}

/// Where the readings of all sorted runs are: a heap, the least term of the earliest batch first.
#[derive(Debug, Default)]
struct Heap {
    cursors: Vec<Cursor>,
}

impl Heap {
    /// Makes it a heap.
    fn order(&mut self) {
        for at in (0..self.cursors.len() / 2).rev() {
            self.sink(at);
        }
    }

    /// Puts the first in its place again, or removes it where it does not go on.
    fn sink_first(&mut self, goes_on: bool) {
        if !goes_on {
            self.cursors.swap_remove(0);
        }
        self.sink(0);
    }

    fn sink(&mut self, mut at: usize) {
        let key = |heap: &Heap, at: usize| heap.cursors.get(at).map(|_| at);
        while let Some(left) = key(self, 2 * at + 1) {
            let right = key(self, left + 1);
            let child = match right {
                Some(right) if self.is_less(right, left) => right,
                _ => left,
            };
            if !self.is_less(child, at) {
                break;
            }
            self.cursors.swap(child, at);
            at = child;
        }
    }

    fn is_less(&self, a: usize, b: usize) -> bool {
        match (self.cursors.get(a), self.cursors.get(b)) {
            (Some(a), Some(b)) => a.key() < b.key(),
            _ => false,
        }
    }
}

/// Where the reading of a sorted run is.
#[derive(Debug)]
struct Cursor {
    batch: usize,
    /// The first bytes of the term, as a number that orders like them.
    prefix: u64,
    /// The bytes of the file that have not been read.
    unread: std::ops::Range<u64>,
    window: Vec<u8>,
    /// Where the term, its postings and the next term begin in the window.
    term: usize,
    postings: std::ops::Range<usize>,
    term_end: usize,
}

impl Cursor {
    fn new(batch: usize, start: u64, end: u64) -> Cursor {
        Cursor {
            batch,
            prefix: 0,
            unread: start..end,
            window: Vec::new(),
            term: 0,
            postings: 0..0,
            term_end: 0,
        }
    }

    fn term(&self) -> &[u8] {
        self.window
            .get(self.term..self.term_end)
            .unwrap_or_default()
    }

    fn postings(&self) -> &[u8] {
        self.window.get(self.postings.clone()).unwrap_or_default()
    }

    fn key(&self) -> (u64, &[u8], usize) {
        (self.prefix, self.term(), self.batch)
    }

    /// Goes to the next term; false at the end.
    fn advance(&mut self, file: &File) -> io::Result<bool> {
        let mut start = self.postings.end;
        if start >= self.window.len() && self.unread.is_empty() {
            return Ok(false);
        }
        // What was read is dropped now and then, before any range of the window is taken.
        if start > WINDOW {
            self.window.drain(..start);
            start = 0;
        }
        let (term, length) = self.number(file, start)?;
        let term_end = term + length;
        let (postings, length) = self.number(file, term_end)?;
        self.fill(file, postings + length)?;
        (self.term, self.term_end) = (term, term_end);
        self.postings = postings..postings + length;
        let mut prefix = [0; 8];
        for (to, from) in prefix.iter_mut().zip(self.term()) {
            *to = *from;
        }
        self.prefix = u64::from_be_bytes(prefix);
        Ok(true)
    }

    /// The number at `at` in the window, and where it ends.
    fn number(&mut self, file: &File, at: usize) -> io::Result<(usize, usize)> {
        self.fill(file, at + 10)?;
        let mut bytes = self.window.get(at..).unwrap_or_default();
        let length = bytes.len();
        let number = take_number(&mut bytes).ok_or(io::ErrorKind::UnexpectedEof)?;
        let end = at + length - bytes.len();
        Ok((end, usize::try_from(number).map_err(io::Error::other)?))
    }

    /// Reads until the window has `length` bytes or the sorted run ends.
    fn fill(&mut self, file: &File, length: usize) -> io::Result<()> {
        let missing = length.saturating_sub(self.window.len());
        if missing == 0 || self.unread.is_empty() {
            return Ok(());
        }
        let rest = usize::try_from(self.unread.end - self.unread.start).unwrap_or(usize::MAX);
        let more = missing.max(WINDOW).min(rest);
        let old = self.window.len();
        self.window.resize(old + more, 0);
        let new = self.window.get_mut(old..).unwrap_or_default();
        read_at(file, new, self.unread.start)?;
        self.unread.start += more as u64;
        Ok(())
    }
}
