//! How much of a report stands in the one before it, and in reports of other agencies of the same type and period.
//!
//! In: of each report its agency, type, period, the report before it, and the paragraphs that the first reading kept. Out:
//! a [`Sameness`] for each report that shares something with another, in the order of the reports: the one before it
//! first, then the peers that share the most. Never sees a text, and knows no page.
//!
//! A paragraph of one report is paired with one of the other at most. Paragraphs that stand in more than
//! [`COMMON_MAX`] reports of a group of peers are common form: they make no pairs there, and count among the paragraphs
//! all the same, so that a share is one of the whole report. Time grows with the paragraphs: no two reports are looked at
//! together before a list of what they share has led from one to the other.

pub(crate) mod difference;
mod faults;
mod lists;
mod matching;

use std::collections::BTreeMap;

use rayon::iter::{
    IndexedParallelIterator, IntoParallelRefIterator, ParallelExtend, ParallelIterator,
};
use serde::Serialize;

use crate::archive::{Archive, EntryIndex};
use crate::diagnostic::FileFault;
use crate::knowledge::similarity::lists::Lists;

use crate::report::findings::paragraph::Paragraph;

pub(crate) use crate::knowledge::similarity::matching::{Likeness, Pair, open, pairs};

/// Reports of a group in which a paragraph may stand before it is common form.
pub(crate) const COMMON_MAX: usize = 20;
/// Peers of one report.
pub(crate) const PEERS_MAX: usize = 20;
/// Peers that are compared in full, of which those are taken that share the most.
const CANDIDATES_MAX: usize = 2 * PEERS_MAX;
/// Paragraphs that two peers share at least: a single one says little.
const SHARED_MIN: usize = 2;
/// Share of two peers, per mille, below which nothing is said of them.
const PEER_FROM: u32 = 50;
/// Share, per mille, above which there is a page of both texts; of those the pairs are kept.
pub(crate) const SHOWN_ABOVE: u32 = 300;
/// A whole in shares.
const WHOLE: u32 = 1000;

/// A report as it is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compared<'f> {
    /// Who issued it.
    pub(crate) agency: usize,
    /// What reports of one type and period have in common; none for a report that has no peers.
    pub(crate) group: Option<(&'f str, &'f str)>,
    /// The report before it: same agency and type.
    pub(crate) previous: Option<usize>,
    /// In the order of the text; empty for one that was withdrawn.
    pub(crate) paragraphs: &'f [Paragraph],
}

/// What the other report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Relation {
    /// The one before it, of the same agency and type.
    Previous,
    /// Another agency's, of the same type and period.
    Peer,
}

impl Relation {
    /// The word for it in data and in the contract with themes.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Relation::Previous => "previous",
            Relation::Peer => "peer",
        }
    }
}

/// What a report shares with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sameness {
    /// The report, as an index of those given.
    pub(crate) report: usize,
    /// The other.
    pub(crate) other: usize,
    /// What the other is.
    pub(crate) relation: Relation,
    /// How many paragraphs of the report were compared.
    pub(crate) paragraphs: u32,
    /// How many stand in the other word for word.
    pub(crate) same: u32,
    /// How many do but for figures and dates.
    pub(crate) changed_figures: u32,
    /// How many do but for a few words.
    pub(crate) changed_words: u32,
    /// Which, in the order of the report; empty at or below [`SHOWN_ABOVE`].
    pub(crate) pairs: Vec<Pair>,
}

impl Sameness {
    /// Paragraphs that stand in the other but for figures or a few words.
    pub(crate) fn near(&self) -> u32 {
        self.changed_figures + self.changed_words
    }

    /// The part of the report's paragraphs that stand in the other, the same or nearly, per mille.
    pub(crate) fn share(&self) -> u32 {
        let shared = (self.same + self.near()) * WHOLE;
        shared.checked_div(self.paragraphs).unwrap_or_default()
    }

    /// Whether it leads to a page of both texts.
    pub(crate) fn is_shown(&self) -> bool {
        self.share() > SHOWN_ABOVE
    }

    fn new(
        report: usize,
        other: usize,
        relation: Relation,
        paragraphs: usize,
        pairs: Vec<Pair>,
    ) -> Self {
        let count = |likeness| {
            let of_likeness = pairs.iter().filter(|pair| pair.likeness == likeness);
            u32::try_from(of_likeness.count()).unwrap_or(u32::MAX)
        };
        let mut sameness = Sameness {
            report,
            other,
            relation,
            paragraphs: u32::try_from(paragraphs).unwrap_or(u32::MAX),
            same: count(Likeness::Same),
            changed_figures: count(Likeness::ChangedFigures),
            changed_words: count(Likeness::ChangedWords),
            pairs: Vec::new(),
        };
        if sameness.is_shown() {
            sameness.pairs = pairs;
        }
        sameness
    }
}

/// What the reports of an archive share, where it wants them compared. Warning: `similar-text` of a report.
pub(crate) fn of(archive: &Archive, faults: &mut Vec<FileFault>) -> Vec<Sameness> {
    let Some(limit) = archive.config.features.similarity else {
        return Vec::new();
    };
    let periods: Vec<Option<String>> = (archive.entries.iter())
        .map(|entry| Some(entry.report.front_matter.period?.to_string()))
        .collect();
    let entries = archive.entries.iter().zip(&periods);
    let compared: Vec<Compared<'_>> = entries
        .map(|(entry, period)| {
            let kind = entry.report.front_matter.kind.value.as_str();
            Compared {
                agency: entry.agency,
                group: period.as_deref().map(|period| (kind, period)),
                previous: entry.previous,
                paragraphs: &entry.report.findings.paragraphs,
            }
        })
        .collect();
    let found = compare(&compared);
    for it in one_of_each_pair(archive, &found, limit) {
        let entries = [it.report, it.other].map(|at| archive.entries.get(at));
        if let [Some(entry), Some(other)] = entries {
            let fault = faults::similar_text(it, &other.report.path);
            faults.push((entry.report.path.clone(), fault));
        }
    }
    found
}

/// What is above the limit, of two peers once: on the side of the report that was published later, which may have been
/// copied from the other; where no day tells, on that of which more stands in the other.
fn one_of_each_pair<'s>(
    archive: &Archive,
    found: &'s [Sameness],
    limit: u32,
) -> impl Iterator<Item = &'s Sameness> {
    let above = found.iter().filter(move |it| it.share() > limit);
    let published = |at: usize| {
        let entry = archive.entries.get(at);
        entry.and_then(|entry| entry.report.front_matter.published)
    };
    let key = |it: &Sameness| (published(it.report), it.share(), it.report);
    let pair = |it: &Sameness| (it.report.min(it.other), it.report.max(it.other));
    let mut pairs: BTreeMap<(usize, usize), &Sameness> = BTreeMap::new();
    let peers = above.clone().filter(|it| it.relation == Relation::Peer);
    for it in peers {
        let told = pairs.entry(pair(it)).or_insert(it);
        if key(it) > key(told) {
            *told = it;
        }
    }
    above.filter(move |it| {
        let told = pairs.get(&pair(it));
        it.relation == Relation::Previous || told.is_some_and(|told| told.report == it.report)
    })
}

/// Of what a report shares, what is said of it; `found` is in the order of reports.
pub(crate) fn of_report(found: &[Sameness], report: EntryIndex) -> &[Sameness] {
    let first = found.partition_point(|it| it.report < report);
    let end = found.partition_point(|it| it.report <= report);
    found.get(first..end).unwrap_or_default()
}

/// Compares all reports of an archive.
pub(crate) fn compare(reports: &[Compared<'_>]) -> Vec<Sameness> {
    let with_previous = reports.par_iter().enumerate();
    let with_previous = with_previous.filter_map(|(index, report)| {
        let other = report.previous?;
        let paragraphs = reports.get(other).map_or(&[][..], |other| other.paragraphs);
        let pairs = pairs(
            open(report.paragraphs, |_| true),
            open(paragraphs, |_| true),
        );
        let length = report.paragraphs.len();
        (!pairs.is_empty()).then(|| Sameness::new(index, other, Relation::Previous, length, pairs))
    });
    let mut found: Vec<Sameness> = with_previous.collect();
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (index, report) in reports.iter().enumerate() {
        if let Some(group) = report.group.filter(|_| !report.paragraphs.is_empty()) {
            groups.entry(group).or_default().push(index);
        }
    }
    let groups = groups.into_values().filter(|members| members.len() > 1);
    let groups: Vec<Vec<usize>> = groups.collect();
    found.par_extend(
        groups
            .par_iter()
            .flat_map(|members| peers(reports, members)),
    );
    found.sort_by_key(|it| (it.report, it.relation, shared_first(it), it.other));
    found
}

/// What the members of a group share with each other.
fn peers(reports: &[Compared<'_>], members: &[usize]) -> Vec<Sameness> {
    let of_group: Vec<&Compared<'_>> = members.iter().filter_map(|at| reports.get(*at)).collect();
    let texts: Vec<&[Paragraph]> = of_group.iter().map(|report| report.paragraphs).collect();
    let lists = Lists::new(&texts);
    let mut found = Vec::new();
    for (at, (report, index)) in of_group.iter().zip(members).enumerate() {
        let length = report.paragraphs.len();
        let leads = lists.sharing(at, |other| {
            of_group
                .get(other)
                .is_some_and(|other| other.agency != report.agency)
        });
        let leads = leads
            .into_iter()
            .filter(|(_, shared)| is_peer(*shared, length));
        let own = open(report.paragraphs, |it| !lists.is_common(at, it));
        let mut of_report = Vec::new();
        for (other, _) in leads.take(CANDIDATES_MAX) {
            let (Some(paragraphs), Some(index_of_other)) = (texts.get(other), members.get(other))
            else {
                continue;
            };
            let of_other = open(paragraphs, |it| !lists.is_common(other, it));
            let pairs = pairs(own.clone(), of_other);
            let is_many = is_peer(pairs.len(), length);
            let it = Sameness::new(*index, *index_of_other, Relation::Peer, length, pairs);
            if is_many && it.share() >= PEER_FROM {
                of_report.push(it);
            }
        }
        of_report.sort_by_key(|it| (shared_first(it), it.other));
        of_report.truncate(PEERS_MAX);
        found.append(&mut of_report);
    }
    found
}

/// Whether what two peers share is worth a mention in a report of a length.
fn is_peer(shared: usize, length: usize) -> bool {
    shared >= SHARED_MIN || shared > 0 && length < SHARED_MIN
}

/// The order in which the most shared comes first.
fn shared_first(it: &Sameness) -> std::cmp::Reverse<(u32, u32)> {
    std::cmp::Reverse((it.same + it.near(), it.same))
}

#[cfg(test)]
mod planted;
#[cfg(test)]
mod tests;
