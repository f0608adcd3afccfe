//! What a line begins or ends with that tells where paragraphs are: numbers of items, labels, dates, ends of sentences.
//!
//! In: a line without blanks around it. Out: yes or no. Never looks at other lines.

use crate::character::{han_value, is_blank};

/// Characters of a label before its colon.
const MAX_LABEL: usize = 8;

/// Whether a line begins with the number or sign of an item: `一、`, `（一）`, `第一条`, `1.`, `①`, `附件`.
pub(super) fn is_item(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    if matches!(first, '①'..='⒛' | '㈠'..='㈩' | '㊀'..='㊉' | '●' | '•' | '■' | '◆' | '▪' | '○' | '※' | '#' | '*')
    {
        return true;
    }
    let is_sign = |c: char| matches!(c, '-' | '—' | '+' | '·' | '–');
    if is_sign(first) && !text.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
        return true;
    }
    if is_article(text)
        || ["附件", "附：", "附录", "附表", "注：", "备注："]
            .iter()
            .any(|word| text.starts_with(word))
    {
        return true;
    }
    let inner = text.strip_prefix(['（', '(', '〔', '[']);
    let rest = inner.unwrap_or(text).trim_start_matches(is_counting);
    let number = inner.unwrap_or(text).len() - rest.len();
    let is_letter = number == 0 && first.is_ascii_alphabetic();
    let rest = if is_letter {
        rest.get(1..).unwrap_or_default()
    } else {
        rest
    };
    if number == 0 && !is_letter || number > 12 {
        return false;
    }
    let mut after = rest.chars();
    match (inner.is_some(), after.next()) {
        (true, Some('）' | ')' | '〕' | ']')) => true,
        (false, Some('、' | '）' | ')' | '．')) => true,
        // A point between figures is a decimal's.
        (false, Some('.')) => !after
            .next()
            .is_some_and(|c| c.is_ascii_digit() || c.is_ascii_lowercase()),
        _ => false,
    }
}

/// Whether a line begins with the number of an article or chapter, behind which its text stands apart.
pub(super) fn is_article(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('第') else {
        return false;
    };
    let after = rest.trim_start_matches(|c| is_counting(c) || c == ' ');
    let mut characters = after.chars();
    let (unit, next) = (characters.next(), characters.next());
    let is_apart = next.is_none_or(is_blank);
    // The name of a chapter may follow without a blank, but no word that a sentence goes on with.
    let goes_on = matches!(
        next,
        Some('的' | '所' | '规' | '中' | '至' | '和' | '与' | '、' | '，' | '第')
    );
    let is_unit = match unit {
        Some('章' | '编' | '編' | '篇') => !goes_on,
        Some('节' | '節' | '条' | '條' | '款' | '项') => is_apart,
        _ => false,
    };
    after.len() < rest.len() && is_unit
}

fn is_counting(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || han_value(c).is_some()
}

/// Whether a line begins with a word and a colon: `联系人：张三`.
pub(super) fn is_labelled(text: &str) -> bool {
    let label = text.split_once(['：', ':']).map(|(label, _)| label);
    label.is_some_and(|label| {
        let is_word = |c: char| c.is_alphanumeric() || is_blank(c) || matches!(c, '（' | '）');
        (1..=MAX_LABEL).contains(&label.chars().count()) && label.chars().all(is_word)
    })
}

/// Whether a line is a date alone: `2013年3月18日`, `二〇一三年三月十八日`, `2013-03-18`.
pub(super) fn is_date(text: &str) -> bool {
    let text = text.trim_matches(['（', '）', '(', ')']);
    let is_figure = |c: char| is_counting(c) || matches!(c, '○' | 'О' | '元' | '*' | '×');
    let is_part = |c: char| matches!(c, '年' | '月' | '日' | '-' | '/' | '.') || is_blank(c);
    let figures = text.chars().filter(|c| is_figure(*c)).count();
    let is_whole = text.ends_with(['日', '月']) || text.split(['-', '/', '.']).count() == 3;
    let republic = text.trim_start_matches(['中', '华', '華', '民', '国', '國']);
    figures >= 4 && is_whole && republic.chars().all(|c| is_figure(c) || is_part(c))
}

/// Whether a line ends as a sentence or an item of a list does.
pub(super) fn ends_sentence(text: &str) -> bool {
    // What is in brackets as a whole is whole.
    if text.starts_with(['（', '(']) && text.ends_with(['）', ')']) {
        return true;
    }
    let text = text.trim_end_matches(['”', '’', '」', '』', '）', '】', '》', ')', '"']);
    text.ends_with([
        '。', '！', '？', '；', '：', '…', '!', '?', ';', ':', '.', '．', '｡',
    ])
}

/// Whether words are running text, not a heading: there is a comma or a full stop in them.
pub(super) fn is_prose(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, '，' | '。' | '；' | '！' | '？');
    text.contains(is_mark)
        || text.contains(", ")
        || text.contains(". ")
        || text.contains('、') && text.chars().count() > 24
}

/// Whether a bracket or quotation mark is open at the end.
pub(super) fn is_open(text: &str) -> bool {
    [
        ('（', '）'),
        ('《', '》'),
        ('“', '”'),
        ('〔', '〕'),
        ('【', '】'),
        ('「', '」'),
    ]
    .iter()
    .any(|(open, close)| text.matches(*open).count() > text.matches(*close).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_told_from_words() {
        for item in [
            "一、概述",
            "（一）公开",
            "(2)甲",
            "第三条　甲",
            "第十二章 总则",
            "1.甲",
            "2、甲",
            "①甲",
            "附件：表",
            "# 甲",
            "*甲",
            "- 甲",
            "A.甲",
            "3）甲",
        ] {
            assert!(is_item(item), "{item}");
        }
        for text in [
            "门和乡镇",
            "第三条规定的",
            "1.2亿元",
            "2012年",
            "-3.5%",
            "一年来",
            "三个乡",
            "e.g. this",
            "（以下简称甲）",
        ] {
            assert!(!is_item(text), "{text}");
        }
    }

    #[test]
    fn dates_and_labels_are_known() {
        for date in [
            "2013年3月18日",
            "二〇一三年三月十八日",
            "2013-03-18",
            "二○一三年三月",
        ] {
            assert!(is_date(date), "{date}");
        }
        for text in ["2013年", "3月18日前完成", "二十", "98.5"] {
            assert!(!is_date(text), "{text}");
        }
        assert!(is_labelled("联系电话：12") && !is_labelled("一是完成了三件大事中的两件：甲"));
        assert!(ends_sentence("（完。）") && !ends_sentence("占总"));
    }
}
