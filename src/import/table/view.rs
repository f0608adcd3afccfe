//! What is seen of a sheet: rows and columns that are not hidden, and the cells in them.
//!
//! In: a [`Sheet`]. Out: a [`View`]. A cell that covers others shows what it says as long as a part of it is seen. Never lays
//! out more cells than [`MAX_CELLS`].

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Inline, Remark, text_of};
use crate::import::table::reference::{Range, cell_name};
use crate::import::table::sheet::{MAX_CELLS, Sheet, dropped, first_seen, too_large};

/// Empty rows or columns that follow each other.
const MAX_UNUSED: usize = 2;

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

/// A cell of the sheet that is seen, and the range that it covers if it covers others.
struct Shown<'s> {
    inlines: &'s [Inline],
    bottom: usize,
    right: usize,
}

/// What is seen of a sheet.
///
/// # Errors
///
/// If there are too many cells between the first and the last.
pub(super) fn view(sheet: &Sheet, remarks: &mut Vec<Remark>) -> Result<View, Refusal> {
    sheet.name_hidden(remarks);
    let shown = shown(sheet);
    let rows = shown.keys().map(|(row, _)| *row).collect();
    let columns = shown.keys().map(|(_, column)| *column).collect();
    let rows = between(&rows, &sheet.hidden_rows);
    let columns = between(&columns, &sheet.hidden_columns);
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
    for ((row, column), cell) in shown {
        let (Ok(at), Ok(across)) = (rows.binary_search(&row), columns.binary_search(&column))
        else {
            continue;
        };
        if view.covered.contains(&(at, across)) {
            let what = Text::new(
                "合并单元格盖住的内容（未导入）",
                "what is below a merged cell (not imported)",
            );
            remarks.push(dropped(
                what,
                sheet.place(&cell_name(row, column)),
                &text_of(cell.inlines),
            ));
            continue;
        }
        let row_span = rows
            .partition_point(|row| *row <= cell.bottom)
            .saturating_sub(at)
            .max(1);
        let column_span = columns
            .partition_point(|column| *column <= cell.right)
            .saturating_sub(across)
            .max(1);
        let (row_span, column_span) = match row_span * column_span > left {
            true => (1, 1),
            false => (row_span, column_span),
        };
        left = left.saturating_sub(row_span * column_span);
        for row in at..at + row_span {
            view.covered
                .extend((across..across + column_span).map(|column| (row, column)));
        }
        view.covered.remove(&(at, across));
        let inlines = cell.inlines.to_vec();
        let seen = Seen {
            inlines,
            row_span,
            column_span,
        };
        if let Some(cells) = view.rows.get_mut(at) {
            cells.insert(across, seen);
        }
    }
    view.numbers = rows;
    Ok(view)
}

/// Cells that are seen, at the first row and column of them that is.
fn shown(sheet: &Sheet) -> BTreeMap<(usize, usize), Shown<'_>> {
    let merged = sheet.merged.iter();
    let merged: BTreeMap<(usize, usize), Range> = merged
        .map(|range| ((range.top, range.left), *range))
        .collect();
    let mut shown = BTreeMap::new();
    for (row, columns) in &sheet.rows {
        for (column, inlines) in columns {
            let range = merged.get(&(*row, *column));
            let (bottom, right) =
                range.map_or((*row, *column), |range| (range.bottom, range.right));
            let row = first_seen(&sheet.hidden_rows, *row);
            let column = first_seen(&sheet.hidden_columns, *column);
            if row <= bottom && column <= right {
                shown.insert(
                    (row, column),
                    Shown {
                        inlines,
                        bottom,
                        right,
                    },
                );
            }
        }
    }
    shown
}

/// Those that are used, and those between them that are seen; a long run of unused ones stands as two.
fn between(used: &BTreeSet<usize>, hidden: &[(usize, usize)]) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::new();
    for at in used {
        if let Some(last) = all.last().copied() {
            let mut unused = first_seen(hidden, last + 1);
            for _ in 0..MAX_UNUSED {
                if unused < *at {
                    all.push(unused);
                    unused = first_seen(hidden, unused + 1);
                }
            }
        }
        all.push(*at);
    }
    all
}
