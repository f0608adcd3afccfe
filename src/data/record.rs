//! One report as JSON, beside its page: what the catalogue says of it, its outline, its files with their
//! digests, and the reports that it belongs with.
//!
//! Paths are relative to the report's folder. Of a report that was withdrawn there is what its page still
//! shows, and nothing of its text.

use std::io;

use serde::{Deserialize, Serialize};

use crate::archive::moved_anchors::PublishedPart;
use crate::archive::{Archive, Entry, EntryIndex, Target};
use crate::data::JSON_FILE;
use crate::data::catalogue::{Facts, facts};
use crate::data::indicators::{self, RecordFigure};
use crate::knowledge::Knowledge;
use crate::report::front_matter;
use crate::report::outline::Part;
use crate::route::{self, PLAIN_NAME, RECORD_NAME, TEXT_NAME, media_type};

/// A file as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublishedFile {
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub length: u64,
}

/// The files of a report, as they were published.
pub(crate) struct RecordFiles<'m> {
    /// The source text, if it is published.
    pub text: Option<&'m PublishedFile>,
    /// The same as plain text.
    pub plain: Option<&'m PublishedFile>,
    /// The attachments in their order.
    pub attachments: &'m [PublishedFile],
}

/// A record but for its outline, which alone comes from the text: its JSON before and after that.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RecordView {
    before: String,
    after: String,
    is_withdrawn: bool,
}

/// What stands before the outline.
#[derive(Serialize)]
struct Before<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_captured: Option<String>,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical_url: Option<String>,
    catalogue_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_details: Option<Status<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<Validity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawal: Option<Withdrawal<'a>>,
    revisions: Vec<Revision<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<File<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain_text: Option<File<'a>>,
    attachments: Vec<File<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withdrawn_attachments: Vec<WithdrawnFile<'a>>,
}

/// What stands behind the outline.
#[derive(Serialize)]
struct After<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Other<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Other<'a>>,
    supersedes: Vec<Other<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<Other<'a>>,
    /// Reports that its text links to.
    links: Vec<Other<'a>>,
    /// What indicators come to in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<RecordFigure<'a>>,
}

#[derive(Serialize)]
struct Status<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<&'a str>,
}

#[derive(Serialize)]
struct Withdrawal<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<&'a str>,
}

/// How it stands with a document on the day of the archive, by its own head and by the lists of others.
#[derive(Serialize)]
struct Validity {
    state: &'static str,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
}

#[derive(Serialize)]
struct Revision<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    note: &'a str,
}

#[derive(Serialize)]
struct File<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    url: String,
    media_type: &'static str,
    bytes: u64,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<TableFacts>,
}

/// What a file holds that is shown as a table.
#[derive(Serialize)]
struct TableFacts {
    rows: u32,
    columns: u32,
    /// Its pages, where it has any of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The same in CSV, where the file is in another form.
    #[serde(skip_serializing_if = "Option::is_none")]
    csv: Option<String>,
}

/// A file of which a notice stays.
#[derive(Serialize)]
struct WithdrawnFile<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    file: &'a str,
    withdrawal: Withdrawal<'a>,
}

#[derive(Serialize)]
struct OutlinePart<'a> {
    /// Parts that enclose it.
    depth: usize,
    #[serde(skip_serializing_if = "str::is_empty")]
    number: &'a str,
    title: &'a str,
    anchor: &'a str,
}

/// Another report.
#[derive(Serialize)]
struct Other<'a> {
    id: &'a str,
    title: &'a str,
    url: String,
}

fn validity(archive: &Archive, knowledge: &Knowledge, entry: &Entry) -> Option<Validity> {
    let report = archive.entry_at(entry.route.as_str())?;
    let standing = u32::try_from(report).ok();
    let standing = standing.and_then(|at| knowledge.validity.standings.get(&at))?;
    Some(Validity {
        state: standing.state?.key(),
        basis: standing.basis.key(),
        as_of: knowledge.validity.as_of.map(|day| day.to_string()),
    })
}

/// The record of a report before its text is read.
///
/// # Errors
///
/// None that texts and numbers could bring about.
pub(crate) fn view(
    archive: &Archive,
    knowledge: &Knowledge,
    entry: &Entry,
    files: &RecordFiles<'_>,
) -> io::Result<RecordView> {
    let head = &entry.report.front_matter;
    let at = entry.route.file(RECORD_NAME);
    let other = |index: &EntryIndex| {
        let other = &archive.entries[*index];
        Other {
            id: other.route.as_str(),
            title: &other.report.front_matter.title,
            url: route::relative(&at, &other.route.page()),
        }
    };
    let before = Before {
        facts: facts(archive, entry),
        source_captured: head
            .source
            .as_ref()
            .and_then(|s| s.captured)
            .map(|d| d.to_string()),
        url: "index.html",
        canonical_url: archive.config.absolute(&entry.route.page()),
        catalogue_url: route::relative(&at, JSON_FILE),
        status_details: head.status.as_ref().map(|s| Status {
            since: s.since.map(|d| d.to_string()),
            until: s.until.map(|d| d.to_string()),
            by: s.by.as_deref(),
            successor: s.successor.as_ref().map(|s| s.value.as_str()),
        }),
        validity: validity(archive, knowledge, entry),
        withdrawal: head.withdrawn.as_ref().map(withdrawal),
        revisions: head
            .revisions
            .iter()
            .map(|r| Revision {
                date: r.date.map(|d| d.to_string()),
                note: &r.note,
            })
            .collect(),
        text: files.text.map(|file| beside(TEXT_NAME, file)),
        plain_text: files.plain.map(|file| beside(PLAIN_NAME, file)),
        attachments: (entry.attachments.iter().enumerate())
            .zip(files.attachments)
            .map(|((index, attachment), file)| File {
                title: attachment.title.as_deref(),
                url: route::encode(&attachment.name),
                media_type: media_type::of(&attachment.name),
                bytes: file.length,
                sha256: &file.sha256,
                table: table_of(entry, index, &at),
            })
            .collect(),
        withdrawn_attachments: entry
            .withdrawn_attachments
            .iter()
            .map(|w| WithdrawnFile {
                title: w.title.as_deref(),
                file: &w.name,
                withdrawal: withdrawal(&w.withdrawal),
            })
            .collect(),
    };
    let after = After {
        previous: entry.previous.as_ref().map(other),
        next: entry.next.as_ref().map(other),
        supersedes: entry.supersedes.iter().map(other).collect(),
        superseded_by: entry.successor.as_ref().map(other),
        links: linked(archive, entry).iter().map(other).collect(),
        figures: match archive.entry_at(entry.route.as_str()) {
            Some(report) => indicators::of_report(archive, knowledge, report),
            None => Vec::new(),
        },
    };
    Ok(RecordView {
        before: serde_json::to_string(&before)?,
        after: serde_json::to_string(&after)?,
        is_withdrawn: head.withdrawn.is_some(),
    })
}

/// The record of a report whose text has these parts, of all levels; it ends with a line break.
///
/// # Errors
///
/// As [`view`].
pub(crate) fn json(view: &RecordView, parts: &[Part]) -> io::Result<Vec<u8>> {
    let parts = if view.is_withdrawn { &[] } else { parts };
    let outline: Vec<OutlinePart<'_>> = parts
        .iter()
        .map(|part| OutlinePart {
            depth: part.depth,
            number: &part.number,
            title: &part.title,
            anchor: &part.anchor,
        })
        .collect();
    // Both are mappings with something in them: one without its last brace, the other without its first.
    let before = view.before.strip_suffix('}').unwrap_or(&view.before);
    let after = view.after.strip_prefix('{').unwrap_or(&view.after);
    let mut json = Vec::with_capacity(before.len() + after.len() + 64 * (parts.len() + 1));
    json.extend_from_slice(before.as_bytes());
    json.extend_from_slice(b",\"outline\":");
    serde_json::to_writer(&mut json, &outline)?;
    json.push(b',');
    json.extend_from_slice(after.as_bytes());
    json.push(b'\n');
    Ok(json)
}

/// The outline in a record of an earlier build; none where it is no such record.
pub(crate) fn published_outline(json: &[u8]) -> Vec<PublishedPart> {
    #[derive(Deserialize)]
    struct Published {
        outline: Vec<Part>,
    }
    #[derive(Deserialize)]
    struct Part {
        #[serde(default)]
        number: String,
        title: String,
        anchor: String,
    }
    let record: Option<Published> = serde_json::from_slice(json).ok();
    let outline = record.map_or_else(Vec::new, |record| record.outline);
    let parts = outline.into_iter().map(|part| PublishedPart {
        anchor: part.anchor,
        number: part.number,
        title: part.title,
    });
    parts.collect()
}

fn withdrawal(of: &front_matter::Withdrawal) -> Withdrawal<'_> {
    Withdrawal {
        date: of.date.map(|d| d.to_string()),
        reason: of.reason.as_deref(),
        authority: of.authority.as_deref(),
    }
}

/// A file that is made beside the page.
fn beside<'a>(name: &str, file: &'a PublishedFile) -> File<'a> {
    File {
        title: None,
        url: name.to_owned(),
        media_type: media_type::of(name),
        bytes: file.length,
        sha256: &file.sha256,
        table: None,
    }
}

/// What is known of an attachment that is shown as a table, from the record at `at`.
fn table_of(entry: &Entry, attachment: usize, at: &str) -> Option<TableFacts> {
    let table = entry
        .tables
        .iter()
        .find(|table| table.attachment == attachment)?;
    let found = table.found(&entry.report)?;
    let has_pages = table.pages(&entry.report) > 0;
    Some(TableFacts {
        rows: found.rows,
        columns: found.columns,
        url: has_pages.then(|| route::relative(at, &table.route.page())),
        csv: (table.csv(&entry.report)).map(|csv| route::relative(at, &csv)),
    })
}

/// The reports that the text links to, each once, in the order of the archive.
fn linked(archive: &Archive, entry: &Entry) -> Vec<EntryIndex> {
    let report = &entry.report;
    if report.front_matter.withdrawn.is_some() {
        return Vec::new();
    }
    let mut linked: Vec<EntryIndex> = report
        .links
        .iter()
        .filter_map(
            |link| match archive.follow(report.folder(), &link.destination)?.0 {
                Target::Report(index) => Some(index),
                Target::Agency(_) | Target::Attachment(..) => None,
            },
        )
        .collect();
    linked.sort_unstable();
    linked.dedup();
    linked
}
