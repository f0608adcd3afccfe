//! Blocks that Markdown reads where words were meant: a sentence that a line below made a heading, `>50%` as a
//! quotation, `- 1 -` as a list, a paragraph as a row of the table above it, code that never ends; and headings
//! without words.
//!
//! In: a block as the parser begins it, and its place in the body. Out: a warning. Never changes the block.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Tag};

use crate::diagnostic::Fault;
use crate::report::markdown::faults;

/// Bytes of the first line of a block that are looked at.
const LINE_MAX: usize = 600;
/// Marks of a line that makes a heading on purpose.
const UNDERLINE_MIN: usize = 3;

/// What is wrong with a block that begins with `tag`; `columns` is the number of those of the table that is open.
pub(super) fn check(
    base: &str,
    tag: &Tag<'_>,
    range: &Range<usize>,
    columns: usize,
) -> Option<Fault> {
    // Paragraphs and all that stands in them, which is most, are what they were meant to be.
    let is_looked_at = matches!(
        tag,
        Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::Item
            | Tag::CodeBlock(CodeBlockKind::Fenced(_))
            | Tag::TableRow
    );
    if !is_looked_at {
        return None;
    }
    let block = base.get(range.clone())?;
    // Thousands of quotations may begin on one long line.
    let ahead = &block[..block.floor_char_boundary(LINE_MAX)];
    let line = ahead.lines().next().unwrap_or_default();
    let start = range.start;
    let span = start..start + line.len();
    match tag {
        Tag::Heading { .. } => heading(block, start),
        Tag::BlockQuote(_) => quoted_figure(line).then(|| faults::sign_eaten(span, '>', line)),
        Tag::Item if is_page_number(line) => Some(faults::page_number(span, line)),
        // A bullet of that kind before a figure is its sign: + 5%.
        Tag::Item => {
            let is_sign = line
                .strip_prefix("+ ")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            is_sign.then(|| faults::sign_eaten(span, '+', line))
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
            is_open(block).then(|| faults::open_code(span, line.trim_end()))
        }
        // The parser begins a row without bars after its indentation.
        Tag::TableRow if columns > 1 && !block.contains('|') => {
            let words = line.trim();
            (!words.is_empty()).then(|| faults::row_without_bars(span, words))
        }
        _ => None,
    }
}

fn heading(block: &str, start: usize) -> Option<Fault> {
    if block.trim_start().starts_with('#') {
        let words = block.trim().trim_start_matches('#');
        let words = words.trim_end_matches('#').trim();
        let is_anchor = words.starts_with("{#") && words.find('}') == Some(words.len() - 1);
        let end = start + block.trim_end().len();
        return (words.is_empty() || is_anchor).then(|| faults::empty_heading(start..end));
    }
    let (words, underline) = block.trim_end().rsplit_once('\n')?;
    // Inside a quotation the marks of it stand before it.
    let marks = underline.trim_start_matches([' ', '\t', '>']).trim_end();
    let words = words.trim_end();
    // A line of hyphens below Chinese words was meant as a rule, unless it is as plain as a heading.
    let is_line = marks.starts_with('-') && words.contains(['：', '、', '，', '（', '\u{3000}']);
    let is_sentence = is_line
        || words.ends_with(['。', '；', '，', '：', '！', '？', ';', ',', ':', '.'])
        || words.contains(['。', '；'])
        || words.contains('\n');
    let at = start + block.trim_end().len() - marks.len();
    (is_sentence || marks.len() < UNDERLINE_MIN).then(|| {
        let shown = words.trim_start_matches([' ', '\t', '>']).trim_start();
        faults::heading_by_underline(at..at + marks.len(), shown, marks)
    })
}

/// `>50%`, `>=60分`: the mark is a sign of a figure.
fn quoted_figure(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('>') else {
        return false;
    };
    let figure = rest.trim_start_matches([' ', '=']);
    let after = figure.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let has_figure = figure.starts_with(|c: char| c.is_ascii_digit());
    let has_unit = after.starts_with(['%', '％', '‰', '℃']);
    // A quotation may begin with a year or a number (>2021年, >1. 甲).
    let is_number = after.starts_with(['年', ' ', '\t', '、']) || figure.ends_with(['.', ')']);
    has_figure && (has_unit || rest.starts_with('=') || !rest.starts_with(' ') && !is_number)
}

/// `- 1 -` alone in an item.
fn is_page_number(line: &str) -> bool {
    let inner = line
        .trim_end()
        .strip_prefix(['-', '*', '+'])
        .and_then(|rest| rest.strip_suffix('-'));
    inner.is_some_and(|inner| {
        let number = inner.trim();
        inner.starts_with(' ') && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether code between fences has no fence at its end.
fn is_open(block: &str) -> bool {
    let opening = block.trim_start();
    let Some(mark) = opening.chars().next().filter(|c| matches!(c, '`' | '~')) else {
        return false;
    };
    let length = opening.len() - opening.trim_start_matches(mark).len();
    let Some((_, last)) = block.trim_end().rsplit_once('\n') else {
        return true;
    };
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    !(last.len() >= length && last.chars().all(|c| c == mark))
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::lint::tests::codes;

    #[test]
    fn blocks_that_were_words_are_told() {
        for (body, code) in [
            ("正文。\n---", "heading-by-underline"),
            ("单位：万元\n-", "heading-by-underline"),
            ("单位：万元\n=", "heading-by-underline"),
            ("第一行\n第二行\n---", "heading-by-underline"),
            ("> 引文。\n> ---", "heading-by-underline"),
            (">50%的企业", "marks-eaten"),
            (">=60分的为合格", "marks-eaten"),
            ("> 50% 的企业", "marks-eaten"),
            (">100万元", "marks-eaten"),
            ("- 1 -", "page-number"),
            ("+ 5.2%", "marks-eaten"),
            ("## ", "empty-heading"),
            ("##\n\n甲", "empty-heading"),
            ("## {#mubiao}", "empty-heading"),
            (
                "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n表后文字",
                "row-without-bars",
            ),
            ("```\n代码\n\n正文。", "open-code"),
            ("~~~\n代码", "open-code"),
        ] {
            assert_eq!(codes(body), [code], "{body:?}");
        }
    }

    #[test]
    fn blocks_that_were_meant_are_none() {
        for body in [
            "标题\n---",
            "标题\n===",
            "正文。\n\n---",
            "> 引文",
            ">引文",
            ">2021年，受理3件。",
            "- 1\n- 2",
            "- 一项 -",
            "+ 一项",
            "- 5%",
            "## 标题",
            "## 标题 {#mubiao}",
            "## 标题 ##",
            "```\n代码\n```",
            "~~~~\n```\n~~~~",
            "- ```\n  代码\n  ```",
            "> ```\n> 代码\n> ```",
            "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n表后文字",
            "甲|乙\n-|-\n1|2",
        ] {
            assert_eq!(codes(body), [""; 0], "{body:?}");
        }
    }
}
