//! What plans say is to be done, as open data: one row for each measure, as CSV.
//!
//! Values are words in English and dates in ISO 8601, paths relative to the folder of the file. What was read from a
//! text and what an editor says are told apart.

use std::io::{self, Write};

use crate::archive::Archive;
use crate::data::csv::Table;
use crate::knowledge::Knowledge;
use crate::knowledge::measure::{COLUMNS, DEADLINE_COLUMNS, Entry, deadline_of, row};
use crate::route::{self, measure_place};

/// The measures; a path below the root of the site.
pub(crate) const CSV_FILE: &str = "data/measures.csv";

/// The columns behind those of a measure: the page of the plan, `text` or `declared`, and which columns are an
/// editor's, with `;` between them.
const MORE: [&str; 3] = ["report", "basis", "declared"];

/// Writes them as a table.
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
    table.row(COLUMNS.into_iter().chain(MORE).chain(DEADLINE_COLUMNS))?;
    for plan in &knowledge.measures.plans {
        let Some(entry) = archive.entries.get(plan.report) else {
            continue;
        };
        let report = route::relative(CSV_FILE, &entry.route.page());
        let measures = plan.ledger.measures.iter().zip(&plan.ids);
        for (at, (measure, id)) in measures.enumerate() {
            let url = route::relative_place(CSV_FILE, &measure_place(&entry.route, at, id));
            let declared = declared(measure);
            // A status is never read from a text.
            let basis = match declared.iter().all(|column| *column == "status") {
                true => "text",
                false => "declared",
            };
            let cells = row(measure, &url);
            let cells = cells.iter().map(String::as_str);
            let declared = declared.join(";");
            let more = [report.as_str(), basis, &declared];
            table.row(cells.chain(more).chain(deadline_of(measure)))?;
        }
    }
    table.finish()
}

/// The columns of which an editor says what stands there; the status always is the editor's.
fn declared(measure: &Entry) -> Vec<&'static str> {
    use crate::knowledge::measure::Basis::Declared;
    let columns = [
        ("number", measure.number.basis == Declared),
        ("heading", measure.heading.basis == Declared),
        ("text", measure.text.basis == Declared),
        ("lead", measure.lead.basis == Declared),
        ("others", measure.others.basis == Declared),
        ("deadline", measure.deadline.basis == Declared),
        ("status", measure.status.is_some()),
    ];
    let declared = columns.into_iter().filter(|(_, is_declared)| *is_declared);
    declared.map(|(column, _)| column).collect()
}
