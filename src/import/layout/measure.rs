//! How wide columns are, and how far apart lines.
//!
//! In: the lines of a document. Out: where the text of each column begins and ends, by which a line is full, in the middle
//! or at the right. Never joins anything.

use std::collections::BTreeMap;

use crate::import::document::Alignment;
use crate::import::layout::line::Line;
use crate::import::layout::paragraph::step;

/// Edges so near are one, in points.
const SAME: f32 = 3.0;
/// Lines from which the edges of odd and even pages are told apart.
const MANY: usize = 12;

/// Where the text of a column begins and ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Measure {
    pub left: f32,
    pub right: f32,
}

/// The columns of a document: by their number, and odd or even pages.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    by_side: BTreeMap<(usize, usize), Measure>,
    by_column: BTreeMap<usize, Measure>,
}

impl Measures {
    pub(crate) fn of(lines: &[&Line]) -> Measures {
        let mut columns: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
        let mut sides: BTreeMap<(usize, usize), Vec<&Line>> = BTreeMap::new();
        for line in lines {
            columns.entry(line.column).or_default().push(line);
            sides.entry((line.column, line.page % 2)).or_default().push(line);
        }
        let by_column: BTreeMap<usize, Measure> = columns.iter().map(|(column, lines)| (*column, Measure::of(lines))).collect();
        let mut by_side = BTreeMap::new();
        for (key, lines) in &sides {
            let own = Measure::of(lines);
            let all = by_column.get(&key.0).copied().unwrap_or(own);
            // A page of which nothing but items of a list is left has no edges of its own.
            let is_shifted = (own.right - own.left - (all.right - all.left)).abs() < 40.0;
            if lines.len() >= MANY && is_shifted {
                by_side.insert(*key, own);
            }
        }
        Measures { by_side, by_column }
    }

    /// The edges that a line stands between.
    pub(crate) fn of_line(&self, line: &Line) -> Measure {
        let side = self.by_side.get(&(line.column, line.page % 2));
        let column = || self.by_column.get(&line.column);
        let own = Measure {
            left: line.left,
            right: line.right,
        };
        side.or_else(column).copied().unwrap_or(own)
    }
}

impl Measure {
    fn of(lines: &[&Line]) -> Measure {
        let mut lefts: Vec<f32> = lines.iter().map(|line| line.left).collect();
        let mut rights: Vec<(f32, f32)> = lines.iter().map(|line| (line.right, line.size)).collect();
        lefts.sort_by(f32::total_cmp);
        rights.sort_by(|a, b| b.0.total_cmp(&a.0));
        // The outmost edge that two lines have at least; a single line may hang out.
        let least = 2 + lines.len() / 40;
        let left = lefts.iter().enumerate().find(|(index, left)| {
            let last = lefts.get(index + least - 1);
            last.is_some_and(|last| last - **left < SAME)
        });
        let right = rights.iter().enumerate().find(|(index, (right, size))| {
            let last = rights.get(index + least - 1);
            last.is_some_and(|(last, _)| right - last < *size)
        });
        let outmost = |found: Option<f32>, other: Option<f32>| found.or(other).unwrap_or(0.0);
        Measure {
            left: outmost(left.map(|(_, left)| *left), lefts.first().copied()),
            right: outmost(right.map(|(_, (right, _))| *right), rights.first().map(|(right, _)| *right)),
        }
    }

    /// Whether the next line's first word would have found no room in a line.
    pub(crate) fn is_full(&self, line: &Line, next: &Line) -> bool {
        line.right + next.first_word() > self.right + line.size * 0.3
    }

    /// Where a line stands.
    pub(crate) fn alignment(&self, line: &Line) -> Alignment {
        let (before, after) = (line.left - self.left, self.right - line.right);
        let size = line.size;
        if before > size * 1.2 && after > size * 1.2 && (before - after).abs() < size * 1.2 {
            return Alignment::Center;
        }
        let width = self.right - self.left;
        match after < size * 5.0 && before > width * 0.4 && before > after * 2.0 {
            true => Alignment::Right,
            false => Alignment::Left,
        }
    }

    /// Whether two lines have their middle in common, and it is that of the column.
    pub(crate) fn is_centred_about(&self, line: &Line, next: &Line) -> bool {
        let middle = (self.left + self.right) / 2.0;
        let off = |line: &Line| ((line.left + line.right) / 2.0 - middle).abs();
        off(line) < line.size && off(next) < line.size
    }
}

/// How far lines are from one another, by their size.
pub(crate) fn leading(lines: &[&Line]) -> BTreeMap<i32, f32> {
    let mut gaps: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let gap = next.base - line.base;
        let is_next = line.page == next.page && line.column == next.column && step(line.size) == step(next.size);
        if is_next && gap > line.size * 0.8 && gap < line.size * 4.0 {
            gaps.entry(step(line.size)).or_default().push(gap);
        }
    }
    let usual = gaps.into_iter().filter_map(|(size, mut gaps)| {
        gaps.sort_by(f32::total_cmp);
        // Few paragraphs are farther apart than their lines.
        gaps.get(gaps.len() / 3).map(|gap| (size, *gap))
    });
    usual.collect()
}
