//! A report: its catalogue, parts, attachments and the rest of its page.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{
    Act, CitedBy, Date, FileTable, Html, Label, LedgerLink, Link, Page, ReportFigures,
    ReportSeries, SameParts, Similar,
};

/// One value of a catalogue row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CatalogueValue {
    /// What the reader sees.
    pub text: String,
    /// Where it leads, if anywhere: the agency, the year, the topic.
    pub url: Option<String>,
    /// The ISO form, where the value is a date.
    pub iso: Option<String>,
    /// Of the text.
    pub language: Option<String>,
}

/// One row of the catalogue table; rows without a value are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CatalogueRow {
    /// Key of the front matter or of the agency (`index_number`); its word is `t.field[key]`.
    pub key: String,
    /// At least one.
    pub values: Vec<CatalogueValue>,
}

/// A part of a report in the contents list. Three levels at most are given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    /// The id of the part in the body: `1-2`.
    pub anchor: String,
    /// The heading as written, number included: `(二)健全制度`.
    pub title: String,
    /// The parts below it.
    pub parts: Vec<Part>,
}

/// A file beside a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Attachment {
    /// What the editor calls it; else the file's name.
    pub title: String,
    /// Of the title.
    pub language: Option<String>,
    /// The file's name.
    pub file: String,
    /// Where it is.
    pub url: String,
    /// What readers know the format by: `PDF`, `CSV`.
    pub format: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The size as readers read it: `12.3 KB` (1 KB = 1000 bytes).
    pub size: String,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
}

/// Where the text of a report comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Source {
    /// Who published the original.
    pub name: Option<String>,
    /// Of the name.
    pub language: Option<String>,
    /// Where the original is or was; only http and https.
    pub url: Option<String>,
    /// When the text was taken from there.
    pub captured: Option<Date>,
}

/// Whether a report is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Status {
    /// `in-force`, `expired`, `repealed`, `amended`, `not-yet-in-force` or `partly-repealed`; its word is `t.status[key]`.
    pub key: String,
    /// Since when.
    pub since: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
    /// The document that made it so.
    pub by: Option<Label>,
    /// The report that takes its place.
    pub successor: Option<Label>,
    /// What it rests on: `declared` by an editor, or a clean-up `list`.
    pub basis: String,
}

/// A report or an attachment that was taken back: a notice stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Withdrawal {
    /// When.
    pub date: Option<Date>,
    /// Why.
    pub reason: Option<String>,
    /// Of the reason.
    pub language: Option<String>,
    /// Who decided.
    pub authority: Option<String>,
}

/// A file beside a report that was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct WithdrawnAttachment {
    /// What the editor called it; else the file's name.
    pub title: String,
    /// Of the title.
    pub language: Option<String>,
    /// When, why, by whose decision.
    pub withdrawal: Withdrawal,
}

/// What the log of the archive has of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Recorded {
    /// SHA-256 of its text, in hexadecimal.
    pub sha256: String,
    /// The publication in which this text was recorded.
    pub release: u64,
    /// How often it was corrected.
    pub corrections: usize,
    /// The proof, beside the page.
    pub proof: String,
    /// Where the page that verifies is told which text of which report, with which digest.
    pub verify: String,
    /// What is typed from a printed page to have it verified.
    pub code: String,
    /// The same as a QR code, where the archive has an address.
    pub qr: Option<Qr>,
    /// The list of its attachments with their digests, beside the page.
    pub list: Option<String>,
    /// Whether the log is signed.
    pub is_signed: bool,
}

/// A QR code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Qr {
    /// Modules in a row.
    pub size: u32,
    /// Its dark modules: a line for each run, through their middles, as the `d` of a path of an SVG.
    pub path: String,
}

/// A correction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Revision {
    /// When.
    pub date: Option<Date>,
    /// What was changed.
    pub note: String,
    /// Of the note.
    pub language: Option<String>,
}

/// How a report is cited in one form: pieces that are read one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Citation {
    /// `text`, `gbt7714` or `bibtex`; its word is `t.citation[key]`.
    pub key: String,
    /// At least one.
    pub pieces: Vec<CitationPiece>,
}

/// A piece of a citation. What a reader copies may have more in it than what is shown, so a piece may
/// be a slot: it is filled with a value, or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CitationPiece {
    /// What is shown; empty where a slot has no value.
    pub text: String,
    /// What belongs here: `address`, `accessed` (the day of reading) or `part` (of the report).
    pub slot: Option<String>,
    /// Of a slot: what comes before its value.
    pub before: String,
    /// Of a slot: what comes after its value.
    pub after: String,
}

/// The sums of a report that were checked, in its text and in its tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Sums {
    /// How many there are.
    pub checked: u64,
    /// How many of them do not come out.
    pub count: u64,
    /// Where they stand: `text`, `tables` (in files beside it) or `both`.
    pub place: String,
    /// The first of those.
    pub failed: Vec<FailedSum>,
    /// Of those that are not listed.
    pub more: u64,
}

/// A sum that does not come out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FailedSum {
    /// `added` for a total and its parts, `carried` for what came in and what was done with it.
    pub kind: String,
    /// Its place in the text, or the row of its table, on another page maybe.
    pub url: Option<String>,
    /// The sum as written, or what row and column are called.
    pub words: String,
    /// What its parts make.
    pub expected: String,
    /// What is written.
    pub found: String,
}

/// Years without a report; one where both are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Years {
    /// The first.
    pub first: i16,
    /// The last.
    pub last: i16,
}

/// `report`: a report's page but for its head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Report {
    /// The path of its URL.
    pub id: String,
    /// The title as written.
    pub title: String,
    /// Whether it is a draft, of which the title of the page and every link to it say so too.
    pub draft: bool,
    /// The title in pieces between which a line may break: words that the archive knows stay whole.
    pub title_pieces: Vec<String>,
    /// BCP 47 tag of the text, also where it is the interface's; that of the title is `page.language`.
    pub language: String,
    /// The catalogue table.
    pub catalogue: Vec<CatalogueRow>,
    /// Its status, if one is given.
    pub status: Option<Status>,
    /// Of a plan, the ledger of its measures.
    pub ledger: Option<LedgerLink>,
    /// Set where the report was withdrawn; `body` and `attachments` are then empty.
    pub withdrawn: Option<Withdrawal>,
    /// Reports that this one takes the place of.
    pub supersedes: Vec<Link>,
    /// Reports that take the place of this one.
    pub superseded_by: Vec<Link>,
    /// The parts, for the contents list.
    pub contents: Vec<Part>,
    /// The text.
    pub body: Option<Html>,
    /// Tables in files beside the text.
    pub tables: Vec<FileTable>,
    /// Files beside the text.
    pub attachments: Vec<Attachment>,
    /// Files that stood beside the text and were taken back.
    pub withdrawn_attachments: Vec<WithdrawnAttachment>,
    /// Where the text comes from.
    pub source: Option<Source>,
    /// The text as the editors wrote it (Markdown), for download.
    pub source_text: Option<String>,
    /// What the log of the archive has of it; none of an archive without one.
    pub recorded: Option<Recorded>,
    /// How to cite it, the form of the language's readers first.
    pub citations: Vec<Citation>,
    /// Corrections, newest first.
    pub revisions: Vec<Revision>,
    /// The page of what it said before, where any of that is kept.
    pub history: Option<String>,
    /// What it shares with the report before it and with those of other agencies.
    pub similar: Vec<Similar>,
    /// Its parts that other reports have too.
    pub same_parts: Option<SameParts>,
    /// Its sums, where some do not come out.
    pub sums: Option<Sums>,
    /// What indicators come to in it, if any is read or stated.
    pub figures: Option<ReportFigures>,
    /// Its tables that recur in other periods.
    pub series: Vec<ReportSeries>,
    /// The report before this one of the same agency and type.
    pub previous: Option<Link>,
    /// The report after it.
    pub next: Option<Link>,
    /// The years without a report between this one and the one before it, where both are yearly.
    pub previous_gap: Option<Years>,
    /// The same between this one and the one after it.
    pub next_gap: Option<Years>,
    /// Whether those two are of the years before and after, and may be called so.
    pub yearly: bool,
    /// Who cites it, if anyone does.
    pub cited_by: Option<CitedBy>,
    /// What it does to other documents, beside taking their place.
    pub acts: Vec<Act>,
}

/// What `report.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ReportPage {
    /// The head.
    pub page: Page,
    /// The rest.
    pub report: Report,
}
