//! What is held of what was due, as open data: one row for each duty, body and period, as JSON and as CSV.
//!
//! Values are words in English and dates in ISO 8601, paths relative to the folder of the file. Cells in which nothing
//! was due are left out; a report that is held and says of no period that it is about it has a row without one.

use std::io::{self, Write};

use serde::Serialize;

use crate::archive::{Agency, Archive, EntryIndex};
use crate::data::csv::Table;
use crate::date::Period;
use crate::knowledge::Knowledge;
use crate::knowledge::duty::{Cell, Duty, State};
use crate::route;

/// The coverage; paths below the root of the site.
pub(crate) const JSON_FILE: &str = "data/coverage.json";
/// See [`JSON_FILE`].
pub(crate) const CSV_FILE: &str = "data/coverage.csv";

/// The columns of the table.
const COLUMNS: [&str; 14] = [
    "duty",
    "duty_name",
    "agency",
    "agency_name",
    "region",
    "period",
    "state",
    "days_late",
    "report_by",
    "publish_by",
    "published",
    "url",
    "reported",
    "reported_late_by",
];

/// One row.
#[derive(Serialize)]
struct Row<'k> {
    duty: &'k str,
    duty_name: &'k str,
    agency: &'k str,
    agency_name: &'k str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'k str>,
    /// Empty for a report that names none.
    period: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    days_late: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publish_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_late_by: Option<i32>,
}

/// All of it.
#[derive(Serialize)]
struct Whole<'k> {
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    coverage: Vec<Row<'k>>,
}

/// The state of a report that is held and stands in no cell.
const WITHOUT_PERIOD: &str = "without-period";

/// Whose row it is.
#[derive(Clone, Copy)]
struct Whose<'k> {
    archive: &'k Archive,
    duty: &'k Duty,
    agency: &'k Agency,
}

impl<'k> Whose<'k> {
    fn row(self, state: &'static str, report: Option<EntryIndex>) -> Row<'k> {
        let entry = report.and_then(|report| self.archive.entries.get(report));
        let published = entry.and_then(|entry| entry.report.front_matter.published);
        Row {
            duty: &self.duty.key,
            duty_name: &self.duty.name,
            agency: self.agency.route.as_str(),
            agency_name: &self.agency.facts.name,
            region: self.agency.facts.region.as_deref(),
            period: String::new(),
            state,
            days_late: None,
            report_by: None,
            publish_by: None,
            published: published.map(|moment| moment.date.to_string()),
            url: entry.map(|entry| route::relative(JSON_FILE, &entry.route.page())),
            reported: None,
            reported_late_by: None,
        }
    }

    fn of_cell(self, period: &Period, cell: &Cell) -> Row<'k> {
        Row {
            period: period.to_string(),
            days_late: cell.state.days_late(),
            report_by: cell.report_by.map(|day| day.to_string()),
            publish_by: cell.publish_by.map(|day| day.to_string()),
            reported: cell.reported.map(|day| day.to_string()),
            reported_late_by: cell.reported_late_by(),
            ..self.row(cell.state.key(), cell.report)
        }
    }
}

fn rows<'k>(archive: &'k Archive, knowledge: &'k Knowledge) -> impl Iterator<Item = Row<'k>> {
    let duties = knowledge.coverage.duties.iter();
    let rows = duties.flat_map(|duty| duty.rows.iter().map(move |row| (duty, row)));
    rows.flat_map(move |(duty, row)| {
        let whose = archive.agencies.get(row.agency).map(|agency| Whose {
            archive,
            duty,
            agency,
        });
        whose.into_iter().flat_map(move |whose| {
            let cells = duty.periods.iter().zip(&row.cells);
            let cells = cells.filter(|(_, cell)| cell.state != State::NotApplicable);
            let unplaced = row.without_period.iter();
            let unplaced = unplaced.map(move |report| whose.row(WITHOUT_PERIOD, Some(*report)));
            let cells = cells.map(move |(period, cell)| whose.of_cell(period, cell));
            cells.chain(unplaced)
        })
    })
}

/// Writes it as JSON, which ends with a line break.
///
/// # Errors
///
/// If `out` cannot be written to.
pub(crate) fn write_json(
    archive: &Archive,
    knowledge: &Knowledge,
    mut out: impl Write,
) -> io::Result<()> {
    let whole = Whole {
        as_of: knowledge.as_of.map(|day| day.to_string()),
        coverage: rows(archive, knowledge).collect(),
    };
    serde_json::to_writer_pretty(&mut out, &whole)?;
    out.write_all(b"\n")
}

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
    for row in rows(archive, knowledge) {
        let days = row.days_late.map(|days| days.to_string());
        let reported_late = row.reported_late_by.map(|days| days.to_string());
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        table.row([
            row.duty,
            row.duty_name,
            row.agency,
            row.agency_name,
            row.region.unwrap_or_default(),
            &row.period,
            row.state,
            &text(&days),
            &text(&row.report_by),
            &text(&row.publish_by),
            &text(&row.published),
            &text(&row.url),
            &text(&row.reported),
            &text(&reported_late),
        ])?;
    }
    table.finish()
}
