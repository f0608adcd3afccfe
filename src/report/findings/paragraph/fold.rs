//! Characters that a comparison of texts takes for one: half- and full-width forms, brackets and quotation marks of
//! one use, dashes, the two circles of 二〇一九.
//!
//! In: one character. Out: one character, or none for what nobody sees. Scripts stay apart, and capitals: a text is the
//! same where a reader sees the same words. Never looks at neighbours.

use crate::character::is_unseen;

/// How far the full-width forms of ASCII stand from it.
const FULL_WIDTH: u32 = 0xFEE0;

/// The character as it is compared; none where there is nothing to see.
pub(crate) fn fold(c: char) -> Option<char> {
    if is_unseen(c) || c.is_control() {
        return None;
    }
    let c = match c {
        '！'..='～' => char::from_u32(c as u32 - FULL_WIDTH).unwrap_or(c),
        _ => c,
    };
    Some(match c {
        '。' | '｡' => '.',
        '､' => '、',
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‛' | '\'' | '「' | '」' | '『' | '』' | '｢' | '｣' => {
            '"'
        }
        '〔' | '【' | '〖' | '﹝' => '[',
        '〕' | '】' | '〗' | '﹞' => ']',
        '《' | '〈' | '‹' | '«' | '⟨' => '<',
        '》' | '〉' | '›' | '»' | '⟩' => '>',
        '–' | '—' | '―' | '−' | '─' | '‐' | '‑' => '-',
        '•' | '・' | '･' => '·',
        '○' => '〇',
        _ => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        text.chars().filter_map(fold).collect()
    }

    #[test]
    fn forms_of_one_use_are_one() {
        for (a, b) in [
            ("示例〔2019〕5号", "示例[2019]5号"),
            ("（一）、示例：完成１２件。", "(一)、示例:完成12件."),
            ("“示例”　办法", "「示例」办法"),
            ("《示例〈试行〉》", "<示例<试行>>"),
            ("2016—2020年", "2016-2020年"),
            ("示\u{200B}例\t", "示例"),
            ("二○一九", "二〇一九"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("甲、乙"), folded("甲，乙"));
        assert_ne!(folded("條例"), folded("条例"));
    }

    #[test]
    fn what_is_folded_stays_as_it_is() {
        for c in ('\0'..='\u{FFFF}').chain(['\u{20000}']) {
            if let Some(folded) = fold(c) {
                assert_eq!(fold(folded), Some(folded), "{c}");
            }
        }
    }
}
