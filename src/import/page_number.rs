//! Whether a line is the number of a page: one answer for texts and for pages that are drawn.
//!
//! In: the words of a line. Out: whether they are a page number beyond doubt, or may be one. Never looks at other lines:
//! whether figures count on from page to page is for those who have them.

use crate::character::han_value;

/// Characters of a page number, blanks aside.
const MAX_NUMBER: usize = 24;

/// Whether a line is a page number beyond doubt: `- 3 -`, `第3页 共9页`, `— 3 —`, `Page 3 of 9`.
pub(crate) fn is_page_number(text: &str) -> bool {
    let text = tight(text);
    if text.is_empty() || text.chars().count() > MAX_NUMBER {
        return false;
    }
    let inner = text.trim_matches(is_frame);
    let is_framed = text.starts_with(is_frame) && text.ends_with(is_frame);
    if is_framed && is_number(inner) {
        return true;
    }
    let inner = inner.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']'));
    let inner = inner.replace('頁', "页");
    let parts = inner
        .split_inclusive('页')
        .map(|part| part.trim_matches([',', '/', '、', ';', '|', '(', ')']));
    if inner.contains('页') {
        return parts.filter(|part| !part.is_empty()).all(|part| {
            let part = part.strip_suffix('页').unwrap_or_default();
            let part = part
                .strip_prefix(['第', '共', '总', '全'])
                .or(part.strip_prefix("总共"));
            part.is_some_and(is_number)
        });
    }
    let Some(rest) = inner.strip_prefix("page").or(inner.strip_prefix("p.")) else {
        return false;
    };
    rest.split("of")
        .flat_map(|part| part.split('/'))
        .all(is_number)
}

/// Whether a line may be one by where it stands: a figure, alone or of a total, `12`, `12/40`, `iv`, `12 —`, `3页`.
pub(crate) fn may_be_page_number(text: &str) -> bool {
    if is_page_number(text) {
        return true;
    }
    let text = tight(text);
    let inner = text.trim_matches(is_frame);
    let inner = inner.strip_suffix(['页', '頁']).unwrap_or(inner);
    let (figure, total) = match inner.split_once(['/', '-']) {
        Some((figure, total)) => (figure, Some(total)),
        None => (inner, None),
    };
    let is_figure = |text: &str| {
        is_number(text) && (text.chars().all(|c| c.is_ascii_digit()) || text.chars().all(is_roman))
    };
    is_figure(figure) && total.is_none_or(|total| total.chars().all(|c| c.is_ascii_digit()))
}

/// Without blanks, in half-width figures, with one kind of dash.
pub(crate) fn tight(text: &str) -> String {
    let seen = text.chars().filter(|c| !c.is_whitespace());
    let plain = seen.map(|c| match c {
        '０'..='９' | '（' | '）' | '／' | '，' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        '—' | '–' | '－' | '―' | '‐' | '‑' | '−' | '─' | '一' => '-',
        '～' | '〜' => '~',
        c => c.to_ascii_lowercase(),
    });
    let text: String = plain.collect();
    // The first of the Han figures looks like a dash, and is one at the edges only.
    match text.contains('页') || text.contains('頁') {
        true => text.replace('-', "一"),
        false => text,
    }
}

fn is_frame(c: char) -> bool {
    matches!(c, '-' | '~' | '·' | '•' | '*' | '|')
}

fn is_roman(c: char) -> bool {
    matches!(c, 'i' | 'v' | 'x')
}

fn is_number(text: &str) -> bool {
    let count = text.chars().count();
    let is_figure = text.chars().all(|c| c.is_ascii_digit());
    let is_han = text.chars().all(|c| han_value(c).is_some());
    (1..=4).contains(&count) && (is_figure || is_han || text.chars().all(is_roman))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for number in [
            "- 3 -",
            "—3—",
            "－１２－",
            "第3页",
            "第 3 页 共 9 页",
            "第3页/共9页",
            "共 9 页，第 3 页",
            "第一页",
            "Page 3 of 9",
            "~ 4 ~",
            "· 2 ·",
            "- ii -",
        ] {
            assert!(is_page_number(number), "{number}");
        }
        for text in [
            "3",
            "-",
            "---",
            "第3页内容",
            "一、概述",
            "（3）",
            "第3条",
            "- 公开 -",
            "2012年",
            "",
            "第页",
            "page",
        ] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn figures_may_be_page_numbers() {
        for text in [
            "12",
            "— 3 —",
            "- 3 -",
            "第 3 页",
            "第3页 共12页",
            "3/12",
            "第三页",
            "Page 3 of 12",
            "iv",
            "－５－",
        ] {
            assert!(may_be_page_number(text), "{text}");
        }
        for text in [
            "2024年1月22日",
            "3.",
            "示例",
            "第三章",
            "3 件",
            "12345",
            "一",
        ] {
            assert!(!may_be_page_number(text), "{text}");
        }
    }
}
