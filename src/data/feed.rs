//! Atom feeds (RFC 4287): of the archive, of each agency, type, topic and year, newest first.
//!
//! Each of these has its feed, whatever it holds: who follows a body wants to be told of its first report too. `updated`
//! is the day of a withdrawal, else `modified`, else `published`, else the day on which the report was written; no clock
//! is read. Atom wants a day of every entry: a report of which none is known stands behind all others under the last
//! day of its year, and has no `published`, which nothing stands in for. A feed is a fixed number of entries at most,
//! and what each says has an end, so that its size has one.
//!
//! Links are relative to the feed
//! unless the archive says where it stands, and then ids are addresses too; without that they are
//! UUIDs (RFC 9562, version 5) of the archive's title and the report's path.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;
use serde::Serialize;
use uuid::Uuid;

use crate::archive::{Archive, Entry, EntryIndex};
use crate::date::{Moment, PartialDate};
use crate::route::{self, FEED_NAME, topic_page, year_page};

/// The feed of the whole archive.
pub(crate) const ARCHIVE_FEED: &str = FEED_NAME;
/// Reports in a feed, at most.
const LENGTH: usize = 50;
/// Characters of a summary, at most.
const SUMMARY: usize = 300;
/// What Atom is told where no day is known at all: the first of its calendar.
const NO_DAY: PartialDate = PartialDate {
    year: 1970,
    month: Some(1),
    day: Some(1),
};
/// What sets these UUIDs apart from all others of version 5.
const NAMESPACE: Uuid = Uuid::from_u128(0x6a1d_4c0e_93b5_5c7f_8e21_0f4b_7d90_c2a6);

/// A feed and what it is of.
pub(crate) struct Feed {
    /// Its file below the root of the site.
    pub path: String,
    /// The page that lists the same reports.
    pub page: String,
    /// What it is of.
    pub name: String,
    /// The same, and the archive.
    pub title: String,
    /// Newest first.
    entries: Vec<EntryIndex>,
}

/// What a browser shows of a feed that is opened in it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Look {
    /// The style sheet, below the root of the site.
    pub style: Option<String>,
    /// What a feed is, in a sentence.
    pub note: String,
}

/// Every feed, the archive's first.
pub(crate) fn feeds(archive: &Archive) -> Vec<Feed> {
    let title = &archive.config.title;
    let mut feeds = vec![Feed {
        path: ARCHIVE_FEED.to_owned(),
        page: "index.html".to_owned(),
        name: title.clone(),
        title: title.clone(),
        entries: newest(archive, 0..archive.entries.len()),
    }];
    for agency in &archive.agencies {
        feeds.push(Feed {
            path: agency.route.file(FEED_NAME),
            page: agency.route.page(),
            name: agency.facts.name.clone(),
            title: format!("{} · {title}", agency.facts.name),
            entries: newest(archive, agency.entries.iter().copied()),
        });
    }
    for (key, entries) in archive.types() {
        let name = archive.type_name(key);
        feeds.push(Feed {
            path: format!("types/{key}/{FEED_NAME}"),
            page: route::type_page(key),
            name: name.to_owned(),
            title: format!("{name} · {title}"),
            entries: newest(archive, entries.into_iter()),
        });
    }
    for (segment, (name, entries)) in archive.topics() {
        feeds.push(Feed {
            path: format!("topics/{segment}/{FEED_NAME}"),
            page: topic_page(segment),
            name: name.to_owned(),
            title: format!("{name} · {title}"),
            entries: newest(archive, entries.into_iter()),
        });
    }
    let is_chinese = archive.config.language.is_chinese();
    for (year, entries) in archive.years().into_iter().rev() {
        let name = format!("{year:04}{}", if is_chinese { "年" } else { "" });
        feeds.push(Feed {
            path: format!("years/{year:04}/{FEED_NAME}"),
            page: year_page(year),
            title: format!("{name} · {title}"),
            name,
            entries: newest(archive, entries.into_iter()),
        });
    }
    feeds
}

/// When a report last changed for its readers; `None` where that is not known to the day.
fn updated(entry: &Entry) -> Option<Moment> {
    let facts = &entry.report.front_matter;
    let withdrawn = facts.withdrawn.as_ref().and_then(|w| w.date);
    let withdrawn = withdrawn.filter(|date| date.day.is_some());
    withdrawn
        .map(Moment::of_day)
        .or(facts.modified)
        .or(facts.published)
        .or_else(|| {
            let written = facts.written.filter(|date| date.day.is_some());
            written.map(Moment::of_day)
        })
}

/// What Atom is told of a report: the day on which it last changed, else the last of its year.
fn told(entry: &Entry) -> Moment {
    updated(entry).unwrap_or_else(|| {
        let last = entry.years.last().map(|year| PartialDate {
            year: *year,
            month: Some(12),
            day: Some(31),
        });
        Moment::of_day(last.unwrap_or(NO_DAY))
    })
}

fn newest(archive: &Archive, entries: impl Iterator<Item = EntryIndex>) -> Vec<EntryIndex> {
    let entry = |index: &EntryIndex| &archive.entries[*index];
    let mut newest: Vec<EntryIndex> = entries.collect();
    newest.sort_by(|a, b| {
        let (a, b) = (entry(a), entry(b));
        updated(b)
            .cmp(&updated(a))
            .then_with(|| b.years.last().cmp(&a.years.last()))
            .then_with(|| a.rank.cmp(&b.rank))
    });
    newest.truncate(LENGTH);
    newest
}

impl Feed {
    /// The feed as XML.
    ///
    /// # Errors
    ///
    /// If memory does not take it.
    pub(crate) fn xml(&self, archive: &Archive, look: &Look) -> io::Result<Vec<u8>> {
        let config = &archive.config;
        let offset = config.utc_offset.as_str();
        let mut out = Vec::from(*b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if let Some(style) = &look.style {
            let style = route::encode(&route::relative(&self.path, style));
            let style = format!("<?xml-stylesheet type=\"text/css\" href=\"{style}\"?>\n");
            out.extend_from_slice(style.as_bytes());
        }
        let mut writer = Writer::new_with_indent(&mut out, b' ', 1);
        let feed = writer.create_element("feed");
        let feed = feed.with_attributes([
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", config.language.as_str()),
        ]);
        feed.write_inner_content(|w| {
            text(w, "title", &self.title)?;
            if !look.note.is_empty() {
                text(w, "subtitle", &look.note)?;
            }
            text(w, "id", &id(archive, &self.path))?;
            let newest = self.entries.first().map(|e| told(&archive.entries[*e]));
            // An empty feed changes with the archive.
            let newest = newest.or_else(|| archive.entries.iter().filter_map(updated).max());
            let newest = newest.unwrap_or(Moment::of_day(NO_DAY));
            text(w, "updated", &newest.timestamp(offset))?;
            link(w, "self", &self.address(archive, &self.path))?;
            link(w, "alternate", &self.address(archive, &self.page))?;
            let author = config.publisher.name.as_ref().unwrap_or(&config.title);
            person(w, author)?;
            for index in &self.entries {
                let entry = &archive.entries[*index];
                w.create_element("entry")
                    .write_inner_content(|w| self.entry(w, archive, entry))?;
            }
            Ok(())
        })?;
        out.push(b'\n');
        Ok(out)
    }

    fn entry(
        &self,
        w: &mut Writer<&mut Vec<u8>>,
        archive: &Archive,
        entry: &Entry,
    ) -> io::Result<()> {
        let facts = &entry.report.front_matter;
        let offset = archive.config.utc_offset.as_str();
        let page = entry.route.page();
        let language = entry.report.language(&archive.config.language);
        let language = (*language != archive.config.language).then_some(language.as_str());
        text_in(w, "title", &archive.shown_title(entry), language)?;
        text(w, "id", &id(archive, &page))?;
        text(w, "updated", &told(entry).timestamp(offset))?;
        if let Some(published) = facts.published {
            text(w, "published", &published.timestamp(offset))?;
        }
        link(w, "alternate", &self.address(archive, &page))?;
        for name in archive.names_of_agencies(entry) {
            person(w, name)?;
        }
        if let Some(kind) = archive.report_type(entry) {
            category(w, &facts.kind.value, &kind.name)?;
        }
        if facts.withdrawn.is_some() {
            category(w, "withdrawn", "withdrawn")?;
        }
        if facts.draft {
            category(w, "draft", "draft")?;
        }
        match entry.report.summary() {
            "" => Ok(()),
            summary => text_in(w, "summary", &shortened(summary), language),
        }
    }

    fn address(&self, archive: &Archive, file: &str) -> String {
        match &archive.config.base_url {
            Some(base_url) => format!("{base_url}{file}"),
            None => route::relative(&self.path, file),
        }
    }
}

/// A text with an end.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SUMMARY) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// What names a file of the archive for good.
fn id(archive: &Archive, file: &str) -> String {
    match &archive.config.base_url {
        Some(base_url) => format!("{base_url}{file}"),
        None => {
            let name = format!("{}\n{file}", archive.config.title);
            Uuid::new_v5(&NAMESPACE, name.as_bytes()).urn().to_string()
        }
    }
}

fn text(w: &mut Writer<&mut Vec<u8>>, name: &str, value: &str) -> io::Result<()> {
    text_in(w, name, value, None)
}

/// A text in another language than the feed (RFC 4287, section 2: xml:lang).
fn text_in(
    w: &mut Writer<&mut Vec<u8>>,
    name: &str,
    value: &str,
    language: Option<&str>,
) -> io::Result<()> {
    let mut element = w.create_element(name);
    if let Some(language) = language {
        element = element.with_attribute(("xml:lang", language));
    }
    element.write_text_content(BytesText::new(value)).map(drop)
}

fn link(w: &mut Writer<&mut Vec<u8>>, rel: &str, href: &str) -> io::Result<()> {
    w.create_element("link")
        .with_attributes([("rel", rel), ("href", href)])
        .write_empty()
        .map(drop)
}

fn category(w: &mut Writer<&mut Vec<u8>>, term: &str, label: &str) -> io::Result<()> {
    w.create_element("category")
        .with_attributes([("term", term), ("label", label)])
        .write_empty()
        .map(drop)
}

fn person(w: &mut Writer<&mut Vec<u8>>, name: &str) -> io::Result<()> {
    w.create_element("author")
        .write_inner_content(|w| text(w, "name", name))
        .map(drop)
}
