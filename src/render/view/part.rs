//! The same part of several reports: side by side, on the page of a report, on that of an agency.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Html, Link, Page, Paging};

/// A part of a report that other reports have too, on the page of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SamePart {
    /// The id of the part in the body.
    pub anchor: String,
    /// What the id of its place in the list begins with, to which a link beside its heading leads: `same-1`.
    pub id: String,
    /// Its heading as written.
    pub title: String,
    /// The pages on which it stands beside others; none of a part that was not declared, several of a heading that names
    /// two parts.
    pub pages: Vec<SamePartPages>,
    /// Other reports of the agency and type that have it, by their period, newest first: each leads to the part.
    pub others: Vec<Link>,
    /// Reports beyond these.
    pub more: u64,
}

/// Where a declared part stands beside those of other reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SamePartPages {
    /// What readers call the part.
    pub name: String,
    /// Of the name.
    pub language: Option<String>,
    /// The page of all years of it.
    pub years: Option<String>,
    /// The page of all agencies of the report's year.
    pub agencies: Option<String>,
}

/// The parts of a report that others have too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SameParts {
    /// Those that were declared first.
    pub parts: Vec<SamePart>,
    /// Parts beyond these.
    pub more: u64,
}

/// The pages of the parts of a type, on the page of an agency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PartsOfType {
    /// The type.
    pub report_type: Link,
    /// A page for each part.
    pub parts: Vec<Link>,
}

/// A part of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PartText {
    /// Its heading, which leads to its place in the report.
    pub heading: Link,
    /// What stands below it: paragraphs of the classes `text`, `heading` and `item`, in which `mark` is around a figure that
    /// the part of the year before does not have; `note` leads to a table that is left out.
    pub body: Html,
}

/// What a report has of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PartColumn {
    /// The period of the report; on a page of agencies, who issued it.
    pub title: String,
    /// Of the title.
    pub title_language: Option<String>,
    /// Of the texts.
    pub language: Option<String>,
    /// The report.
    pub report: Link,
    /// The other page on which it stands: of all agencies of the year, or of all years of the agency.
    pub other: Option<String>,
    /// `held`, `without` where no heading of the report is of the part, or `withdrawn`.
    pub state: String,
    /// The parts, in text order: most reports have one.
    pub texts: Vec<PartText>,
    /// Whether there is more than the page has room for.
    pub is_cut: bool,
}

/// What `parts.html` gets: the same part of several reports side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PartsPage {
    /// The head.
    pub page: Page,
    /// `years` of one agency, newest first, or the `agencies` of one year.
    pub kind: String,
    /// What readers call the part.
    pub name: String,
    /// The agency, or the year.
    pub whose: String,
    /// Of both.
    pub language: Option<String>,
    /// The reports.
    pub columns: Vec<PartColumn>,
    /// The way to the other pages.
    pub paging: Option<Paging>,
}

/// The pages of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PartWays {
    /// What readers call it.
    pub name: String,
    /// Of all agencies, by year, newest first.
    pub years: Vec<Link>,
    /// Of all years, by agency.
    pub agencies: Vec<Link>,
    /// Agencies beyond these.
    pub more: u64,
}

/// The parts of a type and their pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PartsOfReports {
    /// The type.
    pub report_type: Link,
    /// Its parts that have pages.
    pub parts: Vec<PartWays>,
}

/// What `part-index.html` gets: all that is shown side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PartIndexPage {
    /// The head.
    pub page: Page,
    /// Of the names.
    pub language: Option<String>,
    /// Types that declare parts.
    pub types: Vec<PartsOfReports>,
}
