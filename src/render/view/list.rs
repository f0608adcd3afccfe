//! Lists of reports, and the agency whose list one is.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{
    AgencyFigures, AgencyMeasures, AgencySeries, CatalogueRow, Date, DutyTable, Edition, Entry,
    Html, Link, Page, PartsOfType,
};

/// A report in a list: one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    /// The report's title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Of its title and text.
    pub language: Option<String>,
    /// When it was published, else written.
    pub date: Option<Date>,
    /// Whose it is, the first of a joint issue first; none on the page of an agency whose alone it is.
    pub agencies: Vec<Link>,
    /// Its type; left out in the list of that type.
    #[serde(rename = "type")]
    pub report_type: Option<Link>,
    /// As [`super::Status::key`]; left out where it is in force or unknown.
    pub status: Option<String>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// Reports of one year within a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Group {
    /// The year that they are about, in the list of a year that in which they were published; none for reports without.
    pub year: Option<u16>,
    /// The head of the group as readers read it: `2021年`, `2022年发布`, `未标注日期`. None where the title of the list says
    /// the same.
    pub title: Option<String>,
    /// At least one.
    pub lines: Vec<Line>,
}

/// One page of a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PagingStep {
    /// From 1.
    pub number: u64,
    /// Where it is.
    pub url: String,
}

/// Where a page stands in a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Paging {
    /// This page, from 1.
    pub number: u64,
    /// How many there are; more than one.
    pub count: u64,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Pages to offer, in order: all, or where there are many the first, the last and those near
    /// this one. A gap shows in the numbers.
    pub steps: Vec<PagingStep>,
}

/// What a list holds reports of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ListKind {
    /// Of one agency.
    #[default]
    Agency,
    /// Of one year.
    Year,
    /// Of one type.
    Type,
    /// On one topic.
    Topic,
    /// Without a date.
    Undated,
}

/// What the list of a year says of it: reports belong to the year that they are about, not to that of publication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct OfYear {
    /// Reports in the list that say what period they are about.
    pub with_period: u64,
    /// Those that do not, and stand there by another date.
    pub without_period: u64,
    /// Whether some are about more than this year.
    pub is_spanning: bool,
    /// Lists that hold other reports published in this year, with their number, the one with the most first.
    pub published: Vec<Entry>,
}

/// `list`: reports in groups by year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct List {
    /// What the list is of.
    pub kind: ListKind,
    /// Head of the page: `2021年`, `法治政府建设年度报告`.
    pub title: String,
    /// Of the title.
    pub language: Option<String>,
    /// Reports on all pages of the list.
    pub total: u64,
    /// Set in the list of a year.
    pub of_year: Option<OfYear>,
    /// The search among these reports; none where they are few or nothing is searched.
    pub search: Option<String>,
    /// Groups on this page.
    pub groups: Vec<Group>,
    /// Set where the list has more than one page.
    pub paging: Option<Paging>,
    /// The list before this one of its kind: the year before.
    pub previous: Option<Link>,
    /// The list after it.
    pub next: Option<Link>,
    /// The feed of the same reports.
    pub feed: Option<String>,
    /// The same reports to take along: those of a year, and the undated; only on the first page.
    pub edition: Option<Edition>,
}

/// What `list.html` gets: a year, a type, a topic, or the reports without a date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ListPage {
    /// The head.
    pub page: Page,
    /// The reports.
    pub list: List,
}

/// `agency`: what is known of an agency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Agency {
    /// Its name.
    pub name: String,
    /// Of the name and of `about`.
    pub language: Option<String>,
    /// Other names, region, codes, time of existence, the agency above it.
    pub catalogue: Vec<CatalogueRow>,
    /// The body of its `_index.md`.
    pub about: Option<Html>,
    /// Agencies below it.
    pub below: Vec<Entry>,
    /// The duties that it has, each with its row; only on the first page.
    pub duties: Vec<DutyTable>,
    /// The day as of which it is said what is held.
    pub as_of: Option<Date>,
    /// What indicators come to in its reports; only on the first page.
    pub figures: Option<AgencyFigures>,
    /// Tables that recur in its reports; only on the first page.
    pub series: Option<AgencySeries>,
    /// Pages of the same part of its reports through the years; only on the first page.
    pub parts: Vec<PartsOfType>,
    /// Measures of plans, its own or others', that name it; only on the first page.
    pub measures: Vec<AgencyMeasures>,
}

/// What `agency.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct AgencyPage {
    /// The head.
    pub page: Page,
    /// The agency; on the first page of its list only is it given whole.
    pub agency: Agency,
    /// Its reports.
    pub list: List,
}
