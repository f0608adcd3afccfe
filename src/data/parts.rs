//! The parts of reports that their types declare, as open data: one row for each, as CSV.
//!
//! `part` is its key in archive.yaml, `anchor` its id in the page of the report. A report without the part has no row.

use std::io::{self, Write};

use crate::archive::Archive;
use crate::data::csv::Table;
use crate::knowledge::{Knowledge, part};

/// Below the root of the site.
pub(crate) const FILE: &str = "data/parts.csv";

const COLUMNS: [&str; 5] = ["report", "type", "part", "anchor", "heading"];

/// Writes it as a table.
///
/// # Errors
///
/// If `out` cannot be written to.
pub(crate) fn write_csv(
    archive: &Archive,
    knowledge: &Knowledge,
    out: impl Write,
) -> io::Result<()> {
    let mut table = Table::new(out)?;
    table.row(COLUMNS)?;
    for (at, entry) in archive.entries.iter().enumerate() {
        let kind = &entry.report.front_matter.kind.value;
        let mut types = knowledge.parts.types.iter();
        let Some(of_type) = types.find(|of| of.kind == *kind) else {
            continue;
        };
        for found in part::declared(archive, at) {
            let named = of_type.parts.get(usize::from(found.part));
            table.row([
                entry.route.as_str(),
                kind,
                named.map_or("", |named| &named.key),
                &found.anchor,
                &found.heading,
            ])?;
        }
    }
    table.finish()
}
