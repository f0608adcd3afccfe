//! The tables of a report as rows and columns, those of Markdown and of HTML alike, merged cells included.
//!
//! In: a document and its passages, which know their places. Out: for each table which run of text stands in which rows and
//! columns; a run is known by its place among the passages. Never looks at a word, and never takes more than a set number
//! of cells.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::plain_text::{lowered, raised};
use crate::report::markdown::Document;
use crate::report::markdown::token::Token;
use crate::report::passage::Passage;

/// Rows of a table, at most.
const ROWS_MAX: usize = 6_000;
/// Columns of a table, at most.
const COLUMNS_MAX: usize = 200;
/// Cells of all tables of a report, at most, a merged one counting where it stands.
const CELLS_MAX: usize = 400_000;

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GridCell {
    /// Its runs of text, by their places among the passages.
    pub passages: Vec<usize>,
    /// Line breaks in it that read as nothing: the passage, and the byte before which it stands.
    pub breaks: Vec<(usize, usize)>,
    /// The rows that it stands in.
    pub rows: Range<usize>,
    /// The columns that it stands in.
    pub columns: Range<usize>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    /// Its cells, in text order.
    pub cells: Vec<GridCell>,
    /// Which cell stands where, by row and column.
    rows: Vec<Vec<Option<usize>>>,
}

/// The tables of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grids {
    /// In the order in which they begin.
    pub tables: Vec<Grid>,
    /// The first run of text that was left out since there are too many rows, columns or cells.
    pub cut: Option<usize>,
}

impl GridCell {
    /// Where in a passage line breaks stand that read as nothing.
    pub(crate) fn breaks_in(&self, passage: usize) -> impl Iterator<Item = usize> {
        let breaks = self.breaks.iter().filter(move |(of, _)| *of == passage);
        breaks.map(|(_, at)| *at)
    }
}

impl Grid {
    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Which cells stand in a row, a merged one in every column that it covers.
    pub(crate) fn row(&self, row: usize) -> &[Option<usize>] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// Whether the cell that was added last is that of these rows and columns.
    fn goes_on(&self, (rows, columns): &(Range<usize>, Range<usize>)) -> bool {
        let last = self.cells.last();
        last.is_some_and(|cell| cell.rows == *rows && cell.columns == *columns)
    }

    /// Adds a passage to the cell of these rows and columns, which begins with it or with those just before; whether there
    /// was room.
    fn put(&mut self, passage: usize, (rows, columns): (Range<usize>, Range<usize>)) -> bool {
        if self.goes_on(&(rows.clone(), columns.clone())) {
            let last = self.cells.last_mut();
            last.into_iter()
                .for_each(|cell| cell.passages.push(passage));
            return true;
        }
        if rows.end > ROWS_MAX || columns.end > COLUMNS_MAX {
            return false;
        }
        if self.rows.len() < rows.end {
            self.rows.resize(rows.end, Vec::new());
        }
        for row in self.rows.iter_mut().take(rows.end).skip(rows.start) {
            row.resize(row.len().max(columns.end), None);
            for place in row.iter_mut().take(columns.end).skip(columns.start) {
                // What is there already stays: two cells never share a place.
                *place = place.or(Some(self.cells.len()));
            }
        }
        self.cells.push(GridCell {
            passages: vec![passage],
            rows,
            columns,
            ..GridCell::default()
        });
        true
    }

    /// The cell at a place.
    pub(crate) fn at(&self, row: usize, column: usize) -> Option<(usize, &GridCell)> {
        let index = (*self.rows.get(row)?.get(column)?)?;
        Some((index, self.cells.get(index)?))
    }
}

impl Grids {
    /// A table of rows of one width without merged cells, whose cells are the passages one after another.
    pub(crate) fn plain(rows: usize, columns: usize) -> Grids {
        let mut grid = Grid::default();
        for row in 0..rows.min(ROWS_MAX) {
            for column in 0..columns.min(COLUMNS_MAX) {
                grid.put(row * columns + column, (row..row + 1, column..column + 1));
            }
        }
        Grids {
            tables: vec![grid],
            cut: (rows > ROWS_MAX).then_some(ROWS_MAX * columns),
        }
    }

    /// The tables of a document, of which these are the passages.
    pub(crate) fn of(document: &Document<'_>, passages: &[Passage<'_>]) -> Grids {
        let mut grids = Grids::default();
        let mut of_tables: BTreeMap<u32, usize> = BTreeMap::new();
        let mut breaks = silent_breaks(document).into_iter().peekable();
        let mut taken = 0;
        for (at, passage) in passages.iter().enumerate() {
            let Some(cell) = passage.kind.place() else {
                continue;
            };
            let [row, column, rows, columns] =
                [cell.row, cell.column, cell.rows, cell.columns].map(|number| number as usize);
            let index = *of_tables.entry(cell.table).or_insert_with(|| {
                grids.tables.push(Grid::default());
                grids.tables.len() - 1
            });
            let Some(grid) = grids.tables.get_mut(index) else {
                continue;
            };
            let place = (row..row + rows, column..column + columns);
            if !grid.goes_on(&place) {
                taken += rows * columns;
            }
            let is_taken = taken <= CELLS_MAX && grid.put(at, place);
            if !is_taken {
                grids.cut = grids.cut.or(Some(at));
                continue;
            }
            while breaks.next_if(|(of, _)| *of < at).is_some() {}
            while let Some(found) = breaks.next_if(|(of, _)| *of == at) {
                grid.cells
                    .last_mut()
                    .into_iter()
                    .for_each(|cell| cell.breaks.push(found));
            }
        }
        grids
    }
}

/// Line breaks that read as nothing: the run of text, and the byte before which each stands, in text order.
fn silent_breaks(document: &Document<'_>) -> Vec<(usize, usize)> {
    // The run of text that is open, and how much of it was passed.
    let mut at = (0, 0);
    let mut breaks = Vec::new();
    for token in &document.tape.tokens {
        match token {
            Token::Leaf(leaf) | Token::Split(leaf) => at = (*leaf as usize, 0),
            Token::Text(slice) | Token::Code(slice) => at.1 += slice.len(),
            Token::Raised(slice) => at.1 += raised(document.str(*slice)).len(),
            Token::Lowered(slice) => at.1 += lowered(document.str(*slice)).len(),
            Token::Space | Token::Break => at.1 += 1,
            Token::SilentBreak => breaks.push(at),
            _ => {}
        }
    }
    breaks.sort_unstable();
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::markdown::Options;

    /// The texts of a table by row and column, `.` where there is no cell.
    fn shown(body: &str) -> Vec<String> {
        let document = Document::parse(body, Options { chinese: true });
        let passages = document.passages();
        let tables = Grids::of(&document, &document.passages()).tables;
        let rows = tables.iter().flat_map(|grid| {
            (0..grid.len()).map(|row| {
                let cells = grid.row(row).iter().map(|cell| {
                    let cell = cell.and_then(|at| grid.cells.get(at));
                    cell.map_or(".".to_owned(), |cell| {
                        let texts = cell.passages.iter().map(|at| passages[*at].text.trim());
                        texts.collect::<Vec<_>>().join("+")
                    })
                });
                cells.collect::<Vec<_>>().join("|")
            })
        });
        rows.collect()
    }

    #[test]
    fn merged_cells_stand_wherever_they_cover() {
        for (body, expected) in [
            (
                "| 甲 | 乙 |\n|---|---|\n| 1 |  |\n| 2 | 3 |\n",
                &["甲|乙", "1|", "2|3"][..],
            ),
            (
                "<table><tr><th rowspan=\"2\">甲</th><th colspan=\"2\">乙</th></tr><tr><td>丙</td><td>丁</td></tr></table>",
                &["甲|乙|乙", "甲|丙|丁"],
            ),
            (
                "<table><tr><td rowspan=\"3\">甲</td><td>1</td></tr><tr><td>2</td></tr></table>",
                &["甲|1", "甲|2"],
            ),
            (
                "<table><tr><td></td><td>1<p>2</p></td></tr><tr><td>3</td><td>4</td></tr></table>",
                &[".|1+2", "3|4"],
            ),
            (
                "<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>二</td></tr></table>",
                &[],
            ),
            ("文。", &[]),
        ] {
            assert_eq!(shown(body), expected, "{body}");
        }
    }

    #[test]
    fn a_table_of_too_many_rows_is_cut_and_told() {
        let wide = format!(
            "<table>{}</table>",
            "<tr><td rowspan=\"1000\" colspan=\"1000\">甲</td></tr>\n".repeat(20)
        );
        let document = Document::parse(&wide, Options { chinese: true });
        let grids = Grids::of(&document, &document.passages());
        assert!(grids.tables.iter().all(|grid| grid.cells.len() < 2));
        let long = format!("| 甲 |\n|---|\n{}", "| 1 |\n".repeat(ROWS_MAX));
        let document = Document::parse(&long, Options { chinese: true });
        let grids = Grids::of(&document, &document.passages());
        assert_eq!(grids.tables[0].len(), ROWS_MAX);
        assert!(grids.cut.is_some());
    }

    #[test]
    fn a_file_is_a_plain_table() {
        let grids = Grids::plain(2, 2);
        let grid = &grids.tables[0];
        assert_eq!(
            grid.at(1, 1).map(|(_, cell)| cell.passages.clone()),
            Some(vec![3])
        );
        assert_eq!((grid.at(2, 0), grids.cut), (None, None));
        assert_eq!(Grids::plain(ROWS_MAX + 1, 2).cut, Some(ROWS_MAX * 2));
    }
}
