//! Atom feeds (RFC 4287): of the archive, of each agency and of each type, newest first.
//!
//! A report without a publication date stays out of them: nothing here stands in for a date. `updated`
//! is the day of a withdrawal, else `modified`, else `published`; no clock is read. Links are relative to the feed
//! unless the archive says where it stands, and then ids are addresses too; without that they are
//! UUIDs (RFC 9562, version 5) of the archive's title and the report's path.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;
use uuid::Uuid;

use crate::archive::{Archive, Entry, EntryIndex};
use crate::date::Moment;
use crate::route::{self, FEED_NAME};

/// The feed of the whole archive.
pub(crate) const ARCHIVE_FEED: &str = FEED_NAME;
/// Reports in a feed, at most.
const LENGTH: usize = 50;
/// What sets these UUIDs apart from all others of version 5.
const NAMESPACE: Uuid = Uuid::from_u128(0x6a1d_4c0e_93b5_5c7f_8e21_0f4b_7d90_c2a6);

/// A feed and what it is of.
pub(crate) struct Feed {
    /// Its file below the root of the site.
    pub path: String,
    /// The page that lists the same reports.
    pub page: String,
    /// What it is of, and the archive.
    pub title: String,
    /// Newest first.
    entries: Vec<EntryIndex>,
}

/// Every feed that has an entry, the archive's first.
pub(crate) fn feeds(archive: &Archive) -> Vec<Feed> {
    let title = &archive.config.title;
    let mut feeds = vec![Feed {
        path: ARCHIVE_FEED.to_owned(),
        page: "index.html".to_owned(),
        title: title.clone(),
        entries: newest(archive, 0..archive.entries.len()),
    }];
    for agency in &archive.agencies {
        feeds.push(Feed {
            path: agency.route.file(FEED_NAME),
            page: agency.route.page(),
            title: format!("{} · {title}", agency.facts.name),
            entries: newest(archive, agency.entries.iter().copied()),
        });
    }
    for (key, entries) in archive.types() {
        let name = archive.type_name(key);
        feeds.push(Feed {
            path: format!("types/{key}/{FEED_NAME}"),
            page: route::type_page(key),
            title: format!("{name} · {title}"),
            entries: newest(archive, entries.into_iter()),
        });
    }
    feeds.retain(|feed| !feed.entries.is_empty());
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
}

fn newest(archive: &Archive, entries: impl Iterator<Item = EntryIndex>) -> Vec<EntryIndex> {
    let entry = |index: &EntryIndex| &archive.entries[*index];
    let is_dated = |index: &EntryIndex| entry(index).report.front_matter.published.is_some();
    let mut dated: Vec<EntryIndex> = entries.filter(is_dated).collect();
    dated.sort_by(|a, b| {
        let (a, b) = (entry(a), entry(b));
        updated(b)
            .cmp(&updated(a))
            .then_with(|| a.rank.cmp(&b.rank))
    });
    dated.truncate(LENGTH);
    dated
}

impl Feed {
    /// The feed as XML.
    ///
    /// # Errors
    ///
    /// If memory does not take it.
    pub(crate) fn xml(&self, archive: &Archive) -> io::Result<Vec<u8>> {
        let config = &archive.config;
        let offset = config.utc_offset.as_str();
        let mut out = Vec::from(*b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let mut writer = Writer::new_with_indent(&mut out, b' ', 1);
        let feed = writer.create_element("feed");
        let feed = feed.with_attributes([
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", config.language.as_str()),
        ]);
        feed.write_inner_content(|w| {
            text(w, "title", &self.title)?;
            text(w, "id", &id(archive, &self.path))?;
            let newest = self
                .entries
                .iter()
                .find_map(|e| updated(&archive.entries[*e]));
            if let Some(newest) = newest {
                text(w, "updated", &newest.timestamp(offset))?;
            }
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
        text_in(w, "title", &facts.title, language)?;
        text(w, "id", &id(archive, &page))?;
        if let Some(updated) = updated(entry) {
            text(w, "updated", &updated.timestamp(offset))?;
        }
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
        match entry.report.summary() {
            "" => Ok(()),
            summary => text_in(w, "summary", summary, language),
        }
    }

    fn address(&self, archive: &Archive, file: &str) -> String {
        match &archive.config.base_url {
            Some(base_url) => format!("{base_url}{file}"),
            None => route::relative(&self.path, file),
        }
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
