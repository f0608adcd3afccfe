//! What was due, what is held of it, and regions: the pages of duties and regions, and what other pages show of them.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Date, Entry, Filter, Link, Page, Paging};

/// What can be said of a body, or of several, and a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CoverageCell {
    /// `on-time`, `late`, `undated`, `not-held`, `not-yet-due` or `not-applicable`, whose word is
    /// `t.coverage_state[key]`; `sum` where the cell is of several.
    pub state: String,
    /// Days after the one on which it was due, where it was late.
    pub days: Option<u64>,
    /// Days by which it was reported upwards after it was due, where it says when.
    pub reported_late: Option<u64>,
    /// The report. Of a sum the head of the row leads on.
    pub url: Option<String>,
    /// Whether the report is a draft, and so not public yet.
    pub draft: bool,
    /// When it was, or is, to be published.
    pub publish_by: Option<Date>,
    /// Of a sum: how much of what was due is held, from 0 (nothing) by thirds begun to 4 (all of it).
    pub share: u64,
    /// Of a sum: how many are held.
    pub held: u64,
    /// Of a sum: how many were due.
    pub due: u64,
}

/// A row of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CoverageRow {
    /// The body or the region; none of the row of totals.
    pub whose: Option<Link>,
    /// One for each of [`CoverageTable::periods`].
    pub cells: Vec<CoverageCell>,
}

/// A report that is held and stands in no cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct UnplacedReport {
    /// Whose it is; none on the page of that body.
    pub whose: Option<Link>,
    /// The report.
    pub report: Link,
}

/// Reports of a duty that say of no period that they are about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct WithoutPeriod {
    /// How many there are; at least one.
    pub count: u64,
    /// The first of them.
    pub reports: Vec<UnplacedReport>,
    /// Of those that are not listed.
    pub more: u64,
}

/// What is held of what was due in one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CoverageSum {
    /// The period.
    pub period: String,
    /// How many are held.
    pub held: u64,
    /// How many were due.
    pub due: u64,
}

/// What is held, by body or region and by period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CoverageTable {
    /// The columns, oldest first.
    pub periods: Vec<Date>,
    /// The rows.
    pub rows: Vec<CoverageRow>,
    /// The sums of all that is in the table and on the other pages of it.
    pub totals: Vec<CoverageCell>,
    /// The total of the newest period of which all was due by now, else of which anything was.
    pub newest: Option<CoverageSum>,
    /// What is held and is in no cell, of the bodies in the table; else of those that are summed up.
    pub without_period: Option<WithoutPeriod>,
}

/// A duty on a page that is about something else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DutyTable {
    /// Its name and its page.
    pub duty: Link,
    /// What is held of it.
    pub table: CoverageTable,
}

/// What a duty was, or is, from one day to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DutyRule {
    /// The unit of its periods: `year`, `half-year`, `quarter`, `month`; its word is `t.duty_unit[key]`.
    pub unit: String,
    /// When it is to be reported upwards, as it is written in archive.yaml.
    pub report_by: Option<String>,
    /// When it is to be published, likewise.
    pub publish_by: String,
    /// The regulation and its article.
    pub basis: Option<String>,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
}

/// What `duty.html` gets: a duty, or a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DutyPage {
    /// The head.
    pub page: Page,
    /// The name of the duty.
    pub name: String,
    /// Of the name, and of the regulations.
    pub language: Option<String>,
    /// The region that the page is of; none on the page of the whole duty.
    pub region: Option<String>,
    /// The day as of which all is said.
    pub as_of: Option<Date>,
    /// The types of reports that fulfil it.
    pub types: Vec<Link>,
    /// Its rules; only on the page of the whole duty.
    pub rules: Vec<DutyRule>,
    /// By region, where there are too many bodies for one table.
    pub regions: Option<CoverageTable>,
    /// By body.
    pub agencies: Option<CoverageTable>,
    /// Set where the bodies are on more than one page.
    pub paging: Option<Paging>,
}

/// What `duties.html` gets: every duty with its totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DutiesPage {
    /// The head.
    pub page: Page,
    /// The day as of which all is said.
    pub as_of: Option<Date>,
    /// The duties, with totals alone.
    pub duties: Vec<DutyTable>,
}

/// A region in the tree of regions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct RegionEntry {
    /// Its own name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// Levels above it.
    pub depth: u64,
    /// Bodies in it and in the regions within it.
    pub agencies: u64,
    /// Reports of these.
    pub reports: u64,
}

/// What `regions.html` gets: the tree of regions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct RegionsPage {
    /// The head.
    pub page: Page,
    /// All regions, each after the one around it, or those of this page.
    pub regions: Vec<RegionEntry>,
    /// The box that narrows them; none where they are few.
    pub filter: Option<Filter>,
    /// Set where there is more than one page.
    pub paging: Option<Paging>,
    /// Of their names.
    pub language: Option<String>,
}

/// What `region.html` gets: a region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct RegionPage {
    /// The head.
    pub page: Page,
    /// Its name, with those around it.
    pub name: String,
    /// Of its name.
    pub language: Option<String>,
    /// Bodies in it and in the regions within it.
    pub agency_count: u64,
    /// Reports of these.
    pub report_count: u64,
    /// The regions directly in it.
    pub regions: Vec<RegionEntry>,
    /// The bodies directly in it.
    pub agencies: Vec<Entry>,
    /// What is held of the duties of its bodies: totals alone.
    pub duties: Vec<DutyTable>,
    /// The day as of which that is said.
    pub as_of: Option<Date>,
}
