//! The pages that lead to the others: front page, indexes, site map, search, about, 404, redirects.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::render::view::{Date, DutyTable, Entry, Line, Link, Page, Paging};

/// A cell of the matrix: one row in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Cell {
    /// Reports held; 0 means that the archive holds no copy, not that there is no report.
    pub count: u64,
    /// The report if there is one, else the agency's page; none in a row of several agencies, whose head leads on.
    pub url: Option<String>,
}

/// A row of the matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MatrixRow {
    /// The agency or the region; none of those that are in no region.
    pub whose: Option<Link>,
    /// One for each of [`Matrix::years`].
    pub cells: Vec<Cell>,
}

/// What is held, by year and by agency or, where there are many, by those above them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Matrix {
    /// What a row is: `agencies`, `below` (an agency with those below it) or `regions`; its word is `t.matrix_rows[key]`.
    pub rows_are: String,
    /// The columns, with the list of each year.
    pub years: Vec<Link>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// A way into the archive: an index page, and the first of what it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Way {
    /// The index page.
    pub url: String,
    /// What it leads to, in number.
    pub total: u64,
    /// All of that, or where there is too much for the page only the first: of years the newest, else those with the
    /// most reports.
    pub entries: Vec<Entry>,
    /// The box that narrows it; none where it is short.
    pub filter: Option<Filter>,
}

/// A box by which a long list is narrowed while a reader types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Filter {
    /// `agencies`, `years`, `types`, `topics` or `regions`; its word is `t.filter[key]`.
    pub key: String,
    /// The script with all names of the list, which is loaded when it is wanted.
    pub names: String,
    /// Of the names.
    pub language: Option<String>,
}

/// The ways into the archive that need no search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Entries {
    /// Agencies, each after the one above it, in the order of their folders.
    pub agencies: Way,
    /// Years, newest first, and after them the reports without a date.
    pub years: Way,
    /// Types by key.
    pub types: Way,
    /// Topics by address; left out where no report names one.
    pub topics: Option<Way>,
}

/// What `index.html` gets: every agency, year, type or topic, in pages where there are many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct IndexPage {
    /// The head.
    pub page: Page,
    /// The lists that this page leads to; `total` counts those of all pages.
    pub way: Way,
    /// Set where there is more than one page.
    pub paging: Option<Paging>,
}

/// What `sitemap.html` gets: the ways to every list of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SitemapPage {
    /// The head.
    pub page: Page,
    /// The first lists of each way, and the way to the others.
    pub entries: Entries,
}

/// What `mirror.html` gets: how to copy the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MirrorPage {
    /// The head.
    pub page: Page,
    /// Commands that copy the archive and check the copy, in order.
    pub steps: Vec<MirrorStep>,
    /// The folder of a search index that is hosted elsewhere, and so is in no copy of the pages.
    pub index_url: Option<String>,
}

/// What `verify.html` gets: how to verify the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct VerifyPage {
    /// The head.
    pub page: Page,
    /// Whose log it is.
    pub origin: String,
    /// The key that signs it, if one does.
    pub key: Option<String>,
    /// Reports that are recorded.
    pub reports: u64,
    /// The last publication with which something happened to a report.
    pub release: u64,
    /// Commands, in their order.
    pub steps: Vec<VerifyStep>,
}

/// What is verified by commands, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct VerifyStep {
    /// `site`, `file` or `gongbao`; what it does is `t.verify[key]`.
    pub key: String,
    /// The commands of each system: `linux`, `macos`, `windows`, or `any`.
    pub commands: Vec<VerifyCommand>,
}

/// A command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct VerifyCommand {
    /// `linux`, `macos`, `windows` or `any`.
    pub system: String,
    /// As it is typed.
    pub command: String,
}

/// What `follow.html` gets: how to subscribe, and what there is to download.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FollowPage {
    /// The head.
    pub page: Page,
    /// Data, texts and feeds.
    pub downloads: Downloads,
    /// The script by which a page of another site shows the search of this archive, as it is named there; none where
    /// nothing is searched.
    pub embed: Option<String>,
}

/// What `embed.html` gets: the small search page for a frame in a page of another site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct EmbedPage {
    /// The head.
    pub page: Page,
    /// The prebuilt index that the page searches.
    pub index: SearchIndex,
}

/// The reports of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Day {
    /// When they were published, else written; none for reports without either date.
    pub date: Option<Date>,
    /// The reports, or the first of them.
    pub lines: Vec<Line>,
    /// How many more there are of that day.
    pub more: u64,
}

/// `home`: the front page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Home {
    /// Reports in the archive.
    pub report_count: u64,
    /// Agencies with at least one report.
    pub agency_count: u64,
    /// The first and the last year with a report, as readers read them.
    pub first_year: Option<String>,
    /// See `first_year`.
    pub last_year: Option<String>,
    /// The newest reports by day, newest first.
    pub newest: Vec<Day>,
    /// The ways in.
    pub entries: Entries,
    /// Left out where there is too much to show, or where there are duties.
    pub matrix: Option<Matrix>,
    /// What is held of the first duties.
    pub duties: Vec<DutyTable>,
    /// The day as of which that is said.
    pub as_of: Option<Date>,
}

/// What `home.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct HomePage {
    /// The head.
    pub page: Page,
    /// The rest.
    pub home: Home,
}

/// What `search.html` gets. Whether there is an engine is `site.has_search`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SearchPage {
    /// The head.
    pub page: Page,
    /// The ways in that need no search.
    pub entries: Entries,
    /// The prebuilt index that the page searches; left out where none was made.
    pub index: Option<SearchIndex>,
}

/// What `search-box.html` gets, a script that other pages load for their search boxes: addresses are relative to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SearchBox {
    /// The index that is searched.
    pub index: SearchIndex,
}

/// Where the prebuilt search index is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SearchIndex {
    /// Its folder, with `/` at the end: relative to the page where it stands beside the pages, absolute
    /// where it is hosted elsewhere.
    pub url: String,
    /// The origin of a folder that is hosted elsewhere, for the page's Content-Security-Policy.
    pub origin: Option<String>,
    /// The engine that reads it, relative to the page.
    pub engine: String,
    /// Its bytes.
    pub engine_bytes: u64,
    /// The script that holds the archive's words, for suggestions and offers, relative to the page.
    pub words: Option<String>,
    /// The folder of scripts that hold the archive's names by how they begin, relative to the page, with `/` at the end.
    pub names: Option<String>,
    /// How many of these scripts there are.
    pub names_files: u64,
    /// The folder of scripts that hold engine and index, for a site that is opened from a disk; none where
    /// the index is too large or elsewhere.
    pub disk: Option<String>,
    /// What queries are written with, for the scripts that write them.
    pub query: QueryLanguage,
}

/// What queries are written with. The names of a field are read whatever their width, case and variants of
/// characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct QueryLanguage {
    /// The other names of each field, by the one that is written.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Pairs of a character and the one of these names that it is read as: `機机關关`.
    pub variants: String,
    /// Pairs of marks that a run may stand between, in the order of preference.
    pub quotes: Vec<[String; 2]>,
    /// What stands between alternatives, with spaces around it.
    pub or: String,
    /// What stands before something that is excluded.
    pub not: String,
    /// What stands behind the name of a field.
    pub colon: String,
}

/// `about`: what the archive is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct About {
    /// Reports in the archive.
    pub report_count: u64,
    /// Agencies with at least one report.
    pub agency_count: u64,
    /// The folder of a search index that is hosted elsewhere, which the search page asks.
    pub index_url: Option<String>,
    /// The page of what the archive held on a day, of an archive that keeps a log.
    pub as_of: Option<String>,
}

/// A file of open data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Download {
    /// What is in it.
    pub title: String,
    /// Its file below the root: `data/reports-2021.zip`.
    pub file: String,
    /// Where it is.
    pub url: String,
    /// The size as readers read it: `12.3 KB`.
    pub size: String,
}

/// Reports to take along: all, those of a year, or the undated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Edition {
    /// Whose they are: `2021年`.
    pub title: String,
    /// The page that lists them.
    pub url: String,
    /// Source texts and attachments.
    pub originals: Option<Download>,
    /// The text-only edition.
    pub text: Option<Download>,
}

/// What there is to download and to subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Downloads {
    /// Open data, the texts aside: the catalogue, what is known beside the reports.
    pub files: Vec<Download>,
    /// The texts: of all reports, then of each year, newest first, then of the undated.
    pub editions: Vec<Edition>,
    /// Years that are not among them.
    pub more_editions: u64,
    /// Atom feeds, that of the whole archive first.
    pub feeds: Vec<Link>,
}

/// One step of copying the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MirrorStep {
    /// `fetch`, `fetch_from`, `check`, `index` or `serve`; what it does is `t.mirror[key]`.
    pub key: String,
    /// The command, for a POSIX shell; may be of several lines.
    pub command: String,
    /// The same for PowerShell.
    pub windows: String,
}

/// What `about.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct AboutPage {
    /// The head.
    pub page: Page,
    /// The rest.
    pub about: About,
}

/// What `404.html` gets. A host shows that page at any depth, so nothing in it may be relative: its style stands in the
/// page, and its links lead to `site.base_url`, or to where a script finds the archive, which stands in the page too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct NotFoundPage {
    /// The head; `root` is not to be used.
    pub page: Page,
}

/// What `redirect.html` gets: the page at an old URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct RedirectPage {
    /// The head.
    pub page: Page,
    /// Where the report is now.
    pub target: Link,
}
