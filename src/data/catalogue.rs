//! The catalogue as open data: one record a report, in the order of the archive, as JSON and as CSV.
//!
//! Values are as written in the front matter, dates in ISO 8601, paths relative to the folder of the file.
//! The CSV is for spreadsheet programs, and a cell that one would compute is made text, see [`crate::data::csv`]: the JSON
//! has every value as written. Programs should read it as `utf-8-sig`.

use std::io::{self, Write};

use serde::Serialize;

use crate::archive::{Archive, Entry};
use crate::data::JSON_FILE;
use crate::data::csv::Table;
use crate::route::{self, RECORD_NAME, TEXT_NAME};

/// What stands between the values of a list in one cell of the CSV.
const LIST_SEPARATOR: &str = ";";

/// What the catalogue says of a report, wherever it is said. Absent values are left out.
#[derive(Serialize)]
pub(super) struct Facts<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    type_name: &'a str,
    /// The first of [`Self::agencies`].
    agency: &'a str,
    /// All who issued it.
    agencies: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'a str>,
    topics: &'a [String],
    keywords: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    withdrawn: bool,
    /// Said of drafts alone, which nothing that is published has.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    draft: bool,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_url: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
}

/// One report of the catalogue: what is said of it, and where its files are.
#[derive(Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    url: String,
    record_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_url: Option<String>,
    attachments: Vec<String>,
}

pub(super) fn facts<'a>(archive: &'a Archive, entry: &'a Entry) -> Facts<'a> {
    let facts = &entry.report.front_matter;
    let kind = archive.report_type(entry);
    let source = facts.source.as_ref();
    let utc_offset = &archive.config.utc_offset;
    let moment = |m: crate::date::Moment| m.iso(utc_offset);
    Facts {
        id: entry.route.as_str(),
        title: &facts.title,
        kind: &facts.kind.value,
        type_name: kind.map_or("", |t| &t.name),
        agency: &archive.agencies[entry.agency].facts.name,
        agencies: archive.names_of_agencies(entry).collect(),
        period: facts.period.map(|p| p.to_string()),
        data_as_of: facts.data_as_of.map(|d| d.to_string()),
        written: facts.written.map(|d| d.to_string()),
        reported: facts.reported.map(|d| d.to_string()),
        published: facts.published.map(moment),
        modified: facts.modified.map(moment),
        index_number: facts.index_number.as_ref().map(|n| n.value.as_str()),
        document_number: facts.document_number.as_ref().map(|n| n.value.as_str()),
        genre: archive.genre(entry).map(String::as_str),
        topics: &facts.topics,
        keywords: &facts.keywords,
        status: facts.status.as_ref().map(|s| s.value.key()),
        withdrawn: facts.withdrawn.is_some(),
        draft: facts.draft,
        language: entry.report.language(&archive.config.language).as_str(),
        source_name: source.and_then(|s| s.name.as_deref()),
        source_url: source.and_then(|s| s.url.as_deref()),
        summary: entry.report.summary(),
    }
}

fn record<'a>(archive: &'a Archive, entry: &'a Entry) -> Record<'a> {
    let file = |name: &str| route::relative(JSON_FILE, &entry.route.file(name));
    let is_withdrawn = entry.report.front_matter.withdrawn.is_some();
    Record {
        facts: facts(archive, entry),
        url: file("index.html"),
        record_url: file(RECORD_NAME),
        text_url: (!is_withdrawn).then(|| file(TEXT_NAME)),
        attachments: entry
            .attachments
            .iter()
            .map(|a| route::encode(&file(&a.name)))
            .collect(),
    }
}

/// Writes `{"reports": [...]}` of these reports, a report a line; paths are relative to the folder of
/// [`JSON_FILE`].
///
/// # Errors
///
/// If `out` cannot be written to.
pub(crate) fn write_json<'a>(
    archive: &'a Archive,
    entries: impl Iterator<Item = &'a Entry>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"{\"reports\": [")?;
    for (number, entry) in entries.enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &record(archive, entry))?;
    }
    out.write_all(b"\n]}\n")
}

/// Writes the same as a table.
///
/// # Errors
///
/// If `out` cannot be written to.
pub(crate) fn write_csv(archive: &Archive, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out)?;
    let mut columns = vec![
        "id",
        "title",
        "type",
        "type_name",
        "agency",
        "agencies",
        "period",
        "data_as_of",
        "written",
        "reported",
        "published",
        "modified",
        "index_number",
        "document_number",
        "genre",
        "topics",
        "keywords",
        "status",
        "withdrawn",
        "language",
        "source_name",
        "source_url",
        "summary",
        "url",
        "record_url",
        "text_url",
        "attachments",
    ];
    // What is published has no such column.
    columns.extend(archive.is_preview.then_some("draft"));
    table.row(columns)?;
    for entry in &archive.entries {
        let record = record(archive, entry);
        let r = &record.facts;
        let agencies = r.agencies.join(LIST_SEPARATOR);
        let topics = r.topics.join(LIST_SEPARATOR);
        let keywords = r.keywords.join(LIST_SEPARATOR);
        let attachments = record.attachments.join(LIST_SEPARATOR);
        let or_empty = |text: &'_ Option<String>| text.clone().unwrap_or_default();
        let (period, as_of, written) = (
            or_empty(&r.period),
            or_empty(&r.data_as_of),
            or_empty(&r.written),
        );
        let (reported, published, modified) = (
            or_empty(&r.reported),
            or_empty(&r.published),
            or_empty(&r.modified),
        );
        let mut cells = vec![
            r.id,
            r.title,
            r.kind,
            r.type_name,
            r.agency,
            &agencies,
            &period,
            &as_of,
            &written,
            &reported,
            &published,
            &modified,
            r.index_number.unwrap_or(""),
            r.document_number.unwrap_or(""),
            r.genre.unwrap_or(""),
            &topics,
            &keywords,
            r.status.unwrap_or(""),
            if r.withdrawn { "true" } else { "false" },
            r.language,
            r.source_name.unwrap_or(""),
            r.source_url.unwrap_or(""),
            r.summary,
            &record.url,
            &record.record_url,
            record.text_url.as_deref().unwrap_or(""),
            &attachments,
        ];
        let draft = if r.draft { "true" } else { "false" };
        cells.extend(archive.is_preview.then_some(draft));
        table.row(cells)?;
    }
    table.finish()
}
