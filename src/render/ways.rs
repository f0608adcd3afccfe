//! Navigation without search: the pages of all agencies, years, types and topics, the site map, and the links
//! from the lists up to them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::archive::list_page::{ListPage, page_of};
use crate::archive::{Agency, AgencyIndex, EntryIndex};
use crate::error::Error;
use crate::render::metadata::{Column, ColumnType};
use crate::render::view::{self, ListKind, PageKind};
use crate::render::{Page, Renderer};
use crate::route::{self, UNDATED_PAGE, topic_page, type_page, year_page};

/// What a page that has other things to show gives of each way, at most.
pub(super) const SHORT: usize = 20;
/// What the search page gives, which has its scripts to bring.
pub(super) const SHORTER: usize = 16;
/// What the site map gives of each way, at most, and leads to the rest.
const MAPPED: usize = 55;
/// Lists on one page of all agencies, years, types or topics.
const PAGE_LENGTH: usize = 100;

/// The file of the site map for people.
const SITEMAP_PAGE: &str = "sitemap/index.html";
/// Agencies that a breadcrumb trail names above one, at most.
const AGENCIES_ABOVE: usize = 5;

/// The index page of lists of a kind, and the word for it.
pub(super) fn index_of(kind: ListKind) -> (&'static str, &'static str) {
    match kind {
        ListKind::Agency => ("agencies", route::AGENCIES_PAGE),
        ListKind::Year | ListKind::Undated => ("years", route::YEARS_PAGE),
        ListKind::Type => ("types", route::TYPES_PAGE),
        ListKind::Topic => ("topics", route::TOPICS_PAGE),
    }
}

impl Renderer<'_> {
    /// The index pages and the site map.
    ///
    /// # Errors
    ///
    /// If a page cannot be rendered, or what `sink` returns.
    pub(super) fn way_pages<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for kind in [
            ListKind::Agency,
            ListKind::Year,
            ListKind::Type,
            ListKind::Topic,
        ] {
            let (word, first) = index_of(kind);
            // All pages of an index are in one folder, and so are the links from them.
            let entries = self.way_entries(kind, first);
            if entries.is_empty() && kind == ListKind::Topic {
                continue;
            }
            let title = self.texts().word(word);
            let count = entries.len().div_ceil(PAGE_LENGTH).max(1);
            for number in 1..=count {
                let path = page_of(first, number);
                let crumbs = vec![self.home_link(&path)];
                let (page, paging) =
                    self.paged(PageKind::Index, first, (number, count), title, crumbs);
                let shown = entries.chunks(PAGE_LENGTH).nth(number - 1);
                let way = view::Way {
                    url: route::relative(&path, first),
                    total: entries.len() as u64,
                    entries: shown.unwrap_or_default().to_vec(),
                    filter: self.filter(first, &path),
                };
                sink(self.page_from(path, "index.html", view::IndexPage { page, way, paging }))?;
            }
        }
        let title = self.texts().word("sitemap");
        let crumbs = vec![self.home_link(SITEMAP_PAGE)];
        let mut page = self.page(PageKind::Sitemap, SITEMAP_PAGE, title, crumbs);
        self.describe_column(&mut page, &Column::named(title, ColumnType::Catalogue));
        let view = view::SitemapPage {
            page,
            entries: self.entries(SITEMAP_PAGE, MAPPED),
        };
        sink(self.page_from(SITEMAP_PAGE.to_owned(), "sitemap.html", view))
    }

    /// Every way, from the page `from`, with at most `limit` entries each.
    pub(super) fn entries(&self, from: &str, limit: usize) -> view::Entries {
        let way = |kind| {
            let index = index_of(kind).1;
            let mut entries = self.way_entries(kind, from);
            let total = entries.len();
            // The newest years come first as it is.
            if total > limit && kind != ListKind::Year {
                entries.sort_by_key(|entry| Reverse(entry.count));
                entries.iter_mut().for_each(|entry| entry.depth = 0);
            }
            entries.truncate(limit);
            // There is no room beside them.
            let shown = entries.into_iter().map(|entry| view::Entry {
                region: None,
                years: None,
                agencies: None,
                ..entry
            });
            view::Way {
                url: route::relative(from, index),
                total: total as u64,
                entries: shown.collect(),
                filter: self.filter(index, from),
            }
        };
        view::Entries {
            agencies: way(ListKind::Agency),
            years: way(ListKind::Year),
            types: way(ListKind::Type),
            topics: Some(way(ListKind::Topic)).filter(|way| way.total > 0),
        }
    }

    /// The lists of a kind, from the page `from`.
    pub(super) fn way_entries(&self, kind: ListKind, from: &str) -> Vec<view::Entry> {
        let entry = |title: &str, file: &str, entries: &[EntryIndex]| view::Entry {
            title: title.to_owned(),
            url: route::relative(from, file),
            count: entries.len() as u64,
            language: self.list_language(kind),
            ..view::Entry::default()
        };
        let over_years = |title: &str, file: &str, entries: &[EntryIndex]| view::Entry {
            years: self.years_of(entries),
            ..entry(title, file, entries)
        };
        let archive = self.archive;
        match kind {
            ListKind::Agency => {
                let tree = archive.agency_tree().into_iter();
                tree.map(|(index, depth)| view::Entry {
                    depth: depth.min(AGENCIES_ABOVE) as u64,
                    region: self.region_name(index),
                    ..self.agency_entry(&archive.agencies[index], from)
                })
                .collect()
            }
            ListKind::Year | ListKind::Undated => {
                let years = archive.years();
                let whose = |entries: &[EntryIndex]| {
                    let reports = entries.iter().filter_map(|at| archive.entries.get(*at));
                    let agencies: BTreeSet<AgencyIndex> =
                        reports.flat_map(|entry| entry.agencies()).collect();
                    Some(agencies.len() as u64)
                };
                let dated = years.iter().rev().map(|(year, entries)| view::Entry {
                    agencies: whose(entries),
                    ..entry(&self.year_title(*year), &year_page(*year), entries)
                });
                let undated = self.undated();
                let undated = (!undated.is_empty()).then(|| view::Entry {
                    agencies: whose(&undated),
                    ..entry(self.texts().word("undated"), UNDATED_PAGE, &undated)
                });
                dated.chain(undated).collect()
            }
            ListKind::Type => {
                let types = archive.types().into_iter();
                types
                    .map(|(key, entries)| {
                        over_years(archive.type_name(key), &type_page(key), &entries)
                    })
                    .collect()
            }
            ListKind::Topic => {
                let topics = archive.topics().into_iter();
                topics
                    .map(|(segment, (name, entries))| {
                        over_years(name, &topic_page(segment), &entries)
                    })
                    .collect()
            }
        }
    }

    /// An agency in a list of agencies on the page `from`.
    pub(super) fn agency_entry(&self, agency: &Agency, from: &str) -> view::Entry {
        view::Entry {
            title: agency.facts.name.clone(),
            url: route::relative(from, &agency.route.page()),
            count: agency.entries.len() as u64,
            language: self.archive_language(),
            years: self.years_of(&agency.entries),
            ..view::Entry::default()
        }
    }

    /// The years that reports belong to, from the first to the last.
    fn years_of(&self, entries: &[EntryIndex]) -> Option<String> {
        let entries = entries.iter();
        let entries = entries.filter_map(|at| self.archive.entries.get(*at));
        let years: BTreeSet<i16> = entries
            .flat_map(|entry| entry.years.iter().copied())
            .collect();
        let (first, last) = (years.first()?, years.last()?);
        Some(match first == last {
            true => self.year_title(*first),
            false => self.texts().period(&format!("{first:04}/{last:04}")),
        })
    }

    /// The link up from a list of `kind` on the page `from`.
    pub(super) fn index_link(&self, kind: ListKind, from: &str) -> view::Link {
        let (word, page) = index_of(kind);
        self.word_link(word, from, page)
    }

    /// A link from the page `from` to a page, by a word of the interface.
    pub(super) fn word_link(&self, word: &str, from: &str, page: &str) -> view::Link {
        view::Link {
            title: self.texts().word(word).to_owned(),
            url: route::relative(from, page),
            language: None,
        }
    }

    /// What readers call a year.
    pub(super) fn year_title(&self, year: i16) -> String {
        self.texts().date(&format!("{year:04}"))
    }

    /// What readers call a list.
    pub(super) fn list_title(&self, list: &ListPage) -> String {
        let archive = self.archive;
        match list {
            ListPage::Home => archive.config.title.clone(),
            ListPage::Agencies => self.texts().word("agencies").to_owned(),
            ListPage::Years => self.texts().word("years").to_owned(),
            ListPage::Year(year) => self.year_title(*year),
            ListPage::Undated => self.texts().word("undated").to_owned(),
            ListPage::Types => self.texts().word("types").to_owned(),
            ListPage::Type(key) => archive.type_name(key).to_owned(),
            ListPage::Topics => self.texts().word("topics").to_owned(),
            ListPage::Duties => self.texts().word("coverage").to_owned(),
            ListPage::Duty(key) => {
                let mut duties = archive.config.duties.iter();
                let duty = duties.find(|duty| duty.key.value == *key);
                duty.map_or(key, |duty| &duty.name).clone()
            }
            ListPage::Topic(segment) => {
                let mut topics = archive.topic_segments.iter();
                let found = topics.find(|(_, of_topic)| *of_topic == segment);
                found.map_or(segment, |(name, _)| name).clone()
            }
        }
    }

    /// The way down to an agency's page `from`: front page, all agencies, those above it.
    pub(super) fn agency_crumbs(&self, agency: AgencyIndex, from: &str) -> Vec<view::Link> {
        let agencies = &self.archive.agencies;
        let above = self.archive.above(agency);
        let mut above: Vec<view::Link> = above
            .take(AGENCIES_ABOVE)
            .map(|index| self.agency_link(from, &agencies[index]))
            .collect();
        above.reverse();
        let mut crumbs = vec![
            self.home_link(from),
            self.index_link(ListKind::Agency, from),
        ];
        crumbs.append(&mut above);
        crumbs
    }
}
