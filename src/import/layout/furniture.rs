//! Running heads, running feet and page numbers.
//!
//! In: pages with their lines. Out: the same without what is repeated at their heads and feet, each named once. Never takes
//! a line out of the middle of a page.

use std::collections::BTreeMap;

use crate::import::document::{Remark, RemarkKind};
use crate::import::layout::line::Line;
use crate::import::layout::{Sheet, remark};
use crate::import::page_number::may_be_page_number;

/// The part of a page, above and below, where running heads stand.
const ZONE: f32 = 0.13;
/// Lines of a head or foot.
const MAX_LINES: usize = 4;
/// Running heads are farther from the text than lines from one another, in parts of the size.
const GAP: f32 = 1.9;
/// Heads of pages stand so near to the same height, in points.
const SAME: f32 = 4.0;

/// Takes running heads, feet and page numbers out.
pub(crate) fn drop(sheets: &mut [Sheet], remarks: &mut Vec<Remark>) {
    let counts_from = counts_from(sheets);
    let mut named: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut number: Option<(usize, String)> = None;
    for _ in 0..MAX_LINES {
        let repeated = repeated(sheets, counts_from);
        let mut is_done = true;
        for sheet in sheets.iter_mut() {
            for is_upper in [true, false] {
                let Some(index) = outer(sheet, is_upper) else {
                    continue;
                };
                let Some(line) = sheet.lines.get(index) else {
                    continue;
                };
                let text = line.text();
                let key = key(&text, counts_from.map(|from| from + sheet.number as i64));
                let is_alone = figure(&text).is_some();
                let counts = figure(&text).zip(counts_from);
                let counts =
                    counts.is_some_and(|(figure, from)| figure == from + sheet.number as i64);
                if may_be_page_number(&text) && (!is_alone || counts) {
                    number.get_or_insert((sheet.number, text));
                } else if repeated.iter().any(|(k, upper, y)| {
                    *k == key
                        && *upper == is_upper
                        && (y - height(line, sheet, is_upper)).abs() < SAME
                }) {
                    named.entry(key).or_insert((sheet.number, text));
                } else {
                    continue;
                }
                sheet.lines.remove(index);
                is_done = false;
            }
        }
        if is_done {
            break;
        }
    }
    if let Some((page, text)) = number {
        remarks.push(remark(
            RemarkKind::Dropped,
            "页码（不进入正文）",
            "page numbers (not in the report)",
            page,
            &text,
        ));
    }
    let mut named: Vec<(usize, String)> = named.into_values().collect();
    named.sort();
    for (page, text) in named {
        remarks.push(remark(
            RemarkKind::Dropped,
            "各页重复的页眉或页脚（不进入正文）",
            "a running head or foot (not in the report)",
            page,
            &text,
        ));
    }
}

/// The first or last line of a page, if it stands in the head or foot of it and no table beyond it.
fn outer(sheet: &Sheet, is_upper: bool) -> Option<usize> {
    let lines = sheet.lines.iter().enumerate();
    let (index, line) = match is_upper {
        true => lines.min_by(|a, b| a.1.base.total_cmp(&b.1.base)),
        false => lines.max_by(|a, b| a.1.base.total_cmp(&b.1.base)),
    }?;
    let is_there = height(line, sheet, is_upper) < sheet.height * ZONE;
    let is_outmost = sheet.tables.iter().all(|table| match is_upper {
        true => table.area.top > line.base,
        false => table.area.bottom < line.base,
    });
    (is_there && is_outmost && is_apart(line, sheet)).then_some(index)
}

/// Whether a line differs from the text beside it: in size, or by a larger gap than lines have.
fn is_apart(line: &Line, sheet: &Sheet) -> bool {
    let others = sheet
        .lines
        .iter()
        .filter(|other| (other.base - line.base).abs() > 1.0);
    let near = others.min_by(|a, b| {
        (a.base - line.base)
            .abs()
            .total_cmp(&(b.base - line.base).abs())
    });
    near.is_none_or(|near| {
        let size = line.size.max(near.size);
        (line.size - near.size).abs() > size * 0.08 || (line.base - near.base).abs() > size * GAP
    })
}

/// How far a line is from the edge of its page.
fn height(line: &Line, sheet: &Sheet, is_upper: bool) -> f32 {
    match is_upper {
        true => line.base,
        false => sheet.height - line.base,
    }
}

/// What stands at the head or foot of several pages: its words, where, and how far from the edge.
fn repeated(sheets: &[Sheet], counts_from: Option<i64>) -> Vec<(String, bool, f32)> {
    let mut found: BTreeMap<(String, bool, i32), (usize, f32)> = BTreeMap::new();
    for sheet in sheets {
        let number = counts_from.map(|from| from + sheet.number as i64);
        for is_upper in [true, false] {
            let Some(line) = outer(sheet, is_upper).and_then(|index| sheet.lines.get(index)) else {
                continue;
            };
            let y = height(line, sheet, is_upper);
            let level = (y / SAME).round() as i32;
            let entry = found
                .entry((key(&line.text(), number), is_upper, level))
                .or_insert((0, y));
            entry.0 += 1;
        }
    }
    // Heads of left and right pages differ, and those of chapters.
    let least = (sheets.len() * 2 / 5).clamp(2, 10);
    let found = found.into_iter().filter(|(_, (count, _))| *count >= least);
    found
        .map(|((key, is_upper, _), (_, y))| (key, is_upper, y))
        .collect()
}

/// The words of a head without the number of the page, which is the one thing that may differ: 附件1 and 附件2 are two.
fn key(text: &str, number: Option<i64>) -> String {
    let mut key = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (run, after) = rest.split_at(digits.max(first.len_utf8()));
        rest = after;
        match digits > 0 && run.parse().ok() == number && number.is_some() {
            true => key.push('#'),
            false => key.extend(run.chars().filter(|c| !c.is_whitespace())),
        }
    }
    key
}

/// The figure that a line is, but for marks around it.
fn figure(text: &str) -> Option<i64> {
    let is_blank = |c: char| c.is_whitespace();
    text.trim_matches(is_blank)
        .parse()
        .ok()
        .filter(|figure| *figure >= 0)
}

/// What the first page is numbered less 1, if figures at heads or feet count on with the pages.
fn counts_from(sheets: &[Sheet]) -> Option<i64> {
    let mut found: BTreeMap<i64, usize> = BTreeMap::new();
    for sheet in sheets {
        for is_upper in [true, false] {
            let line = outer(sheet, is_upper).and_then(|index| sheet.lines.get(index));
            let Some(text) = line.map(Line::text) else {
                continue;
            };
            let runs = text.split(|c: char| !c.is_ascii_digit());
            for figure in runs.filter_map(|run| run.parse::<i64>().ok()) {
                *found.entry(figure - sheet.number as i64).or_default() += 1;
            }
        }
    }
    let (from, count) = found
        .into_iter()
        .max_by_key(|(from, count)| (*count, -from.abs()))?;
    // Of a page alone its own number is believed.
    (count >= 2 || sheets.len() == 1 && from == 0).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::layout::line::{lines_of, row};

    fn sheet(number: usize, texts: &[(&str, f32)]) -> Sheet {
        let glyphs = texts
            .iter()
            .flat_map(|(text, y)| row(text, 100.0, *y, 12.0));
        Sheet {
            number,
            width: 595.0,
            height: 842.0,
            lines: lines_of(glyphs.collect(), number),
            tables: Vec::new(),
            pictures: Vec::new(),
            rules: Vec::new(),
        }
    }

    #[test]
    fn what_is_repeated_is_dropped_and_named_once() {
        let mut sheets = vec![
            sheet(
                1,
                &[("示例县年报", 40.0), ("正文甲", 200.0), ("— 1 —", 800.0)],
            ),
            sheet(
                2,
                &[("示例县年报", 40.0), ("正文乙", 200.0), ("— 2 —", 800.0)],
            ),
        ];
        let mut remarks = Vec::new();
        drop(&mut sheets, &mut remarks);
        assert_eq!(remarks.len(), 2);
        let left: Vec<_> = sheets
            .iter()
            .flat_map(|s| &s.lines)
            .map(Line::text)
            .collect();
        assert_eq!(left, ["正文甲", "正文乙"]);
    }
}
