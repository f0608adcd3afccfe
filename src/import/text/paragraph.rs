//! Lines that a program broke, joined to the paragraphs that they were.
//!
//! In: lines, and the measure of their page. Out: paragraphs. A line goes on in the next if it is as full as lines of the
//! page get, or if its sentence is not at its end, and the next one does not begin as paragraphs do. What cannot be told
//! stays a paragraph of its own: a break too many is seen, a missing one is not.

use std::collections::BTreeMap;

use crate::import::document::{Alignment, Inline, Paragraph};
use crate::import::text::line::{Gap, Line, first_unit};
use crate::import::text::marker::{
    ends_sentence, is_article, is_date, is_item, is_labelled, is_open, is_prose,
};
use crate::plain_text::joins_across_break;

/// Columns from which a line can be one that was broken.
const MIN_WIDTH: usize = 20;
/// Columns at which lines are broken, at least.
const MIN_PAGE: usize = 32;
/// Columns by which broken lines differ: a Han that did not fit, a mark that hangs over the edge.
const SLACK: usize = 3;
/// Columns that lines begin later when they stand in the middle or at the right.
const DEEP: usize = 8;
/// Of a hundred lines, those that must be full for a page to be known as broken into lines.
const SOME_FULL: usize = 15;
/// Of a hundred lines, those that must be full for a full line to go on though its sentence is at its end.
const MANY_FULL: usize = 30;

/// Bytes of a paragraph that tell how it goes on.
const MAX_TAIL: usize = 1200;

/// What a page is like.
#[derive(Debug, PartialEq)]
pub(super) struct Measure {
    /// The column at which lines were broken, if they were.
    full: Option<usize>,
    /// So many lines reach it that one that does goes on.
    is_sure: bool,
    /// Columns before a line that goes on from the one before.
    body: usize,
    /// Paragraphs begin with blanks.
    is_indented: bool,
    /// The widest line.
    page: usize,
}

impl Measure {
    /// Of these lines.
    pub(super) fn of(lines: &[Line]) -> Measure {
        let long: Vec<&Line> = lines
            .iter()
            .filter(|line| line.width >= MIN_WIDTH)
            .collect();
        // How many lines end at a column, and how many of them in the middle of a sentence.
        let mut ends: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for line in &long {
            let (all, open) = ends.entry(line.end()).or_default();
            *all += 1;
            *open += usize::from(!ends_sentence(&line.text));
        }
        let near = |end: usize| {
            let counts = ends
                .range(end.saturating_sub(SLACK)..=end)
                .map(|(_, counts)| counts);
            counts.fold((0, 0), |(all, open), more| (all + more.0, open + more.1))
        };
        let some = 2.max(long.len() * SOME_FULL / 100);
        // Lines beyond the edge are drawings, addresses and the like, if they are few.
        let beyond = |end: usize| {
            ends.range(end + 1..)
                .map(|(_, (all, _))| all)
                .sum::<usize>()
        };
        let is_edge = |end: &usize| {
            let (all, open) = near(*end);
            *end >= MIN_PAGE
                && all >= some
                && open * 2 >= all
                && beyond(*end) * 100 <= long.len() * SOME_FULL
        };
        let full = ends.keys().rev().copied().find(is_edge);
        let many = 4.max(long.len() * MANY_FULL / 100);
        let body = body(lines);
        let starts = lines
            .iter()
            .filter(|line| line.indent > body && line.indent < body + DEEP);
        Measure {
            is_sure: full.is_some_and(|full| near(full).0 >= many),
            body,
            is_indented: starts.count() * 5 >= lines.len(),
            page: full.or(ends.keys().next_back().copied()).unwrap_or(0),
            full,
        }
    }

    /// Whether lines of the page were broken where they were full.
    pub(super) fn breaks_lines(&self) -> bool {
        self.is_sure
    }

    /// Whether what `next` begins with had no place behind `line`.
    fn is_full(&self, line: &Line, next: &Line) -> bool {
        let needed = line.end() + first_unit(&next.text);
        self.full
            .is_some_and(|full| line.width >= MIN_WIDTH && needed + SLACK > full + 1)
    }

    /// Whether a line stands where paragraphs begin.
    fn begins(&self, line: &Line) -> bool {
        line.indent.abs_diff(self.body) >= 2
    }

    /// Where a line stands between the edges.
    pub(super) fn alignment(&self, line: &Line) -> Alignment {
        let left = line.indent.saturating_sub(self.body);
        let right = self.page.saturating_sub(line.end());
        match left >= DEEP {
            true if is_item(&line.text) => Alignment::Left,
            true if is_date(&line.text) || left > 2 * right + DEEP => Alignment::Right,
            true if left.abs_diff(right) <= 2 * DEEP => Alignment::Center,
            _ => Alignment::Left,
        }
    }
}

/// Columns before most lines that go on from another, which did not end its sentence.
fn body(lines: &[Line]) -> usize {
    let mut indents: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let goes_on = is_prose(&line.text) && !ends_sentence(&line.text) && next.gap == Gap::None;
        if goes_on && !is_item(&next.text) && !next.is_inset && next.indent < DEEP {
            *indents.entry(next.indent).or_default() += 1;
        }
    }
    let most = indents
        .iter()
        .max_by_key(|(indent, count)| (**count, std::cmp::Reverse(**indent)));
    most.map_or(0, |(indent, _)| *indent)
}

/// Joins the lines of a text without tables.
pub(super) fn paragraphs(lines: &[Line], measure: &Measure) -> Vec<Paragraph> {
    let mut paragraphs: Vec<(String, Alignment)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        let after = lines.get(at + 1);
        let text = line.text.replace('\t', " ");
        match (before, paragraphs.last_mut()) {
            (Some(before), Some((so_far, _)))
                if goes_on(tail(so_far), [before, line], after, measure) =>
            {
                join(so_far, &text);
            }
            (_, above) => {
                let alignment = measure.alignment(line);
                // Who signs stands over the date, in the middle of it.
                if let (Some((_, above)), Alignment::Right) = (above, alignment)
                    && *above == Alignment::Center
                    && is_date(&line.text)
                    && line.gap == Gap::None
                {
                    *above = Alignment::Right;
                }
                paragraphs.push((text, alignment));
            }
        }
    }
    let paragraph = |(text, alignment)| Paragraph {
        inlines: vec![Inline::text(text)],
        alignment,
        ..Paragraph::default()
    };
    paragraphs.into_iter().map(paragraph).collect()
}

/// Whether a paragraph that ends with `line` goes on in `next`.
fn goes_on(
    so_far: &str,
    [line, next]: [&Line; 2],
    after: Option<&Line>,
    measure: &Measure,
) -> bool {
    if next.gap == Gap::Blank || measure.begins(next) || measure.alignment(line) != Alignment::Left
    {
        return false;
    }
    let is_signature =
        |after: &Line| is_date(&after.text) && !is_prose(&next.text) && after.gap != Gap::Page;
    if is_date(&next.text) || is_date(&line.text) || after.is_some_and(is_signature) {
        return false;
    }
    let is_full = measure.is_full(line, next);
    let is_unfinished = !ends_sentence(&line.text);
    if is_item(&next.text) {
        // A line may happen to begin with what looks like a number, in the middle of a sentence.
        return is_full && is_unfinished && measure.is_indented && is_prose(so_far);
    }
    if is_full {
        return is_unfinished || measure.is_indented || measure.is_sure && next.width >= MIN_WIDTH;
    }
    if !is_unfinished || is_labelled(so_far) && is_labelled(&next.text) {
        return false;
    }
    line.text.ends_with(['，', '、', ','])
        || is_open(so_far)
        || is_prose(so_far)
        || is_article(so_far) && line.width >= MIN_WIDTH
}

/// The end of a paragraph, as much of it as tells how it goes on.
fn tail(text: &str) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(MAX_TAIL))..)
        .unwrap_or(text)
}

/// Puts a line behind another, with a blank only where words would run together.
fn join(so_far: &mut String, text: &str) {
    let mut last = so_far.chars().rev();
    let (last, before_last) = (last.next(), last.next());
    if let (Some(last), Some(next)) = (last, text.chars().next()) {
        let is_chinese = tail(so_far).chars().any(crate::character::is_cjk);
        let is_figure =
            last.is_ascii_digit() && (next.is_ascii_digit() || matches!(next, '.' | ',' | '%'));
        let is_divided = is_chinese && is_figure || last == '-' || last == '/';
        if !is_divided && !joins_across_break(before_last, last, next, is_chinese) {
            so_far.push(' ');
        }
    }
    so_far.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::line::lines;

    fn joined(text: &str) -> Vec<String> {
        let lines = lines(text);
        let found = paragraphs(&lines, &Measure::of(&lines));
        found.iter().map(Paragraph::text).collect()
    }

    #[test]
    fn broken_lines_are_joined() {
        let indented = "    示例县图书馆二十年来坚持公益服务，馆藏由三万册增至二十万册，年接待读\n者二十万人次，获得好评。全年经费二百万元，其中购书经费五十万元，用于购置图\n书。\n    一、借阅情况\n    全年借阅二十二万册次。\n";
        assert_eq!(
            joined(indented),
            [
                "示例县图书馆二十年来坚持公益服务，馆藏由三万册增至二十万册，年接待读者二十万人次，获得好评。全年经费二百万元，其中购书经费五十万元，用于购置图书。",
                "一、借阅情况",
                "全年借阅二十二万册次。"
            ]
        );
        assert_eq!(
            joined(
                "The library was open on all days of the year, and\nreaders came.\nA second paragraph."
            ),
            [
                "The library was open on all days of the year, and readers came.",
                "A second paragraph."
            ]
        );
        assert_eq!(
            joined("第二条　本制度适用于全县图书\n馆和文化站。"),
            ["第二条　本制度适用于全县图书馆和文化站。"]
        );
    }

    #[test]
    fn lines_that_are_paragraphs_stay_apart() {
        for text in [
            "示例县图书馆年度报告\n根据有关规定，现公布年度报告。",
            "全年借阅二十二万册次。\n读者二十万人次。",
            "特此报告。\n示例县图书馆\n二〇一三年三月十八日",
            "联系人：某某，办公室\n电话：000000",
            "二、存在的主要问题和下一步改进措施\n更新不及时。",
            "　　甲乡，乙乡\n　　丙乡，丁乡",
        ] {
            let apart: Vec<&str> = text.lines().map(str::trim).collect();
            assert_eq!(joined(text), apart);
        }
    }
}
