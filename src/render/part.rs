//! The same part of reports: pages on which the years of one agency, or the agencies of one year, stand side by side;
//! and the ways to them from other pages.
//!
//! In: what [`crate::knowledge::part`] knows, and on the pages themselves the documents. Out: views and pages. Texts are
//! given as plain passages; a table is left out with a link to it. A figure counts as changed where the part of the report
//! before has it nowhere; dates do not count, since a new year has new ones.

mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::archive::list_page::page_of;
use crate::archive::{AgencyIndex, Entry, EntryIndex};
use crate::error::Error;
use crate::knowledge::part::{self, Series, TypeParts};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer, ways};
use crate::report::html::SameLink;
use crate::report::markdown::Document;
use crate::route::{
    self, PARTS_PAGE, part_of_agency_page, part_of_year_page, relative_place, type_page,
};

pub(crate) use crate::render::part::text::PartTexts;

/// Reports side by side on one page.
const YEARS_LENGTH: usize = 6;
/// The same on a page of agencies.
const AGENCIES_LENGTH: usize = 8;
/// Parts that a report's page lists, at most.
const SAME_SHOWN: usize = 8;
/// Other reports that it lists of each, at most: the newest.
const OTHERS_SHOWN: usize = 5;
/// Years that the page of all parts lists of each, at most.
const YEARS_SHOWN: usize = 30;

/// What a page sets side by side.
#[derive(Clone, Copy)]
enum Whose<'k> {
    Years(&'k Series),
    Agencies(i16),
}

/// Reports of which some are set side by side on one page for each part.
#[derive(Clone, Copy)]
pub(crate) struct PartSet<'k> {
    whose: Whose<'k>,
    of_type: &'k TypeParts,
    /// All of them.
    reports: &'k [EntryIndex],
    /// Which of their pages it is, from 1.
    number: usize,
}

impl PartSet<'_> {
    fn length(&self) -> usize {
        match self.whose {
            Whose::Years(_) => YEARS_LENGTH,
            Whose::Agencies(_) => AGENCIES_LENGTH,
        }
    }

    fn count(&self) -> usize {
        self.reports.len().div_ceil(self.length())
    }

    /// Those on the page, and with years the one before them.
    pub(crate) fn read(&self) -> &[EntryIndex] {
        let first = (self.number - 1) * self.length();
        let more = usize::from(matches!(self.whose, Whose::Years(_)));
        let end = (first + self.length() + more).min(self.reports.len());
        self.reports.get(first..end).unwrap_or_default()
    }

    /// Whether years stand side by side.
    pub(crate) fn is_of_years(&self) -> bool {
        matches!(self.whose, Whose::Years(_))
    }
}

/// A page of one part before the texts are read: it is made from this and from them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PartsView {
    view: view::PartsPage,
    /// Of each report that is read, where in it the part is.
    anchors: Vec<(EntryIndex, Vec<String>)>,
}

impl Renderer<'_> {
    /// Whether there is a page of any part.
    pub(crate) fn has_parts(&self) -> bool {
        self.knowledge.parts.has_pages(self.archive)
    }

    /// Every set of reports of which parts stand side by side.
    pub(crate) fn part_sets(&self) -> Vec<PartSet<'_>> {
        let parts = &self.knowledge.parts;
        let years = parts.series.iter().filter_map(|series| {
            PartSet {
                whose: Whose::Years(series),
                of_type: parts.type_of(series)?,
                reports: &series.reports,
                number: 1,
            }
            .into()
        });
        let agencies = parts.types.iter().flat_map(|of_type| {
            let years = of_type.years.iter();
            years.map(move |(year, reports)| PartSet {
                whose: Whose::Agencies(*year),
                of_type,
                reports,
                number: 1,
            })
        });
        let firsts = years.chain(agencies);
        let all = firsts.flat_map(|set: PartSet<'_>| {
            (1..=set.count()).map(move |number| PartSet { number, ..set })
        });
        all.collect()
    }

    /// The pages of a set, one for each part that any of its reports has, and their paths.
    pub(crate) fn part_pages<'p>(
        &'p self,
        set: &'p PartSet<'_>,
    ) -> impl Iterator<Item = (String, PartsView)> {
        (0..set.of_type.parts.len()).filter_map(|part| self.part_page(set, part))
    }

    fn part_page(&self, set: &PartSet<'_>, part: usize) -> Option<(String, PartsView)> {
        let named = set.of_type.parts.get(part)?;
        let first = self.page_of_part(set.whose, set.of_type, part)?;
        let path = page_of(&first, set.number);
        let type_name = self.archive.type_name(&set.of_type.kind);
        let (kind, whose) = match set.whose {
            Whose::Years(series) => {
                let agency = self.archive.agencies.get(series.agency)?;
                ("years", agency.facts.name.clone())
            }
            Whose::Agencies(year) => ("agencies", self.year_title(year)),
        };
        let parts = self.word_link("parts", &path, PARTS_PAGE);
        let crumbs = vec![self.home_link(&path), parts];
        let title = format!("{whose} · {type_name} · {}", named.name);
        let numbers = (set.number, set.count());
        let (mut page, paging) = self.paged(PageKind::Parts, &first, numbers, &title, crumbs);
        page.language = self.archive_language();
        let read = set.read();
        let anchors = read.iter().map(|report| {
            let found = part::declared(self.archive, *report);
            let found = found.filter(|found| usize::from(found.part) == part);
            (*report, found.map(|found| found.anchor.clone()).collect())
        });
        let columns = read.iter().take(set.length());
        let columns = columns.filter_map(|report| self.part_column(set, part, *report, &path));
        let view = view::PartsPage {
            kind: kind.to_owned(),
            name: named.name.clone(),
            whose,
            language: self.archive_language(),
            columns: columns.collect(),
            paging,
            page,
        };
        let anchors = anchors.collect();
        Some((path, PartsView { view, anchors }))
    }

    /// What a report has of a part, but for the text.
    fn part_column(
        &self,
        set: &PartSet<'_>,
        part: usize,
        report: EntryIndex,
        from: &str,
    ) -> Option<view::PartColumn> {
        let entry = self.archive.entries.get(report)?;
        let found = part::declared(self.archive, report);
        let mut found = found.filter(|found| usize::from(found.part) == part);
        let language = self.report_language(entry);
        let (title, title_language, other) = match set.whose {
            Whose::Years(_) => (
                self.period_title(entry),
                None,
                self.part_in_year(entry, set.of_type, part),
            ),
            Whose::Agencies(_) => (
                self.archive.agencies.get(entry.agency)?.facts.name.clone(),
                self.archive_language(),
                self.part_of_series(report, part),
            ),
        };
        let state = match found.next() {
            _ if entry.report.front_matter.withdrawn.is_some() => "withdrawn",
            Some(_) => "held",
            None => "without",
        };
        Some(view::PartColumn {
            title,
            title_language,
            language,
            report: self.report_link(from, report),
            other: other.map(|page| route::relative(from, &page)),
            state: state.to_owned(),
            texts: Vec::new(),
            is_cut: false,
        })
    }

    /// Renders a page of a part. `read` are the texts of those of [`PartSet::read`] that have parts.
    ///
    /// # Errors
    ///
    /// Those of the theme.
    pub(crate) fn render_parts(
        &self,
        parts: PartsView,
        read: &BTreeMap<EntryIndex, PartTexts>,
    ) -> Result<Vec<u8>, Error> {
        let PartsView { mut view, anchors } = parts;
        let texts = anchors.iter().map(|(report, anchors)| {
            let texts = read.get(report);
            texts.map_or_else(Vec::new, |texts| texts.some(anchors))
        });
        let texts: Vec<_> = texts.collect();
        let of_column = texts.iter().take(view.columns.len());
        let costs = of_column.map(|texts| text::cost_of(texts));
        let room = text::fair_share(&costs.collect::<Vec<usize>>(), text::TEXT_MAX);
        let is_of_years = view.kind == "years";
        let table = self.texts().word("parts_table");
        for (at, (column, own)) in view.columns.iter_mut().zip(&texts).enumerate() {
            let before = texts.get(at + 1).filter(|_| is_of_years);
            let before = before.map_or(&[][..], Vec::as_slice);
            let to = (column.report.url.as_str(), table);
            (column.texts, column.is_cut) = text::shown(own, before, room, to);
        }
        self.render("parts.html", &view)
    }

    /// The page of all parts, where there are pages of any.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn part_index<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if !self.has_parts() {
            return Ok(());
        }
        let title = self.texts().word("parts");
        let crumbs = vec![self.home_link(PARTS_PAGE)];
        let (page, _) = self.paged(PageKind::Index, PARTS_PAGE, (1, 1), title, crumbs);
        let types = self.knowledge.parts.types.iter();
        let types = types.map(|of_type| {
            let ways = (0..of_type.parts.len()).map(|part| self.part_ways(of_type, part));
            let has_any =
                |ways: &view::PartWays| !ways.years.is_empty() || !ways.agencies.is_empty();
            view::PartsOfReports {
                report_type: self.type_link(of_type, PARTS_PAGE),
                parts: ways.flatten().filter(has_any).collect(),
            }
        });
        let view = view::PartIndexPage {
            page,
            language: self.archive_language(),
            types: types.filter(|of| !of.parts.is_empty()).collect(),
        };
        sink(self.page_from(PARTS_PAGE.to_owned(), "part-index.html", view))
    }

    /// The pages of a part.
    fn part_ways(&self, of_type: &TypeParts, part: usize) -> Option<view::PartWays> {
        let link = |title: String, page: &str| view::Link {
            title,
            url: route::relative(PARTS_PAGE, page),
            language: self.archive_language(),
        };
        let years = of_type.years.keys().rev().filter_map(|year| {
            let page = self.page_of_part(Whose::Agencies(*year), of_type, part)?;
            Some(view::Link {
                language: None,
                ..link(self.year_title(*year), &page)
            })
        });
        let series = self.knowledge.parts.series.iter();
        let of_kind = series.filter(|series| {
            let own = self.knowledge.parts.type_of(series);
            own.is_some_and(|own| own.kind == of_type.kind)
        });
        let pages = of_kind.filter_map(|series| {
            let page = self.page_of_part(Whose::Years(series), of_type, part)?;
            Some((series.agency, page))
        });
        let pages: Vec<(AgencyIndex, String)> = pages.collect();
        let agencies = pages.iter().take(ways::SHORT).filter_map(|(agency, page)| {
            let agency = self.archive.agencies.get(*agency)?;
            Some(link(agency.facts.name.clone(), page))
        });
        Some(view::PartWays {
            name: of_type.parts.get(part)?.name.clone(),
            years: years.take(YEARS_SHOWN).collect(),
            agencies: agencies.collect(),
            more: pages.len().saturating_sub(ways::SHORT) as u64,
        })
    }

    /// The parts of an agency's reports, for its page `from`.
    pub(super) fn parts_of_agency(
        &self,
        agency: AgencyIndex,
        from: &str,
    ) -> Vec<view::PartsOfType> {
        let parts = &self.knowledge.parts;
        let types = parts.of_agency(agency).iter().filter_map(|series| {
            let of_type = parts.type_of(series)?;
            let links = of_type.parts.iter().enumerate();
            let links = links.filter_map(|(part, named)| {
                let page = self.page_of_part(Whose::Years(series), of_type, part)?;
                Some(view::Link {
                    title: named.name.clone(),
                    url: route::relative(from, &page),
                    language: self.archive_language(),
                })
            });
            Some(view::PartsOfType {
                report_type: self.type_link(of_type, from),
                parts: links.collect(),
            })
        });
        types.filter(|of| !of.parts.is_empty()).collect()
    }

    /// The parts of a report that others have too, for its page; those that were declared first. Titles of the others are
    /// those of the document, see [`name_parts`].
    pub(super) fn same_parts(&self, entry: &Entry) -> Option<view::SameParts> {
        let parts = &self.knowledge.parts;
        let report = self.position(entry).filter(|_| !parts.is_empty())?;
        let found = part::found(self.archive, report)?;
        let path = entry.route.page();
        let series = parts.of_report(report);
        let of_kind = &entry.report.front_matter.kind.value;
        let of_type = parts.types.iter().find(|of| of.kind == *of_kind);
        let mut shown: Vec<view::SamePart> = Vec::new();
        for found in &found.declared {
            let Some(of_type) = of_type else { break };
            let part = usize::from(found.part);
            let same = series.into_iter().flat_map(|series| &series.reports);
            let same = same.filter(|other| **other != report).filter_map(|other| {
                let mut declared = part::declared(self.archive, *other);
                let it = declared.find(|it| it.part == found.part)?;
                Some((*other, it.anchor.as_str()))
            });
            let link = |page: String| route::relative(&path, &page);
            let pages = view::SamePartPages {
                name: (of_type.parts.get(part)).map_or_else(String::new, |it| it.name.clone()),
                language: self.archive_language(),
                years: self.part_of_series(report, part).map(link),
                agencies: self.part_in_year(entry, of_type, part).map(link),
            };
            if pages.years.is_none() && pages.agencies.is_none() {
                continue;
            }
            // 存在的问题和下一步打算 is of two parts, and one place of the report.
            if let Some(it) = shown.iter_mut().find(|it| it.anchor == found.anchor) {
                it.pages.push(pages);
                continue;
            }
            shown.push(view::SamePart {
                title: found.heading.clone(),
                pages: vec![pages],
                ..self.same_part(&found.anchor, same, &path)
            });
        }
        for heading in &found.headings {
            let is_shown = shown.iter().any(|it| it.anchor == heading.anchor);
            if let Some(series) = series.filter(|_| !is_shown) {
                let same = series.same(self.archive, heading, report);
                let it = self.same_part(&heading.anchor, same, &path);
                shown.extend(Some(it).filter(|it| !it.others.is_empty()));
            }
        }
        let more = shown.len().saturating_sub(SAME_SHOWN) as u64;
        shown.truncate(SAME_SHOWN);
        for (number, it) in (1..).zip(&mut shown) {
            it.id = format!("same-{number}");
        }
        (!shown.is_empty()).then_some(view::SameParts { parts: shown, more })
    }

    fn same_part<'o>(
        &self,
        anchor: &str,
        others: impl Iterator<Item = (EntryIndex, &'o str)>,
        from: &str,
    ) -> view::SamePart {
        let mut links = Vec::new();
        let mut more = 0;
        for (other, anchor) in others {
            let Some(entry) = self.archive.entries.get(other) else {
                continue;
            };
            if links.len() >= OTHERS_SHOWN {
                more += 1;
                continue;
            }
            links.push(view::Link {
                title: self.period_title(entry),
                url: relative_place(from, &format!("{}#{anchor}", entry.route.page())),
                language: None,
            });
        }
        view::SamePart {
            anchor: anchor.to_owned(),
            others: links,
            more,
            ..view::SamePart::default()
        }
    }

    /// The page of a part through the years of the series that a report stands in.
    fn part_of_series(&self, report: EntryIndex, part: usize) -> Option<String> {
        let series = self.knowledge.parts.of_report(report)?;
        let of_type = self.knowledge.parts.type_of(series)?;
        self.page_of_part(Whose::Years(series), of_type, part)
    }

    /// The page of a part across the agencies of the year of a report.
    fn part_in_year(&self, entry: &Entry, of_type: &TypeParts, part: usize) -> Option<String> {
        let year = *entry.years.last()?;
        self.page_of_part(Whose::Agencies(year), of_type, part)
    }

    /// The first page of a part, if there is one.
    fn page_of_part(&self, whose: Whose<'_>, of_type: &TypeParts, part: usize) -> Option<String> {
        let key = &of_type.parts.get(part)?.key;
        match whose {
            Whose::Years(series) => {
                let agency = &self.archive.agencies.get(series.agency)?.route;
                let has_page = series.has_page(self.archive, part);
                has_page.then(|| part_of_agency_page(agency, &of_type.kind, key))
            }
            Whose::Agencies(year) => {
                let has_page = of_type.has_page(year, part);
                has_page.then(|| part_of_year_page(&of_type.kind, key, year))
            }
        }
    }

    /// What a report is about, in short.
    fn period_title(&self, entry: &Entry) -> String {
        let facts = &entry.report.front_matter;
        let date = facts.written.or(facts.published.map(|moment| moment.date));
        let title = match (facts.period, date) {
            (Some(period), _) => self.period(&period).display,
            (None, Some(date)) => self.date(date).display,
            (None, None) => facts.title.clone(),
        };
        self.archive.marked(entry, &title).into_owned()
    }

    fn type_link(&self, of_type: &TypeParts, from: &str) -> view::Link {
        view::Link {
            title: self.archive.type_name(&of_type.kind).to_owned(),
            url: route::relative(from, &type_page(&of_type.kind)),
            language: self.archive_language(),
        }
    }
}

/// Gives parts their headings, where they have none yet; those that the document has not are left out.
pub(super) fn name_parts(shown: &mut view::SameParts, document: &Document<'_>) {
    shown.parts.retain_mut(|it| {
        if it.title.is_empty() {
            let mut parts = document.parts().iter();
            let part = parts.find(|part| part.anchor == it.anchor);
            it.title = part.map_or_else(String::new, |part| part.title.clone());
        }
        !it.title.is_empty()
    });
}

/// The links beside the headings of the parts that others have too.
pub(super) fn same_links(shown: &view::SameParts) -> Vec<SameLink> {
    let links = shown.parts.iter().map(|it| SameLink {
        anchor: it.anchor.clone(),
        to: format!("{}-head", it.id),
    });
    links.collect()
}
