//! A sheet as its file has it: cells with what they show, merged ones, what is hidden.
//!
//! In: what a reader of a format found. Out: rows and columns that are seen, cells within them, and remarks on what is not.
//! Never lays out more cells than [`MAX_CELLS`].

use std::collections::{BTreeMap, BTreeSet};

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

/// A cell that is seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// What it shows.
    pub inlines: Vec<Inline>,
    /// Rows that it covers, from 1.
    pub row_span: usize,
    /// Columns that it covers, from 1.
    pub column_span: usize,
}

impl Seen {
    /// What it says.
    pub(super) fn text(&self) -> String {
        text_of(&self.inlines)
    }
}

/// What is seen of a sheet: its rows, empty ones at the edges aside.
#[derive(Debug, Default)]
pub(super) struct View {
    /// By column; what another cell covers is left out, and so is what is empty.
    pub rows: Vec<BTreeMap<usize, Seen>>,
    /// Cells that are covered by another, by row and column.
    pub covered: BTreeSet<(usize, usize)>,
    /// Columns.
    pub columns: usize,
    /// The row of the sheet, from 0, that each row is.
    pub numbers: Vec<usize>,
}

impl Sheet {
    /// A place on it.
    pub(super) fn place(&self, cells: &str) -> Place {
        match self.name.is_empty() {
            true => Place::Cells(cells.to_owned()),
            false => Place::Cells(format!("{}!{cells}", self.name)),
        }
    }

    /// What is seen.
    ///
    /// # Errors
    ///
    /// If there are too many cells between the first and the last.
    pub(super) fn view(&self, remarks: &mut Vec<Remark>) -> Result<View, Refusal> {
        self.name_hidden(remarks);
        let is_row_seen = |row: usize| !holds(&self.hidden_rows, row);
        let is_column_seen = |column: usize| !holds(&self.hidden_columns, column);
        let origins = self.origins();
        let mut used_rows = BTreeSet::new();
        let mut used_columns = BTreeSet::new();
        let mut cells: BTreeMap<(usize, usize), (&Vec<Inline>, Option<Range>)> = BTreeMap::new();
        for (row, columns) in &self.rows {
            for (column, inlines) in columns {
                let merged = origins.get(&(*row, *column)).copied();
                let shown = merged.unwrap_or(Range {
                    top: *row,
                    left: *column,
                    bottom: *row,
                    right: *column,
                });
                // What remains to be seen of a merged cell shows what it says.
                let row = first_seen(&self.hidden_rows, shown.top);
                let column = first_seen(&self.hidden_columns, shown.left);
                if row > shown.bottom || column > shown.right {
                    continue;
                }
                used_rows.insert(row);
                used_columns.insert(column);
                cells.insert((row, column), (inlines, merged));
            }
        }
        let rows = between(&used_rows, &is_row_seen);
        let columns = between(&used_columns, &is_column_seen);
        if rows.len().saturating_mul(columns.len()) > MAX_CELLS {
            return Err(too_large());
        }
        let mut view = View {
            rows: vec![BTreeMap::new(); rows.len()],
            columns: columns.len(),
            ..View::default()
        };
        // Ranges that lie over one another cover more cells than there are.
        let mut left = 2 * MAX_CELLS;
        for ((row, column), (inlines, merged)) in cells {
            let (Ok(at), Ok(across)) = (rows.binary_search(&row), columns.binary_search(&column))
            else {
                continue;
            };
            let (bottom, right) = merged.map_or((row, column), |range| (range.bottom, range.right));
            if view.covered.contains(&(at, across)) {
                // A cell below a merged one is not seen, whatever is in it.
                continue;
            }
            let row_span = rows
                .partition_point(|row| *row <= bottom)
                .saturating_sub(at)
                .max(1);
            let column_span = columns
                .partition_point(|column| *column <= right)
                .saturating_sub(across)
                .max(1);
            let area = row_span * column_span;
            let (row_span, column_span) = if area > left {
                (1, 1)
            } else {
                (row_span, column_span)
            };
            left -= row_span * column_span;
            for covered_row in at..at + row_span {
                let covered = (across..across + column_span).map(|column| (covered_row, column));
                view.covered.extend(covered);
            }
            view.covered.remove(&(at, across));
            if let Some(cells) = view.rows.get_mut(at) {
                cells.insert(
                    across,
                    Seen {
                        inlines: inlines.clone(),
                        row_span,
                        column_span,
                    },
                );
            }
        }
        view.numbers = rows;
        Ok(view)
    }

    /// Merged cells by their first one.
    fn origins(&self) -> BTreeMap<(usize, usize), Range> {
        let ranges = self.merged.iter();
        ranges
            .map(|range| ((range.top, range.left), *range))
            .collect()
    }

    /// Says which rows and columns with something in them are hidden.
    fn name_hidden(&self, remarks: &mut Vec<Remark>) {
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

/// Says which cells have comments.
pub(super) fn name_comments(
    sheet: &Sheet,
    comments: &[((usize, usize), String)],
    remarks: &mut Vec<Remark>,
) {
    for ((row, column), text) in comments.iter().take(MAX_REMARKS) {
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

fn holds(ranges: &[(usize, usize)], at: usize) -> bool {
    range_of(ranges, at).is_some()
}

/// The first from here on that is seen.
fn first_seen(hidden: &[(usize, usize)], at: usize) -> usize {
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

/// Those that are used, and those between them that are seen; a long run of unused ones stands as two.
fn between(used: &BTreeSet<usize>, is_seen: &impl Fn(usize) -> bool) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::new();
    for at in used {
        if let Some(last) = all.last().copied() {
            let unused = (last + 1..*at).filter(|at| is_seen(*at));
            all.extend(unused.take(MAX_UNUSED));
        }
        all.push(*at);
    }
    all
}

/// Empty rows or columns that follow each other.
const MAX_UNUSED: usize = 2;

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
