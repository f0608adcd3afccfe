//! Tables that were meant and are displayed as running text.
//!
//! In: the displayed lines that stand in no cell, one after the other. Out: one warning for each run of lines that
//! look like rows. Never reads a table.

use std::ops::Range;

use crate::report::markdown::lint::line::Line;
use crate::report::markdown::lint::{Found, faults};

/// What a line looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// `|---|---|`, of dashes of any width.
    Delimiter,
    /// With corners, or with several bars, of box drawing characters.
    Drawn,
    /// Between bars, with three or more.
    Framed,
    /// With so many bars, half-width or full-width.
    Bars(usize),
    /// With so many tabs between words.
    Tabs(usize),
}

/// Lines in a row that look like rows of a table.
#[derive(Default)]
pub(super) struct Rows {
    last: Option<Row>,
    /// The first of them.
    span: Range<usize>,
    /// Whether they can be nothing else.
    is_table: bool,
    /// Rows of the paragraph that is being looked at, and the first of them.
    in_leaf: usize,
    leaf_span: Range<usize>,
    has_wide: bool,
    has_drawn: bool,
    has_delimiter: bool,
}

impl Rows {
    /// Looks at a line; `may_be_row` is whether anything in it [`divides`].
    pub(super) fn see(&mut self, line: &Line, may_be_row: bool, found: &mut Found) {
        let text = line.text.trim();
        let Some(row) = may_be_row.then(|| row(text)).flatten() else {
            return self.end(found);
        };
        let goes_on = self.last.is_some_and(|last| match (last, row) {
            (Row::Bars(a), Row::Bars(b)) | (Row::Tabs(a), Row::Tabs(b)) => a == b,
            (Row::Drawn, Row::Drawn) => true,
            (Row::Tabs(_) | Row::Drawn, _) | (_, Row::Tabs(_) | Row::Drawn) => false,
            _ => true,
        });
        let start = line.text.len() - line.text.trim_start().len();
        let span = line.span(start..start + text.len());
        if !goes_on {
            self.end(found);
            self.span = span.clone();
        }
        self.in_leaf += 1;
        match self.in_leaf {
            1 => self.leaf_span = span,
            // Rows with blank lines between them are one table; a paragraph of several is a table by itself.
            2 if self.leaf_span != self.span => {
                let (last, leaf_span) = (self.last, self.leaf_span.clone());
                self.end(found);
                *self = Rows {
                    last,
                    span: leaf_span.clone(),
                    in_leaf: 2,
                    leaf_span,
                    ..Rows::default()
                };
            }
            _ => {}
        }
        self.is_table |= goes_on || matches!(row, Row::Delimiter | Row::Drawn | Row::Framed);
        self.has_wide |= text.contains('｜');
        self.has_drawn |= row == Row::Drawn;
        self.has_delimiter |= row == Row::Delimiter;
        self.last = Some(row);
    }

    /// The paragraph ends.
    pub(super) fn end_leaf(&mut self, found: &mut Found) {
        if self.in_leaf > 1 {
            self.end(found);
        }
        self.in_leaf = 0;
    }

    /// Something else than a row follows.
    pub(super) fn end(&mut self, found: &mut Found) {
        let rows = std::mem::take(self);
        if !rows.is_table {
            return;
        }
        let kind = match rows.last {
            _ if rows.has_drawn => faults::Table::Drawn,
            Some(Row::Tabs(_)) => faults::Table::Tabs,
            _ if rows.has_wide => faults::Table::WideBars,
            _ if rows.has_delimiter => faults::Table::Delimiter,
            _ => faults::Table::NoDelimiter,
        };
        found.add(faults::table(rows.span, kind));
    }
}

/// Whether cells are divided by this character, or drawn with it; a line without any is no row.
pub(super) fn divides(c: char) -> bool {
    matches!(
        c,
        '|' | '｜' | '+' | '\t' | '│' | '┃' | '║' | '\u{250C}'..='\u{254B}' | '\u{2552}'..='\u{256C}'
    )
}

/// What `text` looks like, if it looks like a row at all.
fn row(text: &str) -> Option<Row> {
    let (mut bars, mut dashes, mut corners, mut lines, mut tabs, mut others) =
        (0, 0, 0, 0, 0, 0_usize);
    for c in text.chars() {
        match c {
            '|' | '｜' => bars += 1,
            '+' => corners += usize::from(others == 0),
            '-' | '—' | '–' | '－' | '─' | '━' | '=' | '＝' => dashes += 1,
            ':' | '：' | ' ' | '\u{3000}' => {}
            '\t' => tabs += 1,
            '│' | '┃' | '║' => lines += 1,
            '\u{250C}'..='\u{254B}' | '\u{2552}'..='\u{256C}' => lines += 2,
            _ => others += 1,
        }
    }
    if lines > 1 {
        return Some(Row::Drawn);
    }
    if others == 0 {
        let has_bars = bars > 0 || corners > 1;
        return (has_bars && dashes > 1).then_some(Row::Delimiter);
    }
    if bars > 0 {
        let is_framed = text.starts_with(['|', '｜']) && text.ends_with(['|', '｜']) && bars > 2;
        return Some(if is_framed {
            Row::Framed
        } else {
            Row::Bars(bars)
        });
    }
    // A number before a tab is that of an item.
    let cells = text
        .split('\t')
        .filter(|cell| !cell.trim().is_empty())
        .count();
    let first = text.split('\t').next().unwrap_or_default();
    let is_number = first.chars().count() <= 4
        && first.trim_end().ends_with(['.', '、', '．', ')', '）'])
        || first.ends_with(['：', ':']);
    (tabs > 0 && cells > 1 && !is_number).then_some(Row::Tabs(tabs))
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::lint::tests::codes;

    #[test]
    fn tables_that_were_meant_are_told_once() {
        for body in [
            "|项目｜数额|\n|---｜---|\n|己｜7|",
            "| 项目 | 数额 |\n|：---|---：|\n| 庚 | 8 |",
            "| 项目 | 数额 |\n|——|——|\n| 辛 | 9 |",
            "| 项目 | 数额 |\n\n| --- | --- |\n\n| 壬 | 10 |",
            "| 项目 | 数额 |\n| 癸 | 11 |",
            "项目｜数额\n甲｜1",
            "┌──┬──┐\n│甲│乙│\n└──┴──┘",
            "项目\t数额\n甲\t1\n乙\t2",
            "项目\t数额\t占比\n\n甲\t1\t2%",
            "+---+---+\n| 甲 | 乙 |\n+---+---+",
            "| 项目 | 数额 |\n|---|---|---|\n| 甲 | 1 |",
            "　　| 甲 | 乙 |\n　　| 1 | 2 |",
            "甲 | 乙\n1 | 2",
        ] {
            assert_eq!(codes(body), ["table-not-read"], "{body}");
        }
    }

    #[test]
    fn each_table_is_told() {
        let wide = "|甲｜乙|\n|---｜---|\n|1｜2|";
        let apart = "| 甲 | 乙 |\n\n| --- | --- |\n\n| 1 | 2 |";
        let bare = "| 甲 | 乙 |\n| 1 | 2 |";
        for (body, count) in [
            (format!("{wide}\n\n{bare}\n\n{bare}"), 3),
            (format!("{wide}\n\n{apart}\n\n{bare}"), 3),
            (format!("{apart}\n\n甲。\n\n{apart}"), 2),
        ] {
            assert_eq!(codes(&body).len(), count, "{body}");
        }
    }

    #[test]
    fn tables_and_text_are_none() {
        for body in [
            "| 项目 | 数额 |\n| --- | --- |\n| 甲 | 1 |",
            "项目 | 数额\n--- | ---\n戊 | 6",
            "首页 | 政务公开",
            "政策｜解读",
            "```\n┌──┐\n│甲│\n└──┘\n```",
            "1.\t甲\n2.\t乙",
            "a|b",
            "——————",
            "── 甲 ──",
            "联系电话：\t0999-1234567\\\n传真：\t0999-7654321",
        ] {
            assert_eq!(codes(body), [""; 0], "{body}");
        }
    }
}
