//! Measures by body, by deadline and by status, of one plan or of many.
//!
//! In: measures, each with whatever says which it is. Out: groups in an order that depends on nothing but them. Bodies
//! that are not named (等有关部门) make no group.

use std::collections::BTreeMap;

use crate::date::PartialDate;
use crate::fields::alike;
use crate::knowledge::measure::Entry;
use crate::report::declared::measure::Status;
use crate::report::findings::measure::{DeadlineKind, Timing};

/// The measures of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BodyGroup<K> {
    /// Its name, as first written.
    pub name: String,
    /// Those that it leads.
    pub lead: Vec<K>,
    /// Those in which it takes part.
    pub others: Vec<K>,
}

/// Deadlines that make a group, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DeadlineGroup {
    /// Until the end of a day.
    Until(PartialDate),
    /// Again and again.
    Recurring,
    /// Without an end.
    Ongoing,
    /// One that could not be read.
    Unread,
    /// None.
    None,
}

impl DeadlineGroup {
    /// The group of a measure.
    pub(crate) fn of(entry: &Entry) -> Self {
        let deadline = &entry.deadline.value;
        match (deadline.timing, deadline.kind) {
            (Some(Timing::Until(date)), _) => DeadlineGroup::Until(date),
            (Some(Timing::Recurring), _) => DeadlineGroup::Recurring,
            (Some(Timing::Ongoing | Timing::From(_)), _) => DeadlineGroup::Ongoing,
            (None, DeadlineKind::None) => DeadlineGroup::None,
            (None, _) => DeadlineGroup::Unread,
        }
    }
}

/// The measures by body, in the order of their names.
pub(crate) fn by_body<'e, K: Copy + PartialEq>(
    entries: impl IntoIterator<Item = (K, &'e Entry)>,
) -> Vec<BodyGroup<K>> {
    let mut groups: BTreeMap<String, BodyGroup<K>> = BTreeMap::new();
    for (key, entry) in entries {
        let leads = entry.lead.value.iter().map(|name| (name, true));
        let others = entry.others.value.iter().map(|name| (name, false));
        for (name, is_lead) in leads.chain(others) {
            if entry.unnamed.contains(name) {
                continue;
            }
            let group = groups.entry(alike(name)).or_insert_with(|| BodyGroup {
                name: name.clone(),
                lead: Vec::new(),
                others: Vec::new(),
            });
            // The measures come one after another: one that is there is the last.
            let is_there = group.lead.last() == Some(&key) || group.others.last() == Some(&key);
            match is_lead {
                _ if is_there => {}
                true => group.lead.push(key),
                false => group.others.push(key),
            }
        }
    }
    groups.into_values().collect()
}

/// The measures by deadline, the earliest first.
pub(crate) fn by_deadline<'e, K>(
    entries: impl IntoIterator<Item = (K, &'e Entry)>,
) -> BTreeMap<DeadlineGroup, Vec<K>> {
    let mut groups: BTreeMap<DeadlineGroup, Vec<K>> = BTreeMap::new();
    for (key, entry) in entries {
        groups
            .entry(DeadlineGroup::of(entry))
            .or_default()
            .push(key);
    }
    groups
}

/// The measures by status, those without one first.
pub(crate) fn by_status<'e, K>(
    entries: impl IntoIterator<Item = (K, &'e Entry)>,
) -> BTreeMap<Option<Status>, Vec<K>> {
    let mut groups: BTreeMap<Option<Status>, Vec<K>> = BTreeMap::new();
    for (key, entry) in entries {
        groups.entry(entry.status).or_default().push(key);
    }
    groups
}
