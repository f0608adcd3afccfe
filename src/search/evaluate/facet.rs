//! How many of the matches have which year, agency, type, topic and status.
//!
//! In go the sets of reports of each segment, out come true counts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::search::answer::{Count, Facets};
use crate::search::evaluate::report_set::ReportSet;
use crate::search::evaluate::value::regions_around;
use crate::search::query::{Field, ValueField};
use crate::search::segment::Segment;
use crate::search::values::Values;

/// The facet value of reports that belong to no year.
pub const UNDATED: &str = "undated";

/// The fields that have a facet.
pub(crate) const FIELDS: [Field; 6] = [
    Field::Year,
    Field::Value(ValueField::Agency),
    Field::Value(ValueField::Type),
    Field::Value(ValueField::Topic),
    Field::Value(ValueField::Status),
    Field::Value(ValueField::Region),
];

/// Counts the values of each field; `found` gives the reports of each segment that count for it.
pub(crate) fn count<R>(segments: &[Arc<Segment>], found: impl Fn(Field) -> R) -> Facets
where
    R: AsRef<[ReportSet]>,
{
    let mut facets = Facets::default();
    for field in FIELDS {
        let reports = found(field);
        let found = segments.iter().map(AsRef::as_ref).zip(reports.as_ref());
        match field {
            Field::Year => facets.year = years(found),
            Field::Value(ValueField::Agency) => facets.agency = texts(found, |of| &of.agency),
            Field::Value(ValueField::Type) => facets.kind = texts(found, |of| &of.kind),
            Field::Value(ValueField::Topic) => facets.topic = texts(found, |of| &of.topic),
            Field::Value(ValueField::Status) => facets.status = texts(found, |of| &of.status),
            Field::Value(ValueField::Region) => facets.region = regions(found),
            Field::Title | Field::Number | Field::Cites => {}
        }
    }
    facets
}

/// Newest first, the undated last.
fn years<'f>(found: impl Iterator<Item = (&'f Segment, &'f ReportSet)>) -> Vec<Count> {
    let mut counts: BTreeMap<Option<u16>, u64> = BTreeMap::new();
    for (segment, reports) in found {
        for report in reports.iter() {
            let mut dated = false;
            for year in segment.years(report) {
                *counts.entry(Some(year)).or_default() += 1;
                dated = true;
            }
            if !dated {
                *counts.entry(None).or_default() += 1;
            }
        }
    }
    let value = |year: Option<u16>| year.map_or_else(|| UNDATED.to_owned(), |y| y.to_string());
    let count = |(year, count)| Count {
        value: value(year),
        count,
    };
    counts.into_iter().rev().map(count).collect()
}

/// Most frequent first, then by value.
fn texts<'f>(
    found: impl Iterator<Item = (&'f Segment, &'f ReportSet)>,
    values: impl Fn(&'f Segment) -> &'f Values,
) -> Vec<Count> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (segment, reports) in found {
        let values = values(segment);
        let mut by_ordinal = vec![0u64; values.names.len()];
        for report in reports.iter() {
            for ordinal in values.of(report) {
                if let Some(count) = by_ordinal.get_mut(ordinal) {
                    *count += 1;
                }
            }
        }
        for (name, count) in values.names.iter().zip(by_ordinal) {
            if count > 0 {
                *counts.entry(name).or_default() += count;
            }
        }
    }
    most_first(counts)
}

/// As [`texts`], of paths: a report counts once for each that it lies in.
fn regions<'f>(found: impl Iterator<Item = (&'f Segment, &'f ReportSet)>) -> Vec<Count> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (segment, reports) in found {
        let around = |ordinal: usize| {
            let path = segment.region.names.get(ordinal);
            path.map_or_else(Vec::new, |path| regions_around(path).collect())
        };
        let around: Vec<Vec<&str>> = (0..segment.region.names.len()).map(around).collect();
        for report in reports.iter() {
            let of_report = segment.region.of(report);
            let of_report = of_report.filter_map(|ordinal| around.get(ordinal));
            for path in BTreeSet::from_iter(of_report.flatten()) {
                *counts.entry(path).or_default() += 1;
            }
        }
    }
    most_first(counts)
}

/// Most frequent first, then by value.
fn most_first(counts: BTreeMap<&str, u64>) -> Vec<Count> {
    let mut counts: Vec<Count> = counts
        .into_iter()
        .map(|(value, count)| Count {
            value: value.to_owned(),
            count,
        })
        .collect();
    counts.sort_by_key(|counted| Reverse(counted.count));
    counts
}
