//! A measure as a row of data/measures.csv.
//!
//! In: a measure and its URL. Out: a cell for each column. Writing them is left to who knows CSV.

use crate::knowledge::measure::Entry;
use crate::report::declared::measure::Status;
use crate::report::findings::measure::Timing;

/// The columns.
pub(crate) const COLUMNS: [&str; 9] = [
    "number",
    "heading",
    "text",
    "lead",
    "others",
    "deadline",
    "deadline_kind",
    "status",
    "url",
];

/// What stands between the names of a list in one cell, as in the catalogue.
const LIST_SEPARATOR: &str = ";";

/// The cells of a measure. The deadline is a date (ISO 8601), and empty where it is none; its kind is `stated`,
/// `default` or empty.
pub(crate) fn row(entry: &Entry, url: &str) -> [String; COLUMNS.len()] {
    let deadline = &entry.deadline.value;
    let date = match deadline.timing {
        Some(Timing::Until(date)) => date.to_string(),
        _ => String::new(),
    };
    [
        entry.number.value.clone(),
        entry.heading.value.clone(),
        entry.text.value.clone(),
        entry.lead.value.join(LIST_SEPARATOR),
        entry.others.value.join(LIST_SEPARATOR),
        date,
        deadline.kind.key().to_owned(),
        entry.status.map_or("", Status::key).to_owned(),
        url.to_owned(),
    ]
}
