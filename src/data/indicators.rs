//! What indicators come to, as open data: a row for each figure, as CSV.
//!
//! Values are exact decimals in the unit beside them, periods in ISO 8601, paths relative to the folder of the file. What
//! was read from a text and what an editor states are told apart.

use std::io::{self, Write};

use serde::Serialize;

use crate::archive::{Archive, EntryIndex};
use crate::data::csv::Table;
use crate::knowledge::Knowledge;
use crate::knowledge::indicator::Figure;
use crate::route;

/// The figures; a path below the root of the site.
pub(crate) const CSV_FILE: &str = "data/indicators.csv";

/// The columns. `approximate` is `true` where the figure is said to be about so; `definition` is the place of the
/// definition in archive.yaml, from 1; `text_value` is what the text has where an editor states another value.
const COLUMNS: [&str; 15] = [
    "agency",
    "report",
    "period",
    "indicator",
    "name",
    "value",
    "unit",
    "approximate",
    "basis",
    "definition",
    "note",
    "anchor",
    "url",
    "quote",
    "text_value",
];

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
    table.row(COLUMNS)?;
    let all = archive.config.indicators.iter();
    for (at, (indicator, series)) in all.zip(&knowledge.indicators.all).enumerate() {
        for figure in &series.figures {
            let entry = archive.entries.get(figure.report);
            let agency = archive.agencies.get(figure.agency);
            let (Some(entry), Some(agency)) = (entry, agency) else {
                continue;
            };
            let place = format!("{}#{}", entry.route.page(), figure.anchor);
            let place = place.trim_end_matches('#');
            let definition = figure.definition.map(|at| (at + 1).to_string());
            table.row([
                agency.facts.name.as_str(),
                entry.route.as_str(),
                &figure.period.map_or_else(String::new, |it| it.to_string()),
                &indicator.key.value,
                &indicator.name,
                &figure.value.to_string(),
                indicator.unit.as_deref().unwrap_or_default(),
                if figure.is_about { "true" } else { "" },
                figure.basis.name(),
                definition.as_deref().unwrap_or_default(),
                &note(archive, at, figure),
                &figure.anchor,
                &route::relative_place(CSV_FILE, place),
                &figure.quote,
                text_value(figure).as_deref().unwrap_or_default(),
            ])?;
        }
    }
    table.finish()
}

/// A figure in the record of its report.
#[derive(Serialize)]
pub(super) struct RecordFigure<'a> {
    indicator: &'a str,
    name: &'a str,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
    basis: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    anchor: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    quote: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_value: Option<String>,
}

/// The figures of a report.
pub(super) fn of_report<'a>(
    archive: &'a Archive,
    knowledge: &'a Knowledge,
    report: EntryIndex,
) -> Vec<RecordFigure<'a>> {
    let figures = knowledge.indicators.of_report(report);
    let all = figures.filter_map(|(at, figure)| {
        let indicator = archive.config.indicators.get(at)?;
        Some(RecordFigure {
            indicator: &indicator.key.value,
            name: &indicator.name,
            value: figure.value.to_string(),
            unit: indicator.unit.as_deref(),
            approximate: figure.is_about,
            basis: figure.basis.name(),
            anchor: &figure.anchor,
            quote: &figure.quote,
            text_value: text_value(figure),
        })
    });
    all.collect()
}

/// What the text has, where an editor states another figure.
fn text_value(figure: &Figure) -> Option<String> {
    let other = figure.in_text.as_ref();
    other.map(|other| other.value.to_string())
}

/// What the definition counts, and what an editor says of the figure.
fn note(archive: &Archive, indicator: usize, figure: &Figure) -> String {
    let indicator = archive.config.indicators.get(indicator);
    let definitions = indicator.map(|it| &it.definitions);
    let definition = definitions.and_then(|it| it.get(figure.definition?));
    let notes = definition.and_then(|it| it.note.as_deref());
    let notes = notes.into_iter().chain(figure.note.as_deref());
    notes.collect::<Vec<&str>>().join(" ")
}
