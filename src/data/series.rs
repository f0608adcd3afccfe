//! Tables that recur, as open data: a row for each figure, as CSV.
//!
//! Rows, columns and values are as the report has them, periods in ISO 8601; `report` is its id, `url` leads to the table.

use std::io::{self, Write};

use crate::archive::Archive;
use crate::data::csv::Table;
use crate::knowledge::Knowledge;
use crate::report::findings::figure::series::with_years;
use crate::route;

/// Below the root of the site.
pub(crate) const FILE: &str = "data/series.csv";

const COLUMNS: [&str; 10] = [
    "agency", "type", "heading", "row", "column", "period", "value", "basis", "report", "url",
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
    for series in &knowledge.series.all {
        for of in &series.tables {
            let agency = archive.agencies.get(series.agency);
            let entry = archive.entries.get(of.report);
            let (Some(agency), Some(entry), Some(found)) = (agency, entry, of.of(archive)) else {
                continue;
            };
            let named = |label: &str| with_years(label, of.period.to.year);
            let rows: Vec<String> = found.labels.rows().map(named).collect();
            let columns: Vec<String> = found.labels.columns().map(named).collect();
            let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
            let heading = named(&found.heading);
            let period = of.period.to_string();
            let place = format!("{}#{}", entry.route.page(), found.anchor);
            let url = route::relative_place(FILE, place.trim_end_matches('#'));
            for (row, column, value) in found.values() {
                table.row([
                    agency.facts.name.as_str(),
                    &series.kind,
                    &heading,
                    &name(&rows, row),
                    &name(&columns, column),
                    &period,
                    value,
                    "text",
                    entry.route.as_str(),
                    &url,
                ])?;
            }
        }
    }
    table.finish()
}
