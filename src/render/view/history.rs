//! What became of the text of a report that was corrected: the page of all its texts, and those of the earlier ones.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{ComparisonPiece, Date, Html, Link, Page};

/// A text that a report has or had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ReportVersion {
    /// Its number, from 1.
    pub number: u64,
    /// What the id of its heading on the page of all begins with: `text-1` of `text-1-head`.
    pub id: String,
    /// Whether it is the one that stands now.
    pub is_current: bool,
    /// Since when it stood, as far as that is known.
    pub since: Option<Date>,
    /// When another took its place.
    pub until: Option<Date>,
    /// The correction that made it; none of the first.
    pub note: Option<String>,
    /// Of the note.
    pub note_language: Option<String>,
    /// Its title, where that is not the one that the report has now.
    pub title: Option<String>,
    /// Of the title.
    pub language: Option<String>,
    /// Where it can be read; none where it was not kept.
    pub url: Option<String>,
    /// Where it is as it was published (Markdown); likewise.
    pub source: Option<String>,
    /// SHA-256 of that file, lower-case hex; likewise.
    pub sha256: Option<String>,
    /// What differs from the text before it, where both are kept.
    pub changes: Option<Changes>,
}

/// What differs between two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Changes {
    /// In the order of the texts; none where the words of both are the same.
    pub rows: Vec<ChangeRow>,
    /// Passages that differ and have no room on the page.
    pub left_out: u64,
}

/// A passage that differs, or a number of passages that do not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeRow {
    /// `same` for passages that stayed, `changed`, `gone` or `come`.
    pub kind: String,
    /// How many passages.
    pub count: u64,
    /// Its words, `changed` being `gone` or `come`; none of passages that stayed.
    pub pieces: Vec<ComparisonPiece>,
    /// Its place in the text, if it is in the newer of both.
    pub url: Option<String>,
}

/// What `history.html` gets: all texts of a report, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct HistoryPage {
    /// The head.
    pub page: Page,
    /// The report.
    pub report: Link,
    /// Of the texts, where it is not that of the interface.
    pub text_language: Option<String>,
    /// Its texts.
    pub texts: Vec<ReportVersion>,
}

/// What `earlier.html` gets: a text that a report had before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct EarlierPage {
    /// The head.
    pub page: Page,
    /// The report as it is now.
    pub report: Link,
    /// The page of all its texts.
    pub history: String,
    /// The text.
    pub version: ReportVersion,
    /// The correction by which another took its place.
    pub replaced: Option<String>,
    /// Of that note.
    pub replaced_language: Option<String>,
    /// BCP 47 tag of the text, also where it is the interface's.
    pub language: String,
    /// The text as it was displayed.
    pub body: Option<Html>,
}
