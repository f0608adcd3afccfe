//! Grams: the short runs of units that the index keeps lists of, and how any run is put together of them.
//!
//! In goes a row of units and a [`Lexicon`] of the grams that are frequent, out come the grams that are
//! indexed (for a text) or looked up (for a query). The same code cuts both, so that what is looked up is
//! what was indexed. It reads no file and knows no language.
//!
//! The idea (variable-length, or sparse, grams): a list of positions stays short when a gram that is
//! frequent is never looked up by its positions but made longer until it is rare.
//!
//! - A single unit, and a gram of the lexicon, has a list of the reports that hold it.
//! - From every unit the shortest gram of two or more units that is not in the lexicon has a list of
//!   positions, and so has the shortest such gram to every unit's end.
//!
//! A run that is a single unit or stands in the lexicon is answered by one list of reports. Any other run
//! begins with a rare gram and ends with one, and what lies between is covered by others: it stands where
//! all of them stand at the right distance. Which grams are in the lexicon changes what a query costs,
//! never what it finds exactly.

use std::collections::HashMap;

use crate::search::text::unit::{Class, is_single};

/// The most units of a gram of the lexicon.
pub(crate) const MAX_FREQUENT: usize = 19;

/// Ends a unit of several characters in a term, so that no unit begins another's bytes.
pub(crate) const UNIT_END: char = '\u{1}';

/// Stands in a term before a unit that punctuation separates from the one before it.
pub(crate) const SEPARATION: char = ' ';

/// A unit as a number: a character by its code, a word or figure by its number in the lexicon.
pub(crate) type Code = u32;

/// Added to the code of a unit that is separated from the one before it.
pub(crate) const SEPARATED: Code = 1 << 30;

/// Added to the number of a word or figure.
const WORD: Code = 1 << 29;

/// The code of every word and figure that no gram of the lexicon holds.
const UNKNOWN: Code = WORD | (WORD - 1);

/// Added to the code of a unit that begins a gram, as opposed to the number of a gram.
const FIRST: u32 = 1 << 31;

/// Appends a unit as it stands in terms.
pub(crate) fn push_unit(term: &mut Vec<u8>, class: Class, text: &str, separated: bool) {
    let mut buffer = [0; 4];
    if separated {
        term.extend_from_slice(SEPARATION.encode_utf8(&mut buffer).as_bytes());
    }
    term.extend_from_slice(text.as_bytes());
    if class != Class::Single {
        term.extend_from_slice(UNIT_END.encode_utf8(&mut buffer).as_bytes());
    }
}

/// One unit of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TermUnit<'t> {
    /// Its text.
    pub(crate) text: &'t str,
    /// Whether it is a character that is a unit alone.
    pub(crate) single: bool,
    /// Whether it is separated from the one before it.
    pub(crate) separated: bool,
    /// Where its text begins in the term, in bytes; its separation stands before that.
    pub(crate) start: usize,
    /// Where the next unit begins.
    pub(crate) end: usize,
}

/// The units of a term; the same bytes that [`push_unit`] made.
pub(crate) fn term_units(term: &str) -> impl Iterator<Item = TermUnit<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = term.get(at..)?;
        let separated = rest.starts_with(SEPARATION);
        let start = at + usize::from(separated);
        let rest = term.get(start..)?;
        let first = rest.chars().next()?;
        let (single, length, marks) = match is_single(first) {
            true => (true, first.len_utf8(), 0),
            false => match rest.find(UNIT_END) {
                Some(length) => (false, length, UNIT_END.len_utf8()),
                None => (false, rest.len(), 0),
            },
        };
        at = start + length + marks;
        Some(TermUnit {
            text: rest.get(..length)?,
            single,
            separated,
            start,
            end: at,
        })
    })
}

/// The grams that are frequent in a segment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    words: HashMap<String, u32>,
    grams: Vec<String>,
    edges: Edges,
}

impl Lexicon {
    /// The lexicon of these terms, in their order; one whose beginning is missing is left out.
    pub(crate) fn new<'t>(terms: impl Iterator<Item = &'t str>) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for term in terms {
            let mut units = term_units(term);
            let Some(first) = units.next() else { continue };
            let mut node = FIRST | lexicon.intern(first);
            let mut units = units.peekable();
            while let Some(unit) = units.next() {
                let code = lexicon.intern(unit) | if unit.separated { SEPARATED } else { 0 };
                match lexicon.edges.get(node, code) {
                    Some(next) => node = next,
                    None if units.peek().is_none() => {
                        let number = u32::try_from(lexicon.grams.len()).unwrap_or(u32::MAX);
                        if number < FIRST {
                            lexicon.edges.insert(node, code, number);
                            lexicon.grams.push(term.to_owned());
                        }
                    }
                    None => break,
                }
            }
        }
        lexicon
    }

    /// Its grams as terms, by their numbers.
    pub(crate) fn grams(&self) -> &[String] {
        &self.grams
    }

    fn intern(&mut self, unit: TermUnit<'_>) -> Code {
        match unit.text.chars().next() {
            Some(character) if unit.single => character as Code,
            _ => {
                let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                WORD | *self.words.entry(unit.text.to_owned()).or_insert(next)
            }
        }
    }

    /// The code of a unit.
    pub(crate) fn code(&self, single: bool, text: &str) -> Code {
        match text.chars().next() {
            Some(character) if single => character as Code,
            _ => self.words.get(text).map_or(UNKNOWN, |at| WORD | at),
        }
    }

    /// For each unit of a row, the end of the longest gram of the lexicon that begins with it (of the
    /// unit alone, where none does). `found` is called with the number of every gram on the way.
    ///
    /// The ends never fall, since with a gram all of its parts are in the lexicon.
    pub(crate) fn ends(
        &self,
        codes: &[Code],
        ends: &mut Vec<usize>,
        mut found: impl FnMut(usize, u32),
    ) {
        ends.clear();
        for (start, code) in codes.iter().enumerate() {
            let mut node = FIRST | (code & !SEPARATED);
            let mut end = start + 1;
            for next in codes.iter().skip(end).take(MAX_FREQUENT - 1) {
                match self.edges.get(node, *next) {
                    Some(longer) => node = longer,
                    None => break,
                }
                end += 1;
                found(start, node);
            }
            ends.push(end);
        }
    }

    /// Its bytes: the terms, a line each.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.grams.join("\n").into_bytes()
    }

    /// Reads what [`Lexicon::to_bytes`] wrote; what is no text is no gram.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Lexicon {
        let text = String::from_utf8_lossy(bytes);
        Lexicon::new(text.lines())
    }
}

/// Which gram follows from a gram (or a first unit) and one more unit: a hash table with open addresses,
/// because every unit of an archive is looked up here.
#[derive(Clone, Debug, Default)]
struct Edges {
    /// Key and value; a power of two of them, at least half of them free.
    slots: Vec<Option<(u64, u32)>>,
    used: usize,
}

impl Edges {
    fn key(node: u32, code: Code) -> u64 {
        u64::from(node) << 32 | u64::from(code)
    }

    /// The slots to look at for a key, in order.
    fn probes(&self, key: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len().wrapping_sub(1);
        let start = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize;
        (0..self.slots.len()).map(move |step| start.wrapping_add(step) & mask)
    }

    fn get(&self, node: u32, code: Code) -> Option<u32> {
        let key = Edges::key(node, code);
        for slot_number in self.probes(key) {
            match self.slots.get(slot_number) {
                Some(Some((held, value))) if *held == key => return Some(*value),
                Some(Some(_)) => {}
                _ => return None,
            }
        }
        None
    }

    fn insert(&mut self, node: u32, code: Code, value: u32) {
        if self.used * 2 >= self.slots.len() {
            let more = vec![None; (self.slots.len() * 2).max(16)];
            let all = std::mem::replace(&mut self.slots, more);
            for (key, value) in all.into_iter().flatten() {
                self.put(key, value);
            }
        }
        self.used += 1;
        self.put(Edges::key(node, code), value);
    }

    fn put(&mut self, key: u64, value: u32) {
        for slot_number in self.probes(key) {
            if let Some(slot) = self.slots.get_mut(slot_number)
                && slot.is_none()
            {
                *slot = Some((key, value));
                return;
            }
        }
    }
}

/// The grams of a row that have lists of positions, as first unit and unit past the last, given the ends
/// that [`Lexicon::ends`] found: first those that are shortest from their first unit, then those that
/// are shortest to their last alone.
pub(crate) fn positioned_grams(ends: &[usize], mut gram: impl FnMut(usize, usize)) {
    let units = ends.len();
    for (start, end) in ends.iter().enumerate() {
        if *end < units {
            gram(start, end + 1);
        }
    }
    // The last unit from which a gram that is not in the lexicon ends at `end`.
    let mut start = 0;
    for end in 2..=units {
        while start + 3 <= end && ends.get(start + 1).is_some_and(|e| *e < end) {
            start += 1;
        }
        let reached = ends.get(start).copied().unwrap_or(units);
        if reached < end && reached + 1 != end {
            gram(start, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<Code> {
        text.chars().map(|c| c as Code).collect()
    }

    #[test]
    fn a_row_is_cut_into_the_shortest_rare_grams() {
        let lexicon = Lexicon::new(["政府", "行政", "行政府"].into_iter());
        let cases = [
            ("行政府办", "行政府办 政府办 府办"),
            ("行政", ""),
            ("行政府", ""),
            ("法行政府", "法行 法行政 法行政府"),
            ("法治", "法治"),
            ("办行政法", "办行 行政法 政法 办行政"),
            ("", ""),
            ("甲", ""),
        ];
        for (row, expected) in cases {
            let (mut ends, mut found) = (Vec::new(), Vec::new());
            lexicon.ends(&codes(row), &mut ends, |_, _| {});
            let row: Vec<char> = row.chars().collect();
            positioned_grams(&ends, |start, end| {
                found.push(row[start..end].iter().collect::<String>());
            });
            assert_eq!(found.join(" "), expected);
        }
    }

    #[test]
    fn terms_are_read_back_unit_by_unit() {
        let mut term = Vec::new();
        push_unit(&mut term, Class::Single, "发", false);
        push_unit(&mut term, Class::Figure, "2016", true);
        push_unit(&mut term, Class::Figure, "31", true);
        push_unit(&mut term, Class::Single, "号", false);
        let term = String::from_utf8(term).expect("text");
        let units: Vec<_> = term_units(&term)
            .map(|unit| (unit.text, unit.separated, &term[unit.start..unit.end]))
            .collect();
        assert_eq!(
            units,
            [
                ("发", false, "发"),
                ("2016", true, "2016\u{1}"),
                ("31", true, "31\u{1}"),
                ("号", false, "号")
            ]
        );
    }

    #[test]
    fn a_lexicon_is_read_back_and_leaves_out_what_hangs_in_the_air() {
        let lexicon = Lexicon::new(["政府", "行政", "行政府", "甲乙丙"].into_iter());
        assert_eq!(lexicon.grams(), ["政府", "行政", "行政府"]);
        let again = Lexicon::from_bytes(&lexicon.to_bytes());
        assert_eq!(again.grams(), lexicon.grams());
        assert_eq!(Lexicon::from_bytes(b"").grams().len(), 0);
        assert_eq!(Lexicon::from_bytes(b"\xFF\n\n \n").grams().len(), 0);
    }
}
