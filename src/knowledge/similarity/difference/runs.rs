//! What differs in two paragraphs: the runs of characters that only one of them has, figures as figures.
//!
//! In: two texts. Out: for each the runs that are not in the other, in order. What both begin and end with is set aside;
//! between, the fewest words are changed that can be (Myers). Where more than [`EDITS_MAX`] would be, all between is one
//! change. Blanks and the width of marks do not count. Never alters a word.

use std::ops::Range;

use crate::report::findings::paragraph::skeleton_key;
use crate::report::findings::paragraph::unit::{Unit, UnitKind, units};

/// Words and marks left out or added between two paragraphs, beyond which they are taken for different throughout.
pub(crate) const EDITS_MAX: usize = 400;

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunKind {
    /// Words or marks.
    Words,
    /// A figure.
    Figure,
    /// A date.
    Date,
}

/// Characters that the other text does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// What they are.
    pub(crate) kind: RunKind,
}

/// What of each text is not in the other.
pub(crate) fn differing(left: &str, right: &str) -> (Vec<Run>, Vec<Run>) {
    let (left, right) = (units(left), units(right));
    let (of_left, of_right) = match is_one_skeleton(&left, &right) {
        true => {
            let pairs = left.iter().zip(&right);
            let differs: Vec<bool> = pairs.map(|(a, b)| a.key != b.key).collect();
            (differs.clone(), differs)
        }
        false => changed(&left, &right),
    };
    (runs(&left, &of_left), runs(&right, &of_right))
}

fn is_one_skeleton(left: &[Unit], right: &[Unit]) -> bool {
    let keys = left.iter().map(skeleton_key);
    keys.eq(right.iter().map(skeleton_key))
}

/// Which units of each are not in the other.
fn changed(left: &[Unit], right: &[Unit]) -> (Vec<bool>, Vec<bool>) {
    let is_equal = |(a, b): &(&Unit, &Unit)| a.key == b.key;
    let start = left.iter().zip(right).take_while(is_equal).count();
    let (a, b) = (
        left.get(start..).unwrap_or_default(),
        right.get(start..).unwrap_or_default(),
    );
    let ends = a.iter().rev().zip(b.iter().rev());
    let end = ends.take_while(is_equal).count();
    let middle = |units: &[Unit]| {
        let middle = units.get(start..units.len() - end).unwrap_or_default();
        middle.iter().map(|unit| unit.key).collect::<Vec<u64>>()
    };
    let (a, b) = (middle(left), middle(right));
    let kept = kept(&a, &b).unwrap_or_default();
    let mut of_left = vec![false; left.len()];
    let mut of_right = vec![false; right.len()];
    of_left
        .iter_mut()
        .skip(start)
        .take(a.len())
        .for_each(|it| *it = true);
    of_right
        .iter_mut()
        .skip(start)
        .take(b.len())
        .for_each(|it| *it = true);
    for (at_left, at_right) in kept {
        for (changed, at) in [(&mut of_left, at_left), (&mut of_right, at_right)] {
            if let Some(changed) = changed.get_mut(start + at) {
                *changed = false;
            }
        }
    }
    (of_left, of_right)
}

/// The units that stand in both in one order, as many as can be; none where too many do not.
pub(super) fn kept(left: &[u64], right: &[u64]) -> Option<Vec<(usize, usize)>> {
    let (n, m) = (left.len() as isize, right.len() as isize);
    // How far down each diagonal one comes, for each number of edits; diagonals are counted from -edits.
    let mut history: Vec<Vec<isize>> = Vec::new();
    let at = |history: &[Vec<isize>], edits: isize, diagonal: isize| {
        let of_edits = history.get(usize::try_from(edits).ok()?)?;
        of_edits
            .get(usize::try_from(diagonal + edits).ok()?)
            .copied()
    };
    let reached = |history: &[Vec<isize>], edits: isize, diagonal: isize| {
        let added = at(history, edits - 1, diagonal + 1);
        let left_out = at(history, edits - 1, diagonal - 1).map(|x| x + 1);
        added.max(left_out).unwrap_or(0)
    };
    let unit = |units: &[u64], at: isize| units.get(usize::try_from(at).ok()?).copied();
    let mut edits = 0;
    'search: loop {
        if edits > EDITS_MAX as isize {
            return None;
        }
        let mut of_edits = Vec::with_capacity(2 * edits as usize + 1);
        for diagonal in -edits..=edits {
            let mut x = reached(&history, edits, diagonal);
            // Every second diagonal is one that this number of edits leads to.
            if (diagonal + edits) % 2 == 0 {
                while x < n && x - diagonal < m && unit(left, x) == unit(right, x - diagonal) {
                    x += 1;
                }
            }
            of_edits.push(match (diagonal + edits) % 2 {
                0 => x,
                _ => isize::MIN / 2,
            });
            if (diagonal + edits) % 2 == 0 && x >= n && x - diagonal >= m {
                history.push(of_edits);
                break 'search;
            }
        }
        history.push(of_edits);
        edits += 1;
    }
    let mut kept = Vec::new();
    let (mut x, mut diagonal) = (n, n - m);
    for edits in (0..=edits).rev() {
        let from = match edits {
            0 => 0,
            _ => reached(&history, edits, diagonal),
        };
        while x > from {
            x -= 1;
            kept.push((
                usize::try_from(x).ok()?,
                usize::try_from(x - diagonal).ok()?,
            ));
        }
        let added = at(&history, edits - 1, diagonal + 1);
        match added >= at(&history, edits - 1, diagonal - 1).map(|x| x + 1) {
            true => diagonal += 1,
            false => {
                diagonal -= 1;
                x -= 1;
            }
        }
    }
    kept.reverse();
    Some(kept)
}

/// The runs of the units that are changed; figures are runs of their own.
fn runs(units: &[Unit], changed: &[bool]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_next = false;
    for (unit, changed) in units.iter().zip(changed) {
        if !changed {
            is_next = false;
            continue;
        }
        let kind = match unit.kind {
            UnitKind::Figure => RunKind::Figure,
            UnitKind::Date => RunKind::Date,
            UnitKind::Han | UnitKind::Word | UnitKind::Mark => RunKind::Words,
        };
        match runs.last_mut() {
            Some(last) if is_next && kind == RunKind::Words && last.kind == kind => {
                last.range.end = unit.range.end;
            }
            _ => runs.push(Run {
                range: unit.range.clone(),
                kind,
            }),
        }
        is_next = true;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::similarity::planted::{Changes, Maker};

    fn marked(text: &str, runs: &[Run]) -> String {
        let mut marked = text.to_owned();
        for run in runs.iter().rev() {
            let (open, close) = match run.kind {
                RunKind::Words => ('{', '}'),
                RunKind::Figure => ('[', ']'),
                RunKind::Date => ('(', ')'),
            };
            marked.insert(run.range.end, close);
            marked.insert(run.range.start, open);
        }
        marked
    }

    #[test]
    fn what_differs_is_marked() {
        for (left, right, expected_left, expected_right) in [
            (
                "办理12件，办结9件",
                "办理15件,办结9件",
                "办理[12]件，办结9件",
                "办理[15]件,办结9件",
            ),
            (
                "2019年，示例区",
                "2020年，示例区",
                "(2019年)，示例区",
                "(2020年)，示例区",
            ),
            (
                "12件、15件",
                "15件、12件",
                "[12]件、[15]件",
                "[15]件、[12]件",
            ),
            (
                "按时公布目录",
                "公布全部目录",
                "{按时}公布目录",
                "公布{全部}目录",
            ),
            ("公布目录", "公布目录", "公布目录", "公布目录"),
            ("公布 目录", "", "{公布 目录}", ""),
            ("甲乙丙", "丁戊", "{甲乙丙}", "{丁戊}"),
            (
                "共办理3件，无一超期",
                "共办理4件",
                "共办理[3]件{，无一超期}",
                "共办理[4]件",
            ),
        ] {
            let (of_left, of_right) = differing(left, right);
            assert_eq!(marked(left, &of_left), expected_left);
            assert_eq!(marked(right, &of_right), expected_right);
        }
    }

    #[test]
    fn without_what_differs_they_are_the_same() {
        let rest = |text: &str, runs: &[Run]| {
            let is_kept = |at: usize| runs.iter().all(|run| !run.range.contains(&at));
            let kept = text.char_indices().filter(|(at, _)| is_kept(*at));
            kept.map(|(_, c)| c).collect::<String>()
        };
        for case in 0..200 {
            let mut maker = Maker::new(case);
            let report = maker.report(1);
            let copy = maker.copy(
                &report,
                Changes {
                    year: true,
                    characters: 20 * (case % 10),
                    order: false,
                },
            );
            let (left, right) = differing(&report[0], &copy[0]);
            assert_eq!(rest(&report[0], &left), rest(&copy[0], &right), "{case}");
            let changed = |runs: &[Run]| runs.iter().map(|run| run.range.len()).sum::<usize>();
            assert!(
                case % 10 > 1 || changed(&left) * 4 < report[0].len(),
                "{case}"
            );
        }
    }

    #[test]
    fn long_texts_that_have_little_in_common_end_soon() {
        let long = |first: u32| -> String {
            let codes = (0..20_000).map(|at| first + at * 7 % 9_000);
            codes.filter_map(char::from_u32).collect()
        };
        let (left, right) = (long(0x4E00), long(0x5000));
        let (of_left, of_right) = differing(&left, &right);
        assert!(of_left.len() + of_right.len() < 20);
    }
}
