//! The catalogue as open data: `data/reports.json` and `data/reports.csv`, one record a report, in the
//! order of the archive.
//!
//! Values are as written in the front matter, dates in ISO 8601, paths relative to the folder `data/`.
//! The CSV follows RFC 4180 and begins with a byte order mark, without which spreadsheet programs take
//! UTF-8 for the local encoding.

pub mod feed;
pub mod hosting;
pub mod sitemap;

use std::io::{self, Write};

use serde::Serialize;

use crate::archive::{Archive, Entry};
use crate::route;

/// Paths below the root of the site.
pub const JSON_FILE: &str = "data/reports.json";
/// See [`JSON_FILE`].
pub const CSV_FILE: &str = "data/reports.csv";

/// What stands between the values of a list in one cell of the CSV.
const LIST_SEPARATOR: &str = ";";

/// One report of the catalogue. Absent values are empty in the CSV and left out of the JSON.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    type_name: &'a str,
    agency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
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
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_url: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    url: String,
    attachments: Vec<String>,
}

fn record<'a>(archive: &'a Archive, entry: &'a Entry) -> Record<'a> {
    let facts = &entry.report.front_matter;
    let kind = archive.report_type(entry);
    let source = facts.source.as_ref();
    let utc_offset = &archive.config.utc_offset;
    let moment = |m: crate::date::Moment| m.iso(utc_offset);
    Record {
        id: entry.route.as_str(),
        title: &facts.title,
        kind: &facts.kind.value,
        type_name: kind.map_or("", |t| &t.name),
        agency: &archive.agencies[entry.agency].facts.name,
        period: facts.period.map(|p| p.to_string()),
        data_as_of: facts.data_as_of.map(|d| d.to_string()),
        written: facts.written.map(|d| d.to_string()),
        published: facts.published.map(moment),
        modified: facts.modified.map(moment),
        index_number: facts.index_number.as_ref().map(|n| n.value.as_str()),
        document_number: facts.document_number.as_ref().map(|n| n.value.as_str()),
        genre: facts
            .genre
            .as_deref()
            .or(kind.and_then(|t| t.genre.as_deref())),
        topics: &facts.topics,
        keywords: &facts.keywords,
        status: facts.status.as_ref().map(|s| s.value.key()),
        withdrawn: facts.withdrawn.is_some(),
        language: entry.report.language(&archive.config.language),
        source_name: source.and_then(|s| s.name.as_deref()),
        source_url: source.and_then(|s| s.url.as_deref()),
        summary: entry.report.summary(),
        url: route::relative(JSON_FILE, &entry.route.page()),
        attachments: entry
            .attachments
            .iter()
            .map(|a| route::encode(&route::relative(JSON_FILE, &entry.route.file(&a.name))))
            .collect(),
    }
}

/// Writes `{"reports": [...]}`, a report a line.
pub fn write_json(archive: &Archive, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"reports\": [")?;
    for (number, entry) in archive.entries.iter().enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &record(archive, entry))?;
    }
    out.write_all(b"\n]}\n")
}

/// Writes the same as a table.
pub fn write_csv(archive: &Archive, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    table.write_record([
        "id",
        "title",
        "type",
        "type_name",
        "agency",
        "period",
        "data_as_of",
        "written",
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
        "attachments",
    ])?;
    for entry in &archive.entries {
        let r = record(archive, entry);
        let topics = r.topics.join(LIST_SEPARATOR);
        let keywords = r.keywords.join(LIST_SEPARATOR);
        let attachments = r.attachments.join(LIST_SEPARATOR);
        let or_empty = |text: &'_ Option<String>| text.clone().unwrap_or_default();
        let (period, as_of, written) = (
            or_empty(&r.period),
            or_empty(&r.data_as_of),
            or_empty(&r.written),
        );
        let (published, modified) = (or_empty(&r.published), or_empty(&r.modified));
        let cells = [
            r.id,
            r.title,
            r.kind,
            r.type_name,
            r.agency,
            &period,
            &as_of,
            &written,
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
            &r.url,
            &attachments,
        ];
        table.write_record(cells.map(inert))?;
    }
    table.flush()
}

/// A cell that a spreadsheet program would take for a formula gets an apostrophe before it, which
/// such programs show as text (OWASP, "CSV Injection").
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
