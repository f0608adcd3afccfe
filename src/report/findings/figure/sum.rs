//! Sums of a report that can be checked: written ones, totals of tables, lists of parts, what is carried over a year.
//!
//! In: passages and tables. Out: how many sums came out, and each that did not, with its place. A sum is checked only
//! where all its figures are there and can be read in one way; what is rounded may be out by its rounding.

mod carried;
mod line;
mod parts;
mod told;
mod total;
mod within;
mod written;

use std::ops::Range;

use crate::report::findings::figure::grid::Tables;
use crate::report::findings::figure::number::{Number, Written};

pub(crate) use crate::report::findings::figure::grid::ROWS_MAX as TABLE_ROWS_MAX;
pub(crate) use crate::report::findings::figure::sum::told::{NotedRow, NotedSums, SumKind};

/// Sums that are reported of one report: where more are out, it is one fault many times.
const FAILED_MAX: usize = 100;

/// The sums of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// How many came out.
    pub(crate) right: u32,
    /// Those that did not, by their place.
    pub(crate) failed: Vec<FailedSum>,
}

/// A sum that does not come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FailedSum {
    /// What was added.
    pub(crate) kind: SumKind,
    /// The id in the page that leads to it.
    pub(crate) anchor: String,
    /// The passage in which the total stands.
    pub(crate) passage: u32,
    /// Bytes of what is quoted in the passage.
    pub(crate) at: Range<u32>,
    /// The sum as it is written, or the cell.
    pub(crate) quoted: String,
    /// What the row and the column of the cell are called; empty in texts.
    pub(crate) labels: Vec<String>,
    /// What the addends make.
    pub(crate) expected: Number,
    /// What is written.
    pub(crate) found: Number,
}

impl Sums {
    fn fail(&mut self, failed: FailedSum) {
        // A cell may be the total of its row and of its column.
        let is_known = |other: &FailedSum| other.passage == failed.passage && other.at == failed.at;
        if self.failed.len() < FAILED_MAX && !self.failed.iter().any(is_known) {
            self.failed.push(failed);
        }
    }
}

/// Checks the sums of a report.
pub(crate) fn check(tables: &Tables<'_, '_>) -> Sums {
    let passages = tables.passages;
    let mut sums = Sums::default();
    for (at, passage) in (0..).zip(passages) {
        written::check(passage, at, &mut sums);
        parts::check(passage, at, &mut sums);
    }
    for table in tables.all() {
        carried::check(table, passages, &mut sums);
        total::check(table, passages, &mut sums);
        within::check(table, passages, &mut sums);
    }
    sums.failed
        .sort_by_key(|failed| (failed.passage, failed.at.start));
    sums
}

/// Figures that are added, exactly.
#[derive(Clone, Copy, Debug)]
struct Adding {
    sum: Number,
    count: u32,
    /// Whether a figure is rounded, and the power of ten to which the coarsest of those is exact.
    exponent: Option<i8>,
}

impl Adding {
    fn new() -> Adding {
        Adding {
            sum: Number::default(),
            count: 0,
            exponent: None,
        }
    }

    /// Adds a figure; none where the sum is too great.
    fn add(&mut self, written: Written) -> Option<()> {
        self.sum = self.sum.plus(written.number)?;
        self.count += 1;
        self.exponent = coarsest(self.exponent, written);
        Some(())
    }

    /// Whether the sum is what is written; whole numbers are so exactly, decimals and 万 within half a unit each.
    fn comes_to(self, total: Adding) -> Option<bool> {
        let apart = self.sum.distance(total.sum)?;
        let exponent = self.exponent.max(total.exponent);
        let Some(exponent) = exponent else {
            return Some(apart.is_zero());
        };
        let power = 10_i128.checked_pow(u32::from(exponent.unsigned_abs()))?;
        let unit = match exponent < 0 {
            true => Number::of(1, exponent.unsigned_abs())?,
            false => Number::whole(power),
        };
        let slack = unit.times(i128::from(self.count + total.count))?;
        Some(apart.times(2)? <= slack)
    }
}

/// The coarser of a power of ten and that of a figure that may be rounded.
fn coarsest(exponent: Option<i8>, written: Written) -> Option<i8> {
    let is_rounded = written.exponent < 0 || written.is_multiplied;
    exponent.max(is_rounded.then_some(written.exponent))
}

#[cfg(test)]
mod tests;
