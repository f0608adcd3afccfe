//! What the index is told of a report: its facts as the facets show them, and the blocks of its text.

use crate::archive::{self, Archive};
use crate::index::{Block, Entry};
use crate::report::markdown::Document;

/// The entry of a report. One that was withdrawn has its title and no text.
pub fn entry(archive: &Archive, entry: &archive::Entry, document: &Document<'_>) -> Entry {
    let facts = &entry.report.front_matter;
    let date = entry.sort_date().map(|m| m.date);
    let number = |part: Option<i8>| part.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let blocks = if facts.withdrawn.is_some() {
        Vec::new()
    } else {
        document
            .blocks()
            .map(|block| Block {
                anchor: block.anchor.to_owned(),
                heading: block.heading.to_owned(),
                is_heading: block.is_heading,
                text: block.text.to_owned(),
            })
            .collect()
    };
    Entry {
        source: entry.report.path.clone(),
        id: entry.route.as_str().to_owned(),
        url: entry.route.page(),
        title: facts.title.clone(),
        date: date.and_then(|d| {
            let year = u32::try_from(d.year).ok()?;
            Some(year * 10_000 + number(d.month) * 100 + number(d.day))
        }),
        years: entry
            .years
            .iter()
            .filter_map(|y| u16::try_from(*y).ok())
            .collect(),
        agency: archive.agencies[entry.agency].facts.name.clone(),
        kind: archive
            .report_type(entry)
            .map_or_else(String::new, |t| t.name.clone()),
        topics: facts.topics.clone(),
        status: facts.status.as_ref().map(|s| s.value.key().to_owned()),
        blocks,
    }
}
