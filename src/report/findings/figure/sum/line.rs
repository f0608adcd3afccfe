//! The lines of a table, rows or columns, seen in one way: what each is called, and its figures across.
//!
//! In: a table and a direction. Out: lines with labels. Never says which of them add up.

use crate::report::findings::figure::grid::{Cell, Content, Table};
use crate::report::findings::figure::label::{Label, NumberKind, Total};
use crate::report::findings::figure::sum::Adding;

/// In which direction a table is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Its rows are the lines.
    Rows,
    /// Its columns with figures are the lines.
    Columns,
}

/// A row or column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its place among the rows or columns of the table.
    pub(super) index: usize,
    /// What it is called.
    pub(super) label: Label,
    /// What the group is called that it belongs to.
    pub(super) group: Option<String>,
    /// What it adds up, if it is a total.
    pub(super) total: Option<Total>,
    /// Whether its figures are part of another's.
    pub(super) is_within: bool,
    /// Whether its figures do not add up.
    pub(super) is_ratio: bool,
}

/// A table read in one direction.
pub(super) struct Lines<'t, 'd> {
    table: &'t Table<'d>,
    pub(super) direction: Direction,
    pub(super) lines: Vec<Line>,
    /// The rows or columns that cross them and hold what can be added.
    pub(super) across: Vec<usize>,
}

impl<'t, 'd> Lines<'t, 'd> {
    pub(super) fn of(table: &'t Table<'d>, direction: Direction) -> Lines<'t, 'd> {
        let rows = || table.body().map(|row| line(row, table.row_labels.get(row)));
        let columns = || {
            let columns = table.values.iter();
            columns.map(|column| line(*column, table.column_labels.get(*column)))
        };
        let (lines, crossing): (Vec<Line>, Vec<Line>) = match direction {
            Direction::Rows => (rows().collect(), columns().collect()),
            Direction::Columns => (columns().collect(), rows().collect()),
        };
        let across = crossing.into_iter().filter(|line| !line.is_ratio);
        Lines {
            table,
            direction,
            lines,
            across: across.map(|line| line.index).collect(),
        }
    }

    /// The cell of a line at a crossing one.
    pub(super) fn cell(&self, line: &Line, across: usize) -> Option<&'t Cell<'d>> {
        match self.direction {
            Direction::Rows => self.table.cell(line.index, across),
            Direction::Columns => self.table.cell(across, line.index),
        }
    }

    /// Adds what some lines hold at a crossing one; none where a cell holds words, a share or another unit than the
    /// others, or where too few hold figures.
    pub(super) fn add(
        &self,
        lines: impl Iterator<Item = usize>,
        across: usize,
        least: u32,
        unit: &mut Option<String>,
    ) -> Option<Adding> {
        let mut adding = Adding::new();
        for at in lines {
            let cell = self.cell(self.lines.get(at)?, across)?;
            let figure = match &cell.content {
                Content::Empty => continue,
                // What belongs to several lines is nobody's alone.
                Content::Words | Content::About(_) | Content::Merged(_) => return None,
                Content::Figure(figure) => figure,
            };
            if matches!(figure.unit.as_str(), "%" | "‰") {
                return None;
            }
            if !figure.unit.is_empty()
                && *unit.get_or_insert_with(|| figure.unit.clone()) != figure.unit
            {
                return None;
            }
            adding.add(figure.written)?;
        }
        (adding.count >= least).then_some(adding)
    }
}

impl Line {
    /// The innermost number that its label begins with.
    pub(super) fn number(&self) -> Option<(NumberKind, u32)> {
        self.label.numbers.last().copied()
    }
}

fn line(index: usize, labels: Option<&Vec<Label>>) -> Line {
    let labels = labels.map(Vec::as_slice).unwrap_or_default();
    let label = labels.last().cloned().unwrap_or_default();
    let around = labels
        .split_last()
        .map(|(_, around)| around)
        .unwrap_or_default();
    Line {
        index,
        group: around.first().map(|label| label.words.clone()),
        // 三、本年度办理结果 above （七）总计: the label that is its own says what it is.
        total: label.total(),
        is_within: labels.iter().any(Label::is_within),
        is_ratio: labels.iter().any(Label::is_ratio),
        label,
    }
}
