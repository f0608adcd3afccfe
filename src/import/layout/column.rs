//! The order in which a page is read.
//!
//! In: the lines and tables of a page. Out: the same in reading order: from above, and where text stands in columns, one
//! column after the other. Never takes a table for columns of text: what stands in columns fills them.

use crate::import::layout::line::Line;
use crate::import::layout::{Area, Item, Sheet};

/// A gap between columns, in parts of the size of letters.
const GUTTER: f32 = 1.0;
/// Lines that a column has at least.
const MIN_LINES: usize = 5;
/// Gaps of a page that are tried.
const MAX_TRIES: usize = 60;
/// Columns within columns.
const MAX_DEPTH: usize = 4;
/// How much of a column most of its lines fill.
const FILLED: f32 = 0.6;

/// Lines beside one another that stand in columns.
struct Split {
    /// Where the columns part.
    x: f32,
    /// The lines that do so.
    first: usize,
    end: usize,
    /// How many of them there are on both sides.
    count: usize,
}

/// Adds what is on a page in the order of reading.
pub(crate) fn order(sheet: Sheet, items: &mut Vec<Item>) {
    let mut lines = sheet.lines;
    lines.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let tables = sheet
        .tables
        .into_iter()
        .map(|table| (table.area, Item::Table(table)));
    let pictures = sheet
        .pictures
        .into_iter()
        .map(|picture| (picture.area, Item::Picture(picture)));
    let mut others: Vec<(Area, Item)> = tables.chain(pictures).collect();
    others.sort_by(|a, b| a.0.top.total_cmp(&b.0.top));
    let mut rest = lines.into_iter().peekable();
    // A table parts what is above it from what is below.
    for (area, other) in others {
        let middle = area.top + area.height() * 0.5;
        let mut above: Vec<Line> = Vec::new();
        while let Some(line) = rest.next_if(|line| line.base < middle) {
            above.push(line);
        }
        in_columns(above, 0, 0, items);
        items.push(other);
    }
    in_columns(rest.collect(), 0, 0, items);
}

fn in_columns(lines: Vec<Line>, column: usize, depth: usize, items: &mut Vec<Item>) {
    let split = if depth < MAX_DEPTH {
        split(&lines)
    } else {
        None
    };
    let Some(split) = split else {
        items.extend(lines.into_iter().map(|mut line| {
            line.column = column;
            Item::Line(line)
        }));
        return;
    };
    let mut lines = lines;
    let after = lines.split_off(split.end);
    let beside = lines.split_off(split.first);
    in_columns(lines, column, depth + 1, items);
    let (mut left, mut right): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    for line in beside {
        for range in line.parts(GUTTER) {
            let Some(part) = line.part(range) else {
                continue;
            };
            let side = if part.right <= split.x {
                &mut left
            } else {
                &mut right
            };
            // Parts of a line on one side of the gap are one line.
            match side.last_mut() {
                Some(last) if last.base == part.base && last.page == part.page => {
                    let glyphs = [last.glyphs.as_slice(), &part.glyphs].concat();
                    if let Some(both) = Line::of(glyphs, part.page) {
                        *last = both;
                    }
                }
                _ => side.push(part),
            }
        }
    }
    in_columns(left, column * 3 + 1, depth + 1, items);
    in_columns(right, column * 3 + 2, depth + 1, items);
    in_columns(after, column, depth + 1, items);
}

/// The gap with most lines on both sides, if there is one.
fn split(lines: &[Line]) -> Option<Split> {
    if lines.len() < MIN_LINES {
        return None;
    }
    let parts: Vec<Vec<(f32, f32)>> = lines.iter().map(sides).collect();
    let mut tries: Vec<f32> = Vec::new();
    for line in &parts {
        for pair in line.windows(2) {
            let [(_, from), (to, _)] = pair else { continue };
            let x = (from + to) / 2.0;
            if tries.len() < MAX_TRIES && !tries.iter().any(|known| (known - x).abs() < 6.0) {
                tries.push(x);
            }
        }
    }
    // Columns whose lines stand at other heights share no line: between them lies where lines of the one end.
    for line in lines.iter().take(MAX_TRIES) {
        let x = line.right + line.size * 0.4;
        if tries.len() < MAX_TRIES && !tries.iter().any(|known| (known - x).abs() < 6.0) {
            tries.push(x);
        }
    }
    let splits = tries.into_iter().filter_map(|x| at(&parts, x));
    let mut split = splits.max_by_key(|split| split.count)?;
    // What stands on one side only, above or below, and in another size, is no part of the columns.
    let usual = lines
        .get((split.first + split.end) / 2)
        .map_or(0.0, |line| line.size);
    let is_other = |index: usize| {
        lines
            .get(index)
            .is_some_and(|line| (line.size - usual).abs() > usual * 0.08)
    };
    while split.end > split.first && is_other(split.end - 1) {
        split.end -= 1;
    }
    while split.first < split.end && is_other(split.first) {
        split.first += 1;
    }
    (split.end - split.first >= MIN_LINES).then_some(split)
}

/// Where the parts of a line begin and end.
fn sides(line: &Line) -> Vec<(f32, f32)> {
    let parts = line.parts(GUTTER).into_iter();
    let ends = parts.filter_map(|range| {
        let glyphs = line.glyphs.get(range)?;
        Some((glyphs.first()?.x, glyphs.last()?.right()))
    });
    ends.collect()
}

/// The longest run of lines that a gap at `x` parts, if text fills both sides of it.
fn at(parts: &[Vec<(f32, f32)>], x: f32) -> Option<Split> {
    let mut best: Option<Split> = None;
    let mut first = 0;
    while first < parts.len() {
        let is_free = |line: &Vec<(f32, f32)>| {
            line.iter()
                .all(|(from, to)| *to <= x + 1.0 || *from >= x - 1.0)
        };
        let run = parts
            .get(first..)?
            .iter()
            .take_while(|line| is_free(line))
            .count();
        if let Some(count) = parts.get(first..first + run).and_then(|run| filled(run, x))
            && best.as_ref().is_none_or(|best| best.count < count)
        {
            best = Some(Split {
                x,
                first,
                end: first + run,
                count,
            });
        }
        first += run.max(1);
    }
    best
}

/// How many lines there are on the side with fewer of them; `None` if they do not fill both sides as text does.
fn filled(run: &[Vec<(f32, f32)>], x: f32) -> Option<usize> {
    let side = |is_left: bool| {
        let lines = run.iter().filter_map(|line| {
            let own = line.iter().filter(|(from, _)| (*from < x) == is_left);
            own.fold(None, |all: Option<(f32, f32)>, (from, to)| match all {
                Some((a, b)) => Some((a.min(*from), b.max(*to))),
                None => Some((*from, *to)),
            })
        });
        lines.collect::<Vec<(f32, f32)>>()
    };
    let (left, right) = (side(true), side(false));
    let is_text = |side: &[(f32, f32)]| {
        let from = side.iter().map(|s| s.0).fold(f32::INFINITY, f32::min);
        let to = side.iter().map(|s| s.1).fold(f32::NEG_INFINITY, f32::max);
        let full = side
            .iter()
            .filter(|(a, b)| b - a > (to - from) * FILLED)
            .count();
        side.len() >= MIN_LINES && full * 2 > side.len() && to - from > 60.0
    };
    (is_text(&left) && is_text(&right)).then(|| left.len().min(right.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::layout::line::{lines_of, row};

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut glyphs = row("示例县年报的标题在两栏之上居中排列一行", 20.0, 20.0, 10.0);
        for n in 0..6 {
            let y = 50.0 + 15.0 * n as f32;
            glyphs.extend(row("左栏的文字写满一整行", 20.0, y, 10.0));
            glyphs.extend(row("右栏的文字也写满一行", 140.0, y + 4.0, 10.0));
        }
        let sheet = Sheet {
            number: 1,
            width: 260.0,
            height: 300.0,
            lines: lines_of(glyphs, 1),
            tables: Vec::new(),
            pictures: Vec::new(),
            rules: Vec::new(),
        };
        let mut items = Vec::new();
        order(sheet, &mut items);
        let texts: Vec<String> = items
            .iter()
            .map(|item| match item {
                Item::Line(line) => line.text().chars().take(2).collect(),
                _ => String::new(),
            })
            .collect();
        let expected: Vec<&str> = ["示例"]
            .into_iter()
            .chain(["左栏"; 6])
            .chain(["右栏"; 6])
            .collect();
        assert_eq!(texts, expected);
    }
}
