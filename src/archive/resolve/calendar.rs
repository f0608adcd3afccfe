//! Dates and periods of one archive held against each other: a year that is far from all others, the same period
//! twice.
//!
//! In go the resolved entries, out come warnings that name both sides. No clock is asked: what a year is far from
//! are the other years of the archive.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::archive::resolve::Resolver;
use crate::archive::{AgencyIndex, Entry, EntryIndex};
use crate::date::Period;
use crate::diagnostic::{Fault, Text};
use crate::fields::alike;
use crate::report::front_matter::StatusValue;

/// The last year that a report which is published with this program may be of.
const LAST_YEAR: i16 = 2099;
/// Years between one after all others and the last of them beyond which it is a slip.
const FAR_AFTER: i16 = 30;
/// Years between one before all others and the first of them beyond which it is a slip.
const FAR_BEFORE: i16 = 100;
/// How much of two titles must be the same for both to be of one report.
const MUCH_THE_SAME: f64 = 0.6;
/// Dates that are needed to know how an archive is dated.
const MANY: usize = 10;

/// A year of a report and where it is written.
struct Year<'a> {
    year: i16,
    entry: &'a Entry,
    span: &'a Range<usize>,
    name: [&'static str; 2],
}

impl Resolver<'_> {
    /// Warning: `far-off-year`.
    pub(super) fn far_years(&mut self) {
        let mut years: Vec<Year<'_>> = self.archive.entries.iter().flat_map(years_of).collect();
        years.sort_by_key(|y| (y.year, &y.entry.report.path, y.span.start));
        let mut found = Vec::new();
        let mut warn = |far: &Year<'_>, near: Option<&Year<'_>>| {
            found.push((far.entry.report.path.clone(), far_off(far, near)));
        };
        let end = years
            .iter()
            .position(|y| y.year > LAST_YEAR)
            .unwrap_or(years.len());
        let (ordinary, beyond) = years.split_at(end);
        let mut last = ordinary.len();
        let mut first = 0;
        if ordinary.len() > MANY {
            let few = ordinary.len() / MANY;
            let gap = |i: usize| {
                let (before, after) = (ordinary.get(i.wrapping_sub(1)), ordinary.get(i));
                before
                    .zip(after)
                    .map_or(0, |(before, after)| after.year - before.year)
            };
            last = (ordinary.len() - few..ordinary.len())
                .find(|i| gap(*i) > FAR_AFTER)
                .unwrap_or(last);
            first = (1..=few).rev().find(|i| gap(*i) > FAR_BEFORE).unwrap_or(0);
        }
        let near = last.checked_sub(1).and_then(|i| ordinary.get(i));
        for far in ordinary
            .get(last..)
            .unwrap_or_default()
            .iter()
            .chain(beyond)
        {
            warn(far, near);
        }
        for far in ordinary.get(..first).unwrap_or_default() {
            warn(far, ordinary.get(first));
        }
        self.faults.append(&mut found);
    }

    /// Warning: `duplicate-period`, where titles are the same, or much the same and an agency has but one report of a
    /// type and a period else.
    pub(super) fn same_periods(&mut self) {
        let entries = &self.archive.entries;
        let language = &self.archive.config.language;
        let mut rows: BTreeMap<(AgencyIndex, &str, &str), BTreeMap<Period, Vec<EntryIndex>>> =
            BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let facts = &entry.report.front_matter;
            let is_past = facts.status.as_ref().is_some_and(|status| {
                status.value != StatusValue::InForce || status.successor.is_some()
            });
            let Some(period) = facts
                .period
                .filter(|_| facts.withdrawn.is_none() && !is_past)
            else {
                continue;
            };
            let language = entry.report.language(language).as_str();
            let row = rows
                .entry((entry.agency, &facts.kind.value, language))
                .or_default();
            row.entry(period).or_default().push(index);
        }
        let mut found = Vec::new();
        for row in rows.values() {
            let several: Vec<&Vec<EntryIndex>> = row.values().filter(|all| all.len() > 1).collect();
            let is_slip = matches!(several.as_slice(), [only] if only.len() == 2);
            for all in several {
                let mut reports: Vec<&Entry> = all.iter().filter_map(|i| entries.get(*i)).collect();
                reports.sort_by(|a, b| a.report.path.cmp(&b.report.path));
                let mut by_title: BTreeMap<String, &str> = BTreeMap::new();
                for (number, entry) in reports.iter().enumerate() {
                    let title = alike(&entry.report.front_matter.title);
                    let same = by_title.get(&title).copied();
                    let other = match (same, reports.first()) {
                        (Some(same), _) => same,
                        (None, Some(first)) if is_slip && number > 0 && are_alike(first, entry) => {
                            &first.report.path
                        }
                        _ => {
                            by_title.insert(title, &entry.report.path);
                            continue;
                        }
                    };
                    let facts = &entry.report.front_matter;
                    let period = facts.period.map(|p| p.to_string()).unwrap_or_default();
                    let fault = duplicate_period(facts.places.period.clone(), &period, other);
                    found.push((entry.report.path.clone(), fault));
                }
            }
        }
        self.faults.append(&mut found);
    }
}

/// Whether two titles are much the same, figures aside.
fn are_alike(first: &Entry, second: &Entry) -> bool {
    let [first, second] = [first, second].map(|entry| {
        let title = alike(&entry.report.front_matter.title);
        title.replace(|c: char| c.is_ascii_digit(), "")
    });
    first == second || strsim::normalized_levenshtein(&first, &second) >= MUCH_THE_SAME
}

fn years_of(entry: &Entry) -> impl Iterator<Item = Year<'_>> {
    let facts = &entry.report.front_matter;
    let places = &facts.places;
    let published = facts.published.map(|moment| moment.date.year);
    // How far a plan reaches is no slip.
    let period = facts.period.map(|period| period.from.year);
    [
        (
            published,
            &places.published,
            ["发布日期", "date of publication"],
        ),
        (
            facts.written.map(|date| date.year),
            &places.written,
            ["成文日期", "date of the document"],
        ),
        (period, &places.period, ["报告期", "period"]),
    ]
    .into_iter()
    .filter_map(move |(year, span, name)| {
        Some(Year {
            year: year?,
            entry,
            span,
            name,
        })
    })
}

fn far_off(far: &Year<'_>, near: Option<&Year<'_>>) -> Fault {
    let year = far.year;
    let [chinese, english] = far.name;
    let (others, of_others) = match near {
        Some(near) => {
            let (year, path) = (near.year, &near.entry.report.path);
            (
                format!("；其他日期中最近的是 {year} 年（{path}）"),
                format!("; the nearest other is {year} ({path})"),
            )
        }
        None => (String::new(), String::new()),
    };
    Fault::warning(
        "far-off-year",
        far.span.clone(),
        Text::new(
            format!("{chinese}的年份 {year} 远离档案中的其他日期{others}"),
            format!(
                "the year {year} of the {english} is far from all other dates of the archive{of_others}"
            ),
        ),
        Text::new(
            "核对年份；确实如此的，可写入“豁免”（waivers），免予提示。",
            "Check the year; if it is right, write it under `waivers`.",
        ),
    )
}

fn duplicate_period(span: Range<usize>, period: &str, other: &str) -> Fault {
    Fault::warning(
        "duplicate-period",
        span,
        Text::new(
            format!("{other} 的机构、类型和报告期（{period}）与此相同"),
            format!("{other} is of the same agency, type and period ({period})"),
        ),
        Text::new(
            "核对报告期和类型，重复的删去一份；确为两份报告的，可写入“豁免”（waivers），免予提示。",
            "Check period and type, and delete what stands twice; if both are right, write it under `waivers`.",
        ),
    )
}
