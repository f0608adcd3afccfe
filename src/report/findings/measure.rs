//! The measures of a plan: numbered or not, each with who is to do it and until when
//! （示例编办牵头，示例法制办等有关部门按职责分别负责，2017年底前完成）.
//!
//! In: the passages and parts of one report. Out: the measures in the order of the text, the deadline that the plan
//! states for all that name none, and what looks like a measure and could not be read. Never fills in what the text does
//! not say, never knows another report, and never decides whether a report is a plan.

mod bodies;
mod canonical;
mod clause;
mod deadline;
mod fallback;
mod locate;
mod piece;
mod siblings;
mod words;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::report::findings::measure::clause::Clause;
use crate::report::findings::measure::deadline::Reading;
use crate::report::findings::measure::piece::{Entry, Group, Piece, Placed};
use crate::report::outline::Part;
use crate::report::passage::Passage;

pub(crate) use crate::report::findings::measure::clause::{Body, Role};
pub(crate) use crate::report::findings::measure::deadline::Timing;
pub(crate) use crate::report::findings::measure::fallback::DefaultDeadline;

/// Measures of one plan, at most.
const MAX_MEASURES: usize = 5_000;
/// Problems that are told of one plan, at most.
const MAX_PROBLEMS: usize = 200;

/// What was found in one report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    /// The measures, in the order of the text.
    pub measures: Vec<Measure>,
    /// The deadline of all that name none.
    pub default: Option<DefaultDeadline>,
    /// What an editor should look at, in the order of the text.
    pub problems: Vec<Problem>,
}

/// A measure of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Measure {
    /// Its number as written, `1)`; empty where it has none.
    pub number: String,
    /// The id in the page that leads to it.
    pub anchor: String,
    /// The title of the part that encloses it, as written.
    pub heading: String,
    /// Its words as displayed, without its number and without the clause that says who and until when: that is
    /// quoted in `evidence`. Paragraphs are set apart by line feeds.
    pub text: String,
    /// Who is to do it, in the order of the text.
    pub bodies: Vec<Body>,
    /// Until when.
    pub deadline: Deadline,
    /// The words that say who and until when.
    pub evidence: Vec<Quote>,
}

/// Until when a measure is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deadline {
    /// Where it comes from.
    pub kind: DeadlineKind,
    /// When it is; none where it is stated and could not be read, or where there is none.
    pub timing: Option<Timing>,
    /// Its words.
    pub words: String,
}

/// Where a deadline comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DeadlineKind {
    /// It is stated with the measure.
    Stated,
    /// It is the plan's for all measures that state none.
    Default,
    /// There is none.
    #[default]
    None,
}

impl DeadlineKind {
    /// The stable key: `stated`, `default`, or nothing.
    pub(crate) fn key(self) -> &'static str {
        match self {
            DeadlineKind::Stated => "stated",
            DeadlineKind::Default => "default",
            DeadlineKind::None => "",
        }
    }
}

/// Words of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quote {
    /// Index of the passage.
    pub passage: usize,
    /// Bytes of its text.
    pub bytes: Range<usize>,
    /// The id in the page that leads there.
    pub anchor: String,
    /// The words.
    pub words: String,
}

/// What is wrong with what looks like a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum ProblemKind {
    /// Others of its series say who is to do them, it does not.
    NoBodies,
    /// It ends with what looks like a clause and could not be read.
    UnreadClause,
    /// A member of its clause could not be read.
    UnreadMember,
    /// Its deadline has no year, and the plan is of several or of none.
    WithoutYear,
    /// It states two deadlines.
    TwoDeadlines,
    /// The plan states two deadlines for all measures.
    TwoDefaults,
}

/// Something that an editor should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Index of the passage.
    pub passage: usize,
    /// Bytes of its text.
    pub bytes: Range<usize>,
    /// What the measure would be, where it is not among those that were found: without bodies.
    pub measure: Option<Measure>,
}

/// Finds the measures of a report. `year` is that of the plan, where it is about a single one: deadlines that name
/// none are of that year.
pub(crate) fn find(passages: &[Passage<'_>], parts: &[Part], year: Option<i16>) -> Found {
    let pieces = piece::cut(passages, parts);
    let mut finder = Finder {
        passages,
        parts,
        found: Found::default(),
        series: siblings::Series::default(),
    };
    for group in piece::groups(passages, parts, &pieces, year) {
        finder.group(&group);
    }
    finder.finish(year)
}

/// A part that gave no measure.
struct Without {
    /// What its last sentence says where that is likely a clause, and what is wrong with it.
    likely: Option<(Measure, Vec<Problem>)>,
    /// The same without it.
    measure: Measure,
    passage: usize,
    bytes: Range<usize>,
    is_doubtful: bool,
}

struct Finder<'f, 'd> {
    passages: &'f [Passage<'d>],
    parts: &'f [Part],
    found: Found,
    series: siblings::Series<Without>,
}

impl Finder<'_, '_> {
    /// The measures of one part's own text.
    fn group(&mut self, group: &Group<'_>) {
        let part = group.part.and_then(|index| self.parts.get(index));
        let hits: Vec<usize> = (0..group.entries.len())
            .filter(|at| group.entries.get(*at).is_some_and(Entry::names_bodies))
            .collect();
        let is_numbered = part.is_some_and(|part| !part.number.is_empty());
        let opens_with_number = is_numbered && group.entries.first().is_some_and(|e| e.is_opening);
        let last = group.entries.len().saturating_sub(1);
        let mut is_found = false;
        for (count, at) in hits.iter().copied().enumerate() {
            let Some(entry) = group.entries.get(at) else {
                continue;
            };
            let is_whole = match group.is_heading {
                // A heading with its clause, or all that stands below a heading.
                true => is_numbered && (entry.is_opening || hits.len() == 1 && at == last),
                false => opens_with_number && count == 0 && (hits.len() == 1 || at == 0),
            };
            // The words of a heading are the heading's, unless it has the clause itself.
            let first = usize::from(group.is_heading && at > 0);
            let entries = match is_whole {
                true => group.entries.get(first..=at).unwrap_or_default(),
                false => std::slice::from_ref(entry),
            };
            is_found |= is_whole & self.measure(group, entries, is_whole);
        }
        let Some((part, index)) = part.zip(group.part) else {
            return;
        };
        if !is_numbered || !group.is_leaf {
            return;
        }
        let form = (siblings::form(&part.number), group.is_heading);
        if is_found || hits.is_empty() {
            let without = (!is_found).then(|| self.without(group, index)).flatten();
            self.series.add(form, is_found, without);
        }
    }

    /// Adds the measure that some entries of a group make; false where they say nothing but who.
    fn measure(&mut self, group: &Group<'_>, entries: &[Entry<'_>], is_whole: bool) -> bool {
        let clauses: Vec<&Placed<'_>> = entries.iter().flat_map(|e| &e.clauses).collect();
        let measure = self.stub(group, entries, &clauses, is_whole);
        if measure.text.is_empty() || self.found.measures.len() >= MAX_MEASURES {
            return false;
        }
        let (measure, problems) = self.complete(measure, &clauses);
        self.found.measures.push(measure);
        self.found.problems.extend(problems);
        true
    }

    /// A measure with what its clauses say, and what is wrong with them.
    fn complete(&self, mut measure: Measure, clauses: &[&Placed<'_>]) -> (Measure, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut problem = |kind, passage, bytes: &Range<usize>| {
            problems.push(Problem {
                kind,
                passage,
                bytes: bytes.clone(),
                measure: None,
            });
        };
        let mut whole = Clause::default();
        for (count, (piece, at, clause)) in clauses.iter().enumerate() {
            measure.evidence.push(self.quote(piece.passage, at.clone()));
            for unread in &clause.unread {
                problem(ProblemKind::UnreadMember, piece.passage, unread);
            }
            let was_contradictory = whole.is_contradictory;
            match count {
                0 => whole = clause.clone(),
                _ => whole.add(clause.clone()),
            }
            if whole.is_contradictory && !was_contradictory {
                problem(ProblemKind::TwoDeadlines, piece.passage, at);
            }
            let Some(deadline) = &clause.deadline_at else {
                continue;
            };
            measure.deadline.words = self.quote(piece.passage, deadline.clone()).words;
            if clause.deadline == Some(Reading::WithoutYear) {
                problem(ProblemKind::WithoutYear, piece.passage, deadline);
            }
        }
        if whole.deadline.is_some() || whole.is_deadline_unread {
            measure.deadline.kind = DeadlineKind::Stated;
        }
        measure.deadline.timing = match whole.deadline {
            Some(Reading::Read(timing)) if !whole.is_contradictory => Some(timing),
            _ => None,
        };
        measure.bodies = whole.bodies;
        (measure, problems)
    }

    /// What is known of a measure beside its clause.
    fn stub(
        &self,
        group: &Group<'_>,
        entries: &[Entry<'_>],
        clauses: &[&Placed<'_>],
        is_whole: bool,
    ) -> Measure {
        let part = group.part.and_then(|index| self.parts.get(index));
        let title = |part: Option<&Part>| part.map_or(String::new(), |part| part.title.clone());
        let parent = || {
            let parent = part.and_then(|part| part.parent);
            parent.and_then(|index| self.parts.get(usize::try_from(index).ok()?))
        };
        let first = entries.first();
        let is_heading_alone = first.is_some_and(|entry| entry.is_opening) && group.is_heading;
        let heading = match (is_whole, group.is_heading) {
            (true, false) => title(parent()),
            (true, true) if is_heading_alone => title(parent()),
            _ => title(part),
        };
        let own_anchor = part.filter(|_| is_whole).map(|part| part.anchor.as_str());
        let anchor = own_anchor.or_else(|| {
            let piece = first?.pieces.first()?;
            Some(self.passages.get(piece.passage)?.anchor)
        });
        let mut texts = Vec::new();
        for piece in entries.iter().flat_map(|entry| &entry.pieces) {
            let text = self.words_of(piece, clauses);
            if !text.is_empty() {
                texts.push(text);
            }
        }
        Measure {
            number: part
                .filter(|_| is_whole)
                .map_or(String::new(), |part| part.number.clone()),
            anchor: anchor.unwrap_or_default().to_owned(),
            heading,
            text: texts.join("\n"),
            ..Measure::default()
        }
    }

    /// The words of a piece without its clauses.
    fn words_of(&self, piece: &Piece, clauses: &[&Placed<'_>]) -> String {
        let text = self.passages.get(piece.passage).map_or("", |p| p.text);
        let mut words = String::new();
        let mut from = piece.words.start;
        for (_, at, _) in clauses.iter().filter(|(of, _, _)| *of == piece) {
            words.push_str(text.get(from..at.start).unwrap_or_default());
            from = at.end;
        }
        let rest = text.get(from..piece.words.end).unwrap_or_default();
        // The full stop after a bracket that stood within its sentence.
        let is_ended = words.trim_end().ends_with(['。', '；', ';', '！', '？']);
        if !(is_ended
            && rest
                .trim()
                .chars()
                .all(|c| matches!(c, '。' | '；' | ';' | '.')))
        {
            words.push_str(rest);
        }
        words.trim().to_owned()
    }

    fn quote(&self, passage: usize, bytes: Range<usize>) -> Quote {
        let of = self.passages.get(passage);
        let words = of.and_then(|of| of.text.get(bytes.clone()));
        Quote {
            passage,
            anchor: of.map_or("", |of| of.anchor).to_owned(),
            words: words.unwrap_or_default().trim().to_owned(),
            bytes,
        }
    }

    fn problem(&mut self, kind: ProblemKind, passage: usize, bytes: Range<usize>) {
        self.found.problems.push(Problem {
            kind,
            passage,
            bytes,
            measure: None,
        });
    }

    /// What a part without a measure would be, if others of its series are measures.
    fn without(&self, group: &Group<'_>, index: usize) -> Option<Without> {
        let part = self.parts.get(index)?;
        let last = group.entries.last()?.pieces.last()?;
        let first = usize::from(group.is_heading && group.entries.len() > 1);
        let entries = group.entries.get(first..).unwrap_or_default();
        let likely = entries.last().and_then(|entry| entry.likely.as_ref());
        if let Some(likely) = likely {
            let clauses = [likely];
            let measure = self.stub(group, entries, &clauses, true);
            if !measure.text.is_empty() {
                return Some(Without {
                    likely: Some(self.complete(measure.clone(), &clauses)),
                    measure,
                    passage: likely.0.passage,
                    bytes: likely.1.clone(),
                    is_doubtful: true,
                });
            }
        }
        let doubtful = group
            .entries
            .iter()
            .rev()
            .find_map(|entry| entry.doubtful.clone());
        let (passage, bytes) = doubtful
            .clone()
            .unwrap_or((last.passage, last.words.clone()));
        let mut measure = self.stub(group, entries, &[], true);
        measure.anchor = part.anchor.clone();
        Some(Without {
            likely: None,
            measure,
            passage,
            bytes,
            is_doubtful: doubtful.is_some(),
        })
    }

    fn finish(mut self, year: Option<i16>) -> Found {
        let series = std::mem::take(&mut self.series);
        for without in series.missing() {
            if let Some((measure, problems)) = without.likely {
                self.found.measures.push(measure);
                self.found.problems.extend(problems);
                continue;
            }
            self.found.problems.push(Problem {
                kind: match without.is_doubtful {
                    true => ProblemKind::UnreadClause,
                    false => ProblemKind::NoBodies,
                },
                passage: without.passage,
                bytes: without.bytes,
                measure: Some(without.measure),
            });
        }
        // Those that others of their series bore out came last.
        let place = |measure: &Measure| {
            let quote = measure.evidence.first();
            quote.map(|quote| (quote.passage, quote.bytes.start))
        };
        self.found.measures.sort_by_key(place);
        self.found.measures.truncate(MAX_MEASURES);
        if !self.found.measures.is_empty() {
            match fallback::find(self.passages, year) {
                fallback::Search::None => {}
                fallback::Search::One(default) => self.apply(default),
                fallback::Search::Two(quote) => {
                    self.problem(ProblemKind::TwoDefaults, quote.passage, quote.bytes);
                }
            }
        }
        let problems = &mut self.found.problems;
        problems.sort_by_key(|problem| (problem.passage, problem.bytes.start, problem.kind));
        problems.truncate(MAX_PROBLEMS);
        self.found
    }

    /// Gives the deadline of all to those that state none.
    fn apply(&mut self, default: DefaultDeadline) {
        let unread = self.found.problems.iter_mut();
        let unread = unread.filter_map(|problem| problem.measure.as_mut());
        for measure in self.found.measures.iter_mut().chain(unread) {
            if measure.deadline.kind == DeadlineKind::None {
                measure.deadline = Deadline {
                    kind: DeadlineKind::Default,
                    timing: Some(Timing::Until(default.date)),
                    words: default.evidence.words.clone(),
                };
            }
        }
        self.found.default = Some(default);
    }
}

#[cfg(test)]
mod tests;
