//! Tables for spreadsheet programs, as CSV (RFC 4180).
//!
//! In go cells, out come lines with every cell in quotation marks, since a program may split at `;` or a tab where
//! its country does. A file begins with a byte order mark, without which such programs take UTF-8 for the
//! local encoding and show Chinese as rubbish. The search page writes its list by the same rules
//! (`themes/default/assets/search-results.js`); both are held against `tests/scripts/cells.json`.

use std::io::{self, Write};

/// A table that is written row by row.
pub(crate) struct Table<W: Write>(csv::Writer<W>);

impl<W: Write> Table<W> {
    /// Begins a table.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written to.
    pub(crate) fn new(mut out: W) -> io::Result<Table<W>> {
        out.write_all("\u{feff}".as_bytes())?;
        let writer = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Always)
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        Ok(Table(writer))
    }

    /// Writes a row; no cell of it is a formula.
    ///
    /// # Errors
    ///
    /// If the table cannot be written to, or if the row has another number of cells than those before it.
    pub(crate) fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        Ok(self.0.write_record(cells.into_iter().map(inert))?)
    }

    /// Ends the table.
    ///
    /// # Errors
    ///
    /// If the rest cannot be written.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A cell in which nothing is computed: a sign that would begin a formula gets an apostrophe before it, which makes it
/// text (OWASP, "CSV Injection"), at the head of the cell and after whatever a program may split it at. The
/// full-width signs count too: where East Asian input is set such programs read them as the half-width ones.
///
/// Others leave cells as they are, so that programs get them unchanged; but a CSV file is what citizens
/// open with a double click, its texts are copied from elsewhere, and for programs there is the JSON. A negative figure
/// computes nothing, and is to be added up.
fn inert(cell: &str) -> String {
    if is_negative(cell) {
        return cell.to_owned();
    }
    let mut text = String::with_capacity(cell.len());
    let mut at_head = true;
    for c in cell.chars() {
        if at_head && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            text.push('\'');
        }
        text.push(c);
        let is_split = matches!(c, ';' | '\t' | '\r' | '\n');
        at_head = is_split || at_head && (c == ' ' || c == '\u{3000}' || c == '\u{a0}');
    }
    text
}

/// Whether a cell is a negative figure and nothing else: `-12.5`, `-1,024`, `-3%`.
fn is_negative(cell: &str) -> bool {
    let Some(figure) = cell.strip_prefix('-') else {
        return false;
    };
    let figure = figure.strip_suffix('%').unwrap_or(figure);
    let (whole, decimals) = figure.split_once('.').unwrap_or((figure, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    whole.split(',').all(is_digits) && is_digits(decimals)
}

#[cfg(test)]
mod tests {
    use super::{Table, inert};

    #[test]
    fn no_cell_is_a_formula() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scripts/cells.json");
        let text = std::fs::read_to_string(file).unwrap();
        let cells: Vec<(String, String)> = serde_json::from_str(&text).unwrap();
        assert!(cells.len() > 10);
        for (cell, written) in cells {
            assert_eq!(inert(&cell), written);
        }
    }

    #[test]
    fn every_cell_stands_in_quotation_marks() {
        let mut bytes = Vec::new();
        let mut table = Table::new(&mut bytes).unwrap();
        table.row(["甲", "a;b", "a,b", "a\"b", "a\nb", ""]).unwrap();
        table.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"甲\",\"a;b\",\"a,b\",\"a\"\"b\",\"a\nb\",\"\"\r\n"
        );
    }
}
