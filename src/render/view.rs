//! The values that templates get: the contract between gongbao and a theme.
//!
//! In: nothing; these are plain values that `render` fills from the archive. Out: what a template
//! may name. A template for a kind of page gets the fields of one of the page structs
//! ([`ReportPage`], [`ListPage`], …) at its top level, and on every page `site` ([`Site`]), `t` (the
//! words of the interface, from the language file), `assets` and `inline` (see [`crate::theme`]).
//!
//! Rules that hold throughout:
//! - A URL is relative to the page that carries it and names its file (`../2021/index.html`), is
//!   already percent-encoded, and is empty nowhere: what may be missing is an `Option`.
//! - A date is a [`Date`]: the ISO form for machines, and the form that readers of the archive's
//!   language are shown.
//! - Text is plain text, and the template engine escapes it. Only [`Html`] and [`JsonLd`] are
//!   markup; whoever makes one vouches for it.
//! - A key (`key`, `kind`) is kebab-case or snake_case English and never shown: templates look its
//!   word up in the language file.
//!
//! A change of this file changes the contract: the golden file `contract.txt` shows it in review,
//! and it belongs in a commit of its own.
//!
//! This module never reads the archive and never writes HTML.

use serde::{Serialize, Serializer};

/// Markup that goes into the page as it stands: the rendered body of a report, say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The template engine passes its own values through, mark of safety included; every other
        // serialiser sees a string.
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// JSON-LD for a data block (`<script type="application/ld+json">`), which cannot end that block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonLd(String);

impl JsonLd {
    /// Writes `value` so that no text in it can close the data block or open a comment.
    ///
    /// `<`, `>`, `&` and the two line separators of JavaScript become `\u` escapes, which JSON reads
    /// as the same text.
    pub fn new(value: &serde_json::Value) -> Self {
        let plain = value.to_string();
        let mut escaped = String::with_capacity(plain.len() + 16);
        for character in plain.chars() {
            match character {
                '<' => escaped.push_str("\\u003c"),
                '>' => escaped.push_str("\\u003e"),
                '&' => escaped.push_str("\\u0026"),
                '\u{2028}' => escaped.push_str("\\u2028"),
                '\u{2029}' => escaped.push_str("\\u2029"),
                other => escaped.push(other),
            }
        }
        JsonLd(escaped)
    }

    /// The text of the data block.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for JsonLd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// A date, maybe partial, as machines and as readers read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Date {
    /// ISO 8601, as precise as it is known: `2018`, `2018-01`, `2018-01-05`, `2018-01-05T11:07+08:00`.
    pub iso: String,
    /// The same in the archive's language: `2018年1月5日`.
    pub display: String,
}

/// A text that leads somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// A text that may lead somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Label {
    /// What the reader sees.
    pub text: String,
    /// Where it leads, if anywhere.
    pub url: Option<String>,
}

/// A link to a list, with how many reports it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// Reports behind it.
    pub count: u64,
}

/// `site`: what is the same on every page, from archive.yaml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The archive's name, in the masthead.
    pub title: String,
    /// One sentence on what the archive is.
    pub description: Option<String>,
    /// BCP 47 tag of the interface: `zh-Hans`.
    pub language: String,
    /// Stands above every page: 示例档案，非官方文本.
    pub notice: Option<String>,
    /// Who answers for the archive.
    pub publisher: Option<String>,
    /// How to reach the publisher.
    pub contact: Option<Label>,
    /// Where to report an error.
    pub corrections: Option<Label>,
    /// The terms under which the archive may be used.
    pub licence: Option<Label>,
    /// Meta `SiteName` (政府网站发展指引, 国办发〔2017〕47号): `site.name`, else the title.
    pub name: String,
    /// Meta `SiteDomain`.
    pub domain: Option<String>,
    /// Meta `SiteIDCode`, 网站标识码.
    pub id_code: Option<String>,
    /// ICP备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police: Option<String>,
    /// The program and its version: `gongbao 0.1.0`.
    pub generator: String,
    /// Whether the search page has its engine and index beside it.
    pub has_search: bool,
    /// Where the archive is published, with `/` at the end; absolute URLs exist only with it.
    pub base_url: Option<String>,
}

/// One `<meta name content>`; order is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// `ArticleTitle`, `description`, …
    pub name: String,
    /// Its value.
    pub content: String,
}

/// What a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// The front page.
    #[default]
    Home,
    /// A report.
    Report,
    /// An agency: what is known of it and its reports.
    Agency,
    /// Reports of a year, a type, a topic, or without a date.
    List,
    /// Search.
    Search,
    /// About the archive, and how to mirror it.
    About,
    /// 404.html.
    NotFound,
    /// An old URL that leads to the new one.
    Redirect,
}

/// `page`: what every page has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Page {
    /// What the page is.
    pub kind: PageKind,
    /// The way from this page to the archive's root, with `/` at the end unless empty: `../../`.
    pub root: String,
    /// The page's own file below the root: `chongchuan/2019/index.html`.
    pub path: String,
    /// Title of the document, without the archive's; empty on the front page.
    pub title: String,
    /// From the front page to the parent of this page; the page itself is not among them.
    pub breadcrumbs: Vec<Link>,
    /// The absolute URL of the page, if `base_url` is set.
    pub canonical: Option<String>,
    /// Meta tags of the page; those of the site are made from `site`.
    pub meta: Vec<Meta>,
    /// Structured data of the page.
    pub json_ld: Option<JsonLd>,
}

/// One value of a catalogue row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CatalogueValue {
    /// What the reader sees.
    pub text: String,
    /// Where it leads, if anywhere: the agency, the year, the topic.
    pub url: Option<String>,
    /// The ISO form, where the value is a date.
    pub iso: Option<String>,
}

/// One row of the catalogue table; rows without a value are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CatalogueRow {
    /// Key of the front matter or of the agency (`index_number`); its word is `t.field[key]`.
    pub key: String,
    /// At least one.
    pub values: Vec<CatalogueValue>,
}

/// A part of a report in the contents list. Three levels at most are given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The id of the part in the body: `1-2`.
    pub anchor: String,
    /// The heading as written, number included: `(二)健全制度`.
    pub title: String,
    /// The parts below it.
    pub parts: Vec<Part>,
}

/// A file beside a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// What the editor calls it; else the file's name.
    pub title: String,
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
pub struct Source {
    /// Who published the original.
    pub name: Option<String>,
    /// Where the original is or was; only http and https.
    pub url: Option<String>,
    /// When the text was taken from there.
    pub captured: Option<Date>,
}

/// Whether a report is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// `in-force`, `expired`, `repealed` or `amended`; its word is `t.status[key]`.
    pub key: String,
    /// Since when.
    pub since: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
    /// The document that made it so.
    pub by: Option<Label>,
    /// The report that takes its place.
    pub successor: Option<Label>,
}

/// A report that was taken back: its page stays, its text does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// When.
    pub date: Option<Date>,
    /// Why.
    pub reason: Option<String>,
    /// Who decided.
    pub authority: Option<String>,
}

/// A correction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// When.
    pub date: Option<Date>,
    /// What was changed.
    pub note: String,
}

/// `report`: a report's page but for its head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The path of its URL.
    pub id: String,
    /// The title as written.
    pub title: String,
    /// BCP 47 tag of the text.
    pub language: String,
    /// The catalogue table.
    pub catalogue: Vec<CatalogueRow>,
    /// Its status, if one is given.
    pub status: Option<Status>,
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
    /// Files beside the text.
    pub attachments: Vec<Attachment>,
    /// Where the text comes from.
    pub source: Option<Source>,
    /// The text as the editors wrote it (Markdown), for download.
    pub source_text: Option<String>,
    /// Corrections, newest first.
    pub revisions: Vec<Revision>,
    /// The report before this one of the same agency and type.
    pub previous: Option<Link>,
    /// The report after it.
    pub next: Option<Link>,
    /// Whether those two are of the years before and after, and may be called so.
    pub yearly: bool,
}

/// A report in a list: one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The report's title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// BCP 47 tag of its text, where that is not the archive's.
    pub language: Option<String>,
    /// When it was published, else written.
    pub date: Option<Date>,
    /// Whose it is; left out on the page of that agency.
    pub agency: Option<Link>,
    /// Its type; left out in the list of that type.
    #[serde(rename = "type")]
    pub report_type: Option<Link>,
    /// As [`Status::key`]; left out where it is in force or unknown.
    pub status: Option<String>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// Reports of one year within a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The year; none for reports without any date.
    pub year: Option<u16>,
    /// The head of the group as readers read it: `2021年`, `未标注日期`.
    pub title: String,
    /// At least one.
    pub lines: Vec<Line>,
}

/// One page of a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PagingStep {
    /// From 1.
    pub number: u64,
    /// Where it is.
    pub url: String,
}

/// Where a page stands in a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Paging {
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
pub enum ListKind {
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

/// `list`: reports in groups by year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct List {
    /// What the list is of.
    pub kind: ListKind,
    /// Head of the page: `2021年`, `法治政府建设年度报告`.
    pub title: String,
    /// Reports on all pages of the list.
    pub total: u64,
    /// Groups on this page.
    pub groups: Vec<Group>,
    /// Set where the list has more than one page.
    pub paging: Option<Paging>,
    /// The list before this one of its kind: the year before.
    pub previous: Option<Link>,
    /// The list after it.
    pub next: Option<Link>,
}

/// `agency`: what is known of an agency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// Other names, region, codes, time of existence, the agency above it.
    pub catalogue: Vec<CatalogueRow>,
    /// The body of its `_index.md`.
    pub about: Option<Html>,
    /// Agencies below it.
    pub below: Vec<Entry>,
}

/// A cell of the matrix: one agency in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Reports held; with none the archive holds no copy, and says nothing else.
    pub count: u64,
    /// The report if there is one, else the agency's page.
    pub url: Option<String>,
}

/// A row of the matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The agency.
    pub agency: Link,
    /// One for each of [`Matrix::years`].
    pub cells: Vec<Cell>,
}

/// What is held, by agency and year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The columns, with the list of each year.
    pub years: Vec<Link>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// The ways into the archive that need no search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entries {
    /// Agencies by name.
    pub agencies: Vec<Entry>,
    /// Years, newest first.
    pub years: Vec<Entry>,
    /// Types in the order of archive.yaml.
    pub types: Vec<Entry>,
    /// Topics.
    pub topics: Vec<Entry>,
    /// Reports without a date.
    pub undated: Option<Entry>,
}

/// `home`: the front page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Home {
    /// Reports in the archive.
    pub report_count: u64,
    /// Agencies with at least one report.
    pub agency_count: u64,
    /// The first and the last year with a report, as readers read them.
    pub first_year: Option<String>,
    /// See `first_year`.
    pub last_year: Option<String>,
    /// The newest reports, newest first.
    pub newest: Vec<Line>,
    /// The ways in.
    pub entries: Entries,
    /// Left out where there are too many agencies or years to show.
    pub matrix: Option<Matrix>,
}

/// `about`: what the archive is and how to copy it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// Reports in the archive.
    pub report_count: u64,
    /// Agencies with at least one report.
    pub agency_count: u64,
    /// Commands that copy the archive and check the copy, in order.
    pub mirror: Vec<MirrorStep>,
    /// The folder of a search index that is hosted elsewhere, and so is in no copy of the pages.
    pub index_url: Option<String>,
    /// Open data beside the pages: `data/reports.csv`.
    pub data: Vec<Link>,
}

/// One step of copying the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MirrorStep {
    /// `fetch`, `copy`, `check`, `index` or `serve`; what it does is `t.mirror[key]`.
    pub key: String,
    /// The command, for a POSIX shell; may be of several lines.
    pub command: String,
}

/// What `home.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HomePage {
    /// The head.
    pub page: Page,
    /// The rest.
    pub home: Home,
}

/// What `report.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReportPage {
    /// The head.
    pub page: Page,
    /// The rest.
    pub report: Report,
}

/// What `agency.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AgencyPage {
    /// The head.
    pub page: Page,
    /// The agency; on the first page of its list only is it given whole.
    pub agency: Agency,
    /// Its reports.
    pub list: List,
}

/// What `list.html` gets: a year, a type, a topic, or the reports without a date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListPage {
    /// The head.
    pub page: Page,
    /// The reports.
    pub list: List,
}

/// What `search.html` gets. Whether there is an engine is `site.has_search`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchPage {
    /// The head.
    pub page: Page,
    /// The ways in that need no search.
    pub entries: Entries,
    /// The prebuilt index that the page searches; left out where none was made.
    pub index: Option<SearchIndex>,
}

/// Where the prebuilt search index is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchIndex {
    /// Its folder, with `/` at the end: relative to the page where it stands beside the pages, absolute
    /// where it is hosted elsewhere.
    pub url: String,
    /// The origin of a folder that is hosted elsewhere, for the page's Content-Security-Policy.
    pub origin: Option<String>,
}

/// What `about.html` gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AboutPage {
    /// The head.
    pub page: Page,
    /// The rest.
    pub about: About,
}

/// What `404.html` gets. A host shows that page at any depth, so nothing in it may be relative:
/// links exist only where `site.base_url` is set, and its style stands in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotFoundPage {
    /// The head; `root` is not to be used.
    pub page: Page,
}

/// What `redirect.html` gets: the page at an old URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RedirectPage {
    /// The head.
    pub page: Page,
    /// Where the report is now.
    pub target: Link,
}
