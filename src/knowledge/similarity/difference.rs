//! Two texts side by side: which paragraph of one is which of the other, and what of them differs.
//!
//! In: the passages and parts of both, and the pairs that the comparison found, if it kept them. Out: [`Row`]s in the order
//! of the left text; what stands on the right alone comes after what it follows there. Headings, paragraphs and items
//! take part, cells do not. Passages that no pair names (headings, short ones, common form) are aligned where they are
//! the same but for figures. Words are as displayed: only their places are given. Time is bounded by
//! [`runs::EDITS_MAX`] for a pair, and grows with the text otherwise.

pub(crate) mod revised;
pub(crate) mod runs;

use std::collections::{BTreeMap, VecDeque};

use crate::knowledge::similarity::difference::runs::{Run, differing};
use crate::knowledge::similarity::{Likeness, Pair};
use crate::report::findings::paragraph::digest::Digest;
use crate::report::findings::paragraph::unit::units;
use crate::report::findings::paragraph::{compared, skeleton_key, without_number};
use crate::report::outline::Part;
use crate::report::passage::{Passage, PassageKind};

/// A text as it is set beside another.
#[derive(Clone, Copy)]
pub(crate) struct Side<'d> {
    /// All of it, in order.
    pub(crate) passages: &'d [Passage<'d>],
    /// Its outline.
    pub(crate) parts: &'d [Part],
}

/// What stands beside what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// A passage of each text.
    Both {
        /// Which passage of the left text.
        left: usize,
        /// Which of the right.
        right: usize,
        /// How much they are alike.
        likeness: Likeness,
        /// Whether it is one of the pairs that were counted.
        is_counted: bool,
        /// Whether it stands at another place of the other text.
        is_moved: bool,
        /// What of the left passage is not in the right one, in its order.
        changed_left: Vec<Run>,
        /// What of the right passage is not in the left one.
        changed_right: Vec<Run>,
    },
    /// A passage of the left text alone.
    Left(usize),
    /// A passage of the right text alone.
    Right(usize),
}

/// The rows of two texts.
pub(crate) fn rows(left: Side<'_>, right: Side<'_>, pairs: &[Pair]) -> Vec<Row> {
    let mut beside: BTreeMap<usize, (usize, Likeness, bool)> = BTreeMap::new();
    let mut is_taken = vec![false; right.passages.len()];
    let (of_left, of_right) = (
        compared(left.passages, left.parts),
        compared(right.passages, right.parts),
    );
    for pair in pairs {
        let left = of_left.get(pair.left as usize);
        let right = of_right.get(pair.right as usize);
        if let (Some(left), Some(right)) = (left, right) {
            beside.insert(*left, (*right, pair.likeness, true));
            take(&mut is_taken, *right);
        }
    }
    for is_whole in [true, false] {
        align_equal(left, right, is_whole, &mut beside, &mut is_taken);
    }
    let partners: Vec<usize> = beside.values().map(|(right, ..)| *right).collect();
    let mut in_order = longest_rising(&partners).into_iter().peekable();
    let mut after = alone_after(right, &is_taken);
    let mut rows: Vec<Row> = after.remove(&None).into_iter().flatten().collect();
    let mut at_pair = 0;
    for (at, passage) in left.passages.iter().enumerate() {
        let Some((other, likeness, is_counted)) = beside.get(&at).copied() else {
            if takes_part(passage) {
                rows.push(Row::Left(at));
            }
            continue;
        };
        let is_moved = in_order.next_if_eq(&at_pair).is_none();
        at_pair += 1;
        let (changed_left, changed_right) = match (likeness, right.passages.get(other)) {
            (Likeness::Same, _) | (_, None) => Default::default(),
            (_, Some(other)) => changed((passage, left.parts), (other, right.parts)),
        };
        rows.push(Row::Both {
            left: at,
            right: other,
            likeness,
            is_counted,
            is_moved,
            changed_left,
            changed_right,
        });
        rows.extend(after.remove(&Some(other)).into_iter().flatten());
    }
    rows
}

fn takes_part(passage: &Passage<'_>) -> bool {
    !passage.kind.is_cell() && !passage.text.trim().is_empty()
}

fn take(is_taken: &mut [bool], at: usize) {
    if let Some(is_taken) = is_taken.get_mut(at) {
        *is_taken = true;
    }
}

/// Aligns passages that are the same, or the same but for figures, the first with the first.
fn align_equal(
    left: Side<'_>,
    right: Side<'_>,
    is_whole: bool,
    beside: &mut BTreeMap<usize, (usize, Likeness, bool)>,
    is_taken: &mut [bool],
) {
    let mut waiting: BTreeMap<u64, VecDeque<usize>> = BTreeMap::new();
    for (at, passage) in right.passages.iter().enumerate() {
        if takes_part(passage) && is_taken.get(at) == Some(&false) {
            let key = key(passage, right.parts, is_whole);
            waiting.entry(key).or_default().push_back(at);
        }
    }
    let likeness = match is_whole {
        true => Likeness::Same,
        false => Likeness::ChangedFigures,
    };
    for (at, passage) in left.passages.iter().enumerate() {
        if !takes_part(passage) || beside.contains_key(&at) {
            continue;
        }
        let equal = waiting.get_mut(&key(passage, left.parts, is_whole));
        if let Some(other) = equal.and_then(VecDeque::pop_front) {
            beside.insert(at, (other, likeness, false));
            take(is_taken, other);
        }
    }
}

/// The same for passages of one sort that say the same, with figures or without.
fn key(passage: &Passage<'_>, parts: &[Part], is_whole: bool) -> u64 {
    let mut digest = Digest::new();
    digest.add(u64::from(passage.kind == PassageKind::Heading));
    for unit in units(without_number(passage, parts)) {
        digest.add(match is_whole {
            true => unit.key,
            false => skeleton_key(&unit),
        });
    }
    digest.value()
}

/// The passages of the right text that stand alone, by the aligned one that they follow there.
fn alone_after(right: Side<'_>, is_taken: &[bool]) -> BTreeMap<Option<usize>, Vec<Row>> {
    let mut after: BTreeMap<Option<usize>, Vec<Row>> = BTreeMap::new();
    let mut last = None;
    for ((at, passage), is_taken) in right.passages.iter().enumerate().zip(is_taken) {
        match is_taken {
            true => last = Some(at),
            false if takes_part(passage) => after.entry(last).or_default().push(Row::Right(at)),
            false => {}
        }
    }
    after
}

/// Which of the numbers, none of which stands twice, are a longest rising row: those that were not moved.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // Where the best row of each length ends, and what comes before each number in its row.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers.get(*end) < Some(number));
        before.push(
            length
                .checked_sub(1)
                .and_then(|last| ends.get(last).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let last = ends.last().copied();
    let row = std::iter::successors(last, |at| before.get(*at).copied().flatten());
    let mut row: Vec<usize> = row.collect();
    row.reverse();
    row
}

/// What differs in two passages, as bytes of the text of each.
fn changed(
    (left, left_parts): (&Passage<'_>, &[Part]),
    (right, right_parts): (&Passage<'_>, &[Part]),
) -> (Vec<Run>, Vec<Run>) {
    let (a, b) = (
        without_number(left, left_parts),
        without_number(right, right_parts),
    );
    let (mut of_left, mut of_right) = differing(a, b);
    for (runs, passage, text) in [(&mut of_left, left, a), (&mut of_right, right, b)] {
        let number = passage.text.len() - text.len();
        for run in runs {
            run.range = run.range.start + number..run.range.end + number;
        }
    }
    (of_left, of_right)
}

#[cfg(test)]
mod tests;
