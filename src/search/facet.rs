//! How many of the matches have which year, agency, type, topic and status.
//!
//! In go the sets of reports of each segment, out come true counts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::SegmentReader;

use super::answer::{Count, Facets};
use super::error::Error;
use super::matching::Reports;
use super::schema::{AGENCY, STATUS, TOPIC, TYPE, YEAR};

/// The facet value of reports that belong to no year.
pub const UNDATED: &str = "undated";

/// Counts the values of the reports of each segment.
pub(crate) fn count<'s>(
    found: impl Iterator<Item = (&'s SegmentReader, &'s Reports)> + Clone,
) -> Result<Facets, Error> {
    Ok(Facets {
        year: years(found.clone())?,
        agency: texts(AGENCY, found.clone())?,
        kind: texts(TYPE, found.clone())?,
        topic: texts(TOPIC, found.clone())?,
        status: texts(STATUS, found)?,
    })
}

/// Newest first, the undated last.
fn years<'s>(
    found: impl Iterator<Item = (&'s SegmentReader, &'s Reports)>,
) -> Result<Vec<Count>, Error> {
    let mut counts: BTreeMap<Option<u64>, u64> = BTreeMap::new();
    for (segment, reports) in found {
        let column = segment.fast_fields().u64(YEAR)?;
        for report in reports.iter() {
            let mut dated = false;
            for year in column.values_for_doc(report) {
                *counts.entry(Some(year)).or_default() += 1;
                dated = true;
            }
            if !dated {
                *counts.entry(None).or_default() += 1;
            }
        }
    }
    let value = |year: Option<u64>| year.map_or_else(|| UNDATED.to_owned(), |y| y.to_string());
    let count = |(year, count)| Count {
        value: value(year),
        count,
    };
    Ok(counts.into_iter().rev().map(count).collect())
}

/// Most frequent first, then by value.
fn texts<'s>(
    field: &str,
    found: impl Iterator<Item = (&'s SegmentReader, &'s Reports)>,
) -> Result<Vec<Count>, Error> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (segment, reports) in found {
        let Some(column) = segment.fast_fields().str(field)? else {
            continue;
        };
        let mut by_ordinal: BTreeMap<u64, u64> = BTreeMap::new();
        for report in reports.iter() {
            for ordinal in column.term_ords(report) {
                *by_ordinal.entry(ordinal).or_default() += 1;
            }
        }
        let mut value = String::new();
        for (ordinal, count) in by_ordinal {
            if column.ord_to_str(ordinal, &mut value)? {
                *counts.entry(value.clone()).or_default() += count;
            }
        }
    }
    let mut counts: Vec<Count> = counts
        .into_iter()
        .map(|(value, count)| Count { value, count })
        .collect();
    counts.sort_by_key(|counted| Reverse(counted.count));
    Ok(counts)
}
