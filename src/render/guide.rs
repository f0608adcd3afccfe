//! What `llms.txt` says of the archive, in the words of the interface.
//!
//! In: the archive, and the files of open data as they were published. Out: a [`Guide`], for [`crate::data`] to write.
//! It lists what there is once for all reports; years have files of their own, which it tells the names of.

use crate::data::dcat::{Content, DataFile};
use crate::data::download::Scope;
use crate::data::guide::{Guide, Item, Place, Section};
use crate::data::{JSON_FILE, PLAIN_NAME, RECORD_NAME, TEXT_NAME};
use crate::render::{ABOUT_PAGE, HOME_PAGE, INDEX_FOLDER, Renderer};
use crate::route::{FEED_NAME, PAGE_NAME};
use crate::theme::Argument;

impl Renderer<'_> {
    /// The guide to the whole site, of which `data` are all files of open data.
    pub(crate) fn guide(&self, data: &[DataFile]) -> Guide {
        let words = self.texts();
        let config = &self.archive.config;
        let count = self.archive.entries.len() as u64;
        let count = words.fill("plain_count", &[("n", Argument::Number(count))]);
        let mut notes = vec![words.word("llms.note").to_owned()];
        let mut fact = |key: &str, value: Option<&String>| {
            if let Some(value) = value {
                let colon = words.word("plain.colon");
                notes.push(format!("{}{colon}{value}", words.word(key)));
            }
        };
        fact("plain.archive_address", config.base_url.as_ref());
        fact("publisher", config.publisher.name.as_ref());
        fact("licence", config.licence.as_ref());
        fact("contact", config.publisher.contact.as_ref());
        let summary = match &config.description {
            Some(description) => {
                notes.insert(0, count);
                description.clone()
            }
            None => count,
        };
        let mut sections = vec![self.guide_to_data(data), self.guide_to_reports()];
        if self.has_index_beside {
            let manifest = format!("{INDEX_FOLDER}manifest.json");
            sections.push(Section {
                heading: words.word("llms.search").to_owned(),
                note: Some(words.word("llms.search_note").to_owned()),
                items: vec![file(words.word("llms.search_index"), &manifest)],
            });
        }
        sections.push(Section {
            heading: words.word("llms.pages").to_owned(),
            note: None,
            items: vec![
                file(words.word("llms.home"), HOME_PAGE),
                file(words.word("about"), ABOUT_PAGE),
            ],
        });
        Guide {
            title: config.title.clone(),
            summary,
            notes,
            sections,
        }
    }

    /// The files of the whole archive; those of years are as many as there are years.
    fn guide_to_data(&self, data: &[DataFile]) -> Section {
        let words = self.texts();
        let is_of_all = |file: &&DataFile| {
            let of_some = |scope| scope != Scope::Whole;
            !matches!(file.content, Content::Originals(scope) | Content::Plain(scope) if of_some(scope))
        };
        let mut items: Vec<Item> = (data.iter().filter(is_of_all))
            .map(|it| Item {
                what: (it.path == JSON_FILE).then(|| words.word("llms.catalogue").to_owned()),
                ..file(&self.title_of(it.content), &it.path)
            })
            .collect();
        items.push(file(words.word("llms.feed"), FEED_NAME));
        let has_years = data.iter().any(|file| !is_of_all(&file));
        Section {
            heading: words.word("llms.data").to_owned(),
            note: has_years.then(|| words.word("llms.years").to_owned()),
            items,
        }
    }

    /// The files of each report.
    fn guide_to_reports(&self) -> Section {
        let words = self.texts();
        let named = |name, key| Item {
            title: words.word(key).to_owned(),
            place: Place::Named(name),
            what: None,
        };
        Section {
            heading: words.word("llms.report").to_owned(),
            note: Some(words.word("llms.report_note").to_owned()),
            items: vec![
                named(RECORD_NAME, "llms.report_record"),
                named(PLAIN_NAME, "llms.report_plain"),
                named(TEXT_NAME, "llms.report_source"),
                named(PAGE_NAME, "llms.report_page"),
            ],
        }
    }
}

/// A single file, of which the title says enough.
fn file(title: &str, path: &str) -> Item {
    Item {
        title: title.to_owned(),
        place: Place::File(path.to_owned()),
        what: None,
    }
}
