//! The rows of a table of measures.
//!
//! In: a table whose head is known. Out: measures and problems, row by row. A row whose words are those of the row above
//! (merged), or that has none, goes on with its measure; one that says neither who nor until when is a heading within the
//! table, unless its number is one of the series of measures.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::character::is_blank;
use crate::report::findings::figure;
use crate::report::findings::measure::bodies::{self, ends_as_body};
use crate::report::findings::measure::canonical::Canonical;
use crate::report::findings::measure::clause::{Clause, read_cell};
use crate::report::findings::measure::table::Sheet;
use crate::report::findings::measure::table::head::Column;
use crate::report::findings::measure::{Measure, Position, Problem, ProblemKind, complete};

/// Characters of a heading, at most: a longer one is cut.
const HEADING_MAX: usize = 80;
/// What stands for the words of the cell above.
const DITTO: [&str; 6] = ["同上", "同前", "同左", "〃", "″", "\""];

/// The rows as they are read.
pub(super) struct Rows<'r, 's, 'd> {
    sheet: &'r Sheet<'s, 'd>,
    year: Option<i16>,
    /// The columns of numbers and of words.
    number: Option<usize>,
    words: usize,
    /// The columns of what the words stand under.
    above: Vec<usize>,
    /// What stands above the row: over the table, or in a row of its own.
    heading: String,
    /// What the columns of `above` said last.
    sections: Vec<(usize, String)>,
    open: Option<Open>,
    measures: Vec<Measure>,
    problems: Vec<Problem>,
}

/// A measure to which rows may still add.
struct Open {
    measure: Measure,
    /// The cell of its words, and that of its number.
    cells: (usize, Option<usize>),
    /// The cells that were read of it, and what they say.
    read: Vec<usize>,
    clauses: Vec<(usize, Range<usize>, Clause)>,
    /// Whether a cell says who.
    is_assigned: bool,
    /// Where its words stand.
    place: (usize, Range<usize>),
}

impl<'r, 's, 'd> Rows<'r, 's, 'd> {
    /// `heading` is what stands above the table, `year` that of the plan.
    pub(super) fn new(sheet: &'r Sheet<'s, 'd>, heading: &str, year: Option<i16>) -> Self {
        let at = |wanted: Column| sheet.columns_of(move |c| *c == wanted).map(|(at, _)| at);
        // 任务 stands left of the 措施 that it comes to.
        let words = at(Column::Measure).next_back().unwrap_or(0);
        let above = sheet.columns_of(|c| matches!(c, Column::Section | Column::Measure));
        Rows {
            sheet,
            year,
            number: at(Column::Number).next_back(),
            words,
            above: above.map(|(at, _)| at).filter(|at| *at != words).collect(),
            heading: heading.to_owned(),
            sections: Vec::new(),
            open: None,
            measures: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Takes in the next row.
    pub(super) fn add(&mut self, row: usize) {
        let sheet = self.sheet;
        let mut filled: Vec<usize> = sheet.filled(row).collect();
        filled.dedup();
        if filled.is_empty() || self.is_head(row) {
            return;
        }
        if let [only] = filled.as_slice()
            && self.is_heading(*only)
        {
            // Unless it only goes on from above.
            if self.open.as_ref().is_none_or(|open| open.cells.0 != *only) {
                self.head(&sheet.words_of(*only));
            }
            return;
        }
        let number = self.number.and_then(|at| sheet.filled_at(row, at));
        let text = sheet.filled_at(row, self.words);
        let number = number.filter(|at| Some(*at) != text);
        // What counts the others is no measure.
        let is_total = |at: usize| figure::is_total(&sheet.words_of(at));
        if filled.first().copied().is_some_and(is_total) || text.is_some_and(is_total) {
            return self.close();
        }
        let saying = sheet.columns_of(|c| matches!(c, Column::Bodies(..) | Column::Deadline));
        // What goes on from a column of bodies may hold something else.
        let is_said = |at: usize, cell: usize| !sheet.going_on.contains(&at) || names(sheet, cell);
        let saying = saying.filter_map(|(at, column)| {
            let cell = sheet.filled_at(row, at)?;
            is_said(at, cell).then_some((cell, column))
        });
        let saying: Vec<(usize, Column)> = saying.filter(|(at, _)| Some(*at) != text).collect();
        if self.goes_on(number, text) {
            self.look_aside(row);
            return self.say(&saying);
        }
        self.close();
        // 任务 alone, where its 措施 is left blank.
        let Some(text) = text.or_else(|| self.own_above(row)) else {
            // Who and until when, and not what.
            let first = saying.first().and_then(|(at, _)| sheet.place(*at));
            let unread = first.map(|at| problem(ProblemKind::UnreadMember, at));
            self.problems.extend(unread);
            return;
        };
        let written = number.map_or(String::new(), |at| sheet.words_of(at));
        if saying.is_empty() && !written.chars().any(|c| c.is_ascii_digit()) {
            return self.head(&format!("{written} {}", sheet.words_of(text)));
        }
        for at in self.above.clone() {
            if let Some(cell) = sheet.filled_at(row, at).filter(|cell| *cell != text) {
                // What stands right of it is of what stood there before.
                self.sections.retain(|(other, _)| *other < at);
                self.sections.push((at, heading(&sheet.words_of(cell))));
            }
        }
        let Some(place) = sheet.place(text) else {
            return;
        };
        let section = self.sections.last().map(|(_, said)| said.clone());
        let anchor = sheet
            .passages
            .get(place.0)
            .map_or("", |passage| passage.anchor);
        self.open = Some(Open {
            measure: Measure {
                number: written,
                anchor: anchor.to_owned(),
                heading: section.unwrap_or_else(|| self.heading.clone()),
                text: sheet.words_of(text),
                place: Position {
                    passage: place.0,
                    ..Position::default()
                },
                ..Measure::default()
            },
            cells: (text, number),
            read: Vec::new(),
            clauses: Vec::new(),
            is_assigned: false,
            place,
        });
        self.look_aside(row);
        self.say(&saying);
    }

    /// Tells of names of bodies above which nothing stands: nobody can say what they have to do.
    fn look_aside(&mut self, row: usize) {
        for column in &self.sheet.unlabelled {
            let Some(at) = self.sheet.filled_at(row, *column) else {
                continue;
            };
            let Some(open) = self.open.as_mut().filter(|open| !open.read.contains(&at)) else {
                continue;
            };
            open.read.push(at);
            if let Some(place) = self.sheet.place(at).filter(|_| names(self.sheet, at)) {
                self.problems
                    .push(problem(ProblemKind::UnreadMember, place));
            }
        }
    }

    /// Ends with all measures and problems.
    pub(super) fn finish(mut self) -> (Vec<Measure>, Vec<Problem>) {
        self.close();
        (self.measures, self.problems)
    }

    /// Begins what stands under a heading.
    fn head(&mut self, words: &str) {
        self.close();
        self.heading = heading(words);
        self.sections.clear();
    }

    /// Whether a row says no more than the head, which is repeated on each sheet of paper.
    fn is_head(&self, row: usize) -> bool {
        let sheet = self.sheet;
        let words = |row: usize, at: usize| {
            let cell = sheet.filled_at(row, at);
            cell.map(|cell| sheet.words_of(cell))
        };
        let mut rows = sheet.head.clone();
        rows.any(|head| {
            let mut columns = sheet.columns_of(|_| true);
            columns.all(|(at, _)| words(row, at) == words(head, at))
        })
    }

    /// Whether a cell that stands alone in its row is a heading: over several columns, or where words and numbers stand.
    fn is_heading(&self, cell: usize) -> bool {
        let cell = self.sheet.grid.cells.get(cell);
        cell.is_some_and(|cell| {
            let mut columns = self.above.iter().chain([&self.words]).chain(&self.number);
            cell.columns.len() > 1 || columns.any(|at| cell.columns.contains(at))
        })
    }

    /// Whether a row with these cells of number and words goes on with the measure above.
    fn goes_on(&self, number: Option<usize>, text: Option<usize>) -> bool {
        let is_same = |of: Option<usize>, other: Option<usize>| of.is_none() || of == other;
        let open = self.open.as_ref();
        open.is_some_and(|open| is_same(text, Some(open.cells.0)) && is_same(number, open.cells.1))
    }

    /// The cell nearest to the words that is no heading of other rows, and says what is to be done.
    fn own_above(&self, row: usize) -> Option<usize> {
        let sheet = self.sheet;
        self.above.iter().rev().find_map(|at| {
            let (_, cell) = sheet.grid.at(row, *at)?;
            let is_own = cell.rows.start == row;
            let is_measure = *sheet.columns.get(*at)? == Some(Column::Measure);
            (is_own && is_measure).then(|| sheet.filled_at(row, *at))?
        })
    }

    /// Takes in what cells say of the open measure.
    fn say(&mut self, saying: &[(usize, Column)]) {
        let Some(open) = &mut self.open else { return };
        for (at, column) in saying {
            let cell = self.sheet.grid.cells.get(*at);
            let Some(cell) = cell.filter(|_| !open.read.contains(at)) else {
                continue;
            };
            open.read.push(*at);
            let (role, mut leads_first) = match column {
                Column::Bodies(role, leads_first) => (Some(*role), *leads_first),
                _ => (None, false),
            };
            for at in &cell.passages {
                let text = self
                    .sheet
                    .passages
                    .get(*at)
                    .map_or("", |passage| passage.text);
                for bytes in items(text, cell.breaks_in(*at), role.is_some()) {
                    open.is_assigned |= role.is_some();
                    let is_said = !text.get(bytes.clone()).is_some_and(is_ditto);
                    let clause = read_cell(text, bytes.clone(), role, self.year);
                    let Some(mut clause) = clause.filter(|_| is_said) else {
                        let unread = problem(ProblemKind::UnreadMember, (*at, bytes));
                        self.problems.push(unread);
                        continue;
                    };
                    if leads_first && clause.lead_first() {
                        leads_first = false;
                    }
                    open.clauses.push((*at, bytes, clause));
                }
            }
        }
    }

    /// Ends the open measure.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let clauses = open
            .clauses
            .iter()
            .map(|(at, bytes, clause)| (*at, bytes, clause));
        let (measure, problems) = complete(self.sheet.passages, open.measure, clauses);
        self.problems.extend(problems);
        let mut bodies = self.sheet.columns_of(|c| matches!(c, Column::Bodies(..)));
        if open.is_assigned || bodies.next().is_none() {
            self.measures.push(measure);
            return;
        }
        let until = measure.evidence.first();
        let until = until.map(|quote| (quote.passage, quote.bytes.clone()));
        self.problems.push(match until {
            Some(until) => {
                self.measures.push(measure);
                problem(ProblemKind::NoBodies, until)
            }
            // It says neither who nor until when: an editor decides whether it is one.
            None => Problem {
                measure: Some(measure),
                ..problem(ProblemKind::NoBodies, open.place)
            },
        });
    }
}

/// Whether a cell holds names of bodies and nothing else.
fn names(sheet: &Sheet<'_, '_>, cell: usize) -> bool {
    let Some((passage, bytes)) = sheet.place(cell) else {
        return false;
    };
    let text = sheet.passages.get(passage).map_or("", |it| it.text);
    let canonical = Canonical::of(text, bytes);
    let names = bodies::split(&canonical, 0..canonical.characters().len());
    names.is_some_and(|names| bodies::are_usual(&canonical, &names))
}

/// What stands for the cell above, which is not looked up.
fn is_ditto(words: &str) -> bool {
    DITTO.contains(&words.trim())
}

fn problem(kind: ProblemKind, (passage, bytes): (usize, Range<usize>)) -> Problem {
    Problem::new(kind, passage, bytes)
}

/// Words of a cell as a heading.
fn heading(words: &str) -> String {
    let words = words.trim().replace('\n', " ");
    match words.char_indices().nth(HEADING_MAX) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words,
    }
}

/// What of a cell is read together: all of it, unless blanks or line breaks stand between names of bodies; nothing of 无
/// and dashes.
fn items(text: &str, breaks: impl Iterator<Item = usize>, is_of_bodies: bool) -> Vec<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let words = text.trim();
    if words.is_empty() || matches!(words, "无" | "無" | "—" | "——" | "-" | "/" | "／" | "\\")
    {
        return Vec::new();
    }
    let end = start + words.len();
    let blanks = words.char_indices().filter(|(_, c)| is_blank(*c));
    let blanks = blanks.map(|(at, _)| start + at);
    let borders: BTreeSet<usize> = blanks.chain(breaks).chain([start, end]).collect();
    let borders: Vec<usize> = borders.into_iter().collect();
    let names = borders.windows(2).filter_map(|pair| {
        let [from, to] = *pair else { return None };
        let name = text.get(from..to)?.trim_start();
        (!name.is_empty()).then_some(to - name.len()..to)
    });
    let names: Vec<Range<usize>> = names.collect();
    let is_name = |name: &Range<usize>| {
        let canonical = Canonical::of(text, name.clone());
        let characters = canonical.characters();
        characters.len() > 1 && ends_as_body(characters)
    };
    match is_of_bodies && names.len() > 1 && names.iter().all(is_name) {
        true => names,
        false => std::iter::once(start..end).collect(),
    }
}
