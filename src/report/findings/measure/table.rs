//! The measures of a plan that stand in a table: 序号, 重要举措, 牵头单位, 配合单位, 完成时限.
//!
//! In: a table as a grid, and the passages that its cells are. Out: a measure for each row, or for each cell with words of
//! its own where a row goes on from the one above, and what could not be read. What a blank cell would say is never filled
//! in from another row, unless the cell is merged. Never decides whether a report is a plan.

mod head;
mod rows;

use std::ops::Range;

use crate::report::findings::measure::table::head::{Column, column, is_of_measures};
use crate::report::findings::measure::table::rows::Rows;
use crate::report::findings::measure::{Measure, Problem};
use crate::report::grid::{Grid, GridCell};
use crate::report::passage::Passage;

/// Rows in which the head may begin: titles stand above it.
const HEAD_ROWS: usize = 4;
/// Rows of a head, at most.
const HEAD_LENGTH: usize = 3;

/// A table of measures.
pub(super) struct Sheet<'s, 'd> {
    passages: &'s [Passage<'d>],
    grid: &'s Grid,
    columns: Vec<Option<Column>>,
    /// Columns above which nothing stands, and those of them that go on from a column of bodies.
    unlabelled: Vec<usize>,
    going_on: Vec<usize>,
    /// The rows of its head.
    head: Range<usize>,
}

impl<'s, 'd> Sheet<'s, 'd> {
    /// A table as one of measures; none where its head says otherwise.
    pub(super) fn of(passages: &'s [Passage<'d>], grid: &'s Grid) -> Option<Sheet<'s, 'd>> {
        // Cells of Markdown that are blank are none: the head may be shorter than the rows below it.
        let width = (0..grid.len()).map(|row| grid.row(row).len()).max()?;
        (0..HEAD_ROWS.min(grid.len())).find_map(|first| {
            let cells = grid.row(first).iter().flatten();
            let ends = cells.filter_map(|at| Some(grid.cells.get(*at)?.rows.end));
            let end = ends.max()?.min(first + HEAD_LENGTH);
            let said = |row: usize, at: usize| {
                let (_, cell) = grid.at(row, at)?;
                let said = words(passages, cell);
                // A title over the whole table is the label of no column.
                let is_wide = cell.columns.len() == width && width > 1;
                (!is_wide && !said.is_empty()).then_some(said)
            };
            let label = |row: usize, at: usize| column(&said(row, at)?);
            // Where no cell is merged, a second row of the head looks like one of the body: 责任单位 and nothing, below
            // them 牵头 and 配合.
            let second = || (0..width).filter_map(|at| Some((at, said(end, at)?)));
            let is_second = |(at, said): (usize, String)| {
                let above = (first..end).rev().find_map(|row| label(row, at));
                let is_over = matches!(above, None | Some(Column::Bodies(..)));
                is_over && matches!(column(&said), Some(Column::Bodies(..) | Column::Deadline))
            };
            let has_second = second().next().is_some() && second().all(is_second);
            let end = match has_second && end < first + HEAD_LENGTH {
                true => end + 1,
                false => end,
            };
            // 牵头 below 责任单位 says more than it.
            let columns = (0..width).map(|at| (first..end).rev().find_map(|row| label(row, at)));
            let mut columns: Vec<Option<Column>> = columns.collect();
            is_of_measures(&columns).then_some(())?;
            let is_blank = |at: &usize| (first..end).all(|row| said(row, *at).is_none());
            let (mut unlabelled, mut going_on) = (Vec::new(), Vec::new());
            for at in (0..width).filter(is_blank) {
                let before = at.checked_sub(1).and_then(|before| columns.get(before));
                let before = before.copied().flatten();
                match (before, columns.get_mut(at)) {
                    // What stands above two columns stands in the first of them.
                    (Some(Column::Bodies(role, _)), Some(column)) => {
                        *column = Some(Column::Bodies(role, false));
                        going_on.push(at);
                    }
                    _ => unlabelled.push(at),
                }
            }
            Some(Sheet {
                passages,
                grid,
                columns,
                unlabelled,
                going_on,
                head: first..end,
            })
        })
    }

    /// The passages that it is made of.
    pub(super) fn passages(&self) -> impl Iterator<Item = usize> {
        self.grid
            .cells
            .iter()
            .flat_map(|cell| cell.passages.iter().copied())
    }

    /// Its measures, and what could not be read. `heading` is what stands above the table, `year` that of the plan.
    pub(super) fn read(&self, heading: &str, year: Option<i16>) -> (Vec<Measure>, Vec<Problem>) {
        let mut rows = Rows::new(self, heading, year);
        for row in self.head.end..self.grid.len() {
            rows.add(row);
        }
        rows.finish()
    }

    /// The columns that say something, from left to right.
    fn columns_of(
        &self,
        wanted: impl Fn(&Column) -> bool,
    ) -> impl DoubleEndedIterator<Item = (usize, Column)> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(move |(at, column)| Some((at, column.filter(&wanted)?)))
    }

    /// The cells of a row that say something.
    fn filled(&self, row: usize) -> impl Iterator<Item = usize> {
        let cells = self.grid.row(row).iter().flatten().copied();
        cells.filter(|cell| self.place(*cell).is_some())
    }

    /// The cell at a place, if it says something.
    fn filled_at(&self, row: usize, column: usize) -> Option<usize> {
        let (cell, _) = self.grid.at(row, column)?;
        self.place(cell).map(|_| cell)
    }

    fn words_of(&self, cell: usize) -> String {
        let cell = self.grid.cells.get(cell);
        cell.map_or(String::new(), |cell| words(self.passages, cell))
    }

    /// The first passage of a cell that says something, and the bytes of its words.
    fn place(&self, cell: usize) -> Option<(usize, Range<usize>)> {
        self.grid.cells.get(cell)?.passages.iter().find_map(|at| {
            let text = self.passages.get(*at)?.text;
            let start = text.len() - text.trim_start().len();
            let bytes = start..start + text.trim().len();
            (!bytes.is_empty()).then_some((*at, bytes))
        })
    }
}

/// The words of a cell, its paragraphs set apart by line feeds.
fn words(passages: &[Passage<'_>], cell: &GridCell) -> String {
    let texts = cell.passages.iter().filter_map(|at| passages.get(*at));
    let texts = texts
        .map(|passage| passage.text.trim())
        .filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
