//! What the indicators of an archive come to, by body and period.
//!
//! In: the archive, with what the first reading found of each indicator, and what editors state. Out: one figure of each
//! report at most, with its evidence; an editor's wins. Where a text has several, none is taken. Never estimates or
//! completes a figure; what bodies have in a year is added, and said of how many.

mod faults;
mod total;
mod unmatched;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::archive::{AgencyIndex, Archive, Entry, EntryIndex};
use crate::config;
use crate::date::{Period, Span};
use crate::diagnostic::{Fault, FileFault};
use crate::knowledge::indicator::unmatched::Matches;
use crate::knowledge::measure::Basis;
use crate::report::Report;
use crate::report::declared::figure::FiguresFile;
use crate::report::findings::figure::about::may_be_same;
use crate::report::findings::figure::indicator::{FoundFigure, period_of};
use crate::report::findings::figure::number::Number;
use crate::report::findings::figure::stated::Stated;
use crate::report::findings::figure::unit::Unit;
use crate::store::Key;

pub(crate) use crate::knowledge::indicator::total::Total;

/// A figure: which of [`Indicators::all`], and which of its figures.
pub(crate) type FigureIndex = (usize, usize);

/// The indicators of an archive.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Indicators {
    /// As archive.yaml has them; none of an archive in which no figure is known.
    pub(crate) all: Vec<Series>,
    /// The figures of each body, by indicator.
    pub(crate) agencies: BTreeMap<AgencyIndex, Vec<FigureIndex>>,
}

/// What an indicator comes to.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Series {
    /// Its figures in the order of the reports.
    pub(crate) figures: Vec<Figure>,
    /// What they add up to by year; none of what cannot be added.
    pub(crate) totals: Vec<Total>,
}

/// A figure of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Figure {
    /// The report.
    pub(crate) report: EntryIndex,
    /// Who issued it.
    pub(crate) agency: AgencyIndex,
    /// What it is about; none where the report says nothing of it.
    pub(crate) period: Option<Period>,
    /// In the unit of the indicator.
    pub(crate) value: Number,
    /// Whether the text says that it is about so.
    pub(crate) is_about: bool,
    /// What it rests on.
    pub(crate) basis: Basis,
    /// Which definition holds for it; none where none does.
    pub(crate) definition: Option<usize>,
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub(crate) anchor: String,
    /// The sentence or the cell; empty where the text does not say it.
    pub(crate) quote: String,
    /// What else an editor says.
    pub(crate) note: Option<String>,
    /// What the text says, where an editor states another figure.
    pub(crate) in_text: Option<InText>,
}

/// A figure that a text has and that does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct InText {
    /// In the unit of the indicator.
    pub(crate) value: Number,
    /// Whether the text says that it is about so.
    pub(crate) is_about: bool,
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub(crate) anchor: String,
    /// The sentence or the cell.
    pub(crate) quote: String,
}

/// Whether an indicator is read in reports of a type; where it names one that there is not, nobody can say.
fn is_read_in(archive: &Archive, indicator: &config::Indicator, kind: &str) -> bool {
    let mut words = indicator.types.iter();
    indicator.types.is_empty()
        || words.any(|word| {
            let called = archive.type_called(&word.value);
            called.is_none_or(|called| called == kind)
        })
}

impl Indicators {
    /// Of an archive. Faults in archive.yaml: `unknown-type`, `pattern-without-match` (a warning); in reports and in
    /// figures.yaml: `unknown-indicator`, `wrong-type`, `figure-stated-twice`, and the warnings `unsure-figure`,
    /// `figure-does-not-match`, `figure-of-another-type`.
    pub(crate) fn of(archive: &Archive, faults: &mut Vec<FileFault>) -> Indicators {
        let declared = &archive.config.indicators;
        let mut all: Vec<Series> = Vec::new();
        all.resize_with(declared.len(), Series::default);
        let mut matches = Matches::default();
        for (report, entry) in archive.entries.iter().enumerate() {
            let facts = &entry.report.front_matter;
            let found = &entry.report.findings.figures;
            let beside = archive.figures.get(&entry.report.path);
            let stated = StatedOf::of(&entry.report, beside, faults);
            if facts.withdrawn.is_none() {
                matches.add(report, &entry.report.findings);
            }
            if facts.withdrawn.is_some() || found.is_empty() && stated.0.is_empty() {
                continue;
            }
            for (file, stated) in &stated.0 {
                let mut known = declared.iter();
                let fault = match known.find(|it| it.key.value == stated.key.value) {
                    Some(indicator) if !is_read_in(archive, indicator, &facts.kind.value) => {
                        faults::of_another_type(&stated.key)
                    }
                    None if archive.config.is_whole => {
                        faults::unknown_indicator(&stated.key, declared)
                    }
                    _ => continue,
                };
                faults.push(((*file).clone(), fault));
            }
            for ((number, indicator), series) in (0_u32..).zip(declared).zip(&mut all) {
                let found = found.iter().filter(|it| it.indicator == number);
                let found: Vec<&FoundFigure> = found.collect();
                let stated = stated.get(&indicator.key.value);
                let file = stated.map_or(&entry.report.path, |(file, _)| file);
                let mut report_fault = |fault| faults.push((file.clone(), fault));
                let stated = stated.map(|(_, stated)| stated);
                let settled = settle(
                    indicator,
                    &found,
                    stated,
                    &entry.report.path,
                    &mut report_fault,
                );
                series.figures.extend(settled.map(|settled| Figure {
                    report,
                    agency: entry.agency,
                    ..settled.of(entry, indicator)
                }));
            }
        }
        matches.tell(archive, faults);
        for (indicator, series) in declared.iter().zip(&mut all) {
            series.totals = total::of(archive, indicator, &series.figures);
        }
        let mut agencies: BTreeMap<AgencyIndex, Vec<FigureIndex>> = BTreeMap::new();
        for (at, series) in all.iter().enumerate() {
            for (number, figure) in series.figures.iter().enumerate() {
                agencies
                    .entry(figure.agency)
                    .or_default()
                    .push((at, number));
            }
        }
        match agencies.is_empty() {
            true => Indicators::default(),
            false => Indicators { all, agencies },
        }
    }

    /// A figure.
    pub(crate) fn get(&self, (indicator, figure): FigureIndex) -> Option<&Figure> {
        self.all.get(indicator)?.figures.get(figure)
    }

    /// The figures of a report, each with its indicator.
    pub(crate) fn of_report(&self, report: EntryIndex) -> impl Iterator<Item = (usize, &Figure)> {
        self.all.iter().enumerate().filter_map(move |(at, series)| {
            let figures = &series.figures;
            let found = figures.binary_search_by_key(&report, |figure| figure.report);
            Some((at, figures.get(found.ok()?)?))
        })
    }

    /// Whether any figure is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The key of all that pages take of it; none where there is nothing.
    pub(crate) fn key(&self) -> Option<Key> {
        (!self.is_empty()).then(|| Key::of("indicators", self))
    }
}

/// What is stated of a report, each with the file that says it.
struct StatedOf<'a>(Vec<(&'a String, &'a Stated)>);

impl<'a> StatedOf<'a> {
    /// In front matter and beside it. Fault: `figure-stated-twice`.
    fn of(
        report: &'a Report,
        beside: Option<&'a FiguresFile>,
        faults: &mut Vec<FileFault>,
    ) -> StatedOf<'a> {
        let own = report.front_matter.figures.iter();
        let mut all = StatedOf(own.map(|stated| (&report.path, stated)).collect());
        let stated = beside.map(|file| file.stated.iter().map(|it| (&file.path, it)));
        for (path, stated) in stated.into_iter().flatten() {
            match all.get(&stated.key.value) {
                Some(_) => faults.push((path.clone(), faults::twice(&stated.key))),
                None => all.0.push((path, stated)),
            }
        }
        all
    }

    fn get(&self, key: &str) -> Option<(&'a String, &'a Stated)> {
        let mut all = self.0.iter();
        all.find(|(_, stated)| stated.key.value == key).copied()
    }
}

/// What an indicator comes to in a report, before it is said which.
struct Settled<'f> {
    value: Number,
    is_about: bool,
    basis: Basis,
    /// What of the text says so.
    found: Option<&'f FoundFigure>,
    note: Option<&'f String>,
    /// What the text says instead of it.
    other: Option<&'f FoundFigure>,
}

impl Settled<'_> {
    fn of(&self, entry: &Entry, indicator: &config::Indicator) -> Figure {
        let period = period_of(&entry.report.front_matter);
        let holds = |time: Span| match period {
            Some(period) => time.has(period.to),
            None => time.is_always(),
        };
        let mut definitions = indicator.definitions.iter();
        let text = |of: fn(&FoundFigure) -> &str| self.found.map_or("", of).to_owned();
        Figure {
            report: 0,
            agency: 0,
            period,
            value: self.value,
            is_about: self.is_about,
            basis: self.basis,
            definition: definitions.position(|it| holds(it.time)),
            anchor: text(|it| &it.anchor),
            quote: text(|it| &it.quote),
            note: self.note.cloned(),
            in_text: self.other.map(|other| InText {
                value: other.value,
                is_about: other.is_about,
                anchor: other.anchor.to_string(),
                quote: other.quote.to_string(),
            }),
        }
    }
}

/// What an indicator comes to in a report: what an editor states, else the one figure of its text. One that is about so
/// is held against others as nearly as it is said, and gives way to an exact one. `path` is that of the report.
fn settle<'f>(
    indicator: &config::Indicator,
    found: &[&'f FoundFigure],
    stated: Option<&'f Stated>,
    path: &str,
    report: &mut dyn FnMut(Fault),
) -> Option<Settled<'f>> {
    let said = |it: &FoundFigure| (it.value, it.is_about);
    let exact = found.iter().find(|it| !it.is_about);
    let first = exact.or(found.first()).copied();
    let is_other = |it: &FoundFigure| first.is_some_and(|one| !may_be_same(said(one), said(it)));
    let other = found.iter().find(|it| is_other(it));
    let Some(stated) = stated else {
        if let Some(other) = other {
            report(faults::unsure(indicator, found, other));
            return None;
        }
        return first.map(|found| Settled {
            value: found.value,
            is_about: found.is_about,
            basis: Basis::Text,
            found: Some(found),
            note: None,
            other: None,
        });
    };
    let written = stated.value.as_ref();
    let unit = indicator.unit.as_deref().map(Unit::of).unwrap_or_default();
    let value = written.and_then(|written| written.value(&unit));
    if written.is_some() && value.is_none() {
        report(faults::in_another_unit(indicator, stated));
        return None;
    }
    let is_about = written.is_some_and(|written| written.is_about);
    let equal = found.iter().find(|it| Some(it.value) == value);
    let near = |it: &&&FoundFigure| value.is_some_and(|own| may_be_same((own, is_about), said(it)));
    let same = equal.or(found.iter().find(near)).copied();
    let other = first.filter(|_| same.is_none());
    if let Some(other) = other {
        report(faults::differs(indicator, stated, value, other, path));
    }
    Some(Settled {
        value: value?,
        is_about,
        basis: Basis::Declared,
        found: same,
        note: stated.note.as_ref(),
        other,
    })
}
