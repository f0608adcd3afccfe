//! Machine-readable metadata in the head of a page, one module for each standard.
//!
//! | module | standard | who reads it |
//! |---|---|---|
//! | [`guidelines`] | 政府网站发展指引 (国办发〔2017〕47号) | inspections of government websites |
//! | [`json_ld`] | schema.org as JSON-LD | search engines, data catalogues |
//! | [`highwire`] | Highwire Press tags | Zotero, Google Scholar |
//! | [`dublin_core`] | DCMI Metadata Terms in HTML | libraries, archives |
//! | [`open_graph`] | Open Graph protocol | applications that preview links |
//! | [`signposting`] | typed links (FAIR Signposting) | harvesters |
//! | [`mod@compliance`] | what the guidelines ask for and the content does not say | editors, in `gongbao check` |
//!
//! No value is invented: what the content does not say has no tag. What must be absolute exists only with
//! `base_url`.

mod compliance;
mod dublin_core;
pub(super) mod guidelines;
mod highwire;
mod json_ld;
mod open_graph;
mod signposting;

use std::borrow::Cow;

use crate::archive::{AgencyIndex, Entry};
use crate::config::Config;
use crate::render::Renderer;
use crate::render::view::{self, Tags};
use crate::report::front_matter::FrontMatter;

pub(crate) use crate::render::metadata::compliance::{Compliance, Gap, Scope, compliance};
pub(super) use crate::render::metadata::guidelines::ColumnType;

/// A report as the standards see it.
struct Described<'a> {
    facts: &'a FrontMatter,
    /// Its title; that of a draft says that it is one.
    title: Cow<'a, str>,
    /// The names of all who issued it, the first first.
    agencies: Vec<&'a str>,
    /// The name of its type.
    kind: &'a str,
    /// Empty where there is none.
    summary: &'a str,
    /// BCP 47.
    language: &'a str,
    /// The absolute URL of its page.
    url: Option<&'a str>,
    /// ISO 8601.
    published: Option<String>,
    /// ISO 8601.
    modified: Option<String>,
    config: &'a Config,
}

/// A column of the site as the guidelines see it.
pub(super) struct Column<'a> {
    /// What it is called.
    pub(super) name: &'a str,
    /// What it is about, one or more words.
    pub(super) keywords: &'a str,
    /// One of the values that the guidelines know.
    pub(super) kind: ColumnType,
}

impl<'a> Column<'a> {
    /// A column of which no more is known than its name.
    pub(super) fn named(name: &'a str, kind: ColumnType) -> Column<'a> {
        Column {
            name,
            keywords: name,
            kind,
        }
    }
}

impl Renderer<'_> {
    /// Describes a report's page: its column is its type.
    pub(super) fn describe_report(&self, page: &mut view::Page, entry: &Entry) {
        let facts = &entry.report.front_matter;
        let config = &self.archive.config;
        let canonical = page.canonical.take();
        let kind = self
            .archive
            .report_type(entry)
            .map_or("", |t| t.name.as_str());
        let report = Described {
            facts,
            title: self.archive.shown_title(entry),
            agencies: self.archive.names_of_agencies(entry).collect(),
            kind,
            summary: entry.report.summary(),
            language: entry.report.language(&config.language).as_str(),
            url: canonical.as_deref(),
            published: facts.published.map(|m| self.iso(m)),
            modified: facts.modified.map(|m| self.iso(m)),
            config,
        };
        let mut tags = Tags::default();
        let column = Column::named(kind, ColumnType::of_type(kind));
        let description = guidelines::description(config, &column);
        guidelines::column(&mut tags, &column, &description);
        guidelines::article(&mut tags, &report);
        highwire::report(&mut tags, &report);
        dublin_core::report(&mut tags, &report);
        open_graph::report(&mut tags, &report);
        page.meta = tags;
        dublin_core::schemas(&mut page.links);
        self.sign_report(&mut page.links, entry, &page.path, report.url);
        page.json_ld = Some(self.report_graph(page, entry, &report));
        page.canonical = canonical;
    }

    /// Describes a page that is a column of the site.
    pub(super) fn describe_column(&self, page: &mut view::Page, column: &Column<'_>) {
        self.describe_list(page, column);
        page.json_ld = self.trail_graph(page);
    }

    /// Describes a page of an agency.
    pub(super) fn describe_agency(&self, page: &mut view::Page, agency: AgencyIndex) {
        let facts = &self.archive.agencies[agency].facts;
        let names: Vec<&str> = std::iter::once(&facts.name)
            .chain(&facts.other_names)
            .map(String::as_str)
            .collect();
        let column = Column {
            name: &facts.name,
            keywords: &names.join(","),
            kind: ColumnType::Catalogue,
        };
        self.describe_list(page, &column);
        page.json_ld = Some(self.agency_graph(page, agency));
    }

    /// Describes the front page.
    pub(super) fn describe_home(&self, page: &mut view::Page) {
        let title = &self.archive.config.title;
        self.describe_list(page, &Column::named(title, ColumnType::Home));
        page.json_ld = Some(self.home_graph());
    }

    /// Describes the page of an old URL, which is no column: what it leads to and where.
    pub(super) fn describe_redirect(&self, page: &mut view::Page) {
        let config = &self.archive.config;
        open_graph::page(
            &mut page.meta,
            config,
            &page.title,
            "",
            page.canonical.as_deref(),
        );
    }

    fn describe_list(&self, page: &mut view::Page, column: &Column<'_>) {
        let config = &self.archive.config;
        let mut tags = Tags::default();
        let description = guidelines::description(config, column);
        guidelines::column(&mut tags, column, &description);
        tags.meta("description", &description);
        open_graph::page(
            &mut tags,
            config,
            column.name,
            &description,
            page.canonical.as_deref(),
        );
        page.meta = tags;
        signposting::licence(&mut page.links, config);
    }
}
