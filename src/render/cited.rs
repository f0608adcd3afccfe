//! Who cites whom, on pages: links in a text, who cites a report, and what is cited and not held.
//!
//! In: the citations of the archive. Out: links and sentences for the page of a report, and the pages of what is not
//! held and of what is not sure. What is not sure is listed with what it may mean, and leads nowhere from a text.

use std::collections::BTreeMap;

use crate::archive::list_page::page_of;
use crate::archive::{Entry, EntryIndex};
use crate::error::Error;
use crate::knowledge::citation::{Doubt, Missing, Reference, Unsure};
use crate::knowledge::cited::{anchors, citations, sentence};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer};
use crate::report::html::CitedLink;
use crate::route::{self, CITATION_DOUBTS_PAGE, CITATIONS_PAGE};

/// Works on one page.
const PAGE_LENGTH: usize = 40;
/// Pages of what is not held, at most: the rest is in the open data.
const PAGES_MAX: usize = 50;
/// Places that are named of a work, at most.
const PLACES_SHOWN: usize = 3;
/// Documents that are named of those that a work may mean, at most.
const CANDIDATES_SHOWN: usize = 5;

/// Where in its report each citation stands that a page leads to.
type Anchors = BTreeMap<Reference, Box<str>>;

impl Renderer<'_> {
    /// The links from the text of a report on the page `from` to what it cites.
    pub(super) fn cited_links(&self, entry: &Entry, from: &str) -> Vec<CitedLink> {
        let Some(report) = self.position(entry) else {
            return Vec::new();
        };
        let cited = &self.knowledge.citations;
        let held: BTreeMap<u32, u32> = cited.held(report).collect();
        if held.is_empty() {
            return Vec::new();
        }
        let citations = entry.report.findings.citations.unpack();
        let links = citations.citations.iter().filter_map(|citation| {
            let target = held.get(&citation.work)?;
            let target = self.archive.entries.get(*target as usize)?;
            let place = citations.places.get(citation.place as usize)?;
            Some(CitedLink {
                leaf: place.passage,
                bytes: citation.range.clone(),
                url: route::encode(&route::relative(from, &target.route.page())),
            })
        });
        let mut links: Vec<CitedLink> = links.collect();
        links.sort_by_key(|link| (link.leaf, link.bytes.start));
        links
    }

    /// Who cites a report, for its page `from`.
    pub(super) fn cited_by(&self, entry: &Entry, from: &str) -> Option<view::CitedBy> {
        let report = self.position(entry)?;
        if entry.report.front_matter.withdrawn.is_some() {
            return None;
        }
        let by = self.knowledge.citations.by(self.archive, report);
        let sentences = by.shown.iter().filter_map(|reference| {
            let sentence = sentence(self.archive, *reference)?;
            let citing = self.archive.entries.get(reference.report as usize)?;
            Some(view::CitingSentence {
                report: self.link_to_place(from, reference.report as usize, &sentence.anchor),
                quote: sentence.quote.trim().to_owned(),
                language: self.language_of(citing, &sentence.quote),
            })
        });
        let sentences: Vec<view::CitingSentence> = sentences.collect();
        (!sentences.is_empty()).then(|| view::CitedBy {
            reports: by.reports as u64,
            more: by.reports.saturating_sub(sentences.len()) as u64,
            sentences,
        })
    }

    /// The position of a report among all.
    pub(super) fn position(&self, entry: &Entry) -> Option<EntryIndex> {
        self.archive.entry_at(entry.route.as_str())
    }

    /// A link from the page `from` to a place in a report, by its title.
    pub(super) fn link_to_place(&self, from: &str, report: EntryIndex, anchor: &str) -> view::Link {
        let mut link = self.report_link(from, report);
        if !anchor.is_empty() {
            link.url.push('#');
            link.url.push_str(&route::encode(anchor));
        }
        link
    }

    fn link_to_citation(
        &self,
        from: &str,
        reference: Reference,
        anchors: &Anchors,
    ) -> Option<view::Link> {
        let anchor = anchors.get(&reference)?;
        Some(self.link_to_place(from, reference.report as usize, anchor))
    }

    /// The pages of what is cited and not held, and of what is not sure; none of an archive in which nothing is cited.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn citation_pages<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let cited = &self.knowledge.citations;
        if cited.is_empty() {
            return Ok(());
        }
        let missing = cited.index.missing.iter();
        let missing: Vec<&Missing> = missing.filter(|missing| !missing.is_form).collect();
        let doubts = self.doubts();
        let title = self.texts().word("citations_missing");
        let shown = missing.get(..PAGE_LENGTH * PAGES_MAX).unwrap_or(&missing);
        let count = shown.len().div_ceil(PAGE_LENGTH).max(1);
        let places = shown
            .iter()
            .flat_map(|missing| missing.examples.iter().take(PLACES_SHOWN));
        let anchors = anchors(self.archive, places.copied());
        for number in 1..=count {
            let path = page_of(CITATIONS_PAGE, number);
            let crumbs = vec![self.home_link(&path)];
            let (page, paging) = self.paged(
                PageKind::Index,
                CITATIONS_PAGE,
                (number, count),
                title,
                crumbs,
            );
            let works = shown.chunks(PAGE_LENGTH).nth(number - 1);
            let works = works.unwrap_or_default().iter();
            let view = view::CitationsPage {
                language: self.archive_language(),
                total: missing.len() as u64,
                works: works
                    .map(|work| self.missing(work, &path, &anchors))
                    .collect(),
                doubts: (!doubts.is_empty())
                    .then(|| self.word_link("citation_doubts", &path, CITATION_DOUBTS_PAGE)),
                paging,
                page,
            };
            sink(self.page_from(path, "citations.html", view))?;
        }
        self.doubt_pages(&doubts, sink)
    }

    fn missing(&self, missing: &Missing, from: &str, anchors: &Anchors) -> view::MissingWork {
        let text = match (missing.has_title, &missing.number) {
            (true, Some(number)) => format!("《{}》（{number}）", missing.text),
            (true, None) => format!("《{}》", missing.text),
            (false, _) => missing.text.clone(),
        };
        let places = missing.examples.iter().take(PLACES_SHOWN);
        view::MissingWork {
            text,
            reports: u64::from(missing.reports),
            mentions: u64::from(missing.mentions),
            places: places
                .filter_map(|reference| self.link_to_citation(from, *reference, anchors))
                .collect(),
        }
    }

    /// What may mean several documents, each with the reports that cite it so, in most reports first.
    fn doubts(&self) -> Vec<(String, &Doubt, u64)> {
        let mut groups: BTreeMap<(String, &[u32]), (&Doubt, u64)> = BTreeMap::new();
        let doubts = self.knowledge.citations.index.doubts.iter();
        // Those of one report follow one another, and it is unpacked once.
        let mut unpacked = None;
        for doubt in doubts.filter(|doubt| !doubt.candidates.is_empty()) {
            let report = doubt.first.report;
            let (_, citations) = match unpacked.take() {
                Some((of, citations)) if of == report => unpacked.insert((of, citations)),
                _ => unpacked.insert((report, citations(self.archive, report))),
            };
            let citation = citations.citations.get(doubt.first.citation as usize);
            let Some(text) = citation.and_then(|citation| citations.written(citation.work)) else {
                continue;
            };
            let group = groups.entry((text, &doubt.candidates));
            group.or_insert((doubt, 0)).1 += 1;
        }
        let groups = groups.into_iter();
        let groups = groups.map(|((text, _), (doubt, reports))| (text, doubt, reports));
        let mut groups: Vec<_> = groups.collect();
        groups.sort_by_key(|(.., reports)| std::cmp::Reverse(*reports));
        groups
    }

    fn doubt_pages<'r>(
        &'r self,
        doubts: &[(String, &Doubt, u64)],
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let title = self.texts().word("citation_doubts");
        let shown = doubts.get(..PAGE_LENGTH * PAGES_MAX).unwrap_or(doubts);
        let count = shown.len().div_ceil(PAGE_LENGTH);
        let anchors = anchors(self.archive, shown.iter().map(|(_, doubt, _)| doubt.first));
        for number in 1..=count {
            let path = page_of(CITATION_DOUBTS_PAGE, number);
            let above = self.word_link("citations_missing", &path, CITATIONS_PAGE);
            let crumbs = vec![self.home_link(&path), above];
            let (page, paging) = self.paged(
                PageKind::Index,
                CITATION_DOUBTS_PAGE,
                (number, count),
                title,
                crumbs,
            );
            let works = shown.chunks(PAGE_LENGTH).nth(number - 1);
            let works = works.unwrap_or_default().iter();
            let works = works.filter_map(|(text, doubt, reports)| {
                let candidates = doubt.candidates.iter().take(CANDIDATES_SHOWN);
                Some(view::DoubtfulWork {
                    text: text.clone(),
                    why: why(doubt.why).to_owned(),
                    place: self.link_to_citation(&path, doubt.first, &anchors)?,
                    reports: *reports,
                    candidates: candidates
                        .map(|candidate| self.report_link(&path, *candidate as usize))
                        .collect(),
                })
            });
            let view = view::DoubtsPage {
                language: self.archive_language(),
                works: works.collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "citation-doubts.html", view))?;
        }
        Ok(())
    }
}

/// The key of a reason.
fn why(why: Unsure) -> &'static str {
    match why {
        Unsure::Several => "several",
        Unsure::NumberAndTitle => "number-and-title",
        Unsure::Edition => "edition",
        Unsure::Newer => "newer",
        Unsure::Body => "body",
        Unsure::ShortName => "short-name",
    }
}
