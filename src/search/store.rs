//! The bytes of an index that are here, and those that are wanted: files of tantivy's over both.
//!
//! A read of bytes that are here gives them; any other read fails and is remembered. The caller reads
//! on past such failures as far as it can, brings all that is wanted in one round, and asks again. So the same code runs where reading waits (a folder) and where it may not (a browser), and
//! needs neither threads nor promises. This module never brings anything itself.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

use crate::search::format::manifest::{Part, Request, SegmentFiles};

/// What is here and what is wanted.
#[derive(Debug)]
pub(crate) struct Store {
    segments: Vec<SegmentFiles>,
    chunk: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Of each segment, the bytes that are here, by where they begin.
    held: BTreeMap<(usize, u64), OwnedBytes>,
    /// What was read and was not here.
    wanted: BTreeSet<(usize, u64, u64)>,
    /// Bytes that were brought since the last [`Store::forget`].
    brought: u64,
}

impl Store {
    pub(crate) fn new(segments: Vec<SegmentFiles>, chunk: u64) -> Store {
        Store {
            segments,
            chunk,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds bytes.
    pub(crate) fn hold(&self, segment: usize, start: u64, bytes: Vec<u8>) {
        let mut state = self.state();
        let longer = |held: &OwnedBytes| held.len() >= bytes.len();
        if !state.held.get(&(segment, start)).is_some_and(longer) {
            state.held.insert((segment, start), OwnedBytes::new(bytes));
        }
    }

    /// The bytes `range` of a segment, or none, and then they are wanted.
    pub(crate) fn read(&self, segment: usize, range: &Range<u64>) -> Option<OwnedBytes> {
        if range.is_empty() {
            return Some(OwnedBytes::empty());
        }
        let mut state = self.state();
        let last = state.held.range(..=(segment, range.start)).next_back();
        if let Some(((held_segment, start), bytes)) = last
            && *held_segment == segment
            && range.end <= start + bytes.len() as u64
        {
            let from = usize::try_from(range.start - start).ok()?;
            let to = usize::try_from(range.end - start).ok()?;
            return Some(bytes.slice(from..to));
        }
        state.wanted.insert((segment, range.start, range.end));
        None
    }

    /// What was read and was not here, since the last call; bytes that lie in two files are two requests.
    pub(crate) fn take_wanted(&self) -> Vec<Wanted> {
        let wanted = std::mem::take(&mut self.state().wanted);
        wanted
            .into_iter()
            .map(|(segment, start, end)| Wanted {
                segment,
                start,
                requests: self.requests(segment, start..end),
            })
            .collect()
    }

    /// The requests for bytes of a segment, one for each file that they lie in.
    pub(crate) fn requests(&self, segment: usize, range: Range<u64>) -> Vec<Request> {
        let part = self.part_at(segment, range.start);
        let mut requests = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let chunk = at / self.chunk;
            let first = chunk * self.chunk;
            let end = range.end.min(first + self.chunk);
            requests.push(Request {
                segment,
                chunk,
                range: at - first..end - first,
                part,
            });
            at = end;
        }
        requests
    }

    fn part_at(&self, segment: usize, position: u64) -> Part {
        let mut end = 0;
        let parts = self.segments.get(segment).map(|files| &files.parts);
        parts
            .into_iter()
            .flatten()
            .find(|(_, length)| {
                end += length;
                position < end
            })
            .map_or(Part::Texts, |part| part.0)
    }

    /// Adds what was wanted, in the pieces that the requests parted it into.
    pub(crate) fn bring(&self, wanted: &Wanted, pieces: impl Iterator<Item = Vec<u8>>) {
        let mut bytes = Vec::new();
        for piece in pieces {
            match bytes.is_empty() {
                true => bytes = piece,
                false => bytes.extend_from_slice(&piece),
            }
        }
        self.state().brought += bytes.len() as u64;
        // Two questions may have wanted bytes that begin alike: the longer row is kept.
        self.hold(wanted.segment, wanted.start, bytes);
    }

    /// Bytes that were brought and are kept.
    pub(crate) fn brought(&self) -> u64 {
        self.state().brought
    }

    /// Keeps only what `keep` holds of what is here.
    pub(crate) fn forget(&self, keep: &BTreeMap<(usize, u64), usize>) {
        let mut state = self.state();
        state
            .held
            .retain(|key, bytes| keep.get(key).is_some_and(|length| *length <= bytes.len()));
        state.brought = 0;
    }

    /// What is here: where, and how long.
    pub(crate) fn held(&self) -> BTreeMap<(usize, u64), usize> {
        let state = self.state();
        state
            .held
            .iter()
            .map(|(key, bytes)| (*key, bytes.len()))
            .collect()
    }
}

/// A row of bytes that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) segment: usize,
    pub(crate) start: u64,
    /// One for each file that it lies in.
    pub(crate) requests: Vec<Request>,
}

/// One of tantivy's files, inside a segment.
#[derive(Debug)]
pub(crate) struct StoreFile {
    store: Arc<Store>,
    segment: usize,
    range: Range<u64>,
}

impl StoreFile {
    /// The file that is the bytes `range` of a segment.
    pub(crate) fn new(store: Arc<Store>, segment: usize, range: Range<u64>) -> StoreFile {
        StoreFile {
            store,
            segment,
            range,
        }
    }
}

impl HasLen for StoreFile {
    fn len(&self) -> usize {
        usize::try_from(self.range.end - self.range.start).unwrap_or(usize::MAX)
    }
}

impl FileHandle for StoreFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.len() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a range outside the file",
            ));
        }
        let range = self.range.start + range.start as u64..self.range.start + range.end as u64;
        self.store
            .read(self.segment, &range)
            .ok_or_else(|| io::Error::from(io::ErrorKind::WouldBlock))
    }
}
