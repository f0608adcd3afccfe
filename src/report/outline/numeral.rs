//! Numerals: Han, formal Han (壹), the stems (甲), Arabic, Roman; as their value and their length.
//!
//! In: text that begins with the numeral. Out: value and bytes. Invisible characters inside one count for nothing,
//! nor do blanks where the caller says so. Never knows what stands around it.

use crate::character::{formal_value, han_value, is_blank, is_invisible, is_unseen};

/// Above this nothing counts the parts of a text; a code of laws has some 1,300 articles.
pub(super) const VALUE_MAX: u32 = 9_999;

/// Bytes of the blanks and invisible characters that `text` begins with.
pub(crate) fn padding(text: &str) -> usize {
    // Han without the punctuation block, by their lead byte: how most texts go on.
    if matches!(
        text.as_bytes().first(),
        None | Some(0xE4..=0xE9 | b'0'..=b'9')
    ) {
        return 0;
    }
    text.len() - text.trim_start_matches(is_unseen).len()
}

/// Whether blanks inside a numeral belong to it: between 第 and 条 they do, before 、 they may be words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blanks {
    Inside,
    End,
}

pub(super) fn any_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Whether a figure, Arabic or Han, may hold the character.
pub(crate) fn is_digit(c: char) -> bool {
    any_digit(c).is_some() || han_digit(c).is_some()
}

/// A number in Arabic digits without a leading zero.
pub(super) fn digits(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut length = 0;
    for (at, c) in text.char_indices() {
        let Some(digit) = any_digit(c) else {
            if is_invisible(c) && length > 0 {
                continue;
            }
            break;
        };
        if (length == 0 && digit == 0) || value > VALUE_MAX {
            return None;
        }
        value = value * 10 + digit;
        length = at + c.len_utf8();
    }
    (length > 0).then_some((value, length))
}

/// The value of a Han digit or unit, and of what stands for one in texts that came from a PDF or a scan: Kangxi
/// radicals, compatibility ideographs, the circles that are typed for zero.
pub(super) fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '○' | '◯' | 'Ｏ' | '\u{F9B2}' => 0,
        '⼀' => 1,
        '⼆' => 2,
        '\u{F9D1}' => 6,
        '⼋' => 8,
        '⼗' | '\u{F973}' => 10,
        _ => return han_value(c),
    })
}

/// A number in Han digits, in units (一百零三) or by place (一〇三).
pub(super) fn han(text: &str, blanks: Blanks) -> Option<(u32, usize)> {
    of_units(text, blanks, han_digit)
}

/// A number in the digits of deeds and vouchers: 壹, 拾贰.
pub(super) fn formal(text: &str) -> Option<(u32, usize)> {
    of_units(text, Blanks::End, formal_value)
}

/// One of the ten stems: 甲 is 1.
pub(super) fn stem(text: &str) -> Option<(u32, usize)> {
    let first = text.chars().next()?;
    let place = "甲乙丙丁戊己庚辛壬癸".chars().position(|c| c == first)?;
    Some((place as u32 + 1, first.len_utf8()))
}

fn of_units(text: &str, blanks: Blanks, value_of: fn(char) -> Option<u32>) -> Option<(u32, usize)> {
    let mut total = 0;
    let mut digit: Option<u32> = None;
    let mut unit = 10_000;
    let mut length = 0;
    // 一〇三: by place, which the zero without a unit before it shows.
    let mut by_place: Option<u32> = None;
    for (at, c) in text.char_indices() {
        let Some(value) = value_of(c) else {
            if length > 0 && (is_invisible(c) || blanks == Blanks::Inside && is_blank(c)) {
                continue;
            }
            break;
        };
        match (value, digit, by_place) {
            (0..=9, _, Some(number)) if number < VALUE_MAX => by_place = Some(number * 10 + value),
            (0, Some(number), None) if total == 0 => by_place = Some(number * 10),
            (0, None, None) if length > 0 => {}
            (1..=9, None, None) => digit = Some(value),
            (10.., _, None) if value < unit => {
                total += digit.take().unwrap_or(1) * value;
                unit = value;
            }
            _ => return None,
        }
        length = at + c.len_utf8();
    }
    let value = by_place.unwrap_or(total + digit.unwrap_or(0));
    (1..=VALUE_MAX).contains(&value).then_some((value, length))
}

/// A Roman number in capitals, as it is written in the standard way, up to 89.
pub(super) fn roman(word: &str) -> Option<u32> {
    let value_of = |c| {
        Some(match c {
            'I' => 1_u32,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        })
    };
    let mut total = 0;
    let mut last = u32::MAX;
    let mut letters = 0;
    for c in word.chars() {
        let value = value_of(c)?;
        letters += 1;
        // IV and IX: the smaller one before was added, and is taken away twice.
        total = if value > last {
            (total + value).checked_sub(2 * last)?
        } else {
            total + value
        };
        last = value;
    }
    (letters > 0 && letters <= 8 && in_roman(total) == word).then_some(total)
}

fn in_roman(mut value: u32) -> String {
    let mut word = String::new();
    for (unit, letters) in [
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while value >= unit {
            word.push_str(letters);
            value -= unit;
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::{Blanks, digits, han, in_roman, roman};

    #[test]
    fn numerals() {
        for (text, expected) in [
            ("一", Some(1)),
            ("十", Some(10)),
            ("二十一", Some(21)),
            ("一百零三", Some(103)),
            ("一百一十", Some(110)),
            ("一千二百六十", Some(1260)),
            ("一千零四", Some(1004)),
            ("一〇三", Some(103)),
            ("二○", Some(20)),
            ("⼀", Some(1)),
            ("⼗⼆", Some(12)),
            ("十 一", Some(11)),
            ("一二", None),
            ("万", None),
            ("〇", None),
            ("十百", None),
        ] {
            let found = han(text, Blanks::Inside);
            assert_eq!(found.map(|n| n.0), expected, "{text}");
            assert!(found.is_none_or(|n| n.1 == text.len()), "{text}");
        }
        assert_eq!(han("十\u{200B}一 月", Blanks::End), Some((11, 9)));
        assert_eq!(digits("１\u{200B}2、"), Some((12, 7)));
        assert_eq!(digits("01"), None);
        for value in 1..=89 {
            assert_eq!(roman(&in_roman(value)), Some(value));
        }
        for word in ["IIII", "VX", "IC", "", "A", "IXI", "VIV"] {
            assert_eq!(roman(word), None, "{word}");
        }
    }
}
