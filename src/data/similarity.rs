//! What reports share, as open data: one row for each report and one that it shares something with, as CSV.
//!
//! Counts are of the report's paragraphs that were compared; `share` is the part of them that stand in the other, the
//! same or nearly, from 0 to 1.

use std::io::{self, Write};

use crate::archive::Archive;
use crate::data::csv::Table;
use crate::knowledge::Knowledge;

/// Below the root of the site.
pub(crate) const FILE: &str = "data/similarity.csv";

const COLUMNS: [&str; 7] = [
    "report",
    "other",
    "relation",
    "paragraphs",
    "same",
    "near",
    "share",
];

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
    let id = |at: usize| archive.entries.get(at).map_or("", |e| e.route.as_str());
    for it in &knowledge.similarity {
        let share = it.share();
        table.row([
            id(it.report),
            id(it.other),
            it.relation.key(),
            &it.paragraphs.to_string(),
            &it.same.to_string(),
            &it.near().to_string(),
            &format!("{}.{:03}", share / 1000, share % 1000),
        ])?;
    }
    table.finish()
}
