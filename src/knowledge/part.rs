//! The same part of reports through the years, and across bodies.
//!
//! In: the parts that types declare in archive.yaml, and what the first reading found by headings. Out: the series of
//! reports of one body and type with the parts that they have, the reports of a type by year, and faults of forms that
//! lead to nothing. A report that was withdrawn stands in its series and has no parts. Never sees a text: a part is known
//! by its anchor.

mod faults;

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{AgencyIndex, Archive, EntryIndex};
use crate::config::DeclaredPart;
use crate::diagnostic::FileFault;
use crate::knowledge::part::faults::{heading_of_nothing, heading_of_two_parts};
use crate::report::findings::part::{FoundPart, FoundParts, Heading, bare};
use crate::source::ARCHIVE_FILE;
use crate::store::Key;

/// Reports among which a part can be compared, at least.
const COMPARED_MIN: usize = 2;

/// Parts of reports that are the same.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The types that declare parts and have reports.
    pub types: Vec<TypeParts>,
    /// The reports of a body and type that are held against one another, in the order of bodies.
    pub series: Vec<Series>,
    /// The series of each report.
    of_report: BTreeMap<EntryIndex, usize>,
}

/// The parts of a type.
#[derive(Debug)]
pub(crate) struct TypeParts {
    /// The key of the type.
    pub kind: String,
    /// As declared, in the order of archive.yaml.
    pub parts: Vec<NamedPart>,
    /// The reports of each year, of all bodies in their order.
    pub years: BTreeMap<i16, Vec<EntryIndex>>,
    /// Of each part the years of which there is a page.
    years_of_parts: Vec<BTreeSet<i16>>,
}

/// A part that a type declares.
#[derive(Debug)]
pub(crate) struct NamedPart {
    /// A segment of the URLs of its pages.
    pub key: String,
    /// What readers call it.
    pub name: String,
}

/// Reports of one body and type.
#[derive(Debug, Default)]
pub(crate) struct Series {
    /// The body.
    pub agency: AgencyIndex,
    /// Which of [`Parts::types`]; none of a type that declares no parts.
    pub kind: Option<usize>,
    /// Newest first.
    pub reports: Vec<EntryIndex>,
    /// What headings are known by, which of the reports has it and which of its headings it is, in this order.
    headings: Vec<([u8; 8], u32, u32)>,
}

impl Parts {
    /// Of an archive. Faults in archive.yaml: `heading-of-two-parts`, `heading-of-nothing` (a warning).
    pub(crate) fn of(archive: &Archive, faults: &mut Vec<FileFault>) -> Parts {
        let kinds = archive.config.types.iter();
        let declared = kinds.filter(|(_, kind)| !kind.parts.is_empty());
        let declared: Vec<(&str, &[DeclaredPart])> = declared
            .map(|(key, kind)| (key.as_str(), kind.parts.as_slice()))
            .collect();
        let links = archive.config.features.parts;
        if declared.is_empty() && !links {
            return Parts::default();
        }
        let mut parts = Parts::default();
        let mut rows: BTreeMap<(AgencyIndex, &str), Vec<EntryIndex>> = BTreeMap::new();
        // The first of a series has none before it: from there the reports follow each other.
        for (first, entry) in archive.entries.iter().enumerate() {
            if entry.previous.is_none() {
                let kind = entry.report.front_matter.kind.value.as_str();
                let next = |at: &EntryIndex| archive.entries.get(*at)?.next;
                let mut reports: Vec<_> = std::iter::successors(Some(first), next).collect();
                reports.reverse();
                rows.insert((entry.agency, kind), reports);
            }
        }
        for (key, of_type) in declared {
            let of_kind = rows.iter().filter(|((_, kind), _)| *kind == key);
            let reports = of_kind.flat_map(|(_, reports)| reports.iter().copied());
            let reports: Vec<EntryIndex> = reports.collect();
            faults.extend(faults_of(archive, of_type, &reports));
            if !reports.is_empty() {
                parts
                    .types
                    .push(TypeParts::of(archive, key, of_type, &reports));
            }
        }
        for ((agency, kind), reports) in rows {
            let kind = parts.types.iter().position(|of| of.kind == kind);
            if reports.len() < COMPARED_MIN || kind.is_none() && !links {
                continue;
            }
            let at = parts.series.len();
            parts
                .of_report
                .extend(reports.iter().map(|report| (*report, at)));
            let headings = (0..).zip(&reports).flat_map(|(position, report)| {
                let found = found(archive, *report);
                let headings = (0..).zip(found.map_or(&[][..], |found| &found.headings));
                headings.map(move |(at, heading)| (heading.digest, position, at))
            });
            let mut headings: Vec<_> = headings.collect();
            headings.sort_unstable();
            parts.series.push(Series {
                agency,
                kind,
                reports,
                headings,
            });
        }
        parts
    }

    /// The series that a report stands in, if it has others beside it.
    pub(crate) fn of_report(&self, report: EntryIndex) -> Option<&Series> {
        self.series.get(*self.of_report.get(&report)?)
    }

    /// Whether there is nothing to be held against one another.
    pub(crate) fn is_empty(&self) -> bool {
        self.types.is_empty() && self.series.is_empty()
    }

    /// The series of an agency.
    pub(crate) fn of_agency(&self, agency: AgencyIndex) -> &[Series] {
        let first = self.series.partition_point(|it| it.agency < agency);
        let end = self.series.partition_point(|it| it.agency <= agency);
        self.series.get(first..end).unwrap_or_default()
    }

    /// The declared parts of a series, with the type.
    pub(crate) fn type_of(&self, series: &Series) -> Option<&TypeParts> {
        self.types.get(series.kind?)
    }

    /// Whether there is a page of any part.
    pub(crate) fn has_pages(&self, archive: &Archive) -> bool {
        let of_years = |of_type: &TypeParts| of_type.years_of_parts.iter().any(|it| !it.is_empty());
        let of_bodies = |series: &Series| {
            let count = self.type_of(series).map_or(0, |of| of.parts.len());
            (0..count).any(|part| series.has_page(archive, part))
        };
        self.types.iter().any(of_years) || self.series.iter().any(of_bodies)
    }

    /// The key of which report has which parts, beside the archive's own facts.
    pub(crate) fn key(&self, archive: &Archive) -> Key {
        let reports = self.types.iter().flat_map(|of| of.years.values().flatten());
        let reports = reports.chain(self.series.iter().flat_map(|series| &series.reports));
        let found = reports.map(|report| {
            let parts = declared(archive, *report).map(|found| found.part);
            (*report, parts.collect::<Vec<_>>())
        });
        Key::of("parts", &found.collect::<Vec<_>>())
    }
}

impl TypeParts {
    /// Whether there is a page of a part across the bodies of a year.
    pub(crate) fn has_page(&self, year: i16, part: usize) -> bool {
        let years = self.years_of_parts.get(part);
        years.is_some_and(|years| years.contains(&year))
    }

    fn of(archive: &Archive, key: &str, parts: &[DeclaredPart], reports: &[EntryIndex]) -> Self {
        let mut years: BTreeMap<i16, Vec<EntryIndex>> = BTreeMap::new();
        for report in reports {
            let entry = archive.entries.get(*report);
            if let Some(year) = entry.and_then(|entry| entry.years.last()) {
                years.entry(*year).or_default().push(*report);
            }
        }
        let years_of = |part| {
            let with_page = years
                .iter()
                .filter(|(_, reports)| has_page(archive, reports, part));
            with_page.map(|(year, _)| *year).collect()
        };
        TypeParts {
            kind: key.to_owned(),
            years_of_parts: (0..parts.len()).map(years_of).collect(),
            parts: (parts.iter())
                .map(|part| NamedPart {
                    key: part.key.value.clone(),
                    name: part.name.value.clone(),
                })
                .collect(),
            years,
        }
    }
}

impl Series {
    /// Whether there is a page of a part through its years.
    pub(crate) fn has_page(&self, archive: &Archive, part: usize) -> bool {
        has_page(archive, &self.reports, part)
    }

    /// The headings of other reports that are the same as one, newest report first.
    pub(crate) fn same<'a>(
        &'a self,
        archive: &'a Archive,
        heading: &'a Heading,
        report: EntryIndex,
    ) -> impl Iterator<Item = (EntryIndex, &'a str)> {
        let first = self.headings.partition_point(|it| it.0 < heading.digest);
        let rest = self.headings.get(first..).unwrap_or_default();
        let same = rest.iter().take_while(|it| it.0 == heading.digest);
        same.filter_map(move |(_, position, which)| {
            let other = *self.reports.get(*position as usize)?;
            let found = found(archive, other).filter(|_| other != report)?;
            let heading = found.headings.get(*which as usize)?;
            Some((other, heading.anchor.as_str()))
        })
    }
}

/// What was found in a report by its headings; nothing of one that was withdrawn.
pub(crate) fn found(archive: &Archive, report: EntryIndex) -> Option<&FoundParts> {
    archive
        .entries
        .get(report)?
        .report
        .findings
        .parts
        .as_deref()
}

/// The parts of a report that its type declares, in text order.
pub(crate) fn declared(archive: &Archive, report: EntryIndex) -> impl Iterator<Item = &FoundPart> {
    let found = found(archive, report);
    found.into_iter().flat_map(|found| &found.declared)
}

/// Whether there is a page of a part of several reports.
fn has_page(archive: &Archive, reports: &[EntryIndex], part: usize) -> bool {
    let has = |report: &EntryIndex| {
        declared(archive, *report).any(|found| usize::from(found.part) == part)
    };
    reports.len() >= COMPARED_MIN && reports.iter().any(has)
}

/// What is wrong with the parts that a type declares.
fn faults_of<'a>(
    archive: &'a Archive,
    parts: &'a [DeclaredPart],
    reports: &[EntryIndex],
) -> Vec<FileFault> {
    let in_archive = |fault| (ARCHIVE_FILE.to_owned(), fault);
    let mut faults = Vec::new();
    let mut of_part: BTreeMap<String, usize> = BTreeMap::new();
    let found = reports.iter().filter_map(|report| found(archive, *report));
    let met: BTreeSet<u16> = found.flat_map(|found| &found.forms).copied().collect();
    let forms = parts.iter().enumerate().flat_map(|(at, part)| {
        let forms = part.forms().enumerate();
        forms.map(move |(which, form)| (at, which == 0, form))
    });
    let mut met_at: BTreeSet<usize> = BTreeSet::new();
    for (index, (at, is_name, form)) in (0..=u16::MAX).zip(forms) {
        let first = *of_part.entry(bare(&form.value)).or_insert(at);
        // The name alone need not be a heading, but something of the part must.
        met_at.extend(met.contains(&index).then_some(at));
        if let Some(first) = parts.get(first).filter(|_| first != at) {
            faults.push(in_archive(heading_of_two_parts(form, &first.name.value)));
        } else if !is_name && !met.contains(&index) && !reports.is_empty() {
            faults.push(in_archive(heading_of_nothing(form)));
        }
    }
    let without = parts.iter().enumerate();
    let without = without.filter(|(at, part)| part.headings.is_empty() && !met_at.contains(at));
    let without = without.filter(|_| !reports.is_empty());
    faults.extend(without.map(|(_, part)| in_archive(heading_of_nothing(&part.name))));
    faults
}

#[cfg(test)]
mod tests;
