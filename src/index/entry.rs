//! What the index holds of a report: its facts as the facets show them, and the blocks of its text.

use crate::archive::{self, Archive};
use crate::index::{Agency, Block, Entry, order};
use crate::report::markdown::Document;

/// The entry of a report. One that was withdrawn has its title and no text.
pub(crate) fn entry(archive: &Archive, entry: &archive::Entry, document: &Document<'_>) -> Entry {
    let facts = &entry.report.front_matter;
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
        numbers: [&facts.document_number, &facts.index_number]
            .into_iter()
            .flatten()
            .map(|number| number.value.clone())
            .collect(),
        date: day(entry),
        rank: entry.rank,
        years: entry
            .years
            .iter()
            .filter_map(|y| u16::try_from(*y).ok())
            .collect(),
        agencies: entry
            .agencies()
            .map(|index| &archive.agencies[index].facts)
            .map(|facts| Agency {
                name: facts.name.clone(),
                other_names: facts.other_names.clone(),
            })
            .collect(),
        kind: archive
            .report_type(entry)
            .map_or_else(String::new, |t| t.name.clone()),
        topics: facts.topics.clone(),
        status: facts.status_key().map(str::to_owned),
        blocks,
    }
}

/// What orders a report in the index: the newest first, those of one day as in every list.
pub(crate) fn entry_order(entry: &archive::Entry) -> impl Ord + use<> {
    order(day(entry), entry.rank, entry.route.as_str())
}

/// The day that orders a report, as yyyymmdd; unknown parts are 00.
fn day(entry: &archive::Entry) -> Option<u32> {
    let date = entry.sort_date()?.date;
    let number = |part: Option<i8>| part.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let year = u32::try_from(date.year).ok()?;
    Some(year * 10_000 + number(date.month) * 100 + number(date.day))
}
