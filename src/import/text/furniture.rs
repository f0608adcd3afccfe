//! What stands on pages and belongs to no text: page numbers, running heads.
//!
//! In: the lines of a text. Out: those that are left, with the ends of pages where others were, and remarks that name what
//! went. A figure alone is a page number only if others count on from it; a head must recur where pages begin or end.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Text;
use crate::import::document::{Place, Remark, RemarkKind};
use crate::import::page_number::{is_page_number, tight};
use crate::import::text::line::{Gap, Line};
use crate::import::text::marker::is_item;

/// Characters of a running head.
const MAX_HEAD: usize = 60;
/// Lines between two figures that count pages, at least: figures of a column follow each other.
const MIN_PAGE: usize = 8;
/// Of so many pages one at least has a head, if it is one.
const PAGES_OF_A_HEAD: usize = 4;
/// Lines that a remark quotes.
const MAX_QUOTED: usize = 5;

/// Takes page numbers and running heads out.
pub(super) fn remove(lines: Vec<Line>, remarks: &mut Vec<Remark>) -> Vec<Line> {
    let mut numbers: Vec<bool> = lines
        .iter()
        .map(|line| is_page_number(&line.text))
        .collect();
    for at in counted(&lines) {
        if let Some(number) = numbers.get_mut(at) {
            *number = true;
        }
    }
    let heads = running_heads(&lines, &numbers);
    let mut kept: Vec<Line> = Vec::new();
    let (mut dropped_numbers, mut dropped_heads) = (Vec::new(), Vec::new());
    let mut gap = Gap::None;
    for (at, mut line) in lines.into_iter().enumerate() {
        let dropped = match (numbers.get(at), heads.contains(&at)) {
            (Some(true), _) => &mut dropped_numbers,
            (_, true) => &mut dropped_heads,
            _ => {
                // Empty lines around what went belong to it.
                line.gap = if gap == Gap::Page { gap } else { line.gap };
                gap = Gap::None;
                kept.push(line);
                continue;
            }
        };
        dropped.push(line);
        gap = Gap::Page;
    }
    let numbers = ("页码", "page numbers");
    let heads = ("页眉、页脚", "running heads or feet");
    remarks.extend(named(numbers, &dropped_numbers));
    remarks.extend(named(heads, &dropped_heads));
    kept
}

fn named((chinese, english): (&str, &str), dropped: &[Line]) -> Option<Remark> {
    let first = dropped.first()?;
    let count = dropped.len();
    let what = Text::new(
        format!("{chinese}，共 {count} 行（不是正文）"),
        format!("{english}, {count} lines in all (no part of the text)"),
    );
    let mut quoted: Vec<&str> = dropped.iter().map(|line| line.text.as_str()).collect();
    quoted.dedup();
    quoted.truncate(MAX_QUOTED);
    let place = Place::Line(first.number);
    Some(Remark::new(
        RemarkKind::Dropped,
        what,
        place,
        &quoted.join(" "),
    ))
}

/// Lines that are a figure alone, or of a total, and count on from page to page.
fn counted(lines: &[Line]) -> Vec<usize> {
    let figures = lines.iter().enumerate().filter_map(|(at, line)| {
        let text = tight(&line.text);
        let (figure, total) = text.split_once('/').unwrap_or((&text, "0"));
        let is_short = figure.len() <= 4 && total.len() <= 4;
        let (figure, total): (usize, usize) = (figure.parse().ok()?, total.parse().ok()?);
        let is_apart = line.gap != Gap::None || line.indent >= 8 || at + 1 == lines.len();
        (is_short && is_apart && (total == 0 || figure <= total)).then_some((
            at,
            line.number,
            figure,
        ))
    });
    let figures: Vec<_> = figures.collect();
    let follows = |pair: &[(usize, usize, usize)]| match pair {
        [(_, line, figure), (_, next_line, next)] => {
            *next == figure + 1 && next_line - line >= MIN_PAGE
        }
        _ => false,
    };
    let mut counted = Vec::new();
    for pair in figures.windows(2).filter(|pair| follows(pair)) {
        counted.extend(pair.iter().map(|(at, _, _)| *at));
    }
    counted
}

/// Lines that recur where pages begin or end, the first of all lines aside.
fn running_heads(lines: &[Line], numbers: &[bool]) -> BTreeSet<usize> {
    let is_number = |at: usize| numbers.get(at).copied().unwrap_or(false);
    let is_page = |at: usize| lines.get(at).is_some_and(|line| line.gap == Gap::Page);
    let is_edge = |at: usize| {
        let before = at == 0 || is_page(at) || is_number(at - 1);
        let after = at + 1 == lines.len() || is_page(at + 1) || is_number(at + 1);
        before || after || holds_page_number(lines.get(at).map_or("", |line| &line.text))
    };
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if is_number(at)
            || line.text.chars().count() > MAX_HEAD
            || is_item(&line.text)
            || !is_edge(at)
        {
            continue;
        }
        groups.entry(kind(&line.text)).or_default().push(at);
    }
    let pages = (0..lines.len())
        .filter(|at| is_page(*at) || is_number(*at))
        .count();
    let mut heads = BTreeSet::new();
    for (kind, group) in groups {
        // Heads of left and right pages differ, and pages with an opening have none.
        let recurs = group.len() >= 2 && group.len() * PAGES_OF_A_HEAD >= pages;
        let is_head = match kind.contains('#') {
            false => !ends_sentence(&kind),
            // With figures that differ it must hold a page number, or stand the same each time.
            true => is_same_or_paged(lines, &group),
        };
        if recurs && is_head {
            // What stands first of all may be the title that the heads repeat.
            heads.extend(group.into_iter().filter(|at| *at > 0 || kind.contains('#')));
        }
    }
    heads
}

/// Without blanks, figures all alike.
fn kind(text: &str) -> String {
    let mut kind = String::new();
    for c in tight(text).chars() {
        match c.is_ascii_digit() {
            true if kind.ends_with('#') => {}
            true => kind.push('#'),
            false => kind.push(c),
        }
    }
    kind
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', ';', '！', '？', '：', '，'])
}

fn is_same_or_paged(lines: &[Line], group: &[usize]) -> bool {
    let texts: Vec<&str> = group
        .iter()
        .filter_map(|at| Some(lines.get(*at)?.text.as_str()))
        .collect();
    let is_same = texts
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if tight(a) == tight(b)));
    let is_paged = texts.iter().all(|text| holds_page_number(text));
    is_paged || is_same && texts.iter().all(|text| !ends_sentence(text))
}

/// Whether one end of the line is a page number, with blanks between it and the rest.
fn holds_page_number(text: &str) -> bool {
    let (first, last) = (text.find("  "), text.rfind("  "));
    let wide = text
        .find(['\u{3000}', '\t'])
        .into_iter()
        .chain(text.rfind(['\u{3000}', '\t']));
    first.into_iter().chain(last).chain(wide).any(|at| {
        let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
        is_page_number(before) || is_page_number(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::line::lines;

    #[test]
    fn running_heads_go_where_they_recur() {
        let text =
            "示例县年鉴\n甲。\n- 1 -\n示例县年鉴\n乙，\n\u{c}示例县年鉴\n丙。\n文化 第3页\n丁\n";
        let mut remarks = Vec::new();
        let kept = remove(lines(text), &mut remarks);
        let texts: Vec<_> = kept.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            ["示例县年鉴", "甲。", "乙，", "丙。", "文化 第3页", "丁"]
        );
        assert_eq!(remarks.len(), 2);
    }

    #[test]
    fn figures_alone_go_only_if_they_count_pages() {
        let page = "文字文字。\n".repeat(9);
        let paged = format!("{page}\n  1\n\n{page}\n  2\n\n{page}");
        let column = "1\n\n2\n\n3\n\n4\n";
        let (mut first, mut second) = (Vec::new(), Vec::new());
        assert_eq!(remove(lines(&paged), &mut first).len(), 27);
        assert_eq!(remove(lines(column), &mut second).len(), 4);
        assert_eq!((first.len(), second.len()), (1, 0));
    }
}
