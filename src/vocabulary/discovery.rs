//! Words found by statistics alone, as new-word discovery does it: no dictionary, no model.
//!
//! A run of characters is a word where it stands often, where its parts stand together far more often than
//! chance would have it (cohesion, the least over all ways to cut it in two), and where much may stand
//! before and behind it (freedom, the entropy of its neighbours). 行政复议 is one; 政复 is not, since 行 always
//! stands before it. In go runs of Han, out come words; the same runs give the same words in any order, and on any
//! machine: there are no floats, whose logarithms are not the same everywhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rayon::slice::ParallelSliceMut;
use serde::{Deserialize, Serialize};

/// The longest word, in characters.
const LONGEST: usize = 8;
/// Bits of a character in a row: nine of them and the character before take a whole row.
const BITS: u32 = 13;
/// Distinct characters that are counted apart, at most; the rarest of more are breaks.
const CHARACTERS: usize = (1 << BITS) - 2;
/// Characters before a word are counted apart this far.
const LEFTS: usize = (1 << 11) - 1;
/// A word stands at least so often, and in a large sample once in so many characters.
const LEAST: usize = 3;
/// See [`LEAST`].
const ONCE_IN: usize = 150_000;
/// Parts of a bit that are counted.
const BIT: u64 = 1 << 16;
/// The least cohesion, in parts of a bit.
const COHESION: i64 = 3 * BIT as i64;
/// The least freedom on either side, in parts of a bit.
const FREEDOM: u64 = BIT;
/// These are grammar: what holds one is a phrase.
const GRAMMAR: [char; 3] = ['的', '了', '是'];

/// A word and how often it stands in the sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) count: usize,
}

/// The characters of the sample, the most frequent first.
pub(super) fn characters(runs: &str) -> Vec<char> {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for character in runs.chars().filter(|character| *character != '\n') {
        *counts.entry(character).or_default() += 1;
    }
    let mut characters: Vec<(char, usize)> = counts.into_iter().collect();
    characters.sort_by_key(|(_, count)| Reverse(*count));
    characters
        .into_iter()
        .map(|(character, _)| character)
        .collect()
}

/// The best words of runs with a break behind each, at most `most`, the most frequent first. `characters`
/// are those of the runs.
pub(super) fn words(runs: &str, characters: &[char], most: usize) -> Vec<Word> {
    let mut rows = rows(runs, characters);
    rows.par_sort_unstable();
    let least = LEAST.max(rows.len() / ONCE_IN);
    let mut counts: HashMap<u128, usize> = HashMap::new();
    let mut candidates = Vec::new();
    let mut lefts = vec![0_usize; LEFTS + 1];
    for length in 1..=LONGEST {
        let same = |a: &u128, b: &u128| gram(*a, length) == gram(*b, length);
        for group in rows.chunk_by(same) {
            let row = group[0];
            if group.len() < least || character(row, length - 1) == 0 {
                continue;
            }
            counts.insert(gram(row, length), group.len());
            if length > 1 {
                let freedom = right(group, length).min(left(group, &mut lefts));
                if freedom >= FREEDOM {
                    candidates.push((row, length, group.len(), freedom));
                }
            }
        }
    }
    let mut found: Vec<(u128, Word)> = Vec::new();
    for (row, length, count, freedom) in candidates {
        if cohesion(row, length, rows.len(), &counts) < COHESION {
            continue;
        }
        let text: Option<String> = (0..length)
            .map(|at| characters.get(character(row, at).checked_sub(1)?).copied())
            .collect();
        let Some(text) = text.filter(|text| !text.contains(GRAMMAR)) else {
            continue;
        };
        // What stands often is typed often; of words alike in that the shorter says more to a reader who types.
        let [count_bits, freedom, length_bits] =
            [bits(count), freedom, bits(length + 1)].map(u128::from);
        let score = count_bits * count_bits * freedom / length_bits;
        found.push((score, Word { text, count }));
    }
    found.sort_by(|(a, word), (b, other)| b.cmp(a).then_with(|| word.text.cmp(&other.text)));
    found.truncate(most);
    let mut words: Vec<Word> = found.into_iter().map(|(_, word)| word).collect();
    words.sort_by(|a, b| (Reverse(a.count), &a.text).cmp(&(Reverse(b.count), &b.text)));
    words
}

/// A row for every character: itself and the eight behind it, and in the lowest bits the one before.
fn rows(runs: &str, characters: &[char]) -> Vec<u128> {
    let numbers = characters.iter().take(CHARACTERS).zip(1_u128..);
    let numbers: HashMap<char, u128> = numbers
        .map(|(character, number)| (*character, number))
        .collect();
    let mut rows = Vec::with_capacity(runs.len() / 3);
    let mut run = Vec::new();
    for character in runs.chars() {
        match numbers.get(&character) {
            Some(number) => run.push(*number),
            None => push_rows(&mut run, &mut rows),
        }
    }
    push_rows(&mut run, &mut rows);
    rows
}

fn push_rows(run: &mut Vec<u128>, rows: &mut Vec<u128>) {
    for at in 0..run.len() {
        let behind = (at..=at + LONGEST).map(|at| run.get(at).copied().unwrap_or(0));
        let row = behind.fold(0, |row, number| row << BITS | number);
        let left = match at.checked_sub(1).and_then(|at| run.get(at)) {
            Some(number) => 1 + (number - 1) % LEFTS as u128,
            None => 0,
        };
        rows.push(row << 11 | left);
    }
    run.clear();
}

/// The first characters of a row.
fn gram(row: u128, length: usize) -> u128 {
    let shift = 128 - BITS * length as u32;
    row >> shift << shift
}

/// The number of one character of a row; 0 where the run has ended.
fn character(row: u128, at: usize) -> usize {
    (row >> (128 - BITS * (at as u32 + 1)) & ((1 << BITS) - 1)) as usize
}

/// The freedom on the right of what all rows of a sorted group begin with. An end of a run is a neighbour
/// like no other.
fn right(group: &[u128], length: usize) -> u64 {
    let behind = group.chunk_by(|a, b| character(*a, length) == character(*b, length));
    entropy(
        group.len(),
        behind.map(|same| (same.len(), character(same[0], length) == 0)),
    )
}

/// The freedom on the left; `counts` is zero before and after.
fn left(group: &[u128], counts: &mut [usize]) -> u64 {
    let of = |row: &u128| (row & LEFTS as u128) as usize;
    for row in group {
        counts[of(row)] += 1;
    }
    let mut seen = Vec::new();
    for row in group {
        let count = std::mem::take(&mut counts[of(row)]);
        if count > 0 {
            seen.push((count, of(row) == 0));
        }
    }
    entropy(group.len(), seen.into_iter())
}

/// Entropy of counts that make `all`, in parts of a bit; of those that are marked, each single one counts for
/// itself.
fn entropy(all: usize, counts: impl Iterator<Item = (usize, bool)>) -> u64 {
    let share = |(count, is_each): (usize, bool)| {
        let each = if is_each { 1 } else { count };
        count as u64 * (bits(all) - bits(each))
    };
    counts.map(share).sum::<u64>() / all as u64
}

/// How much more often the parts stand together than chance would have it, in parts of a bit; of the worst cut.
fn cohesion(row: u128, length: usize, all: usize, counts: &HashMap<u128, usize>) -> i64 {
    let bits_of = |row, length| {
        let count = counts.get(&gram(row, length)).copied();
        bits(count.unwrap_or(1)).cast_signed()
    };
    let whole = bits_of(row, length) + bits(all).cast_signed();
    let cuts = (1..length).map(|cut| {
        let behind = row << (BITS * cut as u32);
        whole - bits_of(row, cut) - bits_of(behind, length - cut)
    });
    cuts.min().unwrap_or(i64::MAX)
}

/// The binary logarithm of a number from 1 on, in parts of a bit, rounded down.
fn bits(number: usize) -> u64 {
    let number = number.max(1) as u64;
    let whole = number.ilog2();
    let mut bits = u64::from(whole);
    // From 1 up to 2, with 63 bits behind the point: each squaring gives one more bit of the logarithm.
    let mut rest = u128::from(number << (63 - whole));
    for _ in 0..BIT.ilog2() {
        rest = (rest * rest) >> 63;
        let is_more = rest >> 64;
        rest >>= is_more;
        bits = (bits << 1) | u64::from(is_more == 1);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences in which words stand in varied company, as they do in reports.
    const TEXT: &str = "本年受理行政复议案件\n区政府依法办结行政复议\n不服行政复议决定的\n全面推进行政复议改革\n\
        行政复议机关\n收到行政复议申请\n加强行政机关建设\n规范行政行为\n各级行政人员\n政府公开信息\n\
        区政府办公室\n县政府决定\n申请公开\n受理申请\n案件办结\n建设机关\n";

    fn found(runs: &str, most: usize) -> Vec<Word> {
        words(runs, &characters(runs), most)
    }

    fn texts(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn a_word_is_found_and_its_pieces_are_not() {
        let found = found(TEXT, 100);
        let word = found.iter().find(|word| word.text == "行政复议");
        assert_eq!(word.map(|word| word.count), Some(6), "{found:?}");
        for no_word in ["政复", "行政复", "政复议", "复议", "申"] {
            assert!(!texts(&found).contains(&no_word), "{no_word} of {found:?}");
        }
    }

    #[test]
    fn what_always_stands_with_its_neighbour_is_no_word() {
        let runs = "法治政府建设\n".repeat(4) + TEXT;
        let found = found(&runs, 100);
        let with: Vec<&str> = texts(&found)
            .into_iter()
            .filter(|word| word.contains('治'))
            .collect();
        assert_eq!(with, ["法治政府建设"]);
    }

    #[test]
    fn neither_chance_nor_grammar_makes_a_word() {
        // 甲 and 乙 are everywhere: that they stand side by side is no evidence of a word.
        let runs =
            "甲乙丙甲丁乙甲乙戊乙甲己甲乙庚甲乙甲辛乙甲\n".repeat(3) + "目的\n人的目的\n是目的\n";
        let found = found(&runs, 100);
        assert!(!texts(&found).contains(&"甲乙"), "{found:?}");
        assert!(!texts(&found).contains(&"目的"), "{found:?}");
    }

    #[test]
    fn the_order_of_the_texts_changes_nothing() {
        let forth = found(TEXT, 100);
        let back: String = TEXT.lines().rev().map(|run| format!("{run}\n")).collect();
        assert_eq!(forth, found(&back, 100));
        assert!(forth.len() > 3);
        assert!(forth.windows(2).all(|pair| pair[0].count >= pair[1].count));
    }

    #[test]
    fn logarithms_are_exact_to_a_part_of_a_bit() {
        let cases = [
            (1, 0),
            (2, BIT),
            (3, 103_872),
            (10, 217_705),
            (1 << 40, 40 * BIT),
            (1_000_000, 1_306_235),
            (usize::MAX, 64 * BIT - 1),
        ];
        for (number, expected) in cases {
            assert_eq!(bits(number), expected, "{number}");
        }
        for number in 1..5_000_usize {
            let expected = (number as f64).log2() * BIT as f64;
            let error = expected - bits(number) as f64;
            assert!(
                (0.0..1.001).contains(&(error + 0.0005)),
                "{number}: {error}"
            );
        }
    }

    #[test]
    fn the_best_are_kept() {
        let all = found(TEXT, 100);
        let best = found(TEXT, 2);
        assert_eq!(best.len(), 2);
        assert!(texts(&best).contains(&"行政复议"), "{best:?}");
        assert!(best.iter().all(|word| all.contains(word)));
    }

    #[test]
    fn nothing_in_nothing_and_any_character_is_borne() {
        assert_eq!(found("", 10), []);
        assert_eq!(found("\n\n\n", 10), []);
        // More distinct characters than are counted apart.
        let all: String = ('\u{4E00}'..='\u{9FFF}').collect();
        assert!(texts(&found(&format!("{all}\n{TEXT}"), 100)).contains(&"行政复议"));
        let run = "政".repeat(100_000) + "\n";
        assert!(found(&run, 10).len() < 10);
    }
}
