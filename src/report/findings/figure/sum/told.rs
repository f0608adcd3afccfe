//! Sums that do not come out as an editor is told of them, and as they are kept for the readers.
//!
//! In: the failed sums of a report. Out: remarks with their words in both languages, and what the page says. Which sums
//! fail is decided elsewhere; no figure is altered here.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Fault, Text};
use crate::report::findings::Remark;
use crate::report::findings::figure::sum::{FailedSum, Sums};

/// Characters of a sum that are shown.
const SHOWN_MAX: usize = 60;

/// What was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum SumKind {
    /// A sum in a sentence: 26+4=30.
    Written,
    /// A list of parts: 共30件，其中…，其他…; or rows that say 其中.
    Parts,
    /// A row that is the total of others.
    Row,
    /// A column that is the total of others.
    Column,
    /// What is new and what was left over is what is done and what is left.
    Carried,
}

/// What is kept of the sums of a report of which some do not come out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NotedSums {
    /// How many come out.
    pub(crate) right: u32,
    /// The others, in text order.
    pub(crate) failed: Vec<NotedSum>,
}

/// A sum that does not come out, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NotedSum {
    /// What was added.
    pub(crate) kind: SumKind,
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub(crate) anchor: String,
    /// Of one in a file its row there.
    pub(crate) row: Option<NotedRow>,
    /// The sum as it is written, or what the row and the column of the cell are called.
    pub(crate) words: String,
    /// What the addends make.
    pub(crate) expected: String,
    /// What is written.
    pub(crate) found: String,
}

/// A row of a table in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NotedRow {
    /// Its number below the head, from 1.
    pub(crate) number: u32,
    /// The page of the table that it is on, from 1.
    pub(crate) page: u32,
}

impl Sums {
    /// What is kept for the page; none where every sum comes out. `row_of` is the row of a passage, in a file.
    pub(crate) fn noted(
        &self,
        row_of: impl Fn(usize) -> Option<NotedRow>,
    ) -> Option<Box<NotedSums>> {
        let noted = self.failed.iter().map(|failed| NotedSum {
            row: row_of(failed.passage as usize),
            ..failed.noted()
        });
        let failed: Vec<NotedSum> = noted.collect();
        (!failed.is_empty()).then(|| {
            Box::new(NotedSums {
                right: self.right,
                failed,
            })
        })
    }

    /// What an editor is told. Warning: `sum-does-not-match`.
    pub(crate) fn remarks(&self) -> impl Iterator<Item = Remark> {
        self.failed.iter().map(|failed| Remark {
            passage: failed.passage as usize,
            bytes: failed.at.start as usize..failed.at.end as usize,
            fault: Fault::warning(
                "sum-does-not-match",
                0..0,
                failed.message(),
                Text::new(
                    "对照原件核对总数和各项数字；原件如此的，可写入“豁免”（waivers），免予提示。",
                    "Compare the total and its parts with the original; if the original has them so, waive this.",
                ),
            ),
        })
    }
}

impl FailedSum {
    fn noted(&self) -> NotedSum {
        NotedSum {
            kind: self.kind,
            anchor: self.anchor.clone(),
            row: None,
            words: self.words(),
            expected: self.expected.to_string(),
            found: self.found.to_string(),
        }
    }

    /// The sum as it is written, or the names of its cell, cut.
    fn words(&self) -> String {
        let words = match self.labels.is_empty() {
            true => self.quoted.clone(),
            false => self.labels.join(" / "),
        };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(SHOWN_MAX) {
            Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
            None => words,
        }
    }

    fn message(&self) -> Text {
        let (words, expected, found) = (self.words(), self.expected, self.found);
        match (self.kind, self.labels.is_empty()) {
            (SumKind::Written, _) => Text::new(
                format!("算式“{words}”等号左边相加为{expected}，右边为{found}"),
                format!(
                    "in `{words}` the left side adds up to {expected}, the right side is {found}"
                ),
            ),
            (SumKind::Parts, true) => Text::new(
                format!("“{words}”中各项相加为{expected}，与总数{found}不符"),
                format!("the parts of `{words}` add up to {expected}, the whole is {found}"),
            ),
            (SumKind::Parts, false) => Text::new(
                format!("表中“{words}”为{found}，“其中”各项相加为{expected}"),
                format!("`{words}` of the table is {found}, its parts add up to {expected}"),
            ),
            (SumKind::Row, _) => Text::new(
                format!("表中“{words}”为{found}，所合计的各行相加为{expected}"),
                format!("`{words}` of the table is {found}, its rows add up to {expected}"),
            ),
            (SumKind::Column, _) => Text::new(
                format!("表中“{words}”为{found}，所合计的各列相加为{expected}"),
                format!("`{words}` of the table is {found}, its columns add up to {expected}"),
            ),
            (SumKind::Carried, _) => Text::new(
                format!(
                    "表中“{words}”一处，新收与上期结转之和为{expected}，办结与结转下期之和为{found}，两者应当相等"
                ),
                format!(
                    "at `{words}` of the table, what is new and what was carried over is {expected}, what is done and what is left is {found}"
                ),
            ),
        }
    }
}
