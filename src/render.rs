//! From the archive to pages: fills the values that templates get and has the theme render them.
//!
//! In go the [`Archive`] and a [`Theme`]; out come pages as (path below the root, bytes), one at a
//! time. A report's text comes as a parsed document at its second reading and is never kept.
//!
//! This module reads and writes no file, and never imports [`crate::index`].

mod as_of;
mod body_links;
mod catalogue;
mod citation;
mod cited;
mod comparison;
mod coverage;
mod downloads;
mod guide;
mod history;
mod home;
mod indicator;
mod language;
mod lists;
mod measure;
mod metadata;
mod mirror;
mod names;
mod overview;
mod part;
mod plain_edition;
mod qr;
mod rehearsal;
mod report_page;
mod series;
mod table;
mod title;
mod validity;
mod verify;
pub(crate) mod view;
mod ways;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::archive::{Agency, Archive, EntryIndex};
use crate::data::feed::Feed;
use crate::date::{Moment, PartialDate, Period};
use crate::error::Error;
use crate::knowledge::Knowledge;
use crate::render::measure::Bodies;
use crate::render::names::Names;
use crate::render::rehearsal::Rehearsal;
use crate::route::site_path::NOT_FOUND_PAGE;
use crate::route::{self, HOME_PAGE};
use crate::store::Key;
use crate::theme::{Asset, Texts, Theme};

pub(crate) use crate::render::metadata::{Compliance, Gap, Scope, compliance};
pub(crate) use crate::render::part::{PartSet, PartTexts};
pub(crate) use crate::render::report_page::ReportFiles;

/// The file of the page about an archive.
const ABOUT_PAGE: &str = "about/index.html";
/// The file of the page on how to copy an archive.
const MIRROR_PAGE: &str = "about/mirror/index.html";
/// The file of the page on subscribing and downloads.
const FOLLOW_PAGE: &str = "follow/index.html";
/// The file of the search for a frame in pages of other sites.
const EMBED_PAGE: &str = "search/embed.html";
/// The script that puts it there. Pages of others name it, so its name has no digest.
pub(crate) const EMBED_SCRIPT: &str = "search/embed.js";
/// The file of the search page.
const SEARCH_PAGE: &str = "search/index.html";
/// The script that the search boxes of other pages load.
pub(crate) const SEARCH_BOX: &str = "search/box.js";

/// The folder of the search index below the root, where it is hosted beside the pages.
pub(crate) const INDEX_FOLDER: &str = "search-index/";

/// A page that is yet to be rendered.
pub(crate) struct Page<'r> {
    /// Its path below the root of the site.
    pub path: String,
    /// The key of all that it is made from.
    pub key: Key,
    make: Box<dyn FnOnce() -> Result<Vec<u8>, Error> + Send + 'r>,
}

impl Page<'_> {
    /// Its bytes.
    ///
    /// # Errors
    ///
    /// Those of the theme.
    pub(crate) fn render(self) -> Result<Vec<u8>, Error> {
        (self.make)()
    }
}

/// What the search page finds beside the index and the engine.
#[derive(Clone, Debug, Default)]
pub(crate) struct SearchFiles {
    /// Whether a site that is opened from a disk can be searched.
    pub on_disk: bool,
    /// The script with the words of the archive, below the root; none where nothing is searched.
    pub words: Option<String>,
    /// The scripts with its names by how they begin.
    pub names: Option<SearchNames>,
    /// What queries are written with.
    pub query: view::QueryLanguage,
}

/// The scripts with the names of the archive by how they begin.
#[derive(Clone, Debug)]
pub(crate) struct SearchNames {
    /// Their folder below the root, with `/` at its end.
    pub folder: String,
    /// How many there are, named by their numbers.
    pub files: usize,
}

/// Renders every page of one archive. Can be shared between threads.
pub(crate) struct Renderer<'a> {
    archive: &'a Archive,
    knowledge: &'a Knowledge,
    theme: &'a Theme,
    /// Whether the search index is in [`INDEX_FOLDER`].
    has_index_beside: bool,
    /// Feeds by the page that lists the same reports.
    feeds: BTreeMap<&'a str, &'a Feed>,
    /// The pages of the bodies that measures name, found when first asked for.
    bodies: OnceLock<Bodies>,
    /// The names of long lists, likewise.
    names: OnceLock<BTreeMap<&'static str, Names>>,
    /// Set where pages are rendered to be thrown away.
    rehearsal: Option<Rehearsal>,
    /// What every page is made from beside its own values: the theme, and what is the same on every page.
    common: Key,
}

impl<'a> Renderer<'a> {
    /// Gives the theme the values that are the same on every page. `feeds` are all that are published;
    /// `has_index_beside` says whether [`INDEX_FOLDER`] is published too.
    ///
    /// # Errors
    ///
    /// If the template engine cannot hold these values.
    pub(crate) fn new(
        archive: &'a Archive,
        knowledge: &'a Knowledge,
        theme: &'a mut Theme,
        feeds: &'a [Feed],
        has_index_beside: bool,
    ) -> Result<Renderer<'a>, Error> {
        let site = overview::site(archive, knowledge, theme.texts(), has_index_beside);
        theme.set_site(&site)?;
        Ok(Renderer {
            common: Key::of("every page", &(theme.digest(), &site)),
            archive,
            knowledge,
            theme,
            has_index_beside,
            feeds: feeds.iter().map(|feed| (&*feed.page, feed)).collect(),
            bodies: OnceLock::new(),
            names: OnceLock::new(),
            rehearsal: None,
        })
    }

    /// The key of a page that is made from `view` and from what is the same on every page; each make of page has a
    /// name.
    pub(crate) fn key(&self, make: &str, view: &impl serde::Serialize) -> Key {
        Key::of(make, &(self.common, view))
    }

    /// The same for a check: every page comes with its path, but only those are rendered that a template could
    /// fail at as at none before; the others are empty.
    pub(crate) fn rehearsing(self) -> Renderer<'a> {
        Renderer {
            rehearsal: Some(Rehearsal::default()),
            ..self
        }
    }

    /// Whether there is an index to search, beside the pages or elsewhere.
    pub(crate) fn has_search(&self) -> bool {
        self.has_index_beside || self.archive.config.index_url.is_some()
    }

    /// Whether a page belongs into the sitemap: not those that stand in for another.
    pub(crate) fn is_listed(&self, path: &str) -> bool {
        ![NOT_FOUND_PAGE, EMBED_PAGE].contains(&path) && !self.archive.redirects.contains_key(path)
    }

    /// The archive's feed, and the page's own.
    fn feed_links(&self, path: &str) -> view::Tags {
        let own = (path != HOME_PAGE).then(|| self.feeds.get(path)).flatten();
        let feeds = self.feeds.get(HOME_PAGE).into_iter().chain(own);
        let mut links = view::Tags::default();
        links.extend(feeds.map(|feed| view::HeadLink {
            rel: "alternate".to_owned(),
            url: route::relative(path, &feed.path),
            media_type: Some("application/atom+xml".to_owned()),
            title: Some(feed.title.clone()),
        }));
        links
    }

    /// The script by which pages of other sites show the search, where there is anything to search.
    pub(crate) fn embed_script(&self) -> Option<&str> {
        let script = self.theme.inline("embed.js");
        script.filter(|_| self.has_search())
    }

    /// The theme's own files, for beside the pages.
    pub(crate) fn assets(&self) -> impl Iterator<Item = &Asset> {
        let has_log = verify::has_log(self.archive);
        let has_changes = as_of::has_changes(self.archive);
        let is_wanted = move |asset: &&Asset| {
            let name = asset.name.as_str();
            (has_log || !verify::ASSETS.contains(&name))
                && (has_changes || !as_of::ASSETS.contains(&name))
        };
        self.theme.assets().iter().filter(is_wanted)
    }

    fn texts(&self) -> &Texts {
        self.theme.texts()
    }

    /// The page at `path` that `template` makes of `view`.
    fn page_from<'r>(
        &'r self,
        path: String,
        template: &'static str,
        view: impl serde::Serialize + Send + 'r,
    ) -> Page<'r> {
        Page {
            path,
            key: self.key(template, &view),
            make: Box::new(move || self.render(template, &view)),
        }
    }

    fn render(&self, template: &str, view: &impl serde::Serialize) -> Result<Vec<u8>, Error> {
        let rehearsal = self.rehearsal.as_ref();
        if rehearsal.is_some_and(|rehearsal| !rehearsal.is_new(template, view)) {
            return Ok(Vec::new());
        }
        Ok(self.theme.render(template, view)?)
    }

    fn date(&self, date: PartialDate) -> view::Date {
        let iso = date.to_string();
        view::Date {
            display: self.texts().date(&iso),
            iso,
        }
    }

    fn moment(&self, moment: Moment) -> view::Date {
        let display = self.texts().date(&moment.to_string());
        view::Date {
            display,
            iso: self.iso(moment),
        }
    }

    fn iso(&self, moment: Moment) -> String {
        moment.iso(&self.archive.config.utc_offset)
    }

    fn period(&self, period: &Period) -> view::Date {
        let iso = period.to_string();
        view::Date {
            display: self.texts().period(&iso),
            iso,
        }
    }

    /// A link from the page `from` to a report, by its title.
    fn report_link(&self, from: &str, entry: EntryIndex) -> view::Link {
        let entry = &self.archive.entries[entry];
        view::Link {
            title: self.archive.shown_title(entry).into_owned(),
            url: route::relative(from, &entry.route.page()),
            language: self.report_language(entry),
        }
    }

    /// A link from the page `from` to an agency, by its name.
    fn agency_link(&self, from: &str, agency: &Agency) -> view::Link {
        view::Link {
            title: agency.facts.name.clone(),
            url: route::relative(from, &agency.route.page()),
            language: self.archive_language(),
        }
    }

    fn home_link(&self, from: &str) -> view::Link {
        view::Link {
            title: self.texts().word("home").to_owned(),
            url: route::relative(from, HOME_PAGE),
            language: None,
        }
    }

    /// The head of a page.
    fn page(
        &self,
        kind: view::PageKind,
        path: &str,
        title: &str,
        breadcrumbs: Vec<view::Link>,
    ) -> view::Page {
        view::Page {
            kind,
            root: route::root_of(path),
            path: path.to_owned(),
            title: title.to_owned(),
            language: None,
            breadcrumbs,
            canonical: self.absolute(path),
            links: self.feed_links(path),
            meta: view::Tags::default(),
            json_ld: None,
        }
    }

    /// The absolute URL of a page, if the archive says where it stands.
    fn absolute(&self, path: &str) -> Option<String> {
        self.archive.config.absolute(path)
    }
}

#[cfg(test)]
mod tests;
