//! CSV (RFC 4180) as rows of cells with their places.
//!
//! In: a text in UTF-8. Out: rows as they are written, the head first, empty lines left out. Quotation marks are read as
//! spreadsheet programs write them; which character divides cells is not guessed.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader};

use crate::diagnostic::{Fault, Severity};
use crate::report::table::{CELLS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, faults, width};

/// Reads the rows. Faults: `open-quote`, `stray-quote`, `table-too-large`, `table-separator`.
pub(super) fn read<'t>(text: &'t str, faults: &mut Vec<Fault>) -> Option<Vec<Vec<Cell<'t>>>> {
    let mut at = match text.starts_with('\u{feff}') {
        true => '\u{feff}'.len_utf8(),
        false => 0,
    };
    let mut reader = Reader::new();
    let mut rows: Vec<Vec<Cell<'t>>> = Vec::new();
    let mut row: Vec<Cell<'t>> = Vec::new();
    let mut cells = 0;
    let mut buffer = [0; 4096];
    let mut begins = at;
    loop {
        let input = text.as_bytes().get(at..).unwrap_or_default();
        let (result, read, _) = reader.read_field(input, &mut buffer);
        at += read;
        let ends_row = match result {
            // What a cell says is taken from the text itself: the machine tells only where it ends.
            ReadFieldResult::OutputFull | ReadFieldResult::InputEmpty => continue,
            ReadFieldResult::Field { record_end } => record_end,
            ReadFieldResult::End => break,
        };
        let cell = cell(text, begins, at, row.is_empty());
        begins = at;
        let written = text.get(cell.span.clone()).unwrap_or_default();
        if is_stray(written) {
            faults.push(faults::stray_quote(cell.span.clone()));
            return None;
        }
        row.push(cell);
        cells += 1;
        if row.len() > COLUMNS_MAX || rows.len() > ROWS_MAX || cells > CELLS_MAX {
            let place = row.last().map_or(0, |cell| cell.span.start);
            faults.push(faults::too_large(place));
            return None;
        }
        if ends_row {
            rows.push(std::mem::take(&mut row));
        }
    }
    // A cell that nothing closes has swallowed all that comes after it.
    let last = rows.last().and_then(|row| row.last());
    let written = last.and_then(|cell| Some((cell, text.get(cell.span.start..)?)));
    if let Some((cell, _)) = written.filter(|(_, written)| is_open(written)) {
        faults.push(faults::open_quote(cell.span.start));
        return None;
    }
    let widest = rows.iter().map(|row| width(row)).max().unwrap_or(0);
    match rows
        .first()
        .and_then(|heads| faults::separator(heads, widest))
    {
        // Where each row has more cells than the head, no other fault of them says more.
        Some(fault) if fault.severity == Severity::Error => {
            faults.push(fault);
            None
        }
        told => {
            faults.extend(told);
            Some(rows)
        }
    }
}

/// The cell between two places, of which the second is behind what ends it.
fn cell(text: &str, begins: usize, ends: usize, is_first: bool) -> Cell<'_> {
    let written = text.get(begins..ends).unwrap_or_default();
    // Line ends of the row before, and empty lines, stand before its first cell.
    let ahead = match is_first {
        true => written.len() - written.trim_start_matches(['\r', '\n']).len(),
        false => 0,
    };
    let written = written.get(ahead..).unwrap_or_default();
    let begins = begins + ahead;
    let written = match written.strip_suffix(',') {
        Some(written) => written,
        None => written.strip_suffix(['\r', '\n']).unwrap_or(written),
    };
    let whole = begins..begins + written.len();
    if !written.starts_with('"') {
        return Cell {
            text: Cow::Borrowed(written),
            span: whole,
        };
    }
    let inner = written.get(1..).unwrap_or_default();
    match inner.strip_suffix('"') {
        Some(inner) if !inner.contains('"') => Cell {
            text: Cow::Borrowed(inner),
            span: begins + 1..begins + 1 + inner.len(),
        },
        _ => Cell {
            text: Cow::Owned(unquoted(inner)),
            span: whole,
        },
    }
}

/// What stands behind a quotation mark, up to the one that closes it, and what is behind that.
fn unquoted(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut is_quoted = true;
    let mut characters = inner.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if is_quoted && characters.next_if_eq(&'"').is_some() => text.push('"'),
            '"' if is_quoted => is_quoted = false,
            c => text.push(c),
        }
    }
    text
}

/// Whether a quotation mark opens what stands here, and text follows the one that closes it.
fn is_stray(written: &str) -> bool {
    let Some(inner) = written.strip_prefix('"') else {
        return false;
    };
    let mut rest = inner;
    while let Some((_, after)) = rest.split_once('"') {
        match after.strip_prefix('"') {
            Some(after) => rest = after,
            None => return !after.is_empty(),
        }
    }
    false
}

/// Whether a quotation mark opens what stands here and none closes it.
fn is_open(written: &str) -> bool {
    written.starts_with('"') && !written.matches('"').count().is_multiple_of(2)
}
