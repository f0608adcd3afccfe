//! What the archive held when, as open data: each report with the day of its publication and all that happened to it
//! since, and in which publication the log has it.
//!
//! Days are as their publishers state them, so that one may be a month or a year. The same records go to the page that
//! shows the archive as of a day, in pieces by the year of publication. Nothing of a text is here.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::archive::{Archive, Entry, EntryIndex};
use crate::knowledge::Knowledge;
use crate::knowledge::validity::{End, State};
use crate::truth::{Change, Changes, What};

/// The file for programs.
pub(crate) const FILE: &str = "data/history.json";

/// A report.
#[derive(Serialize)]
pub(crate) struct Record<'a> {
    id: &'a str,
    title: &'a str,
    agency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<Correction<'a>>,
    /// The texts from before corrections that can be read, by their numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withdrawals: Vec<Withdrawal<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<Validity>,
}

#[derive(Serialize)]
struct Correction<'a> {
    /// The text that it made.
    revision: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<u64>,
}

#[derive(Serialize)]
struct Withdrawal<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<u64>,
    /// The publication with which it was there again.
    #[serde(skip_serializing_if = "Option::is_none")]
    restored: Option<u64>,
}

/// When a document was in force, as far as is known.
#[derive(Serialize)]
struct Validity {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// The first day without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    over_since: Option<String>,
    /// It is over, and since when is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    over: bool,
}

/// Writes `{"reports": [...]}`, a report a line, in the order of the archive.
///
/// # Errors
///
/// If `out` cannot be written to.
pub(crate) fn write_json(
    archive: &Archive,
    knowledge: &Knowledge,
    changes: &Changes,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"{\"reports\": [")?;
    for (at, entry) in archive.entries.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let record = record(archive, knowledge, changes, (at, entry));
        serde_json::to_writer(&mut *out, &record)?;
    }
    out.write_all(b"\n]}\n")
}

/// The reports by the year that states their publication, the newest year first, those without one last.
pub(crate) fn by_year(archive: &Archive) -> Vec<(Option<i16>, Vec<EntryIndex>)> {
    let mut years: BTreeMap<Option<i16>, Vec<EntryIndex>> = BTreeMap::new();
    for (at, entry) in archive.entries.iter().enumerate() {
        let published = entry.report.front_matter.published;
        let year = published.map(|moment| moment.date.year);
        years.entry(year).or_default().push(at);
    }
    years.into_iter().rev().collect()
}

/// Some of the reports, in this order.
pub(crate) fn records<'a>(
    archive: &'a Archive,
    knowledge: &Knowledge,
    changes: &'a Changes,
    reports: &[EntryIndex],
) -> Vec<Record<'a>> {
    let entries = reports.iter();
    let entries = entries.filter_map(|at| Some((*at, archive.entries.get(*at)?)));
    entries
        .map(|entry| record(archive, knowledge, changes, entry))
        .collect()
}

fn record<'a>(
    archive: &'a Archive,
    knowledge: &Knowledge,
    changes: &'a Changes,
    (at, entry): (EntryIndex, &'a Entry),
) -> Record<'a> {
    let changes = changes.of_report(at);
    let published = changes.iter().find(|it| it.what == What::Published);
    let date = |change: &Change| change.date.map(|date| date.to_string());
    let corrections = changes.iter().filter(|it| it.what == What::Corrected);
    Record {
        id: entry.route.as_str(),
        title: &entry.report.front_matter.title,
        agency: &archive.agencies[entry.agency].facts.name,
        published: published.and_then(date),
        recorded: published.and_then(|it| it.release),
        corrections: corrections
            .map(|it| Correction {
                revision: it.revision,
                date: date(it),
                note: it.reason.as_deref(),
                recorded: it.release,
            })
            .collect(),
        kept: entry.earlier.iter().map(|text| text.revision).collect(),
        withdrawals: withdrawals(changes),
        validity: validity(knowledge, at),
    }
}

fn withdrawals(changes: &[Change]) -> Vec<Withdrawal<'_>> {
    let mut found: Vec<Withdrawal<'_>> = Vec::new();
    for change in changes {
        match change.what {
            What::Withdrawn => found.push(Withdrawal {
                date: change.date.map(|date| date.to_string()),
                reason: change.reason.as_deref(),
                recorded: change.release,
                restored: None,
            }),
            What::Restored => {
                if let Some(last) = found.last_mut() {
                    last.restored = change.release;
                }
            }
            What::Published | What::Corrected => {}
        }
    }
    found
}

fn validity(knowledge: &Knowledge, at: EntryIndex) -> Option<Validity> {
    let standing = knowledge.validity.standings.get(&u32::try_from(at).ok()?)?;
    let mut validity = Validity {
        state: standing.state.map(State::key),
        since: standing.since.map(|day| day.to_string()),
        until: None,
        over_since: None,
        over: standing.end == End::Unknown,
    };
    match standing.end {
        End::Last(day) => validity.until = Some(day.to_string()),
        End::Before(day) => validity.over_since = Some(day.to_string()),
        End::Open | End::Unknown => {}
    }
    Some(validity)
}
