//! The position table: where the text blocks of a segment lie, and its positions begin.
//!
//! For each report the lengths of its blocks, in units of [`ALIGNMENT`] bytes, one after the other: a
//! byte each. From them follows where every block begins, and where the positions of a report begin among those
//! of all. Nothing is read here.

use std::ops::Range;

use crate::search::format::block::ALIGNMENT;
use crate::search::format::bundle::{push_number, take_number};
use crate::search::format::position::{BLOCK, BODY};

/// Units of bytes that a block takes which holds what every block says of its report, and no text.
const HEAD: u32 = 3;

/// Where the positions of a report begin among those of all, given how many reports and text blocks come
/// before it.
pub(crate) fn first_position(reports: usize, blocks: u32) -> u64 {
    reports as u64 * u64::from(BODY) + u64::from(blocks) * u64::from(BLOCK)
}

/// Where the blocks of all reports of a segment lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PositionTable {
    /// Where each block ends, in units of [`ALIGNMENT`] bytes; the first block begins at 0.
    ends: Vec<u32>,
    /// Of each report, the number of the block past its last.
    reports: Vec<u32>,
}

impl PositionTable {
    /// The bytes of a list: for each report, the lengths of its blocks in bytes, each at least 1.
    pub(crate) fn to_bytes<'r>(reports: impl Iterator<Item = &'r [u32]>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for lengths in reports {
            for length in lengths {
                push_number(&mut bytes, length.div_ceil(ALIGNMENT).into());
            }
            // No block has no bytes.
            bytes.push(0);
        }
        bytes
    }

    /// Reads what [`PositionTable::to_bytes`] wrote.
    pub(crate) fn from_bytes(mut bytes: &[u8]) -> Option<PositionTable> {
        let (mut table, mut end) = (PositionTable::default(), 0u32);
        while !bytes.is_empty() {
            match take_number(&mut bytes)? {
                0 => table.reports.push(u32::try_from(table.ends.len()).ok()?),
                length => {
                    end = end.checked_add(u32::try_from(length).ok()?)?;
                    table.ends.push(end);
                }
            }
        }
        Some(table)
    }

    /// The blocks before a report.
    fn blocks_before(&self, report: usize) -> Option<u32> {
        match report.checked_sub(1) {
            Some(before) => self.reports.get(before).copied(),
            None => Some(0),
        }
    }

    /// The report that a position of a list is in, and the position in that report.
    pub(crate) fn locate(&self, in_segment: u32) -> Option<(u32, u32)> {
        let base = |report: usize| Some(first_position(report, self.blocks_before(report)?));
        // The first report that begins past the position.
        let (mut low, mut high) = (0, self.reports.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match base(middle)? <= u64::from(in_segment) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let report = low.checked_sub(1)?;
        let position = u64::from(in_segment) - base(report)?;
        Some((u32::try_from(report).ok()?, u32::try_from(position).ok()?))
    }

    /// How many reports have positions.
    pub(crate) fn reports(&self) -> usize {
        self.reports.len()
    }

    /// The position past the last.
    pub(crate) fn end(&self) -> Option<u32> {
        let blocks = u32::try_from(self.ends.len()).ok()?;
        u32::try_from(first_position(self.reports(), blocks)).ok()
    }

    /// How long all reports are together, as [`PositionTable::length`] says it.
    pub(crate) fn together(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0).into()
    }

    /// How many bytes all blocks take.
    pub(crate) fn bytes(&self) -> u64 {
        self.together() * u64::from(ALIGNMENT)
    }

    /// How many blocks a report has.
    pub(crate) fn blocks(&self, report: u32) -> u32 {
        let first = self.blocks_before(report as usize).unwrap_or(0);
        let past = self.reports.get(report as usize).copied();
        past.unwrap_or(0).saturating_sub(first)
    }

    /// How long a report is, in units of [`ALIGNMENT`] bytes of its text as it is stored: of blocks past the first that
    /// are no longer than [`HEAD`] there is no text.
    pub(crate) fn length(&self, report: u32) -> u32 {
        let first = self.blocks_before(report as usize).unwrap_or(0) as usize;
        let past = self.reports.get(report as usize).copied().unwrap_or(0) as usize;
        let before = first
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let mut start = before.copied().unwrap_or(0);
        let (mut together, mut is_first) = (0, true);
        for end in self.ends.get(first..past).unwrap_or_default() {
            let length = end - std::mem::replace(&mut start, *end);
            together += if is_first || length > HEAD { length } else { 0 };
            is_first = false;
        }
        together
    }

    /// The bytes of a report's block, from the beginning of the first block; a block past the last is the
    /// last.
    pub(crate) fn block(&self, report: u32, block: u32) -> Option<Range<u64>> {
        let report = report as usize;
        let first = self.blocks_before(report)?;
        let past = *self.reports.get(report)?;
        let at = first.checked_add(block)?.min(past.checked_sub(1)?);
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before as usize)?,
            None => 0,
        };
        let bytes = |units: u32| u64::from(units) * u64::from(ALIGNMENT);
        Some(bytes(start)..bytes(*self.ends.get(at as usize)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_lie_one_after_the_other() {
        let reports: [&[u32]; 3] = [&[1, 128], &[129], &[9000, 3, 256]];
        let bytes = PositionTable::to_bytes(reports.into_iter());
        let table = PositionTable::from_bytes(&bytes).expect("what was written");
        assert_eq!(table.reports(), 3);
        assert_eq!(table.block(0, 0), Some(0..128));
        assert_eq!(table.block(0, 1), Some(128..256));
        assert_eq!(table.block(0, 9), Some(128..256));
        assert_eq!(table.block(1, 0), Some(256..512));
        assert_eq!(table.block(2, 0), Some(512..512 + 9088));
        assert_eq!(table.block(3, 0), None);
        assert_eq!(
            [0, 1, 2, 3].map(|report| table.length(report)),
            [1, 2, 71, 0]
        );
        assert_eq!(table.end(), Some(3 * BODY + 6 * BLOCK));
        assert_eq!(table.bytes(), 512 + 9088 + 128 + 256);
        assert_eq!(PositionTable::from_bytes(&[0x80]), None);
        let second = BODY + 2 * BLOCK;
        let cases = [
            (0, (0, 0)),
            (second - 1, (0, second - 1)),
            (second, (1, 0)),
            (second + BODY + BLOCK + 7, (2, 7)),
        ];
        for (position, expected) in cases {
            assert_eq!(table.locate(position), Some(expected), "{position}");
        }
        assert_eq!(PositionTable::default().locate(3), None);
    }
}
