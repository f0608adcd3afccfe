//! Which documents are in force: what a report's page shows of it, and the pages of validity.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Date, Entry, Link, Page, Paging};

/// What a report does to others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Act {
    /// `replaces`, `amends` or `repeals`; its word is `t.act[key]`.
    pub key: String,
    /// The documents.
    pub reports: Vec<Link>,
    /// Those that are not shown.
    pub more: u64,
}

/// A document whose last day is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Expiring {
    /// The last day on which it is in force.
    pub until: Date,
    /// The document.
    pub report: Link,
}

/// A document of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct LineMember {
    /// The document.
    pub report: Link,
    /// Its date, if it has one.
    pub date: Option<Date>,
    /// How it stands with it, as [`super::Status::key`].
    pub status: Option<String>,
    /// What is said to take its place and is not held.
    pub ahead: Vec<String>,
    /// Reports that cite it.
    pub reports: Vec<Link>,
    /// Those that are not shown.
    pub more: u64,
}

/// Documents that followed one another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DocumentLine {
    /// The oldest first.
    pub members: Vec<LineMember>,
    /// Those that are not shown.
    pub more: u64,
}

/// `validity.html`: what ends next, what was in force at the end of each year, and lines of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ValidityPage {
    /// The head.
    pub page: Page,
    /// The day as of which it is said.
    pub as_of: Option<Date>,
    /// How many documents say whether they are in force, or are listed.
    pub total: u64,
    /// What ends next.
    pub expiring: Vec<Expiring>,
    /// Documents with a last day that are not shown.
    pub expiring_more: u64,
    /// Years, each with how many documents were in force at its end; the newest first.
    pub years: Vec<Entry>,
    /// Lines of documents.
    pub lines: Vec<DocumentLine>,
    /// Where this page stands among the others.
    pub paging: Option<Paging>,
}

/// `in-force.html`: what was in force at the end of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct InForcePage {
    /// The head.
    pub page: Page,
    /// The day.
    pub day: Date,
    /// How many documents were in force.
    pub total: u64,
    /// Those of this page.
    pub reports: Vec<Link>,
    /// Documents of which the dates do not say; on the first page alone.
    pub unknown: Vec<Link>,
    /// Those of them that are not shown.
    pub unknown_more: u64,
    /// Where this page stands among the others.
    pub paging: Option<Paging>,
}
