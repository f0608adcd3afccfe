//! One batch of reports inverted: rows of units in, sorted runs of lists out.
//!
//! Units become small numbers that order like their bytes, a gram's first units become one number of 64
//! bits, and the grams are sorted by that: no table of terms is kept and no gram is copied before it is
//! written. Which grams there are is decided by [`gram`](crate::search::text::gram).

use std::collections::HashMap;

use crate::index::prepare::{NUMBER_ROW, rows};
use crate::index::sorted_run::SortedRunWriter;
use crate::search::format::position::{TITLE, Zone, encode_kept, step, text_block};
use crate::search::text::gram::{Code, Lexicon, SEPARATED, positioned_grams, term_units};

/// Reports that are inverted together: the number of the first, where the positions of each begin, and the
/// rows of each.
pub(super) struct Batch {
    pub(super) first: u32,
    pub(super) first_positions: Vec<u32>,
    pub(super) rows: Vec<Vec<u8>>,
}

/// The sorted runs of a batch: lists of reports, of positions, of positions in numbers.
pub(super) struct Inverted {
    pub(super) sorted_runs: [Vec<u8>; 3],
}

/// Inverts a batch.
pub(super) fn invert(lexicon: &Lexicon, batch: &Batch) -> Inverted {
    let no_lexicon = Lexicon::default();
    let mut units = Units::new();
    let mut grams = Grams::default();
    let mut numbers = Grams::default();
    let mut reports = ReportLists::new(lexicon);
    let (mut ends, mut codes) = (Vec::new(), Vec::new());
    let each = batch.first_positions.iter().zip(&batch.rows);
    for (report, (first_position, bytes)) in (batch.first..).zip(each) {
        reports.begin();
        for row in rows(bytes) {
            let base = units.add(lexicon, row.text, first_position + row.position, &mut codes);
            let position = |units: &Units, at: usize| units.position(at) - first_position;
            let end_of = |units: &Units, at: usize| position(units, at) + 1;
            if row.kind == NUMBER_ROW {
                no_lexicon.ends(&codes, &mut ends, |_, _| {});
                positioned_grams(&ends, |start, end| numbers.add(base + start, end - start));
                (0..codes.len()).for_each(|start| numbers.add(base + start, 1));
                continue;
            }
            // The grams that begin with a unit come shortest first. They are counted as they come: a row may be as
            // long as a report, and each of its units begin as many as the lexicon has units in a gram.
            let (mut last, mut end) = (usize::MAX, 0);
            lexicon.ends(&codes, &mut ends, |start, gram| {
                end = if start == last { end + 1 } else { start + 1 };
                last = start;
                let span = (position(&units, base + start), end_of(&units, base + end));
                reports.gram(report, gram, span);
            });
            positioned_grams(&ends, |start, end| grams.add(base + start, end - start));
            for start in 0..codes.len() {
                let at = base + start;
                let number = units.first.get(at).copied().unwrap_or(0);
                let span = (position(&units, at), end_of(&units, at));
                reports.unit(report, number, span);
            }
        }
    }
    let order = units.order();
    Inverted {
        sorted_runs: [
            reports.write(&units, lexicon),
            grams.write(&units, &order),
            numbers.write(&units, &order),
        ],
    }
}

/// All units of a batch, one after the other.
struct Units {
    /// The rows, one after the other.
    text: String,
    /// Where each unit's text begins and where the next unit begins, in `text`.
    start: Vec<u32>,
    end: Vec<u32>,
    /// The numbers of each unit, as a first one and as a following one.
    first: Vec<u32>,
    following: Vec<u32>,
    positions: Vec<u32>,
    /// Of each number, where in `text` it stands as in a term.
    spellings: Vec<(u32, u32)>,
    /// The numbers of common characters, 0 for none: alone, and after a separation.
    common: [Vec<u32>; 2],
    others: HashMap<(String, bool), u32>,
}

/// Characters whose numbers are found without a table of texts.
const COMMON: usize = 0x1_0000;

impl Units {
    fn new() -> Units {
        Units {
            text: String::new(),
            start: Vec::new(),
            end: Vec::new(),
            first: Vec::new(),
            following: Vec::new(),
            positions: Vec::new(),
            // Number 0 is none.
            spellings: vec![(0, 0)],
            common: [vec![0; COMMON], vec![0; COMMON]],
            others: HashMap::new(),
        }
    }

    /// Adds a row; the number of its first unit, and the codes of all in `codes`.
    fn add(&mut self, lexicon: &Lexicon, row: &str, first: u32, codes: &mut Vec<Code>) -> usize {
        codes.clear();
        let first_of_row = self.start.len();
        let base = self.text.len();
        let offset = |at: usize| u32::try_from(base + at).unwrap_or(u32::MAX);
        self.text.push_str(row);
        let mut position = first;
        for (at, unit) in term_units(row).enumerate() {
            if at > 0 {
                position += step(unit.separated);
            }
            let (start, end) = (offset(unit.start), offset(unit.end));
            self.start.push(start);
            self.end.push(end);
            self.positions.push(position);
            let first = self.number(unit.text, unit.single, false, (start, end));
            self.first.push(first);
            let following = match unit.separated {
                true => self.number(unit.text, unit.single, true, (start - 1, end)),
                false => first,
            };
            self.following.push(following);
            let code = lexicon.code(unit.single, unit.text);
            codes.push(code | if unit.separated { SEPARATED } else { 0 });
        }
        first_of_row
    }

    fn number(&mut self, text: &str, single: bool, separated: bool, range: (u32, u32)) -> u32 {
        let next = u32::try_from(self.spellings.len()).unwrap_or(u32::MAX);
        let [plain, after] = &mut self.common;
        let common = if separated { after } else { plain };
        let character = text.chars().next().filter(|_| single);
        let number = match character.and_then(|c| common.get_mut(c as usize)) {
            Some(number) => {
                if *number == 0 {
                    *number = next;
                }
                *number
            }
            None => *self
                .others
                .entry((text.to_owned(), separated))
                .or_insert(next),
        };
        if number == next {
            self.spellings.push(range);
        }
        number
    }

    fn position(&self, at: usize) -> u32 {
        self.positions.get(at).copied().unwrap_or(0)
    }

    /// The bytes of a unit as in a term.
    fn bytes(&self, number: u32) -> &[u8] {
        let (start, end) = self
            .spellings
            .get(number as usize)
            .copied()
            .unwrap_or((0, 0));
        self.slice(start, end)
    }

    fn slice(&self, start: u32, end: u32) -> &[u8] {
        self.text
            .as_bytes()
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The term of a gram.
    fn term(&self, at: usize, length: usize) -> &[u8] {
        let start = self.start.get(at).copied().unwrap_or(0);
        let end = self.end.get(at + length - 1).copied().unwrap_or(0);
        self.slice(start, end)
    }

    /// The numbers of all units replaced by their ranks in the order of their bytes.
    fn order(&self) -> Order {
        let mut sorted: Vec<u32> = (0..).take(self.spellings.len()).collect();
        sorted.sort_unstable_by_key(|number| self.bytes(*number));
        let mut ranks = vec![0u32; sorted.len()];
        for (rank, number) in (0..).zip(sorted) {
            if let Some(slot) = ranks.get_mut(number as usize) {
                *slot = rank;
            }
        }
        let rank = |number: &u32| ranks.get(*number as usize).copied().unwrap_or(0);
        let bits = (ranks.len() as u64 + 1).ilog2() + 1;
        Order {
            first: self.first.iter().map(rank).collect(),
            following: self.following.iter().map(rank).collect(),
            units: ranks.len(),
            bits,
        }
    }
}

/// The units of a batch by their order.
struct Order {
    first: Vec<u32>,
    following: Vec<u32>,
    /// How many different units there are, the empty one included.
    units: usize,
    /// Bits of a unit; no unit has the number 0, which is the rank of the empty one.
    bits: u32,
}

impl Order {
    fn first_of(&self, gram: &Gram) -> u32 {
        self.first.get(gram.at as usize).copied().unwrap_or(0)
    }

    /// How many units of a gram its key holds.
    fn width(&self) -> usize {
        (64 / self.bits.max(1)) as usize
    }

    /// The first units of a gram as one number that orders like their bytes.
    fn key(&self, at: usize, length: usize) -> u64 {
        let mut key = u64::from(self.first.get(at).copied().unwrap_or(0));
        for step in 1..self.width() {
            let next = match step < length {
                true => self.following.get(at + step).copied().unwrap_or(0),
                false => 0,
            };
            key = key << self.bits | u64::from(next);
        }
        key
    }

    /// The units of a gram past those that the key holds.
    fn rest(&self, gram: &Gram) -> &[u32] {
        let at = gram.at as usize;
        let width = self.width().min(gram.length as usize);
        self.following
            .get(at + width..at + gram.length as usize)
            .unwrap_or_default()
    }
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

/// The grams of a batch, each occurrence by itself.
#[derive(Default)]
struct Grams {
    occurrences: Vec<(u32, u8)>,
}

impl Grams {
    fn add(&mut self, at: usize, length: usize) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.occurrences
            .push((at, u8::try_from(length).unwrap_or(u8::MAX)));
    }

    fn write(self, units: &Units, order: &Order) -> Vec<u8> {
        let gram = |(at, length): (u32, u8)| Gram {
            key: order.key(at as usize, length as usize),
            at,
            length: length.into(),
        };
        let mut grams = by_first_unit(self.occurrences, order, gram);
        let width = u32::try_from(order.width()).unwrap_or(u32::MAX);
        for same_first in grams.chunk_by_mut(|a, b| order.first_of(a) == order.first_of(b)) {
            same_first.sort_unstable_by_key(|gram| (gram.key, gram.at));
            for same_key in same_first.chunk_by_mut(|a, b| a.key == b.key) {
                if same_key.iter().any(|gram| gram.length > width) {
                    same_key
                        .sort_unstable_by(|a, b| (order.rest(a), a.at).cmp(&(order.rest(b), b.at)));
                }
            }
        }
        let mut sorted_run = SortedRunWriter::default();
        let is_same = |a: &Gram, b: &Gram| a.key == b.key && order.rest(a) == order.rest(b);
        for same in grams.chunk_by(is_same) {
            for gram in same {
                sorted_run.position(units.position(gram.at as usize));
            }
            if let Some(gram) = same.first() {
                sorted_run.end(units.term(gram.at as usize, gram.length as usize));
            }
        }
        sorted_run.finish()
    }
}

/// The grams of these occurrences, those with the same first unit together, in the order of that unit: one
/// pass that leaves little to sort.
fn by_first_unit(
    occurrences: Vec<(u32, u8)>,
    order: &Order,
    gram: impl Fn((u32, u8)) -> Gram,
) -> Vec<Gram> {
    let first = |at: u32| order.first.get(at as usize).copied().unwrap_or(0) as usize;
    let mut next = vec![0usize; order.units];
    for (at, _) in &occurrences {
        if let Some(count) = next.get_mut(first(*at)) {
            *count += 1;
        }
    }
    let mut start = 0;
    for slot in &mut next {
        start += std::mem::replace(slot, start);
    }
    let mut grams = vec![Gram::default(); occurrences.len()];
    for occurrence in occurrences {
        if let Some(at) = next.get_mut(first(occurrence.0)) {
            if let Some(slot) = grams.get_mut(*at) {
                *slot = gram(occurrence);
            }
            *at += 1;
        }
    }
    grams
}

/// The lists of reports of a batch: of units, and of the grams of the lexicon.
struct ReportLists {
    /// Of each list, its number among `postings` plus one, if its last posting is there.
    grams: Vec<u32>,
    units: Vec<u32>,
    /// The first posting of the report at hand.
    begin: u32,
    postings: Vec<ReportPosting>,
}

/// What a list of reports keeps of a report.
#[derive(Clone, Copy, Debug)]
struct ReportPosting {
    /// A gram of the lexicon, or a unit.
    is_gram: bool,
    number: u32,
    report: u32,
    zone: Zone,
    block: Option<u32>,
    /// How often it stands in the report.
    times: u32,
    /// How often it stands in the two titles, and whether it begins the first.
    in_titles: u32,
    begins_title: bool,
}

impl ReportPosting {
    fn kept(&self) -> u32 {
        // The same as for positions: once in each title, of which nothing is left.
        let whole = self.zone == Zone::TitleEnd && self.begins_title && self.in_titles == 2;
        let zone = if whole { Zone::TitleWhole } else { self.zone };
        // The title stands there twice.
        encode_kept(
            zone,
            self.block.unwrap_or(0),
            self.times - self.in_titles / 2,
        )
    }
}

impl ReportLists {
    fn new(lexicon: &Lexicon) -> ReportLists {
        ReportLists {
            grams: vec![0; lexicon.grams().len()],
            units: Vec::new(),
            begin: 0,
            postings: Vec::new(),
        }
    }

    /// The next report begins.
    fn begin(&mut self) {
        self.begin = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
    }

    fn unit(&mut self, report: u32, number: u32, span: (u32, u32)) {
        if self.units.len() <= number as usize {
            self.units.resize(number as usize + 1, 0);
        }
        self.see(false, report, number, span);
    }

    fn gram(&mut self, report: u32, number: u32, span: (u32, u32)) {
        self.see(true, report, number, span);
    }

    fn see(&mut self, is_gram: bool, report: u32, number: u32, (start, end): (u32, u32)) {
        let lists = if is_gram {
            &mut self.grams
        } else {
            &mut self.units
        };
        let Some(slot) = lists.get_mut(number as usize) else {
            return;
        };
        let zone = Zone::of(start, end);
        let block = text_block(start);
        let held = slot.checked_sub(1).filter(|at| *at >= self.begin);
        match held.and_then(|at| self.postings.get_mut(at as usize)) {
            Some(posting) => {
                posting.zone = posting.zone.max(zone);
                posting.times += 1;
                posting.in_titles += u32::from(zone >= Zone::Title);
                posting.begins_title |= start == TITLE;
                // Rows come in the order of the text, but for headings, and those are in the first block.
                posting.block = posting.block.or(block);
            }
            None => {
                self.postings.push(ReportPosting {
                    is_gram,
                    number,
                    report,
                    zone,
                    block,
                    times: 1,
                    in_titles: u32::from(zone >= Zone::Title),
                    begins_title: start == TITLE,
                });
                *slot = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
            }
        }
    }

    fn write(mut self, units: &Units, lexicon: &Lexicon) -> Vec<u8> {
        let term = |posting: &ReportPosting| match posting.is_gram {
            false => units.bytes(posting.number),
            true => lexicon
                .grams()
                .get(posting.number as usize)
                .map(String::as_bytes)
                .unwrap_or_default(),
        };
        self.postings
            .sort_unstable_by_key(|posting| (posting.is_gram, posting.number, posting.report));
        let same =
            |a: &ReportPosting, b: &ReportPosting| (a.is_gram, a.number) == (b.is_gram, b.number);
        let mut lists: Vec<&[ReportPosting]> = self.postings.chunk_by(same).collect();
        lists.sort_unstable_by_key(|list| list.first().map(term));
        let mut sorted_run = SortedRunWriter::default();
        for list in lists {
            for posting in list {
                sorted_run.report(posting.report, posting.kept());
            }
            sorted_run.end(list.first().map(term).unwrap_or_default());
        }
        sorted_run.finish()
    }
}
