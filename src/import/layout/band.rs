//! Tables without borders between their columns.
//!
//! In: the lines of a page, and the ruling lines that are in no grid. Out: tables where gaps part at least two columns and
//! three rows, or where ruling lines part the rows; each is named, since its columns are a conclusion. Columns of prose are
//! none, nor are lists with their numbers.

use std::ops::Range;

use crate::import::document::{Remark, RemarkKind};
use crate::import::layout::line::Line;
use crate::import::layout::table::{Grid, Region};
use crate::import::layout::word::begins_with_number;
use crate::import::layout::{Area, Rule, remark};

/// A gap between columns, in parts of the size of letters.
const GAP: f32 = 1.0;
/// A gap between columns where ruling lines say that there is a table.
const RULED_GAP: f32 = 0.5;
/// Rows of a table without ruling lines.
const MIN_ROWS: usize = 3;
/// Rules that are as long as one another, in points.
const SAME: f32 = 6.0;
/// Rules of a table are no farther apart, in points.
const FARTHEST: f32 = 260.0;
/// Letters of most lines of prose in columns.
const PROSE: usize = 12;
/// Columns of a table.
const MAX_COLUMNS: usize = 60;
/// Rows of a table that are looked at together.
const MAX_ROWS: usize = 400;

/// A part of a line, by where it begins and ends.
type Part = (f32, f32);

/// Makes tables of lines, which leave the page.
pub(crate) fn tables(
    lines: &mut Vec<Line>,
    tables: &mut Vec<Grid>,
    rules: &[Rule],
    remarks: &mut Vec<Remark>,
) {
    lines.sort_by(|a, b| a.base.total_cmp(&b.base));
    for group in ruled(rules) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let (top, bottom) = (first.area.top, last.area.bottom);
        let start = lines.partition_point(|line| line.base < top);
        let end = lines.partition_point(|line| line.base < bottom);
        let inside = lines.get(start..end).unwrap_or_default();
        if inside
            .iter()
            .any(|line| line.left < first.area.left - SAME || line.right > first.area.right + SAME)
        {
            continue;
        }
        let tops: Vec<f32> = group.iter().map(|rule| rule.area.top).collect();
        if let Some(grid) = of_ruled(inside, &tops, first.area) {
            name(&grid, remarks);
            lines.drain(start..end);
            tables.push(grid);
        }
    }
    let mut start = 0;
    while start < lines.len() {
        match of_gaps(lines, start) {
            Some((grid, end)) => {
                name(&grid, remarks);
                lines.drain(start..end);
                tables.push(grid);
            }
            None => start += 1,
        }
    }
}

fn name(grid: &Grid, remarks: &mut Vec<Remark>) {
    let words = grid.first_words();
    remarks.push(Remark {
        is_draft: true,
        ..remark(
            RemarkKind::Unsure,
            "没有竖线或框线的表格，各列按文字的位置分开，请与原件核对",
            "a table without lines between its columns, which were told by the places of its words; compare it",
            grid.page,
            &words,
        )
    });
}

/// Groups of three rules or more, one below the other and as long as one another.
fn ruled(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut sorted: Vec<Rule> = rules
        .iter()
        .filter(|rule| rule.area.width() > 60.0)
        .copied()
        .collect();
    sorted.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    let mut groups: Vec<Vec<Rule>> = Vec::new();
    for rule in sorted {
        let own = groups.iter_mut().rev().take(4).find(|group| {
            group.last().is_some_and(|last| {
                (last.area.left - rule.area.left).abs() < SAME
                    && (last.area.right - rule.area.right).abs() < SAME
                    && rule.area.top - last.area.top < FARTHEST
            })
        });
        match own {
            Some(group) => group.push(rule),
            None => groups.push(vec![rule]),
        }
    }
    groups.retain(|group| group.len() >= 3);
    groups
}

/// The table between rules; `None` if no gaps part its columns.
fn of_ruled(lines: &[Line], rules: &[f32], area: Area) -> Option<Grid> {
    let page = lines.first()?.page;
    let parts: Vec<Vec<Part>> = lines.iter().map(|line| parts(line, RULED_GAP)).collect();
    let mut gutters = gutters(&parts, RULED_GAP * lines.first()?.size, lines.len() / 6);
    // Beyond the end of short words nothing begins: that is no gap between columns.
    let all = gutters.clone();
    gutters.retain(|gutter| {
        let next = all
            .iter()
            .copied()
            .find(|next| next > gutter)
            .unwrap_or(f32::INFINITY);
        let begun = parts
            .iter()
            .flatten()
            .filter(|(from, _)| from > gutter && *from < next);
        begun.count() > lines.len() / 10
    });
    if gutters.is_empty() || gutters.len() >= MAX_COLUMNS {
        return None;
    }
    // Between few rules, each line of the body is a row.
    let bands = rules
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
    let bands: Vec<(f32, f32)> = bands
        .filter(|(top, bottom)| {
            lines
                .iter()
                .any(|line| line.base > *top && line.base < *bottom)
        })
        .collect();
    let mut tops = Vec::new();
    for (index, (top, bottom)) in bands.iter().enumerate() {
        tops.push(*top);
        let own: Vec<f32> = lines
            .iter()
            .filter(|l| l.base > *top && l.base < *bottom)
            .map(|l| l.area().top)
            .collect();
        let is_body = rules.len() <= 4 && index > 0;
        if is_body {
            tops.extend(own.iter().skip(1).map(|top| top - 1.0));
        }
    }
    tops.push(rules.last().copied()?);
    let mut lefts = vec![area.left];
    lefts.extend(gutters);
    lefts.push(area.right);
    let area = Area {
        top: *tops.first()?,
        bottom: *tops.last()?,
        ..area
    };
    Some(filled(page, area, tops, lefts, lines, RULED_GAP))
}

/// A table that begins with this line and that gaps alone make, and the line after it.
fn of_gaps(lines: &[Line], start: usize) -> Option<(Grid, usize)> {
    let first = lines.get(start)?;
    let mut rows: Vec<Vec<Part>> = Vec::new();
    let mut common: Vec<Part> = Vec::new();
    let mut last = first;
    for line in lines.get(start..)?.iter().take(MAX_ROWS) {
        let own = parts(line, GAP);
        let is_near = line.base - last.base < first.size * 4.0
            && (line.size - first.size).abs() < first.size * 0.2;
        if own.len() < 2 || !is_near {
            break;
        }
        let gaps = between(&own);
        let left: Vec<Part> = match rows.is_empty() {
            true => gaps,
            false => shared(&common, &gaps, first.size * GAP),
        };
        if left.is_empty() {
            break;
        }
        // A line that has fewer columns than all before it belongs to something else.
        if left.len() < common.len() && rows.len() >= MIN_ROWS && own.len() <= left.len() {
            break;
        }
        common = left;
        rows.push(own);
        last = line;
    }
    let end = start + rows.len();
    let lines = lines.get(start..end)?;
    if rows.len() < MIN_ROWS || common.len() >= MAX_COLUMNS || !is_table(lines, &common) {
        return None;
    }
    let mut tops: Vec<f32> = lines.iter().map(|line| line.area().top - 1.0).collect();
    tops.push(last.area().bottom + 1.0);
    let left = lines
        .iter()
        .map(|line| line.left)
        .fold(f32::INFINITY, f32::min);
    let right = lines
        .iter()
        .map(|line| line.right)
        .fold(f32::NEG_INFINITY, f32::max);
    let mut lefts = vec![left - 1.0];
    lefts.extend(common.iter().map(|(from, to)| (from + to) / 2.0));
    lefts.push(right + 1.0);
    let area = Area {
        left: left - 1.0,
        top: *tops.first()?,
        right: right + 1.0,
        bottom: *tops.last()?,
    };
    Some((filled(first.page, area, tops, lefts, lines, GAP), end))
}

/// Whether what stands between gaps reads as cells: neither prose in columns nor numbers of a list.
fn is_table(lines: &[Line], gaps: &[Part]) -> bool {
    let columns = gaps.len() + 1;
    let mut lengths: Vec<Vec<usize>> = vec![Vec::new(); columns];
    let mut numbers = 0;
    for line in lines {
        for range in line.parts(GAP) {
            let Some(part) = line.part(range) else {
                continue;
            };
            let column = gaps
                .iter()
                .filter(|(from, to)| part.left > (from + to) / 2.0)
                .count();
            let text = part.text();
            if column == 0 && (begins_with_number(&format!("{text} ")) || text.chars().count() == 1)
            {
                numbers += 1;
            }
            if let Some(lengths) = lengths.get_mut(column) {
                lengths.push(text.chars().count());
            }
        }
    }
    let is_prose = lengths.iter_mut().all(|lengths| {
        lengths.sort_unstable();
        lengths
            .get(lengths.len() / 2)
            .is_some_and(|middle| *middle >= PROSE)
    });
    let is_list = columns == 2 && numbers * 2 > lines.len();
    !is_prose && !is_list
}

/// A grid with its text: what goes over a gap covers both columns.
fn filled(
    page: usize,
    area: Area,
    tops: Vec<f32>,
    lefts: Vec<f32>,
    lines: &[Line],
    gap: f32,
) -> Grid {
    let (rows, columns) = (tops.len().saturating_sub(1), lefts.len().saturating_sub(1));
    let mut covered: Vec<Vec<Range<usize>>> = vec![Vec::new(); rows];
    let column = |x: f32| {
        lefts
            .partition_point(|left| *left <= x)
            .saturating_sub(1)
            .min(columns.saturating_sub(1))
    };
    for line in lines {
        let row = tops
            .partition_point(|top| *top <= line.base - line.size * 0.35)
            .saturating_sub(1);
        for (from, to) in parts(line, gap) {
            let range = column(from + 0.5)..column(to - 0.5) + 1;
            if let Some(covered) = covered.get_mut(row)
                && range.len() > 1
            {
                covered.push(range);
            }
        }
    }
    let mut regions = Vec::new();
    for (row, covered) in covered.iter().enumerate() {
        let mut at = 0;
        while at < columns {
            let own = covered
                .iter()
                .filter(|range| range.contains(&at))
                .map(|range| range.end);
            let end = own.max().unwrap_or(at + 1).max(at + 1);
            regions.push(Region {
                row,
                column: at,
                rows: 1,
                columns: end - at,
            });
            at = end;
        }
    }
    let mut grid = Grid::new(page, area, tops, lefts, regions);
    for glyph in lines.iter().flat_map(|line| &line.glyphs) {
        grid.take(*glyph);
    }
    grid
}

/// Where the parts of a line begin and end.
fn parts(line: &Line, gap: f32) -> Vec<Part> {
    let ranges = line.parts(gap).into_iter();
    let parts = ranges.filter_map(|range| {
        let glyphs = line.glyphs.get(range)?;
        Some((glyphs.first()?.x, glyphs.last()?.right()))
    });
    parts.collect()
}

/// The gaps between parts.
fn between(parts: &[Part]) -> Vec<Part> {
    let pairs = parts
        .windows(2)
        .filter_map(|pair| Some((pair.first()?.1, pair.get(1)?.0)));
    pairs.collect()
}

/// What two lists of gaps have in common, at least so wide.
fn shared(some: &[Part], others: &[Part], least: f32) -> Vec<Part> {
    let mut shared = Vec::new();
    for (a, b) in some {
        for (c, d) in others {
            let gap = (a.max(*c), b.min(*d));
            if gap.1 - gap.0 >= least {
                shared.push(gap);
            }
        }
    }
    shared
}

/// The middles of gaps that run through all lines but so many.
fn gutters(rows: &[Vec<Part>], least: f32, crossing: usize) -> Vec<f32> {
    let mut edges: Vec<(f32, i32)> = Vec::new();
    for (from, to) in rows.iter().flatten() {
        edges.push((*from, 1));
        edges.push((*to, -1));
    }
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let allowed = i32::try_from(crossing).unwrap_or(0);
    let mut gutters = Vec::new();
    let mut depth = 0;
    let mut open: Option<f32> = None;
    for (x, change) in edges {
        let before = depth;
        depth += change;
        if before > allowed && depth <= allowed {
            open = Some(x);
        } else if before <= allowed
            && depth > allowed
            && let Some(from) = open.take()
            && x - from >= least
        {
            gutters.push((from + x) / 2.0);
        }
    }
    gutters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::layout::line::{lines_of, row};

    fn found(texts: &[(&str, f32, f32)]) -> (usize, usize) {
        let glyphs = texts
            .iter()
            .flat_map(|(text, x, y)| row(text, *x, *y, 10.0));
        let mut lines = lines_of(glyphs.collect(), 1);
        let mut grids = Vec::new();
        tables(&mut lines, &mut grids, &[], &mut Vec::new());
        (grids.len(), lines.len())
    }

    #[test]
    fn gaps_make_columns() {
        let texts = [
            ("示例县的说明文字", 10.0, 20.0),
            ("项目", 10.0, 40.0),
            ("数量", 90.0, 40.0),
            ("甲类事项", 10.0, 60.0),
            ("12", 90.0, 60.0),
            ("乙类事项", 10.0, 80.0),
            ("9", 90.0, 80.0),
        ];
        assert_eq!(found(&texts), (1, 1));
    }

    #[test]
    fn numbers_before_items_are_no_column() {
        let texts = [
            ("1.", 10.0, 40.0),
            ("登记", 50.0, 40.0),
            ("2.", 10.0, 60.0),
            ("审查", 50.0, 60.0),
            ("3.", 10.0, 80.0),
            ("公示", 50.0, 80.0),
        ];
        assert_eq!(found(&texts), (0, 3));
    }
}
