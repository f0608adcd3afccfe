//! Classes of characters that reading and searching share: blanks, what nobody sees, the digits of Han figures, the
//! scripts of CJK.
//!
//! In: one character. Out: yes or no, or its value. The lowest module of all, and the only one that `search` may import. Never
//! looks at neighbours; the rules that do are with their callers.

/// A blank of any width that separates what stands on both its sides: spaces, tabs, the ideographic space.
///
/// Line ends are none: what they mean is decided by who reads lines.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t' | '\u{B}' | '\u{C}' | ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// A character without width that stands for nothing: soft hyphen, zero-width spaces and joiners, marks of
/// direction, variants of a character, the byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Whether nobody sees the character: a blank, or one without width.
pub(crate) fn is_unseen(c: char) -> bool {
    is_blank(c) || is_invisible(c)
}

/// The value of a Han digit, or of ten, a hundred, a thousand.
pub(crate) fn han_value(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// The value of a digit of deeds and vouchers (壹, 拾), or of ten, a hundred, a thousand.
pub(crate) fn formal_value(c: char) -> Option<u32> {
    Some(match c {
        '零' => 0,
        '壹' | '壱' => 1,
        '贰' | '貳' | '弍' => 2,
        '叁' | '叄' | '參' | '弎' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' | '陸' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        '拾' => 10,
        '佰' => 100,
        '仟' => 1000,
        _ => return None,
    })
}

/// A character of the CJK scripts or their punctuation, as the CommonMark CJK-friendly amendments
/// (<https://github.com/tats-u/markdown-cjk-friendly>) define it: wide or full-width, or Hangul.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}'
        | '\u{20A9}'
        | '\u{2329}'..='\u{232A}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFD}')
}
