//! Ruling lines become grids: the cells of tables, with what is merged.
//!
//! In: the ruling lines of a page. Out: a grid for each set of lines that cross one another, without text, and the lines
//! that belong to none. A frame around text is no table. Never looks at text.

use crate::import::layout::table::{Grid, Region};
use crate::import::layout::{Area, Page, Rule};

/// Lines that are so near are one, in points.
const SAME: f32 = 2.5;
/// Lines end so near to the ones that they meet.
const REACH: f32 = 4.0;
/// Boxes beside the text are smaller than so much of a page.
const NARROW: f32 = 0.6;
/// A row is higher than this, in points.
const ROW: f32 = 9.0;
/// Lines of one direction that a table may have; more are a drawing.
const MAX_LINES: usize = 1_200;
/// Cells of a table.
const MAX_CELLS: usize = 10_000;

/// A line of a grid: at a height from one side to the other, or the other way round.
#[derive(Debug, Clone, Copy)]
struct Line {
    at: f32,
    from: f32,
    to: f32,
}

/// The grids of a page, and what lines are left.
pub(crate) fn found(page: &Page) -> (Vec<Grid>, Vec<Rule>) {
    let mut across = Vec::new();
    let mut down = Vec::new();
    for Rule { area } in &page.rules {
        if area.width() >= area.height() {
            across.push(Line {
                at: (area.top + area.bottom) / 2.0,
                from: area.left,
                to: area.right,
            });
        } else {
            down.push(Line {
                at: (area.left + area.right) / 2.0,
                from: area.top,
                to: area.bottom,
            });
        }
    }
    let (across, down) = (joined(across), joined(down));
    let mut grids = Vec::new();
    let mut left = Vec::new();
    if across.len() > MAX_LINES || down.len() > MAX_LINES {
        return (grids, left);
    }
    for (across, down) in components(&across, &down) {
        let found = grid(&across, &down, page.number).or_else(|| frame(&across, &down, page));
        match found {
            Some(grid) => grids.push(grid),
            None => left.extend(across.iter().map(|line| Rule {
                area: Area {
                    left: line.from,
                    top: line.at,
                    right: line.to,
                    bottom: line.at,
                },
            })),
        }
    }
    // A table within a frame: the inner one has the text.
    grids.sort_by(|a: &Grid, b| {
        (a.area.width() * a.area.height()).total_cmp(&(b.area.width() * b.area.height()))
    });
    (grids, left)
}

/// Lines of one direction, of which those that go on with one another are one.
fn joined(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut levels: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match levels.last_mut() {
            Some(level) if level.first().is_some_and(|first| line.at - first.at < SAME) => {
                level.push(line)
            }
            _ => levels.push(vec![line]),
        }
    }
    let mut all = Vec::new();
    for mut level in levels {
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut last: Option<Line> = None;
        for line in level {
            match &mut last {
                Some(last) if line.from <= last.to + REACH => last.to = last.to.max(line.to),
                _ => all.extend(last.replace(line)),
            }
        }
        all.extend(last);
    }
    // Dots and ticks are no borders.
    all.retain(|line| line.to - line.from > REACH);
    all
}

/// Sets of lines that cross or touch one another.
fn components(across: &[Line], down: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let mut sets = Sets::new(across.len() + down.len());
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let meets = d.at >= a.from - REACH
                && d.at <= a.to + REACH
                && a.at >= d.from - REACH
                && a.at <= d.to + REACH;
            if meets {
                sets.join(i, across.len() + j);
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, (Vec<Line>, Vec<Line>)> = Default::default();
    for (i, line) in across.iter().enumerate() {
        found.entry(sets.first(i)).or_default().0.push(*line);
    }
    for (j, line) in down.iter().enumerate() {
        let set = sets.first(across.len() + j);
        found.entry(set).or_default().1.push(*line);
    }
    found.into_values().collect()
}

/// The grid that lines make; `None` if it has fewer than two cells.
fn grid(across: &[Line], down: &[Line], page: usize) -> Option<Grid> {
    if across.len() < 2 || down.is_empty() {
        return None;
    }
    let mut tops: Vec<f32> = across.iter().map(|line| line.at).collect();
    tops.extend(open_ends(down, &tops));
    let mut tops = levels(tops);
    let mut lefts: Vec<f32> = down.iter().map(|line| line.at).collect();
    // Tables that are open at the sides end where their lines do.
    let from = across
        .iter()
        .map(|line| line.from)
        .fold(f32::INFINITY, f32::min);
    let to = across
        .iter()
        .map(|line| line.to)
        .fold(f32::NEG_INFINITY, f32::max);
    for side in [from, to] {
        if !lefts.iter().any(|x| (x - side).abs() < REACH * 2.0) {
            lefts.push(side);
        }
    }
    let lefts = levels(lefts);
    tops.dedup();
    let (rows, columns) = (tops.len().checked_sub(1)?, lefts.len().checked_sub(1)?);
    if rows * columns < 2 || rows * columns > MAX_CELLS || columns < 2 {
        return None;
    }
    let area = Area {
        left: *lefts.first()?,
        top: *tops.first()?,
        right: *lefts.last()?,
        bottom: *tops.last()?,
    };
    let regions = regions(across, down, &tops, &lefts);
    if regions.len() < 2 {
        return None;
    }
    Some(Grid::new(page, area, tops, lefts, regions))
}

/// The frame of a box beside the text: as wide as the text, it is none.
fn frame(across: &[Line], down: &[Line], page: &Page) -> Option<Grid> {
    let ([top, bottom], [left, right]) = (across, down) else {
        return None;
    };
    let area = Area {
        left: left.at,
        top: top.at,
        right: right.at,
        bottom: bottom.at,
    };
    let meets = |line: &Line, from: f32, to: f32| {
        (line.from - from).abs() < REACH && (line.to - to).abs() < REACH
    };
    let is_closed = across.iter().all(|line| meets(line, area.left, area.right))
        && down.iter().all(|line| meets(line, area.top, area.bottom));
    let is_small = area.width() < page.width * NARROW && area.height() < page.height * NARROW;
    if !is_closed || !is_small || area.height() < ROW || area.width() < ROW {
        return None;
    }
    let region = Region {
        row: 0,
        column: 0,
        rows: 1,
        columns: 1,
    };
    let (tops, lefts) = (vec![area.top, area.bottom], vec![area.left, area.right]);
    Some(Grid::new(page.number, area, tops, lefts, vec![region]))
}

/// Where a table ends that has no line there, as where it goes on on another page: two lines at least reach so far.
fn open_ends(down: &[Line], tops: &[f32]) -> Vec<f32> {
    let mut starts: Vec<f32> = down.iter().map(|line| line.from).collect();
    let mut ends: Vec<f32> = down.iter().map(|line| line.to).collect();
    starts.sort_by(f32::total_cmp);
    ends.sort_by(|a, b| b.total_cmp(a));
    let first = tops.iter().copied().fold(f32::INFINITY, f32::min);
    let last = tops.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let start = starts.get(1).filter(|start| **start < first - ROW);
    let end = ends.get(1).filter(|end| **end > last + ROW);
    start.into_iter().chain(end).copied().collect()
}

/// Places, of which those that are near to one another are one.
fn levels(mut places: Vec<f32>) -> Vec<f32> {
    places.sort_by(f32::total_cmp);
    let mut levels: Vec<f32> = Vec::new();
    for place in places {
        match levels.last() {
            Some(last) if place - last < SAME * 1.5 => {}
            _ => levels.push(place),
        }
    }
    levels
}

/// Cells: what no line separates is one.
fn regions(across: &[Line], down: &[Line], tops: &[f32], lefts: &[f32]) -> Vec<Region> {
    let (rows, columns) = (tops.len() - 1, lefts.len() - 1);
    let mut sets = Sets::new(rows * columns);
    let is_there = |lines: &[Line], at: f32, from: f32, to: f32| {
        let middle = (from + to) / 2.0;
        let mut lines = lines.iter();
        lines.any(|line| {
            (line.at - at).abs() < SAME * 1.5 && line.from <= middle && line.to >= middle
        })
    };
    let spans = |places: &[f32]| -> Vec<(f32, f32)> {
        places
            .windows(2)
            .filter_map(|w| Some((*w.first()?, *w.get(1)?)))
            .collect()
    };
    let (heights, widths) = (spans(tops), spans(lefts));
    for (row, &(top, bottom)) in heights.iter().enumerate() {
        for (column, &(left, right)) in widths.iter().enumerate() {
            let index = row * columns + column;
            if column + 1 < columns && !is_there(down, right, top, bottom) {
                sets.join(index, index + 1);
            }
            if row + 1 < rows && !is_there(across, bottom, left, right) {
                sets.join(index, index + columns);
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, Region> = Default::default();
    let mut counts: std::collections::BTreeMap<usize, usize> = Default::default();
    for index in 0..rows * columns {
        let (row, column) = (index / columns, index % columns);
        let set = sets.first(index);
        let region = found.entry(set).or_insert(Region {
            row,
            column,
            rows: 1,
            columns: 1,
        });
        // Cells come row by row: the first is the uppermost, not always the leftmost.
        region.columns =
            (region.column + region.columns).max(column + 1) - region.column.min(column);
        region.column = region.column.min(column);
        region.rows = row + 1 - region.row;
        *counts.entry(set).or_default() += 1;
    }
    let is_whole =
        |set: &usize, region: &Region| counts.get(set) == Some(&(region.rows * region.columns));
    let mut regions: Vec<Region> = Vec::new();
    for index in 0..rows * columns {
        let set = sets.first(index);
        match found.get(&set) {
            // Its first cell stands for all of them.
            Some(region) if is_whole(&set, region) => {
                if set == index {
                    regions.push(*region);
                }
            }
            // No rectangle: each of its cells is one.
            _ => regions.push(Region {
                row: index / columns,
                column: index % columns,
                rows: 1,
                columns: 1,
            }),
        }
    }
    regions.sort_by_key(|region| (region.row, region.column));
    regions
}

/// Numbers in sets.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Sets {
        Sets((0..count).collect())
    }

    /// The number that stands for the set of this one.
    fn first(&mut self, mut index: usize) -> usize {
        while let Some(&above) = self.0.get(index)
            && above != index
        {
            let next = self.0.get(above).copied().unwrap_or(above);
            if let Some(own) = self.0.get_mut(index) {
                *own = next;
            }
            index = above;
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(above) = self.0.get_mut(one.max(other)) {
            *above = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(y: f32, left: f32, right: f32) -> Rule {
        Rule {
            area: Area {
                left,
                top: y,
                right,
                bottom: y + 0.5,
            },
        }
    }

    fn down(x: f32, top: f32, bottom: f32) -> Rule {
        Rule {
            area: Area {
                left: x,
                top,
                right: x + 0.5,
                bottom,
            },
        }
    }

    fn grids(rules: Vec<Rule>) -> Vec<Grid> {
        let page = Page {
            rules,
            ..Page::default()
        };
        found(&page).0
    }

    #[test]
    fn what_no_line_separates_is_one_cell() {
        let rules = vec![
            across(10.0, 10.0, 110.0),
            across(30.0, 60.0, 110.0),
            across(50.0, 10.0, 110.0),
            down(10.0, 10.0, 50.0),
            down(60.0, 10.0, 50.0),
            down(110.0, 10.0, 50.0),
        ];
        let grids = grids(rules);
        let regions: Vec<_> = grids[0]
            .regions()
            .map(|r| (r.row, r.column, r.rows, r.columns))
            .collect();
        assert_eq!(regions, [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn a_frame_is_no_table() {
        let rules = vec![
            across(10.0, 10.0, 110.0),
            across(50.0, 10.0, 110.0),
            down(10.0, 10.0, 50.0),
            down(110.0, 10.0, 50.0),
        ];
        assert!(grids(rules.clone()).is_empty());
        let page = Page {
            rules,
            width: 600.0,
            height: 800.0,
            ..Page::default()
        };
        assert!(found(&page).0.first().is_some_and(Grid::is_frame));
    }
}
