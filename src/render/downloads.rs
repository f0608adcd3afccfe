//! What a page offers to download and to subscribe to: the files of open data and the feeds.

use crate::archive::Attachment;
use crate::data::dcat::{Content, DataFile, Format, Known};
use crate::render::{HOME_PAGE, Renderer, view};
use crate::route;
use crate::theme::Argument;

/// Feeds that are listed, at most: each stands beside the page it is of.
const FEEDS: usize = 25;

impl Renderer<'_> {
    /// All of it, from the page `from`.
    pub(super) fn downloads(&self, from: &str, data: &[DataFile]) -> view::Downloads {
        let files = data.iter().map(|file| view::Download {
            title: self.title_of(file.content),
            file: file.path.clone(),
            url: route::relative(from, &file.path),
            size: self.texts().size(file.file.length),
        });
        let home = self.feeds.iter().filter(|(page, _)| **page == HOME_PAGE);
        let others = self.feeds.iter().filter(|(page, _)| **page != HOME_PAGE);
        let feeds = home.chain(others).take(FEEDS).map(|(_, feed)| view::Link {
            title: feed.title.clone(),
            url: route::relative(from, &feed.path),
            language: self.archive_language(),
        });
        view::Downloads {
            files: files.collect(),
            feeds: feeds.collect(),
        }
    }

    fn title_of(&self, content: Content) -> String {
        let words = self.texts();
        let key = match content {
            Content::CatalogueJson => return self.catalogue_in("JSON"),
            Content::CatalogueCsv => return self.catalogue_in("CSV"),
            Content::Whole => "data_texts",
            Content::Year(year) => {
                let year = self.year_title(year);
                return words.fill("data_texts_of_year", &[("year", Argument::Text(&year))]);
            }
            Content::Undated => "data_texts_undated",
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
