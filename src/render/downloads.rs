//! What a page offers to download and to subscribe to: the files of open data and the feeds.

use crate::archive::Attachment;
use crate::data::dcat::{Content, DataFile, Format, Known};
use crate::data::download::Scope;
use crate::data::feed::Look;
use crate::render::{HOME_PAGE, Renderer, view};
use crate::route;
use crate::theme::Argument;

/// Feeds that are listed, at most: that of the archive and those of types. Each stands beside the page it is of.
const FEEDS: usize = 25;

/// Years that the page of downloads lists, at most: each has its own on its page.
const EDITIONS: usize = 40;

impl Renderer<'_> {
    /// All of it, from the page `from`.
    pub(super) fn downloads(&self, from: &str, data: &[DataFile]) -> view::Downloads {
        let is_text = |file: &&DataFile| scope_of(file.content).is_some();
        let files = data.iter().filter(|file| !is_text(file));
        let mut scopes: Vec<Scope> = data.iter().filter_map(|d| scope_of(d.content)).collect();
        scopes.sort_by_key(|scope| match scope {
            Scope::Whole => (0, 0),
            Scope::Year(year) => (1, -i32::from(*year)),
            Scope::Undated => (2, 0),
        });
        scopes.dedup();
        let count = scopes.len();
        let editions = scopes.into_iter().take(EDITIONS);
        let editions = editions.filter_map(|scope| self.edition(scope, from, data));
        let home = self.feeds.iter().filter(|(page, _)| **page == HOME_PAGE);
        // The others have a link on their pages.
        let others = self
            .feeds
            .iter()
            .filter(|(page, _)| page.starts_with("types/"));
        let feeds = home.chain(others).take(FEEDS).map(|(_, feed)| view::Link {
            title: feed.name.clone(),
            url: route::relative(from, &feed.path),
            language: self.archive_language(),
        });
        view::Downloads {
            files: files.map(|file| self.download(from, file)).collect(),
            editions: editions.collect(),
            more_editions: count.saturating_sub(EDITIONS) as u64,
            feeds: feeds.collect(),
        }
    }

    /// What a scope is to be had as, from the page `from`; none where it is to be had as nothing.
    pub(super) fn edition(
        &self,
        scope: Scope,
        from: &str,
        data: &[DataFile],
    ) -> Option<view::Edition> {
        let find = |wanted: Content| {
            let file = data.iter().find(|file| file.content == wanted);
            file.map(|file| self.download(from, file))
        };
        let (title, page) = match scope {
            Scope::Whole => (
                self.texts().word("edition_whole").to_owned(),
                HOME_PAGE.to_owned(),
            ),
            Scope::Year(year) => (self.year_title(year), route::year_page(year)),
            Scope::Undated => (
                self.texts().word("undated").to_owned(),
                route::UNDATED_PAGE.to_owned(),
            ),
        };
        let originals = find(Content::Originals(scope));
        let text = find(Content::Plain(scope));
        (originals.is_some() || text.is_some()).then(|| view::Edition {
            title,
            url: route::relative(from, &page),
            originals,
            text,
        })
    }

    fn download(&self, from: &str, file: &DataFile) -> view::Download {
        view::Download {
            title: self.title_of(file.content),
            file: file.path.clone(),
            url: route::relative(from, &file.path),
            size: self.texts().size(file.file.length),
        }
    }

    /// What a browser shows of a feed that is opened in it.
    pub(crate) fn look_of_feeds(&self) -> Look {
        Look {
            style: self.theme.asset("feed.css").map(str::to_owned),
            note: self.texts().word("feed_note").to_owned(),
        }
    }

    pub(super) fn title_of(&self, content: Content) -> String {
        let words = self.texts();
        let of_year = |key, year| {
            let year = self.year_title(year);
            words.fill(key, &[("year", Argument::Text(&year))])
        };
        let key = match content {
            Content::CatalogueJson => return self.catalogue_in("JSON"),
            Content::CatalogueCsv => return self.catalogue_in("CSV"),
            Content::Originals(Scope::Whole) => "data_texts",
            Content::Originals(Scope::Year(year)) => return of_year("data_texts_of_year", year),
            Content::Originals(Scope::Undated) => "data_texts_undated",
            Content::Plain(Scope::Whole) => "data_plain",
            Content::Plain(Scope::Year(year)) => return of_year("data_plain_of_year", year),
            Content::Plain(Scope::Undated) => "data_plain_undated",
            Content::Known(known, format) => {
                let format = match format {
                    Format::Json => "JSON",
                    Format::Csv => "CSV",
                };
                let key = match known {
                    Known::Coverage => "coverage_data",
                    Known::Citations => "citations_data",
                    Known::Similarity => "similarity_data",
                    Known::Measures => "measures_data",
                    Known::Indicators => "indicators_data",
                    Known::Parts => "parts_data",
                    Known::Series => "series_data",
                    Known::History => "history_data",
                };
                return words.fill(key, &[("format", Argument::Text(format))]);
            }
            Content::Description => "data_description",
        };
        words.word(key).to_owned()
    }

    fn catalogue_in(&self, format: &str) -> String {
        let format = [("format", Argument::Text(format))];
        self.texts().fill("data_catalogue", &format)
    }
}

/// Whose reports a file holds the texts of; none where it holds no texts.
fn scope_of(content: Content) -> Option<Scope> {
    match content {
        Content::Originals(scope) | Content::Plain(scope) => Some(scope),
        Content::CatalogueJson
        | Content::CatalogueCsv
        | Content::Known(..)
        | Content::Description => None,
    }
}

/// The name of a file without its folders.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The ending of a file's name, in lower case; empty where it has none.
fn ending(name: &str) -> String {
    let ending = file_name(name).rsplit_once('.');
    ending.map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// What readers know the format of a file by: the ending of its name, where that is short.
pub(super) fn format_of(attachment: &Attachment) -> String {
    let ending = ending(&attachment.name);
    if ending.len() <= 5 {
        ending.to_ascii_uppercase()
    } else {
        String::new()
    }
}
