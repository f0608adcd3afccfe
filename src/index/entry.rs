//! What the index holds of a report: its facts as the facets show them, and the blocks of its text.

use std::collections::BTreeSet;

use crate::archive::{self, Archive};
use crate::index::{Agency, Block, Entry, Known, Source, order};
use crate::report::markdown::Document;
use crate::search::format::schema::REGION_STEP;
use crate::store::Key;

/// The entry of a report. One that was withdrawn has its title and no text.
pub(crate) fn entry(
    archive: &Archive,
    entry: &archive::Entry,
    known: &Known,
    document: &Document<'_>,
) -> Entry {
    let mut made = without_text(archive, entry, known);
    if entry.report.front_matter.withdrawn.is_none() {
        let blocks = document.blocks().map(|block| Block {
            anchor: block.anchor.to_owned(),
            heading: block.heading.to_owned(),
            is_heading: block.is_heading,
            text: block.text.to_owned(),
        });
        made.blocks = blocks.collect();
        made.cites = cites(entry, known);
    }
    made
}

/// The names and numbers of what a report cites, as it writes them and as the documents have them that are held.
fn cites(entry: &archive::Entry, known: &Known) -> Vec<String> {
    let works = entry.report.findings.citations.unpack().works;
    let written = works.into_iter().filter(|work| !work.is_short);
    let written = written.flat_map(|work| [Some(work.text), work.number.map(|number| number.text)]);
    let written = written.flatten().map(String::from);
    let names: BTreeSet<String> = written.chain(known.held.iter().cloned()).collect();
    names.into_iter().collect()
}

/// What is known of the entry of a report before its text is read again; `body` is all that its body is parsed from.
pub(crate) fn source(
    archive: &Archive,
    entry: &archive::Entry,
    known: &Known,
    body: &impl serde::Serialize,
) -> Source {
    let report = &entry.report;
    let made = without_text(archive, entry, known);
    let is_withdrawn = report.front_matter.withdrawn.is_some();
    // What is cited follows from the body, but for what is known of it, and whether it was looked for.
    let cites = (&known.held, archive.config.features.citations);
    Source {
        key: Key::of("index entry", &(&made, cites, body, is_withdrawn)),
        id: made.id,
        bytes: if is_withdrawn { 0 } else { report.length },
    }
}

fn without_text(archive: &Archive, entry: &archive::Entry, known: &Known) -> Entry {
    let facts = &entry.report.front_matter;
    Entry {
        source: entry.report.path.clone(),
        id: entry.route.as_str().to_owned(),
        url: entry.route.page(),
        title: archive.shown_title(entry).into_owned(),
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
        status: match facts.withdrawn {
            Some(_) => facts.status_key().map(str::to_owned),
            None => known.status.clone(),
        },
        regions: known
            .regions
            .iter()
            .map(|path| path.join(REGION_STEP.encode_utf8(&mut [0; 4])))
            .collect(),
        cites: Vec::new(),
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
