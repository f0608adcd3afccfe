//! Grids with text become tables.
//!
//! In: grids, and the characters in their cells. Out: tables of paragraphs; one that goes on over pages is one. Never
//! guesses where a cell is.

use crate::import::document::{Block, Cell, Inline, Paragraph, Table};
use crate::import::layout::join::joined;
use crate::import::layout::line::{Line, lines_of};
use crate::import::layout::note::{self, Foot};
use crate::import::layout::word::ends_sentence;
use crate::import::layout::{Area, Glyph, Link};

/// Between a border and the text, in points.
const PADDING: f32 = 5.0;
/// Columns of two parts of a table stand so near, in points.
const SAME_COLUMN: f32 = 4.0;
/// Rows of one table.
const MAX_ROWS: usize = 20_000;

/// A cell of a grid, by its first row and column and how many it covers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Region {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
}

/// A table on a page, or on several.
#[derive(Debug)]
pub(crate) struct Grid {
    /// On which page it begins.
    pub page: usize,
    /// On which page it ends.
    pub last_page: usize,
    /// The part of its first page that it covers.
    pub area: Area,
    tops: Vec<f32>,
    lefts: Vec<f32>,
    rows: usize,
    head_rows: usize,
    cells: Vec<Filled>,
    /// Which cell covers each place, row by row.
    places: Vec<usize>,
}

#[derive(Debug)]
struct Filled {
    region: Region,
    /// The page that its text is on.
    page: usize,
    /// How wide it is.
    width: f32,
    glyphs: Vec<Glyph>,
}

impl Grid {
    /// A grid of these rows and columns, without text.
    pub(crate) fn new(
        page: usize,
        area: Area,
        tops: Vec<f32>,
        lefts: Vec<f32>,
        regions: Vec<Region>,
    ) -> Grid {
        let columns = lefts.len().saturating_sub(1);
        let mut places = vec![usize::MAX; columns * tops.len().saturating_sub(1)];
        for (index, region) in regions.iter().enumerate() {
            for row in region.row..region.row + region.rows {
                for column in region.column..region.column + region.columns {
                    if let Some(place) = places.get_mut(row * columns + column) {
                        *place = index;
                    }
                }
            }
        }
        let cells = regions.into_iter().map(|region| {
            let at = |index: usize| lefts.get(index).copied().unwrap_or(area.right);
            Filled {
                region,
                page,
                width: at(region.column + region.columns) - at(region.column),
                glyphs: Vec::new(),
            }
        });
        Grid {
            page,
            last_page: page,
            area,
            rows: tops.len().saturating_sub(1),
            head_rows: 0,
            cells: cells.collect(),
            places,
            tops,
            lefts,
        }
    }

    #[cfg(test)]
    pub(crate) fn regions(&self) -> impl Iterator<Item = Region> {
        self.cells.iter().map(|cell| cell.region)
    }

    /// Whether a character stands in it.
    pub(crate) fn holds(&self, glyph: &Glyph) -> bool {
        self.area.contains(glyph.middle())
    }

    /// Puts a character into its cell.
    pub(crate) fn take(&mut self, glyph: Glyph) {
        let (x, y) = glyph.middle();
        let row = self.tops.partition_point(|top| *top <= y).saturating_sub(1);
        let column = self
            .lefts
            .partition_point(|left| *left <= x)
            .saturating_sub(1);
        let columns = self.lefts.len().saturating_sub(1);
        // What stands on the last line is in the last cell.
        let row = row.min(self.rows.saturating_sub(1));
        let column = column.min(columns.saturating_sub(1));
        let index = self.places.get(row * columns + column).copied();
        let cell = index.and_then(|index| self.cells.get_mut(index));
        if let Some(cell) = cell {
            cell.glyphs.push(glyph);
        }
    }

    /// Whether there is no text in it.
    pub(crate) fn is_empty(&self) -> bool {
        let mut glyphs = self.cells.iter().flat_map(|cell| &cell.glyphs);
        glyphs.all(Glyph::is_blank)
    }

    /// Whether it is a frame around text, and no table.
    pub(crate) fn is_frame(&self) -> bool {
        self.cells.len() == 1
    }

    /// The paragraphs of a frame.
    pub(crate) fn paragraphs(
        self,
        links: &dyn Fn(usize) -> Vec<Link>,
        feet: &[Foot],
    ) -> Vec<Block> {
        let cells = self.cells.into_iter();
        let mut all: Vec<Block> = cells.flat_map(|cell| blocks(cell, links, feet)).collect();
        for block in &mut all {
            if let Block::Paragraph(paragraph) = block {
                paragraph.is_aside = true;
            }
        }
        all
    }

    /// The lines of all cells.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line> {
        self.cells
            .iter()
            .flat_map(|cell| lines_of(cell.glyphs.clone(), cell.page))
    }

    /// Whether the other one, which comes next, has the same columns on the next page.
    pub(crate) fn goes_on_with(&self, next: &Grid) -> bool {
        let is_same = |(a, b): (&f32, &f32)| (a - b).abs() < SAME_COLUMN;
        next.page == self.last_page + 1
            && self.rows + next.rows < MAX_ROWS
            && self.lefts.len() == next.lefts.len()
            && self.lefts.iter().zip(&next.lefts).all(is_same)
    }

    /// Puts the rows of the other one below its own; heads that are repeated are left out.
    pub(crate) fn append(&mut self, next: Grid) {
        let heads = match self.head_rows {
            0 => self.first_rows(),
            known => known,
        };
        let is_repeated = heads < next.rows && self.words(heads) == next.words(heads);
        let skipped = if is_repeated { heads } else { 0 };
        if is_repeated {
            self.head_rows = heads;
        }
        let base = self.rows;
        for mut cell in next.cells {
            if cell.region.row >= skipped {
                cell.region.row = cell.region.row - skipped + base;
                self.cells.push(cell);
            }
        }
        self.rows = base + next.rows - skipped;
        self.last_page = next.last_page;
    }

    /// How many rows the cells of the first one cover.
    fn first_rows(&self) -> usize {
        let first = self.cells.iter().filter(|cell| cell.region.row == 0);
        first.map(|cell| cell.region.rows).max().unwrap_or(1)
    }

    /// What its first row says, for a remark.
    pub(crate) fn first_words(&self) -> String {
        self.words(1).join(" ")
    }

    /// What the first rows say.
    fn words(&self, rows: usize) -> Vec<String> {
        let cells = self.cells.iter().filter(|cell| cell.region.row < rows);
        cells
            .map(|cell| {
                let mut glyphs = cell.glyphs.clone();
                glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
                let characters = glyphs.iter().map(|g| g.character);
                characters.filter(|c| !c.is_whitespace()).collect()
            })
            .collect()
    }

    /// The table.
    pub(crate) fn table(self, links: &dyn Fn(usize) -> Vec<Link>, feet: &[Foot]) -> Table {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        rows.resize_with(self.rows, Vec::new);
        let mut cells = self.cells;
        cells.sort_by_key(|cell| (cell.region.row, cell.region.column));
        for cell in cells {
            let Region {
                row,
                rows: row_span,
                columns: column_span,
                ..
            } = cell.region;
            let blocks = blocks(cell, links, feet);
            if let Some(row) = rows.get_mut(row) {
                row.push(Cell {
                    blocks,
                    row_span,
                    column_span,
                });
            }
        }
        Table {
            caption: Vec::new(),
            head_rows: self.head_rows,
            rows,
        }
    }
}

/// The paragraphs of a cell.
fn blocks(cell: Filled, links: &dyn Fn(usize) -> Vec<Link>, feet: &[Foot]) -> Vec<Block> {
    let links = links(cell.page);
    let mut paragraphs: Vec<Vec<Line>> = Vec::new();
    for line in lines_of(cell.glyphs, cell.page) {
        match paragraphs.last_mut() {
            Some(lines)
                if lines
                    .last()
                    .is_some_and(|last| is_wrapped(last, &line, cell.width)) =>
            {
                lines.push(line)
            }
            _ => paragraphs.push(vec![line]),
        }
    }
    let paragraphs = paragraphs.into_iter().map(|lines| {
        let mut inlines: Vec<Inline> = joined(&lines, &links, true);
        note::place_signs(&mut inlines, cell.page, feet);
        Block::Paragraph(Paragraph {
            inlines,
            ..Paragraph::default()
        })
    });
    paragraphs.collect()
}

/// Whether a line of a cell goes on in the next: its first word would have found no room.
fn is_wrapped(line: &Line, next: &Line, width: f32) -> bool {
    let room = width - 2.0 * PADDING;
    let needed = line.right - line.left + next.first_word();
    let is_full = needed > room - line.size * 0.4;
    is_full && !(ends_sentence(&line.text()) && needed + line.size < room)
}
