//! Tables that recur: those of one body and type whose rows and columns are called the same in several periods.
//!
//! In: the tables that the first reading kept of each report. Out: series, each with its tables by period. A report with
//! two such tables under one heading is in none: nobody can say which is meant. Nothing is added or compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{AgencyIndex, Archive, EntryIndex};
use crate::date::Period;
use crate::report::findings::figure::indicator::period_of;
use crate::report::findings::figure::series::SeriesTable;
use crate::store::Key;

/// Periods of a series, at least.
const PERIODS_MIN: usize = 3;

/// The tables of an archive that recur.
#[derive(Debug, Default)]
pub(crate) struct AllSeries {
    /// By body and type.
    pub all: Vec<TableSeries>,
    /// Which of them a report has tables in, and which of their tables that is, in the order of the report.
    of_report: BTreeMap<EntryIndex, Vec<(usize, usize)>>,
}

/// A table that recurs.
#[derive(Debug)]
pub(crate) struct TableSeries {
    /// The body.
    pub agency: AgencyIndex,
    /// The key of the type.
    pub kind: String,
    /// A segment of the URL of its page: of the digest of its labels, and of its heading where reports of the body have
    /// several tables with these labels and the oldest of them stands under another one.
    pub key: String,
    /// Its tables, the oldest period first.
    pub tables: Vec<TableOf>,
}

/// A table of a series.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TableOf {
    /// The report.
    pub report: EntryIndex,
    /// Which of its tables.
    pub table: usize,
    /// What the report is about.
    pub period: Period,
}

/// What series are told apart by: body, type, labels and, where a report has several of these, a heading that is not that of
/// the oldest.
type Group<'a> = (AgencyIndex, &'a str, u64, Option<u64>);

impl AllSeries {
    /// Of an archive; nothing where it does not want any.
    pub(crate) fn of(archive: &Archive) -> AllSeries {
        if !archive.config.features.series {
            return AllSeries::default();
        }
        let mut alike: BTreeMap<(AgencyIndex, &str, u64), Vec<TableOf>> = BTreeMap::new();
        for (report, entry) in archive.entries.iter().enumerate() {
            let facts = &entry.report.front_matter;
            let Some(period) = period_of(facts) else {
                continue;
            };
            for (at, table) in entry.report.findings.series.iter().enumerate() {
                let key = (entry.agency, facts.kind.value.as_str(), table.shape);
                alike.entry(key).or_default().push(TableOf {
                    report,
                    table: at,
                    period,
                });
            }
        }
        let mut groups: BTreeMap<Group<'_>, Vec<TableOf>> = BTreeMap::new();
        for ((agency, kind, shape), tables) in alike {
            let is_one = !has_twice(&tables);
            let heading_of = |table: &TableOf| table.of(archive).map(|it| it.heading_digest);
            let oldest = tables
                .iter()
                .min_by_key(|it| (it.period.to, it.period.from, it.report, it.table));
            let first = oldest.and_then(heading_of);
            for table in tables {
                // What had its address before a second table came keeps it.
                let heading = heading_of(&table).filter(|_| !is_one);
                let heading = heading.filter(|heading| Some(*heading) != first);
                let group = groups.entry((agency, kind, shape, heading));
                group.or_default().push(table);
            }
        }
        let mut series = AllSeries::default();
        for ((agency, kind, shape, heading), tables) in groups {
            // Those of one report stand together.
            let of_reports = tables.chunk_by(|a, b| a.report == b.report);
            let mut tables: Vec<TableOf> = of_reports
                .filter_map(|of_report| match of_report {
                    [only] => Some(*only),
                    _ => None,
                })
                .collect();
            tables.sort_by_key(|it| (it.period.to, it.period.from, it.report));
            let periods = tables.iter().map(|it| (it.period.from, it.period.to));
            if BTreeSet::from_iter(periods).len() < PERIODS_MIN {
                continue;
            }
            let at = series.all.len();
            for (number, table) in tables.iter().enumerate() {
                let of_report = series.of_report.entry(table.report).or_default();
                of_report.push((at, number));
            }
            series.all.push(TableSeries {
                agency,
                kind: kind.to_owned(),
                key: format!("{:016x}", shape ^ heading.unwrap_or(0)),
                tables,
            });
        }
        series.in_text_order();
        series
    }

    /// Puts the series of each report in the order of its tables.
    fn in_text_order(&mut self) {
        let all = &self.all;
        for series in self.of_report.values_mut() {
            series.sort_by_key(|(at, number)| {
                let of = all.get(*at).and_then(|series| series.tables.get(*number));
                of.map(|it| it.table)
            });
        }
    }

    /// The series that a report has tables in, each with its table.
    pub(crate) fn of_report(
        &self,
        report: EntryIndex,
    ) -> impl Iterator<Item = (&TableSeries, &TableOf)> {
        let series = self.of_report.get(&report);
        let series = series.map(Vec::as_slice).unwrap_or_default();
        series.iter().filter_map(|(at, number)| {
            let series = self.all.get(*at)?;
            Some((series, series.tables.get(*number)?))
        })
    }

    /// The series of a body.
    pub(crate) fn of_agency(&self, agency: AgencyIndex) -> &[TableSeries] {
        let first = self.all.partition_point(|it| it.agency < agency);
        let end = self.all.partition_point(|it| it.agency <= agency);
        self.all.get(first..end).unwrap_or_default()
    }

    /// The key of all that pages take of it; none where there is nothing.
    pub(crate) fn key(&self, archive: &Archive) -> Option<Key> {
        let tables = self.all.iter().map(|series| {
            let tables = series.tables.iter();
            let tables = tables.map(|it| (it.report, it.of(archive)));
            (&series.key, tables.collect::<Vec<_>>())
        });
        (!self.all.is_empty()).then(|| Key::of("series", &tables.collect::<Vec<_>>()))
    }
}

impl TableSeries {
    /// The newest of its tables.
    pub(crate) fn newest<'a>(&self, archive: &'a Archive) -> Option<&'a SeriesTable> {
        self.tables.last()?.of(archive)
    }
}

impl TableOf {
    /// What is kept of it.
    pub(crate) fn of<'a>(&self, archive: &'a Archive) -> Option<&'a SeriesTable> {
        let entry = archive.entries.get(self.report)?;
        entry.report.findings.series.get(self.table)
    }
}

/// Whether a report has two of these tables; they are in the order of reports.
fn has_twice(tables: &[TableOf]) -> bool {
    let mut pairs = tables.windows(2);
    pairs.any(|pair| matches!(pair, [one, other] if one.report == other.report))
}
