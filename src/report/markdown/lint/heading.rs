//! Headings that were meant and are displayed as text: `##标题`, `＃ 标题`, seven marks; and page numbers that a
//! conversion left.
//!
//! In: a displayed line. Out: a warning. Headings that the parser has read are looked at in [`super::super::misread`].

use crate::report::markdown::faults::page_number;
use crate::report::markdown::lint::line::Line;
use crate::report::markdown::lint::{Found, faults};

/// Levels of headings that Markdown has.
const LEVELS: usize = 6;
/// Characters of a line that may be a heading.
const HEADING_MAX: usize = 40;

pub(super) fn check(line: &Line, found: &mut Found) {
    let start = line.head;
    let text = line.text[start..].trim_end();
    let words = text.trim_start_matches(['#', '＃']);
    if is_heading(text, words) {
        let level = text[..text.len() - words.len()].chars().count().min(LEVELS);
        let span = line.span(start..start + text.len());
        found.add(faults::heading(span, level, words.trim()));
    } else if is_page_number(text) {
        found.add(page_number(line.span(start..start + text.len()), text));
    }
}

/// Whether `text` was meant as a heading; `words` is what follows its marks.
///
/// One mark is often a word (#1机组, #话题#), so more is asked of it.
fn is_heading(text: &str, words: &str) -> bool {
    let marks = &text[..text.len() - words.len()];
    let is_blank = |c: char| c.is_whitespace();
    let Some(first) = words.chars().next() else {
        return false;
    };
    match marks.chars().count() {
        0 => false,
        1 if marks == "#" && is_blank(first) => true,
        1 if is_blank(first) => !words.trim_start().starts_with(|c: char| c.is_ascii_digit()),
        1 => {
            first.is_alphabetic()
                && !first.is_ascii()
                && !words.contains(['#', '＃', '，', '。', '；'])
                && words.chars().count() <= HEADING_MAX
        }
        _ => {
            first.is_alphanumeric()
                || is_blank(first)
                || matches!(first, '（' | '(' | '“' | '《' | '*')
        }
    }
}

/// `— 12 —`, `- 12 -`, `第 3 页 共 10 页` alone in a line.
fn is_page_number(text: &str) -> bool {
    const PAGE_MAX: usize = 60;
    if text.len() > PAGE_MAX {
        return false;
    }
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '─');
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let is_number =
        |text: &str| !text.is_empty() && text.chars().all(is_digit) && text.chars().count() <= 4;
    if let Some(inner) = text
        .strip_prefix(is_dash)
        .and_then(|rest| rest.strip_suffix(is_dash))
    {
        return is_number(inner.trim_matches(is_dash).trim());
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let Some((page, rest)) = bare
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'))
    else {
        return false;
    };
    let all = rest
        .trim_start_matches(['，', ',', '/', '／'])
        .strip_prefix('共');
    let all = all.and_then(|all| all.strip_suffix('页'));
    is_number(page) && (rest.is_empty() || all.is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::lint::tests::codes;

    #[test]
    fn headings_that_were_meant_are_told() {
        for body in [
            "##标题",
            "＃ 标题",
            "＃＃标题",
            "####### 七级",
            "#主要工作",
            "　　## 标题",
            "段落。\n##标题",
            "\u{FEFF}## 标题",
            "###Heading",
            "##一、主要工作",
            "＃主要工作",
            "- ##标题",
        ] {
            assert_eq!(codes(body), ["heading-not-read"], "{body:?}");
        }
        for body in [
            "## 标题",
            "#1机组",
            "＃1机组",
            "＃ 2机组",
            "#话题#",
            "\\##标题",
            "`##标题`",
            "甲##乙",
            "#tag",
            "#主要工作已经完成，成效明显。",
            "######",
        ] {
            assert!(!codes(body).contains(&"heading-not-read"), "{body:?}");
        }
    }

    #[test]
    fn page_numbers_are_told() {
        for body in [
            "— 12 —",
            "-12-",
            "－ 3 －",
            "第 3 页 共 10 页",
            "第3页",
            "——1——",
        ] {
            assert_eq!(codes(body), ["page-number"], "{body}");
        }
        for body in ["-12", "第3页所列", "—— 甲 ——", "2018-2020", "12"] {
            assert_eq!(codes(body), [""; 0], "{body}");
        }
    }
}
