//! What the index holds of a report: its facts as the facets show them, and the blocks of its text.

use crate::archive::{self, Archive};
use crate::index::{Agency, Block, Entry, Source, order};
use crate::report::markdown::Document;
use crate::store::Key;

/// The entry of a report. One that was withdrawn has its title and no text.
pub(crate) fn entry(archive: &Archive, entry: &archive::Entry, document: &Document<'_>) -> Entry {
    let mut made = without_text(archive, entry);
    if entry.report.front_matter.withdrawn.is_none() {
        let blocks = document.blocks().map(|block| Block {
            anchor: block.anchor.to_owned(),
            heading: block.heading.to_owned(),
            is_heading: block.is_heading,
            text: block.text.to_owned(),
        });
        made.blocks = blocks.collect();
    }
    made
}

/// What is known of the entry of a report before its text is read again; `body` is all that its body is parsed from.
pub(crate) fn source(
    archive: &Archive,
    entry: &archive::Entry,
    body: &impl serde::Serialize,
) -> Source {
    let report = &entry.report;
    let known = without_text(archive, entry);
    let is_withdrawn = report.front_matter.withdrawn.is_some();
    Source {
        key: Key::of("index entry", &(&known, body, is_withdrawn)),
        id: known.id,
        bytes: if is_withdrawn { 0 } else { report.length },
    }
}

fn without_text(archive: &Archive, entry: &archive::Entry) -> Entry {
    let facts = &entry.report.front_matter;
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
        blocks: Vec::new(),
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
