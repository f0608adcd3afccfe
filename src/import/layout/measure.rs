//! How wide columns are, and how far apart lines.
//!
//! In: the lines of a document. Out: where the text of each column begins and ends, by which a line is full, in the middle
//! or at the right. Never joins anything.

use std::collections::BTreeMap;

use crate::import::document::Alignment;
use crate::import::layout::line::Line;

/// Edges so near are one, in points.
const SAME: f32 = 3.0;
/// Full lines of justified text end so near to the edge, in points.
const FLUSH: f32 = 1.2;
/// Lines from which the edges of odd and even pages are told apart.
const MANY: usize = 12;

/// Lines from which a page may be narrower than the others.
const NARROW: usize = 6;
/// Lines that begin at one place, and end at several, are indented there.
const INDENTED: usize = 3;
/// Places where lines begin that are remembered.
const MAX_INDENTS: usize = 40;

/// Where the text of a column begins and ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Measure {
    pub left: f32,
    pub right: f32,
    /// Where lines begin that are not in the middle.
    indents: Vec<f32>,
    /// Full lines end at the very edge.
    is_justified: bool,
}

/// The columns of a document: by their number, and odd or even pages.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    /// Of pages whose text is narrower than that of the others.
    by_page: BTreeMap<(usize, usize), Measure>,
    by_side: BTreeMap<(usize, usize), Measure>,
    by_column: BTreeMap<usize, Measure>,
    none: Measure,
}

impl Measures {
    /// From the lines of a document, the widths of its pages and the sides of its tables.
    pub(crate) fn of(
        lines: &[&Line],
        widths: &BTreeMap<usize, f32>,
        tables: &[(f32, f32)],
    ) -> Measures {
        let mut columns: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
        let mut sides: BTreeMap<(usize, usize), Vec<&Line>> = BTreeMap::new();
        for line in lines {
            columns.entry(line.column).or_default().push(line);
            sides
                .entry((line.column, line.page % 2))
                .or_default()
                .push(line);
        }
        let by_column = columns.iter().map(|(column, lines)| {
            let mut own = Measure::of(lines);
            let width = lines.first().and_then(|line| widths.get(&line.page));
            if let Some(width) = width.filter(|_| *column == 0) {
                own.widen(lines, *width, tables);
            }
            (*column, own)
        });
        let by_column: BTreeMap<usize, Measure> = by_column.collect();
        let mut by_side = BTreeMap::new();
        for (key, lines) in &sides {
            let own = Measure::of(lines);
            let Some(all) = by_column.get(&key.0) else {
                continue;
            };
            // A page of which nothing but items of a list is left has no edges of its own.
            let is_shifted = (own.right - own.left - (all.right - all.left)).abs() < 12.0;
            if lines.len() >= MANY && is_shifted {
                by_side.insert(*key, own);
            }
        }
        let mut pages: BTreeMap<(usize, usize), Vec<&Line>> = BTreeMap::new();
        for line in lines {
            pages
                .entry((line.page, line.column))
                .or_default()
                .push(line);
        }
        let by_page = pages.into_iter().filter_map(|((page, column), lines)| {
            let own = Measure::of(&lines);
            let all = by_column.get(&column)?;
            let full = lines
                .iter()
                .filter(|line| own.right - line.right < line.size);
            let is_full = lines.len() >= NARROW && full.count() * 5 > lines.len() * 2;
            let size = lines.first()?.size;
            (is_full && own.right < all.right - size * 3.0).then_some(((page, column), own))
        });
        Measures {
            by_page: by_page.collect(),
            by_side,
            by_column,
            none: Measure::default(),
        }
    }

    /// The edges that a line stands between.
    pub(crate) fn of_line(&self, line: &Line) -> &Measure {
        let page = self.by_page.get(&(line.page, line.column));
        let side = || self.by_side.get(&(line.column, line.page % 2));
        let column = || self.by_column.get(&line.column);
        page.or_else(side).or_else(column).unwrap_or(&self.none)
    }
}

impl Measure {
    fn of(lines: &[&Line]) -> Measure {
        let mut lefts: Vec<f32> = lines.iter().map(|line| line.left).collect();
        let mut rights: Vec<(f32, f32)> =
            lines.iter().map(|line| (line.edge(), line.size)).collect();
        lefts.sort_by(f32::total_cmp);
        rights.sort_by(|a, b| b.0.total_cmp(&a.0));
        // The outmost edge that several lines have; a single line may hang out.
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
        let right = outmost(
            right.map(|(_, (right, _))| *right),
            rights.first().map(|(right, _)| *right),
        );
        let full = rights
            .iter()
            .filter(|(own, size)| *own > right - size * 1.5);
        let flush = full
            .clone()
            .filter(|(own, _)| (own - right).abs() < FLUSH)
            .count();
        Measure {
            left: outmost(left.map(|(_, left)| *left), lefts.first().copied()),
            right,
            indents: indents(lines),
            is_justified: flush >= 4 && flush * 5 > full.count() * 3,
        }
    }

    /// Where hardly a line is full, the page and its tables say how wide the text is.
    fn widen(&mut self, lines: &[&Line], width: f32, tables: &[(f32, f32)]) {
        for (left, right) in tables {
            let is_wide = right - left > (self.right - self.left) * 0.6;
            if is_wide && *left > width * 0.04 && *right < width * 0.96 {
                self.left = self.left.min(left + SAME * 2.0);
                self.right = self.right.max(right - SAME * 2.0);
            }
        }
        let full = lines
            .iter()
            .filter(|line| (line.right - self.right).abs() < line.size * 0.5);
        // Margins are as wide on both sides, as far as nothing else is known.
        if full.count() < 3 && self.left < width * 0.35 {
            self.right = self.right.max(width - self.left);
        }
    }

    /// Whether lines that begin here do so because they are indented, not because they are in the middle.
    fn is_indent(&self, left: f32) -> bool {
        self.indents
            .iter()
            .any(|indent| (indent - left).abs() < SAME)
    }

    /// Whether the next line's first word would have found no room in a line.
    pub(crate) fn is_full(&self, line: &Line, next: &Line) -> bool {
        line.right + next.first_word() > self.right + line.size * 0.05
    }

    /// Whether a line ends at the very edge at which all full lines end.
    pub(crate) fn is_flush(&self, line: &Line) -> bool {
        self.is_justified && (line.right - self.right).abs() < FLUSH
    }

    /// Where a line stands.
    pub(crate) fn alignment(&self, line: &Line) -> Alignment {
        let (before, after) = (line.left - self.left, self.right - line.right);
        let size = line.size;
        let is_even = (before - after).abs() < size * 1.2;
        if before > size * 1.2 && after > size * 1.2 && is_even && !self.is_indent(line.left) {
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

/// Where several lines begin that end at several places.
fn indents(lines: &[&Line]) -> Vec<f32> {
    let mut places: Vec<(f32, f32)> = lines.iter().map(|line| (line.left, line.right)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut indents: Vec<f32> = Vec::new();
    for run in places.chunk_by(|a, b| b.0 - a.0 < SAME) {
        let least = run
            .iter()
            .map(|(_, right)| *right)
            .fold(f32::INFINITY, f32::min);
        let most = run
            .iter()
            .map(|(_, right)| *right)
            .fold(f32::NEG_INFINITY, f32::max);
        if run.len() >= INDENTED && most - least > SAME * 2.0 && indents.len() < MAX_INDENTS {
            indents.extend(run.first().map(|(left, _)| *left));
        }
    }
    indents
}

/// Sizes as they are compared: in half points.
pub(crate) fn step(size: f32) -> i32 {
    (size * 2.0).round().clamp(0.0, 2000.0) as i32
}

/// How far lines are from one another, by their size.
pub(crate) fn leading(lines: &[&Line]) -> BTreeMap<i32, f32> {
    let mut gaps: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let gap = next.base - line.base;
        let is_next = line.page == next.page
            && line.column == next.column
            && step(line.size) == step(next.size);
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
