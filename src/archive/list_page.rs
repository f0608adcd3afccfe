//! The addresses of pages that list reports, or list such lists: redirects may lead to them, and they must not
//! vanish. Their content is made in [`crate::render`].

use std::collections::BTreeMap;

use crate::archive::Archive;
use crate::route;

/// Reports on one page of a list. A page weighs less than 60,000 bytes with its style and scripts.
pub(crate) const PAGE_LENGTH: usize = 50;

/// Pages of a list of so many reports.
pub(crate) fn page_count(reports: usize) -> usize {
    reports.div_ceil(PAGE_LENGTH).max(1)
}

/// The file of page `number` (from 1) of the list whose first page is `first`: `index.html`, `2.html`.
/// No route holds a dot, so that it is never the place of a report.
pub(crate) fn page_of(first: &str, number: usize) -> String {
    match first.strip_suffix("index.html") {
        Some(folder) if number > 1 => format!("{folder}{number}.html"),
        _ => first.to_owned(),
    }
}

/// A list of the site; of one in pages, the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ListPage {
    /// The front page.
    Home,
    /// All agencies.
    Agencies,
    /// All years.
    Years,
    /// Reports of a year.
    Year(i16),
    /// Reports that belong to no year.
    Undated,
    /// All types.
    Types,
    /// Reports of a type, by its key.
    Type(String),
    /// All topics.
    Topics,
    /// Reports on a topic, by its segment.
    Topic(String),
    /// All duties.
    Duties,
    /// A duty, by its key.
    Duty(String),
}

impl ListPage {
    /// The file of the page below the root of the site.
    pub(crate) fn file(&self) -> String {
        match self {
            ListPage::Home => route::HOME_PAGE.to_owned(),
            ListPage::Agencies => route::AGENCIES_PAGE.to_owned(),
            ListPage::Years => route::YEARS_PAGE.to_owned(),
            ListPage::Year(year) => route::year_page(*year),
            ListPage::Undated => route::UNDATED_PAGE.to_owned(),
            ListPage::Types => route::TYPES_PAGE.to_owned(),
            ListPage::Type(key) => route::type_page(key),
            ListPage::Topics => route::TOPICS_PAGE.to_owned(),
            ListPage::Topic(segment) => route::topic_page(segment),
            ListPage::Duties => route::DUTIES_PAGE.to_owned(),
            ListPage::Duty(key) => route::duty_page(key),
        }
    }
}

impl Archive {
    /// The lists of the site, by their files. Lists are of published reports alone, so that a type or a
    /// topic without any has none.
    pub(crate) fn list_pages(&self) -> BTreeMap<String, ListPage> {
        let mut pages = vec![
            ListPage::Home,
            ListPage::Agencies,
            ListPage::Years,
            ListPage::Types,
        ];
        if !self.topic_segments.is_empty() {
            pages.push(ListPage::Topics);
        }
        let topics = self.topic_segments.values().cloned();
        pages.extend(topics.map(ListPage::Topic));
        if !self.config.duties.is_empty() {
            pages.push(ListPage::Duties);
        }
        let duties = self.config.duties.iter();
        pages.extend(duties.map(|duty| ListPage::Duty(duty.key.value.clone())));
        for entry in &self.entries {
            let years = entry.years.iter().copied();
            pages.extend(years.map(ListPage::Year));
            if entry.years.is_empty() {
                pages.push(ListPage::Undated);
            }
            pages.push(ListPage::Type(entry.report.front_matter.kind.value.clone()));
        }
        // Before their files are named, of which there are far fewer.
        pages.sort_unstable();
        pages.dedup();
        pages.into_iter().map(|page| (page.file(), page)).collect()
    }
}
