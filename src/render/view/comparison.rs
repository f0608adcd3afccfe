//! What reports share: the line on the page of a report, and the page of two texts side by side.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Link, Page};

/// What a report shares with another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Similar {
    /// `previous` for the report before it, `peer` for another agency's on the same period.
    pub relation: String,
    /// The other report.
    pub other: Link,
    /// Who issued the other; none for the report before.
    pub agency: Option<Link>,
    /// Paragraphs of the report that were compared.
    pub paragraphs: u64,
    /// Those that stand in the other word for word.
    pub same: u64,
    /// Those that do but for figures or a few words.
    pub near: u64,
    /// The page of both texts, where they share much.
    pub url: Option<String>,
}

/// A piece of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ComparisonPiece {
    /// As displayed in the report.
    pub text: String,
    /// `words`, `figure` or `date` where the other text has something else here; none where it has the same.
    pub changed: Option<String>,
}

/// A passage of one of two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ComparisonSide {
    /// Its words, one piece after the other; only the first of a passage that the other text does not have.
    pub pieces: Vec<ComparisonPiece>,
    /// Its place in the report.
    pub url: String,
    /// Whether there is more of it.
    pub is_cut: bool,
}

/// What stands beside what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ComparisonRow {
    /// `same`, `changed-figures` or `changed-words`; `alone` for what only one text has.
    pub likeness: String,
    /// Of the report.
    pub left: Option<ComparisonSide>,
    /// Of the other.
    pub right: Option<ComparisonSide>,
}

/// What `comparison.html` gets: two texts side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ComparisonPage {
    /// The head.
    pub page: Page,
    /// The report.
    pub report: Link,
    /// What it shares with the other.
    pub similar: Similar,
    /// In the order of the report.
    pub rows: Vec<ComparisonRow>,
    /// Rows that the page has no room for.
    pub left_out: u64,
}
