//! The pages that list reports or lists of them, as addresses that redirects may lead to and that must
//! not vanish. What stands on them is [`crate::render`]'s business.

use std::collections::BTreeMap;

use super::Archive;
use crate::route::{self, UNDATED_PAGE};

/// A list of the site; of one in pages, the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListPage {
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
}

impl ListPage {
    /// The file of the page below the root of the site.
    pub fn file(&self) -> String {
        match self {
            ListPage::Home => "index.html".to_owned(),
            ListPage::Agencies => "agencies/index.html".to_owned(),
            ListPage::Years => "years/index.html".to_owned(),
            ListPage::Year(year) => route::year_page(*year),
            ListPage::Undated => UNDATED_PAGE.to_owned(),
            ListPage::Types => "types/index.html".to_owned(),
            ListPage::Type(key) => route::type_page(key),
            ListPage::Topics => "topics/index.html".to_owned(),
            ListPage::Topic(segment) => route::topic_page(segment),
        }
    }
}

impl Archive {
    /// The lists of the site, by their files. Lists are of published reports alone, so that a type or a
    /// topic without any has none.
    pub fn list_pages(&self) -> BTreeMap<String, ListPage> {
        let topics = self.topics();
        let mut pages = vec![
            ListPage::Home,
            ListPage::Agencies,
            ListPage::Years,
            ListPage::Types,
        ];
        pages.extend((!topics.is_empty()).then_some(ListPage::Topics));
        pages.extend(self.years().into_keys().map(ListPage::Year));
        if self.entries.iter().any(|entry| entry.years.is_empty()) {
            pages.push(ListPage::Undated);
        }
        pages.extend(
            self.types()
                .into_keys()
                .map(|key| ListPage::Type(key.to_owned())),
        );
        pages.extend(
            topics
                .into_keys()
                .map(|segment| ListPage::Topic(segment.to_owned())),
        );
        pages.into_iter().map(|page| (page.file(), page)).collect()
    }
}
