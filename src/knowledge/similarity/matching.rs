//! Pairs the paragraphs of two reports: the same, those with other figures, those with a few other words.
//!
//! In: the paragraphs of both, and which of them count. Out: the pairs, in the order of the first; none of the
//! paragraphs stands in two. What is the same is paired before what is not, and of what is near the nearest. Time is
//! bounded by [`LOOKED_AT_MAX`]. Never sees a text.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use serde::Serialize;

use crate::report::findings::paragraph::Paragraph;
use crate::report::findings::paragraph::sketch::agreement;

/// Values, of thirty-two, in which the sketches of near paragraphs agree at least. With a twentieth of the characters changed
/// here and there they agree in twenty-six, with a tenth in twenty-two; paragraphs on one subject in fifteen at most.
const NEAR_MIN: u32 = 21;
/// Pairs of paragraphs of two reports that are looked at; of longer ones those that stand at about the same place.
const LOOKED_AT_MAX: usize = 1_000_000;

/// How much two paragraphs are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Likeness {
    /// Word for word, marks and their width aside.
    Same,
    /// The same but for figures and dates.
    ChangedFigures,
    /// The same but for a small part of the words.
    ChangedWords,
}

/// A paragraph of a report and the one of the other that it is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Pair {
    /// Which of the report's compared paragraphs.
    pub(crate) left: u32,
    /// Which of the other's.
    pub(crate) right: u32,
    /// How much they are alike.
    pub(crate) likeness: Likeness,
}

/// The paragraphs of a report that are still to be paired, with their places.
pub(crate) type Open<'f> = Vec<(u32, &'f Paragraph)>;

/// The paragraphs of a report of which `counts` is true.
pub(crate) fn open(paragraphs: &[Paragraph], counts: impl Fn(usize) -> bool) -> Open<'_> {
    let all = (0_u32..).zip(paragraphs);
    all.filter(|(at, _)| counts(*at as usize)).collect()
}

/// The pairs of two reports.
pub(crate) fn pairs<'f>(mut left: Open<'f>, mut right: Open<'f>) -> Vec<Pair> {
    let mut found = Vec::new();
    for likeness in [Likeness::Same, Likeness::ChangedFigures] {
        pair_equal(&mut left, &mut right, likeness, &mut found);
    }
    pair_near(&left, &right, &mut found);
    found.sort_unstable();
    found
}

/// Pairs those that are equal, the first with the first, and leaves the others in their order.
fn pair_equal<'f>(
    left: &mut Open<'f>,
    right: &mut Open<'f>,
    likeness: Likeness,
    found: &mut Vec<Pair>,
) {
    let key = |it: &(u32, &Paragraph)| it.1.equal_by(likeness == Likeness::Same);
    for side in [&mut *left, &mut *right] {
        side.sort_unstable_by_key(|it| (key(it), it.0));
    }
    let (mut rest, mut others) = (Open::new(), Open::new());
    let (mut a, mut b) = (left.drain(..).peekable(), right.drain(..).peekable());
    while let (Some(of_left), Some(of_right)) = (a.peek(), b.peek()) {
        match key(of_left).cmp(&key(of_right)) {
            Ordering::Less => rest.extend(a.next()),
            Ordering::Greater => others.extend(b.next()),
            Ordering::Equal => {
                found.push(Pair {
                    left: of_left.0,
                    right: of_right.0,
                    likeness,
                });
                a.next();
                b.next();
            }
        }
    }
    rest.extend(a);
    others.extend(b);
    for side in [&mut rest, &mut others] {
        side.sort_unstable_by_key(|it| it.0);
    }
    (*left, *right) = (rest, others);
}

/// Pairs those whose sketches agree, the nearest first.
fn pair_near(left: &Open<'_>, right: &Open<'_>, found: &mut Vec<Pair>) {
    let around = (LOOKED_AT_MAX / 2)
        .checked_div(left.len())
        .unwrap_or_default();
    let mut near = Vec::new();
    for (at, (index, paragraph)) in left.iter().enumerate() {
        let start = at.saturating_sub(around);
        let those = right.iter().skip(start).take(2 * around + 1);
        for (other, candidate) in those {
            let agree = agreement(paragraph.sketch, candidate.sketch);
            if agree >= NEAR_MIN {
                near.push((Reverse(agree), index.abs_diff(*other), *index, *other));
            }
        }
    }
    near.sort_unstable();
    let (mut of_left, mut of_right) = (BTreeSet::new(), BTreeSet::new());
    for (_, _, index, other) in near {
        if of_left.contains(&index) || of_right.contains(&other) {
            continue;
        }
        of_left.insert(index);
        of_right.insert(other);
        found.push(Pair {
            left: index,
            right: other,
            likeness: Likeness::ChangedWords,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::similarity::planted::paragraphs;

    const A: &str =
        "编制权责清单，2019年新增事项12项，取消事项3项，全部在示例网站公布，接受社会监督。";
    const B: &str =
        "办理行政复议案件15件，其中维持9件，调解结案6件，没有一件因程序违法被撤销或者变更。";

    fn of(left: &[&str], right: &[&str]) -> Vec<(u32, u32, Likeness)> {
        let (left, right) = (paragraphs(left), paragraphs(right));
        let pairs = pairs(open(&left, |_| true), open(&right, |_| true)).into_iter();
        pairs
            .map(|pair| (pair.left, pair.right, pair.likeness))
            .collect()
    }

    #[test]
    fn each_is_paired_once_the_nearest_first() {
        use Likeness::{ChangedFigures, ChangedWords, Same};
        let figures = A.replace("12", "13");
        let words = A.replace("接受社会监督", "主动接受社会监督");
        assert_eq!(of(&[A, B], &[B, A]), [(0, 1, Same), (1, 0, Same)]);
        assert_eq!(of(&[A], &[&figures, A]), [(0, 1, Same)]);
        assert_eq!(of(&[A], &[&words, &figures]), [(0, 1, ChangedFigures)]);
        assert_eq!(of(&[A, A], &[&words]), [(0, 0, ChangedWords)]);
        assert_eq!(of(&[A, A], &[A, A]), [(0, 0, Same), (1, 1, Same)]);
        assert_eq!(of(&[A, B], &[]), []);
        assert_eq!(of(&[A], &[B]), []);
    }

    #[test]
    fn those_that_do_not_count_make_no_pairs() {
        let (left, right) = (paragraphs(&[A, B]), paragraphs(&[A, B]));
        let pairs = pairs(open(&left, |at| at > 0), open(&right, |at| at > 0));
        assert_eq!(pairs.len(), 1);
        assert_eq!((pairs[0].left, pairs[0].right), (1, 1));
    }
}
