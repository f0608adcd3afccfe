//! What an archive knows: rooms that hold reports against one another and against what was declared.
//!
//! In: the [`Archive`], with what the first reading found in its texts, and the day as of which all is said. Out: plain
//! values with their evidence, known to no template, and faults of declarations with their places. Nothing is read or
//! written here, and nothing is guessed: what cannot be told is left open.

pub(crate) mod citation;
pub(crate) mod cited;
pub(crate) mod due;
pub(crate) mod duty;
mod holdings;
pub(crate) mod indicator;
pub(crate) mod measure;
pub(crate) mod part;
pub(crate) mod region;
pub(crate) mod series;
pub(crate) mod similarity;
pub(crate) mod validity;

use std::cell::LazyCell;

use crate::archive::{Archive, EntryIndex};
use crate::date::PartialDate;
use crate::diagnostic::FileFault;
use crate::knowledge::citation::Catalogue;
use crate::knowledge::cited::Cited;
use crate::knowledge::duty::{Coverage, Time};
use crate::knowledge::indicator::Indicators;
use crate::knowledge::measure::Measures;
use crate::knowledge::part::Parts;
use crate::knowledge::region::Regions;
use crate::knowledge::series::AllSeries;
use crate::knowledge::similarity::Sameness;
use crate::knowledge::validity::Validity;
use crate::report::Report;
use crate::report::findings::folded;

/// All that is known beside the reports themselves.
#[derive(Debug, Default)]
pub(crate) struct Knowledge {
    /// The day as of which it is said; none for an archive in which nothing has a date.
    pub as_of: Option<PartialDate>,
    /// Where the bodies of the archive are.
    pub regions: Regions,
    /// Who had to report, and what is held.
    pub coverage: Coverage,
    /// What reports share with others, in the order of the reports.
    pub similarity: Vec<Sameness>,
    /// Which document cites which.
    pub citations: Cited,
    /// Which documents are in force.
    pub validity: Validity,
    /// What plans say is to be done.
    pub measures: Measures,
    /// What indicators come to.
    pub indicators: Indicators,
    /// The same part of reports through the years.
    pub parts: Parts,
    /// Tables that recur.
    pub series: AllSeries,
}

impl Knowledge {
    /// Of an archive as of a day, by default that of its newest publication. Faults: those of the rooms.
    pub(crate) fn of(
        archive: &Archive,
        as_of: Option<PartialDate>,
        faults: &mut Vec<FileFault>,
    ) -> Knowledge {
        let as_of = as_of.or_else(|| newest_publication(archive));
        let regions = Regions::of(archive);
        let coverage = Coverage::of(archive, &regions, Time::past(as_of), faults);
        let (holdings, bodies) = (holdings::holdings(archive), holdings::bodies(archive));
        let catalogue = LazyCell::new(|| Catalogue::of(&holdings, &bodies, &folded));
        let citations = Cited::of(archive, || &*catalogue);
        let validity = validity_of(archive, || &*catalogue, as_of, faults);
        Knowledge {
            as_of,
            regions,
            coverage,
            similarity: similarity::of(archive, faults),
            citations,
            validity,
            measures: Measures::of(archive, faults),
            indicators: Indicators::of(archive, faults),
            parts: Parts::of(archive, faults),
            series: AllSeries::of(archive),
        }
    }
}

impl Knowledge {
    /// The state of a report as of the day of the archive, as a key: as a list says or, where none does, as declared.
    pub(crate) fn state_of(&self, archive: &Archive, report: EntryIndex) -> Option<&'static str> {
        let standing = u32::try_from(report).ok();
        let standing = standing.and_then(|at| self.validity.standings.get(&at));
        let state = standing.and_then(|standing| standing.state);
        let declared = || {
            let entry = archive.entries.get(report)?;
            let status = entry.report.front_matter.status.as_ref()?;
            Some(status.value.key())
        };
        state.map(|state| state.key()).or_else(declared)
    }
}

/// Which documents are in force; nothing of an archive in which none says so.
fn validity_of<'c>(
    archive: &Archive,
    catalogue: impl FnOnce() -> &'c Catalogue<'c>,
    as_of: Option<PartialDate>,
    faults: &mut Vec<FileFault>,
) -> Validity {
    let entries = || archive.entries.iter().map(|entry| &entry.report);
    let says = |report: &Report| {
        report.front_matter.status.is_some() || !report.findings.cleanup.is_empty()
    };
    if !entries().any(says) {
        return Validity::default();
    }
    let written = || {
        entries()
            .filter_map(|report| report.front_matter.written)
            .max()
    };
    let Some(as_of) = as_of.or_else(written) else {
        return Validity::default();
    };
    let documents = holdings::documents(archive);
    let validity = validity::judge(&documents, catalogue(), as_of, &folded);
    faults.extend(validity::faults(archive, &validity.contradictions));
    validity
}

/// The day on which the newest report was published.
pub(crate) fn newest_publication(archive: &Archive) -> Option<PartialDate> {
    let entries = archive.entries.iter();
    let published = entries.filter_map(|entry| entry.report.front_matter.published);
    published.map(|moment| moment.date).max()
}
