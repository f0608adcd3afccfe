//! The citations of an archive, as its pages and its open data ask for them.
//!
//! In: the archive. Out: what each report leads to, who cites it, what is cited and not held. Quoted words stay with
//! the first reading of the citing report, and are unpacked where they are shown.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::archive::{Archive, EntryIndex};
use crate::knowledge::citation::{Catalogue, CitationIndex, Outcome, Reference, resolve};
use crate::report::findings::citation::{Citations, Place};
use crate::store::Key;

/// Reports that are named of those that cite one, at most: the newest.
const MOST_CITING: usize = 20;

/// Which document cites which.
#[derive(Debug, Default)]
pub(crate) struct Cited {
    /// What each citation is.
    pub index: CitationIndex,
    /// The key of all that follows from texts; none where nothing is cited.
    key: Option<Key>,
}

/// Who cites a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CitedBy {
    /// One citation of each of the newest reports, the newest first.
    pub shown: Vec<Reference>,
    /// How many reports do.
    pub reports: usize,
}

/// A sentence that cites something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Sentence {
    /// Of the citing report.
    pub anchor: Box<str>,
    /// Its words.
    pub quote: Box<str>,
}

impl Cited {
    /// Of all reports of an archive, whose documents are in the catalogue.
    pub(super) fn of<'c>(
        archive: &Archive,
        catalogue: impl FnOnce() -> &'c Catalogue<'c>,
    ) -> Cited {
        let entries = || archive.entries.iter();
        if entries().all(|entry| entry.report.findings.citations.is_empty()) {
            return Cited::default();
        }
        let index = resolve(catalogue(), &mut |report| citations(archive, report));
        let digests: Vec<_> = entries()
            .filter(|entry| !entry.report.findings.citations.is_empty())
            .map(|entry| {
                let report = &entry.report;
                let of_text = (&report.path, report.findings.citations.bytes());
                Key::of("citations of a text", &of_text)
            })
            .collect();
        Cited {
            index,
            key: Some(Key::of("citations", &digests)),
        }
    }

    /// The key of all that follows from texts, beside the shape of the archive.
    pub(crate) fn key(&self) -> Option<Key> {
        self.key
    }

    /// Whether nothing is cited.
    pub(crate) fn is_empty(&self) -> bool {
        self.index
            .outcomes
            .iter()
            .all(|of_report| of_report.is_empty())
    }

    /// The documents that a report cites and that are held: which of its works, and which document.
    pub(crate) fn held(&self, report: EntryIndex) -> impl Iterator<Item = (u32, u32)> {
        let outcomes = self.index.outcomes.get(report);
        let outcomes = outcomes.into_iter().flat_map(|outcomes| outcomes.iter());
        (0..)
            .zip(outcomes)
            .filter_map(|(work, outcome)| match outcome {
                Outcome::Held { target, .. } => Some((work, *target)),
                _ => None,
            })
    }

    /// Who cites a report.
    pub(crate) fn by(&self, archive: &Archive, report: EntryIndex) -> CitedBy {
        let all = u32::try_from(report).ok();
        let all = all.and_then(|report| self.index.cited_by.get(&report));
        let mut firsts: BTreeMap<u32, Reference> = BTreeMap::new();
        for reference in all.into_iter().flatten() {
            firsts.entry(reference.report).or_insert(*reference);
        }
        let reports = firsts.len();
        let mut shown: Vec<Reference> = firsts.into_values().collect();
        shown.sort_by_key(|reference| {
            let entry = archive.entries.get(reference.report as usize);
            entry.map(|entry| (Reverse(entry.sort_date()), entry.rank, reference.report))
        });
        shown.truncate(MOST_CITING);
        CitedBy { shown, reports }
    }

    /// The key of what the page of a report takes from citations, beside its own text and the shape of the archive.
    pub(crate) fn of_report(&self, archive: &Archive, report: EntryIndex) -> Key {
        let by = self.by(archive, report);
        let citing = by.shown.iter().map(|reference| {
            let entry = archive.entries.get(reference.report as usize);
            (reference, entry.map(|entry| entry.report.digest))
        });
        let held: Vec<(u32, u32)> = self.held(report).collect();
        Key::of(
            "citations of a report",
            &(held, citing.collect::<Vec<_>>(), by.reports),
        )
    }
}

/// What a report cites.
pub(crate) fn citations(archive: &Archive, report: u32) -> Citations {
    let entry = archive.entries.get(report as usize);
    entry.map_or_else(Citations::default, |entry| {
        entry.report.findings.citations.unpack()
    })
}

/// The sentence in which a report cites something.
pub(crate) fn sentence(archive: &Archive, reference: Reference) -> Option<Sentence> {
    let citations = citations(archive, reference.report);
    let citation = citations.citations.get(reference.citation as usize)?;
    let Place { anchor, quote, .. } = citations.places.get(citation.place as usize)?.clone();
    Some(Sentence { anchor, quote })
}

/// Where in their reports citations stand: of each the anchor. A report is unpacked once, however many are asked of it.
pub(crate) fn anchors(
    archive: &Archive,
    references: impl Iterator<Item = Reference>,
) -> BTreeMap<Reference, Box<str>> {
    // In order, so that those of one report follow one another.
    let wanted: BTreeSet<Reference> = references.collect();
    let wanted: Vec<Reference> = wanted.into_iter().collect();
    let mut anchors = BTreeMap::new();
    for of_report in wanted.chunk_by(|a, b| a.report == b.report) {
        let Some(first) = of_report.first() else {
            continue;
        };
        let citations = citations(archive, first.report);
        anchors.extend(of_report.iter().filter_map(|reference| {
            let citation = citations.citations.get(reference.citation as usize)?;
            let place = citations.places.get(citation.place as usize)?;
            Some((*reference, place.anchor.clone()))
        }));
    }
    anchors
}
