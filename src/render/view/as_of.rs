//! What the archive held on a day, and all that happened to its reports, year by year.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Date, Link, Page, Paging};

/// What happened in a year, in number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeYear {
    /// The year; none of what is of no stated day.
    pub title: Option<String>,
    /// The page that lists it.
    pub url: String,
    /// Reports that were published.
    pub published: u64,
    /// Corrections.
    pub corrected: u64,
    /// Withdrawals.
    pub withdrawn: u64,
    /// Reports that were there again.
    pub restored: u64,
}

/// `as-of.html`: a day to be chosen, and the years with what happened in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct AsOfPage {
    /// The head.
    pub page: Page,
    /// The newest first, what is of no stated day last.
    pub years: Vec<ChangeYear>,
    /// The scripts with what was held: years of publication, the newest first, parted by blanks; 0 of reports that state none.
    pub pieces: String,
}

/// Something that happened to a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeLine {
    /// The day that the publisher states.
    pub date: Option<Date>,
    /// `published`, `corrected`, `withdrawn` or `restored`; its word is `t.change[kind]`.
    pub kind: String,
    /// The report.
    pub report: Link,
    /// The publication in which it was recorded; none of what was before there was a log.
    pub release: Option<u64>,
    /// Why.
    pub reason: Option<String>,
    /// Of the reason.
    pub reason_language: Option<String>,
}

/// `changes.html`: what happened in a year, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChangesPage {
    /// The head.
    pub page: Page,
    /// What happened, or the part of it that is on this page.
    pub changes: Vec<ChangeLine>,
    /// The other pages.
    pub paging: Option<Paging>,
}
