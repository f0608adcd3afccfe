//! Duties to report, and what the archive holds of what was due: one cell for each body and period.
//!
//! In: the duties of archive.yaml, the bodies with the time in which each exists, the dates of reports, and a day. Out:
//! the [`Coverage`] as of that day. It says what this archive holds, never what a body did or failed to do.
//!
//! A period is due by the rule that is in force on the day on which its report is to be published. A report is of a
//! period where its own lies within it and is more than half as long, or where it covers the whole of it. Of several the
//! one that was published first counts.

mod faults;

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{AgencyIndex, Archive, EntryIndex};
use crate::config::{self, Rule};
use crate::date::{PartialDate, Period, PeriodUnit, Span};
use crate::diagnostic::FileFault;
use crate::knowledge::duty::faults::{
    overlapping_rules, report_without_period, rule_of_nobody, unknown_agency, unknown_region,
};
use crate::knowledge::region::Regions;
use crate::source::ARCHIVE_FILE;

pub(super) use crate::knowledge::duty::faults::unknown_type;

/// Periods of a duty that are shown, at most: the newest.
pub(crate) const PERIODS_MAX: usize = 240;

/// What is held of what was due.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    /// In the order of archive.yaml.
    pub duties: Vec<Duty>,
}

/// A duty and what is held of it.
#[derive(Debug)]
pub(crate) struct Duty {
    /// A segment of the URL of its page.
    pub key: String,
    /// What readers call it.
    pub name: String,
    /// The types of reports that fulfil it, by key.
    pub types: BTreeSet<String>,
    /// Every period for which something was due, or is held, oldest first.
    pub periods: Vec<Period>,
    /// The bodies that have it at any time, in the order of the archive.
    pub rows: Vec<Row>,
}

/// A body and its cells.
#[derive(Debug)]
pub(crate) struct Row {
    /// The body.
    pub agency: AgencyIndex,
    /// One for each of [`Duty::periods`].
    pub cells: Vec<Cell>,
    /// Reports of the types that are held and say of no period that they are about it: they are in no cell, and a cell
    /// without a report may be theirs.
    pub without_period: Vec<EntryIndex>,
}

/// What was due of a body for a period, and what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What can be said.
    pub state: State,
    /// When it is to be published; none where nothing is due.
    pub publish_by: Option<PartialDate>,
    /// When it is to be reported upwards.
    pub report_by: Option<PartialDate>,
    /// When what is held was reported upwards, as it says.
    pub reported: Option<PartialDate>,
    /// Which rule of the duty says so.
    pub rule: Option<usize>,
    /// The report that is held, or the notice of one that was withdrawn.
    pub report: Option<EntryIndex>,
}

/// What can be said of a body and a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// Held, and published by the day on which it was due.
    OnTime,
    /// Held, and published so many days after it was due.
    Late(i32),
    /// Held, without a date of publication.
    Undated,
    /// Not held in this archive.
    NotHeld,
    /// Not held, and not due as of the day.
    NotYetDue,
    /// Nothing is due: no rule was in force, or the body did not exist.
    NotApplicable,
}

/// Cells of one column by what can be said of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Cells in which something is due by now, or held.
    pub due: usize,
    /// Those of which something is held.
    pub held: usize,
    /// Those of which what is held was late.
    pub late: usize,
}

impl Cell {
    /// Days by which what is held was reported upwards after it was due; none where it was in time or a day is not known.
    pub(crate) fn reported_late_by(&self) -> Option<i32> {
        let days = self.report_by?.days_until(self.reported?)?;
        (days > 0).then_some(days)
    }
}

impl State {
    /// The word for it in data and in the keys of words.
    pub(crate) fn key(self) -> &'static str {
        match self {
            State::OnTime => "on-time",
            State::Late(_) => "late",
            State::Undated => "undated",
            State::NotHeld => "not-held",
            State::NotYetDue => "not-yet-due",
            State::NotApplicable => "not-applicable",
        }
    }

    /// Days after the one on which it was due, where what is held was late.
    pub(crate) fn days_late(self) -> Option<i32> {
        match self {
            State::Late(days) => Some(days),
            _ => None,
        }
    }

    fn is_held(self) -> bool {
        matches!(self, State::OnTime | State::Late(_) | State::Undated)
    }
}

impl Totals {
    /// Of some cells.
    pub(crate) fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Totals {
        let mut totals = Totals::default();
        for cell in cells {
            let is_held = cell.state.is_held();
            totals.due += usize::from(is_held || cell.state == State::NotHeld);
            totals.held += usize::from(is_held);
            totals.late += usize::from(matches!(cell.state, State::Late(_)));
        }
        totals
    }
}

impl Coverage {
    /// Of an archive. Faults in archive.yaml: `unknown-type`, `unknown-agency`, `unknown-region`, `rule-of-nobody`,
    /// `overlapping-rules`; of reports: `report-without-period` (a warning).
    pub(crate) fn of(
        archive: &Archive,
        regions: &Regions,
        time: Time,
        faults: &mut Vec<FileFault>,
    ) -> Coverage {
        let held = Held::of(archive);
        without_period(archive, &held, faults);
        let duties = archive.config.duties.iter();
        let duties = duties.map(|duty| {
            let rules: Vec<Settled<'_>> = (duty.rules.iter())
                .map(|rule| Settled::of(rule, archive, regions, faults))
                .collect();
            for (at, rule) in rules.iter().enumerate() {
                let mut before = rules.iter().take(at);
                if before.any(|other| other.overlaps(rule)) {
                    faults.push((ARCHIVE_FILE.to_owned(), overlapping_rules(rule.rule)));
                }
            }
            covered(duty, &rules, archive, &held, time)
        });
        Coverage {
            duties: duties.collect(),
        }
    }

    /// The duties that a body has, with its cells.
    pub(crate) fn of_agency(&self, agency: AgencyIndex) -> impl Iterator<Item = (&Duty, &Row)> {
        self.duties.iter().filter_map(move |duty| {
            let at = duty.rows.binary_search_by_key(&agency, |row| row.agency);
            Some((duty, duty.rows.get(at.ok()?)?))
        })
    }
}

/// Until when it is said what is held.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Time {
    /// What is due by this day and is not held is missing.
    pub as_of: Option<PartialDate>,
    /// Periods that end before this day are among the cells.
    pub until: Option<PartialDate>,
}

impl Time {
    /// Of what is past on a day.
    pub(crate) fn past(as_of: Option<PartialDate>) -> Time {
        Time {
            as_of,
            until: as_of,
        }
    }
}

/// A rule whose words were looked up.
struct Settled<'r> {
    rule: &'r Rule,
    types: BTreeSet<&'r str>,
    agencies: BTreeSet<AgencyIndex>,
}

impl<'r> Settled<'r> {
    fn of(
        rule: &'r Rule,
        archive: &'r Archive,
        regions: &Regions,
        faults: &mut Vec<FileFault>,
    ) -> Settled<'r> {
        let mut report = |fault| faults.push((ARCHIVE_FILE.to_owned(), fault));
        let mut types = BTreeSet::new();
        for word in &rule.types {
            match archive.type_called(&word.value) {
                Some(key) => drop(types.insert(key)),
                // One that could not be read has been reported.
                None if !archive.config.is_whole => {}
                None => report(unknown_type(word, archive)),
            }
        }
        let is_of_all = rule.agencies.is_empty() && rule.regions.is_empty();
        let mut agencies: BTreeSet<AgencyIndex> = match is_of_all {
            true => (0..archive.agencies.len()).collect(),
            false => BTreeSet::new(),
        };
        for word in &rule.agencies {
            match archive.agency_names.called(&word.value) {
                [agency] => drop(agencies.insert(*agency)),
                found => report(unknown_agency(word, found.len())),
            }
        }
        for word in &rule.regions {
            match regions
                .called(&word.value)
                .and_then(|at| regions.all.get(at))
            {
                Some(region) => agencies.extend(&region.all_agencies),
                None => report(unknown_region(word, regions)),
            }
        }
        if is_of_all && agencies.is_empty() {
            report(rule_of_nobody(rule));
        }
        Settled {
            rule,
            types,
            agencies,
        }
    }

    /// Whether something is due by this rule on a day.
    fn is_in_force(&self, day: PartialDate) -> bool {
        self.rule.from.is_none_or(|from| from <= day) && self.rule.until.is_none_or(|to| day <= to)
    }

    /// Whether two rules say something of one body at one time.
    fn overlaps(&self, other: &Settled<'_>) -> bool {
        let time = |it: &Settled<'_>| Span {
            from: it.rule.from,
            until: it.rule.until,
        };
        time(self).overlaps(time(other)) && !self.agencies.is_disjoint(&other.agencies)
    }
}

/// Reports by type and body.
struct Held<'a>(BTreeMap<(&'a str, AgencyIndex), Vec<EntryIndex>>);

impl<'a> Held<'a> {
    fn of(archive: &'a Archive) -> Held<'a> {
        let mut held: BTreeMap<(&str, AgencyIndex), Vec<EntryIndex>> = BTreeMap::new();
        if archive.config.duties.is_empty() {
            return Held(held);
        }
        for (index, entry) in archive.entries.iter().enumerate() {
            let kind = entry.report.front_matter.kind.value.as_str();
            for agency in entry.agencies() {
                held.entry((kind, agency)).or_default().push(index);
            }
        }
        Held(held)
    }

    /// The reports of a body that are of one of these types.
    fn by<'h>(
        &'h self,
        types: &'h BTreeSet<&str>,
        agency: AgencyIndex,
    ) -> impl Iterator<Item = EntryIndex> + 'h {
        let lists = types
            .iter()
            .filter_map(move |kind| self.0.get(&(*kind, agency)));
        lists.flatten().copied()
    }
}

/// Warns of reports that may fulfil a duty and do not say which period they are about.
fn without_period(archive: &Archive, held: &Held<'_>, faults: &mut Vec<FileFault>) {
    let duties = archive.config.duties.iter();
    let words = duties.flat_map(|duty| duty.rules.iter().flat_map(|rule| &rule.types));
    let types = words.filter_map(|word| archive.type_called(&word.value));
    let types: BTreeSet<&str> = types.collect();
    let of_types = held.0.iter().filter(|((kind, _), _)| types.contains(kind));
    let entries = of_types.flat_map(|(_, entries)| entries).copied();
    let entries: BTreeSet<EntryIndex> = entries
        .filter(|entry| is_without_period(archive, *entry))
        .collect();
    for entry in entries
        .iter()
        .filter_map(|entry| archive.entries.get(*entry))
    {
        // One that could not be read has been told.
        if entry.report.front_matter.places.period.is_empty() {
            faults.push((entry.report.path.clone(), report_without_period()));
        }
    }
}

/// Whether a report is held and says of no period that it is about it.
fn is_without_period(archive: &Archive, entry: EntryIndex) -> bool {
    let facts = archive.entries.get(entry).map(|e| &e.report.front_matter);
    facts.is_some_and(|facts| facts.period.is_none() && facts.withdrawn.is_none())
}

fn covered(
    duty: &config::Duty,
    rules: &[Settled<'_>],
    archive: &Archive,
    held: &Held<'_>,
    time: Time,
) -> Duty {
    // What is held by body and period, by rule: rules may divide time otherwise.
    let mut found: BTreeMap<(AgencyIndex, Period), EntryIndex> = BTreeMap::new();
    let mut periods: BTreeSet<Period> = BTreeSet::new();
    let mut agencies: BTreeMap<AgencyIndex, BTreeSet<EntryIndex>> = BTreeMap::new();
    for settled in rules {
        let mut first: Option<PartialDate> = None;
        for agency in &settled.agencies {
            let without_period = agencies.entry(*agency).or_default();
            for entry in held.by(&settled.types, *agency) {
                if is_without_period(archive, entry) {
                    without_period.insert(entry);
                }
                for period in periods_of(archive, entry, settled.rule.unit) {
                    if settled.due(period).is_none() {
                        continue;
                    }
                    first = Some(first.map_or(period.from, |first| first.min(period.from)));
                    periods.insert(period);
                    let before = found.entry((*agency, period)).or_insert(entry);
                    if is_earlier(archive, entry, *before) {
                        *before = entry;
                    }
                }
            }
        }
        periods.extend(settled.periods(first, time.until));
    }
    let skipped = periods.len().saturating_sub(PERIODS_MAX);
    let periods: Vec<Period> = periods.into_iter().skip(skipped).collect();
    let rows = agencies.into_iter().map(|(agency, without_period)| Row {
        agency,
        without_period: without_period.into_iter().collect(),
        cells: (periods.iter())
            .map(|period| {
                let report = found.get(&(agency, *period)).copied();
                cell(rules, archive, agency, period, report, time.as_of)
            })
            .collect(),
    });
    let rows = rows.filter(|row| {
        let mut cells = row.cells.iter();
        cells.any(|cell| cell.state != State::NotApplicable)
    });
    let types = rules.iter().flat_map(|rule| &rule.types);
    Duty {
        key: duty.key.value.clone(),
        name: duty.name.clone(),
        types: types.map(|kind| (*kind).to_owned()).collect(),
        rows: rows.collect(),
        periods,
    }
}

impl Settled<'_> {
    /// When the report on a period is to be published, if this rule says so.
    fn due(&self, period: Period) -> Option<PartialDate> {
        let day = self.rule.publish_by.after(period.to)?;
        self.is_in_force(day).then_some(day)
    }

    /// The periods that are over on a day and for which something was due. Without a day from which the rule is in
    /// force, time begins with the first report that is held.
    fn periods(&self, first: Option<PartialDate>, until: Option<PartialDate>) -> Vec<Period> {
        let unit = self.rule.unit;
        let (Some(until), Some(begin)) = (until, self.rule.from.or(first)) else {
            return Vec::new();
        };
        // What became due on the first day may be about a time long before.
        let mut period = match self.rule.from {
            Some(_) => begin_before(unit, begin),
            None => Some(unit.containing(begin)),
        };
        let mut periods = Vec::new();
        while let Some(next) = period.filter(|period| period.to < until) {
            if self.due(next).is_some() {
                periods.push(next);
            }
            period = unit.after(next.to);
        }
        periods
    }
}

/// A period early enough that nothing before it can be due on `day`: terms are of ten years at most.
fn begin_before(unit: PeriodUnit, day: PartialDate) -> Option<Period> {
    let year = (day.year - 11).max(1);
    Some(unit.containing(PartialDate { year, ..day }))
}

fn cell(
    rules: &[Settled<'_>],
    archive: &Archive,
    agency: AgencyIndex,
    period: &Period,
    report: Option<EntryIndex>,
    as_of: Option<PartialDate>,
) -> Cell {
    let mut rules = rules.iter().enumerate();
    let applies = rules.find_map(|(at, settled)| {
        let is_of_unit = settled.rule.unit.containing(period.from) == *period;
        let is_of = is_of_unit && settled.agencies.contains(&agency);
        let due = settled.due(*period).filter(|_| is_of)?;
        Some((at, settled.rule, due))
    });
    let facts = archive.agencies.get(agency).map(|agency| &agency.facts);
    let exists = facts.is_none_or(|facts| {
        facts.from.is_none_or(|from| from.first_day() <= period.to)
            && facts.to.is_none_or(|to| period.to <= to.last_day())
    });
    let Some((at, rule, due)) = applies.filter(|_| exists || report.is_some()) else {
        return Cell {
            state: State::NotApplicable,
            publish_by: None,
            report_by: None,
            reported: None,
            rule: None,
            report,
        };
    };
    let facts = report.and_then(|report| archive.entries.get(report));
    let facts = facts.map(|entry| &entry.report.front_matter);
    let facts = facts.filter(|facts| facts.withdrawn.is_none());
    let state = match facts {
        // Without any day nothing can be said to be due.
        None if as_of.is_none_or(|as_of| as_of <= due) => State::NotYetDue,
        None => State::NotHeld,
        Some(facts) => match facts.published {
            None => State::Undated,
            Some(published) => match due.days_until(published.date) {
                Some(days) if days > 0 => State::Late(days),
                _ => State::OnTime,
            },
        },
    };
    Cell {
        state,
        publish_by: Some(due),
        report_by: rule.report_by.and_then(|term| term.after(period.to)),
        reported: facts.and_then(|facts| facts.reported),
        rule: Some(at),
        report,
    }
}

/// The periods of a unit that a report is of.
fn periods_of(archive: &Archive, entry: EntryIndex, unit: PeriodUnit) -> Vec<Period> {
    let facts = archive.entries.get(entry).map(|e| &e.report.front_matter);
    let Some(own) = facts.and_then(|facts| facts.period) else {
        return Vec::new();
    };
    let days = |period: &Period| period.from.days_until(period.to).map_or(0, |days| days + 1);
    let mut periods = Vec::new();
    let mut next = Some(unit.containing(own.from));
    while let Some(period) = next.filter(|period| period.from <= own.to) {
        let is_whole = own.from <= period.from && period.to <= own.to;
        let is_most =
            period.from <= own.from && own.to <= period.to && days(&own) * 2 > days(&period);
        if is_whole || is_most {
            periods.push(period);
        }
        next = unit.after(period.to);
    }
    periods
}

/// Whether a report was published before another; what is held comes before the notice of what is not.
fn is_earlier(archive: &Archive, entry: EntryIndex, other: EntryIndex) -> bool {
    let key = |index: EntryIndex| {
        let facts = archive.entries.get(index).map(|e| &e.report.front_matter);
        facts.map(|facts| {
            (
                facts.withdrawn.is_some(),
                facts.published.is_none(),
                facts.published,
            )
        })
    };
    key(entry) < key(other)
}
