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

/// A table of these rows, empty lines between them being empty rows.
///
/// # Errors
///
/// If there are too many cells, or nothing in them.
pub(super) fn sheet(text: &str) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet::default();
    let (mut cells, mut row, mut ended) = (0, 0, 0);
    for record in records(text)? {
        let mut seen = BTreeMap::new();
        for (column, written) in record.cells.into_iter().enumerate() {
            let inlines = inlines(&written);
            if !inlines.is_empty() {
                seen.insert(column, inlines);
            }
        }
        cells += seen.len();
        if cells > MAX_CELLS {
            return Err(too_large());
        }
        // As many empty rows as part tables.
        row += record.line.saturating_sub(ended + 1).min(2);
        ended = record.ended;
        sheet.rows.insert(row, seen);
        row += 1;
    }
    if cells == 0 {
        return Err(empty());
    }
    Ok(sheet)
}

/// A row with its lines in the file, from 1.
#[derive(Debug, PartialEq)]
pub(crate) struct Record {
    /// Where it begins.
    pub line: usize,
    /// Where it ends.
    pub ended: usize,
    /// What its cells say.
    pub cells: Vec<String>,
}

/// The rows that are written; empty lines are none.
///
/// # Errors
///
/// If there are too many.
pub(crate) fn records(text: &str) -> Result<Vec<Record>, Refusal> {
    let (said, rest) = said_separator(text);
    let separator = said.unwrap_or_else(|| separator(rest));
    let mut reader = reader(rest, separator);
    let mut records = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut cells = 0;
    let mut line = 1 + usize::from(said.is_some());
    let mut at = 0;
    // All that a text can be is a record: there is nothing to fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let next = usize::try_from(reader.position().byte()).unwrap_or(rest.len());
        let written = rest.get(at..next).unwrap_or_default();
        let content = written.trim_start_matches(['\r', '\n']);
        let first = next - content.len();
        let last = first + content.trim_end_matches(['\r', '\n']).len();
        let begins = line + line_ends(rest, at..first);
        let ended = begins + line_ends(rest, first..last);
        line = ended + line_ends(rest, last..next);
        at = next;
        cells += record.len();
        if cells > 4 * MAX_CELLS || records.len() >= MAX_ROWS || record.len() > MAX_COLUMNS {
            return Err(too_large());
        }
        records.push(Record {
            line: begins,
            ended,
            cells: record.iter().map(|cell| plain(cell).to_owned()).collect(),
        });
    }
    Ok(records)
}

/// Line ends in a part of a text: `\r\n` is one, where the `\r` stands.
fn line_ends(text: &str, part: std::ops::Range<usize>) -> usize {
    let bytes = text.as_bytes();
    let is_after_return =
        |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\r');
    let is_end = |at: &usize| match bytes.get(*at) {
        Some(b'\r') => true,
        Some(b'\n') => !is_after_return(*at),
        _ => false,
    };
    part.filter(is_end).count()
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
fn inlines(text: &str) -> Vec<Inline> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_lines() {
        let text = "名称,数\r\n\r\n\"甲\r\n乙\",\"1,0\"\r\n丙,=\"007\"\r\n";
        let found = records(text).expect("rows");
        let seen: Vec<_> = found
            .iter()
            .map(|it| (it.line, it.ended, it.cells.join("|")))
            .collect();
        let wanted = [(1, 1, "名称|数"), (3, 4, "甲\r\n乙|1,0"), (5, 5, "丙|007")];
        assert_eq!(
            seen,
            wanted.map(|(line, ended, cells)| (line, ended, cells.to_owned()))
        );
        let sheet = sheet(text).expect("a sheet");
        assert_eq!(sheet.rows.keys().copied().collect::<Vec<_>>(), [0, 2, 3]);
    }

    #[test]
    fn what_divides_cells_is_found() {
        for (text, columns) in [
            ("a;b\n1,5;2\n", 2),
            ("a\tb\tc\n1\t2,0\t3\n", 3),
            ("sep=|\na|b\n", 2),
            ("甲，乙\n", 1),
            ("a,b\n1,2\n", 2),
        ] {
            let found = records(text).expect("rows");
            assert!(
                found.iter().all(|record| record.cells.len() == columns),
                "{text}"
            );
        }
    }
}
