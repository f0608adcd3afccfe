//! Which documents rest on which: the citations of all reports, held against what the archive holds.
//!
//! In go the documents that are held and what the first reading found in each of them; out comes, for each report,
//! what its citations lead to, for each document who cites it, what is cited and not held, and what fits several.
//! Only what is sure is linked: whatever else is listed with the documents that it may mean. Reads no file, knows no
//! template; quoted words stay with the first reading, this result points at them.

mod catalogue;
mod forms;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::date::PartialDate;
use crate::report::findings::citation::{Citation, CitationKind, Citations, Work, written};

pub(crate) use crate::knowledge::citation::catalogue::{Catalogue, Match, Named, Unsure};

/// Places that are named of what is not held, at most.
const MAX_EXAMPLES: usize = 5;

/// A document that the archive holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holding<'a> {
    /// Its title.
    pub title: &'a str,
    /// Other titles that it is known by.
    pub other_titles: Vec<&'a str>,
    /// 发文字号 as written.
    pub number: Option<&'a str>,
    /// Who issued it: positions in the list of bodies.
    pub bodies: Vec<usize>,
    /// 成文日期.
    pub written: Option<PartialDate>,
    /// 发布日期.
    pub published: Option<PartialDate>,
}

/// A body that issues documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body<'a> {
    /// Its name and its other names.
    pub names: Vec<&'a str>,
}

/// What a cited work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A document that is held.
    Held {
        /// Its position.
        target: u32,
        /// By what it was found.
        by: Match,
    },
    /// The citing report itself: no citation.
    Own,
    /// It may be one of these, or none.
    Unsure {
        /// Positions of the documents, in order; none for a short name that nobody introduced.
        candidates: Box<[u32]>,
        /// Why it is not sure.
        why: Unsure,
    },
    /// Not held: a position in [`CitationIndex::missing`].
    Missing(u32),
}

/// One citation of a report: which report, which of its citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Reference {
    /// Position of the report.
    pub report: u32,
    /// Position in its citations.
    pub citation: u32,
}

/// Something that is cited and not held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The most frequent spelling, without 《》.
    pub text: String,
    /// The most frequent spelling of its number, if one is known.
    pub number: Option<String>,
    /// Whether a title is known of it, or only a number.
    pub has_title: bool,
    /// Whether it is a form, a certificate or a newspaper, and no document that an archive would hold.
    pub is_form: bool,
    /// In how many reports it is cited.
    pub reports: u32,
    /// How often it is cited.
    pub mentions: u32,
    /// The first places where it is.
    pub examples: Vec<Reference>,
}

/// Something that may mean several documents, or one that is not sure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// Where it is cited first in this report.
    pub first: Reference,
    /// How often the report cites it.
    pub mentions: u32,
    /// The documents.
    pub candidates: Box<[u32]>,
    /// Why none of them is linked.
    pub why: Unsure,
}

/// What is known of all citations.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CitationIndex {
    /// For each report, the outcome of each of its works.
    pub outcomes: Vec<Box<[Outcome]>>,
    /// For each document that is cited, the citations of it, in order.
    pub cited_by: BTreeMap<u32, Vec<Reference>>,
    /// What is cited and not held: in most reports first, then most often.
    pub missing: Vec<Missing>,
    /// What is not sure, in order.
    pub doubts: Vec<Doubt>,
}

/// A row of data/citations.csv, but for addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<'f> {
    /// Position of the citing report.
    pub source: u32,
    /// The id in its page that leads to the sentence.
    pub anchor: &'f str,
    /// Title or number.
    pub kind: CitationKind,
    /// As written: a title in 《》, with its number in brackets where it has one.
    pub text: String,
    /// Position of the document, where one is linked.
    pub target: Option<u32>,
}

/// What the first reading found in a report, by its position: kept elsewhere, and asked for when it is needed.
pub(crate) type Load<'l> = &'l mut dyn FnMut(u32) -> Citations;

/// Resolves the citations of every report of a catalogue. Each is loaded twice, in order; none is kept.
pub(crate) fn resolve(catalogue: &Catalogue<'_>, load: Load<'_>) -> CitationIndex {
    let mut knowledge = CitationIndex::default();
    let mut groups = Groups::default();
    let reports = || catalogue.reports();
    for report in reports() {
        groups.learn(&load(report));
    }
    for report in reports() {
        let citations = &load(report);
        let outcomes = outcomes(catalogue, report, citations, &mut groups);
        // Of each doubtful work its first citation, and how many there are.
        let mut doubts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for (index, citation) in (0..).zip(&citations.citations) {
            let reference = Reference {
                report,
                citation: index,
            };
            match outcomes.get(citation.work as usize) {
                Some(Outcome::Held { target, .. }) => {
                    knowledge
                        .cited_by
                        .entry(*target)
                        .or_default()
                        .push(reference);
                }
                Some(Outcome::Missing(group)) => {
                    if let Some(work) = citations.meant(citation.work) {
                        groups.count(*group, reference, work);
                    }
                }
                Some(Outcome::Unsure { .. }) => {
                    doubts.entry(citation.work).or_insert((index, 0)).1 += 1;
                }
                Some(Outcome::Own) | None => {}
            }
        }
        for (work, (first, mentions)) in doubts {
            if let Some(Outcome::Unsure { candidates, why }) = outcomes.get(work as usize) {
                knowledge.doubts.push(Doubt {
                    first: Reference {
                        report,
                        citation: first,
                    },
                    mentions,
                    candidates: candidates.clone(),
                    why: *why,
                });
            }
        }
        knowledge.outcomes.push(outcomes);
    }
    let (missing, order) = groups.sorted();
    knowledge.missing = missing;
    for outcome in knowledge.outcomes.iter_mut().flat_map(|all| all.iter_mut()) {
        if let Outcome::Missing(group) = outcome {
            *group = order.get(*group as usize).copied().unwrap_or(*group);
        }
    }
    knowledge
}

/// What each work of a report is.
fn outcomes(
    catalogue: &Catalogue<'_>,
    report: u32,
    citations: &Citations,
    groups: &mut Groups,
) -> Box<[Outcome]> {
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(citations.works.len());
    for work in &citations.works {
        let outcome = match work.stands_for {
            // It was introduced after what it stands for.
            Some(full) => outcomes.get(full as usize).cloned().unwrap_or(Outcome::Own),
            None => match catalogue.find(&Named::of(work), Some(report)) {
                Ok(Some((target, _))) if target == report => Outcome::Own,
                Ok(Some((target, by))) => Outcome::Held { target, by },
                Err((candidates, why)) => Outcome::Unsure { candidates, why },
                Ok(None) if work.is_short && work.number.is_none() => Outcome::Unsure {
                    candidates: Box::default(),
                    why: Unsure::ShortName,
                },
                Ok(None) => match groups.of_work(work) {
                    Some(group) => Outcome::Missing(group),
                    None => Outcome::Own,
                },
            },
        };
        outcomes.push(outcome);
    }
    outcomes.into()
}

impl CitationIndex {
    /// What a citation of a report is.
    pub(crate) fn outcome(&self, report: u32, citation: &Citation) -> Option<&Outcome> {
        self.outcomes
            .get(report as usize)?
            .get(citation.work as usize)
    }

    /// The document that a citation of a report leads to.
    pub(crate) fn target(&self, report: u32, citation: &Citation) -> Option<u32> {
        match self.outcome(report, citation)? {
            Outcome::Held { target, .. } => Some(*target),
            _ => None,
        }
    }

    /// The rows of data/citations.csv of one report, in the order of its text.
    pub(crate) fn rows<'f>(
        &self,
        report: u32,
        citations: &'f Citations,
    ) -> impl Iterator<Item = Row<'f>> {
        citations.citations.iter().filter_map(move |citation| {
            let outcome = self.outcome(report, citation)?;
            if *outcome == Outcome::Own {
                return None;
            }
            let work = citations.works.get(citation.work as usize)?;
            let place = citations.places.get(citation.place as usize)?;
            Some(Row {
                source: report,
                anchor: &place.anchor,
                kind: work.kind,
                text: written(work),
                target: self.target(report, citation),
            })
        })
    }
}

/// What is not held, by what is surely the same.
#[derive(Default)]
struct Groups {
    /// The one number that goes with a title in the whole archive; `None` where there are several.
    number_of: BTreeMap<Box<str>, Option<Box<str>>>,
    /// The one title that goes with a number.
    title_of: BTreeMap<Box<str>, Option<Box<str>>>,
    positions: BTreeMap<(CitationKind, Box<str>), u32>,
    groups: Vec<Group>,
}

#[derive(Default)]
struct Group {
    reports: u32,
    last: Option<u32>,
    mentions: u32,
    examples: Vec<Reference>,
    /// How often each spelling of its title is used.
    titles: BTreeMap<Box<str>, u32>,
    /// How often each spelling of its number is.
    numbers: BTreeMap<Box<str>, u32>,
}

impl Groups {
    /// Notes which titles and numbers go together.
    fn learn(&mut self, citations: &Citations) {
        for work in &citations.works {
            let Some(number) = &work.number else { continue };
            let only = |map: &mut BTreeMap<Box<str>, Option<Box<str>>>, of: &str, one: &str| {
                let known = map.entry(of.into()).or_insert_with(|| Some(one.into()));
                if known.as_deref().is_some_and(|known| known != one) {
                    *known = None;
                }
            };
            only(&mut self.number_of, &work.key, &number.key);
            only(&mut self.title_of, &number.key, &work.key);
        }
    }

    /// The group of a work: by its title where that has one number at most, else by its number.
    fn of_work(&mut self, work: &Work) -> Option<u32> {
        let title = match work.kind {
            CitationKind::Title => Some(work.key.clone()),
            CitationKind::Number => self.title_of.get(&work.key).cloned().flatten(),
        };
        let number = match work.kind {
            CitationKind::Title => work.number.as_ref().map(|number| number.key.clone()),
            CitationKind::Number => Some(work.key.clone()),
        };
        let has_several = |title: &str| self.number_of.get(title).is_some_and(Option::is_none);
        let key = match (title, number) {
            (Some(title), Some(number)) if has_several(&title) => (CitationKind::Number, number),
            (Some(title), _) => (CitationKind::Title, title),
            (None, Some(number)) => (CitationKind::Number, number),
            (None, None) => return None,
        };
        let next = u32::try_from(self.groups.len()).ok()?;
        let position = *self.positions.entry(key).or_insert(next);
        if position == next {
            self.groups.push(Group::default());
        }
        Some(position)
    }

    fn count(&mut self, group: u32, reference: Reference, work: &Work) {
        let Some(group) = self.groups.get_mut(group as usize) else {
            return;
        };
        group.mentions += 1;
        let (title, number) = match work.kind {
            CitationKind::Title => (Some(&work.text), work.number.as_ref().map(|n| &n.text)),
            CitationKind::Number => (None, Some(&work.text)),
        };
        for (spellings, spelling) in [(&mut group.titles, title), (&mut group.numbers, number)] {
            if let Some(spelling) = spelling {
                *spellings.entry(spelling.clone()).or_default() += 1;
            }
        }
        if group.last != Some(reference.report) {
            group.last = Some(reference.report);
            group.reports += 1;
            if group.examples.len() < MAX_EXAMPLES {
                group.examples.push(reference);
            }
        }
    }

    /// What is not held, in order, and the place in it of each group.
    fn sorted(self) -> (Vec<Missing>, Vec<u32>) {
        let missing = self.groups.into_iter().map(|group| {
            let title = most_frequent(group.titles);
            let number = most_frequent(group.numbers);
            Missing {
                is_form: title.as_deref().is_some_and(forms::is_form),
                has_title: title.is_some(),
                text: title.or_else(|| number.clone()).unwrap_or_default(),
                number,
                reports: group.reports,
                mentions: group.mentions,
                examples: group.examples,
            }
        });
        let mut missing: Vec<(usize, Missing)> = missing.enumerate().collect();
        missing.sort_by(|(_, a), (_, b)| {
            let frequency = |m: &Missing| (Reverse(m.reports), Reverse(m.mentions));
            (frequency(a), &a.text, &a.number).cmp(&(frequency(b), &b.text, &b.number))
        });
        let mut order = vec![0; missing.len()];
        for (place, (group, _)) in (0..).zip(&missing) {
            if let Some(slot) = order.get_mut(*group) {
                *slot = place;
            }
        }
        (
            missing.into_iter().map(|(_, missing)| missing).collect(),
            order,
        )
    }
}

/// The spelling that is used most; of several the first in the order of characters.
fn most_frequent(spellings: BTreeMap<Box<str>, u32>) -> Option<String> {
    let most = spellings.into_iter().rev().max_by_key(|(_, times)| *times);
    most.map(|(spelling, _)| spelling.into())
}

#[cfg(test)]
mod tests;
