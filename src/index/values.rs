//! Which reports of a segment have which values: years, agencies, types, topics, status, regions.
//!
//! In go the facts of reports in their order, out come the terms of each field with their reports. Nothing is
//! written here.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::prepare::Facts;
use crate::search::format::schema::VALUED;
use crate::search::format::values::term;

/// The terms of a field, each with the reports that have it.
pub(super) type Valued = BTreeMap<Vec<u8>, Vec<u32>>;

/// The values of each field of [`values`](crate::search::format::schema::values), in its order.
pub(super) fn of<'f>(reports: impl Iterator<Item = &'f Facts>) -> [Valued; VALUED] {
    let mut fields = <[Valued; VALUED]>::default();
    let [years, agencies, kinds, topics, statuses, regions] = &mut fields;
    for (report, facts) in (0..).zip(reports) {
        let add = |field: &mut Valued, value: &str, rank| {
            let of_value = field.entry(term(value, rank)).or_default();
            of_value.push(report);
        };
        for year in BTreeSet::from_iter(&facts.years) {
            add(years, &year.to_string(), 0);
        }
        // In their order: a hit names the first first.
        for (rank, agency) in facts.agencies.iter().enumerate() {
            add(agencies, &agency.name, rank);
        }
        add(kinds, &facts.kind, 0);
        for topic in BTreeSet::from_iter(&facts.topics) {
            add(topics, topic, 0);
        }
        if let Some(status) = &facts.status {
            add(statuses, status, 0);
        }
        for region in BTreeSet::from_iter(&facts.regions) {
            add(regions, region, 0);
        }
    }
    fields
}
