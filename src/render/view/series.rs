//! Tables that recur in the reports of a body: each by period, all of a body, those of a report.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Date, Link, Page, Paging};

/// A period of a table that recurs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SeriesPeriod {
    /// What the report is about.
    pub period: Date,
    /// The table in the report.
    pub url: String,
}

/// What a row comes to in each period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SeriesRow {
    /// What it is called.
    pub name: String,
    /// As written, one for each period; empty where the table has no figure.
    pub values: Vec<String>,
}

/// The rows of a column of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SeriesGroup {
    /// What the column is called; empty where it has no name.
    pub column: String,
    /// Those of this page.
    pub rows: Vec<SeriesRow>,
}

/// What `series.html` gets: a table by period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SeriesPage {
    /// The head.
    pub page: Page,
    /// Whose reports.
    pub agency: Link,
    /// Their type.
    pub report_type: Link,
    /// Of what rows and columns are called, and of the figures.
    pub language: Option<String>,
    /// The oldest first.
    pub periods: Vec<SeriesPeriod>,
    /// Earlier periods that are left out.
    pub earlier: u64,
    /// At least one.
    pub groups: Vec<SeriesGroup>,
    /// Set where it is on more than one page.
    pub paging: Option<Paging>,
}

/// A table that recurs, in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SeriesLine {
    /// Its page.
    pub series: Link,
    /// The type of the reports.
    pub report_type: String,
    /// Of the type.
    pub type_language: Option<String>,
    /// What its first row is called.
    pub row: String,
    /// How many tables there are.
    pub tables: u64,
    /// The first period.
    pub first: Date,
    /// The last.
    pub last: Date,
}

/// What `series-list.html` gets: the tables of a body that recur.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SeriesListPage {
    /// The head.
    pub page: Page,
    /// The body.
    pub agency: Link,
    /// Those of this page.
    pub series: Vec<SeriesLine>,
    /// Set where they are on more than one page.
    pub paging: Option<Paging>,
}

/// The tables of a body that recur, on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct AgencySeries {
    /// The first of them.
    pub series: Vec<SeriesLine>,
    /// How many there are.
    pub count: u64,
    /// All of them, where they are not all here.
    pub all: Option<String>,
}

/// A table of a report that recurs, on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ReportSeries {
    /// The page of the table by period.
    pub series: Link,
    /// The table on this page.
    pub anchor: Option<String>,
    /// How many tables there are.
    pub tables: u64,
}
