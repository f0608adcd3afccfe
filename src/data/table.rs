//! A table that is kept beside a report in another form, as CSV.
//!
//! In: the table. Out: CSV by the rules of all CSV files that are made here.

use std::io::{self, Write};

use crate::data::csv::Table;
use crate::report::table::TableText;

/// Writes a table.
///
/// # Errors
///
/// If it cannot be written.
pub(crate) fn write_csv(table: &TableText<'_>, out: impl Write) -> io::Result<()> {
    let mut csv = Table::new(out)?;
    for row in std::iter::once(&table.heads).chain(&table.rows) {
        csv.row(row.iter().map(|cell| &*cell.text))?;
    }
    csv.finish()
}
