//! What seems to name a figure in a report and gives none: by it an editor is told why a pattern finds nothing.
//!
//! In: each time that a pattern matched, or a row was there, without a figure. Out: one cause for each pattern of a report
//! that gave none at all there. Never a figure.

use serde::{Deserialize, Serialize};

use crate::report::findings::figure::indicator::InPassage;

/// Patterns of which a report keeps why they gave nothing.
const MISSED_MAX: usize = 16;

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Why {
    /// What stands there is no number.
    NoNumber,
    /// It is a part of a number.
    PartOfNumber,
    /// It is in another unit than the indicator, or has too many decimals.
    OtherUnit,
    /// The words of a pattern for texts stand in a table.
    InTable,
    /// A table has the row and not the column.
    NoColumn,
    /// A table has the row and several columns with figures.
    SeveralColumns,
}

/// A pattern or a cell that gave nothing in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Missed {
    /// Which indicator, which of its definitions, and which of the patterns of that.
    pub(crate) at: [u32; 3],
    /// Why.
    pub(crate) why: Why,
}

/// Keeps the first cause of a pattern.
pub(super) fn keep(all: &mut Vec<Missed>, missed: Missed) {
    if all.len() < MISSED_MAX && all.iter().all(|other| other.at != missed.at) {
        all.push(missed);
    }
}

/// Those of patterns that gave nothing.
pub(super) fn without(mut missed: Vec<Missed>, found: &[InPassage]) -> Vec<Missed> {
    missed.retain(|missed| {
        let mut figures = found.iter().map(|it| &it.figure);
        figures.all(|it| [it.indicator, it.definition, it.pattern] != missed.at)
    });
    missed
}
