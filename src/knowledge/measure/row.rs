//! A measure as a row of data/measures.csv.
//!
//! In: a measure and its URL. Out: a cell for each column. Writing them is left to who knows CSV.

use crate::knowledge::measure::{DeadlineGroup, Entry};
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

/// The columns that say what kind of deadline it is, which stand behind all others.
pub(crate) const DEADLINE_COLUMNS: [&str; 2] = ["deadline_form", "deadline_words"];

/// What of a deadline a date does not say: `date`, `from`, `recurring`, `ongoing`, `unread` or nothing where there is none;
/// and the words of the plan that say it.
pub(crate) fn deadline_of(entry: &Entry) -> [&str; DEADLINE_COLUMNS.len()] {
    let deadline = &entry.deadline.value;
    let form = match (deadline.timing, DeadlineGroup::of(entry)) {
        (Some(Timing::From(_)), _) => "from",
        (_, DeadlineGroup::Until(_)) => "date",
        (_, DeadlineGroup::Recurring) => "recurring",
        (_, DeadlineGroup::Ongoing) => "ongoing",
        (_, DeadlineGroup::Unread) => "unread",
        (_, DeadlineGroup::None) => "",
    };
    [form, &deadline.words]
}
