//! Lines of documents that followed one another, and the reports that hang on them.
//!
//! In: what takes the place of each document; out: each line, the oldest first. Several documents may be followed by
//! one. Never follows a title alone: documents of one name are no line.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::date::PartialDate;
use crate::knowledge::citation::CitationIndex;
use crate::knowledge::validity::{Document, Successions};

/// Documents that followed one another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    /// The documents, each before what takes its place, else the oldest first.
    pub members: Vec<u32>,
    /// Each document with the one that takes its place.
    pub steps: Vec<(u32, u32)>,
    /// Documents whose successor is not held, with its name.
    pub ahead: Vec<(u32, String)>,
}

impl Line {
    /// The reports that cite a member and are none: the report and the member, in order.
    pub(crate) fn hanging(&self, citations: &CitationIndex) -> Vec<(u32, u32)> {
        let members: BTreeSet<u32> = self.members.iter().copied().collect();
        let mut hanging = BTreeSet::new();
        for member in &self.members {
            let cited_by = citations.cited_by.get(member).into_iter().flatten();
            let reports = cited_by.map(|reference| reference.report);
            let others = reports.filter(|report| !members.contains(report));
            hanging.extend(others.map(|report| (report, *member)));
        }
        hanging.into_iter().collect()
    }
}

/// Every line, by its first member.
pub(super) fn all(documents: &[Document<'_>], successors: &Successions) -> Vec<Line> {
    let mut next: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut joined: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut ahead: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for (index, found) in successors {
        for (target, text, _) in found {
            match target {
                Some(target) if target != index => {
                    next.entry(*index).or_default().insert(*target);
                    joined.entry(*index).or_default().insert(*target);
                    joined.entry(*target).or_default().insert(*index);
                }
                Some(_) => {}
                None => {
                    joined.entry(*index).or_default();
                    ahead.entry(*index).or_default().insert(text.clone());
                }
            }
        }
    }
    let mut seen: BTreeSet<u32> = BTreeSet::new();
    let mut lines = Vec::new();
    for start in joined.keys() {
        if !seen.insert(*start) {
            continue;
        }
        let mut members = vec![*start];
        let mut waiting = vec![*start];
        while let Some(at) = waiting.pop() {
            for other in joined.get(&at).into_iter().flatten() {
                if seen.insert(*other) {
                    members.push(*other);
                    waiting.push(*other);
                }
            }
        }
        let members = in_order(&members, &next, documents);
        let steps = members.iter().flat_map(|member| {
            let after = next.get(member).into_iter().flatten();
            after.map(|after| (*member, *after))
        });
        let beyond = members.iter().flat_map(|member| {
            let names = ahead.get(member).into_iter().flatten();
            names.map(|name| (*member, name.clone()))
        });
        lines.push(Line {
            steps: steps.collect(),
            ahead: beyond.collect(),
            members,
        });
    }
    lines
}

/// Each before what takes its place, else by date; those of a circle at the end.
fn in_order(
    members: &[u32],
    next: &BTreeMap<u32, BTreeSet<u32>>,
    documents: &[Document<'_>],
) -> Vec<u32> {
    let day = |index: u32| -> Option<PartialDate> {
        let document = documents.get(index as usize)?;
        let since = document
            .declared
            .as_ref()
            .and_then(|declared| declared.since);
        document.written.or(since).or(document.published)
    };
    let mut before: BTreeMap<u32, usize> = members.iter().map(|member| (*member, 0)).collect();
    for after in members
        .iter()
        .filter_map(|member| next.get(member))
        .flatten()
    {
        *before.entry(*after).or_default() += 1;
    }
    let free = before.iter().filter(|(_, count)| **count == 0);
    let mut free: BTreeSet<(Option<PartialDate>, u32)> =
        free.map(|(member, _)| (day(*member), *member)).collect();
    let mut order = Vec::with_capacity(members.len());
    while let Some((_, member)) = free.pop_first() {
        before.remove(&member);
        order.push(member);
        for after in next.get(&member).into_iter().flatten() {
            if let Some(count) = before.get_mut(after) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    free.insert((day(*after), *after));
                }
            }
        }
    }
    order.extend(before.keys());
    order
}
