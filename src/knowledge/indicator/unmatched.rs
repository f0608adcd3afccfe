//! What archive.yaml declares of indicators and no report has: types that there are not, patterns and cells that give
//! nothing, and why, as far as that is known.
//!
//! In: what the first reading found, report by report. Out: faults in archive.yaml. No text is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{Archive, Entry, EntryIndex};
use crate::config::Indicator;
use crate::date::Span;
use crate::diagnostic::FileFault;
use crate::knowledge::duty::unknown_type;
use crate::knowledge::indicator::faults::{self, Cause};
use crate::knowledge::indicator::is_read_in;
use crate::report::findings::Findings;
use crate::report::findings::figure::indicator::{Why, period_of};
use crate::source::ARCHIVE_FILE;

/// Which patterns gave a figure somewhere, and why others did not: each is an indicator, a definition of it, and a pattern
/// of that.
#[derive(Default)]
pub(super) struct Matches {
    found: BTreeSet<[u32; 3]>,
    missed: BTreeMap<[u32; 3], (EntryIndex, Why)>,
}

impl Matches {
    /// Adds what was found in a report.
    pub(super) fn add(&mut self, report: EntryIndex, findings: &Findings) {
        let figures = findings.figures.iter();
        self.found
            .extend(figures.map(|it| [it.indicator, it.definition, it.pattern]));
        for missed in &findings.missed {
            self.missed.entry(missed.at).or_insert((report, missed.why));
        }
    }

    /// Faults: `unknown-type`, `pattern-without-match` (a warning).
    pub(super) fn tell(&self, archive: &Archive, faults: &mut Vec<FileFault>) {
        let mut report = |fault| faults.push((ARCHIVE_FILE.to_owned(), fault));
        for (at, indicator) in (0_u32..).zip(&archive.config.indicators) {
            // A type that could not be read has been reported.
            let words = indicator.types.iter().filter(|_| archive.config.is_whole);
            let unknown = words.filter(|word| archive.type_called(&word.value).is_none());
            let before: Vec<_> = unknown.map(|word| unknown_type(word, archive)).collect();
            // Of types that there are not nothing can be found; and what is empty has nothing.
            let is_read = before.is_empty() && !archive.entries.is_empty();
            before.into_iter().for_each(&mut report);
            if !is_read {
                continue;
            }
            if entries_of(archive, indicator).next().is_none() {
                let span = indicator.types.first().unwrap_or(&indicator.key);
                report(faults::without_match(span.span.clone(), Cause::NoReport));
                continue;
            }
            for (number, definition) in (0_u32..).zip(&indicator.definitions) {
                let texts = definition.text.iter().map(|text| &text.span);
                let cells = definition.table.iter().map(|cell| &cell.span);
                let places = (0_u32..).zip(texts.chain(cells));
                let unmatched: Vec<_> = places
                    .map(|(pattern, span)| ([at, number, pattern], span))
                    .filter(|(key, _)| !self.found.contains(key))
                    .collect();
                if unmatched.is_empty() {
                    continue;
                }
                if !entries_of(archive, indicator).any(|entry| is_of(definition.time, entry)) {
                    let span = definition.span.clone();
                    report(faults::without_match(span, Cause::NoReportThen));
                    continue;
                }
                for (key, span) in unmatched {
                    let missed = self.missed.get(&key);
                    let missed = missed.and_then(|(report, why)| {
                        let entry = archive.entries.get(*report)?;
                        Some(Cause::Missed(&entry.report.path, *why))
                    });
                    let cause = missed.unwrap_or(Cause::Nowhere);
                    report(faults::without_match(span.clone(), cause));
                }
            }
        }
    }
}

/// The reports in which an indicator is read.
fn entries_of<'a>(
    archive: &'a Archive,
    indicator: &'a Indicator,
) -> impl Iterator<Item = &'a Entry> {
    archive.entries.iter().filter(|entry| {
        let facts = &entry.report.front_matter;
        facts.withdrawn.is_none() && is_read_in(archive, indicator, &facts.kind.value)
    })
}

/// Whether a definition of that time holds for a report.
fn is_of(time: Span, entry: &Entry) -> bool {
    match period_of(&entry.report.front_matter) {
        Some(period) => time.has(period.to),
        None => time.is_always(),
    }
}
