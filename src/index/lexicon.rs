//! Which grams are frequent in a segment: counted in a sample of its reports.
//!
//! The sample is chosen by the reports themselves, so that it does not change while they do not; how long the segment
//! is counts in steps. So most changes of reports leave a lexicon as it is. Grams of
//! two units are counted, then those of three whose two parts are frequent, and so on.

use std::collections::HashMap;
use std::ops::Range;

use crate::index::Source;
use crate::index::plan::chance;
use crate::index::prepare::{TEXT_ROW, rows};
use crate::search::text::gram::{Lexicon, MAX_FREQUENT, term_units};

/// A gram that occurs more often than this is frequent in a segment of [`USUAL`] units or less; in a
/// larger one, more often by the cube root of how much larger it is. The lower, the shorter are the lists that
/// a query reads and the larger is the index: tests/bench/tokens.md has the figures.
const FREQUENT: u64 = 12_000;

/// The units of 10,000 reports.
const USUAL: u64 = 30_000_000;

/// How often a gram may occur in a segment of so many units without being frequent.
fn frequent(units: u64) -> u64 {
    let cube = u128::from(FREQUENT.pow(3)) * u128::from(units.max(USUAL)) / u128::from(USUAL);
    // Whole numbers: roots of others differ from machine to machine.
    let is_beyond = |number: &u64| u128::from(*number + 1).pow(3) > cube;
    (FREQUENT..).find(is_beyond).unwrap_or(FREQUENT)
}

/// About as many bytes of Markdown as are counted, at most.
const SAMPLE: u64 = 5 << 20;

/// Units of a report that are counted: no report decides what is frequent in a segment.
const COUNTED: u64 = 1 << 17;

/// What stands for a gram that is not frequent, and between rows.
const NONE: u32 = u32::MAX;

/// The length of a segment as the lexicon takes it, with few different values: it stays the same while reports come
/// and go that are a small part of it.
fn rounded(bytes: u64) -> u64 {
    /// As many steps are there between a length and twice that length.
    const STEPS: u64 = 16;
    let step = (bytes / STEPS).checked_ilog2().map_or(1, |bits| 1 << bits);
    bytes / step * step
}

/// The reports of the segment that are counted, chosen by themselves.
pub(super) fn sample(sources: &[Source], segment: Range<usize>) -> Sample {
    let of = || {
        segment
            .clone()
            .zip(sources.get(segment.clone()).unwrap_or_default())
    };
    let bytes = rounded(of().map(|(_, source)| source.bytes).sum());
    let one_in = (bytes / SAMPLE + 1).next_power_of_two();
    // At least one, though none may be due.
    let least = of().map(|(_, source)| chance(source)).min();
    let is_due = |source: &Source| {
        let chance = chance(source);
        chance.is_multiple_of(one_in) || Some(chance) == least
    };
    let reports: Vec<usize> = of()
        .filter(|(_, source)| is_due(source))
        .map(|(at, _)| at)
        .collect();
    let length = |at: &usize| sources.get(*at).map_or(0, |source| source.bytes);
    Sample {
        sample_bytes: reports.iter().map(length).sum::<u64>().max(1),
        reports,
        bytes,
    }
}

/// What is counted.
#[derive(Debug)]
pub(super) struct Sample {
    /// The reports, by their numbers.
    pub(super) reports: Vec<usize>,
    /// How long the segment is, about, and how long the sample.
    pub(super) bytes: u64,
    pub(super) sample_bytes: u64,
}

/// The units of the sample, whose grams are counted.
#[derive(Default)]
pub(super) struct GramCounts {
    text: String,
    /// Where each unit's text begins in `text`, and where the next begins; 0 and 0 between rows.
    ranges: Vec<(u32, u32)>,
    /// The numbers of units, as first and as following ones.
    first: Vec<u32>,
    following: Vec<u32>,
    numbers: HashMap<(String, bool), u32>,
}

impl GramCounts {
    /// Adds a report, as far as it is counted.
    pub(super) fn add(&mut self, report: &[u8]) {
        let mut left = COUNTED;
        for row in rows(report).filter(|row| row.kind == TEXT_ROW) {
            if left == 0 {
                break;
            }
            let base = self.text.len();
            self.text.push_str(row.text);
            for unit in term_units(row.text) {
                if left == 0 {
                    break;
                }
                left -= 1;
                let offset = |at: usize| u32::try_from(base + at).unwrap_or(u32::MAX);
                self.ranges.push((offset(unit.start), offset(unit.end)));
                let first = self.number(unit.text, false);
                self.first.push(first);
                let following = match unit.separated {
                    true => self.number(unit.text, true),
                    false => first,
                };
                self.following.push(following);
            }
            self.ranges.push((0, 0));
            self.first.push(NONE);
            self.following.push(NONE);
        }
    }

    fn number(&mut self, unit: &str, separated: bool) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(NONE);
        *self
            .numbers
            .entry((unit.to_owned(), separated))
            .or_insert(next)
    }

    /// The grams that are frequent in a segment that is so many times as long as the sample: `bytes` to
    /// `sample_bytes`.
    pub(super) fn lexicon(self, bytes: u64, sample_bytes: u64) -> Lexicon {
        let counted = u128::try_from(self.first.len()).unwrap_or(u128::MAX);
        let (bytes, sample_bytes) = (u128::from(bytes.max(1)), u128::from(sample_bytes.max(1)));
        let units = counted * bytes / sample_bytes;
        let frequent = u128::from(frequent(u64::try_from(units).unwrap_or(u64::MAX)));
        let is_frequent = |count: u64| u128::from(count) * bytes > frequent * sample_bytes;
        // names[i]: the number of the frequent gram of so many units that begins at i.
        let mut names = self.first.clone();
        let mut terms: Vec<&str> = Vec::new();
        for length in 2..=MAX_FREQUENT {
            let following = |at: usize| match length {
                2 => self.following.get(at + 1),
                _ => names.get(at + 1),
            };
            let pair = |at: usize| {
                let (name, next) = (*names.get(at)?, *following(at)?);
                (name != NONE && next != NONE).then_some(u64::from(name) << 32 | u64::from(next))
            };
            let mut pairs: Vec<u64> = (0..names.len()).filter_map(pair).collect();
            pairs.sort_unstable();
            let frequent: HashMap<u64, u32> = pairs
                .chunk_by(|a, b| a == b)
                .filter(|same| is_frequent(same.len() as u64))
                .filter_map(|same| same.first().copied())
                .zip(0..)
                .collect();
            if frequent.is_empty() {
                break;
            }
            let mut seen = vec![false; frequent.len()];
            let mut longer = vec![NONE; names.len()];
            for at in 0..names.len() {
                let Some(name) = pair(at).and_then(|pair| frequent.get(&pair)) else {
                    continue;
                };
                if let Some(slot) = longer.get_mut(at) {
                    *slot = *name;
                }
                if let Some(seen) = seen.get_mut(*name as usize)
                    && !std::mem::replace(seen, true)
                {
                    terms.extend(self.term(at, length));
                }
            }
            names = longer;
        }
        terms.sort_unstable();
        Lexicon::new(terms.into_iter())
    }

    fn term(&self, at: usize, length: usize) -> Option<&str> {
        let (start, _) = self.ranges.get(at)?;
        let (_, end) = self.ranges.get(at + length - 1)?;
        self.text.get(*start as usize..*end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Block, Entry, prepare::Prepared};

    #[test]
    fn what_is_frequent_grows_with_the_cube_root_of_the_segment() {
        let cases = [
            (0, 12_000),
            (USUAL, 12_000),
            (8 * USUAL, 24_000),
            (10 * USUAL, 25_853),
            (1000 * USUAL, 120_000),
        ];
        for (units, expected) in cases {
            assert_eq!(frequent(units), expected, "{units}");
        }
    }

    #[test]
    fn what_is_frequent_is_so_with_all_of_its_parts() {
        let block = |text: String| Block {
            text,
            ..Block::default()
        };
        let entry = Entry {
            blocks: vec![
                block("行政府，2016年".repeat(13_000)),
                block("甲乙".repeat(5_000)),
            ],
            ..Entry::default()
        };
        let prepared = Prepared::new(entry).expect("ready");
        let mut counts = GramCounts::default();
        counts.add(&prepared.rows);
        let lexicon = counts.lexicon(1, 1);
        let grams = lexicon.grams().join("|").replace('\u{1}', "_");
        let shortest = "2016_年|2016_年行|2016_年行政|";
        assert!(grams.starts_with(shortest), "{grams}");
        assert!(grams.contains("|府 2016_|"), "{grams}");
        assert!(!grams.contains('甲'), "{grams}");
        for gram in lexicon.grams() {
            let units: Vec<_> = term_units(gram).collect();
            let first = units.first().map_or(0, |unit| unit.end);
            let rest = gram[first..].trim_start_matches(' ');
            let known = |part: &str| {
                term_units(part).count() < 2 || lexicon.grams().iter().any(|g| g == part)
            };
            assert!(known(rest), "{gram}");
        }
    }
}
