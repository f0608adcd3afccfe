//! A sheet as its file has it: cells with what they show, merged ones, what is hidden.
//!
//! In: what a reader of a format found. Out: remarks on what is not seen; what is, `view` beside it tells.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Inline, Place, Remark, RemarkKind, text_of};
use crate::import::table::reference::{Range, cell_name, column_name};

/// Cells of all sheets that say something, and cells of a table that is laid out.
pub(super) const MAX_CELLS: usize = 200_000;
/// Characters of a quote in a remark.
const MAX_QUOTE: usize = 60;
/// Remarks of one kind on a sheet.
const MAX_REMARKS: usize = 50;

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// As its tab says; empty where there is none.
    pub name: String,
    /// What cells show, by row and column from 0; those that show nothing are left out.
    pub rows: BTreeMap<usize, BTreeMap<usize, Vec<Inline>>>,
    /// Cells that are one.
    pub merged: Vec<Range>,
    /// Rows that nobody sees, as ranges with both ends.
    pub hidden_rows: Vec<(usize, usize)>,
    /// Columns that nobody sees, as ranges with both ends.
    pub hidden_columns: Vec<(usize, usize)>,
    /// Rows below which the sheet scrolls, heads being above; 0 where it does not say.
    pub frozen: usize,
}

impl Sheet {
    /// A place on it.
    pub(super) fn place(&self, cells: &str) -> Place {
        match self.name.is_empty() {
            true => Place::Cells(cells.to_owned()),
            false => Place::Cells(format!("{}!{cells}", self.name)),
        }
    }

    /// Whether nothing is seen of these cells.
    pub(super) fn hides(&self, cells: Range) -> bool {
        first_seen(&self.hidden_rows, cells.top) > cells.bottom
            || first_seen(&self.hidden_columns, cells.left) > cells.right
    }

    /// Says which rows and columns with something in them are hidden.
    pub(super) fn name_hidden(&self, remarks: &mut Vec<Remark>) {
        let mut of_rows: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        let mut of_columns: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for (row, columns) in &self.rows {
            for (column, inlines) in columns {
                if let Some(range) = range_of(&self.hidden_rows, *row) {
                    of_rows.entry(range).or_default().push(text_of(inlines));
                }
                if let Some(range) = range_of(&self.hidden_columns, *column) {
                    of_columns.entry(range).or_default().push(text_of(inlines));
                }
            }
        }
        if let Some(left @ 1..) = (of_rows.len() + of_columns.len()).checked_sub(2 * MAX_REMARKS) {
            let what = Text::new(
                format!("另有约 {left} 处隐藏的行或列（未导入）"),
                format!("about {left} more hidden rows or columns (not imported)"),
            );
            remarks.push(dropped(what, self.place("*"), ""));
        }
        for ((first, last), texts) in of_rows.into_iter().take(MAX_REMARKS) {
            let what = Text::new("隐藏的行（未导入）", "hidden rows (not imported)");
            let cells = format!("{}:{}", first + 1, last + 1);
            remarks.push(dropped(what, self.place(&cells), &texts.join(" ")));
        }
        for ((first, last), texts) in of_columns.into_iter().take(MAX_REMARKS) {
            let what = Text::new("隐藏的列（未导入）", "hidden columns (not imported)");
            let cells = format!("{}:{}", column_name(first), column_name(last));
            remarks.push(dropped(what, self.place(&cells), &texts.join(" ")));
        }
    }
}

/// A remark on what was left out.
pub(super) fn dropped(what: Text, place: Place, quote: &str) -> Remark {
    let quote = quote.chars().take(MAX_QUOTE);
    let quote: String = quote.map(|c| if c == '\n' { ' ' } else { c }).collect();
    Remark::new(RemarkKind::Dropped, what, place, quote.trim())
}

/// A comment on a cell.
#[derive(Debug, PartialEq)]
pub(super) struct Comment {
    /// From 0.
    pub row: usize,
    /// From 0.
    pub column: usize,
    /// What it says.
    pub text: String,
}

/// Says which cells have comments.
pub(super) fn name_comments(sheet: &Sheet, comments: &[Comment], remarks: &mut Vec<Remark>) {
    for Comment { row, column, text } in comments.iter().take(MAX_REMARKS) {
        let what = Text::new("单元格批注（未导入）", "a comment on a cell (not imported)");
        remarks.push(dropped(what, sheet.place(&cell_name(*row, *column)), text));
    }
    if let Some(left @ 1..) = comments.len().checked_sub(MAX_REMARKS) {
        let what = Text::new(
            format!("另有单元格批注 {left} 条（未导入）"),
            format!("{left} more comments on cells (not imported)"),
        );
        remarks.push(dropped(what, sheet.place("*"), ""));
    }
}

fn range_of(ranges: &[(usize, usize)], at: usize) -> Option<(usize, usize)> {
    let after = ranges.partition_point(|(first, _)| *first <= at);
    let range = ranges.get(after.checked_sub(1)?)?;
    (at <= range.1).then_some(*range)
}

/// The first from here on that is seen.
pub(super) fn first_seen(hidden: &[(usize, usize)], at: usize) -> usize {
    range_of(hidden, at).map_or(at, |(_, last)| last + 1)
}

/// Ranges in order, joined where they touch, as [`Sheet`] wants them.
pub(super) fn joined(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (first, last) in ranges {
        match joined.last_mut() {
            Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

pub(super) fn too_large() -> Refusal {
    Refusal(Text::new(
        format!(
            "表格超过 {MAX_CELLS} 个单元格，不宜作为报告正文；请另存为 CSV，列为报告的附件（附件中的 CSV 会显示为表格）"
        ),
        format!(
            "the tables have more than {MAX_CELLS} cells, too many for the text of a report; save them as CSV and attach those to a report, which shows them as tables"
        ),
    ))
}
