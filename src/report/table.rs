//! Tables that are kept as files beside a report: lists of powers, catalogues of decisions, clean-up results.
//!
//! In: the text of a CSV or YAML file, and what it is called. Out: its rows ([`TableText`]), and what the first reading
//! keeps of it ([`FoundTable`]): how much of it there is, which sums do not come out, what it says of documents; and
//! faults with their places in that file. A table is held against the same rules as one in a text. Never alters a cell,
//! never keeps one, and reads no file.

mod csv;
mod faults;
mod pages;
mod yaml;

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Fault;
use crate::report::findings::cleanup::{self, CleanupList};
use crate::report::findings::figure::Tables;
use crate::report::findings::figure::sum::{self, NotedRow, NotedSums};
use crate::report::findings::measure;
use crate::report::findings::plan::FoundInFile;
use crate::report::findings::{Remark, folded};
use crate::report::grid::Grids;
use crate::report::passage::{Passage, PassageKind};

pub(crate) use crate::report::table::faults::not_a_table;
pub(crate) use crate::report::table::pages::{place, shown};

/// Rows of a table below its head, at most.
const ROWS_MAX: usize = 100_000;
/// Columns of a table, at most.
const COLUMNS_MAX: usize = 200;
/// Cells of a table, at most: each takes many times its bytes.
const CELLS_MAX: usize = 1_000_000;
/// Cells that are looked through for sums and clean-up results, at most; tables beyond are shown and not checked.
const CHECKED_MAX: usize = 400_000;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Format {
    /// CSV (RFC 4180), with a head.
    Csv,
    /// A list of mappings, or of lists of which the first is the head.
    Yaml,
}

impl Format {
    /// Of a file, by its name; none of one that holds no table.
    pub(crate) fn of(name: &str) -> Option<Format> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "yaml" | "yml" => Some(Format::Yaml),
            _ => None,
        }
    }
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell<'t> {
    /// What it says.
    pub text: Cow<'t, str>,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Cell<'_> {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Where bytes of what it says stand in the file; all of it where they are written in another way there.
    fn place(&self, bytes: &Range<usize>) -> Range<usize> {
        match self.span.len() == self.text.len() {
            true => self.span.start + bytes.start..self.span.start + bytes.end,
            false => self.span.clone(),
        }
    }
}

/// Cells of a row up to the last that says anything.
fn width(row: &[Cell<'_>]) -> usize {
    let last = row.iter().rposition(|cell| !cell.is_empty());
    last.map_or(0, |last| last + 1)
}

/// A table: every row has as many cells as the head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TableText<'t> {
    /// What the columns are called.
    pub heads: Vec<Cell<'t>>,
    /// The rows below the head.
    pub rows: Vec<Vec<Cell<'t>>>,
}

/// What the first reading keeps of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundTable {
    /// Its path in the content tree.
    pub path: String,
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// How it is written.
    pub format: Format,
    /// Rows below its head.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// Bytes that all of it takes on a page, about; none where it is too long for the page of its report.
    weight: Option<u32>,
    /// Rows with which it opens on the page of its report where it has pages of its own, and what they weigh.
    opening: (u32, u32),
    /// Pages that it has where it does not stand on that of its report.
    pages: u32,
    /// Where it stands.
    pub place: Place,
    /// Its sums; none where they all come out, or are not checked.
    pub sums: Option<Box<NotedSums>>,
}

/// Where a table is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    /// On the page of its report.
    Report,
    /// On so many pages of its own; so many rows stand on that of its report.
    Own {
        /// Pages.
        pages: u32,
        /// Rows on the page of the report.
        shown: u32,
    },
}

/// What a table is to be held against.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct About<'a> {
    /// What the editor calls it; empty where only its file has a name.
    pub title: &'a str,
    /// The title of its report.
    pub report: &'a str,
    /// Whether its sums are checked.
    pub sums: bool,
    /// Of a plan: the year of deadlines that name none, if it is of one.
    pub plan: Option<Option<i16>>,
}

/// What a table says, beside its cells.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Said {
    /// The clean-up results that it is.
    pub lists: Vec<CleanupList>,
    /// The measures of the plan that it is beside.
    pub measures: Option<FoundInFile>,
}

impl<'t> TableText<'t> {
    /// Reads a file. Faults: those of [`csv`] and [`yaml`], `table-too-large`, `empty-table`, `table-row-length`,
    /// `table-head` and `control-character`.
    pub(crate) fn parse(
        format: Format,
        text: &'t str,
        faults: &mut Vec<Fault>,
    ) -> Option<TableText<'t>> {
        let mut rows = match format {
            Format::Csv => csv::read(text, faults)?,
            Format::Yaml => yaml::read(text, faults)?,
        };
        // Spreadsheet programs leave empty rows and columns behind.
        while rows.pop_if(|row| row.iter().all(Cell::is_empty)).is_some() {}
        let widest = rows.iter().map(|row| width(row)).max().unwrap_or(0);
        let mut rows = rows.into_iter();
        let (Some(mut heads), Some(first)) = (rows.next(), rows.next()) else {
            faults.push(faults::empty());
            return None;
        };
        let columns = heads.len().min(widest).max(width(&heads));
        if columns == 0 {
            faults.push(faults::empty());
            return None;
        }
        // Short rows are filled up: what they then hold counts.
        if columns > COLUMNS_MAX || (rows.len() + 2).saturating_mul(columns) > CELLS_MAX {
            faults.push(faults::too_large(0));
            return None;
        }
        heads.truncate(columns);
        faults::judge_heads(&heads, faults);
        let [mut short, mut long] = [0; 2];
        let rows = std::iter::once(first).chain(rows).map(|mut row| {
            let told = match width(&row) > columns {
                true => Some(&mut long),
                false if row.len() < columns => Some(&mut short),
                false => None,
            };
            if let Some(told) = told.filter(|told| **told < faults::TOLD_MAX) {
                *told += 1;
                faults.push(faults::row_length(&row, columns));
            }
            row.resize(columns, Cell::default());
            row
        });
        let table = TableText {
            rows: rows.collect(),
            heads,
        };
        faults::judge_characters(&table, faults);
        Some(table)
    }

    /// The cells as passages: of row 0, the head, to the last, each as long as the head.
    fn passages(&self) -> Vec<Passage<'_>> {
        let rows = std::iter::once(&self.heads).chain(&self.rows);
        let cells = (0_u32..).zip(rows).flat_map(|(row, cells)| {
            (0_u32..).zip(cells).map(move |(column, cell)| Passage {
                anchor: "",
                part: None,
                opens_part: false,
                kind: PassageKind::Cell {
                    table: 0,
                    row,
                    column,
                    is_head: row == 0,
                },
                text: &cell.text,
            })
        });
        cells.collect()
    }

    /// The cell that is a passage.
    fn cell_of(&self, passage: usize) -> Option<&Cell<'t>> {
        let (row, column) = (passage / self.heads.len(), passage % self.heads.len());
        match row.checked_sub(1) {
            None => self.heads.get(column),
            Some(row) => self.rows.get(row)?.get(column),
        }
    }
}

/// What is found in a table, what it says, and what the editor is told.
pub(crate) fn find(
    (path, format, digest): (&str, Format, [u8; 32]),
    text: &str,
    about: About<'_>,
    faults: &mut Vec<Fault>,
) -> Option<(FoundTable, Said)> {
    let table = TableText::parse(format, text, faults)?;
    let mut found = FoundTable {
        path: path.to_owned(),
        digest,
        format,
        rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
        columns: u32::try_from(table.heads.len()).unwrap_or(u32::MAX),
        weight: table.weight(),
        opening: table.opening(),
        pages: u32::try_from(table.pages().len()).unwrap_or(u32::MAX),
        place: Place::Report,
        sums: None,
    };
    let is_checked = (table.rows.len() + 1).saturating_mul(table.heads.len()) <= CHECKED_MAX;
    if !is_checked {
        return Some((found, Said::default()));
    }
    let passages = table.passages();
    // Of a part of a table no sum can be told.
    if about.sums && table.rows.len() < sum::TABLE_ROWS_MAX {
        let sums = sum::check(&Tables::of(&passages));
        let remarks = sums.remarks();
        faults.extend(remarks.filter_map(|remark| table.placed(remark)));
        found.sums = sums.noted(|passage| table.noted_row(passage));
    }
    let mut told = Vec::new();
    let above = [about.title, about.report];
    let mut lists = cleanup::find(above, &passages, &folded, &mut told);
    faults.extend(told.into_iter().filter_map(|it| table.placed(it)));
    for list in &mut lists {
        list.file = Some(path.into());
        for listed in &mut list.listed {
            let row = listed.passage.map_or(0, |passage| passage as usize) / table.heads.len();
            listed.span = table.row_span(row);
            listed.passage = None;
        }
    }
    let measures = about.plan.and_then(|year| {
        let grids = Grids::plain(table.rows.len() + 1, table.heads.len());
        let heading = [about.title, about.report].into_iter();
        let heading = heading.into_iter().find(|title| !title.is_empty());
        let found = measure::find_in_file(&passages, &grids, heading.unwrap_or_default(), year)?;
        let places = found.problems.iter().map(|problem| {
            let cell = table.cell_of(problem.passage);
            cell.map_or(0..0, |cell| cell.place(&problem.bytes))
        });
        Some(FoundInFile {
            places: places.collect(),
            found,
        })
    });
    Some((found, Said { lists, measures }))
}

/// What ids of a table begin with on the page of its report, by its place among the tables of that.
pub(crate) fn id(place: usize) -> String {
    format!("table-{}", place + 1)
}

/// The id of its heading there.
pub(crate) fn heading_id(place: usize) -> String {
    format!("{}-head", id(place))
}

impl TableText<'_> {
    fn placed(&self, remark: Remark) -> Option<Fault> {
        let cell = self.cell_of(remark.passage)?;
        Some(Fault {
            span: cell.place(&remark.bytes),
            ..remark.fault
        })
    }

    /// The row below the head in which a passage is.
    fn noted_row(&self, passage: usize) -> Option<NotedRow> {
        let row = (passage / self.heads.len()).checked_sub(1)?;
        let pages = self.pages();
        let page = pages.iter().position(|rows| rows.contains(&row))?;
        let narrow = |number: usize| u32::try_from(number + 1).ok();
        Some(NotedRow {
            number: narrow(row)?,
            page: narrow(page)?,
        })
    }

    /// Bytes of a row, the head being row 0.
    fn row_span(&self, row: usize) -> Range<usize> {
        let cells = match row.checked_sub(1) {
            None => Some(&self.heads),
            Some(row) => self.rows.get(row),
        };
        let filled = |cell: &&Cell<'_>| !cell.span.is_empty();
        let mut cells = cells.into_iter().flatten().filter(filled);
        let first = cells.next();
        let last = cells.next_back().or(first);
        match (first, last) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests;
