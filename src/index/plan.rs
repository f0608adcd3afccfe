//! Which reports make a segment and which a batch: decided by what is known of each before it is read.
//!
//! In goes a row of [`Source`]s, newest first, out come ranges of that row. Boundaries follow from the reports
//! beside them, never from how many came before, so that one more report, or one less, moves no boundary but
//! those next to it. No report is read here.

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::index::Source;

/// How many segments a report may begin: bits of its hash that are 0, from the lowest on. One report of
/// 16 ends the segment of the newest, one of 512 the next one. Three segments cost a query less than
/// twice what one costs.
const BOUNDARIES: [u32; 2] = [4, 9];

/// The bits of the hash that decide about segments; those above are even all the same.
const SEGMENT_BITS: u32 = 16;

/// How long batches are, in bytes of Markdown. The longer, the fewer bytes do the sorted runs take and the
/// quicker are they merged; the shorter, the less is made again when one report changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct BatchLength {
    /// No batch ends before so many.
    pub(super) least: u64,
    /// One ends after about so many more.
    pub(super) usual: u64,
    /// Nor goes on after so many, but for a report that is longer by itself.
    pub(super) most: u64,
}

pub(super) const BATCH: BatchLength = BatchLength {
    least: 384 << 10,
    usual: 512 << 10,
    most: 2 << 20,
};

/// What a report counts beside its text: those without any are no batch without end.
const REPORT: u64 = 512;

/// A number that follows from a report's id alone.
fn hash(id: &str) -> u64 {
    let digest = Sha256::digest(id);
    digest.first_chunk().copied().map_or(0, u64::from_le_bytes)
}

/// The same, of which nothing has been decided yet.
pub(super) fn chance(source: &Source) -> u64 {
    hash(&source.id) >> SEGMENT_BITS
}

/// The segments, the newest first.
pub(super) fn segments(sources: &[Source]) -> Vec<Range<usize>> {
    let (mut segments, mut start, mut passed) = (Vec::new(), 0, 0);
    for (at, source) in sources.iter().enumerate() {
        // A report that may begin a segment further back than the present one does.
        let zeros = hash(&source.id).trailing_zeros();
        let begins = BOUNDARIES.iter().filter(|bits| zeros >= **bits).count();
        if begins > passed {
            passed = begins;
            if at > start {
                segments.push(start..at);
                start = at;
            }
        }
    }
    if start < sources.len() {
        segments.push(start..sources.len());
    }
    segments
}

/// The batches of a segment.
pub(super) fn batches(
    sources: &[Source],
    segment: Range<usize>,
    limits: BatchLength,
) -> Vec<Range<usize>> {
    let (mut batches, mut start, mut length) = (Vec::new(), segment.start, 0);
    for at in segment.clone() {
        let Some(source) = sources.get(at) else { break };
        let bytes = source.bytes.saturating_add(REPORT);
        // The longer a report, the likelier does it begin a batch; whether it does is its own affair.
        let even = chance(source) & u64::from(u32::MAX);
        let begins =
            u128::from(even) * u128::from(limits.usual.max(1)) < u128::from(bytes) << u32::BITS;
        let is_full = length + bytes > limits.most;
        if at > start && (is_full || begins && length >= limits.least) {
            batches.push(start..at);
            (start, length) = (at, 0);
        }
        length += bytes;
    }
    if start < segment.end {
        batches.push(start..segment.end);
    }
    batches
}
