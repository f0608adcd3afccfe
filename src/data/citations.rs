//! What reports cite, as open data: one row for each citation, in the order of the texts.
//!
//! A citation that leads to no document that is surely held has no target. The addresses of documents are relative to
//! the folder of the file. What a report cites of itself is left out.

use std::io::{self, Write};

use crate::archive::Archive;
use crate::data::csv::Table;
use crate::knowledge::Knowledge;
use crate::knowledge::cited::citations;
use crate::route;

/// The citations; its path below the root of the site.
pub(crate) const CSV_FILE: &str = "data/citations.csv";

/// The columns of the table: the citing report, the place in its page, `title` or `number`, the words, and the
/// document that they lead to.
const COLUMNS: [&str; 6] = ["source", "anchor", "kind", "text", "target", "url"];

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
    for (report, entry) in (0..).zip(&archive.entries) {
        let found = citations(archive, report);
        for row in knowledge.citations.index.rows(report, &found) {
            let target = row.target.and_then(|at| archive.entries.get(at as usize));
            let url = target.map(|target| route::relative(CSV_FILE, &target.route.page()));
            table.row([
                entry.route.as_str(),
                row.anchor,
                row.kind.key(),
                &row.text,
                target.map_or("", |target| target.route.as_str()),
                url.as_deref().unwrap_or_default(),
            ])?;
        }
    }
    table.finish()
}
