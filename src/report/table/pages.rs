//! How much of a table stands on a page: on that of its report, or on pages of its own.
//!
//! In: a table. Out: rows, and what cells show. A page is cut by what it weighs, never in a row; a cell is cut only where
//! its row alone would be too heavy, and the page says so.

use std::borrow::Cow;
use std::ops::Range;

use crate::report::table::{Cell, FoundTable, Place, TableText};

/// Rows of a table that stands on the page of its report, at most.
const WHOLE_ROWS: usize = 50;
/// Bytes of a table that stands on the page of its report, at most.
const WHOLE_BYTES: usize = 12_000;
/// Bytes of all tables on the page of a report, at most.
const REPORT_BYTES: u32 = 30_000;
/// Rows with which a longer table opens there, at most.
const OPENING_ROWS: usize = 10;
/// Bytes of those.
const OPENING_BYTES: usize = 6_000;
/// Rows on a page of a table, at most.
const PAGE_ROWS: usize = 100;
/// Bytes of the head and the rows on a page; with its style and what is around them a page weighs less than 60,000.
const PAGE_BYTES: usize = 18_000;
/// Bytes of a row, at most: the cells of a heavier one are cut.
const ROW_BYTES: usize = 10_000;
/// Bytes that a cell may have however many there are.
const CELL_BYTES: usize = 24;
/// Bytes of the elements around a cell.
const AROUND_CELL: usize = 24;

impl TableText<'_> {
    /// The rows of each page; at least one row a page.
    pub(crate) fn pages(&self) -> Vec<Range<usize>> {
        let head = row_weight(&self.heads);
        let mut pages = Vec::new();
        let (mut start, mut bytes) = (0, head);
        for (at, row) in self.rows.iter().enumerate() {
            let weight = row_weight(row);
            let is_full = bytes + weight > PAGE_BYTES || at - start >= PAGE_ROWS;
            if is_full && at > start {
                pages.push(start..at);
                (start, bytes) = (at, head);
            }
            bytes += weight;
        }
        pages.push(start..self.rows.len());
        pages
    }

    /// What all of it weighs; none where it is too long for the page of its report.
    pub(super) fn weight(&self) -> Option<u32> {
        let (rows, weight) = self.first(WHOLE_ROWS, WHOLE_BYTES);
        let is_uncut = self.rows.iter().take(rows).all(|row| cut_at(row).is_none());
        (rows == self.rows.len() && is_uncut).then(|| u32::try_from(weight).unwrap_or(u32::MAX))
    }

    /// The first rows, and what they weigh with the head.
    pub(super) fn opening(&self) -> (u32, u32) {
        let (rows, weight) = self.first(OPENING_ROWS, OPENING_BYTES);
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (narrow(rows), narrow(weight))
    }

    fn first(&self, most_rows: usize, most_bytes: usize) -> (usize, usize) {
        let mut weight = row_weight(&self.heads);
        let mut rows = 0;
        for row in self.rows.iter().take(most_rows) {
            let more = weight + row_weight(row);
            if more > most_bytes {
                break;
            }
            (rows, weight) = (rows + 1, more);
        }
        (rows, weight)
    }
}

/// Says where each of the tables of a report stands: those that are short on its page, in their order, as long as there is
/// room.
pub(crate) fn place(tables: &mut [FoundTable]) {
    let mut left = REPORT_BYTES;
    for table in tables {
        let room = left;
        let mut take = |bytes: u32| {
            left = room.checked_sub(bytes)?;
            Some(())
        };
        table.place = match table.weight.and_then(&mut take) {
            Some(()) => Place::Report,
            None => Place::Own {
                pages: table.pages,
                shown: take(table.opening.1).map_or(0, |()| table.opening.0),
            },
        };
    }
}

/// Bytes of a row on a page, about.
fn row_weight(row: &[Cell<'_>]) -> usize {
    let most = cut_at(row).unwrap_or(usize::MAX);
    row.iter()
        .map(|cell| weight(&cell.text).min(most) + AROUND_CELL)
        .sum()
}

/// Bytes of a text in HTML, at most.
fn weight(text: &str) -> usize {
    let bytes = text.bytes();
    bytes.fold(0, |sum, byte| {
        sum + match byte {
            b'<' | b'>' | b'&' | b'"' | b'\'' => "&quot;".len(),
            _ => 1,
        }
    })
}

/// The bytes at which the cells of a row are cut; none where they are not.
fn cut_at(row: &[Cell<'_>]) -> Option<usize> {
    let whole: usize = row.iter().map(|cell| weight(&cell.text)).sum();
    let fair = ROW_BYTES.checked_div(row.len()).unwrap_or(0);
    (whole > ROW_BYTES).then(|| fair.max(CELL_BYTES))
}

/// What the cells of a row show, and whether any is cut.
pub(crate) fn shown<'c>(row: &'c [Cell<'_>]) -> (Vec<Cow<'c, str>>, bool) {
    let most = cut_at(row).unwrap_or(usize::MAX);
    let mut is_cut = false;
    let cells = row.iter().map(|cell| {
        if weight(&cell.text) <= most {
            return Cow::Borrowed(&*cell.text);
        }
        is_cut = true;
        let mut bytes = 0;
        let fits = cell.text.char_indices().take_while(|(at, c)| {
            let end = at + c.len_utf8();
            bytes += cell.text.get(*at..end).map_or(0, weight);
            bytes + '…'.len_utf8() <= most
        });
        let end = fits.last().map_or(0, |(at, c)| at + c.len_utf8());
        Cow::Owned(format!("{}…", cell.text.get(..end).unwrap_or_default()))
    });
    (cells.collect(), is_cut)
}
