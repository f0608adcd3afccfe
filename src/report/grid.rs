//! The tables of a report as rows and columns, those of Markdown and of HTML alike, merged cells included.
//!
//! In: a document. Out: for each table which run of text stands in which rows and columns; a run is known by its place
//! among the passages. Never looks at a word, and never takes more than a set number of cells.

use std::ops::Range;

use crate::plain_text::{lowered, raised};
use crate::report::markdown::Document;
use crate::report::markdown::token::{Element, LeafKind, PLAIN, Token};

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
    /// In the order in which they end.
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

    /// The cell at a place.
    pub(crate) fn at(&self, row: usize, column: usize) -> Option<(usize, &GridCell)> {
        let index = (*self.rows.get(row)?.get(column)?)?;
        Some((index, self.cells.get(index)?))
    }
}

impl Grids {
    /// A table of rows of one width without merged cells, whose cells are the passages one after another.
    pub(crate) fn plain(rows: usize, columns: usize) -> Grids {
        let mut open = Open::default();
        for row in 0..rows.min(ROWS_MAX) {
            open.begin_row();
            for column in 0..columns.min(COLUMNS_MAX) {
                open.begin_cell(1, 1);
                open.text(row * columns + column);
            }
        }
        Grids {
            tables: vec![open.grid],
            cut: (rows > ROWS_MAX).then_some(ROWS_MAX * columns),
        }
    }

    /// The tables of a document.
    pub(crate) fn of(document: &Document<'_>) -> Grids {
        let tape = &document.tape;
        let mut grids = Grids::default();
        let mut open: Vec<Open> = Vec::new();
        let mut taken = 0;
        // The run of text that is open, and how much of it was passed.
        let mut at = (0, 0);
        for token in &tape.tokens {
            match token {
                Token::Table(_) => open.push(Open::default()),
                Token::TableEnd => grids.tables.extend(open.pop().map(|open| open.grid)),
                _ => {}
            }
            let Some(table) = open.last_mut() else {
                continue;
            };
            match token {
                Token::Open(Element::Tr, _) => table.begin_row(),
                Token::Open(Element::Td | Element::Th, attributes) => {
                    let written = (*attributes != PLAIN)
                        .then(|| tape.attributes.get(*attributes as usize))
                        .flatten();
                    let span = |name| written.map_or(1, |written| span(written, name));
                    taken += table.begin_cell(span("rowspan"), span("colspan"));
                }
                Token::Close(Element::Td | Element::Th) => table.current = None,
                Token::Leaf(leaf) | Token::Split(leaf) => {
                    let leaf = *leaf as usize;
                    at = (leaf, 0);
                    let kind = tape.leaves.get(leaf).map(|leaf| leaf.kind);
                    if matches!(kind, Some(LeafKind::Cell { .. })) {
                        taken += table.begin_cell(1, 1);
                    }
                    table.text(leaf);
                    if grids.cut.is_none() && table.is_cut {
                        grids.cut = Some(leaf);
                    }
                    if taken > CELLS_MAX {
                        grids.cut = grids.cut.or(Some(leaf));
                        return grids;
                    }
                }
                Token::Text(slice) | Token::Code(slice) => at.1 += slice.len(),
                Token::Raised(slice) => at.1 += raised(document.str(*slice)).len(),
                Token::Lowered(slice) => at.1 += lowered(document.str(*slice)).len(),
                Token::Space | Token::Break => at.1 += 1,
                Token::SilentBreak => table.silent_break(at),
                _ => {}
            }
        }
        grids
    }
}

/// A table that is being read.
#[derive(Default)]
struct Open {
    grid: Grid,
    /// The cells that go on from above, by column, and in how many more rows.
    above: Vec<Option<(usize, usize)>>,
    /// The cell that is open.
    current: Option<usize>,
    is_cut: bool,
}

impl Open {
    fn begin_row(&mut self) {
        self.current = None;
        if self.grid.rows.len() >= ROWS_MAX {
            self.is_cut = true;
            return;
        }
        let at = self.grid.rows.len();
        let cells = &mut self.grid.cells;
        let row = self.above.iter_mut().map(|above| {
            let (cell, left) = above.take()?;
            *above = left
                .checked_sub(1)
                .filter(|l| *l > 0)
                .map(|left| (cell, left));
            if let Some(cell) = cells.get_mut(cell) {
                cell.rows.end = at + 1;
            }
            Some(cell)
        });
        self.grid.rows.push(row.collect());
    }

    /// Begins a cell at the first free place of the row; how many places it takes there.
    fn begin_cell(&mut self, rows: usize, columns: usize) -> usize {
        self.current = None;
        let at = self.grid.rows.len();
        let Some(row) = self.grid.rows.last_mut().filter(|_| !self.is_cut) else {
            return 0;
        };
        let first = row.iter().position(Option::is_none).unwrap_or(row.len());
        let end = (first + columns).min(COLUMNS_MAX);
        if first >= end {
            self.is_cut = true;
            return 0;
        }
        let index = self.grid.cells.len();
        row.resize(row.len().max(end), None);
        self.above.resize(self.above.len().max(end), None);
        for column in first..end {
            // What is there already stays: two cells never share a place.
            if let Some(place @ None) = row.get_mut(column) {
                *place = Some(index);
                if let (Some(above), true) = (self.above.get_mut(column), rows > 1) {
                    *above = Some((index, rows - 1));
                }
            }
        }
        self.grid.cells.push(GridCell {
            rows: at - 1..at,
            columns: first..end,
            ..GridCell::default()
        });
        self.current = Some(index);
        // Rows that it goes on in are made with their own cells, and count by them.
        (end - first) * rows.min(ROWS_MAX)
    }

    fn silent_break(&mut self, at: (usize, usize)) {
        if let Some(cell) = self.current.and_then(|at| self.grid.cells.get_mut(at)) {
            cell.breaks.push(at);
        }
    }

    fn text(&mut self, passage: usize) {
        if let Some(cell) = self.current.and_then(|at| self.grid.cells.get_mut(at)) {
            cell.passages.push(passage);
        }
    }
}

/// The value of `rowspan` or `colspan` among attributes as they were kept.
fn span(attributes: &str, name: &str) -> usize {
    let value = attributes.split_once(&format!(" {name}=\""));
    let value = value.and_then(|(_, rest)| rest.split_once('"'));
    value.and_then(|(value, _)| value.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::markdown::Options;

    /// The texts of a table by row and column, `.` where there is no cell.
    fn shown(body: &str) -> Vec<String> {
        let document = Document::parse(body, Options { chinese: true });
        let passages = document.passages();
        let tables = Grids::of(&document).tables;
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
                "<table><tr><td></td><td>1<p>2</p></td></tr></table>",
                &["|1+2"],
            ),
            (
                "<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>二</td></tr></table>",
                &["内", "外|二"],
            ),
            ("文。", &[]),
        ] {
            assert_eq!(shown(body), expected, "{body}");
        }
    }

    #[test]
    fn hostile_tables_are_cut_and_told() {
        let wide = format!(
            "<table>{}</table>",
            "<tr><td rowspan=\"1000\" colspan=\"1000\">甲</td></tr>\n".repeat(20)
        );
        let document = Document::parse(&wide, Options { chinese: true });
        assert!(Grids::of(&document).cut.is_some());
        let long = format!("| 甲 |\n|---|\n{}", "| 1 |\n".repeat(ROWS_MAX));
        let document = Document::parse(&long, Options { chinese: true });
        let grids = Grids::of(&document);
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
