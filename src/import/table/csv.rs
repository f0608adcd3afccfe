//! CSV, and text with tabs, as a sheet.
//!
//! In: the text of a file. Out: its cells as they are written. What divides cells is what divides the most rows into
//! equally many; `="007"`, which programs write to keep a text, is that text.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::Inline;
use crate::import::table::reference::{MAX_COLUMNS, MAX_ROWS};
use crate::import::table::sheet::{MAX_CELLS, Sheet, too_large};

/// Lines by which is judged what divides cells.
const MAX_LOOKED_AT: usize = 200;

/// Reads the rows.
///
/// # Errors
///
/// If there are too many, or nothing in them.
pub(crate) fn sheet(text: &str) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet::default();
    let mut cells = 0;
    for (number, row) in rows(text)?.into_iter().enumerate() {
        let mut seen = BTreeMap::new();
        for (column, written) in row.into_iter().enumerate() {
            let inlines = inlines(plain(&written));
            if !inlines.is_empty() {
                cells += 1;
                seen.insert(column, inlines);
            }
        }
        if cells > MAX_CELLS {
            return Err(too_large());
        }
        sheet.rows.insert(number, seen);
    }
    if cells == 0 {
        return Err(empty());
    }
    Ok(sheet)
}

/// The rows as they are written, empty lines too.
///
/// # Errors
///
/// If there are too many.
pub(crate) fn rows(text: &str) -> Result<Vec<Vec<String>>, Refusal> {
    let (said, rest) = said_separator(text);
    let separator = said.unwrap_or_else(|| separator(rest));
    let mut rows = Vec::new();
    let mut cells = 0;
    let mut line = 0;
    for record in reader(rest, separator).into_records() {
        // All that a text can be is a record.
        let Ok(record) = record else { continue };
        let begins = record.position().map_or(line, csv::Position::line);
        // Empty lines, which part tables, are no records.
        let empty = begins.saturating_sub(line).min(2);
        rows.extend((1..empty).map(|_| Vec::new()));
        cells += record.len();
        let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        line = begins + breaks as u64;
        rows.push(record.iter().map(str::to_owned).collect());
        if cells > 4 * MAX_CELLS || rows.len() > MAX_ROWS || record.len() > MAX_COLUMNS {
            return Err(too_large());
        }
    }
    Ok(rows)
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// What the first line says that it is, as one program wants to be told: `sep=;`.
fn said_separator(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// What divides the most lines into equally many cells.
fn separator(text: &str) -> u8 {
    let agreeing = |separator: &u8| {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for record in reader(text, *separator)
            .into_records()
            .take(MAX_LOOKED_AT)
            .flatten()
        {
            if record.len() > 1 {
                *counts.entry(record.len()).or_default() += 1;
            }
        }
        counts.values().max().copied().unwrap_or(0)
    };
    // Of equals the last is taken: a comma is what the format is named after.
    let separators = [b'|', b';', b'\t', b','];
    separators.into_iter().max_by_key(agreeing).unwrap_or(b',')
}

fn plain(written: &str) -> &str {
    let written = written.trim();
    let formula = written
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    formula.unwrap_or(written)
}

/// Words with line breaks as inlines.
pub(super) fn inlines(text: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for (line, at) in text.lines().zip(0..) {
        if at > 0 {
            inlines.push(Inline::Break);
        }
        if !line.trim().is_empty() {
            inlines.push(Inline::text(line.trim()));
        }
    }
    inlines
}

fn empty() -> Refusal {
    Refusal(Text::new("表格里没有内容", "there is nothing in the table"))
}
