//! Reports inverted: rows of units in, sorted runs of lists out.
//!
//! Units become small numbers that order like their bytes, a gram's first units become one number of 64
//! bits, and the grams are sorted by that: no table of terms is kept and no gram is copied before it is
//! written. Which grams there are is decided by [`gram`](crate::search::text::gram). Occurrences are sorted and
//! written in windows of about [`WINDOW`], and rows are looked at in parts of [`PART`] units, so that no paragraph,
//! however long, makes this take more memory than a batch of short ones does.

use crate::index::names::{Names, Order};
use crate::index::prepare::{CITES_ROW, NUMBER_ROW, rows};
use crate::index::report_lists::ReportLists;
use crate::index::sorted_run::{SortedRun, SortedRunWriter};
use crate::search::format::position::step;
use crate::search::text::gram::{
    Code, Lexicon, MAX_FREQUENT, SEPARATED, positioned_grams, term_units,
};

/// Occurrences of grams that are sorted together, about: each takes some 40 bytes meanwhile, in every thread.
const WINDOW: usize = 1 << 19;

/// Units of a row that are looked at together, about.
const PART: usize = 1 << 16;

/// How many units around a unit decide which grams begin or end with it.
const MARGIN: usize = MAX_FREQUENT + 1;

/// The sorted runs of a batch.
#[derive(Debug, Default)]
pub(super) struct Inverted {
    /// Lists of reports, in one run.
    pub(super) reports: Vec<SortedRun>,
    /// Lists of positions in texts, in numbers and in what is cited: one run after the other, each of later positions.
    pub(super) positions: Vec<SortedRun>,
    pub(super) numbers: Vec<SortedRun>,
    pub(super) cites: Vec<SortedRun>,
}

/// Inverts a batch, report by report.
pub(super) struct Inverter<'l> {
    lexicon: &'l Lexicon,
    no_lexicon: Lexicon,
    names: Names<'l>,
    units: Units,
    reports: ReportLists,
    grams: Vec<Occurrence>,
    numbers: Vec<Occurrence>,
    cites: Vec<Occurrence>,
    inverted: Inverted,
    ends: Vec<usize>,
    /// [`WINDOW`] and [`PART`]; tests take less.
    window: usize,
    part: usize,
}

/// A gram: its first unit in the window, and how many units it has.
type Occurrence = (u32, u8);

impl<'l> Inverter<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Inverter {
            lexicon,
            no_lexicon: Lexicon::default(),
            names: Names::new(lexicon),
            units: Units::default(),
            reports: ReportLists::new(lexicon),
            grams: Vec::new(),
            numbers: Vec::new(),
            cites: Vec::new(),
            inverted: Inverted::default(),
            ends: Vec::new(),
            window: WINDOW,
            part: PART,
        }
    }

    /// Adds the rows of a report, whose positions begin at `first_position`.
    pub(super) fn add(&mut self, report: u32, first_position: u32, bytes: &[u8]) {
        self.reports.begin();
        for row in rows(bytes) {
            let mut position = first_position + row.position;
            // Where the part at hand begins in the window, and its first unit that has not been seen.
            let (mut base, mut seen) = (self.units.len(), 0);
            for (at, unit) in term_units(row.text).enumerate() {
                if at > 0 {
                    position += step(unit.separated);
                }
                let first = self.names.number(unit.text, unit.single, false);
                let following = match unit.separated {
                    true => self.names.number(unit.text, unit.single, true),
                    false => first,
                };
                let separated = if unit.separated { SEPARATED } else { 0 };
                let code = self.names.code(first) | separated;
                self.units.push(first, following, position, code);
                let length = self.units.len() - base;
                if length >= self.part + 2 * MARGIN {
                    let past = length - MARGIN;
                    self.part(report, first_position, row.kind, base, seen..past);
                    seen = MARGIN;
                    base = self.next_part(base);
                }
            }
            let length = self.units.len() - base;
            self.part(report, first_position, row.kind, base, seen..length);
            if self.is_full() {
                self.flush();
            }
        }
    }

    /// Begins another part of a row with the last units of the one that began at `base`; where it begins.
    fn next_part(&mut self, base: usize) -> usize {
        let from = self.units.len().saturating_sub(2 * MARGIN).max(base);
        let again = self.units.from(from);
        if self.is_full() {
            self.flush();
        }
        let base = self.units.len();
        self.units.extend(again);
        base
    }

    fn is_full(&self) -> bool {
        self.grams.len() + self.numbers.len() + self.cites.len() >= self.window
    }

    /// Notes the units `own` of the part of a row that begins at `base`, and the grams that begin with them or, where
    /// they are shortest to their last unit alone, end with them.
    fn part(
        &mut self,
        report: u32,
        first_position: u32,
        kind: u8,
        base: usize,
        own: std::ops::Range<usize>,
    ) {
        let codes = self.units.codes.get(base..).unwrap_or_default();
        let positions = self.units.positions.get(base..).unwrap_or_default();
        let first = self.units.first.get(base..).unwrap_or_default();
        let position = |at: usize| positions.get(at).map_or(0, |at| at - first_position);
        let ends = &mut self.ends;
        let reports = &mut self.reports;
        let occurrence = |start: usize, end: usize| {
            let at = u32::try_from(base + start).unwrap_or(u32::MAX);
            (at, u8::try_from(end - start).unwrap_or(u8::MAX))
        };
        let beside_text = match kind {
            NUMBER_ROW => Some(&mut self.numbers),
            CITES_ROW => Some(&mut self.cites),
            _ => None,
        };
        let is_text = beside_text.is_none();
        let grams = match beside_text {
            Some(grams) => {
                self.no_lexicon.ends(codes, ends, |_, _| {});
                grams.extend(own.clone().map(|start| occurrence(start, start + 1)));
                grams
            }
            None => {
                // The grams that begin with a unit come shortest first. They are counted as they come: a row may be
                // as long as a report, and each of its units begin as many as the lexicon has units in a gram.
                let (mut last, mut end) = (usize::MAX, 0);
                self.lexicon.ends(codes, ends, |start, gram| {
                    end = if start == last { end + 1 } else { start + 1 };
                    last = start;
                    if own.contains(&start) {
                        reports.gram(report, gram, (position(start), position(end) + 1));
                    }
                });
                &mut self.grams
            }
        };
        let ends = &*ends;
        positioned_grams(ends, |start, end| {
            let is_shortest_from_first = ends.get(start).is_some_and(|of| of + 1 == end);
            let of = if is_shortest_from_first {
                start
            } else {
                end - 1
            };
            if own.contains(&of) {
                grams.push(occurrence(start, end));
            }
        });
        if is_text {
            for at in own {
                let number = first.get(at).copied().unwrap_or(0);
                let start = position(at);
                self.reports.unit(report, number, (start, start + 1));
            }
        }
    }

    /// Writes the occurrences so far, and forgets them.
    fn flush(&mut self) {
        let order = self.names.order();
        let window = Window {
            names: &self.names,
            order: &order,
            first: ranks(&order, &self.units.first),
            following: ranks(&order, &self.units.following),
            units: &self.units,
        };
        let Inverted {
            positions,
            numbers,
            cites,
            ..
        } = &mut self.inverted;
        let all = [
            (&mut self.grams, positions),
            (&mut self.numbers, numbers),
            (&mut self.cites, cites),
        ];
        for (occurrences, runs) in all {
            if !occurrences.is_empty() {
                runs.push(window.write(occurrences));
                occurrences.clear();
            }
        }
        self.units.clear();
    }

    /// The sorted runs of all reports.
    pub(super) fn finish(mut self) -> Inverted {
        self.flush();
        let run = self.reports.write(&self.names, self.lexicon);
        self.inverted.reports.push(run);
        self.inverted
    }
}

/// The units of a window, one after the other.
#[derive(Default)]
struct Units {
    /// The numbers of each unit, as a first one and as a following one.
    first: Vec<u32>,
    following: Vec<u32>,
    positions: Vec<u32>,
    codes: Vec<Code>,
}

impl Units {
    fn len(&self) -> usize {
        self.first.len()
    }

    fn push(&mut self, first: u32, following: u32, position: u32, code: Code) {
        self.first.push(first);
        self.following.push(following);
        self.positions.push(position);
        self.codes.push(code);
    }

    fn clear(&mut self) {
        self.first.clear();
        self.following.clear();
        self.positions.clear();
        self.codes.clear();
    }

    /// A copy of the units from `at` on.
    fn from(&self, at: usize) -> Units {
        let copy = |of: &[u32]| of.get(at..).unwrap_or_default().to_vec();
        Units {
            first: copy(&self.first),
            following: copy(&self.following),
            positions: copy(&self.positions),
            codes: copy(&self.codes),
        }
    }

    fn extend(&mut self, units: Units) {
        self.first.extend(units.first);
        self.following.extend(units.following);
        self.positions.extend(units.positions);
        self.codes.extend(units.codes);
    }
}

fn ranks(order: &Order, numbers: &[u32]) -> Vec<u32> {
    numbers.iter().map(|number| order.rank(*number)).collect()
}

/// A gram at a position.
#[derive(Clone, Copy, Debug, Default)]
struct Gram {
    key: u64,
    /// Its first unit.
    at: u32,
    /// How many units it has.
    length: u32,
}

/// The units of a window by their order.
struct Window<'w> {
    names: &'w Names<'w>,
    order: &'w Order,
    first: Vec<u32>,
    following: Vec<u32>,
    units: &'w Units,
}

impl Window<'_> {
    fn first_of(&self, at: u32) -> u32 {
        self.first.get(at as usize).copied().unwrap_or(0)
    }

    /// How many units of a gram its key holds.
    fn width(&self) -> usize {
        (u64::BITS / self.order.bits()) as usize
    }

    /// The first units of a gram as one number that orders like their bytes.
    fn key(&self, at: usize, length: usize, width: usize) -> u64 {
        let mut key = u64::from(self.first.get(at).copied().unwrap_or(0));
        let held = length.min(width);
        let rest = self.following.get(at + 1..at + held).unwrap_or_default();
        for next in rest {
            key = key << self.order.bits() | u64::from(*next);
        }
        let free = u32::try_from(width - held).unwrap_or(0);
        key.checked_shl(free * self.order.bits()).unwrap_or(0)
    }

    /// The units of a gram past those that the key holds.
    fn rest(&self, gram: &Gram, width: usize) -> &[u32] {
        let (at, length) = (gram.at as usize, gram.length as usize);
        let rest = self.following.get(at + width.min(length)..at + length);
        rest.unwrap_or_default()
    }

    /// Sorts the grams and writes their positions.
    fn write(&self, occurrences: &[Occurrence]) -> SortedRun {
        let width = self.width();
        let mut grams = self.by_first_unit(occurrences, width);
        let longest = u32::try_from(width).unwrap_or(u32::MAX);
        for same_first in grams.chunk_by_mut(|a, b| self.first_of(a.at) == self.first_of(b.at)) {
            same_first.sort_unstable_by_key(|gram| (gram.key, gram.at));
            for same_key in same_first.chunk_by_mut(|a, b| a.key == b.key) {
                if same_key.iter().any(|gram| gram.length > longest) {
                    same_key.sort_unstable_by(|a, b| {
                        (self.rest(a, width), a.at).cmp(&(self.rest(b, width), b.at))
                    });
                }
            }
        }
        let mut sorted_run = SortedRunWriter::default();
        let mut term = Vec::new();
        let is_same = |a: &Gram, b: &Gram| {
            a.key == b.key
                && a.length == b.length
                && (a.length <= longest || self.rest(a, width) == self.rest(b, width))
        };
        for same in grams.chunk_by(is_same) {
            for gram in same {
                let position = self.units.positions.get(gram.at as usize);
                sorted_run.position(position.copied().unwrap_or(0));
            }
            if let Some(gram) = same.first() {
                term.clear();
                let (at, length) = (gram.at as usize, gram.length as usize);
                let first = self.units.first.get(at..at + 1).unwrap_or_default();
                let rest = self.units.following.get(at + 1..at + length);
                for number in first.iter().chain(rest.unwrap_or_default()) {
                    term.extend_from_slice(self.names.spelling(*number));
                }
                sorted_run.end(&term);
            }
        }
        sorted_run.finish()
    }

    /// The grams of these occurrences, those with the same first unit together, in the order of that unit: one
    /// pass that leaves little to sort.
    fn by_first_unit(&self, occurrences: &[Occurrence], width: usize) -> Vec<Gram> {
        let first = |at: u32| self.first_of(at) as usize;
        let mut next = vec![0usize; self.order.len()];
        for (at, _) in occurrences {
            if let Some(count) = next.get_mut(first(*at)) {
                *count += 1;
            }
        }
        let mut start = 0;
        for slot in &mut next {
            start += std::mem::replace(slot, start);
        }
        let mut grams = vec![Gram::default(); occurrences.len()];
        for (at, length) in occurrences {
            if let Some(place) = next.get_mut(first(*at)) {
                if let Some(slot) = grams.get_mut(*place) {
                    *slot = Gram {
                        key: self.key(*at as usize, (*length).into(), width),
                        at: *at,
                        length: (*length).into(),
                    };
                }
                *place += 1;
            }
        }
        grams
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::sorted_run::{read_postings, read_run};
    use crate::index::{Block, Entry, prepare::Prepared};
    use crate::search::format::list::Kept;

    /// A term and its postings, each with what is kept of it.
    type List = (String, Vec<(u32, Option<Kept>)>);

    /// All lists of some runs, in the order of the runs.
    fn lists(runs: &[SortedRun], has_kept: bool) -> Vec<List> {
        let mut lists: std::collections::BTreeMap<String, Vec<_>> = Default::default();
        for run in runs {
            let makes_sense = read_run(&run.bytes, |term, range| {
                let list = lists.entry(String::from_utf8_lossy(term).into_owned());
                let list = list.or_default();
                let postings = &run.bytes[range];
                read_postings(postings, has_kept, |number, kept| list.push((number, kept)));
                true
            });
            assert!(makes_sense);
        }
        lists.into_iter().collect()
    }

    #[test]
    fn windows_and_parts_of_rows_do_not_show() {
        let words = ["行政", "府办", "，2016年", "aa bb", "行行行行", "。"];
        let text: String = (0..3_000usize)
            .map(|at| words[(at * at + at / 7) % words.len()])
            .collect();
        let entry = Entry {
            title: "行政府办".to_owned(),
            numbers: vec![format!("行{}号", "1，".repeat(90))],
            cites: vec![format!("行政{}法", "府办".repeat(90))],
            blocks: vec![Block {
                text,
                ..Block::default()
            }],
            ..Entry::default()
        };
        let rows = Prepared::new(entry).expect("ready").rows;
        let long = "行".repeat(MAX_FREQUENT);
        let grams: Vec<&str> = (2..=MAX_FREQUENT)
            .map(|length| &long[..3 * length])
            .collect();
        let mut terms = ["政府", "行政", "行政府", "2016\u{1}年"].to_vec();
        terms.extend(grams);
        terms.sort_unstable();
        let lexicon = Lexicon::new(terms.into_iter());
        let inverted = |window: usize, part: usize| {
            let mut inverter = Inverter::new(&lexicon);
            (inverter.window, inverter.part) = (window, part);
            inverter.add(0, 0, &rows);
            inverter.add(1, 100_000, &rows);
            let made = inverter.finish();
            let all = [
                lists(&made.reports, true),
                lists(&made.positions, false),
                lists(&made.numbers, false),
                lists(&made.cites, false),
            ];
            (made.positions.len(), all)
        };
        let (runs, whole) = inverted(WINDOW, PART);
        assert_eq!(runs, 1);
        for (window, part) in [(500, 1), (100, 64), (1, 50), (2_000, 1_000)] {
            let (runs, parted) = inverted(window, part);
            assert!(runs > 3, "{runs}");
            for (whole, parted) in whole.iter().zip(&parted) {
                assert_eq!(whole.len(), parted.len(), "{window} {part}");
                for (whole, parted) in whole.iter().zip(parted) {
                    assert_eq!(whole, parted, "{window} {part}");
                }
            }
        }
    }
}
