//! The catalogue table of a report or an agency: its facts by name, only those that have a value.
//!
//! The fields of a report are those of the catalogue of the Open Government Information Regulation
//! (政府信息公开条例, art. 12: index, name, summary, creation date) and what platforms add to it.

use crate::archive::{AgencyIndex, Entry};
use crate::date::PartialDate;
use crate::render::Renderer;
use crate::render::view::{CatalogueRow, CatalogueValue, Date, Link};
use crate::route;
use crate::theme::Argument;

fn row(key: &str, values: Vec<CatalogueValue>) -> Option<CatalogueRow> {
    (!values.is_empty()).then(|| CatalogueRow {
        key: key.to_owned(),
        values,
    })
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<CatalogueValue> {
    let value = |text: &String| CatalogueValue {
        text: text.clone(),
        ..CatalogueValue::default()
    };
    texts.into_iter().map(value).collect()
}

/// Marks the values that are in another language than the interface.
fn marked(
    mut values: Vec<CatalogueValue>,
    language: impl Fn(&str) -> Option<String>,
) -> Vec<CatalogueValue> {
    for value in &mut values {
        value.language = language(&value.text);
    }
    values
}

fn date(date: Option<Date>) -> Vec<CatalogueValue> {
    let value = |date: Date| CatalogueValue {
        text: date.display,
        iso: Some(date.iso),
        ..CatalogueValue::default()
    };
    date.into_iter().map(value).collect()
}

fn link(link: Link) -> Vec<CatalogueValue> {
    vec![CatalogueValue {
        text: link.title,
        url: Some(link.url),
        language: link.language,
        iso: None,
    }]
}

impl Renderer<'_> {
    /// The rows of a report's catalogue table, on the page `from`.
    pub(super) fn report_catalogue(&self, entry: &Entry, from: &str) -> Vec<CatalogueRow> {
        let facts = &entry.report.front_matter;
        let agencies = entry.agencies().map(|index| &self.archive.agencies[index]);
        let agencies = agencies.flat_map(|agency| link(self.agency_link(from, agency)));
        let kind = self.archive.report_type(entry);
        let kind_page = route::type_page(&facts.kind.value);
        let genre = self.archive.genre(entry);
        let period = facts.period.as_ref().map(|p| self.period(p));
        let period = date(period)
            .into_iter()
            .map(|value| CatalogueValue { iso: None, ..value })
            .collect();
        let rows = [
            row(
                "index_number",
                texts(facts.index_number.iter().map(|s| &s.value)),
            ),
            row("agency", agencies.collect()),
            row(
                "type",
                kind.map_or_else(Vec::new, |t| {
                    link(self.list_link(&t.name, from, &kind_page))
                }),
            ),
            row(
                "document_number",
                texts(facts.document_number.iter().map(|s| &s.value)),
            ),
            row("period", period),
            row("written", date(facts.written.map(|d| self.date(d)))),
            row("reported", date(facts.reported.map(|d| self.date(d)))),
            row("published", date(facts.published.map(|m| self.moment(m)))),
            row("modified", date(facts.modified.map(|m| self.moment(m)))),
            row("data_as_of", date(facts.data_as_of.map(|d| self.date(d)))),
            row("status", self.state_in_words(entry)),
            row(
                "topics",
                facts
                    .topics
                    .iter()
                    .flat_map(|t| self.topic(t, from))
                    .collect(),
            ),
            row("genre", marked(texts(genre), |_| self.archive_language())),
            row(
                "keywords",
                marked(texts(&facts.keywords), |text| self.language_of(entry, text)),
            ),
            row("language", self.language_name(entry)),
        ];
        rows.into_iter().flatten().collect()
    }

    /// Whether a report is in force, in the words of the interface.
    fn state_in_words(&self, entry: &Entry) -> Vec<CatalogueValue> {
        let state = self.position(entry).and_then(|at| self.state_of(at));
        let text = state.map(|key| self.texts().word(&format!("status.{key}")).to_owned());
        texts(&text)
    }

    fn topic(&self, name: &str, from: &str) -> Vec<CatalogueValue> {
        let segment = self.archive.topic_segments.get(name);
        let page = segment.map(|segment| route::topic_page(segment));
        page.map_or_else(Vec::new, |page| link(self.list_link(name, from, &page)))
    }

    /// A link to the list of a type or topic.
    fn list_link(&self, name: &str, from: &str, page: &str) -> Link {
        Link {
            title: name.to_owned(),
            url: route::relative(from, page),
            language: self.archive_language(),
        }
    }

    /// The language of a report, where it is another than the archive's.
    fn language_name(&self, entry: &Entry) -> Vec<CatalogueValue> {
        let archive = &self.archive.config.language;
        let language = entry.report.language(archive);
        if archive.is_same_language(language) {
            return Vec::new();
        }
        texts([&self.texts().language_name(language).to_owned()])
    }

    /// The rows of what is known of an agency, on the page `from`.
    pub(super) fn agency_catalogue(&self, index: AgencyIndex, from: &str) -> Vec<CatalogueRow> {
        let agency = &self.archive.agencies[index];
        let facts = &agency.facts;
        let parent = agency.parent.map(|index| &self.archive.agencies[index]);
        let parent = parent.map_or_else(Vec::new, |parent| link(self.agency_link(from, parent)));
        let names = |texts| marked(texts, |_| self.archive_language());
        let rows = [
            row("other_names", names(texts(&facts.other_names))),
            row(
                "region",
                self.region_link(index, from).map_or_else(Vec::new, link),
            ),
            row("parent", parent),
            row("organisation", texts(&facts.codes.organisation)),
            row("credit", texts(&facts.codes.credit)),
            row("division", texts(&facts.codes.division)),
            row("exists", texts(&self.existence(facts.from, facts.to))),
        ];
        rows.into_iter().flatten().collect()
    }

    fn existence(&self, from: Option<PartialDate>, to: Option<PartialDate>) -> Option<String> {
        let words = self.texts();
        let half = |key: &str, date: PartialDate| {
            let shown = words.date(&date.to_string());
            words.fill(key, &[("date", Argument::Text(&shown))])
        };
        match (from, to) {
            (Some(from), Some(to)) => Some(words.period(&format!("{from}/{to}"))),
            (Some(from), None) => Some(half("status_since", from)),
            (None, Some(to)) => Some(half("status_until", to)),
            (None, None) => None,
        }
    }
}
