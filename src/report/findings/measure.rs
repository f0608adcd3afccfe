//! The measures of a plan: numbered or not, each with who is to do it and until when
//! （示例编办牵头，示例法制办等有关部门按职责分别负责，2017年底前完成）.
//!
//! In: the passages and parts of one report. Out: the measures in the order of the text, the deadline that the plan
//! states for all that name none, and what looks like a measure and could not be read. Never fills in what the text does
//! not say, never knows another report, and never decides whether a report is a plan.

mod bodies;
mod canonical;
mod clause;
mod complete;
mod deadline;
mod fallback;
mod locate;
mod piece;
mod siblings;
mod table;
mod words;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::report::findings::measure::complete::complete;
use crate::report::findings::measure::piece::{Entry, Group, Piece, Placed};
use crate::report::findings::measure::table::Sheet;
use crate::report::grid::Grids;
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
    /// Where it stands among the others.
    pub place: Position,
}

impl Measure {
    /// Takes the deadline of all, unless it states one.
    fn take_default(&mut self, default: &DefaultDeadline) {
        if self.deadline.kind == DeadlineKind::None {
            self.deadline = Deadline {
                kind: DeadlineKind::Default,
                timing: Some(Timing::Until(default.date)),
                words: default.evidence.words.clone(),
            };
        }
    }
}

/// Where a measure stands among those of its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Position {
    /// Which of the tables in files beside the report it is in, from 1; 0 for the report itself.
    pub file: usize,
    /// Index of the passage.
    pub passage: usize,
    /// Where in it, in bytes.
    pub start: usize,
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
    /// There are more measures, or more cells of tables, than are read: those from here on are left out.
    TooMany,
}

/// Something that an editor should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// As in [`Position`].
    pub file: usize,
    /// Index of the passage.
    pub passage: usize,
    /// Bytes of its text.
    pub bytes: Range<usize>,
    /// What the measure would be, where it is not among those that were found: without bodies.
    pub measure: Option<Measure>,
}

impl Problem {
    /// A problem of the report itself that is of no single measure.
    fn new(kind: ProblemKind, passage: usize, bytes: Range<usize>) -> Problem {
        Problem {
            kind,
            file: 0,
            passage,
            bytes,
            measure: None,
        }
    }
}

/// Finds the measures of a report, those of its tables `grids` among them. `year` is that of the plan, where it is about a
/// single one: deadlines that name none are of that year.
pub(crate) fn find(
    passages: &[Passage<'_>],
    parts: &[Part],
    grids: &Grids,
    year: Option<i16>,
) -> Found {
    let tables = grids.tables.iter();
    let tables: Vec<Sheet<'_, '_>> = tables
        .filter_map(|grid| Sheet::of(passages, grid))
        .collect();
    let in_tables = tables.iter().flat_map(Sheet::passages).collect();
    let pieces = piece::cut(passages, parts, &in_tables);
    let mut finder = Finder {
        passages,
        parts,
        found: Found::default(),
        series: siblings::Series::default(),
    };
    for group in piece::groups(passages, parts, &pieces, year) {
        finder.group(&group);
    }
    for table in tables {
        finder.table(&table, year);
    }
    if let Some(passage) = grids.cut {
        finder.problem(ProblemKind::TooMany, passage, 0..0);
    }
    finder.finish(year)
}

/// Finds the measures of a table in a file beside a plan; `heading` is what stands above it. None where its head is that of
/// no such table.
pub(crate) fn find_in_file(
    passages: &[Passage<'_>],
    grids: &Grids,
    heading: &str,
    year: Option<i16>,
) -> Option<Found> {
    let table = grids.tables.first()?;
    let (measures, problems) = Sheet::of(passages, table)?.read(heading, year);
    let mut found = Found {
        measures,
        problems,
        default: None,
    };
    found.cut();
    let too_many = |passage| Problem::new(ProblemKind::TooMany, passage, 0..0);
    found.problems.extend(grids.cut.map(too_many));
    cut(&mut found.problems);
    Some(found)
}

/// Leaves as many problems as are told; that there are more measures than are kept is one of them.
fn cut(problems: &mut Vec<Problem>) {
    let mut left = MAX_PROBLEMS;
    problems.retain(|problem| {
        let is_told = problem.kind == ProblemKind::TooMany || left > 0;
        left = left.saturating_sub(1);
        is_told
    });
}

impl Found {
    /// Takes in the deadline that a plan states for all measures that state none, be they in its text or beside it.
    pub(crate) fn look_for_default(&mut self, passages: &[Passage<'_>], year: Option<i16>) {
        match fallback::find(passages, year) {
            fallback::Search::None => {}
            fallback::Search::One(default) => self.apply(default),
            fallback::Search::Two(quote) => {
                let problem = Problem::new(ProblemKind::TwoDefaults, quote.passage, quote.bytes);
                self.problems.push(problem);
            }
        }
    }

    /// Gives the deadline of all to those that state none.
    fn apply(&mut self, default: DefaultDeadline) {
        let unread = self.problems.iter_mut();
        let unread = unread.filter_map(|problem| problem.measure.as_mut());
        for measure in self.measures.iter_mut().chain(unread) {
            measure.take_default(&default);
        }
        self.default = Some(default);
    }

    /// Adds what was found in a file, whose table is at `anchor` of the page.
    pub(crate) fn add_file(&mut self, file: usize, anchor: &str, found: Found) {
        let Found {
            mut measures,
            mut problems,
            ..
        } = found;
        for problem in &mut problems {
            problem.file = file;
        }
        let unread = problems.iter_mut();
        let unread = unread.filter_map(|problem| problem.measure.as_mut());
        for measure in measures.iter_mut().chain(unread) {
            measure.place.file = file;
            measure.anchor = anchor.to_owned();
            for quote in &mut measure.evidence {
                quote.anchor = anchor.to_owned();
            }
            if let Some(default) = &self.default {
                measure.take_default(default);
            }
        }
        self.measures.extend(measures);
        self.problems.extend(problems);
    }

    /// Leaves out the measures beyond the limit.
    fn cut(&mut self) {
        if let Some(first) = self.measures.get(MAX_MEASURES) {
            let passage = first.place.passage;
            let too_many = Problem::new(ProblemKind::TooMany, passage, 0..0);
            self.problems.push(too_many);
            self.measures.truncate(MAX_MEASURES);
        }
    }
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

    /// The measures of a table.
    fn table(&mut self, table: &Sheet<'_, '_>, year: Option<i16>) {
        let first = table.passages().min().and_then(|at| self.passages.get(at));
        let part = first.and_then(|passage| self.parts.get(passage.part?));
        let heading = part.map_or("", |part| part.title.as_str());
        let (measures, problems) = table.read(heading, year);
        self.found.measures.extend(measures);
        self.found.problems.extend(problems);
    }

    /// Adds the measure that some entries of a group make; false where they say nothing but who.
    fn measure(&mut self, group: &Group<'_>, entries: &[Entry<'_>], is_whole: bool) -> bool {
        let clauses: Vec<&Placed<'_>> = entries.iter().flat_map(|e| &e.clauses).collect();
        let measure = self.stub(group, entries, &clauses, is_whole);
        if measure.text.is_empty() || self.found.measures.len() > MAX_MEASURES {
            return false;
        }
        let (measure, problems) = self.complete(measure, &clauses);
        self.found.measures.push(measure);
        self.found.problems.extend(problems);
        true
    }

    /// A measure with what its clauses say, and what is wrong with them.
    fn complete(&self, mut measure: Measure, clauses: &[&Placed<'_>]) -> (Measure, Vec<Problem>) {
        if let Some((piece, at, _)) = clauses.first() {
            measure.place.passage = piece.passage;
            measure.place.start = at.start;
        }
        let clauses = clauses
            .iter()
            .map(|(piece, at, clause)| (piece.passage, at, clause));
        complete(self.passages, measure, clauses)
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

    fn problem(&mut self, kind: ProblemKind, passage: usize, bytes: Range<usize>) {
        self.found.problems.push(Problem::new(kind, passage, bytes));
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
        measure.place.passage = passage;
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
            let kind = match without.is_doubtful {
                true => ProblemKind::UnreadClause,
                false => ProblemKind::NoBodies,
            };
            self.found.problems.push(Problem {
                measure: Some(without.measure),
                ..Problem::new(kind, without.passage, without.bytes)
            });
        }
        // Those that others of their series bore out came last, and before them those of tables.
        self.found.measures.sort_by(|a, b| a.place.cmp(&b.place));
        self.found.cut();
        if !self.found.measures.is_empty() {
            self.found.look_for_default(self.passages, year);
        }
        let problems = &mut self.found.problems;
        problems.sort_by_key(|problem| (problem.passage, problem.bytes.start, problem.kind));
        cut(problems);
        self.found
    }
}

#[cfg(test)]
mod tests;
